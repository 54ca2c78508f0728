// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/byte_stream.h"

#include <array>
#include <optional>
#include <vector>

#include <fmt/format.h>
#include <zlib.h>

namespace vitrine {
namespace {

constexpr std::size_t kCompressedBlock = 256 * 1024;
constexpr std::array<std::string_view, 6> kCompressedSuffixes = {".gz", ".deflate", ".bz2", ".zst", ".snappy", ".lz4"};

class PlainStream final : public ByteStream {
  public:
    PlainStream(std::unique_ptr<InputFile> file, std::uint64_t begin) : file_(std::move(file)), begin_(begin), at_(begin) {}

    Result<std::size_t> read(std::span<char> into) override {
        VITRINE_TRY(const std::size_t count, file_->readAt(at_, into));
        at_ += count;
        return count;
    }

    std::uint64_t fileBytes() const noexcept override { return at_ - begin_; }

  private:
    std::unique_ptr<InputFile> file_;
    std::uint64_t begin_;
    std::uint64_t at_;
};

/// gzip (one member or several) and zlib data.
class InflatingStream final : public ByteStream {
  public:
    InflatingStream(std::unique_ptr<InputFile> file, std::string path)
        : file_(std::move(file)), path_(std::move(path)), input_(kCompressedBlock) {
        usable_ = inflateInit2(&state_, MAX_WBITS + 32) == Z_OK;
    }
    ~InflatingStream() override {
        if (usable_) inflateEnd(&state_);
    }
    InflatingStream(const InflatingStream&) = delete;
    InflatingStream& operator=(const InflatingStream&) = delete;

    Result<std::size_t> read(std::span<char> into) override {
        if (failure_) return *failure_;
        if (!usable_) return damaged("no memory to decompress it");
        std::size_t count = 0;
        while (count < into.size()) {
            if (state_.avail_in == 0 && !atEnd_) {
                auto got = file_->readAt(at_, input_);
                if (!got) return std::move(got).error();
                at_ += *got;
                atEnd_ = *got == 0;
                state_.next_in = reinterpret_cast<Bytef*>(input_.data());
                state_.avail_in = static_cast<uInt>(*got);
            }
            if (state_.avail_in == 0 && atEnd_) {
                if (betweenMembers_) return count;
                return stopped(count, "it ends too early");
            }
            if (betweenMembers_) {
                inflateReset2(&state_, MAX_WBITS + 32);
                betweenMembers_ = false;
            }
            const std::size_t room = std::min<std::size_t>(into.size() - count, 1u << 30);
            state_.next_out = reinterpret_cast<Bytef*>(into.data() + count);
            state_.avail_out = static_cast<uInt>(room);
            const int status = inflate(&state_, Z_NO_FLUSH);
            count += room - state_.avail_out;
            if (status == Z_STREAM_END) betweenMembers_ = true;
            else if (status != Z_OK && status != Z_BUF_ERROR) return stopped(count, state_.msg != nullptr ? state_.msg : "its data is not valid");
        }
        return count;
    }

    std::uint64_t fileBytes() const noexcept override { return at_ - state_.avail_in; }

  private:
    Error damaged(std::string_view why) const {
        return Error(ErrorCode::CorruptCompression, fmt::format("The compressed file {} is damaged: {}.", path_, why))
            .withWayOut("Replace the file, or set ignoreCorruptFiles to keep the rows before the damage.");
    }

    Result<std::size_t> stopped(std::size_t count, std::string_view why) {
        failure_ = damaged(why);
        if (count > 0) return count;
        return *failure_;
    }

    std::unique_ptr<InputFile> file_;
    std::string path_;
    std::vector<char> input_;
    z_stream state_{};
    bool usable_ = false;
    bool atEnd_ = false;
    bool betweenMembers_ = true;
    std::uint64_t at_ = 0;
    std::optional<Error> failure_;
};

}  // namespace

bool isCompressed(std::string_view path) noexcept {
    for (const std::string_view suffix : kCompressedSuffixes) {
        if (path.ends_with(suffix)) return true;
    }
    return false;
}

Result<std::unique_ptr<ByteStream>> openByteStream(FileSystem& files, const std::string& path, std::uint64_t begin) {
    const bool inflates = path.ends_with(".gz") || path.ends_with(".deflate");
    if (!inflates && isCompressed(path)) {
        return Error(ErrorCode::UnsupportedFormat, fmt::format("The compression of {} is not supported.", path))
            .withWayOut("Use gzip (.gz) or no compression.");
    }
    VITRINE_TRY(std::unique_ptr<InputFile> file, files.openForReading(path));
    if (inflates) return std::unique_ptr<ByteStream>(std::make_unique<InflatingStream>(std::move(file), path));
    return std::unique_ptr<ByteStream>(std::make_unique<PlainStream>(std::move(file), begin));
}

}  // namespace vitrine
