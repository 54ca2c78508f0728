// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/comparison.h"

#include <cmath>

#include "core/data/value.h"

namespace vitrine {
namespace {

template <class T>
int order(const T& left, const T& right) noexcept {
    if constexpr (std::is_floating_point_v<T>) {
        if (std::isnan(left) || std::isnan(right)) return static_cast<int>(std::isnan(left)) - static_cast<int>(std::isnan(right));
        return left < right ? -1 : (left > right ? 1 : 0);
    } else if constexpr (std::is_same_v<T, CalendarInterval>) {
        return left == right ? 0 : 1;
    } else {
        return left < right ? -1 : (right < left ? 1 : 0);
    }
}

template <class T>
bool equal(const T& left, const T& right) noexcept {
    if constexpr (std::is_floating_point_v<T>) {
        return left == right || (std::isnan(left) && std::isnan(right));
    } else {
        return left == right;
    }
}

template <class T, class F>
void fill(const Column& left, const Column& right, std::vector<std::uint8_t>& out, F decide) {
    const auto a = left.values<T>();
    const auto b = right.values<T>();
    for (std::size_t row = 0; row < out.size(); ++row) out[row] = decide(a[row], b[row]) ? 1 : 0;
}

template <class T>
void compareTyped(Comparison comparison, const Column& left, const Column& right, std::vector<std::uint8_t>& out) {
    switch (comparison) {
        case Comparison::Equal:
        case Comparison::NullSafeEqual: return fill<T>(left, right, out, [](const T& a, const T& b) { return equal(a, b); });
        case Comparison::NotEqual: return fill<T>(left, right, out, [](const T& a, const T& b) { return !equal(a, b); });
        case Comparison::Less: return fill<T>(left, right, out, [](const T& a, const T& b) { return order(a, b) < 0; });
        case Comparison::LessOrEqual: return fill<T>(left, right, out, [](const T& a, const T& b) { return order(a, b) <= 0; });
        case Comparison::Greater: return fill<T>(left, right, out, [](const T& a, const T& b) { return order(a, b) > 0; });
        case Comparison::GreaterOrEqual: return fill<T>(left, right, out, [](const T& a, const T& b) { return order(a, b) >= 0; });
    }
}

bool holds(Comparison comparison, int ordering) noexcept {
    switch (comparison) {
        case Comparison::Equal:
        case Comparison::NullSafeEqual: return ordering == 0;
        case Comparison::NotEqual: return ordering != 0;
        case Comparison::Less: return ordering < 0;
        case Comparison::LessOrEqual: return ordering <= 0;
        case Comparison::Greater: return ordering > 0;
        case Comparison::GreaterOrEqual: return ordering >= 0;
    }
    return false;
}

}  // namespace

ColumnPtr compareColumns(Comparison comparison, const Column& left, const Column& right) {
    const std::size_t size = left.size();
    std::vector<std::uint8_t> values(size, 0);
    const TypeKind kind = left.type()->kind();
    if (left.type()->isNested()) {
        for (std::size_t row = 0; row < size; ++row) {
            if (left.isNull(row) || right.isNull(row)) continue;
            values[row] = holds(comparison, compareRows(left, row, right, row)) ? 1 : 0;
        }
    } else if (kind != TypeKind::Void && right.type()->kind() != TypeKind::Void) {
        visitPhysical(kind, [&](auto tag) { compareTyped<typename decltype(tag)::Type>(comparison, left, right, values); });
    }
    std::vector<std::uint8_t> validity;
    if (left.mayHaveNulls() || right.mayHaveNulls()) {
        if (comparison == Comparison::NullSafeEqual) {
            for (std::size_t row = 0; row < size; ++row) {
                if (left.isNull(row) || right.isNull(row)) values[row] = left.isNull(row) && right.isNull(row) ? 1 : 0;
            }
        } else {
            validity.resize(size);
            for (std::size_t row = 0; row < size; ++row) validity[row] = !left.isNull(row) && !right.isNull(row);
        }
    }
    return std::make_shared<Column>(DataType::boolean(), size, std::move(values), std::move(validity));
}

bool isOrderable(const DataType& type) noexcept {
    if (type.is(TypeKind::Map) || type.is(TypeKind::CalendarInterval)) return false;
    if (type.is(TypeKind::Array)) return isOrderable(*type.elementType());
    if (type.is(TypeKind::Struct)) {
        for (const Field& field : type.fields()) {
            if (!isOrderable(*field.type)) return false;
        }
    }
    return true;
}

}  // namespace vitrine
