// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/coercion.h"

#include <algorithm>

namespace vitrine {
namespace {

bool isDateTime(const DataType& type) {
    return type.is(TypeKind::Date) || type.is(TypeKind::Timestamp) || type.is(TypeKind::TimestampNtz);
}

bool isInterval(const DataType& type) {
    return type.is(TypeKind::CalendarInterval) || type.is(TypeKind::YearMonthInterval) || type.is(TypeKind::DayTimeInterval);
}

TypePtr widerDecimal(const DataType& left, const DataType& right) {
    const int scale = std::max(left.scale(), right.scale());
    const int range = std::max(left.precision() - left.scale(), right.precision() - right.scale());
    const int precision = range + scale;
    if (precision <= DataType::kMaxDecimalPrecision) return DataType::decimal(precision, scale);
    const int excess = precision - DataType::kMaxDecimalPrecision;
    return DataType::decimal(DataType::kMaxDecimalPrecision, std::max(0, scale - excess));
}

using Combine = TypePtr (*)(const TypePtr&, const TypePtr&, bool);

/// Arrays, maps and structs part by part.
TypePtr combineNested(const TypePtr& left, const TypePtr& right, bool ansi, Combine combine) {
    if (left->kind() != right->kind()) return nullptr;
    switch (left->kind()) {
        case TypeKind::Array: {
            const TypePtr element = combine(left->elementType(), right->elementType(), ansi);
            return element ? DataType::array(element, left->containsNull() || right->containsNull()) : nullptr;
        }
        case TypeKind::Map: {
            const TypePtr key = combine(left->keyType(), right->keyType(), ansi);
            const TypePtr value = combine(left->valueType(), right->valueType(), ansi);
            return key && value ? DataType::map(key, value, left->containsNull() || right->containsNull()) : nullptr;
        }
        case TypeKind::Struct: {
            if (left->fields().size() != right->fields().size()) return nullptr;
            std::vector<Field> fields;
            for (std::size_t index = 0; index < left->fields().size(); ++index) {
                const Field& first = left->fields()[index];
                const Field& second = right->fields()[index];
                const TypePtr type = combine(first.type, second.type, ansi);
                if (!type) return nullptr;
                fields.push_back({first.name, type, first.nullable || second.nullable});
            }
            return DataType::structType(std::move(fields));
        }
        default: return nullptr;
    }
}

TypePtr decimalCommonType(const TypePtr& left, const TypePtr& right) {
    if (left->is(TypeKind::Decimal) && right->is(TypeKind::Decimal)) return widerDecimal(*left, *right);
    if (left->is(TypeKind::Decimal) && right->isIntegral()) return widerDecimal(*left, *decimalFor(*right));
    if (right->is(TypeKind::Decimal) && left->isIntegral()) return widerDecimal(*decimalFor(*left), *right);
    const auto isFloating = [](const DataType& type) { return type.is(TypeKind::Float) || type.is(TypeKind::Double); };
    if ((left->is(TypeKind::Decimal) && isFloating(*right)) || (right->is(TypeKind::Decimal) && isFloating(*left))) {
        return DataType::doubleType();
    }
    return nullptr;
}

TypePtr widerWithoutStringsOf(const TypePtr& left, const TypePtr& right, bool ansi) {
    if (TypePtr type = tightestCommonType(left, right, ansi)) return type;
    if (TypePtr type = decimalCommonType(left, right)) return type;
    return combineNested(left, right, ansi, widerWithoutStringsOf);
}

TypePtr fold(std::span<const BoundPtr> values, bool ansi, Combine combine) {
    // Strings last, as Spark does, so that the result does not depend on the order of the others.
    TypePtr common = DataType::voidType();
    for (const bool strings : {false, true}) {
        for (const BoundPtr& value : values) {
            if (value->type()->is(TypeKind::String) != strings) continue;
            common = combine(common, value->type(), ansi);
            if (!common) return nullptr;
        }
    }
    return common;
}

}  // namespace

TypePtr decimalFor(const DataType& type) {
    switch (type.kind()) {
        case TypeKind::Byte: return DataType::decimal(3, 0);
        case TypeKind::Short: return DataType::decimal(5, 0);
        case TypeKind::Int: return DataType::decimal(10, 0);
        case TypeKind::Long: return DataType::decimal(20, 0);
        case TypeKind::Float: return DataType::decimal(14, 7);
        case TypeKind::Decimal: return DataType::decimal(type.precision(), type.scale());
        default: return DataType::decimal(30, 15);
    }
}

TypePtr decimalForValue(Int128 value) {
    int precision = 1;
    for (value = value < 0 ? -value : value; value >= 10; value /= 10) ++precision;
    return DataType::decimal(precision, 0);
}

TypePtr adjustedDecimal(int precision, int scale) {
    if (precision <= DataType::kMaxDecimalPrecision) return DataType::decimal(precision, scale);
    const int integralDigits = precision - scale;
    const int adjusted = std::max(DataType::kMaxDecimalPrecision - integralDigits, std::min(scale, 6));
    return DataType::decimal(DataType::kMaxDecimalPrecision, adjusted);
}

TypePtr boundedDecimal(int precision, int scale) {
    return DataType::decimal(std::min(precision, DataType::kMaxDecimalPrecision), std::min(scale, DataType::kMaxDecimalPrecision));
}

TypePtr tightestCommonType(const TypePtr& left, const TypePtr& right, bool ansi) {
    if (left->sameType(*right)) return left;
    if (left->is(TypeKind::Void)) return right;
    if (right->is(TypeKind::Void)) return left;
    if (left->isNumeric() && right->isNumeric()) {
        if (left->is(TypeKind::Decimal) != right->is(TypeKind::Decimal)) {
            const TypePtr& decimal = left->is(TypeKind::Decimal) ? left : right;
            const TypePtr& other = left->is(TypeKind::Decimal) ? right : left;
            if (!other->isIntegral()) return nullptr;
            const TypePtr needed = decimalFor(*other);
            return decimal->precision() - decimal->scale() >= needed->precision() ? decimal : nullptr;
        }
        if (left->is(TypeKind::Decimal)) return nullptr;
        const TypePtr& wider = left->kind() > right->kind() ? left : right;
        return ansi && wider->is(TypeKind::Float) ? DataType::doubleType() : wider;
    }
    if (isDateTime(*left) && isDateTime(*right)) {
        const bool zoned = left->is(TypeKind::Timestamp) || right->is(TypeKind::Timestamp);
        return zoned ? DataType::timestamp() : DataType::timestampNtz();
    }
    if (left->kind() == right->kind() && left->is(TypeKind::DayTimeInterval)) {
        return DataType::dayTimeInterval(std::min(left->firstUnit(), right->firstUnit()), std::max(left->lastUnit(), right->lastUnit()));
    }
    if (left->kind() == right->kind() && left->is(TypeKind::YearMonthInterval)) {
        return DataType::yearMonthInterval(std::min(left->firstUnit(), right->firstUnit()), std::max(left->lastUnit(), right->lastUnit()));
    }
    return combineNested(left, right, ansi, tightestCommonType);
}

TypePtr stringPromotion(const TypePtr& left, const TypePtr& right) {
    if (left->is(TypeKind::String) == right->is(TypeKind::String)) return nullptr;
    const TypePtr& other = left->is(TypeKind::String) ? right : left;
    if (other->is(TypeKind::Void)) return DataType::string();
    if (other->isIntegral()) return DataType::longType();
    if (other->isFractional()) return DataType::doubleType();
    if (isInterval(*other) || other->isNested()) return nullptr;
    return other;
}

TypePtr widerType(const TypePtr& left, const TypePtr& right, bool ansi) {
    if (TypePtr type = tightestCommonType(left, right, ansi)) return type;
    if (TypePtr type = decimalCommonType(left, right)) return type;
    if (ansi) {
        if (TypePtr type = stringPromotion(left, right)) return type;
    } else if (left->is(TypeKind::String) != right->is(TypeKind::String)) {
        const TypePtr& other = left->is(TypeKind::String) ? right : left;
        if (!other->isNested() && !other->is(TypeKind::Binary) && !other->is(TypeKind::Boolean)) return DataType::string();
    }
    return combineNested(left, right, ansi, [](const TypePtr& a, const TypePtr& b, bool mode) { return widerType(a, b, mode); });
}

TypePtr widerType(std::span<const BoundPtr> values, bool ansi) {
    return fold(values, ansi, [](const TypePtr& a, const TypePtr& b, bool mode) { return widerType(a, b, mode); });
}

TypePtr widerTypeWithoutStrings(std::span<const BoundPtr> values, bool ansi) { return fold(values, ansi, widerWithoutStringsOf); }

bool canCast(const DataType& from, const DataType& to, bool ansi, bool isTry) {
    const bool strict = ansi || isTry;
    if (from.sameType(to) || from.is(TypeKind::Void) || to.is(TypeKind::String)) return true;
    if (to.is(TypeKind::Void)) return false;
    const TypeKind source = from.kind();
    switch (to.kind()) {
        case TypeKind::Binary: return source == TypeKind::String || (!strict && from.isIntegral());
        case TypeKind::Boolean:
            return source == TypeKind::String || from.isNumeric() ||
                   (!strict && (source == TypeKind::Date || source == TypeKind::Timestamp));
        case TypeKind::Timestamp:
            return source == TypeKind::String || source == TypeKind::Date || source == TypeKind::TimestampNtz || from.isNumeric() ||
                   (!strict && source == TypeKind::Boolean);
        case TypeKind::TimestampNtz: return source == TypeKind::String || source == TypeKind::Date || source == TypeKind::Timestamp;
        case TypeKind::Date: return source == TypeKind::String || source == TypeKind::Timestamp || source == TypeKind::TimestampNtz;
        case TypeKind::CalendarInterval: return source == TypeKind::String;
        case TypeKind::YearMonthInterval:
            return source == TypeKind::String || source == TypeKind::YearMonthInterval || from.isIntegral() || source == TypeKind::Decimal;
        case TypeKind::DayTimeInterval:
            return source == TypeKind::String || source == TypeKind::DayTimeInterval || from.isIntegral() || source == TypeKind::Decimal;
        case TypeKind::Array: return source == TypeKind::Array && canCast(*from.elementType(), *to.elementType(), ansi, isTry);
        case TypeKind::Map:
            return source == TypeKind::Map && canCast(*from.keyType(), *to.keyType(), ansi, isTry) &&
                   canCast(*from.valueType(), *to.valueType(), ansi, isTry);
        case TypeKind::Struct: {
            if (source != TypeKind::Struct || from.fields().size() != to.fields().size()) return false;
            for (std::size_t index = 0; index < to.fields().size(); ++index) {
                if (!canCast(*from.fields()[index].type, *to.fields()[index].type, ansi, isTry)) return false;
            }
            return true;
        }
        default: break;
    }
    if (!to.isNumeric()) return false;
    if (from.isNumeric() || source == TypeKind::String || source == TypeKind::Boolean || source == TypeKind::Timestamp) return true;
    if (source == TypeKind::Date) return !strict;
    const bool fitsInterval = to.isIntegral() || to.is(TypeKind::Decimal);
    return fitsInterval && (source == TypeKind::YearMonthInterval || source == TypeKind::DayTimeInterval);
}

bool canCastImplicitly(const DataType& from, const DataType& to, bool ansi, bool isConstant) {
    if (from.sameType(to) || from.is(TypeKind::Void)) return true;
    if (from.is(TypeKind::String)) return !to.isNested() && !isInterval(to);
    if (to.is(TypeKind::String)) return !from.isNested();
    if (from.isNumeric() && to.isNumeric()) {
        if (!ansi || isConstant) return true;
        if (to.is(TypeKind::Double) || to.is(TypeKind::Decimal)) return true;
        return from.isIntegral() && from.kind() <= to.kind();
    }
    if (isDateTime(from) && isDateTime(to)) return true;
    if (from.kind() == to.kind() && from.is(TypeKind::Array)) {
        return canCastImplicitly(*from.elementType(), *to.elementType(), ansi, isConstant);
    }
    return from.kind() == to.kind() && isInterval(from);
}

}  // namespace vitrine
