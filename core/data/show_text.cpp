// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/show_text.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <unicode/unistr.h>

#include "core/data/cast_text.h"

namespace vitrine {
namespace {

/// A cell as Spark's ToPrettyString has it: NULL in capitals also inside, binary in hexadecimal (SK-12).
std::string prettyText(const Column& column, std::size_t row, const TimeZone& zone) {
    if (column.isNull(row)) return "NULL";
    const DataType& type = *column.type();
    std::string text;
    switch (type.kind()) {
        case TypeKind::Binary: {
            for (const char byte : column.values<std::string_view>()[row]) text += fmt::format("{}{:02X}", text.empty() ? "" : " ", static_cast<unsigned char>(byte));
            return '[' + text + ']';
        }
        case TypeKind::Struct:
            for (std::size_t index = 0; index < column.children().size(); ++index) text += (index > 0 ? ", " : "") + prettyText(*column.child(index), row, zone);
            return '{' + text + '}';
        case TypeKind::Array:
        case TypeKind::Map: {
            const bool isMap = type.is(TypeKind::Map);
            for (std::uint32_t at = column.offsets()[row]; at < column.offsets()[row + 1]; ++at) {
                if (at > column.offsets()[row]) text += ", ";
                text += prettyText(*column.child(0), at, zone);
                if (isMap) text += " -> " + prettyText(*column.child(1), at, zone);
            }
            return isMap ? '{' + text + '}' : '[' + text + ']';
        }
        default: return castToText(column, row, zone);
    }
}

/// SchemaUtils.escapeMetaCharacters.
icu::UnicodeString escaped(std::string_view text) {
    const icu::UnicodeString plain = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
    icu::UnicodeString result;
    for (std::int32_t at = 0; at < plain.length(); ++at) {
        switch (plain[at]) {
            case u'\n': result += u"\\n"; break;
            case u'\r': result += u"\\r"; break;
            case u'\t': result += u"\\t"; break;
            case u'\f': result += u"\\f"; break;
            case u'\b': result += u"\\b"; break;
            case u'\v': result += u"\\v"; break;
            case u'\a': result += u"\\a"; break;
            default: result += plain[at];
        }
    }
    return result;
}

/// Letters of Java, wide ones twice (Utils.stringHalfWidth).
std::size_t halfWidth(const icu::UnicodeString& text) {
    static constexpr std::array<std::pair<char16_t, char16_t>, 8> kWide{{{0x1100, 0x115F}, {0x2E80, 0xA4CF}, {0xAC00, 0xD7A3}, {0xF900, 0xFAFF},
                                                                         {0xFE10, 0xFE19}, {0xFE30, 0xFE6F}, {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6}}};
    std::size_t width = static_cast<std::size_t>(text.length());
    for (std::int32_t at = 0; at < text.length(); ++at)
        for (const auto& [first, last] : kWide)
            if (text[at] >= first && text[at] <= last) ++width;
    return width;
}

icu::UnicodeString cut(icu::UnicodeString text, std::size_t most) {
    if (most == 0 || static_cast<std::size_t>(text.length()) <= most) return text;
    // Too narrow for dots: cut hard, as Spark does.
    if (most < 4) return text.tempSubString(0, static_cast<std::int32_t>(most));
    return text.tempSubString(0, static_cast<std::int32_t>(most - 3)) + u"...";
}

}  // namespace

std::string showText(const Schema& schema, std::span<const Batch> rows, const ShowStyle& style, const TimeZone& zone) {
    constexpr std::size_t kLeastWidth = 3;
    std::vector<std::vector<icu::UnicodeString>> lines(1);
    for (const Field& field : schema.fields()) lines.front().push_back(escaped(field.name));
    bool hasMore = false;
    for (const Batch& batch : rows) {
        for (std::size_t row = 0; row < batch.numRows && !hasMore; ++row) {
            hasMore = lines.size() > style.numRows;
            if (hasMore) break;
            auto& line = lines.emplace_back();
            for (const ColumnPtr& column : batch.columns) line.push_back(cut(escaped(prettyText(*column, row, zone)), style.truncate));
        }
    }
    std::vector<std::size_t> widths(schema.size(), kLeastWidth);
    for (const auto& line : lines)
        for (std::size_t index = 0; index < line.size(); ++index) widths[index] = std::max(widths[index], halfWidth(line[index]));

    std::string rule = "+";
    for (const std::size_t width : widths) rule += std::string(width, '-') + '+';
    rule += '\n';
    std::string out = rule;
    for (std::size_t at = 0; at < lines.size(); ++at) {
        out += '|';
        for (std::size_t index = 0; index < lines[at].size(); ++index) {
            const std::string blanks(widths[index] - halfWidth(lines[at][index]), ' ');
            if (style.truncate > 0) out += blanks;
            lines[at][index].toUTF8String(out);
            if (style.truncate == 0) out += blanks;
            out += '|';
        }
        out += '\n';
        if (at == 0) out += rule;
    }
    out += rule;
    if (hasMore) out += fmt::format("only showing top {} {}", style.numRows, style.numRows == 1 ? "row" : "rows");
    return out + '\n';
}

}  // namespace vitrine
