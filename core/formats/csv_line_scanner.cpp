// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/csv_line_scanner.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "core/data/number_text.h"
#include "core/formats/json_number.h"

namespace vitrine {
namespace {

constexpr std::ptrdiff_t kBlock = 64;
constexpr std::size_t kLongestNumber = 100;

bool isBlank(char letter) { return static_cast<unsigned char>(letter) <= ' '; }

}  // namespace

bool CsvLineScanner::supports(const CsvLayout& layout, const CsvOptions& options) {
    const CsvDialect& dialect = options.dialect;
    if (options.multiLine || !options.lineSeparator.empty() || options.encoding != TextEncoding::Utf8) return false;
    if (dialect.separator.size() != 1 || isBlank(dialect.comment) != (dialect.comment == '\0')) return false;
    const char separator = dialect.separator.front();
    if (separator == '\0' || separator == '\r' || separator == '\n' || separator == dialect.quote) return false;
    if (dialect.mostLetters != SIZE_MAX || dialect.mostColumns < layout.names.size()) return false;
    return std::all_of(layout.columns.begin(), layout.columns.end(), [](const CsvColumn& column) {
        const TypeKind kind = column.field.type->kind();
        return kind != TypeKind::Void && kind <= TypeKind::TimestampNtz;
    });
}

CsvLineScanner::CsvLineScanner(const CsvLayout& layout, const CsvOptions& options, EventTime now)
    : options_(options),
      now_(now),
      zoneIsUtc_(options.zone.isUtc()),
      hasNullText_(!options.nullValue.empty()),
      emptyTextIsNull_(options.dialect.emptyText == options.nullValue),
      fields_(layout.countsFields ? layout.names.size() : 0),
      separator_(options.dialect.separator.front()) {
    for (const CsvColumn& column : layout.columns) {
        Target target;
        target.kind = column.field.type->kind();
        target.position = column.position;
        if (target.kind == TypeKind::Decimal) {
            target.precision = column.field.type->precision();
            target.scale = column.field.type->scale();
        }
        targets_.push_back(target);
    }
}

void CsvLineScanner::bind(std::size_t column, void* elements, std::uint8_t* validity) {
    targets_[column].elements = elements;
    targets_[column].validity = validity;
}

std::uint64_t CsvLineScanner::stopsIn(const char* block) const {
    std::uint64_t stops = 0;
#if defined(__SSE2__)
    const __m128i separator = _mm_set1_epi8(separator_);
    const __m128i newline = _mm_set1_epi8('\n');
    const __m128i carriageReturn = _mm_set1_epi8('\r');
    for (int part = 0; part < 4; ++part) {
        const __m128i text = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + part * 16));
        const __m128i found = _mm_or_si128(_mm_cmpeq_epi8(text, separator),
                                           _mm_or_si128(_mm_cmpeq_epi8(text, newline), _mm_cmpeq_epi8(text, carriageReturn)));
        stops |= static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm_movemask_epi8(found))) << (part * 16);
    }
#else
    for (int index = 0; index < kBlock; ++index) {
        const char letter = block[index];
        if (letter == separator_ || letter == '\n' || letter == '\r') stops |= std::uint64_t{1} << index;
    }
#endif
    return stops;
}

/// The first separator or line end at or behind `at`, where nothing is asked for twice in the opposite order. It may lie in
/// the padding behind the text.
inline const char* CsvLineScanner::nextStop(const char* at) {
    std::ptrdiff_t into = at - block_;
    while (true) {
        if (into < kBlock) {
            const std::uint64_t left = stops_ >> into << into;
            if (left != 0) return std::min(block_ + std::countr_zero(left), limit_);
            at = block_ + kBlock;
        }
        if (at >= limit_) return limit_;
        block_ = at;
        into = 0;
        stops_ = stopsIn(at);
    }
}

/// The quote that ends a quoted field; null when an escape or the line's end comes first.
const char* CsvLineScanner::closingQuote(const char* at) const {
    const char quote = options_.dialect.quote;
    const char escape = options_.dialect.escape;
    const char escapeEscape = options_.dialect.escapeEscape;
    while (at < limit_) {
#if defined(__SSE2__)
        const __m128i text = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
        const __m128i marks = _mm_or_si128(_mm_cmpeq_epi8(text, _mm_set1_epi8(quote)),
                                           _mm_or_si128(_mm_cmpeq_epi8(text, _mm_set1_epi8(escape)), _mm_cmpeq_epi8(text, _mm_set1_epi8(escapeEscape))));
        const __m128i ends = _mm_or_si128(_mm_cmpeq_epi8(text, _mm_set1_epi8('\n')), _mm_cmpeq_epi8(text, _mm_set1_epi8('\r')));
        const auto found = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_or_si128(marks, ends)));
        if (found == 0) {
            at += 16;
            continue;
        }
        at += std::countr_zero(found);
        return at < limit_ && *at == quote ? at : nullptr;
#else
        if (*at == quote) return at;
        if (*at == escape || *at == escapeEscape || *at == '\n' || *at == '\r') return nullptr;
        ++at;
#endif
    }
    return nullptr;
}

const char* CsvLineScanner::scan(const char* from, const char* end, std::uint64_t offset, std::size_t& row, std::size_t lastRow,
                                 std::uint64_t* offsets) {
    const char* const begin = from;
    limit_ = end;
    block_ = from;
    stops_ = stopsIn(from);
    while (from < end && row < lastRow) {
        const char* next = takeLine(from, end, row);
        if (next == nullptr) {
            for (const Target& target : targets_) target.validity[row] = 0;
            break;
        }
        offsets[row] = offset + static_cast<std::uint64_t>(from - begin);
        from = next;
        ++row;
    }
    return from;
}

const char* CsvLineScanner::takeLine(const char* at, const char* end, std::size_t row) {
    // Blank lines, comments and the like.
    if (isBlank(*at) || *at == options_.dialect.comment) return nullptr;
    const Target* target = targets_.data();
    const Target* const lastTarget = target + targets_.size();
    const char quote = options_.dialect.quote;
    for (std::size_t field = 0;; ++field) {
        if (options_.dialect.trimsLeading && isBlank(*at) && *at != separator_) return nullptr;
        const char* begin = at;
        const char* stop = nullptr;
        if (*at == quote && quote != '\0' && at < end) {
            begin = at + 1;
            const char* const close = closingQuote(begin);
            if (close == nullptr) return nullptr;
            stop = close + 1;
            if (stop < end && *stop != separator_ && *stop != '\n' && *stop != '\r') return nullptr;
            if (target != lastTarget && target->position == field) {
                if (close == begin ? !emptyTextIsNull_ : !takeField(*target, begin, close, row)) return nullptr;
                ++target;
            }
        } else {
            stop = nextStop(at);
            if (target != lastTarget && target->position == field) {
                if (stop != begin && !takeField(*target, begin, stop, row)) return nullptr;
                ++target;
            }
        }
        if (stop == end || *stop != separator_) {
            if ((fields_ != 0 && field + 1 != fields_) || field >= options_.dialect.mostColumns) return nullptr;
            if (stop == end) return end;
            return *stop == '\r' && stop + 1 < end && stop[1] == '\n' ? stop + 2 : stop + 1;
        }
        at = stop + 1;
    }
}

bool CsvLineScanner::takeField(const Target& target, const char* begin, const char* end, std::size_t row) {
    const std::string_view text(begin, static_cast<std::size_t>(end - begin));
    if (hasNullText_ && text == options_.nullValue) return true;
    if ((options_.dialect.trimsLeading && isBlank(*begin)) || (options_.dialect.trimsTrailing && isBlank(end[-1]))) return false;
    auto store = [&]<class T>(T value) {
        static_cast<T*>(target.elements)[row] = value;
        target.validity[row] = 1;
        return true;
    };
    auto integer = [&]<class T>(TypeTag<T>) {
        std::uint64_t number = 0;
        const bool negative = *begin == '-';
        const char* const digits = negative ? begin + 1 : begin;
        // Eighteen digits always fit.
        if (walkDigits(digits, number) != end || digits == end || end - digits > 18) return false;
        const std::int64_t value = negative ? -static_cast<std::int64_t>(number) : static_cast<std::int64_t>(number);
        if (value < std::numeric_limits<T>::min() || value > std::numeric_limits<T>::max()) return false;
        return store(static_cast<T>(value));
    };
    switch (target.kind) {
        case TypeKind::String:
        case TypeKind::Binary: return store(text);
        case TypeKind::Boolean: {
            const bool isTrue = equalsIgnoringCase(text, "true");
            return (isTrue || equalsIgnoringCase(text, "false")) && store(static_cast<std::uint8_t>(isTrue));
        }
        case TypeKind::Byte: return integer(TypeTag<std::int8_t>{});
        case TypeKind::Short: return integer(TypeTag<std::int16_t>{});
        case TypeKind::Int: return integer(TypeTag<std::int32_t>{});
        case TypeKind::Long: return integer(TypeTag<std::int64_t>{});
        case TypeKind::Float:
        case TypeKind::Double: {
            if (text == options_.nanValue || text == options_.positiveInfinity || text == options_.negativeInfinity) return false;
            ScannedNumber walked;
            if (!walkNumber(begin, walked, kLongestNumber) || walked.end != end) return false;
            if (target.kind == TypeKind::Double && isExact(walked)) return store(exactValue(walked));
            if (target.kind == TypeKind::Double) {
                const std::optional<double> number = parseDouble(text);
                return number && store(*number);
            }
            const std::optional<float> number = parseFloat(text);
            return number && store(*number);
        }
        case TypeKind::Decimal: {
            ScannedNumber walked;
            if (!walkNumber(begin, walked, kLongestNumber) || walked.end != end) return false;
            const std::optional<Int128> number = jsonDecimal(text, target.precision, target.scale);
            return number && store(*number);
        }
        case TypeKind::Date: {
            const std::optional<std::int32_t> days = options_.dateOf(text);
            return days && store(*days);
        }
        case TypeKind::Timestamp: {
            std::int64_t instant = 0;
            if (!options_.timestampFormat && instants_.read(text, zoneIsUtc_, instant)) return store(instant);
            const std::optional<std::int64_t> micros = options_.timestampOf(text, now_);
            return micros && store(*micros);
        }
        case TypeKind::TimestampNtz: {
            const std::optional<std::int64_t> micros = options_.timestampNtzOf(text);
            return micros && store(*micros);
        }
        default: return false;
    }
}

}  // namespace vitrine
