// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file_system.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/descriptor.h"
#include "core/base/kill_point.h"
#include "core/base/printable_path.h"
#include "core/base/random_uuid.h"

namespace vitrine {
namespace {

DirectoryEntry entryFrom(std::string name, const struct ::stat& status) {
    DirectoryEntry entry;
    entry.name = std::move(name);
    entry.isDirectory = S_ISDIR(status.st_mode);
    entry.isRegular = S_ISREG(status.st_mode);
    entry.size = static_cast<std::uint64_t>(status.st_size);
    entry.modified = WallTime(Millis(status.st_mtim.tv_sec * 1000 + status.st_mtim.tv_nsec / 1'000'000));
    entry.identity = static_cast<std::uint64_t>(status.st_ino);
    return entry;
}

class SystemInputFile final : public InputFile {
  public:
    SystemInputFile(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}

    Result<std::size_t> readAt(std::uint64_t offset, std::span<char> into) override {
        for (;;) {
            const ssize_t count = ::pread(descriptor_.number(), into.data(), into.size(), static_cast<off_t>(offset));
            if (count >= 0) return static_cast<std::size_t>(count);
            if (errno != EINTR) return ioError(errno, "read", path_, false);
        }
    }

    Result<std::uint64_t> size() override {
        struct ::stat status {};
        if (::fstat(descriptor_.number(), &status) != 0) return ioError(errno, "examine", path_, false);
        return static_cast<std::uint64_t>(status.st_size);
    }

  private:
    Descriptor descriptor_;
    std::string path_;
};

class SystemOutputFile final : public OutputFile {
  public:
    SystemOutputFile(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}

    Result<void> write(std::string_view bytes) override {
        while (!bytes.empty()) {
            const ssize_t written = ::write(descriptor_.number(), bytes.data(), bytes.size());
            if (written < 0) {
                if (errno == EINTR) continue;
                return ioError(errno, "write", path_, true);
            }
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        return {};
    }

    Result<void> finish() override {
        if (::fsync(descriptor_.number()) != 0) return ioError(errno, "sync", path_, true);
        if (::close(descriptor_.release()) != 0 && errno != EINTR) return ioError(errno, "close", path_, true);
        return {};
    }

  private:
    Descriptor descriptor_;
    std::string path_;
};

Error existsError(const std::string& path) {
    return Error(ErrorCode::FileExists, fmt::format("'{}' is there already.", printablePath(path))).at(path);
}

std::string directoryOf(const std::string& path) { return std::filesystem::path(path).parent_path().string(); }

/// A failure of the temporary file, told of the file that was wanted.
Error named(const Error& error, const std::string& temporary, const std::string& path) {
    std::string message = error.message();
    if (const std::size_t at = message.find(temporary); at != std::string::npos) message.replace(at, temporary.size(), path);
    return Error(error.code(), std::move(message)).at(path).withWayOut(error.wayOut());
}

/// Writes `content` under a temporary name and gives that away to `place`, which puts it where it belongs.
template <class Place>
Result<void> writeThen(FileSystem& files, const std::string& path, std::string_view content, Place&& place) {
    const std::string temporary = temporaryNameFor(path);
    Result<void> result;
    if (auto file = files.create(temporary); file) {
        result = (*file)->write(content);
        if (result) result = (*file)->finish();
    } else {
        result = file.error();
    }
    if (result) {
        reachKillPoint(KillPoint::TemporaryWritten);
        result = place(temporary);
    }
    if (!result) {
        static_cast<void>(files.remove(temporary));
        return named(result.error(), temporary, path);
    }
    reachKillPoint(KillPoint::TemporaryPlaced);
    return files.syncDirectory(directoryOf(path));
}

Result<void> syncNames(const std::string& path) {
    const Descriptor directory(::open(path.empty() ? "." : path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory.number() < 0) return ioError(errno, "open", path, true);
    // Some network file systems refuse fsync on a directory; the rename is then as durable as they can make it.
    if (::fsync(directory.number()) != 0 && errno != EINVAL && errno != ENOTSUP) return ioError(errno, "sync", path, true);
    return {};
}

class SystemFileSystem final : public FileSystem {
  public:
    Result<std::vector<DirectoryEntry>> list(const std::string& path) override {
        ::DIR* directory = ::opendir(path.c_str());
        if (directory == nullptr) return ioError(errno, "list", path, false);
        std::vector<DirectoryEntry> entries;
        while (true) {
            errno = 0;
            const ::dirent* found = ::readdir(directory);
            if (found == nullptr) break;
            const std::string_view name = found->d_name;
            if (name == "." || name == "..") continue;
            struct ::stat status {};
            if (::fstatat(::dirfd(directory), found->d_name, &status, 0) == 0) {
                entries.push_back(entryFrom(std::string(name), status));
            } else if (errno == EACCES || ::fstatat(::dirfd(directory), found->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0) {
                entries.emplace_back().name = name;   // a link to nowhere or in circles, or a name that may only be listed
            }
        }
        const int reason = errno;
        ::closedir(directory);
        if (reason != 0) return ioError(reason, "list", path, false);
        return entries;
    }

    Result<DirectoryEntry> stat(const std::string& path) override {
        struct ::stat status {};
        if (::stat(path.c_str(), &status) != 0) return ioError(errno, "examine", path, false);
        return entryFrom(std::filesystem::path(path).filename().string(), status);
    }

    Result<std::unique_ptr<InputFile>> openForReading(const std::string& path) override {
        // O_NONBLOCK: opening a FIFO without a writer must not hang.
        Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
        if (descriptor.number() < 0) {
            if (errno == ENOENT) {
                return Error(ErrorCode::FileVanished, fmt::format("The file '{}' is not there any more.", printablePath(path))).at(path);
            }
            return ioError(errno, "open", path, false);
        }
        struct ::stat status {};
        if (::fstat(descriptor.number(), &status) != 0) return ioError(errno, "examine", path, false);
        if (!S_ISREG(status.st_mode)) {
            return Error(ErrorCode::ReadFailed, fmt::format("'{}' is not a regular file.", printablePath(path))).at(path);
        }
        return std::unique_ptr<InputFile>(std::make_unique<SystemInputFile>(descriptor.release(), path));
    }

    Result<std::unique_ptr<OutputFile>> create(const std::string& path) override {
        Descriptor descriptor(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
        if (descriptor.number() < 0) return errno == EEXIST ? existsError(path) : ioError(errno, "create", path, true);
        return std::unique_ptr<OutputFile>(std::make_unique<SystemOutputFile>(descriptor.release(), path));
    }

    Result<void> publish(const std::string& from, const std::string& to) override {
        if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return {};
        if (errno == EINVAL || errno == ENOSYS) {
            // This file system does not know the flag; a second name is refused as strictly.
            if (::link(from.c_str(), to.c_str()) == 0) {
                ::unlink(from.c_str());
                return {};
            }
        }
        return errno == EEXIST ? existsError(to) : ioError(errno, "rename", from, true);
    }

    Result<void> syncDirectory(const std::string& path) override { return syncNames(path); }

    Result<void> makeDirectories(const std::string& path) override {
        const std::filesystem::path wanted(path);
        std::filesystem::path made;
        for (const std::filesystem::path& part : wanted) {
            const std::filesystem::path parent = made;
            made /= part;
            if (::mkdir(made.c_str(), 0777) == 0) {
                VITRINE_CHECK_OK(syncNames(parent.string()));
                continue;
            }
            const int reason = errno;
            struct ::stat standing {};
            if (::stat(made.c_str(), &standing) == 0 && S_ISDIR(standing.st_mode)) continue;
            return ioError(reason, "create the directory", path, true);
        }
        return {};
    }

    Result<void> rename(const std::string& from, const std::string& to) override {
        if (::rename(from.c_str(), to.c_str()) != 0) return ioError(errno, "rename", from, true);
        return {};
    }

    Result<void> remove(const std::string& path) override {
        if (::remove(path.c_str()) != 0 && errno != ENOENT) return ioError(errno, "remove", path, true);
        return {};
    }

    Result<void> removeTree(const std::string& path) override {
        std::error_code failure;
        std::filesystem::remove_all(path, failure);
        if (failure) return ioError(failure.value(), "remove", path, true);
        return {};
    }
};

}  // namespace

FileSystem& systemFiles() {
    static SystemFileSystem instance;
    return instance;
}

Result<void> FileSystem::writeDurably(const std::string& path, std::string_view content) {
    if (const auto standing = stat(path); standing && !standing->isRegular) {
        return Error(ErrorCode::WriteFailed, fmt::format("'{}' is not a regular file and is left as it is.", path))
            .at(path)
            .withWayOut("Choose another name.");
    }
    return writeThen(*this, path, content, [&](const std::string& temporary) { return rename(temporary, path); });
}

Result<void> FileSystem::createDurably(const std::string& path, std::string_view content) {
    return writeThen(*this, path, content, [&](const std::string& temporary) { return publish(temporary, path); });
}

std::string temporaryNameFor(const std::string& path) {
    const std::filesystem::path target(path);
    return (target.parent_path() / fmt::format(".{}.{}.tmp", target.filename().string(), randomUuid())).string();
}

namespace {
Error readOnly(const std::string& path) { return Error(ErrorCode::WriteFailed, fmt::format("'{}' cannot be written.", path)).at(path); }
}  // namespace

Result<std::unique_ptr<OutputFile>> ReadOnlyFileSystem::create(const std::string& path) { return readOnly(path); }
Result<void> ReadOnlyFileSystem::publish(const std::string& from, const std::string&) { return readOnly(from); }
Result<void> ReadOnlyFileSystem::rename(const std::string& from, const std::string&) { return readOnly(from); }
Result<void> ReadOnlyFileSystem::syncDirectory(const std::string& path) { return readOnly(path); }
Result<void> ReadOnlyFileSystem::makeDirectories(const std::string& path) { return readOnly(path); }
Result<void> ReadOnlyFileSystem::remove(const std::string& path) { return readOnly(path); }
Result<void> ReadOnlyFileSystem::removeTree(const std::string& path) { return readOnly(path); }

Result<std::string> readFile(FileSystem& files, const std::string& path, std::uint64_t limit) {
    VITRINE_TRY(const std::unique_ptr<InputFile> file, files.openForReading(path));
    VITRINE_TRY(const std::uint64_t size, file->size());
    if (size > limit) {
        return Error(ErrorCode::ReadFailed, fmt::format("'{}' has {} bytes; at most {} are read.", path, size, limit)).at(path);
    }
    std::string content(size, '\0');
    std::size_t filled = 0;
    while (filled < content.size()) {
        VITRINE_TRY(const std::size_t count, file->readAt(filled, std::span(content).subspan(filled)));
        if (count == 0) break;
        filled += count;
    }
    content.resize(filled);
    return content;
}

Error ioError(int errorNumber, std::string_view doing, const std::string& path, bool writing) {
    ErrorCode code = writing ? ErrorCode::WriteFailed : ErrorCode::ReadFailed;
    std::string wayOut;
    if (errorNumber == ENOENT || errorNumber == ENOTDIR) {
        if (!writing) code = ErrorCode::PathNotFound;
        wayOut = "Check the path, or create it.";
    } else if (errorNumber == ENOSPC || errorNumber == EDQUOT) {
        code = ErrorCode::DiskFull;
        wayOut = "Free some space, then try again.";
    } else if (errorNumber == EACCES || errorNumber == EPERM || errorNumber == EROFS) {
        wayOut = "Give this user the permission, or choose another place.";
    }
    return Error(code, fmt::format("Cannot {} '{}': {}.", doing, printablePath(path), std::strerror(errorNumber))).at(path).withWayOut(std::move(wayOut));
}

}  // namespace vitrine
