// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include "tests/unit/query/planning_fixture.h"

using namespace vitrine;
using test::refusal;
using test::shown;

namespace {

const char* const kWindow = R"x({"groupBy": ["window(time, '5 seconds')", "action"], "agg": ["count(*) AS count"]})x";

}  // namespace

/// Expectations are what Spark recorded for the cases named in brackets: the phase must be the same.
class QueryRefusalsTest : public QObject {
    Q_OBJECT

    test::Scratch scratch_;

  private slots:
    void stepsAreRefused_data() {
        QTest::addColumn<QString>("steps");
        QTest::addColumn<QString>("mode");
        QTest::addColumn<QString>("expected");
        QTest::addColumn<QString>("schema");
        const auto row = [](const char* name, const std::string& steps, const char* mode, const char* expected,
                            const char* schema = "time TIMESTAMP, action STRING") {
            QTest::newRow(name) << QString::fromStdString("[" + steps + "]") << QString(mode) << QString(expected)
                                << QString(schema);
        };
        const std::string window = kWindow;
        const std::string watermark = R"x({"withWatermark": ["time", "0 seconds"]}, )x";
        row("append without watermark [T28-append-nowm]", window, "append", "OutputModeRefused start /steps/0");
        row("append, tag lost by a cast [T27-00]",
            watermark +
                R"x({"withColumn": ["t2", "cast(time AS timestamp)"]}, {"groupBy": ["window(t2, '10 seconds')"], "agg": ["count(*)"]})x",
            "append", "OutputModeRefused start /steps/2");
        row("append, tag lost by a computation [T27-09]",
            watermark + R"x({"groupBy": ["date_trunc('minute', time) AS m"], "agg": ["count(*) AS n"]})x", "append",
            "OutputModeRefused start /steps/1");
        row("append, tag moved [T28-wm-twice-other]",
            R"x({"withWatermark": ["time", "1 second"]}, {"withColumn": ["t2", "time"]}, {"withWatermark": ["t2", "2 seconds"]}, )x" +
                window,
            "append", "OutputModeRefused start /steps/3");
        row("complete without aggregation [T28-complete-noagg]", "", "complete", "OutputModeRefused start /outputMode");
        row("unknown mode [T28-mode-word]", "", "appendd", "OutputModeRefused start /outputMode");
        row("session in update [T28-session-update]",
            watermark + R"x({"groupBy": ["session_window(time, '5 seconds')", "action"], "agg": ["count(*) AS n"]})x",
            "update", "OutputModeRefused start /steps/1");
        row("session alone [T35]", R"x({"groupBy": ["session_window(time, '5 seconds')"], "agg": ["count(*) AS n"]})x",
            "complete", "InvalidWindow run /steps/0/groupBy");
        row("order without aggregation [T28-orderby-noagg]", R"x({"orderBy": ["time"]})x", "append",
            "UnsupportedOperation start /steps/0");
        row("order in update [T28-orderby-update]", window + R"x(, {"orderBy": ["count"]})x", "update",
            "UnsupportedOperation start /steps/1");
        row("limit in update [T28-limit-agg-update]", window + R"x(, {"limit": 3})x", "update",
            "UnsupportedOperation start /steps/1");
        row("aggregation of an aggregation [T28-agg-agg-complete]",
            window + R"x(, {"groupBy": ["count"], "agg": ["count(*) AS n"]})x", "complete",
            "UnsupportedOperation start /steps/1");
        row("distinct [T28-sum-distinct]", R"x({"groupBy": ["action"], "agg": ["sum(DISTINCT 1) AS n"]})x", "update",
            "UnsupportedOperation start /steps/0/agg/0");
        row("monotonic id [T28-monotonic-id]", R"x({"select": ["monotonically_increasing_id() AS id"]})x", "append",
            "UnsupportedOperation start /steps/0/select/0");
        row("analytic [T28-over]", R"x({"select": ["row_number() OVER (PARTITION BY action ORDER BY time) AS rn"]})x",
            "append", "UnsupportedOperation start /steps/0/select/0");
        row("dedup in complete [T28-dedup-complete]", R"x({"dropDuplicates": []})x", "complete",
            "OutputModeRefused start /outputMode");
        row("dedup within no watermark", R"x({"dropDuplicatesWithinWatermark": ["action"]})x", "append",
            "UnsupportedOperation start /steps/0");
        row("two windows [T28-two-windows]",
            R"x({"groupBy": ["window(time, '5 seconds')", "window(time, '10 seconds') AS w2"], "agg": ["count(*) AS n"]})x",
            "complete", "InvalidWindow define /steps/0/groupBy/1");
        row("aggregate in where [T28-agg-in-where]", R"x({"where": "count(*) > 1"})x", "append",
            "AggregateMisplaced define /steps/0/where");
        row("column neither grouped nor aggregated", R"x({"groupBy": ["action"], "agg": ["count(*) AS n", "time"]})x",
            "complete", "AggregateMisplaced define /steps/0/agg/1");
        row("column gone after groupBy [T28-agg-select-ungrouped]",
            R"x({"groupBy": ["action"], "agg": ["count(*) AS n"]}, {"select": ["time"]})x", "complete",
            "UnresolvedColumn define /steps/1/select/0");
        row("ambiguous [T28-ambiguous]", R"x({"select": ["action AS a", "time AS a"]}, {"where": "a IS NULL"})x",
            "append", "AmbiguousColumn define /steps/1/where");
        row("unknown column [T28-unknown-column]", R"x({"select": ["nope"]})x", "append",
            "UnresolvedColumn define /steps/0/select/0");
        row("syntax [T28-syntax]", R"x({"select": ["time +"]})x", "append",
            "ExpressionSyntax define /steps/0/select/0");
        row("filter not boolean [T28-where-not-boolean]", R"x({"where": "action"})x", "append",
            "TypeMismatch define /steps/0/where");
        row("filter a number [T28-where-int]", R"x({"where": "1"})x", "append", "TypeMismatch define /steps/0/where");
        row("window of a number [T28-win-on-bigint]",
            R"x({"groupBy": ["window(n, '10 seconds')", "action"], "agg": ["count(*) AS count"]})x", "complete",
            "TypeMismatch define /steps/0/groupBy/0", "n BIGINT, action STRING");
        row("window abbreviated [T28-win-10min]", R"x({"groupBy": ["window(time, '10 min')"], "agg": ["count(*)"]})x",
            "complete", "InvalidInterval define /steps/0/groupBy/0");
        row("slide longer [T28-win-slide-gt]",
            R"x({"groupBy": ["window(time, '5 seconds', '6 seconds')"], "agg": ["count(*)"]})x", "complete",
            "InvalidWindow define /steps/0/groupBy/0");
        row("watermark on text [T28-wm-string]", R"x({"withWatermark": ["action", "0 seconds"]})x", "append",
            "InvalidWatermark define /steps/0/withWatermark/0");
        row("watermark on local time [T28-wm-ntz]", R"x({"withWatermark": ["time", "0 seconds"]})x", "append",
            "InvalidWatermark define /steps/0/withWatermark/0", "time TIMESTAMP_NTZ");
        row("watermark inside a struct [T28-wm-nested]", R"x({"withWatermark": ["s.t", "0 seconds"]})x", "append",
            "InvalidWatermark define /steps/0/withWatermark/0", "s STRUCT<t: TIMESTAMP>");
        row("watermark on nothing [T28-wm-missing]", R"x({"withWatermark": ["nope", "0 seconds"]})x", "append",
            "UnresolvedColumn define /steps/0/withWatermark/0");
        row("watermark abbreviated [T28-wm-bad-text]", R"x({"withWatermark": ["time", "10 min"]})x", "append",
            "InvalidInterval define /steps/0/withWatermark/1");
        row("watermark negative [T28-wm-negative-sum]", R"x({"withWatermark": ["time", "1 month -40 days"]})x",
            "append", "InvalidWatermark define /steps/0/withWatermark/1");
        row("watermark twice [WM-4]",
            R"x({"withWatermark": ["time", "1 second"]}, {"withWatermark": ["time", "2 seconds"]})x", "append",
            "WatermarkRedefined run /steps/1");
        row("schema syntax [T28-ddl-dash]", "", "append", "DdlSyntax define /source/schema", "a-b int");
        row("schema ambiguous [T28-ddl-dup]", R"x({"select": ["a"]})x", "append",
            "AmbiguousColumn define /steps/0/select/0", "a int, A string");
        row("corrupt column alone [T28-corrupt-only]", R"x({"select": ["_corrupt_record"]})x", "append",
            "CorruptRecordColumn run /source", "a INT, _corrupt_record STRING");
    }

    void stepsAreRefused() {
        QFETCH(QString, steps);
        QFETCH(QString, mode);
        QFETCH(QString, expected);
        QFETCH(QString, schema);
        const PlanResult result = scratch_.planSteps(steps.toStdString(), mode.toStdString(), "", schema.toStdString());
        if (refusal(result) != expected.toStdString()) qWarning("%s", shown(result).c_str());
        QCOMPARE(QString::fromStdString(refusal(result)), expected);
        QVERIFY(!result.diagnostics.front().error.message().empty());
    }

    void everyModeRefusalSaysTheWayOut() {
        const auto wayOut = [&](const std::string& steps, const char* mode,
                                const char* schema = "time TIMESTAMP, action STRING") {
            return scratch_.planSteps(steps, mode, "", schema).diagnostics.front().error.wayOut();
        };
        const std::string append = wayOut(std::string("[") + kWindow + "]", "append");
        QVERIFY(append.find("withWatermark") != std::string::npos && append.find("update") != std::string::npos);
        QVERIFY(wayOut(R"x([{"groupBy": ["window(n, '1 second')"], "agg": ["count(*)"]}])x", "complete", "n BIGINT")
                    .find("timestamp_seconds(n)") != std::string::npos);
        QVERIFY(
            wayOut(R"x([{"withWatermark": ["n", "1 second"]}])x", "append", "n BIGINT").find("timestamp_seconds(n)") !=
            std::string::npos);
    }

    void optionsAreRefusedWhereTheyStand_FS2b_data() {
        QTest::addColumn<QString>("options");
        QTest::addColumn<QString>("place");
        QTest::newRow("files 0") << R"x({"maxFilesPerTrigger": "0"})x"
                                 << "/source/options/maxFilesPerTrigger";
        QTest::newRow("files negative") << R"x({"maxFilesPerTrigger": "-1"})x"
                                        << "/source/options/maxFilesPerTrigger";
        QTest::newRow("files text") << R"x({"maxfilespertrigger": "x"})x"
                                    << "/source/options/maxfilespertrigger";
        QTest::newRow("bytes 0") << R"x({"maxBytesPerTrigger": "0"})x"
                                 << "/source/options/maxBytesPerTrigger";
        QTest::newRow("both") << R"x({"maxBytesPerTrigger": "100", "maxFilesPerTrigger": "1"})x"
                              << "/source/options/maxBytesPerTrigger";
        QTest::newRow("age") << R"x({"maxFileAge": "1 day"})x"
                             << "/source/options/maxFileAge";
        QTest::newRow("clean") << R"x({"cleanSource": "burn"})x"
                               << "/source/options/cleanSource";
        QTest::newRow("archive") << R"x({"cleanSource": "archive"})x"
                                 << "/source/options/cleanSource";
        QTest::newRow("modified") << R"x({"modifiedBefore": "2030-01-01T00:00:00"})x"
                                  << "/source/options/modifiedBefore";
        QTest::newRow("latest") << R"x({"latestFirst": "maybe"})x"
                                << "/source/options/latestFirst";
    }

    void optionsAreRefusedWhereTheyStand_FS2b() {
        QFETCH(QString, options);
        QFETCH(QString, place);
        const PlanResult result = scratch_.planSteps("[]", "append", "", "a INT", options.toStdString());
        QCOMPARE(QString::fromStdString(refusal(result)), "InvalidOption run " + place);
    }

    void sourcesAreRefused() {
        QCOMPARE(refusal(scratch_.plan(R"x({"source": {"schema": "a INT"}})x")),
                 std::string("PathMissing define /source/path"));
        QCOMPARE(refusal(scratch_.plan(R"x({"source": {"path": "nowhere", "schema": "a INT"}})x")),
                 std::string("PathNotFound define /source/path"));
        QCOMPARE(refusal(scratch_.plan(R"x({"source": {"path": "in"}})x")),
                 std::string("SchemaMissing define /source/schema"));
        QCOMPARE(refusal(scratch_.plan(R"x({"source": {"format": "jason", "path": "in"}})x")),
                 std::string("UnsupportedFormat define /source/format"));
        QCOMPARE(refusal(scratch_.plan(R"x({"source": {"path": "in", "schema": "a INT", "options": {"path": "x"}}})x")),
                 std::string("InvalidOption define /source/options/path"));
        const std::string elsewhere = std::string("s3:/") + "/bucket/x";
        QCOMPARE(refusal(scratch_.plan(R"x({"source": {"path": ")x" + elsewhere + R"x(", "schema": "a INT"}})x")),
                 std::string("PathNotFound define /source/path"));
    }

    void triggersAreRefused_TR3_TR6() {
        const auto withTrigger = [&](const std::string& trigger) {
            return refusal(scratch_.planSteps("[]", "append", ", \"trigger\": " + trigger));
        };
        QCOMPARE(withTrigger(R"x({"processingTime": "1 sec"})x"),
                 std::string("InvalidInterval start /trigger/processingTime"));
        QCOMPARE(withTrigger(R"x({"processingTime": "-1 second"})x"),
                 std::string("InvalidTrigger start /trigger/processingTime"));
        QCOMPARE(withTrigger(R"x({"processingTime": "1 month"})x"),
                 std::string("InvalidTrigger start /trigger/processingTime"));
        QCOMPARE(withTrigger(R"x({"continuous": "1 second"})x"),
                 std::string("InvalidTrigger start /trigger/continuous"));
        QCOMPARE(withTrigger(R"x({"processingTime": "0 seconds"})x"), std::string("planned"));
    }

    void sinksAreRefused() {
        const auto withSink = [&](const std::string& sink) {
            return refusal(scratch_.planSteps("[]", "append", ", \"sinks\": [" + sink + "]"));
        };
        QCOMPARE(withSink(R"x({"format": "consol"})x"), std::string("UnsupportedFormat start /sinks/0/format"));
        QCOMPARE(withSink(R"x({"format": "memory"})x"), std::string("MissingField start /name"));
        QCOMPARE(withSink(R"x({"format": "console"})x"), std::string("planned"));
    }

    void severalMistakesOfOneStepAreAllTold() {
        const PlanResult result = scratch_.planSteps(R"x([{"select": ["nope", "time", "nada"]}])x");
        QCOMPARE(result.diagnostics.size(), std::size_t(2));
        QCOMPARE(result.diagnostics[1].error.place(), std::string("/steps/0/select/2"));
    }
};

QTEST_APPLESS_MAIN(QueryRefusalsTest)
#include "query_refusals_test.moc"
