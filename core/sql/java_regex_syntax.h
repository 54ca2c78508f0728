// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"

namespace vitrine {

/// Rewrites a regular expression of java.util.regex (Java 17) into the syntax of PCRE2 with UTF and UCP on and no other option.
///
/// What the two read differently is spelt out: `\d`, `\w`, `\s` and POSIX classes are ASCII, `.`, `^`, `$` know Java's line
/// ends, classes are united, intersected and negated. InvalidArgument, with atColumn() in bytes, for what Java refuses and
/// for the little that PCRE2 has no means for (Unicode blocks, `\N{…}`).
Result<std::string> translateJavaRegex(std::string_view pattern);

}  // namespace vitrine
