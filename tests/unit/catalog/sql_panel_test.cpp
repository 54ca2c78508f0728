// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/catalog/catalog_fixture.h"

using namespace vitrine;
using namespace vitrine::test;

/// What statements give.
class SqlPanelTest : public QObject {
    Q_OBJECT

    std::unique_ptr<WorkspaceFolder> folder_;
    std::shared_ptr<FakeLive> live_;
    std::unique_ptr<SqlPanel> panel_;

    Result<SqlAnswer> run(const std::string& sql, const SqlOptions& options = {}) { return panel_->run(sql, options); }
    QString rows(const std::string& sql) { return shown(run(sql)); }

    void inZone(const char* zone) {
        SessionConf conf;
        conf.zone = TimeZone::find(zone).value();
        panel_ = std::make_unique<SqlPanel>(folder_->workspace(), live_, conf);
    }

    /// A table of JSON files.
    void putTable(const std::string& database, const std::string& name, const char* ddl, const QByteArray& lines) {
        folder_->put(database + "_" + name + "/a.json", lines);
        QVERIFY(folder_->workspace().registerTable({database, name, "json", folder_->path(database + "_" + name), true, {}, ddl}));
    }

  private slots:
    void init() {
        folder_ = std::make_unique<WorkspaceFolder>();
        live_ = std::make_shared<FakeLive>();
        live_->put("actions_per_hour", countsBatch());
        inZone("UTC");
    }

    /// The SQL cells of both notebooks, in their order; the last table is named wrongly there too.
    void notebookCells() {
        QCOMPARE(run("create database if not exists outputDelta;")->kind, SqlAnswer::Kind::DatabaseCreated);
        QCOMPARE(run("create database if not exists outputDelta;")->kind, SqlAnswer::Kind::DatabaseThere);
        putTable("outputDelta", "table", "time TIMESTAMP, action STRING", "{\"time\":\"2016-07-26T02:00:00Z\",\"action\":\"Open\"}\n");
        QCOMPARE(rows("SELECT * FROM outputDelta.table"), QString("2016-07-26 02:00:00,Open"));
        QCOMPARE(heading(run("SELECT * FROM outputDelta.table")), QString("time TIMESTAMP, action STRING"));
        QCOMPARE(run("create database if not exists outputDelta2;")->kind, SqlAnswer::Kind::DatabaseCreated);
        putTable("outputDelta2", "gold2", "action STRING, count BIGINT", "{\"action\":\"Open\",\"count\":5}\n");
        const auto misspelt = run("SELECT * FROM outputDelta2.gold");
        QCOMPARE(misspelt.error().code(), ErrorCode::TableNotFound);
        QVERIFY(misspelt.error().wayOut().find("outputdelta2.gold2") != std::string::npos);
        QCOMPARE(rows("SELECT * FROM outputDelta2.gold2"), QString("Open,5"));
        QCOMPARE(rows("SHOW DATABASES"), QString("default\noutputdelta\noutputdelta2"));
        QCOMPARE(heading(run("SHOW DATABASES")), QString("namespace STRING"));
        QCOMPARE(rows("SHOW TABLES IN outputDelta2"), QString("outputdelta2,gold2,false\n,actions_per_hour,true"));
        QCOMPARE(heading(run("SHOW TABLES IN outputDelta2")), QString("namespace STRING, tableName STRING, isTemporary BOOLEAN"));
    }

    void liveResultsByNameAndByDatabase() {
        for (const char* name : {"actions_per_hour", "live.actions_per_hour", "LIVE.Actions_Per_Hour", "`actions_per_hour`"}) {
            QCOMPARE(rows(std::string("SELECT action, sum(count) FROM ") + name + " GROUP BY action ORDER BY action"), QString("Close,355\nOpen,1180"));
        }
        live_->put("my query. 2", batchOf("a INT", {{Value{std::int32_t{7}}}}));
        QCOMPARE(rows("SELECT a FROM `my query. 2`"), QString("7"));
        QCOMPARE(rows("SELECT a FROM live.`my query. 2`"), QString("7"));
        const auto unknown = run("SELECT * FROM actions_per_hours");
        QCOMPARE(unknown.error().code(), ErrorCode::TableNotFound);
        QVERIFY2(unknown.error().wayOut().find("actions_per_hour") != std::string::npos, unknown.error().detail().c_str());
        QCOMPARE(unknown.error().column(), 14);
    }

    void structsAndTheirFields() {
        QCOMPARE(rows("SELECT * FROM actions_per_hour LIMIT 1"), QString("{2016-07-26 02:00:00, 2016-07-26 03:00:00},Close,11"));
        const auto fields = run("SELECT window.start, t.window.end, window, count FROM actions_per_hour t WHERE window.start >= '2016-07-26 03:00' ORDER BY window.start, action LIMIT 1");
        QCOMPARE(shown(fields), QString("2016-07-26 03:00:00,2016-07-26 04:00:00,{2016-07-26 03:00:00, 2016-07-26 04:00:00},344"));
        QCOMPARE(heading(fields), QString("start TIMESTAMP, end TIMESTAMP, window STRUCT<start: TIMESTAMP, end: TIMESTAMP>, count BIGINT"));
        const auto unknown = run("SELECT window.strat FROM actions_per_hour");
        QCOMPARE(unknown.error().column(), 7);
    }

    void timesAreOfTheZone() {
        inZone("Europe/Paris");
        QCOMPARE(shown(run("SELECT window.start FROM actions_per_hour WHERE window.start = '2016-07-26 04:00:00' LIMIT 1"), TimeZone::find("Europe/Paris").value()), QString("2016-07-26 04:00:00"));
        QCOMPARE(run("SELECT window.start FROM actions_per_hour LIMIT 1")->rows.column(0).values<std::int64_t>()[0], kTwoOClock);
        QCOMPARE(rows("SELECT hour(window.start), date_format(window.start, 'HH:mm'), date_trunc('DAY', window.start), unix_timestamp(window.start) FROM actions_per_hour LIMIT 1"),
                 QString("4,04:00,2016-07-26 00:00:00,1469498400"));
    }

    void everyTypeComesBack() {
        using List = Value::List;
        const Batch all = batchOf("bo BOOLEAN, t TINYINT, s SMALLINT, i INT, l BIGINT, f FLOAT, d DOUBLE, d5 DECIMAL(5,2), d38 DECIMAL(38,18), st STRING, bi BINARY, da DATE, ts TIMESTAMP, tn TIMESTAMP_NTZ, a ARRAY<INT>, m MAP<STRING, INT>",
                                  {{Value{true}, Value{std::int8_t{-1}}, Value{std::int16_t{2}}, Value{std::int32_t{3}}, Value{INT64_MAX}, Value{0.1f}, Value{0.1}, Value{Int128{1050}},
                                    Value{Int128{1234567890123456789} * 1'000'000'000}, Value{std::string("é\n")}, Value{std::string("\0a", 2)}, Value{std::int32_t{17008}}, Value{kTwoOClock + 1}, Value{kTwoOClock},
                                    Value{List{Value{std::int32_t{1}}, Value{}}}, Value{List{Value{List{Value{std::string("k")}, Value{std::int32_t{1}}}}}}},
                                   std::vector<Value>(16)});
        live_->put("t", all);
        const auto answer = run("SELECT * FROM t");
        QVERIFY2(answer, qPrintable(shown(answer)));
        QCOMPARE(heading(answer), QString("bo BOOLEAN, t TINYINT, s SMALLINT, i INT, l BIGINT, f FLOAT, d DOUBLE, d5 DECIMAL(5,2), d38 DECIMAL(38,18), st STRING, bi BINARY, da DATE, ts TIMESTAMP, tn TIMESTAMP_NTZ, a ARRAY<INT>, m MAP<STRING, INT>"));
        for (std::size_t column = 0; column < 16; ++column) {
            const Column& found = answer->rows.column(column);
            QVERIFY(found.isNull(1));
            if (column < 14) {
                QCOMPARE(found.type()->sql(), all.column(column).type()->sql());
                QVERIFY2(compareRows(found, 0, all.column(column), 0) == 0, all.schema->fields()[column].name.c_str());
            } else {
                QCOMPARE(cellText(found, 0, {}), cellText(all.column(column), 0, {}));
            }
        }
        QCOMPARE(rows("SELECT count(*) FROM t WHERE bo"), QString("1"));
        QCOMPARE(rows("SELECT count(*) FROM t WHERE bo = true AND d5 = 10.5 AND d38 > 1 AND ts >= '2016-07-26' AND da = '2016-07-26' AND f < 1"), QString("1"));
    }

    void notANumber() {
        live_->put("t", batchOf("d DOUBLE", {{Value{std::nan("")}}, {Value{1.5}}, {Value{-std::numeric_limits<double>::infinity()}}}));
        QCOMPARE(rows("SELECT d FROM t ORDER BY d"), QString("-Infinity\n1.5\nNaN"));
    }

    void computedColumnsAreOfWhatTheyHold() {
        QCOMPARE(heading(run("SELECT count(*), avg(count) a, max(action), 5/2, 1, NULL AS n FROM actions_per_hour UNION ALL SELECT 'x', 1, 2, 3, 4, NULL")),
                 QString("count(*) STRING, a DOUBLE, max(action) STRING, 5/2 DOUBLE, 1 BIGINT, n STRING"));
        // A declared type that another branch does not keep is given up, not the value.
        QCOMPARE(rows("SELECT window.start FROM actions_per_hour WHERE count = 11 UNION ALL SELECT 'later'"), QString("2016-07-26 02:00:00\nlater"));
    }

    void sparkSpelling() {
        QCOMPARE(rows("SELECT 5/2, 1 <=> NULL, NULL <=> NULL, \"it's\", CAST(5 AS STRING) || 'x', concat('a', 1, 'b'), nvl(NULL, 2), 'A' LIKE 'a'"), QString("2.5,0,1,it's,5x,a1b,2,0"));
        QCOMPARE(rows("SELECT TIMESTAMP '2016-07-26 02:00', CAST('2016-07-26 2:0:0' AS TIMESTAMP), DATE '2016-07-26', to_date('2016-07-26 05:00:00'), to_timestamp('x')"),
                 QString("2016-07-26 02:00:00,2016-07-26 02:00:00,2016-07-26,2016-07-26,NULL"));
        QCOMPARE(heading(run("SELECT 1/2, TIMESTAMP '2016-07-26'")), QString("1/2 DOUBLE, TIMESTAMP '2016-07-26' STRING"));
        QCOMPARE(rows("SELECT date_trunc('week', '2016-07-27 10:00:00'), year('2016-07-26'), month('2016-07-26'), day('2016-07-26'), minute('2016-07-26 01:02:03'), second('2016-07-26 01:02:03')"),
                 QString("2016-07-25 00:00:00,2016,7,26,2,3"));
        QCOMPARE(rows("SELECT value FROM json_each('[3,4]')"), QString("3\n4"));
        QCOMPARE(rows("VALUES (1, 'a'), (2, 'b')"), QString("1,a\n2,b"));
        QCOMPARE(rows("WITH x AS (SELECT action a FROM actions_per_hour) SELECT DISTINCT a FROM x ORDER BY 1 DESC"), QString("Open\nClose"));
        QCOMPARE(rows("SELECT current_database()"), QString("default"));
    }

    void whatIsWrongIsSaidWhereItIs() {
        const auto error = [this](const char* sql) { return run(sql).error(); };
        QCOMPARE(error("SELECT actoin FROM actions_per_hour").column(), 7);
        QVERIFY(error("SELECT actoin FROM actions_per_hour").wayOut().starts_with("Did you mean action?"));
        QCOMPARE(error("SELECT * FORM x").column(), 9);
        QCOMPARE(error("SELECT 'é'/1, cuont(1)").column(), 14);
        QVERIFY(error("SELECT cuont(1)").wayOut().starts_with("Did you mean count?"));
        QCOMPARE(error("SELECT * FROM").code(), ErrorCode::SqlFailed);
        QCOMPARE(error("SELECT tags[0] FROM actions_per_hour").column(), 11);
        QCOMPARE(error("SELECT * FROM nowhere.t").code(), ErrorCode::TableNotFound);
        QVERIFY(error("SELECT * FROM nowhere.t").wayOut().find("Databases: default") != std::string::npos);
        QCOMPARE(error("SELECT ?").code(), ErrorCode::SqlFailed);
    }

    void useChangesTheDatabase() {
        putTable("demo", "t", "a INT", "{\"a\":1}\n");
        QCOMPARE(run("SELECT * FROM t").error().code(), ErrorCode::TableNotFound);
        QCOMPARE(run("USE Demo")->kind, SqlAnswer::Kind::DatabaseUsed);
        QCOMPARE(panel_->database(), std::string("demo"));
        QCOMPARE(rows("SELECT a, t.a FROM t"), QString("1,1"));
        QCOMPARE(rows("SELECT current_database()"), QString("demo"));
        QCOMPARE(run("USE nowhere").error().code(), ErrorCode::TableNotFound);
        QCOMPARE(rows("DESCRIBE t"), QString("a,int,NULL"));
        QCOMPARE(rows("SHOW TABLES LIKE 'T*|x'"), QString("demo,t,false"));
        QCOMPARE(rows("SHOW TABLES '*x'"), QString());
        // A query's name hides a table's, as a temporary view does.
        live_->put("t", batchOf("a INT", {{Value{std::int32_t{9}}}}));
        QCOMPARE(rows("SELECT a FROM t"), QString("9"));
        QCOMPARE(rows("SELECT a FROM demo.t"), QString("1"));
        QCOMPARE(rows("DESCRIBE live.actions_per_hour").section('\n', 0, 0), QString("window,struct<start:timestamp,end:timestamp>,NULL"));
    }

    void tablesOfTheSqliteSink() {
        folder_->runSqlite("demo", "CREATE TABLE counts (start TIMESTAMP, action STRING, count BIGINT, note TEXT, share REAL);"
                                   "INSERT INTO counts VALUES ('2016-07-26 02:00:00', 'Open', 179, NULL, 0.5), (1469502000000000, 'Close', 11, 'x', 1)");
        QCOMPARE(rows("SELECT * FROM demo.counts"), QString("2016-07-26 02:00:00,Open,179,NULL,0.5\n2016-07-26 03:00:00,Close,11,x,1.0"));
        QCOMPARE(heading(run("SELECT * FROM demo.counts")), QString("start TIMESTAMP, action STRING, count BIGINT, note STRING, share DOUBLE"));
        QCOMPARE(rows("SELECT a.count FROM demo.counts a JOIN actions_per_hour b ON a.action = b.action AND a.count = b.count ORDER BY 1"), QString("11\n179"));
        QCOMPARE(rows("SELECT count(*) FROM demo.counts"), QString("2"));
        // A sink makes a column of each field of a struct, and takes the name of a table as it was written.
        folder_->runSqlite("demo", "CREATE TABLE \"Per Hour\" (\"window.start\" TEXT, n INT); INSERT INTO \"Per Hour\" VALUES ('2016-07-26 02:00:00', 5000000000)");
        QCOMPARE(rows("SELECT window.start, p.window.start, n FROM demo.`per hour` p WHERE window.start < '2017'"), QString("2016-07-26 02:00:00,2016-07-26 02:00:00,5000000000"));
        // The types that the sink wrote down win over those that the file can say.
        QVERIFY(folder_->workspace().registerTable({"demo", "counts", "sqlite", folder_->path("ws/tables/demo.sqlite"), false, {}, "start TIMESTAMP, action STRING, count INT, note STRING, share FLOAT"}));
        QCOMPARE(heading(run("SELECT * FROM demo.counts")), QString("start TIMESTAMP, action STRING, count INT, note STRING, share FLOAT"));
        // So do those of a struct's fields; what the file holds as text stays text.
        folder_->runSqlite("demo", "CREATE TABLE parts (\"window.start\" TEXT, tags TEXT, price TEXT); INSERT INTO parts VALUES ('2016-07-26 02:00:00', '[1,2]', '10.50')");
        QVERIFY(folder_->workspace().registerTable({"demo", "parts", "sqlite", folder_->path("ws/tables/demo.sqlite"), false, {}, "window STRUCT<start: TIMESTAMP>, tags ARRAY<INT>, price DECIMAL(10,2)"}));
        QCOMPARE(heading(run("SELECT * FROM demo.parts")), QString("window.start TIMESTAMP, tags STRING, price DECIMAL(10,2)"));
        QCOMPARE(rows("SELECT window.start, json_extract(tags, '$[1]'), price FROM demo.parts WHERE price > 9"), QString("2016-07-26 02:00:00,2,10.50"));
    }

    void joinsReadEachTableInOneState() {
        // Every look at a live table gives other rows; a statement takes one look.
        QCOMPARE(rows("SELECT count(*) FROM actions_per_hour a JOIN actions_per_hour b ON a.action = b.action, live.actions_per_hour c"), QString("32"));
        struct Moving final : LiveTables {
            std::vector<std::string> names() const override { return {"t"}; }
            SqlTablePtr find(std::string_view name) const override {
                if (!equalsIgnoringCase(name, "t")) return nullptr;
                const Batch batch = batchOf("n BIGINT", {{Value{looks}}});
                ++looks;
                return makeBatchTable(batch.schema, {batch});
            }
            mutable std::int64_t looks = 0;
        };
        SqlPanel panel(folder_->workspace(), std::make_shared<Moving>());
        const QString before = shown(panel.run("SELECT n FROM t"));
        const QString joined = shown(panel.run("SELECT a.n - b.n, (SELECT n FROM t) - a.n FROM t a, t b"));
        QCOMPARE(joined, QString("0,0"));
        QVERIFY(before != shown(panel.run("SELECT n FROM t")));
    }

    void limitsOfRows() {
        std::vector<std::vector<Value>> lines;
        for (std::int64_t row = 0; row < 5000; ++row) lines.push_back({Value{row}});
        live_->put("t", batchOf("n BIGINT", lines));
        SqlOptions options;
        options.rowLimit = 100;
        const auto some = run("SELECT n FROM t", options);
        QCOMPARE(some->rows.numRows, std::size_t{100});
        QVERIFY(some->moreRows);
        options.rowLimit = 5000;
        QVERIFY(!run("SELECT n FROM t", options)->moreRows);
        options.byteLimit = 1000;
        QVERIFY(run("SELECT n FROM t", options)->moreRows);
    }

    void limitOfTimeAndStop() {
        SqlOptions options;
        options.timeLimit = std::chrono::milliseconds(50);
        const std::string endless = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r";
        const auto ended = run(endless, options);
        QCOMPARE(ended.error().code(), ErrorCode::SqlFailed);
        QVERIFY2(ended.error().message().find("0.05 s") != std::string::npos, ended.error().detail().c_str());
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(panel_->run(endless, {}, stop.get_token()).error().code(), ErrorCode::Cancelled);
        QCOMPARE(panel_->run("SELECT * FROM actions_per_hour", {}, stop.get_token()).error().code(), ErrorCode::Cancelled);
    }

    void dropTableAsksFirst() {
        folder_->runSqlite("demo", "CREATE TABLE t (a INT)");
        const auto question = run("DROP TABLE demo.t");
        QCOMPARE(question->kind, SqlAnswer::Kind::NeedsConfirmation);
        QCOMPARE(question->subject, std::string("demo.t"));
        QVERIFY(question->deletesFiles);
        QCOMPARE(rows("SELECT count(*) FROM demo.t"), QString("0"));
        SqlOptions yes;
        yes.confirmed = true;
        QCOMPARE(run("DROP TABLE demo.t", yes)->kind, SqlAnswer::Kind::TableDropped);
        QCOMPARE(run("DROP TABLE demo.t", yes).error().code(), ErrorCode::TableNotFound);
        folder_->workspace().createDatabase("demo", true).value();
        QCOMPARE(run("DROP TABLE IF EXISTS demo.t", yes)->kind, SqlAnswer::Kind::NothingToDrop);
        QCOMPARE(run("DROP TABLE live.actions_per_hour", yes).error().code(), ErrorCode::SqlRefused);
    }

    void tablesThatAQueryWritesAreNotDropped() {
        folder_->runSqlite("demo", "CREATE TABLE t (a INT); CREATE TABLE u (a INT)");
        std::vector<TableWriter> writers;
        panel_->setWriters([&] { return writers; });
        SqlOptions yes;
        yes.confirmed = true;
        const std::string file = folder_->path("ws/./tables/../tables/demo.sqlite");
        writers = {{"counting", 0, "", {}}, {"counting", 0, file, "T"}};
        for (const SqlOptions& options : {SqlOptions(), yes}) {
            const auto refused = run("DROP TABLE IF EXISTS demo.t", options);
            QCOMPARE(refused.error().code(), ErrorCode::SqlRefused);
            QCOMPARE(refused.error().message(), std::string("The query counting writes the table demo.t."));
            QVERIFY(!refused.error().wayOut().empty());
        }
        QCOMPARE(rows("SELECT count(*) FROM demo.t"), QString("0"));
        QCOMPARE(run("DROP TABLE demo.u", yes)->kind, SqlAnswer::Kind::TableDropped);   // another table of the same file
        writers = {{"counting", 4711, file, "t"}};
        const auto elsewhere = run("DROP TABLE demo.t", yes);
        QCOMPARE(elsewhere.error().message(), std::string("The query counting of process 4711 writes the table demo.t."));
        QVERIFY(elsewhere.error().wayOut().find("vitrine-cli streams --stop counting") != std::string::npos);
        folder_->put("ws/warehouse/demo.db/d/_delta_log/00000000000000000000.json", "{}\n");
        writers = {{"counting", 0, folder_->path("ws/warehouse/demo.db/d/"), {}}};
        QCOMPARE(run("DROP TABLE demo.d", yes).error().code(), ErrorCode::SqlRefused);
        writers = {{"counting", 0, folder_->path("ws/warehouse/demo.db"), {}}};
        QCOMPARE(run("DROP TABLE demo.d", yes)->kind, SqlAnswer::Kind::TableDropped);
        writers.clear();
        QCOMPARE(run("DROP TABLE demo.t", yes)->kind, SqlAnswer::Kind::TableDropped);
    }

    void filesByPath() {
        folder_->put("in/a.json", "{\"a\":1,\"s\":{\"x\":\"y\"}}\n{\"a\":2}\n");
        folder_->put("lines/a.txt", "one\ntwo\n");
        QCOMPARE(rows("SELECT a, s.x FROM json.`" + folder_->path("in") + "` ORDER BY a DESC"), QString("2,NULL\n1,y"));
        QCOMPARE(rows("SELECT * FROM text.`" + folder_->path("lines") + "`"), QString("one\ntwo"));
        QCOMPARE(run("SELECT * FROM json.`" + folder_->path("nothing") + "`").error().code(), ErrorCode::TableNotFound);
        QCOMPARE(run("SELECT * FROM delta.`" + folder_->path("in") + "`").error().code(), ErrorCode::TableNotFound);
    }

    /// Names that would be SQL are names (F2).
    void namesOfColumnsAndQueriesAreNeverSql_F2() {
        const std::vector<std::string> names = {"\"; drop table t; --", "`", "``", "]", "[", "'", "\"", "a b", "é", "select", "HIDDEN", "x HIDDEN", std::string("n\0l", 3), "\n", "--", "/*", "a)", "(", ",", "日本", "\xff\xfe"};
        for (const std::string& name : names) {
            Batch batch = batchOf("a BIGINT, b BIGINT", {{Value{std::int64_t{1}}, Value{std::int64_t{2}}}});
            batch.schema = std::make_shared<const Schema>(std::vector<Field>{{name, DataType::longType()}, {"b", DataType::longType()}});
            live_->tables.clear();
            live_->put("t", batch);
            QVERIFY2(rows("SELECT * FROM t") == "1,2", name.c_str());
            QCOMPARE(run("SELECT * FROM t")->columns.size(), std::size_t{2});
            if (name.find('\0') != std::string::npos) continue;
            std::string quoted = "`";
            for (const char letter : name) quoted += letter == '`' ? std::string("``") : std::string(1, letter);
            quoted += "`";
            QVERIFY2(rows("SELECT " + quoted + " FROM t") == "1", name.c_str());
            live_->put(name, batch);
            QVERIFY2(rows("SELECT b FROM " + quoted) == "2", qPrintable(QString::fromStdString(name) + rows("SELECT b FROM " + quoted)));
            QVERIFY2(rows("SELECT b FROM live." + quoted) == "2", name.c_str());
        }
    }

    void equalNamesOfColumnsAreKeptApart() {
        Batch batch = batchOf("a BIGINT, b BIGINT", {{Value{std::int64_t{1}}, Value{std::int64_t{2}}}});
        batch.schema = std::make_shared<const Schema>(std::vector<Field>{{"a", DataType::longType()}, {"A", DataType::longType()}});
        live_->put("t", batch);
        QCOMPARE(rows("SELECT * FROM t"), QString("1,2"));
        QCOMPARE(heading(run("SELECT * FROM t")), QString("a BIGINT, A (2) BIGINT"));
    }

    void manyRowsAndColumns() {
        std::vector<Field> fields;
        for (int index = 0; index < 100; ++index) fields.push_back({"c" + std::to_string(index), DataType::longType()});
        std::vector<ColumnPtr> columns;
        for (std::int64_t index = 0; index < 100; ++index) columns.push_back(makeConstantColumn(DataType::longType(), Value{index}, 1));
        live_->put("wide", Batch{std::make_shared<const Schema>(fields), columns, 1, nullptr});
        QCOMPARE(rows("SELECT c0, c62, c63, c64, c99 FROM wide"), QString("0,62,63,64,99"));
    }
};

QTEST_APPLESS_MAIN(SqlPanelTest)
#include "sql_panel_test.moc"
