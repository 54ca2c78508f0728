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
#include <fmt/ranges.h>
#include <zlib.h>
#ifdef VITRINE_WITH_ZSTD
#include <zstd.h>
#endif
#ifdef VITRINE_WITH_LZ4
#include <lz4.h>
#endif
#ifdef VITRINE_WITH_SNAPPY
#include <snappy-c.h>
#endif

namespace vitrine {
namespace {

constexpr std::size_t kCompressedBlock = 256 * 1024;
constexpr std::array<std::string_view, 6> kCompressedSuffixes = {".gz", ".deflate", ".bz2", ".zst", ".snappy", ".lz4"};

constexpr auto kReadableSuffixes = std::to_array<std::string_view>({
    ".gz", ".deflate",
#ifdef VITRINE_WITH_BZIP2
    ".bz2",
#endif
#ifdef VITRINE_WITH_ZSTD
    ".zst",
#endif
#ifdef VITRINE_WITH_SNAPPY
    ".snappy",
#endif
#ifdef VITRINE_WITH_LZ4
    ".lz4",
#endif
});

bool isReadable(std::string_view path) {
    return !isCompressed(path) || std::any_of(kReadableSuffixes.begin(), kReadableSuffixes.end(),
                                              [path](std::string_view suffix) { return path.ends_with(suffix); });
}

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

#ifdef VITRINE_WITH_ZSTD
class ZstdDecoder {
  public:
    ZstdDecoder() : state_(ZSTD_createDStream()) {}
    ~ZstdDecoder() { ZSTD_freeDStream(state_); }
    ZstdDecoder(const ZstdDecoder&) = delete;
    ZstdDecoder& operator=(const ZstdDecoder&) = delete;

    void give(std::span<char> input) { input_ = {input.data(), input.size(), 0}; }
    /// One more than there is when output may be left inside.
    std::size_t inputLeft() const { return input_.size - input_.pos + (hasMore_ ? 1 : 0); }
    bool restart() { return state_ != nullptr && !ZSTD_isError(ZSTD_initDStream(state_)); }
    std::size_t decode(std::span<char> into, bool& ended) {
        ZSTD_outBuffer output{into.data(), into.size(), 0};
        const std::size_t status = ZSTD_decompressStream(state_, &output, &input_);
        valid_ = !ZSTD_isError(status);
        ended = status == 0;
        hasMore_ = valid_ && !ended && output.pos == output.size;
        return output.pos;
    }
    bool valid() const { return valid_; }

  private:
    ZSTD_DStream* state_;
    ZSTD_inBuffer input_{nullptr, 0, 0};
    bool hasMore_ = false;
    bool valid_ = true;
};
#endif

#ifdef VITRINE_WITH_LZ4
struct Lz4Codec {
    static constexpr std::size_t kMostRatio = 256;
    static std::optional<std::size_t> decode(std::string_view chunk, std::span<char> into) {
        const int size = LZ4_decompress_safe(chunk.data(), into.data(), static_cast<int>(chunk.size()), static_cast<int>(into.size()));
        return size < 0 ? std::nullopt : std::optional<std::size_t>(static_cast<std::size_t>(size));
    }
};
#endif

#ifdef VITRINE_WITH_SNAPPY
struct SnappyCodec {
    static constexpr std::size_t kMostRatio = 64;
    static std::optional<std::size_t> decode(std::string_view chunk, std::span<char> into) {
        std::size_t size = into.size();
        if (snappy_uncompress(chunk.data(), chunk.size(), into.data(), &size) != SNAPPY_OK) return std::nullopt;
        return size;
    }
};
#endif

#if defined(VITRINE_WITH_LZ4) || defined(VITRINE_WITH_SNAPPY)
/// Hadoop's framing: blocks of a length, then pieces of a length and compressed bytes until the block is full.
template <class Codec>
class HadoopBlockDecoder {
  public:
    void give(std::span<char> input) { input_ = {input.data(), input.size()}; }
    /// One more than there is while decoded bytes wait.
    std::size_t inputLeft() const { return input_.size() + (given_ < decoded_.size() ? 1 : 0); }
    bool restart() { return true; }
    std::size_t decode(std::span<char> into, bool& ended) {
        while (valid_ && given_ == decoded_.size() && !input_.empty()) step();
        const std::size_t count = std::min(into.size(), decoded_.size() - given_);
        std::copy_n(decoded_.data() + given_, count, into.data());
        given_ += count;
        ended = given_ == decoded_.size() && blockLeft_ == 0 && pending_.empty() && !pieceSize_;
        return count;
    }
    bool valid() const { return valid_; }

  private:
    static constexpr std::size_t kMostBytes = 1u << 30;

    /// Collects `size` bytes in pending_; false until they are there.
    bool collect(std::size_t size) {
        const std::size_t count = std::min(size - pending_.size(), input_.size());
        pending_.append(input_.substr(0, count));
        input_.remove_prefix(count);
        return pending_.size() == size;
    }
    std::size_t takeLength() {
        std::size_t length = 0;
        for (const char byte : pending_) length = length << 8 | static_cast<unsigned char>(byte);
        pending_.clear();
        return length;
    }
    void step() {
        if (!pieceSize_) {
            if (!collect(4)) return;
            const std::size_t length = takeLength();
            if (blockLeft_ == 0) blockLeft_ = length;
            else pieceSize_ = length;
            valid_ = length <= kMostBytes;
            return;
        }
        if (!collect(*pieceSize_)) return;
        decoded_.resize(std::min(blockLeft_, pending_.size() * Codec::kMostRatio + 64));
        given_ = 0;
        const std::optional<std::size_t> size = Codec::decode(pending_, decoded_);
        valid_ = size && *size > 0 && *size <= blockLeft_;
        decoded_.resize(valid_ ? *size : 0);
        blockLeft_ -= decoded_.size();
        pending_.clear();
        pieceSize_.reset();
    }

    std::string_view input_;
    std::string pending_;
    std::optional<std::size_t> pieceSize_;
    std::size_t blockLeft_ = 0;
    std::vector<char> decoded_;
    std::size_t given_ = 0;
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
    if (!isReadable(path)) {
        return Error(ErrorCode::UnsupportedFormat, fmt::format("The compression of {} is not supported.", path))
            .withWayOut(fmt::format("Use {} or no compression.", fmt::join(kReadableSuffixes, ", ")));
    }
    VITRINE_TRY(std::unique_ptr<InputFile> file, files.openForReading(path));
    if (path.ends_with(".gz") || path.ends_with(".deflate")) return decompress<InflateDecoder>(std::move(file), path);
#ifdef VITRINE_WITH_BZIP2
    if (path.ends_with(".bz2")) return decompress<Bzip2Decoder>(std::move(file), path);
#endif
#ifdef VITRINE_WITH_ZSTD
    if (path.ends_with(".zst")) return decompress<ZstdDecoder>(std::move(file), path);
#endif
#ifdef VITRINE_WITH_LZ4
    if (path.ends_with(".lz4")) return decompress<HadoopBlockDecoder<Lz4Codec>>(std::move(file), path);
#endif
#ifdef VITRINE_WITH_SNAPPY
    if (path.ends_with(".snappy")) return decompress<HadoopBlockDecoder<SnappyCodec>>(std::move(file), path);
#endif
    return std::unique_ptr<ByteStream>(std::make_unique<PlainStream>(std::move(file), begin));
}

}  // namespace vitrine
