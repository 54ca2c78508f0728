// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connect/delta/delta_schema.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "core/base/random_uuid.h"
#include "core/formats/option_reader.h"

namespace vitrine {
namespace {

/// Columns of Parquet files may not have these in their names.
constexpr std::string_view kForbidden = " ,;{}()\n\t=";

/// The type with NULL allowed everywhere, as tables declare their columns (SK-51).
TypePtr nullable(const TypePtr& type) {
    switch (type->kind()) {
        case TypeKind::Array: return DataType::array(nullable(type->elementType()));
        case TypeKind::Map: return DataType::map(nullable(type->keyType()), nullable(type->valueType()));
        case TypeKind::Struct: {
            std::vector<Field> fields = type->fields();
            for (Field& field : fields) {
                field.type = nullable(field.type);
                field.nullable = true;
            }
            return DataType::structType(std::move(fields));
        }
        default: return type;
    }
}

Schema nullable(const Schema& schema) { return Schema(nullable(schema.asStruct())->fields()); }

Error refused(ErrorCode code, std::string message, std::string wayOut) { return Error(code, std::move(message)).withWayOut(std::move(wayOut)); }

Result<void> checkNames(const std::vector<Field>& fields);

Result<void> checkType(const Field& field, const DataType& type) {
    switch (type.kind()) {
        case TypeKind::Void:
            return refused(ErrorCode::UnsupportedType, fmt::format("The column `{}` is nothing but NULL; a Delta table cannot hold it.", field.name),
                           "Cast it to a type, or leave it out.");
        case TypeKind::CalendarInterval:
        case TypeKind::YearMonthInterval:
        case TypeKind::DayTimeInterval:
            return refused(ErrorCode::UnsupportedType,
                           fmt::format("The column `{}` holds {}; a Delta table cannot hold intervals.", field.name, type.sql()),
                           "Cast it to STRING or to a number.");
        case TypeKind::Array: return checkType(field, *type.elementType());
        case TypeKind::Map:
            VITRINE_CHECK_OK(checkType(field, *type.keyType()));
            return checkType(field, *type.valueType());
        case TypeKind::Struct: return checkNames(type.fields());
        default: return {};
    }
}

Result<void> checkNames(const std::vector<Field>& fields) {
    for (std::size_t index = 0; index < fields.size(); ++index) {
        const Field& field = fields[index];
        if (field.name.empty() || field.name.find_first_of(kForbidden) != std::string::npos) {
            return refused(ErrorCode::SinkRefused,
                           fmt::format("The column `{}` cannot go into a Delta table: a name there has no blank and none of , ; {{ }} ( ) = .",
                                       field.name),
                           "Give it another name with AS.");
        }
        for (std::size_t other = 0; other < index; ++other) {
            if (equalsIgnoringCase(fields[other].name, field.name)) {
                return refused(ErrorCode::SinkRefused,
                               fmt::format("The columns `{}` and `{}` have one name for a Delta table.", fields[other].name, field.name),
                               "Give one of them another name with AS.");
            }
        }
        VITRINE_CHECK_OK(checkType(field, *field.type));
    }
    return {};
}

std::optional<std::size_t> positionOf(const Schema& schema, std::string_view name) {
    const std::vector<std::size_t> found = schema.find(name, false);
    return found.empty() ? std::nullopt : std::optional(found.front());
}

Error mismatch(const std::string& what, std::string wayOut) {
    return refused(ErrorCode::SchemaMismatch, fmt::format("The rows do not fit the Delta table: {}.", what), std::move(wayOut));
}

std::string backquoted(const std::vector<std::string>& names) { return fmt::format("`{}`", fmt::join(names, "`, `")); }

/// The protocol for tables with `columns`, at least what the table has; none when that suffices.
std::optional<DeltaProtocol> protocolChange(const DeltaSnapshot& table, const Schema& columns) {
    DeltaProtocol needed = protocolFor(columns);
    if (!table.protocol) return needed;
    DeltaProtocol merged = *table.protocol;
    if (needed.minWriterVersion < 7) return std::nullopt;
    merged.minReaderVersion = needed.minReaderVersion;
    merged.minWriterVersion = needed.minWriterVersion;
    auto merge = [](std::vector<std::string>& into, const std::vector<std::string>& features) {
        for (const std::string& feature : features) {
            if (std::find(into.begin(), into.end(), feature) == into.end()) into.push_back(feature);
        }
    };
    merge(merged.readerFeatures, needed.readerFeatures);
    merge(merged.writerFeatures, needed.writerFeatures);
    return merged == *table.protocol ? std::nullopt : std::optional(merged);
}

/// The names of `wanted.partitionBy` as the columns have them.
std::vector<std::string> partitionNames(const DeltaShape& wanted) {
    std::vector<std::string> names;
    for (const std::string& name : wanted.partitionBy) names.push_back(wanted.schema[*positionOf(wanted.schema, name)].name);
    return names;
}

/// The schema's JSON with `added` behind it; what else its columns carry stays.
std::string withColumns(const std::string& schemaJson, const Schema& added) {
    auto schema = nlohmann::ordered_json::parse(schemaJson, nullptr, false);
    const auto more = nlohmann::ordered_json::parse(toStructTypeJson(added), nullptr, false);
    for (const auto& field : more.at("fields")) schema["fields"].push_back(field);
    return schema.dump();
}

DeltaMetadata newMetadata(const DeltaShape& wanted) {
    DeltaMetadata metadata;
    metadata.id = randomUuid();
    metadata.schemaJson = toStructTypeJson(nullable(wanted.schema));
    metadata.partitionColumns = partitionNames(wanted);
    metadata.properties = wanted.properties;
    return metadata;
}

Result<std::vector<std::size_t>> partitionPositions(const Schema& columns, const std::vector<std::string>& names) {
    std::vector<std::size_t> positions;
    for (const std::string& name : names) {
        const auto position = positionOf(columns, name);
        if (!position) {
            return mismatch(fmt::format("they lack the column `{}`, by which the table is partitioned", name),
                            "Add the column to the query.");
        }
        positions.push_back(*position);
    }
    return positions;
}

Result<DeltaWritePlan> reshaped(const DeltaSnapshot& table, const DeltaShape& wanted, bool isNew) {
    DeltaWritePlan plan;
    plan.columns = nullable(wanted.schema);
    DeltaMetadata metadata = newMetadata(wanted);
    VITRINE_TRY(plan.partitionBy, partitionPositions(plan.columns, metadata.partitionColumns));
    plan.protocol = protocolChange(table, plan.columns);
    if (!isNew) {
        const DeltaMetadata& standing = *table.metadata;
        if (wanted.partitionBy.empty() && !standing.partitionColumns.empty()) metadata.partitionColumns = {};
        metadata.id = standing.id;
        metadata.name = standing.name;
        metadata.description = standing.description;
        metadata.properties = standing.properties;
        metadata.createdTime = standing.createdTime;
        if (metadata == standing) return plan;
    }
    plan.metadata = std::move(metadata);
    return plan;
}

}  // namespace

Result<void> checkDeltaShape(const DeltaShape& shape) {
    VITRINE_CHECK_OK(checkNames(shape.schema.fields()));
    if (shape.schema.size() == 0) return refused(ErrorCode::SinkRefused, "A Delta table needs at least one column.", "Select one.");
    for (std::size_t index = 0; index < shape.partitionBy.size(); ++index) {
        const std::string& name = shape.partitionBy[index];
        const auto position = positionOf(shape.schema, name);
        if (!position) {
            return refused(ErrorCode::UnresolvedColumn, fmt::format("There is no column `{}` to partition by.", name),
                           "Use a column of the result.");
        }
        if (shape.schema[*position].type->isNested()) {
            return refused(ErrorCode::UnsupportedType, fmt::format("The column `{}` holds {}; a table is partitioned by single values.", name,
                                                                   shape.schema[*position].type->sql()),
                           "Partition by another column.");
        }
        for (std::size_t other = 0; other < index; ++other) {
            if (!equalsIgnoringCase(shape.partitionBy[other], name)) continue;
            return refused(ErrorCode::DuplicateName, fmt::format("The column `{}` is named twice in partitionBy.", name), "Name it once.");
        }
    }
    if (shape.partitionBy.size() == shape.schema.size()) {
        return refused(ErrorCode::SinkRefused, "Not all columns can be partition columns.", "Leave at least one out of partitionBy.");
    }
    return {};
}

Result<DeltaWritePlan> planDeltaWrite(const DeltaSnapshot& table, const DeltaShape& wanted) {
    if (!table.metadata) return reshaped(table, wanted, true);
    if (wanted.replacesAll && wanted.overwriteSchema) return reshaped(table, wanted, false);

    const DeltaMetadata& metadata = *table.metadata;
    VITRINE_TRY(const Schema standing, schemaOf(metadata, ""));
    DeltaWritePlan plan;
    Schema added;
    std::vector<std::string> extra, other;
    for (const Field& field : wanted.schema.fields()) {
        const auto position = positionOf(standing, field.name);
        if (!position) {
            extra.push_back(field.name);
            const Field column{field.name, nullable(field.type), true, field.comment};
            added.add(column);
            plan.columns.add(column);
            continue;
        }
        const Field& column = standing[*position];
        if (!column.type->sameType(*field.type)) {
            other.push_back(fmt::format("`{}` is {} and not {}", column.name, column.type->sql(), field.type->sql()));
        }
        if (!column.nullable) plan.required.push_back(plan.columns.size());
        plan.columns.add({column.name, nullable(field.type)});
    }
    if (!other.empty()) {
        return mismatch(fmt::format("{}", fmt::join(other, ", ")), "Cast the columns in the query, or write to another table.");
    }
    if (!extra.empty() && !wanted.mergeSchema) {
        return mismatch(fmt::format("it has no column {}", backquoted(extra)),
                        "Set the option mergeSchema to true to add it, leave it out, or write to another table.");
    }
    std::vector<std::string> absent;
    for (const Field& column : standing.fields()) {
        if (!column.nullable && !positionOf(wanted.schema, column.name)) absent.push_back(column.name);
    }
    if (!absent.empty()) return mismatch(fmt::format("they lack {}, which may not be NULL", backquoted(absent)), "Add it to the query.");

    const std::vector<std::string> names = partitionNames(wanted);
    const bool samePartitions = std::equal(names.begin(), names.end(), metadata.partitionColumns.begin(), metadata.partitionColumns.end(),
                                           [](const std::string& one, const std::string& two) { return equalsIgnoringCase(one, two); });
    if (!names.empty() && !samePartitions) {
        return mismatch(metadata.partitionColumns.empty()
                            ? std::string("it is not partitioned")
                            : fmt::format("it is partitioned by {}", backquoted(metadata.partitionColumns)),
                        "Give partitionBy the same columns or none, or write to another table.");
    }
    VITRINE_TRY(plan.partitionBy, partitionPositions(plan.columns, metadata.partitionColumns));
    if (plan.partitionBy.size() == plan.columns.size()) {
        return mismatch("they have no column besides those by which it is partitioned", "Add one to the query.");
    }
    if (added.size() != 0) {
        DeltaMetadata changed = metadata;
        changed.schemaJson = withColumns(metadata.schemaJson, added);
        plan.metadata = std::move(changed);
        plan.protocol = protocolChange(table, added);
    }
    return plan;
}

}  // namespace vitrine
