// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace vitrine {

/// `path` for a sentence: what would break a line, steer a terminal, turn the direction of text or is no UTF-8 stands as
/// `\n`, `\x1b`, `\u202e`, `\xff`. Ordinary names are as they are.
std::string printablePath(std::string_view path);

}  // namespace vitrine
