// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/result.h"
#include "core/data/column.h"
#include "core/data/time_zone.h"

namespace vitrine {

/// The sessions that rows open, each [time, time + gap) (SW-1). Times in microseconds.
struct SessionBounds {
    std::vector<std::uint32_t> rows;     ///< those that open a session; empty when all do
    std::vector<std::int64_t> starts;    ///< one an opening row
    std::vector<std::int64_t> ends;
};

/// Fills `into`. Rows whose time or gap is NULL, whose gap text is no interval, and whose gap is not positive open none
/// (SW-3, SW-4). `gaps` are STRING or any interval type; months and days move along the calendar of `zone` (of UTC for
/// TIMESTAMP_NTZ). ArithmeticOverflow when an end lies outside of time.
Result<void> openSessions(const Column& times, const Column& gaps, const TimeZone& zone, SessionBounds& into);

}  // namespace vitrine
