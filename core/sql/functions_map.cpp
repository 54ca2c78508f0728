// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/data/value.h"
#include "core/sql/array_functions.h"
#include "core/sql/binder.h"
#include "core/sql/coercion.h"
#include "core/sql/function_registry.h"
#include "core/sql/kernels.h"
#include "core/sql/list_column.h"

namespace vitrine {
namespace {

Result<void> needMap(const FunctionBinding& call, std::size_t index) {
    if (!call.type(index).is(TypeKind::Map)) return call.wrongType(index, "a map");
    return {};
}

std::vector<std::uint32_t> offsetsOf(const Column& lists) { return {lists.offsets().begin(), lists.offsets().end()}; }

/// map_keys and map_values
template <std::size_t child>
Result<BoundPtr> bindPart(FunctionBinding& call) {
    VITRINE_CHECK_OK(needMap(call, 0));
    const DataType& map = call.type(0);
    const TypePtr type = child == 0 ? DataType::array(map.keyType(), false) : DataType::array(map.valueType(), map.containsNull());
    return call.call(type, [](const KernelCall& kernel) -> Result<ColumnPtr> {
        return makeList(kernel.type, kernel.column(0), offsetsOf(kernel.column(0)), {kernel.column(0).child(child)});
    });
}

Result<BoundPtr> bindEntries(FunctionBinding& call) {
    VITRINE_CHECK_OK(needMap(call, 0));
    const DataType& map = call.type(0);
    const TypePtr entry = DataType::structType({{"key", map.keyType(), false}, {"value", map.valueType(), map.containsNull()}});
    return call.call(DataType::array(entry, false), [](const KernelCall& kernel) -> Result<ColumnPtr> {
        const Column& maps = kernel.column(0);
        const auto entries = std::make_shared<Column>(kernel.type->elementType(), maps.child(0)->size(), Column::Elements{}, std::vector<std::uint8_t>{},
                                                      std::vector<std::uint32_t>{}, maps.children());
        return makeList(kernel.type, maps, offsetsOf(maps), {entries});
    });
}

Result<BoundPtr> bindContainsKey(FunctionBinding& call) {
    VITRINE_CHECK_OK(needMap(call, 0));
    const BoundPtr both[] = {makeLiteral(call.type(0).keyType(), Value{}), call.argument(1)};
    const TypePtr key = widerTypeWithoutStrings(both, call.conf().ansi);
    if (!key || call.type(1).is(TypeKind::Void)) return call.wrongType(1, "a key such as those of the map");
    call.argument(0) = makeCast(call.argument(0), DataType::map(key, call.type(0).valueType(), call.type(0).containsNull()), false);
    call.argument(1) = makeCast(call.argument(1), key, false);
    return call.call(DataType::boolean(), [](const KernelCall& kernel) -> Result<ColumnPtr> {
        const Column& maps = kernel.column(0);
        return mapRowsOrNull<std::uint8_t>(kernel, [&](std::size_t row, std::uint8_t& out) {
            for (std::uint32_t at = maps.offsets()[row]; at < maps.offsets()[row + 1] && out == 0; ++at) {
                out = compareRows(*maps.child(0), at, kernel.column(1), row) == 0;
            }
            return true;
        });
    });
}

/// map_concat(a, b, …): NULL where one of them is; a key may come once only.
Result<BoundPtr> bindMapConcat(FunctionBinding& call) {
    if (call.size() == 0) return makeLiteral(DataType::map(DataType::string(), DataType::string(), false), Value{Value::List{}});
    for (std::size_t index = 0; index < call.size(); ++index) VITRINE_CHECK_OK(needMap(call, index));
    VITRINE_TRY(const TypePtr type, call.coerceToCommon());
    return call.call(
        type,
        [](const KernelCall& kernel) -> Result<ColumnPtr> {
            const std::vector<std::uint8_t> validity = mergedValidity(kernel.arguments);
            ListBuilder result(kernel.rows);
            for (std::size_t row = 0; row < kernel.rows; ++row) {
                if (!isValidAt(validity, row)) {
                    result.endNull();
                    continue;
                }
                std::uint32_t base = 0;
                for (const ColumnPtr& maps : kernel.arguments) {
                    result.pickRange(base + maps->offsets()[row], base + maps->offsets()[row + 1]);
                    base += static_cast<std::uint32_t>(maps->child(0)->size());
                }
                result.endList();
            }
            std::vector<ColumnPtr> keys;
            std::vector<ColumnPtr> values;
            for (const ColumnPtr& maps : kernel.arguments) {
                keys.push_back(maps->child(0));
                values.push_back(maps->child(1));
            }
            const ColumnPtr joined = std::move(result).finish(kernel.type, keys, values);
            VITRINE_CHECK_OK(checkMapKeys(*joined, "map_concat"));
            return joined;
        },
        false, true);
}

Result<BoundPtr> bindMapFromArrays(FunctionBinding& call) {
    VITRINE_CHECK_OK(coerceToArray(call, 0));
    VITRINE_CHECK_OK(coerceToArray(call, 1));
    if (call.type(0).elementType()->is(TypeKind::Map)) return call.wrongType(0, "an array of keys, and no map is one");
    const TypePtr type = DataType::map(call.type(0).elementType(), call.type(1).elementType(), call.type(1).containsNull());
    return call.call(
        type,
        [](const KernelCall& kernel) -> Result<ColumnPtr> {
            const std::vector<std::uint8_t> validity = mergedValidity(kernel.arguments);
            const auto keys = kernel.column(0).offsets();
            const auto values = kernel.column(1).offsets();
            std::vector<std::uint32_t> keyPicks;
            std::vector<std::uint32_t> valuePicks;
            std::vector<std::uint32_t> offsets(kernel.rows + 1, 0);
            for (std::size_t row = 0; row < kernel.rows; ++row) {
                if (isValidAt(validity, row)) {
                    if (keys[row + 1] - keys[row] != values[row + 1] - values[row]) {
                        return Error(ErrorCode::InvalidArgument, "map_from_arrays() needs as many values as keys, but got " + std::to_string(keys[row + 1] - keys[row]) +
                                                                     " keys and " + std::to_string(values[row + 1] - values[row]) + " values.");
                    }
                    for (std::uint32_t at = keys[row]; at < keys[row + 1]; ++at) keyPicks.push_back(at);
                    for (std::uint32_t at = values[row]; at < values[row + 1]; ++at) valuePicks.push_back(at);
                }
                offsets[row + 1] = static_cast<std::uint32_t>(keyPicks.size());
            }
            const auto map = std::make_shared<Column>(
                kernel.type, kernel.rows, Column::Elements{}, validity, std::move(offsets),
                std::vector<ColumnPtr>{gather(kernel.column(0).child(0), keyPicks), gather(kernel.column(1).child(0), valuePicks)});
            VITRINE_CHECK_OK(checkMapKeys(*map, "map_from_arrays"));
            return map;
        },
        false, true);
}

/// map_from_entries(array of structs of two fields): NULL where an entry is.
Result<BoundPtr> bindMapFromEntries(FunctionBinding& call) {
    const bool isEntries = call.type(0).is(TypeKind::Array) && call.type(0).elementType()->is(TypeKind::Struct) && call.type(0).elementType()->fields().size() == 2;
    if (!isEntries) return call.wrongType(0, "an array of structs of a key and a value");
    const std::vector<Field>& fields = call.type(0).elementType()->fields();
    if (fields[0].type->is(TypeKind::Map)) return call.wrongType(0, "an array of entries whose key is no map");
    return call.call(
        DataType::map(fields[0].type, fields[1].type, fields[1].nullable),
        [](const KernelCall& kernel) -> Result<ColumnPtr> {
            const Column& lists = kernel.column(0);
            const Column& entries = *lists.child(0);
            ListBuilder result(kernel.rows);
            for (std::size_t row = 0; row < kernel.rows; ++row) {
                bool isNull = lists.isNull(row);
                for (std::uint32_t at = lists.offsets()[row]; at < lists.offsets()[row + 1] && !isNull; ++at) {
                    isNull = entries.isNull(at);
                    if (!isNull) result.pick(at);
                }
                if (isNull) {
                    result.endNull();
                } else {
                    result.endList();
                }
            }
            const ColumnPtr keys[] = {entries.child(0)};
            const ColumnPtr values[] = {entries.child(1)};
            const ColumnPtr map = std::move(result).finish(kernel.type, keys, values);
            VITRINE_CHECK_OK(checkMapKeys(*map, "map_from_entries"));
            return map;
        },
        true, true);
}

constexpr std::string_view kCollection = "collection";
constexpr FunctionEntry kFunctions[] = {
    {{"map_concat", "map_concat(a, b, …) → MAP", "One map of all entries.", kCollection}, 0, -1, bindMapConcat},
    {{"map_contains_key", "map_contains_key(map, key) → BOOLEAN", "Whether the map has the key.", kCollection}, 2, 2, bindContainsKey},
    {{"map_entries", "map_entries(map) → ARRAY<STRUCT<key, value>>", "The entries as structs.", kCollection}, 1, 1, bindEntries},
    {{"map_from_arrays", "map_from_arrays(keys, values) → MAP", "A map of keys and values at the same places.", kCollection}, 2, 2, bindMapFromArrays},
    {{"map_from_entries", "map_from_entries(entries) → MAP", "A map of structs of a key and a value.", kCollection}, 1, 1, bindMapFromEntries},
    {{"map_keys", "map_keys(map) → ARRAY", "The keys.", kCollection}, 1, 1, bindPart<0>},
    {{"map_values", "map_values(map) → ARRAY", "The values.", kCollection}, 1, 1, bindPart<1>},
};

}  // namespace

std::span<const FunctionEntry> mapFunctions() { return kFunctions; }

}  // namespace vitrine
