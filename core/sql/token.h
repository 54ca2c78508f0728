// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace vitrine {

enum class TokenKind : std::uint8_t {
    End,
    Word,        ///< unquoted identifier or keyword
    QuotedWord,  ///< `back``quoted`
    String,      ///< decoded
    HexString,   ///< X'1F', digits kept
    Integer,     ///< digits, suffix L, S or Y aside
    Decimal,     ///< `1.5`
    Exponent,    ///< `1e2`
    Symbol,
};

/// One word of an expression; `begin` and `end` are byte offsets into the text.
struct Token {
    TokenKind kind = TokenKind::End;
    std::string text;    ///< decoded; symbols as written
    std::string suffix;  ///< of numbers, upper case: L S Y D F BD
    std::uint32_t begin = 0;
    std::uint32_t end = 0;

    bool isSymbol(std::string_view symbol) const noexcept { return kind == TokenKind::Symbol && text == symbol; }
};

/// Splits `text` into words; comments are skipped, the last token is End. ExpressionSyntax with atColumn().
Result<std::vector<Token>> tokenize(std::string_view text);

/// ASCII letters to upper or lower case; the rest is kept.
std::string toUpperAscii(std::string_view text);
std::string toLowerAscii(std::string_view text);
bool equalsIgnoreCase(std::string_view left, std::string_view right) noexcept;

}  // namespace vitrine
