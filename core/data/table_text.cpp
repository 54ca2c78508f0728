// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/table_text.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include <absl/strings/escaping.h>
#include <nlohmann/json.hpp>

#include "core/data/interval_text.h"
#include "core/data/number_text.h"
#include "core/data/timestamp_text.h"

namespace vitrine {
namespace {

template <class T>
T element(const Column& column, std::size_t row) {
    return column.values<T>()[row];
}

std::string base64Of(std::string_view bytes) {
    return absl::Base64Escape(absl::string_view(bytes.data(), bytes.size()));
}

/// The text of a flat, non-NULL value and whether JSON writes it bare.
struct FlatText {
    std::string text;
    bool isBare = false;
};

FlatText flatText(const Column& column, std::size_t row, const TimeZone& zone, bool iso) {
    const DataType& type = *column.type();
    switch (type.kind()) {
        case TypeKind::Boolean: return {element<std::uint8_t>(column, row) != 0 ? "true" : "false", true};
        case TypeKind::Byte: return {std::to_string(element<std::int8_t>(column, row)), true};
        case TypeKind::Short: return {std::to_string(element<std::int16_t>(column, row)), true};
        case TypeKind::Int: return {std::to_string(element<std::int32_t>(column, row)), true};
        case TypeKind::Long: return {std::to_string(element<std::int64_t>(column, row)), true};
        case TypeKind::Float: {
            const float value = element<float>(column, row);
            return {formatFloat(value), std::isfinite(value)};
        }
        case TypeKind::Double: {
            const double value = element<double>(column, row);
            return {formatDouble(value), std::isfinite(value)};
        }
        case TypeKind::Decimal: return {formatDecimal(element<Int128>(column, row), type.scale()), true};
        case TypeKind::String: return {std::string(element<std::string_view>(column, row)), false};
        case TypeKind::Binary: {
            const std::string_view bytes = element<std::string_view>(column, row);
            return {iso ? base64Of(bytes) : std::string(bytes), false};
        }
        case TypeKind::Date: return {formatDate(element<std::int32_t>(column, row)), false};
        case TypeKind::Timestamp: {
            const std::int64_t micros = element<std::int64_t>(column, row);
            return {iso ? formatTimestampIso(micros, zone) : formatTimestamp(micros, zone), false};
        }
        case TypeKind::TimestampNtz: {
            const std::int64_t micros = element<std::int64_t>(column, row);
            if (!iso) return {formatTimestampNtz(micros), false};
            std::string text = formatTimestampIso(micros, TimeZone());
            if (!text.empty() && text.back() == 'Z') text.pop_back();
            return {std::move(text), false};
        }
        case TypeKind::CalendarInterval: return {formatCalendarInterval(element<CalendarInterval>(column, row)), false};
        case TypeKind::YearMonthInterval: return {formatYearMonthInterval(element<std::int32_t>(column, row), type), false};
        case TypeKind::DayTimeInterval: return {formatDayTimeInterval(element<std::int64_t>(column, row), type), false};
        case TypeKind::Void:
        case TypeKind::Array:
        case TypeKind::Map:
        case TypeKind::Struct: break;
    }
    return {};
}

void appendJsonValue(std::string& out, const Column& column, std::size_t row, const TimeZone& zone) {
    if (column.isNull(row)) {
        out += "null";
        return;
    }
    const DataType& type = *column.type();
    switch (type.kind()) {
        case TypeKind::Struct: {
            out += '{';
            for (std::size_t index = 0; index < type.fields().size(); ++index) {
                if (index > 0) out += ',';
                appendJsonString(out, type.fields()[index].name);
                out += ':';
                appendJsonValue(out, *column.child(index), row, zone);
            }
            out += '}';
            return;
        }
        case TypeKind::Array:
        case TypeKind::Map: {
            const bool isMap = type.is(TypeKind::Map);
            out += isMap ? '{' : '[';
            for (std::uint32_t index = column.offsets()[row]; index < column.offsets()[row + 1]; ++index) {
                if (index > column.offsets()[row]) out += ',';
                if (isMap) {
                    appendJsonString(out, cellText(*column.child(0), index, zone));
                    out += ':';
                }
                appendJsonValue(out, *column.child(isMap ? 1 : 0), index, zone);
            }
            out += isMap ? '}' : ']';
            return;
        }
        default: {
            const FlatText flat = flatText(column, row, zone, true);
            if (flat.isBare) out += flat.text;
            else appendJsonString(out, flat.text);
        }
    }
}

/// Whether a spreadsheet may take `text` for a formula; some skip blanks before it, some read full-width signs as the others.
bool looksLikeFormula(std::string_view text) {
    if (!text.empty() && std::string_view("\t\r\n").find(text.front()) != std::string_view::npos) return true;
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    constexpr std::string_view kSigns[] = {"=", "+", "-", "@", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};
    return std::any_of(std::begin(kSigns), std::end(kSigns), [&](std::string_view sign) { return text.starts_with(sign); });
}

/// What a field holds: numbers are never taken for formulas, and only an empty text is quoted to tell it from NULL.
enum class FieldKind : std::uint8_t { Number, Text, Other };

void appendCsvField(std::string& out, std::string_view text, FieldKind kind, const CsvStyle& dialect) {
    const bool isText = kind == FieldKind::Text;
    std::string guarded;
    bool isGuarded = false;
    if (dialect.neutraliseFormulas && kind != FieldKind::Number) {
        // A program that separates at another sign must not find a formula behind one.
        isGuarded = text.find_first_of(",;\t|") != std::string_view::npos;
        if (looksLikeFormula(text)) {
            guarded = "'" + std::string(text);
            text = guarded;
            isGuarded = true;
        }
    }
    const bool quoted = isGuarded || (isText && text.empty()) || text.find_first_of("\"\r\n") != std::string_view::npos ||
                        text.find(dialect.separator) != std::string_view::npos ||
                        (!text.empty() && (text.front() == ' ' || text.back() == ' '));
    if (!quoted) {
        out += text;
        return;
    }
    out += '"';
    for (const char symbol : text) {
        if (symbol == '"') out += '"';
        out += symbol;
    }
    out += '"';
}

/// The names of the fields a CSV line has for `field`: one, or those of a struct's fields, `window.start`.
void appendCsvNames(std::string& out, const std::string& name, const DataType& type, const CsvStyle& dialect) {
    if (!type.is(TypeKind::Struct) || type.fields().empty()) return appendCsvField(out, name, FieldKind::Text, dialect);
    for (std::size_t index = 0; index < type.fields().size(); ++index) {
        if (index > 0) out += dialect.separator;
        appendCsvNames(out, name + "." + type.fields()[index].name, *type.fields()[index].type, dialect);
    }
}

void appendCsvCell(std::string& out, const Column& column, std::size_t row, bool isNull, const TimeZone& zone, const CsvStyle& dialect) {
    const DataType& type = *column.type();
    isNull = isNull || column.isNull(row);
    if (type.is(TypeKind::Struct) && !type.fields().empty()) {
        for (std::size_t index = 0; index < column.children().size(); ++index) {
            if (index > 0) out += dialect.separator;
            appendCsvCell(out, *column.child(index), row, isNull, zone, dialect);
        }
        return;
    }
    if (isNull) return;
    if (type.isNested()) {
        std::string json;
        appendJsonValue(json, column, row, zone);
        return appendCsvField(out, json, FieldKind::Text, dialect);
    }
    FlatText flat = flatText(column, row, zone, true);
    if (dialect.decimalPoint != '.' && type.isFractional()) {
        if (const std::size_t point = flat.text.find('.'); point != std::string::npos) flat.text[point] = dialect.decimalPoint;
    }
    FieldKind kind = FieldKind::Other;
    if (type.isNumeric() || type.is(TypeKind::Boolean)) kind = FieldKind::Number;
    else if (type.is(TypeKind::String) || type.is(TypeKind::Binary)) kind = FieldKind::Text;
    appendCsvField(out, flat.text, kind, dialect);
}

}  // namespace

void appendJsonString(std::string& out, std::string_view text) {
    out += nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void appendJsonRow(std::string& out, const Batch& batch, std::size_t row, const TimeZone& zone) {
    out += '{';
    for (std::size_t index = 0; index < batch.columns.size(); ++index) {
        if (index > 0) out += ',';
        appendJsonString(out, (*batch.schema)[index].name);
        out += ':';
        appendJsonValue(out, batch.column(index), row, zone);
    }
    out += '}';
}

void appendCsvHeader(std::string& out, const Schema& schema, const CsvStyle& dialect) {
    if (dialect.byteOrderMark) out += "\xEF\xBB\xBF";
    for (std::size_t index = 0; index < schema.size(); ++index) {
        if (index > 0) out += dialect.separator;
        appendCsvNames(out, schema[index].name, *schema[index].type, dialect);
    }
    out += dialect.lineEnd;
}

void appendCsvRow(std::string& out, const Batch& batch, std::size_t row, const TimeZone& zone, const CsvStyle& dialect) {
    for (std::size_t index = 0; index < batch.columns.size(); ++index) {
        if (index > 0) out += dialect.separator;
        appendCsvCell(out, batch.column(index), row, false, zone, dialect);
    }
    out += dialect.lineEnd;
}

std::string cellText(const Column& column, std::size_t row, const TimeZone& zone) {
    if (column.isNull(row)) return "NULL";
    const DataType& type = *column.type();
    if (!type.isNested()) return flatText(column, row, zone, false).text;
    // Spark's CAST of nested values: {a, b}, [a, b], {k -> v}.
    const bool isArray = type.is(TypeKind::Array);
    std::string text(1, isArray ? '[' : '{');
    const auto part = [&](const Column& child, std::size_t index) {
        return child.isNull(index) ? std::string("null") : cellText(child, index, zone);
    };
    if (type.is(TypeKind::Struct)) {
        for (std::size_t index = 0; index < column.children().size(); ++index) {
            if (index > 0) text += ", ";
            text += part(*column.child(index), row);
        }
    } else {
        for (std::uint32_t index = column.offsets()[row]; index < column.offsets()[row + 1]; ++index) {
            if (index > column.offsets()[row]) text += ", ";
            text += part(*column.child(0), index);
            if (type.is(TypeKind::Map)) text += " -> " + part(*column.child(1), index);
        }
    }
    return text + (isArray ? ']' : '}');
}

void appendJsonCell(std::string& out, const Column& column, std::size_t row, const TimeZone& zone) { appendJsonValue(out, column, row, zone); }

}  // namespace vitrine
