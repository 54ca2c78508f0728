// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace vitrine {

/// A prepared statement. Parameters and columns count from 1 and 0, as in SQLite. Must not outlive its database.
class SqliteStatement {
  public:
    SqliteStatement() = default;

    SqliteStatement& bind(int parameter, std::int64_t number);
    SqliteStatement& bindReal(int parameter, double number);
    SqliteStatement& bindNull(int parameter);
    /// The bytes must stay until the statement is reset.
    SqliteStatement& bind(int parameter, std::string_view text);
    SqliteStatement& bindBlob(int parameter, std::string_view bytes);

    /// The next row; false at the end, where the statement is ready to run again with other parameters.
    Result<bool> step();
    /// Runs a statement that gives no rows.
    Result<void> run();
    void reset();

    std::int64_t integer(int column) const;
    /// Valid until the next step().
    std::string_view text(int column) const;
    std::string_view blob(int column) const;

  private:
    friend class SqliteDatabase;
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// One connection to an SQLite file. Not thread-safe, and may move from thread to thread. Errors name the file:
/// CheckpointDamaged for a file that is no sound database, CheckpointLocked when another process keeps it busy,
/// DiskFull, WriteFailed otherwise.
class SqliteDatabase {
  public:
    /// Opens `path`, made when it is missing, for reading and writing; commits are durable when they return (WAL,
    /// synchronous=FULL). Waits up to `patience` ms for others.
    static Result<SqliteDatabase> open(const std::string& path, int patience);

    /// Opens the database at `path` for reading only, also while another process writes it. Makes nothing beside it unless a
    /// log that a writer left behind must be read. ReadFailed when there is none.
    static Result<SqliteDatabase> openReadOnly(const std::string& path, int patience);

    Result<void> execute(const char* statements);
    Result<SqliteStatement> prepare(std::string_view sql);

    /// All or nothing: rolled back unless committed. One at a time.
    class Transaction {
      public:
        explicit Transaction(SqliteDatabase& database) : database_(&database) {}
        Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
        Transaction& operator=(Transaction&&) = delete;
        ~Transaction();
        Result<void> commit();

      private:
        SqliteDatabase* database_;
    };
    Result<Transaction> begin();

  private:
    struct Close {
        void operator()(sqlite3* database) const;
    };
    std::unique_ptr<sqlite3, Close> database_;
};

}  // namespace vitrine
