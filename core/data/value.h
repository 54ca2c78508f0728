// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/data/column.h"
#include "core/data/type.h"

namespace vitrine {

/// One value of any type, with value semantics: literals, cells shown on screen, tests. Never on the hot path.
///
/// The alternative follows the physical element of the type (TypeKind); strings and binaries are std::string; Array is a
/// list; Map a list of [key, value] lists; Struct a list of its fields. monostate is NULL.
struct Value {
    using List = std::vector<Value>;
    std::variant<std::monostate, bool, std::int8_t, std::int16_t, std::int32_t, std::int64_t, float, double, Int128,
                 std::string, CalendarInterval, List>
        data;

    bool isNull() const noexcept { return data.index() == 0; }
    template <class T>
    const T& get() const { return std::get<T>(data); }
    bool operator==(const Value&) const = default;
};

/// The value in row `row`.
Value valueAt(const Column& column, std::size_t row);

/// A column that repeats `value` `size` times.
ColumnPtr makeConstantColumn(const TypePtr& type, const Value& value, std::size_t size);

/// Compares two values of one type as Spark's ordering does: NULL first, NaN greatest, -0.0 equal to 0.0, strings by
/// UTF-8 bytes, structs and arrays element by element. Returns <0, 0, >0.
int compareValues(const DataType& type, const Value& left, const Value& right);

/// The same for rows of columns of one type.
int compareRows(const Column& left, std::size_t leftRow, const Column& right, std::size_t rightRow);

}  // namespace vitrine
