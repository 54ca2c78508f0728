// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/base/file_listing.h"

namespace vitrine {

/// Whether a directory is the output of a streaming file sink, whose log says which files count (FS-25).
bool hasSinkLog(FileSystem& files, const std::string& directory);

/// The files that the log names. CheckpointDamaged when it cannot be read.
Result<std::vector<ListedFile>> filesOfSinkLog(FileSystem& files, const std::string& directory);

}  // namespace vitrine
