// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/binder.h"
#include "core/sql/coercion.h"
#include "core/sql/function_registry.h"

namespace vitrine {
namespace {

/// A type's name used as a function: int(x) is CAST(x AS INT).
template <TypePtr (*makeType)()>
Result<BoundPtr> bindTypeName(FunctionBinding& call) {
    const TypePtr target = makeType();
    if (!canCast(call.type(0), *target, call.conf().ansi, false)) {
        return Error(ErrorCode::TypeMismatch, call.type(0).sql() + " cannot be cast to " + target->sql() + ".");
    }
    return makeCast(call.argument(0), target, false);
}

TypePtr plainDecimal() { return DataType::decimal(10, 0); }

Result<BoundPtr> bindTypeof(FunctionBinding& call) { return makeLiteral(DataType::string(), Value{call.type(0).simpleString()}); }

constexpr FunctionEntry kFunctions[] = {
    {{"bigint", "bigint(x) → BIGINT", "x as BIGINT.", "conditional"}, 1, 1, bindTypeName<DataType::longType>},
    {{"binary", "binary(x) → BINARY", "x as BINARY.", "conditional"}, 1, 1, bindTypeName<DataType::binary>},
    {{"boolean", "boolean(x) → BOOLEAN", "x as BOOLEAN.", "conditional"}, 1, 1, bindTypeName<DataType::boolean>},
    {{"date", "date(x) → DATE", "x as DATE.", "date"}, 1, 1, bindTypeName<DataType::date>},
    {{"decimal", "decimal(x) → DECIMAL(10,0)", "x as DECIMAL(10,0).", "conditional"}, 1, 1, bindTypeName<plainDecimal>},
    {{"double", "double(x) → DOUBLE", "x as DOUBLE.", "conditional"}, 1, 1, bindTypeName<DataType::doubleType>},
    {{"float", "float(x) → FLOAT", "x as FLOAT.", "conditional"}, 1, 1, bindTypeName<DataType::floatType>},
    {{"int", "int(x) → INT", "x as INT.", "conditional"}, 1, 1, bindTypeName<DataType::intType>},
    {{"smallint", "smallint(x) → SMALLINT", "x as SMALLINT.", "conditional"}, 1, 1, bindTypeName<DataType::shortType>},
    {{"string", "string(x) → STRING", "x as STRING.", "text"}, 1, 1, bindTypeName<DataType::string>},
    {{"timestamp", "timestamp(x) → TIMESTAMP", "x as TIMESTAMP.", "date"}, 1, 1, bindTypeName<DataType::timestamp>},
    {{"tinyint", "tinyint(x) → TINYINT", "x as TINYINT.", "conditional"}, 1, 1, bindTypeName<DataType::byteType>},
    {{"typeof", "typeof(x) → STRING", "The type of x.", "conditional"}, 1, 1, bindTypeof},
};

}  // namespace

std::span<const FunctionEntry> castFunctions() { return kFunctions; }

}  // namespace vitrine
