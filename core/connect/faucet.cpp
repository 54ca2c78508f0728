// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connect/faucet.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <deque>
#include <numbers>

#include <fmt/format.h>

#include "core/base/file_listing.h"
#include "core/formats/byte_stream.h"

namespace vitrine {
namespace {

/// Puts `content` at directory/name: written under a hidden name first, which no stream lists (FS-10), then renamed.
Result<std::string> place(FileSystem& files, const std::string& directory, const std::string& name, const std::string& content) {
    const std::string path = directory + "/" + name;
    VITRINE_CHECK_OK(files.writeDurably(path, content));
    return path;
}

std::int64_t secondsOf(Micros micros) {
    return floorDiv(micros.count(), 1'000'000);
}

class DemoFaucet final : public Faucet {
  public:
    DemoFaucet(FileSystem& files, std::string directory, const FaucetSpec& spec)
        : files_(files), directory_(std::move(directory)), spec_(spec), random_(spec.seed) {}

    Result<std::string> writeNext() override {
        std::string content;
        content.reserve(spec_.rowsPerFile * 40);
        std::vector<std::string> lines;
        lines.reserve(spec_.rowsPerFile);
        for (std::size_t row = 0; row < spec_.rowsPerFile; ++row) lines.push_back(nextLine());
        for (const std::string& line : lines) content += line + "\n";
        if (!lines.empty()) lastLine_ = lines.back();
        elapsed_ += spec_.eventTimePerFile;
        return place(files_, directory_, nextName(), content);
    }

    Result<std::string> writeRow(FaucetRow kind) override {
        const std::int64_t now = secondsOf(spec_.start.time_since_epoch() + elapsed_);
        std::string line;
        switch (kind) {
            case FaucetRow::OnTime: line = rowAt(now, "Open"); break;
            case FaucetRow::Late: line = rowAt(now - secondsOf(spec_.lateBy), "Open"); break;
            case FaucetRow::Malformed: line = R"({"time":"soon","action":"Open"})"; break;
            case FaucetRow::Duplicate: line = lastLine_.empty() ? rowAt(now, "Open") : lastLine_; break;
            case FaucetRow::FarFuture: line = rowAt(now + 10LL * 365 * 24 * 3600, "Open"); break;
        }
        return place(files_, directory_, nextName(), line + "\n");
    }

  private:
    static std::string rowAt(std::int64_t seconds, std::string_view action) {
        return fmt::format(R"({{"time":{},"action":"{}"}})", seconds, action);
    }

    /// A number in [0, 1) that every standard library draws alike.
    double draw() { return static_cast<double>(random_() >> 11) * 0x1.0p-53; }

    std::string nextName() { return fmt::format("events-{:05}.json", fileNumber_++); }

    std::string nextLine() {
        const double within = draw();
        const Micros position = elapsed_ + Micros(static_cast<std::int64_t>(within * static_cast<double>(spec_.eventTimePerFile.count())));
        // Most rows come nearly in order, some much later: the square pushes the delays towards zero.
        const double delay = draw();
        Micros when = spec_.start.time_since_epoch() + position -
                      Micros(static_cast<std::int64_t>(delay * delay * delay * static_cast<double>(spec_.disorder.count())));
        const double kind = draw();
        const double actionDraw = draw();
        if (kind < spec_.malformedShare) return actionDraw < 0.5 ? R"({"time":"soon","action":"Open"})" : R"({"time":14695)";
        if (kind < spec_.malformedShare + spec_.lateShare && elapsed_ > spec_.lateBy) when -= spec_.lateBy;
        // A lift door: opened more in the morning, closed more in the evening.
        const double hour = static_cast<double>(floorMod(secondsOf(when), 86'400)) / 3600.0;
        const double openShare = 0.5 + 0.22 * std::sin((hour - 2.0) / 24.0 * 2.0 * std::numbers::pi);
        return rowAt(secondsOf(when), actionDraw < openShare ? "Open" : "Close");
    }

    FileSystem& files_;
    std::string directory_;
    FaucetSpec spec_;
    std::mt19937_64 random_;
    Micros elapsed_{};
    std::uint64_t fileNumber_ = 0;
    std::string lastLine_;
};

class ReplayFaucet final : public Faucet {
  public:
    ReplayFaucet(FileSystem& files, std::string directory, std::size_t rowsPerFile)
        : files_(files), directory_(std::move(directory)), rowsPerFile_(std::max<std::size_t>(rowsPerFile, 1)) {}

    Result<void> load(const std::string& from) {
        VITRINE_TRY(const DirectoryEntry entry, files_.stat(from));
        if (entry.isRegular && isCompressed(from)) {
            pending_.push_back(from);  // its lines cannot be told apart without unpacking it
            return {};
        }
        if (!entry.isDirectory) {
            VITRINE_TRY(content_, readFile(files_, from));
            return {};
        }
        VITRINE_TRY(std::vector<DirectoryEntry> entries, files_.list(from));
        std::sort(entries.begin(), entries.end(), [](const auto& left, const auto& right) { return left.name < right.name; });
        for (const DirectoryEntry& file : entries) {
            if (file.isRegular && !isHiddenName(file.name)) pending_.push_back(from + "/" + file.name);
        }
        return {};
    }

    Result<std::string> writeNext() override {
        if (!pending_.empty()) {
            const std::string path = pending_.front();
            VITRINE_TRY(const std::string content, readFile(files_, path));
            pending_.pop_front();
            return place(files_, directory_, path.substr(path.find_last_of('/') + 1), content);
        }
        if (position_ >= content_.size()) return std::string();
        std::size_t end = position_;
        for (std::size_t row = 0; row < rowsPerFile_ && end < content_.size(); ++row) {
            const std::size_t feed = content_.find('\n', end);
            end = feed == std::string::npos ? content_.size() : feed + 1;
        }
        const std::string part = content_.substr(position_, end - position_);
        position_ = end;
        return place(files_, directory_, fmt::format("part-{:05}.json", fileNumber_++), part);
    }

    Result<std::string> writeRow(FaucetRow) override {
        return Error(ErrorCode::InvalidArgument, "A faucet that replays files cannot make rows of its own.");
    }

  private:
    FileSystem& files_;
    std::string directory_;
    std::size_t rowsPerFile_;
    std::string content_;
    std::size_t position_ = 0;
    std::deque<std::string> pending_;
    std::uint64_t fileNumber_ = 0;
};

}  // namespace

Result<std::unique_ptr<Faucet>> makeDemoFaucet(FileSystem& files, const std::string& directory, const FaucetSpec& spec) {
    VITRINE_CHECK_OK(files.makeDirectories(directory));
    return std::unique_ptr<Faucet>(std::make_unique<DemoFaucet>(files, directory, spec));
}

Result<std::unique_ptr<Faucet>> makeReplayFaucet(FileSystem& files, const std::string& fileOrDirectory,
                                                 const std::string& directory, const FaucetSpec& spec) {
    VITRINE_CHECK_OK(files.makeDirectories(directory));
    auto faucet = std::make_unique<ReplayFaucet>(files, directory, spec.rowsPerFile);
    VITRINE_CHECK_OK(faucet->load(fileOrDirectory));
    return std::unique_ptr<Faucet>(std::move(faucet));
}

}  // namespace vitrine
