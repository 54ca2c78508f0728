// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include <sys/stat.h>

#include "tests/unit/app/cli_fixture.h"

using namespace vitrine::test;
using Json = nlohmann::ordered_json;

/// What is wrong with a request is said before anything runs: place, reason, way out, exit status 2.
class CliRefusalsTest : public QObject {
    Q_OBJECT

    std::unique_ptr<CliFixture> cli_;

    void refuses(const QStringList& command, const QStringList& words) const {
        const Outcome outcome = cli_->run(command);
        QVERIFY2(outcome.status == 2, qPrintable(command.join(' ') + " gave " + QString::number(outcome.status) + ": " + outcome.err));
        QVERIFY2(outcome.out.isEmpty(), qPrintable(outcome.out));
        for (const QString& word : words) QVERIFY2(outcome.err.contains(word), qPrintable(word + " is not in: " + outcome.err));
    }

  private slots:
    void init() {
        cli_ = std::make_unique<CliFixture>();
        cli_->put("in/a.json", kSample);
    }

    void queries_data() {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QStringList>("words");
        const auto row = [](const char* name, const char* pointer, const char* value, QStringList words) {
            QTest::newRow(name) << QString(pointer) << QString(value) << words;
        };
        row("missing directory FS-2", "/source/path", "\"nowhere\"", {"at /source/path", "nowhere"});
        row("no path FS-1", "/source/path", "null", {"at /source/path"});
        row("no schema FS-4", "/source/schema", "null", {"at /source/schema"});
        row("DDL: unknown type", "/source/schema", "\"time TIMESTAMP, action STRNG\"", {"at /source/schema, column 24", "STRNG", "STRING"});
        row("DDL: no type", "/source/schema", "\"time TIMESTAMP, action\"", {"at /source/schema, column "});
        row("DDL: not closed", "/source/schema", "\"time TIMESTAMP, a STRUCT<b: INT\"", {"at /source/schema, column "});
        row("unknown column", "/steps/0/groupBy/0", "\"acton\"", {"at /steps/0/groupBy/0", "acton", "action"});
        row("unknown column in a select", "/steps/1/select/2", "\"cnt\"", {"at /steps/1/select/2", "cnt"});
        row("window on a number TW-3", "/source/schema", "\"time BIGINT, action STRING\"", {"at /steps/0/groupBy/1", "TIMESTAMP"});
        row("slide longer than the window TW-2", "/steps/0/groupBy/1", "\"window(time, '1 hour', '2 hours')\"", {"at /steps/0/groupBy/1", "slide"});
        row("window of no length TW-2", "/steps/0/groupBy/1", "\"window(time, '0 hours')\"", {"at /steps/0/groupBy/1"});
        row("window of months TW-1", "/steps/0/groupBy/1", "\"window(time, '1 month')\"", {"at /steps/0/groupBy/1", "month"});
        row("abbreviated interval IV-1", "/steps/0/groupBy/1", "\"window(time, '10 min')\"", {"at /steps/0/groupBy/1", "'min'", "minutes"});
        row("negative delay", "/steps/0", "{\"withWatermark\":[\"time\",\"-1 hour\"]}", {"at /steps/0/withWatermark", "-1 hour"});
        row("watermark on a text", "/steps/0", "{\"withWatermark\":[\"action\",\"1 hour\"]}", {"at /steps/0/withWatermark", "action"});
        row("append without watermark", "/outputMode", "\"append\"", {"append", "atermark"});
        row("orderBy outside complete", "/outputMode", "\"update\"", {"at /steps/2", "complete"});
        row("unknown mode", "/outputMode", "\"whole\"", {"at /outputMode", "whole", "complete"});
        row("unknown field", "/outputmode", "\"complete\"", {"at /outputmode", "outputMode"});
        row("unknown step", "/steps/1", "{\"selekt\":[\"action\"]}", {"at /steps/1/selekt", "select"});
        row("wrong type", "/steps/1/select", "\"action\"", {"at /steps/1/select"});
        row("unknown format", "/source/format", "\"jsn\"", {"at /source/format", "jsn", "json"});
        row("unknown zone", "/conf/spark.sql.session.timeZone", "\"Mars/Base\"", {"Mars/Base"});
        row("unknown function", "/steps/0/agg/0", "\"cout(*) AS count\"", {"at /steps/0/agg/0", "cout()"});
        row("syntax", "/steps/0/agg/0", "\"count(* AS count\"", {"at /steps/0/agg/0, column "});
        row("continuous trigger", "/trigger", "{\"continuous\":\"1 second\"}", {"/trigger"});
        row("wrong trigger", "/trigger", "{\"processingTime\":\"often\"}", {"/trigger", "often"});
    }

    /// `check` and `run` agree, and both say where and why.
    void queries() {
        QFETCH(QString, pointer);
        QFETCH(QString, value);
        QFETCH(QStringList, words);
        cli_->putQuery({{pointer.toStdString(), Json::parse(value.toStdString())}});
        refuses({"check", "query.json"}, words);
        refuses({"run", "query.json", "--until", "idle"}, words);
        // A line for the place, then sentences.
        const QStringList lines = cli_->run({"check", "query.json"}).err.split('\n', Qt::SkipEmptyParts);
        QVERIFY2(lines.size() >= 2, qPrintable(lines.join('\n')));
        for (const QString& line : lines) QVERIFY2(line.startsWith("query.json: ") || (line.startsWith("    ") && (line.endsWith('.') || line.endsWith('?'))), qPrintable(line));
    }

    /// Spark warns of an unknown option only, and runs; so does this.
    void anUnknownOptionWarns() {
        cli_->putQuery({{"/source/options", {{"maxFilesPerTriger", "1"}}}});
        const Outcome outcome = cli_->run({"run", "query.json", "--until", "idle", "--table", "csv"});
        QCOMPARE(outcome.status, 0);
        QCOMPARE(outcome.out, kSampleCsv);
        QVERIFY2(outcome.err.contains("warning") && outcome.err.contains("maxFilesPerTrigger"), qPrintable(outcome.err));
    }

    /// Where Spark runs, this runs: a path may be a file.
    void aFileInsteadOfADirectory_FS11() {
        cli_->putQuery({{"/source/path", "in/a.json"}});
        const Outcome outcome = cli_->run({"run", "query.json", "--until", "idle", "--table", "csv"});
        QVERIFY2(outcome.status == 0, qPrintable(outcome.err));
        QCOMPARE(outcome.out, kSampleCsv);
    }

    /// A glob may match nothing yet.
    void aGlobOfNothing_FS2() {
        cli_->putQuery({{"/source/path", "in/*.csv"}});
        QCOMPARE(cli_->run({"check", "query.json"}).status, 0);
        QCOMPARE(cli_->run({"run", "query.json", "--until", "idle", "--table", "csv"}).status, 0);
    }

    /// It waits for a directory to come, and says so.
    void neitherFileNorDirectory_FS2() {
        QCOMPARE(::mkfifo(qPrintable(cli_->path("pipe")), 0600), 0);
        cli_->putQuery({{"/source/path", "pipe"}});
        const Outcome outcome = cli_->run({"run", "query.json", "--until", "1s"});
        QVERIFY2(outcome.err.contains("pipe' is not a directory."), qPrintable(outcome.err));
        QCOMPARE(outcome.err.count("is not a directory."), 1);
        QCOMPARE(outcome.status, 0);
    }

    void checkAccepts() {
        cli_->putQuery();
        const Outcome outcome = cli_->run({"check", "query.json"});
        QCOMPARE(outcome.status, 0);
        QVERIFY2(outcome.out.startsWith("accepted: ") && outcome.out.contains("start TIMESTAMP") && outcome.out.contains("count BIGINT"),
                 qPrintable(outcome.out));
        QCOMPARE(outcome.err, QString());
    }

    void checkSaysEveryReason() {
        cli_->putQuery({{"/outputmode", "x"}, {"/steps/0/group", 1}, {"/sourc", 1}});
        const Outcome outcome = cli_->run({"check", "query.json"});
        QCOMPARE(outcome.status, 2);
        for (const char* place : {"at /outputmode", "at /steps/0", "at /sourc"}) QVERIFY2(outcome.err.contains(place), qPrintable(outcome.err));
    }

    void documents_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no JSON") << QByteArray("{\"source\": ");
        QTest::newRow("a list") << QByteArray("[]");
        QTest::newRow("a number") << QByteArray("5");
        QTest::newRow("binary") << QByteArray("\x00\xff\x01", 3);
        QTest::newRow("invalid UTF-8") << QByteArray("{\"name\":\"\xff\"}");
        QTest::newRow("deep") << QByteArray(200'000, '[');
        QTest::newRow("deep and closed") << QByteArray(200'000, '[') + QByteArray(200'000, ']');
        QTest::newRow("deep in a query") << QByteArray("{\"steps\":") + QByteArray(200'000, '[') + QByteArray(200'000, ']') + "}";
        QTest::newRow("deep in a project") << QByteArray("{\"vitrine\":1,\"queries\":[{\"steps\":") + QByteArray(200'000, '[') +
                                                  QByteArray(200'000, ']') + "}]}";
        QTest::newRow("newer project") << QByteArray("{\"vitrine\":2,\"queries\":[]}");
        QTest::newRow("project without queries") << QByteArray("{\"vitrine\":1}");
        QTest::newRow("queries of a wrong type") << QByteArray("{\"vitrine\":1,\"queries\":5}");
        QTest::newRow("query of a wrong type") << QByteArray("{\"vitrine\":1,\"queries\":[5]}");
        QTest::newRow("name of a wrong type") << QByteArray("{\"vitrine\":1,\"queries\":[{\"name\":5}]}");
        QTest::newRow("version of a wrong type") << QByteArray("{\"vitrine\":\"1\",\"queries\":[]}");
    }

    void documents() {
        QFETCH(QByteArray, content);
        cli_->put("query.json", content);
        for (const char* command : {"check", "run"}) {
            const Outcome outcome = cli_->run({command, "query.json"});
            QVERIFY2(outcome.status == 2, qPrintable(outcome.err.left(500)));
            QVERIFY2(outcome.err.startsWith("query.json: error "), qPrintable(outcome.err.left(500)));
            QVERIFY(outcome.err.size() < 5000);
        }
    }

    void documentsThatCannotBeRead() {
        refuses({"run", "nowhere.json"}, {"nowhere.json"});
        refuses({"check", "in"}, {"in"});
        QCOMPARE(::mkfifo(qPrintable(cli_->path("pipe.json")), 0600), 0);
        refuses({"check", "pipe.json"}, {"pipe.json"});
    }

    void commandLines_data() {
        QTest::addColumn<QStringList>("command");
        QTest::newRow("nothing") << QStringList{};
        QTest::newRow("unknown command") << QStringList{"walk"};
        QTest::newRow("no document") << QStringList{"run"};
        QTest::newRow("unknown option") << QStringList{"run", "query.json", "--untill", "idle"};
        QTest::newRow("no value") << QStringList{"run", "query.json", "--until"};
        QTest::newRow("table format") << QStringList{"run", "query.json", "--table", "xml"};
        QTest::newRow("threads") << QStringList{"run", "query.json", "--threads", "-1"};
        QTest::newRow("rows") << QStringList{"faucet", "demo", "out", "--files", "1", "--rows", "18446744073709551615"};
        QTest::newRow("files") << QStringList{"faucet", "demo", "out", "--files", "-1"};
        QTest::newRow("memory") << QStringList{"run", "query.json", "--memory-limit", "12Q"};
        QTest::newRow("log level") << QStringList{"--log-level", "loud", "check", "query.json"};
        QTest::newRow("too much") << QStringList{"check", "query.json", "more.json"};
    }

    void commandLines() {
        QFETCH(QStringList, command);
        cli_->putQuery();
        refuses(command, {});
        QVERIFY(!cli_->run(command).err.isEmpty());
    }

    void helpAndVersion() {
        for (const QStringList& command : {QStringList{"--help"}, QStringList{"--version"}, QStringList{"run", "--help"}}) {
            const Outcome outcome = cli_->run(command);
            QCOMPARE(outcome.status, 0);
            QVERIFY(!outcome.out.isEmpty());
            QCOMPARE(outcome.err, QString());
        }
    }
};

QTEST_GUILESS_MAIN(CliRefusalsTest)
#include "cli_refusals_test.moc"
