// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/catalog/catalog_fixture.h"

using namespace vitrine;
using namespace vitrine::test;

/// F1: the panel can read, never change, and ends in bounded time and memory.
class SqlRefusalsTest : public QObject {
    Q_OBJECT

    static std::vector<std::string> hostile(const std::string& folder) {
        return {
            "INSERT INTO demo.rows VALUES (1)",
            "INSERT INTO counts VALUES (1)",
            "INSERT INTO demo.rows SELECT * FROM demo.rows RETURNING a",
            "INSERT OR REPLACE INTO demo.rows VALUES (1)",
            "REPLACE INTO demo.rows VALUES (1)",
            "UPDATE demo.rows SET a = 2",
            "UPDATE counts SET count = 0",
            "UPDATE sqlite_schema SET sql = ''",
            "DELETE FROM demo.rows",
            "DELETE FROM counts",
            "MERGE INTO demo.rows USING counts ON true WHEN MATCHED THEN DELETE",
            "TRUNCATE TABLE demo.rows",
            "CREATE TABLE x (a INT)",
            "CREATE TABLE demo.x AS SELECT 1",
            "CREATE TEMP TABLE x (a INT)",
            "CREATE VIEW v AS SELECT 1",
            "CREATE TEMPORARY VIEW v AS SELECT 1",
            "CREATE TRIGGER g AFTER INSERT ON demo.rows BEGIN SELECT 1; END",
            "CREATE INDEX i ON rows (a)",
            "CREATE VIRTUAL TABLE f USING fts5(a)",
            "CREATE VIRTUAL TABLE f USING vitrine(0)",
            "CREATE FUNCTION f AS 'x'",
            "ALTER TABLE demo.rows ADD COLUMN b INT",
            "ALTER TABLE demo.rows RENAME TO b",
            "DROP DATABASE demo",
            "DROP DATABASE demo CASCADE",
            "DROP VIEW v",
            "DROP INDEX i",
            "DROP TRIGGER g",
            "ATTACH '" + folder + "/ws/tables/demo.sqlite' AS x",
            "ATTACH DATABASE '" + folder + "/new.sqlite' AS x",
            "DETACH demo",
            "VACUUM",
            "VACUUM INTO '" + folder + "/copy.sqlite'",
            "PRAGMA query_only = 0",
            "PRAGMA writable_schema = 1",
            "PRAGMA journal_mode = delete",
            "PRAGMA temp_store_directory = '" + folder + "'",
            "PRAGMA trusted_schema = 1",
            "REINDEX",
            "ANALYZE",
            "BEGIN",
            "BEGIN IMMEDIATE",
            "COMMIT",
            "ROLLBACK",
            "SAVEPOINT s",
            "RELEASE s",
            "EXPLAIN SELECT 1",
            "EXPLAIN QUERY PLAN DELETE FROM demo.rows",
            "SET spark.sql.ansi.enabled = false",
            "ADD JAR '/x.jar'",
            "LOAD DATA LOCAL INPATH '/etc/passwd' INTO TABLE demo.rows",
            "COPY demo.rows TO '" + folder + "/out.csv'",
            "OPTIMIZE demo.rows",
            "RESTORE TABLE demo.rows TO VERSION AS OF 0",
            ".shell ls",
            "SELECT load_extension('" + folder + "/x.so')",
            "SELECT readfile('/etc/passwd')",
            "SELECT writefile('" + folder + "/out', 'x')",
            "SELECT edit('x', 'vi')",
            "SELECT fts3_tokenizer('simple')",
            "SELECT sqlite_log(1, 'x')",
            "SELECT sqlite_compileoption_get(0)",
            "SELECT randomblob(900000000)",
            "SELECT zeroblob(900000000)",
            "SELECT hex(zeroblob(900000000))",
            "SELECT name, sql FROM sqlite_schema",
            "SELECT * FROM sqlite_master",
            "SELECT * FROM demo.sqlite_schema",
            "SELECT * FROM pragma_database_list",
            "SELECT * FROM pragma_journal_mode('delete')",
            "SELECT * FROM dbstat",
            "SELECT * FROM sqlite_dbpage",
            "SELECT * FROM demo.rows INTO OUTFILE '" + folder + "/out'",
            "SELECT 1 INTO x",
            "SELECT * FROM '" + folder + "/ws/tables/demo.sqlite'",
            "SELECT abs(-9223372036854775808)",
            "SELECT * FROM (DELETE FROM demo.rows RETURNING a)",
        };
    }

  private slots:
    void nothingChanges_F1() {
        WorkspaceFolder folder;
        folder.runSqlite("demo", "CREATE TABLE rows (a INT); INSERT INTO rows VALUES (1), (2)");
        folder.put("ws/warehouse/demo.db/d/_delta_log/00000000000000000000.json", "{}\n");
        QVERIFY(folder.workspace().createDatabase("demo2", true));
        auto live = std::make_shared<FakeLive>();
        live->put("counts", countsBatch());
        SqlPanel panel(folder.workspace(), live);
        const auto before = folder.listing();
        const auto statements = hostile(folder.path());
        QVERIFY(statements.size() >= 60);
        SqlOptions options;
        options.confirmed = true;
        for (const std::string& statement : statements) {
            const std::vector<std::string> variants = {
                statement,
                statement + " ;",
                "WITH x AS (SELECT 1) " + statement,
                "WITH x AS (" + statement + ") SELECT * FROM x",
                "SELECT * FROM (" + statement + ")",
                "/* SELECT */ " + statement,
                "-- SELECT 1\n" + statement,
                "/**/" + statement + "/* ; */ -- x",
                "SELECT 1; " + statement,
                "SELECT 1;/* */;" + statement,
                "SELECT ';' ; " + statement,
                statement + "; SELECT 1",
                "SELECT 1 UNION " + statement,
            };
            for (const std::string& variant : variants) {
                const auto answer = panel.run(variant, options);
                QVERIFY2(!answer, variant.c_str());
                const ErrorCode code = answer.error().code();
                QVERIFY2(code == ErrorCode::SqlRefused || code == ErrorCode::SqlFailed || code == ErrorCode::TableNotFound, (variant + ": " + answer.error().detail()).c_str());
            }
        }
        QVERIFY(folder.listing() == before);
        QCOMPARE(shown(panel.run("SELECT sum(a) FROM demo.rows")), QString("3"));
        QCOMPARE(shown(panel.run("SELECT sum(count) FROM counts")), QString("1535"));
        QVERIFY(folder.listing() == before);
    }

    /// What only asks for too much ends quickly and takes little.
    void tooMuch_F1() {
        WorkspaceFolder folder;
        auto live = std::make_shared<FakeLive>();
        std::vector<std::vector<Value>> lines;
        for (std::int64_t row = 0; row < 10'000; ++row) lines.push_back({Value{row}});
        live->put("t", batchOf("n BIGINT", lines));
        SqlPanel panel(folder.workspace(), live);
        SqlOptions options;
        options.timeLimit = std::chrono::milliseconds(100);
        std::string deep = "1";
        for (int level = 0; level < 500; ++level) deep = "(" + deep + "+1)";
        std::string compound = "SELECT 1";
        for (int part = 0; part < 100; ++part) compound += " UNION ALL SELECT 1";
        const std::vector<std::string> refused = {
            "SELECT count(*) FROM t a, t b, t c, t d",
            "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r",
            "SELECT group_concat(printf('%1000000s', '')) FROM t",
            "SELECT replace(printf('%100000s', ''), ' ', printf('%100000s', ''))",
            "SELECT " + deep,
            compound,
            "SELECT '" + std::string(200'000, 'x') + "'",
            "SELECT 'a' LIKE '" + std::string(5000, '%') + "'",
        };
        for (const std::string& statement : refused) QVERIFY2(!panel.run(statement, options), statement.substr(0, 100).c_str());
        // SQLite cuts what printf would make too large; the answer stays below the limit of a value.
        const auto wide = panel.run("SELECT printf('%1000000000s', '') AS x", options);
        QVERIFY(!wide || shown(wide).size() < 10'000'001);
        QCOMPARE(shown(panel.run("SELECT 1")), QString("1"));
    }

    /// No bytes at all bring more than an error.
    void anyBytes() {
        WorkspaceFolder folder;
        auto live = std::make_shared<FakeLive>();
        live->put("t", countsBatch());
        SqlPanel panel(folder.workspace(), live);
        const std::vector<std::string> pieces = {"SELECT", " * ", "FROM", " t ", "(", ")", "'", "\"", "`", ".", ",", ";", "--", "/*", "*/", "@v1", " AS ", "CAST(", "window", "\xff", std::string(1, '\0'), "\n", "1", "e5", "/", "<=>", "[", "]",
                                                 "TIMESTAMP ", "VERSION AS OF ", "WITH ", "delta.", "live.", "DESCRIBE ", "HISTORY ", "SHOW TABLES ", "USE ", "IN "};
        std::uint32_t state = 1;
        SqlOptions options;
        options.timeLimit = std::chrono::milliseconds(20);
        for (int round = 0; round < 4000; ++round) {
            std::string text;
            for (int piece = 0; piece < 12; ++piece) {
                state = state * 1'664'525u + 1'013'904'223u;
                text += pieces[(state >> 16) % pieces.size()];
            }
            static_cast<void>(panel.run(text, options));
        }
        QCOMPARE(shown(panel.run("SELECT count(*) FROM t")), QString("4"));
    }
};

QTEST_APPLESS_MAIN(SqlRefusalsTest)
#include "sql_refusals_test.moc"
