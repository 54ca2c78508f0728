// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/decimal_math.h"

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>

#include "core/data/number_text.h"

namespace vitrine {
namespace {

// 38 digits times 10^76 at most: a product or an aligned dividend.
using Wide = boost::multiprecision::int512_t;
__extension__ using UInt128 = unsigned __int128;

Wide widen(Int128 value) {
    const bool isNegative = value < 0;
    const auto magnitude = isNegative ? -static_cast<UInt128>(value) : static_cast<UInt128>(value);
    Wide wide = static_cast<std::uint64_t>(magnitude >> 64);
    wide <<= 64;
    wide += static_cast<std::uint64_t>(magnitude);
    return isNegative ? Wide(-wide) : wide;
}

Int128 narrow(const Wide& value) {
    const bool isNegative = value < 0;
    const Wide magnitude = isNegative ? Wide(-value) : value;
    const auto low = static_cast<std::uint64_t>(magnitude & Wide(~std::uint64_t{0}));
    const auto high = static_cast<std::uint64_t>(magnitude >> 64);
    const auto joined = (static_cast<UInt128>(high) << 64) | low;
    return isNegative ? -static_cast<Int128>(joined) : static_cast<Int128>(joined);
}

Wide widePower(int exponent) { return exponent <= 38 ? widen(powerOfTen(exponent)) : Wide(widen(powerOfTen(38)) * widen(powerOfTen(exponent - 38))); }

/// numerator / denominator, HALF_UP.
Wide divideRounded(const Wide& numerator, const Wide& denominator) {
    Wide quotient = numerator / denominator;
    const Wide remainder = numerator % denominator;
    if (2 * abs(remainder) >= abs(denominator)) quotient += ((numerator < 0) == (denominator < 0)) ? 1 : -1;
    return quotient;
}

Wide rescaled(const Wide& value, int fromScale, int toScale) {
    if (toScale >= fromScale) return value * widePower(toScale - fromScale);
    return divideRounded(value, widePower(fromScale - toScale));
}

std::optional<Int128> checked(const Wide& value, int precision) {
    if (abs(value) >= widePower(precision)) return std::nullopt;
    return narrow(value);
}

}  // namespace

std::optional<Int128> decimalOperation(DecimalOperation operation, Int128 left, int leftScale, Int128 right, int rightScale,
                                       int resultScale, int resultPrecision) {
    const int common = std::max(leftScale, rightScale);
    switch (operation) {
        case DecimalOperation::Add:
        case DecimalOperation::Subtract: {
            if (leftScale == rightScale && leftScale == resultScale) {
                Int128 sum = 0;
                const bool overflow = operation == DecimalOperation::Add ? __builtin_add_overflow(left, right, &sum)
                                                                         : __builtin_sub_overflow(left, right, &sum);
                const Int128 limit = powerOfTen(resultPrecision);
                if (overflow || sum >= limit || sum <= -limit) return std::nullopt;
                return sum;
            }
            const Wide first = rescaled(widen(left), leftScale, common);
            const Wide second = rescaled(widen(right), rightScale, common);
            const Wide sum = operation == DecimalOperation::Add ? Wide(first + second) : Wide(first - second);
            return checked(rescaled(sum, common, resultScale), resultPrecision);
        }
        case DecimalOperation::Multiply:
            return checked(rescaled(widen(left) * widen(right), leftScale + rightScale, resultScale), resultPrecision);
        case DecimalOperation::Divide: {
            // left / 10^ls / (right / 10^rs) at resultScale.
            const int shift = resultScale + rightScale - leftScale;
            const Wide numerator = shift >= 0 ? Wide(widen(left) * widePower(shift)) : widen(left);
            const Wide denominator = shift >= 0 ? widen(right) : Wide(widen(right) * widePower(-shift));
            return checked(divideRounded(numerator, denominator), resultPrecision);
        }
        case DecimalOperation::IntegralDivide: {
            const Wide first = rescaled(widen(left), leftScale, common);
            const Wide second = rescaled(widen(right), rightScale, common);
            return checked(first / second, resultPrecision);
        }
        case DecimalOperation::Remainder:
        case DecimalOperation::PositiveRemainder: {
            const Wide first = rescaled(widen(left), leftScale, common);
            const Wide second = rescaled(widen(right), rightScale, common);
            Wide rest = first % second;
            if (operation == DecimalOperation::PositiveRemainder && rest < 0) rest = (rest + second) % second;
            return checked(rescaled(rest, common, resultScale), resultPrecision);
        }
    }
    return std::nullopt;
}

}  // namespace vitrine
