// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "core/base/result.h"
#include "core/base/time.h"

namespace vitrine {

/// Holds a file locked against other processes and against other holders in this one, whatever path they reach it by, until
/// it is destroyed or the process ends. The file stays, with a line that says who held it last, and one with what that noted.
class FileLock {
  public:
    /// Takes the lock, waiting up to `patience` for it, for a process that was killed holds it until it is gone.
    /// CheckpointLocked names the holder, by the line it left. WriteFailed when the file cannot be made. `holder` is written
    /// into the file with the number of this process.
    static Result<FileLock> take(const std::string& path, const std::string& holder, Millis patience);

    /// The line of who holds the lock now, which may be empty; nothing when nobody does. Makes no file and takes no lock beyond
    /// the call.
    static std::optional<std::string> holderOf(const std::string& path);

    FileLock(FileLock&& other) noexcept
        : descriptor_(std::exchange(other.descriptor_, -1)), holder_(std::move(other.holder_)), note_(std::move(other.note_)) {}
    FileLock& operator=(FileLock&& other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        std::swap(holder_, other.holder_);
        std::swap(note_, other.note_);
        return *this;
    }
    ~FileLock();

    /// The last note, by this holder or one before; empty when there is none.
    const std::string& note() const noexcept { return note_; }

    /// Leaves one line for later holders. Not synced: after a power cut an older note may stand there, or none.
    void leaveNote(const std::string& line);

  private:
    explicit FileLock(int descriptor) : descriptor_(descriptor) {}
    void write() const;

    int descriptor_;
    std::string holder_;
    std::string note_;
};

}  // namespace vitrine
