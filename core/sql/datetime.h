// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/time.h"
#include "core/data/time_zone.h"

namespace vitrine {

inline constexpr std::int64_t kMicrosPerSecond = 1'000'000;
inline constexpr std::int64_t kMicrosPerMinute = 60 * kMicrosPerSecond;
inline constexpr std::int64_t kMicrosPerHour = 60 * kMicrosPerMinute;
inline constexpr std::int64_t kMicrosPerDay = 24 * kMicrosPerHour;

/// The local time of an instant, as microseconds since 1970-01-01T00:00:00 of that zone.
inline std::int64_t localMicros(std::int64_t instant, const TimeZone& zone) {
    return zone.isUtc() ? instant : instant + static_cast<std::int64_t>(zone.offsetAt(instant)) * kMicrosPerSecond;
}

/// The instant of a local time; empty when it does not fit.
inline std::optional<std::int64_t> instantOf(std::int64_t local, const TimeZone& zone) {
    return zone.isUtc() ? std::optional<std::int64_t>(local) : zone.toInstant(localFromMicros(local));
}

/// `days` moved by months; the day of the month is cut to the month's length.
inline std::int64_t addMonths(std::int64_t days, std::int64_t months) {
    const LocalFields date = civilFromDays(days);
    const std::int64_t total = date.year * 12 + (date.month - 1) + months;
    const std::int64_t year = floorDiv(total, 12);
    const int month = static_cast<int>(floorMod(total, 12)) + 1;
    const int last = daysInMonth(year, month);
    return daysFromCivil(year, month, date.day < last ? date.day : last);
}


/// An instant moved by months and calendar days of `zone`, then by microseconds; empty on overflow.
inline std::optional<std::int64_t> addInterval(std::int64_t instant, std::int64_t months, std::int64_t days, std::int64_t micros,
                                               const TimeZone& zone) {
    std::int64_t moved = instant;
    if (months != 0 || days != 0) {
        const std::int64_t local = localMicros(instant, zone);
        const std::int64_t movedDate = (months == 0 ? floorDiv(local, kMicrosPerDay) : addMonths(floorDiv(local, kMicrosPerDay), months)) + days;
        std::int64_t movedLocal = 0;
        if (__builtin_mul_overflow(movedDate, kMicrosPerDay, &movedLocal) ||
            __builtin_add_overflow(movedLocal, floorMod(local, kMicrosPerDay), &movedLocal)) {
            return std::nullopt;
        }
        const auto back = instantOf(movedLocal, zone);
        if (!back) return std::nullopt;
        moved = *back;
    }
    if (__builtin_add_overflow(moved, micros, &moved)) return std::nullopt;
    return moved;
}

}  // namespace vitrine
