// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalog/detail/answer_builder.h"

#include <cmath>
#include <limits>

#include <fmt/format.h>
#include <sqlite3.h>

#include "core/data/column_builder.h"
#include "core/data/number_text.h"
#include "core/data/timestamp_text.h"

namespace vitrine::detail {
namespace {

template <class T>
bool appendWhole(ColumnBuilder& builder, const std::int64_t* number) {
    if (number == nullptr || static_cast<std::int64_t>(static_cast<T>(*number)) != *number) return false;
    builder.append<T>(static_cast<T>(*number));
    return true;
}

template <class T>
bool appendOptional(ColumnBuilder& builder, const std::optional<T>& value) {
    if (value) builder.append<T>(*value);
    return value.has_value();
}

}  // namespace

std::size_t AnswerColumnBuilder::append(sqlite3_value* value) {
    const auto size = [&] { return static_cast<std::size_t>(sqlite3_value_bytes(value)); };
    switch (sqlite3_value_type(value)) {
        case SQLITE_INTEGER: cells_.emplace_back(std::int64_t{sqlite3_value_int64(value)}); break;
        case SQLITE_FLOAT: cells_.emplace_back(sqlite3_value_double(value)); break;
        case SQLITE_TEXT: {
            const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
            cells_.emplace_back(std::string(text == nullptr ? "" : text, size()));
            return sizeof(Cell) + size();
        }
        case SQLITE_BLOB: {
            const auto* bytes = static_cast<const char*>(sqlite3_value_blob(value));
            cells_.emplace_back(Bytes{std::string(bytes == nullptr ? "" : bytes, size())});
            return sizeof(Cell) + size();
        }
        default: cells_.emplace_back();
    }
    return sizeof(Cell);
}

bool AnswerColumnBuilder::appendAs(ColumnBuilder& builder, const Cell& cell, const TimeZone& zone) {
    if (std::holds_alternative<std::monostate>(cell)) {
        builder.appendNull();
        return true;
    }
    const auto* number = std::get_if<std::int64_t>(&cell);
    const auto* real = std::get_if<double>(&cell);
    const auto* text = std::get_if<std::string>(&cell);
    const auto* bytes = std::get_if<Bytes>(&cell);
    const auto asReal = [&]() -> std::optional<double> {
        if (real != nullptr) return *real;
        if (number != nullptr) return static_cast<double>(*number);
        if (text != nullptr && *text == "NaN") return std::numeric_limits<double>::quiet_NaN();
        return {};
    };
    switch (const DataType& type = *builder.type(); type.kind()) {
        case TypeKind::Boolean:
            if (number == nullptr || (*number != 0 && *number != 1)) return false;
            builder.append<std::uint8_t>(static_cast<std::uint8_t>(*number));
            return true;
        case TypeKind::Byte: return appendWhole<std::int8_t>(builder, number);
        case TypeKind::Short: return appendWhole<std::int16_t>(builder, number);
        case TypeKind::Int: return appendWhole<std::int32_t>(builder, number);
        case TypeKind::Long: return appendWhole<std::int64_t>(builder, number);
        case TypeKind::Float: {
            const auto value = asReal();
            if (value) builder.append<float>(static_cast<float>(*value));
            return value.has_value();
        }
        case TypeKind::Double: return appendOptional(builder, asReal());
        case TypeKind::Decimal:
            if (real != nullptr) return appendOptional<Int128>(builder, doubleToDecimal(*real, type.precision(), type.scale()));
            if (number != nullptr) return appendOptional<Int128>(builder, parseDecimalAs(std::to_string(*number), type.precision(), type.scale()));
            return text != nullptr && appendOptional<Int128>(builder, parseDecimalAs(*text, type.precision(), type.scale()));
        case TypeKind::Date: return text != nullptr && appendOptional(builder, parseDate(*text));
        case TypeKind::Timestamp: return text != nullptr && appendOptional(builder, parseTimestamp(*text, zone));
        case TypeKind::TimestampNtz: return text != nullptr && appendOptional(builder, parseTimestampNtz(*text));
        case TypeKind::Binary:
            if (bytes == nullptr) return false;
            builder.append<std::string_view>(bytes->content);
            return true;
        case TypeKind::String:
            if (text != nullptr) builder.append<std::string_view>(*text);
            if (bytes != nullptr) builder.append<std::string_view>(bytes->content);
            if (number != nullptr) builder.append<std::string_view>(std::to_string(*number));
            if (real != nullptr) builder.append<std::string_view>(formatDouble(*real));
            return true;
        default: return false;
    }
}

TypePtr AnswerColumnBuilder::foundType() const {
    bool numbers = false;
    bool reals = false;
    bool texts = false;
    bool blobs = false;
    for (const Cell& cell : cells_) {
        numbers |= std::holds_alternative<std::int64_t>(cell);
        reals |= std::holds_alternative<double>(cell);
        texts |= std::holds_alternative<std::string>(cell);
        blobs |= std::holds_alternative<Bytes>(cell);
    }
    if (blobs && !numbers && !reals && !texts) return DataType::binary();
    if (texts || blobs || (!numbers && !reals)) return DataType::string();
    return reals ? DataType::doubleType() : DataType::longType();
}

AnswerColumn AnswerColumnBuilder::finish(const TimeZone& zone) {
    // A nested value came as text, so text is what there is to show; its type is still told.
    const bool asText = declared_ && (declared_->isNested() || declared_->is(TypeKind::CalendarInterval) || declared_->is(TypeKind::YearMonthInterval) ||
                                      declared_->is(TypeKind::DayTimeInterval) || declared_->is(TypeKind::Void));
    if (declared_) {
        ColumnBuilder builder(asText ? DataType::string() : declared_);
        bool fits = true;
        for (std::size_t row = 0; fits && row < cells_.size(); ++row) fits = appendAs(builder, cells_[row], zone);
        if (fits) return {std::move(name_), declared_->sql(), builder.finish()};
    }
    const TypePtr found = foundType();
    ColumnBuilder builder(found);
    for (const Cell& cell : cells_) appendAs(builder, cell, zone);
    return {std::move(name_), found->sql(), builder.finish()};
}

}  // namespace vitrine::detail
