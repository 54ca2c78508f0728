// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <cstdlib>
#include <mutex>

#include "core/base/stop.h"
#include "core/connect/source.h"
#include "tests/support/plain_expressions.h"

namespace vitrine::test {

/// What a test does to a source while a query reads it. Thread-safe; shared with the source it controls.
class SourceControl {
  public:
    explicit SourceControl(SchemaPtr schema) : schema_(std::move(schema)) {}

    /// A file of rows arrives.
    void addFile(std::vector<Row> rows) {
        std::function<void()> wake;
        {
            std::scoped_lock lock(mutex_);
            files_.push_back(std::move(rows));
            wake = wake_;
        }
        if (wake) wake();
    }

    void setFilesPerBatch(std::size_t files) { with([&] { filesPerBatch_ = files; }); }
    void setAvailable(bool available) { with([&] { available_ = available; }); }
    void setBlocking(bool blocking) { with([&] { blocking_ = blocking; }); }
    void setChunkRows(std::size_t rows) { with([&] { chunkRows_ = rows; }); }
    /// Makes plans look big enough to be spread over workers.
    void setLarge(bool large) { with([&] { large_ = large; }); }

    /// Blocks until a reader has begun to wait (see setBlocking).
    void awaitBlockedReader() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return blockedReaders_ > 0; });
    }

  private:
    friend class ControlledSource;
    friend class ControlledReader;
    template <class Change>
    void with(Change&& change) {
        std::scoped_lock lock(mutex_);
        change();
        changed_.notify_all();
    }

    SchemaPtr schema_;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::vector<std::vector<Row>> files_;
    std::size_t filesPerBatch_ = SIZE_MAX;
    std::size_t chunkRows_ = 4096;
    std::size_t blockedReaders_ = 0;
    bool available_ = true;
    bool blocking_ = false;
    bool large_ = false;
    std::function<void()> wake_;
};

class ControlledReader final : public RowReader {
  public:
    ControlledReader(std::shared_ptr<SourceControl> control, std::uint32_t file) : control_(std::move(control)), file_(file) {}

    Result<bool> next(Batch& batch, MalformedRows&, std::stop_token stop) override {
        std::unique_lock lock(control_->mutex_);
        if (control_->blocking_) {
            ++control_->blockedReaders_;
            control_->changed_.notify_all();
            control_->changed_.wait(lock, stop, [this] { return !control_->blocking_; });
            --control_->blockedReaders_;
            if (stop.stop_requested()) return cancelled();
        }
        const auto& rows = control_->files_[file_];
        if (next_ == rows.size()) return false;
        const std::size_t count = std::min(control_->chunkRows_, rows.size() - next_);
        batch = makeBatch(control_->schema_, std::span(rows).subspan(next_, count), file_, next_);
        next_ += count;
        return true;
    }
    std::uint64_t bytesRead() const noexcept override { return next_; }

  private:
    std::shared_ptr<SourceControl> control_;
    std::uint32_t file_;
    std::size_t next_ = 0;
};

/// A source of files in memory that a test controls. Offsets are the number of files: {"logOffset":n-1}.
class ControlledSource final : public Source {
  public:
    explicit ControlledSource(std::shared_ptr<SourceControl> control) : control_(std::move(control)) {}

    Result<void> open(std::stop_token) override { return {}; }
    Result<Offset> latest(const AdmissionLimit& limit) override {
        std::scoped_lock lock(control_->mutex_);
        if (!control_->available_) return Error(ErrorCode::SourceUnavailable, "The directory is not there.");
        const std::size_t known = now_ ? *now_ : control_->files_.size();
        const std::size_t left = known - taken_;
        taken_ += limit.unlimited ? left : std::min(left, control_->filesPerBatch_);
        return taken_ == 0 ? Offset() : "{\"logOffset\":" + std::to_string(taken_ - 1) + "}";
    }
    Result<void> prepareAvailableNow() override {
        std::scoped_lock lock(control_->mutex_);
        now_ = control_->files_.size();
        return {};
    }
    std::vector<SourceLogEntry> logSince(const Offset& from) const override {
        std::vector<SourceLogEntry> log;
        for (std::size_t file = count(from); file < taken_; ++file)
            log.push_back({static_cast<std::int64_t>(file), "/in/" + std::to_string(file) + ".json", 0});
        return log;
    }
    Result<void> restore(std::span<const SourceLogEntry> log) override {
        if (!log.empty()) taken_ = static_cast<std::size_t>(log.back().logOffset) + 1;
        return {};
    }
    Result<ReadPlan> plan(const Offset& from, const Offset& to) override {
        std::scoped_lock lock(control_->mutex_);
        ReadPlan plan;
        for (std::size_t file = count(from); file < count(to); ++file)
            plan.ranges.push_back({static_cast<std::uint32_t>(file), "/in/" + std::to_string(file) + ".json", 0, 1, true});
        plan.bytes = control_->large_ ? std::uint64_t{64} << 20 : 1;
        plan.filesWaiting = control_->files_.size() - count(to);
        return plan;
    }
    Result<std::unique_ptr<RowReader>> read(const FileRange& range) override {
        return std::unique_ptr<RowReader>(std::make_unique<ControlledReader>(control_, range.fileIndex));
    }
    std::vector<std::vector<FileRange>> split(const ReadPlan& plan, std::size_t parts, std::uint64_t) const override {
        std::vector<std::vector<FileRange>> lists;
        const std::size_t each = (plan.ranges.size() + parts - 1) / parts;
        for (std::size_t at = 0; at < plan.ranges.size(); ++at) {
            if (at % each == 0) lists.emplace_back();
            lists.back().push_back(plan.ranges[at]);
        }
        return lists;
    }
    void committed(const Offset&) override {}
    std::string description() const override { return "ControlledSource"; }
    void onArrival(std::function<void()> wake) override {
        std::scoped_lock lock(control_->mutex_);
        control_->wake_ = std::move(wake);
    }

  private:
    static std::size_t count(const Offset& offset) {
        const std::size_t at = offset.find(':');
        return at == Offset::npos ? 0 : static_cast<std::size_t>(std::strtoull(offset.c_str() + at + 1, nullptr, 10)) + 1;
    }
    std::shared_ptr<SourceControl> control_;
    std::size_t taken_ = 0;
    std::optional<std::size_t> now_;
};

}  // namespace vitrine::test
