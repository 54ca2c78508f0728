// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/data/type.h"

namespace vitrine {

/// Reads an interval string: rules IV-1 to IV-3 (`1 hour 30 minutes`, `interval 1.5 seconds`). InvalidInterval with the
/// offending word, its column, and the nearest unit.
Result<CalendarInterval> parseInterval(std::string_view text);

/// Spark's text of an interval: `1 hours 30 minutes`, `0 seconds`.
std::string formatCalendarInterval(const CalendarInterval& interval);

/// Spark's text of a year-month or day-time interval: `INTERVAL '1-2' YEAR TO MONTH`.
std::string formatYearMonthInterval(std::int32_t months, const DataType& type);
std::string formatDayTimeInterval(std::int64_t micros, const DataType& type);

}  // namespace vitrine
