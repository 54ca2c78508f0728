// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalog/detail/sqlite_file.h"

#include <algorithm>

#include <fmt/format.h>
#include <sqlite3.h>

#include "core/base/stop.h"
#include "core/catalog/sql_token.h"
#include "core/data/column_builder.h"
#include "core/data/number_text.h"
#include "core/data/schema.h"
#include "core/data/timestamp_text.h"

namespace vitrine::detail {
namespace {

constexpr int kPatienceMillis = 2000;
constexpr std::size_t kChunkRows = 1024;

struct CloseDatabase {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
struct FinalizeStatement {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;
using Statement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

Error failureOf(sqlite3* database, const std::string& path) {
    const int code = sqlite3_errcode(database) & 0xFF;
    const std::string message = fmt::format("{}: {}", path, sqlite3_errmsg(database));
    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB || code == SQLITE_FORMAT) return Error(ErrorCode::TableDamaged, message);
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED) return Error(ErrorCode::WriteFailed, message).withWayOut("Another program keeps the file busy: try again when it is done.");
    return Error(ErrorCode::ReadFailed, message);
}

/// Opened for writing where that is allowed, so that the last one who closes the file tidies its log away; what is run on it
/// only reads unless it is to write.
Result<Database> openFile(const std::string& path, bool toWrite) {
    sqlite3* raw = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    Database database(raw);
    if (code != SQLITE_OK) return failureOf(raw, path);
    sqlite3_busy_timeout(raw, kPatienceMillis);
    sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_exec(raw, toWrite ? "PRAGMA trusted_schema=0" : "PRAGMA trusted_schema=0; PRAGMA query_only=1", nullptr, nullptr, nullptr);
    return database;
}

Result<Statement> prepare(sqlite3* database, const std::string& sql, const std::string& path) {
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v2(database, sql.c_str(), static_cast<int>(sql.size()), &raw, nullptr) != SQLITE_OK) return failureOf(database, path);
    return Statement(raw);
}

std::string_view textOf(sqlite3_stmt* statement, int column) {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
    return bytes == nullptr ? std::string_view() : std::string_view(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
}

/// SQLite's own rule (its documentation, Datatypes, 3.1).
TypePtr typeByAffinity(std::string_view declared) {
    const std::string upper = upperAscii(declared);
    const auto has = [&](std::string_view word) { return upper.find(word) != std::string::npos; };
    if (has("INT")) return DataType::longType();
    if (has("CHAR") || has("CLOB") || has("TEXT")) return DataType::string();
    if (has("REAL") || has("FLOA") || has("DOUB")) return DataType::doubleType();
    if (has("BLOB")) return DataType::binary();
    return DataType::string();
}

/// A column of any other type may hold any number: SQLite has only 64-bit ones.
TypePtr typeOf(std::string_view declared) {
    const auto type = parseType(declared);
    if (!type) return typeByAffinity(declared);
    switch ((*type)->kind()) {
        case TypeKind::Boolean:
        case TypeKind::Decimal:
        case TypeKind::String:
        case TypeKind::Binary:
        case TypeKind::Date:
        case TypeKind::Timestamp:
        case TypeKind::TimestampNtz: return *type;
        default: return typeByAffinity(declared);
    }
}

/// The type that a schema gives the column `name`; `window.start` is a field of a struct there. Null for none, and for what the
/// file can only hold as text.
TypePtr notedType(const std::vector<Field>& fields, std::string_view name) {
    for (const Field& field : fields) {
        const std::string_view part(field.name);
        if (name == part) {
            const bool plain = field.type->isNumeric() || field.type->is(TypeKind::Boolean) || typeOf(field.type->sql())->sameType(*field.type);
            return plain ? field.type : nullptr;
        }
        const bool inside = field.type->is(TypeKind::Struct) && name.size() > part.size() && name.starts_with(part) && name[part.size()] == '.';
        if (!inside) continue;
        if (TypePtr type = notedType(field.type->fields(), name.substr(part.size() + 1))) return type;
    }
    return nullptr;
}

/// Any number that SQLite holds, as the type; NULL for what does not fit.
template <class T>
void appendWhole(ColumnBuilder& builder, sqlite3_stmt* row, int column) {
    const std::int64_t number = sqlite3_column_int64(row, column);
    if (sqlite3_column_type(row, column) == SQLITE_INTEGER && static_cast<std::int64_t>(static_cast<T>(number)) == number) {
        builder.append<T>(static_cast<T>(number));
    } else {
        builder.appendNull();
    }
}

template <class T>
void appendOptional(ColumnBuilder& builder, const std::optional<T>& value) {
    if (value) {
        builder.append<T>(*value);
    } else {
        builder.appendNull();
    }
}

void appendCell(ColumnBuilder& builder, sqlite3_stmt* row, int column, const TimeZone& zone) {
    const int stored = sqlite3_column_type(row, column);
    if (stored == SQLITE_NULL) return builder.appendNull();
    const bool whole = stored == SQLITE_INTEGER;
    switch (const DataType& type = *builder.type(); type.kind()) {
        case TypeKind::Boolean: return whole ? builder.append<std::uint8_t>(sqlite3_column_int64(row, column) != 0) : builder.appendNull();
        case TypeKind::Byte: return appendWhole<std::int8_t>(builder, row, column);
        case TypeKind::Short: return appendWhole<std::int16_t>(builder, row, column);
        case TypeKind::Int:
        case TypeKind::YearMonthInterval: return appendWhole<std::int32_t>(builder, row, column);
        case TypeKind::Long:
        case TypeKind::DayTimeInterval: return appendWhole<std::int64_t>(builder, row, column);
        case TypeKind::Float: return builder.append<float>(static_cast<float>(sqlite3_column_double(row, column)));
        case TypeKind::Double: return stored == SQLITE_TEXT ? appendOptional(builder, parseDouble(textOf(row, column))) : builder.append<double>(sqlite3_column_double(row, column));
        case TypeKind::Decimal: return appendOptional<Int128>(builder, parseDecimalAs(textOf(row, column), type.precision(), type.scale()));
        case TypeKind::Date: return whole ? appendWhole<std::int32_t>(builder, row, column) : appendOptional(builder, parseDate(textOf(row, column)));
        case TypeKind::Timestamp: return whole ? appendWhole<std::int64_t>(builder, row, column) : appendOptional(builder, parseTimestamp(textOf(row, column), zone));
        case TypeKind::TimestampNtz: return whole ? appendWhole<std::int64_t>(builder, row, column) : appendOptional(builder, parseTimestampNtz(textOf(row, column)));
        case TypeKind::Binary: {
            const auto* bytes = static_cast<const char*>(sqlite3_column_blob(row, column));
            return builder.append<std::string_view>({bytes == nullptr ? "" : bytes, static_cast<std::size_t>(sqlite3_column_bytes(row, column))});
        }
        case TypeKind::String: return builder.append<std::string_view>(textOf(row, column));
        default: return builder.appendNull();
    }
}

/// One connection in one read transaction, which all scans of a statement share: they see one state of the file.
struct OpenFile {
    Database database;
    std::string path;
};

class Scan final : public SqlScan {
  public:
    Scan(std::shared_ptr<OpenFile> file, Statement statement, std::vector<TypePtr> types, TimeZone zone)
        : file_(std::move(file)), statement_(std::move(statement)), zone_(std::move(zone)) {
        for (TypePtr& type : types) builders_.emplace_back(std::move(type));
    }

    Result<bool> next(Batch& batch, std::stop_token stop) override {
        VITRINE_CHECK_OK(checkStop(stop));
        std::size_t rows = 0;
        while (!ended_ && rows < kChunkRows) {
            const int code = sqlite3_step(statement_.get());
            ended_ = code == SQLITE_DONE;
            if (ended_) break;
            if (code != SQLITE_ROW) return failureOf(file_->database.get(), file_->path);
            for (std::size_t column = 0; column < builders_.size(); ++column) appendCell(builders_[column], statement_.get(), static_cast<int>(column), zone_);
            ++rows;
        }
        batch = Batch{nullptr, {}, rows, nullptr};
        for (ColumnBuilder& builder : builders_) batch.columns.push_back(builder.finish());
        return rows > 0;
    }

  private:
    std::shared_ptr<OpenFile> file_;
    Statement statement_;
    std::vector<ColumnBuilder> builders_;
    TimeZone zone_;
    bool ended_ = false;
};

class FileTable final : public SqlTable {
  public:
    FileTable(std::shared_ptr<OpenFile> file, std::string name, SchemaPtr schema, TimeZone zone)
        : file_(std::move(file)), name_(std::move(name)), schema_(std::move(schema)), zone_(std::move(zone)) {}

    const SchemaPtr& schema() const noexcept override { return schema_; }

    Result<std::unique_ptr<SqlScan>> scan(std::vector<std::size_t> columns) const override {
        std::string list;
        std::vector<TypePtr> types;
        for (const std::size_t column : columns) {
            list += (list.empty() ? "" : ", ") + quotedForSqlite((*schema_)[column].name);
            types.push_back((*schema_)[column].type);
        }
        VITRINE_TRY(Statement statement, prepare(file_->database.get(), fmt::format("SELECT {} FROM {}", list.empty() ? "1" : list, quotedForSqlite(name_)), file_->path));
        return std::unique_ptr<SqlScan>(std::make_unique<Scan>(file_, std::move(statement), std::move(types), zone_));
    }

  private:
    std::shared_ptr<OpenFile> file_;
    std::string name_;
    SchemaPtr schema_;
    TimeZone zone_;
};

}  // namespace

Result<std::vector<std::string>> tablesOfFile(const std::string& path) {
    VITRINE_TRY(const Database database, openFile(path, false));
    VITRINE_TRY(const Statement ask, prepare(database.get(), "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
                                                             " AND name NOT LIKE '\\_vitrine%' ESCAPE '\\' ORDER BY name", path));
    std::vector<std::string> names;
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(ask.get())) == SQLITE_ROW) names.emplace_back(textOf(ask.get(), 0));
    if (code != SQLITE_DONE) return failureOf(database.get(), path);
    return names;
}

Result<SqlTablePtr> openTableOfFile(const std::string& path, const std::string& table, const std::string& schemaDdl, const SessionConf& conf) {
    const auto known = parseDdl(schemaDdl);
    auto file = std::make_shared<OpenFile>();
    VITRINE_TRY(file->database, openFile(path, false));
    file->path = path;
    sqlite3* database = file->database.get();
    if (sqlite3_exec(database, "BEGIN", nullptr, nullptr, nullptr) != SQLITE_OK) return failureOf(database, path);
    VITRINE_TRY(const Statement ask, prepare(database, "SELECT name, type FROM pragma_table_info(?1)", path));
    sqlite3_bind_text(ask.get(), 1, table.c_str(), static_cast<int>(table.size()), SQLITE_STATIC);
    std::vector<Field> fields;
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(ask.get())) == SQLITE_ROW) {
        Field field{std::string(textOf(ask.get(), 0)), typeOf(textOf(ask.get(), 1))};
        if (const TypePtr noted = known ? notedType(known->fields(), field.name) : nullptr) field.type = noted;
        fields.push_back(std::move(field));
    }
    if (code != SQLITE_DONE) return failureOf(database, path);
    if (fields.empty()) return Error(ErrorCode::TableNotFound, fmt::format("There is no table '{}' in the file.", table)).at(path);
    // The first read fixes the state of the file that the transaction sees.
    VITRINE_TRY(const Statement touch, prepare(database, fmt::format("SELECT 1 FROM {} LIMIT 1", quotedForSqlite(table)), path));
    if (const int touched = sqlite3_step(touch.get()); touched != SQLITE_ROW && touched != SQLITE_DONE) return failureOf(database, path);
    return SqlTablePtr(std::make_shared<FileTable>(std::move(file), table, std::make_shared<const Schema>(std::move(fields)), conf.zone));
}

Result<void> dropTableOfFile(const std::string& path, const std::string& table) {
    VITRINE_TRY(const Database database, openFile(path, true));
    const std::string sql = fmt::format("DROP TABLE {}", quotedForSqlite(table));
    if (sqlite3_exec(database.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return failureOf(database.get(), path);
    return {};
}

std::string quotedForSqlite(std::string_view name) {
    std::string quoted = "\"";
    for (const char letter : name) quoted += letter == '"' ? std::string("\"\"") : std::string(1, letter);
    return quoted + "\"";
}

}  // namespace vitrine::detail
