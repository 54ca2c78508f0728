// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/csv_record_parser.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include <fmt/format.h>

#include "core/data/number_text.h"
#include "core/formats/json_number.h"

namespace vitrine {
namespace {

constexpr std::size_t kShownText = 60;

std::string shortened(std::string_view text) {
    if (text.size() <= kShownText) return std::string(text);
    std::size_t cut = kShownText;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
    return std::string(text.substr(0, cut)) + "…";
}

std::string_view article(std::string_view type) {
    return type.starts_with('I') ? "an" : "a";
}

template <class T>
bool integerIn(std::string_view text, RowSlot& slot) {
    const auto number = csvInteger(text, std::numeric_limits<T>::min(), std::numeric_limits<T>::max());
    if (number) slot.integer = *number;
    return number.has_value();
}

}  // namespace

std::optional<std::int64_t> csvInteger(std::string_view text, std::int64_t least, std::int64_t greatest) noexcept {
    const char* begin = text.data();
    const char* end = begin + text.size();
    if (begin != end && *begin == '+') {
        ++begin;
        if (begin == end || *begin == '-') return std::nullopt;
    }
    std::int64_t number = 0;
    const auto [behind, problem] = std::from_chars(begin, end, number);
    if (problem != std::errc() || behind != end || number < least || number > greatest) return std::nullopt;
    return number;
}

CsvRecordParser::CsvRecordParser(const CsvLayout& layout, const CsvOptions& options, EventTime now)
    : layout_(layout), options_(options), now_(now), tokenizer_(options.dialect), slots_(layout.columns.size()) {}

CsvRecordParser::Outcome CsvRecordParser::parseLine(std::string_view line, StringArena& arena) {
    if (!layout_.countsFields && layout_.columns.empty()) return Outcome::Good;
    const CsvTokenizer::Outcome outcome = tokenizer_.parseLine(line);
    if (outcome == CsvTokenizer::Outcome::None) {
        badColumn_.clear();
        reason_ = "it is no record";
        return Outcome::Bad;
    }
    return convert(outcome, arena);
}

CsvRecordParser::Outcome CsvRecordParser::parseNext(StringArena& arena) {
    const CsvTokenizer::Outcome outcome = tokenizer_.next();
    return outcome == CsvTokenizer::Outcome::None ? Outcome::NoRow : convert(outcome, arena);
}

CsvRecordParser::Outcome CsvRecordParser::convert(CsvTokenizer::Outcome outcome, StringArena& arena) {
    badColumn_.clear();
    reason_.clear();
    if (outcome == CsvTokenizer::Outcome::Fault) {
        noteReason("a quote inside a quoted field is not escaped");
        return Outcome::Fault;
    }
    if (outcome == CsvTokenizer::Outcome::TooLong) {
        noteReason("it has more or longer fields than maxColumns and maxCharsPerColumn allow");
        return Outcome::Bad;
    }
    bool good = true;
    const std::size_t count = tokenizer_.size();
    if (layout_.countsFields && count != layout_.names.size()) {
        noteReason(fmt::format("it has {} fields instead of {}", count, layout_.names.size()));
        good = false;
    }
    for (std::size_t index = 0; index < layout_.columns.size(); ++index) {
        const CsvColumn& column = layout_.columns[index];
        RowSlot& slot = slots_[index];
        slot.isNull = true;
        if (column.position >= count) continue;
        const std::string_view text = tokenizer_.field(column.position);
        if (text.data() == nullptr || text == options_.nullValue) continue;
        slot.isNull = false;
        if (convertField(column, text, slot, arena)) continue;
        slot.isNull = true;
        good = false;
        const std::string type = column.field.type->sql();
        noteReason(fmt::format("`{}` is not {} {}", shortened(text), article(type), type), column.field.name);
    }
    return good ? Outcome::Good : Outcome::Partial;
}

bool CsvRecordParser::convertField(const CsvColumn& column, std::string_view text, RowSlot& slot, StringArena& arena) const {
    auto assign = [&slot](const auto& parsed) {
        if (parsed) slot.integer = *parsed;
        return parsed.has_value();
    };
    switch (column.field.type->kind()) {
        case TypeKind::String:
        case TypeKind::Binary: slot.text = arena.store(text); return true;
        case TypeKind::Boolean:
            slot.integer = equalsIgnoringCase(text, "true") ? 1 : 0;
            return slot.integer == 1 || equalsIgnoringCase(text, "false");
        case TypeKind::Byte: return integerIn<std::int8_t>(text, slot);
        case TypeKind::Short: return integerIn<std::int16_t>(text, slot);
        case TypeKind::Int: return integerIn<std::int32_t>(text, slot);
        case TypeKind::Long: return integerIn<std::int64_t>(text, slot);
        case TypeKind::Float:
        case TypeKind::Double: {
            if (text == options_.nanValue) slot.real = std::numeric_limits<double>::quiet_NaN();
            else if (text == options_.negativeInfinity) slot.real = -std::numeric_limits<double>::infinity();
            else if (text == options_.positiveInfinity) slot.real = std::numeric_limits<double>::infinity();
            else if (column.field.type->is(TypeKind::Float)) {
                const std::optional<float> number = parseFloat(text);
                if (!number) return false;
                slot.real = static_cast<double>(*number);
            } else {
                const std::optional<double> number = parseDouble(text);
                if (!number) return false;
                slot.real = *number;
            }
            return true;
        }
        case TypeKind::Decimal: {
            std::string digits(text);
            std::erase(digits, ',');
            const std::optional<Int128> number = jsonDecimal(digits, column.field.type->precision(), column.field.type->scale());
            if (number) slot.decimal = *number;
            return number.has_value();
        }
        case TypeKind::Date: return assign(options_.dateOf(text));
        case TypeKind::Timestamp: return assign(options_.timestampOf(text, now_));
        case TypeKind::TimestampNtz: return assign(options_.timestampNtzOf(text));
        default: return false;
    }
}

void CsvRecordParser::noteReason(std::string reason, std::string_view column) {
    if (!reason_.empty()) return;
    reason_ = std::move(reason);
    badColumn_ = column;
}

}  // namespace vitrine
