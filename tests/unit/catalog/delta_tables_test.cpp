// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connect/sinks/delta_sink.h"
#include "tests/unit/catalog/catalog_fixture.h"

using namespace vitrine;
using namespace vitrine::test;

class DeltaTablesTest : public QObject {
    Q_OBJECT

    std::unique_ptr<WorkspaceFolder> folder_;
    std::unique_ptr<SqlPanel> panel_;

    Result<SqlAnswer> run(const std::string& sql, const SqlOptions& options = {}) { return panel_->run(sql, options); }
    QString rows(const std::string& sql) { return shown(run(sql)); }

  private slots:
    void init() {
        folder_ = std::make_unique<WorkspaceFolder>();
        panel_ = std::make_unique<SqlPanel>(folder_->workspace(), nullptr);
    }

    void deltaTablesAndTheirVersions() {
        const std::string directory = *folder_->workspace().locationOf({"demo", "counts"});
        auto sink = makeDeltaSink(systemFiles(), {directory, {}, {}});
        QVERIFY(sink);
        const Batch first = batchOf("action STRING, count BIGINT", {{Value{std::string("Open")}, Value{std::int64_t{1}}}});
        const Batch second = batchOf("action STRING, count BIGINT", {{Value{std::string("Close")}, Value{std::int64_t{2}}}});
        SinkContext context{"id", "", first.schema, "append", {}, {}};
        const auto opened = (*sink)->open(context);
        if (!opened || !(*sink)->write(0, {{first}, 1}, {})) QSKIP("Vitrine was built without Parquet.");
        QVERIFY((*sink)->write(1, {{second}, 1}, {}));
        QCOMPARE(rows("SELECT * FROM demo.counts ORDER BY count"), QString("Open,1\nClose,2"));
        QCOMPARE(rows("SELECT count FROM demo.counts"), QString("1\n2"));
        QCOMPARE(rows("SELECT count(*) FROM demo.counts"), QString("2"));
        QCOMPARE(rows("SELECT counts.action FROM demo.counts@v0"), QString("Open"));
        QCOMPARE(rows("SELECT c.action FROM demo.counts VERSION AS OF 0 c"), QString("Open"));
        QCOMPARE(rows("SELECT a.action, b.action FROM demo.counts VERSION AS OF 0 a JOIN demo.counts b ON a.action <> b.action"), QString("Open,Close"));
        QCOMPARE(rows("SELECT count(*) FROM delta.`" + directory + "`"), QString("2"));
        QCOMPARE(rows("SELECT count(*) FROM demo.counts TIMESTAMP AS OF '9000-01-01'"), QString("2"));
        QCOMPARE(run("SELECT * FROM demo.counts TIMESTAMP AS OF '1990-01-01'").error().code(), ErrorCode::TableNotFound);
        QCOMPARE(run("SELECT * FROM demo.counts@v9").error().code(), ErrorCode::TableNotFound);
        QCOMPARE(run("DESCRIBE HISTORY demo.counts")->rows.numRows, std::size_t{2});
        QCOMPARE(run("DESCRIBE HISTORY delta.`" + directory + "`")->rows.numRows, std::size_t{2});
        QCOMPARE(rows("DESCRIBE demo.counts"), QString("action,string,NULL\ncount,bigint,NULL"));
        SqlOptions yes;
        yes.confirmed = true;
        QCOMPARE(run("DROP TABLE demo.counts", yes)->kind, SqlAnswer::Kind::TableDropped);
        QVERIFY(!QFile::exists(QString::fromStdString(directory)));
    }
};

QTEST_APPLESS_MAIN(DeltaTablesTest)
#include "delta_tables_test.moc"
