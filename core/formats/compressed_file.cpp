// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/compressed_file.h"

#include <array>

#ifdef VITRINE_WITH_BZIP2
#include <bzlib.h>
#endif
#include <fmt/format.h>
#include <zlib.h>
#ifdef VITRINE_WITH_ZSTD
#include <zstd.h>
#endif

#include "core/formats/option_reader.h"

namespace vitrine {
namespace {

constexpr std::size_t kBlock = 64 * 1024;

Error compressionFailed() { return Error(ErrorCode::WriteFailed, "The rows could not be compressed."); }

class DeflateFile final : public OutputFile {
  public:
    DeflateFile(OutputFile& below, int windowBits) : below_(below) {
        ready_ = deflateInit2(&stream_, Z_DEFAULT_COMPRESSION, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY) == Z_OK;
    }
    ~DeflateFile() override { deflateEnd(&stream_); }

    Result<void> write(std::string_view bytes) override { return run(bytes, Z_NO_FLUSH); }
    Result<void> finish() override { return run({}, Z_FINISH); }

  private:
    Result<void> run(std::string_view bytes, int flush) {
        if (!ready_) return compressionFailed();
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
        stream_.avail_in = static_cast<uInt>(bytes.size());
        std::array<char, kBlock> block;
        do {
            stream_.next_out = reinterpret_cast<Bytef*>(block.data());
            stream_.avail_out = kBlock;
            if (deflate(&stream_, flush) == Z_STREAM_ERROR) return compressionFailed();
            VITRINE_CHECK_OK(below_.write({block.data(), kBlock - stream_.avail_out}));
        } while (stream_.avail_out == 0);
        return {};
    }

    OutputFile& below_;
    z_stream stream_{};
    bool ready_ = false;
};

#ifdef VITRINE_WITH_BZIP2
class Bzip2File final : public OutputFile {
  public:
    explicit Bzip2File(OutputFile& below) : below_(below) { ready_ = BZ2_bzCompressInit(&stream_, 9, 0, 0) == BZ_OK; }
    ~Bzip2File() override { BZ2_bzCompressEnd(&stream_); }

    Result<void> write(std::string_view bytes) override { return run(bytes, BZ_RUN); }
    Result<void> finish() override { return run({}, BZ_FINISH); }

  private:
    Result<void> run(std::string_view bytes, int action) {
        if (!ready_) return compressionFailed();
        stream_.next_in = const_cast<char*>(bytes.data());
        stream_.avail_in = static_cast<unsigned>(bytes.size());
        std::array<char, kBlock> block;
        while (action == BZ_FINISH || stream_.avail_in > 0) {
            stream_.next_out = block.data();
            stream_.avail_out = kBlock;
            const int status = BZ2_bzCompress(&stream_, action);
            if (status < 0) return compressionFailed();
            VITRINE_CHECK_OK(below_.write({block.data(), kBlock - stream_.avail_out}));
            if (status == BZ_STREAM_END) break;
        }
        return {};
    }

    OutputFile& below_;
    bz_stream stream_{};
    bool ready_ = false;
};
#endif

#ifdef VITRINE_WITH_ZSTD
class ZstdFile final : public OutputFile {
  public:
    explicit ZstdFile(OutputFile& below) : below_(below), stream_(ZSTD_createCCtx()) {}
    ~ZstdFile() override { ZSTD_freeCCtx(stream_); }

    Result<void> write(std::string_view bytes) override { return run(bytes, ZSTD_e_continue); }
    Result<void> finish() override { return run({}, ZSTD_e_end); }

  private:
    Result<void> run(std::string_view bytes, ZSTD_EndDirective directive) {
        ZSTD_inBuffer input{bytes.data(), bytes.size(), 0};
        std::array<char, kBlock> block;
        while (true) {
            ZSTD_outBuffer output{block.data(), kBlock, 0};
            const std::size_t left = ZSTD_compressStream2(stream_, &output, &input, directive);
            if (ZSTD_isError(left) != 0) return compressionFailed();
            VITRINE_CHECK_OK(below_.write({block.data(), output.pos}));
            if (directive == ZSTD_e_end ? left == 0 : input.pos == input.size) return {};
        }
    }

    OutputFile& below_;
    ZSTD_CCtx* stream_;
};
#endif

}  // namespace

Result<TextCompression> TextCompression::named(std::string_view name) {
    const std::pair<std::string_view, Kind> known[] = {
        {"none", Kind::None}, {"uncompressed", Kind::None}, {"gzip", Kind::Gzip}, {"deflate", Kind::Deflate},
#ifdef VITRINE_WITH_BZIP2
        {"bzip2", Kind::Bzip2},
#endif
#ifdef VITRINE_WITH_ZSTD
        {"zstd", Kind::Zstd},
#endif
    };
    std::string names;
    for (const auto& [word, kind] : known) {
        if (equalsIgnoringCase(word, name)) return TextCompression(kind);
        names += (names.empty() ? "" : ", ") + std::string(word);
    }
    return invalidOption("compression", fmt::format("The compression `{}` cannot be written.", name)).withWayOut(fmt::format("Use one of {}.", names));
}

std::string_view TextCompression::suffix() const noexcept {
    switch (kind_) {
        case Kind::Gzip: return ".gz";
        case Kind::Deflate: return ".deflate";
        case Kind::Bzip2: return ".bz2";
        case Kind::Zstd: return ".zst";
        case Kind::None: break;
    }
    return {};
}

std::unique_ptr<OutputFile> TextCompression::over(OutputFile& file) const {
    constexpr int kGzipBits = 15 + 16;
    switch (kind_) {
        case Kind::Gzip: return std::make_unique<DeflateFile>(file, kGzipBits);
        case Kind::Deflate: return std::make_unique<DeflateFile>(file, 15);
#ifdef VITRINE_WITH_BZIP2
        case Kind::Bzip2: return std::make_unique<Bzip2File>(file);
#endif
#ifdef VITRINE_WITH_ZSTD
        case Kind::Zstd: return std::make_unique<ZstdFile>(file);
#endif
        default: return nullptr;
    }
}

}  // namespace vitrine
