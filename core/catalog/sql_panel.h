// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/catalog/sql_table.h"
#include "core/catalog/table_writer.h"
#include "core/catalog/workspace.h"
#include "core/data/batch.h"
#include "core/data/session_conf.h"

namespace vitrine {

/// The database of live results: `live.NAME` reads the result of the running query NAME.
inline constexpr std::string_view kLiveDatabase = "live";

struct SqlOptions {
    std::chrono::milliseconds timeLimit{5000};
    std::size_t rowLimit = 100'000;
    std::size_t byteLimit = 256u << 20;
    bool confirmed = false;             ///< DROP TABLE does it; without, it asks
};

/// A column of an answer.
struct SqlColumn {
    std::string name;
    std::string type;                   ///< Spark's spelling: BIGINT, STRUCT<start: TIMESTAMP, …>
};

/// What came of a statement.
struct SqlAnswer {
    enum class Kind : std::uint8_t {
        Rows,
        DatabaseCreated,
        DatabaseThere,       ///< IF NOT EXISTS, and it was there
        DatabaseUsed,
        TableDropped,
        NothingToDrop,       ///< IF EXISTS, and it was not there
        NeedsConfirmation,   ///< nothing was done: DROP TABLE `subject` waits for a yes
    };

    Kind kind = Kind::Rows;
    std::string subject;                ///< the database or table, when there are no rows
    bool deletesFiles = false;          ///< of DROP TABLE: the rows themselves go too
    std::vector<SqlColumn> columns;
    Batch rows;                         ///< nested values as text; the schema has the names of `columns`
    bool moreRows = false;              ///< a limit ended the rows
    std::chrono::microseconds elapsed{};
};

/// Runs SQL over live results, the tables of a workspace, and Delta tables or files by path. Reads only, whatever the statement
/// says (F1); the exceptions are CREATE DATABASE and, once confirmed, DROP TABLE.
///
/// Statements of Spark that are understood: SELECT (WITH, VALUES), CREATE DATABASE|SCHEMA [IF NOT EXISTS], SHOW DATABASES|SCHEMAS
/// [LIKE '…'], USE, SHOW TABLES [IN db] [LIKE '…'], DESCRIBE [TABLE] t, DESCRIBE HISTORY t, DROP TABLE [IF EXISTS] t.
/// Tables: `t`, `db.t`, `live.QUERY` (also the bare name of a query, which hides a table of the same name as a temporary view
/// does), `delta.`/path``, `json.`/path``, `csv.`, `text.`, `parquet.`; of a Delta table an earlier state as `t@v3`,
/// `t VERSION AS OF 3`, `t TIMESTAMP AS OF '2016-07-26 02:00:00'`.
///
/// SELECT is SQLite's, with Spark's spelling where the two differ (detail/select_rewriter.h, detail/spark_functions.h). Values:
/// a TIMESTAMP is the text `2016-07-26 02:00:00` of the session's zone, so it compares with such texts; a BOOLEAN is 0 or 1 in
/// expressions and true or false where a column is shown; a DECIMAL beyond 15 digits is exact where it is shown and a double in
/// expressions; a struct, array or map is its text, fields of a struct are columns of their own (`window.start`, not part
/// of `*`), elements are taken with json_extract from arrays of numbers.
///
/// Each statement reads one state of every table, however often it names it. Used on one thread at a time; run() blocks.
class SqlPanel {
  public:
    /// `live` may be null and must be thread-safe.
    SqlPanel(Workspace workspace, std::shared_ptr<const LiveTables> live, SessionConf conf = {});

    /// Asked before a table is dropped; without it, no query is known to write any. SqlRefused then.
    void setWriters(TableWriters writers) { writers_ = std::move(writers); }

    /// Runs one statement. SqlRefused, SqlFailed (both with atColumn() in characters where it is known), TableNotFound with the
    /// nearest name and what there is, Cancelled, the errors of tables and of the workspace.
    Result<SqlAnswer> run(std::string_view statement, const SqlOptions& options = {}, std::stop_token stop = {});

    /// The database of names without one; changed by USE.
    const std::string& database() const noexcept { return database_; }
    void useDatabase(std::string name) { database_ = std::move(name); }

    const Workspace& workspace() const noexcept { return workspace_; }

    /// The columns of a table as SELECT sees them. For completion and the catalog; blocks on the disk.
    Result<Schema> describe(const std::string& database, const std::string& table) const;

  private:
    Result<SqlAnswer> select(const std::string& text, const SqlOptions& options, const std::stop_token& stop) const;
    Result<SqlTablePtr> resolve(const std::string& database, const std::string& name) const;
    Error unknownTable(const std::string& database, const std::string& name, Error reason) const;

    Workspace workspace_;
    std::shared_ptr<const LiveTables> live_;
    SessionConf conf_;
    TableWriters writers_;
    std::string database_{kDefaultDatabase};
};

/// Names of the functions of SELECT, sorted, lower case.
const std::vector<std::string_view>& sqlFunctions();

}  // namespace vitrine
