// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <atomic>
#include <thread>

#include "tests/unit/engine/query_fixture.h"

using namespace vitrine;
using namespace vitrine::test;

namespace {

using Shape = QueryFixture::Shape;

std::vector<std::string> batchesOf(QueryFixture& fixture) {
    std::vector<std::string> shown;
    for (std::int64_t number = 0; fixture.batch(number) != "none"; ++number) shown.push_back(fixture.batch(number));
    return shown;
}

using Batches = std::vector<std::string>;

}  // namespace

#define COMPARE_BATCHES(fixture, ...)                                                                     \
    do {                                                                                                  \
        const Batches got = batchesOf(fixture);                                                           \
        const Batches expected = __VA_ARGS__;                                                             \
        QVERIFY2(got == expected, fmt::format("got {}", fmt::join(got, " | ")).c_str());                  \
    } while (false)

class TestStreamingQuery : public QObject {
    Q_OBJECT
  private slots:
    void wm15_wm20_appendEmitsOnceTheWatermarkPasses();
    void wm12_latenessLagsOneBatch();
    void wm12_withoutMultipleStatefulBothAreOne();
    void wm13_equalityOfTheWindowEnd();
    void wm14_rowOlderThanTheWatermarkInAnOpenWindow();
    void wm15_slidingRowLateForOneWindowOnly();
    void wm14_groupedByTheTimeItself();
    void wm16_update();
    void wm16_completeCountsLateRows();
    void wm15_droppedCountsGroups();
    void wm18_updateThenRemovedInOneBatch();
    void wm5_monotone();
    void wm14_beforeTheEpoch();
    void wm8_nullTimes();
    void wm20_noDataBatchesSwitchedOff();
    void wm7_farFuture();
    void wm9_candidatesAtOrBelowZero();
    void tr5_availableNowEndsAfterItsNoDataBatches();
    void tr4_onceRunsOneBatchWithoutLimit();
    void tr2_ticksAreAlignedToTheEpoch();
    void C8_sameAnswerForAnyThreadsAndChunks();
    void qy4_stopWhileAReaderBlocks();
    void pauseAndStep();
    void sourceMissingIsWaitedFor();
    void qy5_failure();
    void qy2_nameTwice();
    void pr1_idleReports();
    void pr6_rates();
    void snapshotsFollowTheMode();
    void rowBalance();
    void unsupportedStepIsRefusedWithItsPlace();
    void handleMayBeDroppedByItsOwnThread();
};

void TestStreamingQuery::wm15_wm20_appendEmitsOnceTheWatermarkPasses() {   // T02
    QueryFixture fixture({});
    QVERIFY(fixture.start());
    fixture.feed("10 11 12 13 14 15");
    fixture.feed("25");
    fixture.feed("10");
    COMPARE_BATCHES(fixture, {"-", "-", "-", "[10,15)k:5", "-"});
    QCOMPARE(fixture.watermark(0), 0.0);
    QCOMPARE(fixture.watermark(1), 5.0);
    QCOMPARE(fixture.watermark(3), 15.0);
    QCOMPARE(fixture.total(3), 2);
    QCOMPARE(fixture.dropped(4), 1);
    QCOMPARE(fixture.total(4), 2);
    QVERIFY(fixture.report(1)->noData);
    QCOMPARE(fixture.report(3)->windowsClosed, 1);
    const ListedRow& late = fixture.report(4)->late.at(0);
    QCOMPARE(late.file, std::string("/in/2.json"));
    QCOMPARE(late.windowEnd->time_since_epoch().count(), 15'000'000);
    // The watermark stands at 25 s − 10 s = 15 s; with a delay longer by a millisecond the window were still open.
    QCOMPARE(late.delayNeeded.count(), 10'001);
}

void TestStreamingQuery::wm12_latenessLagsOneBatch() {   // T03
    QueryFixture fixture({.trigger = TriggerSpec::Kind::AvailableNow});
    fixture.control->setFilesPerBatch(1);
    for (const char* file : {"25", "10", "10"}) fixture.add(file);
    QVERIFY(fixture.start());
    fixture.query->awaitTermination(Millis{0});
    COMPARE_BATCHES(fixture, {"-", "[10,15)k:1", "-"});
    QCOMPARE(fixture.dropped(1), 0);
    QCOMPARE(fixture.dropped(2), 1);
    QCOMPARE(fixture.total(2), 1);
}

void TestStreamingQuery::wm12_withoutMultipleStatefulBothAreOne() {
    Shape shape{.trigger = TriggerSpec::Kind::AvailableNow};
    shape.conf.allowMultipleStateful = false;
    QueryFixture fixture(shape);
    fixture.control->setFilesPerBatch(1);
    for (const char* file : {"25", "10", "10"}) fixture.add(file);
    QVERIFY(fixture.start());
    fixture.query->awaitTermination(Millis{0});
    COMPARE_BATCHES(fixture, {"-", "-", "-"});
    QCOMPARE(fixture.dropped(1), 1);
    QCOMPARE(fixture.dropped(2), 1);
}

void TestStreamingQuery::wm13_equalityOfTheWindowEnd() {   // T04, T05
    for (const char* middle : {"24.999", "24.999999"}) {
        QueryFixture fixture({});
        QVERIFY(fixture.start());
        fixture.feed("12");
        fixture.feed(middle);
        fixture.feed("25");
        COMPARE_BATCHES(fixture, {"-", "-", "-", "-", "-", "[10,15)k:1"});
        QCOMPARE(fixture.watermark(3), 14.999);
        QCOMPARE(fixture.total(5), 2);
    }
}

void TestStreamingQuery::wm14_rowOlderThanTheWatermarkInAnOpenWindow() {   // T06
    QueryFixture fixture({});
    QVERIFY(fixture.start());
    fixture.feed("22");
    fixture.feed("10.5");
    fixture.feed("35");
    COMPARE_BATCHES(fixture, {"-", "-", "-", "-", "[10,15)k:1 [20,25)k:1"});
    QCOMPARE(fixture.dropped(2), 0);
    QCOMPARE(fixture.total(2), 2);
    QCOMPARE(fixture.total(4), 1);
}

void TestStreamingQuery::wm15_slidingRowLateForOneWindowOnly() {   // T07
    QueryFixture fixture({.delay = 0, .duration = 10, .slide = 5});
    QVERIFY(fixture.start());
    fixture.feed("21");
    fixture.feed("17");
    fixture.feed("30");
    COMPARE_BATCHES(fixture, {"-", "-", "-", "-", "[15,25)k:2 [20,30)k:1"});
    QCOMPARE(fixture.dropped(2), 1);
    QCOMPARE(fixture.total(2), 2);
    QCOMPARE(fixture.total(3), 4);
    QCOMPARE(fixture.total(4), 2);
    QCOMPARE(fixture.report(2)->rows.partlyLate, 1U);
    QCOMPARE(fixture.report(2)->rows.late, 0U);
    QVERIFY(fixture.report(2)->late.at(0).counted);
}

void TestStreamingQuery::wm14_groupedByTheTimeItself() {   // T08
    QueryFixture fixture({.delay = 0, .duration = 0});
    QVERIFY(fixture.start());
    fixture.feed("10");
    fixture.feed("10 11");
    COMPARE_BATCHES(fixture, {"-", ":10000000k:1", "-", ":11000000k:1"});
    QCOMPARE(fixture.dropped(2), 1);
    QVERIFY(!fixture.report(2)->late.at(0).windowStart);
}

void TestStreamingQuery::wm16_update() {   // T09
    QueryFixture fixture({.mode = "update"});
    QVERIFY(fixture.start());
    fixture.feed("10 11 12 13 14 15");
    fixture.feed("25");
    fixture.feed("10 25");
    fixture.feed("10");
    COMPARE_BATCHES(fixture, {"[10,15)k:5 [15,20)k:1", "-", "[25,30)k:1", "-", "[25,30)k:2", "-"});
    QCOMPARE(fixture.total(3), 2);
    QCOMPARE(fixture.dropped(4), 1);
    QCOMPARE(fixture.dropped(5), 1);
}

void TestStreamingQuery::wm16_completeCountsLateRows() {   // T10
    QueryFixture fixture({.mode = "complete"});
    QVERIFY(fixture.start());
    for (const char* file : {"10 11 12", "25", "25", "10", "25"}) fixture.feed(file);
    COMPARE_BATCHES(fixture, {"[10,15)k:3", "[10,15)k:3 [25,30)k:1", "[10,15)k:3 [25,30)k:2", "[10,15)k:4 [25,30)k:2",
                              "[10,15)k:4 [25,30)k:3"});
    QCOMPARE(fixture.dropped(3), 0);
}

void TestStreamingQuery::wm15_droppedCountsGroups() {   // T11
    QueryFixture fixture({.mode = "update", .delay = 0});
    QVERIFY(fixture.start());
    fixture.feed("1a 2a 3b 21a");
    fixture.feed("1a 1a 2b 2c 22b");
    COMPARE_BATCHES(fixture, {"[0,5)a:2 [0,5)b:1 [20,25)a:1", "-", "[20,25)b:1", "-"});
    QCOMPARE(fixture.report(1)->stateOperators.front().numRowsRemoved, 2);
    QCOMPARE(fixture.dropped(2), 3);
    QCOMPARE(fixture.report(2)->rows.late, 4U);
}

void TestStreamingQuery::wm18_updateThenRemovedInOneBatch() {   // T12
    QueryFixture fixture({.mode = "update", .delay = 0, .trigger = TriggerSpec::Kind::AvailableNow});
    fixture.control->setFilesPerBatch(1);
    for (const char* file : {"2 12", "3", "4"}) fixture.add(file);
    QVERIFY(fixture.start());
    fixture.query->awaitTermination(Millis{0});
    COMPARE_BATCHES(fixture, {"[0,5)k:1 [10,15)k:1", "[0,5)k:2", "-"});
    QCOMPARE(fixture.report(1)->stateOperators.front().numRowsRemoved, 1);
    QCOMPARE(fixture.dropped(2), 1);
}

void TestStreamingQuery::wm5_monotone() {   // T13
    QueryFixture fixture({.delay = 5, .duration = 10});
    QVERIFY(fixture.start());
    for (const char* file : {"50", "20", "48", "70"}) fixture.feed(file);
    COMPARE_BATCHES(fixture, {"-", "-", "-", "-", "-", "[40,50)k:1 [50,60)k:1"});
    QCOMPARE(fixture.watermark(1), 45.0);
    QCOMPARE(fixture.dropped(2), 1);
    QCOMPARE(fixture.watermark(3), 45.0);
    QCOMPARE(fixture.watermark(5), 65.0);
}

void TestStreamingQuery::wm14_beforeTheEpoch() {   // T14
    {
        QueryFixture fixture({.mode = "update", .delay = 3600, .duration = 10});
        QVERIFY(fixture.start());
        fixture.feed("-5 5");
        COMPARE_BATCHES(fixture, {"[0,10)k:1"});
        QCOMPARE(fixture.dropped(0), 1);
    }
    for (Shape shape : {Shape{.mode = "update", .delay = {}, .duration = 10}, Shape{.mode = "complete", .delay = 3600, .duration = 10}}) {
        QueryFixture fixture(shape);
        QVERIFY(fixture.start());
        fixture.feed("-5 5");
        COMPARE_BATCHES(fixture, {"[-10,0)k:1 [0,10)k:1"});
    }
}

void TestStreamingQuery::wm8_nullTimes() {   // T18
    QueryFixture fixture({.mode = "update", .duration = 10});
    QVERIFY(fixture.start());
    fixture.feed("NULLA 30A");
    fixture.feed("NULLA");
    fixture.feed("45A");
    COMPARE_BATCHES(fixture, {"[30,40)A:1", "-", "-", "[40,50)A:1", "-"});
    const EventTimeReport& time = fixture.report(0)->eventTime;
    QCOMPARE(time.max->time_since_epoch().count(), 30'000);
    QCOMPARE(time.min->time_since_epoch().count(), 0);
    QCOMPARE(time.avg->time_since_epoch().count(), 15'000);
    QCOMPARE(time.maxFile, std::string("/in/0.json"));
    QCOMPARE(time.maxOffset, 1U);
    QCOMPARE(fixture.watermark(2), 20.0);
    QCOMPARE(fixture.watermark(4), 35.0);
    QCOMPARE(fixture.report(0)->rows.withoutTime, 1U);
}

void TestStreamingQuery::wm20_noDataBatchesSwitchedOff() {   // T24
    Shape shape;
    shape.conf.noDataMicroBatches = false;
    QueryFixture fixture(shape);
    QVERIFY(fixture.start());
    fixture.feed("10 11 12 13 14 15");
    fixture.feed("25");
    fixture.feed("26");
    COMPARE_BATCHES(fixture, {"-", "-", "[10,15)k:5"});
    QCOMPARE(fixture.watermark(2), 15.0);
}

void TestStreamingQuery::wm7_farFuture() {   // T25
    QueryFixture fixture({.delay = 0, .duration = 10});
    QVERIFY(fixture.start());
    fixture.feed("5");
    fixture.feed("1000000000");
    fixture.feed("15");
    COMPARE_BATCHES(fixture, {"-", "-", "-", "[0,10)k:1", "-"});
    QCOMPARE(fixture.dropped(4), 1);
}

void TestStreamingQuery::wm9_candidatesAtOrBelowZero() {   // T26
    QueryFixture fixture({.delay = 20, .duration = 10});
    QVERIFY(fixture.start());
    fixture.feed("5");
    fixture.feed("15");
    fixture.feed("21");
    COMPARE_BATCHES(fixture, {"-", "-", "-", "-"});
    QVERIFY(!fixture.report(2)->noData);
    QVERIFY(fixture.report(3)->noData);
    QCOMPARE(fixture.watermark(3), 1.0);
}

void TestStreamingQuery::tr5_availableNowEndsAfterItsNoDataBatches() {   // T23
    QueryFixture fixture({.delay = 600, .duration = 3600, .trigger = TriggerSpec::Kind::AvailableNow});
    fixture.control->setFilesPerBatch(1);
    fixture.add("100 3700");
    fixture.add("7300");
    QVERIFY(fixture.start());
    fixture.query->awaitTermination(Millis{0});
    COMPARE_BATCHES(fixture, {"-", "-", "[0,3600)k:1"});
    QCOMPARE(fixture.watermark(1), 3100.0);
    QCOMPARE(fixture.watermark(2), 6700.0);
    QCOMPARE(fixture.query->status().state, QueryState::Finished);
}

void TestStreamingQuery::tr4_onceRunsOneBatchWithoutLimit() {
    QueryFixture fixture({.delay = 0, .trigger = TriggerSpec::Kind::Once});
    fixture.control->setFilesPerBatch(1);
    fixture.add("1");
    fixture.add("50");
    QVERIFY(fixture.start());
    fixture.query->awaitTermination(Millis{0});
    COMPARE_BATCHES(fixture, {"-"});
    QCOMPARE(fixture.report(0)->numInputRows, 2);
}

void TestStreamingQuery::tr2_ticksAreAlignedToTheEpoch() {   // T92
    QueryFixture fixture({.mode = "update", .delay = {}, .trigger = TriggerSpec::Kind::ProcessingTime, .interval = Millis{1000}});
    fixture.clock->set(WallTime{Millis{1'000'250}});
    fixture.add("1");
    QVERIFY(fixture.start());
    QTRY_COMPARE(fixture.query->status().activity, QueryActivity::WaitingForTrigger);
    QCOMPARE(fixture.query->status().nextTrigger->time_since_epoch().count(), 1'001'000);
    COMPARE_BATCHES(fixture, {"[0,5)k:1"});
    fixture.add("2");   // an arrival does not move the tick
    fixture.clock->advance(Millis{749});
    COMPARE_BATCHES(fixture, {"[0,5)k:1"});
    fixture.clock->advance(Millis{1});
    QTRY_COMPARE(QString::fromStdString(fixture.batch(1)), QString("[0,5)k:2"));
    QTRY_VERIFY(fixture.query->status().nextTrigger == WallTime{Millis{1'002'000}});
}

void TestStreamingQuery::C8_sameAnswerForAnyThreadsAndChunks() {
    std::optional<Batches> first;
    for (const std::size_t threads : {1U, 2U, 3U, 4U}) {
        for (const std::size_t chunk : {1U, 7U, 4096U}) {
            QueryFixture fixture({.mode = "update", .delay = 100, .duration = 10, .slide = 4, .threads = threads});
            fixture.control->setChunkRows(chunk);
            fixture.control->setLarge(true);
            for (int file = 0; file < 9; ++file) {
                std::string rows;
                for (int row = 0; row < 20; ++row)
                    rows += fmt::format("{}{}{}", row == 0 ? "" : " ", (file * 37 + row * 13) % 400, row % 3 == 0 ? "a" : "longer than twelve"[row % 5] == 'n' ? "thisKeyIsLongerThanTwelve" : "b");
                fixture.add(rows);
            }
            QVERIFY(fixture.start());
            QVERIFY(fixture.query->processAllAvailable());
            fixture.feed("600a 1b");
            const Batches got = batchesOf(fixture);
            if (!first) first = got;
            QVERIFY(got.size() == 4);
            QVERIFY(got == *first);
            QCOMPARE(fixture.report(0)->rows.read, 180U);
            QCOMPARE(fixture.report(0)->files.size(), 9U);
        }
    }
}

void TestStreamingQuery::qy4_stopWhileAReaderBlocks() {
    for (const std::size_t threads : {1U, 2U}) {
        QueryFixture fixture({.threads = threads});
        fixture.control->setBlocking(true);
        fixture.control->setLarge(true);
        fixture.add("1");
        fixture.add("2");
        QVERIFY(fixture.start());
        fixture.control->awaitBlockedReader();
        QVERIFY(!fixture.query->awaitTermination(Millis{1}));
        fixture.query->requestStop();
        QVERIFY(fixture.query->awaitTermination(Millis{0}));
        QCOMPARE(fixture.query->status().state, QueryState::Stopped);
        QVERIFY(!fixture.query->status().error);
        QVERIFY(fixture.query->snapshot() == nullptr);
        QVERIFY(fixture.query->processAllAvailable());
    }
}

void TestStreamingQuery::pauseAndStep() {
    QueryFixture fixture({.mode = "update", .delay = {}});
    fixture.control->setFilesPerBatch(1);
    QVERIFY(fixture.start());
    QVERIFY(fixture.query->processAllAvailable());
    fixture.query->pause();
    QTRY_COMPARE(fixture.query->status().state, QueryState::Paused);
    fixture.add("1");
    fixture.add("2");
    QCOMPARE(fixture.batch(0), std::string("none"));
    fixture.query->step();
    QTRY_COMPARE(QString::fromStdString(fixture.batch(0)), QString("[0,5)k:1"));
    QTRY_COMPARE(fixture.query->status().state, QueryState::Paused);
    QCOMPARE(fixture.batch(1), std::string("none"));
    fixture.query->resume();
    QVERIFY(fixture.query->processAllAvailable());
    QCOMPARE(fixture.batch(1), std::string("[0,5)k:2"));
    fixture.query->pause();
    QTRY_COMPARE(fixture.query->status().state, QueryState::Paused);
    fixture.query->requestStop();
    QVERIFY(fixture.query->awaitTermination(Millis{0}));
}

void TestStreamingQuery::sourceMissingIsWaitedFor() {
    QueryFixture fixture({.mode = "update", .delay = {}});
    fixture.control->setAvailable(false);
    QVERIFY(fixture.start());
    QTRY_COMPARE(fixture.query->status().activity, QueryActivity::SourceMissing);
    QCOMPARE(fixture.query->status().state, QueryState::Running);
    QCOMPARE(fixture.query->status().error->code(), ErrorCode::SourceUnavailable);
    fixture.control->setAvailable(true);
    fixture.feed("1");
    QCOMPARE(fixture.batch(0), std::string("[0,5)k:1"));
    QVERIFY(!fixture.query->status().error);
}

void TestStreamingQuery::qy5_failure() {
    QueryFixture fixture({.trigger = TriggerSpec::Kind::AvailableNow});
    fixture.control->setAvailable(false);
    std::atomic<int> terminated{0};
    QueryListener listener;
    listener.onTerminated = [&] { ++terminated; };
    QVERIFY(fixture.start(listener));
    fixture.query->awaitTermination(Millis{0});
    QCOMPARE(fixture.query->status().state, QueryState::Failed);
    QCOMPARE(fixture.query->status().message, std::string("Terminated with exception: The directory is not there."));
    QVERIFY(!fixture.query->processAllAvailable());
    fixture.query.reset();
    QCOMPARE(terminated.load(), 1);
}

void TestStreamingQuery::qy2_nameTwice() {
    QueryRegistry registry;
    QueryFixture one({});
    QueryFixture two({});
    one.registry = two.registry = &registry;
    QVERIFY(one.start());
    QCOMPARE(two.start().error().code(), ErrorCode::DuplicateActiveQuery);
    QVERIFY(registry.find(one.query->id()) == one.query);
    one.query->requestStop();
    one.query->awaitTermination(Millis{0});
    QVERIFY(registry.active().empty());
    QVERIFY(two.start());
    two.query->requestStop();
    two.query->awaitTermination(Millis{0});
}

void TestStreamingQuery::pr1_idleReports() {   // T96
    QueryFixture fixture({});
    std::atomic<int> announced = 0;
    QueryListener listener;
    listener.onIdle = [&announced](const BatchReportPtr& report) { announced += report->idle ? 1 : 100; };
    QVERIFY(fixture.start(std::move(listener)));
    QVERIFY(fixture.query->processAllAvailable());
    const auto idleReports = [&] {
        std::vector<BatchReportPtr> reports = fixture.query->recentReports();
        std::erase_if(reports, [](const BatchReportPtr& report) { return !report->idle; });
        return reports;
    };
    QCOMPARE(idleReports().size(), 1U);
    QVERIFY(fixture.query->processAllAvailable());
    QCOMPARE(idleReports().size(), 1U);
    fixture.clock->advance(Millis{9'999});
    QVERIFY(fixture.query->processAllAvailable());
    QCOMPARE(idleReports().size(), 1U);
    fixture.clock->advance(Millis{1});
    QVERIFY(fixture.query->processAllAvailable());
    QCOMPARE(idleReports().size(), 2U);
    QCOMPARE(announced.load(), 1);
    fixture.feed("1");
    QCOMPARE(idleReports().size(), 2U);
    fixture.clock->advance(Millis{10'000});
    QVERIFY(fixture.query->processAllAvailable());
    QCOMPARE(idleReports().size(), 3U);
    QCOMPARE(idleReports().back()->batchId, 1);
    QCOMPARE(idleReports().back()->stateOperators.front().numRowsTotal, 1);
    QCOMPARE(idleReports().back()->stateOperators.front().numRowsUpdated, 0);
}

void TestStreamingQuery::pr6_rates() {   // T92, T93
    QueryFixture fixture({.mode = "update", .delay = {}});
    fixture.add("1 2");
    fixture.query = nullptr;
    QVERIFY(fixture.start());
    QVERIFY(fixture.query->processAllAvailable());
    QCOMPARE(*fixture.report(0)->inputRowsPerSecond, 0.0);
    QCOMPARE(*fixture.report(0)->processedRowsPerSecond, 2000.0);
    QCOMPARE(fixture.report(0)->sources.front().startOffset, std::string());
    QCOMPARE(fixture.report(0)->sources.front().endOffset, std::string("{\"logOffset\":0}"));
    fixture.query->pause();
    QTRY_COMPARE(fixture.query->status().state, QueryState::Paused);
    fixture.clock->advance(Millis{1000});
    fixture.add("1 2");
    fixture.query->step();
    QTRY_VERIFY(fixture.report(1) != nullptr);
    QCOMPARE(*fixture.report(1)->inputRowsPerSecond, 2.0);
}

void TestStreamingQuery::snapshotsFollowTheMode() {
    const auto shown = [](const QueryFixture& fixture) {
        std::vector<Batch> rows;
        for (const auto& chunk : fixture.query->snapshot()->chunks) rows.push_back(chunk->rows);
        return QueryFixture::show(rows);
    };
    {
        QueryFixture fixture({.mode = "update"});
        QVERIFY(fixture.start());
        fixture.feed("10 11 15");
        fixture.feed("25");
        fixture.feed("10 25");
        QCOMPARE(shown(fixture), std::string("[10,15)k:2 [15,20)k:1 [25,30)k:2"));
        QCOMPARE(fixture.query->snapshot()->watermark.time_since_epoch().count(), 15'000);
        QCOMPARE(fixture.query->snapshot()->changed.size(), 1U);
        QVERIFY(fixture.query->shape()->canBeFinal);
    }
    {
        QueryFixture fixture({.mode = "append"});
        QVERIFY(fixture.start());
        for (const char* file : {"10", "25", "50"}) fixture.feed(file);
        QCOMPARE(shown(fixture), std::string("[10,15)k:1 [25,30)k:1"));
    }
    {
        QueryFixture fixture({.mode = "complete"});
        QVERIFY(fixture.start());
        for (const char* file : {"10", "25", "10"}) fixture.feed(file);
        QCOMPARE(shown(fixture), std::string("[10,15)k:2 [25,30)k:1"));
        QVERIFY(fixture.query->snapshot()->replaced);
        QVERIFY(!fixture.query->shape()->canBeFinal);
    }
    {
        QueryFixture fixture({.delay = {}, .aggregated = false, .keptRows = 3});
        QVERIFY(fixture.start());
        fixture.feed("1 2");
        fixture.feed("3 4");
        QCOMPARE(shown(fixture), std::string(":2000000k :3000000k :4000000k"));
        QCOMPARE(fixture.query->snapshot()->rowsNotKept, 1U);
        QCOMPARE(fixture.query->snapshot()->removed.size(), 1U);
        QVERIFY(fixture.report(1)->stateOperators.empty());
    }
}

void TestStreamingQuery::rowBalance() {
    QueryFixture fixture({.mode = "update", .delay = 0});
    QVERIFY(fixture.start());
    fixture.feed("30 NULL");
    fixture.feed("31 1 2 NULL");
    const RowBalance& rows = fixture.report(2)->rows;
    QCOMPARE(rows.read, 4U);
    QCOMPARE(rows.counted, 1U);
    QCOMPARE(rows.late, 2U);
    QCOMPARE(rows.withoutTime, 1U);
    QCOMPARE(rows.read, rows.counted + rows.filtered + rows.withoutTime + rows.late + rows.malformedDropped);
}

void TestStreamingQuery::unsupportedStepIsRefusedWithItsPlace() {
    QueryFixture fixture({});
    auto plan = std::make_shared<QueryPlan>(*fixture.makePlan());
    plan->sources.push_back(plan->sources.front());
    const auto scan = QueryFixture::makeNode(ScanNode{1, {0, 1}}, {}, QueryFixture::inputSchema(), "/steps/2/join/source");
    const auto table = QueryFixture::makeNode(LimitNode{3}, {scan}, scan->output, "/steps/2/join/steps/0");
    std::vector<Field> fields = plan->root->output->fields();
    fields.insert(fields.end(), scan->output->fields().begin(), scan->output->fields().end());
    plan->root = QueryFixture::makeNode(JoinNode{{{1, 1}}, false}, {plan->root, table}, std::make_shared<const Schema>(fields), "/steps/2");
    const auto query = startQuery(plan, fixture, {});
    QCOMPARE(query.error().code(), ErrorCode::UnsupportedOperation);
    QCOMPARE(query.error().place(), std::string("/steps/2/join/steps/0"));
}

void TestStreamingQuery::handleMayBeDroppedByItsOwnThread() {
    QueryRegistry registry;
    QueryFixture fixture({.trigger = TriggerSpec::Kind::Once});
    fixture.registry = &registry;
    std::atomic<bool> terminated{false};
    QueryListener listener;
    listener.onTerminated = [&] { terminated = true; };
    QVERIFY(fixture.start(listener));
    fixture.query.reset();   // from here on only the registry holds it
    QTRY_VERIFY(terminated);
    QVERIFY(registry.active().empty());
}

QTEST_APPLESS_MAIN(TestStreamingQuery)
#include "streaming_query_test.moc"
