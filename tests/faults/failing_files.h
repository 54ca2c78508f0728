// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>

#include "core/base/file_system.h"

namespace vitrine::test {

/// How a call fails.
enum class FileFault : std::uint8_t { InputOutput, NoSpace, ShortWrite };
constexpr FileFault kFileFaults[] = {FileFault::InputOutput, FileFault::NoSpace, FileFault::ShortWrite};
const char* nameOf(FileFault fault);

/// Hands every call on to another file system, but for one that fails, or all from one on. Calls are counted from 1 over all files
/// and threads; a short write brings half of the bytes to the file first.
class FailingFiles final : public FileSystem {
  public:
    /// Call `at` fails; `stuck`: and every later one.
    FailingFiles(FileFault fault, std::uint64_t at, bool stuck, FileSystem& below = systemFiles())
        : below_(below), fault_(fault), at_(at), stuck_(stuck) {}

    /// Whether any call has failed.
    bool hasFired() const noexcept { return fired_; }

    Result<std::vector<DirectoryEntry>> list(const std::string& path) override;
    Result<DirectoryEntry> stat(const std::string& path) override;
    Result<std::unique_ptr<InputFile>> openForReading(const std::string& path) override;
    Result<std::unique_ptr<OutputFile>> create(const std::string& path) override;
    Result<void> publish(const std::string& from, const std::string& to) override;
    Result<void> syncDirectory(const std::string& path) override;
    Result<void> makeDirectories(const std::string& path) override;
    Result<void> rename(const std::string& from, const std::string& to) override;
    Result<void> remove(const std::string& path) override;
    Result<void> removeTree(const std::string& path) override;

  private:
    friend class FailingInput;
    friend class FailingOutput;

    /// Counts one call; the error it must end with, if it must.
    Result<void> pass(const char* doing, const std::string& path, bool writing);

    FileSystem& below_;
    FileFault fault_;
    std::uint64_t at_;
    bool stuck_;
    std::atomic<std::uint64_t> calls_ = 0;
    std::atomic<bool> fired_ = false;
};

}  // namespace vitrine::test
