// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include <QApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/connectors.h"
#include "ui/pages/query_session.h"

namespace vitrine::ui {
namespace {

constexpr int kPatience = 20'000;

/// A directory of events and a query that counts them by the hour, watermark two hours behind.
struct Fixture {
    explicit Fixture(const char* mode = "update", TriggerSpec::Kind trigger = TriggerSpec::Kind::Default) {
        QDir(directory.path()).mkdir(QStringLiteral("events"));
        QueryDocument query;
        query.name = "hours";
        query.source.path = directory.filePath(QStringLiteral("events")).toStdString();
        query.source.schema = "time TIMESTAMP, action STRING";
        query.source.options = {{"maxFilesPerTrigger", "1"}};
        query.steps = {Step{WithWatermarkStep{"time", "2 hours"}}, Step{GroupByStep{{"window(time, '1 hour')"}, {"count(*) AS count"}}}};
        query.outputMode = mode;
        query.trigger = {trigger, {}};
        query.conf = {{"spark.sql.session.timeZone", "UTC"}};
        Project whole;
        whole.queries = {query};
        project.reset(whole);
        session = std::make_unique<QuerySession>(project, allConnectors(), "hours");
    }

    void addFile(std::initializer_list<const char*> times) {
        const QString staged = directory.filePath(QStringLiteral("staged"));
        QFile file(staged);
        QVERIFY(file.open(QIODevice::WriteOnly));
        for (const char* time : times) file.write(QByteArray("{\"time\":\"2016-07-26T") + time + "Z\",\"action\":\"Open\"}\n");
        file.flush();
        file.setFileTime(QDateTime::fromSecsSinceEpoch(1'700'000'000 + files_), QFileDevice::FileModificationTime);
        file.close();
        QVERIFY(QFile::rename(staged, directory.filePath(QStringLiteral("events/%1.json").arg(files_, 3, 10, QLatin1Char('0')))));
        ++files_;
    }

    QueryState state() const { return session->controller().status().state; }

    QTemporaryDir directory;
    ProjectDocument project;
    std::unique_ptr<QuerySession> session;

  private:
    int files_ = 0;
};

}  // namespace

class QuerySessionTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }
    void statesAndSentences();
    void stepStartsAQueryPaused();
    void finishedAndFailed();
    void missingFolderIsSaidAndGoesAway();
    void whyNoOutputInUpdate();
    void D1_rowThatMovedTheWatermarkIsNamed();
    void whyNoOutputInAppend();
    void whyNoOutputWithSlidingWindows();
    void nothingIsHeldBackInComplete();
    void editedUntilRestarted();
    void refusedDocumentDoesNotRun();
    void checkpointOfAnotherQueryIsSaidAtItsPlace();
    void renameAndUndoKeepTheRun();
    void renameWithOtherEditsIsFollowedToo();
    void takenNameIsMadeFree();
    void removedQueryKeepsItsLastDocument();
    void ticksAndLanesFollowTheRun();
    void looksBackWhileTheQueryGoesOn();
    void failedBatchHasATick();
};

void QuerySessionTest::statesAndSentences() {
    Fixture fixture;
    QuerySession& session = *fixture.session;
    QSignalSpy changes(&session, &QuerySession::stateChanged);
    QCOMPARE(session.mark(), StateMark::NotStarted);
    QCOMPARE(session.sentence(), QStringLiteral("Press Run to start."));
    fixture.addFile({"02:10:00"});
    session.runOrPause();
    QCOMPARE(session.mark(), StateMark::Starting);
    QCOMPARE(session.sentence(), QStringLiteral("The first batch is on its way."));
    QTRY_COMPARE_WITH_TIMEOUT(session.controller().totals().read, std::uint64_t(1), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(session.mark(), StateMark::Running, kPatience);
    QTRY_VERIFY2_WITH_TIMEOUT(session.sentence().startsWith(QStringLiteral("Waiting for the next file in `events/`.")), qPrintable(session.sentence()), kPatience);
    session.runOrPause();
    QTRY_COMPARE_WITH_TIMEOUT(session.mark(), StateMark::Paused, kPatience);
    QVERIFY2(session.sentence().contains(QStringLiteral("until you resume")), qPrintable(session.sentence()));
    session.runOrPause();
    QTRY_COMPARE_WITH_TIMEOUT(session.mark(), StateMark::Running, kPatience);
    session.stop();
    QTRY_COMPARE_WITH_TIMEOUT(session.mark(), StateMark::Stopped, kPatience);
    QVERIFY2(session.sentence().contains(QStringLiteral("Run starts again")), qPrintable(session.sentence()));
    session.runOrPause();
    QTRY_COMPARE_WITH_TIMEOUT(session.mark(), StateMark::Running, kPatience);
    QVERIFY(changes.count() > 0);
}

void QuerySessionTest::stepStartsAQueryPaused() {
    Fixture fixture;
    QuerySession& session = *fixture.session;
    // Without a watermark, every batch has a file: no batch runs for the watermark's sake.
    QueryDocument plain = session.document();
    plain.steps.erase(plain.steps.begin());
    session.edit(QStringLiteral("Watermark"), plain);
    for (const char* time : {"02:10:00", "02:20:00", "02:30:00"}) fixture.addFile({time});
    for (std::int64_t batch = 1; batch <= 3; ++batch) {
        session.step();
        QTRY_COMPARE_WITH_TIMEOUT(session.controller().batches(), batch, kPatience);
        QTRY_COMPARE_WITH_TIMEOUT(session.mark(), StateMark::Paused, kPatience);
        QCOMPARE(session.controller().totals().read, static_cast<std::uint64_t>(batch));
    }
}

void QuerySessionTest::finishedAndFailed() {
    Fixture fixture("update", TriggerSpec::Kind::AvailableNow);
    QuerySession& session = *fixture.session;
    fixture.addFile({"02:10:00"});
    QVERIFY(session.run());
    QTRY_COMPARE_WITH_TIMEOUT(session.mark(), StateMark::Finished, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(session.sentence().startsWith(QStringLiteral("All that was there has been read")), kPatience);
    QueryDocument strict = session.document();
    strict.source.options["mode"] = "FAILFAST";
    session.edit(QStringLiteral("Mode"), strict);
    QFile broken(fixture.directory.filePath(QStringLiteral("events/broken.json")));
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write("{\"time\":\n");
    broken.close();
    QVERIFY(session.run());
    QTRY_COMPARE_WITH_TIMEOUT(session.mark(), StateMark::Failed, kPatience);
    QTRY_VERIFY2_WITH_TIMEOUT(session.sentence().contains(QStringLiteral("failed: ")), qPrintable(session.sentence()), kPatience);
    QCOMPARE(session.log().levelAt(0), LogModel::Level::Error);
}

void QuerySessionTest::missingFolderIsSaidAndGoesAway() {
    Fixture fixture;
    QuerySession& session = *fixture.session;
    fixture.addFile({"02:10:00"});
    QVERIFY(session.run());
    QTRY_COMPARE_WITH_TIMEOUT(session.controller().totals().read, std::uint64_t(1), kPatience);
    QVERIFY(QDir(fixture.directory.filePath(QStringLiteral("events"))).removeRecursively());
    QTRY_VERIFY_WITH_TIMEOUT(session.sentence().contains(QStringLiteral("is not there any more")), kPatience);
    QCOMPARE(session.mark(), StateMark::Running);
    QCOMPARE(session.log().levelAt(0), LogModel::Level::Warning);
    QDir(fixture.directory.path()).mkdir(QStringLiteral("events"));
    QTRY_VERIFY_WITH_TIMEOUT(!session.sentence().contains(QStringLiteral("is not there any more")), kPatience);
}

void QuerySessionTest::whyNoOutputInUpdate() {
    Fixture fixture("update");
    QuerySession& session = *fixture.session;
    QVERIFY(session.whyNoOutput().isEmpty());
    fixture.addFile({"02:10:00", "03:10:00"});
    QVERIFY(session.run());
    // Two o'clock's window closes first: once the watermark, two hours behind, has reached three.
    QTRY_VERIFY2_WITH_TIMEOUT(session.whyNoOutput().contains(QStringLiteral("05:00")), qPrintable(session.whyNoOutput()), kPatience);
    QVERIFY(session.whyNoOutput().contains(QStringLiteral("02:00")));
    QTRY_VERIFY_WITH_TIMEOUT(session.sentence().contains(session.whyNoOutput()), kPatience);
    fixture.addFile({"05:00:00"});
    QTRY_VERIFY2_WITH_TIMEOUT(session.whyNoOutput().contains(QStringLiteral("06:00")), qPrintable(session.whyNoOutput()), kPatience);
}

void QuerySessionTest::D1_rowThatMovedTheWatermarkIsNamed() {
    Fixture fixture;
    QuerySession& session = *fixture.session;
    fixture.addFile({"02:10:00"});
    QVERIFY(session.run());
    QTRY_VERIFY_WITH_TIMEOUT(session.sentence().contains(QStringLiteral("05:00")), kPatience);   // nothing to name yet
    fixture.addFile({"02:20:00", "02:30:00Z\",\"action\":\"x\"}\n{\"time\":\"9999-12-31T05:00:00"});
    const auto names = [&] { return session.sentence().contains(QStringLiteral("`001.json:3`")) && session.sentence().contains(QStringLiteral("9999")); };
    QTRY_VERIFY2_WITH_TIMEOUT(names(), qPrintable(session.sentence()), kPatience);
    const auto warnings = [&] {
        int count = 0;
        for (int row = 0; row < session.log().rowCount(); ++row)
            for (int column = 0; column < session.log().columnCount(); ++column)
                count += session.log().index(row, column).data().toString().contains(QStringLiteral("001.json:3"));
        return count;
    };
    QCOMPARE(warnings(), 1);
    // What comes with ordinary times is late, and the row is still named.
    fixture.addFile({"02:40:00"});
    QTRY_COMPARE_WITH_TIMEOUT(session.controller().totals().late, std::uint64_t(1), kPatience);
    QVERIFY(names());
    QCOMPARE(warnings(), 1);
}

void QuerySessionTest::whyNoOutputInAppend() {
    Fixture fixture("append");
    QuerySession& session = *fixture.session;
    fixture.addFile({"03:50:00", "02:10:00", "03:10:00"});
    QVERIFY(session.run());
    QTRY_VERIFY_WITH_TIMEOUT(!session.whyNoOutput().isEmpty(), kPatience);
    QVERIFY2(session.whyNoOutput().contains(QStringLiteral("05:00")), qPrintable(session.whyNoOutput()));
    // What was promised comes true: nothing below five, the first window at five.
    fixture.addFile({"04:59:59"});
    QTRY_COMPARE_WITH_TIMEOUT(session.controller().totals().read, std::uint64_t(4), kPatience);
    QCOMPARE(session.controller().snapshot()->numRows, std::uint64_t(0));
    fixture.addFile({"05:00:00"});
    QTRY_COMPARE_WITH_TIMEOUT(session.controller().snapshot()->numRows, std::uint64_t(1), kPatience);
}

void QuerySessionTest::whyNoOutputWithSlidingWindows() {
    Fixture fixture("append");
    QuerySession& session = *fixture.session;
    QueryDocument sliding = session.document();
    sliding.steps[1] = Step{GroupByStep{{"window(time, '1 hour', '15 minutes')"}, {"count(*) AS count"}}};
    session.edit(QStringLiteral("Window"), sliding);
    fixture.addFile({"02:10:00"});
    QVERIFY(session.run());
    // The first window with 02:10 is 01:15 to 02:15.
    QTRY_VERIFY2_WITH_TIMEOUT(session.whyNoOutput().contains(QStringLiteral("04:15")), qPrintable(session.whyNoOutput()), kPatience);
}

void QuerySessionTest::nothingIsHeldBackInComplete() {
    Fixture fixture("complete");
    fixture.addFile({"02:10:00"});
    QVERIFY(fixture.session->run());
    QTRY_COMPARE_WITH_TIMEOUT(fixture.session->controller().totals().read, std::uint64_t(1), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.session->controller().snapshot() != nullptr, kPatience);
    QVERIFY(fixture.session->whyNoOutput().isEmpty());
}

void QuerySessionTest::editedUntilRestarted() {
    Fixture fixture;
    QuerySession& session = *fixture.session;
    fixture.addFile({"02:10:00"});
    QVERIFY(session.run());
    QVERIFY(!session.isEdited());
    QueryDocument next = session.document();
    next.outputMode = "complete";
    session.edit(QStringLiteral("Mode"), next);
    QVERIFY(session.isEdited());
    fixture.project.undoStack().undo();
    QVERIFY(!session.isEdited());
    fixture.project.undoStack().redo();
    QVERIFY(session.isEdited());
    QVERIFY(session.run());
    QVERIFY(!session.isEdited());
    session.stop();
    QTRY_COMPARE_WITH_TIMEOUT(session.mark(), StateMark::Stopped, kPatience);
    fixture.project.undoStack().undo();
    QVERIFY(!session.isEdited());
}

void QuerySessionTest::refusedDocumentDoesNotRun() {
    Fixture fixture;
    QuerySession& session = *fixture.session;
    QueryDocument wrong = session.document();
    wrong.steps[0] = Step{WithWatermarkStep{"tme", "2 hours"}};
    session.edit(QStringLiteral("Watermark"), wrong);
    QTRY_VERIFY(!session.isRunnable());
    QCOMPARE(session.sentence(), QStringLiteral("The query is not complete yet."));
    QVERIFY(!session.run());
    QVERIFY(!session.controller().isActive());
    bool named = false;
    for (const Diagnostic& diagnostic : session.diagnostics()) named = named || diagnostic.error.place().starts_with("/steps/0");
    QVERIFY(named);
    fixture.project.undoStack().undo();
    QTRY_VERIFY(session.isRunnable());
}

void QuerySessionTest::checkpointOfAnotherQueryIsSaidAtItsPlace() {
    Fixture fixture("update", TriggerSpec::Kind::AvailableNow);
    QuerySession& session = *fixture.session;
    QueryDocument kept = session.document();
    kept.checkpoint = fixture.directory.filePath(QStringLiteral("progress")).toStdString();
    session.edit(QString(), kept);
    fixture.addFile({"02:10:00"});
    QVERIFY(session.run());
    QTRY_COMPARE_WITH_TIMEOUT(fixture.state(), QueryState::Finished, kPatience);

    QueryDocument other = kept;
    std::get<GroupByStep>(other.steps[1].method).keys.insert(std::get<GroupByStep>(other.steps[1].method).keys.begin(), "action");
    session.edit(QString(), other);
    QVERIFY(session.run());
    QTRY_COMPARE_WITH_TIMEOUT(fixture.state(), QueryState::Failed, kPatience);
    QVERIFY(session.startError());
    QCOMPARE(session.startError()->code(), ErrorCode::CheckpointIncompatible);
    QCOMPARE(session.diagnostics().back().error.place(), std::string("/checkpoint"));
    QCOMPARE(session.sentence(), QString::fromStdString(session.startError()->message()));
    QVERIFY(session.isRunnable());
    // The way out: the query that the checkpoint belongs to.
    session.edit(QString(), kept);
    QVERIFY(!session.startError());
    QVERIFY(session.run());
    QTRY_COMPARE_WITH_TIMEOUT(fixture.state(), QueryState::Finished, kPatience);
}

void QuerySessionTest::renameAndUndoKeepTheRun() {
    Fixture fixture;
    QuerySession& session = *fixture.session;
    // A query of the same content stands before it: undo must not take one for the other.
    Project whole = fixture.project.project();
    whole.queries.insert(whole.queries.begin(), whole.queries.front());
    whole.queries.front().name = "twin";
    fixture.project.reset(whole);
    fixture.addFile({"02:10:00"});
    QVERIFY(session.run());
    QSignalSpy renames(&session, &QuerySession::renamed);
    QueryDocument next = session.document();
    next.name = "by_hour";
    session.edit(QStringLiteral("Rename"), next);
    QCOMPARE(session.name(), std::string("by_hour"));
    fixture.project.undoStack().undo();
    QCOMPARE(session.name(), std::string("hours"));
    QCOMPARE(session.document().name, std::string("hours"));
    fixture.project.undoStack().redo();
    QCOMPARE(session.name(), std::string("by_hour"));
    QCOMPARE(renames.count(), 3);
    QVERIFY(session.controller().isActive());
}

void QuerySessionTest::renameWithOtherEditsIsFollowedToo() {
    Fixture fixture;
    QuerySession& session = *fixture.session;
    const QueryDocument before = session.document();
    QueryDocument next = before;
    next.name = "by_hour";
    next.outputMode = "complete";
    session.edit(QStringLiteral("Edit the document"), next);
    fixture.project.undoStack().undo();
    QCOMPARE(session.name(), std::string("hours"));
    QVERIFY(session.document() == before);
    fixture.project.undoStack().redo();
    QVERIFY(session.document() == next);
}

void QuerySessionTest::takenNameIsMadeFree() {
    Fixture fixture;
    QuerySession& session = *fixture.session;
    QueryDocument other = session.document();
    other.name = "other";
    fixture.project.addQuery(QStringLiteral("Add"), other);
    QueryDocument next = session.document();
    next.name = "other";
    session.edit(QStringLiteral("Rename"), next);
    QCOMPARE(session.name(), std::string("other_2"));
    QCOMPARE(session.document().name, std::string("other_2"));
    next.name.clear();
    session.edit(QStringLiteral("Rename"), next);
    QCOMPARE(session.name(), std::string("other_2"));
    QCOMPARE(fixture.project.project().queries.size(), std::size_t(2));
}

void QuerySessionTest::removedQueryKeepsItsLastDocument() {
    Fixture fixture;
    const QueryDocument before = fixture.session->document();
    fixture.project.removeQuery(QStringLiteral("Remove"), "hours");
    QVERIFY(fixture.session->document() == before);
    fixture.project.undoStack().undo();
    QueryDocument next = before;
    next.outputMode = "complete";
    fixture.session->edit(QStringLiteral("Mode"), next);
    QCOMPARE(fixture.project.query("hours")->outputMode, std::string("complete"));
}

void QuerySessionTest::ticksAndLanesFollowTheRun() {
    Fixture fixture("update", TriggerSpec::Kind::AvailableNow);
    QuerySession& session = *fixture.session;
    fixture.addFile({"02:10:00"});
    fixture.addFile({"06:10:00"});
    fixture.addFile({"06:20:00"});
    fixture.addFile({"02:20:00", "06:30:00"});
    for (int run = 0; run < 2; ++run) {
        QVERIFY(session.run());
        QTRY_COMPARE_WITH_TIMEOUT(session.mark(), StateMark::Finished, kPatience);
        QCOMPARE(session.lateRows().total(), quint64(1));
        QCOMPARE(session.lateRows().rowCount(), 1);
        QCOMPARE(session.malformedRows().total(), quint64(0));
        std::int64_t rows = 0, late = 0;
        int closed = 0;
        for (const BatchTick& tick : *session.ticks()) {
            rows += tick.rows;
            late += tick.late;
            closed += tick.windowsClosed;
        }
        QCOMPARE(rows, std::int64_t(5));
        QCOMPARE(late, std::int64_t(1));
        QCOMPARE(closed, 1);
    }
}

void QuerySessionTest::looksBackWhileTheQueryGoesOn() {
    Fixture fixture("complete");
    QuerySession& session = *fixture.session;
    fixture.addFile({"02:10:00", "03:10:00"});
    fixture.addFile({"04:10:00"});
    QVERIFY(!session.viewBatch(0));  // nothing ran yet
    QVERIFY(session.run());
    QTRY_COMPARE_WITH_TIMEOUT(session.controller().batches(), std::int64_t(2), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(session.snapshot() && session.snapshot()->numRows == 3, kPatience);
    QSignalSpy changes(&session, &QuerySession::viewedBatchChanged);
    QVERIFY(session.viewBatch(0));
    QCOMPARE(changes.count(), 1);
    QCOMPARE(session.snapshot()->numRows, std::uint64_t(2));
    QVERIFY(session.viewBatch(0));
    QCOMPARE(changes.count(), 1);
    fixture.addFile({"05:10:00"});
    QTRY_COMPARE_WITH_TIMEOUT(session.controller().batches(), std::int64_t(3), kPatience);
    QCOMPARE(session.viewedBatch(), std::int64_t(0));
    QCOMPARE(session.snapshot()->numRows, std::uint64_t(2));
    QVERIFY(session.viewBatch(-1));
    QTRY_COMPARE_WITH_TIMEOUT(session.snapshot()->numRows, std::uint64_t(4), kPatience);
    // It survives the stop, and a new run begins live.
    session.stop();
    QTRY_COMPARE_WITH_TIMEOUT(fixture.state(), QueryState::Stopped, kPatience);
    QVERIFY(session.viewBatch(1));
    QCOMPARE(session.snapshot()->numRows, std::uint64_t(3));
    QVERIFY(session.run());
    QCOMPARE(session.viewedBatch(), std::int64_t(-1));
    session.stop();
    QTRY_COMPARE_WITH_TIMEOUT(fixture.state(), QueryState::Stopped, kPatience);
}

void QuerySessionTest::failedBatchHasATick() {
    Fixture fixture;
    QuerySession& session = *fixture.session;
    QueryDocument strict = session.document();
    strict.source.options["mode"] = "FAILFAST";
    session.edit(QStringLiteral("strict"), strict);
    fixture.addFile({"02:10:00"});
    QTRY_VERIFY_WITH_TIMEOUT(session.isRunnable(), kPatience);
    QVERIFY(session.run());
    QTRY_COMPARE_WITH_TIMEOUT(session.controller().batches(), std::int64_t(2), kPatience);  // the second moves the watermark
    fixture.addFile({"not a time"});
    QTRY_COMPARE_WITH_TIMEOUT(fixture.state(), QueryState::Failed, kPatience);
    QCOMPARE(session.ticks()->size(), std::size_t(3));
    QVERIFY(session.ticks()->back().failed);
    QCOMPARE(session.ticks()->back().batchId, std::int64_t(2));
}

}  // namespace vitrine::ui

QTEST_MAIN(vitrine::ui::QuerySessionTest)
#include "query_session_test.moc"
