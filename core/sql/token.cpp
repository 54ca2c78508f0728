// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/token.h"

#include <array>

namespace vitrine {
namespace {

bool isDigit(char letter) { return letter >= '0' && letter <= '9'; }
bool isLetter(char letter) { return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z'); }
bool isWordPart(char letter) { return isDigit(letter) || isLetter(letter) || letter == '_'; }
bool isBlank(char letter) { return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r'; }

void appendUtf8(std::string& out, std::uint32_t code) {
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xC0 | (code >> 6));
        out += static_cast<char>(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        out += static_cast<char>(0xE0 | (code >> 12));
        out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (code & 0x3F));
    } else {
        out += static_cast<char>(0xF0 | (code >> 18));
        out += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
        out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (code & 0x3F));
    }
}

int hexValue(char letter) {
    if (isDigit(letter)) return letter - '0';
    if (letter >= 'a' && letter <= 'f') return letter - 'a' + 10;
    if (letter >= 'A' && letter <= 'F') return letter - 'A' + 10;
    return -1;
}

class Tokenizer {
  public:
    explicit Tokenizer(std::string_view text) : text_(text) {}

    Result<std::vector<Token>> run() {
        while (true) {
            VITRINE_CHECK_OK(skipBlanks());
            if (at_ >= text_.size()) break;
            VITRINE_CHECK_OK(next());
        }
        Token end;
        end.begin = end.end = static_cast<std::uint32_t>(text_.size());
        tokens_.push_back(std::move(end));
        return std::move(tokens_);
    }

  private:
    char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

    Error errorAt(std::size_t offset, std::string message) const {
        return Error(ErrorCode::ExpressionSyntax, std::move(message)).atColumn(static_cast<int>(offset));
    }

    Result<void> skipBlanks() {
        while (at_ < text_.size()) {
            if (isBlank(text_[at_])) {
                ++at_;
            } else if (peek() == '-' && peek(1) == '-') {
                while (at_ < text_.size() && text_[at_] != '\n') ++at_;
            } else if (peek() == '/' && peek(1) == '*') {
                const std::size_t close = text_.find("*/", at_ + 2);
                if (close == std::string_view::npos) return errorAt(at_, "The comment is not closed: \"*/\" is missing.");
                at_ = close + 2;
            } else {
                break;
            }
        }
        return {};
    }

    void push(TokenKind kind, std::string decoded, std::size_t begin, std::string suffix = {}) {
        Token token;
        token.kind = kind;
        token.text = std::move(decoded);
        token.suffix = std::move(suffix);
        token.begin = static_cast<std::uint32_t>(begin);
        token.end = static_cast<std::uint32_t>(at_);
        tokens_.push_back(std::move(token));
    }

    Result<void> next() {
        const char first = peek();
        if (first == '\'' || first == '"') return stringToken(at_, false);
        if ((first == 'r' || first == 'R') && (peek(1) == '\'' || peek(1) == '"')) {
            ++at_;
            return stringToken(at_ - 1, true);
        }
        if ((first == 'x' || first == 'X') && (peek(1) == '\'' || peek(1) == '"')) return hexToken();
        if (first == '`') return quotedWord();
        if (isDigit(first) || (first == '.' && isDigit(peek(1)) && !followsName())) return numberToken();
        if (isLetter(first) || first == '_') {
            const std::size_t begin = at_;
            while (isWordPart(peek())) ++at_;
            push(TokenKind::Word, std::string(text_.substr(begin, at_ - begin)), begin);
            return {};
        }
        return symbolToken();
    }

    /// `a.1` reads a field, ` .1` a number.
    bool followsName() const {
        if (tokens_.empty() || tokens_.back().end != at_) return false;
        const Token& last = tokens_.back();
        return last.kind == TokenKind::Word || last.kind == TokenKind::QuotedWord || last.isSymbol("]") || last.isSymbol(")");
    }

    Result<void> quotedWord() {
        const std::size_t begin = at_++;
        std::string name;
        while (true) {
            if (at_ >= text_.size()) return errorAt(begin, "The back-quoted name is not closed.");
            if (peek() == '`') {
                if (peek(1) != '`') break;
                ++at_;
            }
            name += text_[at_++];
        }
        ++at_;
        push(TokenKind::QuotedWord, std::move(name), begin);
        return {};
    }

    Result<void> hexToken() {
        const std::size_t begin = at_++;
        const char quote = text_[at_++];
        std::string digits;
        while (at_ < text_.size() && text_[at_] != quote) {
            if (hexValue(text_[at_]) < 0) return errorAt(at_, "A binary literal X'…' holds hexadecimal digits only.");
            digits += text_[at_++];
        }
        if (at_ >= text_.size()) return errorAt(begin, "The binary literal is not closed.");
        ++at_;
        push(TokenKind::HexString, std::move(digits), begin);
        return {};
    }

    Result<void> stringToken(std::size_t begin, bool isRaw) {
        const char quote = text_[at_++];
        std::string decoded;
        while (true) {
            if (at_ >= text_.size()) {
                return errorAt(begin, std::string("The text is not closed: a final ") + quote + " is missing.");
            }
            const char letter = text_[at_];
            if (letter == quote) {
                if (isRaw || peek(1) != quote) break;
                decoded += quote;
                at_ += 2;
            } else if (letter == '\\' && !isRaw && at_ + 1 < text_.size()) {
                ++at_;
                escape(decoded);
            } else {
                decoded += letter;
                ++at_;
            }
        }
        ++at_;
        push(TokenKind::String, std::move(decoded), begin);
        return {};
    }

    bool codePoint(std::size_t digits, std::uint32_t& code) const {
        code = 0;
        for (std::size_t index = 1; index <= digits; ++index) {
            const int value = hexValue(peek(index));
            if (value < 0) return false;
            code = code * 16 + static_cast<std::uint32_t>(value);
        }
        return code <= 0x10FFFF;
    }

    void escape(std::string& decoded) {
        const char letter = text_[at_];
        std::uint32_t code = 0;
        if (letter == 'u' && codePoint(4, code)) {
            at_ += 5;
            std::uint32_t low = 0;
            if (code >= 0xD800 && code < 0xDC00 && peek() == '\\' && peek(1) == 'u') {
                ++at_;
                if (codePoint(4, low) && low >= 0xDC00 && low < 0xE000) {
                    at_ += 5;
                    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
                } else {
                    --at_;
                }
            }
            appendUtf8(decoded, code);
            return;
        }
        if (letter == 'U' && codePoint(8, code)) {
            at_ += 9;
            appendUtf8(decoded, code);
            return;
        }
        const auto isOctal = [](char digit) { return digit >= '0' && digit <= '7'; };
        if (letter >= '0' && letter <= '1' && isOctal(peek(1)) && isOctal(peek(2))) {
            decoded += static_cast<char>((letter - '0') * 64 + (peek(1) - '0') * 8 + (peek(2) - '0'));
            at_ += 3;
            return;
        }
        ++at_;
        switch (letter) {
            case '0': decoded += '\0'; break;
            case 'b': decoded += '\b'; break;
            case 'n': decoded += '\n'; break;
            case 'r': decoded += '\r'; break;
            case 't': decoded += '\t'; break;
            case 'Z': decoded += '\x1A'; break;
            case '%': decoded += "\\%"; break;
            case '_': decoded += "\\_"; break;
            default: decoded += letter;
        }
    }

    Result<void> numberToken() {
        const std::size_t begin = at_;
        TokenKind kind = TokenKind::Integer;
        while (isDigit(peek())) ++at_;
        if (peek() == '.' && !(isLetter(peek(1)) && peek(1) != 'e' && peek(1) != 'E' && !isSuffix(at_ + 1))) {
            kind = TokenKind::Decimal;
            ++at_;
            while (isDigit(peek())) ++at_;
        }
        if (peek() == 'e' || peek() == 'E') {
            const std::size_t sign = (peek(1) == '+' || peek(1) == '-') ? 1 : 0;
            if (isDigit(peek(1 + sign))) {
                kind = TokenKind::Exponent;
                at_ += 1 + sign;
                while (isDigit(peek())) ++at_;
            }
        }
        std::string digits(text_.substr(begin, at_ - begin));
        const std::size_t suffixBegin = at_;
        while (isWordPart(peek())) ++at_;
        std::string suffix = toUpperAscii(text_.substr(suffixBegin, at_ - suffixBegin));
        const bool integerSuffix = suffix == "L" || suffix == "S" || suffix == "Y";
        const bool anySuffix = suffix == "D" || suffix == "F" || suffix == "BD";
        if (suffix.empty() || anySuffix || (integerSuffix && kind == TokenKind::Integer)) {
            push(kind, std::move(digits), begin, std::move(suffix));
            return {};
        }
        if (kind == TokenKind::Integer) {
            push(TokenKind::Word, std::string(text_.substr(begin, at_ - begin)), begin);
            return {};
        }
        return errorAt(begin, "\"" + std::string(text_.substr(begin, at_ - begin)) + "\" is not a number.");
    }

    bool isSuffix(std::size_t from) const {
        std::size_t to = from;
        while (to < text_.size() && isWordPart(text_[to])) ++to;
        const std::string word = toUpperAscii(text_.substr(from, to - from));
        return word == "D" || word == "F" || word == "BD";
    }

    Result<void> symbolToken() {
        static constexpr std::array<std::string_view, 34> kSymbols = {
            "<=>", ">>>", "<<", ">>", "<=", ">=", "<>", "!=", "==", "||", "::", "->", "=>", "(", ")", "[", "]",
            ",",   ".",   "+",  "-",  "*",  "/",  "%",  "&",  "|",  "^",  "~",  "<",  ">",  "=",  "!", ":", ";"};
        for (const std::string_view symbol : kSymbols) {
            if (text_.substr(at_).starts_with(symbol)) {
                const std::size_t begin = at_;
                at_ += symbol.size();
                push(TokenKind::Symbol, std::string(symbol), begin);
                return {};
            }
        }
        std::size_t length = 1;
        while (at_ + length < text_.size() && (static_cast<unsigned char>(text_[at_ + length]) & 0xC0) == 0x80) ++length;
        const std::string odd(text_.substr(at_, length));
        return errorAt(at_, "\"" + odd + "\" cannot stand here. A name with such letters goes in back-quotes: `" + odd + "…`.");
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::vector<Token> tokens_;
};

}  // namespace

Result<std::vector<Token>> tokenize(std::string_view text) { return Tokenizer(text).run(); }

std::string toUpperAscii(std::string_view text) {
    std::string result(text);
    for (char& letter : result) {
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 32);
    }
    return result;
}

std::string toLowerAscii(std::string_view text) {
    std::string result(text);
    for (char& letter : result) {
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter + 32);
    }
    return result;
}

bool equalsIgnoreCase(std::string_view left, std::string_view right) noexcept {
    if (left.size() != right.size()) return false;
    for (std::size_t index = 0; index < left.size(); ++index) {
        const auto lower = [](char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter; };
        if (lower(left[index]) != lower(right[index])) return false;
    }
    return true;
}

}  // namespace vitrine
