// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/base/file_system.h"
#include "core/formats/row_reader.h"

namespace vitrine {

/// What becomes of files whose batch is done with: nothing, deletion, or a move below another directory (FS-60 to FS-62).
class FileCleaner {
  public:
    enum class Mode { Off, Delete, Archive };

    /// InvalidOption for other words, a missing archive directory, or one that the source could read itself.
    static Result<FileCleaner> make(const OptionMap& options, const std::string& sourcePath);

    bool isOn() const noexcept { return mode_ != Mode::Off; }

    /// Takes one file away that is there. A failure is no reason to stop a query.
    Result<void> clean(FileSystem& files, const std::string& path) const;

  private:
    Mode mode_ = Mode::Off;
    std::string archive_;  ///< absolute
};

}  // namespace vitrine
