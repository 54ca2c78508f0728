// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/number_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "core/base/check.h"

namespace vitrine {
namespace {

constexpr int kMaxDigits = DataType::kMaxDecimalPrecision;
__extension__ using UInt128 = unsigned __int128;

bool isDigit(char letter) { return letter >= '0' && letter <= '9'; }

constexpr std::array<Int128, kMaxDigits + 1> kPowersOfTen = [] {
    std::array<Int128, kMaxDigits + 1> powers{};
    Int128 power = 1;
    for (int exponent = 0; exponent <= kMaxDigits; ++exponent) {
        powers[static_cast<std::size_t>(exponent)] = power;
        if (exponent < kMaxDigits) power *= 10;
    }
    return powers;
}();

UInt128 magnitude(Int128 value) {
    return value < 0 ? ~static_cast<UInt128>(value) + 1 : static_cast<UInt128>(value);
}

// --- floating point ------------------------------------------------------------------------------------------------------

/// Java's text: plain from 10^-3 up to 10^7, else with an exponent; always a digit after the point.
template <class T>
std::string formatFloatingPoint(T value) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
    if (value == 0) return std::signbit(value) ? "-0.0" : "0.0";

    std::array<char, 64> buffer;
    char* const begin = buffer.data();
    char* end = std::to_chars(begin, begin + buffer.size(), std::abs(value), std::chars_format::scientific).ptr;
    // Where one digit would do, Java picks the nearest of those with two: 4.9E-324, not 5.0E-324.
    if (begin[1] == 'e') end = std::to_chars(begin, begin + buffer.size(), std::abs(value), std::chars_format::scientific, 1).ptr;
    char* const mark = std::find(begin, end, 'e');
    std::string digits(1, begin[0]);
    digits.append(begin + 2, mark);
    int exponent = 0;
    std::from_chars(mark + (mark[1] == '+' ? 2 : 1), end, exponent);
    while (digits.size() > 1 && digits.back() == '0') digits.pop_back();

    std::string text = value < 0 ? "-" : "";
    if (exponent >= -3 && exponent < 7) {
        if (exponent < 0) {
            text += "0.";
            text.append(static_cast<std::size_t>(-exponent - 1), '0');
            return text + digits;
        }
        const auto whole = static_cast<std::size_t>(exponent) + 1;
        if (digits.size() < whole + 1) digits.append(whole + 1 - digits.size(), '0');
        return text + digits.substr(0, whole) + '.' + digits.substr(whole);
    }
    text += digits[0];
    text += '.';
    text += digits.size() > 1 ? std::string_view(digits).substr(1) : std::string_view("0");
    return text + 'E' + std::to_string(exponent);
}

/// Whether a number beyond the range of its type is too large, not too small: the exponent of its first digit that counts.
bool isHuge(std::string_view text) {
    long long exponent = 0;
    bool point = false;
    bool seen = false;
    std::size_t at = 0;
    for (; at < text.size() && (isDigit(text[at]) || text[at] == '.'); ++at) {
        if (text[at] == '.') {
            point = true;
            continue;
        }
        seen = seen || text[at] != '0';
        if (seen && !point) ++exponent;
        if (!seen && point) --exponent;
    }
    if (at < text.size()) {
        ++at;
        const bool negative = at < text.size() && text[at] == '-';
        if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
        long long written = 0;
        for (; at < text.size() && written < 1'000'000'000; ++at) written = written * 10 + (text[at] - '0');
        exponent += negative ? -written : written;
    }
    return exponent > 0;
}

template <class T>
std::optional<T> parseFloatingPoint(std::string_view text) {
    while (!text.empty() && static_cast<unsigned char>(text.front()) <= 0x20) text.remove_prefix(1);
    while (!text.empty() && static_cast<unsigned char>(text.back()) <= 0x20) text.remove_suffix(1);
    if (text.empty()) return std::nullopt;
    const bool negative = text.front() == '-';
    if (negative || text.front() == '+') text.remove_prefix(1);
    const auto withSign = [negative](T value) { return negative ? -value : value; };
    if (text == "NaN") return std::numeric_limits<T>::quiet_NaN();
    if (text == "Infinity") return withSign(std::numeric_limits<T>::infinity());
    if (text.empty() || !(isDigit(text.front()) || text.front() == '.')) return std::nullopt;
    if (const char last = text.back(); last == 'd' || last == 'D' || last == 'f' || last == 'F') text.remove_suffix(1);
    T value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (end != text.data() + text.size() || failure == std::errc::invalid_argument) return std::nullopt;
    if (failure == std::errc::result_out_of_range) value = isHuge(text) ? std::numeric_limits<T>::infinity() : T{0};
    return withSign(value);
}

// --- decimals ------------------------------------------------------------------------------------------------------------

/// A number as text: its significant digits are those of `whole` and `fraction` one after the other, without leading zeros.
struct DecimalText {
    bool negative = false;
    std::string_view whole;
    std::string_view fraction;
    std::int64_t scale = 0;   ///< value = digits × 10^-scale

    std::size_t size() const { return whole.size() + fraction.size(); }
    int digit(std::size_t index) const {
        return (index < whole.size() ? whole[index] : fraction[index - whole.size()]) - '0';
    }
    /// Digits before the point; negative when zeros follow the point.
    std::int64_t integralDigits() const { return static_cast<std::int64_t>(size()) - scale; }
};

std::optional<DecimalText> readDecimal(std::string_view text) {
    DecimalText result;
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
        result.negative = text.front() == '-';
        text.remove_prefix(1);
    }
    const auto run = [&text] {
        std::size_t count = 0;
        while (count < text.size() && isDigit(text[count])) ++count;
        const std::string_view digits = text.substr(0, count);
        text.remove_prefix(count);
        return digits;
    };
    result.whole = run();
    if (!text.empty() && text.front() == '.') {
        text.remove_prefix(1);
        result.fraction = run();
    }
    if (result.size() == 0) return std::nullopt;
    result.scale = static_cast<std::int64_t>(result.fraction.size());
    if (!text.empty()) {
        if (text.front() != 'e' && text.front() != 'E') return std::nullopt;
        text.remove_prefix(1);
        const bool negative = !text.empty() && text.front() == '-';
        if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
        const std::string_view digits = run();
        if (digits.empty() || !text.empty()) return std::nullopt;
        std::int64_t exponent = 0;
        for (const char digit : digits) {
            exponent = exponent * 10 + (digit - '0');
            if (exponent > std::numeric_limits<std::int32_t>::max()) return std::nullopt;
        }
        result.scale -= negative ? -exponent : exponent;
    }
    while (!result.whole.empty() && result.whole.front() == '0') result.whole.remove_prefix(1);
    if (result.whole.empty()) {
        while (!result.fraction.empty() && result.fraction.front() == '0') result.fraction.remove_prefix(1);
    }
    return result;
}

/// The first `count` digits, rounded half up by the one after them; `count` ≤ 38 (a carry may make it 10^38).
Int128 leadingDigits(const DecimalText& text, std::size_t count) {
    Int128 value = 0;
    for (std::size_t index = 0; index < count; ++index) value = value * 10 + text.digit(index);
    if (count < text.size() && text.digit(count) >= 5) ++value;
    return text.negative ? -value : value;
}

}  // namespace

std::string formatDouble(double value) {
    return formatFloatingPoint(value);
}

std::string formatFloat(float value) {
    return formatFloatingPoint(value);
}

std::string formatInt128(Int128 value) {
    std::array<char, 40> buffer;
    char* const end = buffer.data() + buffer.size();
    char* next = end;
    UInt128 rest = magnitude(value);
    // 64-bit division is far cheaper than 128-bit.
    while (rest > std::numeric_limits<std::uint64_t>::max()) {
        *--next = static_cast<char>('0' + static_cast<int>(rest % 10));
        rest /= 10;
    }
    for (auto small = static_cast<std::uint64_t>(rest); small != 0 || next == end; small /= 10) *--next = static_cast<char>('0' + small % 10);
    if (value < 0) *--next = '-';
    return {next, end};
}

std::string formatDecimal(Int128 unscaled, int scale) {
    std::string text = formatInt128(unscaled);
    if (scale <= 0) {
        if (unscaled != 0) text.append(static_cast<std::size_t>(-scale), '0');
        return text;
    }
    const std::size_t sign = unscaled < 0 ? 1 : 0;
    const auto fraction = static_cast<std::size_t>(scale);
    if (text.size() - sign <= fraction) text.insert(sign, fraction + 1 - (text.size() - sign), '0');
    text.insert(text.size() - fraction, 1, '.');
    return text;
}

std::string formatBigDecimal(Int128 unscaled, int scale) {
    const bool isNegative = unscaled < 0;
    std::string digits = formatInt128(isNegative ? -unscaled : unscaled);
    const int exponent = static_cast<int>(digits.size()) - 1 - scale;
    if (exponent >= -6) return formatDecimal(unscaled, scale);
    if (digits.size() > 1) digits.insert(1, ".");
    return (isNegative ? "-" : "") + digits + "E" + std::to_string(exponent);
}

std::optional<ParsedDecimal> parseDecimal(std::string_view text) {
    const std::optional<DecimalText> number = readDecimal(text);
    if (!number) return std::nullopt;
    ParsedDecimal result;
    std::int64_t scale = number->scale;
    const std::size_t kept = std::min<std::size_t>(number->size(), kMaxDigits);
    scale -= static_cast<std::int64_t>(number->size() - kept);
    result.unscaled = leadingDigits(*number, kept);
    std::int64_t integralDigits = number->integralDigits();
    if (magnitude(result.unscaled) == static_cast<UInt128>(powerOfTen(kMaxDigits))) {
        result.unscaled /= 10;
        --scale;
        ++integralDigits;
    }
    result.overflow = result.unscaled != 0 && integralDigits > kMaxDigits;
    result.scale = static_cast<int>(std::clamp<std::int64_t>(scale, std::numeric_limits<int>::min(), std::numeric_limits<int>::max()));
    return result;
}

std::optional<Int128> parseDecimalAs(std::string_view text, int precision, int scale) {
    const std::optional<DecimalText> number = readDecimal(text);
    if (!number) return std::nullopt;
    if (number->size() == 0) return 0;
    // Digits that are kept at this scale; zeros are added when the text has fewer.
    const std::int64_t kept = number->integralDigits() + scale;
    if (kept > precision) return std::nullopt;
    if (kept < 0) return 0;
    const auto present = std::min(static_cast<std::size_t>(kept), number->size());
    const Int128 value = leadingDigits(*number, present) * powerOfTen(static_cast<int>(kept - static_cast<std::int64_t>(present)));
    if (magnitude(value) >= static_cast<UInt128>(powerOfTen(precision))) return std::nullopt;
    return value;
}

std::optional<Int128> rescaleDecimal(Int128 unscaled, int fromScale, int toScale, int precision) {
    Int128 value = unscaled;
    const std::int64_t shift = static_cast<std::int64_t>(toScale) - fromScale;
    if (value != 0 && shift > 0) {
        if (shift > kMaxDigits || __builtin_mul_overflow(value, powerOfTen(static_cast<int>(shift)), &value)) return std::nullopt;
    } else if (shift < -kMaxDigits) {
        value = 0;
    } else if (shift < 0) {
        const Int128 divisor = powerOfTen(static_cast<int>(-shift));
        const Int128 remainder = value % divisor;
        value /= divisor;
        const Int128 distance = remainder < 0 ? -remainder : remainder;
        if (distance >= divisor - distance) value += unscaled < 0 ? -1 : 1;
    }
    if (magnitude(value) >= static_cast<UInt128>(powerOfTen(precision))) return std::nullopt;
    return value;
}

Int128 powerOfTen(int exponent) noexcept {
    VITRINE_ASSERT(exponent >= 0 && exponent <= kMaxDigits);
    return kPowersOfTen[static_cast<std::size_t>(exponent)];
}

double decimalToDouble(Int128 unscaled, int scale) {
    constexpr std::int64_t kExactIntegers = std::int64_t{1} << 53;
    constexpr int kExactPowers = 22;
    // Both operands exact: one division rounds once.
    if (scale >= 0 && scale <= kExactPowers && unscaled >= -kExactIntegers && unscaled <= kExactIntegers) {
        return static_cast<double>(static_cast<std::int64_t>(unscaled)) / static_cast<double>(powerOfTen(scale));
    }
    const std::string text = formatInt128(unscaled) + "e" + std::to_string(-static_cast<std::int64_t>(scale));
    return parseDouble(text).value_or(0);
}

std::optional<Int128> doubleToDecimal(double value, int precision, int scale) {
    if (!std::isfinite(value)) return std::nullopt;
    return parseDecimalAs(formatDouble(value), precision, scale);
}

std::optional<double> parseDouble(std::string_view text) {
    return parseFloatingPoint<double>(text);
}

std::optional<float> parseFloat(std::string_view text) {
    return parseFloatingPoint<float>(text);
}

std::optional<std::int64_t> parseLong(std::string_view text) {
    if (!text.empty() && text.front() == '+') {
        text.remove_prefix(1);
        if (text.empty() || !isDigit(text.front())) return std::nullopt;
    }
    std::int64_t value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace vitrine
