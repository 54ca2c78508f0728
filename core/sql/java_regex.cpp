// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/java_regex.h"

#include <array>

#include <fmt/format.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "core/sql/java_regex_syntax.h"
#include "core/sql/utf8_text.h"

namespace vitrine {
namespace {

// Steps and memory one search may take; Java has no such limits but runs out of stack sooner.
constexpr std::uint32_t kMatchLimit = 20'000'000;
constexpr std::uint32_t kDepthLimit = 100'000;
constexpr std::uint32_t kHeapLimitKiB = 65'536;
constexpr std::size_t kFirstStack = 32 * 1024;
constexpr std::size_t kMostStack = 8 * 1024 * 1024;

std::string messageOf(int code) {
    std::array<PCRE2_UCHAR, 256> text{};
    pcre2_get_error_message(code, text.data(), text.size());
    return reinterpret_cast<const char*>(text.data());
}

/// What searches of one thread share.
struct SearchContext {
    SearchContext()
        : context(pcre2_match_context_create(nullptr)), stack(pcre2_jit_stack_create(kFirstStack, kMostStack, nullptr)) {
        pcre2_set_match_limit(context, kMatchLimit);
        pcre2_set_depth_limit(context, kDepthLimit);
        pcre2_set_heap_limit(context, kHeapLimitKiB);
        if (stack != nullptr) pcre2_jit_stack_assign(context, nullptr, stack);
    }
    ~SearchContext() {
        pcre2_match_context_free(context);
        pcre2_jit_stack_free(stack);
    }
    SearchContext(const SearchContext&) = delete;
    SearchContext& operator=(const SearchContext&) = delete;

    pcre2_match_context* context;
    pcre2_jit_stack* stack;
};

pcre2_match_context* searchContext() {
    thread_local SearchContext shared;
    return shared.context;
}

}  // namespace

struct JavaRegex::Code {
    explicit Code(pcre2_code* compiled) : code(compiled) {}
    ~Code() { pcre2_code_free(code); }
    Code(const Code&) = delete;
    Code& operator=(const Code&) = delete;
    pcre2_code* code;
};

JavaRegex::~JavaRegex() = default;

Result<std::shared_ptr<const JavaRegex>> JavaRegex::compile(std::string_view pattern) {
    VITRINE_TRY(const std::string translated, translateJavaRegex(pattern));
    int code = 0;
    PCRE2_SIZE offset = 0;
    pcre2_code* compiled = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(translated.data()), translated.size(),
                                         PCRE2_UTF | PCRE2_UCP | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C, &code, &offset, nullptr);
    if (compiled == nullptr) {
        return Error(ErrorCode::InvalidArgument, fmt::format("The regular expression '{}' is not valid: {}.", pattern, messageOf(code)));
    }
    pcre2_jit_compile(compiled, PCRE2_JIT_COMPLETE);  // where there is no JIT the interpreter serves
    std::shared_ptr<JavaRegex> regex(new JavaRegex);
    regex->code_ = std::make_unique<Code>(compiled);
    regex->pattern_ = pattern;
    std::uint32_t groups = 0;
    pcre2_pattern_info(compiled, PCRE2_INFO_CAPTURECOUNT, &groups);
    regex->groupCount_ = static_cast<int>(groups);
    return std::shared_ptr<const JavaRegex>(std::move(regex));
}

int JavaRegex::groupNumber(const std::string& name) const noexcept {
    const int number = pcre2_substring_number_from_name(code_->code, reinterpret_cast<PCRE2_SPTR>(name.c_str()));
    return number > 0 ? number : -1;
}

struct JavaMatcher::State {
    explicit State(const pcre2_code* code) : data(pcre2_match_data_create_from_pattern(code, nullptr)), offsets(pcre2_get_ovector_pointer(data)) {}
    ~State() { pcre2_match_data_free(data); }
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    pcre2_match_data* data;
    const PCRE2_SIZE* offsets;
};

JavaMatcher::JavaMatcher(std::shared_ptr<const JavaRegex> regex) : regex_(std::move(regex)), state_(std::make_unique<State>(regex_->code().code)) {}
JavaMatcher::~JavaMatcher() = default;
JavaMatcher::JavaMatcher(JavaMatcher&&) noexcept = default;
JavaMatcher& JavaMatcher::operator=(JavaMatcher&&) noexcept = default;

void JavaMatcher::reset(std::string_view text) noexcept {
    text_ = text.data() == nullptr ? std::string_view("") : text;
    from_ = 0;
}

Result<bool> JavaMatcher::find() {
    if (from_ > text_.size()) return false;
    const int code = pcre2_match(regex_->code().code, reinterpret_cast<PCRE2_SPTR>(text_.data()), text_.size(), from_, 0, state_->data, searchContext());
    if (code == PCRE2_ERROR_NOMATCH) return false;
    if (code < 0) {
        return Error(ErrorCode::InvalidArgument,
                     fmt::format("The search for the regular expression '{}' was given up: {}.", regex_->pattern(), messageOf(code)))
            .withWayOut("Write the pattern so that it has fewer ways to match, for example without repetitions of repetitions.");
    }
    if (end() > begin()) {
        from_ = end();
    } else {
        from_ = end() < text_.size() ? nextCodePoint(text_, end()) : text_.size() + 1;
    }
    return true;
}

std::size_t JavaMatcher::begin(int group) const noexcept { return state_->offsets[2 * group]; }

std::size_t JavaMatcher::end(int group) const noexcept { return state_->offsets[2 * group + 1]; }

std::string_view JavaMatcher::group(int group) const noexcept {
    const std::size_t from = begin(group);
    return from == JavaRegex::kUnset ? std::string_view() : text_.substr(from, end(group) - from);
}

Result<void> appendReplacement(const JavaMatcher& matcher, std::string_view replacement, std::string& out) {
    const auto refused = [&](std::string_view what) {
        return Error(ErrorCode::InvalidArgument, fmt::format("The replacement '{}' is not valid: {}.", replacement, what))
            .withWayOut("$1 stands for group 1; write \\$ and \\\\ for the signs themselves.");
    };
    const auto isDigit = [&](std::size_t at) { return at < replacement.size() && replacement[at] >= '0' && replacement[at] <= '9'; };
    std::size_t at = 0;
    while (at < replacement.size()) {
        const char letter = replacement[at++];
        if (letter == '\\') {
            if (at == replacement.size()) return refused("it ends with a single \"\\\"");
            out += replacement[at++];
        } else if (letter != '$') {
            out += letter;
        } else if (at < replacement.size() && replacement[at] == '{') {
            const std::size_t close = replacement.find('}', at);
            if (close == std::string_view::npos) return refused("\"${\" has no \"}\"");
            const std::string name(replacement.substr(at + 1, close - at - 1));
            const int number = matcher.regex().groupNumber(name);
            if (number < 0) return refused(fmt::format("the pattern has no group \"{}\"", name));
            out += matcher.group(number);
            at = close + 1;
        } else {
            if (!isDigit(at)) return refused("\"$\" is followed by no group's number");
            int number = replacement[at++] - '0';
            if (number > matcher.regex().groupCount()) return refused(fmt::format("the pattern has no group {}", number));
            while (isDigit(at) && number * 10 + (replacement[at] - '0') <= matcher.regex().groupCount()) number = number * 10 + (replacement[at++] - '0');
            out += matcher.group(number);
        }
    }
    return {};
}

}  // namespace vitrine
