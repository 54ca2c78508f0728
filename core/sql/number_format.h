// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/data/type.h"

namespace vitrine {

/// The format of to_char() and to_number(): `S$9,999.99`, `099D9PR`. Immutable, thread-safe.
///
/// `0` and `9` are digits (a group that begins with 0 has all its digits), `.` or `D` the point, `,` or `G` separates
/// thousands, `$` is itself, `S` a sign, `MI` a minus or nothing, `PR` angle brackets around negative numbers.
class NumberFormat {
  public:
    /// InvalidArgument for other letters, repeated or misplaced parts, and no digit at all.
    static Result<NumberFormat> compile(std::string_view text);

    /// The DECIMAL that holds every number of the format.
    int precision() const noexcept { return precision_; }
    int scale() const noexcept { return scale_; }

    /// The number that `text` spells, with scale() digits after the point; empty when it does not fit.
    std::optional<Int128> read(std::string_view text) const;

    /// The text of a decimal; `#` for every digit when it has more than the format.
    std::string write(Int128 unscaled, int scale) const;

  private:
    enum class Kind : std::uint8_t { Digits, Point, Dollar, Sign, Minus, OpenBracket, CloseBracket };
    struct Run {
        int digits = 0;           ///< 0: a separator
        bool isExact = false;
    };
    struct Token {
        Kind kind = Kind::Digits;
        std::vector<Run> runs{};  ///< of Digits
    };

    Result<void> check(std::string_view text) const;
    bool readDigits(const Token& token, std::string_view text, std::size_t& at, std::string& digits) const;

    std::vector<Token> tokens_;
    int precision_ = 0;
    int scale_ = 0;
};

/// Java's DecimalFormat with English symbols, rounding HALF_EVEN: `#,##0.00`. Immutable, thread-safe.
class JavaNumberPattern {
  public:
    /// Thousands separated and `decimals` digits after the point, as format_number(x, n).
    explicit JavaNumberPattern(int decimals) : least_(1), leastFraction_(decimals), mostFraction_(decimals), group_(3) {}

    /// InvalidArgument for a pattern that cannot be read.
    static Result<JavaNumberPattern> compile(std::string_view text);

    std::string write(double value) const;
    std::string write(Int128 unscaled, int scale) const;

  private:
    /// `digits` are those of |value| with the point behind the first `point` of them.
    std::string written(bool isNegative, std::string digits, std::ptrdiff_t point, const double* exact) const;

    std::string prefix_;
    std::string suffix_;
    int least_;
    int leastFraction_;
    int mostFraction_;
    int group_;
    int shift_ = 0;  ///< 2 for `%`
};

}  // namespace vitrine
