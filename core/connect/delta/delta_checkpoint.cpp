// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connect/delta/delta_checkpoint.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/data/column_builder.h"
#include "core/formats/row_reader.h"
#include "core/formats/row_writer.h"

namespace vitrine {
namespace {

constexpr std::size_t kChunkRows = 8192;

enum ActionColumn : std::size_t { kTxn, kAdd, kRemove, kMetadata, kProtocol, kSidecar };

TypePtr textMap() { return DataType::map(DataType::string(), DataType::string()); }
TypePtr textList() { return DataType::array(DataType::string()); }

/// A row holds one action, in the column of its kind. The orders of fields are relied upon below.
SchemaPtr checkpointSchema() {
    const TypePtr text = DataType::string();
    const TypePtr number = DataType::longType();
    const TypePtr flag = DataType::boolean();
    static const SchemaPtr schema = std::make_shared<Schema>(std::vector<Field>{
        {"txn", DataType::structType({{"appId", text}, {"version", number}, {"lastUpdated", number}})},
        {"add", DataType::structType({{"path", text},
                                      {"partitionValues", textMap()},
                                      {"size", number},
                                      {"modificationTime", number},
                                      {"dataChange", flag},
                                      {"stats", text},
                                      {"deletionVector", DataType::structType({{"storageType", text}})}})},
        {"remove", DataType::structType({{"path", text},
                                         {"deletionTimestamp", number},
                                         {"dataChange", flag},
                                         {"extendedFileMetadata", flag},
                                         {"partitionValues", textMap()},
                                         {"size", number}})},
        {"metaData", DataType::structType({{"id", text},
                                           {"name", text},
                                           {"description", text},
                                           {"format", DataType::structType({{"provider", text}, {"options", textMap()}})},
                                           {"schemaString", text},
                                           {"partitionColumns", textList()},
                                           {"configuration", textMap()},
                                           {"createdTime", number}})},
        {"protocol", DataType::structType({{"minReaderVersion", DataType::intType()},
                                           {"minWriterVersion", DataType::intType()},
                                           {"readerFeatures", textList()},
                                           {"writerFeatures", textList()}})},
        {"sidecar", DataType::structType({{"path", text}})}});
    return schema;
}

/// Deletion vectors are read, so as to refuse them, and never written; nor are sidecars.
SchemaPtr writtenSchema() {
    static const SchemaPtr schema = [] {
        std::vector<Field> columns = checkpointSchema()->fields();
        columns.pop_back();
        std::vector<Field> add = columns[kAdd].type->fields();
        add.pop_back();
        columns[kAdd].type = DataType::structType(std::move(add));
        return std::make_shared<Schema>(std::move(columns));
    }();
    return schema;
}

Value textValue(const std::string& text) { return Value{text}; }

template <class T>
Value optionalValue(const std::optional<T>& value) {
    return value ? Value{*value} : Value{};
}

Value mapValue(const DeltaPartitionValues& map) {
    Value::List entries;
    for (const auto& [key, value] : map) entries.push_back(Value{Value::List{textValue(key), optionalValue(value)}});
    return Value{std::move(entries)};
}

Value mapValue(const DeltaText& map) {
    Value::List entries;
    for (const auto& [key, value] : map) entries.push_back(Value{Value::List{textValue(key), textValue(value)}});
    return Value{std::move(entries)};
}

Value listValue(const std::vector<std::string>& list) {
    Value::List entries;
    for (const std::string& entry : list) entries.push_back(textValue(entry));
    return Value{std::move(entries)};
}

Value rowOf(const DeltaTransaction& txn) {
    return Value{Value::List{textValue(txn.appId), Value{txn.version}, optionalValue(txn.lastUpdated)}};
}

Value rowOf(const DeltaAdd& add) {
    return Value{Value::List{textValue(add.path), mapValue(add.partitionValues), Value{add.size}, Value{add.modificationTime},
                             Value{false}, optionalValue(add.stats)}};
}

Value rowOf(const DeltaRemove& remove) {
    return Value{Value::List{textValue(remove.path), Value{remove.deletionTimestamp}, Value{false}, Value{true},
                             mapValue(remove.partitionValues), Value{remove.size}}};
}

Value rowOf(const DeltaMetadata& metadata) {
    return Value{Value::List{textValue(metadata.id), optionalValue(metadata.name), optionalValue(metadata.description),
                             Value{Value::List{textValue(metadata.provider), mapValue(metadata.formatOptions)}},
                             textValue(metadata.schemaJson), listValue(metadata.partitionColumns), mapValue(metadata.properties),
                             optionalValue(metadata.createdTime)}};
}

Value rowOf(const DeltaProtocol& protocol) {
    return Value{Value::List{Value{std::int32_t{protocol.minReaderVersion}}, Value{std::int32_t{protocol.minWriterVersion}},
                             protocol.minReaderVersion >= 3 ? listValue(protocol.readerFeatures) : Value{},
                             protocol.minWriterVersion >= 7 ? listValue(protocol.writerFeatures) : Value{}}};
}

/// Turns actions into rows of batches for a writer.
class ActionRows {
  public:
    explicit ActionRows(RowWriter& writer) : writer_(writer) {
        for (const Field& field : writtenSchema()->fields()) columns_.emplace_back(field.type);
    }

    template <class Action>
    Result<void> add(ActionColumn column, const Action& action) {
        for (std::size_t index = 0; index < columns_.size(); ++index) {
            if (index == column) columns_[index].appendValue(rowOf(action));
            else columns_[index].appendNull();
        }
        ++total_;
        return ++rows_ < kChunkRows ? Result<void>() : flush();
    }

    Result<void> flush() {
        if (rows_ == 0) return {};
        Batch batch{writtenSchema(), {}, rows_, nullptr};
        for (ColumnBuilder& column : columns_) batch.columns.push_back(column.finish());
        rows_ = 0;
        return writer_.write(batch);
    }

    std::uint64_t total() const { return total_; }

  private:
    RowWriter& writer_;
    std::vector<ColumnBuilder> columns_;
    std::size_t rows_ = 0;
    std::uint64_t total_ = 0;
};

Result<std::uint64_t> writeActions(RowWriter& writer, const DeltaSnapshot& snapshot) {
    ActionRows rows(writer);
    VITRINE_CHECK_OK(rows.add(kProtocol, *snapshot.protocol));
    VITRINE_CHECK_OK(rows.add(kMetadata, *snapshot.metadata));
    for (const auto& [appId, txn] : snapshot.transactions) VITRINE_CHECK_OK(rows.add(kTxn, txn));
    for (const auto& [path, add] : snapshot.files) VITRINE_CHECK_OK(rows.add(kAdd, add));
    for (const auto& [path, remove] : snapshot.tombstones) VITRINE_CHECK_OK(rows.add(kRemove, remove));
    VITRINE_CHECK_OK(rows.flush());
    VITRINE_CHECK_OK(writer.finish());
    return rows.total();
}

std::optional<std::string> textAt(const Column& action, std::size_t field, std::size_t row) {
    const Column& column = *action.child(field);
    return column.isNull(row) ? std::nullopt : std::optional<std::string>(column.values<std::string_view>()[row]);
}

template <class T>
std::optional<T> numberAt(const Column& action, std::size_t field, std::size_t row) {
    const Column& column = *action.child(field);
    return column.isNull(row) ? std::nullopt : std::optional<T>(column.values<T>()[row]);
}

std::int64_t longAt(const Column& action, std::size_t field, std::size_t row) {
    return numberAt<std::int64_t>(action, field, row).value_or(0);
}

DeltaPartitionValues mapAt(const Column& action, std::size_t field, std::size_t row) {
    DeltaPartitionValues map;
    const Column& column = *action.child(field);
    if (column.isNull(row)) return map;
    for (std::uint32_t entry = column.offsets()[row]; entry < column.offsets()[row + 1]; ++entry) {
        const Column& values = *column.child(1);
        map[std::string(column.child(0)->values<std::string_view>()[entry])] =
            values.isNull(entry) ? std::nullopt : std::optional<std::string>(values.values<std::string_view>()[entry]);
    }
    return map;
}

DeltaText textMapAt(const Column& action, std::size_t field, std::size_t row) {
    DeltaText map;
    for (auto& [key, value] : mapAt(action, field, row)) map[key] = value.value_or("");
    return map;
}

std::vector<std::string> listAt(const Column& action, std::size_t field, std::size_t row) {
    std::vector<std::string> list;
    const Column& column = *action.child(field);
    if (column.isNull(row)) return list;
    for (std::uint32_t entry = column.offsets()[row]; entry < column.offsets()[row + 1]; ++entry) {
        list.emplace_back(column.child(0)->values<std::string_view>()[entry]);
    }
    return list;
}

DeltaMetadata metadataAt(const Column& column, std::size_t row) {
    DeltaMetadata metadata;
    metadata.id = textAt(column, 0, row).value_or("");
    metadata.name = textAt(column, 1, row);
    metadata.description = textAt(column, 2, row);
    const Column& format = *column.child(3);
    if (!format.isNull(row)) {
        metadata.provider = textAt(format, 0, row).value_or("parquet");
        metadata.formatOptions = textMapAt(format, 1, row);
    }
    metadata.schemaJson = textAt(column, 4, row).value_or("");
    metadata.partitionColumns = listAt(column, 5, row);
    metadata.properties = textMapAt(column, 6, row);
    metadata.createdTime = numberAt<std::int64_t>(column, 7, row);
    return metadata;
}

std::optional<DeltaAction> actionAt(const Batch& batch, std::size_t row) {
    if (const Column& add = batch.column(kAdd); !add.isNull(row)) {
        return DeltaAdd{textAt(add, 0, row).value_or(""), mapAt(add, 1, row), longAt(add, 2, row), longAt(add, 3, row),
                        false, textAt(add, 5, row), !add.child(6)->isNull(row)};
    }
    if (const Column& remove = batch.column(kRemove); !remove.isNull(row)) {
        return DeltaRemove{textAt(remove, 0, row).value_or(""), longAt(remove, 1, row), false, mapAt(remove, 4, row), longAt(remove, 5, row)};
    }
    if (const Column& txn = batch.column(kTxn); !txn.isNull(row)) {
        return DeltaTransaction{textAt(txn, 0, row).value_or(""), longAt(txn, 1, row), numberAt<std::int64_t>(txn, 2, row)};
    }
    if (const Column& metadata = batch.column(kMetadata); !metadata.isNull(row)) return metadataAt(metadata, row);
    if (const Column& protocol = batch.column(kProtocol); !protocol.isNull(row)) {
        return DeltaProtocol{numberAt<std::int32_t>(protocol, 0, row).value_or(1), numberAt<std::int32_t>(protocol, 1, row).value_or(2),
                             listAt(protocol, 2, row), listAt(protocol, 3, row)};
    }
    return std::nullopt;
}

/// Applies the actions of Parquet files; `sidecars` gets the paths that they name.
Result<void> readActions(FileSystem& files, const std::vector<std::string>& paths, DeltaSnapshot& snapshot, std::vector<std::string>& sidecars) {
    ReadSpec spec;
    spec.schema = checkpointSchema();
    for (std::size_t column = 0; column < spec.schema->size(); ++column) spec.columns.push_back(column);
    spec.conf.caseSensitive = true;
    VITRINE_TRY(const std::unique_ptr<Format> format, makeFormat("parquet", std::move(spec)));
    for (const std::string& path : paths) {
        FileRange range;
        range.path = path;
        VITRINE_TRY(const DirectoryEntry entry, files.stat(path));
        range.fileSize = entry.size;
        range.end = entry.size;
        VITRINE_TRY(const std::unique_ptr<RowReader> reader, format->open(files, range));
        Batch batch;
        MalformedRows malformed;
        for (;;) {
            VITRINE_TRY(const bool more, reader->next(batch, malformed, {}));
            if (!more) break;
            for (std::size_t row = 0; row < batch.numRows; ++row) {
                if (auto action = actionAt(batch, row)) snapshot.apply(*std::move(action));
                else if (const Column& sidecar = batch.column(kSidecar); !sidecar.isNull(row)) sidecars.push_back(textAt(sidecar, 0, row).value_or(""));
            }
        }
    }
    return {};
}

}  // namespace

Result<void> readDeltaCheckpoint(FileSystem& files, const std::vector<std::string>& paths, DeltaSnapshot& snapshot) {
    std::vector<std::string> sidecars;
    if (paths.front().ends_with(".json")) {
        VITRINE_TRY(const std::string text, readFile(files, paths.front()));
        VITRINE_TRY(std::vector<DeltaAction> actions, parseCommit(text, paths.front()));
        for (DeltaAction& action : actions) snapshot.apply(std::move(action));
        sidecars = parseSidecars(text);
    } else {
        VITRINE_CHECK_OK(readActions(files, paths, snapshot, sidecars));
    }
    if (!sidecars.empty()) {
        // Named by their last part: they all are in one directory.
        const std::string directory = paths.front().substr(0, paths.front().find_last_of('/')) + "/_sidecars/";
        for (std::string& sidecar : sidecars) {
            const std::string path = decodedDataPath(sidecar);
            sidecar = directory + path.substr(path.find_last_of('/') + 1);
        }
        std::vector<std::string> none;
        VITRINE_CHECK_OK(readActions(files, sidecars, snapshot, none));
    }
    if (snapshot.protocol && snapshot.metadata) return {};
    return Error(ErrorCode::TableDamaged, fmt::format("The checkpoint '{}' does not say what the table is.", paths.front())).at(paths.front());
}

Result<DeltaCheckpointSize> writeDeltaCheckpoint(FileSystem& files, const std::string& path, const DeltaSnapshot& snapshot) {
    VITRINE_TRY(const std::unique_ptr<WriteFormat> format, makeWriteFormat("parquet", {writtenSchema(), {}, {}}));
    const std::string temporary = temporaryNameFor(path);
    auto written = [&]() -> Result<DeltaCheckpointSize> {
        VITRINE_TRY(const std::unique_ptr<OutputFile> file, files.create(temporary));
        VITRINE_TRY(const std::unique_ptr<RowWriter> writer, format->open(*file));
        VITRINE_TRY(const std::uint64_t numActions, writeActions(*writer, snapshot));
        VITRINE_CHECK_OK(file->finish());
        VITRINE_TRY(const DirectoryEntry entry, files.stat(temporary));
        VITRINE_CHECK_OK(files.publish(temporary, path));
        VITRINE_CHECK_OK(files.syncDirectory(path.substr(0, path.find_last_of('/'))));
        return DeltaCheckpointSize{numActions, entry.size};
    }();
    if (written) return written;
    static_cast<void>(files.remove(temporary));
    if (written.error().code() == ErrorCode::FileExists) return DeltaCheckpointSize{};
    return written;
}

}  // namespace vitrine
