// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <numeric>
#include <optional>
#include <unordered_map>

#include <unicode/brkiter.h>
#include <unicode/uchar.h>

#include "core/sql/binder.h"
#include "core/sql/coercion.h"
#include "core/sql/function_registry.h"
#include "core/sql/kernels.h"
#include "core/sql/utf8_text.h"

namespace vitrine {
namespace {

Result<void> coerceTexts(FunctionBinding& call, std::size_t first, std::size_t count) {
    for (std::size_t index = first; index < first + count && index < call.size(); ++index) VITRINE_CHECK_OK(call.coerce(index, DataType::string()));
    return {};
}

/// overlay(text, part, from[, length]), of bytes for two BINARY values; without a length as long as the part.
Result<BoundPtr> bindOverlay(FunctionBinding& call) {
    const bool ofBytes = call.type(0).is(TypeKind::Binary) && call.type(1).is(TypeKind::Binary);
    if (!ofBytes) VITRINE_CHECK_OK(coerceTexts(call, 0, 2));
    VITRINE_CHECK_OK(call.coerce(2, DataType::intType()));
    if (call.has(3)) VITRINE_CHECK_OK(call.coerce(3, DataType::intType()));
    return call.call(ofBytes ? DataType::binary() : DataType::string(), [ofBytes](const KernelCall& kernel) -> Result<ColumnPtr> {
        const auto texts = kernel.column(0).values<std::string_view>();
        const auto parts = kernel.column(1).values<std::string_view>();
        const auto places = kernel.column(2).values<std::int32_t>();
        return mapText(kernel, [&](std::size_t row, StringArena& arena) {
            const auto sizeOf = [&](std::string_view text) { return static_cast<std::int64_t>(ofBytes ? text.size() : countCodePoints(text)); };
            const std::int64_t place = places[row];
            std::int64_t length = kernel.arguments.size() > 3 ? kernel.column(3).values<std::int32_t>()[row] : -1;
            if (length < 0) length = sizeOf(parts[row]);
            const std::string_view before = substringOf(texts[row], 1, place - 1, ofBytes);
            const std::string_view after = substringOf(texts[row], place + length, 2'147'483'647, ofBytes);
            return arena.store(std::string(before).append(parts[row]).append(after));
        });
    });
}

/// elt(n, a, b, …): NULL outside, or an error in ANSI mode.
Result<BoundPtr> bindElt(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::intType()));
    const bool allBinary = std::all_of(call.arguments().begin() + 1, call.arguments().end(), [](const BoundPtr& argument) { return argument->type()->is(TypeKind::Binary); });
    if (!allBinary) VITRINE_CHECK_OK(coerceTexts(call, 1, call.size()));
    return call.call(
        allBinary ? DataType::binary() : DataType::string(),
        [](const KernelCall& kernel) -> Result<ColumnPtr> {
            const Column& numbers = kernel.column(0);
            const std::size_t choices = kernel.arguments.size() - 1;
            std::vector<std::uint32_t> picks(kernel.rows, kNullRow);
            for (std::size_t row = 0; row < kernel.rows; ++row) {
                if (numbers.isNull(row)) continue;
                const std::int32_t number = numbers.values<std::int32_t>()[row];
                if (number >= 1 && static_cast<std::size_t>(number) <= choices) {
                    picks[row] = static_cast<std::uint32_t>((static_cast<std::size_t>(number) - 1) * kernel.rows + row);
                } else if (kernel.ansi()) {
                    return Error(ErrorCode::InvalidArrayIndex, "elt() has no value number " + std::to_string(number) + ", only 1 to " + std::to_string(choices) + ".");
                }
            }
            return scatter(kernel.type, kernel.arguments.subspan(1), picks);
        },
        true, call.conf().ansi);
}

std::int32_t placeInSet(std::string_view word, std::string_view list) {
    if (word.find(',') != std::string_view::npos) return 0;
    for (std::int32_t place = 1;; ++place) {
        const std::size_t comma = list.find(',');
        if (list.substr(0, comma) == word) return place;
        if (comma == std::string_view::npos) return 0;
        list.remove_prefix(comma + 1);
    }
}

Result<BoundPtr> bindFindInSet(FunctionBinding& call) {
    VITRINE_CHECK_OK(coerceTexts(call, 0, 2));
    return call.call(DataType::intType(), [](const KernelCall& kernel) -> Result<ColumnPtr> {
        return mapTwo<std::string_view, std::string_view, std::int32_t>(kernel, placeInSet);
    });
}

std::u32string codePoints(std::string_view text) {
    std::u32string points;
    points.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); at = nextCodePoint(text, at)) points += codePointAt(text, at);
    return points;
}

std::int32_t editDistance(const std::u32string& left, const std::u32string& right) {
    std::vector<std::int32_t> costs(right.size() + 1);
    std::iota(costs.begin(), costs.end(), 0);
    for (std::size_t row = 0; row < left.size(); ++row) {
        std::int32_t diagonal = costs[0]++;
        for (std::size_t column = 0; column < right.size(); ++column) {
            const std::int32_t changed = diagonal + (left[row] == right[column] ? 0 : 1);
            diagonal = costs[column + 1];
            costs[column + 1] = std::min({changed, diagonal + 1, costs[column] + 1});
        }
    }
    return costs.back();
}

/// levenshtein(a, b[, limit]): -1 for more than the limit.
Result<BoundPtr> bindLevenshtein(FunctionBinding& call) {
    VITRINE_CHECK_OK(coerceTexts(call, 0, 2));
    if (call.has(2)) VITRINE_CHECK_OK(call.coerce(2, DataType::intType()));
    return call.call(DataType::intType(), [](const KernelCall& kernel) -> Result<ColumnPtr> {
        const auto left = kernel.column(0).values<std::string_view>();
        const auto right = kernel.column(1).values<std::string_view>();
        return mapRowsOrNull<std::int32_t>(kernel, [&](std::size_t row, std::int32_t& out) {
            out = editDistance(codePoints(left[row]), codePoints(right[row]));
            if (kernel.arguments.size() > 2 && out > kernel.column(2).values<std::int32_t>()[row]) out = -1;
            return true;
        });
    });
}

/// Soundex as Spark has it: a text that does not begin with a letter of ASCII stays as it is.
std::string soundexOf(std::string_view text) {
    static constexpr std::string_view kCodes = "01230127022455012623017202";  // of A to Z; 7: as if it were not there
    const auto upper = [](char letter) { return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter; };
    const auto isLetter = [](char letter) { return letter >= 'A' && letter <= 'Z'; };
    if (text.empty() || !isLetter(upper(text[0]))) return std::string(text);
    std::string code(1, upper(text[0]));
    char last = kCodes[static_cast<std::size_t>(code[0] - 'A')];
    for (std::size_t at = 1; at < text.size() && code.size() < 4; ++at) {
        const char letter = upper(text[at]);
        if (!isLetter(letter)) {
            last = '0';
            continue;
        }
        const char digit = kCodes[static_cast<std::size_t>(letter - 'A')];
        if (digit == '7') continue;
        if (digit != '0' && digit != last) code += digit;
        last = digit;
    }
    return code.append(4 - code.size(), '0');
}

Result<BoundPtr> bindSoundex(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::string()));
    return call.call(DataType::string(), [](const KernelCall& kernel) -> Result<ColumnPtr> {
        const auto texts = kernel.column(0).values<std::string_view>();
        return mapText(kernel, [&](std::size_t row, StringArena& arena) { return arena.store(soundexOf(texts[row])); });
    });
}

/// What stands for the letters of a kind; empty when they stay.
struct MaskLetters {
    std::optional<std::string> upper = "X";
    std::optional<std::string> lower = "x";
    std::optional<std::string> digit = "n";
    std::optional<std::string> other;
};

std::string maskedText(std::string_view text, const MaskLetters& letters) {
    std::string masked;
    masked.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t next = nextCodePoint(text, at);
        const auto point = static_cast<UChar32>(codePointAt(text, at));
        const bool isPair = point > 0xFFFF;  // Java sees surrogates, which are no letters; Spark counts the pair once
        const std::optional<std::string>* with = &letters.other;
        if (!isPair && u_isUUppercase(point) != 0) {
            with = &letters.upper;
        } else if (!isPair && u_isULowercase(point) != 0) {
            with = &letters.lower;
        } else if (!isPair && u_isdigit(point) != 0) {
            with = &letters.digit;
        }
        if (!*with) {
            masked.append(text.substr(at, next - at));
        } else {
            masked += **with;
        }
        at = next;
    }
    return masked;
}

/// mask(text[, upper[, lower[, digit[, other]]]]): one constant letter each, NULL keeps what is there.
Result<BoundPtr> bindMask(FunctionBinding& call) {
    VITRINE_CHECK_OK(coerceTexts(call, 0, call.size()));
    MaskLetters letters;
    const std::array<std::optional<std::string>*, 4> all = {&letters.upper, &letters.lower, &letters.digit, &letters.other};
    for (std::size_t index = 1; index < call.size(); ++index) {
        VITRINE_TRY(const Value value, call.constantArgument(index));
        if (value.isNull()) {
            all[index - 1]->reset();
            continue;
        }
        if (countUtf16Units(value.get<std::string>()) != 1) return call.wrongType(index, "one letter");
        *all[index - 1] = value.get<std::string>();
    }
    call.arguments().resize(1);
    return call.call(DataType::string(), [letters](const KernelCall& kernel) -> Result<ColumnPtr> {
        const auto texts = kernel.column(0).values<std::string_view>();
        return mapText(kernel, [&](std::size_t row, StringArena& arena) { return arena.store(maskedText(texts[row], letters)); });
    });
}

std::uint8_t passesLuhn(std::string_view digits) {
    int sum = 0;
    bool isSecond = false;
    for (std::size_t at = digits.size(); at-- > 0; isSecond = !isSecond) {
        if (digits[at] < '0' || digits[at] > '9') return 0;
        const int value = (digits[at] - '0') * (isSecond ? 2 : 1);
        sum += value / 10 + value % 10;
    }
    return !digits.empty() && sum % 10 == 0;
}

Result<BoundPtr> bindLuhn(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::string()));
    return call.call(DataType::boolean(), [](const KernelCall& kernel) -> Result<ColumnPtr> { return mapOne<std::string_view, std::uint8_t>(kernel, passesLuhn); });
}

/// Letters mapped by translate(); no value: the letter goes.
using Dictionary = std::unordered_map<char32_t, std::optional<char32_t>>;

Dictionary dictionaryOf(std::string_view from, std::string_view to) {
    Dictionary dictionary;
    const std::u32string with = codePoints(to);
    std::size_t place = 0;
    for (const char32_t letter : codePoints(from)) {
        dictionary.try_emplace(letter, place < with.size() ? std::optional(with[place]) : std::nullopt);
        ++place;
    }
    return dictionary;
}

Result<BoundPtr> bindTranslate(FunctionBinding& call) {
    VITRINE_CHECK_OK(coerceTexts(call, 0, 3));
    return call.call(DataType::string(), [](const KernelCall& kernel) -> Result<ColumnPtr> {
        const auto texts = kernel.column(0).values<std::string_view>();
        const auto from = kernel.column(1).values<std::string_view>();
        const auto to = kernel.column(2).values<std::string_view>();
        Dictionary dictionary;
        std::optional<std::size_t> madeOf;  // the row that the dictionary belongs to
        return mapText(kernel, [&](std::size_t row, StringArena& arena) {
            if (!madeOf || from[*madeOf] != from[row] || to[*madeOf] != to[row]) {
                dictionary = dictionaryOf(from[row], to[row]);
                madeOf = row;
            }
            std::string translated;
            const std::string_view text = texts[row];
            for (std::size_t at = 0; at < text.size();) {
                const std::size_t next = nextCodePoint(text, at);
                const auto found = dictionary.find(codePointAt(text, at));
                if (found == dictionary.end()) {
                    translated.append(text.substr(at, next - at));
                } else if (found->second) {
                    appendCodePoint(translated, *found->second);
                }
                at = next;
            }
            return arena.store(translated);
        });
    });
}

/// The part before the count-th separator, or behind the one counted from the end. Separators may overlap.
std::string_view partBefore(std::string_view text, std::string_view separator, std::int32_t count) {
    if (separator.empty() || count == 0) return {};
    std::size_t found = 0;
    if (count > 0) {
        for (std::int32_t time = 0; time < count; ++time) {
            found = text.find(separator, time == 0 ? 0 : found + 1);
            if (found == std::string_view::npos) return text;
        }
        return text.substr(0, found);
    }
    found = std::string_view::npos;
    for (std::int64_t time = 0; time < -static_cast<std::int64_t>(count); ++time) {
        if (found == 0) return text;
        found = text.rfind(separator, time == 0 ? std::string_view::npos : found - 1);
        if (found == std::string_view::npos) return text;
    }
    return text.substr(found + separator.size());
}

Result<BoundPtr> bindSubstringIndex(FunctionBinding& call) {
    VITRINE_CHECK_OK(coerceTexts(call, 0, 2));
    VITRINE_CHECK_OK(call.coerce(2, DataType::intType()));
    return call.call(DataType::string(), [](const KernelCall& kernel) -> Result<ColumnPtr> {
        const auto texts = kernel.column(0).values<std::string_view>();
        const auto separators = kernel.column(1).values<std::string_view>();
        const auto counts = kernel.column(2).values<std::int32_t>();
        return mapText(kernel, [&](std::size_t row, StringArena&) { return partBefore(texts[row], separators[row], counts[row]); });
    });
}

/// Part `number` between separators, from 1 or from the end (-1); empty outside.
std::string_view partAt(std::string_view text, std::string_view separator, std::int32_t number) {
    std::vector<std::string_view> parts;
    if (!text.empty() || separator.empty()) {
        for (std::size_t found = separator.empty() ? std::string_view::npos : text.find(separator); found != std::string_view::npos; found = text.find(separator)) {
            parts.push_back(text.substr(0, found));
            text.remove_prefix(found + separator.size());
        }
        parts.push_back(text);
    }
    const std::int64_t place = number > 0 ? number - 1 : static_cast<std::int64_t>(parts.size()) + number;
    return place >= 0 && place < static_cast<std::int64_t>(parts.size()) ? parts[static_cast<std::size_t>(place)] : std::string_view();
}

Result<BoundPtr> bindSplitPart(FunctionBinding& call) {
    VITRINE_CHECK_OK(coerceTexts(call, 0, 2));
    VITRINE_CHECK_OK(call.coerce(2, DataType::intType()));
    return call.call(
        DataType::string(),
        [](const KernelCall& kernel) {
            const auto texts = kernel.column(0).values<std::string_view>();
            const auto separators = kernel.column(1).values<std::string_view>();
            const auto numbers = kernel.column(2).values<std::int32_t>();
            return mapTextRows(
                kernel,
                [&](std::size_t row, StringArena&, std::string_view& out) {
                    if (numbers[row] == 0) return RowOutcome::Failure;
                    out = partAt(texts[row], separators[row], numbers[row]);
                    return RowOutcome::Value;
                },
                [](std::size_t) { return Error(ErrorCode::InvalidArrayIndex, "Parts are counted from 1 (or from the end, -1), not from 0."); });
        },
        false, true);
}

using BreakIteratorPtr = std::unique_ptr<icu::BreakIterator>;

/// Sentences as lists of their words; a word begins with a letter or a digit.
Value sentencesOf(std::string_view text, const icu::Locale& locale) {
    UErrorCode status = U_ZERO_ERROR;
    const BreakIteratorPtr sentences(icu::BreakIterator::createSentenceInstance(locale, status));
    const BreakIteratorPtr words(icu::BreakIterator::createWordInstance(locale, status));
    Value::List all;
    if (U_FAILURE(status)) return Value{std::move(all)};
    icu::UnicodeString whole = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
    // To Java a line end alone ends no sentence.
    whole.findAndReplace(icu::UnicodeString(u'\n'), icu::UnicodeString(u' '));
    sentences->setText(whole);
    std::int32_t begin = 0;
    for (std::int32_t end = sentences->next(); end != icu::BreakIterator::DONE; begin = end, end = sentences->next()) {
        const icu::UnicodeString sentence = whole.tempSubStringBetween(begin, end);
        words->setText(sentence);
        Value::List found;
        std::int32_t from = 0;
        std::int32_t joinedAt = -1;   // Java keeps what a hyphen joins in one word
        for (std::int32_t to = words->next(); to != icu::BreakIterator::DONE; from = to, to = words->next()) {
            if (u_isalnum(sentence.charAt(from)) == 0) {
                const bool joins = to - from == 1 && sentence.charAt(from) == u'-' && from > 0 && u_isalnum(sentence.charAt(from - 1)) != 0;
                joinedAt = joins ? to : -1;
                continue;
            }
            std::string word;
            sentence.tempSubStringBetween(from, to).toUTF8String(word);
            if (joinedAt == from && !found.empty())
                found.back() = Value{found.back().get<std::string>() + '-' + word};
            else
                found.push_back(Value{std::move(word)});
        }
        all.push_back(Value{std::move(found)});
    }
    return Value{std::move(all)};
}

/// sentences(text[, language[, country]]): NULL only for a NULL text; another argument that is NULL counts as left out.
Result<BoundPtr> bindSentences(FunctionBinding& call) {
    VITRINE_CHECK_OK(coerceTexts(call, 0, 3));
    const TypePtr type = DataType::array(DataType::array(DataType::string(), false), false);
    const bool nullable = call.argument(0)->nullable();
    return makeKernelCall(
        type, nullable, std::move(call.arguments()),
        [](const KernelCall& kernel) -> Result<ColumnPtr> {
            ColumnBuilder builder(kernel.type);
            const auto nameAt = [&](std::size_t index, std::size_t row) {
                const bool isThere = index < kernel.arguments.size() && !kernel.column(index).isNull(row);
                return isThere ? std::string(kernel.column(index).values<std::string_view>()[row]) : std::string();
            };
            for (std::size_t row = 0; row < kernel.rows; ++row) {
                if (kernel.column(0).isNull(row)) {
                    builder.appendNull();
                    continue;
                }
                const std::string language = nameAt(1, row);
                const icu::Locale locale = language.empty() ? icu::Locale::getUS() : icu::Locale(language.c_str(), nameAt(2, row).c_str());
                builder.appendValue(sentencesOf(kernel.column(0).values<std::string_view>()[row], locale));
            }
            return builder.finish();
        },
        false);
}

constexpr std::string_view kText = "text";
constexpr FunctionEntry kFunctions[] = {
    {{"elt", "elt(n, a, b, …) → STRING", "The n-th of the values, counted from 1.", kText}, 2, -1, bindElt},
    {{"find_in_set", "find_in_set(word, list) → INT", "The place of a word in a list with commas, from 1; 0 when absent.", kText}, 2, 2, bindFindInSet},
    {{"levenshtein", "levenshtein(a, b[, limit]) → INT", "How many letters to change; -1 for more than the limit.", kText}, 2, 3, bindLevenshtein},
    {{"luhn_check", "luhn_check(digits) → BOOLEAN", "Whether the last digit is right, as on credit cards.", kText}, 1, 1, bindLuhn},
    {{"mask", "mask(text[, upper[, lower[, digit[, other]]]]) → STRING", "The text made unreadable: Xxxx-nnn.", kText}, 1, 5, bindMask},
    {{"overlay", "overlay(text, part, from[, length]) → STRING", "The text with a part written over it.", kText}, 3, 4, bindOverlay},
    {{"sentences", "sentences(text[, language[, country]]) → ARRAY<ARRAY<STRING>>", "The words of every sentence.", kText}, 1, 3, bindSentences},
    {{"soundex", "soundex(text) → STRING", "How an English word sounds: a letter and three digits.", kText}, 1, 1, bindSoundex},
    {{"split_part", "split_part(text, separator, n) → STRING", "The n-th part between separators, from 1 or from the end.", kText}, 3, 3, bindSplitPart},
    {{"substring_index", "substring_index(text, separator, n) → STRING", "What stands before the n-th separator, or behind the -n-th.", kText}, 3, 3, bindSubstringIndex},
    {{"translate", "translate(text, from, to) → STRING", "Letters of from changed into those of to.", kText}, 3, 3, bindTranslate},
};

}  // namespace

std::span<const FunctionEntry> wordFunctions() { return kFunctions; }

}  // namespace vitrine
