// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/partition_values.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/base/file_glob.h"
#include "core/data/nearest_word.h"
#include "core/data/number_text.h"
#include "core/data/timestamp_text.h"
#include "core/formats/csv_record_parser.h"
#include "core/formats/option_reader.h"

namespace vitrine {
namespace {

constexpr std::string_view kNullValue = "__HIVE_DEFAULT_PARTITION__";

bool isHex(char letter) {
    return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f') || (letter >= 'A' && letter <= 'F');
}

std::string unescaped(std::string_view text) {
    std::string plain;
    for (std::size_t index = 0; index < text.size(); ++index) {
        if (text[index] == '%' && index + 2 < text.size() && isHex(text[index + 1]) && isHex(text[index + 2])) {
            plain.push_back(static_cast<char>(std::stoi(std::string(text.substr(index + 1, 2)), nullptr, 16)));
            index += 2;
        } else {
            plain.push_back(text[index]);
        }
    }
    return plain;
}

bool sameName(std::string_view left, std::string_view right, bool caseSensitive) {
    return caseSensitive ? left == right : equalsIgnoringCase(left, right);
}

/// The strict spelling of dates by which types are told apart.
bool isPlainDate(std::string_view text) {
    return text.size() == 10 && text[4] == '-' && text[7] == '-' && parseDate(text).has_value();
}

/// `yyyy-MM-dd HH:mm:ss[.S]`.
bool isPlainTimestamp(std::string_view text, const TimeZone& zone) {
    const bool fits = text.size() >= 19 && text[4] == '-' && text[7] == '-' && text[10] == ' ' && text[13] == ':' && text[16] == ':' &&
                      (text.size() == 19 || (text[19] == '.' && text.size() > 20)) && text.back() >= '0' && text.back() <= '9';
    return fits && parseTimestampForCast(text, zone).has_value();
}

TypePtr typeOf(const std::string& value, const SessionConf& conf) {
    if (value == kNullValue) return DataType::voidType();
    if (!conf.partitionColumnTypeInference) return DataType::string();
    if (csvInteger(value, INT32_MIN, INT32_MAX)) return DataType::intType();
    if (csvInteger(value, INT64_MIN, INT64_MAX)) return DataType::longType();
    if (const auto number = parseDecimal(value); number && !number->overflow && number->scale <= 0) {
        const std::string digits = formatInt128(number->unscaled < 0 ? -number->unscaled : number->unscaled);
        const int precision = static_cast<int>(digits.size()) - number->scale;
        if (precision <= DataType::kMaxDecimalPrecision) return DataType::decimal(precision, 0);
    }
    if (parseDouble(value)) return DataType::doubleType();
    if (isPlainTimestamp(unescaped(value), conf.zone)) return DataType::timestamp();
    if (isPlainDate(value)) return DataType::date();
    return DataType::string();
}

TypePtr widerType(const TypePtr& left, const TypePtr& right) {
    if (left->sameType(*right)) return left;
    if (left->is(TypeKind::Void)) return right;
    if (right->is(TypeKind::Void)) return left;
    const TypePtr& least = left->kind() < right->kind() ? left : right;
    const TypePtr& most = left->kind() < right->kind() ? right : left;
    if (most->is(TypeKind::Decimal)) {
        int digits = least->precision();
        if (least->is(TypeKind::Double)) return DataType::string();
        if (least->is(TypeKind::Int)) digits = 10;
        if (least->is(TypeKind::Long)) digits = 20;
        return DataType::decimal(std::max(digits, most->precision()), 0);
    }
    if (least->is(TypeKind::Int) && (most->is(TypeKind::Long) || most->is(TypeKind::Double))) return most;
    if (least->is(TypeKind::Date) && most->is(TypeKind::Timestamp)) return most;
    return DataType::string();
}

}  // namespace

PartitionPath partitionsOf(std::string_view file, std::string_view base) {
    PartitionPath found;
    while (base.size() > 1 && base.ends_with('/')) base.remove_suffix(1);
    std::string_view directory = file.substr(0, file.find_last_of('/'));
    while (directory.size() > base.size() && directory.starts_with(base)) {
        const std::size_t slash = directory.find_last_of('/');
        const std::string_view name = directory.substr(slash + 1);
        const std::size_t equals = name.find('=');
        if (equals != std::string_view::npos && equals > 0) {
            found.directories.push_back({unescaped(name.substr(0, equals)), std::string(name.substr(equals + 1))});
        } else if (!found.directories.empty()) {
            break;
        }
        directory = directory.substr(0, slash);
    }
    found.base = directory;
    std::reverse(found.directories.begin(), found.directories.end());
    return found;
}

std::string partitionBase(const std::string& path, const OptionMap& options) {
    const auto recursive = options.find(std::string_view("recursiveFileLookup"));
    if (recursive != options.end() && equalsIgnoringCase(recursive->second, "true")) return {};
    if (const auto base = options.find(std::string_view("basePath")); base != options.end()) return base->second;
    return isGlob(path) ? std::string() : path;
}

Result<std::vector<Field>> discoverPartitions(const std::vector<std::string>& files, const std::string& base, const Schema& schema,
                                              const SessionConf& conf) {
    std::vector<Field> fields;
    std::optional<PartitionPath> first;
    for (const std::string& file : files) {
        PartitionPath path = partitionsOf(file, base);
        if (path.directories.empty()) continue;
        auto conflict = [&](std::string_view what) {
            return Error(ErrorCode::UnsupportedOperation,
                         fmt::format("The directories below {} conflict: {} have other {} than {}.", base, path.base, what, first->base))
                .at("/source/path")
                .withWayOut("Give all files the same `name=value` directories, or set recursiveFileLookup to true.");
        };
        if (!first) {
            for (const PartitionDirectory& directory : path.directories) fields.push_back({directory.name, DataType::voidType()});
            first = path;
        }
        if (path.base != first->base) return conflict("directories above them");
        if (path.directories.size() != fields.size()) return conflict("columns");
        for (std::size_t index = 0; index < fields.size(); ++index) {
            if (path.directories[index].name != fields[index].name) return conflict("columns");
            fields[index].type = widerType(fields[index].type, typeOf(path.directories[index].value, conf));
        }
    }
    for (Field& field : fields) {
        if (field.type->is(TypeKind::Void)) field.type = DataType::string();
        for (const Field& declared : schema.fields()) {
            if (sameName(declared.name, field.name, conf.caseSensitive)) field = declared;
        }
    }
    return fields;
}

Result<Value> partitionValue(const PartitionDirectory& directory, const DataType& type, const TimeZone& zone) {
    const std::string& text = directory.value;
    if (text == kNullValue) return Value{};
    auto integer = [&]<class T>(TypeTag<T>) -> std::optional<Value> {
        const auto number = csvInteger(text, std::numeric_limits<T>::min(), std::numeric_limits<T>::max());
        return number ? std::optional(Value{static_cast<T>(*number)}) : std::nullopt;
    };
    auto valueOf = [](const auto& parsed) { return parsed ? std::optional(Value{*parsed}) : std::nullopt; };
    std::optional<Value> value;
    switch (type.kind()) {
        case TypeKind::String: value = Value{unescaped(text)}; break;
        case TypeKind::Binary: value = Value{text}; break;
        case TypeKind::Boolean:
            if (equalsIgnoringCase(text, "true") || equalsIgnoringCase(text, "false")) value = Value{equalsIgnoringCase(text, "true")};
            break;
        case TypeKind::Byte: value = integer(TypeTag<std::int8_t>{}); break;
        case TypeKind::Short: value = integer(TypeTag<std::int16_t>{}); break;
        case TypeKind::Int: value = integer(TypeTag<std::int32_t>{}); break;
        case TypeKind::Long: value = integer(TypeTag<std::int64_t>{}); break;
        case TypeKind::Float: value = valueOf(parseFloat(text)); break;
        case TypeKind::Double: value = valueOf(parseDouble(text)); break;
        case TypeKind::Decimal: value = valueOf(parseDecimalAs(text, type.precision(), type.scale())); break;
        case TypeKind::Date: value = valueOf(parseDate(text)); break;
        case TypeKind::Timestamp: value = valueOf(parseTimestampForCast(unescaped(text), zone)); break;
        case TypeKind::TimestampNtz: value = valueOf(parseTimestampNtz(unescaped(text), true)); break;
        default: break;
    }
    if (value) return *std::move(value);
    return Error(ErrorCode::InvalidCast,
                 fmt::format("The directory `{}={}` gives no {} for column `{}`.", directory.name, text, type.sql(), directory.name))
        .withWayOut("Declare the column as STRING in the schema, or rename the directory.");
}

std::string partitionDirectoryName(std::string_view name, const std::optional<std::string>& value) {
    // The letters that Hive escapes in the names of directories.
    const auto escaped = [](std::string_view text) {
        constexpr std::string_view kEscaped = "\"#%'*/:=?\\\x7F{[]^";
        std::string result;
        for (const char letter : text) {
            const auto byte = static_cast<unsigned char>(letter);
            if (byte < 0x20 || kEscaped.find(letter) != std::string_view::npos) result += fmt::format("%{:02X}", byte);
            else result += letter;
        }
        return result;
    };
    return escaped(name) + '=' + (value && !value->empty() ? escaped(*value) : std::string(kNullValue));
}

Result<std::vector<std::size_t>> partitionColumns(const Schema& schema, const std::vector<std::string>& names, bool caseSensitive) {
    std::vector<std::size_t> columns;
    for (std::size_t at = 0; at < names.size(); ++at) {
        const auto refused = [&](std::string what, std::string wayOut) {
            return Error(ErrorCode::SinkRefused, std::move(what)).at(fmt::format("/partitionBy/{}", at)).withWayOut(std::move(wayOut));
        };
        const auto isMeant = [&](const Field& field) { return caseSensitive ? field.name == names[at] : equalsIgnoringCase(field.name, names[at]); };
        const auto found = std::find_if(schema.fields().begin(), schema.fields().end(), isMeant);
        if (found == schema.fields().end()) {
            std::vector<std::string_view> known;
            for (const Field& field : schema.fields()) known.push_back(field.name);
            const std::string_view nearest = nearestWord(names[at], known);
            return refused(fmt::format("The result has no column `{}` to partition by.", names[at]),
                           nearest.empty() ? std::string("Name a column of the result.") : fmt::format("Did you mean `{}`?", nearest));
        }
        const auto index = static_cast<std::size_t>(found - schema.fields().begin());
        const TypeKind kind = found->type->kind();
        if (kind == TypeKind::Struct || kind == TypeKind::Array || kind == TypeKind::Map)
            return refused(fmt::format("The column `{}` of type {} cannot be a directory's name.", names[at], found->type->simpleString()),
                           "Partition by a plain column, such as window.start selected under a name.");
        if (std::find(columns.begin(), columns.end(), index) != columns.end())
            return refused(fmt::format("The column `{}` is named twice.", names[at]), "Name it once.");
        columns.push_back(index);
    }
    if (!columns.empty() && columns.size() == schema.size())
        return Error(ErrorCode::SinkRefused, "All columns are partition columns; nothing would be left for the files.")
            .at("/partitionBy")
            .withWayOut("Leave one column out.");
    return columns;
}

}  // namespace vitrine
