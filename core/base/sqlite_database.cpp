// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/sqlite_database.h"

#include <cerrno>
#include <filesystem>

#include <fmt/format.h>
#include <sqlite3.h>

#include "core/base/kill_point.h"

namespace vitrine {

namespace {

Error failureOf(sqlite3* database) {
    const int code = sqlite3_errcode(database);
    const char* file = sqlite3_db_filename(database, "main");
    const std::string what = fmt::format("{}: {}", file != nullptr ? file : "", sqlite3_errmsg(database));
    const auto diskFull = [&] { return Error(ErrorCode::DiskFull, fmt::format("{}: the disk is full.", file != nullptr ? file : "")).withWayOut("Make room on the disk, then start again."); };
    switch (code & 0xFF) {
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
        case SQLITE_FORMAT: return Error(ErrorCode::CheckpointDamaged, what);
        case SQLITE_BUSY:
        case SQLITE_LOCKED: return Error(ErrorCode::CheckpointLocked, what);
        case SQLITE_FULL: return diskFull();
        case SQLITE_IOERR:
            if (const int reason = sqlite3_system_errno(database); reason == ENOSPC || reason == EDQUOT) return diskFull();
            return Error(ErrorCode::WriteFailed, what);
        default: return Error(ErrorCode::WriteFailed, what);
    }
}

std::string uriOf(const std::string& path) {
    std::string uri = "file:";
    for (const char letter : path) {
        if (letter == '%' || letter == '?' || letter == '#') uri += fmt::format("%{:02X}", static_cast<unsigned char>(letter));
        else uri += letter;
    }
    return uri;
}

}  // namespace

void SqliteStatement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
void SqliteDatabase::Close::operator()(sqlite3* database) const { sqlite3_close_v2(database); }

SqliteStatement& SqliteStatement::bind(int parameter, std::int64_t number) {
    sqlite3_bind_int64(statement_.get(), parameter, number);
    return *this;
}

SqliteStatement& SqliteStatement::bindReal(int parameter, double number) {
    sqlite3_bind_double(statement_.get(), parameter, number);
    return *this;
}

SqliteStatement& SqliteStatement::bindNull(int parameter) {
    sqlite3_bind_null(statement_.get(), parameter);
    return *this;
}

SqliteStatement& SqliteStatement::bind(int parameter, std::string_view text) {
    sqlite3_bind_text64(statement_.get(), parameter, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
    return *this;
}

SqliteStatement& SqliteStatement::bindBlob(int parameter, std::string_view bytes) {
    // A null pointer would bind NULL.
    sqlite3_bind_blob64(statement_.get(), parameter, bytes.empty() ? "" : bytes.data(), bytes.size(), SQLITE_STATIC);
    return *this;
}

Result<bool> SqliteStatement::step() {
    const int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) {
        sqlite3_reset(statement_.get());
        return false;
    }
    Error failure = failureOf(sqlite3_db_handle(statement_.get()));
    sqlite3_reset(statement_.get());
    return failure;
}

Result<void> SqliteStatement::run() {
    VITRINE_TRY(const bool row, step());
    if (row) reset();
    return {};
}

void SqliteStatement::reset() { sqlite3_reset(statement_.get()); }

std::int64_t SqliteStatement::integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }

std::string_view SqliteStatement::text(int column) const {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
    return bytes == nullptr ? std::string_view() : std::string_view(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column)));
}

std::string_view SqliteStatement::blob(int column) const {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
    return bytes == nullptr ? std::string_view() : std::string_view(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column)));
}

Result<SqliteDatabase> SqliteDatabase::open(const std::string& path, int patience) {
    SqliteDatabase database;
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
    database.database_.reset(handle);
    if (code != SQLITE_OK)
        return Error(ErrorCode::WriteFailed, fmt::format("{}: {}", path, handle != nullptr ? sqlite3_errmsg(handle) : sqlite3_errstr(code)));
    sqlite3_busy_timeout(handle, patience);
    VITRINE_CHECK_OK(database.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"));
    return database;
}

Result<SqliteDatabase> SqliteDatabase::openReadOnly(const std::string& path, int patience) {
    std::error_code ignored;
    const bool isWritten = std::filesystem::exists(path + "-wal", ignored) || std::filesystem::exists(path + "-shm", ignored);
    // Without a writer it is read as it lies there; otherwise SQLite would make its two files for it.
    const std::string uri = uriOf(path) + "?mode=ro" + (isWritten ? "" : "&immutable=1");
    SqliteDatabase database;
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(uri.c_str(), &handle, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nullptr);
    database.database_.reset(handle);
    if (code != SQLITE_OK)
        return Error(ErrorCode::ReadFailed, fmt::format("{}: {}", path, handle != nullptr ? sqlite3_errmsg(handle) : sqlite3_errstr(code)));
    sqlite3_busy_timeout(handle, patience);
    return database;
}

Result<void> SqliteDatabase::execute(const char* statements) {
    if (sqlite3_exec(database_.get(), statements, nullptr, nullptr, nullptr) != SQLITE_OK) return failureOf(database_.get());
    return {};
}

Result<SqliteStatement> SqliteDatabase::prepare(std::string_view sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v3(database_.get(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK)
        return failureOf(database_.get());
    SqliteStatement prepared;
    prepared.statement_.reset(statement);
    return prepared;
}

Result<SqliteDatabase::Transaction> SqliteDatabase::begin() {
    VITRINE_CHECK_OK(execute("BEGIN IMMEDIATE"));
    return Transaction(*this);
}

SqliteDatabase::Transaction::~Transaction() {
    if (database_ == nullptr) return;
    // After some failures SQLite has rolled back by itself; there is nothing to say about that.
    sqlite3_exec(database_->database_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

Result<void> SqliteDatabase::Transaction::commit() {
    reachKillPoint(KillPoint::TransactionEnding);
    VITRINE_CHECK_OK(database_->execute("COMMIT"));
    reachKillPoint(KillPoint::TransactionCommitted);
    database_ = nullptr;
    return {};
}

}  // namespace vitrine
