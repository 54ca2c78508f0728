// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace vitrine {

/// Bytes of the code point that begins at `text[at]`; a stray byte counts as one, as in Spark.
inline std::size_t codePointBytes(unsigned char first) noexcept {
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first <= 0xDF) return 2;
    if (first >= 0xE0 && first <= 0xEF) return 3;
    if (first >= 0xF0 && first <= 0xF4) return 4;
    return 1;
}

inline std::size_t nextCodePoint(std::string_view text, std::size_t at) noexcept {
    const std::size_t next = at + codePointBytes(static_cast<unsigned char>(text[at]));
    return next < text.size() ? next : text.size();
}

inline std::size_t countCodePoints(std::string_view text) noexcept {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); at = nextCodePoint(text, at)) ++count;
    return count;
}

/// Byte offset of code point `index` (0-based), or the text's size when it is shorter.
inline std::size_t byteOfCodePoint(std::string_view text, std::size_t index) noexcept {
    std::size_t at = 0;
    while (index > 0 && at < text.size()) {
        at = nextCodePoint(text, at);
        --index;
    }
    return at;
}

/// Upper and lower case of every letter of Unicode, no language's own rules.
std::string toUpperUnicode(std::string_view text);
std::string toLowerUnicode(std::string_view text);

/// Words (separated by blanks) with a capital first letter, the rest in lower case.
std::string toTitleWords(std::string_view text);

/// SQL LIKE: `%` any text, `_` one letter, `escape` takes the meaning off the next one.
bool matchesLike(std::string_view text, std::string_view pattern, char escape) noexcept;

/// Whether a LIKE pattern ends with its escape letter, or escapes an ordinary one: Spark refuses such a pattern.
bool isBadLikePattern(std::string_view pattern, char escape) noexcept;

}  // namespace vitrine
