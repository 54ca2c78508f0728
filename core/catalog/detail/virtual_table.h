// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/catalog/sql_table.h"
#include "core/data/time_zone.h"

struct sqlite3;

namespace vitrine::detail {

/// A column that SQLite sees: one of the schema, or (hidden from `*`) a field inside a struct, named by its path.
struct VirtualColumn {
    std::string name;
    TypePtr type;
    std::size_t position = 0;          ///< in the schema
    std::vector<std::size_t> path;     ///< fields to descend; empty: the column itself
};

struct BoundTable {
    SqlTablePtr table;
    std::vector<VirtualColumn> columns;
    /// Rows that were read once, by the columns read, while they are few enough: a join reads its inner side many times.
    std::map<std::uint64_t, std::vector<Batch>> kept;
};

/// The virtual tables of one connection. Values go to SQLite as: BOOLEAN 0 or 1; whole numbers and doubles as they are, NaN as
/// text; DECIMAL as a number up to 15 digits, beyond as text; DATE and TIMESTAMP as CAST shows them in `zone`; nested ones as
/// text.
struct VirtualTables {
    TimeZone zone;
    std::vector<std::unique_ptr<BoundTable>> tables;
    std::vector<const VirtualColumn*> columns;   ///< of all tables; a declared type `TEXT(7)` says that it is columns[7]
    std::optional<Error> failure;                ///< why a scan failed
    std::stop_token stop;
    bool declaring = false;                      ///< SQLite runs a declaration of ours, not words of the user
};

/// Adds the module `vitrine`: CREATE VIRTUAL TABLE … USING vitrine(N) shows tables[N]. `tables` must outlive the connection.
void addVirtualTableModule(sqlite3* database, VirtualTables* tables);

/// Adds a table and returns its number.
std::size_t addBoundTable(VirtualTables& tables, SqlTablePtr table);

/// The column that a declared type stands for, or null.
const VirtualColumn* declaredColumn(const VirtualTables& tables, const char* declaredType);

}  // namespace vitrine::detail
