// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/catalog/sql_table.h"

namespace vitrine::detail {

/// The tables of an SQLite file, sorted; those that SQLite and Vitrine keep for themselves (`sqlite_…`, `_vitrine…`) are left
/// out. TableDamaged, ReadFailed.
Result<std::vector<std::string>> tablesOfFile(const std::string& path);

/// A table of an SQLite file as it is now: every scan sees the file as of this moment, also while others write. Column types
/// are those of `schemaDdl` (may be empty), else what the declared ones say, numbers as wide as SQLite keeps them.
/// TableNotFound, TableDamaged.
Result<SqlTablePtr> openTableOfFile(const std::string& path, const std::string& table, const std::string& schemaDdl, const SessionConf& conf);

/// Removes a table from an SQLite file. TableNotFound, WriteFailed (also while another writer keeps the file busy).
Result<void> dropTableOfFile(const std::string& path, const std::string& table);

/// `name` as SQLite reads it back whatever it holds: in double quotes.
std::string quotedForSqlite(std::string_view name);

}  // namespace vitrine::detail
