// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/report/batch_report.h"

using namespace vitrine;

class TestProgressJson : public QObject {
    Q_OBJECT
  private slots:
    void pr3_batchWithWatermark();
    void pr7_idle();
    void ka7_metricsOfASource();
};

namespace {

WallTime at(std::int64_t millis) { return WallTime{Millis{millis}}; }

QString withoutOwnKey(const std::string& json) {
    const QString text = QString::fromStdString(json);
    return text.left(text.indexOf(",\"vitrine\":")) + "}";
}

}  // namespace

// The two expectations are lines that Spark 4.3.0 printed, less the metrics of its RocksDB and HDFS stores.
void TestProgressJson::pr3_batchWithWatermark() {
    BatchReport report;
    report.triggerStart = at(1'795'223'319'089);
    report.duration = Micros{1'161'400};
    report.numInputRows = 6;
    report.inputRowsPerSecond = 0.0;
    report.processedRowsPerSecond = 5.1680;
    report.durations = {Millis{1160}, Millis{57}, Millis{40}, Millis{11}, Millis{209}, Millis{777}, Millis{56}};
    report.hasWatermark = true;
    report.eventTime.avg = at(12'500);
    report.eventTime.max = at(15'000);
    report.eventTime.min = at(10'000);
    report.stateOperators.push_back({"stateStoreSave", 2, 2, 0, 0, Millis{101}, Millis{30}, Millis{17}, 808});
    report.sources.push_back({"FileStreamSource[file:/in]", "", "{\"logOffset\":0}", "", 6, 0.0, 5.1680});
    report.sinkDescription = "MemorySink";
    QCOMPARE(withoutOwnKey(toProgressJson(report, "i", "r", "")),
             QString(R"({"id":"i","runId":"r","name":null,"timestamp":"2026-11-21T01:08:39.089Z","batchId":0,)"
                     R"("batchDuration":1161,"numInputRows":6,"inputRowsPerSecond":0.0,"processedRowsPerSecond":5.2,)"
                     R"("durationMs":{"addBatch":777,"commitOffsets":56,"getBatch":11,"latestOffset":57,)"
                     R"("queryPlanning":209,"triggerExecution":1160,"walCommit":40},)"
                     R"("eventTime":{"avg":"1970-01-01T00:00:12.500Z","max":"1970-01-01T00:00:15.000Z",)"
                     R"("min":"1970-01-01T00:00:10.000Z","watermark":"1970-01-01T00:00:00.000Z"},)"
                     R"("stateOperators":[{"operatorName":"stateStoreSave","numRowsTotal":2,"numRowsUpdated":2,)"
                     R"("allUpdatesTimeMs":101,"numRowsRemoved":0,"allRemovalsTimeMs":30,"commitTimeMs":17,)"
                     R"("memoryUsedBytes":808,"numRowsDroppedByWatermark":0,"numShufflePartitions":1,)"
                     R"("numStateStoreInstances":1}],"sources":[{"description":"FileStreamSource[file:/in]",)"
                     R"("startOffset":null,"endOffset":{"logOffset":0},"latestOffset":null,"numInputRows":6,)"
                     R"("inputRowsPerSecond":0.0,"processedRowsPerSecond":5.2}],)"
                     R"("sink":{"description":"MemorySink","numOutputRows":0}})"));
}

void TestProgressJson::pr7_idle() {
    BatchReport report;
    report.idle = true;
    report.batchId = 1;
    report.triggerStart = at(1'795'223'346'465);
    report.duration = Micros{2'000};
    report.durations.latestOffset = Millis{2};
    report.durations.triggerExecution = Millis{2};
    report.processedRowsPerSecond = 0.0;
    report.sources.push_back({"S", "{\"logOffset\":0}", "{\"logOffset\":0}", "", 0, 0.0, 0.0});
    report.sinkDescription = "NoopTable";
    QCOMPARE(withoutOwnKey(toProgressJson(report, "i", "r", "n")),
             QString(R"({"id":"i","runId":"r","name":"n","timestamp":"2026-11-21T01:09:06.465Z","batchId":1,)"
                     R"("batchDuration":2,"numInputRows":0,"processedRowsPerSecond":0.0,)"
                     R"("durationMs":{"latestOffset":2,"triggerExecution":2},"stateOperators":[],)"
                     R"("sources":[{"description":"S","startOffset":{"logOffset":0},"endOffset":{"logOffset":0},)"
                     R"("latestOffset":null,"numInputRows":0,"processedRowsPerSecond":0.0}],)"
                     R"("sink":{"description":"NoopTable","numOutputRows":0}})"));
}

void TestProgressJson::ka7_metricsOfASource() {
    BatchReport report;
    report.processedRowsPerSecond = 0.0;
    report.sources.push_back({"KafkaV2[Subscribe[t]]", "{\"t\":{\"0\":1}}", "{\"t\":{\"0\":4}}", "{\"t\":{\"0\":9}}", 3, 0.0, 0.0,
                              {{"minOffsetsBehindLatest", "5"}, {"maxOffsetsBehindLatest", "5"}, {"avgOffsetsBehindLatest", "5.0"}}});
    const QString json = withoutOwnKey(toProgressJson(report, "i", "r", ""));
    QVERIFY2(json.contains(R"("endOffset":{"t":{"0":4}},"latestOffset":{"t":{"0":9}},"numInputRows":3,"processedRowsPerSecond":0.0,)"
                           R"("metrics":{"avgOffsetsBehindLatest":"5.0","maxOffsetsBehindLatest":"5","minOffsetsBehindLatest":"5"}}])"), qPrintable(json));
}

QTEST_APPLESS_MAIN(TestProgressJson)
#include "progress_json_test.moc"
