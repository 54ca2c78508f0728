// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/time.h"
#include "core/data/time_zone.h"

namespace vitrine {

/// Text → TIMESTAMP without a format: rules TS-1 to TS-4, TS-6, TS-9. `now` gives the date of time-only texts.
/// Empty when the text is not a timestamp. Allocates nothing on the ISO fast path.
std::optional<std::int64_t> parseTimestamp(std::string_view text, const TimeZone& zone, EventTime now = {});

/// The same as CAST and the functions of SQL read it: without TS-6, which is the readers' own.
std::optional<std::int64_t> parseTimestampForCast(std::string_view text, const TimeZone& zone, EventTime now = {});

/// Text → TIMESTAMP_NTZ: the same grammar but for time-only texts, which are refused; a zone is refused when `allowZone` is false and ignored otherwise.
std::optional<std::int64_t> parseTimestampNtz(std::string_view text, bool allowZone = true);

/// Text → DATE as CAST does (TS-5 without the day-number fallback).
std::optional<std::int32_t> parseDate(std::string_view text);

/// Text → DATE as the JSON and CSV readers do without dateFormat: parseDate, then a whole number (a sign is allowed) as days
/// since the epoch (TS-5).
std::optional<std::int32_t> parseDateForReader(std::string_view text);

/// CAST(… AS STRING): `2016-07-26 02:45:07.12`, fraction without trailing zeros; years beyond 9999 with a sign.
std::string formatTimestamp(std::int64_t micros, const TimeZone& zone);
std::string formatTimestampNtz(std::int64_t micros);
std::string formatDate(std::int32_t days);

/// As Spark's JSON writer: `2016-07-26T02:00:00.000Z` (offset `+02:00` in other zones); always milliseconds, cut off (SK-6).
std::string formatTimestampIso(std::int64_t micros, const TimeZone& zone);

/// `2016-07-26T02:00:00.000Z`: progress reports (PR-4), always UTC and milliseconds.
std::string formatMillisUtc(std::int64_t millis);

/// The texts of conformance cases: `2016-07-26T02:00:00.000000Z`, `+10000-01-01…`; without `Z` for NTZ.
std::string formatTimestampExact(std::int64_t micros, bool withZ);

}  // namespace vitrine
