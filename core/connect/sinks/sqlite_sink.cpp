// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connect/sinks/sqlite_sink.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/base/stop.h"
#include "core/data/table_text.h"

namespace vitrine {
namespace {

constexpr int kPatienceMilliseconds = 5000;

constexpr const char* kBatches = R"(CREATE TABLE IF NOT EXISTS "_vitrine_batches" (
    "query" TEXT NOT NULL, "table" TEXT NOT NULL, "batch" INTEGER NOT NULL, PRIMARY KEY ("query", "table")) WITHOUT ROWID)";

std::string quotedName(std::string_view name) {
    std::string text = "\"";
    for (const char letter : name) text += letter == '"' ? std::string("\"\"") : std::string(1, letter);
    return text + '"';
}

/// What the database says, as a failure of this sink.
Error sinkFailure(const Error& error) {
    if (error.code() == ErrorCode::DiskFull) return error;
    if (error.code() == ErrorCode::CheckpointLocked)
        return Error(ErrorCode::SinkFailed, "Another program keeps the table locked: " + error.message()).withWayOut("Let it finish, then start again.");
    if (error.code() == ErrorCode::CheckpointDamaged)
        return Error(ErrorCode::SinkFailed, "The file of the table is no sound SQLite database: " + error.message()).withWayOut("Restore it from a copy, or write to another file.");
    return Error(ErrorCode::SinkFailed, error.message()).withWayOut("Check the place of the table, then start again.");
}

template <class T>
Result<T> orSinkFailure(Result<T> result) {
    if (!result) return sinkFailure(result.error());
    return result;
}

const char* sqlType(const DataType& type) {
    switch (type.kind()) {
        case TypeKind::Boolean:
        case TypeKind::Byte:
        case TypeKind::Short:
        case TypeKind::Int:
        case TypeKind::Long: return "INTEGER";
        case TypeKind::Float:
        case TypeKind::Double: return "REAL";
        case TypeKind::Binary: return "BLOB";
        default: return "TEXT";
    }
}

struct TableColumn {
    std::string name;
    const char* type;
    bool isKey;
};

void addColumns(std::vector<TableColumn>& columns, const std::string& name, const DataType& type, bool isKey) {
    if (!type.is(TypeKind::Struct)) {
        columns.push_back({name, sqlType(type), isKey});
        return;
    }
    for (const Field& field : type.fields()) addColumns(columns, name + '.' + field.name, *field.type, isKey);
}

/// The values of a row, ready to be bound.
struct Cell {
    enum class Kind { Null, Integer, Real, Text, Blob } kind = Kind::Null;
    std::int64_t integer = 0;
    double real = 0;
    std::string text;
};

void addCells(std::vector<Cell>& cells, const Column& column, std::size_t row, bool isNull, const TimeZone& zone) {
    const DataType& type = *column.type();
    isNull = isNull || column.isNull(row);
    if (type.is(TypeKind::Struct)) {
        for (const ColumnPtr& part : column.children()) addCells(cells, *part, row, isNull, zone);
        return;
    }
    Cell& cell = cells.emplace_back();
    if (isNull) return;
    const auto integer = [&](std::int64_t number) {
        cell.kind = Cell::Kind::Integer;
        cell.integer = number;
    };
    const auto real = [&](double number) {
        cell.kind = Cell::Kind::Real;
        cell.real = number;
    };
    switch (type.kind()) {
        case TypeKind::Boolean: return integer(column.values<std::uint8_t>()[row]);
        case TypeKind::Byte: return integer(column.values<std::int8_t>()[row]);
        case TypeKind::Short: return integer(column.values<std::int16_t>()[row]);
        case TypeKind::Int: return integer(column.values<std::int32_t>()[row]);
        case TypeKind::Long: return integer(column.values<std::int64_t>()[row]);
        case TypeKind::Float: return real(column.values<float>()[row]);
        case TypeKind::Double: return real(column.values<double>()[row]);
        case TypeKind::Binary:
            cell.kind = Cell::Kind::Blob;
            cell.text = column.values<std::string_view>()[row];
            return;
        case TypeKind::Array:
        case TypeKind::Map:
            cell.kind = Cell::Kind::Text;
            appendJsonCell(cell.text, column, row, zone);
            return;
        default:
            cell.kind = Cell::Kind::Text;
            cell.text = cellText(column, row, zone);
    }
}

void bindCell(SqliteStatement& statement, int parameter, const Cell& cell) {
    switch (cell.kind) {
        case Cell::Kind::Null: statement.bindNull(parameter); break;
        case Cell::Kind::Integer: statement.bind(parameter, cell.integer); break;
        case Cell::Kind::Real: statement.bindReal(parameter, cell.real); break;
        case Cell::Kind::Text: statement.bind(parameter, cell.text); break;
        case Cell::Kind::Blob: statement.bindBlob(parameter, cell.text); break;
    }
}

}  // namespace

Result<void> SqliteSink::open(const SinkContext& context) {
    context_ = context;
    VITRINE_CHECK_OK(files_.makeDirectories(std::filesystem::path(spec_.file).parent_path().string()));
    VITRINE_TRY(database_, orSinkFailure(SqliteDatabase::open(spec_.file, kPatienceMilliseconds)));
    Result<void> prepared = prepare();
    if (!prepared && prepared.error().code() != ErrorCode::SchemaMismatch) return sinkFailure(prepared.error());
    return prepared;
}

Result<void> SqliteSink::prepare() {
    std::vector<TableColumn> columns;
    for (std::size_t index = 0; index < context_.schema->size(); ++index) {
        const bool isKey = std::find(context_.keys.begin(), context_.keys.end(), index) != context_.keys.end();
        addColumns(columns, (*context_.schema)[index].name, *(*context_.schema)[index].type, isKey);
    }
    const std::string table = quotedName(spec_.table);
    std::vector<std::string> definitions, names, marks, keys, matches;
    for (const TableColumn& column : columns) {
        definitions.push_back(quotedName(column.name) + ' ' + column.type);
        names.push_back(column.name);
        marks.push_back(fmt::format("?{}", marks.size() + 1));
        isKey_.push_back(column.isKey);
        if (!column.isKey) continue;
        keys.push_back(quotedName(column.name));
        matches.push_back(fmt::format("{} IS ?{}", keys.back(), keys.size()));
    }
    const bool replacesGroups = context_.outputMode == "update" && !keys.empty();
    VITRINE_TRY(auto transaction, database_->begin());
    VITRINE_CHECK_OK(database_->execute(kBatches));
    VITRINE_CHECK_OK(database_->execute(fmt::format("CREATE TABLE IF NOT EXISTS {} ({})", table, fmt::join(definitions, ", ")).c_str()));
    {
        VITRINE_TRY(SqliteStatement ask, database_->prepare(fmt::format("SELECT name FROM pragma_table_info({})", quotedName(spec_.table))));
        std::vector<std::string> standing;
        while (true) {
            VITRINE_TRY(const bool more, ask.step());
            if (!more) break;
            standing.emplace_back(ask.text(0));
        }
        if (standing != names)
            return Error(ErrorCode::SchemaMismatch, fmt::format("The table {} has the columns {}; the result has {}.", spec_.table,
                                                                fmt::join(standing, ", "), fmt::join(names, ", ")))
                .at("/table")
                .withWayOut("Name another table, or select the table's columns in its order.");
    }
    if (replacesGroups)
        VITRINE_CHECK_OK(database_->execute(fmt::format("CREATE INDEX IF NOT EXISTS {} ON {} ({})", quotedName("_vitrine_" + spec_.table), table, fmt::join(keys, ", ")).c_str()));
    {
        VITRINE_TRY(SqliteStatement ask, database_->prepare("SELECT batch FROM \"_vitrine_batches\" WHERE \"query\" = ?1 AND \"table\" = ?2"));
        VITRINE_TRY(const bool known, ask.bind(1, context_.queryId).bind(2, spec_.table).step());
        if (known) lastBatch_ = ask.integer(0);
        ask.reset();
    }
    VITRINE_CHECK_OK(transaction.commit());
    VITRINE_TRY(insert_, database_->prepare(fmt::format("INSERT INTO {} VALUES ({})", table, fmt::join(marks, ", "))));
    if (replacesGroups) {
        VITRINE_TRY(removeGroup_, database_->prepare(fmt::format("DELETE FROM {} WHERE {}", table, fmt::join(matches, " AND "))));
    } else {
        isKey_.assign(isKey_.size(), false);
    }
    VITRINE_TRY(removeAll_, database_->prepare(fmt::format("DELETE FROM {}", table)));
    VITRINE_TRY(remember_, database_->prepare("INSERT INTO \"_vitrine_batches\" VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET \"batch\" = excluded.\"batch\""));
    return {};
}

Result<void> SqliteSink::insertRow(const Batch& rows, std::size_t row) {
    std::vector<Cell> cells;
    for (const ColumnPtr& column : rows.columns) addCells(cells, *column, row, false, context_.conf.zone);
    int key = 0;
    for (std::size_t index = 0; index < cells.size(); ++index) {
        if (isKey_[index]) bindCell(removeGroup_, ++key, cells[index]);
        bindCell(insert_, static_cast<int>(index) + 1, cells[index]);
    }
    if (key > 0) VITRINE_CHECK_OK(removeGroup_.run());
    return insert_.run();
}

Result<Receipt> SqliteSink::write(std::int64_t batchId, const ResultBatch& result, std::stop_token stop) {
    if (batchId <= lastBatch_) return Receipt{0, true};
    const auto all = [&]() -> Result<void> {
        VITRINE_TRY(auto transaction, database_->begin());
        if (context_.outputMode == "complete") VITRINE_CHECK_OK(removeAll_.run());
        for (const Batch& chunk : result.chunks) {
            VITRINE_CHECK_OK(checkStop(stop));
            for (std::size_t row = 0; row < chunk.numRows; ++row) VITRINE_CHECK_OK(insertRow(chunk, row));
        }
        VITRINE_CHECK_OK(remember_.bind(1, context_.queryId).bind(2, spec_.table).bind(3, batchId).run());
        return transaction.commit();
    };
    if (const Result<void> written = all(); !written)
        return written.error().code() == ErrorCode::Cancelled ? written.error() : sinkFailure(written.error());
    lastBatch_ = batchId;
    return Receipt{result.numRows, false};
}

std::string SqliteSink::description() const { return fmt::format("SqliteSink[{}, {}]", spec_.file, spec_.table); }

}  // namespace vitrine
