// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/interval_text.h"

#include <array>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "core/data/nearest_word.h"

namespace vitrine {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::int64_t kMicrosPerMinute = 60 * kMicrosPerSecond;
constexpr std::int64_t kMicrosPerHour = 60 * kMicrosPerMinute;
constexpr std::int64_t kMicrosPerDay = 24 * kMicrosPerHour;

struct Unit {
    std::string_view name;
    int CalendarInterval::*count;     ///< months or days; null for microseconds
    std::int64_t factor;
};

constexpr std::array<Unit, 9> kUnits = {{
    {"year", &CalendarInterval::months, 12},
    {"month", &CalendarInterval::months, 1},
    {"week", &CalendarInterval::days, 7},
    {"day", &CalendarInterval::days, 1},
    {"hour", nullptr, kMicrosPerHour},
    {"minute", nullptr, kMicrosPerMinute},
    {"second", nullptr, kMicrosPerSecond},
    {"millisecond", nullptr, 1000},
    {"microsecond", nullptr, 1},
}};

/// What people write instead of a unit.
constexpr std::array<std::pair<std::string_view, std::string_view>, 17> kAbbreviations = {{
    {"min", "minutes"}, {"mins", "minutes"}, {"m", "minutes"}, {"s", "seconds"}, {"sec", "seconds"}, {"secs", "seconds"},
    {"h", "hours"}, {"hr", "hours"}, {"hrs", "hours"}, {"d", "days"}, {"w", "weeks"}, {"mon", "months"}, {"y", "years"},
    {"yr", "years"}, {"ms", "milliseconds"}, {"millis", "milliseconds"}, {"us", "microseconds"},
}};

constexpr std::array<std::string_view, 9> kPlurals = {"years",   "months",  "weeks",        "days",        "hours",
                                                      "minutes", "seconds", "milliseconds", "microseconds"};

bool isDigit(char letter) { return letter >= '0' && letter <= '9'; }
bool isBlank(char letter) { return letter == ' ' || (letter >= '\t' && letter <= '\r'); }
bool isBlankOrControl(char letter) {
    const auto code = static_cast<unsigned char>(letter);
    return code <= 0x20 || code == 0x7F;
}

/// Reads IV-1's grammar; positions in error are those of the text as given.
class IntervalReader {
  public:
    explicit IntervalReader(std::string_view text) : whole_(text), end_(text.size()) {
        lower_.reserve(text.size());
        for (const char letter : text) lower_ += letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + ('a' - 'A')) : letter;
        while (at_ < end_ && isBlankOrControl(lower_[at_])) ++at_;
        while (end_ > at_ && isBlankOrControl(lower_[end_ - 1])) --end_;
    }

    Result<CalendarInterval> read() {
        constexpr std::string_view kPrefix = "interval";
        if (std::string_view(lower_).substr(at_, end_ - at_).starts_with(kPrefix)) {
            const std::size_t start = at_;
            at_ += kPrefix.size();
            if (at_ < end_ && !isBlank(lower_[at_])) return fail("'{}' is not the word INTERVAL.", start, "Write a number and a unit, such as '10 minutes'.");
        }
        skipBlanks();
        if (at_ == end_) {
            return Error(ErrorCode::InvalidInterval, "The interval is empty.").withWayOut("Write a number and a unit, such as '10 minutes'.").atColumn(0);
        }
        CalendarInterval interval;
        while (at_ < end_) {
            VITRINE_CHECK_OK(part(interval));
            skipBlanks();
        }
        return interval;
    }

  private:
    void skipBlanks() {
        while (at_ < end_ && isBlank(lower_[at_])) ++at_;
    }

    /// `message` has one {} for the word that starts at `position`.
    Error fail(fmt::format_string<std::string_view> message, std::size_t position, std::string wayOut) const {
        std::size_t wordEnd = position;
        while (wordEnd < end_ && !isBlank(whole_[wordEnd])) ++wordEnd;
        int column = 0;
        for (std::size_t index = 0; index < position; ++index) column += (static_cast<unsigned char>(whole_[index]) & 0xC0) != 0x80;
        return Error(ErrorCode::InvalidInterval, fmt::format(message, whole_.substr(position, wordEnd - position)))
            .withWayOut(std::move(wayOut))
            .atColumn(column);
    }

    Error tooLarge(std::size_t position) const {
        return fail("The number {} is too large for an interval.", position, "Use a smaller number or a larger unit.");
    }

    Result<void> part(CalendarInterval& interval) {
        const std::size_t start = at_;
        bool negative = false;
        if (lower_[at_] == '-' || lower_[at_] == '+') {
            negative = lower_[at_] == '-';
            ++at_;
            skipBlanks();
        }
        std::int64_t value = 0;
        std::size_t digits = 0;
        for (; at_ < end_ && isDigit(lower_[at_]); ++at_, ++digits) {
            if (__builtin_mul_overflow(value, std::int64_t{10}, &value) || __builtin_add_overflow(value, std::int64_t{lower_[at_] - '0'}, &value)) {
                return tooLarge(start);
            }
        }
        bool hasPoint = false;
        std::int64_t fraction = 0;   // nanoseconds
        if (at_ < end_ && lower_[at_] == '.') {
            hasPoint = true;
            ++at_;
            std::int64_t scale = 100'000'000;
            for (; at_ < end_ && isDigit(lower_[at_]); ++at_, ++digits) {
                if (scale == 0) return fail("{} has more than nine digits after the point.", start, "Write at most nine of them.");
                fraction += (lower_[at_] - '0') * scale;
                scale /= 10;
            }
        }
        if (digits == 0) return fail("'{}' is not a number.", start, "Write a number before each unit, such as '10 minutes'.");
        if (at_ < end_ && !isBlank(lower_[at_])) return glued(start);
        skipBlanks();
        if (at_ == end_) return fail("No unit follows the number {}.", start, "Write a unit after it, such as 'minutes'.");
        return unit(interval, negative ? -value : value, (negative ? -fraction : fraction) / 1000, hasPoint, start);
    }

    Error glued(std::size_t start) const {
        const std::string_view number = whole_.substr(start, at_ - start);
        std::size_t wordEnd = at_;
        while (wordEnd < end_ && !isBlank(whole_[wordEnd])) ++wordEnd;
        const std::string unit = meant(std::string_view(lower_).substr(at_, wordEnd - at_));
        return fail("'{}' is not a number.", start,
                    unit.empty() ? std::string("Write a blank between the number and its unit.") : fmt::format("Did you mean '{} {}'?", number, unit));
    }

    static std::string meant(std::string_view word) {
        for (const auto& [abbreviation, unit] : kAbbreviations) {
            if (word == abbreviation) return std::string(unit);
        }
        for (const Unit& known : kUnits) {
            if (word == known.name) return std::string(word);
        }
        return std::string(nearestWord(word, kPlurals));
    }

    Result<void> unit(CalendarInterval& interval, std::int64_t value, std::int64_t fraction, bool hasPoint, std::size_t numberAt) {
        const std::size_t start = at_;
        while (at_ < end_ && !isBlank(lower_[at_])) ++at_;
        const std::string_view word = std::string_view(lower_).substr(start, at_ - start);
        std::string_view singular = word;
        if (singular.ends_with('s')) singular.remove_suffix(1);
        for (const Unit& known : kUnits) {
            if (singular != known.name) continue;
            if (hasPoint && known.name != "second") {
                return fail("Only seconds may have a fraction, not {}.", start, "Write a whole number, or a smaller unit.");
            }
            return add(interval, known, value, fraction) ? Result<void>() : tooLarge(numberAt);
        }
        const std::string nearest = meant(word);
        return fail("'{}' is not a unit of time.", start,
                    nearest.empty() ? std::string("Units are years, months, weeks, days, hours, minutes, seconds, milliseconds and microseconds.")
                                    : fmt::format("Did you mean '{}'?", nearest));
    }

    static bool add(CalendarInterval& interval, const Unit& unit, std::int64_t value, std::int64_t fraction) {
        std::int64_t amount = 0;
        if (__builtin_mul_overflow(value, unit.factor, &amount)) return false;
        if (unit.count == nullptr) {
            return !__builtin_add_overflow(interval.micros, amount, &interval.micros) &&
                   !__builtin_add_overflow(interval.micros, fraction, &interval.micros);
        }
        std::int32_t& count = interval.*unit.count;
        return !__builtin_add_overflow(std::int64_t{count}, amount, &count);
    }

    std::string_view whole_;
    std::string lower_;
    std::size_t at_ = 0;
    std::size_t end_;
};

/// Microseconds as seconds without trailing zeros: `7`, `0.5`.
std::string secondsText(std::uint64_t micros) {
    std::string text = fmt::format("{}", micros / kMicrosPerSecond);
    if (micros % kMicrosPerSecond != 0) {
        text += fmt::format(".{:06}", micros % kMicrosPerSecond);
        while (text.back() == '0') text.pop_back();
    }
    return text;
}

/// The same with at least two digits before the point.
std::string paddedSecondsText(std::uint64_t micros) {
    return (micros < 10 * kMicrosPerSecond ? "0" : "") + secondsText(micros);
}

std::uint64_t magnitude(std::int64_t value) {
    return value < 0 ? ~static_cast<std::uint64_t>(value) + 1 : static_cast<std::uint64_t>(value);
}

std::string_view unitWord(IntervalUnit unit) {
    constexpr std::array<std::string_view, 6> kWords = {"YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND"};
    return kWords[static_cast<std::size_t>(unit)];
}

std::string framed(std::string_view content, const DataType& type) {
    if (type.firstUnit() == type.lastUnit()) return fmt::format("INTERVAL '{}' {}", content, unitWord(type.firstUnit()));
    return fmt::format("INTERVAL '{}' {} TO {}", content, unitWord(type.firstUnit()), unitWord(type.lastUnit()));
}

}  // namespace

Result<CalendarInterval> parseInterval(std::string_view text) {
    return IntervalReader(text).read();
}

std::string formatCalendarInterval(const CalendarInterval& interval) {
    std::string text;
    const auto append = [&text](std::int64_t count, std::string_view unit) {
        if (count != 0) text += fmt::format("{}{} {}", text.empty() ? "" : " ", count, unit);
    };
    append(interval.months / 12, "years");
    append(interval.months % 12, "months");
    append(interval.days, "days");
    append(interval.micros / kMicrosPerHour, "hours");
    append(interval.micros % kMicrosPerHour / kMicrosPerMinute, "minutes");
    if (const std::int64_t rest = interval.micros % kMicrosPerMinute; rest != 0) {
        text += fmt::format("{}{}{} seconds", text.empty() ? "" : " ", rest < 0 ? "-" : "", secondsText(magnitude(rest)));
    }
    return text.empty() ? "0 seconds" : text;
}

std::string formatYearMonthInterval(std::int32_t months, const DataType& type) {
    const std::uint64_t size = magnitude(months);
    const std::string_view sign = months < 0 ? "-" : "";
    if (type.firstUnit() == IntervalUnit::Month) return framed(fmt::format("{}", months), type);
    if (type.lastUnit() == IntervalUnit::Year) return framed(fmt::format("{}{}", sign, size / 12), type);
    return framed(fmt::format("{}{}-{}", sign, size / 12, size % 12), type);
}

std::string formatDayTimeInterval(std::int64_t micros, const DataType& type) {
    const IntervalUnit first = type.firstUnit();
    const IntervalUnit last = type.lastUnit();
    std::uint64_t rest = magnitude(micros);
    std::string text = micros < 0 ? "-" : "";
    if (first == IntervalUnit::Day) {
        text += fmt::format("{}", rest / kMicrosPerDay);
        rest %= kMicrosPerDay;
    }
    if (first <= IntervalUnit::Hour && last >= IntervalUnit::Hour) {
        text += fmt::format("{}{:02}", first < IntervalUnit::Hour ? " " : "", rest / kMicrosPerHour);
        rest %= kMicrosPerHour;
    }
    if (first <= IntervalUnit::Minute && last >= IntervalUnit::Minute) {
        text += fmt::format("{}{:02}", first < IntervalUnit::Minute ? ":" : "", rest / kMicrosPerMinute);
        rest %= kMicrosPerMinute;
    }
    if (last == IntervalUnit::Second) text += (first < IntervalUnit::Second ? ":" : "") + paddedSecondsText(rest);
    return framed(text, type);
}

}  // namespace vitrine
