// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

namespace vitrine {

/// Seconds from UTC of a zone id that needs no zone database: `Z`, `UTC`, `+02:00`, `-5`, `GMT+3` (TS-3). Empty for regions,
/// short ids and anything else. Allocates nothing.
std::optional<int> parseZoneOffset(std::string_view id) noexcept;

}  // namespace vitrine
