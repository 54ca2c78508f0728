// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalog/sql_statement.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "core/catalog/sql_token.h"
#include "core/data/nearest_word.h"

namespace vitrine {
namespace {

constexpr std::size_t kLongestStatement = 100'000;

constexpr std::string_view kChanging[] = {"INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE"};
constexpr std::string_view kFirstWords[] = {"SELECT", "WITH", "VALUES", "CREATE", "SHOW", "USE", "DESCRIBE", "DESC", "DROP"};
constexpr std::string_view kRefused[] = {
    "INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE",    "ALTER",   "TRUNCATE", "ATTACH",    "DETACH",  "PRAGMA", "VACUUM", "REINDEX", "ANALYZE", "BEGIN",
    "COMMIT", "END",    "ROLLBACK", "SAVEPOINT", "RELEASE", "EXPLAIN", "SET",   "RESET",     "GRANT",   "REVOKE", "COPY",   "LOAD",    "OPTIMIZE", "RESTORE",
    "REFRESH", "CACHE", "UNCACHE", "MSCK",    "ADD",      "EXPORT",  "IMPORT",  "CALL",      "EXECUTE", "COMMENT", "CLEAR"};

bool isOneOf(std::string_view word, const std::string_view* begin, const std::string_view* end) { return std::find(begin, end, word) != end; }
template <std::size_t size>
bool isOneOf(std::string_view word, const std::string_view (&words)[size]) { return isOneOf(word, words, words + size); }

class StatementReader {
  public:
    explicit StatementReader(std::string_view sql) : sql_(sql) {
        for (const SqlToken& token : sqlTokens(sql)) {
            if (token.kind != SqlTokenKind::Comment) tokens_.push_back(token);
        }
    }

    Result<SqlStatement> read() {
        if (sql_.size() > kLongestStatement) return refused(fmt::format("The statement is longer than {} bytes.", kLongestStatement), "Write a shorter one.", 0);
        if (const std::size_t nul = sql_.find('\0'); nul != std::string_view::npos) return failed("The statement holds a NUL character.", "Take it out.", nul);
        if (tokens_.empty()) return failed("There is no statement.", "Write SELECT …", 0);
        for (const SqlToken& token : tokens_) {
            if (token.kind == SqlTokenKind::Unfinished) return failed("A quote is opened here and not closed.", "Close the quote.", token.begin);
        }
        VITRINE_CHECK_OK(dropFinalSemicolons());
        SqlStatement statement;
        statement.text = sql_.substr(tokens_.front().begin, tokens_.back().end - tokens_.front().begin);
        const std::string first = word();
        if (first == "WITH") VITRINE_CHECK_OK(checkWith());
        if (first == "SELECT" || first == "WITH" || first == "VALUES" || isSymbol('(')) {
            statement.text = sql_.substr(0, tokens_.back().end);  // columns of errors count from where the text begins
            return statement;
        }
        if (take("CREATE")) return createDatabase(std::move(statement));
        if (take("SHOW")) return show(std::move(statement));
        if (take("USE")) return use(std::move(statement));
        if (take("DESCRIBE") || take("DESC")) return describe(std::move(statement));
        if (take("DROP")) return drop(std::move(statement));
        if (isOneOf(first, kRefused)) {
            return refused(fmt::format("{} is not done here: statements only read.", first), "Ask with SELECT; data is written by the output of a query.", tokens_[at_].begin);
        }
        const std::string_view nearest = nearestWord(first, kFirstWords);
        return failed(fmt::format("A statement cannot begin with '{}'.", tokens_[at_].in(sql_)),
                      nearest.empty() ? "Write SELECT, CREATE DATABASE, SHOW DATABASES, SHOW TABLES, USE, DESCRIBE or DROP TABLE." : fmt::format("Did you mean {}?", nearest), tokens_[at_].begin);
    }

  private:
    Error error(ErrorCode code, std::string message, std::string wayOut, std::size_t offset) const {
        return Error(code, std::move(message)).withWayOut(std::move(wayOut)).atColumn(charactersBefore(sql_, offset));
    }
    Error refused(std::string message, std::string wayOut, std::size_t offset) const { return error(ErrorCode::SqlRefused, std::move(message), std::move(wayOut), offset); }
    Error failed(std::string message, std::string wayOut, std::size_t offset) const { return error(ErrorCode::SqlFailed, std::move(message), std::move(wayOut), offset); }

    bool isSymbolAt(std::size_t index, char symbol) const {
        return index < tokens_.size() && tokens_[index].kind == SqlTokenKind::Symbol && sql_[tokens_[index].begin] == symbol;
    }
    bool isSymbol(char symbol) const { return isSymbolAt(at_, symbol); }
    bool atEnd() const { return at_ == tokens_.size(); }
    std::size_t offset() const { return atEnd() ? sql_.size() : tokens_[at_].begin; }

    std::string wordAt(std::size_t index) const {
        return index < tokens_.size() && tokens_[index].kind == SqlTokenKind::Word ? upperAscii(tokens_[index].in(sql_)) : std::string();
    }
    std::string word() const { return wordAt(at_); }

    bool take(std::string_view keyword) {
        if (word() != keyword) return false;
        ++at_;
        return true;
    }

    Result<void> dropFinalSemicolons() {
        std::size_t first = 0;
        while (first < tokens_.size() && !isSymbolAt(first, ';')) ++first;
        for (std::size_t index = first; index < tokens_.size(); ++index) {
            if (!isSymbolAt(index, ';')) return refused("A second statement begins here; one is run at a time.", "Run them one by one.", tokens_[index].begin);
        }
        tokens_.resize(first);
        if (tokens_.empty()) return failed("There is no statement.", "Write SELECT …", 0);
        return {};
    }

    /// What follows the WITH list must be a SELECT.
    Result<void> checkWith() const {
        int depth = 0;
        for (std::size_t index = 0; index < tokens_.size(); ++index) {
            if (isSymbolAt(index, '(')) ++depth;
            if (isSymbolAt(index, ')')) --depth;
            if (depth > 0 || !isOneOf(wordAt(index), kChanging) || isSymbolAt(index + 1, '(') || isSymbolAt(index + 1, '.')) continue;
            const bool follows = index > 0 && isSymbolAt(index - 1, ')');
            if (follows) return refused(fmt::format("{} is not done here: statements only read.", wordAt(index)), "Ask with SELECT.", tokens_[index].begin);
        }
        return {};
    }

    Result<void> end() const {
        if (atEnd()) return {};
        return failed(fmt::format("Found '{}' where the statement should end.", tokens_[at_].in(sql_)), "Take it out.", offset());
    }

    Result<void> name(SqlStatement& statement, std::string_view what) {
        for (;;) {
            const bool named = !atEnd() && (tokens_[at_].kind == SqlTokenKind::Word || tokens_[at_].kind == SqlTokenKind::QuotedName || tokens_[at_].kind == SqlTokenKind::Number);
            if (!named) return failed(fmt::format("The name of a {} is missing.", what), "Write it here.", offset());
            statement.target.push_back(unquoted(sql_, tokens_[at_++]));
            if (!isSymbol('.')) break;
            ++at_;
        }
        // t@v3
        if (isSymbol('@') && !wordAt(at_ + 1).empty()) {
            statement.target.back() += "@" + std::string(tokens_[at_ + 1].in(sql_));
            at_ += 2;
        }
        return {};
    }

    Result<SqlStatement> createDatabase(SqlStatement statement) {
        if (!take("DATABASE") && !take("SCHEMA") && !take("NAMESPACE")) {
            return refused("Only databases are created here; a table is made by the query that writes it.", "Write CREATE DATABASE, or choose the table as the output of a query.", offset());
        }
        statement.kind = SqlStatement::Kind::CreateDatabase;
        if (word() == "IF" && wordAt(at_ + 1) == "NOT" && wordAt(at_ + 2) == "EXISTS") {
            at_ += 3;
            statement.tolerant = true;
        }
        VITRINE_CHECK_OK(name(statement, "database"));
        VITRINE_CHECK_OK(end());
        return statement;
    }

    Result<void> like(SqlStatement& statement) {
        const bool wanted = take("LIKE");
        if (!atEnd() && tokens_[at_].kind == SqlTokenKind::Text) {
            statement.pattern = unquoted(sql_, tokens_[at_++]);
        } else if (wanted) {
            return failed("The pattern is missing.", "Write it in quotes: '*'.", offset());
        }
        return end();
    }

    Result<SqlStatement> show(SqlStatement statement) {
        if (take("DATABASES") || take("SCHEMAS") || take("NAMESPACES")) {
            statement.kind = SqlStatement::Kind::ShowDatabases;
        } else if (take("TABLES")) {
            statement.kind = SqlStatement::Kind::ShowTables;
            if (take("IN") || take("FROM")) VITRINE_CHECK_OK(name(statement, "database"));
        } else {
            return failed("SHOW lists databases or tables.", "Write SHOW DATABASES or SHOW TABLES [IN database].", offset());
        }
        VITRINE_CHECK_OK(like(statement));
        return statement;
    }

    Result<SqlStatement> use(SqlStatement statement) {
        statement.kind = SqlStatement::Kind::UseDatabase;
        if (tokens_.size() > at_ + 1 && (word() == "DATABASE" || word() == "SCHEMA" || word() == "NAMESPACE")) ++at_;
        VITRINE_CHECK_OK(name(statement, "database"));
        VITRINE_CHECK_OK(end());
        return statement;
    }

    Result<SqlStatement> describe(SqlStatement statement) {
        const bool several = tokens_.size() > at_ + 1 && !isSymbolAt(at_ + 1, '.');
        statement.kind = several && take("HISTORY") ? SqlStatement::Kind::DescribeHistory : SqlStatement::Kind::DescribeTable;
        if (statement.kind == SqlStatement::Kind::DescribeTable && several) {
            if (take("DATABASE") || take("SCHEMA") || take("FUNCTION")) return failed("DESCRIBE shows the columns of a table.", "Write DESCRIBE table.", offset());
            take("TABLE");
            if (tokens_.size() > at_ + 1 && (word() == "EXTENDED" || word() == "FORMATTED")) ++at_;
        }
        VITRINE_CHECK_OK(name(statement, "table"));
        VITRINE_CHECK_OK(end());
        return statement;
    }

    Result<SqlStatement> drop(SqlStatement statement) {
        if (!take("TABLE")) return refused("Only tables are dropped here.", "Write DROP TABLE [IF EXISTS] table.", offset());
        statement.kind = SqlStatement::Kind::DropTable;
        if (word() == "IF" && wordAt(at_ + 1) == "EXISTS") {
            at_ += 2;
            statement.tolerant = true;
        }
        VITRINE_CHECK_OK(name(statement, "table"));
        VITRINE_CHECK_OK(end());
        return statement;
    }

    std::string_view sql_;
    std::vector<SqlToken> tokens_;
    std::size_t at_ = 0;
};

}  // namespace

Result<SqlStatement> readStatement(std::string_view sql) { return StatementReader(sql).read(); }

int charactersBefore(std::string_view text, std::size_t offset) {
    const std::string_view before = text.substr(0, offset);
    return static_cast<int>(std::count_if(before.begin(), before.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

}  // namespace vitrine
