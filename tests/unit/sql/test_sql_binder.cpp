// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/sql/function_catalogue.h"
#include "tests/unit/sql/expression_fixture.h"

using namespace vitrine;

class TestSqlBinder : public QObject {
    Q_OBJECT

  private slots:
    void givesTypesAsSparkDoes_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("ansi");
        QTest::addColumn<QString>("lenient");
        const auto row = [](const char* text, const char* ansi, const char* lenient = nullptr) {
            QTest::newRow(text) << text << ansi << (lenient != nullptr ? lenient : ansi);
        };
        row("t + a", "bigint");
        row("s + t", "smallint");
        row("i / i", "double");
        row("i DIV i", "bigint");
        row("a + 1.5", "decimal(22,1)");
        row("a * 1.0", "decimal(23,1)");
        row("i / 2.0", "decimal(17,6)");
        row("10.0 / 4", "decimal(8,6)");
        row("2.50 * 2.50", "decimal(7,4)");
        row("CAST(1 AS DECIMAL(38,0)) / 3", "decimal(38,6)");
        row("CAST(1 AS DECIMAL(38,10)) * CAST(1 AS DECIMAL(38,10))", "decimal(38,6)");
        row("f + f", "float");
        row("f + i", "double", "float");
        row("f + d", "double");
        row("i + NULL", "int");
        row("'5' + 1", "bigint", "double");
        row("'5' * '2'", "!TypeMismatch", "double");
        row("true + 1", "!TypeMismatch");
        row("coalesce(1, 'a')", "bigint", "string");
        row("coalesce(1, true)", "!TypeMismatch");
        row("coalesce(d, 0)", "decimal(12,2)");
        row("if(true, 1, 2.5)", "decimal(11,1)");
        row("greatest(d, CAST(0 AS DECIMAL(5,3)))", "decimal(11,3)");
        row("nullif(d, 1)", "decimal(10,2)");
        row("array(1, 2.5, NULL)", "array<decimal(11,1)>");
        row("array(1, 'a')", "array<bigint>", "array<string>");
        row("round(d, 3)", "decimal(11,2)");
        row("round(d, -1)", "decimal(9,0)");
        row("ceil(d)", "decimal(9,0)");
        row("ceil(i)", "bigint");
        row("struct(i, 5)", "struct<i:int,col2:int>");
        row("map('a', i)", "map<string,int>");
        row("DATE '2016-07-26' + 1", "date");
        row("DATE '2016-07-26' + 1.5", "!TypeMismatch");
        row("DATE '2016-07-26' - DATE '2016-07-01'", "interval day");
        row("TIMESTAMP '2016-01-01 00:00:00' + INTERVAL 1 HOUR", "timestamp");
        row("INTERVAL '3' HOUR / 2", "interval day to second");
        row("CAST(1 AS DATE)", "!TypeMismatch");
        row("CAST(true AS TIMESTAMP)", "!TypeMismatch", "timestamp");
        row("timestamp_seconds('5')", "!TypeMismatch");
        row("NOT 1", "!TypeMismatch");
        row("CASE WHEN 1 THEN 2 END", "!TypeMismatch");
        row("upper()", "!WrongArgumentCount");
        row("nope(1)", "!UnknownFunction");
        row("count(*)", "!AggregateMisplaced");
        row("row_number() OVER (ORDER BY i)", "!UnsupportedOperation");
        row("nope", "!UnresolvedColumn");
        row("struct(1 AS p).q", "!UnresolvedColumn");
        row("struct(1 AS p).P", "int");
    }

    void givesTypesAsSparkDoes() {
        QFETCH(QString, text);
        QFETCH(QString, ansi);
        QFETCH(QString, lenient);
        ExpressionFixture fixture("a BIGINT, i INT, s SMALLINT, t TINYINT, f FLOAT, d DECIMAL(10,2)", {});
        QCOMPARE(QString::fromStdString(fixture.typeOf(text.toStdString())), ansi);
        fixture.conf.ansi = false;
        QCOMPARE(QString::fromStdString(fixture.typeOf(text.toStdString())), lenient);
    }

    void pointsAtTheFault() {
        const ExpressionFixture fixture("time TIMESTAMP, action STRING", {});
        const auto bound = fixture.bind("1 + lenght(acton)");
        QVERIFY(!bound.hasValue());
        QCOMPARE(bound.error().column(), 4);
        QVERIFY(bound.error().wayOut().find("length") != std::string::npos);
        const auto column = fixture.bind("upper(acton)");
        QCOMPARE(column.error().column(), 6);
        QVERIFY(column.error().wayOut().find("action") != std::string::npos);
    }

    void tellsAmbiguousNames() {
        ExpressionFixture fixture("a INT, A STRING", {});
        QCOMPARE(fixture.typeOf("a"), std::string("!AmbiguousColumn"));
        fixture.conf.caseSensitive = true;
        QCOMPARE(fixture.typeOf("A"), std::string("string"));
    }

    void bindsAggregates_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("type");
        const auto row = [](const char* text, const char* type) { QTest::newRow(text) << text << type; };
        row("count(*)", "bigint");
        row("count(i, s)", "bigint");
        row("sum(i)", "bigint");
        row("sum(f)", "double");
        row("sum(d)", "decimal(20,2)");
        row("sum(s)", "double");
        row("avg(i)", "double");
        row("avg(d)", "decimal(14,6)");
        row("min(s)", "string");
        row("max(i)", "int");
        row("stddev(i)", "double");
        row("first(s, true)", "string");
        row("collect_list(i)", "array<int>");
        row("approx_count_distinct(s, 0.1)", "bigint");
        row("percentile_approx(i, 0.5)", "int");
        row("percentile_approx(i, array(0.5, 0.4))", "array<int>");
        row("median(i)", "double");
        row("max_by(s, i)", "string");
        row("count_if(i > 1)", "bigint");
        row("bool_and(i > 1)", "boolean");
        row("bit_or(i)", "int");
        row("max(m)", "!TypeMismatch");
        row("sum(i > 1)", "!TypeMismatch");
        row("sum(count(*))", "!AggregateMisplaced");
        row("sum()", "!WrongArgumentCount");
        row("percentile_approx(i, 2.0)", "!TypeMismatch");
    }

    void bindsAggregates() {
        QFETCH(QString, text);
        QFETCH(QString, type);
        const ExpressionFixture fixture("i INT, s STRING, f FLOAT, d DECIMAL(10,2), m MAP<STRING, INT>", {});
        std::vector<AggregateCall> aggregates;
        BindingScope scope = fixture.scope();
        scope.aggregates = &aggregates;
        const auto bound = bindExpression(parseExpression(text.toStdString()).value(), scope);
        const std::string got = bound ? (*bound)->type()->simpleString() : "!" + std::string(nameOf(bound.error().code()));
        QCOMPARE(QString::fromStdString(got), type);
        if (bound) QCOMPARE((*bound)->columnIndex(), 5);
    }

    void collectsEqualAggregatesOnce() {
        const ExpressionFixture fixture("i INT, s STRING", {});
        std::vector<AggregateCall> aggregates;
        BindingScope scope = fixture.scope();
        scope.aggregates = &aggregates;
        QVERIFY(bindExpression(parseExpression("sum(i) / count(*) + sum(i)").value(), scope).hasValue());
        QCOMPARE(aggregates.size(), std::size_t{2});
        QCOMPARE(aggregates[0].text, std::string("sum(i)"));
        QCOMPARE(aggregates[1].text, std::string("count(1)"));
        QVERIFY(aggregates[1].arguments.empty());
        QVERIFY(bindExpression(parseExpression("count(*) FILTER (WHERE i > 1)").value(), scope).hasValue());
        QVERIFY(bindExpression(parseExpression("max(s)").value(), scope).hasValue());
        QVERIFY(bindExpression(parseExpression("max('s')").value(), scope).hasValue());
        QCOMPARE(aggregates.size(), std::size_t{5});
    }

    void replacesGroupingKeys() {
        const ExpressionFixture fixture("k STRING, n BIGINT", {});
        BindingScope scope = fixture.scope();
        scope.replacements.emplace_back(parseExpression("upper(action)").value(), 0);
        const auto bound = bindExpression(parseExpression("concat(UPPER(Action), 'x')").value(), scope);
        QVERIFY(bound.hasValue());
        std::vector<std::size_t> columns;
        collectColumns(**bound, columns);
        QCOMPARE(columns, std::vector<std::size_t>{0});
        QVERIFY(bindExpression(parseExpression("lower(action)").value(), scope).error().code() == ErrorCode::UnresolvedColumn);
    }

    void bindsWindows_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("answer");
        const auto row = [](const char* text, const char* answer) { QTest::newRow(text) << text << answer; };
        row("window(time, '10 seconds')", "10000000 10000000 0");
        row("window(time, 'INTERVAL 1 Minute 30 SECONDS', '  45 seconds ') AS w", "90000000 45000000 0");
        row("window(time, 10000000, 5000000, 1000000)", "10000000 5000000 1000000");
        row("window(time, '10 seconds', '10 seconds', '-2 seconds')", "10000000 10000000 -2000000");
        row("window(action, '1 hour')", "3600000000 3600000000 0");
        row("window(nope, '10 min')", "!InvalidInterval");
        row("window(nope, '10 minutes')", "!UnresolvedColumn");
        row("window(n, '0 seconds')", "!TypeMismatch");
        row("window(time, '1 month')", "!InvalidWindow");
        row("window(time, '0 seconds')", "!InvalidWindow");
        row("window(time, '5 seconds', '0 seconds')", "!InvalidWindow");
        row("window(time, '5 seconds', '6 seconds')", "!InvalidWindow");
        row("window(time, '10 seconds', '5 seconds', '5 seconds')", "!InvalidWindow");
        row("window(time, '10 seconds', '5 seconds', '-5 seconds')", "!InvalidWindow");
        row("window(time, INTERVAL 1 HOUR)", "!InvalidWindow");
        row("window(time)", "!WrongArgumentCount");
        row("upper(action)", "none");
    }

    void bindsWindows() {
        QFETCH(QString, text);
        QFETCH(QString, answer);
        const ExpressionFixture fixture("time TIMESTAMP, action STRING, n BIGINT", {});
        const auto bound = bindWindow(parseExpression(text.toStdString()).value(), fixture.scope());
        std::string got;
        if (!bound) {
            got = "!" + std::string(nameOf(bound.error().code()));
        } else if (!*bound) {
            got = "none";
        } else {
            got = std::to_string((*bound)->duration) + ' ' + std::to_string((*bound)->slide) + ' ' + std::to_string((*bound)->start);
        }
        QCOMPARE(QString::fromStdString(got), answer);
    }

    void listsFunctionsSorted() {
        const auto functions = functionCatalogue();
        QVERIFY(functions.size() > 150);
        QVERIFY(std::is_sorted(functions.begin(), functions.end(), [](const FunctionInfo& a, const FunctionInfo& b) { return a.name < b.name; }));
    }

    void remapsColumns() {
        const ExpressionFixture fixture("a INT, b INT, c INT", {{"1", "2", "3"}});
        const BoundPtr bound = fixture.bind("CASE WHEN c > 2 THEN c - b END").value();
        const BoundPtr moved = remapColumns(bound, {-1, 0, 1});
        Batch batch;
        batch.numRows = 1;
        batch.columns = {fixture.batch().columns[1], fixture.batch().columns[2]};
        QCOMPARE(moved->evaluate(batch, EvaluationContext{}).value()->values<std::int32_t>()[0], 1);
    }
};

QTEST_APPLESS_MAIN(TestSqlBinder)
#include "test_sql_binder.moc"
