// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/data/number_text.h"
#include "core/data/timestamp_text.h"
#include "core/data/value.h"

namespace vitrine {

/// A value in a short spelling for expectations: NULL, 5, 1.5, text as it is, [1,NULL], {x,y}.
inline std::string textOf(const DataType& type, const Value& value) {
    if (value.isNull()) return "NULL";
    auto join = [](std::string inner, char open, char close) { return open + inner + close; };
    switch (type.kind()) {
        case TypeKind::Boolean: return value.get<bool>() ? "true" : "false";
        case TypeKind::Byte: return std::to_string(value.get<std::int8_t>());
        case TypeKind::Short: return std::to_string(value.get<std::int16_t>());
        case TypeKind::Int: return std::to_string(value.get<std::int32_t>());
        case TypeKind::Long: return std::to_string(value.get<std::int64_t>());
        case TypeKind::Float: return formatFloat(value.get<float>());
        case TypeKind::Double: return formatDouble(value.get<double>());
        case TypeKind::Decimal: return formatDecimal(value.get<Int128>(), type.scale());
        case TypeKind::String:
        case TypeKind::Binary: return value.get<std::string>();
        case TypeKind::Date: return formatDate(value.get<std::int32_t>());
        case TypeKind::Timestamp: return formatTimestamp(value.get<std::int64_t>(), TimeZone());
        case TypeKind::TimestampNtz: return formatTimestampNtz(value.get<std::int64_t>());
        case TypeKind::Array:
        case TypeKind::Struct: {
            std::string inner;
            std::size_t index = 0;
            for (const Value& part : value.get<Value::List>()) {
                if (!inner.empty()) inner += ',';
                inner += textOf(type.is(TypeKind::Array) ? *type.elementType() : *type.fields()[index].type, part);
                ++index;
            }
            return type.is(TypeKind::Array) ? join(inner, '[', ']') : join(inner, '{', '}');
        }
        case TypeKind::Map: {
            std::string inner;
            for (const Value& entry : value.get<Value::List>()) {
                if (!inner.empty()) inner += ',';
                inner += textOf(*type.keyType(), entry.get<Value::List>()[0]) + "=" + textOf(*type.valueType(), entry.get<Value::List>()[1]);
            }
            return join(inner, '<', '>');
        }
        default: return "?";
    }
}

}  // namespace vitrine
