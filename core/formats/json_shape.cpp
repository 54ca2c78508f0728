// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/json_shape.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>

#include <simdjson.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "core/formats/json_number.h"
#include "core/formats/number_scan.h"

namespace vitrine {
namespace {

constexpr std::size_t kMostShapes = 8;
constexpr std::size_t kLongestLiteral = 1024;
constexpr std::size_t kMostParts = 256;
constexpr std::size_t kLongestNumber = 100;
constexpr std::ptrdiff_t kLongestText = 1'000'000;

/// The literal has at least 16 readable bytes behind it, and so has the text.
inline bool matches(const char* at, const char* literal, std::uint32_t length) {
#if defined(__SSE2__)
    for (std::uint32_t done = 0;; done += 16) {
        const __m128i text = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at + done));
        const __m128i wanted = _mm_loadu_si128(reinterpret_cast<const __m128i*>(literal + done));
        const auto equal = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(text, wanted)));
        if (length - done <= 16) {
            const std::uint32_t mask = (1u << (length - done)) - 1u;
            return (equal & mask) == mask;
        }
        if (equal != 0xFFFFu) return false;
    }
#else
    for (std::uint32_t index = 0; index < length; ++index) {
        if (at[index] != literal[index]) return false;
    }
    return true;
#endif
}

/// The closing quote of a text without escapes that starts at `at`; null for escapes and control characters. `ascii` is
/// cleared when there are other bytes.
inline const char* closingQuote(const char* at, bool& ascii) {
    const char* const limit = at + kLongestText;
    while (at < limit) {
#if defined(__SSE2__)
        const __m128i text = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
        const __m128i quote = _mm_cmpeq_epi8(text, _mm_set1_epi8('"'));
        const __m128i escape = _mm_cmpeq_epi8(text, _mm_set1_epi8('\\'));
        const __m128i odd = _mm_cmplt_epi8(text, _mm_set1_epi8(' '));  // control characters and, being negative, non-ASCII
        const auto found = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quote, escape), odd)));
        if (found == 0) {
            at += 16;
            continue;
        }
        at += std::countr_zero(found);
#endif
        const char letter = *at;
        if (letter == '"') return at;
        if (letter == '\\') return nullptr;
        if (static_cast<signed char>(letter) < ' ') {
            if (static_cast<unsigned char>(letter) < 0x80) return nullptr;
            ascii = false;
        }
        ++at;
    }
    return nullptr;
}

inline bool isValidText(const char* begin, const char* end, bool ascii) {
    return ascii || simdjson::validate_utf8(begin, static_cast<std::size_t>(end - begin));
}

/// Behind a JSON integer that fits into 64 bits; null for anything else. What follows is for the caller to check.
inline const char* takeInteger(const char* at, std::int64_t& value) {
    const bool negative = *at == '-';
    if (negative) ++at;
    if (*at == '0') {
        value = 0;
        return at + 1;
    }
    std::uint64_t number = 0;
    const char* const end = walkDigits(at, number);
    if (end == at || end - at > 19 || number > static_cast<std::uint64_t>(INT64_MAX) + (negative ? 1 : 0)) return nullptr;
    value = static_cast<std::int64_t>(negative ? 0 - number : number);
    return end;
}

inline double valueOf(const ScannedNumber& number, const char* start) {
    if (isExact(number)) return number.whole && number.mantissa == 0 ? 0.0 : exactValue(number);
    return jsonDouble({start, static_cast<std::size_t>(number.end - start)});
}

/// Behind a value of any kind but an object or array; null when it is not plain.
inline const char* skipValue(const char* at) {
    switch (*at) {
        case '"': {
            bool ascii = true;
            const char* quote = closingQuote(at + 1, ascii);
            return quote != nullptr && isValidText(at + 1, quote, ascii) ? quote + 1 : nullptr;
        }
        case 't': return std::memcmp(at, "true", 4) == 0 ? at + 4 : nullptr;
        case 'f': return std::memcmp(at, "false", 5) == 0 ? at + 5 : nullptr;
        case 'n': return std::memcmp(at, "null", 4) == 0 ? at + 4 : nullptr;
        default: {
            ScannedNumber number;
            return walkNumber(at, number, kLongestNumber) ? number.end : nullptr;
        }
    }
}

}  // namespace

bool JsonShapeScanner::supports(const std::vector<Field>& fields, const JsonOptions& options) {
    if (options.multiLine || !options.lineSeparator.empty()) return false;
    if (options.encoding != TextEncoding::Detect && options.encoding != TextEncoding::Utf8) return false;
    if (options.dialect.maxNestingDepth < 1 || options.dialect.maxNumberLength < kLongestNumber ||
        options.dialect.maxStringLength < static_cast<std::size_t>(kLongestText)) {
        return false;
    }
    return std::all_of(fields.begin(), fields.end(), [](const Field& field) {
        const TypeKind kind = field.type->kind();
        return kind != TypeKind::Void && kind != TypeKind::Binary && kind <= TypeKind::TimestampNtz;
    });
}

JsonShapeScanner::JsonShapeScanner(const std::vector<Field>& fields, const JsonOptions& options, EventTime now)
    : fields_(fields), options_(options), zoneIsUtc_(options.zone.isUtc()), now_(now) {
    for (const Field& field : fields) {
        Target target;
        switch (field.type->kind()) {
            case TypeKind::Boolean: target.take = Take::Boolean; break;
            case TypeKind::Byte: target.take = Take::Byte; break;
            case TypeKind::Short: target.take = Take::Short; break;
            case TypeKind::Int: target.take = Take::Int; break;
            case TypeKind::Long: target.take = Take::Long; break;
            case TypeKind::Float: target.take = Take::Float; break;
            case TypeKind::Double: target.take = Take::Double; break;
            case TypeKind::Decimal:
                target.take = Take::Decimal;
                target.precision = field.type->precision();
                target.scale = field.type->scale();
                break;
            case TypeKind::Date: target.take = Take::Date; break;
            case TypeKind::Timestamp: target.take = Take::Timestamp; break;
            case TypeKind::TimestampNtz: target.take = Take::TimestampNtz; break;
            default: target.take = Take::Text; break;
        }
        targets_.push_back(target);
    }
}

void JsonShapeScanner::bind(std::size_t field, void* elements, std::uint8_t* validity) {
    targets_[field].elements = elements;
    targets_[field].validity = validity;
}

const char* JsonShapeScanner::scan(const char* from, const char* end, std::uint64_t offset, std::size_t& row, std::size_t lastRow,
                                   std::uint64_t* offsets) {
    if (shapes_.empty()) return from;
    const char* const begin = from;
    const std::size_t firstRow = row;
    while (from < end && row < lastRow) {
        const char* next = takeLine(shapes_.front(), from, end, row);
        if (next == nullptr) {
            forget(shapes_.front(), row);
            for (std::size_t other = 1; other < shapes_.size() && next == nullptr; ++other) {
                next = takeLine(shapes_[other], from, end, row);
                if (next == nullptr) forget(shapes_[other], row);
                else std::rotate(shapes_.begin(), shapes_.begin() + static_cast<std::ptrdiff_t>(other), shapes_.begin() + static_cast<std::ptrdiff_t>(other) + 1);
            }
            if (next == nullptr) break;
        }
        offsets[row] = offset + static_cast<std::uint64_t>(from - begin);
        from = next;
        ++row;
    }
    taken_ += row - firstRow;
    return from;
}

/// Takes back what a line that turned out not to fit has written.
void JsonShapeScanner::forget(const Shape& shape, std::size_t row) {
    for (const Part& part : shape.parts) {
        if (part.target >= 0) targets_[static_cast<std::size_t>(part.target)].validity[row] = 0;
    }
}

/// Where the next line starts; null when the line does not fit. Every byte passed is neither a line end nor padding, so
/// reading never leaves the line unnoticed.
const char* JsonShapeScanner::takeLine(const Shape& shape, const char* at, const char* end, std::size_t row) {
    const char* const literals = shape.literals.data();
    for (const Part& part : shape.parts) {
        if (!matches(at, literals + part.literalAt, part.length)) return nullptr;
        at += part.length;
        at = part.target < 0 ? skipValue(at) : takeValue(targets_[static_cast<std::size_t>(part.target)], at, row);
        if (at == nullptr) return nullptr;
    }
    if (!matches(at, literals + shape.closing.literalAt, shape.closing.length)) return nullptr;
    at += shape.closing.length;
    if (at >= end) return at == end ? end : nullptr;
    if (*at == '\n') return at + 1;
    if (*at != '\r') return nullptr;
    return at + 1 < end && at[1] == '\n' ? at + 2 : at + 1;
}

const char* JsonShapeScanner::takeValue(const Target& target, const char* at, std::size_t row) {
    if (*at == 'n') return std::memcmp(at, "null", 4) == 0 ? at + 4 : nullptr;
    std::int64_t number = 0;
    auto store = [&]<class T>(T value) {
        static_cast<T*>(target.elements)[row] = value;
        target.validity[row] = 1;
    };
    auto integer = [&](std::int64_t least, std::int64_t greatest) {
        at = takeInteger(at, number);
        return at != nullptr && number >= least && number <= greatest;
    };
    switch (target.take) {
        case Take::Text: {
            if (*at != '"') return nullptr;
            bool ascii = true;
            const char* quote = closingQuote(at + 1, ascii);
            if (quote == nullptr || !isValidText(at + 1, quote, ascii)) return nullptr;
            store(std::string_view(at + 1, static_cast<std::size_t>(quote - at - 1)));
            return quote + 1;
        }
        case Take::Boolean:
            if (std::memcmp(at, "true", 4) == 0) {
                store(std::uint8_t{1});
                return at + 4;
            }
            if (std::memcmp(at, "false", 5) != 0) return nullptr;
            store(std::uint8_t{0});
            return at + 5;
        case Take::Byte:
            if (!integer(-128, 255)) return nullptr;
            store(static_cast<std::int8_t>(number));
            return at;
        case Take::Short:
            if (!integer(INT16_MIN, INT16_MAX)) return nullptr;
            store(static_cast<std::int16_t>(number));
            return at;
        case Take::Int:
            if (!integer(INT32_MIN, INT32_MAX)) return nullptr;
            store(static_cast<std::int32_t>(number));
            return at;
        case Take::Long:
            if (!integer(INT64_MIN, INT64_MAX)) return nullptr;
            store(number);
            return at;
        case Take::Timestamp:
            if (*at != '"') {
                if (!integer(INT64_MIN, INT64_MAX)) return nullptr;
                store(static_cast<std::int64_t>(static_cast<std::uint64_t>(number) * 1'000'000u));
                return at;
            }
            [[fallthrough]];
        case Take::TimestampNtz:
        case Take::Date: {
            if (*at != '"') return nullptr;
            bool ascii = true;
            const char* quote = closingQuote(at + 1, ascii);
            if (quote == nullptr || !ascii || quote == at + 1) return nullptr;
            const std::string_view text(at + 1, static_cast<std::size_t>(quote - at - 1));
            if (target.take == Take::Timestamp) return takeTimestamp(target, at + 1, quote, row);
            if (target.take == Take::Date) {
                const std::optional<std::int32_t> days = options_.dateOf(text);
                if (!days) return nullptr;
                store(*days);
            } else {
                const std::optional<std::int64_t> micros = options_.timestampNtzOf(text);
                if (!micros) return nullptr;
                store(*micros);
            }
            return quote + 1;
        }
        case Take::Float: {
            ScannedNumber walked;
            if (!walkNumber(at, walked, kLongestNumber)) return nullptr;
            store(jsonFloat({at, static_cast<std::size_t>(walked.end - at)}));
            return walked.end;
        }
        case Take::Double: {
            ScannedNumber walked;
            if (!walkNumber(at, walked, kLongestNumber)) return nullptr;
            store(valueOf(walked, at));
            return walked.end;
        }
        case Take::Decimal: {
            ScannedNumber walked;
            if (!walkNumber(at, walked, kLongestNumber)) return nullptr;
            const std::optional<Int128> value =
                jsonDecimal({at, static_cast<std::size_t>(walked.end - at)}, target.precision, target.scale);
            if (!value) return nullptr;
            store(*value);
            return walked.end;
        }
        case Take::Skip: break;
    }
    return nullptr;
}

/// `2016-07-26T02:45:07[.ffffff][Z]` at once, everything else by the full grammar.
const char* JsonShapeScanner::takeTimestamp(const Target& target, const char* text, const char* textEnd, std::size_t row) {
    auto* const elements = static_cast<std::int64_t*>(target.elements);
    const std::ptrdiff_t length = textEnd - text;
    std::int64_t instant = 0;
    if (!options_.timestampFormat && dates_.read({text, static_cast<std::size_t>(length)}, zoneIsUtc_, instant)) {
        elements[row] = instant;
        target.validity[row] = 1;
        return textEnd + 1;
    }
    const std::optional<std::int64_t> micros = options_.timestampOf({text, static_cast<std::size_t>(length)}, now_);
    if (!micros) return nullptr;
    elements[row] = *micros;
    target.validity[row] = 1;
    return textEnd + 1;
}

bool JsonShapeScanner::learn(std::string_view line) {
    // Lines that all look different are not worth it.
    if (learned_ > 64 && learned_ * 8 > taken_) return false;
    Shape shape;
    const char* at = line.data();
    const char* const end = at + line.size();
    const char* literal = at;
    auto space = [&] {
        while (at < end && (*at == ' ' || *at == '\t')) ++at;
    };
    auto addPart = [&](std::int32_t target) {
        Part part;
        part.literalAt = static_cast<std::uint32_t>(shape.literals.size());
        part.length = static_cast<std::uint32_t>(at - literal);
        part.target = target;
        shape.texts.emplace_back(literal, part.length);
        shape.literals.append(literal, part.length);
        shape.literals.append(32, '\0');
        return part;
    };
    std::vector<bool> used(targets_.size(), false);
    space();
    if (at == end || *at != '{') return false;
    ++at;
    space();
    bool more = at < end && *at != '}';
    while (more) {
        if (at == end || *at != '"') return false;
        const char* const nameStart = ++at;
        while (at < end && *at != '"') {
            if (*at == '\\' || *at < ' ') return false;  // other than ASCII, too
            ++at;
        }
        if (at == end) return false;
        const std::string_view name(nameStart, static_cast<std::size_t>(at - nameStart));
        ++at;
        space();
        if (at == end || *at != ':') return false;
        ++at;
        space();
        if (at == end || at - literal > static_cast<std::ptrdiff_t>(kLongestLiteral)) return false;
        std::int32_t target = -1;
        for (std::size_t field = 0; field < fields_.size(); ++field) {
            if (fields_[field].name == name) target = static_cast<std::int32_t>(field);
        }
        if (target >= 0) {
            if (used[static_cast<std::size_t>(target)]) return false;
            used[static_cast<std::size_t>(target)] = true;
        }
        shape.parts.push_back(addPart(target));
        if (shape.parts.size() > kMostParts) return false;
        const char* const behind = skipValue(at);
        if (behind == nullptr || behind > end) return false;
        at = behind;
        literal = at;
        space();
        if (at == end) return false;
        if (*at == ',') {
            ++at;
            space();
        } else {
            more = false;
        }
    }
    if (at == end || *at != '}') return false;
    ++at;
    if (at != end) return false;
    shape.closing = addPart(-1);
    if (shape.closing.length > kLongestLiteral) return false;
    for (const Shape& known : shapes_) {
        if (known.texts == shape.texts) return false;
    }
    ++learned_;
    if (shapes_.size() == kMostShapes) shapes_.pop_back();
    shapes_.insert(shapes_.begin(), std::move(shape));
    return true;
}

}  // namespace vitrine
