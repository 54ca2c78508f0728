// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <limits>

#include "core/data/value.h"
#include "core/sql/array_functions.h"
#include "core/sql/binder.h"
#include "core/sql/coercion.h"
#include "core/sql/comparison.h"
#include "core/sql/function_registry.h"
#include "core/sql/kernels.h"
#include "core/sql/list_column.h"

namespace vitrine {

Result<void> coerceToArray(FunctionBinding& call, std::size_t index) {
    if (call.type(index).is(TypeKind::Void)) call.argument(index) = makeCast(call.argument(index), DataType::array(DataType::voidType()), false);
    if (!call.type(index).is(TypeKind::Array)) return call.wrongType(index, "an array");
    return {};
}

Result<TypePtr> coerceToElement(FunctionBinding& call, std::size_t array, std::size_t element) {
    VITRINE_CHECK_OK(coerceToArray(call, array));
    const BoundPtr both[] = {makeLiteral(call.type(array).elementType(), Value{}), call.argument(element)};
    const TypePtr common = widerTypeWithoutStrings(both, call.conf().ansi);
    if (!common) {
        return Error(ErrorCode::TypeMismatch, "Argument " + std::to_string(element + 1) + " of " + std::string(call.name()) + "() is " + call.type(element).sql() +
                                                  ", which does not go with elements of " + call.type(array).elementType()->sql() + ".");
    }
    call.argument(array) = makeCast(call.argument(array), DataType::array(common, call.type(array).containsNull()), false);
    call.argument(element) = makeCast(call.argument(element), common, false);
    return common;
}

namespace {

using Lists = const Column&;

/// Position of row `row` of argument `index` when the elements of argument 0 come first.
std::uint32_t afterElements(const KernelCall& kernel, std::size_t row) { return static_cast<std::uint32_t>(kernel.column(0).child(0)->size() + row); }

/// array_append and array_prepend: NULL for a NULL array only.
template <bool atEnd>
Result<BoundPtr> bindAppend(FunctionBinding& call) {
    VITRINE_TRY(const TypePtr element, coerceToElement(call, 0, 1));
    const TypePtr type = DataType::array(element, call.type(0).containsNull() || call.argument(1)->nullable());
    return call.call(type, [](const KernelCall& kernel) -> Result<ColumnPtr> {
        Lists lists = kernel.column(0);
        const auto offsets = lists.offsets();
        ListBuilder result(kernel.rows);
        for (std::size_t row = 0; row < kernel.rows; ++row) {
            if (lists.isNull(row)) {
                result.endNull();
                continue;
            }
            const std::uint32_t added = kernel.column(1).isNull(row) ? kNullRow : afterElements(kernel, row);
            if (!atEnd) result.pick(added);
            result.pickRange(offsets[row], offsets[row + 1]);
            if (atEnd) result.pick(added);
            result.endList();
        }
        const ColumnPtr parts[] = {lists.child(0), kernel.arguments[1]};
        return std::move(result).finish(kernel.type, parts);
    });
}

Error indexOfZero(std::string_view function) {
    return Error(ErrorCode::InvalidArrayIndex, std::string(function) + "() counts elements from 1 (or from the end, -1), not from 0.");
}

constexpr std::int64_t kLongestArray = std::numeric_limits<std::int32_t>::max() - 15;

Error arrayTooLong() { return Error(ErrorCode::InvalidArgument, "The array would have more elements than an array can hold."); }

/// array_insert(array, position, element): gaps beyond either end are filled with NULL.
Result<BoundPtr> bindInsert(FunctionBinding& call) {
    VITRINE_TRY(const TypePtr element, coerceToElement(call, 0, 2));
    VITRINE_CHECK_OK(call.coerce(1, DataType::intType()));
    return call.call(
        DataType::array(element, true),
        [](const KernelCall& kernel) -> Result<ColumnPtr> {
            Lists lists = kernel.column(0);
            const auto offsets = lists.offsets();
            const auto places = kernel.column(1).values<std::int32_t>();
            ListBuilder result(kernel.rows);
            for (std::size_t row = 0; row < kernel.rows; ++row) {
                if (lists.isNull(row) || kernel.column(1).isNull(row)) {
                    result.endNull();
                    continue;
                }
                std::int64_t place = places[row];
                const std::int64_t length = offsets[row + 1] - offsets[row];
                if (place == 0) return indexOfZero("array_insert");
                if (std::max(place, -place) > kLongestArray) return arrayTooLong();
                const std::uint32_t added = kernel.column(2).isNull(row) ? kNullRow : afterElements(kernel, row);
                if (place < 0 && -place > length) {
                    result.pick(added);
                    for (std::int64_t gap = 1; gap < -place - length; ++gap) result.pick(kNullRow);
                    result.pickRange(offsets[row], offsets[row + 1]);
                } else {
                    place = place < 0 ? place + length + 1 : place - 1;
                    const auto before = static_cast<std::uint32_t>(std::min(place, length));
                    result.pickRange(offsets[row], offsets[row] + before);
                    for (std::int64_t gap = length; gap < place; ++gap) result.pick(kNullRow);
                    result.pick(added);
                    result.pickRange(offsets[row] + before, offsets[row + 1]);
                }
                result.endList();
            }
            const ColumnPtr parts[] = {lists.child(0), kernel.arguments[2]};
            return std::move(result).finish(kernel.type, parts);
        },
        true, true);
}

/// A function of one array that keeps some of its elements: `keep(elements, position, row)`.
template <class F>
BoundPtr keeping(FunctionBinding& call, const TypePtr& type, F keep) {
    return call.call(type, [keep](const KernelCall& kernel) -> Result<ColumnPtr> {
        const std::vector<std::uint8_t> validity = mergedValidity(kernel.arguments);
        Lists lists = kernel.column(0);
        const auto offsets = lists.offsets();
        ListBuilder result(kernel.rows);
        for (std::size_t row = 0; row < kernel.rows; ++row) {
            if (!isValidAt(validity, row)) {
                result.endNull();
                continue;
            }
            for (std::uint32_t at = offsets[row]; at < offsets[row + 1]; ++at) {
                if (keep(kernel, *lists.child(0), at, row)) result.pick(at);
            }
            result.endList();
        }
        const ColumnPtr parts[] = {lists.child(0)};
        return std::move(result).finish(kernel.type, parts);
    });
}

Result<BoundPtr> bindRemove(FunctionBinding& call) {
    VITRINE_TRY(const TypePtr element, coerceToElement(call, 0, 1));
    if (!isOrderable(*element)) return call.wrongType(0, "an array whose elements can be compared");
    return keeping(call, call.argument(0)->type(), [](const KernelCall& kernel, const Column& elements, std::uint32_t at, std::size_t row) {
        return elements.isNull(at) || compareRows(elements, at, kernel.column(1), row) != 0;
    });
}

Result<BoundPtr> bindCompact(FunctionBinding& call) {
    VITRINE_CHECK_OK(coerceToArray(call, 0));
    return keeping(call, DataType::array(call.type(0).elementType(), false),
                   [](const KernelCall&, const Column& elements, std::uint32_t at, std::size_t) { return !elements.isNull(at); });
}

Result<BoundPtr> bindRepeat(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(1, DataType::intType()));
    const bool nullable = call.argument(1)->nullable();
    const TypePtr type = DataType::array(call.argument(0)->type(), call.argument(0)->nullable());
    return makeKernelCall(
        type, nullable, std::move(call.arguments()),
        [](const KernelCall& kernel) -> Result<ColumnPtr> {
            const auto counts = kernel.column(1).values<std::int32_t>();
            ListBuilder result(kernel.rows);
            for (std::size_t row = 0; row < kernel.rows; ++row) {
                if (kernel.column(1).isNull(row)) {
                    result.endNull();
                    continue;
                }
                if (counts[row] > kLongestArray) return arrayTooLong();
                for (std::int32_t time = 0; time < counts[row]; ++time) result.pick(static_cast<std::uint32_t>(row));
                result.endList();
            }
            const ColumnPtr parts[] = {kernel.arguments[0]};
            return std::move(result).finish(kernel.type, parts);
        },
        true);
}

/// flatten(array of arrays): NULL where one of the inner arrays is.
Result<BoundPtr> bindFlatten(FunctionBinding& call) {
    VITRINE_CHECK_OK(coerceToArray(call, 0));
    const TypePtr inner = call.type(0).elementType();
    if (inner->is(TypeKind::Void)) return makeCast(call.argument(0), call.argument(0)->type(), false);
    if (!inner->is(TypeKind::Array)) return call.wrongType(0, "an array of arrays");
    return call.call(
        inner,
        [](const KernelCall& kernel) -> Result<ColumnPtr> {
            Lists lists = kernel.column(0);
            Lists inners = *lists.child(0);
            const auto offsets = lists.offsets();
            ListBuilder result(kernel.rows);
            for (std::size_t row = 0; row < kernel.rows; ++row) {
                bool isNull = lists.isNull(row);
                for (std::uint32_t at = offsets[row]; at < offsets[row + 1] && !isNull; ++at) {
                    isNull = inners.isNull(at);
                    if (!isNull) result.pickRange(inners.offsets()[at], inners.offsets()[at + 1]);
                }
                if (isNull) {
                    result.endNull();
                } else {
                    result.endList();
                }
            }
            const ColumnPtr parts[] = {inners.child(0)};
            return std::move(result).finish(kernel.type, parts);
        },
        true);
}

/// slice(array, start, length)
Result<BoundPtr> bindSlice(FunctionBinding& call) {
    VITRINE_CHECK_OK(coerceToArray(call, 0));
    VITRINE_CHECK_OK(call.coerce(1, DataType::intType()));
    VITRINE_CHECK_OK(call.coerce(2, DataType::intType()));
    const TypePtr type = call.argument(0)->type();
    return call.call(
        type,
        [](const KernelCall& kernel) -> Result<ColumnPtr> {
            const std::vector<std::uint8_t> validity = mergedValidity(kernel.arguments);
            Lists lists = kernel.column(0);
            const auto offsets = lists.offsets();
            const auto starts = kernel.column(1).values<std::int32_t>();
            const auto lengths = kernel.column(2).values<std::int32_t>();
            ListBuilder result(kernel.rows);
            for (std::size_t row = 0; row < kernel.rows; ++row) {
                if (!isValidAt(validity, row)) {
                    result.endNull();
                    continue;
                }
                const std::int64_t size = offsets[row + 1] - offsets[row];
                if (starts[row] == 0) return indexOfZero("slice");
                if (lengths[row] < 0) return Error(ErrorCode::InvalidArgument, "The length of slice() must not be negative, but is " + std::to_string(lengths[row]) + ".");
                const std::int64_t start = starts[row] < 0 ? size + starts[row] : starts[row] - std::int64_t{1};
                if (start >= 0 && start < size) {
                    const auto begin = static_cast<std::uint32_t>(offsets[row] + start);
                    result.pickRange(begin, begin + static_cast<std::uint32_t>(std::min<std::int64_t>(lengths[row], size - start)));
                }
                result.endList();
            }
            const ColumnPtr parts[] = {lists.child(0)};
            return std::move(result).finish(kernel.type, parts);
        },
        false, true);
}

/// arrays_zip(a, b, …): the first elements as a struct, the second ones …; shorter arrays are filled with NULL.
Result<BoundPtr> bindZip(FunctionBinding& call) {
    std::vector<Field> fields;
    for (std::size_t index = 0; index < call.size(); ++index) {
        VITRINE_CHECK_OK(coerceToArray(call, index));
        fields.push_back({call.argumentName(index).empty() ? std::to_string(index) : call.argumentName(index), call.type(index).elementType(), true});
    }
    return call.call(DataType::array(DataType::structType(std::move(fields)), false), [](const KernelCall& kernel) -> Result<ColumnPtr> {
        const std::vector<std::uint8_t> validity = mergedValidity(kernel.arguments);
        std::vector<std::vector<std::uint32_t>> picks(kernel.arguments.size());
        std::vector<std::uint32_t> offsets(kernel.rows + 1, 0);
        for (std::size_t row = 0; row < kernel.rows; ++row) {
            std::uint32_t longest = 0;
            if (isValidAt(validity, row)) {
                for (const ColumnPtr& lists : kernel.arguments) longest = std::max(longest, lists->offsets()[row + 1] - lists->offsets()[row]);
                for (std::size_t index = 0; index < picks.size(); ++index) {
                    const auto ends = kernel.column(index).offsets();
                    for (std::uint32_t at = ends[row]; at < ends[row] + longest; ++at) picks[index].push_back(at < ends[row + 1] ? at : kNullRow);
                }
            }
            offsets[row + 1] = offsets[row] + longest;
        }
        std::vector<ColumnPtr> members;
        for (std::size_t index = 0; index < picks.size(); ++index) members.push_back(gather(kernel.column(index).child(0), picks[index]));
        const std::size_t count = offsets.back();
        const auto records = std::make_shared<Column>(kernel.type->elementType(), count, Column::Elements{}, std::vector<std::uint8_t>{},
                                                      std::vector<std::uint32_t>{}, std::move(members));
        return std::make_shared<Column>(kernel.type, kernel.rows, Column::Elements{}, validity, std::move(offsets), std::vector<ColumnPtr>{records});
    });
}

constexpr std::string_view kCollection = "collection";
constexpr FunctionEntry kFunctions[] = {
    {{"array_append", "array_append(array, element) → ARRAY", "The array with an element added at its end.", kCollection}, 2, 2, bindAppend<true>},
    {{"array_compact", "array_compact(array) → ARRAY", "The array without its NULLs.", kCollection}, 1, 1, bindCompact},
    {{"array_insert", "array_insert(array, place, element) → ARRAY", "The array with an element put at a place counted from 1, or from the end.", kCollection}, 3, 3, bindInsert},
    {{"array_prepend", "array_prepend(array, element) → ARRAY", "The array with an element added at its begin.", kCollection}, 2, 2, bindAppend<false>},
    {{"array_remove", "array_remove(array, element) → ARRAY", "The array without the elements equal to one.", kCollection}, 2, 2, bindRemove},
    {{"array_repeat", "array_repeat(element, n) → ARRAY", "An array of n times the element.", kCollection}, 2, 2, bindRepeat},
    {{"arrays_zip", "arrays_zip(a, b, …) → ARRAY<STRUCT>", "Elements of the same place together.", kCollection}, 0, -1, bindZip},
    {{"flatten", "flatten(array of arrays) → ARRAY", "The inner arrays one after the other.", kCollection}, 1, 1, bindFlatten},
    {{"slice", "slice(array, start, length) → ARRAY", "Some elements from a place on, counted from 1 or from the end.", kCollection}, 3, 3, bindSlice},
};

}  // namespace

Result<BoundPtr> bindArrayConcat(FunctionBinding& call) {
    for (std::size_t index = 0; index < call.size(); ++index) {
        if (!call.type(index).is(TypeKind::Array) && !call.type(index).is(TypeKind::Void)) return call.wrongType(index, "an array like the others");
    }
    VITRINE_TRY(const TypePtr type, call.coerceToCommon());
    return call.call(type, [](const KernelCall& kernel) -> Result<ColumnPtr> {
        const std::vector<std::uint8_t> validity = mergedValidity(kernel.arguments);
        ListBuilder result(kernel.rows);
        for (std::size_t row = 0; row < kernel.rows; ++row) {
            if (!isValidAt(validity, row)) {
                result.endNull();
                continue;
            }
            std::uint32_t base = 0;
            for (const ColumnPtr& lists : kernel.arguments) {
                result.pickRange(base + lists->offsets()[row], base + lists->offsets()[row + 1]);
                base += static_cast<std::uint32_t>(lists->child(0)->size());
            }
            result.endList();
        }
        std::vector<ColumnPtr> parts;
        for (const ColumnPtr& lists : kernel.arguments) parts.push_back(lists->child(0));
        return std::move(result).finish(kernel.type, parts);
    });
}

Result<BoundPtr> bindArrayReverse(FunctionBinding& call) {
    const TypePtr type = call.argument(0)->type();
    return call.call(type, [](const KernelCall& kernel) -> Result<ColumnPtr> {
        Lists lists = kernel.column(0);
        const auto offsets = lists.offsets();
        ListBuilder result(kernel.rows);
        for (std::size_t row = 0; row < kernel.rows; ++row) {
            if (lists.isNull(row)) {
                result.endNull();
                continue;
            }
            for (std::uint32_t at = offsets[row + 1]; at > offsets[row]; --at) result.pick(at - 1);
            result.endList();
        }
        const ColumnPtr parts[] = {lists.child(0)};
        return std::move(result).finish(kernel.type, parts);
    });
}

std::span<const FunctionEntry> arrayFunctions() { return kFunctions; }

}  // namespace vitrine
