// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <numeric>

#include "core/data/value.h"
#include "core/sql/array_functions.h"
#include "core/sql/binder.h"
#include "core/sql/coercion.h"
#include "core/sql/function_registry.h"
#include "core/sql/kernels.h"
#include "core/sql/lambda_node.h"
#include "core/sql/list_column.h"

namespace vitrine {
namespace {

Field parameter(const TypePtr& type, bool nullable) { return {"", type, nullable}; }

/// The arguments without the lambdas.
std::vector<BoundPtr> plainArguments(FunctionBinding& call, std::size_t count) { return {call.arguments().begin(), call.arguments().begin() + static_cast<std::ptrdiff_t>(count)}; }

bool anyNullable(const std::vector<BoundPtr>& arguments) {
    return std::any_of(arguments.begin(), arguments.end(), [](const BoundPtr& argument) { return argument->nullable(); });
}

Result<BoundLambda> condition(FunctionBinding& call, std::size_t index, const std::vector<Field>& parameters, std::size_t least) {
    VITRINE_TRY(BoundLambda lambda, call.bindLambda(index, parameters, least));
    const DataType& type = *lambda.body->type();
    if (!type.is(TypeKind::Boolean) && !type.is(TypeKind::Void) && !type.is(TypeKind::String)) {
        return Error(ErrorCode::TypeMismatch, "The lambda of " + std::string(call.name()) + "() must be BOOLEAN, but is " + type.sql() + ".");
    }
    lambda.body = makeCast(lambda.body, DataType::boolean(), false);
    return lambda;
}

std::vector<Field> elementAndIndex(const DataType& array) {
    return {parameter(array.elementType(), array.containsNull()), parameter(DataType::intType(), false)};
}

std::vector<Field> keyAndValue(const DataType& map) { return {parameter(map.keyType(), false), parameter(map.valueType(), map.containsNull())}; }

/// The places of elements in their lists, counted from 0.
ColumnPtr placesOf(const FlatElements& flat) {
    std::vector<std::int32_t> places(flat.rows.size());
    for (std::size_t at = 0; at < places.size(); ++at) places[at] = static_cast<std::int32_t>(at - flat.offsets[flat.rows[at]]);
    return makeColumn(DataType::intType(), std::move(places), {});
}

Result<ColumnPtr> overElements(const LambdaCall& call, const FlatElements& flat) {
    return call.evaluate(0, {flat.children[0], call.parameters(0) > 1 ? placesOf(flat) : nullptr}, flat.rows);
}

bool isTrue(const Column& values, std::size_t row) { return !values.isNull(row) && values.values<std::uint8_t>()[row] != 0; }

/// transform(array, x -> …) and (x, place) -> …
Result<BoundPtr> bindTransform(FunctionBinding& call) {
    VITRINE_CHECK_OK(coerceToArray(call, 0));
    VITRINE_TRY(BoundLambda lambda, call.bindLambda(1, elementAndIndex(call.type(0)), 1));
    const TypePtr type = DataType::array(lambda.body->type(), lambda.body->nullable());
    const bool nullable = call.argument(0)->nullable();
    return makeLambdaCall(
        type, nullable, plainArguments(call, 1), {std::move(lambda)},
        [](const LambdaCall& run) -> Result<ColumnPtr> {
            const FlatElements flat = flattened(run.argument(0));
            VITRINE_TRY(ColumnPtr values, overElements(run, flat));
            return makeList(run.kernel().type, *run.argument(0), flat.offsets, {std::move(values)});
        },
        false);
}

/// The entries of `lists` where `kept` is true.
ColumnPtr keepTrue(const TypePtr& type, const ColumnPtr& lists, const FlatElements& flat, const Column& kept) {
    std::vector<std::uint32_t> positions;
    std::vector<std::uint32_t> offsets(flat.offsets.size(), 0);
    for (std::size_t row = 0; row + 1 < flat.offsets.size(); ++row) {
        for (std::uint32_t at = flat.offsets[row]; at < flat.offsets[row + 1]; ++at) {
            if (isTrue(kept, at)) positions.push_back(at);
        }
        offsets[row + 1] = static_cast<std::uint32_t>(positions.size());
    }
    std::vector<ColumnPtr> children;
    for (const ColumnPtr& child : flat.children) children.push_back(gather(child, positions));
    return makeList(type, *lists, std::move(offsets), std::move(children));
}

Result<BoundPtr> bindFilter(FunctionBinding& call) {
    VITRINE_CHECK_OK(coerceToArray(call, 0));
    VITRINE_TRY(BoundLambda lambda, condition(call, 1, elementAndIndex(call.type(0)), 1));
    return makeLambdaCall(
        call.argument(0)->type(), call.argument(0)->nullable(), plainArguments(call, 1), {std::move(lambda)},
        [](const LambdaCall& run) -> Result<ColumnPtr> {
            const FlatElements flat = flattened(run.argument(0));
            VITRINE_TRY(const ColumnPtr kept, overElements(run, flat));
            return keepTrue(run.kernel().type, run.argument(0), flat, *kept);
        },
        false);
}

/// exists() and forall(): `decisive` decides at once; otherwise NULL when a condition was NULL.
template <bool decisive>
Result<BoundPtr> bindQuantifier(FunctionBinding& call) {
    VITRINE_CHECK_OK(coerceToArray(call, 0));
    VITRINE_TRY(BoundLambda lambda, condition(call, 1, {elementAndIndex(call.type(0)).front()}, 1));
    const bool nullable = call.argument(0)->nullable() || lambda.body->nullable();
    return makeLambdaCall(
        DataType::boolean(), nullable, plainArguments(call, 1), {std::move(lambda)},
        [](const LambdaCall& run) -> Result<ColumnPtr> {
            const FlatElements flat = flattened(run.argument(0));
            VITRINE_TRY(const ColumnPtr values, overElements(run, flat));
            std::vector<std::uint8_t> results(run.rows());
            std::vector<std::uint8_t> validity(run.rows());
            for (std::size_t row = 0; row < run.rows(); ++row) {
                bool isDecided = false;
                bool hasNull = run.argument(0)->isNull(row);
                for (std::uint32_t at = flat.offsets[row]; at < flat.offsets[row + 1] && !isDecided; ++at) {
                    if (values->isNull(at)) {
                        hasNull = true;
                    } else {
                        isDecided = isTrue(*values, at) == decisive;
                    }
                }
                results[row] = isDecided == decisive ? 1 : 0;
                validity[row] = isDecided || !hasNull ? 1 : 0;
            }
            return makeColumn(run.kernel().type, std::move(results), std::move(validity));
        },
        false);
}

/// aggregate(array, start, (sum, x) -> …[, sum -> …]): the k-th elements of all rows in one step.
Result<BoundPtr> bindAggregate(FunctionBinding& call) {
    VITRINE_CHECK_OK(coerceToArray(call, 0));
    const TypePtr sum = call.argument(1)->type();
    std::vector<BoundLambda> lambdas;
    VITRINE_TRY(BoundLambda merge, call.bindLambda(2, {parameter(sum, true), elementAndIndex(call.type(0)).front()}, 2));
    if (!merge.body->type()->sameType(*sum)) {
        return Error(ErrorCode::TypeMismatch, "The lambda of " + std::string(call.name()) + "() must give a value of the start's type " + sum->sql() + ", but gives " +
                                                  merge.body->type()->sql() + ".")
            .withWayOut("CAST the start, or what the lambda gives.");
    }
    lambdas.push_back(std::move(merge));
    TypePtr type = sum;
    if (call.size() == 4) {
        VITRINE_TRY(BoundLambda finish, call.bindLambda(3, {parameter(sum, true)}, 1));
        type = finish.body->type();
        lambdas.push_back(std::move(finish));
    }
    return makeLambdaCall(
        type, true, plainArguments(call, 2), std::move(lambdas),
        [](const LambdaCall& run) -> Result<ColumnPtr> {
            const Column& lists = *run.argument(0);
            const FlatElements flat = flattened(run.argument(0));
            ColumnPtr sums = run.argument(1);
            std::vector<std::uint32_t> active;
            for (std::size_t row = 0; row < run.rows(); ++row) {
                if (flat.offsets[row + 1] > flat.offsets[row]) active.push_back(static_cast<std::uint32_t>(row));
            }
            for (std::uint32_t step = 0; !active.empty(); ++step) {
                std::vector<std::uint32_t> elements;
                for (const std::uint32_t row : active) elements.push_back(flat.offsets[row] + step);
                VITRINE_TRY(ColumnPtr merged, run.evaluate(0, {gather(sums, active), gather(flat.children[0], elements)}, active));
                if (active.size() == run.rows()) {
                    sums = std::move(merged);
                } else {
                    std::vector<std::uint32_t> positions(run.rows());
                    std::iota(positions.begin(), positions.end(), 0U);
                    for (std::size_t index = 0; index < active.size(); ++index) positions[active[index]] = static_cast<std::uint32_t>(run.rows() + index);
                    const ColumnPtr parts[] = {sums, std::move(merged)};
                    sums = scatter(sums->type(), parts, positions);
                }
                std::erase_if(active, [&](std::uint32_t row) { return flat.offsets[row] + step + 1 >= flat.offsets[row + 1]; });
            }
            if (run.has(1)) {
                std::vector<std::uint32_t> rows(run.rows());
                std::iota(rows.begin(), rows.end(), 0U);
                VITRINE_TRY(sums, run.evaluate(1, {sums}, rows));
            }
            return maskedBy(sums, lists);
        },
        false);
}

/// zip_with(a, b, (x, y) -> …): the shorter array is filled with NULL.
Result<BoundPtr> bindZipWith(FunctionBinding& call) {
    VITRINE_CHECK_OK(coerceToArray(call, 0));
    VITRINE_CHECK_OK(coerceToArray(call, 1));
    VITRINE_TRY(BoundLambda lambda, call.bindLambda(2, {parameter(call.type(0).elementType(), true), parameter(call.type(1).elementType(), true)}, 2));
    const TypePtr type = DataType::array(lambda.body->type(), lambda.body->nullable());
    std::vector<BoundPtr> arguments = plainArguments(call, 2);
    const bool nullable = anyNullable(arguments);
    return makeLambdaCall(
        type, nullable, std::move(arguments), {std::move(lambda)},
        [](const LambdaCall& run) -> Result<ColumnPtr> {
            std::vector<std::uint8_t> validity = mergedValidity(run.kernel().arguments);
            const Column& left = *run.argument(0);
            const Column& right = *run.argument(1);
            std::vector<std::uint32_t> rows;
            std::vector<std::uint32_t> leftPicks;
            std::vector<std::uint32_t> rightPicks;
            std::vector<std::uint32_t> offsets(run.rows() + 1, 0);
            for (std::size_t row = 0; row < run.rows(); ++row) {
                if (isValidAt(validity, row)) {
                    const std::uint32_t length = std::max(left.offsets()[row + 1] - left.offsets()[row], right.offsets()[row + 1] - right.offsets()[row]);
                    for (std::uint32_t step = 0; step < length; ++step) {
                        rows.push_back(static_cast<std::uint32_t>(row));
                        leftPicks.push_back(left.offsets()[row] + step < left.offsets()[row + 1] ? left.offsets()[row] + step : kNullRow);
                        rightPicks.push_back(right.offsets()[row] + step < right.offsets()[row + 1] ? right.offsets()[row] + step : kNullRow);
                    }
                }
                offsets[row + 1] = static_cast<std::uint32_t>(rows.size());
            }
            VITRINE_TRY(ColumnPtr values, run.evaluate(0, {gather(left.child(0), leftPicks), gather(right.child(0), rightPicks)}, rows));
            return std::make_shared<Column>(run.kernel().type, run.rows(), Column::Elements{}, std::move(validity), std::move(offsets), std::vector<ColumnPtr>{std::move(values)});
        },
        false);
}

Result<void> needMap(const FunctionBinding& call, std::size_t index) {
    if (!call.type(index).is(TypeKind::Map)) return call.wrongType(index, "a map");
    return {};
}

Result<BoundPtr> bindMapFilter(FunctionBinding& call) {
    VITRINE_CHECK_OK(needMap(call, 0));
    VITRINE_TRY(BoundLambda lambda, condition(call, 1, keyAndValue(call.type(0)), 2));
    return makeLambdaCall(
        call.argument(0)->type(), call.argument(0)->nullable(), plainArguments(call, 1), {std::move(lambda)},
        [](const LambdaCall& run) -> Result<ColumnPtr> {
            const FlatElements flat = flattened(run.argument(0));
            VITRINE_TRY(const ColumnPtr kept, run.evaluate(0, flat.children, flat.rows));
            return keepTrue(run.kernel().type, run.argument(0), flat, *kept);
        },
        false);
}

/// transform_keys and transform_values
template <bool ofKeys>
Result<BoundPtr> bindMapTransform(FunctionBinding& call) {
    VITRINE_CHECK_OK(needMap(call, 0));
    const DataType& map = call.type(0);
    VITRINE_TRY(BoundLambda lambda, call.bindLambda(1, keyAndValue(map), 2));
    if (ofKeys && lambda.body->type()->is(TypeKind::Map)) return Error(ErrorCode::TypeMismatch, "The key of a map cannot be a map.");
    const TypePtr type = ofKeys ? DataType::map(lambda.body->type(), map.valueType(), map.containsNull())
                                : DataType::map(map.keyType(), lambda.body->type(), lambda.body->nullable());
    const bool nullable = call.argument(0)->nullable();
    return makeLambdaCall(
        type, nullable, plainArguments(call, 1), {std::move(lambda)},
        [](const LambdaCall& run) -> Result<ColumnPtr> {
            FlatElements flat = flattened(run.argument(0));
            VITRINE_TRY(flat.children[ofKeys ? 0 : 1], run.evaluate(0, flat.children, flat.rows));
            const ColumnPtr result = makeList(run.kernel().type, *run.argument(0), std::move(flat.offsets), std::move(flat.children));
            if (ofKeys) VITRINE_CHECK_OK(checkMapKeys(*result, "transform_keys"));
            return result;
        },
        ofKeys);
}

/// map_zip_with(a, b, (key, x, y) -> …): the keys of a, then those that only b has.
Result<BoundPtr> bindMapZipWith(FunctionBinding& call) {
    VITRINE_CHECK_OK(needMap(call, 0));
    VITRINE_CHECK_OK(needMap(call, 1));
    const BoundPtr keys[] = {makeLiteral(call.type(0).keyType(), Value{}), makeLiteral(call.type(1).keyType(), Value{})};
    const TypePtr key = widerTypeWithoutStrings(keys, call.conf().ansi);
    if (!key) return call.wrongType(1, "a map with keys such as the first one's");
    for (std::size_t index = 0; index < 2; ++index) {
        call.argument(index) = makeCast(call.argument(index), DataType::map(key, call.type(index).valueType(), call.type(index).containsNull()), false);
    }
    VITRINE_TRY(BoundLambda lambda, call.bindLambda(2, {parameter(key, false), parameter(call.type(0).valueType(), true), parameter(call.type(1).valueType(), true)}, 3));
    const TypePtr type = DataType::map(key, lambda.body->type(), lambda.body->nullable());
    std::vector<BoundPtr> arguments = plainArguments(call, 2);
    const bool nullable = anyNullable(arguments);
    return makeLambdaCall(
        type, nullable, std::move(arguments), {std::move(lambda)},
        [](const LambdaCall& run) -> Result<ColumnPtr> {
            std::vector<std::uint8_t> validity = mergedValidity(run.kernel().arguments);
            const Column& left = *run.argument(0);
            const Column& right = *run.argument(1);
            const auto base = static_cast<std::uint32_t>(left.child(0)->size());
            std::vector<std::uint32_t> rows;
            std::vector<std::uint32_t> keyPicks;
            std::vector<std::uint32_t> leftPicks;
            std::vector<std::uint32_t> rightPicks;
            std::vector<std::uint32_t> offsets(run.rows() + 1, 0);
            for (std::size_t row = 0; row < run.rows(); ++row) {
                if (isValidAt(validity, row)) {
                    const auto find = [row](const Column& maps, const Column& others, std::uint32_t at) {
                        for (std::uint32_t other = maps.offsets()[row]; other < maps.offsets()[row + 1]; ++other) {
                            if (compareRows(*maps.child(0), other, *others.child(0), at) == 0) return other;
                        }
                        return kNullRow;
                    };
                    for (std::uint32_t at = left.offsets()[row]; at < left.offsets()[row + 1]; ++at) {
                        keyPicks.push_back(at);
                        leftPicks.push_back(at);
                        rightPicks.push_back(find(right, left, at));
                    }
                    for (std::uint32_t at = right.offsets()[row]; at < right.offsets()[row + 1]; ++at) {
                        if (find(left, right, at) != kNullRow) continue;
                        keyPicks.push_back(base + at);
                        leftPicks.push_back(kNullRow);
                        rightPicks.push_back(at);
                    }
                    rows.resize(keyPicks.size(), static_cast<std::uint32_t>(row));
                }
                offsets[row + 1] = static_cast<std::uint32_t>(keyPicks.size());
            }
            const ColumnPtr keyParts[] = {left.child(0), right.child(0)};
            const ColumnPtr allKeys = scatter(run.kernel().type->keyType(), keyParts, keyPicks);
            VITRINE_TRY(ColumnPtr values, run.evaluate(0, {allKeys, gather(left.child(1), leftPicks), gather(right.child(1), rightPicks)}, rows));
            return std::make_shared<Column>(run.kernel().type, run.rows(), Column::Elements{}, std::move(validity), std::move(offsets),
                                            std::vector<ColumnPtr>{allKeys, std::move(values)});
        },
        false);
}

/// One run of a merge: [at, middle) and [other, end) of a row's order become one.
struct Merge {
    std::uint32_t row = 0;
    std::uint32_t at = 0;
    std::uint32_t middle = 0;
    std::uint32_t other = 0;
    std::uint32_t end = 0;
    std::uint32_t out = 0;
};

/// A stable merge sort of all rows at once: every round asks the comparator for one pair of every merge under way.
Result<std::vector<std::uint32_t>> sortedBy(const LambdaCall& run, const FlatElements& flat) {
    std::vector<std::uint32_t> order(flat.rows.size());
    std::iota(order.begin(), order.end(), 0U);
    std::vector<std::uint32_t> next(order);
    std::uint32_t longest = 0;
    for (std::size_t row = 0; row + 1 < flat.offsets.size(); ++row) longest = std::max(longest, flat.offsets[row + 1] - flat.offsets[row]);
    for (std::uint32_t width = 1; width < longest; width *= 2) {
        std::vector<Merge> merges;
        for (std::size_t row = 0; row + 1 < flat.offsets.size(); ++row) {
            for (std::uint32_t begin = flat.offsets[row]; begin + width < flat.offsets[row + 1]; begin += 2 * width) {
                const std::uint32_t middle = begin + width;
                merges.push_back({static_cast<std::uint32_t>(row), begin, middle, middle, std::min(middle + width, flat.offsets[row + 1]), begin});
            }
        }
        next = order;
        while (!merges.empty()) {
            std::vector<std::uint32_t> lefts;
            std::vector<std::uint32_t> rights;
            std::vector<std::uint32_t> rows;
            for (const Merge& merge : merges) {
                lefts.push_back(order[merge.at]);
                rights.push_back(order[merge.other]);
                rows.push_back(merge.row);
            }
            VITRINE_TRY(const ColumnPtr compared, run.evaluate(0, {gather(flat.children[0], lefts), gather(flat.children[0], rights)}, rows));
            std::vector<Merge> left;
            for (std::size_t index = 0; index < merges.size(); ++index) {
                if (compared->isNull(index)) return Error(ErrorCode::InvalidArgument, "The comparator of array_sort() gave NULL; it must give a number.");
                Merge merge = merges[index];
                next[merge.out++] = compared->values<std::int32_t>()[index] > 0 ? order[merge.other++] : order[merge.at++];
                if (merge.at < merge.middle && merge.other < merge.end) {
                    left.push_back(merge);
                    continue;
                }
                while (merge.at < merge.middle) next[merge.out++] = order[merge.at++];
                while (merge.other < merge.end) next[merge.out++] = order[merge.other++];
            }
            merges = std::move(left);
        }
        order = next;
    }
    return order;
}

/// array_sort(array[, (a, b) -> …])
Result<BoundPtr> bindArraySort(FunctionBinding& call) {
    if (call.size() == 1) return bindNaturalArraySort(call);
    VITRINE_CHECK_OK(coerceToArray(call, 0));
    const Field element = elementAndIndex(call.type(0)).front();
    VITRINE_TRY(BoundLambda lambda, call.bindLambda(1, {element, element}, 2));
    if (!lambda.body->type()->is(TypeKind::Int)) {
        return Error(ErrorCode::TypeMismatch, "The comparator of array_sort() must give INT, but gives " + lambda.body->type()->sql() + ".").withWayOut("Give -1, 0 or 1.");
    }
    return makeLambdaCall(
        call.argument(0)->type(), call.argument(0)->nullable(), plainArguments(call, 1), {std::move(lambda)},
        [](const LambdaCall& run) -> Result<ColumnPtr> {
            const FlatElements flat = flattened(run.argument(0));
            if (flat.rows.empty()) return run.argument(0);
            VITRINE_TRY(const std::vector<std::uint32_t> order, sortedBy(run, flat));
            return makeList(run.kernel().type, *run.argument(0), flat.offsets, {gather(flat.children[0], order)});
        },
        true);
}

constexpr std::string_view kLambda = "collection";
constexpr FunctionEntry kFunctions[] = {
    {{"aggregate", "aggregate(array, start, (sum, x) -> …[, sum -> …]) → value", "The elements gathered into one value.", kLambda}, 3, 4, bindAggregate, 0b1100},
    {{"array_sort", "array_sort(array[, (a, b) -> number]) → ARRAY", "The elements in order, NULLs last; the lambda gives -1, 0 or 1.", kLambda}, 1, 2, bindArraySort, 0b10},
    {{"exists", "exists(array, x -> condition) → BOOLEAN", "Whether the condition is true for an element.", kLambda}, 2, 2, bindQuantifier<true>, 0b10},
    {{"filter", "filter(array, x -> condition) → ARRAY", "The elements for which the condition is true; (x, place) -> … sees the place too.", kLambda}, 2, 2, bindFilter, 0b10},
    {{"forall", "forall(array, x -> condition) → BOOLEAN", "Whether the condition is true for all elements.", kLambda}, 2, 2, bindQuantifier<false>, 0b10},
    {{"map_filter", "map_filter(map, (key, value) -> condition) → MAP", "The entries for which the condition is true.", kLambda}, 2, 2, bindMapFilter, 0b10},
    {{"map_zip_with", "map_zip_with(a, b, (key, x, y) -> …) → MAP", "A value for each key of two maps.", kLambda}, 3, 3, bindMapZipWith, 0b100},
    {{"reduce", "reduce(array, start, (sum, x) -> …[, sum -> …]) → value", "The elements gathered into one value.", kLambda}, 3, 4, bindAggregate, 0b1100},
    {{"transform", "transform(array, x -> …) → ARRAY", "A value for each element; (x, place) -> … sees the place too.", kLambda}, 2, 2, bindTransform, 0b10},
    {{"transform_keys", "transform_keys(map, (key, value) -> …) → MAP", "The map with other keys.", kLambda}, 2, 2, bindMapTransform<true>, 0b10},
    {{"transform_values", "transform_values(map, (key, value) -> …) → MAP", "The map with other values.", kLambda}, 2, 2, bindMapTransform<false>, 0b10},
    {{"zip_with", "zip_with(a, b, (x, y) -> …) → ARRAY", "A value for each pair of elements at one place.", kLambda}, 3, 3, bindZipWith, 0b100},
};

}  // namespace

std::span<const FunctionEntry> lambdaFunctions() { return kFunctions; }

}  // namespace vitrine
