// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
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

/// Length in the units of Java's strings: two for a code point beyond U+FFFF.
inline std::size_t countUtf16Units(std::string_view text) noexcept {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); at = nextCodePoint(text, at)) count += codePointBytes(static_cast<unsigned char>(text[at])) == 4 ? 2 : 1;
    return count;
}

/// Byte offset of the code point that Java's unit `index` (0-based) belongs to, or the text's size when it is shorter.
inline std::size_t byteOfUtf16Unit(std::string_view text, std::size_t index) noexcept {
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t units = codePointBytes(static_cast<unsigned char>(text[at])) == 4 ? 2 : 1;
        if (index < units) return at;
        index -= units;
        at = nextCodePoint(text, at);
    }
    return at;
}

/// The part from position `from` (1-based, negative from the end), `length` code points or bytes.
std::string_view substringOf(std::string_view text, std::int64_t from, std::int64_t length, bool ofBytes);

/// The code point that begins at `text[at]`; U+FFFD for a byte that begins none.
char32_t codePointAt(std::string_view text, std::size_t at) noexcept;

/// Appends `point` in UTF-8.
void appendCodePoint(std::string& text, char32_t point);

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
