// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTranslator>
#include <QVBoxLayout>

#include "app/connectors.h"
#include "ui/bridge/streams_monitor.h"
#include "ui/pages/checkpoint_card.h"
#include "ui/pages/outside_action.h"
#include "ui/pages/query_session.h"
#include "ui/pages/streams_board.h"
#include "ui/pages/streams_card.h"
#include "ui/style/theme.h"
#include "ui/style/vitrine_style.h"

namespace vitrine::ui {
namespace {

constexpr int kPatience = 60'000;
constexpr std::int64_t kNow = 1'795'269'867'000;

QuerySummary summaryOf(const std::string& name, QueryState state) {
    QuerySummary query;
    query.name = name;
    query.id = "id of " + name;
    query.runId = "run of " + name;
    query.state = state;
    query.message = "Waiting for next trigger";
    query.started = WallTime{Millis{kNow - 60'000}};
    query.outputMode = "update";
    query.interval = Millis{3000};
    query.trigger = "every 3 s";
    query.batches = 47;
    query.lastBatch = 46;
    query.lastProgress = WallTime{Millis{kNow - 3000}};
    query.lastDuration = Millis{44};
    query.inputRate = 44;
    query.processedRate = 3300;
    query.meanInputRate = 40;
    query.meanProcessedRate = 2870.4;
    query.checkpoint = "/tmp/checkpoints/" + name;
    return query;
}

StreamRow rowOf(const std::string& name, QueryState state) {
    StreamRow row;
    row.query = summaryOf(name, state);
    return row;
}

QString cell(const StreamsModel& model, int row, StreamsModel::Column column) { return model.index(row, column).data().toString(); }

CheckpointSummary checkpointOf(const std::string& directory) {
    CheckpointSummary summary;
    summary.directory = directory;
    summary.queryId = "6a751a17-4129-41e2-af3a-173a7e8ed265";
    summary.formatVersion = 1;
    summary.holder = "the query actions_live, process 4711";
    summary.planned = summary.committed = 46;
    summary.watermark = WallTime{Millis{1'469'512'800'000}};
    summary.outputMode = "update";
    summary.delays = {Millis{7'200'000}};
    summary.sources = {{"json", "/data/events", "{\"logOffset\":46}", 47}};
    summary.operators = {{"stateStoreSave", "string", "count()", 14, 7800, -1}};
    summary.bytesOnDisk = 90'000;
    for (std::int64_t id = 43; id <= 46; ++id) {
        CheckpointSummary::Batch batch;
        batch.id = id;
        batch.planned = WallTime{Millis{kNow - (46 - id) * 3000}};
        batch.committed = true;
        batch.numItems = 1;
        batch.items = {"/data/events/events-" + std::to_string(id) + ".json"};
        summary.batches.push_back(batch);
    }
    return summary;
}

}  // namespace

class StreamsCardsTest : public QObject {
    Q_OBJECT

    static std::vector<StreamRow> sample() {
        std::vector<StreamRow> rows{rowOf("actions_live", QueryState::Running), rowOf("actions_per_hour", QueryState::Running),
                                    rowOf("activity_parquet", QueryState::Running), rowOf("stream_2p", QueryState::Stopped)};
        rows[1].query.sinks = {{"FileSink[file:/out/per_hour]", true}};
        rows[1].query.outputMode = "complete";
        rows[2].query.sinks = {{"ConsoleSink[numRows=20, truncate=true]", false}};
        rows[2].query.isTriggerActive = true;
        rows[2].query.lastDuration = Millis{4200};
        rows[2].process = 4711;
        rows[2].program = QStringLiteral("vitrine-cli");
        rows[3].query.ended = WallTime{Millis{kNow - 1000}};
        rows[3].isRestartable = true;
        return rows;
    }

  private Q_SLOTS:
    void initTestCase() { applyStyle(*qApp); }

    void figuresOfAQuery_UI1() {
        StreamsModel model;
        model.setRows(sample(), WallTime{Millis{kNow}});
        QCOMPARE(model.activeCount(), 3);
        QCOMPARE(cell(model, 0, StreamsModel::State), QStringLiteral("Waiting"));
        QCOMPARE(cell(model, 0, StreamsModel::WritesTo), QStringLiteral("charts"));
        QCOMPARE(cell(model, 0, StreamsModel::Trigger), QStringLiteral("every 3 s"));
        QCOMPARE(cell(model, 0, StreamsModel::InputRate), QStringLiteral("44"));
        QCOMPARE(cell(model, 0, StreamsModel::ProcessedRate), QStringLiteral("3,300"));
        QCOMPARE(cell(model, 0, StreamsModel::Duration), QStringLiteral("44 ms"));
        QCOMPARE(cell(model, 0, StreamsModel::Batch), QStringLiteral("46"));
        QCOMPARE(cell(model, 0, StreamsModel::LastProgress), QStringLiteral("3 s ago"));
        QCOMPARE(cell(model, 0, StreamsModel::Process), QStringLiteral("this window"));
        QCOMPARE(cell(model, 1, StreamsModel::WritesTo), QStringLiteral("file:/out/per_hour, exactly once"));
        QCOMPARE(cell(model, 2, StreamsModel::WritesTo), QStringLiteral("ConsoleSink, at least once"));
        QCOMPARE(cell(model, 2, StreamsModel::State), QStringLiteral("Behind"));
        QCOMPARE(cell(model, 2, StreamsModel::Process), QStringLiteral("vitrine-cli 4711"));
        QCOMPARE(cell(model, 3, StreamsModel::State), QStringLiteral("Stopped"));
        QCOMPARE(cell(model, 3, StreamsModel::InputRate), QStringLiteral("40"));   // the mean, once it is over
        QVERIFY(cell(model, 3, StreamsModel::LastProgress).startsWith(QStringLiteral("ended ")));
    }

    void selectionOutlivesNewFigures() {
        StreamsCard card;
        card.setStreams(sample(), {}, WallTime{Millis{kNow}});
        QCOMPARE(card.chosen()->query.name, std::string("actions_live"));
        card.choose("run of actions_per_hour");
        QSignalSpy resets(&card.model(), &QAbstractItemModel::modelReset);
        auto rows = sample();
        rows[1].query.lastBatch = 47;
        card.setStreams(rows, {}, WallTime{Millis{kNow + 3000}});
        QCOMPARE(resets.count(), 0);
        QCOMPARE(card.chosen()->query.lastBatch, std::optional<std::int64_t>(47));
        rows.erase(rows.begin());
        card.setStreams(rows, {}, WallTime{Millis{kNow + 3000}});
        QCOMPARE(resets.count(), 1);
        QCOMPARE(card.chosen()->query.name, std::string("actions_per_hour"));
        QCOMPARE(card.table()->currentIndex().row(), 0);
    }

    void buttonsAskForWhatTheySay() {
        StreamsCard card;
        card.setStreams(sample(), {}, WallTime{Millis{kNow}});
        QSignalSpy stops(&card, &StreamsCard::stopRequested), starts(&card, &StreamsCard::restartRequested), all(&card, &StreamsCard::stopAllRequested);
        QCOMPARE(card.actionOf(2)->accessibleName(), QStringLiteral("Stop activity_parquet"));
        card.actionOf(2)->click();
        QCOMPARE(stops.value(0), (QVariantList{qint64{4711}, QStringLiteral("run of activity_parquet")}));
        card.actionOf(3)->click();
        QCOMPARE(starts.value(0), QVariantList{QStringLiteral("stream_2p")});
        card.stopAllButton()->click();
        QCOMPARE(all.count(), 1);
        card.copyButton()->click();
        const QString copied = QApplication::clipboard()->text();
        QVERIFY(copied.startsWith(QStringLiteral("for stream in spark.streams.active:")));
        QVERIFY(copied.contains(QStringLiteral("#  actions_live (id of actions_live)\n")));
        QVERIFY(!copied.contains(QStringLiteral("stream_2p")));
        card.setStreams({}, {}, WallTime{Millis{kNow}});
        QVERIFY(!card.stopAllButton()->isEnabled() && !card.copyButton()->isEnabled() && card.chosen() == nullptr);
    }

    void onlyTheLastRunOfAnOpenQueryRestarts() {
        ProcessStreams own, other;
        own.active = {summaryOf("runs", QueryState::Running)};
        own.completed = {summaryOf("ended", QueryState::Stopped), summaryOf("ended", QueryState::Failed), summaryOf("runs", QueryState::Stopped),
                         summaryOf("closed", QueryState::Finished), summaryOf("", QueryState::Finished)};
        other.process = 4711;
        other.active = {summaryOf("ended", QueryState::Running)};
        other.completed = {summaryOf("theirs", QueryState::Finished)};
        const auto rows = StreamsBoard::rowsOf({own, other}, [](const std::string& name) { return name != "closed"; });
        QCOMPARE(rows.size(), std::size_t{7});
        std::vector<bool> restartable;
        for (const StreamRow& row : rows) restartable.push_back(row.isRestartable);
        QCOMPARE(restartable, (std::vector<bool>{false, false, true, false, false, false, false}));
        QCOMPARE(rows[1].process, std::int64_t{4711});
    }

    void checkpointInWords() {
        CheckpointCard card;
        StreamRow row = rowOf("actions_live", QueryState::Running);
        card.setStream(&row);
        card.setSummary(checkpointOf(row.query.checkpoint), {});
        const QString text = card.text();
        for (const char* part : {"Folder: /tmp/checkpoints/actions_live", "Last commit: batch 46", "State: 14 row(s), 7.8 kB", "Watermark: 2016-07-26 06:00:00 UTC",
                                 "Read so far: 47 file(s)", "go on with batch 47. Batches 0 to 46 are not repeated", "In use by: the query actions_live"})
            QVERIFY2(text.contains(QLatin1String(part)), qPrintable(text));
        QCOMPARE(card.batches()->rowCount(), 4);
        QCOMPARE(card.batches()->item(3, 1)->text(), QStringLiteral("events-46.json"));
        QVERIFY(card.stopButton()->isEnabled() && !card.restartButton()->isEnabled());
        CheckpointSummary unfinished = checkpointOf(row.query.checkpoint);
        unfinished.planned = 47;
        card.setSummary(unfinished, {});
        QVERIFY(card.text().contains(QStringLiteral("would run batch 47 again")));
        card.setSummary({}, QStringLiteral("It is damaged."));
        QVERIFY(card.text().contains(QStringLiteral("It is damaged.")));
        row.query.checkpoint.clear();
        card.setStream(&row);
        QVERIFY(card.text().contains(QStringLiteral("keeps no checkpoint")));
        card.setStream(nullptr);
        QVERIFY(card.text().contains(QStringLiteral("No query is chosen")));
    }

    void crashAndFreshStartInWords() {
        CheckpointCard card;
        QSignalSpy crashes(&card, &CheckpointCard::crashRequested), fresh(&card, &CheckpointCard::freshRequested);
        StreamRow row = rowOf("actions_live", QueryState::Running);
        CheckpointSummary summary = checkpointOf(row.query.checkpoint);
        const auto show = [&] {
            card.setStream(&row);
            card.setSummary(summary, {});
            return card.text();
        };
        show();
        QVERIFY(card.crashButton()->isEnabled() && card.freshButton()->isEnabled());
        card.crashButton()->click();
        card.freshButton()->click();
        QCOMPARE(crashes.value(0), QVariantList{QString::fromStdString(row.query.runId)});
        QCOMPARE(fresh.value(0), QVariantList{QStringLiteral("actions_live")});
        row.query.crashAsked = true;
        QVERIFY2(show().contains(QStringLiteral("The query crashes when its outputs have the batch")), qPrintable(card.text()));
        QVERIFY(!card.crashButton()->isEnabled() && card.stopButton()->isEnabled());
        // What it left.
        row = rowOf("actions_live", QueryState::Failed);
        row.isRestartable = true;
        summary.planned = 46;
        summary.committed = 45;
        summary.batches.back().committed = false;
        QVERIFY2(show().contains(QStringLiteral("A restart runs batch 46 again with the same rows.")), qPrintable(card.text()));
        QVERIFY(!card.crashButton()->isEnabled() && card.restartButton()->isEnabled() && card.freshButton()->isEnabled());
        QCOMPARE(card.batches()->selectionModel()->selectedRows().size(), 1);
        QCOMPARE(card.batches()->selectionModel()->selectedRows().front().row(), 3);
        QCOMPARE(card.batches()->item(3, 3)->text(), QStringLiteral("not yet"));
        // After the restart.
        row = rowOf("actions_live", QueryState::Running);
        row.query.replayed = 46;
        summary = checkpointOf(row.query.checkpoint);
        QVERIFY2(show().contains(QStringLiteral("Batch 46 was run again after the restart, with the same rows. Each row was written once.")), qPrintable(card.text()));
        QCOMPARE(card.batches()->item(3, 3)->text(), QStringLiteral("✓ run again"));
        card.setAside(QStringLiteral("actions_live"), QStringLiteral("/tmp/ck.2026"));
        QVERIFY(show().contains(QStringLiteral("set aside as /tmp/ck.2026")));
        card.setAside(QStringLiteral("other"), QStringLiteral("/tmp/ck.2026"));
        QVERIFY(!show().contains(QStringLiteral("set aside")));
        row.process = 4711;   // another process
        show();
        QVERIFY(!card.crashButton()->isEnabled() && !card.freshButton()->isEnabled() && card.stopButton()->isEnabled());
    }

    /// A query of this process is seen, its checkpoint looked into, and stopped; queries of others are asked for elsewhere.
    void monitorSeesStopsAndLooksInside() {
        QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkdir(QStringLiteral("in")));
        QFile file(folder.filePath(QStringLiteral("in/a.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"action\":\"Open\"}\n");
        file.close();
        ProjectDocument project;
        Project with;
        QueryDocument query;
        query.name = "seen";
        query.source.path = folder.filePath(QStringLiteral("in")).toStdString();
        query.source.schema = "action STRING";
        query.steps = {Step{GroupByStep{{"action"}, {"count(*) AS count"}}}};
        query.outputMode = "complete";
        query.checkpoint = folder.filePath(QStringLiteral("ck")).toStdString();
        with.queries.push_back(query);
        project.reset(with);
        QueryRegistry registry;
        QThread* asked = nullptr;
        std::pair<std::int64_t, std::string> stopped;
        ProcessStreams other;
        other.process = 4711;
        other.active = {summaryOf("theirs", QueryState::Running)};
        StreamsMonitor monitor(&registry, {[&] { asked = QThread::currentThread(); return std::vector<ProcessStreams>{other}; },
                                           [&](std::int64_t process, const std::string& run) { stopped = {process, run}; other.active.clear(); }});
        StreamsCard streams;
        CheckpointCard checkpoint;
        StreamsBoard board(monitor, streams, checkpoint, [](const std::string& name) { return name == "seen"; });
        QuerySession session(project, allConnectors(), "seen");
        session.setRegistry(&registry);
        QVERIFY(session.run());
        monitor.setActive(true);
        QTRY_COMPARE_WITH_TIMEOUT(streams.model().activeCount(), 2, kPatience);
        QVERIFY(asked != nullptr && asked != QThread::currentThread());
        QTRY_VERIFY_WITH_TIMEOUT(checkpoint.text().contains(QStringLiteral("Last commit: batch 0")), kPatience);
        QVERIFY(checkpoint.text().contains(QStringLiteral("State: 1 row(s),")));
        QCOMPARE(streams.chosen()->query.name, std::string("seen"));
        checkpoint.stopButton()->click();
        QTRY_VERIFY_WITH_TIMEOUT(checkpoint.restartButton()->isEnabled(), kPatience);
        QCOMPARE(streams.chosen()->query.name, std::string("seen"));
        QSignalSpy restarts(&board, &StreamsBoard::restartRequested);
        checkpoint.restartButton()->click();
        QCOMPARE(restarts.value(0), QVariantList{QStringLiteral("seen")});
        QVERIFY(session.run());   // at once, although the list may still hold the run before
        // A crash in the next batch, a restart that runs it again, and a fresh start.
        monitor.refresh();
        streams.choose(session.controller().running()->runId());
        QTRY_VERIFY_WITH_TIMEOUT(checkpoint.crashButton()->isEnabled(), kPatience);
        checkpoint.crashButton()->click();
        QVERIFY(!checkpoint.crashButton()->isEnabled());
        QFile more(folder.filePath(QStringLiteral("in/b.json")));
        QVERIFY(more.open(QIODevice::WriteOnly));
        more.write("{\"action\":\"Close\"}\n");
        more.close();
        QTRY_COMPARE_WITH_TIMEOUT(session.controller().status().state, QueryState::Failed, kPatience);
        QVERIFY2(session.sentence().contains(QStringLiteral("Crashed as you asked: batch 1 is written")), qPrintable(session.sentence()));
        monitor.refresh();
        QTRY_VERIFY_WITH_TIMEOUT(checkpoint.text().contains(QStringLiteral("A restart runs batch 1 again")), kPatience);
        QVERIFY(session.run());
        QTRY_COMPARE_WITH_TIMEOUT(session.controller().batches(), std::int64_t{1}, kPatience);
        QVERIFY(session.controller().reports().front()->replayed);
        QString logged;
        for (int line = 0; line < session.log().rowCount(); ++line)
            for (int column = 0; column < session.log().columnCount(); ++column) logged += session.log().index(line, column).data().toString() + QLatin1Char('\n');
        QVERIFY2(logged.contains(QStringLiteral("Batch 1 was run again with the same rows")), qPrintable(logged));
        QSignalSpy anew(&session, &QuerySession::restartedFresh);
        session.restartFresh();   // while it runs
        QTRY_COMPARE_WITH_TIMEOUT(anew.size(), 1, kPatience);
        const QString aside = anew.front().front().toString();
        QVERIFY2(aside.startsWith(folder.filePath(QStringLiteral("ck."))), qPrintable(aside));
        QVERIFY(QFileInfo::exists(aside + QStringLiteral("/_vitrine.db")));
        QTRY_VERIFY_WITH_TIMEOUT(session.controller().batches() > 0, kPatience);
        QCOMPARE(session.controller().reports().front()->batchId, std::int64_t{0});
        QVERIFY(!session.startError());
        streams.stopAllButton()->click();
        QTRY_COMPARE_WITH_TIMEOUT(streams.model().activeCount(), 0, kPatience);
        QCOMPARE(stopped, std::make_pair(std::int64_t{4711}, std::string("run of theirs")));
        QCOMPARE(registry.completed().size(), std::size_t{4});
    }

    void outsideActionsNeedAYes_F4() {
        QueryDocument document;
        document.source.format = "Kafka";
        document.source.options = {{"kafka.bootstrap.servers", "host:9092"}, {"subscribe", "t"}, {"kafka.sasl.jaas.config", "secret"}};
        JoinStep join;
        join.source.format = "kafka";
        document.steps = {Step{join}};
        document.sinks = {SinkSpec{"json", "out", {}, {}, {}, {}}, SinkSpec{"foreachBatch", {}, {}, "rm -rf x", {}, {}}, SinkSpec{"kafka", {}, {}, {}, {{"topic", "u"}}, {}}};
        const auto actions = outsideActionsOf(document);
        QCOMPARE(actions.size(), std::size_t{4});
        QCOMPARE(actions[0], (OutsideAction{OutsideAction::Kind::KafkaSource, "/source/format", "kafka.bootstrap.servers host:9092, subscribe t"}));
        QCOMPARE(actions[1].place, std::string("/steps/0/join/source/format"));
        QCOMPARE(actions[2], (OutsideAction{OutsideAction::Kind::Command, "/sinks/1/command", "rm -rf x"}));
        QCOMPARE(actions[3].what, std::string("topic u"));
        const QString key = consentKey(QStringLiteral("/a.vitrine"), actions);
        QVERIFY(key != consentKey(QStringLiteral("/b.vitrine"), actions));
        auto other = actions;
        other[2].what += " y";
        QVERIFY(key != consentKey(QStringLiteral("/a.vitrine"), other));
        QVERIFY(outsideActionsOf(QueryDocument()).empty());
    }

    void refusedCommandLeavesTheQueryUnstarted_F4() {
        QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkdir(QStringLiteral("in")));
        ProjectDocument project;
        Project with;
        QueryDocument query;
        query.name = "stranger";
        query.source.path = folder.filePath(QStringLiteral("in")).toStdString();
        query.source.schema = "action STRING";
        query.sinks = {SinkSpec{"foreachBatch", {}, {}, "cat > /dev/null", {}, {}}};
        query.checkpoint = folder.filePath(QStringLiteral("ck")).toStdString();
        with.queries.push_back(query);
        project.reset(with);
        QuerySession session(project, allConnectors(), "stranger");
        int asked = 0;
        bool answer = false;
        session.setConsent([&](const std::vector<OutsideAction>& actions) {
            asked += actions.size() == 1 && actions[0].what == "cat > /dev/null" ? 1 : 0;
            return answer;
        });
        QVERIFY(!session.run());
        QCOMPARE(asked, 1);
        QVERIFY(!session.controller().isActive());
        QCOMPARE(session.startError()->place(), std::string("/sinks/0/command"));
        QVERIFY(!QFileInfo::exists(folder.filePath(QStringLiteral("ck"))));
        answer = true;
        QVERIFY(session.run());
        QVERIFY(!session.startError());
    }

    /// Looked at beside the design.
    void pictures_data() {
        QTest::addColumn<int>("theme");
        QTest::addColumn<QString>("name");
        QTest::newRow("light") << static_cast<int>(ThemeChoice::Light) << "streams-light.png";
        QTest::newRow("dark") << static_cast<int>(ThemeChoice::Dark) << "streams-dark.png";
    }
    void pictures() {
        QFETCH(int, theme);
        QFETCH(QString, name);
        Theme::current().setChoice(static_cast<ThemeChoice>(theme));
        QWidget page;
        page.resize(1408, 720);
        auto* column = new QVBoxLayout(&page);
        auto* streams = new StreamsCard(&page);
        auto* checkpoint = new CheckpointCard(&page);
        checkpoint->setFixedWidth(420);
        auto* row = new QHBoxLayout;
        row->addStretch(1);
        row->addWidget(checkpoint);
        column->addWidget(streams);
        column->addLayout(row, 1);
        page.show();
        streams->setStreams(sample(), {}, WallTime{Millis{kNow}});
        streams->choose("run of actions_per_hour");
        checkpoint->setStream(streams->chosen());
        checkpoint->setSummary(checkpointOf("/tmp/checkpoints/actions_per_hour"), {});
        QApplication::processEvents();
        QVERIFY(page.grab().save(QStringLiteral(VITRINE_PICTURE_DIR "/") + name));
        for (const auto* part : page.findChildren<QAbstractButton*>())
            QVERIFY2(!part->isVisible() || !part->accessibleName().isEmpty() || !part->text().isEmpty(), part->metaObject()->className());
        Theme::current().setChoice(ThemeChoice::Light);
    }
};

}  // namespace vitrine::ui

QTEST_MAIN(vitrine::ui::StreamsCardsTest)
#include "streams_cards_test.moc"
