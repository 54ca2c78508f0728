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
    bool isRegular = false;  ///< false for FIFOs, sockets, devices, dangling links and what may not be examined
    std::uint64_t size = 0;  ///< bytes
    WallTime modified{};
    std::uint64_t identity = 0;  ///< of the file under this name on its disk (inode); 0: unknown
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

/// A new file being written. Not thread-safe; closed on destruction, with what was written so far in an undefined state.
class OutputFile {
  public:
    virtual ~OutputFile() = default;

    /// Appends all of `bytes`. DiskFull, WriteFailed; after an error the file must be given up.
    virtual Result<void> write(std::string_view bytes) = 0;

    /// Brings everything to the disk (fsync) and closes. Called once; a failure is final, a sync is never tried again.
    virtual Result<void> finish() = 0;
};

/// The seam between core and the disk. Everything that must survive a crash goes through it, so that tests can record
/// operations and make them fail. Thread-safe. All paths are absolute or relative to the process.
class FileSystem {
  public:
    virtual ~FileSystem() = default;

    /// Entries of `path` in unspecified order, without "." and "..". PathNotFound when it does not exist, ReadFailed
    /// otherwise. An entry that vanishes while listing is left out.
    virtual Result<std::vector<DirectoryEntry>> list(const std::string& path) = 0;

    /// What stands at `path`; PathNotFound when nothing does.
    virtual Result<DirectoryEntry> stat(const std::string& path) = 0;

    /// FileVanished when it does not exist, ReadFailed when it may not be read or is not a regular file.
    virtual Result<std::unique_ptr<InputFile>> openForReading(const std::string& path) = 0;

    /// Makes the file `path`, empty. FileExists when something stands there.
    virtual Result<std::unique_ptr<OutputFile>> create(const std::string& path) = 0;

    /// Gives the file `from` the name `to` unless something stands there (FileExists), in one step also across processes.
    virtual Result<void> publish(const std::string& from, const std::string& to) = 0;

    /// Gives `from` the name `to`, in place of what stood there.
    virtual Result<void> rename(const std::string& from, const std::string& to) = 0;

    /// Brings the names in a directory to the disk.
    virtual Result<void> syncDirectory(const std::string& path) = 0;

    /// With all parents that are missing; each new one is synced into its parent.
    virtual Result<void> makeDirectories(const std::string& path) = 0;
    /// Removes a file or an empty directory; success when it is not there.
    virtual Result<void> remove(const std::string& path) = 0;
    virtual Result<void> removeTree(const std::string& path) = 0;

    /// Makes `path` hold exactly `content`, or leaves what was there: temporary name, write, fsync, rename, fsync of the
    /// directory. DiskFull; WriteFailed, also where something stands that is no regular file.
    Result<void> writeDurably(const std::string& path, std::string_view content);

    /// The same for a file that must not be there yet: of several that try at once one succeeds, the others get FileExists
    /// and change nothing (put-if-absent).
    Result<void> createDurably(const std::string& path, std::string_view content);
};

/// A FileSystem that nothing can be written to.
class ReadOnlyFileSystem : public FileSystem {
  public:
    Result<std::unique_ptr<OutputFile>> create(const std::string& path) override;
    Result<void> publish(const std::string& from, const std::string& to) override;
    Result<void> rename(const std::string& from, const std::string& to) override;
    Result<void> syncDirectory(const std::string& path) override;
    Result<void> makeDirectories(const std::string& path) override;
    Result<void> remove(const std::string& path) override;
    Result<void> removeTree(const std::string& path) override;
};

/// The hidden name (FS-10) beside `path` under which it is written before it is published: unlike any other.
std::string temporaryNameFor(const std::string& path);

/// The machine's file system. Lives as long as the process.
FileSystem& systemFiles();

/// Reads a whole file; refuses one larger than `limit` bytes.
Result<std::string> readFile(FileSystem& files, const std::string& path, std::uint64_t limit = 1ull << 30);

/// Turns an errno into a sentence about `path`: code, message and way out.
Error ioError(int errorNumber, std::string_view doing, const std::string& path, bool writing);

}  // namespace vitrine
