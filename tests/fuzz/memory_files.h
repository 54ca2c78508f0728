// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "core/base/file_system.h"

namespace vitrine::test {

/// A file system of one directory, `/in`, with one file, `/in/a.json`; nothing can be written.
class MemoryFiles final : public ReadOnlyFileSystem {
  public:
    static constexpr const char* kFile = "/in/a.json";

    explicit MemoryFiles(std::string_view content) : content_(content) {}

    Result<std::vector<DirectoryEntry>> list(const std::string& path) override {
        if (path != "/in") return absent(path);
        return std::vector<DirectoryEntry>{file()};
    }
    Result<DirectoryEntry> stat(const std::string& path) override {
        if (path == kFile) return file();
        if (path == "/in") return DirectoryEntry{"in", true, false, 0, {}};
        return absent(path);
    }
    Result<std::unique_ptr<InputFile>> openForReading(const std::string& path) override {
        if (path != kFile) return absent(path);
        return std::unique_ptr<InputFile>(std::make_unique<File>(content_));
    }

  private:
    class File final : public InputFile {
      public:
        explicit File(std::string_view content) : content_(content) {}
        Result<std::size_t> readAt(std::uint64_t offset, std::span<char> into) override {
            if (offset >= content_.size()) return std::size_t{0};
            return content_.copy(into.data(), into.size(), offset);
        }
        Result<std::uint64_t> size() override { return content_.size(); }

      private:
        std::string_view content_;
    };

    DirectoryEntry file() const { return {"a.json", false, true, content_.size(), {}}; }
    static Error absent(const std::string& path) { return Error(ErrorCode::PathNotFound, path); }

    std::string_view content_;
};

}  // namespace vitrine::test
