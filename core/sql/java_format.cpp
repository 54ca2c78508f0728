// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/java_format.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include <fmt/format.h>

#include "core/data/number_text.h"
#include "core/data/cast_text.h"
#include "core/sql/hex_text.h"
#include "core/sql/spark_hash.h"
#include "core/sql/utf8_text.h"

namespace vitrine {
namespace {

constexpr int kMostDigits = 100'000;  // of a width or a precision; Java would run out of memory later

Error refused(std::string_view specifier, std::string_view why) {
    return Error(ErrorCode::InvalidArgument, "The format \"" + std::string(specifier) + "\" is not valid: " + std::string(why) + ".");
}

/// The decimal digits that Java prints, 0.d1d2d3… × 10^exponent.
struct Digits {
    std::string digits;
    int exponent = 0;
};

Digits shortestDigits(double value) {
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::scientific).ptr;
    const std::string_view all(text, static_cast<std::size_t>(end - text));
    const std::size_t at = all.find('e');
    Digits result;
    for (const char letter : all.substr(0, at)) {
        if (letter != '.') result.digits += letter;
    }
    const bool isNegative = text[at + 1] == '-';
    std::from_chars(text + at + 2, end, result.exponent);
    result.exponent = (isNegative ? -result.exponent : result.exponent) + 1;
    if (value == 0) result = {"0", 1};
    return result;
}

/// Keeps `count` digits, HALF_UP.
void roundTo(Digits& value, int count) {
    if (count >= static_cast<int>(value.digits.size())) return;
    if (count < 0) {
        value = {"0", 1};
        return;
    }
    const bool up = value.digits[static_cast<std::size_t>(count)] >= '5';
    value.digits.resize(static_cast<std::size_t>(count));
    if (up) {
        std::size_t at = value.digits.size();
        while (at > 0 && value.digits[at - 1] == '9') value.digits[--at] = '0';
        if (at > 0) {
            ++value.digits[at - 1];
        } else {
            value.digits.insert(value.digits.begin(), '1');
            ++value.exponent;
        }
    } else if (count == 0) {
        value = {"0", 1};
    }
}

std::string fixedText(double value, int precision) {
    Digits digits = shortestDigits(value);
    roundTo(digits, digits.exponent + precision);
    std::string whole = "0";
    std::string fraction;
    if (digits.exponent > 0) {
        whole = digits.digits.substr(0, static_cast<std::size_t>(digits.exponent));
        whole.append(static_cast<std::size_t>(digits.exponent) - whole.size(), '0');
        if (digits.digits.size() > static_cast<std::size_t>(digits.exponent)) fraction = digits.digits.substr(static_cast<std::size_t>(digits.exponent));
    } else {
        fraction = std::string(static_cast<std::size_t>(-digits.exponent), '0') + digits.digits;
    }
    fraction.resize(static_cast<std::size_t>(precision), '0');
    return precision > 0 ? whole + '.' + fraction : whole;
}

std::string scientificText(double value, int precision) {
    Digits digits = shortestDigits(value);
    roundTo(digits, precision + 1);
    digits.digits.resize(static_cast<std::size_t>(precision) + 1, '0');
    const int exponent = value == 0 ? 0 : digits.exponent - 1;
    std::string text = digits.digits.substr(0, 1);
    if (precision > 0) text += '.' + digits.digits.substr(1, static_cast<std::size_t>(precision));
    const std::string power = std::to_string(std::abs(exponent));
    return text + (exponent < 0 ? "e-" : "e+") + (power.size() < 2 ? "0" : "") + power;
}

/// `%g`: plain from 0.0001 up to 10^precision, with `precision` digits in all.
std::string generalText(double value, int precision) {
    if (precision == 0) precision = 1;
    if (value == 0) return fixedText(value, precision - 1);
    Digits digits = shortestDigits(value);
    roundTo(digits, precision);
    if (digits.exponent <= -4 || digits.exponent > precision) return scientificText(value, precision - 1);
    return fixedText(value, precision - digits.exponent);
}

/// `%a` as Java's Double.toHexString.
std::string hexadecimalText(double value) {
    if (value == 0) return "0x0.0p0";
    char text[64];
    const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::hex).ptr;
    std::string all(text, end);
    const std::size_t power = all.find('p');
    std::string exponent = all.substr(power + 1);
    if (exponent.front() == '+') exponent.erase(0, 1);
    std::string digits = all.substr(0, power);
    if (digits.find('.') == std::string::npos) digits += ".0";
    return "0x" + digits + 'p' + exponent;
}

void groupThousands(std::string& number) {
    const std::size_t point = std::min(number.find('.'), number.size());
    for (std::size_t at = point; at > 3; at -= 3) number.insert(at - 3, ",");
}

std::int32_t hashCodeOf(const Column& column, std::size_t row) {
    const auto ofLong = [](std::int64_t value) { return static_cast<std::int32_t>(static_cast<std::uint64_t>(value) ^ (static_cast<std::uint64_t>(value) >> 32)); };
    switch (column.type()->kind()) {
        case TypeKind::Boolean: return column.values<std::uint8_t>()[row] != 0 ? 1231 : 1237;
        case TypeKind::Byte: return column.values<std::int8_t>()[row];
        case TypeKind::Short: return column.values<std::int16_t>()[row];
        case TypeKind::Int:
        case TypeKind::Date: return column.values<std::int32_t>()[row];
        case TypeKind::Long:
        case TypeKind::Timestamp:
        case TypeKind::TimestampNtz: return ofLong(column.values<std::int64_t>()[row]);
        case TypeKind::Float: return std::bit_cast<std::int32_t>(column.values<float>()[row]);
        case TypeKind::Double: return ofLong(std::bit_cast<std::int64_t>(column.values<double>()[row]));
        default: return murmur3Hash(column, row, 42);
    }
}

/// What Java's String.valueOf gives for the object that Spark passes.
std::string objectText(const Column& column, std::size_t row) {
    switch (column.type()->kind()) {
        case TypeKind::Date:
        case TypeKind::YearMonthInterval: return std::to_string(column.values<std::int32_t>()[row]);
        case TypeKind::Timestamp:
        case TypeKind::TimestampNtz:
        case TypeKind::DayTimeInterval: return std::to_string(column.values<std::int64_t>()[row]);
        default: return castToText(column, row, TimeZone());
    }
}

}  // namespace

Result<JavaFormat> JavaFormat::parse(std::string_view format) {
    JavaFormat result;
    std::string text;
    int next = 0;
    int last = -1;
    std::size_t at = 0;
    while (at < format.size()) {
        if (format[at] != '%') {
            text += format[at++];
            continue;
        }
        const std::size_t begin = at++;
        Part part;
        const auto number = [&](std::size_t from) {
            std::size_t end = from;
            while (end < format.size() && format[end] >= '0' && format[end] <= '9') ++end;
            return end;
        };
        const auto valueOf = [&](std::size_t from, std::size_t end) {
            int value = kMostDigits + 1;
            std::from_chars(format.data() + from, format.data() + end, value);
            return value;
        };
        bool isRelative = false;
        int explicitIndex = 0;
        const std::size_t indexEnd = number(at);
        if (indexEnd > at && format[at] != '0' && indexEnd < format.size() && format[indexEnd] == '$') {
            explicitIndex = valueOf(at, indexEnd);
            at = indexEnd + 1;
        } else if (at < format.size() && format[at] == '<') {
            isRelative = true;
            ++at;
        }
        for (bool isFlag = true; isFlag && at < format.size();) {
            const auto set = [&](bool& flag) {
                const bool isRepeated = flag;
                flag = true;
                ++at;
                return !isRepeated;
            };
            bool isNew = true;
            switch (format[at]) {
                case '-': isNew = set(part.left); break;
                case '0': isNew = set(part.zero); break;
                case '+': isNew = set(part.plus); break;
                case ' ': isNew = set(part.space); break;
                case ',': isNew = set(part.group); break;
                case '(': isNew = set(part.parentheses); break;
                case '#': isNew = set(part.alternate); break;
                case '<': isNew = set(isRelative); break;
                default: isFlag = false; break;
            }
            if (!isNew) return refused(format.substr(begin, at - begin), "a flag is repeated");
        }
        if (const std::size_t end = number(at); end > at) {
            part.width = valueOf(at, end);
            at = end;
        }
        if (at < format.size() && format[at] == '.') {
            const std::size_t end = number(at + 1);
            if (end == at + 1) return refused(format.substr(begin, end - begin), "\".\" needs a number");
            part.precision = valueOf(at + 1, end);
            at = end;
        }
        if (at >= format.size()) return refused(format.substr(begin), "it has no conversion letter such as s or d");
        part.conversion = format[at++];
        const std::string_view specifier = format.substr(begin, at - begin);
        if (part.width > kMostDigits || part.precision > kMostDigits) return refused(specifier, "the number is too great");
        if (std::string_view("BHSCXEGA").find(part.conversion) != std::string_view::npos) {
            part.isUpper = true;
            part.conversion = static_cast<char>(part.conversion - 'A' + 'a');
        }
        VITRINE_CHECK_OK(check(part, specifier));
        if (part.conversion != 'n' && part.conversion != '%') {
            part.argument = isRelative ? last : explicitIndex > 0 ? explicitIndex - 1 : next++;
            if (part.argument < 0) return refused(specifier, "there is no argument before it");
            last = part.argument;
        }
        part.text = std::move(text);
        text.clear();
        result.parts_.push_back(std::move(part));
    }
    Part rest;
    rest.text = std::move(text);
    result.parts_.push_back(std::move(rest));
    return result;
}

Result<void> JavaFormat::check(const Part& part, std::string_view text) {
    if (part.conversion == 't' || part.conversion == 'T') return refused(text, "times are formatted by date_format()");
    if (std::string_view("bhscdoxefgan%").find(part.conversion) == std::string_view::npos) return refused(text, "the conversion letter is unknown");
    const bool isNumber = std::string_view("doxefga").find(part.conversion) != std::string_view::npos;
    const bool isReal = std::string_view("efga").find(part.conversion) != std::string_view::npos;
    if ((part.left || part.zero) && part.width < 0) return refused(text, "the flags - and 0 need a width");
    if ((part.left && part.zero) || (part.plus && part.space)) return refused(text, "two flags contradict each other");
    if (part.precision >= 0 && !isReal && part.conversion != 's' && part.conversion != 'b' && part.conversion != 'h') return refused(text, "the conversion takes no precision");
    if (part.conversion == 'n' && (part.width >= 0 || part.left || part.zero)) return refused(text, "%n takes no width");
    const bool hasNumberFlag = part.plus || part.space || part.zero || part.group || part.parentheses;
    if (!isNumber && hasNumberFlag) return refused(text, "a flag does not go with the conversion");
    const bool isHexOrOctal = part.conversion == 'x' || part.conversion == 'o';
    if (part.alternate && (!isNumber || part.conversion == 'd' || part.conversion == 'g')) return refused(text, "a flag does not go with the conversion");
    if (isHexOrOctal && (part.plus || part.space || part.group || part.parentheses)) return refused(text, "a flag does not go with the conversion");
    if (part.group && (part.conversion == 'e' || part.conversion == 'a')) return refused(text, "a flag does not go with the conversion");
    if (part.parentheses && part.conversion == 'a') return refused(text, "a flag does not go with the conversion");
    return {};
}

Result<void> JavaFormat::format(std::span<const ColumnPtr> arguments, std::size_t row, std::string& out) const {
    for (const Part& part : parts_) {
        out += part.text;
        if (part.conversion == 0) continue;
        if (part.conversion == 'n') {
            out += '\n';
        } else if (part.conversion == '%') {
            pad(part, "%", out);
        } else if (static_cast<std::size_t>(part.argument) >= arguments.size()) {
            return Error(ErrorCode::InvalidArgument, "The format asks for argument " + std::to_string(part.argument + 1) + ", but there are only " + std::to_string(arguments.size()) + ".");
        } else {
            VITRINE_CHECK_OK(formatPart(part, *arguments[static_cast<std::size_t>(part.argument)], row, out));
        }
    }
    return {};
}

void JavaFormat::pad(const Part& part, std::string text, std::string& out) {
    if (part.isUpper) text = toUpperUnicode(text);
    const auto size = static_cast<int>(countUtf16Units(text));
    const auto missing = static_cast<std::size_t>(std::max(part.width - size, 0));
    if (part.left) {
        out.append(text).append(missing, ' ');
    } else {
        out.append(missing, ' ').append(text);
    }
}

/// Sign, digits and zeros of a number whose digits are `digits`.
std::string JavaFormat::wholeText(const Part& part, Int128 value, int bits) {
    if (part.conversion != 'd') {
        // Two's complement in as many bits as the type has.
        auto unsignedValue = static_cast<std::uint64_t>(static_cast<std::int64_t>(value));
        if (bits < 64) unsignedValue &= (std::uint64_t{1} << bits) - 1;
        char text[32];
        const auto end = std::to_chars(text, text + sizeof text, unsignedValue, part.conversion == 'x' ? 16 : 8).ptr;
        const std::string prefix = !part.alternate ? "" : part.conversion == 'x' ? "0x" : "0";
        std::string digits(text, end);
        const auto size = static_cast<int>(prefix.size() + digits.size());
        if (part.zero && size < part.width) digits.insert(0, static_cast<std::size_t>(part.width - size), '0');
        return prefix + digits;
    }
    const bool isNegative = value < 0;
    std::string digits = formatInt128(isNegative ? -value : value);
    if (part.group) groupThousands(digits);
    const std::string sign = isNegative ? (part.parentheses ? "(" : "-") : part.plus ? "+" : part.space ? " " : "";
    const auto size = static_cast<int>(sign.size() + digits.size() + (isNegative && part.parentheses ? 1 : 0));
    if (part.zero && size < part.width) digits.insert(0, static_cast<std::size_t>(part.width - size), '0');
    return sign + digits + (isNegative && part.parentheses ? ")" : "");
}

std::string JavaFormat::realText(const Part& part, double value) {
    if (std::isnan(value)) return "NaN";
    const bool isNegative = std::signbit(value);
    const double size = std::fabs(value);
    std::string digits;
    if (std::isinf(value)) {
        digits = "Infinity";
    } else {
        const int precision = part.precision < 0 ? 6 : part.precision;
        switch (part.conversion) {
            case 'e': digits = scientificText(size, precision); break;
            case 'f': digits = fixedText(size, precision); break;
            case 'g': digits = generalText(size, precision); break;
            default: digits = hexadecimalText(size); break;
        }
        if (part.alternate && precision == 0 && part.conversion != 'a') digits.insert(std::min(digits.find('e'), digits.size()), ".");
        if (part.group) groupThousands(digits);
    }
    const std::string sign = isNegative ? (part.parentheses ? "(" : "-") : part.plus ? "+" : part.space ? " " : "";
    const std::string close = isNegative && part.parentheses ? ")" : "";
    const auto length = static_cast<int>(sign.size() + digits.size() + close.size());
    if (part.zero && length < part.width && !std::isinf(value)) {
        digits.insert(part.conversion == 'a' ? 2 : 0, static_cast<std::size_t>(part.width - length), '0');
    }
    return sign + digits + close;
}

Result<void> JavaFormat::formatPart(const Part& part, const Column& column, std::size_t row, std::string& out) {
    const bool isNull = column.isNull(row);
    const DataType& type = *column.type();
    const auto cut = [&](std::string text) {
        if (part.precision >= 0) text.resize(byteOfUtf16Unit(text, static_cast<std::size_t>(part.precision)));
        return text;
    };
    const auto mismatch = [&] {
        return Error(ErrorCode::InvalidArgument, fmt::format("The conversion %{} does not take a value of {}.", part.conversion, type.sql()))
            .withWayOut("Use %s, or CAST the value to INT, BIGINT or DOUBLE.");
    };
    if (part.conversion == 'b') {
        const bool truth = !isNull && (!type.is(TypeKind::Boolean) || column.values<std::uint8_t>()[row] != 0);
        pad(part, cut(truth ? "true" : "false"), out);
        return {};
    }
    if (isNull) {
        Part plain = part;
        plain.zero = false;
        pad(plain, cut("null"), out);
        return {};
    }
    if (part.conversion == 's') {
        pad(part, cut(objectText(column, row)), out);
        return {};
    }
    if (part.conversion == 'h') {
        const auto hash = static_cast<std::uint32_t>(hashCodeOf(column, row));
        char text[16];
        const auto end = std::to_chars(text, text + sizeof text, hash, 16).ptr;
        pad(part, cut(std::string(text, end)), out);
        return {};
    }
    std::int64_t whole = 0;
    int bits = 0;
    switch (type.kind()) {
        case TypeKind::Byte: whole = column.values<std::int8_t>()[row]; bits = 8; break;
        case TypeKind::Short: whole = column.values<std::int16_t>()[row]; bits = 16; break;
        case TypeKind::Int:
        case TypeKind::Date:
        case TypeKind::YearMonthInterval: whole = column.values<std::int32_t>()[row]; bits = 32; break;
        case TypeKind::Long:
        case TypeKind::Timestamp:
        case TypeKind::TimestampNtz:
        case TypeKind::DayTimeInterval: whole = column.values<std::int64_t>()[row]; bits = 64; break;
        default: break;
    }
    if (part.conversion == 'c') {
        if (bits == 0 || bits == 64) return mismatch();
        if (whole < 0 || whole > 0x10FFFF) return Error(ErrorCode::InvalidArgument, std::to_string(whole) + " is the number of no letter.");
        std::string letter;
        appendCodePoint(letter, static_cast<char32_t>(whole));
        pad(part, letter, out);
        return {};
    }
    const bool isReal = type.is(TypeKind::Float) || type.is(TypeKind::Double);
    if (std::string_view("efga").find(part.conversion) != std::string_view::npos) {
        if (!isReal) return mismatch();
        const double value = type.is(TypeKind::Float) ? static_cast<double>(column.values<float>()[row]) : column.values<double>()[row];
        pad(part, realText(part, value), out);
        return {};
    }
    if (bits == 0) return mismatch();
    pad(part, wholeText(part, whole, bits), out);
    return {};
}

}  // namespace vitrine
