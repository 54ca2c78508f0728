// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/data/time_zone.h"

namespace vitrine {

/// The English name of `zone` at an instant, as Java's patterns write it (TS-8): `CEST` for `z`, `Central European Summer
/// Time` (`full`) for `zzzz`. Offsets such as `+02:00` are their own name.
std::string zoneName(const TimeZone& zone, std::int64_t micros, bool full);

/// The zone that a name at the start of `text` stands for, with the name's length: `EST …`, `central european time …`.
/// Upper and lower case are the same. Empty when no name is there.
struct NamedZone {
    TimeZone zone;
    std::size_t length = 0;
};
std::optional<NamedZone> zoneNamedAt(std::string_view text, bool full);

}  // namespace vitrine
