// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QImage>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace vitrine::ui {

/// The program as a script runs it: a project, exports, an exit status.
class UnattendedTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init();
    void exportsWhenIdle();
    void exportsWithoutADisplay();
    void exportsAfterSoManyBatches();
    void namedChartAndQuery();
    void timeoutGivesUp();
    void failedQueryIsOne();
    void unwritableFileIsOne();
    void wrongRequestIsTwo_data();
    void wrongRequestIsTwo();
    void versionAndSelfTest();

  private:
    struct Outcome {
        int status = -1;
        QByteArray output, errors;
    };
    Outcome run(const QStringList& arguments, bool withPlatform = true) const;
    QByteArray contentOf(const QString& name) const;
    void write(const QString& name, const QByteArray& content) const;

    std::unique_ptr<QTemporaryDir> directory_;
};

void UnattendedTest::init() {
    directory_ = std::make_unique<QTemporaryDir>();
    QDir(directory_->path()).mkdir(QStringLiteral("events"));
    write(QStringLiteral("events/1.json"), "{\"time\":\"2016-07-26T02:10:00Z\",\"action\":\"Open\"}\n{\"time\":\"2016-07-26T02:20:00Z\",\"action\":\"Open\"}\n");
    write(QStringLiteral("events/2.json"), "{\"time\":\"2016-07-26T03:10:00Z\",\"action\":\"Close\"}\n");
    write(QStringLiteral("p.vitrine"), R"x({"vitrine": 1, "queries": [
        {"name": "hours", "source": {"path": "events", "schema": "time TIMESTAMP, action STRING"},
         "steps": [{"withWatermark": ["time", "2 hours"]}, {"groupBy": ["window(time, '1 hour')", "action"], "agg": ["count(*) AS count"]}],
         "outputMode": "update", "conf": {"spark.sql.session.timeZone": "UTC"}},
        {"name": "total", "source": {"path": "events", "schema": "time TIMESTAMP, action STRING"},
         "steps": [{"groupBy": [], "agg": ["count(*) AS rows"]}], "outputMode": "complete"}],
        "charts": [{"id": "c7", "query": "hours", "type": "line", "keys": ["window"], "groups": ["action"], "values": [{"column": "count"}]}]})x");
}

UnattendedTest::Outcome UnattendedTest::run(const QStringList& arguments, bool withPlatform) const {
    QProcess program;
    QProcessEnvironment environment;
    environment.insert(QStringLiteral("PATH"), qEnvironmentVariable("PATH"));
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    environment.insert(QStringLiteral("TZ"), QStringLiteral("UTC"));
    if (withPlatform) environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    for (const char* name : {"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"}) {
        environment.insert(QLatin1String(name), directory_->filePath(QStringLiteral("home")));
    }
    environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), directory_->path());
    program.setProcessEnvironment(environment);
    program.setWorkingDirectory(directory_->path());
    program.start(QStringLiteral(VITRINE_PROGRAM), arguments);
    Outcome outcome;
    if (!program.waitForFinished(60'000) || program.exitStatus() != QProcess::NormalExit) {
        program.kill();
        program.waitForFinished();
        return outcome;
    }
    outcome.status = program.exitCode();
    outcome.output = program.readAllStandardOutput();
    outcome.errors = program.readAllStandardError();
    return outcome;
}

QByteArray UnattendedTest::contentOf(const QString& name) const {
    QFile file(directory_->filePath(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void UnattendedTest::write(const QString& name, const QByteArray& content) const {
    QFile file(directory_->filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

void UnattendedTest::exportsWhenIdle() {
    const Outcome outcome = run({"p.vitrine", "--export", "chart=c.png", "--export", "table=t.csv", "--when", "idle", "--size", "800x400", "--scale", "1"});
    QVERIFY2(outcome.status == 0, outcome.errors.constData());
    QCOMPARE(outcome.output, QByteArray("c.png\nt.csv\n"));
    const QImage picture(directory_->filePath(QStringLiteral("c.png")));
    QCOMPARE(picture.size(), QSize(800, 400));
    const QByteArray table = contentOf(QStringLiteral("t.csv"));
    QVERIFY2(table.contains("Open,2") && table.contains("Close,1"), table.constData());
}

void UnattendedTest::exportsWithoutADisplay() {
    const Outcome outcome = run({"p.vitrine", "--export", "table=t.json", "--query", "total"}, false);
    QVERIFY2(outcome.status == 0, outcome.errors.constData());
    QVERIFY2(contentOf(QStringLiteral("t.json")).contains("\"rows\":3"), contentOf(QStringLiteral("t.json")).constData());
}

void UnattendedTest::exportsAfterSoManyBatches() {
    const Outcome outcome = run({"p.vitrine", "--export", "table=t.tsv", "--query", "total", "--when", "batches=1"});
    QVERIFY2(outcome.status == 0, outcome.errors.constData());
    QVERIFY(contentOf(QStringLiteral("t.tsv")).contains("3"));
}

void UnattendedTest::namedChartAndQuery() {
    Outcome outcome = run({"p.vitrine", "--export", "chart:c7=c.svg"});
    QVERIFY2(outcome.status == 0, outcome.errors.constData());
    QVERIFY(contentOf(QStringLiteral("c.svg")).contains("<svg"));
    outcome = run({"p.vitrine", "--export", "chart:c8=d.svg"});
    QCOMPARE(outcome.status, 2);
    QVERIFY2(outcome.errors.contains("c8"), outcome.errors.constData());
    QVERIFY(!QFile::exists(directory_->filePath(QStringLiteral("d.svg"))));
}

void UnattendedTest::timeoutGivesUp() {
    const Outcome outcome = run({"p.vitrine", "--export", "table=t.csv", "--when", "batches=1000", "--timeout", "1"});
    QCOMPARE(outcome.status, 1);
    QVERIFY2(outcome.errors.contains("1 s"), outcome.errors.constData());
    QVERIFY(!QFile::exists(directory_->filePath(QStringLiteral("t.csv"))));
}

void UnattendedTest::failedQueryIsOne() {
    write(QStringLiteral("q.json"), R"({"source": {"path": "events", "schema": "time INT", "options": {"mode": "FAILFAST"}}})");
    const Outcome outcome = run({"q.json", "--export", "table=t.csv"});
    QCOMPARE(outcome.status, 1);
    QVERIFY(!outcome.errors.isEmpty());
}

void UnattendedTest::unwritableFileIsOne() {
    const Outcome outcome = run({"p.vitrine", "--export", "table=missing/t.csv"});
    QCOMPARE(outcome.status, 1);
    QVERIFY2(outcome.errors.contains("missing/t.csv"), outcome.errors.constData());
}

void UnattendedTest::wrongRequestIsTwo_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("unknown option") << QStringList{"--exprot", "chart=c.png"};
    QTest::newRow("nothing to run") << QStringList{"--export", "chart=c.png"};
    QTest::newRow("no file") << QStringList{"p.vitrine", "--export", "chart"};
    QTest::newRow("empty file") << QStringList{"p.vitrine", "--export", "chart="};
    QTest::newRow("unknown thing") << QStringList{"p.vitrine", "--export", "graph=c.png"};
    QTest::newRow("chart as table") << QStringList{"p.vitrine", "--export", "chart=c.csv"};
    QTest::newRow("table as picture") << QStringList{"p.vitrine", "--export", "table=t.png"};
    QTest::newRow("no ending") << QStringList{"p.vitrine", "--export", "table=t"};
    QTest::newRow("when") << QStringList{"p.vitrine", "--export", "table=t.csv", "--when", "soon"};
    QTest::newRow("no batches") << QStringList{"p.vitrine", "--export", "table=t.csv", "--when", "batches=0"};
    QTest::newRow("too long") << QStringList{"p.vitrine", "--export", "table=t.csv", "--when", "9999999999s"};
    QTest::newRow("size") << QStringList{"p.vitrine", "--export", "chart=c.png", "--size", "800"};
    QTest::newRow("theme") << QStringList{"p.vitrine", "--export", "chart=c.png", "--theme", "pink"};
    QTest::newRow("timeout") << QStringList{"p.vitrine", "--export", "chart=c.png", "--timeout", "0"};
    QTest::newRow("missing project") << QStringList{"missing.vitrine", "--export", "chart=c.png"};
    QTest::newRow("directory") << QStringList{"events", "--export", "chart=c.png"};
    QTest::newRow("missing query") << QStringList{"p.vitrine", "--export", "chart=c.png", "--query", "days"};
    QTest::newRow("two paths") << QStringList{"p.vitrine", "q.vitrine", "--export", "chart=c.png"};
}

void UnattendedTest::wrongRequestIsTwo() {
    QFETCH(QStringList, arguments);
    const Outcome outcome = run(arguments);
    QVERIFY2(outcome.status == 2, (QByteArray::number(outcome.status) + ' ' + outcome.errors).constData());
    QVERIFY(!outcome.errors.isEmpty());
    QCOMPARE(QDir(directory_->path()).entryList({"*.png", "*.csv", "t"}, QDir::Files).size(), 0);
}

void UnattendedTest::versionAndSelfTest() {
    QCOMPARE(run({"--version"}, false).status, 0);
    const Outcome complete = run({"--self-test"});
    QVERIFY2(complete.status == 0, complete.output.constData());
    QVERIFY(!complete.output.contains("MISSING"));
}

}  // namespace vitrine::ui

QTEST_GUILESS_MAIN(vitrine::ui::UnattendedTest)
#include "unattended_test.moc"
