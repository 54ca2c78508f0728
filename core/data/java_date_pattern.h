// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/data/time_zone.h"

namespace vitrine {

/// A java.time pattern as Spark uses it, English names: `yyyy-MM-dd HH:mm:ss[.SSS]` (TS-8). Immutable, thread-safe.
class JavaDatePattern {
  public:
    enum class Use { Parse, Format };

    /// Reads a pattern. InvalidArgument for letters that Spark refuses (week-based ones with `u`, `A B n N p`; for reading also `E F`),
    /// letters repeated too often, and brackets or quotes without partner; atColumn() at the letter.
    static Result<JavaDatePattern> compile(std::string_view pattern, Use use);

    /// Reads `text` as a whole; empty when it does not fit the pattern or is no valid time. What the pattern leaves out is
    /// taken from 1970-01-01T00:00:00; a zone in the text wins over `zone`.
    std::optional<std::int64_t> parseTimestamp(std::string_view text, const TimeZone& zone) const;
    /// The same as TIMESTAMP_NTZ; a zone in the text makes it unfit, or is passed over when `allowZone`.
    std::optional<std::int64_t> parseTimestampNtz(std::string_view text, bool allowZone = false) const;
    std::optional<std::int32_t> parseDate(std::string_view text) const;

    /// Writes the time that a clock in `zone` shows at `micros`.
    std::string format(std::int64_t micros, const TimeZone& zone) const;

  private:
    enum class Kind : std::uint8_t { Literal, OptionalStart, OptionalEnd, Number, Fraction, MonthName, HalfDay, Era, DayName, QuarterName, ZoneId, ZoneName, ZoneOffset, LocalizedOffset, Unreadable };
    enum class Unit : std::uint8_t { Year, Month, DayOfMonth, DayOfYear, HourOfDay, ClockHourOfDay, HourOfHalfDay, ClockHourOfHalfDay, Minute, Second, Quarter, AlignedDayOfWeek };
    struct Element {
        Kind kind = Kind::Literal;
        Unit unit = Unit::Year;
        int least = 1;
        int most = 19;
        int reserved = 0;          ///< digits that the fixed numbers right behind need
        bool exceedsPad = false;   ///< a plus sign is needed for more digits than `least`
        bool reduced = false;      ///< two digits of a year from 2000 on
        bool full = false;         ///< the long form of a name
        char letter = 0;
        std::size_t end = 0;       ///< of an OptionalStart: its OptionalEnd
        std::string text{};
    };
    struct Parsed;

    Result<void> addLetters(char letter, int count, Use use, int column);
    void addNumber(Unit unit, int least, int most, bool exceedsPad = false, bool reduced = false);
    std::size_t parseElements(std::size_t from, std::size_t to, std::string_view text, std::size_t at, Parsed& parsed) const;
    static std::size_t parseNumber(const Element& element, std::string_view text, std::size_t at, Parsed& parsed);
    static std::size_t parseOffset(const Element& element, std::string_view text, std::size_t at, Parsed& parsed);
    std::optional<Parsed> parseAll(std::string_view text) const;
    std::optional<LocalFields> resolve(const Parsed& parsed) const;

    std::vector<Element> elements_;
    bool hasEra_ = false;           ///< the year is one of its era, so never below 1
    std::ptrdiff_t adjacent_ = -1;  ///< while compiling: the number that fixed ones behind it reserve digits of
};

}  // namespace vitrine
