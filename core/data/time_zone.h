// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace vitrine {

/// Calendar fields of a local time, proleptic Gregorian; `year` may be any Spark year (±290,000).
struct LocalFields {
    std::int64_t year = 1970;
    int month = 1;
    int day = 1;
    int hour = 0;
    int minute = 0;
    int second = 0;
    int micro = 0;
};

/// A time zone as Java's ZoneId understands it: region ids, `UTC`, `Z`, `+02:00`, `GMT+3`, short ids (PST, EST …).
/// A value; cheap to copy; thread-safe.
class TimeZone {
  public:
    TimeZone();  ///< UTC

    /// Reads a zone id; InvalidValue for an unknown one. `UTC`, `GMT`, `Z`, `UT`, offsets, regions, Java's short ids.
    static Result<TimeZone> find(std::string_view id);

    /// The machine's zone (TZ or /etc/localtime), UTC when it cannot be told.
    static TimeZone local();

    const std::string& id() const noexcept;
    bool isUtc() const noexcept;

    /// Offset from UTC in seconds at the instant `micros` (microseconds since the epoch).
    int offsetAt(std::int64_t micros) const;

    /// Local time → microseconds since the epoch. In a DST gap the time moves forward by the gap, in an overlap the
    /// earlier offset wins (TS-4). Empty when the result does not fit into 64 bits.
    std::optional<std::int64_t> toInstant(const LocalFields& local) const;

    LocalFields toLocal(std::int64_t micros) const;

    /// An id that is an offset alone (`+02:00`, `Z`), as Java's ZoneOffset; `UTC`, `GMT+3` and regions are none.
    bool isPlainOffset() const noexcept;

    /// Whether daylight saving time is in force, and the database's abbreviation (`CEST`, `-03`); fixed zones have their id.
    bool isDaylightAt(std::int64_t micros) const;
    std::string abbreviationAt(std::int64_t micros) const;

  private:
    struct State;
    std::shared_ptr<const State> state_;
};

/// Days since the epoch of a proleptic Gregorian date, and back.
std::int64_t daysFromCivil(std::int64_t year, int month, int day) noexcept;
LocalFields civilFromDays(std::int64_t days) noexcept;
bool isLeapYear(std::int64_t year) noexcept;
int daysInMonth(std::int64_t year, int month) noexcept;

/// Local fields as microseconds of local time since 1970-01-01T00:00:00 (TIMESTAMP_NTZ's element), and back.
std::optional<std::int64_t> microsFromLocal(const LocalFields& local) noexcept;
LocalFields localFromMicros(std::int64_t micros) noexcept;

}  // namespace vitrine
