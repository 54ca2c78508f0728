// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/file_system.h"
#include "core/base/result.h"
#include "core/base/time.h"

namespace vitrine {

/// The database that every workspace has, and that unqualified names belong to at first.
inline constexpr std::string_view kDefaultDatabase = "default";

/// A table of a workspace, or one that stands elsewhere and is registered in it.
struct CatalogTable {
    std::string database;               ///< lower case
    std::string name;                   ///< lower case
    std::string format;                 ///< delta, sqlite, json, csv, text, parquet
    std::string location;               ///< absolute: the directory, or the SQLite file
    bool external = false;              ///< its files are not the workspace's: DROP TABLE leaves them
    std::optional<WallTime> created;    ///< when it was registered; empty for one that was only found
    std::string schemaDdl;              ///< as it was registered; empty: the files tell
};

/// `DB.TABLE` taken apart. Names are case-insensitive and lower-cased as Spark does.
struct TableName {
    std::string database;
    std::string table;
};

/// Databases and tables of a directory:
///
///     catalog.sqlite            what was created and registered
///     warehouse/DB.db/TABLE/    Delta tables, also those that no row of the catalog names
///     tables/DB.sqlite          the tables of the `sqlite` sink
///
/// Names are ASCII letters, digits and `_`, at most 128 (InvalidValue for any other, so that no name leaves the directory: E8,
/// F2). Reading makes no file. A value without state of its own: every member opens what it needs, so it may be used from any
/// thread and beside other processes; members block on the disk.
class Workspace {
  public:
    /// `directory` need not exist. `files` must outlive the workspace.
    explicit Workspace(std::string directory, FileSystem& files = systemFiles());

    const std::string& directory() const noexcept { return directory_; }
    FileSystem& files() const noexcept { return *files_; }

    /// True when it was made, false when it was there and `ifNotExists`; otherwise DuplicateName.
    Result<bool> createDatabase(std::string_view name, bool ifNotExists);

    /// Sorted; `default` always is among them.
    Result<std::vector<std::string>> databases() const;
    Result<bool> hasDatabase(std::string_view name) const;

    /// Sorted by name. TableNotFound for a database that is not there, with the nearest name and all there are.
    Result<std::vector<CatalogTable>> tables(std::string_view database) const;

    /// TableNotFound with the nearest name.
    Result<CatalogTable> find(const TableName& name) const;

    /// Notes a table that a sink writes, and its database with it; an earlier note of the name is replaced. A location outside
    /// the workspace makes it external. For `toTable`, before the first row is written.
    Result<void> registerTable(CatalogTable table);

    /// Removes the table and, unless it is external, its files. TableNotFound.
    Result<void> dropTable(const TableName& name);

    /// Where a table of this name is kept when the workspace is to hold it: WORKSPACE/warehouse/DB.db/TABLE, or
    /// WORKSPACE/tables/DB.sqlite for the format `sqlite`.
    Result<std::string> locationOf(const TableName& name, std::string_view format = "delta") const;

  private:
    std::string directory_;
    FileSystem* files_;
};

/// `table`, `db.table` or `spark_catalog.db.table`, names with or without back-quotes; `current` is the database of an
/// unqualified name. InvalidValue.
Result<TableName> parseTableName(std::string_view text, std::string_view current = kDefaultDatabase);

/// A name in lower case, when it is allowed; `what` is the word for it in the error: database, table.
Result<std::string> checkedName(std::string_view name, std::string_view what);

/// The workspace to use: `option` when it is not empty; else the variable VITRINE_WORKSPACE; else PROJECT.workspace beside the
/// saved project `projectFile` (may be empty); else vitrine/workspace in the user's data directory.
std::string workspaceDirectory(const std::string& option, const std::string& projectFile = {});

}  // namespace vitrine
