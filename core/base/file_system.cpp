// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file_system.h"

#include <cerrno>
#include <cstring>
#include <filesystem>

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace vitrine {
namespace {

class Descriptor {
  public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int number() const { return number_; }
    int release() { return std::exchange(number_, -1); }

  private:
    int number_;
};

DirectoryEntry entryFrom(std::string name, const struct ::stat& status) {
    DirectoryEntry entry;
    entry.name = std::move(name);
    entry.isDirectory = S_ISDIR(status.st_mode);
    entry.isRegular = S_ISREG(status.st_mode);
    entry.size = static_cast<std::uint64_t>(status.st_size);
    entry.modified = WallTime(Millis(status.st_mtim.tv_sec * 1000 + status.st_mtim.tv_nsec / 1'000'000));
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

Result<void> writeAll(int descriptor, std::string_view content, const std::string& path) {
    while (!content.empty()) {
        const ssize_t written = ::write(descriptor, content.data(), content.size());
        if (written < 0) {
            if (errno == EINTR) continue;
            return ioError(errno, "write", path, true);
        }
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Result<void> syncDirectory(const std::string& path) {
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
        while (const ::dirent* found = ::readdir(directory)) {
            const std::string_view name = found->d_name;
            if (name == "." || name == "..") continue;
            struct ::stat status {};
            if (::fstatat(::dirfd(directory), found->d_name, &status, 0) != 0) continue;
            entries.push_back(entryFrom(std::string(name), status));
        }
        ::closedir(directory);
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
                return Error(ErrorCode::FileVanished, fmt::format("The file '{}' is not there any more.", path)).at(path);
            }
            return ioError(errno, "open", path, false);
        }
        struct ::stat status {};
        if (::fstat(descriptor.number(), &status) != 0) return ioError(errno, "examine", path, false);
        if (!S_ISREG(status.st_mode)) {
            return Error(ErrorCode::ReadFailed, fmt::format("'{}' is not a regular file.", path)).at(path);
        }
        return std::unique_ptr<InputFile>(std::make_unique<SystemInputFile>(descriptor.release(), path));
    }

    Result<void> writeDurably(const std::string& path, std::string_view content) override {
        struct ::stat standing {};
        if (::stat(path.c_str(), &standing) == 0 && !S_ISREG(standing.st_mode)) {
            return Error(ErrorCode::WriteFailed, fmt::format("'{}' is not a regular file and is left as it is.", path))
                .at(path)
                .withWayOut("Choose another name.");
        }
        const std::filesystem::path target(path);
        const std::string directory = target.parent_path().string();
        std::string temporary =
            (target.parent_path() / fmt::format(".{}.{}.tmp", target.filename().string(), ::getpid())).string();
        {
            const Descriptor descriptor(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
            if (descriptor.number() < 0) return ioError(errno, "create", path, true);
            Result<void> written = writeAll(descriptor.number(), content, path);
            if (written && ::fsync(descriptor.number()) != 0) written = ioError(errno, "sync", path, true);
            if (!written) {
                ::unlink(temporary.c_str());
                return written;
            }
        }
        if (::rename(temporary.c_str(), path.c_str()) != 0) {
            const int reason = errno;
            ::unlink(temporary.c_str());
            return ioError(reason, "rename", path, true);
        }
        return syncDirectory(directory);
    }

    Result<void> makeDirectories(const std::string& path) override {
        const std::filesystem::path wanted(path);
        std::filesystem::path made;
        for (const std::filesystem::path& part : wanted) {
            const std::filesystem::path parent = made;
            made /= part;
            if (::mkdir(made.c_str(), 0777) == 0) {
                VITRINE_CHECK_OK(syncDirectory(parent.string()));
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
    return Error(code, fmt::format("Cannot {} '{}': {}.", doing, path, std::strerror(errorNumber))).at(path).withWayOut(std::move(wayOut));
}

}  // namespace vitrine
