// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/cast_text.h"

#include "core/data/interval_text.h"
#include "core/data/number_text.h"
#include "core/data/timestamp_text.h"

namespace vitrine {
namespace {

std::string partText(const Column& column, std::size_t row, const TimeZone& zone) {
    return column.isNull(row) ? "null" : castToText(column, row, zone);
}

}  // namespace

std::string castToText(const Column& column, std::size_t row, const TimeZone& zone) {
    const DataType& type = *column.type();
    switch (type.kind()) {
        case TypeKind::Void: return "null";
        case TypeKind::Boolean: return column.values<std::uint8_t>()[row] != 0 ? "true" : "false";
        case TypeKind::Byte: return std::to_string(column.values<std::int8_t>()[row]);
        case TypeKind::Short: return std::to_string(column.values<std::int16_t>()[row]);
        case TypeKind::Int: return std::to_string(column.values<std::int32_t>()[row]);
        case TypeKind::Long: return std::to_string(column.values<std::int64_t>()[row]);
        case TypeKind::Float: return formatFloat(column.values<float>()[row]);
        case TypeKind::Double: return formatDouble(column.values<double>()[row]);
        case TypeKind::Decimal: return formatDecimal(column.values<Int128>()[row], type.scale());
        case TypeKind::String:
        case TypeKind::Binary: return std::string(column.values<std::string_view>()[row]);
        case TypeKind::Date: return formatDate(column.values<std::int32_t>()[row]);
        case TypeKind::Timestamp: return formatTimestamp(column.values<std::int64_t>()[row], zone);
        case TypeKind::TimestampNtz: return formatTimestampNtz(column.values<std::int64_t>()[row]);
        case TypeKind::CalendarInterval: return formatCalendarInterval(column.values<CalendarInterval>()[row]);
        case TypeKind::YearMonthInterval: return formatYearMonthInterval(column.values<std::int32_t>()[row], type);
        case TypeKind::DayTimeInterval: return formatDayTimeInterval(column.values<std::int64_t>()[row], type);
        case TypeKind::Array:
        case TypeKind::Map: {
            const bool isMap = type.is(TypeKind::Map);
            std::string text = isMap ? "{" : "[";
            for (std::uint32_t index = column.offsets()[row]; index < column.offsets()[row + 1]; ++index) {
                if (index > column.offsets()[row]) text += ", ";
                text += partText(*column.child(0), index, zone);
                if (isMap) text += " -> " + partText(*column.child(1), index, zone);
            }
            return text + (isMap ? "}" : "]");
        }
        case TypeKind::Struct: {
            std::string text = "{";
            for (std::size_t index = 0; index < column.children().size(); ++index) {
                if (index > 0) text += ", ";
                text += partText(*column.child(index), row, zone);
            }
            return text + "}";
        }
    }
    return {};
}

}  // namespace vitrine
