// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include <signal.h>

#include "tests/unit/app/cli_fixture.h"

using namespace vitrine::test;

/// `schema`, `faucet` and `vacuum`.
class CliCommandsTest : public QObject {
    Q_OBJECT

    std::unique_ptr<CliFixture> cli_;

    QStringList files(const QString& directory) const { return QDir(cli_->path(directory)).entryList(QDir::Files | QDir::Hidden, QDir::Name); }

  private slots:
    void init() { cli_ = std::make_unique<CliFixture>(); }

    void vacuum() {
        cli_->put("t/_delta_log/00000000000000000000.json",
                  "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":2}}\n"
                  "{\"metaData\":{\"id\":\"x\",\"format\":{\"provider\":\"parquet\"},\"schemaString\":\"{\\\"type\\\":\\\"struct\\\",\\\"fields\\\":[]}\","
                  "\"partitionColumns\":[]}}\n"
                  "{\"add\":{\"path\":\"kept.parquet\",\"partitionValues\":{},\"size\":4,\"modificationTime\":0,\"dataChange\":true}}\n"
                  "{\"remove\":{\"path\":\"gone.parquet\",\"deletionTimestamp\":1,\"dataChange\":true}}\n");
        for (const char* name : {"t/kept.parquet", "t/gone.parquet", "t/young.parquet"}) cli_->put(name, "rows");
        const Outcome dry = cli_->run({"vacuum", "t", "--dry-run"});
        QCOMPARE(dry.status, 0);
        QCOMPARE(dry.out, QString("           4  gone.parquet\n"));
        QVERIFY2(dry.err.contains("would be removed"), qPrintable(dry.err));
        QCOMPARE(files("t").size(), 3);
        QCOMPARE(cli_->run({"vacuum", "t"}).out, dry.out);
        QCOMPARE(files("t"), (QStringList{"kept.parquet", "young.parquet"}));
        QCOMPARE(cli_->run({"vacuum", "t", "--retain", "1h"}).status, 2);
        QCOMPARE(cli_->run({"vacuum", "t", "--retain", "soon", "--even-short"}).status, 2);
        QCOMPARE(cli_->run({"vacuum", "t", "--retain", "0", "--even-short"}).status, 2);   // of no unit
        QCOMPARE(cli_->run({"vacuum", "t", "--retain", "0s", "--even-short"}).status, 0);
        QCOMPARE(files("t"), QStringList{"kept.parquet"});
        QCOMPARE(cli_->run({"vacuum", "nowhere"}).status, 2);
    }

    void schema_INF2_INF4() {
        cli_->put("in/a.json", "{\"z\":1,\"a\":\"x\",\"d\":1.5}\n{\"b\":true,\"s\":{\"y\":1}}\n");
        const Outcome outcome = cli_->run({"schema", "in"});
        QCOMPARE(outcome.status, 0);
        QCOMPARE(outcome.out, QString("a STRING, b BOOLEAN, d DOUBLE, s STRUCT<y: BIGINT>, z BIGINT\n"));
        // What it prints can be used.
        cli_->putQuery({{"/source/schema", outcome.out.trimmed().toStdString()}, {"/steps", nlohmann::ordered_json::array()}, {"/outputMode", "append"}});
        QCOMPARE(cli_->run({"check", "query.json"}).status, 0);
    }

    void schemaOfNothing_INF1() {
        QDir(cli_->path()).mkdir("in");
        const Outcome empty = cli_->run({"schema", "in"});
        QCOMPARE(empty.status, 2);
        QVERIFY(!empty.err.isEmpty() && empty.out.isEmpty());
        const Outcome missing = cli_->run({"schema", "nowhere"});
        QCOMPARE(missing.status, 2);
        QVERIFY(missing.err.contains("nowhere"));
    }

    void schemaTellsMalformedRows_INF5() {
        cli_->put("in/a.json", "{\"z\":1}\nnot json\n");
        const Outcome outcome = cli_->run({"schema", "in"});
        QCOMPARE(outcome.status, 0);
        QCOMPARE(outcome.out, QString("_corrupt_record STRING, z BIGINT\n"));
        QVERIFY2(outcome.err.contains("1 of 2"), qPrintable(outcome.err));
    }

    void demo() {
        const QStringList arguments = {"faucet", "demo", "out", "--rate", "1000/s", "--files", "3", "--rows", "10", "--seed", "7"};
        const Outcome outcome = cli_->run(arguments);
        QVERIFY2(outcome.status == 0, qPrintable(outcome.err));
        QCOMPARE(files("out"), (QStringList{"events-00000.json", "events-00001.json", "events-00002.json"}));
        QCOMPARE(outcome.out.count('\n'), 3);
        QVERIFY(outcome.out.contains("events-00002.json"));
        QByteArray all;
        for (const QString& name : files("out")) all += cli_->read("out/" + name);
        QCOMPARE(all.count('\n'), 30);
        QStringList again = arguments;
        again[2] = "again";
        again << "--quiet";
        QCOMPARE(cli_->run(again).out, QString());
        for (const QString& name : files("out")) QCOMPARE(cli_->read("again/" + name), cli_->read("out/" + name));
    }

    void sharesAreTaken() {
        QCOMPARE(cli_->run({"faucet", "demo", "out", "--rate", "1000/s", "--files", "1", "--rows", "50", "--malformed", "100%"}).status, 0);
        QVERIFY(!cli_->read("out/events-00000.json").contains("Close"));
    }

    /// A replay ends at its end, and every line went through.
    void replayedFileGivesTheSameTable() {
        cli_->put("from.json", kSample);
        QCOMPARE(cli_->run({"faucet", "from.json", "in", "--rate", "1000/s", "--rows", "2"}).status, 0);
        QCOMPARE(files("in").size(), 3);
        cli_->putQuery();
        QCOMPARE(cli_->run({"run", "query.json", "--until", "idle", "--table", "csv"}).out, kSampleCsv);
    }

    void replayedFolder() {
        cli_->put("from/b.json", "2\n");
        cli_->put("from/a.json", "1");
        QCOMPARE(cli_->run({"faucet", "from", "in", "--rate", "60000/min"}).status, 0);
        QCOMPARE(files("in"), (QStringList{"a.json", "b.json"}));
        QCOMPARE(cli_->read("in/a.json"), QByteArray("1"));
    }

    void interrupted() {
        QProcess process;
        cli_->start(process, {"faucet", "demo", "out", "--rate", "1/h"});
        QVERIFY(QTest::qWaitFor([&] { return !files("out").isEmpty(); }, 60'000));
        QCOMPARE(::kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
        QCOMPARE(CliFixture::end(process).status, 3);
        QVERIFY(files("out").contains("events-00000.json"));
        QCOMPARE(files("out").size(), 1);
    }

    void refuses_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("word");
        QTest::newRow("rate") << QStringList{"demo", "out", "--rate", "fast"} << "--rate";
        QTest::newRow("no rate") << QStringList{"demo", "out", "--rate", "0/s"} << "--rate";
        QTest::newRow("unit") << QStringList{"demo", "out", "--rate", "1/week"} << "--rate";
        QTest::newRow("never") << QStringList{"demo", "out", "--rate", "1e-300/s"} << "--rate";
        QTest::newRow("late") << QStringList{"demo", "out", "--late", "120%"} << "--late";
        QTest::newRow("malformed") << QStringList{"demo", "out", "--malformed", "some"} << "--malformed";
        QTest::newRow("seed") << QStringList{"demo", "out", "--seed", "x"} << "--seed";
        QTest::newRow("source") << QStringList{"nowhere", "out"} << "nowhere";
        QTest::newRow("target") << QStringList{"demo", "file"} << "file";
    }

    void refuses() {
        QFETCH(QStringList, arguments);
        QFETCH(QString, word);
        cli_->put("file", "x");
        const Outcome outcome = cli_->run(QStringList{"faucet"} + arguments + QStringList{"--files", "1"});
        QVERIFY2(outcome.status == 2, qPrintable(outcome.err));
        QVERIFY2(outcome.err.contains(word), qPrintable(outcome.err));
    }
};

QTEST_GUILESS_MAIN(CliCommandsTest)
#include "cli_commands_test.moc"
