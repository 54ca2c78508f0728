// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/type.h"

#include <fmt/format.h>

#include "core/base/check.h"
#include "core/data/schema.h"

namespace vitrine {
namespace {

std::string_view simpleName(TypeKind kind) {
    switch (kind) {
        case TypeKind::Void: return "void";
        case TypeKind::Boolean: return "boolean";
        case TypeKind::Byte: return "tinyint";
        case TypeKind::Short: return "smallint";
        case TypeKind::Int: return "int";
        case TypeKind::Long: return "bigint";
        case TypeKind::Float: return "float";
        case TypeKind::Double: return "double";
        case TypeKind::Decimal: return "decimal";
        case TypeKind::String: return "string";
        case TypeKind::Binary: return "binary";
        case TypeKind::Date: return "date";
        case TypeKind::Timestamp: return "timestamp";
        case TypeKind::TimestampNtz: return "timestamp_ntz";
        case TypeKind::CalendarInterval: return "interval";
        case TypeKind::YearMonthInterval: return "interval";
        case TypeKind::DayTimeInterval: return "interval";
        case TypeKind::Array: return "array";
        case TypeKind::Map: return "map";
        case TypeKind::Struct: return "struct";
    }
    return "void";
}

std::string upper(std::string_view text) {
    std::string result(text);
    for (char& letter : result) {
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - ('a' - 'A'));
    }
    return result;
}

std::string_view unitName(IntervalUnit unit) {
    switch (unit) {
        case IntervalUnit::Year: return "year";
        case IntervalUnit::Month: return "month";
        case IntervalUnit::Day: return "day";
        case IntervalUnit::Hour: return "hour";
        case IntervalUnit::Minute: return "minute";
        case IntervalUnit::Second: return "second";
    }
    return "second";
}

std::string intervalName(IntervalUnit first, IntervalUnit last) {
    if (first == last) return fmt::format("interval {}", unitName(first));
    return fmt::format("interval {} to {}", unitName(first), unitName(last));
}

std::string quoteSqlString(std::string_view text) {
    std::string quoted = "'";
    for (const char letter : text) {
        if (letter == '\'' || letter == '\\') quoted += '\\';
        quoted += letter;
    }
    return quoted + "'";
}

}  // namespace

bool Field::operator==(const Field& other) const {
    return name == other.name && nullable == other.nullable && comment == other.comment && *type == *other.type;
}

#define VITRINE_SIMPLE_TYPE(function, kindName)                                            \
    TypePtr DataType::function() {                                                         \
        static const TypePtr instance(new DataType(TypeKind::kindName));                   \
        return instance;                                                                   \
    }
VITRINE_SIMPLE_TYPE(voidType, Void)
VITRINE_SIMPLE_TYPE(boolean, Boolean)
VITRINE_SIMPLE_TYPE(byteType, Byte)
VITRINE_SIMPLE_TYPE(shortType, Short)
VITRINE_SIMPLE_TYPE(intType, Int)
VITRINE_SIMPLE_TYPE(longType, Long)
VITRINE_SIMPLE_TYPE(floatType, Float)
VITRINE_SIMPLE_TYPE(doubleType, Double)
VITRINE_SIMPLE_TYPE(string, String)
VITRINE_SIMPLE_TYPE(binary, Binary)
VITRINE_SIMPLE_TYPE(date, Date)
VITRINE_SIMPLE_TYPE(timestamp, Timestamp)
VITRINE_SIMPLE_TYPE(timestampNtz, TimestampNtz)
VITRINE_SIMPLE_TYPE(calendarInterval, CalendarInterval)
#undef VITRINE_SIMPLE_TYPE

TypePtr DataType::decimal(int precision, int scale) {
    VITRINE_ASSERT(precision >= 1 && precision <= kMaxDecimalPrecision && scale >= 0 && scale <= precision);
    std::shared_ptr<DataType> type(new DataType(TypeKind::Decimal));
    type->precision_ = precision;
    type->scale_ = scale;
    return type;
}

TypePtr DataType::yearMonthInterval(IntervalUnit first, IntervalUnit last) {
    VITRINE_ASSERT(first <= last && last <= IntervalUnit::Month);
    std::shared_ptr<DataType> type(new DataType(TypeKind::YearMonthInterval));
    type->firstUnit_ = first;
    type->lastUnit_ = last;
    return type;
}

TypePtr DataType::dayTimeInterval(IntervalUnit first, IntervalUnit last) {
    VITRINE_ASSERT(first >= IntervalUnit::Day && first <= last);
    std::shared_ptr<DataType> type(new DataType(TypeKind::DayTimeInterval));
    type->firstUnit_ = first;
    type->lastUnit_ = last;
    return type;
}

TypePtr DataType::array(TypePtr element, bool containsNull) {
    std::shared_ptr<DataType> type(new DataType(TypeKind::Array));
    type->children_.push_back({"element", std::move(element), containsNull});
    return type;
}

TypePtr DataType::map(TypePtr key, TypePtr value, bool valueContainsNull) {
    std::shared_ptr<DataType> type(new DataType(TypeKind::Map));
    type->children_.push_back({"key", std::move(key), false});
    type->children_.push_back({"value", std::move(value), valueContainsNull});
    return type;
}

TypePtr DataType::structType(std::vector<Field> fields) {
    std::shared_ptr<DataType> type(new DataType(TypeKind::Struct));
    type->children_ = std::move(fields);
    return type;
}

int DataType::fieldIndex(std::string_view name) const noexcept {
    for (std::size_t index = 0; index < children_.size(); ++index) {
        if (children_[index].name == name) return static_cast<int>(index);
    }
    return -1;
}

std::string DataType::simpleString() const {
    switch (kind_) {
        case TypeKind::Decimal: return fmt::format("decimal({},{})", precision_, scale_);
        case TypeKind::YearMonthInterval:
        case TypeKind::DayTimeInterval: return intervalName(firstUnit_, lastUnit_);
        case TypeKind::Array: return fmt::format("array<{}>", elementType()->simpleString());
        case TypeKind::Map: return fmt::format("map<{},{}>", keyType()->simpleString(), valueType()->simpleString());
        case TypeKind::Struct: {
            std::string text = "struct<";
            for (const Field& field : children_) {
                if (text.back() != '<') text += ',';
                text += field.name + ':' + field.type->simpleString();
            }
            return text + '>';
        }
        default: return std::string(simpleName(kind_));
    }
}

std::string DataType::sql() const {
    switch (kind_) {
        case TypeKind::Array: return fmt::format("ARRAY<{}>", elementType()->sql());
        case TypeKind::Map: return fmt::format("MAP<{}, {}>", keyType()->sql(), valueType()->sql());
        case TypeKind::Struct: {
            std::string text = "STRUCT<";
            for (std::size_t index = 0; index < children_.size(); ++index) {
                const Field& field = children_[index];
                if (index > 0) text += ", ";
                text += quoteIdentifier(field.name) + ": " + field.type->sql();
                if (!field.nullable) text += " NOT NULL";
                if (!field.comment.empty()) text += " COMMENT " + quoteSqlString(field.comment);
            }
            return text + '>';
        }
        default: return upper(simpleString());
    }
}

bool DataType::operator==(const DataType& other) const noexcept {
    return this == &other || (kind_ == other.kind_ && precision_ == other.precision_ && scale_ == other.scale_ &&
                              firstUnit_ == other.firstUnit_ && lastUnit_ == other.lastUnit_ && children_ == other.children_);
}

bool DataType::sameType(const DataType& other) const noexcept {
    if (this == &other) return true;
    if (kind_ != other.kind_ || precision_ != other.precision_ || scale_ != other.scale_ || firstUnit_ != other.firstUnit_ ||
        lastUnit_ != other.lastUnit_ || children_.size() != other.children_.size()) {
        return false;
    }
    for (std::size_t index = 0; index < children_.size(); ++index) {
        if (children_[index].name != other.children_[index].name) return false;
        if (!children_[index].type->sameType(*other.children_[index].type)) return false;
    }
    return true;
}

}  // namespace vitrine
