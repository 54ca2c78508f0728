// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>

#include "core/base/result.h"
#include "core/base/time.h"

namespace vitrine {

/// Holds a file locked against other processes and against other holders in this one, whatever path they reach it by, until
/// it is destroyed or the process ends. The file stays, with a line that says who held it last.
class FileLock {
  public:
    /// Takes the lock, waiting up to `patience` for it, for a process that was killed holds it until it is gone.
    /// CheckpointLocked names the holder, by the line it left. WriteFailed when the file cannot be made. `holder` is written
    /// into the file with the number of this process.
    static Result<FileLock> take(const std::string& path, const std::string& holder, Millis patience);

    FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    FileLock& operator=(FileLock&& other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }
    ~FileLock();

  private:
    explicit FileLock(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

}  // namespace vitrine
