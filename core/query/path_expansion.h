// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/base/file_system.h"

namespace vitrine {

/// The data files that stand at an absolute path or pattern now, sorted: those a stream would take first (INF-1, FS-10,
/// FS-11). Empty when there is nothing to read. Blocks on the disk.
std::vector<std::string> filesToInferFrom(FileSystem& files, const std::string& path);

}  // namespace vitrine
