// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/sql/array_functions.h"
#include "core/sql/binder.h"
#include "core/sql/coercion.h"
#include "core/sql/function_registry.h"
#include "core/sql/kernels.h"
#include "core/sql/utf8_text.h"

namespace vitrine {
namespace {

/// STRING f(STRING), new text.
template <std::string (*function)(std::string_view)>
Result<BoundPtr> bindTextToText(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::string()));
    return call.call(DataType::string(), [](const KernelCall& kernel) -> Result<ColumnPtr> {
        const auto texts = kernel.column(0).values<std::string_view>();
        return mapText(kernel, [&](std::size_t row, StringArena& arena) { return arena.store(function(texts[row])); });
    });
}

std::string reversed(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    std::size_t end = text.size();
    while (end > 0) {
        std::size_t begin = end - 1;
        while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) --begin;
        result.append(text.substr(begin, end - begin));
        end = begin;
    }
    return result;
}

std::string quoted(std::string_view text) {
    std::string result = "'";
    for (const char letter : text) {
        if (letter == '\'') result += '\\';
        result += letter;
    }
    return result + "'";
}

Result<void> coerceToTexts(FunctionBinding& call, std::size_t first, std::size_t count) {
    for (std::size_t index = first; index < first + count && index < call.size(); ++index) VITRINE_CHECK_OK(call.coerce(index, DataType::string()));
    return {};
}

/// Bytes for BINARY, code points for texts.
Result<BoundPtr> bindLength(FunctionBinding& call) {
    const bool ofBytes = call.type(0).is(TypeKind::Binary) || call.name() == "octet_length" || call.name() == "bit_length";
    const std::int32_t factor = call.name() == "bit_length" ? 8 : 1;
    if (!call.type(0).is(TypeKind::Binary)) VITRINE_CHECK_OK(call.coerce(0, DataType::string()));
    return call.call(DataType::intType(), [ofBytes, factor](const KernelCall& kernel) -> Result<ColumnPtr> {
        return mapOne<std::string_view, std::int32_t>(kernel, [&](std::string_view text) {
            return factor * static_cast<std::int32_t>(ofBytes ? text.size() : countCodePoints(text));
        });
    });
}

Result<BoundPtr> bindConcat(FunctionBinding& call) {
    if (call.size() == 0) return makeLiteral(DataType::string(), Value{std::string()});
    const bool allBinary = std::all_of(call.arguments().begin(), call.arguments().end(), [](const BoundPtr& argument) { return argument->type()->is(TypeKind::Binary); });
    const bool anyArray = std::any_of(call.arguments().begin(), call.arguments().end(), [](const BoundPtr& argument) { return argument->type()->is(TypeKind::Array); });
    if (anyArray) return bindArrayConcat(call);
    if (!allBinary) VITRINE_CHECK_OK(coerceToTexts(call, 0, call.size()));
    return call.call(allBinary ? DataType::binary() : DataType::string(), [](const KernelCall& kernel) -> Result<ColumnPtr> {
        return mapText(kernel, [&](std::size_t row, StringArena& arena) {
            std::size_t size = 0;
            for (const ColumnPtr& part : kernel.arguments) size += part->values<std::string_view>()[row].size();
            if (size == 0) return std::string_view();
            char* out = arena.reserve(size);
            char* at = out;
            for (const ColumnPtr& part : kernel.arguments) {
                const std::string_view text = part->values<std::string_view>()[row];
                at = std::copy(text.begin(), text.end(), at);
            }
            return std::string_view(out, size);
        });
    });
}

/// concat_ws(separator, texts and arrays of texts …): NULLs are left out.
Result<BoundPtr> bindConcatWithSeparator(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::string()));
    for (std::size_t index = 1; index < call.size(); ++index) {
        VITRINE_CHECK_OK(call.coerce(index, call.type(index).is(TypeKind::Array) ? DataType::array(DataType::string()) : DataType::string()));
    }
    const bool nullable = call.argument(0)->nullable();
    return makeKernelCall(
        DataType::string(), nullable, std::move(call.arguments()),
        [](const KernelCall& kernel) -> Result<ColumnPtr> {
            const Column& separators = kernel.column(0);
            auto arena = std::make_shared<StringArena>();
            std::vector<std::string_view> texts(kernel.rows);
            std::vector<std::uint8_t> validity(separators.validity().begin(), separators.validity().end());
            std::string joined;
            for (std::size_t row = 0; row < kernel.rows; ++row) {
                if (separators.isNull(row)) continue;
                joined.clear();
                bool isFirst = true;
                const auto append = [&](const Column& column, std::size_t at) {
                    if (column.isNull(at)) return;
                    if (!isFirst) joined += separators.values<std::string_view>()[row];
                    joined += column.values<std::string_view>()[at];
                    isFirst = false;
                };
                for (std::size_t index = 1; index < kernel.arguments.size(); ++index) {
                    const Column& part = kernel.column(index);
                    if (!part.type()->is(TypeKind::Array)) {
                        append(part, row);
                    } else if (!part.isNull(row)) {
                        for (std::uint32_t at = part.offsets()[row]; at < part.offsets()[row + 1]; ++at) append(*part.child(0), at);
                    }
                }
                texts[row] = arena->store(joined);
            }
            return makeColumn(kernel.type, std::move(texts), std::move(validity), {arena});
        },
        false);
}

Result<BoundPtr> bindSubstring(FunctionBinding& call) {
    const bool ofBytes = call.type(0).is(TypeKind::Binary);
    if (!ofBytes) VITRINE_CHECK_OK(call.coerce(0, DataType::string()));
    VITRINE_CHECK_OK(call.coerce(1, DataType::intType()));
    if (call.has(2)) VITRINE_CHECK_OK(call.coerce(2, DataType::intType()));
    return call.call(ofBytes ? DataType::binary() : DataType::string(), [ofBytes](const KernelCall& kernel) -> Result<ColumnPtr> {
        const auto texts = kernel.column(0).values<std::string_view>();
        const auto from = kernel.column(1).values<std::int32_t>();
        return mapText(kernel, [&](std::size_t row, StringArena&) {
            const std::int64_t length = kernel.arguments.size() > 2 ? kernel.column(2).values<std::int32_t>()[row] : 2147483647;
            return substringOf(texts[row], from[row], length, ofBytes);
        });
    });
}

Result<BoundPtr> bindLeftRight(FunctionBinding& call) {
    const bool fromLeft = call.name() == "left";
    VITRINE_CHECK_OK(call.coerce(0, DataType::string()));
    VITRINE_CHECK_OK(call.coerce(1, DataType::intType()));
    return call.call(DataType::string(), [fromLeft](const KernelCall& kernel) -> Result<ColumnPtr> {
        const auto texts = kernel.column(0).values<std::string_view>();
        const auto counts = kernel.column(1).values<std::int32_t>();
        return mapText(kernel, [&](std::size_t row, StringArena&) -> std::string_view {
            if (counts[row] <= 0) return {};
            return fromLeft ? substringOf(texts[row], 1, counts[row], false) : substringOf(texts[row], -static_cast<std::int64_t>(counts[row]), counts[row], false);
        });
    });
}

enum class Side : std::uint8_t { Both, Left, Right };

/// Takes code points of `set` off the ends.
std::string_view trimOf(std::string_view text, std::string_view set, Side side) {
    const auto contains = [&](std::string_view letter) {
        for (std::size_t at = 0; at < set.size(); at = nextCodePoint(set, at)) {
            if (set.substr(at, nextCodePoint(set, at) - at) == letter) return true;
        }
        return false;
    };
    if (side != Side::Right) {
        while (!text.empty() && contains(text.substr(0, nextCodePoint(text, 0)))) text.remove_prefix(nextCodePoint(text, 0));
    }
    if (side != Side::Left) {
        while (!text.empty()) {
            std::size_t begin = text.size() - 1;
            while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) --begin;
            if (!contains(text.substr(begin))) break;
            text.remove_suffix(text.size() - begin);
        }
    }
    return text;
}

/// trim(text), trim(set, text); btrim(text, set) has them the other way round.
Result<BoundPtr> bindTrim(FunctionBinding& call) {
    VITRINE_CHECK_OK(coerceToTexts(call, 0, 2));
    const Side side = call.name() == "ltrim" ? Side::Left : call.name() == "rtrim" ? Side::Right : Side::Both;
    const std::size_t textAt = call.size() > 1 && call.name() != "btrim" ? 1 : 0;
    return call.call(DataType::string(), [side, textAt](const KernelCall& kernel) -> Result<ColumnPtr> {
        const auto texts = kernel.column(textAt).values<std::string_view>();
        const bool hasSet = kernel.arguments.size() > 1;
        return mapText(kernel, [&](std::size_t row, StringArena&) {
            return trimOf(texts[row], hasSet ? kernel.column(1 - textAt).values<std::string_view>()[row] : std::string_view(" "), side);
        });
    });
}

Result<BoundPtr> bindPad(FunctionBinding& call) {
    const bool onLeft = call.name() == "lpad";
    VITRINE_CHECK_OK(call.coerce(0, DataType::string()));
    VITRINE_CHECK_OK(call.coerce(1, DataType::intType()));
    if (call.has(2)) VITRINE_CHECK_OK(call.coerce(2, DataType::string()));
    return call.call(DataType::string(), [onLeft](const KernelCall& kernel) -> Result<ColumnPtr> {
        const auto texts = kernel.column(0).values<std::string_view>();
        const auto lengths = kernel.column(1).values<std::int32_t>();
        return mapText(kernel, [&](std::size_t row, StringArena& arena) -> std::string_view {
            const std::string_view pad = kernel.arguments.size() > 2 ? kernel.column(2).values<std::string_view>()[row] : std::string_view(" ");
            const auto wanted = static_cast<std::size_t>(std::max(lengths[row], 0));
            const std::size_t present = countCodePoints(texts[row]);
            if (present >= wanted) return substringOf(texts[row], 1, static_cast<std::int64_t>(wanted), false);
            if (pad.empty()) return texts[row];
            const std::size_t missing = wanted - present;
            const std::size_t padLength = countCodePoints(pad);
            std::string filler;
            for (std::size_t count = 0; count < missing / padLength; ++count) filler += pad;
            filler += pad.substr(0, byteOfCodePoint(pad, missing % padLength));
            return arena.store(onLeft ? filler + std::string(texts[row]) : std::string(texts[row]) + filler);
        });
    });
}

Error tooLong() { return Error(ErrorCode::InvalidArgument, "The text would be longer than 2 GB."); }

Result<BoundPtr> bindRepeat(FunctionBinding& call) {
    if (call.name() == "space") call.arguments().insert(call.arguments().begin(), makeLiteral(DataType::string(), Value{std::string(" ")}));
    VITRINE_CHECK_OK(call.coerce(0, DataType::string()));
    VITRINE_CHECK_OK(call.coerce(1, DataType::intType()));
    return call.call(DataType::string(), [](const KernelCall& kernel) -> Result<ColumnPtr> {
        const auto texts = kernel.column(0).values<std::string_view>();
        const auto counts = kernel.column(1).values<std::int32_t>();
        auto arena = std::make_shared<StringArena>();
        return mapRows<std::string_view>(
            kernel,
            [&](std::size_t row, std::string_view& out) {
                const std::size_t count = static_cast<std::size_t>(std::max(counts[row], 0));
                const std::size_t size = texts[row].size() * count;
                if (size > 2147483647) return RowOutcome::Failure;
                if (size == 0) return RowOutcome::Value;
                char* at = arena->reserve(size);
                out = std::string_view(at, size);
                for (std::size_t time = 0; time < count; ++time) at = std::copy(texts[row].begin(), texts[row].end(), at);
                return RowOutcome::Value;
            },
            [](std::size_t) { return tooLong(); }, {arena});
    }, false, true);
}

Result<BoundPtr> bindReplace(FunctionBinding& call) {
    VITRINE_CHECK_OK(coerceToTexts(call, 0, 3));
    return call.call(DataType::string(), [](const KernelCall& kernel) -> Result<ColumnPtr> {
        const auto texts = kernel.column(0).values<std::string_view>();
        const auto searches = kernel.column(1).values<std::string_view>();
        return mapText(kernel, [&](std::size_t row, StringArena& arena) -> std::string_view {
            const std::string_view text = texts[row];
            const std::string_view search = searches[row];
            const std::string_view with = kernel.arguments.size() > 2 ? kernel.column(2).values<std::string_view>()[row] : std::string_view();
            std::size_t found = search.empty() ? std::string_view::npos : text.find(search);
            if (found == std::string_view::npos) return text;
            std::string result;
            std::size_t at = 0;
            for (; found != std::string_view::npos; found = text.find(search, at)) {
                result.append(text.substr(at, found - at)).append(with);
                at = found + search.size();
            }
            return arena.store(result.append(text.substr(at)));
        });
    });
}

template <bool (*function)(std::string_view, std::string_view)>
Result<BoundPtr> bindTextPredicate(FunctionBinding& call) {
    const bool binary = call.type(0).is(TypeKind::Binary) && call.type(1).is(TypeKind::Binary);
    if (!binary) VITRINE_CHECK_OK(coerceToTexts(call, 0, 2));
    return call.call(DataType::boolean(), [](const KernelCall& kernel) -> Result<ColumnPtr> {
        return mapTwo<std::string_view, std::string_view, std::uint8_t>(
            kernel, [](std::string_view text, std::string_view part) { return static_cast<std::uint8_t>(function(text, part)); });
    });
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }
bool startsWith(std::string_view text, std::string_view part) { return text.starts_with(part); }
bool endsWith(std::string_view text, std::string_view part) { return text.ends_with(part); }

/// Position of `part` in `text` in code points from 1, looked for from code point `from` (1-based); 0 when absent.
std::int32_t positionOf(std::string_view text, std::string_view part, std::int32_t from) {
    if (from < 1) return 0;
    const std::size_t begin = byteOfCodePoint(text, static_cast<std::size_t>(from - 1));
    const std::size_t found = text.find(part, begin);
    return found == std::string_view::npos ? 0 : static_cast<std::int32_t>(countCodePoints(text.substr(0, found))) + 1;
}

/// instr(text, part); locate(part, text[, from]); position the same.
Result<BoundPtr> bindPosition(FunctionBinding& call) {
    const std::size_t textAt = call.name() == "instr" ? 0 : 1;
    VITRINE_CHECK_OK(coerceToTexts(call, 0, 2));
    if (call.has(2)) VITRINE_CHECK_OK(call.coerce(2, DataType::intType()));
    return call.call(DataType::intType(), [textAt](const KernelCall& kernel) -> Result<ColumnPtr> {
        const auto texts = kernel.column(textAt).values<std::string_view>();
        const auto parts = kernel.column(1 - textAt).values<std::string_view>();
        return mapRowsOrNull<std::int32_t>(kernel, [&](std::size_t row, std::int32_t& out) {
            out = positionOf(texts[row], parts[row], kernel.arguments.size() > 2 ? kernel.column(2).values<std::int32_t>()[row] : 1);
            return true;
        });
    });
}

Result<BoundPtr> bindLike(FunctionBinding& call) {
    const bool ignoreCase = call.name() == "ilike";
    char escape = '\\';
    if (call.has(2)) {
        const Value* constant = constantOf(*call.argument(2));
        if (constant == nullptr || constant->isNull() || constant->get<std::string>().size() != 1) return call.wrongType(2, "one ASCII letter in quotes");
        escape = constant->get<std::string>().front();
        call.arguments().resize(2);
    }
    VITRINE_CHECK_OK(coerceToTexts(call, 0, 2));
    return call.call(
        DataType::boolean(),
        [escape, ignoreCase](const KernelCall& kernel) {
            const auto texts = kernel.column(0).values<std::string_view>();
            const auto patterns = kernel.column(1).values<std::string_view>();
            return mapRows<std::uint8_t>(
                kernel,
                [&](std::size_t row, std::uint8_t& out) {
                    if (isBadLikePattern(patterns[row], escape)) return RowOutcome::Failure;
                    out = ignoreCase ? matchesLike(toLowerUnicode(texts[row]), toLowerUnicode(patterns[row]), escape)
                                     : matchesLike(texts[row], patterns[row], escape);
                    return RowOutcome::Value;
                },
                [&](std::size_t row) {
                    return Error(ErrorCode::InvalidArgument, "The LIKE pattern '" + std::string(patterns[row]) + "' uses its escape letter before an ordinary one.");
                });
        },
        false, true);
}

Result<BoundPtr> bindReverse(FunctionBinding& call) { return call.type(0).is(TypeKind::Array) ? bindArrayReverse(call) : bindTextToText<reversed>(call); }

constexpr std::string_view kText = "text";
constexpr FunctionEntry kFunctions[] = {
    {{"bit_length", "bit_length(text) → INT", "Length in bits.", kText}, 1, 1, bindLength},
    {{"btrim", "btrim(text[, letters]) → STRING", "The text without blanks, or given letters, at its ends.", kText}, 1, 2, bindTrim},
    {{"char_length", "char_length(text) → INT", "Number of letters.", kText}, 1, 1, bindLength},
    {{"character_length", "character_length(text) → INT", "Number of letters.", kText}, 1, 1, bindLength},
    {{"concat", "concat(a, b, …) → STRING", "The texts one after the other.", kText}, 0, -1, bindConcat},
    {{"concat_ws", "concat_ws(separator, a, b, …) → STRING", "The texts but NULL, with a separator between.", kText}, 1, -1, bindConcatWithSeparator},
    {{"contains", "contains(text, part) → BOOLEAN", "Whether the part occurs.", kText}, 2, 2, bindTextPredicate<contains>},
    {{"endswith", "endswith(text, part) → BOOLEAN", "Whether the text ends with the part.", kText}, 2, 2, bindTextPredicate<endsWith>},
    {{"ilike", "ilike(text, pattern) → BOOLEAN", "LIKE, upper and lower case alike.", kText}, 2, 3, bindLike},
    {{"initcap", "initcap(text) → STRING", "Every Word With A Capital.", kText}, 1, 1, bindTextToText<toTitleWords>},
    {{"instr", "instr(text, part) → INT", "Where the part begins, from 1; 0 when absent.", kText}, 2, 2, bindPosition},
    {{"lcase", "lcase(text) → STRING", "In lower case.", kText}, 1, 1, bindTextToText<toLowerUnicode>},
    {{"left", "left(text, n) → STRING", "The first n letters.", kText}, 2, 2, bindLeftRight},
    {{"len", "len(text) → INT", "Number of letters.", kText}, 1, 1, bindLength},
    {{"length", "length(text) → INT", "Number of letters.", kText}, 1, 1, bindLength},
    {{"like", "like(text, pattern) → BOOLEAN", "% stands for any text, _ for one letter.", kText}, 2, 3, bindLike},
    {{"locate", "locate(part, text[, from]) → INT", "Where the part begins, from 1; 0 when absent.", kText}, 2, 3, bindPosition},
    {{"lower", "lower(text) → STRING", "In lower case.", kText}, 1, 1, bindTextToText<toLowerUnicode>},
    {{"lpad", "lpad(text, length[, pad]) → STRING", "Filled up on the left, or cut.", kText}, 2, 3, bindPad},
    {{"ltrim", "ltrim([letters, ]text) → STRING", "The text without blanks, or given letters, at its start.", kText}, 1, 2, bindTrim},
    {{"octet_length", "octet_length(text) → INT", "Length in bytes.", kText}, 1, 1, bindLength},
    {{"position", "position(part, text[, from]) → INT", "Where the part begins, from 1; 0 when absent.", kText}, 2, 3, bindPosition},
    {{"quote", "quote(text) → STRING", "The text in single quotes.", kText}, 1, 1, bindTextToText<quoted>},
    {{"repeat", "repeat(text, n) → STRING", "The text n times.", kText}, 2, 2, bindRepeat},
    {{"replace", "replace(text, search[, with]) → STRING", "Every occurrence replaced.", kText}, 2, 3, bindReplace},
    {{"reverse", "reverse(text or array) → STRING or ARRAY", "The letters or elements from last to first.", kText}, 1, 1, bindReverse},
    {{"right", "right(text, n) → STRING", "The last n letters.", kText}, 2, 2, bindLeftRight},
    {{"rpad", "rpad(text, length[, pad]) → STRING", "Filled up on the right, or cut.", kText}, 2, 3, bindPad},
    {{"rtrim", "rtrim([letters, ]text) → STRING", "The text without blanks, or given letters, at its end.", kText}, 1, 2, bindTrim},
    {{"space", "space(n) → STRING", "n blanks.", kText}, 1, 1, bindRepeat},
    {{"startswith", "startswith(text, part) → BOOLEAN", "Whether the text starts with the part.", kText}, 2, 2, bindTextPredicate<startsWith>},
    {{"substr", "substr(text, from[, length]) → STRING", "A part, counted from 1 or from the end.", kText}, 2, 3, bindSubstring},
    {{"substring", "substring(text, from[, length]) → STRING", "A part, counted from 1 or from the end.", kText}, 2, 3, bindSubstring},
    {{"trim", "trim([letters, ]text) → STRING", "The text without blanks, or given letters, at its ends.", kText}, 1, 2, bindTrim},
    {{"ucase", "ucase(text) → STRING", "In upper case.", kText}, 1, 1, bindTextToText<toUpperUnicode>},
    {{"upper", "upper(text) → STRING", "In upper case.", kText}, 1, 1, bindTextToText<toUpperUnicode>},
};

}  // namespace

std::span<const FunctionEntry> textFunctions() { return kFunctions; }

}  // namespace vitrine
