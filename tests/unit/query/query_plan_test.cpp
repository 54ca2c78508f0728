// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include "tests/unit/query/planning_fixture.h"

using namespace vitrine;
using test::shown;

class QueryPlanTest : public QObject {
    Q_OBJECT

    test::Scratch scratch_;

    void expectPlan(const PlanResult& result, const std::string& expected) {
        if (shown(result) != expected) qWarning("%s", shown(result).c_str());
        QCOMPARE(shown(result), expected);
    }

  private slots:
    void countsPerWindowArePlanned() {
        expectPlan(scratch_.planSteps(R"x([{"withWatermark": ["time", "2 hours"]},
            {"groupBy": ["action", "window(time, '1 hour')"], "agg": ["count(*) AS count"]},
            {"select": ["action", "window.start AS start", "count"]}, {"orderBy": ["start", "action DESC"]}])x",
                                      "complete"),
                   "action: string, start: timestamp, count: bigint  complete stateful\n"
                   "Sort start ASC NULLS FIRST, action DESC NULLS LAST @/steps/3\n"
                   "  Project action, f(window) AS start, count @/steps/2\n"
                   "    Aggregate by action, window(time, 3600000000, 3600000000, 0) tagged: count(1) @/steps/1\n"
                   "      Watermark 0 time delay 7200000 ms @/steps/0\n"
                   "        Scan 0 json (time, action) @/source\n");
    }

    void rolesOfColumnsAreKept() {
        const PlanResult result =
            scratch_.planSteps(R"x([{"groupBy": ["action", "window(time, '1 hour')"], "agg": ["count(*) AS n"]},
            {"select": ["window", "window.start", "window.end AS e", "action AS a", "n * 2 AS twice"]}])x",
                               "update");
        QVERIFY2(result.plan, shown(result).c_str());
        const std::vector<PlanRole> roles{PlanRole::Window, PlanRole::WindowStart, PlanRole::WindowEnd, PlanRole::Key,
                                          PlanRole::Value};
        for (std::size_t column = 0; column < roles.size(); ++column)
            QVERIFY(result.plan->root->traits[column].role == roles[column]);
        QCOMPARE((*result.plan->root->output)[1].name, std::string("start"));
        QVERIFY(result.plan->root->traits[0].isWindow);
    }

    /// A select may give several rows for one: the window is computed below it, once however often it is written.
    void windowsOfASelectAreComputedBelowIt_TW8() {
        const PlanResult result =
            scratch_.planSteps(R"x([{"withWatermark": ["time", "0 seconds"]},
            {"select": ["window(time, '1 hour', '30 minutes') AS w", "window(time, '1 hour', '30 minutes').start", "*"]}])x");
        expectPlan(result,
                   "w: struct<start:timestamp,end:timestamp>, window.start: timestamp, time: timestamp, action: string  append\n"
                   "Project window(time, '1 hour', '30 minutes') AS w, f(window(time, '1 hour', '30 minutes')) AS window.start, time, action @/steps/1\n"
                   "  Windows of time, 3600000000, 1800000000, 0 @/steps/1\n"
                   "    Watermark 0 time delay 0 ms @/steps/0\n"
                   "      Scan 0 json (time, action) @/source\n");
        const std::vector<ColumnTraits>& traits = result.plan->root->traits;
        QVERIFY(traits[0].isWindow && traits[0].watermark.has_value());
        QVERIFY(traits[1].role == PlanRole::WindowStart && !traits[1].watermark);
        const PlanResult two = scratch_.planSteps(R"x([{"select": ["window(time, '1 hour')", "window(time, '2 hours')"]}])x");
        QVERIFY(!two.plan);
    }

    void filtersGoBelowWindowsTheyDoNotRead_WM6() {
        expectPlan(scratch_.planSteps(R"x([{"withWatermark": ["time", "0 seconds"]}, {"withColumn": ["w", "window(time, '1 hour')"]},
            {"where": "action = 'Open'"}, {"select": ["w"]}])x"),
                   "w: struct<start:timestamp,end:timestamp>  append\n"
                   "Project w @/steps/3\n"
                   "  Project window(time, '1 hour') AS w @/steps/1\n"
                   "    Windows of time, 3600000000, 3600000000, 0 @/steps/1\n"
                   "      Watermark 0 time delay 0 ms @/steps/0\n"
                   "        Filter f(action) @/steps/2\n"
                   "          Scan 0 json (time, action) @/source\n");
    }

    void countingNeedsNoColumn_JS6() {
        expectPlan(scratch_.planSteps(R"x([{"groupBy": [], "agg": ["count(*) AS n"]}])x", "complete"),
                   "n: bigint  complete stateful\n"
                   "Aggregate by: count(1) @/steps/0\n"
                   "  Scan 0 json () @/source\n");
    }

    void onlyReadColumnsAreScanned_JS6() {
        expectPlan(scratch_.planSteps(
                       R"x([{"withColumn": ["u", "upper(action)"]}, {"where": "n > 1"}, {"select": ["time"]}])x",
                       "append", "", "time TIMESTAMP, action STRING, n INT, extra STRING"),
                   "time: timestamp  append\n"
                   "Project time @/steps/2\n"
                   "  Filter f(n) @/steps/1\n"
                   "    Project time, n @/steps/0\n"
                   "      Scan 0 json (time, n) @/source\n");
    }

    void filterOnAnotherColumnGoesUnderTheWatermark_WM6() {
        expectPlan(
            scratch_.planSteps(
                R"x([{"withWatermark": ["time", "0 seconds"]}, {"where": "action = 'Open' AND time IS NOT NULL"}])x"),
            "time: timestamp, action: string  append\n"
            "Filter f(time) @/steps/1\n"
            "  Watermark 0 time delay 0 ms @/steps/0\n"
            "    Filter f(action) @/steps/1\n"
            "      Scan 0 json (time, action) @/source\n");
    }

    void orIsJudgedWhole_WM6() {
        expectPlan(scratch_.planSteps(
                       R"x([{"withWatermark": ["time", "0 seconds"]}, {"where": "action = 'Open' OR time IS NULL"}])x"),
                   "time: timestamp, action: string  append\n"
                   "Filter f(time, action) @/steps/1\n"
                   "  Watermark 0 time delay 0 ms @/steps/0\n"
                   "    Scan 0 json (time, action) @/source\n");
    }

    void columnComputedFromTheTimeCountsAsTheTime_WM6() {
        expectPlan(
            scratch_.planSteps(R"x([{"withWatermark": ["time", "0 seconds"]}, {"withColumn": ["sec", "second(time)"]},
            {"withColumn": ["loud", "upper(action)"]}, {"where": "sec < 50 AND loud = 'OPEN'"}, {"select": ["sec"]}])x"),
            "sec: int  append\n"
            "Project sec @/steps/4\n"
            "  Filter f(sec) @/steps/3\n"
            "    Project sec @/steps/2\n"
            "      Project f(time) AS sec @/steps/1\n"
            "        Watermark 0 time delay 0 ms @/steps/0\n"
            "          Filter f(action) @/steps/3\n"
            "            Scan 0 json (time, action) @/source\n");
    }

    void filterOnKeysGoesUnderTheAggregation_WM6() {
        expectPlan(scratch_.planSteps(R"x([{"withWatermark": ["time", "0 seconds"]},
            {"groupBy": ["action AS a", "window(time, '1 second') AS w"], "agg": ["count(*) AS n"]},
            {"where": "a = 'x' AND n > 1 AND w.start IS NOT NULL"}])x",
                                      "append"),
                   "a: string, w: struct<start:timestamp,end:timestamp>, n: bigint  append stateful\n"
                   "Filter f(n) @/steps/2\n"
                   "  Aggregate by action, window(time, 1000000, 1000000, 0) tagged: count(1) @/steps/1\n"
                   "    Filter f(time) @/steps/2\n"
                   "      Watermark 0 time delay 0 ms @/steps/0\n"
                   "        Filter f(action) @/steps/2\n"
                   "          Scan 0 json (time, action) @/source\n");
    }

    void filterOnSlidingWindowsIsPartOfTheAggregation_WM6() {
        expectPlan(scratch_.planSteps(R"x([{"groupBy": ["window(time, '2 seconds', '1 second') AS w"], "agg": ["count(*) AS n"]},
            {"where": "w.start IS NOT NULL"}])x",
                                      "complete"),
                   "w: struct<start:timestamp,end:timestamp>, n: bigint  complete stateful\n"
                   "Aggregate by window(time, 2000000, 1000000, 0) in windows that pass 1 filters: count(1) @/steps/0\n"
                   "  Scan 0 json (time) @/source\n");
    }

    void filterOnSessionsStaysAbove() {
        expectPlan(scratch_.planSteps(R"x([{"groupBy": ["session_window(time, '2 seconds') AS w", "action"], "agg": ["count(*) AS n"]},
            {"where": "w.start IS NOT NULL"}])x",
                                      "complete"),
                   "w: struct<start:timestamp,end:timestamp>, action: string, n: bigint  complete stateful\n"
                   "Filter f(w) @/steps/1\n"
                   "  Aggregate by session(time, f()), action: count(1) @/steps/0\n"
                   "    Scan 0 json (time, action) @/source\n");
    }

    void expressionsOverAggregatesAreProjected() {
        expectPlan(scratch_.planSteps(R"x([{"groupBy": ["hour(time) AS h", "upper(action)"],
            "agg": ["count(*)", "max(second(time)) + 1 AS m", "count(*) * 2 AS twice"]}])x",
                                      "complete"),
                   "h: int, upper(action): string, count(1): bigint, m: int, twice: bigint  complete stateful\n"
                   "Project h, upper(action), count(1), f(max(second(time))) AS m, f(count(1)) AS twice @/steps/0\n"
                   "  Aggregate by f(time), f(action): count(1), max(second(time)) @/steps/0\n"
                   "    Scan 0 json (time, action) @/source\n");
    }

    void selectOfAnAggregateIsAnAggregation() {
        expectPlan(scratch_.planSteps(R"x([{"select": ["count(*) AS n"]}])x", "update"),
                   "n: bigint  update stateful\n"
                   "Aggregate by: count(1) @/steps/0\n"
                   "  Scan 0 json () @/source\n");
    }

    void sameWindowTwiceIsOneWindow_TW8() {
        expectPlan(
            scratch_.planSteps(
                R"x([{"groupBy": ["window(time, '1 second')", "window(time, '1 second') AS w"], "agg": ["count(*) AS n"]}])x",
                "complete"),
            "window: struct<start:timestamp,end:timestamp>, w: struct<start:timestamp,end:timestamp>, n: bigint  "
            "complete stateful\n"
            "Project window, window AS w, count(1) AS n @/steps/0\n"
            "  Aggregate by window(time, 1000000, 1000000, 0): count(1) @/steps/0\n"
            "    Scan 0 json (time) @/source\n");
    }

    void orderMayUseAColumnThatSelectLeftOut() {
        expectPlan(
            scratch_.planSteps(
                R"x([{"groupBy": ["action"], "agg": ["count(*) AS n"]}, {"select": ["n"]}, {"orderBy": ["action"]}])x",
                "complete"),
            "n: bigint  complete stateful\n"
            "Project n @/steps/2\n"
            "  Sort action ASC NULLS FIRST @/steps/2\n"
            "    Project n, action @/steps/1\n"
            "      Aggregate by action: count(1) @/steps/0\n"
            "        Scan 0 json (action) @/source\n");
    }

    void tagSurvivesRenamesAliasesAndWindows_WM3() {
        for (const char* steps : {R"x({"withColumnRenamed": ["time", "t2"]})x", R"x({"withColumn": ["t2", "time"]})x",
                                  R"x({"select": ["action", "time AS t2"]})x"}) {
            const PlanResult result =
                scratch_.planSteps(std::string(R"x([{"withWatermark": ["time", "0 seconds"]}, )x") + steps +
                                   R"x(, {"groupBy": ["window(t2, '10 seconds')"], "agg": ["count(*) AS n"]}])x");
            QVERIFY2(result.plan, shown(result).c_str());
        }
    }

    void windowTimeCarriesTheTagOn_WT1() {
        const PlanResult result = scratch_.planSteps(R"x([{"withWatermark": ["time", "10 seconds"]},
            {"groupBy": ["window(time, '5 seconds')", "action"], "agg": ["count(*) AS count"]},
            {"select": ["window_time(window) AS t", "count"]},
            {"groupBy": ["window(t, '10 seconds') AS w2"], "agg": ["sum(count) AS total"]}])x");
        QVERIFY2(result.plan, shown(result).c_str());
        QVERIFY(std::get<AggregateNode>(result.plan->root->op).taggedKey.has_value());
    }

    void unionKeepsTheTagOfItsFirstSide() {
        expectPlan(scratch_.planSteps(R"x([{"withWatermark": ["time", "2 seconds"]},
            {"union": {"source": {"path": "ref", "schema": "time TIMESTAMP, action STRING"}, "steps": [{"withWatermark": ["time", "4 seconds"]}]}},
            {"where": "action = 'x'"}, {"groupBy": ["window(time, '5 seconds')"], "agg": ["count(*) AS n"]}])x"),
                   "window: struct<start:timestamp,end:timestamp>, n: bigint  append stateful\n"
                   "Aggregate by window(time, 5000000, 5000000, 0) tagged: count(1) @/steps/3\n"
                   "  Union @/steps/1\n"
                   "    Project time @/steps/0\n"
                   "      Watermark 0 time delay 2000 ms @/steps/0\n"
                   "        Filter f(action) @/steps/2\n"
                   "          Scan 0 json (time, action) @/source\n"
                   "    Project time @/steps/1/union/steps/0\n"
                   "      Watermark 1 time delay 4000 ms @/steps/1/union/steps/0\n"
                   "        Filter f(action) @/steps/2\n"
                   "          Scan 1 json (time, action) @/steps/1/union/source\n");
    }

    void tableIsJoinedByNames() {
        expectPlan(scratch_.planSteps(R"x([{"join": {"source": {"path": "ref", "schema": "action STRING, label STRING"},
            "static": true, "on": ["action"], "how": "inner"}}])x"),
                   "action: string, time: timestamp, label: string  append\n"
                   "Project action, time, label @/steps/0\n"
                   "  Join action=action @/steps/0\n"
                   "    Filter f(action) @/steps/0\n"
                   "      Scan 0 json (time, action) @/source\n"
                   "    Scan 1 json static (action, label) @/steps/0/join/source\n");
    }

    void patternMayMatchNothingYet_FS2() {
        const PlanResult result = scratch_.plan(R"x({"source": {"path": "nowhere*/part?.json", "schema": "a INT"}})x");
        QVERIFY2(result.plan, shown(result).c_str());
        QCOMPARE(result.plan->sources[0].resolvedPath, scratch_.path() + "/nowhere*/part?.json");
    }

    void settingsAndTriggerArePlanned() {
        const PlanResult result = scratch_.planSteps(
            "[]", "UPDATE", R"x(, "trigger": {"processingTime": "1500 milliseconds"}, "checkpoint": "ck",
            "conf": {"spark.sql.session.timeZone": "UTC"})x");
        QVERIFY2(result.plan, shown(result).c_str());
        QCOMPARE(result.plan->outputMode, std::string("update"));
        QVERIFY(result.plan->triggerInterval == Millis(1500));
        QCOMPARE(result.plan->checkpointPath, scratch_.path() + "/ck");
    }

    void columnsBeforeAStepAreKnownWhateverIsRefused() {
        const ParsedDocument parsed = parseQueryDocument(R"x({"source": {"path": "in", "schema": "time TIMESTAMP, action STRING"},
            "steps": [{"withColumn": ["long", "length(action)"]}, {"groupBy": ["long"], "agg": ["count(*) AS n", "max(time) AS last"]},
                      {"select": ["nothing"]}, {"limit": 3}], "outputMode": "append"})x");
        QVERIFY(parsed.document);
        const auto names = [&](std::size_t step) {
            std::string text;
            const Schema columns = columnsBefore(*parsed.document, step, scratch_.path(), systemFiles());
            for (const Field& field : columns.fields()) text += field.name + ' ';
            return text;
        };
        QCOMPARE(names(0), std::string("time action "));
        QCOMPARE(names(1), std::string("time action long "));
        // Append cannot write these groups, and the select names nothing that is there.
        QCOMPARE(names(2), std::string("long n last "));
        QCOMPARE(names(4), std::string("long n last "));
        QCOMPARE(names(99), std::string("long n last "));
        QCOMPARE(columnsBefore(*parsed.document, 1, scratch_.path() + "/nowhere", systemFiles()).size(), std::size_t(0));
    }

    void notNullIsNotEnforced_FS5() {
        const PlanResult result = scratch_.planSteps("[]", "append", "", "a INT NOT NULL, s STRUCT<b: INT NOT NULL>");
        QVERIFY2(result.plan, shown(result).c_str());
        QVERIFY((*result.plan->root->output)[0].nullable);
        QVERIFY((*result.plan->root->output)[1].type->fields()[0].nullable);
    }

    void unknownOptionsWarnWithTheNearestName() {
        const PlanResult result = scratch_.planSteps("[]", "append", "", "a INT", R"x({"maxFilesPerTriger": "1"})x");
        QVERIFY2(result.plan, shown(result).c_str());
        QVERIFY(result.diagnostics.front().severity == Severity::Warning);
        QCOMPARE(result.diagnostics.front().error.place(), std::string("/source/options/maxFilesPerTriger"));
        QVERIFY(result.diagnostics.front().error.wayOut().find("`maxFilesPerTrigger`") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(QueryPlanTest)
#include "query_plan_test.moc"
