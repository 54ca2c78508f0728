// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/data/type.h"

namespace vitrine {

/// Java's Double.toString / Float.toString (JDK 19+ shortest form, as Spark 4 prints): `1.0`, `1.0E10`, `NaN`, `-Infinity`.
std::string formatDouble(double value);
std::string formatFloat(float value);

/// `unscaled` with `scale` digits after the point, without exponent: `-0.05`.
std::string formatDecimal(Int128 unscaled, int scale);

/// The same as Java's BigDecimal.toString has it: with an exponent when it is very small, `1E-7`.
std::string formatBigDecimal(Int128 unscaled, int scale);
std::string formatInt128(Int128 value);

/// A decimal number in Java BigDecimal's grammar: unscaled digits and scale. Empty when the text is no number.
/// At most 38 significant digits are kept exactly; a longer value is rounded half up and `overflow` set when the
/// integral part itself does not fit.
struct ParsedDecimal {
    Int128 unscaled = 0;
    int scale = 0;
    bool overflow = false;
};
std::optional<ParsedDecimal> parseDecimal(std::string_view text);

/// The same grammar straight to a DECIMAL(precision, scale): rounded once, HALF_UP, however many digits the text has. Empty
/// when the text is no number or the value does not fit; parseDecimal tells the two apart.
std::optional<Int128> parseDecimalAs(std::string_view text, int precision, int scale);

/// Moves `unscaled` from `fromScale` to `toScale` rounding HALF_UP; empty when it does not fit into `precision` digits.
std::optional<Int128> rescaleDecimal(Int128 unscaled, int fromScale, int toScale, int precision);

/// 10^exponent, 0 ≤ exponent ≤ 38.
Int128 powerOfTen(int exponent) noexcept;

/// Nearest double of unscaled × 10^-scale.
double decimalToDouble(Int128 unscaled, int scale);

/// A double as its shortest decimal text, then as a DECIMAL(precision, scale), HALF_UP; empty when it does not fit or is
/// not finite.
std::optional<Int128> doubleToDecimal(double value, int precision, int scale);

/// Locale-independent text → double as Java's Double.parseDouble: blanks around, `NaN`, `Infinity`, a final `d` or `f`; beyond
/// the range ±Infinity or 0. No hexadecimal. Empty for any other text.
std::optional<double> parseDouble(std::string_view text);
std::optional<float> parseFloat(std::string_view text);

/// `[+|-]digits` that fit into 64 bits; no blanks.
std::optional<std::int64_t> parseLong(std::string_view text);

}  // namespace vitrine
