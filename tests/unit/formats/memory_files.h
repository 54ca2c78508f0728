// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstring>
#include <map>
#include <string>

#include "core/base/file_system.h"
#include "core/data/value.h"
#include "core/formats/row_reader.h"

namespace vitrine {

/// Files that live in a map, for readers.
class MemoryFiles final : public ReadOnlyFileSystem {
  public:
    std::map<std::string, std::string> content;

    Result<std::unique_ptr<InputFile>> openForReading(const std::string& path) override {
        const auto found = content.find(path);
        if (found == content.end()) return Error(ErrorCode::FileVanished, path + " does not exist.");
        return std::unique_ptr<InputFile>(std::make_unique<File>(found->second));
    }
    Result<std::vector<DirectoryEntry>> list(const std::string&) override { return std::vector<DirectoryEntry>{}; }
    Result<DirectoryEntry> stat(const std::string& path) override { return Error(ErrorCode::PathNotFound, path); }

  private:
    class File final : public InputFile {
      public:
        explicit File(const std::string& bytes) : bytes_(bytes) {}
        Result<std::size_t> readAt(std::uint64_t offset, std::span<char> into) override {
            if (offset >= bytes_.size()) return std::size_t{0};
            const std::size_t count = std::min<std::size_t>(into.size(), bytes_.size() - offset);
            std::memcpy(into.data(), bytes_.data() + offset, count);
            return count;
        }
        Result<std::uint64_t> size() override { return static_cast<std::uint64_t>(bytes_.size()); }

      private:
        const std::string& bytes_;
    };
};

/// All that a reader gave.
struct ReadRows {
    std::vector<Value::List> rows;
    std::vector<std::uint64_t> offsets;
    MalformedRows malformed;
    std::optional<Error> error;
};

inline ReadSpec specOf(std::string_view ddl, OptionMap options = {}) {
    ReadSpec spec;
    Schema schema = parseDdl(ddl).value();
    for (std::size_t index = 0; index < schema.size(); ++index) spec.columns.push_back(index);
    spec.schema = std::make_shared<const Schema>(std::move(schema));
    spec.options = std::move(options);
    return spec;
}

inline void readRange(const Format& format, FileSystem& files, const FileRange& range, ReadRows& read) {
    auto reader = format.open(files, range);
    if (!reader) {
        read.error = reader.error();
        return;
    }
    std::vector<Batch> batches;
    while (true) {
        Batch batch;
        auto more = (*reader)->next(batch, read.malformed, {});
        if (!more) {
            read.error = more.error();
            break;
        }
        if (!*more) break;
        batches.push_back(std::move(batch));
    }
    reader->reset();  // the batches keep alive what they need
    for (const Batch& batch : batches) {
        for (std::size_t row = 0; row < batch.numRows; ++row) {
            Value::List values;
            for (const ColumnPtr& column : batch.columns) values.push_back(valueAt(*column, row));
            read.rows.push_back(std::move(values));
            read.offsets.push_back(batch.origins->offsets[row]);
        }
    }
}

inline ReadRows readText(const ReadSpec& spec, std::string text, const std::string& path = "in.json", std::string_view name = "json") {
    ReadRows read;
    auto format = makeFormat(name, spec);
    if (!format) {
        read.error = format.error();
        return read;
    }
    MemoryFiles files;
    files.content[path] = std::move(text);
    readRange(**format, files, FileRange{0, path}, read);
    return read;
}

}  // namespace vitrine
