// SPDX-License-Identifier: GPL-3.0-or-later
#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include "core/data/schema.h"

namespace vitrine {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kMaxNesting = 100;

Error wrongType(std::string_view what, const Json& found) {
    return Error(ErrorCode::WrongType, fmt::format("The schema's JSON has {} where {} is expected.", found.type_name(), what))
        .withWayOut("Paste the text that schema.json() returns.");
}

Error missing(std::string_view key) {
    return Error(ErrorCode::MissingField, fmt::format("The schema's JSON lacks '{}'.", key))
        .withWayOut("Paste the text that schema.json() returns.");
}

bool flag(const Json& object, const char* key) {
    const auto found = object.find(key);
    return found == object.end() || !found->is_boolean() || found->get<bool>();
}

Result<TypePtr> typeFrom(const Json& json, int depth);

Result<std::vector<Field>> fieldsFrom(const Json& json, int depth) {
    const auto list = json.find("fields");
    if (list == json.end()) return missing("fields");
    if (!list->is_array()) return wrongType("a list of fields", *list);
    std::vector<Field> fields;
    for (const Json& entry : *list) {
        if (!entry.is_object()) return wrongType("a field", entry);
        const auto name = entry.find("name");
        if (name == entry.end()) return missing("name");
        if (!name->is_string()) return wrongType("a name", *name);
        const auto type = entry.find("type");
        if (type == entry.end()) return missing("type");
        Field field;
        field.name = name->get<std::string>();
        VITRINE_TRY(field.type, typeFrom(*type, depth + 1));
        field.nullable = flag(entry, "nullable");
        if (const auto metadata = entry.find("metadata"); metadata != entry.end() && metadata->is_object()) {
            const auto comment = metadata->find("comment");
            if (comment != metadata->end() && comment->is_string()) field.comment = comment->get<std::string>();
        }
        fields.push_back(std::move(field));
    }
    return fields;
}

Result<TypePtr> typeFrom(const Json& json, int depth) {
    if (depth > kMaxNesting) {
        return Error(ErrorCode::UnsupportedType, fmt::format("Types are nested more than {} deep.", kMaxNesting));
    }
    if (json.is_string()) {
        const auto name = json.get<std::string>();
        if (name == "null") return DataType::voidType();
        Result<TypePtr> type = parseType(name);
        if (!type || type.value()->isNested()) {
            return Error(ErrorCode::UnsupportedType, fmt::format("The type '{}' is not supported.", name));
        }
        return type;
    }
    if (!json.is_object()) return wrongType("a type", json);
    const auto kind = json.find("type");
    if (kind == json.end()) return missing("type");
    if (!kind->is_string()) return wrongType("the name of a type", *kind);
    const auto name = kind->get<std::string>();
    if (name == "struct") {
        VITRINE_TRY(std::vector<Field> fields, fieldsFrom(json, depth));
        return DataType::structType(std::move(fields));
    }
    if (name == "array") {
        const auto element = json.find("elementType");
        if (element == json.end()) return missing("elementType");
        VITRINE_TRY(TypePtr type, typeFrom(*element, depth + 1));
        return DataType::array(std::move(type), flag(json, "containsNull"));
    }
    if (name == "map") {
        const auto key = json.find("keyType");
        const auto value = json.find("valueType");
        if (key == json.end()) return missing("keyType");
        if (value == json.end()) return missing("valueType");
        VITRINE_TRY(TypePtr keyType, typeFrom(*key, depth + 1));
        VITRINE_TRY(TypePtr valueType, typeFrom(*value, depth + 1));
        return DataType::map(std::move(keyType), std::move(valueType), flag(json, "valueContainsNull"));
    }
    return Error(ErrorCode::UnsupportedType, fmt::format("The type '{}' is not supported.", name));
}

Json typeToJson(const DataType& type);

Json structToJson(const std::vector<Field>& fields) {
    Json list = Json::array();
    for (const Field& field : fields) {
        Json metadata = Json::object();
        if (!field.comment.empty()) metadata["comment"] = field.comment;
        list.push_back({{"name", field.name}, {"type", typeToJson(*field.type)}, {"nullable", field.nullable}, {"metadata", metadata}});
    }
    return {{"type", "struct"}, {"fields", std::move(list)}};
}

Json typeToJson(const DataType& type) {
    switch (type.kind()) {
        case TypeKind::Struct: return structToJson(type.fields());
        case TypeKind::Array:
            return {{"type", "array"}, {"elementType", typeToJson(*type.elementType())}, {"containsNull", type.containsNull()}};
        case TypeKind::Map:
            return {{"type", "map"},
                    {"keyType", typeToJson(*type.keyType())},
                    {"valueType", typeToJson(*type.valueType())},
                    {"valueContainsNull", type.containsNull()}};
        case TypeKind::Byte: return "byte";
        case TypeKind::Short: return "short";
        case TypeKind::Int: return "integer";
        case TypeKind::Long: return "long";
        default: return type.simpleString();
    }
}

}  // namespace

Result<Schema> parseStructTypeJson(std::string_view json) {
    const Json parsed = Json::parse(json, nullptr, false);
    if (parsed.is_discarded()) {
        return Error(ErrorCode::InvalidJson, "The schema is not valid JSON.").withWayOut("Paste the text that schema.json() returns.");
    }
    if (!parsed.is_object()) return wrongType("a struct", parsed);
    const auto kind = parsed.find("type");
    if (kind == parsed.end()) return missing("type");
    if (*kind != "struct") {
        return Error(ErrorCode::WrongType, "The schema's JSON describes no struct.").withWayOut("Paste the text that schema.json() returns.");
    }
    VITRINE_TRY(std::vector<Field> fields, fieldsFrom(parsed, 0));
    return Schema(std::move(fields));
}

std::string toStructTypeJson(const Schema& schema) {
    return structToJson(schema.fields()).dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace vitrine
