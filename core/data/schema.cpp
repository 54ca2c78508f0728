// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/schema.h"

#include <algorithm>

namespace vitrine {
namespace {

char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + ('a' - 'A')) : letter;
}

bool equalIgnoringCase(std::string_view left, std::string_view right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](char a, char b) { return lower(a) == lower(b); });
}

TypePtr nullableThroughout(const TypePtr& type) {
    switch (type->kind()) {
        case TypeKind::Array: return DataType::array(nullableThroughout(type->elementType()));
        case TypeKind::Map:
            return DataType::map(nullableThroughout(type->keyType()), nullableThroughout(type->valueType()));
        case TypeKind::Struct: {
            std::vector<Field> fields = type->fields();
            for (Field& field : fields) {
                field.type = nullableThroughout(field.type);
                field.nullable = true;
            }
            return DataType::structType(std::move(fields));
        }
        default: return type;
    }
}

}  // namespace

Schema nullableThroughout(const Schema& schema) {
    Schema result;
    for (Field field : schema.fields()) {
        field.type = nullableThroughout(field.type);
        field.nullable = true;
        result.add(std::move(field));
    }
    return result;
}

std::vector<std::size_t> Schema::find(std::string_view name, bool caseSensitive) const {
    std::vector<std::size_t> positions;
    for (std::size_t index = 0; index < fields_.size(); ++index) {
        const bool same = caseSensitive ? fields_[index].name == name : equalIgnoringCase(fields_[index].name, name);
        if (same) positions.push_back(index);
    }
    return positions;
}

std::string quoteIdentifier(std::string_view name) {
    bool plain = !name.empty();
    bool onlyDigits = true;
    for (const char letter : name) {
        const bool digit = letter >= '0' && letter <= '9';
        plain = plain && (digit || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_');
        onlyDigits = onlyDigits && digit;
    }
    // A name that starts with a digit may be a numeric literal (1e5, 1L): quote them all, reading back is what counts.
    if (plain && !onlyDigits && !(name.front() >= '0' && name.front() <= '9')) return std::string(name);
    std::string quoted = "`";
    for (const char letter : name) {
        if (letter == '`') quoted += '`';
        quoted += letter;
    }
    return quoted + '`';
}

}  // namespace vitrine
