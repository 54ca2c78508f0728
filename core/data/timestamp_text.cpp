// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/timestamp_text.h"

#include <array>
#include <charconv>
#include <cstdlib>

#include "core/data/zone_offset.h"

namespace vitrine {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;

bool isDigit(char letter) { return letter >= '0' && letter <= '9'; }

bool isBlankOrControl(char letter) {
    const auto code = static_cast<unsigned char>(letter);
    return code <= 0x20 || code == 0x7F;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && isBlankOrControl(text.front())) text.remove_prefix(1);
    while (!text.empty() && isBlankOrControl(text.back())) text.remove_suffix(1);
    return text;
}

bool isDate(std::int64_t year, int month, int day) {
    return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

bool isValid(const LocalFields& fields) {
    return fields.hour < 24 && fields.minute < 60 && fields.second < 60 && isDate(fields.year, fields.month, fields.day);
}

// --- the way nearly all texts are written: YYYY-MM-DDThh:mm:ss[.f…][Z] ----------------------------------------------------

constexpr std::size_t kIsoLength = 19;

struct IsoText {
    LocalFields fields;
    bool utc = false;
};

int twoDigits(const char* at) { return (at[0] - '0') * 10 + (at[1] - '0'); }

/// True when `text` has exactly that shape; the fields may still be out of range.
bool readIso(std::string_view text, IsoText& result) {
    if (text.size() < kIsoLength) return false;
    const char* at = text.data();
    unsigned bad = 0;
    for (const int index : {0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18}) {
        bad |= static_cast<unsigned char>(at[index] - '0') > 9 ? 1u : 0u;
    }
    bad |= static_cast<unsigned>((at[4] ^ '-') | (at[7] ^ '-') | (at[13] ^ ':') | (at[16] ^ ':'));
    bad |= at[10] != 'T' && at[10] != ' ' ? 1u : 0u;
    if (bad != 0) return false;
    std::size_t next = kIsoLength;
    int micro = 0;
    if (next < text.size() && at[next] == '.') {
        ++next;
        int scale = 100'000;
        // Digits beyond the sixth are cut off (TS-2).
        for (; next < text.size() && isDigit(at[next]); ++next) {
            micro += (at[next] - '0') * scale;
            scale /= 10;
        }
    }
    result.utc = next + 1 == text.size() && at[next] == 'Z';
    if (next != text.size() && !result.utc) return false;
    LocalFields& fields = result.fields;
    fields.year = twoDigits(at) * 100 + twoDigits(at + 2);
    fields.month = twoDigits(at + 5);
    fields.day = twoDigits(at + 8);
    fields.hour = twoDigits(at + 11);
    fields.minute = twoDigits(at + 14);
    fields.second = twoDigits(at + 17);
    fields.micro = micro;
    return true;
}

// --- the whole grammar of TS-1 -------------------------------------------------------------------------------------------

struct ParsedText {
    LocalFields fields;
    std::string_view zone;   ///< empty when the text names none
    bool timeOnly = false;
};

class TimestampReader {
  public:
    explicit TimestampReader(std::string_view text) : text_(trimmed(text)) {}

    bool read(ParsedText& result) {
        if (text_.empty()) return false;
        LocalFields& fields = result.fields;
        if (text_.front() == 'T') {
            result.timeOnly = true;
            ++at_;
            return number(1, 2, fields.hour) && afterHour(result);
        }
        const bool isSigned = text_.front() == '+' || text_.front() == '-';
        if (isSigned) ++at_;
        int first = 0;
        const std::size_t start = at_;
        if (!number(1, 6, first)) return false;
        const std::size_t digits = at_ - start;
        if (!isSigned && digits <= 2 && peek() == ':') {
            result.timeOnly = true;
            fields.hour = first;
            return afterHour(result);
        }
        if (digits < 4) return false;
        fields.year = text_.front() == '-' ? -first : first;
        if (atEnd()) return true;
        if (!take('-') || !number(1, 2, fields.month)) return false;
        if (atEnd()) return true;
        if (!take('-') || !number(1, 2, fields.day)) return false;
        if (atEnd()) return true;
        if (!take('T') && !take(' ')) return false;
        return number(1, 2, fields.hour) && afterHour(result);
    }

  private:
    bool atEnd() const { return at_ == text_.size(); }
    char peek() const { return atEnd() ? '\0' : text_[at_]; }

    bool take(char letter) {
        if (peek() != letter || atEnd()) return false;
        ++at_;
        return true;
    }

    /// Reads a run of digits that has `least` to `most` of them.
    bool number(std::size_t least, std::size_t most, int& value) {
        value = 0;
        std::size_t count = 0;
        for (; !atEnd() && isDigit(text_[at_]) && count <= most; ++at_, ++count) value = value * 10 + (text_[at_] - '0');
        return count >= least && count <= most;
    }

    bool afterHour(ParsedText& result) {
        if (atEnd()) return true;
        if (!take(':') || !number(1, 2, result.fields.minute)) return false;
        if (atEnd()) return true;
        if (!take(':') || !number(1, 2, result.fields.second)) return false;
        if (take('.')) {
            int scale = 100'000;
            for (; !atEnd() && isDigit(text_[at_]); ++at_) {
                result.fields.micro += (text_[at_] - '0') * scale;
                scale /= 10;
            }
        }
        // Only here may a zone follow (TS-3); what it is worth is seen when it is looked up.
        result.zone = trimmed(text_.substr(at_));
        return true;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

std::optional<std::int64_t> instantOf(const ParsedText& parsed, const TimeZone& zone, EventTime now) {
    LocalFields fields = parsed.fields;
    if (parsed.timeOnly) {
        const LocalFields today = zone.toLocal(now.time_since_epoch().count());
        fields.year = today.year;
        fields.month = today.month;
        fields.day = today.day;
    }
    if (!isValid(fields)) return std::nullopt;
    return zone.toInstant(fields);
}

std::optional<std::int64_t> instantAtOffset(const ParsedText& parsed, int offset, EventTime now) {
    LocalFields fields = parsed.fields;
    if (parsed.timeOnly) {
        const LocalFields today = localFromMicros(now.time_since_epoch().count() + offset * kMicrosPerSecond);
        fields.year = today.year;
        fields.month = today.month;
        fields.day = today.day;
    }
    if (!isValid(fields)) return std::nullopt;
    const std::optional<std::int64_t> local = microsFromLocal(fields);
    std::int64_t instant = 0;
    if (!local || __builtin_sub_overflow(*local, offset * kMicrosPerSecond, &instant)) return std::nullopt;
    return instant;
}

/// Writes calendar fields into a buffer of its own; long enough for any year.
class FieldWriter {
  public:
    /// Spark's `yyyy`: at least four digits, a sign before years that have more and before negative ones.
    FieldWriter& year(std::int64_t year) {
        if (year > 9999) put('+');
        if (year < 0) put('-');
        const std::int64_t size = year < 0 ? -year : year;
        if (size > 9999) next_ = std::to_chars(next_, text_.data() + text_.size(), size).ptr;
        else digits(static_cast<int>(size), 4);
        return *this;
    }

    FieldWriter& digits(int value, int count) {
        for (char* at = next_ + count; at != next_; value /= 10) *--at = static_cast<char>('0' + value % 10);
        next_ += count;
        return *this;
    }

    FieldWriter& put(char letter) {
        *next_++ = letter;
        return *this;
    }

    FieldWriter& date(const LocalFields& fields) {
        return year(fields.year).put('-').digits(fields.month, 2).put('-').digits(fields.day, 2);
    }

    FieldWriter& time(const LocalFields& fields) {
        return digits(fields.hour, 2).put(':').digits(fields.minute, 2).put(':').digits(fields.second, 2);
    }

    void dropTrailingZeros() {
        while (next_[-1] == '0') --next_;
    }

    std::string text() const { return std::string(text_.data(), static_cast<std::size_t>(next_ - text_.data())); }

  private:
    std::array<char, 64> text_;
    char* next_ = text_.data();
};

std::string textWithShortFraction(const LocalFields& fields) {
    FieldWriter writer;
    writer.date(fields).put(' ').time(fields);
    if (fields.micro != 0) writer.put('.').digits(fields.micro, 6).dropTrailingZeros();
    return writer.text();
}

}  // namespace

std::optional<std::int64_t> parseTimestampForCast(std::string_view text, const TimeZone& zone, EventTime now) {
    if (IsoText iso; readIso(text, iso)) {
        if (!isValid(iso.fields)) return std::nullopt;
        return iso.utc ? microsFromLocal(iso.fields) : zone.toInstant(iso.fields);
    }
    ParsedText parsed;
    if (!TimestampReader(text).read(parsed)) return std::nullopt;
    if (parsed.zone.empty()) return instantOf(parsed, zone, now);
    if (const std::optional<int> offset = parseZoneOffset(parsed.zone)) return instantAtOffset(parsed, *offset, now);
    const Result<TimeZone> named = TimeZone::find(parsed.zone);
    return named ? instantOf(parsed, *named, now) : std::nullopt;
}

std::optional<std::int64_t> parseTimestamp(std::string_view text, const TimeZone& zone, EventTime now) {
    const std::optional<std::int64_t> instant = parseTimestampForCast(text, zone, now);
    if (instant || text.find("GMT") == std::string_view::npos) return instant;
    std::string without(text);
    for (std::size_t at = without.find("GMT"); at != std::string::npos; at = without.find("GMT", at)) without.erase(at, 3);
    return parseTimestampForCast(without, zone, now);
}

std::optional<std::int64_t> parseTimestampNtz(std::string_view text, bool allowZone) {
    if (IsoText iso; readIso(text, iso)) {
        if (!isValid(iso.fields) || (iso.utc && !allowZone)) return std::nullopt;
        return microsFromLocal(iso.fields);
    }
    ParsedText parsed;
    if (!TimestampReader(text).read(parsed) || parsed.timeOnly || !isValid(parsed.fields)) return std::nullopt;
    if (!parsed.zone.empty() && (!allowZone || (!parseZoneOffset(parsed.zone) && !TimeZone::find(parsed.zone)))) return std::nullopt;
    return microsFromLocal(parsed.fields);
}

std::optional<std::int32_t> parseDate(std::string_view text) {
    text = trimmed(text);
    if (text.empty()) return std::nullopt;
    const bool negative = text.front() == '-';
    if (negative || text.front() == '+') text.remove_prefix(1);
    std::array<int, 3> segments = {1, 1, 1};
    std::size_t segment = 0;
    for (;; ++segment) {
        std::size_t digits = 0;
        int value = 0;
        for (; digits < text.size() && digits <= 7 && isDigit(text[digits]); ++digits) value = value * 10 + (text[digits] - '0');
        if (segment == 0 ? digits < 4 || digits > 7 : digits < 1 || digits > 2) return std::nullopt;
        segments[segment] = value;
        text.remove_prefix(digits);
        if (segment == 2 || text.empty()) break;
        if (text.front() != '-') return std::nullopt;
        text.remove_prefix(1);
    }
    // After a whole date anything may stand behind a blank or a T.
    if (!text.empty() && text.front() != ' ' && text.front() != 'T') return std::nullopt;
    const std::int64_t year = negative ? -segments[0] : segments[0];
    if (!isDate(year, segments[1], segments[2])) return std::nullopt;
    const std::int64_t days = daysFromCivil(year, segments[1], segments[2]);
    if (days < INT32_MIN || days > INT32_MAX) return std::nullopt;
    return static_cast<std::int32_t>(days);
}

std::optional<std::int32_t> parseDateForReader(std::string_view text) {
    if (const std::optional<std::int32_t> date = parseDate(text)) return date;
    const bool isSigned = !text.empty() && (text.front() == '-' || text.front() == '+');
    const bool negative = isSigned && text.front() == '-';
    if (isSigned) text.remove_prefix(1);
    if (text.empty()) return std::nullopt;
    std::int64_t days = 0;
    for (const char letter : text) {
        if (!isDigit(letter)) return std::nullopt;
        days = days * 10 + (letter - '0');
        if (days > std::int64_t{INT32_MAX} + 1) return std::nullopt;
    }
    if (negative) days = -days;
    if (days > INT32_MAX) return std::nullopt;
    return static_cast<std::int32_t>(days);
}

std::string formatTimestamp(std::int64_t micros, const TimeZone& zone) {
    return textWithShortFraction(zone.toLocal(micros));
}

std::string formatTimestampNtz(std::int64_t micros) {
    return textWithShortFraction(localFromMicros(micros));
}

std::string formatDate(std::int32_t days) {
    return FieldWriter().date(civilFromDays(days)).text();
}

std::string formatTimestampIso(std::int64_t micros, const TimeZone& zone) {
    const LocalFields fields = zone.toLocal(micros);
    const int offset = zone.offsetAt(micros);
    FieldWriter writer;
    writer.date(fields).put('T').time(fields).put('.').digits(fields.micro / 1000, 3);
    if (offset == 0) return writer.put('Z').text();
    const int minutes = std::abs(offset) / 60;
    return writer.put(offset < 0 ? '-' : '+').digits(minutes / 60, 2).put(':').digits(minutes % 60, 2).text();
}

std::string formatMillisUtc(std::int64_t millis) {
    constexpr std::int64_t kMillisPerDay = 86'400'000;
    const auto ofDay = static_cast<int>(floorMod(millis, kMillisPerDay));
    LocalFields fields = civilFromDays(floorDiv(millis, kMillisPerDay));
    fields.hour = ofDay / 3'600'000;
    fields.minute = ofDay / 60'000 % 60;
    fields.second = ofDay / 1000 % 60;
    return FieldWriter().date(fields).put('T').time(fields).put('.').digits(ofDay % 1000, 3).put('Z').text();
}

std::string formatTimestampExact(std::int64_t micros, bool withZ) {
    const LocalFields fields = localFromMicros(micros);
    FieldWriter writer;
    writer.date(fields).put('T').time(fields).put('.').digits(fields.micro, 6);
    if (withZ) writer.put('Z');
    return writer.text();
}

}  // namespace vitrine
