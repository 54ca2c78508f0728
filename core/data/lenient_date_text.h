// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace vitrine {

/// Whether `text` begins with what Java's lenient SimpleDateFormat takes for `pattern`: numbers of any size and length, blanks
/// before them, anything behind. What such a text means is not told: under the time parser policy EXCEPTION it must not be
/// read at all (TS-7).
bool fitsLeniently(std::string_view text, std::string_view pattern);

}  // namespace vitrine
