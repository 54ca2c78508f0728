// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include <filesystem>
#include <set>

#include <sys/wait.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "core/connect/delta/delta_table.h"
#include "core/connect/delta/delta_writer.h"
#include "tests/support/passing_files.h"
#include "tests/unit/connect/delta_fixture.h"

using namespace vitrine;
using namespace vitrine::test;

namespace {

constexpr const char* kColumns = "time TIMESTAMP, action STRING, n BIGINT";

std::vector<nlohmann::json> actionsOf(const std::string& text) {
    std::vector<nlohmann::json> actions;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find('\n', at);
        actions.push_back(nlohmann::json::parse(text.substr(at, end - at)));
        at = end + 1;
    }
    return actions;
}

DeltaWriter opened(const std::string& directory, DeltaShape shape, FileSystem& files = systemFiles()) {
    DeltaWriter writer(files, directory, std::move(shape));
    if (auto open = writer.open(); !open) qFatal("%s", open.error().detail().c_str());
    if (auto prepared = writer.prepare(); !prepared) qFatal("%s", prepared.error().detail().c_str());
    return writer;
}

DeltaOutcome committed(DeltaWriter& writer, const DeltaChange& change) {
    auto outcome = writer.commit(change);
    if (!outcome) qFatal("%s", outcome.error().detail().c_str());
    return *outcome;
}

template <class T>
ErrorCode codeOf(const Result<T>& result) {
    return result ? ErrorCode::Internal : result.error().code();
}

/// Loses the sync of one directory, as a disk that fails at the last moment.
class FailingSync final : public PassingFiles {
  public:
    bool fails = false;
    Result<void> syncDirectory(const std::string& path) override {
        return fails ? Error(ErrorCode::WriteFailed, "The disk failed.") : below_.syncDirectory(path);
    }
};

/// Lets another writer commit just before one of ours.
class Overtaken final : public PassingFiles {
  public:
    std::function<void()> first;
    Result<void> publish(const std::string& from, const std::string& to) override {
        if (auto doFirst = std::exchange(first, {})) doFirst();
        return below_.publish(from, to);
    }
};

}  // namespace

class DeltaLogTest : public QObject {
    Q_OBJECT

  private slots:
    void firstCommitMakesTheTable() {
        DeltaFolder folder;
        DeltaWriter writer = opened(folder.table(), shapeOf("time TIMESTAMP, n BIGINT", {"N"}));
        QCOMPARE(committed(writer, changeOf("job", 0)), DeltaOutcome::Committed);
        const auto actions = actionsOf(folder.commitText(0));
        QCOMPARE(actions.size(), std::size_t(5));
        QVERIFY(!actions[0]["commitInfo"].contains("readVersion"));
        QCOMPARE(actions[0]["commitInfo"]["operation"].get<std::string>(), std::string("STREAMING UPDATE"));
        QCOMPARE(actions[1].dump(), std::string(R"({"protocol":{"minReaderVersion":1,"minWriterVersion":2}})"));
        QCOMPARE(actions[2]["metaData"]["partitionColumns"].dump(), std::string(R"(["n"])"));
        QCOMPARE(actions[2]["metaData"]["schemaString"].get<std::string>(), toStructTypeJson(parseDdl("time TIMESTAMP, n BIGINT").value()));
        QCOMPARE(actions[3]["txn"]["appId"].get<std::string>(), std::string("job"));
        QCOMPARE(actions[4]["add"]["path"].get<std::string>(), std::string("part-job-0.parquet"));
        committed(writer, changeOf("job", 1));
        QCOMPARE(actionsOf(folder.commitText(1))[0]["commitInfo"]["readVersion"].get<int>(), 0);
        QCOMPARE(actionsOf(folder.commitText(1)).size(), std::size_t(3));
    }

    void replayedBatchChangesNothing_SK50() {
        DeltaFolder folder;
        DeltaWriter writer = opened(folder.table(), shapeOf(kColumns));
        committed(writer, changeOf("job", 0));
        committed(writer, changeOf("job", 1));
        DeltaWriter again = opened(folder.table(), shapeOf(kColumns));
        QVERIFY(again.holds("job", 1));
        QVERIFY(!again.holds("job", 2));
        QVERIFY(!again.holds("other", 0));
        QCOMPARE(committed(again, changeOf("job", 0)), DeltaOutcome::WasThere);
        QCOMPARE(committed(again, changeOf("job", 1)), DeltaOutcome::WasThere);
        QCOMPARE(committed(again, changeOf("job", 2)), DeltaOutcome::Committed);
        QCOMPARE(DeltaLog(systemFiles(), folder.table()).read()->version, std::int64_t(2));
    }

    void completeReplacesWhatOthersAddedMeanwhile() {
        DeltaFolder folder;
        DeltaShape replacing = shapeOf(kColumns);
        replacing.replacesAll = true;
        DeltaWriter complete = opened(folder.table(), replacing);
        committed(complete, changeOf("complete", 0, true));
        DeltaWriter append = opened(folder.table(), shapeOf(kColumns));
        committed(append, changeOf("append", 0));
        committed(append, changeOf("append", 1));
        committed(complete, changeOf("complete", 1, true));
        const DeltaSnapshot table = DeltaLog(systemFiles(), folder.table()).read().value();
        QCOMPARE(pathsOf(table), std::vector<std::string>{"part-complete-1.parquet"});
        QCOMPARE(table.tombstones.size(), std::size_t(3));
        QCOMPARE(table.version, std::int64_t(3));
        const DeltaSnapshot before = DeltaLog(systemFiles(), folder.table()).read(2).value();
        QCOMPARE(before.files.size(), std::size_t(3));
    }

    void fourProcessesLoseNoCommit_E2() {
        DeltaFolder folder;
        constexpr int kWriters = 4;
        constexpr int kCommits = 50;
        std::vector<pid_t> children;
        for (int writer = 0; writer < kWriters; ++writer) {
            const pid_t child = ::fork();
            if (child == 0) {
                DeltaWriter own(systemFiles(), folder.table(), shapeOf(kColumns));
                bool good = own.open() && own.prepare();
                for (int batch = 0; good && batch < kCommits; ++batch) {
                    const auto outcome = own.commit(changeOf(fmt::format("w{}", writer), batch));
                    good = outcome && *outcome == DeltaOutcome::Committed;
                }
                ::_exit(good ? 0 : 1);
            }
            children.push_back(child);
        }
        for (const pid_t child : children) {
            int status = 0;
            QCOMPARE(::waitpid(child, &status, 0), child);
            QCOMPARE(status, 0);
        }
        const DeltaSnapshot table = DeltaLog(systemFiles(), folder.table()).read().value();
        QCOMPARE(table.version, std::int64_t(kWriters * kCommits - 1));
        QCOMPARE(table.files.size(), std::size_t(kWriters * kCommits));
        for (const auto& [app, txn] : table.transactions) QCOMPARE(txn.version, std::int64_t(kCommits - 1));
        std::set<std::string> ids;
        const auto history = deltaHistory(systemFiles(), folder.table()).value();
        for (const DeltaVersion& version : history) {
            ids.insert(version.parameters.at("queryId") + "/" + version.parameters.at("epochId"));
        }
        QCOMPARE(ids.size(), std::size_t(kWriters * kCommits));
    }

    void batchThatAnotherProcessCommittedMeanwhileWasThere() {
        DeltaFolder folder;
        Overtaken files;
        DeltaWriter late = opened(folder.table(), shapeOf(kColumns), files);
        files.first = [&] {
            DeltaWriter early = opened(folder.table(), shapeOf(kColumns));
            committed(early, changeOf("job", 0));
        };
        QCOMPARE(committed(late, changeOf("job", 0)), DeltaOutcome::WasThere);
        QCOMPARE(folder.namesIn(folder.table() + "/_delta_log"), std::vector<std::string>{"00000000000000000000.json"});
        QCOMPARE(committed(late, changeOf("job", 1)), DeltaOutcome::Committed);
    }

    void changedSchemaStopsTheWriter() {
        DeltaFolder folder;
        Overtaken files;
        DeltaWriter narrow = opened(folder.table(), shapeOf(kColumns), files);
        committed(narrow, changeOf("narrow", 0));
        files.first = [&] {
            DeltaShape wider = shapeOf("n BIGINT, extra STRING");
            wider.mergeSchema = true;
            DeltaWriter wide = opened(folder.table(), wider);
            committed(wide, changeOf("wide", 0));
        };
        QCOMPARE(codeOf(narrow.commit(changeOf("narrow", 1))), ErrorCode::TableChanged);
        QVERIFY(!narrow.commitMayStand());
        QVERIFY(opened(folder.table(), shapeOf(kColumns)).holds("narrow", 0));
    }

    void removedTableIsNotContinued() {
        DeltaFolder folder;
        DeltaWriter writer = opened(folder.table(), shapeOf(kColumns));
        committed(writer, changeOf("job", 0));
        committed(writer, changeOf("job", 1));
        QVERIFY(systemFiles().removeTree(folder.table()).hasValue());
        DeltaWriter other = opened(folder.table(), shapeOf(kColumns));
        committed(other, changeOf("other", 0));
        QCOMPARE(codeOf(writer.commit(changeOf("job", 2))), ErrorCode::TableChanged);
        QCOMPARE(folder.namesIn(folder.table() + "/_delta_log").size(), std::size_t(1));
    }

    void commitOfWhichTheSyncFailedMayStand_A6() {
        DeltaFolder folder;
        FailingSync files;
        DeltaWriter writer = opened(folder.table(), shapeOf(kColumns), files);
        files.fails = true;
        QCOMPARE(codeOf(writer.commit(changeOf("job", 0))), ErrorCode::WriteFailed);
        QVERIFY(writer.commitMayStand());
        files.fails = false;
        QVERIFY(writer.prepare().hasValue());
        QCOMPARE(committed(writer, changeOf("job", 0)), DeltaOutcome::WasThere);
        QCOMPARE(committed(writer, changeOf("job", 1)), DeltaOutcome::Committed);
    }

    void schemaIsCompared_data() {
        QTest::addColumn<QString>("columns");
        QTest::addColumn<QString>("partitionBy");
        QTest::addColumn<QString>("named");
        QTest::newRow("same") << "n BIGINT, day STRING, s STRING" << "day" << "";
        QTest::newRow("other order and case") << "DAY STRING, S STRING, N BIGINT" << "Day" << "";
        QTest::newRow("fewer") << "day STRING, s STRING" << "" << "";
        QTest::newRow("more") << "n BIGINT, day STRING, s STRING, more INT" << "day" << "`more`";
        QTest::newRow("other type") << "n STRING, day STRING, s STRING" << "day" << "`n` is BIGINT and not STRING";
        QTest::newRow("other partitions") << "n BIGINT, day STRING, s STRING" << "s" << "partitioned by `day`";
        QTest::newRow("without the partition") << "n BIGINT, s STRING" << "" << "`day`";
    }

    void schemaIsCompared() {
        QFETCH(QString, columns);
        QFETCH(QString, partitionBy);
        QFETCH(QString, named);
        DeltaFolder folder;
        DeltaWriter first = opened(folder.table(), shapeOf("n BIGINT, day STRING, s STRING", {"day"}));
        committed(first, changeOf("first", 0));
        std::vector<std::string> partitions;
        if (!partitionBy.isEmpty()) partitions.push_back(partitionBy.toStdString());
        DeltaWriter second(systemFiles(), folder.table(), shapeOf(columns.toUtf8().constData(), partitions));
        const auto open = second.open();
        if (named.isEmpty()) {
            QVERIFY(open.hasValue());
            QCOMPARE(second.plan().partitionBy.size(), std::size_t(1));
            QCOMPARE(second.plan().columns[second.plan().partitionBy[0]].name, std::string("day"));
        } else {
            QCOMPARE(codeOf(open), ErrorCode::SchemaMismatch);
            QVERIFY2(open.error().message().find(named.toStdString()) != std::string::npos, open.error().message().c_str());
        }
    }

    void mergeSchemaAddsColumns() {
        DeltaFolder folder;
        DeltaWriter first = opened(folder.table(), shapeOf("n BIGINT"));
        committed(first, changeOf("first", 0));
        DeltaShape wider = shapeOf("n BIGINT, t TIMESTAMP_NTZ");
        wider.mergeSchema = true;
        DeltaWriter second = opened(folder.table(), wider);
        committed(second, changeOf("second", 0));
        committed(second, changeOf("second", 1));
        const DeltaTable table = DeltaTable::open(systemFiles(), folder.table()).value();
        QCOMPARE(toDdl(*table.schema()), std::string("n BIGINT, t TIMESTAMP_NTZ"));
        QCOMPARE(actionsOf(folder.commitText(1)).size(), std::size_t(5));   // with protocol and metaData
        QCOMPARE(actionsOf(folder.commitText(2)).size(), std::size_t(3));
    }

    void overwriteSchemaNeedsCompleteMode() {
        DeltaFolder folder;
        DeltaWriter first = opened(folder.table(), shapeOf("n BIGINT"));
        committed(first, changeOf("first", 0));
        DeltaShape other = shapeOf("s STRING");
        other.overwriteSchema = true;
        DeltaWriter appending(systemFiles(), folder.table(), other);
        QCOMPARE(codeOf(appending.open()), ErrorCode::SchemaMismatch);
        other.replacesAll = true;
        DeltaWriter replacing = opened(folder.table(), other);
        committed(replacing, changeOf("second", 0, true));
        QCOMPARE(toDdl(*DeltaTable::open(systemFiles(), folder.table())->schema()), std::string("s STRING"));
        QCOMPARE(toDdl(*DeltaTable::open(systemFiles(), folder.table(), 0)->schema()), std::string("n BIGINT"));
    }

    void columnsThatNoTableHoldsAreRefused_data() {
        QTest::addColumn<QString>("columns");
        QTest::addColumn<int>("code");
        QTest::newRow("void") << "a INT, v VOID" << static_cast<int>(ErrorCode::UnsupportedType);
        QTest::newRow("nested void") << "a STRUCT<b: ARRAY<VOID>>" << static_cast<int>(ErrorCode::UnsupportedType);
        QTest::newRow("interval") << "a INTERVAL DAY TO SECOND" << static_cast<int>(ErrorCode::UnsupportedType);
        QTest::newRow("blank") << "`a b` INT" << static_cast<int>(ErrorCode::SinkRefused);
        QTest::newRow("call") << "`count(1)` INT" << static_cast<int>(ErrorCode::SinkRefused);
        QTest::newRow("twice") << "a INT, A INT" << static_cast<int>(ErrorCode::SinkRefused);
    }

    void columnsThatNoTableHoldsAreRefused() {
        QFETCH(QString, columns);
        QFETCH(int, code);
        DeltaFolder folder;
        DeltaWriter writer(systemFiles(), folder.table(), shapeOf(columns.toUtf8().constData()));
        QCOMPARE(static_cast<int>(codeOf(writer.open())), code);
        QVERIFY(!systemFiles().stat(folder.table()).hasValue());
    }

    void directoryWithOtherFilesIsRefused() {
        DeltaFolder folder;
        folder.put(folder.table() + "/notes.txt", "mine");
        DeltaWriter writer(systemFiles(), folder.table(), shapeOf(kColumns));
        QCOMPARE(codeOf(writer.open()), ErrorCode::SinkRefused);
        QVERIFY(systemFiles().makeDirectories(folder.table() + "/_delta_log").hasValue());   // as a killed first batch leaves it
        QVERIFY(writer.open().hasValue());
    }

    void holeInTheLogIsNamed_E3() {
        DeltaFolder folder;
        DeltaWriter writer = opened(folder.table(), shapeOf(kColumns));
        for (int batch = 0; batch < 5; ++batch) committed(writer, changeOf("job", batch));
        QVERIFY(systemFiles().remove(folder.commit(3)).hasValue());
        const auto read = DeltaLog(systemFiles(), folder.table()).read();
        QCOMPARE(codeOf(read), ErrorCode::TableDamaged);
        QVERIFY(read.error().message().find("00000000000000000003.json") != std::string::npos);
        QCOMPARE(DeltaLog(systemFiles(), folder.table()).read(2)->version, std::int64_t(2));
        QCOMPARE(codeOf(DeltaLog(systemFiles(), folder.table()).read(9)), ErrorCode::TableNotFound);
    }

    void strayFilesInTheLogAreIgnored() {
        DeltaFolder folder;
        DeltaWriter writer = opened(folder.table(), shapeOf(kColumns));
        committed(writer, changeOf("job", 0));
        const std::string log = folder.table() + "/_delta_log/";
        for (const char* name : {"_last_checkpoint", ".00000000000000000001.json.x.tmp", "00000000000000000000.crc", "7.json", "readme",
                                 "00000000000000000001.json.bak", "00000000000000000000.00000000000000000004.compacted.json",
                                 "00000000000000000009.checkpoint.0000000001.0000000002.parquet"}) {
            folder.put(log + name, "{damaged");
        }
        QVERIFY(systemFiles().makeDirectories(log + "00000000000000000001.json").hasValue());
        QCOMPARE(DeltaLog(systemFiles(), folder.table()).list()->newest(), std::int64_t(0));
        QCOMPARE(DeltaLog(systemFiles(), folder.table()).read(0)->version, std::int64_t(0));
    }

    void whatIsInTheWayOfACommitIsNamed() {
        DeltaFolder folder;
        DeltaWriter writer = opened(folder.table(), shapeOf(kColumns));
        committed(writer, changeOf("job", 0));
        std::filesystem::create_symlink("nowhere", folder.commit(1));
        QCOMPARE(codeOf(writer.commit(changeOf("job", 1))), ErrorCode::TableDamaged);
    }

    void damagedCommitIsNamed() {
        DeltaFolder folder;
        DeltaWriter writer = opened(folder.table(), shapeOf(kColumns));
        committed(writer, changeOf("job", 0));
        for (const char* text : {"{\"add\":{}}", "{\"add\":{\"path\":7}}", "[]x", "{\"txn\":{\"appId\":\"a\"}}", "\"add\""}) {
            folder.put(folder.commit(1), fmt::format("{}\n", text));
            const auto read = DeltaLog(systemFiles(), folder.table()).read();
            if (std::string_view(text) == "\"add\"") continue;   // no object: an action that is not known
            QVERIFY2(codeOf(read) == ErrorCode::TableDamaged, text);
            QVERIFY(read.error().place().ends_with("00000000000000000001.json:1"));
        }
    }

    void newerProtocolsAreRefused_data() {
        QTest::addColumn<QString>("protocol");
        QTest::addColumn<bool>("readable");
        QTest::addColumn<QString>("named");
        QTest::newRow("column mapping") << R"({"minReaderVersion":2,"minWriterVersion":5})" << false << "column mapping";
        QTest::newRow("deletion vectors")
            << R"({"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["deletionVectors"],"writerFeatures":["deletionVectors"]})" << false
            << "deletionVectors";
        QTest::newRow("far future") << R"({"minReaderVersion":9,"minWriterVersion":9})" << false << "version 9";
        QTest::newRow("generated columns") << R"({"minReaderVersion":1,"minWriterVersion":4})" << true << "version 4";
        QTest::newRow("row tracking") << R"({"minReaderVersion":1,"minWriterVersion":7,"writerFeatures":["rowTracking"]})" << true << "rowTracking";
        QTest::newRow("local times")
            << R"({"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["timestampNtz"],"writerFeatures":["timestampNtz","appendOnly"]})"
            << true << "";
    }

    void newerProtocolsAreRefused() {
        QFETCH(QString, protocol);
        QFETCH(bool, readable);
        QFETCH(QString, named);
        DeltaFolder folder;
        DeltaWriter writer = opened(folder.table(), shapeOf(kColumns));
        committed(writer, changeOf("job", 0));
        folder.put(folder.commit(1), fmt::format("{{\"protocol\":{}}}\n", protocol.toStdString()));
        const auto read = DeltaLog(systemFiles(), folder.table()).read();
        QCOMPARE(read.hasValue(), readable);
        const auto open = DeltaWriter(systemFiles(), folder.table(), shapeOf(kColumns)).open();
        QCOMPARE(open.hasValue(), named.isEmpty());
        if (!open) QVERIFY2(open.error().message().find(named.toStdString()) != std::string::npos, open.error().message().c_str());
        QCOMPARE(writer.commit(changeOf("job", 1)).hasValue(), named.isEmpty());
        QVERIFY(read || codeOf(read) == ErrorCode::UnsupportedFormat);
    }

    void appendOnlyTableIsNotReplaced() {
        DeltaFolder folder;
        DeltaShape shape = shapeOf(kColumns);
        shape.properties["delta.appendOnly"] = "true";
        DeltaWriter writer = opened(folder.table(), shape);
        committed(writer, changeOf("job", 0));
        shape.replacesAll = true;
        QCOMPARE(codeOf(DeltaWriter(systemFiles(), folder.table(), shape).open()), ErrorCode::SinkRefused);
    }

    void pathsAreDecoded() {
        QCOMPARE(encodedDataPath("day=a%2Fb c/part.parquet"), std::string("day=a%252Fb%20c/part.parquet"));
        for (const char* path : {"a b/c", "d=100%/x", "t=02:45/x", "é/ü", "p=a%3Ab/x"}) {
            QCOMPARE(decodedDataPath(encodedDataPath(path)), std::string(path));
        }
        QCOMPARE(decodedDataPath("file:///t/a%20b.parquet"), std::string("/t/a b.parquet"));
        DeltaFolder folder;
        DeltaWriter writer = opened(folder.table(), shapeOf(kColumns));
        DeltaChange change = changeOf("job", 0);
        change.added[0].path = "../../outside.parquet";
        committed(writer, change);
        QCOMPARE(codeOf(DeltaTable::open(systemFiles(), folder.table())), ErrorCode::TableDamaged);
    }

    void openTableTellsWhatItHolds() {
        DeltaFolder folder;
        QVERIFY(!DeltaTable::isThere(systemFiles(), folder.table()));
        QCOMPARE(codeOf(DeltaTable::open(systemFiles(), folder.table())), ErrorCode::TableNotFound);
        DeltaWriter writer = opened(folder.table(), shapeOf(kColumns, {"action"}));
        DeltaChange change = changeOf("job", 0);
        change.added[0].path = "action=a%20b/part.parquet";
        change.added[0].partitionValues["action"] = "a b";
        committed(writer, change);
        committed(writer, changeOf("job", 1));
        QVERIFY(DeltaTable::isThere(systemFiles(), folder.table()));
        const DeltaTable table = DeltaTable::open(systemFiles(), folder.table()).value();
        QCOMPARE(table.version(), std::int64_t(1));
        QCOMPARE(table.partitionColumns(), std::vector<std::string>{"action"});
        QCOMPARE(table.numRows(), std::optional<std::uint64_t>(6));
        QCOMPARE(table.files()[0].path, folder.table() + "/action=a b/part.parquet");
        const auto history = deltaHistory(systemFiles(), folder.table()).value();
        QCOMPARE(history.size(), std::size_t(2));
        QCOMPARE(history[0].version, std::int64_t(1));
        QCOMPARE(history[0].metrics.at("numOutputRows"), std::string("3"));
        QVERIFY(history[0].engine.starts_with("Vitrine/"));
        QCOMPARE(deltaHistory(systemFiles(), folder.table(), 1)->size(), std::size_t(1));
    }
};

QTEST_GUILESS_MAIN(DeltaLogTest)
#include "delta_log_test.moc"
