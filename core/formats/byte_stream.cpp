// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/byte_stream.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#ifdef VITRINE_WITH_BZIP2
#include <bzlib.h>
#endif
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

/// gzip and zlib data.
class InflateDecoder {
  public:
    InflateDecoder() { usable_ = inflateInit2(&state_, MAX_WBITS + 32) == Z_OK; }
    ~InflateDecoder() {
        if (usable_) inflateEnd(&state_);
    }
    InflateDecoder(const InflateDecoder&) = delete;
    InflateDecoder& operator=(const InflateDecoder&) = delete;

    void give(std::span<char> input) {
        state_.next_in = reinterpret_cast<Bytef*>(input.data());
        state_.avail_in = static_cast<uInt>(input.size());
    }
    std::size_t inputLeft() const { return state_.avail_in; }
    bool restart() { return usable_ && inflateReset2(&state_, MAX_WBITS + 32) == Z_OK; }

    /// Returns the bytes written; `ended` at the end of a member.
    std::size_t decode(std::span<char> into, bool& ended) {
        state_.next_out = reinterpret_cast<Bytef*>(into.data());
        state_.avail_out = static_cast<uInt>(into.size());
        const int status = inflate(&state_, Z_NO_FLUSH);
        ended = status == Z_STREAM_END;
        valid_ = ended || status == Z_OK || status == Z_BUF_ERROR;
        return into.size() - state_.avail_out;
    }
    bool valid() const { return usable_ && valid_; }

  private:
    z_stream state_{};
    bool usable_ = false;
    bool valid_ = true;
};

#ifdef VITRINE_WITH_BZIP2
class Bzip2Decoder {
  public:
    Bzip2Decoder() { usable_ = BZ2_bzDecompressInit(&state_, 0, 0) == BZ_OK; }
    ~Bzip2Decoder() {
        if (usable_) BZ2_bzDecompressEnd(&state_);
    }
    Bzip2Decoder(const Bzip2Decoder&) = delete;
    Bzip2Decoder& operator=(const Bzip2Decoder&) = delete;

    void give(std::span<char> input) {
        state_.next_in = input.data();
        state_.avail_in = static_cast<unsigned>(input.size());
    }
    std::size_t inputLeft() const { return state_.avail_in; }
    bool restart() {
        char* const input = state_.next_in;
        const unsigned left = state_.avail_in;
        if (usable_) BZ2_bzDecompressEnd(&state_);
        state_ = {};
        usable_ = BZ2_bzDecompressInit(&state_, 0, 0) == BZ_OK;
        state_.next_in = input;
        state_.avail_in = left;
        return usable_;
    }
    std::size_t decode(std::span<char> into, bool& ended) {
        state_.next_out = into.data();
        state_.avail_out = static_cast<unsigned>(into.size());
        const int status = BZ2_bzDecompress(&state_);
        ended = status == BZ_STREAM_END;
        valid_ = ended || status == BZ_OK;
        return into.size() - state_.avail_out;
    }
    bool valid() const { return usable_ && valid_; }

  private:
    bz_stream state_{};
    bool usable_ = false;
    bool valid_ = true;
};
#endif

/// Compressed data of one member or several, one behind the other.
template <class Decoder>
class DecompressingStream final : public ByteStream {
  public:
    DecompressingStream(std::unique_ptr<InputFile> file, std::string path)
        : file_(std::move(file)), path_(std::move(path)), input_(kCompressedBlock) {}

    Result<std::size_t> read(std::span<char> into) override {
        if (failure_) return *failure_;
        std::size_t count = 0;
        while (count < into.size()) {
            if (decoder_.inputLeft() == 0 && !atEnd_) {
                VITRINE_TRY(const std::size_t got, file_->readAt(at_, input_));
                at_ += got;
                atEnd_ = got == 0;
                decoder_.give({input_.data(), got});
            }
            if (decoder_.inputLeft() == 0 && atEnd_) {
                if (betweenMembers_) return count;
                return stopped(count, "it ends too early");
            }
            if (betweenMembers_ && !decoder_.restart()) return stopped(count, "it cannot be decompressed");
            betweenMembers_ = false;
            count += decoder_.decode(into.subspan(count, std::min<std::size_t>(into.size() - count, 1u << 30)), betweenMembers_);
            if (!decoder_.valid()) return stopped(count, "its data is not valid");
        }
        return count;
    }

    std::uint64_t fileBytes() const noexcept override { return at_ - decoder_.inputLeft(); }

  private:
    Result<std::size_t> stopped(std::size_t count, std::string_view why) {
        failure_ = Error(ErrorCode::CorruptCompression, fmt::format("The compressed file {} is damaged: {}.", path_, why))
                       .withWayOut("Replace the file, or set ignoreCorruptFiles to keep the rows before the damage.");
        if (count > 0) return count;
        return *failure_;
    }

    std::unique_ptr<InputFile> file_;
    std::string path_;
    std::vector<char> input_;
    Decoder decoder_;
    bool atEnd_ = false;
    bool betweenMembers_ = true;
    std::uint64_t at_ = 0;
    std::optional<Error> failure_;
};

template <class Decoder>
std::unique_ptr<ByteStream> decompress(std::unique_ptr<InputFile> file, const std::string& path) {
    return std::make_unique<DecompressingStream<Decoder>>(std::move(file), path);
}

}  // namespace

bool isCompressed(std::string_view path) noexcept {
    for (const std::string_view suffix : kCompressedSuffixes) {
        if (path.ends_with(suffix)) return true;
    }
    return false;
}

Result<std::unique_ptr<ByteStream>> openByteStream(FileSystem& files, const std::string& path, std::uint64_t begin) {
    const bool inflates = path.ends_with(".gz") || path.ends_with(".deflate");
    bool known = inflates || !isCompressed(path);
    const char* wayOut = "Use gzip (.gz) or no compression.";
#ifdef VITRINE_WITH_BZIP2
    known = known || path.ends_with(".bz2");
    wayOut = "Use gzip (.gz), bzip2 (.bz2) or no compression.";
#endif
    if (!known) {
        return Error(ErrorCode::UnsupportedFormat, fmt::format("The compression of {} is not supported.", path)).withWayOut(wayOut);
    }
    VITRINE_TRY(std::unique_ptr<InputFile> file, files.openForReading(path));
    if (inflates) return decompress<InflateDecoder>(std::move(file), path);
#ifdef VITRINE_WITH_BZIP2
    if (path.ends_with(".bz2")) return decompress<Bzip2Decoder>(std::move(file), path);
#endif
    return std::unique_ptr<ByteStream>(std::make_unique<PlainStream>(std::move(file), begin));
}

}  // namespace vitrine
