// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/check.h"
#include "core/data/type.h"

namespace vitrine {

class Column;
using ColumnPtr = std::shared_ptr<const Column>;

/// What keeps the bytes of string values alive: a read buffer, an arena, another column.
using BufferOwner = std::shared_ptr<const void>;

/// An immutable run of values of one type: contiguous elements and one validity byte a row. Thread-safe, shared by pointer.
///
/// Elements of NULL rows are present and unspecified (but initialised). Strings are views into buffers that the column
/// keeps alive through its owners.
class Column {
  public:
    using Elements = std::variant<std::monostate, std::vector<std::uint8_t>, std::vector<std::int8_t>,
                                  std::vector<std::int16_t>, std::vector<std::int32_t>, std::vector<std::int64_t>,
                                  std::vector<float>, std::vector<double>, std::vector<Int128>,
                                  std::vector<std::string_view>, std::vector<CalendarInterval>>;

    /// All parts at once; `validity` is empty when no row is NULL, else 1 (present) or 0 (NULL) a row.
    /// Array and Map: `offsets` has size+1 entries into the children. Struct: children have `size` rows each.
    Column(TypePtr type, std::size_t size, Elements elements, std::vector<std::uint8_t> validity,
           std::vector<std::uint32_t> offsets = {}, std::vector<ColumnPtr> children = {},
           std::vector<BufferOwner> owners = {});

    const TypePtr& type() const noexcept { return type_; }
    std::size_t size() const noexcept { return size_; }

    bool isNull(std::size_t row) const noexcept { return type_->is(TypeKind::Void) || (!validity_.empty() && validity_[row] == 0); }
    bool mayHaveNulls() const noexcept { return type_->is(TypeKind::Void) || !validity_.empty(); }
    std::span<const std::uint8_t> validity() const noexcept { return validity_; }
    std::size_t nullCount() const noexcept;

    /// The elements as their physical type (see TypeKind). T must be that type.
    template <class T>
    std::span<const T> values() const {
        const auto* elements = std::get_if<std::vector<T>>(&elements_);
        VITRINE_ASSERT(elements != nullptr);
        return *elements;
    }

    std::span<const std::uint32_t> offsets() const noexcept { return offsets_; }
    const std::vector<ColumnPtr>& children() const noexcept { return children_; }
    const ColumnPtr& child(std::size_t index) const noexcept { return children_[index]; }
    const std::vector<BufferOwner>& owners() const noexcept { return owners_; }

    /// Approximate bytes held, shared buffers of strings excluded.
    std::size_t memoryBytes() const noexcept;

  private:
    TypePtr type_;
    std::size_t size_;
    Elements elements_;
    std::vector<std::uint8_t> validity_;
    std::vector<std::uint32_t> offsets_;
    std::vector<ColumnPtr> children_;
    std::vector<BufferOwner> owners_;
};

/// The physical element type of a TypeKind, e.g. PhysicalOf<TypeKind::Date> = int32_t. For switch-free templates see
/// visitPhysical().
template <TypeKind>
struct Physical;
template <> struct Physical<TypeKind::Boolean> { using Type = std::uint8_t; };
template <> struct Physical<TypeKind::Byte> { using Type = std::int8_t; };
template <> struct Physical<TypeKind::Short> { using Type = std::int16_t; };
template <> struct Physical<TypeKind::Int> { using Type = std::int32_t; };
template <> struct Physical<TypeKind::Long> { using Type = std::int64_t; };
template <> struct Physical<TypeKind::Float> { using Type = float; };
template <> struct Physical<TypeKind::Double> { using Type = double; };
template <> struct Physical<TypeKind::Decimal> { using Type = Int128; };
template <> struct Physical<TypeKind::String> { using Type = std::string_view; };
template <> struct Physical<TypeKind::Binary> { using Type = std::string_view; };
template <> struct Physical<TypeKind::Date> { using Type = std::int32_t; };
template <> struct Physical<TypeKind::Timestamp> { using Type = std::int64_t; };
template <> struct Physical<TypeKind::TimestampNtz> { using Type = std::int64_t; };
template <> struct Physical<TypeKind::CalendarInterval> { using Type = CalendarInterval; };
template <> struct Physical<TypeKind::YearMonthInterval> { using Type = std::int32_t; };
template <> struct Physical<TypeKind::DayTimeInterval> { using Type = std::int64_t; };
template <TypeKind kind>
using PhysicalOf = typename Physical<kind>::Type;

template <class T>
struct TypeTag {
    using Type = T;
};

/// Calls `visitor(TypeTag<T>{})` with the physical element type of `kind`, which must not be Void or nested.
template <class Visitor>
decltype(auto) visitPhysical(TypeKind kind, Visitor&& visitor) {
    switch (kind) {
        case TypeKind::Boolean: return visitor(TypeTag<std::uint8_t>{});
        case TypeKind::Byte: return visitor(TypeTag<std::int8_t>{});
        case TypeKind::Short: return visitor(TypeTag<std::int16_t>{});
        case TypeKind::Int:
        case TypeKind::Date:
        case TypeKind::YearMonthInterval: return visitor(TypeTag<std::int32_t>{});
        case TypeKind::Long:
        case TypeKind::Timestamp:
        case TypeKind::TimestampNtz:
        case TypeKind::DayTimeInterval: return visitor(TypeTag<std::int64_t>{});
        case TypeKind::Float: return visitor(TypeTag<float>{});
        case TypeKind::Double: return visitor(TypeTag<double>{});
        case TypeKind::Decimal: return visitor(TypeTag<Int128>{});
        case TypeKind::String:
        case TypeKind::Binary: return visitor(TypeTag<std::string_view>{});
        case TypeKind::CalendarInterval: return visitor(TypeTag<CalendarInterval>{});
        case TypeKind::Void:
        case TypeKind::Array:
        case TypeKind::Map:
        case TypeKind::Struct: break;
    }
    VITRINE_ASSERT(!"visitPhysical: no physical element");
    return visitor(TypeTag<std::uint8_t>{});
}

/// A column of `size` NULLs of any type.
ColumnPtr makeNullColumn(const TypePtr& type, std::size_t size);

/// The rows `rows` of `column`, in that order; an index of kNullRow gives NULL. Nested types included.
inline constexpr std::uint32_t kNullRow = 0xFFFF'FFFF;
ColumnPtr gather(const ColumnPtr& column, std::span<const std::uint32_t> rows);

/// One column after the other; all of the same type; at least one.
ColumnPtr concatenate(std::span<const ColumnPtr> columns);

/// A copy whose strings live in one buffer of its own, so that read buffers can be released. Returns the column itself
/// where it holds no strings.
ColumnPtr compact(const ColumnPtr& column);

}  // namespace vitrine
