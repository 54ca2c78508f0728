// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace vitrine {

/// The path of a URI as Java writes it: blanks, `%` and the like as `%20`, letters beyond ASCII as they are (FS-58, FS-70).
std::string encodedPath(std::string_view path);

/// `file:///in/a%20b.json` of an absolute path.
std::string fileUri(std::string_view path);

/// The path that a `file:` URI, or a path itself, names.
std::string pathOfUri(std::string_view uri);

}  // namespace vitrine
