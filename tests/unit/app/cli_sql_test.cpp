// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include "tests/unit/app/cli_fixture.h"

using namespace vitrine::test;

/// `sql`.
class CliSqlTest : public QObject {
    Q_OBJECT

    std::unique_ptr<CliFixture> cli_;

    Outcome sql(const QString& statements, const QStringList& more = {}) const { return cli_->run(QStringList{"sql", "--workspace", "ws", "--zone", "UTC", statements} + more); }

  private slots:
    void init() { cli_ = std::make_unique<CliFixture>(); }

    void statementsOfTheNotebook() {
        const Outcome outcome = sql("create database if not exists outputDelta; SHOW DATABASES;");
        QVERIFY2(outcome.status == 0, qPrintable(outcome.err));
        QCOMPARE(outcome.out, QString("+-----------+\n|namespace  |\n+-----------+\n|default    |\n|outputdelta|\n+-----------+\n\n"));
        QCOMPARE(outcome.err, QString("The database outputdelta was created.\n"));
        const Outcome again = sql("create database if not exists outputDelta", {"--quiet"});
        QCOMPARE(again.status, 0);
        QVERIFY(again.err.isEmpty() && again.out.isEmpty());
        const Outcome missing = sql("SELECT * FROM outputDelta.table");
        QCOMPARE(missing.status, 2);
        QVERIFY2(missing.err.contains("outputdelta.table") && missing.out.isEmpty(), qPrintable(missing.err));
    }

    void tablesAsTextCsvAndJson() {
        cli_->put("in/a.json", "{\"time\":\"2016-07-26T02:00:00Z\",\"action\":\"O,p\\nen\",\"n\":1}\n{\"action\":null,\"n\":22}\n");
        const QString select = "SELECT action, n, n * 2 AS twice, n = 1 AS first FROM json.`" + cli_->path("in") + "` ORDER BY n";
        QCOMPARE(sql(select).out, QString("+-------+---+-----+-----+\n|action |n  |twice|first|\n+-------+---+-----+-----+\n|O,p\\nen|1  |2    |1    |\n|NULL   |22 |44   |0    |\n+-------+---+-----+-----+\n\n"));
        QCOMPARE(sql(select, {"--table", "csv"}).out, QString("action,n,twice,first\n\"O,p\nen\",1,2,1\n,22,44,0\n"));
        QCOMPARE(sql(select, {"--table", "json"}).out, QString("{\"action\":\"O,p\\nen\",\"n\":1,\"twice\":2,\"first\":1}\n{\"action\":null,\"n\":22,\"twice\":44,\"first\":0}\n"));
        const Outcome cut = sql(select, {"--table", "csv", "--rows", "1"});
        QCOMPARE(cut.out.count('\n'), 3);
        QVERIFY(cut.err.contains("there are more"));
    }

    void exitStatuses() {
        QCOMPARE(sql("SELECT 1").status, 0);
        QCOMPARE(sql("SELEC 1").status, 2);
        QCOMPARE(sql("DELETE FROM t").status, 2);
        QCOMPARE(sql("  ; -- nothing").status, 2);
        QCOMPARE(sql("SELECT 1", {"--zone", "Mars"}).status, 2);
        QCOMPARE(sql("SELECT 1", {"--table", "xml"}).status, 2);
        const Outcome endless = sql("WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r", {"--time-limit", "1"});
        QCOMPARE(endless.status, 1);
        QVERIFY2(endless.err.contains("1 s"), qPrintable(endless.err));
        // The first error ends a list of statements.
        const Outcome list = sql("SELECT 1 AS a; SELECT x; SELECT 2 AS b", {"--table", "csv"});
        QCOMPARE(list.status, 2);
        QCOMPARE(list.out, QString("a\n1\n"));
        QVERIFY(!QDir(cli_->path("ws")).exists());
    }

    void statementsFromStandardInput() {
        QProcess process;
        cli_->start(process, {"sql", "--workspace", "ws", "-", "--table", "csv"});
        process.write("SELECT ';' AS a;\n-- the end\n");
        process.closeWriteChannel();
        QCOMPARE(CliFixture::end(process).out, QString("a\n;\n"));
    }

    void dropNeedsAYes() {
        cli_->put("ws/warehouse/demo.db/t/_delta_log/00000000000000000000.json", "{}\n");
        const Outcome asked = sql("DROP TABLE demo.t");
        QCOMPARE(asked.status, 2);
        QVERIFY2(asked.err.contains("--yes"), qPrintable(asked.err));
        QVERIFY(QDir(cli_->path("ws/warehouse/demo.db/t")).exists());
        QCOMPARE(sql("DROP TABLE demo.t", {"--yes"}).status, 0);
        QVERIFY(!QDir(cli_->path("ws/warehouse/demo.db/t")).exists());
        QCOMPARE(sql("DROP TABLE demo.t", {"--yes"}).status, 2);
        QCOMPARE(sql("DROP TABLE IF EXISTS demo.t", {"--yes"}).status, 0);
    }

    /// What a query writes, statements read.
    void tablesThatQueriesWrite() {
        cli_->put("in/a.json", kSample);
        cli_->putQuery({{"/sinks", nlohmann::ordered_json::parse(R"([{"format": "sqlite", "table": "demo.counts"}])")}, {"/checkpoint", "checkpoint"}});
        const Outcome run = cli_->run({"run", "query.json", "--until", "idle", "--workspace", "ws", "--quiet"});
        QVERIFY2(run.status == 0, qPrintable(run.err));
        QCOMPARE(sql("SELECT action, sum(count) AS n FROM demo.counts WHERE start >= '2016-07-26 02:00:00' GROUP BY action ORDER BY 1", {"--table", "csv"}).out,
                 QString("action,n\nClose,2\nOpen,3\n"));
    }

    void timesAreOfTheZone() {
        cli_->put("in/a.json", "{\"a\":1}\n");
        const QStringList arguments = {"sql", "--workspace", "ws", "--zone", "Europe/Paris", "--table", "csv", "SELECT unix_timestamp('2016-07-26 04:00:00') AS a"};
        QCOMPARE(cli_->run(arguments).out, QString("a\n1469498400\n"));
    }
};

QTEST_MAIN(CliSqlTest)
#include "cli_sql_test.moc"
