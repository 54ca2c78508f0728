// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/data/batch.h"
#include "core/data/session_conf.h"

namespace vitrine {

/// Reads rows once, on one thread.
class SqlScan {
  public:
    virtual ~SqlScan() = default;

    /// The next rows, at least one; false at the end. Tests `stop`.
    virtual Result<bool> next(Batch& batch, std::stop_token stop) = 0;
};

/// Rows that a statement can read: one fixed content, however often and from wherever it is scanned.
class SqlTable {
  public:
    virtual ~SqlTable() = default;

    virtual const SchemaPtr& schema() const noexcept = 0;

    /// Begins to read the columns at `columns` (positions in schema(), ascending; may be empty: rows are counted); the batches
    /// have these columns only.
    virtual Result<std::unique_ptr<SqlScan>> scan(std::vector<std::size_t> columns) const = 0;

    /// For the order of joins; empty when it is not known without reading.
    virtual std::optional<std::uint64_t> numRows() const { return {}; }
};
using SqlTablePtr = std::shared_ptr<const SqlTable>;

/// The rows of `chunks`, all of `schema`.
SqlTablePtr makeBatchTable(SchemaPtr schema, std::vector<Batch> chunks);

/// The results of running queries, by query name. Thread-safe.
class LiveTables {
  public:
    virtual ~LiveTables() = default;

    /// In the order in which they are shown.
    virtual std::vector<std::string> names() const = 0;

    /// The newest version of a result, as fixed content; null when there is no such query. A query before its first batch has
    /// no rows. Names are compared without regard to case.
    virtual SqlTablePtr find(std::string_view name) const = 0;
};

}  // namespace vitrine
