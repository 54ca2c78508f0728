// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "tests/unit/sql/expression_fixture.h"

using namespace vitrine;

class TestSqlCollection : public QObject {
    Q_OBJECT

  private slots:
    void answersAsSparkDoes_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("ansi");
        QTest::addColumn<QString>("lenient");
        const auto row = [](const char* text, const char* ansi, const char* lenient = nullptr) {
            QTest::newRow(text) << text << ansi << (lenient != nullptr ? lenient : ansi);
        };
        row("array_append(array(1, 2), 3)", "[1, 2, 3]");
        row("array_append(array(1, 2), NULL)", "[1, 2, null]");
        row("array_append(NULL, 1)", "NULL");
        row("array_append(array(1), 2.5)", "[1.0, 2.5]");
        row("array_append(array(1), 'a')", "!TypeMismatch");
        row("array_prepend(array('b'), 'a')", "[a, b]");
        row("array_insert(array(1, 2, 3), 1, 0)", "[0, 1, 2, 3]");
        row("array_insert(array(1, 2), 5, 9)", "[1, 2, null, null, 9]");
        row("array_insert(array(1, 2), -1, 9)", "[1, 2, 9]");
        row("array_insert(array(1, 2), -2, 9)", "[1, 9, 2]");
        row("array_insert(array(1, 2), -5, 9)", "[9, null, null, 1, 2]");
        row("array_insert(array(1, 2), -3, 9)", "[9, 1, 2]");
        row("array_insert(array(1, 2), 0, 9)", "!InvalidArrayIndex");
        row("array_remove(array(1, NULL, 2, 1), 1)", "[null, 2]");
        row("array_remove(array(1), NULL)", "NULL");
        row("array_compact(array(1, NULL, 2))", "[1, 2]");
        row("array_distinct(array(1, NULL, 2, NULL, 1))", "[1, null, 2]");
        row("array_distinct(array(double('NaN'), double('NaN')))", "[NaN]");
        row("array_union(array(1, 2, 2), array(2, 3, NULL))", "[1, 2, 3, null]");
        row("array_intersect(array(3, 1, 1, NULL), array(NULL, 1, 3))", "[3, 1, null]");
        row("array_except(array(1, 2, 2, NULL), array(1))", "[2, null]");
        row("array_union(array(1), array('a'))", "!TypeMismatch");
        row("arrays_overlap(array(1, 2), array(2))", "true");
        row("arrays_overlap(array(1, NULL), array(2))", "NULL");
        row("arrays_overlap(array(NULL, 1), array())", "false");
        row("arrays_zip(array(1, 2), array('a'))", "[{1, a}, {2, null}]");
        row("array_position(array(3, 2, 1), 1)", "3");
        row("array_position(array(3), 1)", "0");
        row("array_contains(array(1, NULL), 2)", "NULL");
        row("array_contains(array(1, 2), 2)", "true");
        row("array_contains(array(1, 2), NULL)", "!TypeMismatch");
        row("array_contains(array(1, 2), CAST(NULL AS INT))", "NULL");
        row("array_min(array(3, NULL, 1))", "1");
        row("array_max(array(1.0D, double('NaN')))", "NaN");
        row("array_max(array())", "NULL");
        row("array_repeat('a', 2)", "[a, a]");
        row("array_repeat(NULL, 2)", "[null, null]");
        row("array_repeat('a', -1)", "[]");
        row("array_join(array('a', NULL, 'b'), ',')", "a,b");
        row("array_join(array('a', NULL, 'b'), ',', '?')", "a,?,b");
        row("array_sort(array('b', NULL, 'a'))", "[a, b, null]");
        row("sort_array(array('b', NULL, 'a'))", "[null, a, b]");
        row("sort_array(array('b', NULL, 'a'), false)", "[b, a, null]");
        row("sequence(1, 10, 3)", "[1, 4, 7, 10]");
        row("sequence(3, 1)", "[3, 2, 1]");
        row("sequence(1, 1, 0)", "[1]");
        row("sequence(1, 5, -1)", "!InvalidArgument");
        row("sequence(DATE '2016-01-31', DATE '2016-04-30', INTERVAL 1 MONTH)", "[2016-01-31, 2016-02-29, 2016-03-31, 2016-04-30]");
        row("sequence(DATE '2016-01-02', DATE '2015-12-31')", "[2016-01-02, 2016-01-01, 2015-12-31]");
        row("sequence(TIMESTAMP '2016-01-01 00:00:00', TIMESTAMP '2016-01-01 01:00:00', INTERVAL 30 MINUTES)",
            "[2016-01-01 00:00:00, 2016-01-01 00:30:00, 2016-01-01 01:00:00]");
        row("sequence(DATE '2016-01-01', DATE '2016-01-02', INTERVAL 1 HOUR)", "!InvalidArgument");
        row("flatten(array(array(1), array(2, 3)))", "[1, 2, 3]");
        row("flatten(array(array(1), NULL))", "NULL");
        row("slice(array(1, 2, 3, 4), 2, 2)", "[2, 3]");
        row("slice(array(1, 2, 3, 4), -2, 5)", "[3, 4]");
        row("slice(array(1, 2), 5, 1)", "[]");
        row("slice(array(1, 2), 0, 1)", "!InvalidArrayIndex");
        row("slice(array(1, 2), 1, -1)", "!InvalidArgument");
        row("reverse(array(1, NULL, 3))", "[3, null, 1]");
        row("concat(array(1), array(2, 3))", "[1, 2, 3]");
        row("concat(array(1), NULL)", "NULL");
        row("map_keys(map('a', 1, 'b', 2))", "[a, b]");
        row("map_values(map('a', 1, 'b', 2))", "[1, 2]");
        row("map_entries(map('a', 1))", "[{a, 1}]");
        row("map_concat(map('a', 1), map('b', 2))", "{a -> 1, b -> 2}");
        row("map_concat(map('a', 1), map('a', 2))", "!InvalidArgument");
        row("map_concat(map('a', 1), NULL)", "!TypeMismatch");
        row("map_contains_key(map(1, 2), 1)", "true");
        row("map_contains_key(map(1, 2), 'a')", "!TypeMismatch");
        row("map_from_arrays(array('a', 'b'), array(1, 2))", "{a -> 1, b -> 2}");
        row("map_from_arrays(array('a', NULL), array(1, 2))", "!InvalidArgument");
        row("map_from_arrays(array('a'), array(1, 2))", "!InvalidArgument");
        row("map_from_entries(array(struct('a', 1)))", "{a -> 1}");
        row("map_from_entries(array(struct('a', 1), NULL))", "NULL");
        row("transform(array(1, NULL, 3), x -> x + 1)", "[2, null, 4]");
        row("transform(array(5, 6), (x, i) -> x * i)", "[0, 6]");
        row("transform(array(2147483647), x -> x + 1)", "!ArithmeticOverflow", "[-2147483648]");
        row("transform(array(1), (x, y, z) -> x)", "!TypeMismatch");
        row("transform(array(1), (x, X) -> x)", "!TypeMismatch");
        row("transform(array(1), 5)", "!TypeMismatch");
        row("upper(x -> x)", "!TypeMismatch");
        row("transform(array(array(1, 2), array(3)), x -> transform(x, y -> y + size(x)))", "[[3, 4], [4]]");
        row("filter(array(1, 2, NULL, 3), x -> x > 1)", "[2, 3]");
        row("filter(array(1, 2, 3), (x, i) -> i > 0)", "[2, 3]");
        row("filter(array(1, 2), x -> x)", "!TypeMismatch");
        row("exists(array(1, NULL), x -> x = 1)", "true");
        row("exists(array(1, NULL), x -> x = 2)", "NULL");
        row("exists(array(), x -> true)", "false");
        row("forall(array(1, NULL), x -> x = 2)", "false");
        row("forall(array(1, NULL), x -> x = 1)", "NULL");
        row("forall(array(), x -> false)", "true");
        row("aggregate(array(1, 2, 3), 0, (s, x) -> s + x)", "6");
        row("aggregate(array(1, 2, 3), 0, (s, x) -> s + x, s -> s * 10)", "60");
        row("reduce(array(), 7, (s, x) -> s + 1)", "7");
        row("aggregate(array(1L), 0, (s, x) -> s + x)", "!TypeMismatch");
        row("zip_with(array(1, 2), array(10), (x, y) -> coalesce(y, 0) + x)", "[11, 2]");
        row("map_filter(map('a', 1, 'b', 2), (k, v) -> v > 1)", "{b -> 2}");
        row("map_zip_with(map('a', 1), map('a', 2, 'b', 3), (k, x, y) -> concat(k, coalesce(x, 0), y))", "{a -> a12, b -> b03}");
        row("transform_keys(map('a', 1), (k, v) -> concat(k, v))", "{a1 -> 1}");
        row("transform_keys(map('a', 1, 'b', 2), (k, v) -> 1)", "!InvalidArgument");
        row("transform_values(map('a', 1), (k, v) -> v + 1)", "{a -> 2}");
        row("array_sort(array(3, 1, 2), (l, r) -> CASE WHEN l < r THEN 1 WHEN l > r THEN -1 ELSE 0 END)", "[3, 2, 1]");
        row("array_sort(array('bbb', 'a', 'cc', 'dd', 'e'), (l, r) -> length(l) - length(r))", "[a, e, cc, dd, bbb]");
        row("array_sort(array(2, 1), (l, r) -> NULL)", "!TypeMismatch");
        row("array_sort(array(2, 1), (l, r) -> CAST(NULL AS INT))", "!InvalidArgument");
    }

    void answersAsSparkDoes() {
        QFETCH(QString, text);
        QFETCH(QString, ansi);
        QFETCH(QString, lenient);
        ExpressionFixture fixture;
        QCOMPARE(QString::fromStdString(fixture.answers(text.toStdString())), ansi);
        fixture.conf.ansi = false;
        QCOMPARE(QString::fromStdString(fixture.answers(text.toStdString())), lenient);
    }

    /// NULL and empty lists between others, and columns from outside within lambdas.
    void readsColumnsRowByRow() {
        const ExpressionFixture fixture("k INT, l ARRAY<INT>, m MAP<STRING, INT>",
                                        {{"1", "array(1, 2, 3)", "map('a', 1)"}, {"2", "NULL", "NULL"}, {"3", "array()", "map()"}, {"NULL", "array(NULL, 5)", "map('b', NULL)"}});
        QCOMPARE(fixture.answers("transform(l, x -> x + k)"), std::string("[2, 3, 4] | NULL | [] | [null, null]"));
        QCOMPARE(fixture.answers("filter(l, x -> x > k)"), std::string("[2, 3] | NULL | [] | []"));
        QCOMPARE(fixture.answers("aggregate(l, k, (s, x) -> s + coalesce(x, 0))"), std::string("7 | NULL | 3 | NULL"));
        QCOMPARE(fixture.answers("exists(l, x -> x = 5)"), std::string("false | NULL | false | true"));
        QCOMPARE(fixture.answers("transform(l, x -> transform(l, y -> x * 10 + y + k))"),
                 std::string("[[12, 13, 14], [22, 23, 24], [32, 33, 34]] | NULL | [] | [[null, null], [null, null]]"));
        QCOMPARE(fixture.answers("transform_values(m, (k, v) -> concat(k, coalesce(v, -1)))"), std::string("{a -> a1} | NULL | {} | {b -> b-1}"));
        QCOMPARE(fixture.answers("array_distinct(concat(l, l))"), std::string("[1, 2, 3] | NULL | [] | [null, 5]"));
        QCOMPARE(fixture.answers("array_sort(l, (a, b) -> coalesce(b, 0) - coalesce(a, 0))"), std::string("[3, 2, 1] | NULL | [] | [5, null]"));
        QCOMPARE(fixture.answers("array_union(l, array(5))"), std::string("[1, 2, 3, 5] | NULL | [5] | [null, 5]"));
        QCOMPARE(fixture.answers("CASE WHEN k = 1 THEN transform(l, x -> x DIV k) ELSE array() END"), std::string("[1, 2, 3] | [] | [] | []"));
        QCOMPARE(fixture.answers("sort_array(map_keys(m))"), std::string("[a] | NULL | [] | [b]"));
    }

    /// What a lambda takes from outside is seen by those who ask which columns an expression reads, and moves with them.
    void tellsTheColumnsThatLambdasRead() {
        const ExpressionFixture fixture("a INT, l ARRAY<INT>, b INT", {{"1", "array(1, 2)", "10"}});
        const BoundPtr bound = fixture.bind("transform(l, x -> exists(l, y -> y = x + b))").value();
        std::vector<std::size_t> columns;
        collectColumns(*bound, columns);
        QCOMPARE(columns, (std::vector<std::size_t>{1, 2}));
        const BoundPtr moved = remapColumns(fixture.bind("transform(l, x -> aggregate(l, b, (s, y) -> s + x))").value(), {-1, 1, 0});
        Batch batch = fixture.batch();
        batch.columns = {batch.columns[2], batch.columns[1]};
        EvaluationContext context;
        context.conf = &fixture.conf;
        const ColumnPtr answer = makeCast(moved, DataType::string(), false)->evaluate(batch, context).value();
        QCOMPARE(answer->values<std::string_view>()[0], std::string_view("[12, 14]"));
    }

    /// Many elements: the same answers on the way that is taken for them.
    void findsDuplicatesAmongMany() {
        const ExpressionFixture fixture;
        QCOMPARE(fixture.answers("size(array_distinct(transform(sequence(1, 1000), x -> x % 37)))"), std::string("37"));
        QCOMPARE(fixture.answers("slice(array_distinct(transform(sequence(1, 100), x -> x % 37)), 1, 3)"), std::string("[1, 2, 3]"));
        QCOMPARE(fixture.answers("slice(array_sort(sequence(1, 1000), (a, b) -> b - a), 1, 3)"), std::string("[1000, 999, 998]"));
        QCOMPARE(fixture.answers("map_from_arrays(sequence(1, 30), transform(sequence(1, 30), x -> x))[30]"), std::string("30"));
        QCOMPARE(fixture.answers("map_from_arrays(transform(sequence(1, 30), x -> x % 29), sequence(1, 30))"), std::string("!InvalidArgument"));
    }
};

QTEST_APPLESS_MAIN(TestSqlCollection)
#include "test_sql_collection.moc"
