// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/literal_reader.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include "core/data/interval_text.h"
#include "core/data/number_text.h"
#include "core/data/timestamp_text.h"

namespace vitrine {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::int64_t kMicrosPerMinute = 60 * kMicrosPerSecond;
constexpr std::int64_t kMicrosPerHour = 60 * kMicrosPerMinute;
constexpr std::int64_t kMicrosPerDay = 24 * kMicrosPerHour;

Error syntaxError(std::string message) { return Error(ErrorCode::ExpressionSyntax, std::move(message)); }

std::string singular(std::string_view word) {
    std::string lower = toLowerAscii(word);
    if (!lower.empty() && lower.back() == 's') lower.pop_back();
    return lower;
}

struct UnitName {
    std::string_view name;
    IntervalUnit unit;
};
constexpr std::array<UnitName, 9> kUnits = {{{"year", IntervalUnit::Year},
                                             {"month", IntervalUnit::Month},
                                             {"week", IntervalUnit::Day},
                                             {"day", IntervalUnit::Day},
                                             {"hour", IntervalUnit::Hour},
                                             {"minute", IntervalUnit::Minute},
                                             {"second", IntervalUnit::Second},
                                             {"millisecond", IntervalUnit::Second},
                                             {"microsecond", IntervalUnit::Second}}};

std::optional<IntervalUnit> unitOf(std::string_view word) {
    const std::string name = singular(word);
    for (const UnitName& unit : kUnits) {
        if (unit.name == name) return unit.unit;
    }
    return std::nullopt;
}

int digitCount(Int128 value) {
    int digits = 1;
    for (value = value < 0 ? -value : value; value >= 10; value /= 10) ++digits;
    return digits;
}

Result<LiteralValue> decimalLiteral(const std::string& text) {
    const auto parsed = parseDecimal(text);
    if (!parsed || parsed->overflow) return syntaxError("The number " + text + " has more than 38 digits.");
    Int128 unscaled = parsed->unscaled;
    int scale = parsed->scale;
    if (scale < 0) {
        if (digitCount(unscaled) - scale > DataType::kMaxDecimalPrecision) {
            return syntaxError("The number " + text + " has more than 38 digits.");
        }
        unscaled *= powerOfTen(-scale);
        scale = 0;
    }
    if (scale > DataType::kMaxDecimalPrecision) return syntaxError("The number " + text + " has more than 38 digits.");
    const int precision = std::max(digitCount(unscaled), std::max(scale, 1));
    return LiteralValue{DataType::decimal(precision, scale), Value{unscaled}};
}

/// Digits at the front of `text`, taken off it; empty when there are none.
std::optional<std::int64_t> takeNumber(std::string_view& text) {
    std::size_t length = 0;
    std::int64_t value = 0;
    while (length < text.size() && text[length] >= '0' && text[length] <= '9') {
        if (length > 17) return std::nullopt;
        value = value * 10 + (text[length] - '0');
        ++length;
    }
    if (length == 0) return std::nullopt;
    text.remove_prefix(length);
    return value;
}

bool takeSeparator(std::string_view& text, char separator) {
    if (text.empty() || text.front() != separator) return false;
    text.remove_prefix(1);
    while (separator == ' ' && !text.empty() && text.front() == ' ') text.remove_prefix(1);
    return true;
}

}  // namespace

bool isIntervalUnit(std::string_view word) { return unitOf(word).has_value(); }

Result<LiteralValue> readNumber(const Token& token, bool negative) {
    const std::string text = (negative ? "-" : "") + token.text;
    const auto integral = [&](std::int64_t low, std::int64_t high, std::string_view type) -> Result<std::int64_t> {
        const auto value = parseLong(text);
        if (!value || *value < low || *value > high) {
            return syntaxError("The number " + text + " does not fit into " + std::string(type) + ".");
        }
        return *value;
    };
    if (token.suffix == "L") {
        VITRINE_TRY(const std::int64_t value, integral(std::numeric_limits<std::int64_t>::min(),
                                                       std::numeric_limits<std::int64_t>::max(), "BIGINT"));
        return LiteralValue{DataType::longType(), Value{value}};
    }
    if (token.suffix == "S") {
        VITRINE_TRY(const std::int64_t value, integral(-32768, 32767, "SMALLINT"));
        return LiteralValue{DataType::shortType(), Value{static_cast<std::int16_t>(value)}};
    }
    if (token.suffix == "Y") {
        VITRINE_TRY(const std::int64_t value, integral(-128, 127, "TINYINT"));
        return LiteralValue{DataType::byteType(), Value{static_cast<std::int8_t>(value)}};
    }
    if (token.suffix == "BD") return decimalLiteral(text);
    if (token.suffix == "F") {
        const auto value = parseDouble(text);
        if (!value) return syntaxError("\"" + text + "\" is not a number.");
        if (std::abs(*value) > std::numeric_limits<float>::max()) return syntaxError("The number " + text + " does not fit into FLOAT.");
        return LiteralValue{DataType::floatType(), Value{static_cast<float>(*value)}};
    }
    if (token.suffix == "D" || token.kind == TokenKind::Exponent) {
        const auto value = parseDouble(text);
        if (!value) return syntaxError("\"" + text + "\" is not a number.");
        if (std::isinf(*value)) return syntaxError("The number " + text + " does not fit into DOUBLE.");
        return LiteralValue{DataType::doubleType(), Value{*value}};
    }
    if (token.kind == TokenKind::Decimal) return decimalLiteral(text);
    if (const auto value = parseLong(text)) {
        if (*value >= std::numeric_limits<std::int32_t>::min() && *value <= std::numeric_limits<std::int32_t>::max()) {
            return LiteralValue{DataType::intType(), Value{static_cast<std::int32_t>(*value)}};
        }
        return LiteralValue{DataType::longType(), Value{*value}};
    }
    return decimalLiteral(text);
}

Result<LiteralValue> readTypedLiteral(std::string_view typeWord, const Token& text) {
    if (typeWord == "DATE") {
        if (const auto days = parseDate(text.text)) return LiteralValue{DataType::date(), Value{*days}};
        return syntaxError("\"" + text.text + "\" is not a date; write it as DATE '2016-07-26'.");
    }
    if (typeWord == "TIMESTAMP_NTZ") {
        if (const auto micros = parseTimestampNtz(text.text)) return LiteralValue{DataType::timestampNtz(), Value{*micros}};
        return syntaxError("\"" + text.text + "\" is not a date and time; write it as TIMESTAMP_NTZ '2016-07-26 02:45:00'.");
    }
    if (!parseTimestampForCast(text.text, TimeZone())) {
        return syntaxError("\"" + text.text + "\" is not a date and time; write it as TIMESTAMP '2016-07-26 02:45:00'.");
    }
    return LiteralValue{DataType::timestamp(), Value{text.text}};
}

LiteralValue readHex(std::string_view digits) {
    const auto valueOf = [](char letter) {
        if (letter >= '0' && letter <= '9') return letter - '0';
        return (letter | 0x20) - 'a' + 10;
    };
    std::string padded(digits);
    if (padded.size() % 2 != 0) padded.insert(padded.begin(), '0');
    std::string bytes;
    for (std::size_t index = 0; index < padded.size(); index += 2) {
        bytes += static_cast<char>(valueOf(padded[index]) * 16 + valueOf(padded[index + 1]));
    }
    return LiteralValue{DataType::binary(), Value{bytes}};
}

Result<LiteralValue> readUnitToUnit(std::string_view text, std::string_view first, std::string_view last) {
    const auto from = unitOf(first);
    const auto to = unitOf(last);
    const std::string range = toUpperAscii(first) + " TO " + toUpperAscii(last);
    if (!from || !to || *from >= *to || (*from <= IntervalUnit::Month) != (*to <= IntervalUnit::Month)) {
        return syntaxError("An interval cannot run from " + range + ".");
    }
    const auto malformed = [&] { return syntaxError("\"" + std::string(text) + "\" is not an interval " + range + "."); };
    std::string_view rest = text;
    while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
    while (!rest.empty() && rest.back() == ' ') rest.remove_suffix(1);
    bool isNegative = false;
    if (!rest.empty() && (rest.front() == '-' || rest.front() == '+')) {
        isNegative = rest.front() == '-';
        rest.remove_prefix(1);
    }
    const std::int64_t sign = isNegative ? -1 : 1;
    if (*to == IntervalUnit::Month) {
        const auto years = takeNumber(rest);
        if (!years || !takeSeparator(rest, '-')) return malformed();
        const auto months = takeNumber(rest);
        if (!months || !rest.empty() || *months > 11 || *years > 178'956'970) return malformed();
        const std::int64_t total = sign * (*years * 12 + *months);
        if (total < std::numeric_limits<std::int32_t>::min() || total > std::numeric_limits<std::int32_t>::max()) return malformed();
        return LiteralValue{DataType::yearMonthInterval(*from, *to), Value{static_cast<std::int32_t>(total)}};
    }
    static constexpr std::array<std::int64_t, 4> kLengths = {kMicrosPerDay, kMicrosPerHour, kMicrosPerMinute, kMicrosPerSecond};
    Int128 micros = 0;
    for (int unit = static_cast<int>(*from); unit <= static_cast<int>(*to); ++unit) {
        if (unit > static_cast<int>(*from)) {
            const char separator = unit == static_cast<int>(IntervalUnit::Hour) ? ' ' : ':';
            if (!takeSeparator(rest, separator)) return malformed();
        }
        const auto number = takeNumber(rest);
        if (!number) return malformed();
        const bool isFirst = unit == static_cast<int>(*from);
        if (!isFirst && *number > (unit == static_cast<int>(IntervalUnit::Hour) ? 23 : 59)) return malformed();
        micros += static_cast<Int128>(*number) * kLengths[static_cast<std::size_t>(unit - 2)];
    }
    if (*to == IntervalUnit::Second && takeSeparator(rest, '.')) {
        std::int64_t weight = 100'000;
        for (; !rest.empty() && rest.front() >= '0' && rest.front() <= '9'; rest.remove_prefix(1), weight /= 10) {
            micros += (rest.front() - '0') * weight;
        }
    }
    if (!rest.empty() || micros > std::numeric_limits<std::int64_t>::max()) return malformed();
    return LiteralValue{DataType::dayTimeInterval(*from, *to), Value{sign * static_cast<std::int64_t>(micros)}};
}

Result<LiteralValue> readMultiUnit(std::string_view words) {
    auto parsed = parseInterval(words);
    if (!parsed) return std::move(parsed).error();
    bool hasMonths = false;
    bool hasTime = false;
    IntervalUnit first = IntervalUnit::Second;
    IntervalUnit last = IntervalUnit::Year;
    std::size_t at = 0;
    while (at < words.size()) {
        std::size_t end = at;
        while (end < words.size() && words[end] != ' ' && words[end] != '\t' && words[end] != '\n') ++end;
        if (const auto unit = unitOf(words.substr(at, end - at))) {
            (*unit <= IntervalUnit::Month ? hasMonths : hasTime) = true;
            first = std::min(first, *unit);
            last = std::max(last, *unit);
        }
        at = end + 1;
    }
    if (hasMonths && hasTime) {
        return syntaxError("An interval cannot mix years or months with days or times: \"" + std::string(words) + "\".")
            .withWayOut("Add two intervals instead, one of months and one of days or times.");
    }
    if (hasMonths) return LiteralValue{DataType::yearMonthInterval(first, last), Value{parsed->months}};
    const Int128 micros = static_cast<Int128>(parsed->days) * kMicrosPerDay + parsed->micros;
    if (micros > std::numeric_limits<std::int64_t>::max() || micros < std::numeric_limits<std::int64_t>::min()) {
        return syntaxError("The interval \"" + std::string(words) + "\" is too long.");
    }
    return LiteralValue{DataType::dayTimeInterval(first, last), Value{static_cast<std::int64_t>(micros)}};
}

}  // namespace vitrine
