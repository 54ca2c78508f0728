// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>

#include "core/base/result.h"

namespace vitrine {

/// The user's own directory for sockets: `$XDG_RUNTIME_DIR/vitrine`, or `/tmp/vitrine-UID` without that variable. Mode 0700,
/// and nobody else's. Held open, so that nobody can put another in its place.
class RuntimeDirectory {
  public:
    /// Opens it, made when it is missing. WriteFailed when it cannot be made, or belongs to somebody else.
    static Result<RuntimeDirectory> open();
    static Result<RuntimeDirectory> open(const std::string& path);

    RuntimeDirectory(RuntimeDirectory&& other) noexcept
        : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}
    RuntimeDirectory& operator=(RuntimeDirectory&& other) noexcept {
        std::swap(path_, other.path_);
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }
    ~RuntimeDirectory();

    const std::string& path() const noexcept { return path_; }
    int descriptor() const noexcept { return descriptor_; }

    /// A path to the entry `name` that is short whatever the directory's own length is: addresses of sockets end at 107 bytes.
    std::string shortPathOf(const std::string& name) const;

  private:
    RuntimeDirectory(std::string path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}
    std::string path_;
    int descriptor_;
};

}  // namespace vitrine
