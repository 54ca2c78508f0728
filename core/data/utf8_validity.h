// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace vitrine {

/// Whether all of `text` is well-formed UTF-8.
bool isValidUtf8(std::string_view text) noexcept;

/// A copy in which every malformed part is U+FFFD.
std::string repairedUtf8(std::string_view text);

}  // namespace vitrine
