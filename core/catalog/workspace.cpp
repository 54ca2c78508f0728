// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalog/workspace.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>

#include <fmt/format.h>

#include "core/base/sqlite_database.h"
#include "core/catalog/detail/sqlite_file.h"
#include "core/catalog/sql_token.h"
#include "core/formats/option_reader.h"
#include "core/data/nearest_word.h"

namespace vitrine {
namespace {

constexpr int kPatienceMillis = 5000;
constexpr std::size_t kLongestName = 128;
constexpr std::string_view kDirectorySuffix = ".db";
constexpr std::string_view kFileSuffix = ".sqlite";

/// Words that stand for something else before a dot.
constexpr std::string_view kReservedDatabases[] = {"live", "main", "temp", "delta", "json", "csv", "text", "parquet"};

/// What the SQLite layer says of checkpoints, said of the catalog.
Error ofCatalog(Error error) {
    const ErrorCode code = error.code() == ErrorCode::CheckpointDamaged  ? ErrorCode::TableDamaged
                           : error.code() == ErrorCode::CheckpointLocked ? ErrorCode::WriteFailed
                                                                         : error.code();
    return Error(code, error.message()).withWayOut(code == ErrorCode::TableDamaged ? "Move the file away; tables in the warehouse are found again without it." : error.wayOut());
}

Result<SqliteDatabase> openCatalog(FileSystem& files, const std::string& directory) {
    VITRINE_CHECK_OK(files.makeDirectories(directory));
    auto database = SqliteDatabase::open(directory + "/catalog.sqlite", kPatienceMillis);
    if (!database) return ofCatalog(std::move(database).error());
    const auto made = database->execute(
        "CREATE TABLE IF NOT EXISTS databases (name TEXT PRIMARY KEY, created INTEGER NOT NULL) WITHOUT ROWID;"
        "CREATE TABLE IF NOT EXISTS tables (database TEXT NOT NULL, name TEXT NOT NULL, format TEXT NOT NULL, location TEXT NOT NULL,"
        " external INTEGER NOT NULL, created INTEGER NOT NULL, schema TEXT NOT NULL, PRIMARY KEY (database, name)) WITHOUT ROWID");
    if (!made) return ofCatalog(made.error());
    return std::move(*database);
}

std::int64_t nowMillis() {
    return std::chrono::duration_cast<Millis>(std::chrono::system_clock::now().time_since_epoch()).count();
}

/// Entries of a directory, none when it is not there.
Result<std::vector<DirectoryEntry>> entriesOf(FileSystem& files, const std::string& directory) {
    auto entries = files.list(directory);
    if (!entries && entries.error().code() == ErrorCode::PathNotFound) return std::vector<DirectoryEntry>();
    return entries;
}

/// The database that a name in warehouse/ or tables/ stands for; empty when it stands for none.
std::string databaseOf(std::string_view name, std::string_view suffix) {
    if (name.size() <= suffix.size() || !name.ends_with(suffix)) return {};
    const auto checked = checkedName(name.substr(0, name.size() - suffix.size()), "database");
    return checked ? *checked : std::string();
}

bool isInside(const std::string& path, const std::string& directory) {
    std::error_code failure;
    const auto inner = std::filesystem::weakly_canonical(path, failure);
    const auto outer = std::filesystem::weakly_canonical(directory, failure);
    if (failure) return false;
    const auto [end, unused] = std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end());
    return end == outer.end() && inner != outer;
}

Error notFound(std::string_view what, std::string_view name, std::string_view nearest, const std::string& all) {
    Error error(ErrorCode::TableNotFound, fmt::format("There is no {} '{}'.", what, name));
    if (!nearest.empty()) return std::move(error).withWayOut(fmt::format("Did you mean {}? {}", nearest, all));
    return std::move(error).withWayOut(all);
}

/// `Databases: a, b.` for the way out of an error.
std::string listed(std::string_view heading, const std::vector<std::string>& names) {
    constexpr std::size_t kMost = 20;
    std::string text;
    for (std::size_t index = 0; index < names.size() && index < kMost; ++index) text += (index == 0 ? "" : ", ") + names[index];
    if (names.size() > kMost) text += ", …";
    return names.empty() ? std::string() : fmt::format("{}: {}.", heading, text);
}

std::string nearestOf(std::string_view name, const std::vector<std::string>& candidates) {
    const std::vector<std::string_view> views(candidates.begin(), candidates.end());
    return std::string(nearestWord(name, views));
}

}  // namespace

Workspace::Workspace(std::string directory, FileSystem& files) : directory_(std::move(directory)), files_(&files) {}

Result<bool> Workspace::createDatabase(std::string_view name, bool ifNotExists) {
    VITRINE_TRY(const std::string database, checkedName(name, "database"));
    VITRINE_TRY(const bool there, hasDatabase(database));
    if (there && ifNotExists) return false;
    if (there) {
        return Error(ErrorCode::DuplicateName, fmt::format("The database '{}' is there already.", database))
            .withWayOut("Write CREATE DATABASE IF NOT EXISTS, or choose another name.");
    }
    VITRINE_CHECK_OK(files_->makeDirectories(fmt::format("{}/warehouse/{}{}", directory_, database, kDirectorySuffix)));
    VITRINE_TRY(SqliteDatabase catalog, openCatalog(*files_, directory_));
    VITRINE_TRY(SqliteStatement insert, catalog.prepare("INSERT OR IGNORE INTO databases VALUES (?1, ?2)"));
    if (auto done = insert.bind(1, std::string_view(database)).bind(2, nowMillis()).run(); !done) return ofCatalog(done.error());
    return true;
}

Result<std::vector<std::string>> Workspace::databases() const {
    std::set<std::string> names = {std::string(kDefaultDatabase)};
    VITRINE_TRY(const auto directories, entriesOf(*files_, directory_ + "/warehouse"));
    for (const DirectoryEntry& entry : directories) {
        if (entry.isDirectory) names.insert(databaseOf(entry.name, kDirectorySuffix));
    }
    VITRINE_TRY(const auto tableFiles, entriesOf(*files_, directory_ + "/tables"));
    for (const DirectoryEntry& entry : tableFiles) {
        if (entry.isRegular) names.insert(databaseOf(entry.name, kFileSuffix));
    }
    if (files_->stat(directory_ + "/catalog.sqlite")) {
        VITRINE_TRY(SqliteDatabase catalog, openCatalog(*files_, directory_));
        VITRINE_TRY(SqliteStatement ask, catalog.prepare("SELECT name FROM databases UNION SELECT database FROM tables"));
        for (;;) {
            VITRINE_TRY(const bool row, ask.step());
            if (!row) break;
            names.emplace(ask.text(0));
        }
    }
    names.erase("");
    return std::vector<std::string>(names.begin(), names.end());
}

Result<bool> Workspace::hasDatabase(std::string_view name) const {
    VITRINE_TRY(const auto all, databases());
    return std::find(all.begin(), all.end(), lowerAscii(name)) != all.end();
}

Result<std::vector<CatalogTable>> Workspace::tables(std::string_view database) const {
    const std::string wanted = lowerAscii(database);
    VITRINE_TRY(const auto all, databases());
    if (std::find(all.begin(), all.end(), wanted) == all.end()) return notFound("database", database, nearestOf(wanted, all), listed("Databases", all));

    std::map<std::string, CatalogTable> found;
    VITRINE_TRY(const auto directories, entriesOf(*files_, directory_ + "/warehouse"));
    for (const DirectoryEntry& entry : directories) {
        if (!entry.isDirectory || databaseOf(entry.name, kDirectorySuffix) != wanted) continue;
        const std::string home = directory_ + "/warehouse/" + entry.name;
        VITRINE_TRY(const auto tableDirectories, entriesOf(*files_, home));
        for (const DirectoryEntry& table : tableDirectories) {
            const auto name = checkedName(table.name, "table");
            const std::string location = home + "/" + table.name;
            if (!name || !table.isDirectory || !files_->stat(location + "/_delta_log")) continue;
            found[*name] = {wanted, *name, "delta", location, !isInside(location, directory_), {}, {}};
        }
    }
    VITRINE_TRY(const auto tableFiles, entriesOf(*files_, directory_ + "/tables"));
    for (const DirectoryEntry& entry : tableFiles) {
        if (!entry.isRegular || databaseOf(entry.name, kFileSuffix) != wanted) continue;
        const std::string location = directory_ + "/tables/" + entry.name;
        const auto names = detail::tablesOfFile(location);
        if (!names) continue;  // a file that is no sound database hides no other table; naming one of its tables says so
        for (const std::string& table : *names) found[lowerAscii(table)] = {wanted, lowerAscii(table), "sqlite", location, false, {}, {}};
    }
    if (files_->stat(directory_ + "/catalog.sqlite")) {
        VITRINE_TRY(SqliteDatabase catalog, openCatalog(*files_, directory_));
        VITRINE_TRY(SqliteStatement ask, catalog.prepare("SELECT name, format, location, external, created, schema FROM tables WHERE database = ?1"));
        ask.bind(1, std::string_view(wanted));
        for (;;) {
            VITRINE_TRY(const bool row, ask.step());
            if (!row) break;
            const std::string name(ask.text(0));
            // A row of a managed table is relative to the workspace, which may have been moved.
            std::string location(ask.text(2));
            if (!location.starts_with('/')) location.insert(0, directory_ + "/");
            found[name] = {wanted, name, std::string(ask.text(1)), location, ask.integer(3) != 0, WallTime(Millis(ask.integer(4))), std::string(ask.text(5))};
        }
    }
    std::vector<CatalogTable> result;
    for (auto& [name, table] : found) result.push_back(std::move(table));
    return result;
}

Result<CatalogTable> Workspace::find(const TableName& name) const {
    VITRINE_TRY(const auto all, tables(name.database));
    std::vector<std::string> names;
    for (const CatalogTable& table : all) {
        if (equalsIgnoringCase(table.name, name.table)) return table;
        names.push_back(table.name);
    }
    const std::string nearest = nearestOf(lowerAscii(name.table), names);
    VITRINE_TRY(const auto databaseNames, databases());
    return notFound("table", lowerAscii(name.database) + "." + lowerAscii(name.table), nearest.empty() ? nearest : lowerAscii(name.database) + "." + nearest,
                    names.empty() ? listed("Databases", databaseNames) : listed("Tables of " + lowerAscii(name.database), names));
}

Result<void> Workspace::registerTable(CatalogTable table) {
    VITRINE_TRY(table.database, checkedName(table.database, "database"));
    VITRINE_TRY(table.name, checkedName(table.name, "table"));
    table.external = !isInside(table.location, directory_);
    if (!table.external && table.location.starts_with(directory_ + "/")) table.location.erase(0, directory_.size() + 1);
    VITRINE_TRY(SqliteDatabase catalog, openCatalog(*files_, directory_));
    VITRINE_TRY(SqliteDatabase::Transaction transaction, catalog.begin());
    VITRINE_TRY(SqliteStatement database, catalog.prepare("INSERT OR IGNORE INTO databases VALUES (?1, ?2)"));
    VITRINE_CHECK_OK(database.bind(1, std::string_view(table.database)).bind(2, nowMillis()).run());
    VITRINE_TRY(SqliteStatement insert,
                catalog.prepare("INSERT INTO tables VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (database, name) DO UPDATE SET"
                                " format = excluded.format, location = excluded.location, external = excluded.external, schema = excluded.schema"));
    insert.bind(1, std::string_view(table.database)).bind(2, std::string_view(table.name)).bind(3, std::string_view(table.format));
    insert.bind(4, std::string_view(table.location)).bind(5, table.external ? 1 : 0).bind(6, nowMillis()).bind(7, std::string_view(table.schemaDdl));
    if (auto done = insert.run(); !done) return ofCatalog(done.error());
    if (auto done = transaction.commit(); !done) return ofCatalog(done.error());
    return {};
}

Result<void> Workspace::dropTable(const TableName& name) {
    VITRINE_TRY(const CatalogTable table, find(name));
    const bool managed = !table.external && isInside(table.location, directory_);
    std::string doomed;
    if (managed && table.format == "sqlite") {
        VITRINE_CHECK_OK(detail::dropTableOfFile(table.location, table.name));
    } else if (managed) {
        // Out of sight in one step; what a crash leaves of it is hidden.
        doomed = temporaryNameFor(table.location);
        if (files_->stat(table.location)) VITRINE_CHECK_OK(files_->rename(table.location, doomed));
    } else if (!table.created) {
        VITRINE_CHECK_OK(files_->remove(table.location));  // a symbolic link in the warehouse: the link, not what it leads to
    }
    if (files_->stat(directory_ + "/catalog.sqlite")) {
        VITRINE_TRY(SqliteDatabase catalog, openCatalog(*files_, directory_));
        VITRINE_TRY(SqliteStatement forget, catalog.prepare("DELETE FROM tables WHERE database = ?1 AND name = ?2"));
        if (auto done = forget.bind(1, std::string_view(table.database)).bind(2, std::string_view(table.name)).run(); !done) return ofCatalog(done.error());
    }
    if (!doomed.empty() && files_->stat(doomed)) return files_->removeTree(doomed);
    return {};
}

Result<std::string> Workspace::locationOf(const TableName& name, std::string_view format) const {
    VITRINE_TRY(const std::string database, checkedName(name.database, "database"));
    VITRINE_TRY(const std::string table, checkedName(name.table, "table"));
    if (format == "sqlite") return fmt::format("{}/tables/{}{}", directory_, database, kFileSuffix);
    return fmt::format("{}/warehouse/{}{}/{}", directory_, database, kDirectorySuffix, table);
}

Result<std::string> checkedName(std::string_view name, std::string_view what) {
    const bool allowed = std::all_of(name.begin(), name.end(), [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') || letter == '_';
    });
    if (name.empty() || name.size() > kLongestName || !allowed) {
        std::string shown;
        for (const char letter : name.substr(0, kLongestName)) shown += static_cast<unsigned char>(letter) < 0x20 ? '?' : letter;
        return Error(ErrorCode::InvalidValue, fmt::format("'{}' cannot be the name of a {}.", shown, what))
            .withWayOut(fmt::format("Use letters without accents, digits and _, at most {}.", kLongestName));
    }
    std::string lower = lowerAscii(name);
    if (what == "database" && std::find(std::begin(kReservedDatabases), std::end(kReservedDatabases), lower) != std::end(kReservedDatabases)) {
        return Error(ErrorCode::InvalidValue, fmt::format("'{}' cannot be the name of a database: the word has a meaning of its own.", lower))
            .withWayOut("Choose another name.");
    }
    return lower;
}

Result<TableName> parseTableName(std::string_view text, std::string_view current) {
    std::vector<std::string> parts;
    bool expectName = true;
    for (const SqlToken& token : sqlTokens(text)) {
        if (token.kind == SqlTokenKind::Comment) continue;
        const bool dot = token.kind == SqlTokenKind::Symbol && text[token.begin] == '.';
        const bool named = token.kind == SqlTokenKind::Word || token.kind == SqlTokenKind::QuotedName || token.kind == SqlTokenKind::Number;
        if (expectName ? !named : !dot) return Error(ErrorCode::InvalidValue, fmt::format("'{}' is no name of a table.", text)).withWayOut("Write TABLE or DATABASE.TABLE.");
        if (named) parts.push_back(unquoted(text, token));
        expectName = !expectName;
    }
    if (parts.size() == 3 && equalsIgnoringCase(parts[0], "spark_catalog")) parts.erase(parts.begin());
    if (expectName || parts.empty() || parts.size() > 2) {
        return Error(ErrorCode::InvalidValue, fmt::format("'{}' is no name of a table.", text)).withWayOut("Write TABLE or DATABASE.TABLE.");
    }
    TableName name{std::string(current), {}};
    if (parts.size() == 2) {
        VITRINE_TRY(name.database, checkedName(parts[0], "database"));
    }
    VITRINE_TRY(name.table, checkedName(parts.back(), "table"));
    return name;
}

std::string workspaceDirectory(const std::string& option, const std::string& projectFile) {
    const auto whole = [](const std::string& path) {
        std::error_code failure;
        std::string absolute = std::filesystem::absolute(path, failure).lexically_normal().string();
        while (absolute.size() > 1 && absolute.ends_with('/')) absolute.pop_back();
        return failure ? path : absolute;
    };
    if (!option.empty()) return whole(option);
    if (const char* variable = std::getenv("VITRINE_WORKSPACE"); variable != nullptr && *variable != '\0') return whole(variable);
    if (!projectFile.empty()) {
        const std::filesystem::path project(whole(projectFile));
        return (project.parent_path() / (project.stem().string() + ".workspace")).string();
    }
    // As the XDG base directory specification says: a relative path in the variable does not count.
    const char* data = std::getenv("XDG_DATA_HOME");
    if (data != nullptr && *data == '/') return whole(std::string(data) + "/vitrine/workspace");
    const char* home = std::getenv("HOME");
    return whole(std::string(home != nullptr && *home == '/' ? home : "/tmp") + "/.local/share/vitrine/workspace");
}

}  // namespace vitrine
