// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "core/data/time_zone.h"

namespace vitrine {

/// Inner loops that readers share. The text they walk over has at least 8 readable bytes behind it.
inline bool isDigit(char letter) { return static_cast<unsigned char>(letter - '0') < 10; }

/// Walks over decimal digits, eight at a time where it can; `value` wraps around beyond 19 digits.
inline const char* walkDigits(const char* at, std::uint64_t& value) {
    if constexpr (std::endian::native == std::endian::little) {
        while (true) {
            std::uint64_t eight = 0;
            std::memcpy(&eight, at, 8);
            constexpr std::uint64_t kHigh = 0xF0F0F0F0F0F0F0F0u;
            if (((eight & kHigh) | (((eight + 0x0606060606060606u) & kHigh) >> 4)) != 0x3333333333333333u) break;
            eight = ((eight & 0x0F0F0F0F0F0F0F0Fu) * 2561) >> 8;
            eight = ((eight & 0x00FF00FF00FF00FFu) * 6553601) >> 16;
            value = value * 100'000'000u + (((eight & 0x0000FFFF0000FFFFu) * 42949672960001u) >> 32);
            at += 8;
        }
    }
    while (isDigit(*at)) value = value * 10 + static_cast<std::uint64_t>(*at++ - '0');
    return at;
}

struct ScannedNumber {
    const char* end = nullptr;
    bool whole = true;
    bool negative = false;
    std::uint64_t mantissa = 0;    ///< right up to 19 digits
    std::ptrdiff_t digits = 0;
    std::ptrdiff_t exponent = 0;
};

/// Walks over a JSON number; false for anything else and for very long ones.
inline bool walkNumber(const char* at, ScannedNumber& number, std::size_t longest) {
    const char* const start = at;
    number.negative = *at == '-';
    if (number.negative) ++at;
    const char* const digits = at;
    at = walkDigits(at, number.mantissa);
    number.digits = at - digits;
    if (number.digits == 0 || (*digits == '0' && number.digits > 1)) return false;
    if (*at == '.') {
        number.whole = false;
        const char* const fraction = ++at;
        at = walkDigits(at, number.mantissa);
        if (at == fraction) return false;
        number.exponent = fraction - at;
        number.digits += at - fraction;
    }
    if (*at == 'e' || *at == 'E') {
        number.whole = false;
        ++at;
        const bool down = *at == '-';
        if (*at == '-' || *at == '+') ++at;
        if (!isDigit(*at)) return false;
        int exponent = 0;
        while (isDigit(*at)) {
            if (exponent < 100'000) exponent = exponent * 10 + (*at - '0');
            ++at;
        }
        number.exponent += down ? -exponent : exponent;
    }
    number.end = at;
    return static_cast<std::size_t>(at - start) <= longest;
}

constexpr double kPowers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                              1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/// Whether exactValue() is the nearest double.
inline bool isExact(const ScannedNumber& number) {
    return number.digits <= 19 && number.mantissa <= (1ull << 53) && number.exponent >= -22 && number.exponent <= 22;
}

/// Mantissa and power are exact doubles, so one rounding happens.
inline double exactValue(const ScannedNumber& number) {
    double value = static_cast<double>(number.mantissa);
    value = number.exponent < 0 ? value / kPowers[-number.exponent] : value * kPowers[number.exponent];
    return number.negative ? -value : value;
}

inline int twoDigits(const char* at) {
    const auto tens = static_cast<unsigned char>(at[0] - '0');
    const auto ones = static_cast<unsigned char>(at[1] - '0');
    return tens > 9 || ones > 9 ? -1 : tens * 10 + ones;
}

/// Reads `2016-07-26T02:45:07[.ffffff][Z]`, a blank allowed for the T, and remembers the last date.
class IsoInstantReader {
  public:
    /// False for any other spelling, which the full grammar may know. A text without Z is one of UTC if `zoneIsUtc`.
    bool read(std::string_view text, bool zoneIsUtc, std::int64_t& micros) {
        const std::ptrdiff_t length = static_cast<std::ptrdiff_t>(text.size());
        if (length < 19) return false;
        const bool hasZone = text.back() == 'Z';
        const std::ptrdiff_t fraction = length - 19 - (hasZone ? 1 : 0);  // with its point
        const bool fits = fraction >= 0 && fraction != 1 && fraction <= 7 && (hasZone || zoneIsUtc) &&
                          (text[10] == 'T' || text[10] == ' ') && text[13] == ':' && text[16] == ':' && (fraction == 0 || text[19] == '.');
        if (!fits) return false;
        const char* at = text.data();
        if (std::memcmp(at, date_.data(), 10) != 0) {
            const int century = twoDigits(at);
            const int year = twoDigits(at + 2);
            const int month = twoDigits(at + 5);
            const int day = twoDigits(at + 8);
            const bool valid = century >= 0 && year >= 0 && at[4] == '-' && at[7] == '-' && month >= 1 && month <= 12 && day >= 1 &&
                               day <= daysInMonth(century * 100 + year, month);
            if (!valid) return false;
            std::memcpy(date_.data(), at, 10);
            midnight_ = daysFromCivil(century * 100 + year, month, day) * std::int64_t{86'400'000'000};
        }
        const int hour = twoDigits(at + 11);
        const int minute = twoDigits(at + 14);
        const int second = twoDigits(at + 17);
        if (static_cast<unsigned>(hour) > 23 || static_cast<unsigned>(minute) > 59 || static_cast<unsigned>(second) > 59) return false;
        micros = 0;
        if (fraction > 0) {
            constexpr int kScale[] = {1'000'000, 100'000, 10'000, 1'000, 100, 10, 1};
            for (const char* digit = at + 20; digit < at + 19 + fraction; ++digit) {
                if (!isDigit(*digit)) return false;
                micros = micros * 10 + (*digit - '0');
            }
            micros *= kScale[fraction - 1];
        }
        micros += midnight_ + ((hour * 60 + minute) * 60 + second) * std::int64_t{1'000'000};
        return true;
    }

  private:
    std::array<char, 16> date_{};
    std::int64_t midnight_ = 0;
};

}  // namespace vitrine
