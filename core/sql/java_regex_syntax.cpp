// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/java_regex_syntax.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "core/sql/hex_text.h"
#include "core/sql/token.h"
#include "core/sql/utf8_text.h"

namespace vitrine {
namespace {

constexpr int kMaxDepth = 200;

// The inside of a bracket expression.
constexpr std::string_view kDigit = "0-9";
constexpr std::string_view kWord = "a-zA-Z_0-9";
constexpr std::string_view kSpace = R"( \t\n\x0B\f\r)";
constexpr std::string_view kLineEnd = R"([\n\r\x{85}\x{2028}\x{2029}])";

struct NamedClass {
    std::string_view name;
    std::string_view inside;
};

/// Java's `\p{…}` that are not Unicode properties by the same name.
constexpr NamedClass kNamedClasses[] = {
    {"Lower", "a-z"},
    {"Upper", "A-Z"},
    {"ASCII", R"(\x00-\x7F)"},
    {"Alpha", "a-zA-Z"},
    {"Digit", "0-9"},
    {"Alnum", "a-zA-Z0-9"},
    {"Punct", R"(!-\/:-@\[-`{-~)"},
    {"Graph", "!-~"},
    {"Print", " -~"},
    {"Blank", R"( \t)"},
    {"Cntrl", R"(\x00-\x1F\x7F)"},
    {"XDigit", "0-9a-fA-F"},
    {"Space", R"( \t\n\x0B\f\r)"},
    {"L1", R"(\x00-\xFF)"},
    {"LC", R"(\p{L&})"},
    {"LD", R"(\p{L}\p{Nd})"},
    {"all", R"(\x{0}-\x{10FFFF})"},
    {"ALL", R"(\x{0}-\x{10FFFF})"},
    {"javaLowerCase", R"(\p{Lowercase})"},
    {"javaUpperCase", R"(\p{Uppercase})"},
    {"javaAlphabetic", R"(\p{Alphabetic})"},
    {"javaIdeographic", R"(\p{Ideographic})"},
    {"javaTitleCase", R"(\p{Lt})"},
    {"javaDigit", R"(\p{Nd})"},
    {"javaDefined", R"(\P{Cn})"},
    {"javaLetter", R"(\p{L})"},
    {"javaLetterOrDigit", R"(\p{L}\p{Nd})"},
    {"javaSpaceChar", R"(\p{Z})"},
    {"javaWhitespace", R"(\t-\r\x{1C}-\x{1F}\x{20}\x{1680}\x{2000}-\x{2006}\x{2008}-\x{200A}\x{205F}\x{3000}\x{2028}\x{2029})"},
    {"javaISOControl", R"(\x00-\x1F\x7F-\x9F)"},
    {"javaMirrored", R"(\p{Bidi_Mirrored})"},
};

/// `\p{Is…}` of Java that PCRE2 calls otherwise.
constexpr NamedClass kUnicodeNames[] = {
    {"Letter", R"(\p{L})"},      {"Digit", R"(\p{Nd})"},     {"Punctuation", R"(\p{P})"}, {"Control", R"(\p{Cc})"},
    {"Titlecase", R"(\p{Lt})"},  {"Assigned", R"(\P{Cn})"},  {"Alnum", R"(\p{Alphabetic}\p{Nd})"}, {"Blank", R"(\p{Zs}\t)"},
    {"WhiteSpace", R"(\p{White_Space})"}, {"Word", R"(\p{Alphabetic}\p{M}\p{Nd}\p{Pc})"},
};

std::string codePointText(std::uint32_t point) { return fmt::format("\\x{{{:X}}}", point); }

class Translator {
  public:
    explicit Translator(std::string_view pattern) : pattern_(pattern) {}

    Result<std::string> run() {
        countGroups();
        VITRINE_TRY(std::string all, alternatives());
        if (at_ < pattern_.size()) return fault("\")\" has no partner");
        return all;
    }

  private:
    struct Flags {
        bool ignoreCase = false;
        bool multiline = false;
        bool dotAll = false;
        bool unixLines = false;
        bool comments = false;
        bool unicodeCase = false;
        bool unicodeClasses = false;
    };

    bool atEnd() const { return at_ >= pattern_.size(); }
    char peek(std::size_t ahead = 0) const { return at_ + ahead < pattern_.size() ? pattern_[at_ + ahead] : '\0'; }
    bool looksAt(std::string_view text) const { return pattern_.substr(at_).starts_with(text); }
    bool take(std::string_view text) {
        if (!looksAt(text)) return false;
        at_ += text.size();
        return true;
    }
    Error fault(std::string_view what) const {
        return Error(ErrorCode::InvalidArgument, fmt::format("The regular expression '{}' is not valid: {}.", pattern_, what)).atColumn(static_cast<int>(at_));
    }

    /// Groups of the whole pattern: a reference to one that does not exist never matches.
    void countGroups() {
        bool quoted = false;
        int brackets = 0;
        for (std::size_t index = 0; index < pattern_.size(); ++index) {
            const std::string_view rest = pattern_.substr(index);
            if (quoted) {
                if (rest.starts_with("\\E")) quoted = false;
            } else if (rest.starts_with("\\Q")) {
                quoted = true;
                ++index;
            } else if (rest[0] == '\\') {
                ++index;
            } else if (rest[0] == '[') {
                ++brackets;
            } else if (rest[0] == ']' && brackets > 0) {
                --brackets;
            } else if (rest[0] == '(' && brackets == 0) {
                if (!rest.starts_with("(?") || (rest.starts_with("(?<") && !rest.starts_with("(?<=") && !rest.starts_with("(?<!"))) ++groups_;
            }
        }
    }

    Result<std::string> alternatives() {
        if (++depth_ > kMaxDepth) return fault("it is nested too deeply");
        std::string all;
        while (true) {
            VITRINE_TRY(const std::string branch, sequence());
            all += branch;
            if (!take("|")) break;
            all += '|';
        }
        --depth_;
        return all;
    }

    Result<std::string> sequence() {
        std::string all;
        while (true) {
            if (flags_.comments) skipComments();
            if (atEnd() || peek() == '|' || peek() == ')') return all;
            VITRINE_TRY(std::string part, atom());
            if (flags_.comments) skipComments();
            VITRINE_TRY(const std::string quantity, quantifier());
            // A part that vanished, such as `(?i)` or `\Q\E`, cannot be repeated.
            if (part.empty() && !quantity.empty()) return fault("nothing is there to repeat");
            if (!quantity.empty() && needsGroup_) part = "(?:" + part + ")";
            all += part + quantity;
        }
    }

    void skipComments() {
        while (!atEnd()) {
            const char letter = peek();
            if (letter == ' ' || (letter >= '\t' && letter <= '\r')) {
                ++at_;
            } else if (letter == '#') {
                while (!atEnd() && peek() != '\n' && peek() != '\r') ++at_;
            } else {
                return;
            }
        }
    }

    Result<std::string> quantifier() {
        std::string quantity;
        if (atEnd()) return quantity;
        const char first = peek();
        if (first == '*' || first == '+' || first == '?') {
            quantity = first;
            ++at_;
        } else if (first == '{') {
            const std::size_t close = pattern_.find('}', at_);
            const std::string_view inside = close == std::string_view::npos ? std::string_view() : pattern_.substr(at_ + 1, close - at_ - 1);
            const std::size_t comma = inside.find(',');
            const std::string_view least = inside.substr(0, comma);
            const std::string_view most = comma == std::string_view::npos ? std::string_view() : inside.substr(comma + 1);
            const auto isNumber = [](std::string_view text) { return std::all_of(text.begin(), text.end(), [](char digit) { return digit >= '0' && digit <= '9'; }); };
            if (least.empty() || !isNumber(least) || !isNumber(most)) return fault("\"{\" starts no repetition such as {2,3}");
            quantity = fmt::format("{{{}}}", inside);
            at_ = close + 1;
        } else {
            return quantity;
        }
        if (peek() == '?' || peek() == '+') {
            quantity += peek();
            ++at_;
        }
        return quantity;
    }

    /// One code point taken as it stands.
    std::string literal(std::uint32_t point) const {
        std::string text;
        if (point < 0x80) {
            const char letter = static_cast<char>(point);
            const bool isPlain = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') || letter == '_' || letter == ' ';
            return isPlain ? std::string(1, letter) : codePointText(point);
        }
        // Java ignores the case of ASCII letters only, unless told otherwise.
        if (flags_.ignoreCase && !flags_.unicodeCase) return "(?-i:" + codePointText(point) + ")";
        return codePointText(point);
    }

    std::uint32_t takePoint() {
        const std::size_t next = nextCodePoint(pattern_, at_);
        const auto first = static_cast<unsigned char>(pattern_[at_]);
        std::uint32_t point = first;
        if (next - at_ > 1) {
            point = first & (0x7FU >> (next - at_));
            for (std::size_t index = at_ + 1; index < next; ++index) point = point << 6 | (static_cast<unsigned char>(pattern_[index]) & 0x3FU);
        }
        at_ = next;
        return point;
    }

    std::string dot() const {
        if (flags_.dotAll) return "(?s:.)";
        return flags_.unixLines ? R"([^\n])" : "[^" + std::string(kLineEnd.substr(1));
    }

    std::string lineStart() const {
        if (!flags_.multiline) return "\\A";
        if (flags_.unixLines) return R"((?:\A|(?<=\n)(?!\z)))";
        return R"((?:\A|(?<=[\n\x{85}\x{2028}\x{2029}])(?!\z)|(?<=\r)(?![\n])(?!\z)))";
    }

    std::string lineEnd(bool isMultiline) const {
        if (flags_.unixLines) return isMultiline ? R"((?=\n|\z))" : R"((?=\n?\z))";
        if (isMultiline) return R"((?:(?=[\r\x{85}\x{2028}\x{2029}]|\z)|(?<!\r)(?=\n)))";
        return R"((?:(?=(?:\r\n|[\r\x{85}\x{2028}\x{2029}])?\z)|(?<!\r)(?=\n\z)))";
    }

    Result<std::string> atom() {
        needsGroup_ = false;
        switch (peek()) {
            case '(': return group();
            case '[': return bracket();
            case '\\': return escape();
            case '.':
                ++at_;
                return dot();
            case '^':
                ++at_;
                needsGroup_ = true;
                return lineStart();
            case '$':
                ++at_;
                needsGroup_ = true;
                return lineEnd(flags_.multiline);
            case '*':
            case '+':
            case '?': return fault(fmt::format("nothing is there to repeat before \"{}\"", peek()));
            case '{': return fault("\"{\" starts no repetition such as {2,3}");
            default: return literal(takePoint());
        }
    }

    Result<std::string> group() {
        const std::size_t begin = at_;
        ++at_;
        std::string open = "(";
        const Flags outer = flags_;
        if (take("?")) {
            if (take(":")) {
                open = "(?:";
            } else if (take("=")) {
                open = "(?=";
            } else if (take("!")) {
                open = "(?!";
            } else if (take(">")) {
                open = "(?>";
            } else if (take("<=")) {
                open = "(?<=";
            } else if (take("<!")) {
                open = "(?<!";
            } else if (take("<")) {
                VITRINE_TRY(const std::string name, groupName());
                open = "(?<" + name + ">";
            } else {
                VITRINE_CHECK_OK(inlineFlags());
                if (take(")")) return std::string(flags_.ignoreCase ? "(?i)" : "(?-i)");
                if (!take(":")) return fault("\"(?\" starts no group that Java knows");
                open = flags_.ignoreCase ? "(?i:" : "(?-i:";
            }
        }
        VITRINE_TRY(const std::string inside, alternatives());
        if (!take(")")) {
            at_ = begin;
            return fault("\"(\" has no partner");
        }
        flags_ = outer;
        needsGroup_ = false;
        return open + inside + ")";
    }

    Result<std::string> groupName() {
        const std::size_t close = pattern_.find('>', at_);
        const std::string_view name = pattern_.substr(at_, close == std::string_view::npos ? 0 : close - at_);
        const auto isLetter = [](char letter) { return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z'); };
        const bool isName = !name.empty() && isLetter(name[0]) &&
                            std::all_of(name.begin(), name.end(), [&](char letter) { return isLetter(letter) || (letter >= '0' && letter <= '9'); });
        if (!isName) return fault("a group's name has letters and digits only, between \"<\" and \">\"");
        at_ = close + 1;
        return std::string(name);
    }

    Result<void> inlineFlags() {
        bool on = true;
        while (true) {
            switch (peek()) {
                case 'i': flags_.ignoreCase = on; break;
                case 'm': flags_.multiline = on; break;
                case 's': flags_.dotAll = on; break;
                case 'd': flags_.unixLines = on; break;
                case 'x': flags_.comments = on; break;
                case 'u': flags_.unicodeCase = on; break;
                case 'U': flags_.unicodeClasses = flags_.unicodeCase = on; break;
                case 'c': break;
                case '-':
                    if (!on) return fault("\"(?\" starts no group that Java knows");
                    on = false;
                    break;
                default: return {};
            }
            ++at_;
        }
    }

    /// The inside of a bracket expression for `\d`, `\W`, `\p{…}` and the like; empty when the escape is none of them.
    Result<std::string> classEscape(bool& isNegated) {
        const char letter = peek(1);
        isNegated = letter >= 'A' && letter <= 'Z';
        std::string inside;
        switch (letter) {
            case 'd':
            case 'D': inside = flags_.unicodeClasses ? R"(\p{Nd})" : kDigit; break;
            case 'w':
            case 'W': inside = flags_.unicodeClasses ? R"(\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\x{200C}\x{200D})" : kWord; break;
            case 's':
            case 'S': inside = flags_.unicodeClasses ? R"(\p{White_Space})" : kSpace; break;
            case 'h':
            case 'H': inside = R"(\h)"; break;
            case 'v':
            case 'V': inside = R"(\v)"; break;
            case 'p':
            case 'P': at_ += 2; return property();
            default: return inside;
        }
        at_ += 2;
        return inside;
    }

    Result<std::string> property() {
        std::string_view name;
        if (take("{")) {
            const std::size_t close = pattern_.find('}', at_);
            if (close == std::string_view::npos || close == at_) return fault("a property is named between \"{\" and \"}\"");
            name = pattern_.substr(at_, close - at_);
            at_ = close + 1;
        } else {
            if (atEnd()) return fault("\"\\p\" needs the name of a property");
            name = pattern_.substr(at_, 1);
            ++at_;
        }
        const std::string_view whole = name;
        const std::size_t equals = name.find('=');
        if (equals != std::string_view::npos) {
            const std::string_view key = name.substr(0, equals);
            name.remove_prefix(equals + 1);
            if (key == "sc" || key == "script" || key == "gc" || key == "general_category") return fmt::format("\\p{{{}}}", name);
            return fault(fmt::format("the property {} is not known here", whole));
        }
        for (const NamedClass& known : kNamedClasses) {
            if (known.name == name) return std::string(known.inside);
        }
        if (name.starts_with("Is")) {
            name.remove_prefix(2);
            for (const NamedClass& known : kUnicodeNames) {
                if (equalsIgnoreCase(known.name, name)) return std::string(known.inside);
            }
        } else if (name.starts_with("In") || name.size() > 2) {
            return fault(fmt::format("the property {} is not known here", whole));
        }
        return fmt::format("\\p{{{}}}", name);
    }

    /// A code point written as an escape: `\t`, `\x41`, `\u00e9`, `\011`, `\.`; empty when the escape is none.
    Result<std::optional<std::uint32_t>> pointEscape() {
        const std::size_t begin = at_;
        const char letter = peek(1);
        at_ += 2;
        switch (letter) {
            case 't': return std::optional<std::uint32_t>('\t');
            case 'n': return std::optional<std::uint32_t>('\n');
            case 'r': return std::optional<std::uint32_t>('\r');
            case 'f': return std::optional<std::uint32_t>('\f');
            case 'a': return std::optional<std::uint32_t>(7);
            case 'e': return std::optional<std::uint32_t>(27);
            case 'c': {
                if (atEnd()) return fault("\"\\c\" needs a letter");
                const auto control = static_cast<unsigned char>(peek());
                ++at_;
                return std::optional<std::uint32_t>(control ^ 64U);
            }
            case 'x': return hexPoint();
            case 'u': return unicodePoint();
            case '0': return octalPoint();
            default: break;
        }
        const bool isWordLetter = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '1' && letter <= '9');
        if (isWordLetter) {
            at_ = begin;
            return std::optional<std::uint32_t>();
        }
        --at_;
        return std::optional<std::uint32_t>(takePoint());
    }

    std::optional<std::uint32_t> takeHex(std::size_t digits) {
        std::uint32_t value = 0;
        for (std::size_t index = 0; index < digits; ++index) {
            if (hexDigit(peek(index)) < 0) return std::nullopt;
            value = value * 16 + static_cast<std::uint32_t>(hexDigit(peek(index)));
        }
        at_ += digits;
        return value;
    }

    Result<std::optional<std::uint32_t>> hexPoint() {
        if (!take("{")) {
            const auto point = takeHex(2);
            if (!point) return fault("\"\\x\" needs two hexadecimal digits");
            return point;
        }
        std::uint32_t point = 0;
        while (hexDigit(peek()) >= 0 && point <= 0x10FFFF) {
            point = point * 16 + static_cast<std::uint32_t>(hexDigit(peek()));
            ++at_;
        }
        if (point > 0x10FFFF || !take("}")) return fault("\"\\x{\" needs hexadecimal digits and \"}\"");
        return std::optional<std::uint32_t>(point);
    }

    Result<std::optional<std::uint32_t>> unicodePoint() {
        auto point = takeHex(4);
        if (!point) return fault("\"\\u\" needs four hexadecimal digits");
        if (*point >= 0xD800 && *point < 0xDC00 && looksAt("\\u")) {
            const std::size_t begin = at_;
            at_ += 2;
            const auto low = takeHex(4);
            if (low && *low >= 0xDC00 && *low < 0xE000) return std::optional<std::uint32_t>(0x10000 + ((*point - 0xD800) << 10) + (*low - 0xDC00));
            at_ = begin;
        }
        if (*point >= 0xD800 && *point < 0xE000) return fault("half of a surrogate pair stands alone");
        return point;
    }

    Result<std::optional<std::uint32_t>> octalPoint() {
        std::uint32_t point = 0;
        int digits = 0;
        while (digits < 3 && peek() >= '0' && peek() <= '7' && point * 8 + static_cast<std::uint32_t>(peek() - '0') <= 255) {
            point = point * 8 + static_cast<std::uint32_t>(peek() - '0');
            ++at_;
            ++digits;
        }
        if (digits == 0) return fault("\"\\0\" needs octal digits");
        return std::optional<std::uint32_t>(point);
    }

    Result<std::string> escape() {
        if (at_ + 1 >= pattern_.size()) return fault("it ends with a single \"\\\"");
        if (take("\\Q")) {
            const std::size_t close = std::min(pattern_.find("\\E", at_), pattern_.size());
            std::string all;
            std::string last;
            while (at_ < close) {
                all += last;
                last = literal(takePoint());
            }
            at_ = std::min(close + 2, pattern_.size());
            return all + last;
        }
        const char letter = peek(1);
        switch (letter) {
            case 'b':
                if (pattern_.substr(at_).starts_with("\\b{g}")) return fault("\"\\b{g}\" is not known here");
                at_ += 2;
                return std::string("\\b");
            case 'B': at_ += 2; return std::string("\\B");
            case 'A': at_ += 2; return std::string("\\A");
            case 'G': at_ += 2; return std::string("\\G");
            case 'z': at_ += 2; return std::string("\\z");
            case 'Z': at_ += 2; needsGroup_ = true; return lineEnd(false);
            case 'R': at_ += 2; return std::string("(?:\\r\\n|[\\n\\x0B\\f\\r\\x{85}\\x{2028}\\x{2029}])");
            case 'X': at_ += 2; return std::string("\\X");
            case 'k': {
                at_ += 2;
                if (!take("<")) return fault("\"\\k\" needs the name of a group in \"<\" and \">\"");
                VITRINE_TRY(const std::string name, groupName());
                return "\\k<" + name + ">";
            }
            default: break;
        }
        if (letter >= '1' && letter <= '9') return reference();
        bool isNegated = false;
        VITRINE_TRY(const std::string inside, classEscape(isNegated));
        if (!inside.empty()) return (isNegated ? "[^" : "[") + inside + "]";
        VITRINE_TRY(const std::optional<std::uint32_t> point, pointEscape());
        if (!point) return fault(fmt::format("\"\\{}\" means nothing", letter));
        return literal(*point);
    }

    /// As many digits as name a group that exists.
    Result<std::string> reference() {
        int number = peek(1) - '0';
        at_ += 2;
        while (peek() >= '0' && peek() <= '9' && number * 10 + (peek() - '0') <= groups_) {
            number = number * 10 + (peek() - '0');
            ++at_;
        }
        return number > groups_ ? std::string("(?!)") : fmt::format("\\g{{{}}}", number);
    }

    /// What a bracket expression holds so far: one that PCRE2 can spell in one bracket, and others beside it.
    struct Union {
        std::string inside{};
        std::string others{};  ///< alternatives, each with "|" before
        bool isEmpty() const { return inside.empty() && others.empty(); }
        std::string text() const {
            if (others.empty()) return "[" + inside + "]";
            return "(?:" + (inside.empty() ? others.substr(1) : "[" + inside + "]" + others) + ")";
        }
    };

    /// `[…]`, which takes exactly one code point, whatever is united, intersected or negated within.
    Result<std::string> bracket() {
        if (++depth_ > kMaxDepth) return fault("it is nested too deeply");
        const std::size_t begin = at_;
        ++at_;
        const bool isNegated = take("^");
        Union current;
        std::string intersected;  // one look-ahead a left side of &&
        bool isFirst = true;
        while (true) {
            if (flags_.comments) skipComments();
            if (atEnd()) {
                at_ = begin;
                return fault("\"[\" has no partner");
            }
            if (peek() == ']' && !isFirst) break;
            isFirst = false;
            if (looksAt("&&")) {
                while (take("&")) {}
                if (!current.isEmpty()) intersected += "(?=" + current.text() + ")";
                current = {};
                continue;
            }
            VITRINE_CHECK_OK(classItem(current));
        }
        ++at_;
        --depth_;
        needsGroup_ = false;
        if (current.isEmpty() && intersected.empty()) return fault("\"[]\" holds nothing");
        if (current.isEmpty()) current.inside = R"(\x{0}-\x{10FFFF})";
        if (intersected.empty() && current.others.empty()) return (isNegated ? "[^" : "[") + current.inside + "]";
        const std::string whole = intersected + current.text();
        return isNegated ? "(?:(?!" + whole + ")(?s:.))" : "(?:" + whole + ")";
    }

    Result<void> classItem(Union& current) {
        if (peek() == '[') {
            VITRINE_TRY(const std::string inner, bracket());
            current.others += "|" + inner;
            return {};
        }
        if (take("\\Q")) {
            const std::size_t close = std::min(pattern_.find("\\E", at_), pattern_.size());
            while (at_ < close) current.inside += codePointText(takePoint());
            at_ = std::min(close + 2, pattern_.size());
            return {};
        }
        if (peek() == '\\') {
            if (at_ + 1 >= pattern_.size()) return fault("it ends with a single \"\\\"");
            bool isNegated = false;
            VITRINE_TRY(const std::string inside, classEscape(isNegated));
            if (!inside.empty()) {
                if (isNegated) {
                    current.others += "|[^" + inside + "]";
                } else {
                    current.inside += inside;
                }
                return {};
            }
        }
        VITRINE_TRY(const std::uint32_t first, classPoint());
        if (peek() != '-' || peek(1) == ']' || peek(1) == '[' || peek(1) == '\0') {
            current.inside += codePointText(first);
            return {};
        }
        ++at_;
        VITRINE_TRY(const std::uint32_t last, classPoint());
        if (last < first) return fault("a range of letters ends before it begins");
        current.inside += codePointText(first) + "-" + codePointText(last);
        return {};
    }

    Result<std::uint32_t> classPoint() {
        if (peek() != '\\') return takePoint();
        if (at_ + 1 >= pattern_.size()) return fault("it ends with a single \"\\\"");
        const char letter = peek(1);
        VITRINE_TRY(const std::optional<std::uint32_t> point, pointEscape());
        if (!point) return fault(fmt::format("\"\\{}\" means nothing within brackets", letter));
        return *point;
    }

    std::string_view pattern_;
    std::size_t at_ = 0;
    Flags flags_;
    int groups_ = 0;
    int depth_ = 0;
    bool needsGroup_ = false;  ///< the last atom has to be put in a group before a quantifier
};

}  // namespace

Result<std::string> translateJavaRegex(std::string_view pattern) { return Translator(pattern).run(); }

}  // namespace vitrine
