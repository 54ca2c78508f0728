// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalog/detail/select_rewriter.h"

#include <algorithm>
#include <iterator>

#include "core/catalog/sql_statement.h"
#include "core/catalog/sql_token.h"

namespace vitrine::detail {
namespace {

/// Words that SQLite keeps for itself, that Spark takes as names, and that no SELECT needs.
constexpr std::string_view kPlainNames[] = {"ADD",   "ALTER", "AUTOINCREMENT", "CHECK",   "COMMIT",     "CONSTRAINT", "DEFAULT",     "DEFERRABLE", "FOREIGN",
                                            "INDEX", "NOTHING", "PRIMARY",      "REFERENCES", "RETURNING", "SET",      "TABLE",       "TO",         "TRANSACTION", "UNIQUE"};

/// Words after a table that are no alias of it.
constexpr std::string_view kAfterTable[] = {"WHERE", "GROUP", "ORDER", "LIMIT", "JOIN", "INNER", "LEFT", "RIGHT", "FULL", "CROSS", "NATURAL", "ON",
                                            "USING", "HAVING", "UNION", "EXCEPT", "INTERSECT", "WINDOW", "OFFSET"};

template <std::size_t size>
bool isOneOf(std::string_view word, const std::string_view (&words)[size]) {
    return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

std::string inQuotes(std::string_view text, char quote) {
    std::string quoted(1, quote);
    for (const char letter : text) quoted.append(letter == quote ? 2 : 1, letter);
    return quoted + quote;
}
std::string backQuoted(std::string_view name) { return inQuotes(name, '`'); }
std::string singleQuoted(std::string_view text) { return inQuotes(text, '\''); }

class Rewriter {
  public:
    Rewriter(std::string_view sql, const std::set<std::string>& structPaths) : sql_(sql), structPaths_(structPaths) {
        for (const SqlToken& token : sqlTokens(sql)) {
            if (token.kind == SqlTokenKind::Comment) continue;
            tokens_.push_back(token);
            // Double quotes hold a text in Spark, a name in SQLite.
            const bool doubleQuoted = token.kind == SqlTokenKind::Text && sql[token.begin] == '"';
            texts_.push_back(doubleQuoted ? singleQuoted(unquoted(sql, token)) : std::string(token.in(sql)));
        }
    }

    Result<RewrittenSelect> run() {
        for (std::size_t at = 0; at < tokens_.size();) {
            if (isSymbol(at, '[')) {
                return Error(ErrorCode::SqlFailed, "Elements are not taken with [ ] here.")
                    .withWayOut("An array or map is JSON text here: write json_extract(column, '$[0]').")
                    .atColumn(charactersBefore(sql_, tokens_[at].begin));
            }
            if (isName(at) && !typedLiteral(at)) {
                at = chain(at);
                continue;
            }
            symbol(at);
            ++at;
        }
        return joined();
    }

  private:
    bool isSymbol(std::size_t at, char symbol) const { return at < tokens_.size() && tokens_[at].kind == SqlTokenKind::Symbol && sql_[tokens_[at].begin] == symbol; }
    bool isName(std::size_t at) const {
        return at < tokens_.size() && (tokens_[at].kind == SqlTokenKind::Word || tokens_[at].kind == SqlTokenKind::QuotedName);
    }
    bool adjacent(std::size_t at) const { return at + 1 < tokens_.size() && tokens_[at].end == tokens_[at + 1].begin; }
    std::string word(std::size_t at) const {
        return at < tokens_.size() && tokens_[at].kind == SqlTokenKind::Word ? upperAscii(tokens_[at].in(sql_)) : std::string();
    }

    void symbol(std::size_t at) {
        if (isSymbol(at, '(')) casts_.push_back(at > 0 && (word(at - 1) == "CAST" || word(at - 1) == "TRY_CAST") ? at - 1 : std::string::npos);
        if (isSymbol(at, ')') && !casts_.empty()) casts_.pop_back();
        if (isSymbol(at, '/')) texts_[at] = " * 1.0 / ";
        if (isSymbol(at, '<') && adjacent(at) && isSymbol(at + 1, '=') && adjacent(at + 1) && isSymbol(at + 2, '>')) {
            texts_[at] = " IS ";
            texts_[at + 1].clear();
            texts_[at + 2].clear();
        }
    }

    bool typedLiteral(std::size_t at) {
        const std::string type = word(at);
        if ((type != "TIMESTAMP" && type != "DATE") || at + 1 >= tokens_.size() || tokens_[at + 1].kind != SqlTokenKind::Text) return false;
        texts_[at] = type == "DATE" ? "to_date(" : "to_timestamp(";
        texts_[at + 1] += ")";
        return true;
    }

    /// `AS type` in the parentheses of a CAST.
    void castType(std::size_t at) {
        if (casts_.empty() || casts_.back() == std::string::npos || word(at) != "AS") return;
        const std::size_t cast = casts_.back();
        if (word(cast) == "TRY_CAST") texts_[cast] = "CAST";
        const std::string type = word(at + 1);
        if (type == "STRING") texts_[at + 1] = "TEXT";
        if (type != "TIMESTAMP" && type != "DATE") return;
        texts_[cast] = type == "DATE" ? "to_date" : "to_timestamp";
        texts_[at].clear();
        texts_[at + 1].clear();
    }

    /// The names a.b.c that begin at `at`; returns the token after them.
    std::size_t chain(std::size_t at) {
        castType(at);
        if (texts_[at].empty()) return at + 2;  // the AS of a cast that is gone, with its type
        std::vector<std::size_t> names = {at};
        while (isSymbol(names.back() + 1, '.') && isName(names.back() + 2)) names.push_back(names.back() + 2);
        const std::size_t after = names.back() + 1;
        if (names.size() == 3 && word(names[0]) == "SPARK_CATALOG") {
            texts_[names[0]].clear();
            texts_[names[0] + 1].clear();
            names.erase(names.begin());
        }
        if (names.size() > 1) {
            for (const std::size_t name : names) texts_[name] = backQuoted(unquoted(sql_, tokens_[name]));
            collapseStructPath(names);
        } else if (isOneOf(word(at), kPlainNames) && !isSymbol(at + 1, '(')) {
            texts_[at] = backQuoted(tokens_[at].in(sql_));
        }
        return version(names.back(), after);
    }

    void collapseStructPath(const std::vector<std::size_t>& names) {
        for (std::size_t first = 0; first + 1 < names.size(); ++first) {
            std::string path;
            for (std::size_t index = first; index < names.size(); ++index) path += (path.empty() ? "" : ".") + unquoted(sql_, tokens_[names[index]]);
            if (!structPaths_.contains(lowerAscii(path))) continue;
            for (std::size_t token = names[first]; token <= names.back(); ++token) texts_[token].clear();
            texts_[names[first]] = backQuoted(path);
            return;
        }
    }

    std::size_t version(std::size_t table, std::size_t after) {
        std::string version;
        std::size_t last = 0;
        if (isSymbol(after, '@') && adjacent(after - 1) && adjacent(after) && tokens_[after + 1].kind == SqlTokenKind::Word) {
            version = tokens_[after + 1].in(sql_);
            last = after + 1;
        } else {
            std::size_t at = after;
            if (word(at) == "FOR") ++at;
            const bool number = word(at) == "VERSION";
            const bool named = (number || word(at) == "TIMESTAMP") && word(at + 1) == "AS" && word(at + 2) == "OF" && at + 3 < tokens_.size();
            if (!named) return after;
            version = (number ? "v" : "") + unquoted(sql_, tokens_[at + 3]);
            last = at + 3;
        }
        const std::string name = unquoted(sql_, tokens_[table]);
        texts_[table] = backQuoted(name + "@" + version);
        for (std::size_t token = after; token <= last; ++token) texts_[token].clear();
        const std::size_t next = last + 1;
        const bool aliased = word(next) == "AS" || (isName(next) && !isOneOf(word(next), kAfterTable));
        if (!aliased) texts_[last] = " AS " + backQuoted(name) + " ";
        return next;
    }

    RewrittenSelect joined() const {
        RewrittenSelect result;
        for (std::size_t at = 0; at < tokens_.size(); ++at) {
            if (at > 0 && tokens_[at].begin > tokens_[at - 1].end) result.sql += ' ';
            result.sql += texts_[at];
            result.pieces.push_back({result.sql.size() - texts_[at].size(), result.sql.size(), tokens_[at].begin, tokens_[at].end});
        }
        return result;
    }

    std::string_view sql_;
    const std::set<std::string>& structPaths_;
    std::vector<SqlToken> tokens_;
    std::vector<std::string> texts_;      ///< what is written in place of each token
    std::vector<std::size_t> casts_;      ///< for each open parenthesis: its CAST, or npos
};

}  // namespace

std::size_t RewrittenSelect::originOf(std::size_t at) const {
    const auto after = std::upper_bound(pieces.begin(), pieces.end(), at, [](std::size_t offset, const Piece& piece) { return offset < piece.begin; });
    return after == pieces.begin() ? 0 : std::prev(after)->originBegin;
}

std::string_view RewrittenSelect::asWritten(std::string_view part, std::string_view original) const {
    const std::size_t at = sql.find(part);
    if (at == std::string::npos) return part;
    const auto first = std::find_if(pieces.begin(), pieces.end(), [&](const Piece& piece) { return piece.end > at; });
    const auto last = std::find_if(first, pieces.end(), [&](const Piece& piece) { return piece.end >= at + part.size(); });
    const bool whole = first != pieces.end() && last != pieces.end() && first->begin == at && last->end == at + part.size();
    return whole ? original.substr(first->originBegin, last->originEnd - first->originBegin) : part;
}

Result<RewrittenSelect> rewriteSelect(std::string_view sql, const std::set<std::string>& structPaths) { return Rewriter(sql, structPaths).run(); }

}  // namespace vitrine::detail
