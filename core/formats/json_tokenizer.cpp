// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/json_tokenizer.h"

#include <array>
#include <cstring>

#include <fmt/format.h>

namespace vitrine {
namespace {

constexpr std::size_t kMaxNameLength = 50'000;
/// Jackson notices a string that is too long at the end of a segment of at most this many characters.
constexpr std::size_t kSegment = 65'536;
constexpr int kEnd = -1;

int byteAt(const char* position) { return static_cast<unsigned char>(*position); }
bool isDigit(int byte) { return byte >= '0' && byte <= '9'; }

/// Java's Character.isJavaIdentifierPart for Latin-1.
constexpr std::array<bool, 256> makeIdentifierParts() {
    std::array<bool, 256> parts{};
    auto mark = [&parts](unsigned from, unsigned to) {
        for (unsigned byte = from; byte <= to; ++byte) parts[byte] = true;
    };
    mark(0x00, 0x08);
    mark(0x0E, 0x1B);
    mark('0', '9');
    mark('A', 'Z');
    mark('a', 'z');
    mark('_', '_');
    mark('$', '$');
    mark(0x7F, 0x9F);
    mark(0xA2, 0xA5);
    mark(0xAA, 0xAA);
    mark(0xAD, 0xAD);
    mark(0xB5, 0xB5);
    mark(0xBA, 0xBA);
    mark(0xC0, 0xD6);
    mark(0xD8, 0xF6);
    mark(0xF8, 0xFF);
    return parts;
}
constexpr std::array<bool, 256> kIdentifierPart = makeIdentifierParts();

bool isUnquotedNamePart(int byte) {
    return (byte > ' ' && kIdentifierPart[static_cast<std::size_t>(byte)]) || byte == '@' || byte == '#' || byte == '*' ||
           byte == '-' || byte == '+';
}

int hexDigit(int byte) {
    if (isDigit(byte)) return byte - '0';
    if (byte >= 'a' && byte <= 'f') return byte - 'a' + 10;
    if (byte >= 'A' && byte <= 'F') return byte - 'A' + 10;
    return -1;
}

/// 0 to 63, -2 for the padding, -1 for anything else.
int base64Bits(int byte) {
    if (byte >= 'A' && byte <= 'Z') return byte - 'A';
    if (byte >= 'a' && byte <= 'z') return byte - 'a' + 26;
    if (isDigit(byte)) return byte - '0' + 52;
    if (byte == '+') return 62;
    if (byte == '/') return 63;
    return byte == '=' ? -2 : -1;
}
constexpr int kPadding = -2;

/// Length of the well-formed UTF-8 sequence that starts at `position`, 0 when it is not well-formed.
std::size_t wellFormedLength(const char* position, const char* end) {
    const int first = byteAt(position);
    const std::size_t left = static_cast<std::size_t>(end - position);
    auto continues = [&](std::size_t index) { return (byteAt(position + index) & 0xC0) == 0x80; };
    if (first >= 0xC2 && first <= 0xDF) return left >= 2 && continues(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        if (left < 3 || !continues(1) || !continues(2)) return 0;
        const int second = byteAt(position + 1);
        if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second >= 0xA0)) return 0;
        return 3;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        if (left < 4 || !continues(1) || !continues(2) || !continues(3)) return 0;
        const int second = byteAt(position + 1);
        if ((first == 0xF0 && second < 0x90) || (first == 0xF4 && second >= 0x90)) return 0;
        return 4;
    }
    return 0;
}

}  // namespace

void JsonTokenizer::reset(std::string_view text) {
    begin_ = text.data();
    next_ = begin_;
    end_ = begin_ + text.size();
    valueStart_ = begin_;
    token_ = Token::None;
    pending_ = Token::None;
    incomplete_ = false;
    contexts_.assign(1, Context{});
    names_.clear();
    fault_ = Fault::None;
}

bool JsonTokenizer::fail(Fault fault, int byte) {
    if (fault_ == Fault::None || fault_ == Fault::InvalidBase64) {
        fault_ = fault;
        faultByte_ = byte;
        faultAt_ = position() - (byte >= 0 && next_ > begin_ ? 1 : 0);
    }
    return false;
}

std::string JsonTokenizer::error() const {
    auto shown = [this] {
        return faultByte_ > ' ' && faultByte_ < 0x7F ? fmt::format("`{}`", static_cast<char>(faultByte_))
                                                     : fmt::format("byte 0x{:02X}", faultByte_ & 0xFF);
    };
    switch (fault_) {
        case Fault::None: return "not a JSON object";
        case Fault::UnexpectedByte: return fmt::format("unexpected {} at byte {}", shown(), faultAt_);
        case Fault::UnexpectedEnd: return "the text ends in the middle of a value";
        case Fault::InvalidUtf8: return fmt::format("invalid UTF-8 at byte {}", faultAt_);
        case Fault::ControlCharacter: return fmt::format("unescaped control character 0x{:02X} at byte {}", faultByte_, faultAt_);
        case Fault::InvalidEscape: return fmt::format("unknown escape at byte {}", faultAt_);
        case Fault::InvalidNumber: return fmt::format("not a JSON number at byte {}", faultAt_);
        case Fault::InvalidWord: return fmt::format("unknown word at byte {}", faultAt_);
        case Fault::Mismatched: return fmt::format("{} closes nothing at byte {}", shown(), faultAt_);
        case Fault::TooDeep: return fmt::format("nested deeper than {} levels", dialect_.maxNestingDepth);
        case Fault::TooLong: return "a name, number or text is longer than the limit";
        case Fault::InvalidBase64: return "not valid base64";
    }
    return {};
}

std::string_view JsonTokenizer::currentName() const noexcept {
    if (token_ == Token::StartObject || token_ == Token::StartArray) {
        return contexts_.size() > 1 ? contexts_[contexts_.size() - 2].name : std::string_view{};
    }
    return contexts_.back().name;
}

bool JsonTokenizer::open(Scope scope) {
    contexts_.push_back(Context{scope});
    if (contexts_.size() - 1 > dialect_.maxNestingDepth) return fail(Fault::TooDeep);
    return true;
}

bool JsonTokenizer::closeScope(int byte) {
    const Scope scope = byte == ']' ? Scope::Array : Scope::Object;
    if (contexts_.back().scope != scope) return fail(Fault::Mismatched, byte);
    contexts_.pop_back();
    token_ = byte == ']' ? Token::EndArray : Token::EndObject;
    return true;
}

bool JsonTokenizer::afterName() {
    const Token value = pending_;
    pending_ = Token::None;
    if (value == Token::StartArray && !open(Scope::Array)) return false;
    if (value == Token::StartObject && !open(Scope::Object)) return false;
    token_ = value;
    return true;
}

bool JsonTokenizer::next() {
    if (token_ == Token::FieldName) return afterName();
    if (incomplete_ && !skipString()) return false;
    int byte = skipSpace(true);
    if (byte == kFault) return false;
    if (byte == kEnd) {
        token_ = Token::None;
        return true;
    }
    if (byte == ']' || byte == '}') return closeScope(byte);

    Context& context = contexts_.back();
    ++context.index;
    if (context.scope != Scope::Root && context.index > 0) {
        if (byte != ',') return fail(Fault::UnexpectedByte, byte);
        byte = skipSpace(false);
        if (byte == kFault) return false;
    }
    if (context.scope != Scope::Object) {
        valueStart_ = next_ - 1;
        Token value = Token::None;
        if (!lexValue(byte, value)) return false;
        if (value == Token::StartArray && !open(Scope::Array)) return false;
        if (value == Token::StartObject && !open(Scope::Object)) return false;
        token_ = value;
        return true;
    }
    if (!parseName(byte)) return false;
    token_ = Token::FieldName;
    pending_ = Token::None;
    byte = skipColon();
    if (byte == kFault) return false;
    valueStart_ = next_ - 1;
    return lexValue(byte, pending_);
}

bool JsonTokenizer::skipChildren() {
    if (token_ != Token::StartObject && token_ != Token::StartArray) return true;
    for (std::size_t depth = 1; depth > 0;) {
        if (!next()) return false;
        switch (token_) {
            case Token::StartObject:
            case Token::StartArray: ++depth; break;
            case Token::EndObject:
            case Token::EndArray: --depth; break;
            case Token::None: return true;
            default: break;
        }
    }
    return true;
}

int JsonTokenizer::skipSpace(bool endAllowed) {
    while (next_ < end_) {
        const int byte = byteAt(next_++);
        if (byte > ' ') {
            if (byte != '/') return byte;
            if (!skipComment()) return kFault;
        } else if (byte != ' ' && byte != '\t' && byte != '\n' && byte != '\r') {
            return failByte(Fault::ControlCharacter, byte);
        }
    }
    if (endAllowed && contexts_.back().scope == Scope::Root) return kEnd;
    return failByte(Fault::UnexpectedEnd);
}

bool JsonTokenizer::skipComment() {
    if (!dialect_.comments) return fail(Fault::UnexpectedByte, '/');
    if (next_ >= end_) return fail(Fault::UnexpectedEnd);
    const int kind = byteAt(next_++);
    if (kind != '/' && kind != '*') return fail(Fault::UnexpectedByte, kind);
    while (next_ < end_) {
        const int byte = byteAt(next_++);
        if (kind == '/' && (byte == '\n' || byte == '\r')) return true;
        if (kind == '*' && byte == '*' && next_ < end_ && *next_ == '/') {
            ++next_;
            return true;
        }
        if (byte >= 0x80 && !skipMultibyte(byte)) return false;
    }
    return kind == '/' || fail(Fault::UnexpectedEnd);
}

bool JsonTokenizer::skipMultibyte(int first) {
    std::uint32_t point = 0;
    return readMultibyte(first, point);
}

int JsonTokenizer::skipColon() {
    const int byte = skipSpace(false);
    if (byte == kFault) return kFault;
    if (byte != ':') return failByte(Fault::UnexpectedByte, byte);
    return skipSpace(false);
}

bool JsonTokenizer::lexValue(int byte, Token& token) {
    switch (byte) {
        case '"':
            incomplete_ = true;
            token = Token::String;
            return true;
        case '[': token = Token::StartArray; return true;
        case '{': token = Token::StartObject; return true;
        case 't':
            if (!lexWord("true")) return false;
            token = Token::True;
            return true;
        case 'f':
            if (!lexWord("false")) return false;
            token = Token::False;
            return true;
        case 'n':
            if (!lexWord("null")) return false;
            token = Token::Null;
            return true;
        case '-': return lexNumber(byte, token);
        default: return isDigit(byte) ? lexNumber(byte, token) : unexpectedValue(byte, token);
    }
}

bool JsonTokenizer::unexpectedValue(int byte, Token& token) {
    if (byte == '\'' && dialect_.singleQuotes) {
        if (!decodeUntil('\'')) return false;
        token = Token::String;
        return true;
    }
    if (byte == 'N' || byte == 'I') {
        const std::string_view word = byte == 'N' ? "NaN" : "Infinity";
        if (!lexWord(word)) return false;
        if (!dialect_.nonNumericNumbers) return fail(Fault::InvalidWord);
        number_ = word;
        token = Token::Fraction;
        return true;
    }
    if (byte == '+') {
        if (next_ >= end_) return fail(Fault::UnexpectedEnd);
        return lexSignedInfinity(false, byteAt(next_++), token);
    }
    if (byte < 0x80 && kIdentifierPart[static_cast<std::size_t>(byte)] && !isDigit(byte)) return invalidWord();
    return fail(Fault::UnexpectedByte, byte);
}

bool JsonTokenizer::lexSignedInfinity(bool negative, int byte, Token& token) {
    if (byte == 'I') {
        if (next_ >= end_) return fail(Fault::UnexpectedEnd);
        byte = byteAt(next_++);
        std::string_view word;
        if (byte == 'N') word = negative ? "-INF" : "+INF";
        if (byte == 'n') word = negative ? "-Infinity" : "+Infinity";
        if (!word.empty()) {
            if (!lexWord(word.substr(2))) return false;
            if (!dialect_.nonNumericNumbers) return fail(Fault::InvalidWord);
            number_ = word;
            token = Token::Fraction;
            return true;
        }
    }
    return fail(Fault::InvalidNumber, byte);
}

/// The first letter of `word` has been read.
bool JsonTokenizer::lexWord(std::string_view word) {
    for (const char letter : word.substr(1)) {
        if (next_ >= end_ || *next_ != letter) return invalidWord();
        ++next_;
    }
    if (next_ < end_ && kIdentifierPart[static_cast<unsigned char>(*next_)] && byteAt(next_) >= '0') return invalidWord();
    return true;
}

bool JsonTokenizer::invalidWord() {
    fail(Fault::InvalidWord);
    // The byte that ends the word is consumed, too.
    while (next_ < end_) {
        const int byte = byteAt(next_++);
        if (byte >= 0x80) {
            std::uint32_t point = 0;
            if (!readMultibyte(byte, point)) break;
            continue;
        }
        if (!kIdentifierPart[static_cast<std::size_t>(byte)]) break;
    }
    return false;
}

bool JsonTokenizer::lexNumber(int first, Token& token) {
    const char* start = next_ - 1;
    int byte = first;
    if (first == '-') {
        if (next_ >= end_) return fail(Fault::UnexpectedEnd);
        byte = byteAt(next_++);
        if (!isDigit(byte)) return lexSignedInfinity(true, byte, token);
    }
    if (byte == '0' && next_ < end_ && isDigit(byteAt(next_)) && !dialect_.numericLeadingZeros) {
        return fail(Fault::InvalidNumber);
    }
    while (next_ < end_ && isDigit(byteAt(next_))) ++next_;
    const std::size_t digits = static_cast<std::size_t>(next_ - start) - (first == '-' ? 1 : 0);
    if (next_ < end_ && (*next_ == '.' || *next_ == 'e' || *next_ == 'E')) {
        number_ = {start, 0};
        return lexFraction(byteAt(next_++), token);
    }
    number_ = {start, static_cast<std::size_t>(next_ - start)};
    if (digits > dialect_.maxNumberLength) return fail(Fault::TooLong);
    token = Token::Integer;
    return true;
}

bool JsonTokenizer::lexFraction(int byte, Token& token) {
    if (byte == '.') {
        const char* digits = next_;
        while (next_ < end_ && isDigit(byteAt(next_))) ++next_;
        if (next_ == digits) {
            if (next_ < end_) ++next_;
            return fail(Fault::InvalidNumber);
        }
        byte = next_ < end_ ? byteAt(next_) : kEnd;
        if (byte == 'e' || byte == 'E') ++next_;
    }
    if (byte == 'e' || byte == 'E') {
        if (next_ >= end_) return fail(Fault::UnexpectedEnd);
        if (*next_ == '-' || *next_ == '+') {
            ++next_;
            if (next_ >= end_) return fail(Fault::UnexpectedEnd);
        }
        const char* digits = next_;
        while (next_ < end_ && isDigit(byteAt(next_))) ++next_;
        if (next_ == digits) {
            ++next_;
            return fail(Fault::InvalidNumber);
        }
    }
    number_ = {number_.data(), static_cast<std::size_t>(next_ - number_.data())};
    std::size_t digits = 0;
    for (const char letter : number_) digits += isDigit(static_cast<unsigned char>(letter)) ? 1 : 0;
    if (digits > dialect_.maxNumberLength) return fail(Fault::TooLong);
    token = Token::Fraction;
    return true;
}

bool JsonTokenizer::parseName(int byte) {
    if (byte != '"' && !(byte == '\'' && dialect_.singleQuotes)) return parseOddName(byte);
    const char quote = static_cast<char>(byte);
    // A name ends at its quote whatever precedes it; only then its bytes are decoded.
    const char* start = next_;
    bool plain = true;
    const char* position = next_;
    while (true) {
        if (position >= end_) {
            next_ = end_;
            return fail(Fault::UnexpectedEnd);
        }
        const int letter = byteAt(position);
        if (letter == static_cast<unsigned char>(quote)) break;
        if (letter == '\\' || letter >= 0x80 || letter < ' ') {
            plain = false;
            if (letter == '\\') {
                next_ = position + 1;
                unsigned unit = 0;
                if (!decodeEscape(unit)) return false;
                position = next_;
                continue;
            }
            if (letter < ' ' && !dialect_.unquotedControlChars) {
                next_ = position + 1;
                return fail(Fault::ControlCharacter, letter);
            }
        }
        ++position;
    }
    const std::string_view raw(start, static_cast<std::size_t>(position - start));
    if (raw.size() > kMaxNameLength) {
        next_ = position + 1;
        return fail(Fault::TooLong);
    }
    if (plain) {
        contexts_.back().name = raw;
    } else {
        next_ = start;
        const bool decoded = decodeUntil(quote);
        next_ = position + 1;
        if (!decoded) return false;
        if (inSource_) contexts_.back().name = text_;
        else contexts_.back().name = names_.emplace_back(text_);
    }
    next_ = position + 1;
    return true;
}

bool JsonTokenizer::parseOddName(int byte) {
    if (!dialect_.unquotedFieldNames || !isUnquotedNamePart(byte)) return fail(Fault::UnexpectedByte, byte);
    const char* start = next_ - 1;
    while (true) {
        if (next_ >= end_) return fail(Fault::UnexpectedEnd);
        if (!isUnquotedNamePart(byteAt(next_))) break;
        ++next_;
    }
    contexts_.back().name = {start, static_cast<std::size_t>(next_ - start)};
    return true;
}

/// Reads the bytes after `first`; position stands behind the first that does not fit.
bool JsonTokenizer::readMultibyte(int first, std::uint32_t& point) {
    int needed = 0;
    if ((first & 0xE0) == 0xC0) {
        needed = 1;
        point = static_cast<std::uint32_t>(first & 0x1F);
    } else if ((first & 0xF0) == 0xE0) {
        needed = 2;
        point = static_cast<std::uint32_t>(first & 0x0F);
    } else if ((first & 0xF8) == 0xF0) {
        needed = 3;
        point = static_cast<std::uint32_t>(first & 0x07);
    } else {
        return fail(Fault::InvalidUtf8, first);
    }
    for (; needed > 0; --needed) {
        if (next_ >= end_) return fail(Fault::UnexpectedEnd);
        const int byte = byteAt(next_++);
        if ((byte & 0xC0) != 0x80) return fail(Fault::InvalidUtf8, byte);
        point = (point << 6) | static_cast<std::uint32_t>(byte & 0x3F);
    }
    return true;
}

bool JsonTokenizer::decodeEscape(unsigned& unit) {
    if (next_ >= end_) return fail(Fault::UnexpectedEnd);
    const int byte = byteAt(next_++);
    switch (byte) {
        case 'b': unit = '\b'; return true;
        case 't': unit = '\t'; return true;
        case 'n': unit = '\n'; return true;
        case 'f': unit = '\f'; return true;
        case 'r': unit = '\r'; return true;
        case '"':
        case '/':
        case '\\': unit = static_cast<unsigned>(byte); return true;
        case 'u': {
            unit = 0;
            for (int index = 0; index < 4; ++index) {
                if (next_ >= end_) return fail(Fault::UnexpectedEnd);
                const int digit = hexDigit(byteAt(next_++));
                if (digit < 0) return fail(Fault::InvalidEscape);
                unit = (unit << 4) | static_cast<unsigned>(digit);
            }
            return true;
        }
        default: break;
    }
    std::uint32_t point = static_cast<std::uint32_t>(byte);
    if (byte >= 0x80 && !readMultibyte(byte, point)) return false;
    if (dialect_.backslashEscapingAnyCharacter || (byte == '\'' && dialect_.singleQuotes)) {
        unit = point & 0xFFFF;
        return true;
    }
    return fail(Fault::InvalidEscape);
}

bool JsonTokenizer::skipString() {
    incomplete_ = false;
    while (true) {
        while (next_ < end_ && byteAt(next_) >= ' ' && byteAt(next_) < 0x80 && *next_ != '"' && *next_ != '\\') ++next_;
        if (next_ >= end_) return fail(Fault::UnexpectedEnd);
        const int byte = byteAt(next_++);
        if (byte == '"') return true;
        if (byte == '\\') {
            unsigned unit = 0;
            if (!decodeEscape(unit)) return false;
        } else if (byte < ' ') {
            if (!dialect_.unquotedControlChars) return fail(Fault::ControlCharacter, byte);
        } else if (!skipMultibyte(byte)) {
            return false;
        }
    }
}

bool JsonTokenizer::decodeText(std::string_view& text) {
    if (incomplete_) {
        incomplete_ = false;
        if (!decodeUntil('"')) {
            text_ = {};
            return false;
        }
    }
    text = text_;
    return true;
}

bool JsonTokenizer::decodeUntil(char quote) {
    const char* start = next_;
    const char* position = next_;
    std::size_t multibyte = 0;
    while (position < end_) {
        const int byte = byteAt(position);
        if (byte == static_cast<unsigned char>(quote)) {
            text_ = {start, static_cast<std::size_t>(position - start)};
            if (text_.size() - multibyte > dialect_.maxStringLength) break;
            inSource_ = true;
            next_ = position + 1;
            return true;
        }
        if (byte == '\\' || byte < ' ') break;
        if (byte < 0x80) {
            ++position;
            continue;
        }
        const std::size_t length = wellFormedLength(position, end_);
        if (length == 0) break;
        multibyte += length == 4 ? 2 : length - 1;
        position += length;
    }
    return decodeSlowly(quote);
}

void JsonTokenizer::flushSurrogate() {
    if (highSurrogate_ != 0) scratch_.push_back('?');
    highSurrogate_ = 0;
}

/// Appends one UTF-16 unit; a surrogate without partner becomes `?`, as in Java's encoder.
void JsonTokenizer::appendUnit(unsigned unit) {
    if (unit >= 0xDC00 && unit <= 0xDFFF) {
        if (highSurrogate_ == 0) {
            scratch_.push_back('?');
            return;
        }
        const unsigned point = 0x10000 + ((highSurrogate_ - 0xD800) << 10) + (unit - 0xDC00);
        highSurrogate_ = 0;
        scratch_.push_back(static_cast<char>(0xF0 | (point >> 18)));
        scratch_.push_back(static_cast<char>(0x80 | ((point >> 12) & 0x3F)));
        scratch_.push_back(static_cast<char>(0x80 | ((point >> 6) & 0x3F)));
        scratch_.push_back(static_cast<char>(0x80 | (point & 0x3F)));
        return;
    }
    flushSurrogate();
    if (unit >= 0xD800 && unit <= 0xDBFF) {
        highSurrogate_ = unit;
    } else if (unit < 0x80) {
        scratch_.push_back(static_cast<char>(unit));
    } else if (unit < 0x800) {
        scratch_.push_back(static_cast<char>(0xC0 | (unit >> 6)));
        scratch_.push_back(static_cast<char>(0x80 | (unit & 0x3F)));
    } else {
        scratch_.push_back(static_cast<char>(0xE0 | (unit >> 12)));
        scratch_.push_back(static_cast<char>(0x80 | ((unit >> 6) & 0x3F)));
        scratch_.push_back(static_cast<char>(0x80 | (unit & 0x3F)));
    }
}

bool JsonTokenizer::decodeSlowly(char quote) {
    scratch_.clear();
    highSurrogate_ = 0;
    inSource_ = false;
    std::size_t units = 0;
    while (true) {
        if (next_ >= end_) return fail(Fault::UnexpectedEnd);
        if (units > dialect_.maxStringLength + kSegment) return fail(Fault::TooLong);
        const int byte = byteAt(next_++);
        if (byte == static_cast<unsigned char>(quote)) break;
        ++units;
        if (byte == '\\') {
            unsigned unit = 0;
            if (!decodeEscape(unit)) return false;
            appendUnit(unit);
        } else if (byte < ' ') {
            if (!dialect_.unquotedControlChars) return fail(Fault::ControlCharacter, byte);
            appendUnit(static_cast<unsigned>(byte));
        } else if (byte < 0x80) {
            appendUnit(static_cast<unsigned>(byte));
        } else {
            std::uint32_t point = 0;
            if (!readMultibyte(byte, point)) return false;
            if ((byte & 0xF8) == 0xF0) {
                const auto offset = static_cast<std::int32_t>(point) - 0x10000;
                appendUnit(static_cast<unsigned>(0xD800 | (offset >> 10)) & 0xFFFF);
                appendUnit(static_cast<unsigned>(0xDC00 | (offset & 0x3FF)));
                ++units;
            } else {
                appendUnit(point);
            }
        }
    }
    flushSurrogate();
    if (units > dialect_.maxStringLength) return fail(Fault::TooLong);
    text_ = scratch_;
    return true;
}

bool JsonTokenizer::base64Escape(int byte, int index, int& bits) {
    if (byte != '\\') return fail(Fault::InvalidBase64);
    unsigned unit = 0;
    if (!decodeEscape(unit)) return false;
    if (unit <= ' ' && index == 0) {
        bits = -1;
        return true;
    }
    bits = unit < 0x80 ? base64Bits(static_cast<int>(unit)) : -1;
    return bits >= 0 || bits == kPadding || fail(Fault::InvalidBase64);
}

bool JsonTokenizer::decodeBase64Units(std::string& bytes) {
    auto take = [this](int& byte) {
        if (next_ >= end_) return fail(Fault::UnexpectedEnd);
        byte = byteAt(next_++);
        return true;
    };
    while (true) {
        int byte = 0;
        int bits = 0;
        do {
            if (!take(byte)) return false;
        } while (byte <= ' ');
        bits = base64Bits(byte);
        if (bits < 0) {
            if (byte == '"') return true;
            if (!base64Escape(byte, 0, bits)) return false;
            if (bits < 0) continue;
        }
        unsigned group = static_cast<unsigned>(bits);

        if (!take(byte)) return false;
        bits = base64Bits(byte);
        if (bits < 0 && !base64Escape(byte, 1, bits)) return false;
        if (bits < 0) return fail(Fault::InvalidBase64);
        group = (group << 6) | static_cast<unsigned>(bits);

        if (!take(byte)) return false;
        bits = base64Bits(byte);
        if (bits == -1) {
            if (byte == '"') {
                --next_;
                return fail(Fault::InvalidBase64);
            }
            if (!base64Escape(byte, 2, bits)) return false;
        }
        if (bits == kPadding) {
            if (!take(byte)) return false;
            if (byte != '=' && (!base64Escape(byte, 3, bits) || bits != kPadding)) return fail(Fault::InvalidBase64);
            bytes.push_back(static_cast<char>(group >> 4));
            continue;
        }
        group = (group << 6) | static_cast<unsigned>(bits);

        if (!take(byte)) return false;
        bits = base64Bits(byte);
        if (bits == -1) {
            if (byte == '"') {
                --next_;
                return fail(Fault::InvalidBase64);
            }
            if (!base64Escape(byte, 3, bits)) return false;
        }
        if (bits == kPadding) {
            bytes.push_back(static_cast<char>(group >> 10));
            bytes.push_back(static_cast<char>(group >> 2));
            continue;
        }
        group = (group << 6) | static_cast<unsigned>(bits);
        bytes.push_back(static_cast<char>(group >> 16));
        bytes.push_back(static_cast<char>(group >> 8));
        bytes.push_back(static_cast<char>(group));
    }
}

bool JsonTokenizer::decodeBase64(std::string& bytes) {
    bytes.clear();
    if (incomplete_) {
        // On an error the string stays undecoded and the rest of it is skipped by next().
        if (!decodeBase64Units(bytes)) return false;
        incomplete_ = false;
        return true;
    }
    const std::string quoted = std::string(text_) + '"';
    const char* const savedNext = next_;
    const char* const savedEnd = end_;
    const char* const savedBegin = begin_;
    begin_ = quoted.data();
    next_ = begin_;
    end_ = begin_ + quoted.size();
    const bool decoded = decodeBase64Units(bytes) && next_ == end_;
    begin_ = savedBegin;
    next_ = savedNext;
    end_ = savedEnd;
    return decoded;
}

}  // namespace vitrine
