// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runtime_directory.h"

#include <cerrno>
#include <cstdlib>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/file_system.h"

namespace vitrine {

Result<RuntimeDirectory> RuntimeDirectory::open() {
    const char* runtime = std::getenv("XDG_RUNTIME_DIR");
    if (runtime != nullptr && runtime[0] == '/') return open(std::string(runtime) + "/vitrine");
    return open(fmt::format("/tmp/vitrine-{}", ::geteuid()));
}

Result<RuntimeDirectory> RuntimeDirectory::open(const std::string& path) {
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return ioError(errno, "create", path, true);
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (descriptor < 0) return ioError(errno, "open", path, true);
    RuntimeDirectory directory(path, descriptor);
    struct ::stat found {};
    if (::fstat(descriptor, &found) != 0) return ioError(errno, "examine", path, true);
    if (found.st_uid != ::geteuid())
        return Error(ErrorCode::WriteFailed, fmt::format("{} belongs to another user.", path))
            .withWayOut("Set XDG_RUNTIME_DIR to a directory of your own.");
    if ((found.st_mode & 0077) != 0 && ::fchmod(descriptor, 0700) != 0) return ioError(errno, "protect", path, true);
    return directory;
}

RuntimeDirectory::~RuntimeDirectory() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

std::string RuntimeDirectory::shortPathOf(const std::string& name) const { return fmt::format("/proc/self/fd/{}/{}", descriptor_, name); }

}  // namespace vitrine
