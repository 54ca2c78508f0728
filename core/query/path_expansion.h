// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/file_system.h"

namespace vitrine {

/// Whether `path` is a pattern: it has any of `{ } [ ] * ? \` (FS-2).
bool isGlob(std::string_view path) noexcept;

/// The data files that stand at an absolute path or pattern now, sorted: a file itself, or the files directly in a directory
/// but for those whose names start with `_` or `.` (INF-1). Blocks on the disk.
std::vector<std::string> filesToInferFrom(FileSystem& files, const std::string& path);

}  // namespace vitrine
