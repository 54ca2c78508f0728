// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include "tests/unit/app/cli_fixture.h"

using namespace vitrine::test;

/// Files that are no good: rows of NULLs or none, as Spark reads them, and never a crash.
class CliInputTest : public QObject {
    Q_OBJECT

    std::unique_ptr<CliFixture> cli_;

    /// The number of rows, and how many of them had an action.
    QString counts() const {
        cli_->putQuery({{"/steps", nlohmann::ordered_json::parse(R"json([{"groupBy":[],"agg":["count(*) AS n","count(action) AS a"]}])json")}});
        const Outcome outcome = cli_->run({"run", "query.json", "--until", "idle", "--table", "csv"});
        return outcome.status == 0 ? outcome.out : QString("status %1: %2").arg(outcome.status).arg(outcome.err.left(1000));
    }

  private slots:
    void init() { cli_ = std::make_unique<CliFixture>(); }

    void files_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("actions");
        const QByteArray good = "{\"time\":1,\"action\":\"Open\"}\n";
        QTest::newRow("zero bytes FS-12 FS-13") << QByteArray() << 0 << 0;
        QTest::newRow("only line ends JS") << QByteArray("\n\r\n\r") << 0 << 0;
        QTest::newRow("binary JS-41") << QByteArray("\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR", 16) + "\n" + good << 5 << 1;
        QTest::newRow("NUL bytes JS-14") << QByteArray(1000, '\0') + "\n" + good << 2 << 1;
        QTest::newRow("invalid start byte JS-14") << good + "{\"time\":1,\"action\":\"\xff\"}\n" + good << 3 << 2;
        QTest::newRow("truncated sequence JS-14") << good + "{\"time\":1,\"action\":\"caf\xe9\"}\n" << 2 << 1;
        QTest::newRow("half a line FS-55") << good + "{\"time\":1,\"act" << 2 << 1;
        QTest::newRow("byte order mark FS-56") << "\xef\xbb\xbf" + good << 1 << 1;
        QTest::newRow("deep nesting JS") << good + QByteArray(100'000, '[') + "\n" + good << 3 << 2;
        QTest::newRow("one long line FS-57") << good + "{\"time\":1,\"action\":\"" + QByteArray(5 << 20, 'x') + "\"}\n" + good << 3 << 3;
        QTest::newRow("one long bad line JS-41") << good + QByteArray(5 << 20, 'x') + "\n" + good << 3 << 2;
        QTest::newRow("a line of 25 million characters JS") << good + "{\"time\":1,\"action\":\"" + QByteArray(25'000'000, 'x') + "\"}\n" + good << 3 << 2;
    }

    void files() {
        QFETCH(QByteArray, content);
        QFETCH(int, rows);
        QFETCH(int, actions);
        cli_->put("in/a.json", content);
        QCOMPARE(counts(), rows == 0 ? QString("n,a\n0,0\n") : QString("n,a\n%1,%2\n").arg(rows).arg(actions));
    }

    /// What is no gzip despite its name has to be said.
    void damagedCompression_FS53_FS54() {
        cli_->put("in/a.json.gz", "not gzip at all");
        QVERIFY2(counts().startsWith("status 1: "), qPrintable(counts()));
        QVERIFY2(counts().contains("a.json.gz"), qPrintable(counts()));
    }

    void namesWithBlanksAndAccents() {
        for (const char* name : {"in/été 1.json", "in/a%20b.json", "in/[x].json", "in/日本.json"}) cli_->put(name, kSample);
        QCOMPARE(counts(), QString("n,a\n20,20\n"));
    }

    /// What the notebook's `count` is over no rows: a table without lines.
    void noRows() {
        cli_->put("in/a.json", "");
        cli_->putQuery();
        QCOMPARE(cli_->run({"run", "query.json", "--until", "idle", "--table", "csv"}).out, QString("start,action,count\n"));
    }
};

QTEST_GUILESS_MAIN(CliInputTest)
#include "cli_input_test.moc"
