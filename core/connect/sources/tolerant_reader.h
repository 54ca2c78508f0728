// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/formats/row_reader.h"

namespace vitrine {

/// Which failures of a file end it quietly (FS-52, FS-53).
struct ReadTolerance {
    bool missing = false;   ///< ignoreMissingFiles
    bool corrupt = false;   ///< ignoreCorruptFiles
};

/// The options ignoreMissingFiles and ignoreCorruptFiles, or `defaults`. InvalidOption.
Result<ReadTolerance> readTolerance(const OptionMap& options, ReadTolerance defaults);

/// Opens a range of a file. What `tolerance` covers is warned about; the rows before it are kept.
Result<std::unique_ptr<RowReader>> openTolerantly(const Format& format, FileSystem& files, const FileRange& range, ReadTolerance tolerance);

}  // namespace vitrine
