// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/function_registry.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "core/sql/aggregate_binding.h"
#include "core/sql/binder.h"
#include "core/sql/coercion.h"
#include "core/sql/operators.h"

namespace vitrine {
namespace {

constexpr std::array<FunctionInfo, 3> kWindowFunctions = {{
    {"session_window", "session_window(time, gap) → STRUCT<start, end>", "The session a row belongs to: rows closer than the gap.", "window"},
    {"window", "window(time, duration[, slide[, start]]) → STRUCT<start, end>", "The time window a row belongs to.", "window"},
    {"window_time", "window_time(window) → TIMESTAMP", "The last instant of a window.", "window"},
}};

using Index = std::unordered_map<std::string_view, const FunctionEntry*>;

const Index& functionIndex() {
    static const Index kIndex = [] {
        Index index;
        for (const auto group : {mathFunctions(), roundingFunctions(), conditionalFunctions(), castFunctions(), textFunctions(), wordFunctions(),
                                 regexFunctions(), formatFunctions(), encodingFunctions(), urlFunctions(), hashFunctions(), jsonFunctions(), sessionFunctions(),
                                 timeFunctions(), dateFormatFunctions(), calendarFunctions(), timeMakingFunctions(), collectionFunctions(),
                                 arrayFunctions(), arraySearchFunctions(), sequenceFunctions(), mapFunctions(), lambdaFunctions(), numberFormatFunctions()}) {
            for (const FunctionEntry& entry : group) index.emplace(entry.info.name, &entry);
        }
        return index;
    }();
    return kIndex;
}

}  // namespace

Result<void> FunctionBinding::coerce(std::size_t index, const TypePtr& target) {
    const std::string what = "Argument " + std::to_string(index + 1) + " of " + std::string(name_) + "()";
    VITRINE_TRY(arguments_[index], coerceTo(arguments_[index], target, conf_, what));
    return {};
}

Result<TypePtr> FunctionBinding::coerceToCommon(std::size_t first, bool allowStrings) {
    const std::span<const BoundPtr> values = std::span(arguments_).subspan(first);
    const TypePtr common = allowStrings ? widerType(values, conf_.ansi) : widerTypeWithoutStrings(values, conf_.ansi);
    if (!common) {
        std::string types;
        for (const BoundPtr& value : values) types += (types.empty() ? "" : ", ") + value->type()->sql();
        return Error(ErrorCode::TypeMismatch, "The arguments of " + std::string(name_) + "() have no common type: " + types + ".");
    }
    for (std::size_t index = first; index < arguments_.size(); ++index) arguments_[index] = makeCast(arguments_[index], common, false);
    return common;
}

Error FunctionBinding::wrongType(std::size_t index, std::string_view wanted) const {
    return Error(ErrorCode::TypeMismatch, "Argument " + std::to_string(index + 1) + " of " + std::string(name_) + "() must be " +
                                              std::string(wanted) + ", but is " + type(index).sql() + ".");
}

Result<void> FunctionBinding::coerceToBytes(std::size_t index) {
    if (type(index).is(TypeKind::Binary) || type(index).is(TypeKind::String)) return {};
    return coerce(index, DataType::binary());
}

Result<Value> FunctionBinding::constantArgument(std::size_t index) const {
    const BoundExpression& argument = *arguments_[index];
    if (const Value* literal = constantOf(argument)) return *literal;
    std::vector<std::size_t> columns;
    collectColumns(argument, columns);
    if (!columns.empty() || !argument.isDeterministic()) return wrongType(index, "a constant");
    Batch one;
    one.numRows = 1;
    EvaluationContext context;
    context.conf = &conf_;
    VITRINE_TRY(const ColumnPtr value, argument.evaluate(one, context));
    return valueAt(*value, 0);
}

bool FunctionBinding::anyNullable() const noexcept {
    return std::any_of(arguments_.begin(), arguments_.end(), [](const BoundPtr& argument) { return argument->nullable(); });
}

BoundPtr FunctionBinding::call(const TypePtr& type, Kernel kernel, bool mayBeNull, bool mayFail) {
    const bool nullable = mayBeNull || anyNullable();
    return makeKernelCall(type, nullable, std::move(arguments_), std::move(kernel), mayFail);
}

const FunctionEntry* findFunction(std::string_view name) {
    const auto found = functionIndex().find(name);
    return found == functionIndex().end() ? nullptr : found->second;
}

std::optional<Error> refusedFunction(std::string_view name) {
    struct Refused {
        std::string_view name;
        std::string_view why;
        std::string_view wayOut;
    };
    constexpr std::string_view kManyRows = "gives several rows for one, which an expression cannot.";
    constexpr std::string_view kGroupFirst = "Prepare the rows before they are read, or use functions of arrays such as transform() and element_at().";
    constexpr std::string_view kNewValues = "gives other values when a batch is read again, so results could not be repeated.";
    constexpr std::string_view kNewValuesWayOut = "Use hash() or xxhash64() of the columns that tell the rows apart.";
    static constexpr Refused kRefused[] = {
        {"explode", kManyRows, kGroupFirst},
        {"explode_outer", kManyRows, kGroupFirst},
        {"inline", kManyRows, kGroupFirst},
        {"json_tuple", "gives several columns, which an expression cannot.", "Use get_json_object(json, '$.name') for each of them."},
        {"monotonically_increasing_id", "does not work on a stream: its numbers would begin again in every batch.", "Use a column that tells the rows apart."},
        {"posexplode", kManyRows, kGroupFirst},
        {"posexplode_outer", kManyRows, kGroupFirst},
        {"rand", kNewValues, kNewValuesWayOut},
        {"randn", kNewValues, kNewValuesWayOut},
        {"random", kNewValues, kNewValuesWayOut},
        {"shuffle", kNewValues, kNewValuesWayOut},
        {"stack", kManyRows, kGroupFirst},
        {"uuid", kNewValues, kNewValuesWayOut},
    };
    for (const Refused& refused : kRefused) {
        if (refused.name != name) continue;
        return Error(ErrorCode::UnsupportedOperation, std::string(name) + "() " + std::string(refused.why)).withWayOut(std::string(refused.wayOut));
    }
    return std::nullopt;
}

std::span<const FunctionInfo> functionCatalogue() {
    static const std::vector<FunctionInfo> kCatalogue = [] {
        std::vector<FunctionInfo> all(kWindowFunctions.begin(), kWindowFunctions.end());
        for (const auto& [name, entry] : functionIndex()) all.push_back(entry->info);
        const auto aggregates = aggregateFunctions();
        all.insert(all.end(), aggregates.begin(), aggregates.end());
        std::sort(all.begin(), all.end(), [](const FunctionInfo& a, const FunctionInfo& b) { return a.name < b.name; });
        all.erase(std::unique(all.begin(), all.end(), [](const FunctionInfo& a, const FunctionInfo& b) { return a.name == b.name; }), all.end());
        return all;
    }();
    return kCatalogue;
}

std::span<const std::string_view> functionNames() {
    static const std::vector<std::string_view> kNames = [] {
        std::vector<std::string_view> names;
        for (const FunctionInfo& info : functionCatalogue()) names.push_back(info.name);
        return names;
    }();
    return kNames;
}

}  // namespace vitrine
