// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include <signal.h>
#include <sys/stat.h>

#include "tests/unit/app/cli_fixture.h"

using namespace vitrine::test;

class CliRunTest : public QObject {
    Q_OBJECT

    std::unique_ptr<CliFixture> cli_;

    /// Waits until the report file holds `lines` lines.
    bool awaitReport(qsizetype lines) const {
        return QTest::qWaitFor([&] { return cli_->read("report.jsonl").count('\n') >= lines; }, 60'000);
    }

    std::vector<nlohmann::json> report() const {
        std::vector<nlohmann::json> lines;
        for (const QByteArray& line : cli_->read("report.jsonl").split('\n')) {
            if (!line.isEmpty()) lines.push_back(nlohmann::json::parse(line.toStdString(), nullptr, false));
        }
        return lines;
    }

  private slots:
    void init() {
        cli_ = std::make_unique<CliFixture>();
        cli_->put("in/a.json", kSample);
        cli_->putQuery();
    }

    void textTable_TW4() {
        const Outcome outcome = cli_->run({"run", "query.json", "--until", "idle"});
        QCOMPARE(outcome.out, QString("+-------------------+------+-----+\n"
                                      "|start              |action|count|\n"
                                      "+-------------------+------+-----+\n"
                                      "|2016-07-26 02:00:00|Close |    1|\n"
                                      "|2016-07-26 02:00:00|Open  |    2|\n"
                                      "|2016-07-26 03:00:00|Close |    1|\n"
                                      "|2016-07-26 03:00:00|Open  |    1|\n"
                                      "+-------------------+------+-----+\n"));
        QCOMPARE(outcome.err, QString());
        QCOMPARE(outcome.status, 0);
    }

    void csvTable_TW4() {
        const Outcome outcome = cli_->run({"run", "query.json", "--until", "idle", "--table", "csv"});
        QCOMPARE(outcome.out, kSampleCsv);
        QCOMPARE(outcome.status, 0);
    }

    void jsonTable_TW4() {
        const Outcome outcome = cli_->run({"run", "query.json", "--until", "idle", "--table", "json"});
        QCOMPARE(outcome.out, QString("{\"start\":\"2016-07-26T02:00:00.000Z\",\"action\":\"Close\",\"count\":1}\n"
                                      "{\"start\":\"2016-07-26T02:00:00.000Z\",\"action\":\"Open\",\"count\":2}\n"
                                      "{\"start\":\"2016-07-26T03:00:00.000Z\",\"action\":\"Close\",\"count\":1}\n"
                                      "{\"start\":\"2016-07-26T03:00:00.000Z\",\"action\":\"Open\",\"count\":1}\n"));
    }

    /// Relative paths start at the document, not where the command runs.
    void pathsStartAtTheDocument() {
        QProcess process;
        process.setWorkingDirectory("/");
        process.start(VITRINE_CLI, {"run", cli_->path("query.json"), "--until", "idle", "--table", "csv"});
        QCOMPARE(CliFixture::end(process).out, kSampleCsv);
    }

    void aQueryOfAProject() {
        const std::string query = cli_->read("query.json").toStdString();
        cli_->put("one.vitrine", QByteArray::fromStdString(R"json({"vitrine":1,"queries":[)json" + query + "]}"));
        QCOMPARE(cli_->run({"run", "one.vitrine", "--until", "idle", "--table", "csv"}).out, kSampleCsv);
        cli_->put("two.vitrine", QByteArray::fromStdString(R"json({"vitrine":1,"queries":[{"name":"other"},)json" + query + "]}"));
        QCOMPARE(cli_->run({"run", "two.vitrine", "--query", "actions_per_hour", "--until", "idle", "--table", "csv"}).out, kSampleCsv);
        const Outcome unclear = cli_->run({"run", "two.vitrine", "--until", "idle"});
        QCOMPARE(unclear.status, 2);
        QVERIFY(unclear.err.contains("--query") && unclear.err.contains("other") && unclear.err.contains("actions_per_hour"));
    }

    void setOverTheDocument() {
        const Outcome outcome = cli_->run({"run", "query.json", "--set", "/trigger={\"availableNow\":true}", "--set",
                                           "/steps/0/groupBy/1=\"window(time, '2 hours')\"", "--table", "csv"});
        QCOMPARE(outcome.out, QString("start,action,count\n"
                                      "2016-07-26T02:00:00.000Z,Close,2\n"
                                      "2016-07-26T02:00:00.000Z,Open,3\n"));
        QCOMPARE(outcome.status, 0);
        for (const char* wrong : {"outputMode", "/outputMode=append", "/nothing/here=1", "/=1"}) {
            const Outcome refused = cli_->run({"run", "query.json", "--set", wrong, "--until", "idle"});
            QCOMPARE(refused.status, 2);
            QVERIFY2(!refused.err.isEmpty() && refused.out.isEmpty(), wrong);
        }
    }

    /// Exactly so many batches, one file each.
    void untilBatches_FS41() {
        for (const char* name : {"in/b.json", "in/c.json", "in/d.json"}) cli_->put(name, kSample);
        cli_->putQuery({{"/source/options", {{"maxFilesPerTrigger", "1"}}}});
        const Outcome outcome = cli_->run({"run", "query.json", "--until", "batches=2", "--table", "csv", "--report", "report.jsonl"});
        QCOMPARE(outcome.status, 0);
        QCOMPARE(report().size(), std::size_t{2});
        QVERIFY2(outcome.out.contains("2016-07-26T02:00:00.000Z,Open,4\n"), qPrintable(outcome.out));
    }

    void untilATime() {
        const Outcome outcome = cli_->run({"run", "query.json", "--until", "1500ms", "--table", "csv", "--report", "report.jsonl"});
        QCOMPARE(outcome.status, 0);
        for (const char* wrong : {"soon", "0s", "batches=0", "batches=x", "90", "90h", "-1s", "9223372036854775807min", "99999999999999999999s"}) {
            const Outcome refused = cli_->run({"run", "query.json", "--until", wrong});
            QCOMPARE(refused.status, 2);
            QVERIFY2(refused.err.contains("--until") && refused.err.contains("idle"), wrong);
        }
        QCOMPARE(cli_->run({"run", "query.json", "--until", "idle", "--memory-limit", "99999999999G"}).status, 2);
    }

    /// The query goes on over files that arrive, until there are none.
    void filesThatArrive_FS40() {
        QProcess process;
        cli_->start(process, {"run", "query.json", "--until", "batches=2", "--table", "csv", "--report", "report.jsonl"});
        QVERIFY(awaitReport(1));
        cli_->put("in/b.json", "{\"time\":1469498401,\"action\":\"Open\"}\n");
        const Outcome outcome = CliFixture::end(process);
        QCOMPARE(outcome.status, 0);
        QVERIFY2(outcome.out.contains("2016-07-26T02:00:00.000Z,Open,3\n"), qPrintable(outcome.out));
    }

    /// A second run on a checkpoint has the result although no file is new.
    void restartShowsItsResultAtOnce() {
        cli_->putQuery({{"/checkpoint", "ck"}});
        for (int run = 0; run < 2; ++run) {
            const Outcome outcome = cli_->run({"run", "query.json", "--until", "idle", "--table", "csv"});
            QCOMPARE(outcome.status, 0);
            QCOMPARE(outcome.out, kSampleCsv);
        }
    }

    /// The row that moved the watermark is named once, unless nothing is to be said.
    void D1_rowDated9999IsNamed() {
        cli_->putQuery({{"/steps", nlohmann::ordered_json::parse(R"json([{"withWatermark": ["time", "1 hour"]}, {"groupBy": ["window(time, '1 hour')"], "agg": ["count(*) AS count"]}])json")},
                        {"/outputMode", "update"}});
        cli_->put("in/b.json", "{\"time\":1469498401}\n{\"time\":\"9999-12-31T12:00:00Z\"}\n");
        const Outcome outcome = cli_->run({"run", "query.json", "--until", "idle", "--table", "csv", "--report", "report.jsonl"});
        QCOMPARE(outcome.status, 0);
        QCOMPARE(outcome.err.count("b.json line 2"), 1);
        QVERIFY2(outcome.err.contains("9999-12-31T11:00:00.000Z") && outcome.err.contains("9999-12-31T12:00:00.000Z"), qPrintable(outcome.err));
        QVERIFY2(cli_->read("report.jsonl").contains("\"watermarkJump\":{\"batchId\":0,"), cli_->read("report.jsonl").constData());
        QVERIFY(cli_->run({"run", "query.json", "--until", "idle", "--quiet"}).err.isEmpty());
    }

    void outFileIsWhole() {
        const Outcome outcome = cli_->run({"run", "query.json", "--until", "idle", "--table", "csv", "--out", "result.csv"});
        QCOMPARE(outcome.status, 0);
        QCOMPARE(outcome.out, QString());
        QCOMPARE(QString::fromUtf8(cli_->read("result.csv")), kSampleCsv);
        QCOMPARE(QDir(cli_->path()).entryList(QDir::Files | QDir::Hidden), (QStringList{"query.json", "result.csv"}));
    }

    /// What stands there and is no file stays; nothing half is left behind.
    void outFileThatCannotBe() {
        QCOMPARE(::mkfifo(qPrintable(cli_->path("pipe")), 0600), 0);
        QDir(cli_->path()).mkdir("directory");
        for (const char* where : {"pipe", "directory", "nowhere/result.csv"}) {
            const Outcome outcome = cli_->run({"run", "query.json", "--until", "idle", "--table", "csv", "--out", where});
            QCOMPARE(outcome.status, 1);
            QVERIFY2(outcome.err.contains(where), qPrintable(outcome.err));
        }
        struct ::stat status {};
        QCOMPARE(::stat(qPrintable(cli_->path("pipe")), &status), 0);
        QVERIFY(S_ISFIFO(status.st_mode));
        QCOMPARE(QDir(cli_->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot),
                 (QStringList{"directory", "in", "pipe", "query.json"}));
    }

    /// A query that fails leaves no result file.
    void failedQuery_JS44() {
        cli_->put("in/b.json", "not json\n");
        cli_->putQuery({{"/source/options", {{"mode", "FAILFAST"}}}});
        const Outcome outcome = cli_->run({"run", "query.json", "--until", "idle", "--table", "csv", "--out", "result.csv"});
        QCOMPARE(outcome.status, 1);
        QVERIFY2(outcome.err.contains("b.json"), qPrintable(outcome.err));
        QVERIFY(!QFile::exists(cli_->path("result.csv")));
    }

    /// A wrong value of a source option fails the run, which the command line knows before it starts.
    void wrongValueOfAnOption_FS2b_FS41() {
        cli_->putQuery({{"/source/options", {{"maxFilesPerTrigger", "0"}}}});
        const Outcome outcome = cli_->run({"run", "query.json", "--until", "idle"});
        QCOMPARE(outcome.status, 2);
        QVERIFY2(outcome.err.contains("maxFilesPerTrigger") && outcome.err.contains("/source/options"), qPrintable(outcome.err));
    }

    void reportLinesHaveSparksKeys_PR1_PR3() {
        cli_->putQuery({{"/steps/0", {{"withWatermark", {"time", "2 hours"}}}},
                        {"/steps/1", {{"groupBy", {"action", "window(time, '1 hour')"}}, {"agg", {"count(*) AS count"}}}},
                        {"/steps/2", {{"select", {"window.start AS start", "action", "count"}}}},
                        {"/outputMode", "update"}});
        const Outcome outcome = cli_->run({"run", "query.json", "--until", "idle", "--report", "report.jsonl"});
        QVERIFY2(outcome.status == 0, qPrintable(outcome.err));
        const std::vector<nlohmann::json> lines = report();
        QVERIFY(!lines.empty());
        std::int64_t rows = 0;
        for (const nlohmann::json& line : lines) {
            QVERIFY(line.is_object());
            for (const char* key : {"id", "runId", "name", "timestamp", "batchId", "numInputRows", "durationMs",
                                    "eventTime", "stateOperators", "sources", "sink"}) {
                QVERIFY2(line.contains(key), key);
            }
            for (const char* key : {"description", "startOffset", "endOffset", "latestOffset", "numInputRows"}) {
                QVERIFY2(line["sources"][0].contains(key), key);
            }
            for (const char* key : {"operatorName", "numRowsTotal", "numRowsUpdated", "numRowsDroppedByWatermark", "memoryUsedBytes"}) {
                QVERIFY2(line["stateOperators"][0].contains(key), key);
            }
            QCOMPARE(line["name"], "actions_per_hour");
            QVERIFY(!line["id"].get<std::string>().empty() && line["id"] == lines[0]["id"]);
            rows += line["numInputRows"].get<std::int64_t>();
        }
        QCOMPARE(rows, std::int64_t{5});
        QCOMPARE(lines[0]["batchId"], 0);
        QCOMPARE(lines[0]["sources"][0]["endOffset"]["logOffset"], 0);
        QVERIFY(cli_->run({"run", "query.json", "--until", "idle", "--report", "nowhere/report.jsonl"}).status == 2);
    }

    void interrupted_data() {
        QTest::addColumn<int>("number");
        QTest::newRow("SIGINT") << SIGINT;
        QTest::newRow("SIGTERM") << SIGTERM;
    }

    /// The table of what was committed is printed; exit status 3.
    void interrupted() {
        QFETCH(int, number);
        QProcess process;
        cli_->start(process, {"run", "query.json", "--table", "csv", "--report", "report.jsonl"});
        QVERIFY(awaitReport(1));
        QCOMPARE(::kill(static_cast<pid_t>(process.processId()), number), 0);
        const Outcome outcome = CliFixture::end(process);
        QCOMPARE(outcome.out, kSampleCsv);
        QCOMPARE(outcome.status, 3);
    }

    /// Also while it waits for files that do not come.
    void interruptedWhileIdle() {
        cli_->putQuery({{"/source/path", "in/*.csv"}, {"/trigger", {{"processingTime", "1 hour"}}}});
        QProcess process;
        cli_->start(process, {"run", "query.json", "--until", "batches=1", "--report", "report.jsonl"});
        QVERIFY(QTest::qWaitFor([&] { return QFile::exists(cli_->path("report.jsonl")); }, 60'000));
        QCOMPARE(::kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
        QCOMPARE(CliFixture::end(process).status, 3);
    }

    /// The directory goes and comes back while the query runs: rows continue, nothing is doubled.
    void theDirectoryVanishesAndComesBack_FS31() {
        QProcess process;
        cli_->start(process, {"run", "query.json", "--until", "batches=2", "--table", "csv", "--report", "report.jsonl"});
        QVERIFY(awaitReport(1));
        QVERIFY(QDir(cli_->path()).rename("in", "away"));
        cli_->put("away/b.json", "{\"time\":1469498401,\"action\":\"Open\"}\n");
        QString said;
        QVERIFY(QTest::qWaitFor([&] {
            process.waitForReadyRead(50);
            said += QString::fromUtf8(process.readAllStandardError());
            return said.contains("is not there");
        }, 60'000));
        QVERIFY(QDir(cli_->path()).rename("away", "in"));
        const Outcome outcome = CliFixture::end(process);
        QCOMPARE(outcome.status, 0);
        QCOMPARE(outcome.out, QString(kSampleCsv).replace("Open,2\n", "Open,3\n"));
        QVERIFY2(outcome.err.contains("goes on"), qPrintable(outcome.err));
    }
};

QTEST_GUILESS_MAIN(CliRunTest)
#include "cli_run_test.moc"
