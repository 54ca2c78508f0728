// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/utf8_text.h"

#include <algorithm>
#include <unicode/locid.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include "core/sql/token.h"

namespace vitrine {
namespace {

bool isAscii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char letter) { return static_cast<unsigned char>(letter) < 0x80; });
}

icu::UnicodeString unicodeOf(std::string_view text) {
    return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

std::string utf8Of(const icu::UnicodeString& text) {
    std::string result;
    text.toUTF8String(result);
    return result;
}

}  // namespace

std::string_view substringOf(std::string_view text, std::int64_t from, std::int64_t length, bool ofBytes) {
    const auto size = static_cast<std::int64_t>(ofBytes ? text.size() : countCodePoints(text));
    const std::int64_t start = from > 0 ? from - 1 : from < 0 ? size + from : 0;
    const std::int64_t end = std::min(size, start + length);
    if (end <= start || end <= 0) return {};
    const auto first = static_cast<std::size_t>(std::max<std::int64_t>(start, 0));
    const auto last = static_cast<std::size_t>(end);
    if (ofBytes) return text.substr(first, last - first);
    const std::size_t begin = byteOfCodePoint(text, first);
    return text.substr(begin, byteOfCodePoint(text.substr(begin), last - first));
}

char32_t codePointAt(std::string_view text, std::size_t at) noexcept {
    UChar32 point = 0;
    std::size_t next = at;
    U8_NEXT_OR_FFFD(text.data(), next, text.size(), point);
    return static_cast<char32_t>(point);
}

void appendCodePoint(std::string& text, char32_t point) {
    char bytes[4] = {};
    std::size_t size = 0;
    U8_APPEND_UNSAFE(bytes, size, point);
    text.append(bytes, size);
}

std::string toUpperUnicode(std::string_view text) {
    return isAscii(text) ? toUpperAscii(text) : utf8Of(unicodeOf(text).toUpper(icu::Locale::getRoot()));
}

std::string toLowerUnicode(std::string_view text) {
    return isAscii(text) ? toLowerAscii(text) : utf8Of(unicodeOf(text).toLower(icu::Locale::getRoot()));
}

std::string toTitleWords(std::string_view text) {
    std::string result;
    std::size_t at = 0;
    while (at < text.size()) {
        if (text[at] == ' ') {
            result += ' ';
            ++at;
            continue;
        }
        const std::size_t end = std::min(text.find(' ', at), text.size());
        const std::size_t second = nextCodePoint(text, at);
        icu::UnicodeString first = unicodeOf(text.substr(at, second - at));
        result += utf8Of(first.toTitle(nullptr, icu::Locale::getRoot()));
        result += toLowerUnicode(text.substr(second, end - second));
        at = end;
    }
    return result;
}

bool matchesLike(std::string_view text, std::string_view pattern, char escape) noexcept {
    std::size_t at = 0;
    std::size_t in = 0;
    std::size_t starAt = std::string_view::npos;
    std::size_t starText = 0;
    while (at < text.size()) {
        if (in < pattern.size() && pattern[in] == '%' && escape != '%') {
            starAt = in++;
            starText = at;
            continue;
        }
        if (in < pattern.size()) {
            const bool isEscaped = pattern[in] == escape && in + 1 < pattern.size();
            const std::size_t literal = isEscaped ? in + 1 : in;
            if (!isEscaped && pattern[in] == '_') {
                at = nextCodePoint(text, at);
                ++in;
                continue;
            }
            if (pattern[literal] == text[at]) {
                ++at;
                in = literal + 1;
                continue;
            }
        }
        if (starAt == std::string_view::npos) return false;
        in = starAt + 1;
        starText = nextCodePoint(text, starText);
        at = starText;
    }
    while (in < pattern.size() && pattern[in] == '%') ++in;
    return in == pattern.size();
}

bool isBadLikePattern(std::string_view pattern, char escape) noexcept {
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        if (pattern[at] != escape) continue;
        if (++at >= pattern.size()) return true;
        if (pattern[at] != escape && pattern[at] != '%' && pattern[at] != '_') return true;
    }
    return false;
}

}  // namespace vitrine
