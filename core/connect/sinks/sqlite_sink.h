// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/file_system.h"
#include "core/base/sqlite_database.h"
#include "core/connect/sink.h"

namespace vitrine {

/// A table of an SQLite file.
struct SqliteSinkSpec {
    std::string file;       ///< absolute
    std::string table;
};

/// Writes the result into a table of an SQLite file, exactly once: rows and batch id are one transaction (E4). Append adds
/// rows, update replaces the row of each group, complete replaces all. The table is made from the result's columns; the parts of
/// a struct are columns of their own (`window.start`), times are text in the session's zone, arrays and maps JSON.
class SqliteSink final : public Sink {
  public:
    SqliteSink(FileSystem& files, SqliteSinkSpec spec) : files_(files), spec_(std::move(spec)) {}

    /// SchemaMismatch when the table is there with other columns; SinkFailed when the file is no database or stays locked.
    Result<void> open(const SinkContext& context) override;
    Result<Receipt> write(std::int64_t batchId, const ResultBatch& result, std::stop_token stop) override;
    void abort(std::int64_t) override {}
    Delivery delivery() const override { return Delivery::ExactlyOnce; }
    std::string description() const override;
    SinkPlace place() const override { return {spec_.file, spec_.table}; }
    bool countsRows() const override { return true; }

  private:
    Result<void> prepare();
    Result<void> insertRow(const Batch& rows, std::size_t row);

    FileSystem& files_;
    SqliteSinkSpec spec_;
    SinkContext context_;
    std::optional<SqliteDatabase> database_;
    std::vector<bool> isKey_;            ///< one a column of the table
    std::int64_t lastBatch_ = -1;
    SqliteStatement insert_, removeGroup_, removeAll_, remember_;
};

}  // namespace vitrine
