// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QPointer>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/connectors.h"
#include "ui/bridge/query_controller.h"

namespace vitrine::ui {
namespace {

constexpr int kPatience = 60'000;

/// A directory of JSON files, one a batch, and the count of their rows an action.
class Stream {
  public:
    Stream() { QDir(directory_.path()).mkdir(QStringLiteral("events")); }

    void addFile(int rows, const char* action = "Open") {
        const QString name = directory_.filePath(QStringLiteral("events-%1.tmp").arg(files_, 4, 10, QLatin1Char('0')));
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        for (int row = 0; row < rows; ++row) file.write(QByteArray("{\"action\":\"") + action + "\"}\n");
        file.flush();
        file.setFileTime(QDateTime::fromSecsSinceEpoch(1'700'000'000 + files_), QFileDevice::FileModificationTime);
        file.close();
        QVERIFY(QFile::rename(name, directory_.filePath(QStringLiteral("events/events-%1.json").arg(files_, 4, 10, QLatin1Char('0')))));
        ++files_;
    }

    QueryPlanPtr plan(TriggerSpec::Kind trigger = TriggerSpec::Kind::AvailableNow, const char* mode = "complete") const {
        QueryDocument query;
        query.name = "actions";
        query.source.path = "events";
        query.source.schema = "action STRING";
        query.source.options = {{"maxFilesPerTrigger", "1"}};
        query.steps = {Step{GroupByStep{{"action"}, {"count(*) AS count"}}}};
        query.outputMode = mode;
        query.trigger = {trigger, {}};
        PlanResult planned = planQuery(query, directory_.path().toStdString(), systemFiles());
        return planned.plan;
    }

    void remove() { QDir(directory_.filePath(QStringLiteral("events"))).removeRecursively(); }

  private:
    QTemporaryDir directory_;
    int files_ = 0;
};

/// The one count of the result; -1 when there is none.
std::int64_t countOf(const ResultSnapshotPtr& snapshot) {
    if (!snapshot || snapshot->numRows != 1) return -1;
    const auto position = snapshot->at(0);
    return position.chunk->rows.column(1).values<std::int64_t>()[position.row];
}

/// Sources and sinks of none.
class NoConnectors : public Connectors {
  public:
    Result<std::unique_ptr<Source>> openSource(const PlannedSource&, ReadSpec, const ConnectContext&) override {
        return Error(ErrorCode::SourceUnavailable, "There are no sources.");
    }
    Result<std::unique_ptr<Sink>> openSink(const SinkSpec&, const ConnectContext&) override {
        return Error(ErrorCode::SourceUnavailable, "There are no sinks.");
    }
};

}  // namespace

class QueryControllerTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }
    void runDeliversAll();
    void everyVersionIsKept();
    void newFilesArrive();
    void stopEndsTheRunOnce();
    void pauseHoldsAndStepRunsOne();
    void startAgainForgetsTheRunBefore();
    void restartWhileRunningIsOneRun();
    void failedStartLeavesNothingActive();
    void missingFolderIsAStateNotAnEnd();
    void destructionWhileRunningJoins();
    void destructionWithCallsQueuedIsQuiet();
    void commandsBeforeAStartDoNothing();
};

void QueryControllerTest::runDeliversAll() {
    Stream stream;
    for (int file = 0; file < 12; ++file) stream.addFile(10);
    QueryController controller;
    std::vector<std::int64_t> batches;
    std::vector<QueryState> states;
    std::uint64_t lastVersion = 0;
    bool grew = true;
    connect(&controller, &QueryController::reportAdded, this, [&](const BatchReportPtr& report) {
        if (!report->idle) batches.push_back(report->batchId);
    });
    connect(&controller, &QueryController::statusChanged, this, [&] {
        if (states.empty() || states.back() != controller.status().state) states.push_back(controller.status().state);
    });
    connect(&controller, &QueryController::snapshotChanged, this, [&] {
        grew = grew && controller.snapshot()->version > lastVersion;
        lastVersion = controller.snapshot()->version;
    });
    QSignalSpy ends(&controller, &QueryController::terminated), starts(&controller, &QueryController::runStarted);
    QSignalSpy frames(&controller, &QueryController::snapshotChanged);
    QVERIFY(controller.start(stream.plan(), allConnectors(), {}).hasValue());
    QVERIFY(controller.isActive());
    QVERIFY(controller.shape() != nullptr);
    QCOMPARE(starts.count(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(ends.count(), 1, kPatience);

    QCOMPARE(controller.status().state, QueryState::Finished);
    QVERIFY(!controller.isActive());
    std::vector<std::int64_t> expected;
    for (std::int64_t batch = 0; batch < 12; ++batch) expected.push_back(batch);
    QCOMPARE(batches, expected);
    QCOMPARE(controller.reports().size(), std::size_t(12));
    QCOMPARE(controller.batches(), std::int64_t(12));
    // The last version is there, whatever was skipped on the way, and never an older one after a newer.
    QCOMPARE(countOf(controller.snapshot()), std::int64_t(120));
    QVERIFY(grew);
    QVERIFY(frames.count() >= 1 && frames.count() <= 12);
    QCOMPARE(controller.totals().read, std::uint64_t(120));
    QCOMPARE(controller.totals().counted, std::uint64_t(120));
    QVERIFY(states.front() == QueryState::Starting);
    QVERIFY(states.back() == QueryState::Finished);
    QCOMPARE(std::count(states.begin(), states.end(), QueryState::Starting), 1);
    QVERIFY(!controller.isStale());
}

void QueryControllerTest::everyVersionIsKept() {
    Stream stream;
    for (int file = 0; file < 12; ++file) stream.addFile(10);
    QueryController controller;
    QSignalSpy ended(&controller, &QueryController::terminated);
    QVERIFY(controller.start(stream.plan(), allConnectors(), {}));
    QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 1, kPatience);
    // The window may have drawn only a few of them.
    QCOMPARE(controller.history().size(), std::size_t(12));
    for (int batch = 0; batch < 12; ++batch) QCOMPARE(countOf(controller.history().at(batch)), std::int64_t(10 * (batch + 1)));
    stream.addFile(1);
    QVERIFY(controller.start(stream.plan(), allConnectors(), {}));
    QCOMPARE(controller.history().size(), std::size_t(0));
    QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 2, kPatience);
    QCOMPARE(controller.history().oldestBatch(), std::int64_t(0));
}

void QueryControllerTest::newFilesArrive() {
    Stream stream;
    stream.addFile(3);
    QueryController controller;
    QVERIFY(controller.start(stream.plan(TriggerSpec::Kind::Default), allConnectors(), {}).hasValue());
    QTRY_COMPARE_WITH_TIMEOUT(countOf(controller.snapshot()), std::int64_t(3), kPatience);
    stream.addFile(4);
    QTRY_COMPARE_WITH_TIMEOUT(countOf(controller.snapshot()), std::int64_t(7), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(controller.totals().read, std::uint64_t(7), kPatience);
    QCOMPARE(controller.status().state, QueryState::Running);
}

void QueryControllerTest::stopEndsTheRunOnce() {
    Stream stream;
    stream.addFile(3);
    QueryController controller;
    QSignalSpy ends(&controller, &QueryController::terminated);
    QVERIFY(controller.start(stream.plan(TriggerSpec::Kind::Default), allConnectors(), {}).hasValue());
    QTRY_COMPARE_WITH_TIMEOUT(countOf(controller.snapshot()), std::int64_t(3), kPatience);
    controller.stop();
    controller.stop();
    QTRY_COMPARE_WITH_TIMEOUT(ends.count(), 1, kPatience);
    QCOMPARE(controller.status().state, QueryState::Stopped);
    controller.stop();
    QTest::qWait(0);
    QCOMPARE(ends.count(), 1);
    // The result stays.
    QCOMPARE(countOf(controller.snapshot()), std::int64_t(3));
}

void QueryControllerTest::pauseHoldsAndStepRunsOne() {
    Stream stream;
    stream.addFile(1);
    QueryController controller;
    QVERIFY(controller.start(stream.plan(TriggerSpec::Kind::Default), allConnectors(), {}).hasValue());
    QTRY_COMPARE_WITH_TIMEOUT(controller.batches(), std::int64_t(1), kPatience);
    controller.pause();
    QTRY_COMPARE_WITH_TIMEOUT(controller.status().state, QueryState::Paused, kPatience);
    for (int file = 0; file < 3; ++file) stream.addFile(1);
    for (std::int64_t batch = 2; batch <= 3; ++batch) {
        controller.step();
        QTRY_COMPARE_WITH_TIMEOUT(controller.batches(), batch, kPatience);
        QTRY_COMPARE_WITH_TIMEOUT(controller.status().state, QueryState::Paused, kPatience);
    }
    QCOMPARE(controller.totals().read, std::uint64_t(3));
    controller.resume();
    QTRY_COMPARE_WITH_TIMEOUT(controller.totals().read, std::uint64_t(4), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(controller.status().state, QueryState::Running, kPatience);
    // A step of a running query pauses it.
    controller.step();
    QTRY_COMPARE_WITH_TIMEOUT(controller.status().state, QueryState::Paused, kPatience);
    QVERIFY(controller.isActive());
}

void QueryControllerTest::startAgainForgetsTheRunBefore() {
    Stream stream;
    stream.addFile(5);
    QueryController controller;
    QSignalSpy ends(&controller, &QueryController::terminated);
    QVERIFY(controller.start(stream.plan(), allConnectors(), {}).hasValue());
    QTRY_COMPARE_WITH_TIMEOUT(ends.count(), 1, kPatience);
    const ResultSnapshotPtr before = controller.snapshot();
    QVERIFY(controller.start(stream.plan(), allConnectors(), {}).hasValue());
    // Until the first batch, the old result stays, marked as old; the sums are those of the new run.
    QVERIFY(controller.snapshot() == before);
    QVERIFY(controller.isStale());
    QCOMPARE(controller.batches(), std::int64_t(0));
    QCOMPARE(controller.totals().read, std::uint64_t(0));
    QTRY_COMPARE_WITH_TIMEOUT(ends.count(), 2, kPatience);
    QVERIFY(controller.snapshot() != before);
    QVERIFY(!controller.isStale());
    QCOMPARE(controller.totals().read, std::uint64_t(5));
}

void QueryControllerTest::restartWhileRunningIsOneRun() {
    Stream stream;
    for (int file = 0; file < 3; ++file) stream.addFile(2);
    QueryController controller;
    QSignalSpy ends(&controller, &QueryController::terminated);
    for (int restart = 0; restart < 5; ++restart) {
        QVERIFY(controller.start(stream.plan(TriggerSpec::Kind::Default), allConnectors(), {}).hasValue());
    }
    QTRY_COMPARE_WITH_TIMEOUT(controller.totals().read, std::uint64_t(6), kPatience);
    QCOMPARE(controller.batches(), std::int64_t(3));
    QCOMPARE(ends.count(), 0);
    controller.stop();
    QTRY_COMPARE_WITH_TIMEOUT(ends.count(), 1, kPatience);
    QCOMPARE(countOf(controller.snapshot()), std::int64_t(6));
}

void QueryControllerTest::failedStartLeavesNothingActive() {
    Stream stream;
    stream.addFile(2);
    NoConnectors none;
    QueryController controller;
    QVERIFY(controller.start(stream.plan(TriggerSpec::Kind::Default), allConnectors(), {}).hasValue());
    QTRY_COMPARE_WITH_TIMEOUT(countOf(controller.snapshot()), std::int64_t(2), kPatience);
    QSignalSpy changes(&controller, &QueryController::statusChanged);
    const auto again = controller.start(stream.plan(TriggerSpec::Kind::Default), none, {});
    if (again.hasValue()) {  // an engine that opens its sources on its own thread says so by failing
        QTRY_COMPARE_WITH_TIMEOUT(controller.status().state, QueryState::Failed, kPatience);
    } else {
        QVERIFY(changes.count() > 0);
    }
    QVERIFY(!controller.isActive());
    QCOMPARE(countOf(controller.snapshot()), std::int64_t(2));
}

void QueryControllerTest::missingFolderIsAStateNotAnEnd() {
    Stream stream;
    stream.addFile(2);
    QueryController controller;
    QVERIFY(controller.start(stream.plan(TriggerSpec::Kind::Default), allConnectors(), {}).hasValue());
    QTRY_COMPARE_WITH_TIMEOUT(countOf(controller.snapshot()), std::int64_t(2), kPatience);
    stream.remove();
    QTRY_COMPARE_WITH_TIMEOUT(controller.status().activity, QueryActivity::SourceMissing, kPatience);
    QVERIFY(controller.isActive());
}

void QueryControllerTest::destructionWhileRunningJoins() {
    Stream stream;
    for (int file = 0; file < 50; ++file) stream.addFile(100);
    for (int round = 0; round < 5; ++round) {
        auto controller = std::make_unique<QueryController>();
        QVERIFY(controller->start(stream.plan(TriggerSpec::Kind::Default), allConnectors(), {}).hasValue());
        if (round % 2 == 0) QTRY_VERIFY_WITH_TIMEOUT(controller->batches() > 0, kPatience);
        const std::weak_ptr<RunningQuery> query = controller->running();
        controller.reset();
        QVERIFY(query.expired());  // its thread has ended, and nobody holds it
    }
}

void QueryControllerTest::destructionWithCallsQueuedIsQuiet() {
    Stream stream;
    for (int file = 0; file < 10; ++file) stream.addFile(1);
    int called = 0;
    {
        QueryController controller;
        connect(&controller, &QueryController::reportAdded, this, [&] { ++called; });
        QVERIFY(controller.start(stream.plan(), allConnectors(), {}).hasValue());
        // The run ends on its own thread while this one handles no events.
        QVERIFY(controller.running()->awaitTermination(Millis(kPatience)));
    }
    QCoreApplication::processEvents();
    QCOMPARE(called, 0);
}

void QueryControllerTest::commandsBeforeAStartDoNothing() {
    QueryController controller;
    controller.stop();
    controller.pause();
    controller.resume();
    controller.step();
    QVERIFY(!controller.isActive());
    QCOMPARE(controller.status().state, QueryState::NotStarted);
    QVERIFY(controller.snapshot() == nullptr);
}

}  // namespace vitrine::ui

QTEST_GUILESS_MAIN(vitrine::ui::QueryControllerTest)
#include "query_controller_test.moc"
