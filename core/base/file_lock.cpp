// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file_lock.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <thread>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include "core/base/file_system.h"

namespace vitrine {

namespace {

bool lockWithin(int descriptor, Millis patience) {
    constexpr Millis kStep{10};
    for (;; patience -= kStep) {
        if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return true;
        if (patience <= Millis{0}) return false;
        std::this_thread::sleep_for(std::min(kStep, patience));
    }
}

/// Holder and note, either of which may be empty.
std::pair<std::string, std::string> linesOf(int descriptor) {
    char bytes[600] = {};
    const ssize_t size = ::pread(descriptor, bytes, sizeof(bytes) - 1, 0);
    const std::string text(bytes, size > 0 ? static_cast<std::size_t>(size) : 0);
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string rest = text.substr(std::min(end + 1, text.size()));
    return {text.substr(0, end), rest.substr(0, rest.find('\n'))};
}

}  // namespace

Result<FileLock> FileLock::take(const std::string& path, const std::string& holder, Millis patience) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor < 0) return ioError(errno, "create", path, true);
    FileLock lock(descriptor);
    const bool isOurs = lockWithin(descriptor, patience);
    const auto [owner, note] = linesOf(descriptor);
    if (!isOurs) {
        return Error(ErrorCode::CheckpointLocked, fmt::format("{} is in use{}.", std::filesystem::path(path).parent_path().string(), owner.empty() ? "" : " by " + owner))
            .withWayOut("Stop that query first, or name another checkpoint.");
    }
    lock.holder_ = fmt::format("{}, process {}", holder, ::getpid());
    lock.note_ = note;
    lock.write();
    return lock;
}

void FileLock::write() const {
    // A courtesy; the lock itself does not depend on it. What was longer is overwritten before the rest is cut off.
    const std::string text = fmt::format("{}\n{}\n", holder_, note_);
    if (::pwrite(descriptor_, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size()))
        static_cast<void>(!::ftruncate(descriptor_, static_cast<off_t>(text.size())));
}

void FileLock::leaveNote(const std::string& line) {
    note_ = line;
    write();
}

std::optional<std::string> FileLock::holderOf(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return std::nullopt;
    const FileLock closing(descriptor);
    // Shared, so that two who ask do not take each other for a holder.
    if (::flock(descriptor, LOCK_SH | LOCK_NB) == 0) return std::nullopt;
    return linesOf(descriptor).first;
}

FileLock::~FileLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace vitrine
