// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/text_encoding.h"

#include <array>
#include <cstdint>
#include <utility>

namespace vitrine {
namespace {

constexpr std::uint32_t kReplacement = 0xFFFD;

constexpr std::array<std::pair<std::string_view, TextEncoding>, 17> kNames = {{
    {"UTF-8", TextEncoding::Utf8},           {"UTF8", TextEncoding::Utf8},
    {"ISO-8859-1", TextEncoding::Latin1},    {"ISO8859-1", TextEncoding::Latin1},
    {"ISO8859_1", TextEncoding::Latin1},     {"LATIN1", TextEncoding::Latin1},
    {"US-ASCII", TextEncoding::Ascii},       {"ASCII", TextEncoding::Ascii},
    {"UTF-16", TextEncoding::Utf16},         {"UTF16", TextEncoding::Utf16},
    {"UTF-16BE", TextEncoding::Utf16BigEndian}, {"UTF-16LE", TextEncoding::Utf16LittleEndian},
    {"UTF-32", TextEncoding::Utf32},         {"UTF32", TextEncoding::Utf32},
    {"UTF-32BE", TextEncoding::Utf32BigEndian}, {"UTF-32LE", TextEncoding::Utf32LittleEndian},
    {"UTF_8", TextEncoding::Utf8},
}};

void appendPoint(std::string& text, std::uint32_t point) {
    if (point < 0x80) {
        text.push_back(static_cast<char>(point));
    } else if (point < 0x800) {
        text.push_back(static_cast<char>(0xC0 | (point >> 6)));
        text.push_back(static_cast<char>(0x80 | (point & 0x3F)));
    } else if (point < 0x10000) {
        text.push_back(static_cast<char>(0xE0 | (point >> 12)));
        text.push_back(static_cast<char>(0x80 | ((point >> 6) & 0x3F)));
        text.push_back(static_cast<char>(0x80 | (point & 0x3F)));
    } else {
        text.push_back(static_cast<char>(0xF0 | (point >> 18)));
        text.push_back(static_cast<char>(0x80 | ((point >> 12) & 0x3F)));
        text.push_back(static_cast<char>(0x80 | ((point >> 6) & 0x3F)));
        text.push_back(static_cast<char>(0x80 | (point & 0x3F)));
    }
}

std::uint32_t unitAt(std::string_view bytes, std::size_t at, std::size_t width, bool bigEndian) {
    std::uint32_t unit = 0;
    for (std::size_t index = 0; index < width; ++index) {
        const std::size_t from = bigEndian ? at + index : at + width - 1 - index;
        unit = (unit << 8) | static_cast<unsigned char>(bytes[from]);
    }
    return unit;
}

std::string decodeWide(std::string_view bytes, std::size_t width, bool bigEndian) {
    std::string text;
    text.reserve(bytes.size());
    std::size_t at = 0;
    for (; at + width <= bytes.size(); at += width) {
        std::uint32_t point = unitAt(bytes, at, width, bigEndian);
        if (width == 2 && point >= 0xD800 && point <= 0xDBFF && at + 4 <= bytes.size()) {
            const std::uint32_t low = unitAt(bytes, at + 2, 2, bigEndian);
            if (low >= 0xDC00 && low <= 0xDFFF) {
                point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
                at += 2;
            }
        }
        if ((point >= 0xD800 && point <= 0xDFFF) || point > 0x10FFFF) point = kReplacement;
        appendPoint(text, point);
    }
    if (at < bytes.size()) appendPoint(text, kReplacement);
    return text;
}

/// Well-formed UTF-8 is kept; each maximal malformed part becomes one U+FFFD.
std::string repairUtf8(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size());
    for (std::size_t at = 0; at < bytes.size();) {
        const auto first = static_cast<unsigned char>(bytes[at]);
        std::size_t length = 1;
        unsigned low = 0x80;
        unsigned high = 0xBF;
        if (first >= 0xC2 && first <= 0xDF) length = 2;
        else if (first >= 0xE0 && first <= 0xEF) length = 3;
        else if (first >= 0xF0 && first <= 0xF4) length = 4;
        if (first == 0xE0) low = 0xA0;
        if (first == 0xED) high = 0x9F;
        if (first == 0xF0) low = 0x90;
        if (first == 0xF4) high = 0x8F;
        std::size_t good = 1;
        while (good < length && at + good < bytes.size()) {
            const auto byte = static_cast<unsigned char>(bytes[at + good]);
            if (byte < low || byte > high) break;
            low = 0x80;
            high = 0xBF;
            ++good;
        }
        if (good == length && (first < 0x80 || length > 1)) text.append(bytes.substr(at, length));
        else appendPoint(text, kReplacement);
        at += good;
    }
    return text;
}

}  // namespace

std::optional<TextEncoding> findEncoding(std::string_view name) {
    std::string upper(name);
    for (char& letter : upper) {
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - ('a' - 'A'));
    }
    for (const auto& [known, encoding] : kNames) {
        if (known == upper) return encoding;
    }
    return std::nullopt;
}

std::string encodeText(std::string_view utf8, TextEncoding encoding) {
    std::size_t width = 1;
    bool bigEndian = true;
    switch (encoding) {
        case TextEncoding::Detect:
        case TextEncoding::Utf8: return std::string(utf8);
        case TextEncoding::Latin1:
        case TextEncoding::Ascii: break;
        case TextEncoding::Utf16:
        case TextEncoding::Utf16BigEndian: width = 2; break;
        case TextEncoding::Utf16LittleEndian:
            width = 2;
            bigEndian = false;
            break;
        case TextEncoding::Utf32:
        case TextEncoding::Utf32BigEndian: width = 4; break;
        case TextEncoding::Utf32LittleEndian:
            width = 4;
            bigEndian = false;
            break;
    }
    std::string bytes;
    for (std::size_t at = 0; at < utf8.size();) {
        const auto first = static_cast<unsigned char>(utf8[at]);
        const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        std::uint32_t point = length == 1 ? first : first & (0x7Fu >> length);
        for (std::size_t index = 1; index < length && at + index < utf8.size(); ++index) {
            point = (point << 6) | (static_cast<unsigned char>(utf8[at + index]) & 0x3F);
        }
        at += length;
        const std::uint32_t limit = encoding == TextEncoding::Ascii ? 0x7F : width == 1 ? 0xFF : width == 2 ? 0xFFFF : 0x10FFFF;
        if (point > limit) point = '?';
        for (std::size_t index = 0; index < width; ++index) {
            const std::size_t shift = 8 * (bigEndian ? width - 1 - index : index);
            bytes.push_back(static_cast<char>((point >> shift) & 0xFF));
        }
    }
    return bytes;
}

std::string decodeText(std::string_view bytes, TextEncoding encoding) {
    switch (encoding) {
        case TextEncoding::Latin1:
        case TextEncoding::Ascii: {
            std::string text;
            for (const char letter : bytes) {
                const auto byte = static_cast<unsigned char>(letter);
                appendPoint(text, encoding == TextEncoding::Ascii && byte >= 0x80 ? kReplacement : byte);
            }
            return text;
        }
        case TextEncoding::Utf16:
            if (bytes.substr(0, 2) == "\xFF\xFE") return decodeWide(bytes.substr(2), 2, false);
            return decodeWide(bytes.substr(0, 2) == "\xFE\xFF" ? bytes.substr(2) : bytes, 2, true);
        case TextEncoding::Utf16BigEndian: return decodeWide(bytes, 2, true);
        case TextEncoding::Utf16LittleEndian: return decodeWide(bytes, 2, false);
        case TextEncoding::Utf32: {
            using namespace std::string_view_literals;
            if (bytes.substr(0, 4) == "\xFF\xFE\0\0"sv) return decodeWide(bytes.substr(4), 4, false);
            return decodeWide(bytes.substr(0, 4) == "\0\0\xFE\xFF"sv ? bytes.substr(4) : bytes, 4, true);
        }
        case TextEncoding::Utf32BigEndian: return decodeWide(bytes, 4, true);
        case TextEncoding::Utf32LittleEndian: return decodeWide(bytes, 4, false);
        case TextEncoding::Detect:
        case TextEncoding::Utf8: break;
    }
    return repairUtf8(bytes);
}

std::optional<DetectedEncoding> detectJsonEncoding(std::string_view bytes) {
    if (bytes.size() >= 4) {
        const std::uint32_t quad = unitAt(bytes, 0, 4, true);
        if (quad == 0x0000FEFF) return DetectedEncoding{TextEncoding::Utf32BigEndian, 4};
        if (quad == 0xFFFE0000) return DetectedEncoding{TextEncoding::Utf32LittleEndian, 4};
        if (quad == 0x0000FFFE || quad == 0xFEFF0000) return std::nullopt;
        if ((quad >> 16) == 0xFEFF) return DetectedEncoding{TextEncoding::Utf16BigEndian, 2};
        if ((quad >> 16) == 0xFFFE) return DetectedEncoding{TextEncoding::Utf16LittleEndian, 2};
        if ((quad >> 8) == 0xEFBBBF) return DetectedEncoding{TextEncoding::Utf8, 3};
        if ((quad >> 8) == 0) return DetectedEncoding{TextEncoding::Utf32BigEndian, 0};
        if ((quad & 0x00FFFFFF) == 0) return DetectedEncoding{TextEncoding::Utf32LittleEndian, 0};
        if ((quad & 0xFF00FFFF) == 0 || (quad & 0xFFFF00FF) == 0) return std::nullopt;
    }
    if (bytes.size() >= 2) {
        const std::uint32_t pair = unitAt(bytes, 0, 2, true);
        if ((pair & 0xFF00) == 0) return DetectedEncoding{TextEncoding::Utf16BigEndian, 0};
        if ((pair & 0x00FF) == 0) return DetectedEncoding{TextEncoding::Utf16LittleEndian, 0};
    }
    return DetectedEncoding{};
}

}  // namespace vitrine
