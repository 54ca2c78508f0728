// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/file_system.h"

namespace vitrine {

/// Whether a path is a glob: it has any of `{ } [ ] * ? \` (FS-2).
bool isGlob(std::string_view path) noexcept;

/// Whether `name` matches one path component of Hadoop's glob language: `* ? [a-c] [^x] {a,b} \x`. Hidden names match too.
bool globMatches(std::string_view pattern, std::string_view name);

/// The existing paths that an absolute glob matches, sorted. Directories that cannot be listed match nothing.
std::vector<std::string> expandGlob(FileSystem& files, const std::string& pattern);

}  // namespace vitrine
