// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace vitrine {

/// Spark's data types. The comment names the physical element that a Column of that type stores.
enum class TypeKind : std::uint8_t {
    Void,                ///< no element: every row is NULL
    Boolean,             ///< uint8_t, 0 or 1
    Byte,                ///< int8_t
    Short,               ///< int16_t
    Int,                 ///< int32_t
    Long,                ///< int64_t
    Float,               ///< float
    Double,              ///< double
    Decimal,             ///< Int128, unscaled value
    String,              ///< std::string_view, UTF-8
    Binary,              ///< std::string_view, bytes
    Date,                ///< int32_t, days since the epoch
    Timestamp,           ///< int64_t, microseconds since the epoch, UTC
    TimestampNtz,        ///< int64_t, microseconds of local time since 1970-01-01T00:00:00
    CalendarInterval,    ///< CalendarInterval
    YearMonthInterval,   ///< int32_t, months
    DayTimeInterval,     ///< int64_t, microseconds
    Array,               ///< offsets + one child
    Map,                 ///< offsets + key child + value child
    Struct,              ///< one child a field
};

__extension__ using Int128 = __int128;

/// Months, days and microseconds kept apart, as Spark's CalendarInterval.
struct CalendarInterval {
    std::int32_t months = 0;
    std::int32_t days = 0;
    std::int64_t micros = 0;
    bool operator==(const CalendarInterval&) const = default;
};

class DataType;
using TypePtr = std::shared_ptr<const DataType>;

/// A field of a struct or a column of a schema.
struct Field {
    std::string name;
    TypePtr type;
    bool nullable = true;
    std::string comment{};
    bool operator==(const Field&) const;
};

/// The first and last field of an interval type: YEAR..MONTH or DAY..SECOND, numbered as Spark does.
enum class IntervalUnit : std::uint8_t { Year, Month, Day, Hour, Minute, Second };

/// An immutable Spark data type, shared by pointer. Compare by value with `*a == *b` (nullability of nested parts included)
/// or sameType(). Thread-safe.
class DataType {
  public:
    static constexpr int kMaxDecimalPrecision = 38;

    static TypePtr voidType();
    static TypePtr boolean();
    static TypePtr byteType();
    static TypePtr shortType();
    static TypePtr intType();
    static TypePtr longType();
    static TypePtr floatType();
    static TypePtr doubleType();
    static TypePtr string();
    static TypePtr binary();
    static TypePtr date();
    static TypePtr timestamp();
    static TypePtr timestampNtz();
    static TypePtr calendarInterval();
    static TypePtr decimal(int precision, int scale);  ///< 1 ≤ precision ≤ 38, 0 ≤ scale ≤ precision
    static TypePtr yearMonthInterval(IntervalUnit first = IntervalUnit::Year, IntervalUnit last = IntervalUnit::Month);
    static TypePtr dayTimeInterval(IntervalUnit first = IntervalUnit::Day, IntervalUnit last = IntervalUnit::Second);
    static TypePtr array(TypePtr element, bool containsNull = true);
    static TypePtr map(TypePtr key, TypePtr value, bool valueContainsNull = true);
    static TypePtr structType(std::vector<Field> fields);

    TypeKind kind() const noexcept { return kind_; }
    bool is(TypeKind kind) const noexcept { return kind_ == kind; }

    int precision() const noexcept { return precision_; }  ///< of Decimal
    int scale() const noexcept { return scale_; }          ///< of Decimal
    IntervalUnit firstUnit() const noexcept { return firstUnit_; }
    IntervalUnit lastUnit() const noexcept { return lastUnit_; }
    const TypePtr& elementType() const noexcept { return children_[0].type; }  ///< of Array
    const TypePtr& keyType() const noexcept { return children_[0].type; }      ///< of Map
    const TypePtr& valueType() const noexcept { return children_[1].type; }    ///< of Map
    bool containsNull() const noexcept { return children_.back().nullable; }   ///< of Array, and of Map's values
    const std::vector<Field>& fields() const noexcept { return children_; }    ///< of Struct

    /// Index of a field of a Struct, or -1. Case-sensitive.
    int fieldIndex(std::string_view name) const noexcept;

    bool isIntegral() const noexcept { return kind_ >= TypeKind::Byte && kind_ <= TypeKind::Long; }
    bool isFractional() const noexcept { return kind_ >= TypeKind::Float && kind_ <= TypeKind::Decimal; }
    bool isNumeric() const noexcept { return kind_ >= TypeKind::Byte && kind_ <= TypeKind::Decimal; }
    bool isNested() const noexcept { return kind_ >= TypeKind::Array; }

    /// Spark's simpleString: `bigint`, `struct<start:timestamp,end:timestamp>`, `decimal(10,2)`.
    std::string simpleString() const;

    /// Spark's SQL text: `BIGINT`, `STRUCT<start: TIMESTAMP, end: TIMESTAMP>`.
    std::string sql() const;

    bool operator==(const DataType& other) const noexcept;

    /// Equal but for the nullability of nested parts.
    bool sameType(const DataType& other) const noexcept;

  private:
    explicit DataType(TypeKind kind) : kind_(kind) {}

    TypeKind kind_;
    int precision_ = 0;
    int scale_ = 0;
    IntervalUnit firstUnit_ = IntervalUnit::Year;
    IntervalUnit lastUnit_ = IntervalUnit::Month;
    std::vector<Field> children_;
};

/// Reads one Spark type in DDL spelling (`ARRAY<INT>`, `decimal(10, 2)`); DdlSyntax or UnsupportedType with atColumn().
/// Rule DDL-1.
Result<TypePtr> parseType(std::string_view text);

}  // namespace vitrine
