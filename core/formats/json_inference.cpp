// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <optional>
#include <random>

#include <fmt/format.h>

#include "core/base/stop.h"
#include "core/formats/byte_stream.h"
#include "core/formats/json_number.h"
#include "core/formats/json_options.h"
#include "core/formats/json_reader.h"
#include "core/formats/json_tokenizer.h"
#include "core/formats/line_splitter.h"

namespace vitrine {
namespace {

constexpr int kMaxPrecision = DataType::kMaxDecimalPrecision;
constexpr int kLongDigits = 20;  // what a BIGINT needs as a DECIMAL

/// The type of the values seen so far.
struct Inferred {
    enum class Kind { Unknown, Boolean, Long, Double, Decimal, String, Timestamp, Array, Struct };
    Kind kind = Kind::Unknown;
    int precision = 0;
    int scale = 0;
    std::vector<Inferred> element{};          ///< of an Array: exactly one
    /// Of a Struct, by name and by how often the name came before in the same object (INF-6).
    std::map<std::pair<std::string, int>, Inferred> fields{};
};
using Kind = Inferred::Kind;
using Token = JsonTokenizer::Token;

Inferred of(Kind kind) {
    Inferred inferred;
    inferred.kind = kind;
    return inferred;
}

Inferred decimal(int precision, int scale) {
    Inferred inferred = of(Kind::Decimal);
    inferred.precision = precision;
    inferred.scale = scale;
    return inferred;
}

/// INF-3.
Inferred merge(Inferred left, Inferred right) {
    if (left.kind == Kind::Unknown) return right;
    if (right.kind == Kind::Unknown) return left;
    auto isNumber = [](Kind kind) { return kind == Kind::Long || kind == Kind::Double || kind == Kind::Decimal; };
    if (isNumber(left.kind) && isNumber(right.kind)) {
        if (left.kind == Kind::Double || right.kind == Kind::Double) return of(Kind::Double);
        if (left.kind == Kind::Long && right.kind == Kind::Long) return left;
        if (left.kind == Kind::Long) left = decimal(kLongDigits, 0);
        if (right.kind == Kind::Long) right = decimal(kLongDigits, 0);
        const int scale = std::max(left.scale, right.scale);
        const int range = std::max(left.precision - left.scale, right.precision - right.scale);
        return range + scale > kMaxPrecision ? of(Kind::Double) : decimal(range + scale, scale);
    }
    if (left.kind != right.kind) return of(Kind::String);
    if (left.kind == Kind::Array) {
        left.element[0] = merge(std::move(left.element[0]), std::move(right.element[0]));
    } else if (left.kind == Kind::Struct) {
        for (auto& [name, type] : right.fields) {
            const auto [place, isNew] = left.fields.try_emplace(name);
            if (isNew) place->second = std::move(type);
            else place->second = merge(std::move(place->second), std::move(type));
        }
    }
    return left;
}

/// The order of Java strings: by UTF-16 code units. UTF-8 bytes order characters beyond U+FFFF behind all others, UTF-16
/// before U+E000 to U+FFFF.
bool utf16Less(std::string_view left, std::string_view right) {
    auto rank = [](unsigned char byte) { return byte >= 0xF0 ? 0xED * 16 + 1 + (byte - 0xF0) : byte * 16; };
    for (std::size_t index = 0; index < std::min(left.size(), right.size()); ++index) {
        if (left[index] == right[index]) continue;
        return rank(static_cast<unsigned char>(left[index])) < rank(static_cast<unsigned char>(right[index]));
    }
    return left.size() < right.size();
}

class JsonInference {
  public:
    explicit JsonInference(const JsonOptions& options, EventTime now) : options_(options), now_(now), tokenizer_(options.dialect) {}

    /// False when the text is malformed or its root is no object.
    bool add(std::string_view text, std::uint64_t& rows) {
        tokenizer_.reset(text);
        if (!tokenizer_.next()) return false;
        if (tokenizer_.token() == Token::None) return true;
        Inferred record;
        if (tokenizer_.token() != Token::StartObject && tokenizer_.token() != Token::StartArray) return false;
        if (!infer(record)) return false;
        if (record.kind == Kind::Array) {
            // A top-level array counts as its elements.
            Inferred element = std::move(record.element[0]);
            record = std::move(element);
            if (record.kind == Kind::Unknown) return true;
        }
        if (record.kind != Kind::Struct) return false;
        ++rows;
        root_ = merge(std::move(root_), std::move(record));
        return true;
    }

    /// The type of one text, whatever its root is; null when it is malformed.
    TypePtr typeOf(std::string_view text) {
        tokenizer_.reset(text);
        Inferred type;
        if (!tokenizer_.next() || tokenizer_.token() == Token::None || !infer(type)) return nullptr;
        if (type.kind == Kind::Struct && type.fields.empty()) return DataType::structType({});
        if (type.kind == Kind::Array && !canonical(type)) return DataType::array(DataType::structType({}));
        return canonical(type).value_or(DataType::structType({}));
    }

    /// INF-4.
    Schema schema(bool withCorruptColumn) const {
        Inferred root = root_;
        if (withCorruptColumn) {
            root.kind = Kind::Struct;
            root.fields.insert_or_assign({options_.corruptRecordColumn, 0}, of(Kind::String));
        }
        const std::optional<TypePtr> type = canonical(root);
        return type && (*type)->is(TypeKind::Struct) ? Schema((*type)->fields()) : Schema();
    }

  private:
    /// The type of the current token; false on a syntax error.
    bool infer(Inferred& type) {
        switch (tokenizer_.token()) {
            case Token::FieldName: return tokenizer_.next() && infer(type);
            case Token::String: return inferText(type);
            case Token::True:
            case Token::False: type = of(options_.primitivesAsString ? Kind::String : Kind::Boolean); return true;
            case Token::Integer:
            case Token::Fraction: inferNumber(type); return true;
            case Token::StartObject: {
                type = of(Kind::Struct);
                while (true) {
                    if (!tokenizer_.next()) return false;
                    if (tokenizer_.token() == Token::None || tokenizer_.token() == Token::EndObject) return true;
                    std::pair<std::string, int> name(tokenizer_.currentName(), 0);
                    while (type.fields.contains(name)) ++name.second;
                    Inferred value;
                    if (!infer(value)) return false;
                    type.fields[std::move(name)] = std::move(value);
                }
            }
            case Token::StartArray: {
                type = of(Kind::Array);
                type.element.resize(1);
                while (true) {
                    if (!tokenizer_.next()) return false;
                    if (tokenizer_.token() == Token::None || tokenizer_.token() == Token::EndArray) return true;
                    Inferred value;
                    if (!infer(value)) return false;
                    type.element[0] = merge(std::move(type.element[0]), std::move(value));
                }
            }
            default: type = {}; return true;
        }
    }

    bool inferText(Inferred& type) {
        std::string_view text;
        if (!tokenizer_.decodeText(text)) return false;
        type = of(Kind::String);
        if (text.empty()) {
            type = {};
        } else if (options_.prefersDecimal && decimalOf(std::string(text), type)) {
            return true;
        } else if (options_.inferTimestamp && options_.timestampOf(text, now_)) {
            type = of(Kind::Timestamp);
        }
        return true;
    }

    void inferNumber(Inferred& type) {
        const std::string_view text = tokenizer_.numberText();
        if (options_.primitivesAsString) {
            type = of(Kind::String);
        } else if (tokenizer_.token() == Token::Integer) {
            if (jsonInteger(text)) type = of(Kind::Long);
            else if (!decimalOf(std::string(text), type)) type = of(Kind::Double);
        } else {
            type = of(Kind::Double);
            if (options_.prefersDecimal) decimalOf(std::string(text), type);
        }
    }

    /// The DECIMAL that holds `text` exactly; false when it is no number or needs more than 38 digits.
    bool decimalOf(std::string text, Inferred& type) const {
        std::erase(text, ',');
        if (!jsonDecimal(text, kMaxPrecision, 0) && !jsonDecimal(text, kMaxPrecision, kMaxPrecision)) return false;
        int digits = 0;
        long scale = 0;
        bool fraction = false;
        std::size_t index = 0;
        for (; index < text.size() && text[index] != 'e' && text[index] != 'E'; ++index) {
            if (text[index] == '.') fraction = true;
            if (text[index] < '0' || text[index] > '9') continue;
            if (digits > 0 || text[index] != '0') ++digits;
            if (fraction) ++scale;
        }
        if (index < text.size()) {
            const std::string exponent = text.substr(index + (text[index + 1] == '+' ? 2 : 1));
            scale -= static_cast<long>(jsonInteger(exponent).value_or(1000));
        }
        const long precision = std::max<long>({digits, 1, scale});
        // A negative scale is written out with zeros.
        const long whole = scale < 0 ? digits - scale : precision;
        if (whole > kMaxPrecision) return false;
        type = decimal(static_cast<int>(whole), static_cast<int>(std::max<long>(scale, 0)));
        return true;
    }

    /// The final type; empty when the field vanishes.
    std::optional<TypePtr> canonical(const Inferred& type) const {
        switch (type.kind) {
            case Kind::Unknown: return options_.dropFieldIfAllNull ? std::nullopt : std::optional(DataType::string());
            case Kind::Boolean: return DataType::boolean();
            case Kind::Long: return DataType::longType();
            case Kind::Double: return DataType::doubleType();
            case Kind::Decimal: return DataType::decimal(type.precision, type.scale);
            case Kind::String: return DataType::string();
            case Kind::Timestamp: return DataType::timestamp();
            case Kind::Array: {
                const std::optional<TypePtr> element = canonical(type.element[0]);
                return element ? std::optional(DataType::array(*element)) : std::nullopt;
            }
            case Kind::Struct: break;
        }
        std::vector<Field> fields;
        for (const auto& [name, inner] : type.fields) {
            if (name.first.empty()) continue;
            if (const std::optional<TypePtr> field = canonical(inner)) fields.push_back({name.first, *field});
        }
        std::stable_sort(fields.begin(), fields.end(), [](const Field& left, const Field& right) { return utf16Less(left.name, right.name); });
        return fields.empty() ? std::nullopt : std::optional(DataType::structType(std::move(fields)));
    }

    JsonOptions options_;
    EventTime now_;
    JsonTokenizer tokenizer_;
    Inferred root_;
};

}  // namespace

Result<InferredSchema> inferJsonSchema(FileSystem& files, const std::vector<std::string>& paths, const OptionMap& optionMap,
                                       const SessionConf& conf, std::uint64_t maxRows, std::stop_token stop) {
    VITRINE_TRY(const JsonOptions options, readJsonOptions(optionMap, conf));
    if (paths.empty()) {
        return Error(ErrorCode::CannotInferSchema, "The schema cannot be inferred, as there is no file yet.")
            .withWayOut("Put a file into the directory, or give a schema.");
    }
    JsonInference inference(options, EventTime{});
    InferredSchema result;
    std::mt19937 random(1);  // NOLINT: the same sample every time
    std::uniform_real_distribution<double> share(0.0, 1.0);
    std::uint64_t seen = 0;

    auto addRecord = [&](std::string_view line) -> Result<void> {
        if (options.samplingRatio < 0.99 && share(random) >= options.samplingRatio) return {};
        std::string decoded;
        std::string_view text = line;
        bool readable = true;
        if (options.encoding != TextEncoding::Detect) {
            text = decoded = decodeText(line, options.encoding);
        } else if (const std::optional<DetectedEncoding> detected = detectJsonEncoding(line); !detected) {
            readable = false;
        } else if (detected->encoding == TextEncoding::Utf8) {
            text = line.substr(detected->skip);
        } else {
            text = decoded = decodeText(line.substr(detected->skip), detected->encoding);
        }
        ++seen;
        if (readable && inference.add(text, result.rows)) return {};
        ++result.malformed;
        if (options.mode != ReadMode::FailFast) return {};
        return Error(ErrorCode::CannotInferSchema, fmt::format("The schema cannot be inferred, as a record is malformed: {}", line.substr(0, 200)))
            .withWayOut("Correct the file, or use the mode PERMISSIVE or DROPMALFORMED.");
    };

    for (const std::string& path : paths) {
        if (seen >= maxRows) break;
        VITRINE_TRY(std::unique_ptr<ByteStream> stream, openByteStream(files, path, 0));
        LineSplitter lines(std::move(stream), 0, UINT64_MAX, options.lineSeparator);
        LineSplitter::Block block;
        while (seen < maxRows) {
            VITRINE_CHECK_OK(checkStop(stop));
            VITRINE_TRY(const bool more, options.multiLine ? lines.nextWhole(block, stop) : lines.next(block, stop));
            if (!more) break;
            for (const char* at = block.begin; at != block.end && seen < maxRows;) {
                LineSplitter::Line line{at, block.end, block.end};
                if (!options.multiLine) line = lines.lineAt(at, block.end);
                VITRINE_CHECK_OK(addRecord(line.text()));
                at = line.next;
            }
        }
    }
    result.schema = inference.schema(result.malformed > 0 && options.mode == ReadMode::Permissive);
    return result;
}

Result<TypePtr> inferJsonType(std::string_view json, const OptionMap& optionMap, const SessionConf& conf) {
    VITRINE_TRY(const JsonOptions options, readJsonOptions(optionMap, conf));
    const TypePtr type = JsonInference(options, EventTime{}).typeOf(json);
    if (!type) return Error(ErrorCode::CannotInferSchema, fmt::format("The schema of the text '{}' cannot be inferred, as it is malformed JSON.", json.substr(0, 200)));
    return type;
}

}  // namespace vitrine
