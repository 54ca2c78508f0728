// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/java_date_pattern.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/base/time.h"
#include "core/data/zone_names.h"

namespace vitrine {
namespace {

constexpr std::size_t kNoMatch = static_cast<std::size_t>(-1);
constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::array<std::string_view, 12> kMonths = {"January", "February", "March",     "April",   "May",      "June",
                                                      "July",    "August",   "September", "October", "November", "December"};

char lower(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + ('a' - 'A')) : letter; }
bool isDigit(char letter) { return letter >= '0' && letter <= '9'; }

bool startsWith(std::string_view text, std::size_t at, std::string_view word) {
    if (text.size() - at < word.size()) return false;
    for (std::size_t index = 0; index < word.size(); ++index) {
        if (lower(text[at + index]) != lower(word[index])) return false;
    }
    return true;
}

bool isLetter(char letter) { return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z'); }

}  // namespace

struct JavaDatePattern::Parsed {
    std::array<std::optional<std::int64_t>, 12> fields{};
    std::optional<std::int64_t> nanos{};
    std::optional<int> half{};
    std::optional<int> era{};
    std::optional<int> offset{};  ///< seconds
    std::optional<TimeZone> zone{};

    std::optional<std::int64_t>& operator[](Unit unit) { return fields[static_cast<std::size_t>(unit)]; }
    const std::optional<std::int64_t>& operator[](Unit unit) const { return fields[static_cast<std::size_t>(unit)]; }
};

void JavaDatePattern::addNumber(Unit unit, int least, int most, bool exceedsPad, bool reduced) {
    Element element;
    element.kind = Kind::Number;
    element.unit = unit;
    element.least = least;
    element.most = most;
    element.exceedsPad = exceedsPad;
    element.reduced = reduced;
    if (adjacent_ >= 0 && least == most) {
        elements_[static_cast<std::size_t>(adjacent_)].reserved += most;
    } else {
        adjacent_ = static_cast<std::ptrdiff_t>(elements_.size());
    }
    elements_.push_back(std::move(element));
}

Result<void> JavaDatePattern::addLetters(char letter, int count, Use use, int column) {
    auto refuse = [&](std::string_view why) {
        return Error(ErrorCode::InvalidArgument, fmt::format("The date pattern has `{}`, {}.", std::string(static_cast<std::size_t>(count), letter), why))
            .atColumn(column);
    };
    auto addOther = [&](Kind kind) -> Element& {
        adjacent_ = -1;
        Element& element = elements_.emplace_back();
        element.kind = kind;
        element.letter = letter;
        element.least = count;
        return element;
    };
    constexpr std::string_view kTooMany = "which is repeated too often";
    switch (letter) {
        case 'y':
            if (count > 6) return refuse(kTooMany);
            if (count == 2) addNumber(Unit::Year, 2, 2, false, true);
            else addNumber(Unit::Year, count, 19, count > 3);
            return {};
        case 'M':
        case 'L':
            if (count > 4) return refuse(kTooMany);
            if (count <= 2) addNumber(Unit::Month, count, count == 1 ? 19 : 2);
            else addOther(Kind::MonthName).full = count == 4;
            return {};
        case 'd': case 'H': case 'k': case 'K': case 'h': case 'm': case 's': {
            if (count > 2) return refuse(kTooMany);
            const Unit unit = letter == 'd'   ? Unit::DayOfMonth
                              : letter == 'H' ? Unit::HourOfDay
                              : letter == 'k' ? Unit::ClockHourOfDay
                              : letter == 'K' ? Unit::HourOfHalfDay
                              : letter == 'h' ? Unit::ClockHourOfHalfDay
                              : letter == 'm' ? Unit::Minute
                                              : Unit::Second;
            addNumber(unit, count, count == 1 ? 19 : 2);
            return {};
        }
        case 'D':
            if (count > 3) return refuse(kTooMany);
            addNumber(Unit::DayOfYear, count, count == 1 ? 19 : 3);
            return {};
        case 'S':
            if (count > 9) return refuse(kTooMany);
            addOther(Kind::Fraction);
            return {};
        case 'a':
            if (count > 1) return refuse(kTooMany);
            addOther(Kind::HalfDay);
            return {};
        case 'G':
            if (count > 4) return refuse(kTooMany);
            addOther(Kind::Era).full = count == 4;
            hasEra_ = true;
            return {};
        case 'E':
            if (use == Use::Parse) return refuse("which can be written but not read");
            if (count > 4) return refuse(kTooMany);
            addOther(Kind::DayName).full = count == 4;
            return {};
        case 'F':
            if (use == Use::Parse) return refuse("which can be written but not read");
            if (count > 1) return refuse(kTooMany);
            addNumber(Unit::AlignedDayOfWeek, 1, 19);
            return {};
        case 'q':
        case 'Q':
            if (count > 4) return refuse(kTooMany);
            if (use == Use::Parse) addOther(Kind::Unreadable);
            else if (count <= 2) addNumber(Unit::Quarter, count, count == 1 ? 19 : 2);
            else addOther(Kind::QuarterName).full = count == 4;
            return {};
        case 'V':
            if (count != 2) return refuse("but a zone id is written `VV`");
            addOther(Kind::ZoneId);
            return {};
        case 'z':
            if (count > 4) return refuse(kTooMany);
            addOther(Kind::ZoneName).full = count == 4;
            return {};
        case 'O':
            if (count != 1 && count != 4) return refuse("but it is written `O` or `OOOO`");
            addOther(Kind::LocalizedOffset).full = count == 4;
            return {};
        case 'X':
        case 'x':
        case 'Z':
            if (count > 5) return refuse(kTooMany);
            if (letter == 'Z' && count == 4) addOther(Kind::LocalizedOffset).full = true;
            else addOther(Kind::ZoneOffset);
            return {};
        case 'Y': case 'W': case 'w': case 'u': case 'e': case 'c': return refuse("but week-based patterns are not supported");
        default: return refuse("which is no pattern letter");
    }
}

Result<JavaDatePattern> JavaDatePattern::compile(std::string_view pattern, Use use) {
    JavaDatePattern compiled;
    std::vector<std::size_t> open;
    auto literal = [&compiled](std::string text) {
        compiled.adjacent_ = -1;
        Element& element = compiled.elements_.emplace_back();
        element.text = std::move(text);
    };
    for (std::size_t at = 0; at < pattern.size();) {
        const char letter = pattern[at];
        const int column = static_cast<int>(at);
        if (isLetter(letter)) {
            std::size_t end = at;
            while (end < pattern.size() && pattern[end] == letter) ++end;
            VITRINE_CHECK_OK(compiled.addLetters(letter, static_cast<int>(end - at), use, column));
            at = end;
        } else if (letter == '\'') {
            std::string text;
            std::size_t end = at + 1;
            while (true) {
                if (end >= pattern.size()) {
                    return Error(ErrorCode::InvalidArgument, fmt::format("The date pattern `{}` has a quote without its partner.", pattern)).atColumn(column);
                }
                if (pattern[end] == '\'') {
                    if (end + 1 >= pattern.size() || pattern[end + 1] != '\'') break;
                    ++end;
                }
                text.push_back(pattern[end++]);
            }
            literal(text.empty() ? "'" : std::move(text));
            at = end + 1;
        } else if (letter == '[') {
            compiled.adjacent_ = -1;
            open.push_back(compiled.elements_.size());
            compiled.elements_.emplace_back().kind = Kind::OptionalStart;
            ++at;
        } else if (letter == ']') {
            if (open.empty()) {
                return Error(ErrorCode::InvalidArgument, fmt::format("The date pattern `{}` has `]` without `[`.", pattern)).atColumn(column);
            }
            compiled.adjacent_ = -1;
            compiled.elements_[open.back()].end = compiled.elements_.size();
            open.pop_back();
            compiled.elements_.emplace_back().kind = Kind::OptionalEnd;
            ++at;
        } else if (letter == '{' || letter == '}' || letter == '#') {
            return Error(ErrorCode::InvalidArgument, fmt::format("The date pattern has `{}`, which is reserved.", letter))
                .atColumn(column)
                .withWayOut("Put it in single quotes.");
        } else {
            literal(std::string(1, letter));
            ++at;
        }
    }
    // An open bracket reaches to the end.
    for (const std::size_t start : open) compiled.elements_[start].end = compiled.elements_.size();
    return compiled;
}

std::size_t JavaDatePattern::parseNumber(const Element& element, std::string_view text, std::size_t at, Parsed& parsed) {
    bool negative = false;
    bool positive = false;
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) {
        const bool fixed = element.least == element.most || element.reserved > 0;
        if (text[at] == '+' && !element.exceedsPad) return kNoMatch;
        if (text[at] == '-' && (fixed && !element.exceedsPad)) return kNoMatch;
        negative = text[at] == '-';
        positive = !negative;
        ++at;
    }
    const auto least = static_cast<std::size_t>(element.least);
    std::size_t most = static_cast<std::size_t>(element.most + element.reserved);
    std::size_t length = 0;
    for (int pass = 0; pass < 2; ++pass) {
        length = 0;
        while (length < most && at + length < text.size() && isDigit(text[at + length])) ++length;
        if (length < least) return kNoMatch;
        if (element.reserved == 0 || pass == 1) break;
        most = std::max<std::size_t>(least, length > static_cast<std::size_t>(element.reserved) ? length - static_cast<std::size_t>(element.reserved) : 0);
    }
    if (length > 18) return kNoMatch;
    std::int64_t value = 0;
    for (std::size_t index = 0; index < length; ++index) value = value * 10 + (text[at + index] - '0');
    if (element.exceedsPad) {
        if (positive && length <= least) return kNoMatch;
        if (!positive && !negative && length > least) return kNoMatch;
    }
    if (element.reduced) value += 2000;
    if (negative) {
        if (value == 0) return kNoMatch;
        value = -value;
    }
    std::optional<std::int64_t>& field = parsed[element.unit];
    if (field && *field != value) return kNoMatch;
    field = value;
    return at + length;
}

/// `+HHmm`-like offsets; X and ZZZZZ write zero as `Z`.
std::size_t JavaDatePattern::parseOffset(const Element& element, std::string_view text, std::size_t at, Parsed& parsed) {
    const int count = element.least;
    const bool zeroIsZ = element.letter == 'X' || (element.letter == 'Z' && count == 5);
    if (at < text.size() && zeroIsZ && lower(text[at]) == 'z') {
        parsed.offset = 0;
        return at + 1;
    }
    if (at >= text.size() || (text[at] != '+' && text[at] != '-')) return kNoMatch;
    const int sign = text[at] == '-' ? -1 : 1;
    ++at;
    auto two = [&](int& value) {
        if (at + 2 > text.size() || !isDigit(text[at]) || !isDigit(text[at + 1])) return false;
        value = (text[at] - '0') * 10 + (text[at + 1] - '0');
        at += 2;
        return true;
    };
    const bool colons = count == 3 || count == 5;
    const bool plain = element.letter == 'Z' && count <= 3;
    int hours = 0;
    int minutes = 0;
    int seconds = 0;
    if (!two(hours)) return kNoMatch;
    auto further = [&](int& value) {
        const std::size_t before = at;
        if (colons && !plain) {
            if (at >= text.size() || text[at] != ':') return false;
            ++at;
        }
        if (two(value)) return true;
        at = before;
        return false;
    };
    const bool gotMinutes = further(minutes);
    if (!gotMinutes && (count > 1 || plain)) return kNoMatch;
    if (gotMinutes && count >= 4) further(seconds);
    if (minutes > 59 || seconds > 59 || hours > 18) return kNoMatch;
    parsed.offset = sign * (hours * 3600 + minutes * 60 + seconds);
    return at;
}

std::size_t JavaDatePattern::parseElements(std::size_t from, std::size_t to, std::string_view text, std::size_t at, Parsed& parsed) const {
    for (std::size_t index = from; index < to; ++index) {
        const Element& element = elements_[index];
        switch (element.kind) {
            case Kind::Literal:
                if (!startsWith(text, at, element.text)) return kNoMatch;
                at += element.text.size();
                break;
            case Kind::OptionalStart: {
                Parsed attempt = parsed;
                const std::size_t end = parseElements(index + 1, element.end, text, at, attempt);
                if (end != kNoMatch) {
                    at = end;
                    parsed = std::move(attempt);
                }
                index = element.end;
                break;
            }
            case Kind::OptionalEnd: break;
            case Kind::Number:
                at = parseNumber(element, text, at, parsed);
                if (at == kNoMatch) return kNoMatch;
                break;
            case Kind::Fraction: {
                std::int64_t nanos = 0;
                int digits = 0;
                while (digits < element.least && at < text.size() && isDigit(text[at])) {
                    nanos = nanos * 10 + (text[at++] - '0');
                    ++digits;
                }
                if (digits == 0) return kNoMatch;
                for (; digits < 9; ++digits) nanos *= 10;
                parsed.nanos = nanos;
                break;
            }
            case Kind::MonthName: {
                std::size_t length = 0;
                for (std::size_t month = 0; month < kMonths.size() && length == 0; ++month) {
                    const std::string_view name = element.full ? kMonths[month] : kMonths[month].substr(0, 3);
                    if (!startsWith(text, at, name)) continue;
                    length = name.size();
                    std::optional<std::int64_t>& field = parsed[Unit::Month];
                    const auto value = static_cast<std::int64_t>(month + 1);
                    if (field && *field != value) return kNoMatch;
                    field = value;
                }
                if (length == 0) return kNoMatch;
                at += length;
                break;
            }
            case Kind::HalfDay:
                if (!startsWith(text, at, "AM") && !startsWith(text, at, "PM")) return kNoMatch;
                parsed.half = lower(text[at]) == 'p' ? 1 : 0;
                at += 2;
                break;
            case Kind::Era: {
                const std::string_view after = element.full ? "Anno Domini" : "AD";
                const std::string_view before = element.full ? "Before Christ" : "BC";
                if (!startsWith(text, at, after) && !startsWith(text, at, before)) return kNoMatch;
                parsed.era = startsWith(text, at, after) ? 1 : 0;
                at += *parsed.era == 1 ? after.size() : before.size();
                break;
            }
            case Kind::ZoneName:
            case Kind::ZoneId: {
                if (element.kind == Kind::ZoneName) {
                    const std::optional<NamedZone> named = zoneNamedAt(text.substr(at), element.full);
                    const std::size_t after = named ? at + named->length : text.size();
                    if (named && (after == text.size() || !isLetter(text[after]))) {
                        parsed.zone = named->zone;
                        at = after;
                        break;
                    }
                }
                std::size_t end = at;
                while (end < text.size() && (isLetter(text[end]) || isDigit(text[end]) || std::string_view("/_+-:~").find(text[end]) != std::string_view::npos)) ++end;
                bool found = false;
                for (; end > at && !found; --end) {
                    Result<TimeZone> zone = TimeZone::find(text.substr(at, end - at));
                    if (!zone) continue;
                    parsed.zone = *std::move(zone);
                    found = true;
                    at = end;
                    break;
                }
                if (!found) return kNoMatch;
                break;
            }
            case Kind::ZoneOffset:
                at = parseOffset(element, text, at, parsed);
                if (at == kNoMatch) return kNoMatch;
                break;
            case Kind::LocalizedOffset: {
                if (!startsWith(text, at, "GMT")) return kNoMatch;
                std::size_t end = at + 3;
                while (end < text.size() && (isDigit(text[end]) || text[end] == ':' || text[end] == '+' || text[end] == '-')) ++end;
                const Result<TimeZone> zone = TimeZone::find(text.substr(at, end - at));
                if (!zone) return kNoMatch;
                parsed.offset = zone->offsetAt(0);
                at = end;
                break;
            }
            case Kind::DayName:
            case Kind::QuarterName:
            case Kind::Unreadable: return kNoMatch;
        }
    }
    return at;
}

std::optional<JavaDatePattern::Parsed> JavaDatePattern::parseAll(std::string_view text) const {
    Parsed parsed;
    if (parseElements(0, elements_.size(), text, 0, parsed) != text.size()) return std::nullopt;
    return parsed;
}

/// Strict: every value in its range, no 30th of February.
std::optional<LocalFields> JavaDatePattern::resolve(const Parsed& parsed) const {
    LocalFields local;
    auto within = [&](Unit unit, std::int64_t least, std::int64_t greatest) {
        return !parsed[unit] || (*parsed[unit] >= least && *parsed[unit] <= greatest);
    };
    if (!within(Unit::Year, hasEra_ ? 1 : -290'000, 290'000) || !within(Unit::Month, 1, 12) || !within(Unit::DayOfMonth, 1, 31) || !within(Unit::DayOfYear, 1, 366) ||
        !within(Unit::HourOfDay, 0, 23) || !within(Unit::ClockHourOfDay, 1, 24) || !within(Unit::HourOfHalfDay, 0, 11) ||
        !within(Unit::ClockHourOfHalfDay, 1, 12) || !within(Unit::Minute, 0, 59) || !within(Unit::Second, 0, 59)) {
        return std::nullopt;
    }
    local.year = parsed[Unit::Year].value_or(1970);
    if (parsed.era && *parsed.era == 0) local.year = 1 - local.year;
    local.month = static_cast<int>(parsed[Unit::Month].value_or(1));
    local.day = static_cast<int>(parsed[Unit::DayOfMonth].value_or(1));
    if (parsed[Unit::DayOfYear] && parsed[Unit::Year]) {
        const std::int64_t dayOfYear = *parsed[Unit::DayOfYear];
        if (dayOfYear == 366 && !isLeapYear(local.year)) return std::nullopt;
        const LocalFields date = civilFromDays(daysFromCivil(local.year, 1, 1) + dayOfYear - 1);
        if ((parsed[Unit::Month] && date.month != local.month) || (parsed[Unit::DayOfMonth] && date.day != local.day)) return std::nullopt;
        local.month = date.month;
        local.day = date.day;
    }
    if (local.day > daysInMonth(local.year, local.month)) return std::nullopt;

    std::optional<std::int64_t> hour = parsed[Unit::HourOfDay];
    auto agree = [&hour](std::int64_t value) {
        if (hour && *hour != value) return false;
        hour = value;
        return true;
    };
    if (parsed[Unit::ClockHourOfDay] && !agree(*parsed[Unit::ClockHourOfDay] % 24)) return std::nullopt;
    std::optional<std::int64_t> halfHour = parsed[Unit::HourOfHalfDay];
    if (parsed[Unit::ClockHourOfHalfDay]) {
        const std::int64_t value = *parsed[Unit::ClockHourOfHalfDay] % 12;
        if (halfHour && *halfHour != value) return std::nullopt;
        halfHour = value;
    }
    if (halfHour && parsed.half && !agree(*parsed.half * 12 + *halfHour)) return std::nullopt;
    if (halfHour && !parsed.half && !hour) hour = halfHour;
    if (parsed.half && !halfHour) {
        if (hour && *hour / 12 != *parsed.half) return std::nullopt;
        if (!hour) hour = *parsed.half * 12;
    }
    local.hour = static_cast<int>(hour.value_or(0));
    local.minute = static_cast<int>(parsed[Unit::Minute].value_or(0));
    local.second = static_cast<int>(parsed[Unit::Second].value_or(0));
    local.micro = static_cast<int>(parsed.nanos.value_or(0) / 1000);
    return local;
}

std::optional<std::int64_t> JavaDatePattern::parseTimestamp(std::string_view text, const TimeZone& zone) const {
    const std::optional<Parsed> parsed = parseAll(text);
    if (!parsed) return std::nullopt;
    const std::optional<LocalFields> local = resolve(*parsed);
    if (!local) return std::nullopt;
    if (parsed->offset) {
        const std::optional<std::int64_t> micros = microsFromLocal(*local);
        return micros ? std::optional(*micros - *parsed->offset * kMicrosPerSecond) : std::nullopt;
    }
    return (parsed->zone ? *parsed->zone : zone).toInstant(*local);
}

std::optional<std::int64_t> JavaDatePattern::parseTimestampNtz(std::string_view text, bool allowZone) const {
    const std::optional<Parsed> parsed = parseAll(text);
    if (!parsed || (!allowZone && (parsed->zone || parsed->offset))) return std::nullopt;
    const std::optional<LocalFields> local = resolve(*parsed);
    return local ? microsFromLocal(*local) : std::nullopt;
}

std::optional<std::int32_t> JavaDatePattern::parseDate(std::string_view text) const {
    const std::optional<Parsed> parsed = parseAll(text);
    if (!parsed) return std::nullopt;
    const std::optional<LocalFields> local = resolve(*parsed);
    if (!local) return std::nullopt;
    return static_cast<std::int32_t>(daysFromCivil(local->year, local->month, local->day));
}

}  // namespace vitrine
