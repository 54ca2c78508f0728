// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <utility>

#include "core/data/nearest_word.h"
#include "core/sql/expression.h"
#include "core/sql/literal_reader.h"
#include "core/sql/token.h"

namespace vitrine {
namespace {

/// Nesting of the text; each level costs a few stack frames.
constexpr int kMaxDepth = 150;

/// Parts of a dotted name: a column and its fields.
constexpr std::size_t kMaxNameParts = 100;

// How strongly operators bind, weakest first (Spark's grammar).
enum Strength { kOr = 1, kAnd, kNot, kPredicate, kComparison, kBitOr, kBitXor, kBitAnd, kShift, kSum, kProduct, kUnary };

constexpr std::array<std::string_view, 14> kReserved = {"AND",  "OR",   "IN",   "LIKE", "ILIKE", "RLIKE", "REGEXP",
                                                        "BETWEEN", "IS", "THEN", "WHEN", "ELSE",  "AS",    "DIV"};
constexpr std::array<std::string_view, 30> kKeywords = {
    "AND",  "OR",   "NOT",   "IN",   "LIKE",    "ILIKE",    "RLIKE",  "REGEXP", "BETWEEN", "IS",    "NULL",   "TRUE", "FALSE", "CASE", "WHEN",
    "THEN", "ELSE", "END",   "CAST", "INTERVAL", "DISTINCT", "FILTER", "WHERE",  "OVER",    "FROM",  "FOR",    "ASC",  "DESC",  "DIV",  "AS"};

bool isOneOf(std::string_view word, std::span<const std::string_view> words) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view candidate) { return equalsIgnoreCase(word, candidate); });
}

class Parser {
  public:
    Parser(std::string_view text, std::vector<Token> tokens) : text_(text), tokens_(std::move(tokens)) {}

    Result<ExpressionPtr> aliased() {
        VITRINE_TRY(ExpressionPtr expression, named());
        if (peek().kind != TokenKind::End) return expected("an operator or the end");
        return expression;
    }

    Result<SortOrder> sortOrder() {
        SortOrder order;
        VITRINE_TRY(order.expression, expression(kOr));
        if (takeWord("DESC")) {
            order.descending = true;
        } else {
            takeWord("ASC");
        }
        order.nulls = order.descending ? NullsOrder::Last : NullsOrder::First;
        if (takeWord("NULLS")) {
            if (takeWord("FIRST")) {
                order.nulls = NullsOrder::First;
            } else if (takeWord("LAST")) {
                order.nulls = NullsOrder::Last;
            } else {
                return expected("FIRST or LAST");
            }
        }
        if (peek().kind != TokenKind::End) return expected("ASC, DESC, NULLS FIRST, NULLS LAST or the end");
        return order;
    }

  private:
    const Token& peek(std::size_t ahead = 0) const { return tokens_[std::min(at_ + ahead, tokens_.size() - 1)]; }
    const Token& take() { return tokens_[at_ < tokens_.size() - 1 ? at_++ : at_]; }

    bool isWord(std::string_view word, std::size_t ahead = 0) const {
        return peek(ahead).kind == TokenKind::Word && equalsIgnoreCase(peek(ahead).text, word);
    }
    bool takeWord(std::string_view word) {
        if (!isWord(word)) return false;
        ++at_;
        return true;
    }
    bool takeSymbol(std::string_view symbol) {
        if (!peek().isSymbol(symbol)) return false;
        ++at_;
        return true;
    }
    Result<void> needSymbol(std::string_view symbol) {
        if (takeSymbol(symbol)) return {};
        return expected("\"" + std::string(symbol) + "\"");
    }
    Result<void> needWord(std::string_view word) {
        if (takeWord(word)) return {};
        return expected(word);
    }

    Error expected(std::string_view what) const {
        const Token& token = peek();
        std::string message;
        if (text_.find_first_not_of(" \t\r\n") == std::string_view::npos) {
            message = "The expression is empty.";
        } else if (token.kind == TokenKind::End) {
            message = "The expression ends too early: " + std::string(what) + " is expected";
            if (at_ > 0) message += " after \"" + std::string(raw(tokens_[at_ - 1])) + "\"";
            message += ".";
        } else {
            message = "Near \"" + std::string(raw(token)) + "\": " + std::string(what) + " is expected.";
        }
        Error error = Error(ErrorCode::ExpressionSyntax, std::move(message)).atColumn(static_cast<int>(token.begin));
        if (token.kind == TokenKind::End) error.withWayOut(at_ == 0 ? "Write a column, a value or a call such as upper(name)." : "Add " + std::string(what) + " at the end.");
        if (token.kind == TokenKind::Word && !isOneOf(token.text, kKeywords)) {
            const std::string_view near = nearestWord(token.text, kKeywords);
            if (!near.empty()) error.withWayOut("Did you mean " + std::string(near) + "?");
        }
        return error;
    }

    Error errorAt(const Token& token, Error error) const { return std::move(error).atColumn(static_cast<int>(token.begin)); }

    std::string_view raw(const Token& token) const { return text_.substr(token.begin, std::min<std::size_t>(token.end - token.begin, 40)); }

    std::uint32_t lastEnd() const { return at_ > 0 ? tokens_[at_ - 1].end : 0; }

    Result<ExpressionPtr> finish(Expression node, std::uint32_t begin) const {
        node.begin = begin;
        node.end = lastEnd();
        std::uint32_t height = 0;
        for (const ExpressionPtr& child : node.children) height = std::max(height, child->height);
        if (node.filter) height = std::max(height, node.filter->height);
        node.height = height + 1;
        if (node.height > kMaxExpressionHeight) {
            return Error(ErrorCode::ExpressionSyntax, "The expression is nested too deeply.").atColumn(static_cast<int>(begin));
        }
        return std::make_shared<const Expression>(std::move(node));
    }

    Result<ExpressionPtr> call(std::string name, std::vector<ExpressionPtr> children, std::uint32_t begin, bool isNegated = false) const {
        Expression node;
        node.kind = ExpressionKind::Call;
        node.name = std::move(name);
        node.children = std::move(children);
        node.isNegated = isNegated;
        return finish(std::move(node), begin);
    }

    Result<ExpressionPtr> literal(LiteralValue value, std::uint32_t begin) const {
        Expression node;
        node.kind = ExpressionKind::Literal;
        node.type = std::move(value.type);
        node.literal = std::move(value.value);
        return finish(std::move(node), begin);
    }

    /// expression [[AS] name]
    Result<ExpressionPtr> named() {
        const std::uint32_t begin = peek().begin;
        VITRINE_TRY(ExpressionPtr inner, expression(kOr));
        const bool hasAs = takeWord("AS");
        const Token& name = peek();
        if (name.kind == TokenKind::QuotedWord || (name.kind == TokenKind::Word && (hasAs || !isOneOf(name.text, kReserved)))) {
            Expression node;
            node.kind = ExpressionKind::Alias;
            node.name = take().text;
            node.children.push_back(std::move(inner));
            return finish(std::move(node), begin);
        }
        if (hasAs) return expected("a name");
        return inner;
    }

    struct DepthGuard {
        explicit DepthGuard(int& value) : depth(value) { ++depth; }
        ~DepthGuard() { --depth; }
        DepthGuard(const DepthGuard&) = delete;
        DepthGuard& operator=(const DepthGuard&) = delete;
        int& depth;
    };

    Result<ExpressionPtr> expression(int strength) {
        const DepthGuard guard(depth_);
        if (depth_ > kMaxDepth) {
            return Error(ErrorCode::ExpressionSyntax, "The expression is nested too deeply.").atColumn(static_cast<int>(peek().begin));
        }
        const std::uint32_t begin = peek().begin;
        VITRINE_TRY(ExpressionPtr left, prefix(strength));
        while (true) {
            bool isDone = false;
            VITRINE_TRY(ExpressionPtr next, infix(left, strength, begin, isDone));
            if (isDone) return left;
            left = std::move(next);
        }
    }

    Result<ExpressionPtr> prefix(int strength) {
        const std::uint32_t begin = peek().begin;
        const bool isCall = peek(1).isSymbol("(") && peek(1).begin == peek().end;
        if (peek().isSymbol("!") || (isWord("NOT") && strength <= kNot) || (isWord("NOT") && isCall)) {
            take();
            VITRINE_TRY(ExpressionPtr operand, expression(kNot));
            return call("NOT", {std::move(operand)}, begin);
        }
        if (peek().isSymbol("-") || peek().isSymbol("+") || peek().isSymbol("~")) {
            const std::string symbol = take().text;
            const TokenKind kind = peek().kind;
            if (symbol == "-" && (kind == TokenKind::Integer || kind == TokenKind::Decimal || kind == TokenKind::Exponent)) {
                const Token& number = take();
                auto value = readNumber(number, true);
                if (!value) return errorAt(number, std::move(value).error());
                VITRINE_TRY(ExpressionPtr result, literal(std::move(value).value(), begin));
                return postfix(std::move(result), begin);
            }
            VITRINE_TRY(ExpressionPtr operand, expression(kUnary));
            return call(symbol, {std::move(operand)}, begin);
        }
        VITRINE_TRY(ExpressionPtr result, primary());
        return postfix(std::move(result), begin);
    }

    static int symbolStrength(std::string_view symbol) {
        if (symbol == "=" || symbol == "==" || symbol == "<=>" || symbol == "<>" || symbol == "!=" || symbol == "<" ||
            symbol == "<=" || symbol == ">" || symbol == ">=") {
            return kComparison;
        }
        if (symbol == "|") return kBitOr;
        if (symbol == "^") return kBitXor;
        if (symbol == "&") return kBitAnd;
        if (symbol == "<<" || symbol == ">>" || symbol == ">>>") return kShift;
        if (symbol == "+" || symbol == "-" || symbol == "||") return kSum;
        if (symbol == "*" || symbol == "/" || symbol == "%") return kProduct;
        return 0;
    }

    Result<ExpressionPtr> infix(const ExpressionPtr& left, int strength, std::uint32_t begin, bool& isDone) {
        std::string name;
        int own = 0;
        if (peek().kind == TokenKind::Symbol) {
            own = symbolStrength(peek().text);
            name = peek().text == "==" ? "=" : peek().text == "!=" ? "<>" : peek().text;
        } else if (isWord("OR")) {
            own = kOr;
            name = "OR";
        } else if (isWord("AND")) {
            own = kAnd;
            name = "AND";
        } else if (isWord("DIV")) {
            own = kProduct;
            name = "DIV";
        } else if (startsPredicate()) {
            if (strength > kPredicate) {
                isDone = true;
                return left;
            }
            return predicate(left, begin);
        }
        if (own == 0 || own < strength) {
            isDone = true;
            return left;
        }
        take();
        VITRINE_TRY(ExpressionPtr right, expression(own + 1));
        return call(std::move(name), {left, std::move(right)}, begin);
    }

    bool startsPredicate() const {
        if (peek().kind != TokenKind::Word) return false;
        const std::size_t ahead = isWord("NOT") ? 1 : 0;
        for (const std::string_view word : {"IN", "LIKE", "ILIKE", "RLIKE", "REGEXP", "BETWEEN"}) {
            if (isWord(word, ahead)) return true;
        }
        return ahead == 0 && isWord("IS");
    }

    Result<ExpressionPtr> predicate(const ExpressionPtr& left, std::uint32_t begin) {
        bool isNegated = takeWord("NOT");
        if (takeWord("IS")) {
            isNegated = takeWord("NOT");
            for (const std::string_view word : {"NULL", "TRUE", "FALSE", "UNKNOWN"}) {
                if (takeWord(word)) return call("IS " + std::string(word), {left}, begin, isNegated);
            }
            if (takeWord("DISTINCT")) {
                VITRINE_CHECK_OK(needWord("FROM"));
                VITRINE_TRY(ExpressionPtr right, expression(kComparison));
                return call("IS DISTINCT FROM", {left, std::move(right)}, begin, isNegated);
            }
            return expected("NULL, TRUE, FALSE, UNKNOWN or DISTINCT FROM");
        }
        if (takeWord("BETWEEN")) {
            VITRINE_TRY(ExpressionPtr low, expression(kComparison));
            VITRINE_CHECK_OK(needWord("AND"));
            VITRINE_TRY(ExpressionPtr high, expression(kComparison));
            return call("BETWEEN", {left, std::move(low), std::move(high)}, begin, isNegated);
        }
        if (takeWord("IN")) {
            VITRINE_CHECK_OK(needSymbol("("));
            std::vector<ExpressionPtr> children = {left};
            do {
                VITRINE_TRY(ExpressionPtr element, expression(kOr));
                children.push_back(std::move(element));
            } while (takeSymbol(","));
            VITRINE_CHECK_OK(needSymbol(")"));
            return call("IN", std::move(children), begin, isNegated);
        }
        std::string name = toUpperAscii(take().text);
        if (name == "REGEXP") name = "RLIKE";
        if (name != "RLIKE" && peek(1).isSymbol("(") && (isWord("ANY") || isWord("SOME") || isWord("ALL"))) return quantifiedLike(left, name, begin, isNegated);
        VITRINE_TRY(ExpressionPtr pattern, expression(kComparison));
        std::vector<ExpressionPtr> children = {left, std::move(pattern)};
        if (name != "RLIKE" && takeWord("ESCAPE")) {
            if (peek().kind != TokenKind::String) return expected("the escape letter in quotes");
            VITRINE_TRY(ExpressionPtr escape, primary());
            children.push_back(std::move(escape));
        }
        return call(std::move(name), std::move(children), begin, isNegated);
    }

    /// text [NOT] LIKE ANY|SOME|ALL (pattern, …): the single comparisons, joined by OR or AND.
    Result<ExpressionPtr> quantifiedLike(const ExpressionPtr& left, const std::string& name, std::uint32_t begin, bool isNegated) {
        const std::string connective = equalsIgnoreCase(take().text, "ALL") ? "AND" : "OR";
        VITRINE_CHECK_OK(needSymbol("("));
        ExpressionPtr all;
        do {
            VITRINE_TRY(ExpressionPtr pattern, expression(kOr));
            VITRINE_TRY(ExpressionPtr match, call(name, {left, std::move(pattern)}, begin, isNegated));
            if (!all) {
                all = std::move(match);
            } else {
                VITRINE_TRY(all, call(connective, {all, std::move(match)}, begin));
            }
        } while (takeSymbol(","));
        VITRINE_CHECK_OK(needSymbol(")"));
        return all;
    }

    Result<ExpressionPtr> postfix(ExpressionPtr base, std::uint32_t begin) {
        while (true) {
            Expression node;
            if (takeSymbol(".")) {
                if (base->kind == ExpressionKind::Column && takeSymbol("*")) {
                    return errorAt(peek(), Error(ErrorCode::ExpressionSyntax, "All fields of a struct at once (name.*) are not supported."));
                }
                const Token& name = peek();
                if (name.kind != TokenKind::Word && name.kind != TokenKind::QuotedWord && name.kind != TokenKind::Integer) {
                    return expected("a field name");
                }
                const std::string field = take().text;
                if (base->kind == ExpressionKind::Column) {
                    if (base->nameParts.size() >= kMaxNameParts) return expected("the end of the name");
                    node = *base;
                    node.nameParts.push_back(field);
                } else {
                    node.kind = ExpressionKind::Field;
                    node.name = field;
                    node.children.push_back(base);
                }
            } else if (takeSymbol("[")) {
                node.kind = ExpressionKind::Subscript;
                VITRINE_TRY(ExpressionPtr index, expression(kOr));
                VITRINE_CHECK_OK(needSymbol("]"));
                node.children = {base, std::move(index)};
            } else if (takeSymbol("::")) {
                node.kind = ExpressionKind::Cast;
                VITRINE_TRY(node.type, typeHere());
                node.children.push_back(base);
            } else {
                return base;
            }
            VITRINE_TRY(base, finish(std::move(node), begin));
        }
    }

    /// A type at this place: `INT`, `DECIMAL(10,2)`, `MAP<STRING, ARRAY<INT>>`, `INTERVAL DAY TO SECOND`.
    Result<TypePtr> typeHere() {
        const Token& first = peek();
        if (first.kind != TokenKind::Word) return expected("a type");
        take();
        if (equalsIgnoreCase(first.text, "INTERVAL")) {
            if (peek().kind == TokenKind::Word && isIntervalUnit(peek().text)) {
                take();
                if (isWord("TO")) {
                    take();
                    take();
                }
            }
        } else if (peek().isSymbol("(")) {
            while (peek().kind != TokenKind::End && !peek().isSymbol(")")) take();
            VITRINE_CHECK_OK(needSymbol(")"));
        } else if (peek().isSymbol("<") || peek().isSymbol("<>")) {
            int open = 0;
            do {
                const Token& token = take();
                if (token.kind == TokenKind::End) return expected("\">\"");
                if (token.kind != TokenKind::Symbol) continue;
                if (token.text == "<") ++open;
                if (token.text == ">") --open;
                if (token.text == ">>") open -= 2;
                if (token.text == ">>>") open -= 3;
            } while (open > 0);
        }
        auto type = parseType(text_.substr(first.begin, lastEnd() - first.begin));
        if (!type) {
            Error error = std::move(type).error();
            const int column = std::max(error.column(), 0) + static_cast<int>(first.begin);
            return std::move(error).atColumn(column);
        }
        return type;
    }

    Result<ExpressionPtr> primary() {
        const Token& token = peek();
        const std::uint32_t begin = token.begin;
        switch (token.kind) {
            case TokenKind::Integer:
            case TokenKind::Decimal:
            case TokenKind::Exponent: {
                take();
                auto value = readNumber(token, false);
                if (!value) return errorAt(token, std::move(value).error());
                return literal(std::move(value).value(), begin);
            }
            case TokenKind::String: return literal({DataType::string(), Value{adjacentStrings()}}, begin);
            case TokenKind::HexString: return literal(readHex(take().text), begin);
            case TokenKind::QuotedWord: return nameOrCall();
            case TokenKind::Word: return word();
            case TokenKind::Symbol:
                if (token.isSymbol("(")) return parenthesised();
                if (token.isSymbol("*")) {
                    take();
                    Expression node;
                    node.kind = ExpressionKind::Star;
                    return finish(std::move(node), begin);
                }
                return expected("a value, a column or a function");
            case TokenKind::End: return expected("a value, a column or a function");
        }
        return expected("a value, a column or a function");
    }

    std::string adjacentStrings() {
        std::string text;
        while (peek().kind == TokenKind::String) text += take().text;
        return text;
    }

    Result<ExpressionPtr> parenthesised() {
        const std::uint32_t begin = peek().begin;
        if (startsLambda()) return lambda();
        take();
        VITRINE_TRY(ExpressionPtr first, expression(kOr));
        if (peek().isSymbol(",")) {
            std::vector<ExpressionPtr> children = {std::move(first)};
            while (takeSymbol(",")) {
                VITRINE_TRY(ExpressionPtr next, expression(kOr));
                children.push_back(std::move(next));
            }
            VITRINE_CHECK_OK(needSymbol(")"));
            return call("struct", std::move(children), begin);
        }
        VITRINE_CHECK_OK(needSymbol(")"));
        return first;
    }

    bool startsLambda() const {
        std::size_t ahead = 1;
        while (peek(ahead).kind == TokenKind::Word || peek(ahead).kind == TokenKind::QuotedWord) {
            if (peek(ahead + 1).isSymbol(")")) return peek(ahead + 2).isSymbol("->");
            if (!peek(ahead + 1).isSymbol(",")) return false;
            ahead += 2;
        }
        return false;
    }

    Result<ExpressionPtr> lambda() {
        const std::uint32_t begin = peek().begin;
        Expression node;
        node.kind = ExpressionKind::Lambda;
        if (takeSymbol("(")) {
            do node.nameParts.push_back(take().text);
            while (takeSymbol(","));
            take();
        } else {
            node.nameParts.push_back(take().text);
        }
        take();
        VITRINE_TRY(ExpressionPtr body, expression(kOr));
        node.children.push_back(std::move(body));
        return finish(std::move(node), begin);
    }

    Result<ExpressionPtr> word() {
        const Token& token = peek();
        const std::uint32_t begin = token.begin;
        const std::string upper = toUpperAscii(token.text);
        const Token& next = peek(1);
        if (next.isSymbol("->")) return lambda();
        if (upper == "TRUE" || upper == "FALSE") {
            take();
            return literal({DataType::boolean(), Value{upper == "TRUE"}}, begin);
        }
        if (upper == "NULL") {
            take();
            return literal({DataType::voidType(), Value{}}, begin);
        }
        if (next.kind == TokenKind::String && (upper == "DATE" || upper == "TIMESTAMP" || upper == "TIMESTAMP_LTZ" || upper == "TIMESTAMP_NTZ")) {
            take();
            const Token text = take();
            auto value = readTypedLiteral(upper == "TIMESTAMP_LTZ" ? "TIMESTAMP" : upper, text);
            if (!value) return errorAt(text, std::move(value).error());
            return literal(std::move(value).value(), begin);
        }
        if (upper == "INTERVAL" && (next.kind == TokenKind::String || next.kind == TokenKind::Integer || next.kind == TokenKind::Decimal ||
                                    next.isSymbol("-") || next.isSymbol("+"))) {
            return interval();
        }
        if (upper == "CASE") return caseExpression();
        if (next.isSymbol("(")) {
            if (upper == "CAST" || upper == "TRY_CAST") return castCall(upper == "TRY_CAST");
            if (upper == "EXTRACT") return extractCall();
            if (upper == "SUBSTRING" || upper == "SUBSTR") return substringCall();
            if (upper == "POSITION") return positionCall();
            if (upper == "TRIM") return trimCall();
            if (upper == "OVERLAY") return overlayCall();
            return nameOrCall();
        }
        if (upper == "CURRENT_TIMESTAMP" || upper == "CURRENT_DATE" || upper == "LOCALTIMESTAMP" || upper == "CURRENT_TIME") {
            take();
            return call(toLowerAscii(upper), {}, begin);
        }
        if (isOneOf(upper, kReserved)) return expected("a value, a column or a function");
        return nameOrCall();
    }

    Result<ExpressionPtr> interval() {
        const Token& first = take();
        if (peek().kind == TokenKind::String) {
            const Token text = peek();
            const bool isUnit = peek(1).kind == TokenKind::Word && isIntervalUnit(peek(1).text);
            if (!isUnit) {
                const std::string words = adjacentStrings();
                auto value = readMultiUnit(words);
                if (!value) {
                    Error error = std::move(value).error();
                    return errorAt(text, Error(ErrorCode::ExpressionSyntax, error.message()).withWayOut(error.wayOut()));
                }
                return literal(std::move(value).value(), first.begin);
            }
            if (isWord("TO", 2)) {
                take();
                const std::string from = take().text;
                take();
                if (peek().kind != TokenKind::Word || !isIntervalUnit(peek().text)) return expected("a unit of time");
                const std::string to = take().text;
                auto value = readUnitToUnit(text.text, from, to);
                if (!value) return errorAt(text, std::move(value).error());
                return literal(std::move(value).value(), first.begin);
            }
        }
        std::string words;
        while (true) {
            std::string number;
            if (peek().isSymbol("-") || peek().isSymbol("+")) number = take().text;
            const TokenKind kind = peek().kind;
            if (kind != TokenKind::String && kind != TokenKind::Integer && kind != TokenKind::Decimal) return expected("a number");
            const std::string digits = take().text;
            if (number == "-" && !digits.empty() && digits.front() == '-') {
                number = digits.substr(1);
            } else {
                number += digits;
            }
            if (peek().kind != TokenKind::Word || !isIntervalUnit(peek().text)) return expected("a unit of time, for example HOURS,");
            words += (words.empty() ? "" : " ") + number + ' ' + take().text;
            const Token& next = peek();
            const bool hasMore = (next.kind == TokenKind::String || next.kind == TokenKind::Integer || next.kind == TokenKind::Decimal)
                                     ? peek(1).kind == TokenKind::Word && isIntervalUnit(peek(1).text)
                                     : next.isSymbol("-") && (peek(1).kind == TokenKind::Integer || peek(1).kind == TokenKind::Decimal) &&
                                           peek(2).kind == TokenKind::Word && isIntervalUnit(peek(2).text);
            if (!hasMore) break;
        }
        auto value = readMultiUnit(words);
        if (!value) return errorAt(first, Error(ErrorCode::ExpressionSyntax, value.error().message()).withWayOut(value.error().wayOut()));
        return literal(std::move(value).value(), first.begin);
    }

    Result<ExpressionPtr> caseExpression() {
        const std::uint32_t begin = take().begin;
        Expression node;
        node.kind = ExpressionKind::Case;
        if (!isWord("WHEN")) {
            node.hasOperand = true;
            VITRINE_TRY(ExpressionPtr operand, expression(kOr));
            node.children.push_back(std::move(operand));
        }
        if (!isWord("WHEN")) return expected("WHEN");
        while (takeWord("WHEN")) {
            VITRINE_TRY(ExpressionPtr condition, expression(kOr));
            VITRINE_CHECK_OK(needWord("THEN"));
            VITRINE_TRY(ExpressionPtr value, expression(kOr));
            node.children.push_back(std::move(condition));
            node.children.push_back(std::move(value));
        }
        if (takeWord("ELSE")) {
            node.hasElse = true;
            VITRINE_TRY(ExpressionPtr value, expression(kOr));
            node.children.push_back(std::move(value));
        }
        if (!takeWord("END")) return expected(node.hasElse ? "END" : "WHEN, ELSE or END");
        return finish(std::move(node), begin);
    }

    Result<ExpressionPtr> castCall(bool isTry) {
        const std::uint32_t begin = take().begin;
        take();
        Expression node;
        node.kind = ExpressionKind::Cast;
        node.isTry = isTry;
        VITRINE_TRY(ExpressionPtr value, expression(kOr));
        node.children.push_back(std::move(value));
        VITRINE_CHECK_OK(needWord("AS"));
        VITRINE_TRY(node.type, typeHere());
        VITRINE_CHECK_OK(needSymbol(")"));
        return finish(std::move(node), begin);
    }

    ExpressionPtr textLiteral(std::string text, std::uint32_t begin) const {
        Expression node;
        node.type = DataType::string();
        node.literal = Value{std::move(text)};
        node.begin = begin;
        node.end = lastEnd();
        return std::make_shared<const Expression>(std::move(node));
    }

    Result<ExpressionPtr> extractCall() {
        const std::uint32_t begin = take().begin;
        take();
        if (peek().kind != TokenKind::Word) return expected("a field, for example HOUR,");
        const Token field = take();
        ExpressionPtr name = textLiteral(toUpperAscii(field.text), field.begin);
        VITRINE_CHECK_OK(needWord("FROM"));
        VITRINE_TRY(ExpressionPtr source, expression(kOr));
        VITRINE_CHECK_OK(needSymbol(")"));
        return call("extract", {std::move(name), std::move(source)}, begin);
    }

    /// Arguments after the opening parenthesis when the first was read already: `, b, c)`.
    Result<std::vector<ExpressionPtr>> restOfArguments(ExpressionPtr first) {
        std::vector<ExpressionPtr> children = {std::move(first)};
        while (takeSymbol(",")) {
            VITRINE_TRY(ExpressionPtr next, expression(kOr));
            children.push_back(std::move(next));
        }
        VITRINE_CHECK_OK(needSymbol(")"));
        return children;
    }

    Result<ExpressionPtr> substringCall() {
        const Token name = take();
        take();
        if (takeSymbol(")")) return call(toLowerAscii(name.text), {}, name.begin);
        VITRINE_TRY(ExpressionPtr text, expression(kOr));
        std::vector<ExpressionPtr> children;
        if (takeWord("FROM")) {
            children.push_back(std::move(text));
            VITRINE_TRY(ExpressionPtr from, expression(kOr));
            children.push_back(std::move(from));
            if (takeWord("FOR")) {
                VITRINE_TRY(ExpressionPtr length, expression(kOr));
                children.push_back(std::move(length));
            }
            VITRINE_CHECK_OK(needSymbol(")"));
        } else {
            VITRINE_TRY(children, restOfArguments(std::move(text)));
        }
        return call(toLowerAscii(name.text), std::move(children), name.begin);
    }

    Result<ExpressionPtr> positionCall() {
        const std::uint32_t begin = take().begin;
        take();
        VITRINE_TRY(ExpressionPtr part, expression(kComparison));
        std::vector<ExpressionPtr> children;
        if (takeWord("IN")) {
            VITRINE_TRY(ExpressionPtr text, expression(kOr));
            VITRINE_CHECK_OK(needSymbol(")"));
            children = {std::move(part), std::move(text)};
        } else {
            VITRINE_TRY(children, restOfArguments(std::move(part)));
        }
        return call("position", std::move(children), begin);
    }

    /// trim(BOTH x FROM y) becomes btrim(y, x); LEADING rtrim's twin: ltrim(x, y), in Spark's order of arguments.
    Result<ExpressionPtr> trimCall() {
        const std::uint32_t begin = take().begin;
        take();
        std::string name = "trim";
        bool hasSide = true;
        if (takeWord("LEADING")) {
            name = "ltrim";
        } else if (takeWord("TRAILING")) {
            name = "rtrim";
        } else {
            hasSide = takeWord("BOTH");
        }
        if (hasSide && takeWord("FROM")) {
            VITRINE_TRY(ExpressionPtr text, expression(kOr));
            VITRINE_CHECK_OK(needSymbol(")"));
            return call(std::move(name), {std::move(text)}, begin);
        }
        VITRINE_TRY(ExpressionPtr first, expression(kOr));
        if (takeWord("FROM")) {
            VITRINE_TRY(ExpressionPtr text, expression(kOr));
            VITRINE_CHECK_OK(needSymbol(")"));
            return call(std::move(name), {std::move(first), std::move(text)}, begin);
        }
        VITRINE_TRY(std::vector<ExpressionPtr> children, restOfArguments(std::move(first)));
        return call(std::move(name), std::move(children), begin);
    }

    Result<ExpressionPtr> overlayCall() {
        const std::uint32_t begin = take().begin;
        take();
        VITRINE_TRY(ExpressionPtr text, expression(kOr));
        std::vector<ExpressionPtr> children;
        if (takeWord("PLACING")) {
            children.push_back(std::move(text));
            VITRINE_TRY(ExpressionPtr part, expression(kOr));
            children.push_back(std::move(part));
            VITRINE_CHECK_OK(needWord("FROM"));
            VITRINE_TRY(ExpressionPtr from, expression(kOr));
            children.push_back(std::move(from));
            if (takeWord("FOR")) {
                VITRINE_TRY(ExpressionPtr length, expression(kOr));
                children.push_back(std::move(length));
            }
            VITRINE_CHECK_OK(needSymbol(")"));
        } else {
            VITRINE_TRY(children, restOfArguments(std::move(text)));
        }
        return call("overlay", std::move(children), begin);
    }

    Result<ExpressionPtr> nameOrCall() {
        const Token name = take();
        if (!peek().isSymbol("(") || name.kind == TokenKind::Integer) {
            Expression node;
            node.kind = ExpressionKind::Column;
            node.nameParts.push_back(name.text);
            return finish(std::move(node), name.begin);
        }
        take();
        Expression node;
        node.kind = ExpressionKind::Call;
        node.name = toLowerAscii(name.text);
        if (takeWord("DISTINCT")) {
            node.isDistinct = true;
        } else if (isWord("ALL") && !peek(1).isSymbol(",") && !peek(1).isSymbol(")")) {
            take();
        }
        const bool isUnitCall = node.name == "timestampadd" || node.name == "timestampdiff" || node.name == "dateadd" ||
                                node.name == "date_add" || node.name == "datediff" || node.name == "date_diff";
        if (isUnitCall && peek().kind == TokenKind::Word && peek(1).isSymbol(",") && isTimestampUnit(peek().text)) {
            const Token unit = take();
            node.children.push_back(textLiteral(toUpperAscii(unit.text), unit.begin));
            take();
        }
        if (!takeSymbol(")")) {
            do {
                VITRINE_TRY(ExpressionPtr argument, named());
                node.children.push_back(std::move(argument));
            } while (takeSymbol(","));
            if (!takeSymbol(")")) return expected("\",\" or \")\"");
        }
        if (takeWord("FILTER")) {
            VITRINE_CHECK_OK(needSymbol("("));
            VITRINE_CHECK_OK(needWord("WHERE"));
            VITRINE_TRY(node.filter, expression(kOr));
            VITRINE_CHECK_OK(needSymbol(")"));
        }
        if ((isWord("IGNORE") || isWord("RESPECT")) && isWord("NULLS", 1)) {
            node.ignoreNulls = equalsIgnoreCase(take().text, "IGNORE");
            take();
        }
        if (isWord("OVER") && (peek(1).isSymbol("(") || peek(1).kind == TokenKind::Word)) {
            take();
            node.isOver = true;
            VITRINE_CHECK_OK(skipWindowSpecification());
        }
        return finish(std::move(node), name.begin);
    }

    static bool isTimestampUnit(std::string_view word) {
        static constexpr std::array<std::string_view, 11> kUnits = {"YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "DAYOFYEAR",
                                                                    "HOUR", "MINUTE", "SECOND", "MILLISECOND", "MICROSECOND"};
        return isOneOf(word, kUnits);
    }

    /// Streams refuse analytic calls whatever the specification says: only its parentheses matter.
    Result<void> skipWindowSpecification() {
        if (!takeSymbol("(")) {
            take();
            return {};
        }
        int open = 1;
        while (open > 0) {
            if (peek().kind == TokenKind::End) return expected("\")\"");
            const Token& token = take();
            if (token.isSymbol("(")) ++open;
            if (token.isSymbol(")")) --open;
        }
        return {};
    }

    std::string_view text_;
    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    int depth_ = 0;
};

}  // namespace

Result<ExpressionPtr> parseExpression(std::string_view text) {
    VITRINE_TRY(std::vector<Token> tokens, tokenize(text));
    return Parser(text, std::move(tokens)).aliased();
}

Result<SortOrder> parseSortOrder(std::string_view text) {
    VITRINE_TRY(std::vector<Token> tokens, tokenize(text));
    return Parser(text, std::move(tokens)).sortOrder();
}

}  // namespace vitrine
