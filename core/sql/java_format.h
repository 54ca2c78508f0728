// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/data/column.h"

namespace vitrine {

/// A format of java.util.Formatter with Locale.US: `%s`, `%5d`, `%-8.2f`, `%2$s`, `%n`, `%%` … Immutable, thread-safe.
///
/// Arguments are formatted as Spark hands them to Java: dates and times as their numbers, and no DECIMAL to `%d` or `%f`.
class JavaFormat {
  public:
    /// InvalidArgument for a format that Java refuses whatever the arguments are.
    static Result<JavaFormat> parse(std::string_view format);

    /// Appends row `row` of `arguments` to `out`. InvalidArgument when an argument is missing or of a type that its conversion
    /// does not take.
    Result<void> format(std::span<const ColumnPtr> arguments, std::size_t row, std::string& out) const;

  private:
    struct Part {
        std::string text{};    ///< in front of the conversion
        char conversion = 0;   ///< 0: text only
        bool isUpper = false;
        int argument = -1;     ///< 0-based; -1: none
        int width = -1;
        int precision = -1;
        bool left = false;
        bool zero = false;
        bool plus = false;
        bool space = false;
        bool group = false;
        bool parentheses = false;
        bool alternate = false;
    };

    static Result<void> check(const Part& part, std::string_view text);
    static Result<void> formatPart(const Part& part, const Column& column, std::size_t row, std::string& out);
    static std::string wholeText(const Part& part, Int128 value, int bits);
    static std::string realText(const Part& part, double value);
    static void pad(const Part& part, std::string text, std::string& out);

    std::vector<Part> parts_;
};

}  // namespace vitrine
