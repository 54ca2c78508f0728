// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace vitrine {

/// A compiled regular expression of java.util.regex. Immutable, thread-safe, shared by pointer.
class JavaRegex {
  public:
    static constexpr std::size_t kUnset = ~std::size_t{0};

    /// InvalidArgument for a pattern that Java refuses, or that PCRE2 cannot express.
    static Result<std::shared_ptr<const JavaRegex>> compile(std::string_view pattern);
    ~JavaRegex();
    JavaRegex(const JavaRegex&) = delete;
    JavaRegex& operator=(const JavaRegex&) = delete;

    const std::string& pattern() const noexcept { return pattern_; }
    int groupCount() const noexcept { return groupCount_; }

    /// The number of the group called `name`, or -1.
    int groupNumber(const std::string& name) const noexcept;

    /// What compile() wraps; for JavaMatcher.
    struct Code;
    const Code& code() const noexcept { return *code_; }

  private:
    JavaRegex() = default;

    std::string pattern_;
    int groupCount_ = 0;
    std::unique_ptr<Code> code_;
};

/// Finds the matches of one regex in one text after the other. One a thread; the text must outlive its use.
class JavaMatcher {
  public:
    explicit JavaMatcher(std::shared_ptr<const JavaRegex> regex);
    ~JavaMatcher();
    JavaMatcher(JavaMatcher&&) noexcept;
    JavaMatcher& operator=(JavaMatcher&&) noexcept;

    /// Starts over with `text`, UTF-8; bytes that are none match nothing.
    void reset(std::string_view text) noexcept;

    /// Moves to the next match, as Java's Matcher.find(): behind an empty one it goes on a letter later. InvalidArgument
    /// when the search takes too many steps.
    Result<bool> find();

    /// Byte offsets of the match (0) or a group in the text; JavaRegex::kUnset for a group that took no part.
    std::size_t begin(int group = 0) const noexcept;
    std::size_t end(int group = 0) const noexcept;
    /// Its text; empty for a group that took no part.
    std::string_view group(int group) const noexcept;

    const JavaRegex& regex() const noexcept { return *regex_; }

  private:
    struct State;
    std::shared_ptr<const JavaRegex> regex_;
    std::unique_ptr<State> state_;
    std::string_view text_;
    std::size_t from_ = 0;
};

/// The text of `replacement`, Java's replacement syntax with `$1`, `${name}` and `\$`, for the current match of `matcher`, appended
/// to `out`. InvalidArgument for a group that does not exist and for a template that Java refuses.
Result<void> appendReplacement(const JavaMatcher& matcher, std::string_view replacement, std::string& out);

}  // namespace vitrine
