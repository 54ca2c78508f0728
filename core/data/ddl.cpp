// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <utility>

#include <fmt/format.h>

#include "core/data/nearest_word.h"
#include "core/data/schema.h"

namespace vitrine {
namespace {

constexpr int kMaxNesting = 100;

constexpr std::array<std::string_view, 26> kTypeNames = {
    "BOOLEAN", "TINYINT", "BYTE",   "SMALLINT", "SHORT",     "INT",           "INTEGER",       "BIGINT", "LONG",
    "FLOAT",   "REAL",    "DOUBLE", "DATE",     "TIMESTAMP", "TIMESTAMP_LTZ", "TIMESTAMP_NTZ", "STRING", "BINARY",
    "VOID",    "DECIMAL", "DEC",    "NUMERIC",  "ARRAY",     "MAP",           "STRUCT",        "INTERVAL"};

/// Names of other systems, and what they are called here.
constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kForeignNames = {{
    {"BOOL", "BOOLEAN"}, {"TEXT", "STRING"}, {"DATETIME", "TIMESTAMP"}, {"INT64", "BIGINT"}, {"INT32", "INT"},
    {"INT16", "SMALLINT"}, {"INT8", "TINYINT"}, {"NUMBER", "DECIMAL"}, {"BLOB", "BINARY"}, {"BYTES", "BINARY"},
    {"FLOAT64", "DOUBLE"}, {"FLOAT32", "FLOAT"}, {"LIST", "ARRAY"}, {"UTF8", "STRING"},
}};

bool isDigit(char letter) { return letter >= '0' && letter <= '9'; }
bool isBlank(char letter) { return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r'; }
bool isNamePart(char letter) {
    return isDigit(letter) || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_';
}
bool isBeyondAscii(char letter) { return static_cast<unsigned char>(letter) >= 0x80; }

std::string upper(std::string_view text) {
    std::string result(text);
    for (char& letter : result) {
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - ('a' - 'A'));
    }
    return result;
}

/// `1e5`, `1L`, `12`: words that SQL reads as numbers, never as names (DDL-1).
bool isNumericLiteral(std::string_view word) {
    std::size_t at = 0;
    while (at < word.size() && isDigit(word[at])) ++at;
    if (at == 0) return false;
    std::string rest = upper(word.substr(at));
    if (rest.size() > 1 && rest[0] == 'E' && isDigit(rest[1])) {
        std::size_t end = 1;
        while (end < rest.size() && isDigit(rest[end])) ++end;
        rest.erase(0, end);
        return rest.empty() || rest == "D" || rest == "F" || rest == "BD";
    }
    return rest.empty() || rest == "L" || rest == "S" || rest == "Y" || rest == "D" || rest == "F" || rest == "BD";
}

enum class TokenKind { End, Word, QuotedName, Text, Symbol, Unfinished };

struct Token {
    TokenKind kind = TokenKind::End;
    std::string text;           ///< of names and strings: without quotes
    std::size_t position = 0;   ///< byte offset
    std::size_t end = 0;
};

class DdlReader {
  public:
    explicit DdlReader(std::string_view text) : text_(text) { next(); }

    Result<Schema> schema() {
        if (token_.kind == TokenKind::End) {
            return fail(ErrorCode::DdlSyntax, "The schema is empty.", 0).withWayOut("Write columns as `name TYPE, name TYPE`.");
        }
        std::vector<Field> fields;
        for (;;) {
            VITRINE_TRY(Field field, this->field(false));
            fields.push_back(std::move(field));
            if (token_.kind == TokenKind::End) return Schema(std::move(fields));
            if (!takeSymbol(',')) return unexpected("',' or the end", "Separate columns by commas.");
        }
    }

    Result<TypePtr> wholeType() {
        if (token_.kind == TokenKind::End) {
            return fail(ErrorCode::DdlSyntax, "The type is empty.", 0).withWayOut("Write a type, such as STRING.");
        }
        VITRINE_TRY(TypePtr result, type());
        if (token_.kind != TokenKind::End) return unexpected("the end of the type", "Write one type only.");
        return result;
    }

  private:
    // --- tokens -----------------------------------------------------------------------------------------------------

    void next() {
        skipBlanksAndComments();
        token_ = Token{};
        token_.position = at_;
        if (at_ >= text_.size()) {
            token_.end = at_;
            return;
        }
        const char letter = text_[at_];
        if (isNamePart(letter)) {
            while (at_ < text_.size() && isNamePart(text_[at_])) ++at_;
            token_.kind = TokenKind::Word;
            token_.text = text_.substr(token_.position, at_ - token_.position);
        } else if (letter == '`') {
            quotedName();
        } else if (letter == '\'' || letter == '"') {
            quotedText(letter);
        } else {
            ++at_;
            while (at_ < text_.size() && isBeyondAscii(letter) && isBeyondAscii(text_[at_])) ++at_;
            token_.kind = TokenKind::Symbol;
            token_.text = text_.substr(token_.position, at_ - token_.position);
        }
        token_.end = at_;
    }

    void skipBlanksAndComments() {
        while (at_ < text_.size()) {
            if (isBlank(text_[at_])) {
                ++at_;
            } else if (text_.substr(at_, 2) == "--") {
                while (at_ < text_.size() && text_[at_] != '\n') ++at_;
            } else if (text_.substr(at_, 2) == "/*" && text_.find("*/", at_ + 2) != std::string_view::npos) {
                at_ = text_.find("*/", at_ + 2) + 2;
            } else {
                return;
            }
        }
    }

    void quotedName() {
        token_.kind = TokenKind::Unfinished;
        for (++at_; at_ < text_.size(); ++at_) {
            if (text_[at_] != '`') {
                token_.text += text_[at_];
            } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '`') {
                token_.text += '`';
                ++at_;
            } else {
                ++at_;
                token_.kind = TokenKind::QuotedName;
                return;
            }
        }
    }

    void quotedText(char quote) {
        token_.kind = TokenKind::Unfinished;
        for (++at_; at_ < text_.size(); ++at_) {
            if (text_[at_] == '\\' && at_ + 1 < text_.size()) {
                const char escaped = text_[++at_];
                token_.text += escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped == 'r' ? '\r' : escaped;
            } else if (text_[at_] != quote) {
                token_.text += text_[at_];
            } else if (at_ + 1 < text_.size() && text_[at_ + 1] == quote) {
                token_.text += quote;
                ++at_;
            } else {
                ++at_;
                token_.kind = TokenKind::Text;
                return;
            }
        }
    }

    bool isSymbol(char symbol) const {
        return token_.kind == TokenKind::Symbol && token_.text.size() == 1 && token_.text[0] == symbol;
    }

    bool takeSymbol(char symbol) {
        if (!isSymbol(symbol)) return false;
        next();
        return true;
    }

    bool isWord(std::string_view word) const { return token_.kind == TokenKind::Word && upper(token_.text) == word; }

    bool takeWord(std::string_view word) {
        if (!isWord(word)) return false;
        next();
        return true;
    }

    // --- errors -----------------------------------------------------------------------------------------------------

    Error fail(ErrorCode code, std::string message, std::size_t position) const {
        int column = 0;
        for (std::size_t index = 0; index < position && index < text_.size(); ++index) {
            if ((static_cast<unsigned char>(text_[index]) & 0xC0) != 0x80) ++column;
        }
        return Error(code, std::move(message)).atColumn(column);
    }

    Error unexpected(std::string_view expected, std::string wayOut) const {
        if (token_.kind == TokenKind::Unfinished) {
            return fail(ErrorCode::DdlSyntax, "A quote is opened here and not closed.", token_.position)
                .withWayOut("Close the quote.");
        }
        const std::string_view found = text_.substr(token_.position, token_.end - token_.position);
        const std::string message = token_.kind == TokenKind::End
                                        ? fmt::format("The text ends where {} is expected.", expected)
                                        : fmt::format("Found '{}' where {} is expected.", found, expected);
        return fail(ErrorCode::DdlSyntax, message, token_.position).withWayOut(std::move(wayOut));
    }

    /// The unquoted text around the token that was meant as one name: `a-b`, `é`, `prix_é`.
    std::string_view intendedName(std::size_t from) const {
        std::size_t end = from;
        while (end < text_.size() && !isBlank(text_[end]) && std::string_view(",<>():`'\"").find(text_[end]) == std::string_view::npos) ++end;
        return text_.substr(from, end - from);
    }

    Error mustBeQuoted(std::size_t from) const {
        const std::string_view name = intendedName(from);
        return fail(ErrorCode::DdlSyntax, fmt::format("The name {} is not valid without back-quotes.", name), from)
            .withWayOut(fmt::format("Write `{}` in back-quotes.", name));
    }

    // --- grammar ----------------------------------------------------------------------------------------------------

    Result<std::string> name() {
        const Token start = token_;
        if (start.kind == TokenKind::QuotedName) {
            if (start.text.empty()) {
                return fail(ErrorCode::DdlSyntax, "A name is empty.", start.position).withWayOut("Write a name between the back-quotes.");
            }
            next();
            return start.text;
        }
        if (start.kind == TokenKind::Symbol && isBeyondAscii(start.text[0])) return mustBeQuoted(start.position);
        if (start.kind != TokenKind::Word) return unexpected("a column name", "Write columns as `name TYPE, name TYPE`.");
        if (start.end < text_.size() && (text_[start.end] == '-' || isBeyondAscii(text_[start.end])) &&
            text_.substr(start.end, 2) != "--") {
            return mustBeQuoted(start.position);
        }
        if (isNumericLiteral(start.text)) {
            return fail(ErrorCode::DdlSyntax, fmt::format("{} is a number, not a name.", start.text), start.position)
                .withWayOut(fmt::format("Write `{}` in back-quotes.", start.text));
        }
        next();
        return start.text;
    }

    Result<Field> field(bool inStruct) {
        Field field;
        VITRINE_TRY(field.name, name());
        if (isSymbol(':')) {
            if (!inStruct) return unexpected("a type", "Remove the ':'; it is allowed inside STRUCT<…> only.");
            next();
        }
        VITRINE_TRY(field.type, type());
        if (takeWord("NOT") && !takeWord("NULL")) return unexpected("NULL after NOT", "Write NOT NULL, or remove NOT.");
        if (takeWord("COMMENT")) {
            if (token_.kind != TokenKind::Text) return unexpected("the comment's text", "Write the comment in quotes.");
            field.comment = token_.text;
            next();
        }
        return field;
    }

    Result<TypePtr> type() {
        if (token_.kind != TokenKind::Word) {
            return unexpected("a type", token_.kind == TokenKind::End || isSymbol(',') ? "Write a type after the name, such as STRING."
                                                                                       : "Write a type, such as STRING.");
        }
        if (++depth_ > kMaxNesting) {
            return fail(ErrorCode::DdlSyntax, fmt::format("Types are nested more than {} deep.", kMaxNesting), token_.position);
        }
        const Token start = token_;
        next();
        Result<TypePtr> result = typeNamed(upper(start.text), start);
        --depth_;
        return result;
    }

    Result<TypePtr> typeNamed(const std::string& word, const Token& start) {
        if (word == "ARRAY") return array(start);
        if (word == "MAP") return map(start);
        if (word == "STRUCT") return structure(start);
        if (word == "DECIMAL" || word == "DEC" || word == "NUMERIC") return decimal(start);
        if (word == "INTERVAL") return interval();
        if (word == "CHAR" || word == "CHARACTER" || word == "VARCHAR") return sizedText(word, start);
        TypePtr simple = simpleType(word);
        if (simple != nullptr && !isSymbol('(') && !isWord("COLLATE")) return simple;
        return unsupported(word, start, simple != nullptr);
    }

    static TypePtr simpleType(std::string_view word) {
        if (word == "BOOLEAN") return DataType::boolean();
        if (word == "TINYINT" || word == "BYTE") return DataType::byteType();
        if (word == "SMALLINT" || word == "SHORT") return DataType::shortType();
        if (word == "INT" || word == "INTEGER") return DataType::intType();
        if (word == "BIGINT" || word == "LONG") return DataType::longType();
        if (word == "FLOAT" || word == "REAL") return DataType::floatType();
        if (word == "DOUBLE") return DataType::doubleType();
        if (word == "DATE") return DataType::date();
        if (word == "TIMESTAMP" || word == "TIMESTAMP_LTZ") return DataType::timestamp();
        if (word == "TIMESTAMP_NTZ") return DataType::timestampNtz();
        if (word == "STRING") return DataType::string();
        if (word == "BINARY") return DataType::binary();
        if (word == "VOID") return DataType::voidType();
        return nullptr;
    }

    Error unsupported(const std::string& word, const Token& start, bool known) const {
        if (known) {
            const bool collated = isWord("COLLATE");
            return fail(ErrorCode::UnsupportedType,
                        collated ? "Collations are not supported." : fmt::format("The type {} takes no arguments.", word), token_.position)
                .withWayOut(fmt::format("Write {} alone.", word));
        }
        std::string_view nearest;
        for (const auto& [foreign, ours] : kForeignNames) {
            if (word == foreign) nearest = ours;
        }
        // VARIANT and TIME are types of Spark 4, not misspelt ones.
        if (nearest.empty() && word != "VARIANT" && word != "TIME") nearest = nearestWord(word, kTypeNames);
        Error error = fail(ErrorCode::UnsupportedType, fmt::format("The type {} is not supported.", start.text), start.position);
        if (!nearest.empty()) return std::move(error).withWayOut(fmt::format("Did you mean {}?", nearest));
        return std::move(error).withWayOut("Use one of BOOLEAN, INT, BIGINT, DOUBLE, DECIMAL, STRING, BINARY, DATE, TIMESTAMP, ARRAY, MAP, STRUCT.");
    }

    Error incomplete(const Token& start, std::string_view example) const {
        const std::string word = upper(start.text);
        return fail(ErrorCode::DdlSyntax, fmt::format("The definition of {} is incomplete.", word), start.position)
            .withWayOut(fmt::format("Say what it holds, for example {}.", example));
    }

    Result<TypePtr> array(const Token& start) {
        if (!takeSymbol('<')) return incomplete(start, "ARRAY<INT>");
        VITRINE_TRY(TypePtr element, type());
        if (!takeSymbol('>')) return unexpected("'>'", "Close ARRAY< with '>'.");
        return DataType::array(std::move(element));
    }

    Result<TypePtr> map(const Token& start) {
        if (!takeSymbol('<')) return incomplete(start, "MAP<STRING, INT>");
        VITRINE_TRY(TypePtr key, type());
        if (!takeSymbol(',')) return unexpected("','", "Write a key type and a value type: MAP<STRING, INT>.");
        VITRINE_TRY(TypePtr value, type());
        if (!takeSymbol('>')) return unexpected("'>'", "Close MAP< with '>'.");
        return DataType::map(std::move(key), std::move(value));
    }

    Result<TypePtr> structure(const Token& start) {
        if (!takeSymbol('<')) return incomplete(start, "STRUCT<name: STRING, age: INT>");
        std::vector<Field> fields;
        if (takeSymbol('>')) return DataType::structType(std::move(fields));
        for (;;) {
            VITRINE_TRY(Field field, this->field(true));
            fields.push_back(std::move(field));
            if (takeSymbol('>')) return DataType::structType(std::move(fields));
            if (!takeSymbol(',')) return unexpected("',' or '>'", "Separate fields by commas and close STRUCT< with '>'.");
        }
    }

    Result<int> integer() {
        bool digits = token_.kind == TokenKind::Word && token_.text.size() <= 9;
        int value = 0;
        for (const char letter : token_.text) {
            digits = digits && isDigit(letter);
            if (digits) value = value * 10 + (letter - '0');
        }
        if (!digits) return unexpected("a whole number", "Write a number, for example DECIMAL(10, 2).");
        next();
        return value;
    }

    Result<TypePtr> decimal(const Token& start) {
        int precision = 10;
        int scale = 0;
        if (takeSymbol('(')) {
            VITRINE_TRY(precision, integer());
            if (takeSymbol(',')) {
                VITRINE_TRY(scale, integer());
            }
            if (!takeSymbol(')')) return unexpected("')'", "Write DECIMAL(precision, scale).");
        }
        if (precision < 1 || precision > DataType::kMaxDecimalPrecision) {
            return fail(ErrorCode::UnsupportedType, fmt::format("DECIMAL has 1 to 38 digits, not {}.", precision), start.position)
                .withWayOut("Choose a precision of at most 38.");
        }
        if (scale > precision) {
            return fail(ErrorCode::UnsupportedType,
                        fmt::format("DECIMAL({}, {}) has more digits after the point than digits.", precision, scale), start.position)
                .withWayOut("Choose a scale that is at most the precision.");
        }
        return DataType::decimal(precision, scale);
    }

    /// CHAR and VARCHAR are read so that what is wrong with them can be said (DDL-5).
    Result<TypePtr> sizedText(const std::string& word, const Token& start) {
        if (!takeSymbol('(')) {
            return fail(ErrorCode::DdlSyntax, fmt::format("The type {} needs a length.", word), start.position)
                .withWayOut("Use STRING instead.");
        }
        VITRINE_TRY([[maybe_unused]] const int length, integer());
        if (!takeSymbol(')')) return unexpected("')'", "Use STRING instead.");
        return fail(ErrorCode::UnsupportedType, fmt::format("The type {} cannot be used in a schema.", word), start.position)
            .withWayOut("Use STRING instead.");
    }

    /// Numbered as IntervalUnit; -1 when the token is no unit.
    int intervalUnit() const {
        constexpr std::array<std::string_view, 6> kUnits = {"YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND"};
        for (std::size_t index = 0; index < kUnits.size(); ++index) {
            if (isWord(kUnits[index])) return static_cast<int>(index);
        }
        return -1;
    }

    Result<TypePtr> interval() {
        const int first = intervalUnit();
        if (first < 0) return DataType::calendarInterval();
        const Token start = token_;
        next();
        int last = first;
        if (takeWord("TO")) {
            last = intervalUnit();
            const bool yearMonth = first <= 1 && last <= 1;
            const bool dayTime = first >= 2 && last >= 2;
            if (last <= first || !(yearMonth || dayTime)) {
                return unexpected("a smaller unit", "Write YEAR TO MONTH, or two of DAY, HOUR, MINUTE, SECOND from large to small.");
            }
            next();
        }
        const auto from = static_cast<IntervalUnit>(first);
        const auto to = static_cast<IntervalUnit>(last);
        return first <= 1 ? DataType::yearMonthInterval(from, to) : DataType::dayTimeInterval(from, to);
    }

    std::string_view text_;
    std::size_t at_ = 0;
    int depth_ = 0;
    Token token_;
};

}  // namespace

Result<TypePtr> parseType(std::string_view text) {
    return DdlReader(text).wholeType();
}

Result<Schema> parseDdl(std::string_view text) {
    return DdlReader(text).schema();
}

std::string toDdl(const Schema& schema) {
    // A struct's text differs from a schema's by its frame and by the colons after names.
    std::string text;
    for (const Field& field : schema.fields()) {
        const std::string single = DataType::structType({field})->sql();
        const std::string quoted = quoteIdentifier(field.name);
        constexpr std::size_t kFrame = std::string_view("STRUCT<").size();
        if (!text.empty()) text += ", ";
        text += quoted + single.substr(kFrame + quoted.size() + 1, single.size() - kFrame - quoted.size() - 2);
    }
    return text;
}

}  // namespace vitrine
