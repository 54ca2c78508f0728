// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/read_bytes.h"

#include <algorithm>
#include <cstring>

namespace vitrine {
namespace {

class BytesFile final : public InputFile {
  public:
    explicit BytesFile(std::string_view bytes) : bytes_(bytes) {}
    Result<std::size_t> readAt(std::uint64_t offset, std::span<char> into) override {
        if (offset >= bytes_.size()) return std::size_t{0};
        const std::size_t count = std::min<std::size_t>(into.size(), bytes_.size() - offset);
        std::memcpy(into.data(), bytes_.data() + offset, count);
        return count;
    }
    Result<std::uint64_t> size() override { return static_cast<std::uint64_t>(bytes_.size()); }

  private:
    std::string_view bytes_;
};

/// A file system that holds one file under any name and cannot be written.
class OneFile final : public ReadOnlyFileSystem {
  public:
    explicit OneFile(std::string_view bytes) : bytes_(bytes) {}
    Result<std::unique_ptr<InputFile>> openForReading(const std::string&) override {
        return std::unique_ptr<InputFile>(std::make_unique<BytesFile>(bytes_));
    }
    Result<std::vector<DirectoryEntry>> list(const std::string&) override { return std::vector<DirectoryEntry>{}; }
    Result<DirectoryEntry> stat(const std::string& path) override { return Error(ErrorCode::PathNotFound, path); }

  private:
    std::string_view bytes_;
};

}  // namespace

Result<BytesRead> readBytes(std::string_view format, ReadSpec spec, std::string_view bytes, std::string_view name) {
    OneFile files(bytes);
    VITRINE_TRY(const std::unique_ptr<Format> made, makeFormat(format, std::move(spec)));
    FileRange range;
    range.path = name;
    VITRINE_TRY(const std::unique_ptr<RowReader> reader, made->open(files, range));
    BytesRead read;
    while (true) {
        Batch batch;
        VITRINE_TRY(const bool more, reader->next(batch, read.malformed, {}));
        if (!more) return read;
        read.batches.push_back(std::move(batch));
    }
}

}  // namespace vitrine
