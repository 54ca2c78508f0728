// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include <filesystem>
#include <set>

#include <nlohmann/json.hpp>

#include "core/connect/delta/delta_cleaner.h"
#include "core/connect/delta/delta_log.h"
#include "core/connect/delta/delta_table.h"
#include "core/connect/delta/delta_writer.h"
#include "core/connect/sinks/delta_sink.h"
#include "core/data/table_text.h"
#include "core/data/value.h"
#include "core/formats/row_writer.h"
#include "tests/support/passing_files.h"
#include "tests/unit/connect/delta_fixture.h"

using namespace vitrine;
using namespace vitrine::test;

namespace {

using Rows = std::vector<Value::List>;

Value text(const std::string& letters) { return Value{letters}; }
Value number(std::int64_t value) { return Value{value}; }

SchemaPtr schemaOf(const char* ddl) { return std::make_shared<const Schema>(parseDdl(ddl).value()); }

/// Rows as a result in chunks of two.
ResultBatch resultOf(const SchemaPtr& schema, const Rows& rows) {
    ResultBatch result;
    result.numRows = rows.size();
    for (std::size_t begin = 0; begin < rows.size(); begin += 2) {
        const std::size_t count = std::min<std::size_t>(2, rows.size() - begin);
        Batch chunk{schema, {}, count, nullptr};
        for (std::size_t column = 0; column < schema->size(); ++column) {
            std::vector<ColumnPtr> cells;
            for (std::size_t row = begin; row < begin + count; ++row) {
                cells.push_back(makeConstantColumn((*schema)[column].type, rows[row][column], 1));
            }
            chunk.columns.push_back(concatenate(cells));
        }
        result.chunks.push_back(std::move(chunk));
    }
    return result;
}

struct Opened {
    std::unique_ptr<Sink> sink;
    Result<void> open;
};

struct Choice {
    std::vector<std::string> partitionBy{};
    std::string mode = "append";
    OptionMap options{};
    std::string queryId = "job";
};

Opened sinkFor(const std::string& directory, const SchemaPtr& schema, const Choice& choice = {}, FileSystem& files = systemFiles()) {
    std::unique_ptr<Sink> sink = makeDeltaSink(files, {directory, choice.options, choice.partitionBy}).value();
    SinkContext context;
    context.queryId = choice.queryId;
    context.schema = schema;
    context.outputMode = choice.mode;
    context.conf.zone = TimeZone::find("Europe/Paris").value();
    Result<void> open = sink->open(context);
    return {std::move(sink), std::move(open)};
}

/// A sink that must open.
std::unique_ptr<Sink> opened(const std::string& directory, const SchemaPtr& schema, const Choice& choice = {}, FileSystem& files = systemFiles()) {
    Opened made = sinkFor(directory, schema, choice, files);
    if (!made.open) qFatal("%s", made.open.error().detail().c_str());
    return std::move(made.sink);
}

Receipt written(Sink& sink, std::int64_t batchId, const ResultBatch& result) {
    auto receipt = sink.write(batchId, result, {});
    if (!receipt) qFatal("%s", receipt.error().detail().c_str());
    return *receipt;
}

/// The rows of a table as texts, sorted.
std::vector<std::string> rowsOf(const std::string& directory, std::optional<std::int64_t> version = {}, std::vector<std::size_t> columns = {}) {
    auto table = DeltaTable::open(systemFiles(), directory, version);
    if (!table) qFatal("%s", table.error().detail().c_str());
    SessionConf conf;
    auto scan = columns.empty() ? table->scan(conf) : table->scan(columns, conf);
    if (!scan) qFatal("%s", scan.error().detail().c_str());
    std::vector<std::string> rows;
    Batch batch;
    for (;;) {
        const auto more = (*scan)->next(batch);
        if (!more) qFatal("%s", more.error().detail().c_str());
        if (!*more) break;
        for (std::size_t row = 0; row < batch.numRows; ++row) {
            std::string line;
            for (const ColumnPtr& column : batch.columns) line += (line.empty() ? "" : "|") + cellText(*column, row, conf.zone);
            rows.push_back(std::move(line));
        }
    }
    std::sort(rows.begin(), rows.end());
    return rows;
}

std::size_t dataFilesBelow(const std::string& directory) {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
        if (entry.path().string().find("/_delta_log/") == std::string::npos && entry.is_regular_file()) ++count;
    }
    return count;
}

/// Refuses to publish a commit.
class NoCommits final : public PassingFiles {
  public:
    bool refuses = false;
    Result<void> publish(const std::string& from, const std::string& to) override {
        if (refuses && to.ends_with(".json")) return Error(ErrorCode::DiskFull, "The disk is full.");
        return below_.publish(from, to);
    }
};

}  // namespace

class DeltaSinkTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        const auto format = makeWriteFormat("parquet", {schemaOf("a INT"), {}, {}});
        if (!format && format.error().code() == ErrorCode::PartMissing) QSKIP("built without Parquet");
        QVERIFY(format.hasValue());
    }

    void appendedRowsAreRead() {
        DeltaFolder folder;
        const SchemaPtr schema = schemaOf("time TIMESTAMP, action STRING, n BIGINT, d DECIMAL(20,3), w STRUCT<a: INT, b: ARRAY<STRING>>, "
                                          "m MAP<STRING, DOUBLE>, day DATE, ok BOOLEAN, bytes BINARY, local TIMESTAMP_NTZ");
        const std::string bytes("\0\xFF", 2);
        const Value::List full{number(1'469'501'100'000'001), text("Open"), number(7), Value{Int128{12345}},
                               Value{Value::List{Value{std::int32_t{1}}, Value{Value::List{text("x"), Value{}}}}},
                               Value{Value::List{Value{Value::List{text("k"), Value{0.5}}}}}, Value{std::int32_t{17000}}, Value{true},
                               text(bytes), number(5)};
        const Value::List empty(schema->size());
        const auto sink = opened(folder.table(), schema);
        QCOMPARE(sink->description(), "DeltaSink[file:" + folder.table() + "]");
        QCOMPARE(sink->delivery(), Delivery::ExactlyOnce);
        QCOMPARE(written(*sink, 0, resultOf(schema, {full, empty, full})).rowsWritten, std::uint64_t(3));
        QCOMPARE(written(*sink, 1, resultOf(schema, {empty})).rowsWritten, std::uint64_t(1));
        const auto rows = rowsOf(folder.table());
        QCOMPARE(rows.size(), std::size_t(4));
        QCOMPARE(rows[0], "2016-07-26 02:45:00.000001|Open|7|12.345|{1, [x, null]}|{k -> 0.5}|2016-07-18|true|" + bytes +
                              "|1970-01-01 00:00:00.000005");
        QCOMPARE(rows[2], std::string("NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL"));
        QCOMPARE(rowsOf(folder.table(), 0).size(), std::size_t(3));
        QCOMPARE(rowsOf(folder.table(), {}, {1, 2})[0], std::string("NULL|NULL"));
        const DeltaTable table = DeltaTable::open(systemFiles(), folder.table()).value();
        QCOMPARE(table.numRows(), std::optional<std::uint64_t>(4));
    }

    void batchWithoutRowsMakesTheTable() {
        DeltaFolder folder;
        const SchemaPtr schema = schemaOf("n BIGINT");
        const auto sink = opened(folder.table(), schema);
        written(*sink, 0, resultOf(schema, {}));
        QCOMPARE(toDdl(*DeltaTable::open(systemFiles(), folder.table())->schema()), std::string("n BIGINT"));
        QVERIFY(rowsOf(folder.table()).empty());
        QCOMPARE(dataFilesBelow(folder.table()), std::size_t(0));
    }

    void replayedBatchChangesNothing_SK50() {
        DeltaFolder folder;
        const SchemaPtr schema = schemaOf("n BIGINT");
        written(*opened(folder.table(), schema), 0, resultOf(schema, {{number(1)}}));
        const auto sink = opened(folder.table(), schema);
        QVERIFY(written(*sink, 0, resultOf(schema, {{number(1)}})).wasThere);
        QVERIFY(!written(*sink, 1, resultOf(schema, {{number(2)}})).wasThere);
        QVERIFY(written(*sink, 1, resultOf(schema, {{number(2)}})).wasThere);
        QCOMPARE(rowsOf(folder.table()), (std::vector<std::string>{"1", "2"}));
        QCOMPARE(dataFilesBelow(folder.table()), std::size_t(2));
    }

    void completeReplacesAllRows() {
        DeltaFolder folder;
        const SchemaPtr schema = schemaOf("n BIGINT");
        const auto sink = opened(folder.table(), schema, {{}, "complete"});
        written(*sink, 0, resultOf(schema, {{number(1)}, {number(2)}}));
        written(*sink, 1, resultOf(schema, {{number(3)}}));
        QCOMPARE(rowsOf(folder.table()), (std::vector<std::string>{"3"}));
        written(*sink, 2, resultOf(schema, {}));
        QVERIFY(rowsOf(folder.table()).empty());
        QCOMPARE(rowsOf(folder.table(), 0), (std::vector<std::string>{"1", "2"}));
    }

    void updateIsRefused_SK50() {
        DeltaFolder folder;
        QCOMPARE(sinkFor(folder.table(), schemaOf("n BIGINT"), {{}, "update"}).open.error().code(), ErrorCode::SinkRefused);
    }

    void optionsAreChecked() {
        for (const auto& [name, value] : OptionMap{{"mergeSchema", "yes"}, {"delta.checkpointInterval", "0"}, {"delta.enableDeletionVectors", "true"},
                                                   {"delta.deletedFileRetentionDuration", "soon"}}) {
            const auto sink = makeDeltaSink(systemFiles(), {"/t", {{name, value}}, {}});
            QVERIFY2(!sink && sink.error().code() == ErrorCode::InvalidOption, name.c_str());
            QCOMPARE(sink.error().place(), "/options/" + name);
        }
    }

    void oddPartitionsStayInside_E8() {
        DeltaFolder folder;
        const SchemaPtr schema = schemaOf("p STRING, n BIGINT");
        const std::vector<std::string> names{"a", "a/b", "..", ".", "../../x", "x=y", "%41", "100%", "a b", "é", "a:b", "CON", "a\nb", "a\\b", "a?b#c",
                                             "'\"", "trailing.", "_hidden", ".hidden", "a+b", std::string(100, 'z')};
        Rows rows{{Value{}, number(-1)}};
        std::vector<std::string> expected{"NULL|-1"};
        for (std::size_t index = 0; index < names.size(); ++index) {
            rows.push_back({text(names[index]), number(static_cast<std::int64_t>(index))});
            expected.push_back(names[index] + "|" + std::to_string(index));
        }
        const auto sink = opened(folder.table("deep/t"), schema, {{"p"}});
        written(*sink, 0, resultOf(schema, rows));
        written(*sink, 1, resultOf(schema, {{text("a"), number(100)}}));
        expected.push_back("a|100");
        std::sort(expected.begin(), expected.end());
        auto found = rowsOf(folder.table("deep/t"));
        for (std::string& row : found) {
            for (std::size_t at; (at = row.find("\\n")) != std::string::npos;) row.replace(at, 2, "\n");
        }
        std::sort(found.begin(), found.end());
        QCOMPARE(found, expected);
        QCOMPARE(folder.namesIn(folder.table("deep")), std::vector<std::string>{"t"});
        QCOMPARE(folder.namesIn(folder.table("")), std::vector<std::string>{"deep"});
        QCOMPARE(rowsOf(folder.table("deep/t"), {}, {0}).size(), names.size() + 2);
    }

    void partitionsOfEveryType() {
        DeltaFolder folder;
        const SchemaPtr schema = schemaOf("t TIMESTAMP, d DATE, b BOOLEAN, m DECIMAL(10,2), f DOUBLE, i INT, l TIMESTAMP_NTZ, x BINARY, n BIGINT");
        // Both instants are 02:30 in Paris.
        const Value::List early{number(1'477'787'400'000'000), Value{std::int32_t{17000}}, Value{true}, Value{Int128{-5}}, Value{1e10},
                                Value{std::int32_t{-3}}, number(1), text("x%41"), number(1)};
        Value::List late = early;
        late[0] = number(1'477'791'000'000'000);
        const Value::List none(schema->size());
        const auto sink = opened(folder.table(), schema, {{"t", "d", "b", "m", "f", "i", "l", "x"}});
        written(*sink, 0, resultOf(schema, {early, late, none}));
        QCOMPARE(rowsOf(folder.table()),
                 (std::vector<std::string>{
                     "2016-10-30 00:30:00|2016-07-18|true|-0.05|1.0E10|-3|1970-01-01 00:00:00.000001|x%41|1",
                     "2016-10-30 01:30:00|2016-07-18|true|-0.05|1.0E10|-3|1970-01-01 00:00:00.000001|x%41|1",
                     "NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL"}));
    }

    void narrowerRowsGetNull() {
        DeltaFolder folder;
        const SchemaPtr wide = schemaOf("n BIGINT, s STRING");
        written(*opened(folder.table(), wide), 0, resultOf(wide, {{number(1), text("x")}}));
        const SchemaPtr narrow = schemaOf("S STRING");
        written(*opened(folder.table(), narrow, {{}, "append", {}, "other"}), 0, resultOf(narrow, {{text("y")}}));
        QCOMPARE(rowsOf(folder.table()), (std::vector<std::string>{"1|x", "NULL|y"}));
        QCOMPARE(sinkFor(folder.table(), schemaOf("n STRING")).open.error().code(), ErrorCode::SchemaMismatch);
    }

    void nullInRequiredColumnIsRefused() {
        DeltaFolder folder;
        const SchemaPtr schema = schemaOf("n BIGINT");
        written(*opened(folder.table(), schema), 0, resultOf(schema, {{number(1)}}));
        std::string first = folder.commitText(0);
        const std::string nullable = R"(\"nullable\":true)";
        first.replace(first.find(nullable), nullable.size(), R"(\"nullable\":false)");
        folder.put(folder.commit(0), first);
        const auto sink = opened(folder.table(), schema);
        const auto receipt = sink->write(1, resultOf(schema, {{number(1)}, {Value{}}}), {});
        QCOMPARE(receipt.error().code(), ErrorCode::SchemaMismatch);
        QCOMPARE(rowsOf(folder.table()), std::vector<std::string>{"1"});
    }

    void failedBatchLeavesNothing() {
        DeltaFolder folder;
        NoCommits files;
        const SchemaPtr schema = schemaOf("p STRING, n BIGINT");
        const auto sink = opened(folder.table(), schema, {{"p"}}, files);
        files.refuses = true;
        QCOMPARE(sink->write(0, resultOf(schema, {{text("a"), number(1)}, {text("b"), number(2)}}), {}).error().code(), ErrorCode::DiskFull);
        QCOMPARE(dataFilesBelow(folder.table()), std::size_t(2));
        sink->abort(0);
        QCOMPARE(dataFilesBelow(folder.table()), std::size_t(0));
        files.refuses = false;
        QVERIFY(!written(*sink, 0, resultOf(schema, {{text("a"), number(1)}})).wasThere);
        QCOMPARE(rowsOf(folder.table()), std::vector<std::string>{"a|1"});
        sink->abort(0);
        QCOMPARE(dataFilesBelow(folder.table()), std::size_t(1));
    }

    void stoppedBatchLeavesNothing_A5() {
        DeltaFolder folder;
        const SchemaPtr schema = schemaOf("n BIGINT");
        const auto sink = opened(folder.table(), schema);
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(sink->write(0, resultOf(schema, {{number(1)}}), stop.get_token()).error().code(), ErrorCode::Cancelled);
        sink->abort(0);
        QCOMPARE(dataFilesBelow(folder.table()), std::size_t(0));
        QVERIFY(!DeltaTable::isThere(systemFiles(), folder.table()));
        QVERIFY(!written(*opened(folder.table(), schema), 0, resultOf(schema, {{number(1)}})).wasThere);
    }

    void leftoversOfACrashAreIgnored() {
        DeltaFolder folder;
        const SchemaPtr schema = schemaOf("n BIGINT");
        written(*opened(folder.table(), schema), 0, resultOf(schema, {{number(1)}}));
        folder.put(folder.table() + "/part-00000-left.snappy.parquet", "PAR1 and then the power went");
        folder.put(folder.table() + "/_delta_log/.00000000000000000001.json.left.tmp", "{\"add\":");
        const auto sink = opened(folder.table(), schema);
        written(*sink, 1, resultOf(schema, {{number(2)}}));
        QCOMPARE(rowsOf(folder.table()), (std::vector<std::string>{"1", "2"}));
    }

    void checkpointStandsForTheLog_E3() {
        DeltaFolder folder;
        const SchemaPtr schema = schemaOf("p STRING, n BIGINT");
        const std::string log = folder.table() + "/_delta_log/";
        const auto sink = opened(folder.table(), schema, {{"p"}});
        folder.put(log + "._last_checkpoint.crc", "stale");
        for (int batch = 0; batch <= 12; ++batch) {
            written(*sink, batch, resultOf(schema, {{batch % 5 == 0 ? Value{} : text("a b"), number(batch)}}));
        }
        const auto expected = rowsOf(folder.table());
        QCOMPARE(expected.size(), std::size_t(13));
        QVERIFY(systemFiles().stat(log + "00000000000000000010.checkpoint.parquet").hasValue());
        const auto pointer = nlohmann::json::parse(folder.textOf(log + "_last_checkpoint"));
        QCOMPARE(pointer["version"].get<int>(), 10);
        QCOMPARE(pointer["numOfAddFiles"].get<int>(), 11);
        QVERIFY(!systemFiles().stat(log + "._last_checkpoint.crc").hasValue());

        for (const char* damaged : {"", "{", "{\"version\":99}", "{\"version\":3}"}) {
            folder.put(log + "_last_checkpoint", damaged);
            QCOMPARE(rowsOf(folder.table()), expected);
        }
        QVERIFY(systemFiles().remove(log + "_last_checkpoint").hasValue());
        QCOMPARE(rowsOf(folder.table()), expected);

        const std::string whole = folder.textOf(log + "00000000000000000010.checkpoint.parquet");
        folder.put(log + "00000000000000000010.checkpoint.parquet", whole.substr(0, whole.size() / 2));
        QCOMPARE(rowsOf(folder.table()), expected);
        folder.put(log + "00000000000000000010.checkpoint.parquet", whole);
        for (int version = 0; version <= 9; ++version) QVERIFY(systemFiles().remove(folder.commit(version)).hasValue());
        QCOMPARE(rowsOf(folder.table()), expected);
        const auto again = opened(folder.table(), schema, {{"p"}});
        QVERIFY(written(*again, 12, resultOf(schema, {{text("a b"), number(12)}})).wasThere);
        folder.put(log + "00000000000000000010.checkpoint.parquet", "no Parquet");
        QVERIFY(!DeltaTable::open(systemFiles(), folder.table()).hasValue());
    }

    void checkpointKeepsTombstonesAndProperties() {
        DeltaFolder folder;
        const SchemaPtr schema = schemaOf("n BIGINT");
        const auto sink = opened(folder.table(), schema, {{}, "complete", {{"Delta.CheckpointInterval", "2"}}});
        for (int batch = 0; batch < 3; ++batch) written(*sink, batch, resultOf(schema, {{number(batch)}}));
        for (int version = 0; version < 2; ++version) QVERIFY(systemFiles().remove(folder.commit(version)).hasValue());
        const DeltaSnapshot table = DeltaLog(systemFiles(), folder.table()).read().value();
        QCOMPARE(table.tombstones.size(), std::size_t(2));
        QCOMPARE(table.property("delta.checkpointInterval", ""), std::string("2"));
        QCOMPARE(table.transactions.at("job").version, std::int64_t(2));
        QCOMPARE(rowsOf(folder.table()), std::vector<std::string>{"2"});
    }

    /// Entries of the log older than the retention go after a checkpoint was written: those before a checkpoint that stays.
    void logEntriesExpireAfterACheckpoint() {
        DeltaFolder folder;
        const SchemaPtr schema = schemaOf("n BIGINT");
        const auto sink = opened(folder.table(), schema, {{}, "append", {{"delta.checkpointInterval", "2"}}});
        const auto write = [&](int batch) { written(*sink, batch, resultOf(schema, {{number(batch)}})); };
        for (int batch = 0; batch < 5; ++batch) write(batch);
        const std::string log = folder.table() + "/_delta_log/";
        folder.put(log + "00000000000000000001.crc", "{}");
        folder.put(log + ".00000000000000000000.json.crc", "x");
        folder.put(log + "00000000000000000000.00000000000000000001.compacted.json", "{}");
        folder.put(log + "00000000000000000000.notes", "mine");
        const auto age = [&](int version, int days) { std::filesystem::last_write_time(folder.commit(version), std::filesystem::file_time_type::clock::now() - std::chrono::hours(24 * days)); };
        for (int version = 0; version <= 2; ++version) age(version, 40);
        age(3, 40);
        age(4, 29);
        write(5);
        QCOMPARE(folder.namesIn(log).size(), std::size_t(13));   // no checkpoint, nothing removed
        write(6);
        QCOMPARE(folder.namesIn(log), (std::vector<std::string>{"00000000000000000000.notes", "00000000000000000002.checkpoint.parquet", "00000000000000000002.json",
                                                                "00000000000000000003.json", "00000000000000000004.checkpoint.parquet", "00000000000000000004.json",
                                                                "00000000000000000005.json", "00000000000000000006.checkpoint.parquet", "00000000000000000006.json", "_last_checkpoint"}));
        QCOMPARE(rowsOf(folder.table(), 2), (std::vector<std::string>{"0", "1", "2"}));
        QCOMPARE(rowsOf(folder.table()).size(), std::size_t(7));
        const auto gone = DeltaLog(systemFiles(), folder.table()).read(1);
        QCOMPARE(gone.error().code(), ErrorCode::TableNotFound);
        QVERIFY2(gone.error().message().find("does not keep version 1 any more; its oldest is 2") != std::string::npos, gone.error().message().c_str());

        // Later, and as the table's properties say.
        DeltaSnapshot table = DeltaLog(systemFiles(), folder.table()).read().value();
        const WallTime later = WallTime{Millis(QDateTime::currentMSecsSinceEpoch())} + Millis(32LL * 24 * 3600 * 1000);
        table.metadata->properties["delta.enableExpiredLogCleanup"] = "false";
        QVERIFY(DeltaLog(systemFiles(), folder.table()).expire(table, later).hasValue());
        table.metadata->properties.erase("delta.enableExpiredLogCleanup");
        table.metadata->properties["delta.logRetentionDuration"] = "interval 90 days";
        QVERIFY(DeltaLog(systemFiles(), folder.table()).expire(table, later).hasValue());
        QVERIFY(systemFiles().stat(folder.commit(2)).hasValue());
        table.metadata->properties["delta.logRetentionDuration"] = "interval 30 days";
        QVERIFY(DeltaLog(systemFiles(), folder.table()).expire(table, later).hasValue());
        QCOMPARE(folder.namesIn(log), (std::vector<std::string>{"00000000000000000000.notes", "00000000000000000006.checkpoint.parquet", "00000000000000000006.json", "_last_checkpoint"}));
        QCOMPARE(rowsOf(folder.table()).size(), std::size_t(7));
        write(7);   // the writer goes on
        QCOMPARE(rowsOf(folder.table()).size(), std::size_t(8));
    }

    /// The log of a table whose checkpoints keep the files in sidecars.
    void checkpointOfVersion2IsRead() {
        DeltaFolder folder;
        const SchemaPtr schema = schemaOf("n BIGINT");
        const auto sink = opened(folder.table(), schema, {{}, "append", {{"delta.checkpointInterval", "2"}}});
        for (int batch = 0; batch < 3; ++batch) written(*sink, batch, resultOf(schema, {{number(batch)}}));
        const std::string log = folder.table() + "/_delta_log/";
        const std::string classic = log + "00000000000000000002.checkpoint.parquet";
        const std::string sidecar = "016ae953-37a9-438e-8683-9a9a4a79a395.parquet";
        folder.put(log + "_sidecars/" + sidecar, folder.textOf(classic));
        QVERIFY(systemFiles().remove(classic).hasValue());
        std::string metadata;
        for (const std::string& line : {folder.commitText(0)}) {
            const std::size_t begin = line.find("{\"metaData\"");
            metadata = line.substr(begin, line.find('\n', begin) - begin);
        }
        const std::string top = log + "00000000000000000002.checkpoint.80a083e8-7026-4e79-81be-64bd76c43a11.json";
        const std::string protocol = R"({"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["v2Checkpoint"],"writerFeatures":["v2Checkpoint"]}})";
        folder.put(top, R"({"checkpointMetadata":{"version":2}})" "\n" + protocol + "\n" + metadata + "\n" + R"({"sidecar":{"path":")" + sidecar + R"(","sizeInBytes":1,"modificationTime":1}})" "\n");
        folder.put(folder.commit(3), protocol + "\n");
        for (int version = 0; version <= 2; ++version) QVERIFY(systemFiles().remove(folder.commit(version)).hasValue());
        QCOMPARE(rowsOf(folder.table()), (std::vector<std::string>{"0", "1", "2"}));
        // Such a table is read, not written.
        const auto open = DeltaWriter(systemFiles(), folder.table(), shapeOf("n BIGINT")).open();
        QCOMPARE(open.error().code(), ErrorCode::UnsupportedFormat);
        QVERIFY2(open.error().message().find("v2Checkpoint") != std::string::npos, open.error().message().c_str());
        QVERIFY(systemFiles().remove(log + "_sidecars/" + sidecar).hasValue());
        QVERIFY(!DeltaLog(systemFiles(), folder.table()).read().hasValue());
    }

    void cleanUpTakesWhatNobodyNeeds() {
        DeltaFolder folder;
        const SchemaPtr schema = schemaOf("p STRING, n BIGINT");
        const auto sink = opened(folder.table(), schema, {{"p"}, "complete"});
        written(*sink, 0, resultOf(schema, {{text("a"), number(1)}}));
        written(*sink, 1, resultOf(schema, {{text("_b"), number(2)}}));
        folder.put(folder.table() + "/p=a/part-orphan.parquet", "orphan");
        folder.put(folder.table() + "/.part-x.tmp", "left");
        folder.put(folder.table() + "/_notes/mine.txt", "mine");
        folder.put(folder.table("other") + "/p=a/part-theirs.parquet", "theirs");
        std::filesystem::create_directory_symlink(folder.table("other"), folder.table() + "/link");
        const WallTime now{Millis(QDateTime::currentMSecsSinceEpoch())};
        const WallTime later = now + Millis(8LL * 24 * 3600 * 1000);
        const std::string table = folder.table();
        QCOMPARE(cleanDeltaTable(systemFiles(), table, {}, now)->size(), std::size_t(0));
        QCOMPARE(cleanDeltaTable(systemFiles(), table, {Millis(3'600'000)}, now).error().code(), ErrorCode::InvalidValue);
        DeltaCleanup dry;
        dry.dryRun = true;
        QCOMPARE(cleanDeltaTable(systemFiles(), table, dry, later)->size(), std::size_t(3));
        QCOMPARE(rowsOf(table, 0), std::vector<std::string>{"a|1"});
        const auto removed = cleanDeltaTable(systemFiles(), table, {}, later).value();
        QCOMPARE(removed.size(), std::size_t(3));
        QCOMPARE(removed[0].path, std::string(".part-x.tmp"));
        QCOMPARE(removed[0].size, std::uint64_t(4));
        QCOMPARE(rowsOf(table), std::vector<std::string>{"_b|2"});
        QCOMPARE(folder.namesIn(table + "/p=a"), std::vector<std::string>());
        QVERIFY(systemFiles().stat(table + "/_notes/mine.txt").hasValue());
        QVERIFY(systemFiles().stat(folder.table("other") + "/p=a/part-theirs.parquet").hasValue());
        QVERIFY(cleanDeltaTable(systemFiles(), table, {Millis(0), true, false}, later)->empty());
        QCOMPARE(rowsOf(table), std::vector<std::string>{"_b|2"});
    }
};

QTEST_GUILESS_MAIN(DeltaSinkTest)
#include "delta_sink_test.moc"
