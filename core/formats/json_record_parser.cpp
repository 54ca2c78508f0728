// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/json_record_parser.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include <fmt/format.h>

#include "core/data/interval_text.h"
#include "core/data/number_text.h"
#include "core/formats/json_number.h"

namespace vitrine {
namespace {

constexpr std::size_t kManyFields = 12;
constexpr std::size_t kShownText = 60;

std::string shortened(std::string_view text) {
    if (text.size() <= kShownText) return std::string(text);
    std::size_t cut = kShownText;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
    return std::string(text.substr(0, cut)) + "…";
}

std::string_view article(std::string_view word) {
    return !word.empty() && std::string_view("AEIOU").find(word.front()) != std::string_view::npos ? "an" : "a";
}

Value valueOf(TypeKind kind, const RowSlot& slot) {
    if (slot.isNull) return {};
    switch (kind) {
        case TypeKind::Boolean: return {slot.integer != 0};
        case TypeKind::Byte: return {static_cast<std::int8_t>(slot.integer)};
        case TypeKind::Short: return {static_cast<std::int16_t>(slot.integer)};
        case TypeKind::Int:
        case TypeKind::Date: return {static_cast<std::int32_t>(slot.integer)};
        case TypeKind::Float: return {static_cast<float>(slot.real)};
        case TypeKind::Double: return {slot.real};
        case TypeKind::Decimal: return {slot.decimal};
        case TypeKind::String:
        case TypeKind::Binary: return {std::string(slot.text)};
        case TypeKind::CalendarInterval: return {slot.interval};
        default: return {slot.integer};
    }
}

}  // namespace

int JsonRecordParser::Node::find(std::string_view name) const {
    if (name.data() == nullptr) return -1;
    if (!index.empty()) {
        const auto found = index.find(name);
        return found == index.end() ? -1 : found->second;
    }
    for (std::size_t position = names.size(); position > 0; --position) {
        if (names[position - 1] == name) return static_cast<int>(position - 1);
    }
    return -1;
}

JsonRecordParser::Node JsonRecordParser::makeNode(const TypePtr& type) {
    Node node{type, type->kind()};
    if (!type->isNested()) return node;
    for (const Field& field : type->fields()) {
        node.names.push_back(field.name);
        node.children.push_back(makeNode(field.type));
    }
    return node;
}

JsonRecordParser::JsonRecordParser(const std::vector<Field>& fields, const JsonOptions& options, const SessionConf& conf,
                                   EventTime now)
    : options_(options),
      now_(now),
      partialResults_(conf.jsonPartialResults),
      exactStrings_(conf.jsonExactStringParsing),
      root_(makeNode(DataType::structType(fields))),
      tokenizer_(options.dialect) {
    if (root_.names.size() > kManyFields) {
        for (std::size_t position = 0; position < root_.names.size(); ++position) {
            root_.index[root_.names[position]] = static_cast<int>(position);
        }
    }
}

RowSlot* JsonRecordParser::newRow() {
    const std::size_t width = root_.children.size();
    ++rowCount_;
    if (slots_.size() < rowCount_ * width) slots_.resize(rowCount_ * width);
    RowSlot* row = slots_.data() + (rowCount_ - 1) * width;
    for (std::size_t column = 0; column < width; ++column) row[column].isNull = true;
    return row;
}

JsonRecordParser::Outcome JsonRecordParser::parse(std::string_view text, StringArena& arena, bool exactSource) {
    arena_ = &arena;
    exactSource_ = exactSource;
    rowCount_ = 0;
    badColumn_.clear();
    reason_.clear();
    column_ = nullptr;
    tokenizer_.reset(text);

    Conversion conversion = Conversion::Failed;
    if (!tokenizer_.next()) {
        syntaxFault();
    } else if (tokenizer_.token() == Token::None) {
        return Outcome::NoRow;
    } else if (tokenizer_.token() == Token::StartObject) {
        newRow();
        conversion = convertFields(root_, true, [this](std::size_t index) {
            RowSlot next;
            const Conversion converted = convertSlot(root_.children[index], next);
            if (converted != Conversion::Failed) slots_[(rowCount_ - 1) * root_.children.size() + index] = std::move(next);
            return converted;
        });
    } else if (tokenizer_.token() == Token::StartArray) {
        conversion = convertRootArray();
        if (conversion == Conversion::Ok && rowCount_ == 0) return Outcome::NoRow;
    } else {
        reason_ = "the record is not a JSON object";
    }
    switch (conversion) {
        case Conversion::Ok: return Outcome::Good;
        case Conversion::Partial: return Outcome::Partial;
        case Conversion::Failed: break;
    }
    rowCount_ = 0;
    badColumn_.clear();
    if (tokenizer_.failed()) reason_ = tokenizer_.error();
    return Outcome::Bad;
}

/// The rest of an object: `assign(field)` converts the value of a wanted field. A field that fails keeps what it had.
template <class Assign>
JsonRecordParser::Conversion JsonRecordParser::convertFields(const Node& node, bool isRoot, Assign assign) {
    bool bad = false;
    while (true) {
        if (!tokenizer_.next()) {
            syntaxFault();
            return Conversion::Failed;
        }
        if (tokenizer_.token() == Token::None || tokenizer_.token() == Token::EndObject) break;
        const int index = node.find(tokenizer_.currentName());
        if (index >= 0) {
            if (isRoot) column_ = &node.names[static_cast<std::size_t>(index)];
            const Conversion conversion = assign(static_cast<std::size_t>(index));
            if (conversion == Conversion::Ok) continue;
            bad = true;
            if (conversion == Conversion::Partial) continue;
            if (!isRoot && !partialResults_) return Conversion::Failed;
        }
        if (!tokenizer_.skipChildren()) {
            syntaxFault();
            return Conversion::Failed;
        }
    }
    return bad ? Conversion::Partial : Conversion::Ok;
}

/// JS-3: one row an element; an element that is no object spoils all.
JsonRecordParser::Conversion JsonRecordParser::convertRootArray() {
    bool bad = false;
    while (true) {
        if (!tokenizer_.next()) {
            syntaxFault();
            return Conversion::Failed;
        }
        if (tokenizer_.token() == Token::None || tokenizer_.token() == Token::EndArray) break;
        if (tokenizer_.token() != Token::StartObject) {
            reason_ = "the array holds a value that is not an object";
            return Conversion::Failed;
        }
        newRow();
        const Conversion conversion = convertFields(root_, false, [this](std::size_t index) {
            column_ = &root_.names[index];
            RowSlot next;
            const Conversion converted = convertSlot(root_.children[index], next);
            if (converted != Conversion::Failed) slots_[(rowCount_ - 1) * root_.children.size() + index] = std::move(next);
            return converted;
        });
        if (conversion == Conversion::Failed || (conversion == Conversion::Partial && !partialResults_)) return Conversion::Failed;
        bad = bad || conversion == Conversion::Partial;
    }
    return bad ? Conversion::Partial : Conversion::Ok;
}

JsonRecordParser::Conversion JsonRecordParser::convertSlot(const Node& node, RowSlot& slot) {
    if (node.type->isNested()) {
        const Conversion conversion = convertValue(node, slot.nested);
        slot.isNull = slot.nested.isNull();
        return conversion;
    }
    if (tokenizer_.token() == Token::FieldName && !tokenizer_.next()) {
        syntaxFault();
        return Conversion::Failed;
    }
    if (tokenizer_.token() == Token::None || tokenizer_.token() == Token::Null || node.kind == TypeKind::Void) {
        slot.isNull = true;
        return Conversion::Ok;
    }
    slot.isNull = false;
    return convertScalar(node, slot) ? Conversion::Ok : Conversion::Failed;
}

JsonRecordParser::Conversion JsonRecordParser::convertValue(const Node& node, Value& value) {
    value = {};
    if (!node.type->isNested()) {
        RowSlot slot;
        const Conversion conversion = convertSlot(node, slot);
        if (conversion == Conversion::Ok) value = valueOf(node.kind, slot);
        return conversion;
    }
    if (tokenizer_.token() == Token::FieldName && !tokenizer_.next()) {
        syntaxFault();
        return Conversion::Failed;
    }
    const Token token = tokenizer_.token();
    if (token == Token::None || token == Token::Null) return Conversion::Ok;
    if (node.kind == TypeKind::Array && token == Token::StartArray) return convertArray(node, value);
    if (node.kind == TypeKind::Map && token == Token::StartObject) return convertMap(node, value);
    if (node.kind == TypeKind::Struct && token == Token::StartObject) return convertStruct(node, value);
    refuse(node);
    return Conversion::Failed;
}

JsonRecordParser::Conversion JsonRecordParser::convertStruct(const Node& node, Value& value) {
    Value::List fields(node.children.size());
    const Conversion conversion = convertFields(node, false, [&](std::size_t index) {
        Value next;
        const Conversion converted = convertValue(node.children[index], next);
        if (converted != Conversion::Failed) fields[index] = std::move(next);
        return converted;
    });
    if (conversion != Conversion::Failed) value = {std::move(fields)};
    return conversion;
}

/// A bad element fails the whole array; one that could be read in part does not.
JsonRecordParser::Conversion JsonRecordParser::convertArray(const Node& node, Value& value) {
    Value::List elements;
    bool bad = false;
    while (true) {
        if (!tokenizer_.next()) {
            syntaxFault();
            return Conversion::Failed;
        }
        if (tokenizer_.token() == Token::None || tokenizer_.token() == Token::EndArray) break;
        Value element;
        const Conversion conversion = convertValue(node.children[0], element);
        if (conversion == Conversion::Failed || (conversion == Conversion::Partial && !partialResults_)) return Conversion::Failed;
        bad = bad || conversion == Conversion::Partial;
        elements.push_back(std::move(element));
    }
    value = {std::move(elements)};
    return bad ? Conversion::Partial : Conversion::Ok;
}

/// Repeated keys are kept. A bad value fails the whole map once its end is found.
JsonRecordParser::Conversion JsonRecordParser::convertMap(const Node& node, Value& value) {
    Value::List entries;
    bool partial = false;
    bool failed = false;
    while (true) {
        if (!tokenizer_.next()) {
            syntaxFault();
            return Conversion::Failed;
        }
        if (tokenizer_.token() == Token::None || tokenizer_.token() == Token::EndObject) break;
        const std::string_view key = tokenizer_.currentName();
        Value::List entry(2);
        if (key.data() != nullptr) entry[0] = {std::string(key)};
        const Conversion conversion = convertValue(node.children[1], entry[1]);
        if (conversion == Conversion::Failed || (conversion == Conversion::Partial && !partialResults_)) {
            if (!partialResults_) return Conversion::Failed;
            failed = true;
            if (!tokenizer_.skipChildren()) {
                syntaxFault();
                return Conversion::Failed;
            }
            continue;
        }
        partial = partial || conversion == Conversion::Partial;
        entries.push_back({std::move(entry)});
    }
    if (failed) return Conversion::Failed;
    value = {std::move(entries)};
    return partial ? Conversion::Partial : Conversion::Ok;
}

bool JsonRecordParser::convertScalar(const Node& node, RowSlot& slot) {
    if (node.kind == TypeKind::String) return convertString(slot);
    switch (tokenizer_.token()) {
        case Token::True:
        case Token::False:
            if (node.kind != TypeKind::Boolean) return refuse(node);
            slot.integer = tokenizer_.token() == Token::True ? 1 : 0;
            return true;
        case Token::Integer:
        case Token::Fraction: return convertNumber(node, slot);
        case Token::String: return convertText(node, slot);
        default: return refuse(node);
    }
}

std::string_view JsonRecordParser::keep(std::string_view text, bool inSource) {
    return inSource ? text : arena_->store(text);
}

bool JsonRecordParser::convertString(RowSlot& slot) {
    if (tokenizer_.token() == Token::String) {
        std::string_view text;
        if (!tokenizer_.decodeText(text)) return syntaxFault();
        slot.text = keep(text, tokenizer_.inSource());
        return true;
    }
    if (exactStrings_ && exactSource_) {
        const std::size_t start = tokenizer_.valueStart();
        if (!tokenizer_.skipChildren()) return syntaxFault();
        // The end of an array or object does not start a value, but a scalar's own end is where reading stands.
        slot.text = tokenizer_.source(start, std::max(start, tokenizer_.position()));
        return true;
    }
    std::string normalised;
    if (!copyNormalised(normalised)) return syntaxFault();
    slot.text = arena_->store(normalised);
    return true;
}

bool JsonRecordParser::convertNumber(const Node& node, RowSlot& slot) {
    const std::string_view text = tokenizer_.numberText();
    const bool whole = tokenizer_.token() == Token::Integer;
    auto inRange = [&](std::int64_t least, std::int64_t greatest) {
        const std::optional<std::int64_t> number = jsonInteger(text);
        if (!number || *number < least || *number > greatest) {
            noteReason(fmt::format("`{}` is out of the range of {}", shortened(text), node.type->sql()));
            return false;
        }
        slot.integer = *number;
        return true;
    };
    switch (node.kind) {
        case TypeKind::Byte:
            // Jackson takes a byte to be −128 to 255.
            if (!whole) return refuse(node);
            if (!inRange(-128, 255)) return false;
            slot.integer = static_cast<std::int8_t>(slot.integer);
            return true;
        case TypeKind::Short: return whole ? inRange(INT16_MIN, INT16_MAX) : refuse(node);
        case TypeKind::Int: return whole ? inRange(INT32_MIN, INT32_MAX) : refuse(node);
        case TypeKind::Long: return whole ? inRange(INT64_MIN, INT64_MAX) : refuse(node);
        case TypeKind::Timestamp:
            if (!whole) return refuse(node);
            if (!inRange(INT64_MIN, INT64_MAX)) return false;
            slot.integer = static_cast<std::int64_t>(static_cast<std::uint64_t>(slot.integer) * 1'000'000u);
            return true;
        case TypeKind::Float: slot.real = static_cast<double>(jsonFloat(text)); return true;
        case TypeKind::Double: slot.real = jsonDouble(text); return true;
        case TypeKind::Decimal: {
            const std::optional<Int128> number = jsonDecimal(text, node.type->precision(), node.type->scale());
            if (!number) {
                noteReason(fmt::format("`{}` does not fit into {}", shortened(text), node.type->sql()));
                return false;
            }
            slot.decimal = *number;
            return true;
        }
        default: return refuse(node);
    }
}

bool JsonRecordParser::convertText(const Node& node, RowSlot& slot) {
    if (node.kind == TypeKind::Binary) {
        if (!tokenizer_.decodeBase64(bytes_)) {
            noteReason("the text is not valid base64");
            return false;
        }
        slot.text = arena_->store(bytes_);
        return true;
    }
    std::string_view text;
    if (!tokenizer_.decodeText(text)) return syntaxFault();
    if (text.empty() && node.kind != TypeKind::CalendarInterval) {
        noteReason(fmt::format("an empty text is not {} {}", article(node.type->sql()), node.type->sql()));
        return false;
    }
    auto assign = [&](const auto& parsed) {
        if (!parsed) return refuse(node);
        slot.integer = *parsed;
        return true;
    };
    switch (node.kind) {
        case TypeKind::Timestamp: return assign(options_.timestampOf(text, now_));
        case TypeKind::TimestampNtz: return assign(options_.timestampNtzOf(text));
        case TypeKind::Date: return assign(options_.dateOf(text));
        case TypeKind::Float:
        case TypeKind::Double:
            if (!options_.dialect.nonNumericNumbers || text == "INF") return refuse(node);
            if (text == "NaN" || text == "Infinity" || text == "+Infinity" || text == "-Infinity" || text == "+INF" || text == "-INF") {
                slot.real = jsonDouble(text);
                return true;
            }
            return refuse(node);
        case TypeKind::Decimal: {
            std::string digits(text);
            std::erase(digits, ',');
            const std::optional<Int128> number = jsonDecimal(digits, node.type->precision(), node.type->scale());
            if (!number) return refuse(node);
            slot.decimal = *number;
            return true;
        }
        case TypeKind::CalendarInterval: {
            const Result<CalendarInterval> interval = parseInterval(text);
            slot.isNull = !interval;
            if (interval) slot.interval = *interval;
            return true;
        }
        default: return refuse(node);
    }
}

/// The current value written anew without blanks, as Spark 3.5 does (JS-10, JS-11).
bool JsonRecordParser::copyNormalised(std::string& out) {
    auto quote = [&out](std::string_view text) {
        out.push_back('"');
        for (const char letter : text) {
            switch (letter) {
                case '"': out += "\\\""; break;
                case '\\': out += "\\\\"; break;
                case '\b': out += "\\b"; break;
                case '\t': out += "\\t"; break;
                case '\n': out += "\\n"; break;
                case '\f': out += "\\f"; break;
                case '\r': out += "\\r"; break;
                default:
                    if (static_cast<unsigned char>(letter) < ' ') out += fmt::format("\\u{:04X}", static_cast<int>(letter));
                    else out.push_back(letter);
            }
        }
        out.push_back('"');
    };
    std::size_t depth = 0;
    bool first = true;
    bool afterName = false;
    while (true) {
        const Token token = tokenizer_.token();
        const bool closes = token == Token::EndObject || token == Token::EndArray;
        if (!first && !closes && !afterName) out.push_back(',');
        afterName = false;
        first = false;
        switch (token) {
            case Token::None: return true;
            case Token::FieldName:
                quote(tokenizer_.currentName());
                out.push_back(':');
                afterName = true;
                break;
            case Token::StartObject:
            case Token::StartArray:
                out.push_back(token == Token::StartObject ? '{' : '[');
                ++depth;
                first = true;
                break;
            case Token::EndObject:
            case Token::EndArray:
                out.push_back(token == Token::EndObject ? '}' : ']');
                if (depth > 0) --depth;
                break;
            case Token::String: {
                std::string_view text;
                if (!tokenizer_.decodeText(text)) return false;
                quote(text);
                break;
            }
            case Token::Integer: {
                const std::string_view digits = tokenizer_.numberText();
                out += digits == "-0" ? std::string_view("0") : digits;
                break;
            }
            case Token::Fraction: {
                const double number = jsonDouble(tokenizer_.numberText());
                const std::string text = formatDouble(number);
                if (number - number == 0) out += text;
                else quote(text);
                break;
            }
            case Token::True: out += "true"; break;
            case Token::False: out += "false"; break;
            case Token::Null: out += "null"; break;
        }
        if (depth == 0) return true;
        if (!tokenizer_.next()) return false;
    }
}

bool JsonRecordParser::refuse(const Node& node) {
    if (!reason_.empty()) return false;
    std::string what;
    switch (tokenizer_.token()) {
        case Token::StartObject: what = "an object"; break;
        case Token::StartArray: what = "an array"; break;
        case Token::True: what = "`true`"; break;
        case Token::False: what = "`false`"; break;
        case Token::Integer:
        case Token::Fraction: what = fmt::format("`{}`", shortened(tokenizer_.numberText())); break;
        case Token::String: {
            std::string_view text;
            if (!tokenizer_.decodeText(text)) return syntaxFault();
            what = fmt::format("the text `{}`", shortened(text));
            break;
        }
        default: what = "this"; break;
    }
    noteReason(fmt::format("{} is not {} {}", what, article(node.type->sql()), node.type->sql()));
    return false;
}

bool JsonRecordParser::syntaxFault() {
    noteReason(tokenizer_.error());
    return false;
}

void JsonRecordParser::noteReason(std::string reason) {
    if (!reason_.empty()) return;
    reason_ = std::move(reason);
    if (column_ != nullptr) badColumn_ = *column_;
}

}  // namespace vitrine
