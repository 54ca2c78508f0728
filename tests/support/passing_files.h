// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file_system.h"

namespace vitrine::test {

/// Hands every call on to another file system; for those that watch or disturb some of them.
class PassingFiles : public FileSystem {
  public:
    explicit PassingFiles(FileSystem& below = systemFiles()) : below_(below) {}
    Result<std::vector<DirectoryEntry>> list(const std::string& path) override { return below_.list(path); }
    Result<DirectoryEntry> stat(const std::string& path) override { return below_.stat(path); }
    Result<std::unique_ptr<InputFile>> openForReading(const std::string& path) override { return below_.openForReading(path); }
    Result<std::unique_ptr<OutputFile>> create(const std::string& path) override { return below_.create(path); }
    Result<void> publish(const std::string& from, const std::string& to) override { return below_.publish(from, to); }
    Result<void> rename(const std::string& from, const std::string& to) override { return below_.rename(from, to); }
    Result<void> syncDirectory(const std::string& path) override { return below_.syncDirectory(path); }
    Result<void> makeDirectories(const std::string& path) override { return below_.makeDirectories(path); }
    Result<void> remove(const std::string& path) override { return below_.remove(path); }
    Result<void> removeTree(const std::string& path) override { return below_.removeTree(path); }

  protected:
    FileSystem& below_;
};

}  // namespace vitrine::test
