// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/catalog/detail/select_rewriter.h"
#include "core/catalog/sql_statement.h"
#include "core/catalog/sql_token.h"

using namespace vitrine;

class SqlTextTest : public QObject {
    Q_OBJECT

    static QString rewritten(const char* sql, const std::set<std::string>& paths = {}) {
        const auto result = detail::rewriteSelect(sql, paths);
        return QString::fromStdString(result ? result->sql : "error: " + result.error().detail());
    }

  private slots:
    void statementsAreCutAtSemicolonsOutsideQuotes() {
        const auto all = splitStatements(" SELECT ';' ; -- a;b\n SELECT `;`, \";\" /* ; */ ;; ");
        QCOMPARE(all.size(), std::size_t{2});
        QCOMPARE(all[0], std::string_view("SELECT ';'"));
        QCOMPARE(all[1], std::string_view("SELECT `;`, \";\""));
        QVERIFY(splitStatements(" ; -- only a comment").empty());
    }

    void kindsOfStatements() {
        using Kind = SqlStatement::Kind;
        const std::vector<std::pair<const char*, Kind>> all = {
            {"select 1;", Kind::Select}, {"(select 1)", Kind::Select}, {"with a as (select 1) select * from a", Kind::Select}, {"values (1)", Kind::Select},
            {"create database if not exists outputDelta;", Kind::CreateDatabase}, {"CREATE SCHEMA x", Kind::CreateDatabase}, {"show databases", Kind::ShowDatabases},
            {"SHOW SCHEMAS LIKE 'o*'", Kind::ShowDatabases}, {"USE outputDelta", Kind::UseDatabase}, {"USE DATABASE x", Kind::UseDatabase}, {"use database", Kind::UseDatabase},
            {"SHOW TABLES", Kind::ShowTables}, {"SHOW TABLES IN outputDelta2", Kind::ShowTables}, {"SHOW TABLES FROM x '*'", Kind::ShowTables}, {"DESCRIBE t", Kind::DescribeTable},
            {"DESC TABLE EXTENDED a.b", Kind::DescribeTable}, {"describe table", Kind::DescribeTable}, {"DESCRIBE HISTORY delta.`/x`", Kind::DescribeHistory},
            {"DROP TABLE IF EXISTS a.table", Kind::DropTable}};
        for (const auto& [sql, kind] : all) {
            const auto statement = readStatement(sql);
            QVERIFY2(statement, sql);
            QVERIFY2(statement->kind == kind, sql);
        }
        QVERIFY(readStatement("DROP TABLE IF EXISTS a.table")->tolerant);
        const std::vector<std::string> target = {"a", "table"};
        QCOMPARE(readStatement("DROP TABLE IF EXISTS a.table")->target, target);
    }

    void whatIsNoStatement() {
        const auto error = [](const char* sql) { return readStatement(sql).error(); };
        QCOMPARE(error("").code(), ErrorCode::SqlFailed);
        QCOMPARE(error("SELEC 1").wayOut(), std::string("Did you mean SELECT?"));
        QCOMPARE(error("SELECT 1; SELECT 2").code(), ErrorCode::SqlRefused);
        QCOMPARE(error("SELECT é; SELECT 2").column(), 10);
        QCOMPARE(error("SELECT 'a").column(), 7);
        QCOMPARE(error("USE").column(), 3);
        QCOMPARE(error("SHOW TABLES IN a b").column(), 17);
        QCOMPARE(error("DROP DATABASE x").code(), ErrorCode::SqlRefused);
        QCOMPARE(error("CREATE TABLE x (a INT)").code(), ErrorCode::SqlRefused);
        QCOMPARE(readStatement(std::string_view("SELECT\0 1", 9)).error().code(), ErrorCode::SqlFailed);
        QCOMPARE(readStatement("SELECT '" + std::string(100'001, 'x') + "'").error().code(), ErrorCode::SqlRefused);
    }

    void namesAroundDotsAreQuoted() {
        QCOMPARE(rewritten("SELECT * FROM outputDelta.table"), QString("SELECT * FROM `outputDelta`.`table`"));
        QCOMPARE(rewritten("SELECT t.order, t.* FROM default.t t"), QString("SELECT `t`.`order`, t.* FROM `default`.`t` t"));
        QCOMPARE(rewritten("SELECT * FROM table"), QString("SELECT * FROM `table`"));
        QCOMPARE(rewritten("SELECT * FROM spark_catalog.a.b"), QString("SELECT * FROM `a`.`b`"));
        QCOMPARE(rewritten("SELECT * FROM delta.`/a/b.c`"), QString("SELECT * FROM `delta`.`/a/b.c`"));
        QCOMPARE(rewritten("SELECT '/' /* a.b / */ , `a/b` -- /\n"), QString("SELECT '/' , `a/b`"));
    }

    void structFields() {
        const std::set<std::string> paths = {"window.start"};
        QCOMPARE(rewritten("SELECT window.start, w.end, c.Window.Start", paths), QString("SELECT `window.start`, `w`.`end`, `c`.`Window.Start`"));
    }

    void versions() {
        QCOMPARE(rewritten("SELECT * FROM a.t@v3 WHERE 1"), QString("SELECT * FROM `a`.`t@v3` AS `t`  WHERE 1"));
        QCOMPARE(rewritten("SELECT * FROM t VERSION AS OF 3 x"), QString("SELECT * FROM `t@v3`     x"));
        QCOMPARE(rewritten("SELECT * FROM t TIMESTAMP AS OF '2016-07-26'"), QString("SELECT * FROM `t@2016-07-26`     AS `t` "));
    }

    void operatorsAndTypes() {
        QCOMPARE(rewritten("SELECT a/2 <=> b"), QString("SELECT a * 1.0 / 2  IS  b"));
        QCOMPARE(rewritten("SELECT CAST(a AS STRING), cast((b) as timestamp), x AS string"), QString("SELECT CAST(a AS TEXT), to_timestamp((b)  ), x AS string"));
        QCOMPARE(rewritten("SELECT TIMESTAMP '2016-07-26', DATE \"2016-07-26\""), QString("SELECT to_timestamp( '2016-07-26'), to_date( '2016-07-26')"));
        QCOMPARE(rewritten("SELECT \"it's\""), QString("SELECT 'it''s'"));
        QVERIFY(rewritten("SELECT a[0]").startsWith("error:"));
    }

    void positionsLeadBack() {
        const std::string sql = "SELECT a/b, outputDelta.x";
        const auto result = detail::rewriteSelect(sql, {});
        QCOMPARE(result->originOf(result->sql.find("`x`")), sql.find('x'));
        QCOMPARE(result->asWritten("a * 1.0 / b", sql), std::string_view("a/b"));
        QCOMPARE(result->asWritten("count(*)", sql), std::string_view("count(*)"));
    }

    void functionsAndKeywordsAreSorted() {
        QVERIFY(std::is_sorted(sqlKeywords().begin(), sqlKeywords().end()));
    }
};

QTEST_APPLESS_MAIN(SqlTextTest)
#include "sql_text_test.moc"
