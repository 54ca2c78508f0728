// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/catalog/sql_table.h"
#include "core/data/batch.h"

namespace vitrine::detail {

/// A column of a statement's answer.
struct AnswerColumn {
    std::string name;
    std::string type;      ///< Spark's spelling
    ColumnPtr values;
};

struct Answer {
    std::vector<AnswerColumn> columns;
    std::size_t numRows = 0;
    bool moreRows = false;
};

struct AnswerLimits {
    std::chrono::milliseconds time;
    std::size_t rows;
    std::size_t bytes;
};

/// Why SQLite does not accept a statement.
struct Refusal {
    enum class Kind : std::uint8_t { NoSuchTable, NoSuchColumn, NotAllowed, Other };
    Kind kind = Kind::Other;
    std::string subject;     ///< the table or column; what is not allowed
    std::string message;
    int offset = -1;         ///< byte in the statement, or -1
};

/// One SQLite connection without any file, for one statement: the tables bound to it are virtual and can only be read, and an
/// authorizer lets nothing but reading through (F1). Used on one thread.
class SqlConnection {
  public:
    SqlConnection(TimeZone zone, std::string currentDatabase);
    ~SqlConnection();
    SqlConnection(const SqlConnection&) = delete;
    SqlConnection& operator=(const SqlConnection&) = delete;

    Result<void> open();

    /// Makes `table` readable as `name` in `database`; an empty one is for names without a database.
    Result<void> bind(std::string_view database, std::string_view name, SqlTablePtr table);

    /// Empty when the statement can be run.
    std::optional<Refusal> prepare(const std::string& sql);

    /// Runs what was prepared. SqlFailed at a limit of time or size, Cancelled, the errors of tables.
    Result<Answer> run(const AnswerLimits& limits, const std::stop_token& stop);

    /// Names of the columns of all bound tables; those inside structs too (`window.start`).
    std::vector<std::string> columnNames() const;
    /// Whether a column is called so, with a dot in its name: a field of a struct, or what a sink made of one.
    bool isPath(std::string_view lowerCase) const;

    struct State;

  private:
    std::unique_ptr<State> state_;
};

/// Names of functions that a statement may call, sorted, lower case.
const std::vector<std::string_view>& allowedFunctions();

}  // namespace vitrine::detail
