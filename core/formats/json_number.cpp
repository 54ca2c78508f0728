// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/json_number.h"

#include <charconv>
#include <cmath>
#include <limits>

#include "core/data/number_text.h"

namespace vitrine {
namespace {

bool isDigit(char letter) { return letter >= '0' && letter <= '9'; }

/// Exponent of the number's first significant digit is positive: the text is too large, not too small.
bool isLarge(std::string_view token) {
    long exponent = 0;
    if (const std::size_t mark = token.find_first_of("eE"); mark != std::string_view::npos) {
        std::string_view digits = token.substr(mark + 1);
        if (!digits.empty() && digits.front() == '+') digits.remove_prefix(1);
        const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
        if (parsed.ec == std::errc::result_out_of_range) return digits.front() != '-';
        token = token.substr(0, mark);
    }
    long position = 0;
    bool beforePoint = true;
    bool significant = false;
    for (const char letter : token) {
        if (letter == '.') beforePoint = false;
        if (!isDigit(letter)) continue;
        significant = significant || letter != '0';
        if (beforePoint && significant) ++position;
        if (!beforePoint && !significant) --position;
    }
    return position + exponent > 0;
}

template <class Real>
Real parseReal(std::string_view token) noexcept {
    const bool negative = !token.empty() && token.front() == '-';
    std::string_view digits = token;
    if (!digits.empty() && digits.front() == '+') digits.remove_prefix(1);
    if (digits == "NaN") return std::numeric_limits<Real>::quiet_NaN();
    if (digits.size() > 1 && (digits.back() == 'y' || digits.back() == 'F')) {
        const Real infinity = std::numeric_limits<Real>::infinity();
        return negative ? -infinity : infinity;
    }
    if (token == "-0") return 0;  // an integer token: Java's integers have no negative zero
    Real value = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    static_cast<void>(end);
    if (problem == std::errc::result_out_of_range) {
        value = isLarge(digits) ? std::numeric_limits<Real>::infinity() : Real{0};
        if (negative) value = -value;
    }
    return value;
}

}  // namespace

std::optional<std::int64_t> jsonInteger(std::string_view token) noexcept {
    std::int64_t value = 0;
    const auto [end, problem] = std::from_chars(token.data(), token.data() + token.size(), value);
    if (problem != std::errc() || end != token.data() + token.size()) return std::nullopt;
    return value;
}

double jsonDouble(std::string_view token) noexcept {
    return parseReal<double>(token);
}

float jsonFloat(std::string_view token) noexcept {
    // Whole numbers of 19 digits and more go through a double, as in Jackson.
    const bool whole = token.find_first_of(".eENIy") == std::string_view::npos;
    if (whole && token.size() >= 19) return static_cast<float>(parseReal<double>(token));
    return parseReal<float>(token);
}

std::optional<Int128> jsonDecimal(std::string_view text, int precision, int scale) noexcept {
    bool negative = false;
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
        negative = text.front() == '-';
        text.remove_prefix(1);
    }
    long exponent = 0;
    if (const std::size_t mark = text.find_first_of("eE"); mark != std::string_view::npos) {
        std::string_view digits = text.substr(mark + 1);
        if (!digits.empty() && digits.front() == '+') {
            digits.remove_prefix(1);
            if (!digits.empty() && digits.front() == '-') return std::nullopt;
        }
        std::int32_t number = 0;
        const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
        if (problem != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
        exponent = number;
        text = text.substr(0, mark);
    }
    const std::size_t point = text.find('.');
    const std::size_t pointAt = point == std::string_view::npos ? text.size() : point;
    const std::size_t digitCount = text.size() - (point == std::string_view::npos ? 0 : 1);
    if (digitCount == 0) return std::nullopt;
    for (std::size_t index = 0; index < text.size(); ++index) {
        if (index != point && !isDigit(text[index])) return std::nullopt;
    }
    auto digitAt = [&](long index) { return text[static_cast<std::size_t>(index) + (static_cast<std::size_t>(index) >= pointAt ? 1 : 0)] - '0'; };

    // How many of the digits stand before the last one that is kept.
    const long kept = static_cast<long>(pointAt) + exponent + scale;
    Int128 unscaled = 0;
    int significant = 0;
    for (long index = 0; index < kept; ++index) {
        const int digit = index < static_cast<long>(digitCount) ? digitAt(index) : 0;
        if (index >= static_cast<long>(digitCount) && unscaled == 0) break;
        if (significant > 0 || digit != 0) ++significant;
        if (significant > DataType::kMaxDecimalPrecision) return std::nullopt;
        unscaled = unscaled * 10 + digit;
    }
    if (kept >= 0 && kept < static_cast<long>(digitCount) && digitAt(kept) >= 5) ++unscaled;
    if (unscaled >= powerOfTen(precision)) return std::nullopt;
    return negative ? -unscaled : unscaled;
}

}  // namespace vitrine
