// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include <sqlite3.h>

#include "core/connect/sinks/console_sink.h"
#include "core/engine/checkpoint_inspection.h"
#include "core/formats/read_bytes.h"
#include "tests/unit/engine/document_fixture.h"

using namespace vitrine;
using namespace vitrine::test;

namespace {

namespace fs = std::filesystem;

std::string contentOf(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// Names in a directory, sorted, uuids as `#`.
std::string namesIn(const fs::path& directory) {
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(directory)) {
        std::string name = fs::relative(entry.path(), directory).string();
        if (const std::size_t at = name.find("part-00000-"); at != std::string::npos) name.replace(at + 11, 36, "#");
        if (entry.is_regular_file()) names.push_back(name);
    }
    std::sort(names.begin(), names.end());
    return fmt::format("{}", fmt::join(names, " "));
}

/// All rows of a query, `a|b; c|d`, NULL as `-`.
std::string select(const fs::path& file, const char* sql) {
    sqlite3* database = nullptr;
    sqlite3_open(file.c_str(), &database);
    std::string text;
    const auto add = [](void* into, int count, char** values, char**) {
        auto& out = *static_cast<std::string*>(into);
        if (!out.empty()) out += "; ";
        for (int index = 0; index < count; ++index) out += (index > 0 ? "|" : "") + std::string(values[index] != nullptr ? values[index] : "-");
        return 0;
    };
    if (sqlite3_exec(database, sql, add, &text, nullptr) != SQLITE_OK) text = sqlite3_errmsg(database);
    sqlite3_close(database);
    return text;
}

constexpr const char* kSource = R"("source": {"format": "json", "path": "in", "schema": "time TIMESTAMP, action STRING", "options": {"maxFilesPerTrigger": "1"}}, "conf": {"spark.sql.session.timeZone": "UTC"})";

std::string document(const std::string& rest) { return std::string("{\"name\": \"q\", ") + kSource + ", " + rest + "}"; }

std::string counts(const char* mode, const std::string& sink) {
    return document(fmt::format(R"json("steps": [{{"groupBy": ["window(time, '1 hour')", "action"], "agg": ["count(*) AS count"]}}],
        "outputMode": "{}", "checkpoint": "ck", "sinks": [{}])json", mode, sink));
}

}  // namespace

class SinksTest : public QObject {
    Q_OBJECT

  private slots:
    /// A crash that was asked for: the outputs have the batch, the checkpoint only its plan; the restart loses and repeats nothing.
    void crashIsRunAgain() {
        DocumentFixture fixture(document(R"("outputMode": "append", "checkpoint": "ck", "sinks": [{"format": "json", "path": "out"}, {"format": "sqlite", "path": "t.db", "table": "t"}])"));
        fixture.makeDirectory("in");
        QVERIFY(fixture.start());
        fixture.feed("in/a.json", "{\"action\":\"a\"}\n");
        QVERIFY(!fixture.query->summary().crashAsked);
        fixture.query->requestCrash();
        QVERIFY(fixture.query->summary().crashAsked);
        fixture.process();
        QVERIFY(isActive(fixture.query->status().state));   // there is no batch to crash in yet
        fixture.write("in/b.json", "{\"action\":\"b\"}\n");
        QVERIFY(!fixture.query->processAllAvailable());
        fixture.query->awaitTermination(Millis{0});
        QCOMPARE(fixture.query->status().state, QueryState::Failed);
        QCOMPARE(fixture.query->status().error->code(), ErrorCode::Cancelled);
        const auto left = inspectCheckpoint(fixture.path("ck").string(), false);
        QVERIFY(left && left->hasUnfinishedBatch());
        QCOMPARE(left->planned.value(), std::int64_t{1});
        QCOMPARE(left->committed.value(), std::int64_t{0});
        const std::string written = namesIn(fixture.path("out"));
        QCOMPARE(select(fixture.path("t.db"), "SELECT action FROM t ORDER BY 1"), std::string("a; b"));
        fixture.query.reset();

        fixture.write("in/c.json", "{\"action\":\"c\"}\n");   // waits until the same batch has been run again
        QVERIFY(fixture.start());
        fixture.process();
        QCOMPARE(fixture.query->summary().replayed.value(), std::int64_t{1});
        const BatchReportPtr again = fixture.report(1);
        QVERIFY(again->replayed && again->sinks[0].wasThere && again->sinks[1].wasThere);
        QCOMPARE(again->numInputRows, std::int64_t{1});
        QVERIFY(!fixture.report(2)->replayed && !fixture.report(2)->sinks[0].wasThere);
        QCOMPARE(select(fixture.path("t.db"), "SELECT action FROM t ORDER BY 1"), std::string("a; b; c"));
        fixture.stop();
        const std::string now = namesIn(fixture.path("out"));
        QCOMPARE(std::count(written.begin(), written.end(), '#'), std::ptrdiff_t{2});
        QCOMPARE(std::count(now.begin(), now.end(), '#'), std::ptrdiff_t{3});
    }

    /// Files appear whole, the log names them, an empty batch has one too (SK-1, SK-2, SK-4).
    void E1_files_SK1() {
        DocumentFixture fixture(document(R"("sinks": [{"format": "json", "path": "out"}], "checkpoint": "ck")"));
        fixture.makeDirectory("in");
        QVERIFY(fixture.start());
        fixture.feed("in/a.json", "{\"time\":1,\"action\":\"a\"}\n{\"time\":2}\n");
        fixture.feed("in/b.json", "");
        fixture.stop();
        QCOMPARE(namesIn(fixture.path("out")), std::string("_spark_metadata/0 _spark_metadata/1 part-00000-#-c000.json part-00000-#-c000.json"));
        std::string all;
        for (const auto& entry : fs::directory_iterator(fixture.path("out")))
            if (entry.is_regular_file()) all += contentOf(entry.path());
        QCOMPARE(all, std::string("{\"time\":\"1970-01-01T00:00:01.000Z\",\"action\":\"a\"}\n{\"time\":\"1970-01-01T00:00:02.000Z\"}\n"));
        QVERIFY(contentOf(fixture.path("out/_spark_metadata/0")).starts_with("v1\n{\"path\":\"file:///"));
    }

    /// What is disarmed in tables for spreadsheets is data here: the sink writes what Spark writes.
    void E7_csvSinkKeepsTextsAsTheyAre() {
        DocumentFixture fixture(document(R"("steps": [{"select": ["action"]}], "sinks": [{"format": "csv", "path": "out"}], "checkpoint": "ck")"));
        fixture.makeDirectory("in");
        QVERIFY(fixture.start());
        fixture.feed("in/a.json", "{\"action\":\"=1+1\"}\n{\"action\":\"+1\"}\n{\"action\":\"-1\"}\n{\"action\":\"@x\"}\n{\"action\":\"\uFF1D1\"}\n");
        fixture.stop();
        std::string all;
        for (const auto& entry : fs::directory_iterator(fixture.path("out")))
            if (entry.is_regular_file()) all += contentOf(entry.path());
        QCOMPARE(all, std::string("=1+1\n+1\n-1\n@x\n\uFF1D1\n"));
    }

    /// Every tenth entry of the log holds all before it; readers see the same rows.
    void compactsItsLog_SK2() {
        DocumentFixture fixture(document(R"("sinks": [{"format": "csv", "path": "out"}], "checkpoint": "ck")"));
        for (int file = 0; file < 21; ++file) fixture.write(fmt::format("in/{}.json", file), fmt::format("{{\"time\":{}}}\n", file));
        QVERIFY(fixture.start());
        fixture.process();
        fixture.stop();
        QVERIFY(!fs::exists(fixture.path("out/_spark_metadata/19")));
        const std::string compact = contentOf(fixture.path("out/_spark_metadata/19.compact"));
        QCOMPARE(std::count(compact.begin(), compact.end(), '\n'), 20);
        DocumentFixture reader(R"({"source": {"format": "csv", "path": ")" + fixture.path("out").string() + R"(", "schema": "time TIMESTAMP, action STRING"}})");
        QVERIFY(reader.start());
        reader.process();
        QCOMPARE(reader.query->snapshot()->numRows, std::uint64_t{21});
    }

    /// A batch that the directory's log already has is passed over, and the report says so (SK-3).
    void saysThatABatchWasThere_SK3() {
        DocumentFixture fixture(document(R"("sinks": [{"format": "json", "path": "out"}], "checkpoint": "ck")"));
        fixture.write("in/a.json", "{\"time\":1}\n");
        QVERIFY(fixture.start());
        fixture.process();
        QVERIFY(!fixture.report(0)->sinks.front().wasThere);
        QCOMPARE(fixture.report(0)->numOutputRows, std::int64_t{-1});
        fixture.stop();
        fs::remove_all(fixture.path("ck"));
        QVERIFY(fixture.start());
        fixture.process();
        QVERIFY(fixture.report(0)->sinks.front().wasThere);
        fixture.stop();
        QCOMPARE(namesIn(fixture.path("out")), std::string("_spark_metadata/0 part-00000-#-c000.json"));
    }

    /// Names from data stay inside the directory (E8).
    void E8_partitionsStayInside_SK5() {
        DocumentFixture fixture(document(R"("sinks": [{"format": "json", "path": "out", "partitionBy": ["action"]}], "checkpoint": "ck")"));
        fixture.write("in/a.json", R"({"time":1,"action":"../../evil"}
{"time":2,"action":".."}
{"time":3,"action":""}
{"time":4}
{"time":5,"action":"a=b c\u0000\n%"}
)");
        QVERIFY(fixture.start());
        fixture.process();
        fixture.stop();
        std::vector<std::string> directories;
        for (const auto& entry : fs::directory_iterator(fixture.path("out"))) directories.push_back(entry.path().filename().string());
        std::sort(directories.begin(), directories.end());
        QCOMPARE(directories, (std::vector<std::string>{"_spark_metadata", "action=..", "action=..%2F..%2Fevil", "action=__HIVE_DEFAULT_PARTITION__", "action=a%3Db c%00%0A%25"}));
        QVERIFY(!fs::exists(fixture.path("evil")));
    }

    /// Rows and batch id are one transaction; a group's row is replaced, NULL groups too (E4).
    void E4_sqliteReplacesGroups() {
        DocumentFixture fixture(counts("update", R"({"format": "sqlite", "path": "t.db", "table": "counts"})"));
        fixture.makeDirectory("in");
        QVERIFY(fixture.start());
        fixture.feed("in/a.json", "{\"time\":1,\"action\":\"a\"}\n{\"time\":2}\n");
        fixture.feed("in/b.json", "{\"time\":3,\"action\":\"a\"}\n{\"time\":4}\n{\"time\":5}\n");
        fixture.stop();
        const char* all = "SELECT * FROM counts ORDER BY action";
        QCOMPARE(select(fixture.path("t.db"), all), std::string("1970-01-01 00:00:00|1970-01-01 01:00:00|-|3; 1970-01-01 00:00:00|1970-01-01 01:00:00|a|2"));
        QCOMPARE(select(fixture.path("t.db"), "SELECT name FROM pragma_table_info('counts')"), std::string("window.start; window.end; action; count"));
        QCOMPARE(select(fixture.path("t.db"), "SELECT batch FROM _vitrine_batches"), std::string("1"));
        // The commit of batch 1 is lost: it runs again and changes nothing.
        QCOMPARE(select(fixture.path("ck/_vitrine.db"), "DELETE FROM commits WHERE batch = 1; DELETE FROM state WHERE batch = 1"), std::string());
        fs::remove(fixture.path("ck/_vitrine.lock"));   // notes what was committed
        QVERIFY(fixture.start());
        fixture.process();
        QVERIFY(fixture.report(1)->sinks.front().wasThere);
        fixture.feed("in/c.json", "{\"time\":3,\"action\":\"b\"}\n");
        fixture.stop();
        QCOMPARE(select(fixture.path("t.db"), "SELECT action, count FROM counts ORDER BY action"), std::string("-|3; a|2; b|1"));
    }

    void sqliteCompleteReplacesAll() {
        DocumentFixture fixture(counts("complete", R"({"format": "sqlite", "path": "t.db", "table": "counts"})"));
        fixture.makeDirectory("in");
        QVERIFY(fixture.start());
        fixture.feed("in/a.json", "{\"time\":1,\"action\":\"a\"}\n");
        fixture.feed("in/b.json", "{\"time\":3,\"action\":\"a\"}\n{\"time\":4,\"action\":\"b\"}\n");
        fixture.stop();
        QCOMPARE(select(fixture.path("t.db"), "SELECT action, count FROM counts ORDER BY action"), std::string("a|2; b|1"));
    }

    /// Columns of a table are never guessed at.
    void sqliteRefusesAnotherSchema() {
        DocumentFixture fixture(counts("update", R"({"format": "sqlite", "path": "t.db", "table": "counts"})"));
        fixture.makeDirectory("in");
        QCOMPARE(select(fixture.path("t.db"), "CREATE TABLE counts (a)"), std::string());
        QVERIFY(fixture.start());
        fixture.query->awaitTermination(Millis{0});
        QVERIFY(fixture.query->status().error->code() == ErrorCode::SchemaMismatch);
    }

    /// The command gets rows and names; its failure fails the batch, with its words, and the batch comes again.
    void commandGetsEachBatch_SK31() {
        DocumentFixture fixture(document(R"("checkpoint": "ck", "sinks": [{"format": "foreachBatch",
            "command": "test ! -e broken || { echo out of order >&2; exit 7; }; echo $VITRINE_BATCH_ID $VITRINE_QUERY_NAME $VITRINE_OUTPUT_MODE >> log; cat >> log"}])"));
        fixture.makeDirectory("in");
        QVERIFY(fixture.start());
        fixture.feed("in/a.json", "{\"time\":1,\"action\":\"a\"}\n");
        fixture.write("broken", "");
        fixture.feed("in/b.json", "{\"time\":2,\"action\":\"b\"}\n");
        const auto error = fixture.query->status().error;
        QVERIFY(error && error->code() == ErrorCode::SinkFailed);
        QVERIFY(error->message().find("left with status 7: out of order") != std::string::npos);
        fs::remove(fixture.path("broken"));
        QVERIFY(fixture.start());
        fixture.process();
        fixture.stop();
        QCOMPARE(contentOf(fixture.path("log")), std::string("0 q append\n{\"time\":\"1970-01-01T00:00:01.000Z\",\"action\":\"a\"}\n"
                                                            "1 q append\n{\"time\":\"1970-01-01T00:00:02.000Z\",\"action\":\"b\"}\n"));
    }

    /// A command that does not end by itself is ended with all that it started.
    void A5_stopEndsTheCommand() {
        DocumentFixture fixture(document(R"("checkpoint": "ck", "sinks": [{"format": "foreachBatch", "command": "trap '' TERM; touch begun; sleep 1000 & wait; sleep 1000"}])"));
        fixture.write("in/a.json", "{\"time\":1}\n");
        QVERIFY(fixture.start());
        QTRY_VERIFY(fs::exists(fixture.path("begun")));
        fixture.query->requestStop();
        fixture.query->awaitTermination(Millis{0});
        QVERIFY(fixture.query->status().state == QueryState::Stopped);
    }

    /// One failing sink of several leaves the batch to be run again; those that had it pass it over.
    void severalSinksAgreeInTheEnd() {
        DocumentFixture fixture(document(R"("checkpoint": "ck", "sinks": [{"format": "json", "path": "out"}, {"format": "foreachBatch", "command": "test ! -e broken"}])"));
        fixture.write("broken", "");
        fixture.write("in/a.json", "{\"time\":1}\n");
        QVERIFY(fixture.start());
        fixture.process();
        QVERIFY(fixture.query->status().state == QueryState::Failed);
        fs::remove(fixture.path("broken"));
        QVERIFY(fixture.start());
        fixture.process();
        QVERIFY(fixture.report(0)->sinks[0].wasThere);
        QVERIFY(!fixture.report(0)->sinks[1].wasThere);
        QCOMPARE(namesIn(fixture.path("out")), std::string("_spark_metadata/0 part-00000-#-c000.json"));
    }

    void consolePrintsSparksBlocks_SK10() {
        ReadSpec spec;
        spec.schema = std::make_shared<const Schema>(parseDdl("window STRUCT<start: TIMESTAMP, end: TIMESTAMP>, action STRING, count BIGINT").value());
        spec.columns = {0, 1, 2};
        const BytesRead read = readBytes("json", spec, R"({"window":{"start":"2016-07-26T02:00:00Z","end":"2016-07-26T03:00:00Z"},"action":"Open","count":4}
{"action":"漢字\n","count":null})", "a.json").value();
        const auto printed = [&](const OptionMap& options, std::uint64_t rows) {
            std::string text;
            ConsoleSink sink(ConsoleOptions::parse(options).value(), [&](std::string_view more) {
                text += more;
                return Result<void>();
            });
            SinkContext context;
            context.schema = spec.schema;
            if (!sink.open(context) || !sink.write(7, {rows > 0 ? read.batches : std::vector<Batch>(), rows}, {})) text = "failed";
            return text;
        };
        const std::string head = "-------------------------------------------\nBatch: 7\n-------------------------------------------\n";
        QCOMPARE(printed({}, 2), head + R"(+--------------------+------+-----+
|              window|action|count|
+--------------------+------+-----+
|{2016-07-26 02:00...|  Open|    4|
|                NULL|漢字\n| NULL|
+--------------------+------+-----+

)");
        QCOMPARE(printed({{"truncate", "false"}}, 2), head + R"(+------------------------------------------+------+-----+
|window                                    |action|count|
+------------------------------------------+------+-----+
|{2016-07-26 02:00:00, 2016-07-26 03:00:00}|Open  |4    |
|NULL                                      |漢字\n|NULL |
+------------------------------------------+------+-----+

)");
        QCOMPARE(printed({{"numRows", "1"}}, 2), head + R"(+--------------------+------+-----+
|              window|action|count|
+--------------------+------+-----+
|{2016-07-26 02:00...|  Open|    4|
+--------------------+------+-----+
only showing top 1 row
)");
        QCOMPARE(printed({}, 0), head + "+------+------+-----+\n|window|action|count|\n+------+------+-----+\n+------+------+-----+\n\n");
    }

    void refusesWhatNoSinkCanDo() {
        const auto refusal = [](const std::string& rest) {
            DocumentFixture fixture(document(rest));
            fixture.makeDirectory("in");
            return fixture.refusal();
        };
        const std::string checkpoint = R"("checkpoint": "ck", )";
        QVERIFY(refusal(R"("sinks": [{"format": "json", "path": "out"}])").starts_with("start /checkpoint: "));
        QVERIFY(refusal(checkpoint + R"("sinks": [{"format": "json"}])").starts_with("start /sinks/0/path: "));
        QVERIFY(refusal(checkpoint + R"("sinks": [{"format": "json", "path": "o", "partitionBy": ["acton"]}])").starts_with("start /sinks/0/partitionBy/0: "));
        QVERIFY(refusal(checkpoint + R"("sinks": [{"format": "console"}, {"format": "csv", "path": "o", "options": {"compression": "rar"}}])").starts_with("start /sinks/1/options/compression: "));
        QVERIFY(refusal(checkpoint + R"("outputMode": "update", "sinks": [{"format": "json", "path": "o"}])").starts_with("start /outputMode: "));
        QVERIFY(refusal(R"("sinks": [{"format": "foreachBatch"}])").starts_with("start /sinks/0/command: "));
        QVERIFY(refusal(R"("sinks": [{"format": "foreach"}])").find("/sinks/0/format") != std::string::npos);
        QVERIFY(refusal(R"("sinks": [{"format": "console", "options": {"truncate": "7"}}])").starts_with("start /sinks/0/options/truncate: "));
        QVERIFY(refusal(checkpoint + R"json("outputMode": "update", "steps": [{"groupBy": ["action"], "agg": ["count(*) AS n"]}, {"select": ["n"]}], "sinks": [{"format": "sqlite", "table": "t"}])json").starts_with("start /sinks/0: "));
    }
};

QTEST_GUILESS_MAIN(SinksTest)
#include "sinks_test.moc"
