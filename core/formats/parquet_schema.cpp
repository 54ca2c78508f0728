// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <exception>

#include <arrow/type.h>
#include <arrow/util/key_value_metadata.h>
#include <fmt/format.h>
#include <parquet/arrow/schema.h>
#include <parquet/metadata.h>

#include "core/base/log.h"
#include "core/base/stop.h"
#include "core/formats/detail/parquet_file.h"
#include "core/formats/option_reader.h"
#include "core/formats/parquet_reader.h"

namespace vitrine {
namespace {

constexpr const char* kSparkSchemaKey = "org.apache.spark.sql.parquet.row.metadata";

/// The settings of Spark that change what a type of a file means.
struct Meaning {
    bool binaryIsText = false;
    bool hasLocalTimes = true;
    bool nanosAreLong = false;
};

bool isOn(const SessionConf& conf, const std::string& key, bool otherwise) {
    const auto found = conf.kept.find(key);
    return found == conf.kept.end() ? otherwise : equalsIgnoringCase(found->second, "true");
}

Meaning meaningOf(const SessionConf& conf) {
    return {isOn(conf, "spark.sql.parquet.binaryAsString", false), isOn(conf, "spark.sql.parquet.inferTimestampNTZ.enabled", true),
            isOn(conf, "spark.sql.legacy.parquet.nanosAsLong", false)};
}

/// A column that is marked as having no type, only NULLs, is to Spark what it is stored as.
bool isUnmarked(const parquet::LogicalType& logical) {
    return logical.is_none() || logical.is_invalid() || logical.is_null();
}

/// Null where Spark has no such type.
TypePtr integerOf(const parquet::LogicalType& logical, int bits) {
    if (isUnmarked(logical)) return bits == 32 ? DataType::intType() : DataType::longType();
    if (!logical.is_int()) return nullptr;
    const auto& typed = static_cast<const parquet::IntLogicalType&>(logical);
    switch (typed.bit_width()) {
        case 8: return typed.is_signed() ? DataType::byteType() : DataType::shortType();
        case 16: return typed.is_signed() ? DataType::shortType() : DataType::intType();
        case 32: return typed.is_signed() ? DataType::intType() : DataType::longType();
        default: return typed.is_signed() ? DataType::longType() : DataType::decimal(20, 0);
    }
}

TypePtr timestampOf(const parquet::TimestampLogicalType& logical, const Meaning& meaning) {
    if (logical.time_unit() == parquet::LogicalType::TimeUnit::NANOS) return meaning.nanosAreLong ? DataType::longType() : nullptr;
    return logical.is_adjusted_to_utc() || !meaning.hasLocalTimes ? DataType::timestamp() : DataType::timestampNtz();
}

TypePtr leafType(const parquet::ColumnDescriptor& leaf, const Meaning& meaning) {
    const parquet::LogicalType& logical = *leaf.logical_type();
    const bool isPlain = isUnmarked(logical);
    if (logical.is_decimal()) {
        const auto& typed = static_cast<const parquet::DecimalLogicalType&>(logical);
        const bool isHeld = typed.precision() <= DataType::kMaxDecimalPrecision && typed.scale() >= 0 && typed.scale() <= typed.precision();
        return isHeld ? DataType::decimal(typed.precision(), typed.scale()) : nullptr;
    }
    switch (leaf.physical_type()) {
        case parquet::Type::BOOLEAN: return DataType::boolean();
        case parquet::Type::FLOAT: return DataType::floatType();
        case parquet::Type::DOUBLE: return DataType::doubleType();
        case parquet::Type::INT32: return logical.is_date() ? DataType::date() : integerOf(logical, 32);
        case parquet::Type::INT64:
            return logical.is_timestamp() ? timestampOf(static_cast<const parquet::TimestampLogicalType&>(logical), meaning) : integerOf(logical, 64);
        case parquet::Type::INT96: return DataType::timestamp();
        case parquet::Type::BYTE_ARRAY:
            if (logical.is_string() || logical.is_enum() || logical.is_JSON()) return DataType::string();
            if (isPlain) return meaning.binaryIsText ? DataType::string() : DataType::binary();
            return logical.is_BSON() ? DataType::binary() : nullptr;
        case parquet::Type::FIXED_LEN_BYTE_ARRAY: return isPlain ? DataType::binary() : nullptr;
        default: return nullptr;
    }
}

class SchemaReader {
  public:
    SchemaReader(const parquet::arrow::SchemaManifest& manifest, const Meaning& meaning, const std::string& path)
        : manifest_(manifest), meaning_(meaning), path_(path) {}

    Result<std::vector<Field>> fields(const std::vector<parquet::arrow::SchemaField>& stored) const {
        std::vector<Field> result;
        for (const parquet::arrow::SchemaField& field : stored) {
            VITRINE_TRY(TypePtr type, typeOf(field));
            result.push_back({field.field->name(), std::move(type)});
        }
        return result;
    }

  private:
    Result<TypePtr> typeOf(const parquet::arrow::SchemaField& stored) const {
        if (stored.is_leaf()) {
            const parquet::ColumnDescriptor& leaf = *manifest_.descr->Column(stored.column_index);
            if (TypePtr type = leafType(leaf, meaning_)) return type;
            return Error(ErrorCode::CannotInferSchema,
                         fmt::format("In {}, column `{}` is stored as {} ({}), for which Spark has no type.", path_, leaf.path()->ToDotString(),
                                     parquet::TypeToString(leaf.physical_type()), leaf.logical_type()->ToString()))
                .withWayOut("Write the schema by hand, without this column or with a type that Spark can read it as.");
        }
        switch (stored.field->type()->id()) {
            case arrow::Type::STRUCT: {
                VITRINE_TRY(std::vector<Field> children, fields(stored.children));
                return DataType::structType(std::move(children));
            }
            case arrow::Type::MAP: {
                VITRINE_TRY(TypePtr key, typeOf(stored.children[0].children[0]));
                VITRINE_TRY(TypePtr value, typeOf(stored.children[0].children[1]));
                return DataType::map(std::move(key), std::move(value));
            }
            default: {
                VITRINE_TRY(TypePtr element, typeOf(stored.children[0]));
                return DataType::array(std::move(element));
            }
        }
    }

    const parquet::arrow::SchemaManifest& manifest_;
    const Meaning& meaning_;
    const std::string& path_;
};

/// Empty when the file is.
Result<std::optional<Schema>> schemaIn(FileSystem& files, const std::string& path, const Meaning& meaning) {
    VITRINE_TRY(const ParquetFile file, openParquetFile(files, path, 1));
    if (!file.reader) return std::optional<Schema>();
    if (const auto notes = file.reader->parquet_reader()->metadata()->key_value_metadata()) {
        if (const auto noted = notes->Get(kSparkSchemaKey); noted.ok()) {
            if (auto schema = parseStructTypeJson(*noted)) return std::optional<Schema>(nullableThroughout(*schema));
        }
    }
    VITRINE_TRY(std::vector<Field> fields, SchemaReader(file.reader->manifest(), meaning, path).fields(file.reader->manifest().schema_fields));
    return std::optional<Schema>(Schema(std::move(fields)));
}

/// The same, with what Arrow throws.
Result<std::optional<Schema>> schemaOf(FileSystem& files, const std::string& path, const Meaning& meaning) {
    try {
        return schemaIn(files, path, meaning);
    } catch (const std::exception& exception) {
        return Error(ErrorCode::ReadFailed, fmt::format("{} cannot be read as Parquet: {}.", path, exception.what()));
    }
}

// --- mergeSchema -----------------------------------------------------------------------------------------------------

class SchemaMerger {
  public:
    SchemaMerger(bool caseSensitive, const std::string& path) : caseSensitive_(caseSensitive), path_(path) {}

    Result<std::vector<Field>> fields(const std::vector<Field>& left, const std::vector<Field>& right, const std::string& parent) const {
        std::vector<Field> result = left;
        for (const Field& field : right) {
            const auto same = std::find_if(result.begin(), result.end(), [&](const Field& known) {
                return caseSensitive_ ? known.name == field.name : equalsIgnoringCase(known.name, field.name);
            });
            if (same == result.end()) {
                result.push_back(field);
            } else {
                VITRINE_TRY(same->type, type(same->type, field.type, parent.empty() ? field.name : parent + '.' + field.name));
            }
        }
        return result;
    }

  private:
    Result<TypePtr> type(const TypePtr& left, const TypePtr& right, const std::string& name) const {
        if (left->kind() == right->kind()) {
            switch (left->kind()) {
                case TypeKind::Array: {
                    VITRINE_TRY(TypePtr element, type(left->elementType(), right->elementType(), name + ".element"));
                    return DataType::array(std::move(element));
                }
                case TypeKind::Map: {
                    VITRINE_TRY(TypePtr key, type(left->keyType(), right->keyType(), name + ".key"));
                    VITRINE_TRY(TypePtr value, type(left->valueType(), right->valueType(), name + ".value"));
                    return DataType::map(std::move(key), std::move(value));
                }
                case TypeKind::Struct: {
                    VITRINE_TRY(std::vector<Field> merged, fields(left->fields(), right->fields(), name));
                    return DataType::structType(std::move(merged));
                }
                case TypeKind::Decimal:
                    if (left->scale() == right->scale()) return left->precision() >= right->precision() ? left : right;
                    break;
                default:
                    if (*left == *right) return left;
                    break;
            }
        }
        return Error(ErrorCode::CannotInferSchema, fmt::format("Column `{}` is {} in {} and {} in files before it.", name, right->sql(), path_, left->sql()))
            .withWayOut("Write the schema by hand, or leave out mergeSchema.");
    }

    bool caseSensitive_;
    const std::string& path_;
};

}  // namespace

Result<Schema> parquetSchema(FileSystem& files, const std::string& path, const SessionConf& conf) {
    VITRINE_TRY(std::optional<Schema> schema, schemaOf(files, path, meaningOf(conf)));
    if (!schema) return Error(ErrorCode::CannotInferSchema, fmt::format("{} is empty.", path));
    return std::move(*schema);
}

Result<Schema> parquetSchema(FileSystem& files, const std::string& path) {
    return parquetSchema(files, path, SessionConf());
}

Result<std::uint64_t> parquetRowCount(FileSystem& files, const std::string& path) {
    try {
        VITRINE_TRY(const ParquetFile file, openParquetFile(files, path, 1));
        return file.reader ? static_cast<std::uint64_t>(file.reader->parquet_reader()->metadata()->num_rows()) : 0;
    } catch (const std::exception& exception) {
        return Error(ErrorCode::ReadFailed, fmt::format("{} cannot be read as Parquet: {}.", path, exception.what()));
    }
}

Result<InferredSchema> inferParquetSchema(FileSystem& files, std::vector<std::string> paths, const OptionMap& options,
                                          const SessionConf& conf, std::stop_token stop) {
    const OptionReader reader(options);
    bool isMerged = isOn(conf, "spark.sql.parquet.mergeSchema", false);
    VITRINE_CHECK_OK(reader.read("mergeSchema", isMerged));
    bool ignoresDamage = conf.ignoreCorruptFiles;
    VITRINE_CHECK_OK(reader.read("ignoreCorruptFiles", ignoresDamage));
    const Meaning meaning = meaningOf(conf);
    std::sort(paths.begin(), paths.end());
    std::optional<Schema> found;
    for (const std::string& path : paths) {
        VITRINE_CHECK_OK(checkStop(stop));
        auto schema = schemaOf(files, path, meaning);
        if (!schema) {
            if (!ignoresDamage || schema.error().code() != ErrorCode::ReadFailed) return std::move(schema).error();
            log::warning(fmt::format("A file is left out: {}", schema.error().message()));
            continue;
        }
        if (!*schema) continue;  // an empty file
        if (found) {
            VITRINE_TRY(std::vector<Field> merged, SchemaMerger(conf.caseSensitive, path).fields(found->fields(), (*schema)->fields(), {}));
            found = Schema(std::move(merged));
        } else {
            found = std::move(**schema);
        }
        if (!isMerged) break;
    }
    if (!found) {
        return Error(ErrorCode::CannotInferSchema, "There is no Parquet file yet to take the schema from.")
            .at("/source/schema")
            .withWayOut("Wait for the first file, or write the schema by hand.");
    }
    return InferredSchema{std::move(*found), 0, 0};
}

}  // namespace vitrine
