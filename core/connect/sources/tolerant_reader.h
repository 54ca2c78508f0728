// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "core/formats/row_reader.h"

namespace vitrine {

/// Which failures of a file end it quietly (FS-52, FS-53).
struct ReadTolerance {
    bool missing = false;   ///< ignoreMissingFiles
    bool corrupt = false;   ///< ignoreCorruptFiles
};

/// The options ignoreMissingFiles and ignoreCorruptFiles, or `defaults`. InvalidOption.
Result<ReadTolerance> readTolerance(const OptionMap& options, ReadTolerance defaults);

/// Opens a range of a file. What `tolerance` covers is told to `say`, from the thread that reads; the rows before it are kept.
Result<std::unique_ptr<RowReader>> openTolerantly(const Format& format, FileSystem& files, const FileRange& range, ReadTolerance tolerance,
                                                  std::function<void(std::string)> say);

}  // namespace vitrine
