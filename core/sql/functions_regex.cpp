// SPDX-License-Identifier: GPL-3.0-or-later
#include <optional>
#include <unordered_set>

#include "core/sql/binder.h"
#include "core/sql/coercion.h"
#include "core/sql/function_registry.h"
#include "core/sql/java_regex.h"
#include "core/sql/kernels.h"
#include "core/sql/utf8_text.h"

namespace vitrine {
namespace {

using CompiledRegex = Result<std::shared_ptr<const JavaRegex>>;

/// The pattern argument of a call: a constant is compiled while binding, but refused only where a row asks for it, as in Spark.
class PatternArgument {
  public:
    explicit PatternArgument(const BoundExpression& argument) {
        const Value* constant = constantOf(argument);
        if (constant != nullptr && !constant->isNull()) constant_ = std::make_shared<const CompiledRegex>(JavaRegex::compile(constant->get<std::string>()));
    }
    explicit PatternArgument(std::string_view pattern) : constant_(std::make_shared<const CompiledRegex>(JavaRegex::compile(pattern))) {}

    const CompiledRegex* constant() const noexcept { return constant_.get(); }

  private:
    std::shared_ptr<const CompiledRegex> constant_;
};

/// The matcher of one evaluation. A pattern that differs from row to row is compiled when it changes.
class RowMatcher {
  public:
    explicit RowMatcher(const PatternArgument& argument) : constant_(argument.constant()) {}

    /// Ready to search `text` for `pattern`.
    Result<JavaMatcher*> prepare(std::string_view pattern, std::string_view text) {
        if (!matcher_ || (constant_ == nullptr && matcher_->regex().pattern() != pattern)) {
            if (constant_ != nullptr) {
                if (!*constant_) return constant_->error();
                matcher_.emplace(constant_->value());
            } else {
                VITRINE_TRY(std::shared_ptr<const JavaRegex> regex, JavaRegex::compile(pattern));
                matcher_.emplace(std::move(regex));
            }
        }
        matcher_->reset(text);
        return &*matcher_;
    }

  private:
    const CompiledRegex* constant_;
    std::optional<JavaMatcher> matcher_;
};

Result<void> coerceTexts(FunctionBinding& call, std::size_t count) {
    for (std::size_t index = 0; index < count && index < call.size(); ++index) VITRINE_CHECK_OK(call.coerce(index, DataType::string()));
    return {};
}

/// Calls Result<void> f(row, matcher) for every row whose arguments are all present; texts in column 0, patterns in column 1.
template <class F>
Result<void> forMatchers(const KernelCall& call, const PatternArgument& pattern, const std::vector<std::uint8_t>& validity, F f) {
    const auto texts = call.column(0).values<std::string_view>();
    const auto patterns = call.column(1).values<std::string_view>();
    RowMatcher matcher(pattern);
    for (std::size_t row = 0; row < call.rows; ++row) {
        if (!isValidAt(validity, row)) continue;
        VITRINE_TRY(JavaMatcher* const ready, matcher.prepare(patterns[row], texts[row]));
        VITRINE_CHECK_OK(f(row, *ready));
    }
    return {};
}

/// A column of R: Result<void> f(row, matcher, R& out).
template <class R, class F>
Result<ColumnPtr> mapMatches(const KernelCall& call, const PatternArgument& pattern, F f, std::vector<BufferOwner> owners = {}) {
    std::vector<std::uint8_t> validity = mergedValidity(call.arguments);
    std::vector<R> values(call.rows);
    VITRINE_CHECK_OK(forMatchers(call, pattern, validity, [&](std::size_t row, JavaMatcher& matcher) -> Result<void> { return f(row, matcher, values[row]); }));
    return makeColumn(call.type, std::move(values), std::move(validity), std::move(owners));
}

/// An ARRAY<STRING> column: Result<void> f(row, matcher, std::vector<std::string_view>& elements), which appends.
template <class F>
Result<ColumnPtr> mapMatchesToArrays(const KernelCall& call, const PatternArgument& pattern, F f) {
    std::vector<std::uint8_t> validity = mergedValidity(call.arguments);
    std::vector<std::string_view> elements;
    std::vector<std::uint32_t> offsets(call.rows + 1);
    const auto collect = [&](std::size_t row, JavaMatcher& matcher) -> Result<void> {
        VITRINE_CHECK_OK(f(row, matcher, elements));
        offsets[row + 1] = static_cast<std::uint32_t>(elements.size());
        return {};
    };
    VITRINE_CHECK_OK(forMatchers(call, pattern, validity, collect));
    for (std::size_t row = 0; row < call.rows; ++row) offsets[row + 1] = std::max(offsets[row + 1], offsets[row]);
    ColumnPtr child = makeColumn(DataType::string(), std::move(elements), {}, mergedOwners(call.arguments));
    return std::make_shared<Column>(call.type, call.rows, Column::Elements{}, std::move(validity), std::move(offsets), std::vector<ColumnPtr>{std::move(child)});
}

Result<BoundPtr> bindMatches(FunctionBinding& call) {
    VITRINE_CHECK_OK(coerceTexts(call, 2));
    return call.call(
        DataType::boolean(),
        [pattern = PatternArgument(*call.argument(1))](const KernelCall& kernel) {
            return mapMatches<std::uint8_t>(kernel, pattern, [](std::size_t, JavaMatcher& matcher, std::uint8_t& out) -> Result<void> {
                VITRINE_TRY(const bool found, matcher.find());
                out = found;
                return {};
            });
        },
        false, true);
}

Result<void> checkGroup(const JavaMatcher& matcher, std::int32_t group) {
    if (group >= 0 && group <= matcher.regex().groupCount()) return {};
    return Error(ErrorCode::InvalidArgument, "The regular expression '" + matcher.regex().pattern() + "' has no group " + std::to_string(group) + ".")
        .withWayOut("Its groups are 0 (the whole match) to " + std::to_string(matcher.regex().groupCount()) + ".");
}

/// regexp_extract and regexp_extract_all: the group is 1 unless it is given.
Result<void> coerceExtract(FunctionBinding& call) {
    VITRINE_CHECK_OK(coerceTexts(call, 2));
    if (call.size() == 2) call.arguments().push_back(makeLiteral(DataType::intType(), Value{std::int32_t{1}}));
    return call.coerce(2, DataType::intType());
}

Result<BoundPtr> bindExtract(FunctionBinding& call) {
    VITRINE_CHECK_OK(coerceExtract(call));
    return call.call(
        DataType::string(),
        [pattern = PatternArgument(*call.argument(1))](const KernelCall& kernel) {
            const auto groups = kernel.column(2).values<std::int32_t>();
            return mapMatches<std::string_view>(
                kernel, pattern,
                [&](std::size_t row, JavaMatcher& matcher, std::string_view& out) -> Result<void> {
                    VITRINE_TRY(const bool found, matcher.find());
                    if (!found) return {};
                    VITRINE_CHECK_OK(checkGroup(matcher, groups[row]));
                    out = matcher.group(groups[row]);
                    return {};
                },
                mergedOwners(kernel.arguments));
        },
        false, true);
}

Result<BoundPtr> bindExtractAll(FunctionBinding& call) {
    VITRINE_CHECK_OK(coerceExtract(call));
    return call.call(
        DataType::array(DataType::string()),
        [pattern = PatternArgument(*call.argument(1))](const KernelCall& kernel) {
            const auto groups = kernel.column(2).values<std::int32_t>();
            return mapMatchesToArrays(kernel, pattern, [&](std::size_t row, JavaMatcher& matcher, std::vector<std::string_view>& elements) -> Result<void> {
                while (true) {
                    VITRINE_TRY(const bool found, matcher.find());
                    if (!found) return {};
                    VITRINE_CHECK_OK(checkGroup(matcher, groups[row]));
                    elements.push_back(matcher.group(groups[row]));
                }
            });
        },
        false, true);
}

Result<BoundPtr> bindCount(FunctionBinding& call) {
    VITRINE_CHECK_OK(coerceTexts(call, 2));
    return call.call(
        DataType::intType(),
        [pattern = PatternArgument(*call.argument(1))](const KernelCall& kernel) {
            return mapMatches<std::int32_t>(kernel, pattern, [](std::size_t, JavaMatcher& matcher, std::int32_t& out) -> Result<void> {
                while (true) {
                    VITRINE_TRY(const bool found, matcher.find());
                    if (!found) return {};
                    ++out;
                }
            });
        },
        false, true);
}

/// regexp_instr(text, pattern[, group]): Spark gives the place of the whole match whatever the group.
Result<BoundPtr> bindPlace(FunctionBinding& call) {
    VITRINE_CHECK_OK(coerceTexts(call, 2));
    if (call.has(2)) VITRINE_CHECK_OK(call.coerce(2, DataType::intType()));
    return call.call(
        DataType::intType(),
        [pattern = PatternArgument(*call.argument(1))](const KernelCall& kernel) {
            const auto texts = kernel.column(0).values<std::string_view>();
            return mapMatches<std::int32_t>(kernel, pattern, [&](std::size_t row, JavaMatcher& matcher, std::int32_t& out) -> Result<void> {
                VITRINE_TRY(const bool found, matcher.find());
                if (found) out = static_cast<std::int32_t>(countUtf16Units(texts[row].substr(0, matcher.begin()))) + 1;
                return {};
            });
        },
        false, true);
}

/// regexp_substr(text, pattern): NULL without a match, and for an empty one.
Result<BoundPtr> bindFirstMatch(FunctionBinding& call) {
    VITRINE_CHECK_OK(coerceTexts(call, 2));
    return call.call(
        DataType::string(),
        [pattern = PatternArgument(*call.argument(1))](const KernelCall& kernel) -> Result<ColumnPtr> {
            std::vector<std::uint8_t> validity = mergedValidity(kernel.arguments);
            std::vector<std::uint8_t> found(kernel.rows);
            std::vector<std::string_view> values(kernel.rows);
            VITRINE_CHECK_OK(forMatchers(kernel, pattern, validity, [&](std::size_t row, JavaMatcher& matcher) -> Result<void> {
                VITRINE_TRY(const bool isMatch, matcher.find());
                if (isMatch) values[row] = matcher.group(0);
                found[row] = !values[row].empty();
                return {};
            }));
            return makeColumn(kernel.type, std::move(values), std::move(found), mergedOwners(kernel.arguments));
        },
        true, true);
}

/// regexp_replace(text, pattern, replacement[, from]): the search begins at a constant place from 1.
Result<BoundPtr> bindReplace(FunctionBinding& call) {
    VITRINE_CHECK_OK(coerceTexts(call, 3));
    if (call.has(3)) {
        VITRINE_CHECK_OK(call.coerce(3, DataType::intType()));
        VITRINE_TRY(const Value from, call.constantArgument(3));
        if (!from.isNull() && from.get<std::int32_t>() < 1) return call.wrongType(3, "a place counted from 1");
    }
    return call.call(
        DataType::string(),
        [pattern = PatternArgument(*call.argument(1))](const KernelCall& kernel) {
            const auto texts = kernel.column(0).values<std::string_view>();
            const auto replacements = kernel.column(2).values<std::string_view>();
            auto arena = std::make_shared<StringArena>();
            std::vector<BufferOwner> owners = mergedOwners(kernel.arguments);
            owners.push_back(arena);
            std::string replaced;
            return mapMatches<std::string_view>(
                kernel, pattern,
                [&](std::size_t row, JavaMatcher& matcher, std::string_view& out) -> Result<void> {
                    out = texts[row];
                    std::size_t start = 0;
                    if (kernel.arguments.size() > 3) {
                        start = byteOfUtf16Unit(out, static_cast<std::size_t>(kernel.column(3).values<std::int32_t>()[row] - 1));
                        if (start > 0 && start >= out.size()) return {};
                        matcher.reset(out.substr(start));
                    }
                    const std::string_view searched = out.substr(start);
                    replaced.assign(out.substr(0, start));
                    std::size_t done = 0;
                    bool isChanged = false;
                    while (true) {
                        VITRINE_TRY(const bool found, matcher.find());
                        if (!found) break;
                        replaced.append(searched.substr(done, matcher.begin() - done));
                        VITRINE_CHECK_OK(appendReplacement(matcher, replacements[row], replaced));
                        done = matcher.end();
                        isChanged = true;
                    }
                    if (isChanged) out = arena->store(replaced.append(searched.substr(done)));
                    return {};
                },
                std::move(owners));
        },
        false, true);
}

/// Cuts `text` at the matches, as Java's String.split with a limit that keeps empty texts at the end.
Result<void> splitByMatches(JavaMatcher& matcher, std::string_view text, std::int32_t limit, std::vector<std::string_view>& elements) {
    std::size_t done = 0;
    std::int32_t count = 0;
    while (limit <= 0 || count < limit - 1) {
        VITRINE_TRY(const bool found, matcher.find());
        if (!found) break;
        if (matcher.end() == 0) continue;  // an empty match in front makes no element
        elements.push_back(text.substr(done, matcher.begin() - done));
        done = matcher.end();
        ++count;
    }
    elements.push_back(text.substr(done));
    return {};
}

/// One letter an element; the last one of a limited number takes the rest.
void splitLetters(std::string_view text, std::int32_t limit, std::vector<std::string_view>& elements) {
    std::size_t at = 0;
    for (std::int32_t count = 1; at < text.size(); ++count) {
        const std::size_t next = count == limit ? text.size() : nextCodePoint(text, at);
        elements.push_back(text.substr(at, next - at));
        at = next;
    }
}

Result<BoundPtr> bindSplit(FunctionBinding& call) {
    VITRINE_CHECK_OK(coerceTexts(call, 2));
    if (call.has(2)) VITRINE_CHECK_OK(call.coerce(2, DataType::intType()));
    return call.call(
        DataType::array(DataType::string(), false),
        [pattern = PatternArgument(*call.argument(1))](const KernelCall& kernel) {
            const auto texts = kernel.column(0).values<std::string_view>();
            return mapMatchesToArrays(kernel, pattern, [&](std::size_t row, JavaMatcher& matcher, std::vector<std::string_view>& elements) -> Result<void> {
                const std::int32_t limit = kernel.arguments.size() > 2 ? kernel.column(2).values<std::int32_t>()[row] : -1;
                if (matcher.regex().pattern().empty() && !texts[row].empty()) {
                    splitLetters(texts[row], limit, elements);
                    return {};
                }
                return splitByMatches(matcher, texts[row], limit, elements);
            });
        },
        false, true);
}

/// str_to_map(text[, pairs[, keys]]): both separators are regular expressions.
Result<BoundPtr> bindTextToMap(FunctionBinding& call) {
    if (call.size() < 2) call.arguments().push_back(makeLiteral(DataType::string(), Value{std::string(",")}));
    if (call.size() < 3) call.arguments().push_back(makeLiteral(DataType::string(), Value{std::string(":")}));
    VITRINE_CHECK_OK(coerceTexts(call, 3));
    return call.call(
        DataType::map(DataType::string(), DataType::string()),
        [pairs = PatternArgument(*call.argument(1)), keyEnds = PatternArgument(*call.argument(2))](const KernelCall& kernel) -> Result<ColumnPtr> {
            const auto texts = kernel.column(0).values<std::string_view>();
            const auto keyPatterns = kernel.column(2).values<std::string_view>();
            std::vector<std::uint8_t> validity = mergedValidity(kernel.arguments);
            std::vector<std::uint32_t> offsets(kernel.rows + 1);
            std::vector<std::string_view> keys;
            std::vector<std::string_view> values;
            std::vector<std::uint8_t> present;
            std::vector<std::string_view> entries;
            std::vector<std::string_view> parts;
            RowMatcher keyMatcher(keyEnds);
            const auto collect = [&](std::size_t row, JavaMatcher& matcher) -> Result<void> {
                entries.clear();
                if (matcher.regex().pattern().empty() && !texts[row].empty()) {
                    splitLetters(texts[row], -1, entries);
                } else {
                    VITRINE_CHECK_OK(splitByMatches(matcher, texts[row], -1, entries));
                }
                std::unordered_set<std::string_view> seen;
                for (const std::string_view entry : entries) {
                    VITRINE_TRY(JavaMatcher* const cut, keyMatcher.prepare(keyPatterns[row], entry));
                    parts.clear();
                    if (keyPatterns[row].empty() && !entry.empty()) {
                        splitLetters(entry, 2, parts);
                    } else {
                        VITRINE_CHECK_OK(splitByMatches(*cut, entry, 2, parts));
                    }
                    if (!seen.insert(parts[0]).second) return Error(ErrorCode::InvalidArgument, "str_to_map() got the key '" + std::string(parts[0]) + "' twice.");
                    keys.push_back(parts[0]);
                    values.push_back(parts.size() > 1 ? parts[1] : std::string_view());
                    present.push_back(parts.size() > 1);
                }
                offsets[row + 1] = static_cast<std::uint32_t>(keys.size());
                return {};
            };
            VITRINE_CHECK_OK(forMatchers(kernel, pairs, validity, collect));
            for (std::size_t row = 0; row < kernel.rows; ++row) offsets[row + 1] = std::max(offsets[row + 1], offsets[row]);
            const auto owners = mergedOwners(kernel.arguments);
            std::vector<ColumnPtr> children = {makeColumn(DataType::string(), std::move(keys), {}, owners),
                                               makeColumn(DataType::string(), std::move(values), std::move(present), owners)};
            return std::make_shared<Column>(kernel.type, kernel.rows, Column::Elements{}, std::move(validity), std::move(offsets), std::move(children));
        },
        false, true);
}

constexpr std::string_view kText = "text";
constexpr FunctionEntry kFunctions[] = {
    {{"regexp", "regexp(text, pattern) → BOOLEAN", "Whether a regular expression matches somewhere.", kText}, 2, 2, bindMatches},
    {{"regexp_count", "regexp_count(text, pattern) → INT", "How often a regular expression matches.", kText}, 2, 2, bindCount},
    {{"regexp_extract", "regexp_extract(text, pattern[, group]) → STRING", "A group (1 unless given) of the first match, or an empty text.", kText}, 2, 3, bindExtract},
    {{"regexp_extract_all", "regexp_extract_all(text, pattern[, group]) → ARRAY<STRING>", "A group (1 unless given) of every match.", kText}, 2, 3, bindExtractAll},
    {{"regexp_instr", "regexp_instr(text, pattern) → INT", "Where a regular expression matches first, from 1; 0 when it does not.", kText}, 2, 3, bindPlace},
    {{"regexp_like", "regexp_like(text, pattern) → BOOLEAN", "Whether a regular expression matches somewhere.", kText}, 2, 2, bindMatches},
    {{"regexp_replace", "regexp_replace(text, pattern, replacement[, from]) → STRING", "Every match replaced; $1 stands for group 1.", kText}, 3, 4, bindReplace},
    {{"regexp_substr", "regexp_substr(text, pattern) → STRING", "The first match, or NULL.", kText}, 2, 2, bindFirstMatch},
    {{"rlike", "rlike(text, pattern) → BOOLEAN", "Whether a regular expression matches somewhere.", kText}, 2, 2, bindMatches},
    {{"split", "split(text, pattern[, limit]) → ARRAY<STRING>", "The parts between the matches of a regular expression.", kText}, 2, 3, bindSplit},
    {{"str_to_map", "str_to_map(text[, pairs[, keys]]) → MAP<STRING, STRING>", "Entries such as a:1,b:2; the separators are regular expressions.", kText}, 1, 3, bindTextToMap},
};

}  // namespace

std::span<const FunctionEntry> regexFunctions() { return kFunctions; }

}  // namespace vitrine
