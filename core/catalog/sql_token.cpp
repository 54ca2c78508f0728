// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalog/sql_token.h"

#include <algorithm>

namespace vitrine {
namespace {

bool isDigit(char letter) { return letter >= '0' && letter <= '9'; }
bool isBlank(char letter) { return letter == ' ' || (letter >= '\t' && letter <= '\r'); }
bool startsWord(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_' || static_cast<unsigned char>(letter) >= 0x80;
}
bool continuesWord(char letter) { return startsWord(letter) || isDigit(letter) || letter == '$'; }

char lower(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + ('a' - 'A')) : letter; }

std::size_t endOfNumber(std::string_view sql, std::size_t at) {
    while (at < sql.size()) {
        const char letter = sql[at];
        const bool sign = (letter == '+' || letter == '-') && lower(sql[at - 1]) == 'e' && at + 1 < sql.size() && isDigit(sql[at + 1]);
        if (!continuesWord(letter) && letter != '.' && !sign) break;
        ++at;
    }
    return at;
}

/// One past the closing quote of the quote at `at`, or npos; a doubled quote stands for itself.
std::size_t endOfQuote(std::string_view sql, std::size_t at) {
    const char quote = sql[at];
    for (++at; at < sql.size(); ++at) {
        if (sql[at] != quote) continue;
        if (at + 1 < sql.size() && sql[at + 1] == quote) {
            ++at;
        } else {
            return at + 1;
        }
    }
    return std::string_view::npos;
}

SqlToken tokenAt(std::string_view sql, std::size_t at) {
    const char letter = sql[at];
    const std::string_view rest = sql.substr(at);
    if (rest.starts_with("--")) return {SqlTokenKind::Comment, at, std::min(sql.find('\n', at), sql.size())};
    if (rest.starts_with("/*")) {
        const std::size_t close = sql.find("*/", at + 2);
        return {SqlTokenKind::Comment, at, close == std::string_view::npos ? sql.size() : close + 2};
    }
    if (letter == '\'' || letter == '"' || letter == '`') {
        const std::size_t end = endOfQuote(sql, at);
        if (end == std::string_view::npos) return {SqlTokenKind::Unfinished, at, sql.size()};
        return {letter == '`' ? SqlTokenKind::QuotedName : SqlTokenKind::Text, at, end};
    }
    if (startsWord(letter)) {
        std::size_t end = at + 1;
        while (end < sql.size() && continuesWord(sql[end])) ++end;
        return {SqlTokenKind::Word, at, end};
    }
    if (isDigit(letter)) return {SqlTokenKind::Number, at, endOfNumber(sql, at + 1)};
    return {SqlTokenKind::Symbol, at, at + 1};
}

}  // namespace

std::vector<SqlToken> sqlTokens(std::string_view sql) {
    std::vector<SqlToken> tokens;
    for (std::size_t at = 0; at < sql.size();) {
        if (isBlank(sql[at])) {
            ++at;
            continue;
        }
        tokens.push_back(tokenAt(sql, at));
        at = tokens.back().end;
    }
    return tokens;
}

std::string unquoted(std::string_view sql, const SqlToken& token) {
    const std::string_view text = token.in(sql);
    if (token.kind != SqlTokenKind::QuotedName && token.kind != SqlTokenKind::Text) return std::string(text);
    std::string result;
    for (std::size_t at = 1; at + 1 < text.size(); ++at) {
        result += text[at];
        if (text[at] == text[0]) ++at;
    }
    return result;
}

std::vector<std::string_view> splitStatements(std::string_view sql) {
    std::vector<std::string_view> statements;
    std::size_t begin = std::string_view::npos;
    std::size_t end = 0;
    const auto close = [&] {
        if (begin != std::string_view::npos) statements.push_back(sql.substr(begin, end - begin));
        begin = std::string_view::npos;
    };
    for (const SqlToken& token : sqlTokens(sql)) {
        if (token.kind == SqlTokenKind::Comment) continue;
        if (token.kind == SqlTokenKind::Symbol && sql[token.begin] == ';') {
            close();
            continue;
        }
        if (begin == std::string_view::npos) begin = token.begin;
        end = token.end;
    }
    close();
    return statements;
}

const std::vector<std::string_view>& sqlKeywords() {
    static const std::vector<std::string_view> keywords = {
        "ALL",     "AND",       "AS",     "ASC",    "BETWEEN", "BY",        "CASE",     "CAST",    "CREATE", "CROSS",   "CURRENT",
        "DATABASE", "DATABASES", "DATE",  "DESC",   "DESCRIBE", "DISTINCT", "DROP",     "ELSE",    "END",      "EXCEPT", "EXISTS",  "FALSE",
        "FILTER",  "FOLLOWING", "FROM",   "FULL",   "GROUP",   "HAVING",    "HISTORY",  "IF",      "IN",       "INNER",  "INTERSECT", "IS",
        "JOIN",    "LEFT",      "LIKE",   "LIMIT",  "NATURAL", "NOT",       "NULL",     "NULLS",   "OF",       "OFFSET", "ON",      "OR",
        "ORDER",   "OUTER",     "OVER",   "PARTITION", "PRECEDING", "RANGE", "RECURSIVE", "RIGHT", "ROWS",     "SCHEMA", "SCHEMAS", "SELECT",
        "SHOW",    "TABLE",     "TABLES", "THEN",   "TIMESTAMP", "TRUE",    "UNBOUNDED", "UNION",  "USE",      "USING",  "VALUES",  "VERSION",
        "WHEN",    "WHERE",     "WITH"};
    return keywords;
}

}  // namespace vitrine
