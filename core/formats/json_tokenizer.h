// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// What of Jackson's extensions is allowed, and its limits: Spark's `allow*` and `max*` options (2.2).
struct JsonDialect {
    bool singleQuotes = true;
    bool nonNumericNumbers = true;
    bool comments = false;
    bool unquotedFieldNames = false;
    bool numericLeadingZeros = false;
    bool backslashEscapingAnyCharacter = false;
    bool unquotedControlChars = false;
    std::size_t maxNestingDepth = 1000;
    std::size_t maxNumberLength = 1000;
    std::size_t maxStringLength = 20'000'000;
};

/// A pull tokenizer of Jackson's JSON dialect over UTF-8 text (JS-2, JS-13, JS-14).
///
/// It keeps Jackson's laziness, because Spark's answers show it: the value after a name is looked at together with the
/// name, but a double-quoted string is decoded only when asked for; after an error reading can go on where it stopped.
/// Not thread-safe; reusable through reset().
class JsonTokenizer {
  public:
    enum class Token : std::uint8_t {
        None,  ///< before the first token, and at the end of the text
        FieldName,
        StartObject,
        EndObject,
        StartArray,
        EndArray,
        String,
        Integer,
        Fraction,  ///< a number with fraction or exponent, NaN, Infinity
        True,
        False,
        Null,
    };

    explicit JsonTokenizer(const JsonDialect& dialect) : dialect_(dialect) {}

    /// Starts over with `text`, which must stay alive and unchanged.
    void reset(std::string_view text);

    /// Moves to the next token. False on a syntax error: see error().
    bool next();
    Token token() const noexcept { return token_; }

    /// After StartObject or StartArray: moves to the matching end. Otherwise nothing. False on a syntax error.
    bool skipChildren();

    /// The name that the current token belongs to; data() is null where there is none (elements of arrays).
    std::string_view currentName() const noexcept;

    /// The decoded text of a String. False when it is not valid; reading stands behind the offending byte then.
    /// The view points into the text given to reset() when `inSource()` is true, else it lives until the next call.
    bool decodeText(std::string_view& text);
    bool inSource() const noexcept { return inSource_; }

    /// The source of an Integer or Fraction, or a name as `NaN`, `-INF`.
    std::string_view numberText() const noexcept { return number_; }

    /// The bytes of a String decoded as base64 with padding. False when it is not valid base64.
    bool decodeBase64(std::string& bytes);

    /// Byte at which the current value starts, and byte behind what has been read.
    std::size_t valueStart() const noexcept { return static_cast<std::size_t>(valueStart_ - begin_); }
    std::size_t position() const noexcept { return static_cast<std::size_t>(next_ - begin_); }
    std::string_view source(std::size_t from, std::size_t to) const noexcept { return {begin_ + from, to - from}; }

    bool failed() const noexcept { return fault_ != Fault::None; }
    /// What is wrong, a sentence fragment: "unexpected `}` at byte 17".
    std::string error() const;

  private:
    enum class Scope : std::uint8_t { Root, Array, Object };
    struct Context {
        Scope scope = Scope::Root;
        int index = -1;
        std::string_view name{};
    };
    enum class Fault : std::uint8_t {
        None,
        UnexpectedByte,
        UnexpectedEnd,
        InvalidUtf8,
        ControlCharacter,
        InvalidEscape,
        InvalidNumber,
        InvalidWord,
        Mismatched,
        TooDeep,
        TooLong,
        InvalidBase64,
    };

    static constexpr int kFault = -2;

    bool fail(Fault fault, int byte = -1);
    int failByte(Fault fault, int byte = -1) {
        fail(fault, byte);
        return kFault;
    }
    bool open(Scope scope);
    bool closeScope(int byte);
    bool afterName();
    bool lexValue(int byte, Token& token);
    bool lexNumber(int first, Token& token);
    bool lexFraction(int byte, Token& token);
    bool lexSignedInfinity(bool negative, int byte, Token& token);
    bool lexWord(std::string_view word);
    bool unexpectedValue(int byte, Token& token);
    bool invalidWord();
    bool parseName(int byte);
    bool parseOddName(int byte);
    int skipSpace(bool endAllowed);
    bool skipComment();
    bool skipMultibyte(int first);
    int skipColon();
    bool skipString();
    bool decodeUntil(char quote);
    bool decodeSlowly(char quote);
    bool decodeEscape(unsigned& unit);
    bool readMultibyte(int first, std::uint32_t& point);
    bool base64Escape(int byte, int index, int& bits);
    bool decodeBase64Units(std::string& bytes);
    void appendUnit(unsigned unit);
    void flushSurrogate();

    JsonDialect dialect_;
    const char* begin_ = nullptr;
    const char* next_ = nullptr;
    const char* end_ = nullptr;
    const char* valueStart_ = nullptr;
    Token token_ = Token::None;
    Token pending_ = Token::None;  ///< the value seen together with its name
    bool incomplete_ = false;      ///< a string not decoded yet
    bool inSource_ = false;
    std::vector<Context> contexts_;
    std::string_view text_;
    std::string_view number_;
    std::string scratch_;
    unsigned highSurrogate_ = 0;
    std::deque<std::string> names_;  ///< names that had escapes
    Fault fault_ = Fault::None;
    int faultByte_ = -1;
    std::size_t faultAt_ = 0;
};

}  // namespace vitrine
