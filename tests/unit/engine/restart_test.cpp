// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "core/base/file_lock.h"
#include "core/base/sqlite_database.h"
#include "core/data/table_text.h"
#include "core/engine/checkpoint_aside.h"
#include "core/engine/checkpoint_inspection.h"
#include "core/engine/query_facts.h"
#include "tests/unit/engine/document_fixture.h"

using namespace vitrine;
using namespace vitrine::test;

namespace {

using Json = nlohmann::ordered_json;

Json windowed() {
    return Json::parse(R"json({"name": "windowed",
        "source": {"format": "json", "path": "in", "schema": "time TIMESTAMP, action STRING"},
        "steps": [{"withWatermark": ["time", "10 seconds"]},
                  {"groupBy": ["window(time, '5 seconds')", "action"], "agg": ["count(*) AS count"]}],
        "outputMode": "update", "checkpoint": "ck", "conf": {"spark.sql.session.timeZone": "UTC"}})json");
}

Json changed(Json document, std::initializer_list<std::pair<const char*, Json>> changes) {
    for (const auto& [pointer, value] : changes) document[Json::json_pointer(pointer)] = value;
    return document;
}

const char* const kRow = "{\"time\":1,\"action\":\"k\"}\n";

}  // namespace

/// The rows of the newest result, sorted, or `none`.
std::string shown(const RunningQuery& query) {
    const ResultSnapshotPtr snapshot = query.snapshot();
    if (!snapshot) return "none";
    std::vector<std::string> rows;
    for (const auto& chunk : snapshot->chunks)
        for (std::size_t row = 0; row < chunk->rows.numRows; ++row) {
            std::string& text = rows.emplace_back();
            for (const ColumnPtr& column : chunk->rows.columns) text += (text.empty() ? "" : " ") + cellText(*column, row, TimeZone());
        }
    if (!snapshot->shape->ordered) std::sort(rows.begin(), rows.end());
    return fmt::format("{}", fmt::join(rows, "; "));
}

/// What a restart may change, and what is said of it (spark-semantics 7.4); looking into checkpoints.
class TestRestart : public QObject {
    Q_OBJECT
  private:
    /// Notes of a run of `after` on the checkpoint that `before` left, or the error that ended it.
    static std::string told(const Json& before, const Json& after, const char* secondFile = kRow) {
        DocumentFixture fixture(before.dump());
        fixture.makeDirectory("in");
        if (!fixture.start()) return "the first run was refused";
        fixture.feed("in/a.json", "{\"time\":1,\"action\":\"k\"}\n{\"time\":11,\"action\":\"k\"}\n");
        fixture.stop();
        fixture.change(after.dump());
        if (const auto started = fixture.start(); !started) return "refused: " + started.error().detail();
        fixture.feed("in/b.json", secondFile);
        const QueryStatus status = fixture.query->status();
        if (status.error) return "failed: " + status.error->detail();
        return fmt::format("{}", fmt::join(status.notes, "\n"));
    }

  private Q_SLOTS:
    void unchangedQueryHasNothingToSay() { QCOMPARE(told(windowed(), windowed()), std::string()); }

    void allowedChangesAreNotSpokenOf() {
        const Json after = changed(windowed(), {{"/trigger", Json{{"availableNow", true}}}, {"/source/options", Json{{"maxFilesPerTrigger", "1"}}},
                                                {"/steps/1/agg/0", "count(*) AS n"}});
        const std::string notes = told(windowed(), after);
        QVERIFY2(notes.empty(), notes.c_str());
    }

    void silentChangesAreSaid_data() {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("said");
        QTest::newRow("mode") << "/outputMode" << "\"append\"" << "output mode is append now and was update";
        QTest::newRow("to complete") << "/outputMode" << "\"complete\"" << "every group in the state is written";
        QTest::newRow("window") << "/steps/1/groupBy/0" << "\"window(time, '1 minute')\"" << "Windows are 1 minute now and were 5 seconds";
        QTest::newRow("slide") << "/steps/1/groupBy/0" << "\"window(time, '5 seconds', '1 second')\"" << "5 seconds sliding by 1 second now";
        QTest::newRow("start") << "/steps/1/groupBy/0" << "\"window(time, '5 seconds', '5 seconds', '2 seconds')\"" << "starting 2 seconds after the epoch";
        QTest::newRow("delay") << "/steps/0/withWatermark/1" << "\"2 hours\"" << "delay is 2 hours now and was 10 seconds";
        QTest::newRow("stored watermark") << "/steps/0/withWatermark/1" << "\"2 hours\"" << "stays at 1970-01-01T00:00:01.000Z";
        QTest::newRow("key") << "/steps/1/groupBy/1" << "\"upper(action)\"" << "groups by upper(action) now and grouped by action";
        QTest::newRow("zone") << "/conf/spark.sql.session.timeZone" << "\"Asia/Tokyo\"" << "time zone is Asia/Tokyo now and was UTC";
        QTest::newRow("sink") << "/sinks" << R"([{"format": "sqlite", "path": "t.db", "table": "t"}])" << "output sqlite t.db was not there";
    }
    void silentChangesAreSaid() {
        QFETCH(QString, pointer);
        QFETCH(QString, value);
        QFETCH(QString, said);
        Json after = windowed();
        Json* place = &after;
        // The zone's name holds dots, which is fine in a pointer; its slash-free key is.
        place = &(*place)[Json::json_pointer(pointer.toStdString())];
        *place = Json::parse(value.toStdString());
        const std::string notes = told(windowed(), after);
        QVERIFY2(notes.find(said.toStdString()) != std::string::npos, notes.c_str());
    }

    void anotherMeaningOfEqualTypesIsSaid() {
        const Json before = changed(windowed(), {{"/steps/1/agg/0", "max(length(action)) AS m"}});
        const Json after = changed(windowed(), {{"/steps/1/agg/0", "max(second(time)) AS m"}});
        const std::string notes = told(before, after);
        QVERIFY2(notes.find("computes max(second(time)) now and computed max(length(action))") != std::string::npos, notes.c_str());
    }

    void notesAreSaidOnceARestart() {
        DocumentFixture fixture(windowed().dump());
        fixture.makeDirectory("in");
        QVERIFY(fixture.start());
        fixture.feed("in/a.json", kRow);
        fixture.stop();
        fixture.change(changed(windowed(), {{"/outputMode", "append"}}).dump());
        QVERIFY(fixture.start());
        fixture.feed("in/b.json", kRow);
        QCOMPARE(fixture.query->status().notes.size(), std::size_t{1});
        QCOMPARE(fixture.query->summary().notes.size(), std::size_t{1});
        fixture.stop();
        QVERIFY(fixture.start());   // what was committed since is the mode of this run
        fixture.process();
        QVERIFY(fixture.query->status().notes.empty());
    }

    void refusals_data() {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::addColumn<QString>("said");
        const auto with = [](std::initializer_list<std::pair<const char*, Json>> changes) { return QString::fromStdString(changed(windowed(), changes).dump()); };
        const QString plain = with({{"/steps", Json::array()}, {"/outputMode", "append"}});
        const QString whole = QString::fromStdString(windowed().dump());
        const QString rate = with({{"/source", Json{{"format", "rate"}}}, {"/steps", Json::array()}, {"/outputMode", "append"}});
        const auto distinct = [&](const char* column) { return with({{"/steps", Json::array({Json{{"dropDuplicates", Json::array({column})}}})}, {"/outputMode", "append"}}); };
        QTest::newRow("a step with state is new") << plain << whole << "which the checkpoint does not know";
        QTest::newRow("a step with state is gone") << whole << plain << "that the query no longer has";
        QTest::newRow("another kind of step") << whole << distinct("action") << "another kind of step";
        QTest::newRow("columns of duplicates") << distinct("action") << distinct("time") << "by keys of types";
        QTest::newRow("keys") << whole << with({{"/steps/1/groupBy/1", "length(action)"}}) << "by keys of types";
        QTest::newRow("aggregates") << whole << with({{"/steps/1/agg/1", "max(time) AS m"}}) << "the query computes";
        QTest::newRow("kind of source") << plain << rate << "from which a rate source cannot go on";
        QTest::newRow("directory") << plain << with({{"/source/path", "other"}, {"/steps", Json::array()}, {"/outputMode", "append"}}) << "which is not in";
    }
    void refusals() {
        QFETCH(QString, before);
        QFETCH(QString, after);
        QFETCH(QString, said);
        DocumentFixture fixture(before.toStdString());
        fixture.makeDirectory("in");
        fixture.makeDirectory("other");
        QVERIFY(fixture.start());
        fixture.feed("in/a.json", kRow);
        fixture.stop();
        fixture.change(after.toStdString());
        const auto started = fixture.start();
        QVERIFY2(started, started ? "" : started.error().detail().c_str());
        fixture.query->awaitTermination(Millis{0});
        const auto error = fixture.query->status().error;
        QVERIFY(error);
        QCOMPARE(error->code(), ErrorCode::CheckpointIncompatible);
        QVERIFY2(error->message().find(said.toStdString()) != std::string::npos, error->message().c_str());
        QVERIFY(!error->wayOut().empty());
    }

    /// Spark looks at the last batch alone, and by letters: what it chose must begin with the path (T88-dir).
    void anotherDirectoryAfterABatchWithoutDataIsAccepted() {
        const Json windows = changed(windowed(), {{"/outputMode", "append"}});
        const Json elsewhere = changed(windows, {{"/source/path", "other"}});
        DocumentFixture fixture(windows.dump());
        fixture.makeDirectory("in");
        QVERIFY(fixture.start());
        fixture.feed("in/a.json", "{\"time\":1,\"action\":\"k\"}\n{\"time\":100,\"action\":\"k\"}\n");
        QCOMPARE(fixture.batch(1), std::string("0-5,k,1"));   // without data
        fixture.stop();
        fixture.change(elsewhere.dump());
        fixture.makeDirectory("other");
        QVERIFY(fixture.start());
        fixture.feed("other/b.json", "{\"time\":200,\"action\":\"k\"}\n");
        QCOMPARE(fixture.batch(2), std::string("-"));
        const std::string notes = fmt::format("{}", fmt::join(fixture.query->status().notes, "\n"));
        QVERIFY2(notes.find("what was read there stays counted") != std::string::npos, notes.c_str());
        QCOMPARE(fixture.batch(3), std::string("100-105,k,1"));
    }

    void aDirectoryThatTheOldNameBeginsWithIsAccepted() {
        const Json plain = changed(windowed(), {{"/steps", Json::array()}, {"/outputMode", "append"}, {"/source/path", "in2"}});
        DocumentFixture fixture(plain.dump());
        fixture.makeDirectory("in");
        fixture.makeDirectory("in2");
        QVERIFY(fixture.start());
        fixture.feed("in2/a.json", kRow);
        fixture.stop();
        fixture.change(changed(plain, {{"/source/path", "in"}}).dump());
        QVERIFY(fixture.start());
        fixture.feed("in/b.json", kRow);
        QCOMPARE(fixture.batch(1), std::string("1,k"));
        fixture.stop();
        // Without columns from directories there is nothing to compare.
        fixture.change(changed(plain, {{"/source/options", Json{{"recursiveFileLookup", "true"}}}}).dump());
        QVERIFY(fixture.start());
        fixture.feed("in2/c.json", kRow);
        QCOMPARE(fixture.batch(2), std::string("1,k"));
    }

    void stateMayBeNewWhileNothingIsCommitted() {
        DocumentFixture fixture(changed(windowed(), {{"/steps", Json::array()}, {"/outputMode", "append"}}).dump());
        fixture.makeDirectory("in");
        QVERIFY(fixture.start());
        fixture.process();
        fixture.stop();
        fixture.change(windowed().dump());
        QVERIFY(fixture.start());
        fixture.feed("in/a.json", kRow);
        QCOMPARE(fixture.batch(0), std::string("0-5,k,1"));
    }

    /// A memory table is gone with its run; only complete mode writes all of it again.
    void cp2_memoryTableCannotBeRecovered() {
        const Json memory = changed(windowed(), {{"/sinks", Json::array({Json{{"format", "memory"}}})}});
        DocumentFixture fixture(memory.dump());
        fixture.makeDirectory("in");
        QVERIFY(fixture.start());
        fixture.feed("in/a.json", kRow);
        fixture.stop();
        const auto refused = fixture.start();
        QVERIFY(!refused);
        QCOMPARE(refused.error().code(), ErrorCode::CheckpointIncompatible);
        QCOMPARE(refused.error().place(), std::string("/sinks/0/format"));
        fixture.change(changed(memory, {{"/outputMode", "complete"}}).dump());
        QVERIFY(fixture.start());
    }

    // The result that a restart finds in the state

    void recoveredGroupsAreShownBeforeAnyData_data() {
        QTest::addColumn<QString>("changes");
        QTest::addColumn<QString>("recovered");
        QTest::addColumn<QString>("afterwards");
        const QString open = "{1970-01-01 00:00:10, 1970-01-01 00:00:15} k 1";
        const QString first = "{1970-01-01 00:00:00, 1970-01-01 00:00:05} k 2";
        const QString both = first + "; " + open;
        // The next file raises the first window's count in complete mode only; in update the watermark has closed it.
        const QString after = first + "; {1970-01-01 00:00:10, 1970-01-01 00:00:15} k 2";
        QTest::newRow("update") << R"({})" << both << after;
        QTest::newRow("complete") << R"({"/outputMode": "complete"})" << both << after;
        QTest::newRow("append") << R"({"/outputMode": "append"})" << "none" << "";
        QTest::newRow("sorted and cut") << R"({"/outputMode": "complete", "/steps/2": {"orderBy": ["count DESC"]}, "/steps/3": {"limit": 1}})"
                                        << first << "";
        QTest::newRow("filtered") << R"({"/steps/2": {"where": "count > 1"}})" << first << after;
        QTest::newRow("selected") << R"({"/steps/2": {"select": ["upper(action) AS name", "count"]}})" << "K 1; K 2" << "K 2; K 2";
        QTest::newRow("nothing grouped") << R"({"/steps": [], "/outputMode": "append"})" << "none" << "1970-01-01 00:00:12 k";
        QTest::newRow("distinct rows") << R"({"/steps": [{"dropDuplicates": ["time"]}], "/outputMode": "append"})" << "none" << "1970-01-01 00:00:12 k";
    }
    void recoveredGroupsAreShownBeforeAnyData() {
        QFETCH(QString, changes);
        QFETCH(QString, recovered);
        QFETCH(QString, afterwards);
        Json document = windowed();
        const Json patch = Json::parse(changes.toStdString());
        for (const auto& [pointer, value] : patch.items()) document[Json::json_pointer(pointer)] = value;
        DocumentFixture fixture(document.dump());
        fixture.makeDirectory("in");
        const auto started = fixture.start();
        QVERIFY2(started, started ? "" : started.error().detail().c_str());
        fixture.feed("in/a.json", "{\"time\":1,\"action\":\"k\"}\n{\"time\":2,\"action\":\"k\"}\n{\"time\":11,\"action\":\"k\"}\n");
        const std::int64_t last = fixture.query->summary().lastBatch.value();
        const ResultSnapshotPtr before = fixture.query->snapshot();
        fixture.stop();

        QVERIFY(fixture.start());
        fixture.process();
        QCOMPARE(shown(*fixture.query), recovered.toStdString());
        if (const ResultSnapshotPtr snapshot = fixture.query->snapshot()) {
            QCOMPARE(snapshot->batchId, last);
            QCOMPARE(snapshot->watermark, before->watermark);
            QCOMPARE(fixture.query->summary().batches, 0);   // no batch ran, and no sink was served
            QCOMPARE(fixture.batch(last + 1), std::string("none"));
        }
        fixture.feed("in/b.json", "{\"time\":12,\"action\":\"k\"}\n");
        if (!afterwards.isEmpty()) QCOMPARE(shown(*fixture.query), afterwards.toStdString());
    }

    void recoveredGroupsKeepTheirRows() {
        DocumentFixture fixture(windowed().dump());
        fixture.makeDirectory("in");
        QVERIFY(fixture.start());
        fixture.feed("in/a.json", kRow);
        fixture.stop();
        QVERIFY(fixture.start());
        fixture.process();
        const ResultSnapshotPtr recovered = fixture.query->snapshot();
        QVERIFY(recovered);
        QCOMPARE(recovered->added.size(), std::size_t{1});
        const std::uint64_t id = (*recovered->at(0).chunk->ids)[0];
        fixture.feed("in/b.json", kRow);
        const ResultSnapshotPtr next = fixture.query->snapshot();
        QCOMPARE(next->version, recovered->version + 1);
        QCOMPARE(next->changed, std::vector<std::uint64_t>{id});
        QVERIFY(next->added.empty());
    }

    void nothingIsShownOfAnEmptyState() {
        DocumentFixture fixture(windowed().dump());
        fixture.makeDirectory("in");
        QVERIFY(fixture.start());
        fixture.feed("in/a.json", "{\"action\":\"k\"}\n");   // no time, so in no window
        fixture.stop();
        QVERIFY(fixture.start());
        fixture.process();
        QVERIFY(!fixture.query->snapshot());
    }

    void factsAreReadAsTheyWereWritten() {
        QueryFacts facts;
        facts.outputMode = "append";
        facts.zone = "UTC";
        facts.sources = {{"json", "/in"}};
        facts.windows = {{5, 5, 1}};
        facts.delays = {Millis{3}};
        facts.keys = {"a"};
        facts.aggregates = {"count(*)"};
        facts.deduplicated = {"b"};
        facts.sinks = {"json /out"};
        const QueryFacts read = QueryFacts::fromJson(facts.toJson());
        QCOMPARE(read.toJson(), facts.toJson());
        for (const char* text : {"", "[]", "{", "{\"sources\":3,\"windows\":[1]}"}) QVERIFY(QueryFacts::fromJson(text).outputMode.empty());
    }

    // Looking into a checkpoint

    void inspectionTellsWhatIsThere() {
        DocumentFixture fixture(windowed().dump());
        fixture.makeDirectory("in");
        QVERIFY(fixture.start());
        fixture.feed("in/a.json", "{\"time\":1,\"action\":\"k\"}\n{\"time\":11,\"action\":\"k\"}\n");
        const std::string directory = fixture.path("ck").string();
        const auto running = inspectCheckpoint(directory, true);   // while the query holds it
        QVERIFY2(running, running ? "" : running.error().detail().c_str());
        QVERIFY(running->holder.find("the query windowed, process") != std::string::npos);
        QCOMPARE(running->queryId, fixture.query->id());
        const std::int64_t last = fixture.query->summary().lastBatch.value();
        fixture.stop();
        const auto names = [&] {
            std::vector<std::string> found;
            for (const auto& entry : std::filesystem::directory_iterator(directory)) found.push_back(entry.path().filename().string());
            std::sort(found.begin(), found.end());
            return found;
        };
        const auto before = names();
        const auto summary = inspectCheckpoint(directory, true);
        QVERIFY(summary);
        QCOMPARE(names(), before);
        QVERIFY(summary->holder.empty());
        QCOMPARE(summary->formatVersion, 1);
        QCOMPARE(summary->planned, std::optional(last));
        QCOMPARE(summary->committed, std::optional(last));
        QVERIFY(!summary->hasUnfinishedBatch());
        QCOMPARE(summary->watermark->time_since_epoch().count(), 1000);
        QCOMPARE(summary->outputMode, std::string("update"));
        QCOMPARE(summary->sources.size(), std::size_t{1});
        QCOMPARE(summary->sources[0].offset, std::string("{\"logOffset\":0}"));
        QCOMPARE(summary->sources[0].items, std::uint64_t{1});
        QCOMPARE(summary->operators.size(), std::size_t{1});
        QCOMPARE(summary->operators[0].name, std::string("stateStoreSave"));
        QCOMPARE(summary->operators[0].rows, std::optional<std::int64_t>(2));
        QVERIFY(summary->operators[0].bytes > 0);
        QCOMPARE(summary->windows, (std::vector<CheckpointSummary::Window>{{5'000'000, 5'000'000, 0}}));
        QCOMPARE(summary->batches.front().items, std::vector<std::string>{fixture.path("in/a.json").string()});
        QVERIFY(summary->bytesOnDisk > 0);
    }

    void checkpointIsSetAside() {
        DocumentFixture fixture(windowed().dump());
        fixture.makeDirectory("in");
        const std::string checkpoint = fixture.path("ck").string();
        const WallTime now{Millis{1'795'302'245'678}};   // 2026-11-21T23:04:05.678Z
        QCOMPARE(*setCheckpointAside(systemFiles(), checkpoint, now), std::string());
        QVERIFY(fixture.start());
        fixture.feed("in/a.json", kRow);
        const std::string id = fixture.query->id();
        QCOMPARE(setCheckpointAside(systemFiles(), checkpoint, now).error().code(), ErrorCode::CheckpointLocked);
        fixture.stop();
        const auto aside = setCheckpointAside(systemFiles(), checkpoint + "/", now);
        QVERIFY2(aside, aside ? "" : aside.error().detail().c_str());
        QCOMPARE(*aside, checkpoint + ".2026-11-21_23-04-05");
        QVERIFY(!std::filesystem::exists(checkpoint));
        const auto kept = inspectCheckpoint(*aside, false);
        QCOMPARE(kept->queryId, id);
        QCOMPARE(kept->committed.value(), std::int64_t{0});
        QVERIFY(fixture.start());   // anew
        fixture.process();
        QVERIFY(fixture.query->id() != id);
        QCOMPARE(fixture.report(0)->numInputRows, std::int64_t{1});
        fixture.stop();
        QCOMPARE(*setCheckpointAside(systemFiles(), checkpoint, now), checkpoint + ".2026-11-21_23-04-05-2");
        QVERIFY(inspectCheckpoint(*aside, false));
    }

    void inspectionTellsAnUnfinishedBatch() {
        DocumentFixture fixture(windowed().dump());
        fixture.makeDirectory("in");
        QVERIFY(fixture.start());
        fixture.feed("in/a.json", kRow);
        fixture.stop();
        const std::string directory = fixture.path("ck").string();
        {
            auto database = SqliteDatabase::open(directory + "/_vitrine.db", 0);
            QVERIFY(database);
            QVERIFY(database->execute("INSERT INTO batches SELECT id + 1, 7000, timestamp_ms, conf, offsets, log_digest, crc32c FROM batches ORDER BY id DESC LIMIT 1"));
        }
        const auto summary = inspectCheckpoint(directory, false);
        QVERIFY(summary && summary->hasUnfinishedBatch());
        QCOMPARE(*summary->planned, *summary->committed + 1);
        QCOMPARE(summary->watermark->time_since_epoch().count(), 7000);
        QVERIFY(!summary->batches.back().committed);
    }

    void inspectionSaysWhatIsWrong() {
        DocumentFixture fixture(windowed().dump());
        fixture.makeDirectory("in");
        QVERIFY(fixture.start());
        fixture.feed("in/a.json", kRow);
        fixture.stop();
        const std::string directory = fixture.path("ck").string();
        const auto codeAfter = [&](const char* statement) {
            auto database = SqliteDatabase::open(directory + "/_vitrine.db", 0);
            if (!database || !database->execute(statement)) return ErrorCode::Internal;
            database = Error(ErrorCode::Internal, "closed");
            const auto summary = inspectCheckpoint(directory, true);
            return summary ? ErrorCode::Cancelled : summary.error().code();
        };
        QCOMPARE(codeAfter("UPDATE state SET data = zeroblob(length(data))"), ErrorCode::CheckpointDamaged);
        QVERIFY(inspectCheckpoint(directory, false));
        QCOMPARE(codeAfter("PRAGMA user_version = 99"), ErrorCode::CheckpointNewer);
        QCOMPARE(codeAfter("PRAGMA user_version = 1; DELETE FROM about"), ErrorCode::CheckpointDamaged);
        std::ofstream(directory + "/_vitrine.db", std::ios::binary) << "no database, whatever its name says, and long enough to be one";
        QCOMPARE(inspectCheckpoint(directory, true).error().code(), ErrorCode::CheckpointDamaged);
        QVERIFY(!inspectCheckpoint(directory, true).error().wayOut().empty());
        QCOMPARE(inspectCheckpoint(fixture.path("in").string(), true).error().code(), ErrorCode::PathNotFound);
        QCOMPARE(inspectCheckpoint(fixture.path("nowhere").string(), true).error().code(), ErrorCode::PathNotFound);
    }

    void sparksCheckpointIsNamed() {
        DocumentFixture fixture(windowed().dump());
        fixture.write("ck/metadata", R"({"id":"4d1e0e1f-0000-4000-8000-000000000001"})");
        fixture.write("ck/offsets/0", "v1\n{\"batchWatermarkMs\":0,\"batchTimestampMs\":5,\"conf\":{}}\n{\"logOffset\":0}");
        fixture.write("ck/offsets/1", "v1\n{\"batchWatermarkMs\":1000,\"batchTimestampMs\":5,\"conf\":{}}\n{\"logOffset\":1}");
        fixture.write("ck/commits/0", "v1\n{\"nextBatchWatermarkMs\":1000}");
        const auto refused = inspectCheckpoint(fixture.path("ck").string(), true);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code(), ErrorCode::CheckpointIncompatible);
        for (const char* part : {"Apache Spark", "4d1e0e1f-0000", "batch 1 is the last that was planned", "batch 0 the last that was committed", "1970-01-01T00:00:01.000Z"})
            QVERIFY2(refused.error().message().find(part) != std::string::npos, refused.error().message().c_str());
    }
};

QTEST_APPLESS_MAIN(TestRestart)
#include "restart_test.moc"
