// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace vitrine {

/// ASCII letters in upper and lower case; other bytes stay.
std::string upperAscii(std::string_view text);
std::string lowerAscii(std::string_view text);

}  // namespace vitrine
