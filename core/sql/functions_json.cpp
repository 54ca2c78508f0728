// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <optional>

#include "core/formats/json_options.h"
#include "core/formats/json_reader.h"
#include "core/formats/json_record_parser.h"
#include "core/sql/coercion.h"
#include "core/sql/function_registry.h"
#include "core/sql/json_path.h"
#include "core/formats/json_writer.h"
#include "core/sql/kernels.h"

namespace vitrine {
namespace {

/// The options of argument `index`: a constant MAP of texts; none when it is left out.
Result<OptionMap> optionsOf(FunctionBinding& call, std::size_t index) {
    OptionMap options;
    if (!call.has(index)) return options;
    const DataType& type = call.type(index);
    if (!type.is(TypeKind::Map) || !type.keyType()->is(TypeKind::String) || !type.valueType()->is(TypeKind::String)) {
        return call.wrongType(index, "options such as map('mode', 'FAILFAST')");
    }
    VITRINE_TRY(const Value value, call.constantArgument(index));
    if (value.isNull()) return options;
    for (const Value& entry : value.get<Value::List>()) {
        const Value::List& pair = entry.get<Value::List>();
        if (!pair[1].isNull()) options[pair[0].get<std::string>()] = pair[1].get<std::string>();
    }
    return options;
}

/// get_json_object(json, path).
Result<BoundPtr> bindGetJsonObject(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::string()));
    VITRINE_CHECK_OK(call.coerce(1, DataType::string()));
    const Value* constant = constantOf(*call.argument(1));
    std::optional<JsonPath> fixed;
    const bool isFixed = constant != nullptr && !constant->isNull();
    if (isFixed) fixed = JsonPath::parse(constant->get<std::string>());
    return call.call(
        DataType::string(),
        [fixed, isFixed](const KernelCall& kernel) -> Result<ColumnPtr> {
            const auto texts = kernel.column(0).values<std::string_view>();
            const auto paths = kernel.column(1).values<std::string_view>();
            return mapTextOrNull(kernel, [&](std::size_t row, StringArena& arena, std::string_view& out) {
                const std::optional<JsonPath> own = isFixed ? std::nullopt : JsonPath::parse(paths[row]);
                const std::optional<JsonPath>& path = isFixed ? fixed : own;
                const std::optional<std::string> found = path ? path->find(texts[row]) : std::nullopt;
                if (found) out = arena.store(*found);
                return found.has_value();
            });
        },
        true);
}

Result<BoundPtr> bindArrayLength(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::string()));
    return call.call(
        DataType::intType(),
        [](const KernelCall& kernel) -> Result<ColumnPtr> {
            const auto texts = kernel.column(0).values<std::string_view>();
            return mapRowsOrNull<std::int32_t>(kernel, [&](std::size_t row, std::int32_t& out) {
                const std::optional<std::int32_t> count = countJsonElements(texts[row]);
                out = count.value_or(0);
                return count.has_value();
            });
        },
        true);
}

Result<BoundPtr> bindObjectKeys(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::string()));
    return call.call(
        DataType::array(DataType::string()),
        [](const KernelCall& kernel) -> Result<ColumnPtr> {
            const Column& texts = kernel.column(0);
            ColumnBuilder builder(kernel.type);
            for (std::size_t row = 0; row < kernel.rows; ++row) {
                const auto keys = texts.isNull(row) ? std::nullopt : jsonObjectKeys(texts.values<std::string_view>()[row]);
                if (!keys) {
                    builder.appendNull();
                    continue;
                }
                for (const std::string& key : *keys) builder.child(0).append(std::string_view(key));
                builder.closeNested();
            }
            return builder.finish();
        },
        true);
}

Result<BoundPtr> bindToJson(FunctionBinding& call) {
    if (!call.type(0).isNested()) return call.wrongType(0, "a struct, a map or an array");
    VITRINE_TRY(const OptionMap options, optionsOf(call, 1));
    VITRINE_TRY(const JsonWriter writer, JsonWriter::make(options, call.conf()));
    call.arguments().resize(1);
    return call.call(DataType::string(), [writer](const KernelCall& kernel) -> Result<ColumnPtr> {
        JsonGenerator out;
        return mapText(kernel, [&](std::size_t row, StringArena& arena) {
            out.clear();
            writer.write(kernel.column(0), row, out);
            return arena.store(out.output());
        });
    });
}

/// Everything may be NULL in what is read.
TypePtr asNullable(const TypePtr& type) {
    switch (type->kind()) {
        case TypeKind::Array: return DataType::array(asNullable(type->elementType()));
        case TypeKind::Map: return DataType::map(asNullable(type->keyType()), asNullable(type->valueType()));
        case TypeKind::Struct: {
            std::vector<Field> fields = type->fields();
            for (Field& field : fields) {
                field.type = asNullable(field.type);
                field.nullable = true;
            }
            return DataType::structType(std::move(fields));
        }
        default: return type;
    }
}

/// The schema argument: a type, columns in DDL, or the JSON of a StructType.
Result<TypePtr> schemaOf(FunctionBinding& call, std::size_t index) {
    VITRINE_CHECK_OK(call.coerce(index, DataType::string()));
    VITRINE_TRY(const Value value, call.constantArgument(index));
    if (value.isNull()) return call.wrongType(index, "a schema such as 'a INT, b STRING'");
    const std::string& text = value.get<std::string>();
    if (text.starts_with("{")) {
        VITRINE_TRY(const Schema schema, parseStructTypeJson(text));
        return schema.asStruct();
    }
    if (auto type = parseType(text)) return type;
    VITRINE_TRY(const Schema schema, parseDdl(text));
    return schema.asStruct();
}

Result<void> checkJsonType(const DataType& type) {
    switch (type.kind()) {
        case TypeKind::Map:
            if (!type.keyType()->is(TypeKind::String)) return Error(ErrorCode::TypeMismatch, "The keys of a map that is read from JSON must be STRING, not " + type.keyType()->sql() + ".");
            return checkJsonType(*type.valueType());
        case TypeKind::Array: return checkJsonType(*type.elementType());
        case TypeKind::Struct:
            for (const Field& field : type.fields()) VITRINE_CHECK_OK(checkJsonType(*field.type));
            return {};
        default: return {};
    }
}

void appendSlot(ColumnBuilder& builder, const RowSlot& slot) {
    const DataType& type = *builder.type();
    if (slot.isNull || type.is(TypeKind::Void)) return builder.appendNull();
    if (type.isNested()) return builder.appendValue(slot.nested);
    visitPhysical(type.kind(), [&](auto tag) {
        using T = typename decltype(tag)::Type;
        if constexpr (std::is_same_v<T, std::string_view>) builder.append(slot.text);
        else if constexpr (std::is_same_v<T, Int128>) builder.append(slot.decimal);
        else if constexpr (std::is_same_v<T, CalendarInterval>) builder.append(slot.interval);
        else if constexpr (std::is_floating_point_v<T>) builder.append(static_cast<T>(slot.real));
        else builder.append(static_cast<T>(slot.integer));
    });
}

/// from_json over one batch: texts to structs, arrays or maps (JS-1 to JS-15).
class JsonColumnReader {
  public:
    JsonColumnReader(const TypePtr& type, const JsonOptions& options, const SessionConf& conf, EventTime now)
        : type_(type), options_(options), isStruct_(type->is(TypeKind::Struct)), builder_(type) {
        if (isStruct_) {
            corrupt_ = type->fieldIndex(options.corruptRecordColumn);
            for (std::size_t index = 0; index < type->fields().size(); ++index) {
                if (static_cast<int>(index) != corrupt_) fields_.push_back(type->fields()[index]);
            }
        } else {
            fields_.push_back({"value", type});
        }
        parser_.emplace(fields_, options, conf, now);
    }

    Result<void> add(std::string_view text) {
        const std::size_t first = std::min(text.find_first_not_of(" \t\r\n"), text.size());
        // Another root than an object becomes the only field of one, so that the same reader serves.
        if (!isStruct_ && first < text.size()) {
            const bool isSingle = text[first] == '{' && type_->is(TypeKind::Array) && type_->elementType()->is(TypeKind::Struct);
            wrapped_ = isSingle ? "{\"value\":[" : "{\"value\":";
            wrapped_.append(text.substr(first)).append(isSingle ? "]}" : "}");
            const auto outcome = parser_->parse(wrapped_, arena_, false);
            return append(outcome, text);
        }
        const bool isArray = isStruct_ && first < text.size() && text[first] == '[';
        return append(isArray ? JsonRecordParser::Outcome::Bad : parser_->parse(text, arena_, false), text);
    }

    void addNull() { builder_.appendNull(); }
    ColumnPtr finish() { return builder_.finish(); }

  private:
    using Outcome = JsonRecordParser::Outcome;

    Result<void> append(Outcome outcome, std::string_view text) {
        const bool hasRow = (outcome == Outcome::Good || outcome == Outcome::Partial) && parser_->rowCount() > 0;
        if (outcome == Outcome::NoRow) {
            builder_.appendNull();
            return {};
        }
        if (outcome != Outcome::Good && options_.mode == ReadMode::FailFast) {
            return Error(ErrorCode::MalformedRecord, "from_json() cannot read '" + std::string(text.substr(0, 200)) + "' as its schema asks.")
                .withWayOut("Use the mode PERMISSIVE to get NULL.");
        }
        if (!isStruct_) {
            if (hasRow) {
                appendSlot(builder_, parser_->row(0)[0]);
            } else {
                builder_.appendNull();
            }
            return {};
        }
        std::size_t slot = 0;
        for (std::size_t index = 0; index < type_->fields().size(); ++index) {
            ColumnBuilder& child = builder_.child(index);
            if (static_cast<int>(index) == corrupt_) {
                if (outcome == Outcome::Good) {
                    child.appendNull();
                } else {
                    child.append(text);
                }
            } else if (hasRow) {
                appendSlot(child, parser_->row(0)[slot++]);
            } else {
                child.appendNull();
            }
        }
        builder_.closeNested();
        return {};
    }

    TypePtr type_;
    const JsonOptions& options_;
    bool isStruct_;
    int corrupt_ = -1;
    std::vector<Field> fields_;
    std::optional<JsonRecordParser> parser_;
    ColumnBuilder builder_;
    StringArena arena_;
    std::string wrapped_;
};

/// from_json(text, schema[, options]).
Result<BoundPtr> bindFromJson(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::string()));
    VITRINE_TRY(const TypePtr read, schemaOf(call, 1));
    if (!read->isNested()) return call.wrongType(1, "the schema of a struct, an array or a map");
    const TypePtr type = asNullable(read);
    VITRINE_CHECK_OK(checkJsonType(*type));
    VITRINE_TRY(const OptionMap optionMap, optionsOf(call, 2));
    auto options = readJsonOptions(optionMap, call.conf());
    if (!options) return Error(options.error().code(), options.error().message()).withWayOut(options.error().wayOut());
    if (options->mode == ReadMode::DropMalformed) {
        return Error(ErrorCode::InvalidOption, "from_json() cannot leave rows out, as DROPMALFORMED asks.").withWayOut("Use the mode PERMISSIVE or FAILFAST.");
    }
    const int corrupt = type->is(TypeKind::Struct) ? type->fieldIndex(options->corruptRecordColumn) : -1;
    if (corrupt >= 0 && !type->fields()[static_cast<std::size_t>(corrupt)].type->is(TypeKind::String)) {
        return Error(ErrorCode::CorruptRecordColumn, "The field " + options->corruptRecordColumn + " for malformed texts must be STRING.");
    }
    const bool canFail = options->mode == ReadMode::FailFast;
    call.arguments().resize(1);
    return call.call(
        type,
        [options = *options](const KernelCall& kernel) -> Result<ColumnPtr> {
            const Column& texts = kernel.column(0);
            JsonColumnReader reader(kernel.type, options, kernel.conf(), EventTime(kernel.context.batchTime.time_since_epoch()));
            for (std::size_t row = 0; row < kernel.rows; ++row) {
                if (texts.isNull(row)) {
                    reader.addNull();
                } else {
                    VITRINE_CHECK_OK(reader.add(texts.values<std::string_view>()[row]));
                }
            }
            return reader.finish();
        },
        true, canFail);
}

/// schema_of_json(json[, options]) of a constant: its type in DDL.
Result<BoundPtr> bindSchemaOfJson(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::string()));
    VITRINE_TRY(const Value json, call.constantArgument(0));
    if (json.isNull()) return call.wrongType(0, "a text that is not NULL");
    VITRINE_TRY(const OptionMap options, optionsOf(call, 1));
    auto type = inferJsonType(json.get<std::string>(), options, call.conf());
    if (!type) return Error(type.error().code(), type.error().message()).withWayOut(type.error().wayOut());
    return makeLiteral(DataType::string(), Value{(*type)->sql()});
}

Result<BoundPtr> refuseTuple(FunctionBinding&) {
    return Error(ErrorCode::UnsupportedOperation, "json_tuple() gives several columns and cannot stand in an expression.")
        .withWayOut("Use get_json_object(json, '$.name') for each of them.");
}

constexpr std::string_view kJson = "json";
constexpr FunctionEntry kFunctions[] = {
    {{"from_json", "from_json(text, schema[, options]) → STRUCT, ARRAY or MAP", "JSON read by a schema such as 'a INT, b STRING'.", kJson}, 2, 3, bindFromJson},
    {{"get_json_object", "get_json_object(text, path) → STRING", "What a path such as $.a.b[0] finds in JSON.", kJson}, 2, 2, bindGetJsonObject},
    {{"json_array_length", "json_array_length(text) → INT", "Number of elements of a JSON array; NULL for other texts.", kJson}, 1, 1, bindArrayLength},
    {{"json_object_keys", "json_object_keys(text) → ARRAY<STRING>", "The names in a JSON object; NULL for other texts.", kJson}, 1, 1, bindObjectKeys},
    {{"json_tuple", "json_tuple(text, name, …)", "Not for streams of expressions: use get_json_object().", kJson}, 2, -1, refuseTuple},
    {{"schema_of_json", "schema_of_json(text[, options]) → STRING", "The schema of a constant JSON text.", kJson}, 1, 2, bindSchemaOfJson},
    {{"to_json", "to_json(struct, array or map[, options]) → STRING", "The value as JSON.", kJson}, 1, 2, bindToJson},
};

}  // namespace

std::span<const FunctionEntry> jsonFunctions() { return kFunctions; }

}  // namespace vitrine
