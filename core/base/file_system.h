// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"

namespace vitrine {

/// One name in a directory. Symbolic links are followed (FS-15).
struct DirectoryEntry {
    std::string name;  ///< bytes as the file system has them
    bool isDirectory = false;
    bool isRegular = false;  ///< false for FIFOs, sockets, devices and dangling links
    std::uint64_t size = 0;  ///< bytes
    WallTime modified{};
};

/// A file open for reading. Not thread-safe; closed on destruction.
class InputFile {
  public:
    virtual ~InputFile() = default;

    /// Reads up to `into.size()` bytes at `offset`; returns the number read, 0 at the end. Blocks on the disk only.
    virtual Result<std::size_t> readAt(std::uint64_t offset, std::span<char> into) = 0;

    /// Size in bytes at the time of the call.
    virtual Result<std::uint64_t> size() = 0;
};

/// The seam between core and the disk. Everything that must survive a crash goes through it, so that tests can record
/// operations and make them fail. Thread-safe. All paths are absolute or relative to the process.
class FileSystem {
  public:
    virtual ~FileSystem() = default;

    /// Entries of `path` in unspecified order, without "." and "..". PathNotFound when it does not exist, ReadFailed
    /// otherwise. An entry that vanishes or cannot be examined while listing is left out.
    virtual Result<std::vector<DirectoryEntry>> list(const std::string& path) = 0;

    /// What stands at `path`; PathNotFound when nothing does.
    virtual Result<DirectoryEntry> stat(const std::string& path) = 0;

    /// FileVanished when it does not exist, ReadFailed when it may not be read or is not a regular file.
    virtual Result<std::unique_ptr<InputFile>> openForReading(const std::string& path) = 0;

    /// Makes `path` hold exactly `content`, or leaves what was there: temporary name, write, fsync, rename, fsync of the
    /// directory. DiskFull; WriteFailed, also where something stands that is no regular file.
    virtual Result<void> writeDurably(const std::string& path, std::string_view content) = 0;

    /// With all parents that are missing; each new one is synced into its parent.
    virtual Result<void> makeDirectories(const std::string& path) = 0;
    virtual Result<void> rename(const std::string& from, const std::string& to) = 0;
    /// Removes a file or an empty directory; success when it is not there.
    virtual Result<void> remove(const std::string& path) = 0;
    virtual Result<void> removeTree(const std::string& path) = 0;
};

/// The machine's file system. Lives as long as the process.
FileSystem& systemFiles();

/// Reads a whole file; refuses one larger than `limit` bytes.
Result<std::string> readFile(FileSystem& files, const std::string& path, std::uint64_t limit = 1ull << 30);

/// Turns an errno into a sentence about `path`: code, message and way out.
Error ioError(int errorNumber, std::string_view doing, const std::string& path, bool writing);

}  // namespace vitrine
