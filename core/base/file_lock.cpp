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

}  // namespace

Result<FileLock> FileLock::take(const std::string& path, const std::string& holder, Millis patience) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor < 0) return ioError(errno, "create", path, true);
    FileLock lock(descriptor);
    if (!lockWithin(descriptor, patience)) {
        char line[200] = {};
        const ssize_t size = ::pread(descriptor, line, sizeof(line) - 1, 0);
        std::string owner(line, size > 0 ? static_cast<std::size_t>(size) : 0);
        owner = owner.substr(0, owner.find('\n'));
        return Error(ErrorCode::CheckpointLocked, fmt::format("{} is in use{}.", std::filesystem::path(path).parent_path().string(), owner.empty() ? "" : " by " + owner))
            .withWayOut("Stop that query first, or name another checkpoint.");
    }
    const std::string line = fmt::format("{}, process {}\n", holder, ::getpid());
    // Who holds it is a courtesy; the lock itself does not depend on it.
    if (::ftruncate(descriptor, 0) == 0) static_cast<void>(!::pwrite(descriptor, line.data(), line.size(), 0));
    return lock;
}

FileLock::~FileLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace vitrine
