// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/watermark_jump.h"

namespace vitrine {

namespace {

constexpr Millis kDay = std::chrono::hours(24);
constexpr Millis kYear = 366 * kDay;
/// How many times the distance from the least time to the mean makes the greatest time an outlier.
constexpr std::int64_t kOutlier = 10;

}  // namespace

bool isFarAhead(const EventTimeReport& times, std::optional<WallTime> known, WallTime now) {
    const WallTime max = *times.max;
    // A batch without any time counts as one at the epoch (WM-8).
    if (known && *known <= WallTime{}) known.reset();
    if (known && max - *known <= kDay) return false;
    if (max - now > kDay) return true;
    if (known) return max - *known > kYear;
    const Millis ahead = max - *times.avg;
    return ahead > kYear && ahead / kOutlier > *times.avg - *times.min;
}

}  // namespace vitrine
