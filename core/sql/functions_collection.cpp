// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/binder.h"
#include "core/sql/coercion.h"
#include "core/sql/comparison.h"
#include "core/sql/function_registry.h"
#include "core/sql/kernels.h"
#include "core/sql/subscript.h"

namespace vitrine {
namespace {

ColumnPtr makeStruct(const TypePtr& type, std::size_t rows, std::vector<ColumnPtr> children) {
    return std::make_shared<Column>(type, rows, Column::Elements{}, std::vector<std::uint8_t>{}, std::vector<std::uint32_t>{}, std::move(children));
}

BoundPtr structOf(FunctionBinding& call, std::vector<std::string> names) {
    std::vector<Field> fields;
    for (std::size_t index = 0; index < call.size(); ++index) {
        fields.push_back({std::move(names[index]), call.argument(index)->type(), call.argument(index)->nullable()});
    }
    return makeKernelCall(
        DataType::structType(std::move(fields)), false, std::move(call.arguments()),
        [](const KernelCall& kernel) -> Result<ColumnPtr> {
            return makeStruct(kernel.type, kernel.rows, std::vector<ColumnPtr>(kernel.arguments.begin(), kernel.arguments.end()));
        },
        false);
}

Result<BoundPtr> bindStruct(FunctionBinding& call) {
    std::vector<std::string> names;
    for (std::size_t index = 0; index < call.size(); ++index) {
        names.push_back(call.argumentName(index).empty() ? "col" + std::to_string(index + 1) : call.argumentName(index));
    }
    return structOf(call, std::move(names));
}

Result<BoundPtr> bindNamedStruct(FunctionBinding& call) {
    if (call.size() % 2 != 0) return Error(ErrorCode::WrongArgumentCount, "named_struct() takes pairs of a name and a value.");
    std::vector<std::string> names;
    std::vector<BoundPtr> values;
    for (std::size_t index = 0; index < call.size(); index += 2) {
        const Value* name = constantOf(*call.argument(index));
        if (name == nullptr || name->isNull() || !call.type(index).is(TypeKind::String)) return call.wrongType(index, "a name in quotes");
        names.push_back(name->get<std::string>());
        values.push_back(call.argument(index + 1));
    }
    call.arguments() = std::move(values);
    return structOf(call, std::move(names));
}

/// Elements of several columns, row by row: e1(r), e2(r), … for every row r.
ColumnPtr interleave(const TypePtr& type, std::span<const ColumnPtr> columns, std::size_t rows) {
    std::vector<std::uint32_t> positions;
    positions.reserve(columns.size() * rows);
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t index = 0; index < columns.size(); ++index) positions.push_back(static_cast<std::uint32_t>(index * rows + row));
    }
    return scatter(type, columns, positions);
}

std::vector<std::uint32_t> evenOffsets(std::size_t rows, std::size_t length) {
    std::vector<std::uint32_t> offsets(rows + 1);
    for (std::size_t row = 0; row <= rows; ++row) offsets[row] = static_cast<std::uint32_t>(row * length);
    return offsets;
}

Result<BoundPtr> bindArray(FunctionBinding& call) {
    VITRINE_TRY(const TypePtr element, call.coerceToCommon());
    const TypePtr type = DataType::array(element, call.anyNullable());
    return makeKernelCall(
        type, false, std::move(call.arguments()),
        [](const KernelCall& kernel) -> Result<ColumnPtr> {
            const ColumnPtr elements = interleave(kernel.type->elementType(), kernel.arguments, kernel.rows);
            return std::make_shared<Column>(kernel.type, kernel.rows, Column::Elements{}, std::vector<std::uint8_t>{},
                                            evenOffsets(kernel.rows, kernel.arguments.size()), std::vector<ColumnPtr>{elements});
        },
        false);
}

Result<BoundPtr> bindMap(FunctionBinding& call) {
    if (call.size() % 2 != 0) return Error(ErrorCode::WrongArgumentCount, "map() takes pairs of a key and a value.");
    std::vector<BoundPtr> keys;
    std::vector<BoundPtr> values;
    for (std::size_t index = 0; index < call.size(); index += 2) {
        keys.push_back(call.argument(index));
        values.push_back(call.argument(index + 1));
    }
    const TypePtr keyType = widerType(keys, call.conf().ansi);
    const TypePtr valueType = widerType(values, call.conf().ansi);
    if (!keyType || !valueType) return Error(ErrorCode::TypeMismatch, "The keys or the values of map() have no common type.");
    if (keyType->is(TypeKind::Map)) return Error(ErrorCode::TypeMismatch, "The key of a map cannot be a map.");
    bool nullableValues = false;
    for (std::size_t index = 0; index < keys.size(); ++index) {
        nullableValues = nullableValues || values[index]->nullable();
        call.argument(2 * index) = makeCast(keys[index], keyType, false);
        call.argument(2 * index + 1) = makeCast(values[index], valueType, false);
    }
    return makeKernelCall(
        DataType::map(keyType, valueType, nullableValues), false, std::move(call.arguments()),
        [](const KernelCall& kernel) -> Result<ColumnPtr> {
            std::vector<ColumnPtr> keyColumns;
            std::vector<ColumnPtr> valueColumns;
            for (std::size_t index = 0; index < kernel.arguments.size(); index += 2) {
                keyColumns.push_back(kernel.arguments[index]);
                valueColumns.push_back(kernel.arguments[index + 1]);
            }
            for (std::size_t row = 0; row < kernel.rows; ++row) {
                for (std::size_t index = 0; index < keyColumns.size(); ++index) {
                    if (keyColumns[index]->isNull(row)) return Error(ErrorCode::InvalidArgument, "The key of a map must not be NULL.");
                    for (std::size_t other = 0; other < index; ++other) {
                        if (compareRows(*keyColumns[index], row, *keyColumns[other], row) == 0) {
                            return Error(ErrorCode::InvalidArgument, "map() got the same key twice.");
                        }
                    }
                }
            }
            const ColumnPtr allKeys = interleave(kernel.type->keyType(), keyColumns, kernel.rows);
            const ColumnPtr allValues = interleave(kernel.type->valueType(), valueColumns, kernel.rows);
            return std::make_shared<Column>(kernel.type, kernel.rows, Column::Elements{}, std::vector<std::uint8_t>{},
                                            evenOffsets(kernel.rows, keyColumns.size()), std::vector<ColumnPtr>{allKeys, allValues});
        },
        true);
}

Result<BoundPtr> bindSize(FunctionBinding& call) {
    if (call.type(0).is(TypeKind::Void)) return makeLiteral(DataType::intType(), Value{});
    if (!call.type(0).is(TypeKind::Array) && !call.type(0).is(TypeKind::Map)) return call.wrongType(0, "an array or a map");
    return call.call(DataType::intType(), [](const KernelCall& kernel) -> Result<ColumnPtr> {
        const auto offsets = kernel.column(0).offsets();
        std::vector<std::int32_t> sizes(kernel.rows);
        for (std::size_t row = 0; row < kernel.rows; ++row) sizes[row] = static_cast<std::int32_t>(offsets[row + 1] - offsets[row]);
        return makeColumn(kernel.type, std::move(sizes), mergedValidity(kernel.arguments));
    });
}

Result<BoundPtr> bindArraySize(FunctionBinding& call) {
    if (!call.type(0).is(TypeKind::Array) && !call.type(0).is(TypeKind::Void)) return call.wrongType(0, "an array");
    return bindSize(call);
}

/// array[index] counted from 0, or from 1 and from the end when `oneBased`.
BoundPtr arrayElement(FunctionBinding& call, bool oneBased, bool isTry) {
    const TypePtr type = call.type(0).elementType();
    return call.call(
        type,
        [oneBased, isTry](const KernelCall& kernel) -> Result<ColumnPtr> {
            const Column& array = kernel.column(0);
            const auto indexes = kernel.column(1).values<std::int32_t>();
            const auto offsets = array.offsets();
            const std::vector<std::uint8_t> validity = mergedValidity(kernel.arguments);
            std::vector<std::uint32_t> picks(kernel.rows, kNullRow);
            for (std::size_t row = 0; row < kernel.rows; ++row) {
                if (!isValidAt(validity, row)) continue;
                const auto length = static_cast<std::int64_t>(offsets[row + 1] - offsets[row]);
                std::int64_t index = indexes[row];
                if (oneBased && index == 0) return Error(ErrorCode::InvalidArrayIndex, "Elements are counted from 1 (or from the end, -1), not from 0.");
                if (oneBased) index = index > 0 ? index - 1 : length + index;
                if (index >= 0 && index < length) {
                    picks[row] = offsets[row] + static_cast<std::uint32_t>(index);
                } else if (kernel.ansi() && !isTry) {
                    return Error(ErrorCode::InvalidArrayIndex,
                                 "The index " + std::to_string(indexes[row]) + " lies outside the array, which has " + std::to_string(length) + " elements.")
                        .withWayOut(oneBased ? "Use try_element_at() to get NULL instead." : "Use get(array, index) to get NULL instead.");
                }
            }
            return gather(array.child(0), picks);
        },
        true, !isTry);
}

BoundPtr mapElement(FunctionBinding& call) {
    const TypePtr type = call.type(0).valueType();
    return call.call(
        type,
        [](const KernelCall& kernel) -> Result<ColumnPtr> {
            const Column& map = kernel.column(0);
            const Column& wanted = kernel.column(1);
            const auto offsets = map.offsets();
            std::vector<std::uint32_t> picks(kernel.rows, kNullRow);
            for (std::size_t row = 0; row < kernel.rows; ++row) {
                if (map.isNull(row) || wanted.isNull(row)) continue;
                for (std::uint32_t at = offsets[row]; at < offsets[row + 1]; ++at) {
                    if (compareRows(*map.child(0), at, wanted, row) == 0) {
                        picks[row] = at;
                        break;
                    }
                }
            }
            return gather(map.child(1), picks);
        },
        true);
}

Result<BoundPtr> elementOf(FunctionBinding& call, bool oneBased, bool isTry) {
    if (call.type(0).is(TypeKind::Map)) {
        VITRINE_CHECK_OK(call.coerce(1, call.type(0).keyType()));
        return mapElement(call);
    }
    if (!call.type(0).is(TypeKind::Array)) return call.wrongType(0, "an array or a map");
    if (!call.type(1).isIntegral() && !call.type(1).is(TypeKind::Void)) return call.wrongType(1, "an integer");
    call.argument(1) = makeCast(call.argument(1), DataType::intType(), false);
    return arrayElement(call, oneBased, isTry);
}

Result<BoundPtr> bindElementAt(FunctionBinding& call) { return elementOf(call, true, false); }
Result<BoundPtr> bindTryElementAt(FunctionBinding& call) { return elementOf(call, true, true); }

Result<BoundPtr> bindGet(FunctionBinding& call) {
    if (!call.type(0).is(TypeKind::Array)) return call.wrongType(0, "an array");
    return elementOf(call, false, true);
}

constexpr FunctionEntry kFunctions[] = {
    {{"array", "array(a, b, …) → ARRAY", "An array of the values.", "collection"}, 0, -1, bindArray},
    {{"array_size", "array_size(array) → INT", "Number of elements.", "collection"}, 1, 1, bindArraySize},
    {{"cardinality", "cardinality(collection) → INT", "Number of elements.", "collection"}, 1, 1, bindSize},
    {{"element_at", "element_at(array, index) or (map, key) → element", "The element at a place counted from 1, or of a key.", "collection"}, 2, 2, bindElementAt},
    {{"get", "get(array, index) → element", "The element at a place counted from 0; NULL outside.", "collection"}, 2, 2, bindGet},
    {{"map", "map(key, value, …) → MAP", "A map of the pairs.", "collection"}, 0, -1, bindMap},
    {{"named_struct", "named_struct(name, value, …) → STRUCT", "A struct with the given field names.", "collection"}, 2, -1, bindNamedStruct},
    {{"size", "size(collection) → INT", "Number of elements.", "collection"}, 1, 1, bindSize},
    {{"struct", "struct(a, b, …) → STRUCT", "A struct of the values.", "collection"}, 1, -1, bindStruct},
    {{"try_element_at", "try_element_at(array, index) or (map, key) → element", "As element_at(), NULL outside.", "collection"}, 2, 2, bindTryElementAt},
};

}  // namespace

Result<BoundPtr> bindSubscript(FunctionBinding& call) { return elementOf(call, false, false); }

std::span<const FunctionEntry> collectionFunctions() { return kFunctions; }

}  // namespace vitrine
