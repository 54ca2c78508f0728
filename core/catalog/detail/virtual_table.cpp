// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalog/detail/virtual_table.h"

#include <cmath>
#include <cstring>
#include <set>

#include <fmt/format.h>
#include <sqlite3.h>

#include "core/catalog/detail/sqlite_file.h"
#include "core/catalog/sql_token.h"
#include "core/data/number_text.h"
#include "core/data/table_text.h"
#include "core/data/timestamp_text.h"

namespace vitrine::detail {
namespace {

constexpr std::size_t kMostColumns = 1900;            // SQLite takes 2,000
constexpr std::uint64_t kKeptRows = 1'000'000;
constexpr int kExactDoubleDigits = 15;

struct Table {
    sqlite3_vtab base;
    BoundTable* bound;
    VirtualTables* owner;
};

/// Reads a table once from its begin to its end.
struct Cursor {
    sqlite3_vtab_cursor base;
    std::unique_ptr<SqlScan> scan;
    const std::vector<Batch>* keptBatches = nullptr;   ///< in place of a scan
    std::size_t nextKept = 0;
    std::vector<int> batchColumn;                      ///< by schema position; -1: not read
    std::uint64_t columnsRead = 0;
    std::vector<Batch> toKeep;
    std::uint64_t rowsToKeep = 0;
    bool keeping = false;
    Batch batch;
    std::size_t row = 0;
    std::int64_t rowId = 0;
    bool ended = true;
};

Table& tableOf(Cursor& cursor) { return *reinterpret_cast<Table*>(cursor.base.pVtab); }

std::string_view affinityOf(const DataType& type) {
    if (type.isIntegral() || type.is(TypeKind::Boolean)) return "INTEGER";
    if (type.is(TypeKind::Float) || type.is(TypeKind::Double)) return "REAL";
    if (type.is(TypeKind::Decimal)) return "NUMERIC";
    return type.is(TypeKind::Binary) ? "BLOB" : "TEXT";
}

int connectTable(sqlite3* database, void* data, int count, const char* const* arguments, sqlite3_vtab** table, char** message) {
    auto* owner = static_cast<VirtualTables*>(data);
    const auto number = count == 4 ? parseLong(arguments[3]) : std::nullopt;
    if (!number || *number < 0 || static_cast<std::size_t>(*number) >= owner->tables.size()) {
        *message = sqlite3_mprintf("no such table");
        return SQLITE_ERROR;
    }
    BoundTable* bound = owner->tables[static_cast<std::size_t>(*number)].get();
    std::string declaration;
    for (const VirtualColumn& column : bound->columns) {
        const auto index = static_cast<std::size_t>(std::find(owner->columns.begin(), owner->columns.end(), &column) - owner->columns.begin());
        declaration += fmt::format("{}{} {}{}({})", declaration.empty() ? "" : ", ", quotedForSqlite(column.name), column.path.empty() ? "" : "HIDDEN ", affinityOf(*column.type), index);
    }
    declaration = fmt::format("CREATE TABLE x({})", declaration);
    if (const int code = sqlite3_declare_vtab(database, declaration.c_str()); code != SQLITE_OK) {
        *message = sqlite3_mprintf("%s", sqlite3_errmsg(database));
        return code;
    }
    sqlite3_vtab_config(database, SQLITE_VTAB_INNOCUOUS);
    *table = &(new Table{{}, bound, owner})->base;
    return SQLITE_OK;
}

int disconnectTable(sqlite3_vtab* table) {
    delete reinterpret_cast<Table*>(table);
    return SQLITE_OK;
}

int planScan(sqlite3_vtab* table, sqlite3_index_info* info) {
    const auto rows = reinterpret_cast<Table*>(table)->bound->table->numRows().value_or(100'000);
    info->estimatedRows = static_cast<sqlite3_int64>(rows);
    info->estimatedCost = static_cast<double>(rows) + 1;
    info->idxStr = sqlite3_mprintf("%llx", static_cast<unsigned long long>(info->colUsed));
    info->needToFreeIdxStr = 1;
    return info->idxStr == nullptr ? SQLITE_NOMEM : SQLITE_OK;
}

int openCursor(sqlite3_vtab*, sqlite3_vtab_cursor** cursor) {
    *cursor = &(new Cursor())->base;
    return SQLITE_OK;
}

int closeCursor(sqlite3_vtab_cursor* cursor) {
    delete reinterpret_cast<Cursor*>(cursor);
    return SQLITE_OK;
}

int fail(Cursor& cursor, Error error) {
    Table& table = tableOf(cursor);
    sqlite3_free(table.base.zErrMsg);
    table.base.zErrMsg = sqlite3_mprintf("%s", error.message().c_str());
    table.owner->failure = std::move(error);
    cursor.ended = true;
    return SQLITE_ERROR;
}

int nextBatch(Cursor& cursor) {
    cursor.row = 0;
    if (cursor.keptBatches != nullptr) {
        cursor.ended = cursor.nextKept == cursor.keptBatches->size();
        if (!cursor.ended) cursor.batch = (*cursor.keptBatches)[cursor.nextKept++];
        return SQLITE_OK;
    }
    auto more = cursor.scan->next(cursor.batch, tableOf(cursor).owner->stop);
    if (!more) return fail(cursor, std::move(more).error());
    cursor.ended = !*more;
    if (cursor.ended) {
        if (cursor.keeping) tableOf(cursor).bound->kept[cursor.columnsRead] = std::move(cursor.toKeep);
        return SQLITE_OK;
    }
    cursor.rowsToKeep += cursor.batch.numRows;
    cursor.keeping = cursor.keeping && cursor.rowsToKeep <= kKeptRows;
    if (cursor.keeping) {
        cursor.toKeep.push_back(cursor.batch);
    } else {
        cursor.toKeep.clear();
    }
    return SQLITE_OK;
}

int startScan(sqlite3_vtab_cursor* base, int, const char* plan, int, sqlite3_value**) {
    auto& cursor = *reinterpret_cast<Cursor*>(base);
    BoundTable& bound = *tableOf(cursor).bound;
    const std::uint64_t used = std::strtoull(plan, nullptr, 16);
    std::set<std::size_t> wanted;
    for (std::size_t index = 0; index < bound.columns.size(); ++index) {
        if ((used >> std::min<std::size_t>(index, 63)) & 1) wanted.insert(bound.columns[index].position);
    }
    cursor.batchColumn.assign(bound.table->schema()->size(), -1);
    int next = 0;
    for (const std::size_t position : wanted) cursor.batchColumn[position] = next++;
    cursor.rowId = 0;
    cursor.columnsRead = used;
    cursor.toKeep.clear();
    cursor.rowsToKeep = 0;
    cursor.keeping = true;
    cursor.scan.reset();
    cursor.keptBatches = nullptr;
    if (const auto kept = bound.kept.find(used); kept != bound.kept.end()) {
        cursor.keptBatches = &kept->second;
        cursor.nextKept = 0;
    } else {
        auto scan = bound.table->scan({wanted.begin(), wanted.end()});
        if (!scan) return fail(cursor, std::move(scan).error());
        cursor.scan = std::move(*scan);
    }
    return nextBatch(cursor);
}

int nextRow(sqlite3_vtab_cursor* base) {
    auto& cursor = *reinterpret_cast<Cursor*>(base);
    ++cursor.rowId;
    return ++cursor.row < cursor.batch.numRows ? SQLITE_OK : nextBatch(cursor);
}

int atEnd(sqlite3_vtab_cursor* base) { return reinterpret_cast<Cursor*>(base)->ended ? 1 : 0; }

int rowIdOf(sqlite3_vtab_cursor* base, sqlite3_int64* id) {
    *id = reinterpret_cast<Cursor*>(base)->rowId;
    return SQLITE_OK;
}

void giveText(sqlite3_context* call, std::string_view text) {
    sqlite3_result_text64(call, text.data() == nullptr ? "" : text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

void giveDouble(sqlite3_context* call, double value) { std::isnan(value) ? giveText(call, "NaN") : sqlite3_result_double(call, value); }

void giveDecimal(sqlite3_context* call, const DataType& type, Int128 unscaled) {
    if (type.scale() == 0 && unscaled >= INT64_MIN && unscaled <= INT64_MAX) {
        sqlite3_result_int64(call, static_cast<std::int64_t>(unscaled));
    } else if (type.precision() <= kExactDoubleDigits) {
        sqlite3_result_double(call, decimalToDouble(unscaled, type.scale()));
    } else {
        giveText(call, formatDecimal(unscaled, type.scale()));
    }
}

void giveCell(sqlite3_context* call, const Column& column, std::size_t row, const TimeZone& zone) {
    if (column.isNull(row)) return sqlite3_result_null(call);
    switch (column.type()->kind()) {
        case TypeKind::Boolean: return sqlite3_result_int(call, column.values<std::uint8_t>()[row]);
        case TypeKind::Byte: return sqlite3_result_int(call, column.values<std::int8_t>()[row]);
        case TypeKind::Short: return sqlite3_result_int(call, column.values<std::int16_t>()[row]);
        case TypeKind::Int: return sqlite3_result_int(call, column.values<std::int32_t>()[row]);
        case TypeKind::Long: return sqlite3_result_int64(call, column.values<std::int64_t>()[row]);
        case TypeKind::Float: return giveDouble(call, static_cast<double>(column.values<float>()[row]));
        case TypeKind::Double: return giveDouble(call, column.values<double>()[row]);
        case TypeKind::Decimal: return giveDecimal(call, *column.type(), column.values<Int128>()[row]);
        case TypeKind::String: return giveText(call, column.values<std::string_view>()[row]);
        case TypeKind::Binary: {
            const std::string_view bytes = column.values<std::string_view>()[row];
            return sqlite3_result_blob64(call, bytes.empty() ? "" : bytes.data(), bytes.size(), SQLITE_TRANSIENT);
        }
        case TypeKind::Date: return giveText(call, formatDate(column.values<std::int32_t>()[row]));
        case TypeKind::Timestamp: return giveText(call, formatTimestamp(column.values<std::int64_t>()[row], zone));
        case TypeKind::TimestampNtz: return giveText(call, formatTimestampNtz(column.values<std::int64_t>()[row]));
        default: return giveText(call, cellText(column, row, zone));
    }
}

int giveColumn(sqlite3_vtab_cursor* base, sqlite3_context* call, int index) {
    auto& cursor = *reinterpret_cast<Cursor*>(base);
    const Table& table = tableOf(cursor);
    const VirtualColumn& wanted = table.bound->columns[static_cast<std::size_t>(index)];
    const int position = cursor.batchColumn[wanted.position];
    if (position < 0) {
        sqlite3_result_null(call);
        return SQLITE_OK;
    }
    const Column* column = &cursor.batch.column(static_cast<std::size_t>(position));
    for (const std::size_t field : wanted.path) {
        if (column->isNull(cursor.row)) {
            sqlite3_result_null(call);
            return SQLITE_OK;
        }
        column = column->child(field).get();
    }
    giveCell(call, *column, cursor.row, table.owner->zone);
    return SQLITE_OK;
}

const sqlite3_module& tableModule() {
    static const sqlite3_module module = [] {
        sqlite3_module made{};
        made.iVersion = 1;
        made.xCreate = made.xConnect = connectTable;
        made.xDisconnect = made.xDestroy = disconnectTable;
        made.xBestIndex = planScan;
        made.xOpen = openCursor;
        made.xClose = closeCursor;
        made.xFilter = startScan;
        made.xNext = nextRow;
        made.xEof = atEnd;
        made.xColumn = giveColumn;
        made.xRowid = rowIdOf;
        return made;  // without xUpdate nothing can be written
    }();
    return module;
}

void addFields(std::vector<VirtualColumn>& columns, const VirtualColumn& parent) {
    if (!parent.type->is(TypeKind::Struct)) return;
    for (std::size_t index = 0; index < parent.type->fields().size(); ++index) {
        const Field& field = parent.type->fields()[index];
        VirtualColumn column{parent.name + "." + field.name, field.type, parent.position, parent.path};
        column.path.push_back(index);
        columns.push_back(column);
        addFields(columns, column);
    }
}

}  // namespace

void addVirtualTableModule(sqlite3* database, VirtualTables* tables) { sqlite3_create_module_v2(database, "vitrine", &tableModule(), tables, nullptr); }

std::size_t addBoundTable(VirtualTables& tables, SqlTablePtr table) {
    auto bound = std::make_unique<BoundTable>();
    const Schema& schema = *table->schema();
    std::vector<VirtualColumn> all;
    for (std::size_t index = 0; index < schema.size(); ++index) all.push_back({schema[index].name, schema[index].type, index, {}});
    for (std::size_t index = 0; index < schema.size(); ++index) addFields(all, VirtualColumn(all[index]));
    std::set<std::string> names;
    for (VirtualColumn& column : all) {
        if (bound->columns.size() == kMostColumns) break;
        for (char& letter : column.name) {
            if (letter == '\0') letter = '?';
        }
        const std::string name = column.name;
        for (int copy = 2; !names.insert(lowerAscii(column.name)).second; ++copy) column.name = fmt::format("{} ({})", name, copy);
        bound->columns.push_back(std::move(column));
    }
    bound->table = std::move(table);
    for (const VirtualColumn& column : bound->columns) tables.columns.push_back(&column);
    tables.tables.push_back(std::move(bound));
    return tables.tables.size() - 1;
}

const VirtualColumn* declaredColumn(const VirtualTables& tables, const char* declaredType) {
    const char* bracket = declaredType == nullptr ? nullptr : std::strchr(declaredType, '(');
    if (bracket == nullptr) return nullptr;
    const auto index = std::strtoull(bracket + 1, nullptr, 10);
    return index < tables.columns.size() ? tables.columns[index] : nullptr;
}

}  // namespace vitrine::detail
