// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/json_writer.h"

#include "core/data/interval_text.h"
#include "core/data/number_text.h"
#include "core/data/timestamp_text.h"
#include "core/data/base64_text.h"
#include "core/data/cast_text.h"
#include "core/formats/option_reader.h"

namespace vitrine {
namespace {

constexpr std::int64_t kMicrosPerDay = 86'400'000'000;

Result<void> readPattern(const OptionMap& options, const char* name, std::optional<JavaDatePattern>& pattern) {
    const auto found = options.find(name);
    if (found == options.end()) return {};
    auto compiled = JavaDatePattern::compile(found->second, JavaDatePattern::Use::Format);
    if (!compiled) return std::move(compiled).error().within(std::string("The option ") + name);
    pattern = std::move(compiled).value();
    return {};
}

}  // namespace

Result<JsonWriter> JsonWriter::make(const OptionMap& options, const SessionConf& conf) {
    JsonWriter writer;
    writer.zone_ = conf.zone;
    if (const auto zone = options.find("timeZone"); zone != options.end()) {
        VITRINE_TRY(writer.zone_, TimeZone::find(zone->second));
    }
    if (const auto ignore = options.find("ignoreNullFields"); ignore != options.end()) {
        const bool isFalse = equalsIgnoringCase(ignore->second, "false");
        if (!isFalse && !equalsIgnoringCase(ignore->second, "true")) {
            return Error(ErrorCode::InvalidOption, "The option ignoreNullFields is '" + ignore->second + "'; it must be true or false.");
        }
        writer.ignoresNullFields_ = !isFalse;
    }
    VITRINE_CHECK_OK(readPattern(options, "timestampFormat", writer.timestampFormat_));
    VITRINE_CHECK_OK(readPattern(options, "timestampNTZFormat", writer.timestampNtzFormat_));
    VITRINE_CHECK_OK(readPattern(options, "dateFormat", writer.dateFormat_));
    return writer;
}

void JsonWriter::writeStruct(const Column& column, std::size_t row, JsonGenerator& out) const {
    out.startObject();
    for (std::size_t index = 0; index < column.children().size(); ++index) {
        const Column& part = *column.child(index);
        if (ignoresNullFields_ && part.isNull(row)) continue;
        out.name(column.type()->fields()[index].name);
        write(part, row, out);
    }
    out.endObject();
}

void JsonWriter::writeMap(const Column& column, std::size_t row, JsonGenerator& out) const {
    const Column& keys = *column.child(0);
    out.startObject();
    for (std::uint32_t at = column.offsets()[row]; at < column.offsets()[row + 1]; ++at) {
        // Dates and times as keys are their numbers, as Spark has them.
        switch (keys.type()->kind()) {
            case TypeKind::Date: out.name(std::to_string(keys.values<std::int32_t>()[at])); break;
            case TypeKind::Timestamp:
            case TypeKind::TimestampNtz: out.name(std::to_string(keys.values<std::int64_t>()[at])); break;
            default: out.name(castToText(keys, at, zone_)); break;
        }
        write(*column.child(1), at, out);
    }
    out.endObject();
}

void JsonWriter::write(const Column& column, std::size_t row, JsonGenerator& out) const {
    if (column.isNull(row)) return out.value("null");
    const DataType& type = *column.type();
    switch (type.kind()) {
        case TypeKind::Float: return out.real(column.values<float>()[row]);
        case TypeKind::Double: return out.real(column.values<double>()[row]);
        case TypeKind::Decimal: return out.value(formatBigDecimal(column.values<Int128>()[row], type.scale()));
        case TypeKind::String: return out.text(column.values<std::string_view>()[row]);
        case TypeKind::Binary: return out.text(base64Text(column.values<std::string_view>()[row]));
        case TypeKind::Date: {
            const std::int32_t days = column.values<std::int32_t>()[row];
            return out.text(dateFormat_ ? dateFormat_->format(days * kMicrosPerDay, TimeZone()) : formatDate(days));
        }
        case TypeKind::Timestamp: {
            const std::int64_t micros = column.values<std::int64_t>()[row];
            return out.text(timestampFormat_ ? timestampFormat_->format(micros, zone_) : formatTimestampIso(micros, zone_));
        }
        case TypeKind::TimestampNtz: {
            const std::int64_t micros = column.values<std::int64_t>()[row];
            std::string text = timestampNtzFormat_ ? timestampNtzFormat_->format(micros, TimeZone()) : formatTimestampIso(micros, TimeZone());
            if (!timestampNtzFormat_ && text.back() == 'Z') text.pop_back();
            return out.text(text);
        }
        case TypeKind::CalendarInterval:
        case TypeKind::YearMonthInterval:
        case TypeKind::DayTimeInterval: return out.text(castToText(column, row, zone_));
        case TypeKind::Array:
            out.startArray();
            for (std::uint32_t at = column.offsets()[row]; at < column.offsets()[row + 1]; ++at) write(*column.child(0), at, out);
            return out.endArray();
        case TypeKind::Map: return writeMap(column, row, out);
        case TypeKind::Struct: return writeStruct(column, row, out);
        default: return out.value(castToText(column, row, zone_));
    }
}

}  // namespace vitrine
