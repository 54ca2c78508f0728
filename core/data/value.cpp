// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/value.h"

#include <algorithm>
#include <cmath>

#include "core/data/column_builder.h"

namespace vitrine {
namespace {

template <class T>
int compareElements(const T& left, const T& right) {
    if constexpr (std::is_floating_point_v<T>) {
        // NaN is equal to itself and greater than any number (AG-2); -0.0 == 0.0 holds for the operators.
        const bool leftNan = std::isnan(left);
        const bool rightNan = std::isnan(right);
        if (leftNan || rightNan) return static_cast<int>(leftNan) - static_cast<int>(rightNan);
        return left < right ? -1 : left > right ? 1 : 0;
    } else if constexpr (std::is_same_v<T, CalendarInterval>) {
        if (left.months != right.months) return left.months < right.months ? -1 : 1;
        if (left.days != right.days) return left.days < right.days ? -1 : 1;
        return left.micros < right.micros ? -1 : left.micros > right.micros ? 1 : 0;
    } else if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, std::string_view>) {
        const int order = std::string_view(left).compare(std::string_view(right));
        return order < 0 ? -1 : order > 0 ? 1 : 0;
    } else {
        return left < right ? -1 : left > right ? 1 : 0;
    }
}

/// Compares what stands in two rows that are not NULL.
int comparePresentRows(const Column& left, std::size_t leftRow, const Column& right, std::size_t rightRow) {
    const TypeKind kind = left.type()->kind();
    if (kind == TypeKind::Struct) {
        for (std::size_t index = 0; index < left.children().size(); ++index) {
            const int order = compareRows(*left.child(index), leftRow, *right.child(index), rightRow);
            if (order != 0) return order;
        }
        return 0;
    }
    if (kind == TypeKind::Array || kind == TypeKind::Map) {
        const std::uint32_t leftSize = left.offsets()[leftRow + 1] - left.offsets()[leftRow];
        const std::uint32_t rightSize = right.offsets()[rightRow + 1] - right.offsets()[rightRow];
        for (std::uint32_t index = 0; index < std::min(leftSize, rightSize); ++index) {
            for (std::size_t part = 0; part < left.children().size(); ++part) {
                const int order = compareRows(*left.child(part), left.offsets()[leftRow] + index, *right.child(part),
                                              right.offsets()[rightRow] + index);
                if (order != 0) return order;
            }
        }
        return compareElements(leftSize, rightSize);
    }
    return visitPhysical(kind, [&]<class T>(TypeTag<T>) { return compareElements(left.values<T>()[leftRow], right.values<T>()[rightRow]); });
}

Value listOf(const Column& column, std::size_t row) {
    Value::List list;
    const std::uint32_t end = column.offsets()[row + 1];
    for (std::uint32_t index = column.offsets()[row]; index < end; ++index) {
        if (column.type()->is(TypeKind::Array)) {
            list.push_back(valueAt(*column.child(0), index));
        } else {
            list.push_back(Value{Value::List{valueAt(*column.child(0), index), valueAt(*column.child(1), index)}});
        }
    }
    return Value{std::move(list)};
}

}  // namespace

Value valueAt(const Column& column, std::size_t row) {
    VITRINE_ASSERT(row < column.size());
    if (column.isNull(row)) return {};
    switch (column.type()->kind()) {
        case TypeKind::Boolean: return Value{column.values<std::uint8_t>()[row] != 0};
        case TypeKind::String:
        case TypeKind::Binary: return Value{std::string(column.values<std::string_view>()[row])};
        case TypeKind::Array:
        case TypeKind::Map: return listOf(column, row);
        case TypeKind::Struct: {
            Value::List fields;
            for (const ColumnPtr& child : column.children()) fields.push_back(valueAt(*child, row));
            return Value{std::move(fields)};
        }
        default:
            return visitPhysical(column.type()->kind(), [&]<class T>(TypeTag<T>) -> Value {
                if constexpr (std::is_same_v<T, std::uint8_t> || std::is_same_v<T, std::string_view>) return {};
                else return Value{column.values<T>()[row]};
            });
    }
}

ColumnPtr makeConstantColumn(const TypePtr& type, const Value& value, std::size_t size) {
    if (value.isNull() || type->is(TypeKind::Void)) return makeNullColumn(type, size);
    if (type->is(TypeKind::String) || type->is(TypeKind::Binary)) {
        const auto text = std::make_shared<const std::string>(value.get<std::string>());
        return std::make_shared<const Column>(type, size, Column::Elements(std::vector<std::string_view>(size, std::string_view(*text))),
                                              std::vector<std::uint8_t>{}, std::vector<std::uint32_t>{}, std::vector<ColumnPtr>{},
                                              std::vector<BufferOwner>{text});
    }
    ColumnBuilder builder(type);
    builder.appendValue(value);
    const std::vector<std::uint32_t> rows(size, 0);
    return gather(builder.finish(), rows);
}

int compareValues(const DataType& type, const Value& left, const Value& right) {
    if (left.isNull() || right.isNull()) return static_cast<int>(right.isNull()) - static_cast<int>(left.isNull());
    if (const auto* leftList = std::get_if<Value::List>(&left.data)) {
        const Value::List& rightList = right.get<Value::List>();
        const std::size_t common = std::min(leftList->size(), rightList.size());
        for (std::size_t index = 0; index < common; ++index) {
            int order = 0;
            if (type.is(TypeKind::Map)) {
                const Value::List& leftEntry = (*leftList)[index].get<Value::List>();
                const Value::List& rightEntry = rightList[index].get<Value::List>();
                order = compareValues(*type.keyType(), leftEntry[0], rightEntry[0]);
                if (order == 0) order = compareValues(*type.valueType(), leftEntry[1], rightEntry[1]);
            } else {
                const TypePtr& part = type.is(TypeKind::Struct) ? type.fields()[index].type : type.elementType();
                order = compareValues(*part, (*leftList)[index], rightList[index]);
            }
            if (order != 0) return order;
        }
        return compareElements(leftList->size(), rightList.size());
    }
    return std::visit(
        [&right]<class T>(const T& element) {
            if constexpr (std::is_same_v<T, std::monostate> || std::is_same_v<T, Value::List>) return 0;
            else return compareElements(element, right.get<T>());
        },
        left.data);
}

int compareRows(const Column& left, std::size_t leftRow, const Column& right, std::size_t rightRow) {
    const bool leftNull = left.isNull(leftRow);
    const bool rightNull = right.isNull(rightRow);
    if (leftNull || rightNull) return static_cast<int>(rightNull) - static_cast<int>(leftNull);
    return comparePresentRows(left, leftRow, right, rightRow);
}

}  // namespace vitrine
