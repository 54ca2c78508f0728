// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/sql/expression.h"
#include "core/sql/binder.h"

using namespace vitrine;

class TestSqlParser : public QObject {
    Q_OBJECT

  private slots:
    void readsAndWritesBack_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("sql");
        const auto row = [](const char* text, const char* sql) { QTest::newRow(text) << text << sql; };
        row("1 + 2 * 3", "(1 + (2 * 3))");
        row("(1 + 2) * 3", "((1 + 2) * 3)");
        row("a - b - c", "((a - b) - c)");
        row("-a * b", "((- a) * b)");
        row("-5", "-5");
        row("a -1", "(a - 1)");
        row("NOT p AND q OR r", "(((NOT p) AND q) OR r)");
        row("NOT a = b", "(NOT (a = b))");
        row("i = 1 = true", "((i = 1) = true)");
        row("a | b ^ c & d", "(a | (b ^ (c & d)))");
        row("a << 1 + 2", "(a << (1 + 2))");
        row("a || b || c", "((a || b) || c)");
        row("x BETWEEN 1 AND 2 AND y", "((x BETWEEN 1 AND 2) AND y)");
        row("x NOT IN (1, 2)", "(x NOT IN (1, 2))");
        row("x NOT LIKE 'a%' ESCAPE '!'", "(x NOT LIKE 'a%' ESCAPE '!')");
        row("a + b IS NOT NULL", "((a + b) IS NOT NULL)");
        row("a IS DISTINCT FROM b + 1", "(a IS DISTINCT FROM (b + 1))");
        row("a IS NOT TRUE", "(a IS NOT TRUE)");
        row("a != b", "(a <> b)");
        row("a == b", "(a = b)");
        row("! a", "(NOT a)");
        row("~a % b DIV c", "(((~ a) % b) div c)");
        row("a::int + 1", "(CAST(a AS INT) + 1)");
        row("CAST(x AS DECIMAL(10, 2))", "CAST(x AS DECIMAL(10,2))");
        row("try_cast(x AS array<array<int>>)", "TRY_CAST(x AS ARRAY<ARRAY<INT>>)");
        row("CASE WHEN a THEN 1 WHEN b THEN 2 END", "CASE WHEN a THEN 1 WHEN b THEN 2 END");
        row("CASE a WHEN 1 THEN 'x' ELSE 'y' END", "CASE a WHEN 1 THEN 'x' ELSE 'y' END");
        row("window.start", "window.start");
        row("st.r.z", "st.r.z");
        row("struct(1).col1", "struct(1).col1");
        row("m['k'][0]", "m['k'][0]");
        row("`a b`.`c``d`", "`a b`.`c``d`");
        row("'it''s' 'x'", "'it\\'sx'");
        row("\"double\"", "'double'");
        row("r'raw\\n'", "'raw\\\\n'");
        row("'a\\tb\\u0041'", "'a\\tbA'");
        row("X'1f'", "X'1F'");
        row("1L", "1L");
        row("3000000000", "3000000000L");
        row("1S", "1S");
        row("1Y", "1Y");
        row("1e2", "100.0D");
        row("0.1", "0.1BD");
        row("5BD", "5BD");
        row("1.5F", "1.5F");
        row("DATE '2016-7-6'", "DATE '2016-07-06'");
        row("INTERVAL '1-2' YEAR TO MONTH", "INTERVAL '1-2' YEAR TO MONTH");
        row("INTERVAL 1 HOUR 30 MINUTES", "INTERVAL '01:30' HOUR TO MINUTE");
        row("INTERVAL '1 day 2 hours'", "INTERVAL '1 02' DAY TO HOUR");
        row("count(*) AS n", "count(*) AS n");
        row("count(*) n", "count(*) AS n");
        row("sum(DISTINCT x) FILTER (WHERE y > 1)", "sum(DISTINCT x) FILTER (WHERE (y > 1))");
        row("first(x) IGNORE NULLS", "first(x) IGNORE NULLS");
        row("transform(l, x -> x + 1)", "transform(l, (x) -> (x + 1))");
        row("aggregate(l, 0, (acc, x) -> acc + x)", "aggregate(l, 0, (acc, x) -> (acc + x))");
        row("extract(hour FROM t)", "extract(HOUR FROM t)");
        row("substring(s FROM 2 FOR 3)", "substring(s, 2, 3)");
        row("position('b' IN s)", "position('b', s)");
        row("trim(LEADING 'x' FROM s)", "ltrim('x', s)");
        row("struct(id, st.q AS name)", "struct(id, st.q AS name)");
        row("end", "end");
        row("a -- comment", "a");
        row("a /* b */ + 1", "(a + 1)");
    }

    void readsAndWritesBack() {
        QFETCH(QString, text);
        QFETCH(QString, sql);
        const auto parsed = parseExpression(text.toStdString());
        QVERIFY2(parsed.hasValue(), parsed ? "" : parsed.error().detail().c_str());
        QCOMPARE(QString::fromStdString(toSql(**parsed)), sql);
        const auto again = parseExpression(toSql(**parsed));
        QVERIFY(again.hasValue());
        QVERIFY(sameExpression(**parsed, **again, true));
    }

    void refusesAtTheRightPlace_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("column");
        const auto row = [](const char* text, int column) { QTest::newRow(text) << text << column; };
        row("", 0);
        row("time +", 6);
        row("a + * ) b", 6);
        row("f(a", 3);
        row("a b c", 4);
        row("CASE a END", 7);
        row("CASE WHEN a THEN 1", 18);
        row("'open", 0);
        row("a BETWEEN 1 OR 2", 12);
        row("CAST(a INT)", 7);
        row("CAST(a AS NOPE)", 10);
        row("300Y", 0);
        row("1e400", 0);
        row("a + -1e39F", 5);
        row("DATE 'x'", 5);
        row("INTERVAL 'x'", 9);
        row("INTERVAL 1 MONTH 1 DAY", 0);
        row("a AND", 5);
        row("é", 0);
    }

    void refusesAtTheRightPlace() {
        QFETCH(QString, text);
        QFETCH(int, column);
        const auto parsed = parseExpression(text.toStdString());
        QVERIFY(!parsed.hasValue());
        QCOMPARE(parsed.error().column(), column);
        QVERIFY(!parsed.error().message().empty());
    }

    void surviveHugeTexts_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("parentheses") << QString(100'000, '(');
        QTest::newRow("closed parentheses") << QString(100'000, '(') + "1" + QString(100'000, ')');
        QTest::newRow("minus") << QString("- ").repeated(100'000) + "1";
        QTest::newRow("not") << QString("NOT ").repeated(100'000) + "a";
        QTest::newRow("sum") << QString("a + ").repeated(100'000) + "a";
        QTest::newRow("subscripts") << "a" + QString("[0]").repeated(100'000);
        QTest::newRow("fields") << "a" + QString(".b").repeated(100'000);
        QTest::newRow("calls") << QString("f(").repeated(100'000);
        QTest::newRow("cases") << QString("CASE WHEN ").repeated(100'000);
    }

    void surviveHugeTexts() {
        QFETCH(QString, text);
        const auto parsed = parseExpression(text.toStdString());
        QVERIFY(!parsed.hasValue());
        QCOMPARE(static_cast<int>(parsed.error().code()), static_cast<int>(ErrorCode::ExpressionSyntax));
    }

    void namesColumnsAsSparkDoes_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("name");
        const auto row = [](const char* text, const char* name) { QTest::newRow(text) << text << name; };
        row("count(*)", "count(1)");
        row("upper(action)", "upper(action)");
        row("a + 1", "(a + 1)");
        row("window.start", "start");
        row("window(time, '1 hour')", "window");
        row("sum(DISTINCT x)", "sum(DISTINCT x)");
        row("CAST(a AS INT)", "a");
        row("CAST(a + 1 AS INT)", "CAST((a + 1) AS INT)");
        row("a != b", "(NOT (a = b))");
        row("concat(s, '-')", "concat(s, -)");
        row("s IS NOT NULL", "(s IS NOT NULL)");
        row("m['k']", "m[k]");
        row("n AS total", "total");
    }

    void namesColumnsAsSparkDoes() {
        QFETCH(QString, text);
        QFETCH(QString, name);
        QCOMPARE(QString::fromStdString(columnNameOf(*parseExpression(text.toStdString()).value())), name);
    }

    void ordersNulls() {
        const SortOrder ascending = parseSortOrder("a % 2 ASC").value();
        QVERIFY(!ascending.descending && ascending.nulls == NullsOrder::First);
        const SortOrder descending = parseSortOrder("start DESC").value();
        QVERIFY(descending.descending && descending.nulls == NullsOrder::Last);
        QVERIFY(parseSortOrder("a DESC NULLS FIRST").value().nulls == NullsOrder::First);
        QVERIFY(!parseSortOrder("a UP").hasValue());
    }
};

QTEST_APPLESS_MAIN(TestSqlParser)
#include "test_sql_parser.moc"
