// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "tests/unit/engine/document_fixture.h"

using namespace vitrine;
using namespace vitrine::test;

namespace {

/// A document over directory `in` of {time TIMESTAMP, k STRING} in JSON lines.
std::string document(const std::string& steps, const std::string& mode = "append", const std::string& conf = "") {
    return R"j({"source":{"format":"json","path":"in","schema":"time TIMESTAMP, k STRING"},"steps":[)j" + steps + R"j(],"outputMode":")j" +
           mode + R"j(","conf":{"spark.sql.session.timeZone":"UTC")j" + (conf.empty() ? "" : "," + conf) + "}}";
}

/// Lines of "10a 12b": time and key; "Na" has no time.
std::string lines(const std::string& words) {
    std::string text;
    std::size_t at = 0;
    while (at < words.size()) {
        const std::size_t end = std::min(words.find(' ', at), words.size());
        const std::string word = words.substr(at, end - at);
        const std::size_t key = word.find_first_not_of("0123456789.N");
        const std::string time = word[0] == 'N' ? "null" : word.substr(0, key);
        text += R"j({"time":)j" + time + R"j(,"k":)j" + (key == std::string::npos ? "null" : "\"" + word.substr(key) + "\"") + "}\n";
        at = end + 1;
    }
    return text;
}

const std::string kWatermark = R"j({"withWatermark":["time","0 seconds"]})j";

}  // namespace

class TestOperators : public QObject {
    Q_OBJECT
  private slots:
    void wm31_limitOverTheLifeOfTheQuery();
    void wm31_limitBelowAnAggregation();
    void wm31_limitOfNothingKeepsNoState();
    void unionCountsInputOfEachSource();
    void unionCoercesByPosition();
    void unionLosesTheWatermarkOfACastColumn();
    void wm10_watermarkOfAnotherBranchIsNotSeen();
    void wm4_redefinedWatermark();
    void wm6_filtersOnWindowsComeBeforeTheGroups_data();
    void wm6_filtersOnWindowsComeBeforeTheGroups();
    void duplicatesThenWindows();
    void windowsThenDuplicates();
    void sessionsThenWindows();
    void joinedTableIsReadForEveryBatch();
    void joinCoercesItsKeys();
    void joinFiltersTheStreamLikeItsTable();
    void lateRowsOfTwoSourcesNameTheirFiles();
    void sameForAnyThreadsAndChunks();
    void refusals_data();
    void refusals();
};

void TestOperators::wm31_limitOverTheLifeOfTheQuery() {
    DocumentFixture fixture(document(R"j({"limit":3})j"));
    fixture.makeDirectory("in");
    QVERIFY(fixture.start());
    fixture.feed("in/a.json", lines("1a 2b"));
    fixture.feed("in/b.json", lines("3c 4d"));
    fixture.feed("in/c.json", lines("5e"));
    QCOMPARE(fixture.batch(0), std::string("1,a; 2,b"));
    QCOMPARE(fixture.batch(1), std::string("3,c"));
    QCOMPARE(fixture.batch(2), std::string("-"));
    QCOMPARE(fixture.operators(0), std::string("globalLimit 1/1/0/0"));
    QCOMPARE(fixture.operators(2), std::string("globalLimit 1/0/0/0"));
    const RowBalance& rows = fixture.report(1)->rows;
    QCOMPARE(rows.read, std::uint64_t{2});
    QCOMPARE(rows.filtered, std::uint64_t{1});
    QCOMPARE(rows.counted, std::uint64_t{1});
}

void TestOperators::wm31_limitBelowAnAggregation() {
    DocumentFixture fixture(document(R"j({"limit":3},{"groupBy":["k"],"agg":["count(*) AS n"]},{"orderBy":["n DESC"]},{"limit":1})j", "complete"));
    fixture.makeDirectory("in");
    QVERIFY(fixture.start());
    fixture.feed("in/a.json", lines("1a 2b"));
    fixture.feed("in/b.json", lines("3b 4a 5a"));
    QCOMPARE(fixture.batch(1), std::string("b,2"));
    QCOMPARE(fixture.operators(1), std::string("stateStoreSave 2/1/0/0; globalLimit 1/1/0/0"));
}

void TestOperators::wm31_limitOfNothingKeepsNoState() {
    DocumentFixture fixture(document(R"j({"limit":0})j"));
    fixture.makeDirectory("in");
    QVERIFY(fixture.start());
    fixture.feed("in/a.json", lines("1a"));
    QCOMPARE(fixture.batch(0), std::string("-"));
    QCOMPARE(fixture.operators(0), std::string());
}

void TestOperators::unionCountsInputOfEachSource() {
    DocumentFixture fixture(document(R"j({"union":{"source":{"path":"other","schema":"time TIMESTAMP, k STRING"},"steps":[{"where":"k <> 'x'"}]}})j"));
    fixture.makeDirectory("in");
    fixture.makeDirectory("other");
    QVERIFY(fixture.start());
    fixture.write("in/a.json", lines("1a"));
    fixture.feed("other/a.json", lines("2b 3x"));
    // Whether one batch takes both files or two do is a matter of when they are seen.
    std::int64_t left = 0;
    std::int64_t right = 0;
    std::uint64_t filtered = 0;
    for (std::int64_t batch = 0; fixture.batch(batch) != "none"; ++batch) {
        const auto report = fixture.report(batch);
        left += report->sources[0].numInputRows;
        right += report->sources[1].numInputRows;
        filtered += report->rows.filtered;
        QCOMPARE(report->numInputRows, report->sources[0].numInputRows + report->sources[1].numInputRows);
    }
    QCOMPARE(left, std::int64_t{1});
    QCOMPARE(right, std::int64_t{2});
    QCOMPARE(filtered, std::uint64_t{1});
}

void TestOperators::unionCoercesByPosition() {
    DocumentFixture fixture(
        R"j({"source":{"path":"in","schema":"id INT, name STRING"},"steps":[{"union":{"source":{"path":"other","schema":"x DOUBLE, y STRING"}}}],"conf":{"spark.sql.session.timeZone":"UTC"}})j");
    fixture.makeDirectory("in");
    fixture.makeDirectory("other");
    QVERIFY(fixture.start());
    fixture.feed("in/a.json", "{\"id\":1,\"name\":\"a\"}\n");
    fixture.feed("other/a.json", "{\"x\":2.5,\"y\":\"b\"}\n");
    QCOMPARE(toDdl(*fixture.query->shape()->schema), std::string("id DOUBLE, name STRING"));
    QCOMPARE(fixture.batch(0), std::string("1,a"));
    QCOMPARE(fixture.batch(1), std::string("2.5,b"));
}

void TestOperators::unionLosesTheWatermarkOfACastColumn() {
    const std::string steps = kWatermark + R"j(,{"union":{"source":{"path":"in","schema":"time STRING, k STRING"}}},
        {"groupBy":["window(time, '5 seconds')"],"agg":["count(*) AS n"]})j";
    DocumentFixture widened(document(steps, "append", R"j("spark.sql.ansi.enabled":"false")j"));   // both become STRING
    widened.makeDirectory("in");
    QVERIFY2(widened.refusal().rfind("start /steps/2: Output mode append", 0) == 0, widened.refusal().c_str());
    DocumentFixture kept(document(steps));   // the text becomes a TIMESTAMP
    kept.makeDirectory("in");
    QCOMPARE(kept.refusal(), std::string());
}

void TestOperators::wm10_watermarkOfAnotherBranchIsNotSeen() {
    // The left branch drops duplicates without a watermark of its own: its thresholds stay at 0 and it asks for no batch.
    DocumentFixture fixture(document(R"j({"dropDuplicates":["time","k"]},{"union":{"source":{"path":"other","schema":"time TIMESTAMP, k STRING"},
        "steps":[{"withWatermark":["time","0 seconds"]}]}})j"));
    fixture.makeDirectory("in");
    fixture.makeDirectory("other");
    QVERIFY(fixture.start());
    fixture.feed("other/a.json", lines("100x"));
    fixture.feed("in/a.json", lines("5a 5a"));
    fixture.feed("in/b.json", lines("5a 6a"));
    QCOMPARE(fixture.batch(0), std::string("100,x"));
    QCOMPARE(fixture.batch(1), std::string("5,a"));
    QCOMPARE(fixture.batch(2), std::string("6,a"));
    QCOMPARE(fixture.batch(3), std::string("none"));
    QCOMPARE(fixture.watermark(2), 100.0);
    QCOMPARE(fixture.operators(2), std::string("dedupe 2/1/0/0"));
}

void TestOperators::wm4_redefinedWatermark() {
    const std::string steps = R"j({"withWatermark":["time","10 seconds"]},{"withWatermark":["time","2 seconds"]},
        {"groupBy":["window(time, '5 seconds')"],"agg":["count(*) AS n"]})j";
    DocumentFixture refused(document(steps));
    refused.makeDirectory("in");
    QCOMPARE(refused.refusal(), std::string("run /steps/1: A watermark is declared twice on one stream."));

    DocumentFixture allowed(document(steps, "append", R"j("spark.sql.streaming.statefulOperator.allowMultiple":"false")j"));
    allowed.makeDirectory("in");
    QVERIFY(allowed.start());
    allowed.feed("in/a.json", lines("1a 18a"));   // min(18 − 10, 18 − 2) = 8
    QCOMPARE(allowed.batch(1), std::string("0-5,1"));
    QCOMPARE(allowed.watermark(1), 8.0);
}

void TestOperators::wm6_filtersOnWindowsComeBeforeTheGroups_data() {
    QTest::addColumn<QString>("window");
    QTest::newRow("tumbling") << "window(time, '10 seconds')";
    QTest::newRow("sliding") << "window(time, '10 seconds', '5 seconds')";
}

void TestOperators::wm6_filtersOnWindowsComeBeforeTheGroups() {
    QFETCH(QString, window);
    DocumentFixture fixture(document(kWatermark + R"j(,{"groupBy":[")j" + window.toStdString() +
                                     R"j(","k"],"agg":["count(*) AS n"]},{"where":"window.start IN (timestamp_seconds(10), timestamp_seconds(40)) AND k <> 'b'"},
        {"select":["window","k","n"]},{"where":"second(window.start) > 5 OR k = 'z'"})j"));
    fixture.makeDirectory("in");
    QVERIFY(fixture.start());
    fixture.feed("in/a.json", lines("1a 12b 13a"));
    fixture.feed("in/b.json", lines("40a"));   // its rise closes 10-20
    fixture.feed("in/c.json", lines("12c 13b 46b"));
    QCOMPARE(fixture.operators(0), std::string("stateStoreSave 1/1/0/0"));   // 13a in [10,20)
    QCOMPARE(fixture.batch(3), std::string("10-20,a,1"));
    QCOMPARE(fixture.operators(4), std::string("stateStoreSave 1/0/0/1"));   // 12c; b never gets there
    QCOMPARE(fixture.report(4)->rows.filtered, std::uint64_t{2});
    QCOMPARE(fixture.watermark(4), 40.0);
}

void TestOperators::duplicatesThenWindows() {
    DocumentFixture fixture(document(kWatermark + R"j(,{"dropDuplicates":["time","k"]},{"groupBy":["window(time, '5 seconds')"],"agg":["count(*) AS n"]})j"));
    fixture.makeDirectory("in");
    QVERIFY(fixture.start());
    fixture.feed("in/a.json", lines("1a 1a 2a 12a"));
    QCOMPARE(fixture.operators(0), std::string("stateStoreSave 2/2/0/0; dedupe 3/3/0/0"));
    QCOMPARE(fixture.batch(1), std::string("0-5,2"));
    QCOMPARE(fixture.operators(1), std::string("stateStoreSave 1/0/1/0; dedupe 0/0/3/0"));
    fixture.feed("in/b.json", lines("2a 13a"));
    QCOMPARE(fixture.operators(2), std::string("stateStoreSave 1/1/0/0; dedupe 1/1/0/1"));
    QCOMPARE(fixture.report(2)->rows.late, std::uint64_t{1});
    QCOMPARE(fixture.report(2)->rows.counted, std::uint64_t{1});
}

void TestOperators::windowsThenDuplicates() {
    DocumentFixture fixture(document(kWatermark + R"j(,{"groupBy":["window(time, '5 seconds')","k"],"agg":["count(*) AS n"]},{"dropDuplicates":["window","n"]})j"));
    fixture.makeDirectory("in");
    QVERIFY(fixture.start());
    fixture.feed("in/a.json", lines("1a 2b 3c 3c 12a"));
    const std::string first = fixture.batch(1);
    QVERIFY2(first == "0-5,a,1; 0-5,c,2" || first == "0-5,b,1; 0-5,c,2", first.c_str());
    QCOMPARE(fixture.operators(1), std::string("dedupe 0/2/2/0; stateStoreSave 1/0/3/0"));
    QCOMPARE(fixture.report(1)->rows.filtered, std::uint64_t{0});
}

void TestOperators::sessionsThenWindows() {
    DocumentFixture fixture(document(kWatermark + R"j(,{"groupBy":["session_window(time, '2 seconds')","k"],"agg":["count(*) AS n"]},
        {"groupBy":["window(session_window, '10 seconds')"],"agg":["sum(n) AS rows","count(*) AS sessions"]})j"));
    fixture.makeDirectory("in");
    QVERIFY(fixture.start());
    fixture.feed("in/a.json", lines("1a 2a 6a 7b 20a"));
    QCOMPARE(fixture.batch(1), std::string("0-10,4,3"));
    QCOMPARE(fixture.operators(1), std::string("stateStoreSave 0/1/1/0; sessionWindowStateStoreSaveExec 1/0/3/0"));
}

void TestOperators::joinedTableIsReadForEveryBatch() {
    DocumentFixture fixture(document(R"j({"join":{"source":{"path":"table","schema":"k STRING, label STRING"},"static":true,"on":["k"],"how":"left_outer"}})j"));
    fixture.makeDirectory("in");
    fixture.write("table/t.json", R"j({"k":"a","label":"A1"})j" "\n" R"j({"k":"a","label":"A2"})j" "\n");
    QVERIFY(fixture.start());
    fixture.feed("in/a.json", lines("1a 2b 3"));
    QCOMPARE(fixture.batch(0), std::string("NULL,3,NULL; a,1,A1; a,1,A2; b,2,NULL"));
    QCOMPARE(fixture.report(0)->sources.size(), std::size_t{1});
    QCOMPARE(fixture.report(0)->numInputRows, std::int64_t{3});
    fixture.write("table/t.json", R"j({"k":"b","label":"BB"})j" "\n" R"j({"k":"a","label":"AA"})j" "\n");
    fixture.feed("in/b.json", lines("4b"));
    QCOMPARE(fixture.batch(1), std::string("b,4,BB"));
}

void TestOperators::joinCoercesItsKeys() {
    DocumentFixture fixture(
        R"j({"source":{"path":"in","schema":"id INT, name STRING"},"steps":[{"join":{"source":{"path":"table","schema":"label STRING, id STRING"},"static":true,"on":["id"],"how":"inner"}}],"conf":{"spark.sql.session.timeZone":"UTC"}})j");
    fixture.makeDirectory("in");
    fixture.write("table/t.json", R"j({"label":"one","id":"1"})j" "\n" R"j({"label":"two","id":"2"})j" "\n");
    QVERIFY(fixture.start());
    fixture.feed("in/a.json", "{\"id\":2,\"name\":\"b\"}\n{\"id\":3,\"name\":\"c\"}\n");
    QCOMPARE(toDdl(*fixture.query->shape()->schema), std::string("id INT, name STRING, label STRING"));
    QCOMPARE(fixture.batch(0), std::string("2,b,two"));
    QCOMPARE(fixture.report(0)->rows.filtered, std::uint64_t{1});
}

void TestOperators::joinFiltersTheStreamLikeItsTable() {
    // The table leaves out z, so rows of z go before the watermark sees them.
    DocumentFixture fixture(document(kWatermark + R"j(,{"join":{"source":{"path":"table","schema":"key STRING, label STRING"},
        "steps":[{"where":"key <> 'z'"},{"withColumnRenamed":["key","k"]}],"static":true,"on":["k"],"how":"inner"}},
        {"groupBy":["window(time, '5 seconds')"],"agg":["count(*) AS n"]})j"));
    fixture.makeDirectory("in");
    fixture.write("table/t.json", R"j({"key":"a","label":"A"})j" "\n");
    QVERIFY(fixture.start());
    fixture.feed("in/a.json", lines("1a 50z"));
    fixture.feed("in/b.json", lines("7q"));   // no partner, but the watermark sees it
    QCOMPARE(fixture.watermark(1), 1.0);
    QCOMPARE(fixture.watermark(3), 7.0);
    QCOMPARE(fixture.batch(3), std::string("0-5,1"));
}

void TestOperators::lateRowsOfTwoSourcesNameTheirFiles() {
    DocumentFixture fixture(document(kWatermark + R"j(,{"union":{"source":{"path":"other","schema":"time TIMESTAMP, k STRING"}}},
        {"groupBy":["window(time, '5 seconds')"],"agg":["count(*) AS n"]})j"));
    fixture.makeDirectory("in");
    fixture.makeDirectory("other");
    QVERIFY(fixture.start());
    fixture.feed("in/a.json", lines("100a"));
    fixture.feed("other/late.json", lines("101a 3a"));
    const auto report = fixture.report(2);
    QCOMPARE(report->late.size(), std::size_t{1});
    QCOMPARE(report->late[0].file, fixture.path("other/late.json").string());
    QCOMPARE(report->late[0].offset, std::uint64_t{lines("101a").size()});
    QCOMPARE(report->files.size(), std::size_t{1});
    QCOMPARE(report->files[0].rows, std::uint64_t{2});
}

void TestOperators::sameForAnyThreadsAndChunks() {
    std::optional<std::vector<std::string>> expected;
    for (const std::size_t threads : {1U, 3U}) {
        for (const std::size_t chunk : {1U, 4096U}) {
            DocumentFixture fixture(document(kWatermark + R"j(,{"union":{"source":{"path":"other","schema":"time TIMESTAMP, k STRING"}}},
                {"join":{"source":{"path":"table","schema":"k STRING, label STRING"},"static":true,"on":["k"],"how":"left_outer"}},
                {"dropDuplicates":["time","k"]},{"groupBy":["session_window(time, '3 seconds')","label"],"agg":["count(*) AS n","min(k) AS least"]})j"));
            fixture.makeDirectory("in");
            fixture.makeDirectory("other");
            fixture.write("table/t.json", R"j({"k":"a","label":"A"})j" "\n" R"j({"k":"b","label":"A"})j" "\n" R"j({"k":"b","label":"B"})j" "\n");
            QVERIFY(fixture.start(threads, chunk));
            fixture.feed("in/1.json", lines("1a 2a 2b 9c 1a N 30a 31b 5b"));
            fixture.feed("other/1.json", lines("29a 28c 2a 45a 45b 45b"));
            fixture.feed("in/2.json", lines("80a"));
            std::vector<std::string> all;
            for (std::int64_t batch = 0; fixture.batch(batch) != "none"; ++batch)
                all.push_back(fixture.batch(batch) + " | " + fixture.operators(batch));
            QVERIFY(all.size() >= 5);
            if (!expected) expected = all;
            QCOMPARE(all, *expected);
        }
    }
}

void TestOperators::refusals_data() {
    QTest::addColumn<QString>("steps");
    QTest::addColumn<QString>("mode");
    QTest::addColumn<QString>("refusal");
    const auto add = [](const char* name, std::string steps, const char* mode, const char* refusal) {
        QTest::newRow(name) << QString::fromStdString(steps) << mode << refusal;
    };
    const std::string grouped = R"j({"groupBy":["k"],"agg":["count(*) AS n"]})j";
    add("duplicates in complete", R"j({"dropDuplicates":["k"]})j", "complete", "start /outputMode: Output mode complete needs an aggregation.");
    add("within watermark without one", R"j({"dropDuplicatesWithinWatermark":["k"]})j", "append", "start /steps/0: `dropDuplicatesWithinWatermark` needs a watermark.");
    add("limit in update", R"j({"limit":3})j", "update", "start /steps/0: `limit` is not supported in output mode update.");
    add("limit below an aggregation in update", R"j({"limit":3},)j" + grouped, "update", "start /steps/0: `limit` is not supported in output mode update.");
    add("two aggregations in complete", grouped + R"j(,{"groupBy":["n"],"agg":["count(*) AS m"]})j", "complete",
        "start /steps/1: An aggregation whose results still change cannot feed another operator that keeps state.");
    add("duplicates of changing groups", grouped + R"j(,{"dropDuplicates":["n"]})j", "update",
        "start /steps/1: An aggregation whose results still change cannot feed another operator that keeps state.");
    add("distinct", R"j({"groupBy":["k"],"agg":["count(DISTINCT time) AS n"]})j", "update", "start /steps/0/agg/0: A stream has no DISTINCT aggregates.");
    add("sort of a union", R"j({"union":{"source":{"path":"in","schema":"time TIMESTAMP, k STRING"}}},{"orderBy":["k"]})j", "append",
        "start /steps/1: Rows of a stream can only be ordered after an aggregation in output mode complete.");
    add("two streams joined", R"j({"join":{"source":{"path":"in","schema":"k STRING"},"on":["k"],"how":"inner"}})j", "append", "define /steps/0/join: Two streams cannot be joined here.");
    add("join of maps", R"j({"withColumn":["k","map(k, 1)"]},{"join":{"source":{"path":"in","schema":"k MAP<STRING, INT>"},"static":true,"on":["k"],"how":"inner"}})j", "append",
        "define /steps/1/join/on/0: `k` cannot be compared: it is MAP<STRING, INT> in the stream and MAP<STRING, INT> in the table.");
    add("union of unlike columns", R"j({"union":{"source":{"path":"in","schema":"time STRUCT<a: INT>, k STRING"}}})j", "append",
        "define /steps/0/union: Column 1 of the union is TIMESTAMP on one side and STRUCT<a: INT> on the other.");
    add("session alone", R"j({"withWatermark":["time","0 seconds"]},{"groupBy":["session_window(time, '1 second')"],"agg":["count(*) AS n"]})j", "append",
        "run /steps/1/groupBy: Sessions need another grouping key on a stream.");
    add("two tagged columns", R"j({"withWatermark":["time","0 seconds"]},{"withColumn":["copy","time"]},{"dropDuplicates":["k"]})j", "append",
        "run /steps/2: `time` and `copy` both carry the watermark; it is not clear which decides.");
    add("watermark again after a union", R"j({"withWatermark":["time","0 seconds"]},{"union":{"source":{"path":"in","schema":"time TIMESTAMP, k STRING"}}},{"withWatermark":["time","1 second"]})j",
        "append", "run /steps/2: A watermark is declared twice on one stream.");
    add("a sorted table is fine", R"j({"join":{"source":{"path":"in","schema":"k STRING"},"steps":[{"orderBy":["k"]}],"static":true,"on":["k"],"how":"inner"}})j", "append", "");
}

void TestOperators::refusals() {
    QFETCH(QString, steps);
    QFETCH(QString, mode);
    QFETCH(QString, refusal);
    DocumentFixture fixture(document(steps.toStdString(), mode.toStdString()));
    fixture.makeDirectory("in");
    QCOMPARE(QString::fromStdString(fixture.refusal()), refusal);
}

QTEST_GUILESS_MAIN(TestOperators)
#include "operators_test.moc"
