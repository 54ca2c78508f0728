// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include <signal.h>

#include "tests/unit/app/cli_fixture.h"

using namespace vitrine::test;

/// `streams` and `checkpoint`, beside runs of other processes.
class CliStreamsTest : public QObject {
    Q_OBJECT

    std::unique_ptr<CliFixture> cli_;

    nlohmann::json active() const {
        return nlohmann::json::parse(cli_->run({"streams", "--json"}).out.toStdString())["active"];
    }
    /// Waits until the process has committed its first batch.
    bool isListed(const char* name) const {
        return QTest::qWaitFor([&] {
            for (const auto& query : active()) if (query["name"] == name && !query["lastBatch"].is_null()) return true;
            return false;
        }, 30'000);
    }
    static QStringList arguments(const QString& document) { return {"run", document, "--quiet", "--table", "csv"}; }

  private slots:
    void init() {
        cli_ = std::make_unique<CliFixture>();
        QVERIFY(QDir().mkpath(cli_->path("runtime")));
        qputenv("XDG_RUNTIME_DIR", cli_->path("runtime").toUtf8());
        cli_->put("in/a.json", kSample);
        cli_->putQuery({{"/checkpoint", "ck"}});
    }

    void nobodyRuns() {
        const Outcome outcome = cli_->run({"streams"});
        QCOMPARE(outcome.status, 0);
        QCOMPARE(outcome.out, QString("no active queries\n"));
        QCOMPARE(cli_->run({"streams", "--stop-all"}).status, 0);
        QCOMPARE(cli_->run({"streams", "--stop", "x"}).status, 2);
        QCOMPARE(cli_->run({"streams", "--stop", "x", "--stop-all"}).status, 2);
    }

    void listedAndStoppedByName() {
        QProcess runner;
        cli_->start(runner, arguments("query.json"));
        QVERIFY(isListed("actions_per_hour"));
        const auto query = active()[0];
        QCOMPARE(query["process"].get<qint64>(), runner.processId());
        QCOMPARE(query["program"].get<std::string>(), std::string("vitrine-cli"));
        QCOMPARE(query["outputMode"].get<std::string>(), std::string("complete"));
        const Outcome listed = cli_->run({"streams"});
        for (const QString& part : {QString("actions_per_hour"), QString::fromStdString(query["id"].get<std::string>()), QString("running"), QString("live result")})
            QVERIFY2(listed.out.contains(part), qPrintable(listed.out));
        QVERIFY(cli_->run({"streams", "--stop", "somebody_else"}).status == 2);
        const Outcome stopped = cli_->run({"streams", "--stop", "actions_per_hour"});
        QVERIFY2(stopped.status == 0, qPrintable(stopped.err));
        QVERIFY(stopped.out.startsWith("stopped: actions_per_hour "));
        const Outcome ended = CliFixture::end(runner);
        QCOMPARE(ended.status, 0);
        QCOMPARE(ended.out, kSampleCsv);   // the result is whole
        QVERIFY(active().empty());
    }

    void tableOfARunningQueryIsNotDropped() {
        cli_->putQuery({{"/checkpoint", "ck"}, {"/sinks", nlohmann::ordered_json::parse(R"([{"format": "sqlite", "table": "demo.counts"}])")}});
        QProcess runner;
        cli_->start(runner, QStringList{"run", "query.json", "--quiet", "--workspace", "ws"});
        QVERIFY(isListed("actions_per_hour"));
        const QStringList drop = {"sql", "--workspace", "ws", "DROP TABLE demo.counts", "--yes"};
        const Outcome refused = cli_->run(drop);
        QCOMPARE(refused.status, 2);
        QVERIFY2(refused.err.contains("The query actions_per_hour of process " + QString::number(runner.processId()) + " writes the table demo.counts"), qPrintable(refused.err));
        QCOMPARE(cli_->run({"streams", "--stop", "actions_per_hour"}).status, 0);
        QCOMPARE(CliFixture::end(runner).status, 0);
        const Outcome dropped = cli_->run(drop);
        QVERIFY2(dropped.status == 0, qPrintable(dropped.err));
    }

    void allAreStopped() {
        cli_->putQuery({{"/name", "other"}}, "other.json");
        QProcess one, other;
        cli_->start(one, arguments("query.json"));
        cli_->start(other, arguments("other.json"));
        QVERIFY(isListed("actions_per_hour") && isListed("other"));
        QVERIFY(cli_->run({"streams", "--workspace", "elsewhere"}).out == "no active queries\n");
        const Outcome stopped = cli_->run({"streams", "--stop-all"});
        QCOMPARE(stopped.status, 0);
        QCOMPARE(stopped.out.count('\n'), 2);
        QCOMPARE(CliFixture::end(one).status, 0);
        QCOMPARE(CliFixture::end(other).status, 0);
    }

    void sameNameNeedsAnId() {
        cli_->putQuery({}, "same.json");
        QProcess one, other;
        cli_->start(one, arguments("query.json"));
        cli_->start(other, arguments("same.json"));
        QVERIFY(QTest::qWaitFor([&] { return active().size() == 2; }, 30'000));
        const Outcome refused = cli_->run({"streams", "--stop", "actions_per_hour"});
        QCOMPARE(refused.status, 2);
        const auto id = QString::fromStdString(active()[1]["id"].get<std::string>());
        QVERIFY2(refused.err.contains(id), qPrintable(refused.err));
        QCOMPARE(cli_->run({"streams", "--stop", id}).status, 0);
        QCOMPARE(active().size(), std::size_t{1});
        QCOMPARE(cli_->run({"streams", "--stop-all"}).status, 0);
        CliFixture::end(one);
        CliFixture::end(other);
    }

    void killedAndStoppedProcesses() {
        QProcess runner;
        cli_->start(runner, arguments("query.json"));
        QVERIFY(isListed("actions_per_hour"));
        QCOMPARE(::kill(static_cast<pid_t>(runner.processId()), SIGSTOP), 0);
        const Outcome silent = cli_->run({"streams"});
        QCOMPARE(silent.status, 0);
        QVERIFY2(silent.err.contains(QString("process %1 could not be asked about its queries: it did not answer within 500 ms").arg(runner.processId())),
                 qPrintable(silent.err));
        const QString left = cli_->path(QString("runtime/vitrine/%1.sock").arg(runner.processId()));
        QVERIFY(QFileInfo::exists(left));
        runner.kill();
        runner.waitForFinished();
        QVERIFY(QFileInfo::exists(left));
        QCOMPARE(cli_->run({"streams"}).out, QString("no active queries\n"));
        QVERIFY(!QFileInfo::exists(left));
    }

    void checkpointInWords() {
        QProcess runner;
        cli_->start(runner, arguments("query.json"));
        QVERIFY(isListed("actions_per_hour"));
        const Outcome running = cli_->run({"checkpoint", "ck"});
        QCOMPARE(running.status, 0);
        for (const QString& part : {QString("by the query actions_per_hour, process %1").arg(runner.processId()), QString("0 committed last"),
                                    QString("stateStoreSave: 4 rows"), QString("1 file seen"), QString("goes on with batch 1")})
            QVERIFY2(running.out.contains(part), qPrintable(running.out));
        cli_->run({"streams", "--stop-all"});
        CliFixture::end(runner);
        const Outcome asJson = cli_->run({"checkpoint", "ck", "--json"});
        const auto json = nlohmann::json::parse(asJson.out.toStdString());
        QVERIFY(json["inUseBy"].is_null());
        QCOMPARE(json["lastCommittedBatch"].get<int>(), 0);
        QVERIFY(json["unfinishedBatch"].is_null());
        for (const char* place : {"in", "nowhere", "query.json"}) {
            const Outcome refused = cli_->run({"checkpoint", place});
            QCOMPARE(refused.status, 2);
            QVERIFY(refused.out.isEmpty() && refused.err.contains(place));
        }
    }

    /// What a restart goes on with is said before the result.
    void restartSaysWhatChanged() {
        QCOMPARE(cli_->run({"run", "query.json", "--until", "idle"}).status, 0);
        const Outcome changed = cli_->run({"run", "query.json", "--until", "idle", "--set", "/steps/0/groupBy/1=\"window(time, '2 hours')\""});
        QCOMPARE(changed.status, 0);
        QVERIFY2(changed.err.contains("Windows are 2 hours now and were 1 hour"), qPrintable(changed.err));
    }
};

QTEST_GUILESS_MAIN(CliStreamsTest)
#include "cli_streams_test.moc"
