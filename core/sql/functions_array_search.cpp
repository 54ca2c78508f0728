// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <numeric>

#include "core/data/value.h"
#include "core/sql/array_functions.h"
#include "core/sql/binder.h"
#include "core/sql/coercion.h"
#include "core/sql/comparison.h"
#include "core/sql/function_registry.h"
#include "core/sql/kernels.h"
#include "core/sql/list_column.h"

namespace vitrine {
namespace {

constexpr std::uint32_t kFewElements = 16;

Result<void> needComparable(FunctionBinding& call, std::size_t array) {
    if (!isOrderable(*call.type(array).elementType())) return call.wrongType(array, "an array whose elements can be compared");
    return {};
}

/// array_position(array, element): 0 when it is not there.
Result<BoundPtr> bindPosition(FunctionBinding& call) {
    VITRINE_CHECK_OK(coerceToElement(call, 0, 1));
    VITRINE_CHECK_OK(needComparable(call, 0));
    return call.call(DataType::longType(), [](const KernelCall& kernel) -> Result<ColumnPtr> {
        const Column& lists = kernel.column(0);
        const Column& elements = *lists.child(0);
        const auto offsets = lists.offsets();
        return mapRowsOrNull<std::int64_t>(kernel, [&](std::size_t row, std::int64_t& out) {
            out = 0;
            for (std::uint32_t at = offsets[row]; at < offsets[row + 1] && out == 0; ++at) {
                if (!elements.isNull(at) && compareRows(elements, at, kernel.column(1), row) == 0) out = at - offsets[row] + 1;
            }
            return true;
        });
    });
}

/// array_contains(array, element): NULL when only a NULL element might be it.
Result<BoundPtr> bindContains(FunctionBinding& call) {
    if (call.type(0).is(TypeKind::Void) || call.type(1).is(TypeKind::Void)) return call.wrongType(call.type(0).is(TypeKind::Void) ? 0 : 1, "a value of a type, not a bare NULL");
    VITRINE_CHECK_OK(coerceToElement(call, 0, 1));
    VITRINE_CHECK_OK(needComparable(call, 0));
    return call.call(
        DataType::boolean(),
        [](const KernelCall& kernel) -> Result<ColumnPtr> {
            const Column& lists = kernel.column(0);
            const Column& elements = *lists.child(0);
            const auto offsets = lists.offsets();
            return mapRowsOrNull<std::uint8_t>(kernel, [&](std::size_t row, std::uint8_t& out) {
                bool hasNull = false;
                for (std::uint32_t at = offsets[row]; at < offsets[row + 1]; ++at) {
                    if (elements.isNull(at)) {
                        hasNull = true;
                    } else if (compareRows(elements, at, kernel.column(1), row) == 0) {
                        out = 1;
                        return true;
                    }
                }
                return !hasNull;
            });
        },
        true);
}

/// array_min and array_max: NULLs are passed over.
template <int sign>
Result<BoundPtr> bindExtreme(FunctionBinding& call) {
    VITRINE_CHECK_OK(coerceToArray(call, 0));
    VITRINE_CHECK_OK(needComparable(call, 0));
    const TypePtr type = call.type(0).elementType();
    return call.call(
        type,
        [](const KernelCall& kernel) -> Result<ColumnPtr> {
            const Column& lists = kernel.column(0);
            const Column& elements = *lists.child(0);
            const auto offsets = lists.offsets();
            std::vector<std::uint32_t> picks(kernel.rows, kNullRow);
            for (std::size_t row = 0; row < kernel.rows; ++row) {
                if (lists.isNull(row)) continue;
                for (std::uint32_t at = offsets[row]; at < offsets[row + 1]; ++at) {
                    if (elements.isNull(at)) continue;
                    if (picks[row] == kNullRow || sign * compareRows(elements, at, elements, picks[row]) > 0) picks[row] = at;
                }
            }
            return gather(lists.child(0), picks);
        },
        true);
}

/// Two arrays to one type; sets of elements are made of both.
Result<TypePtr> coerceToOneArray(FunctionBinding& call) {
    VITRINE_CHECK_OK(coerceToArray(call, 0));
    VITRINE_CHECK_OK(coerceToArray(call, 1));
    VITRINE_TRY(const TypePtr type, call.coerceToCommon(0, false));
    VITRINE_CHECK_OK(needComparable(call, 0));
    return type;
}

/// The elements of both arrays of a row, by value.
class ElementSet {
  public:
    ElementSet(const Column& left, const Column& right) : left_(left), right_(right), base_(static_cast<std::uint32_t>(left.size())) {}

    /// Positions: those of the left elements, then those of the right ones.
    bool same(std::uint32_t a, std::uint32_t b) const { return compareRows(column(a), local(a), column(b), local(b)) == 0; }
    bool less(std::uint32_t a, std::uint32_t b) const { return compareRows(column(a), local(a), column(b), local(b)) < 0; }
    bool isNull(std::uint32_t at) const { return column(at).isNull(local(at)); }

    /// For each position its first equal one among `positions`.
    void findFirsts(const std::vector<std::uint32_t>& positions, std::vector<std::uint32_t>& firsts) {
        firsts.resize(positions.size());
        if (positions.size() <= kFewElements) {
            for (std::size_t index = 0; index < positions.size(); ++index) {
                std::size_t first = 0;
                while (first < index && !same(positions[first], positions[index])) ++first;
                firsts[index] = static_cast<std::uint32_t>(first);
            }
            return;
        }
        order_.resize(positions.size());
        std::iota(order_.begin(), order_.end(), 0U);
        std::stable_sort(order_.begin(), order_.end(), [&](std::uint32_t a, std::uint32_t b) { return less(positions[a], positions[b]); });
        for (std::size_t index = 0; index < order_.size(); ++index) {
            const bool repeats = index > 0 && same(positions[order_[index - 1]], positions[order_[index]]);
            firsts[order_[index]] = repeats ? firsts[order_[index - 1]] : order_[index];
        }
    }

  private:
    const Column& column(std::uint32_t at) const { return at < base_ ? left_ : right_; }
    std::uint32_t local(std::uint32_t at) const { return at < base_ ? at : at - base_; }

    const Column& left_;
    const Column& right_;
    std::uint32_t base_;
    std::vector<std::uint32_t> order_;
};

enum class SetOperation : std::uint8_t { Distinct, Union, Intersect, Except };

/// array_distinct, array_union, array_intersect, array_except: each value once, in the order of its first place.
ColumnPtr combine(const KernelCall& kernel, SetOperation operation) {
    const std::vector<std::uint8_t> validity = mergedValidity(kernel.arguments);
    const bool hasRight = operation != SetOperation::Distinct;
    const Column& left = kernel.column(0);
    const Column& right = kernel.column(hasRight ? 1 : 0);
    ElementSet elements(*left.child(0), *right.child(0));
    const auto base = static_cast<std::uint32_t>(left.child(0)->size());
    ListBuilder result(kernel.rows);
    std::vector<std::uint32_t> positions;
    std::vector<std::uint32_t> firsts;
    std::vector<std::uint8_t> isInRight;
    for (std::size_t row = 0; row < kernel.rows; ++row) {
        if (!isValidAt(validity, row)) {
            result.endNull();
            continue;
        }
        positions.clear();
        for (std::uint32_t at = left.offsets()[row]; at < left.offsets()[row + 1]; ++at) positions.push_back(at);
        const std::size_t leftCount = positions.size();
        if (hasRight) {
            for (std::uint32_t at = right.offsets()[row]; at < right.offsets()[row + 1]; ++at) positions.push_back(base + at);
        }
        elements.findFirsts(positions, firsts);
        isInRight.assign(positions.size(), 0);
        for (std::size_t index = leftCount; index < positions.size(); ++index) isInRight[firsts[index]] = 1;
        const std::size_t end = operation == SetOperation::Union ? positions.size() : leftCount;
        for (std::size_t index = 0; index < end; ++index) {
            if (firsts[index] != index) continue;
            if (operation == SetOperation::Intersect && isInRight[index] == 0) continue;
            if (operation == SetOperation::Except && isInRight[index] != 0) continue;
            result.pick(positions[index]);
        }
        result.endList();
    }
    if (!hasRight) {
        const ColumnPtr parts[] = {left.child(0)};
        return std::move(result).finish(kernel.type, parts);
    }
    const ColumnPtr parts[] = {left.child(0), right.child(0)};
    return std::move(result).finish(kernel.type, parts);
}

template <SetOperation operation>
Result<BoundPtr> bindSet(FunctionBinding& call) {
    if (operation == SetOperation::Distinct) {
        VITRINE_CHECK_OK(coerceToArray(call, 0));
        VITRINE_CHECK_OK(needComparable(call, 0));
        const TypePtr type = call.argument(0)->type();
        return call.call(type, [](const KernelCall& kernel) -> Result<ColumnPtr> { return combine(kernel, operation); });
    }
    VITRINE_TRY(const TypePtr type, coerceToOneArray(call));
    return call.call(type, [](const KernelCall& kernel) -> Result<ColumnPtr> { return combine(kernel, operation); });
}

/// arrays_overlap(a, b): NULL when there is no common value but a NULL in either, and neither is empty.
Result<BoundPtr> bindOverlap(FunctionBinding& call) {
    VITRINE_CHECK_OK(coerceToOneArray(call));
    return call.call(
        DataType::boolean(),
        [](const KernelCall& kernel) -> Result<ColumnPtr> {
            const Column& left = kernel.column(0);
            const Column& right = kernel.column(1);
            ElementSet elements(*left.child(0), *right.child(0));
            const auto base = static_cast<std::uint32_t>(left.child(0)->size());
            std::vector<std::uint32_t> positions;
            std::vector<std::uint32_t> firsts;
            std::vector<std::uint8_t> isInLeft;
            return mapRowsOrNull<std::uint8_t>(kernel, [&](std::size_t row, std::uint8_t& out) {
                positions.clear();
                bool hasNull = false;
                const auto add = [&](const Column& lists, std::uint32_t offset) {
                    for (std::uint32_t at = lists.offsets()[row]; at < lists.offsets()[row + 1]; ++at) {
                        if (lists.child(0)->isNull(at)) {
                            hasNull = true;
                        } else {
                            positions.push_back(offset + at);
                        }
                    }
                };
                add(left, 0);
                const std::size_t leftCount = positions.size();
                add(right, base);
                elements.findFirsts(positions, firsts);
                isInLeft.assign(positions.size(), 0);
                for (std::size_t index = 0; index < leftCount; ++index) isInLeft[firsts[index]] = 1;
                out = 0;
                for (std::size_t index = leftCount; index < positions.size() && out == 0; ++index) out = isInLeft[firsts[index]];
                const bool noneEmpty = left.offsets()[row] != left.offsets()[row + 1] && right.offsets()[row] != right.offsets()[row + 1];
                return out != 0 || !hasNull || !noneEmpty;
            });
        },
        true);
}

/// array_join(array, separator[, text for NULL]): NULLs are left out without the third.
Result<BoundPtr> bindJoin(FunctionBinding& call) {
    VITRINE_CHECK_OK(coerceToArray(call, 0));
    if (call.type(0).elementType()->isNested()) return call.wrongType(0, "an array of texts");
    call.argument(0) = makeCast(call.argument(0), DataType::array(DataType::string(), true), false);
    for (std::size_t index = 1; index < call.size(); ++index) VITRINE_CHECK_OK(call.coerce(index, DataType::string()));
    return call.call(DataType::string(), [](const KernelCall& kernel) -> Result<ColumnPtr> {
        const Column& lists = kernel.column(0);
        const Column& elements = *lists.child(0);
        const auto offsets = lists.offsets();
        const auto texts = elements.type()->is(TypeKind::Void) ? std::span<const std::string_view>() : elements.values<std::string_view>();
        const auto separators = kernel.column(1).values<std::string_view>();
        const bool namesNull = kernel.arguments.size() == 3;
        return mapText(kernel, [&](std::size_t row, StringArena& arena) {
            std::string joined;
            bool isFirst = true;
            for (std::uint32_t at = offsets[row]; at < offsets[row + 1]; ++at) {
                const bool isNull = elements.isNull(at);
                if (isNull && !namesNull) continue;
                if (!isFirst) joined += separators[row];
                joined += isNull ? kernel.column(2).values<std::string_view>()[row] : texts[at];
                isFirst = false;
            }
            return arena.store(joined);
        });
    });
}

/// The elements in order; NULLs at the end when `nullsLast`.
ColumnPtr sortLists(const KernelCall& kernel, const std::vector<std::uint8_t>& validity, bool nullsFollowDirection, std::span<const std::uint8_t> ascending) {
    const Column& lists = kernel.column(0);
    const Column& elements = *lists.child(0);
    ListBuilder result(kernel.rows);
    std::vector<std::uint32_t> order;
    for (std::size_t row = 0; row < kernel.rows; ++row) {
        if (!isValidAt(validity, row)) {
            result.endNull();
            continue;
        }
        const bool isAscending = ascending.empty() || ascending[row] != 0;
        order.clear();
        std::vector<std::uint32_t>::difference_type nulls = 0;
        for (std::uint32_t at = lists.offsets()[row]; at < lists.offsets()[row + 1]; ++at) {
            if (elements.isNull(at)) {
                ++nulls;
            } else {
                order.push_back(at);
            }
        }
        std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
            const int compared = compareRows(elements, a, elements, b);
            return isAscending ? compared < 0 : compared > 0;
        });
        const bool nullsFirst = nullsFollowDirection && isAscending;
        for (auto left = nulls; nullsFirst && left > 0; --left) result.pick(kNullRow);
        for (const std::uint32_t at : order) result.pick(at);
        for (auto left = nulls; !nullsFirst && left > 0; --left) result.pick(kNullRow);
        result.endList();
    }
    const ColumnPtr parts[] = {lists.child(0)};
    return std::move(result).finish(kernel.type, parts);
}

/// sort_array(array[, ascending]): NULLs are the least.
Result<BoundPtr> bindSortArray(FunctionBinding& call) {
    VITRINE_CHECK_OK(coerceToArray(call, 0));
    VITRINE_CHECK_OK(needComparable(call, 0));
    if (call.size() == 2 && !call.type(1).is(TypeKind::Boolean)) return call.wrongType(1, "true or false");
    const TypePtr type = call.argument(0)->type();
    return call.call(type, [](const KernelCall& kernel) -> Result<ColumnPtr> {
        const auto ascending = kernel.arguments.size() == 2 ? kernel.column(1).values<std::uint8_t>() : std::span<const std::uint8_t>();
        return sortLists(kernel, mergedValidity(kernel.arguments), true, ascending);
    });
}

constexpr std::string_view kCollection = "collection";
constexpr FunctionEntry kFunctions[] = {
    {{"array_contains", "array_contains(array, value) → BOOLEAN", "Whether an element is equal to the value.", kCollection}, 2, 2, bindContains},
    {{"array_distinct", "array_distinct(array) → ARRAY", "Each value once.", kCollection}, 1, 1, bindSet<SetOperation::Distinct>},
    {{"array_except", "array_except(a, b) → ARRAY", "The values of a that are not in b, each once.", kCollection}, 2, 2, bindSet<SetOperation::Except>},
    {{"array_intersect", "array_intersect(a, b) → ARRAY", "The values that are in both, each once.", kCollection}, 2, 2, bindSet<SetOperation::Intersect>},
    {{"array_join", "array_join(array, separator[, null]) → STRING", "The elements as one text.", kCollection}, 2, 3, bindJoin},
    {{"array_max", "array_max(array) → element", "The greatest element.", kCollection}, 1, 1, bindExtreme<1>},
    {{"array_min", "array_min(array) → element", "The least element.", kCollection}, 1, 1, bindExtreme<-1>},
    {{"array_position", "array_position(array, value) → BIGINT", "The place of the first element equal to the value, counted from 1; 0 without one.", kCollection}, 2, 2, bindPosition},
    {{"array_union", "array_union(a, b) → ARRAY", "The values that are in either, each once.", kCollection}, 2, 2, bindSet<SetOperation::Union>},
    {{"arrays_overlap", "arrays_overlap(a, b) → BOOLEAN", "Whether the arrays have a value in common.", kCollection}, 2, 2, bindOverlap},
    {{"sort_array", "sort_array(array[, ascending]) → ARRAY", "The elements in order, NULLs as the least.", kCollection}, 1, 2, bindSortArray},
};

}  // namespace

Result<BoundPtr> bindNaturalArraySort(FunctionBinding& call) {
    VITRINE_CHECK_OK(coerceToArray(call, 0));
    VITRINE_CHECK_OK(needComparable(call, 0));
    const TypePtr type = call.argument(0)->type();
    return call.call(type, [](const KernelCall& kernel) -> Result<ColumnPtr> { return sortLists(kernel, mergedValidity(kernel.arguments), false, {}); });
}

std::span<const FunctionEntry> arraySearchFunctions() { return kFunctions; }

}  // namespace vitrine
