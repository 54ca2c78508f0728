// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "tests/unit/sql/expression_fixture.h"

using namespace vitrine;

class TestSqlEvaluation : public QObject {
    Q_OBJECT

  private slots:
    void answersAsSparkDoes_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("ansi");
        QTest::addColumn<QString>("lenient");
        const auto row = [](const char* text, const char* ansi, const char* lenient = nullptr) {
            QTest::newRow(text) << text << ansi << (lenient != nullptr ? lenient : ansi);
        };
        row("2 + 3 * 4 - 10 / 4", "11.5");
        row("2147483647 + 1", "!ArithmeticOverflow", "-2147483648");
        row("-(-2147483648)", "!ArithmeticOverflow", "-2147483648");
        row("9223372036854775807 * 2", "!ArithmeticOverflow", "-2");
        row("CAST('-9223372036854775808' AS BIGINT) DIV -1", "!ArithmeticOverflow", "-9223372036854775808");
        row("1 / 0", "!DivideByZero", "NULL");
        row("1 % 0", "!DivideByZero", "NULL");
        row("1.5 / 0", "!DivideByZero", "NULL");
        row("try_divide(1, 0)", "NULL");
        row("-7 % 3", "-1");
        row("pmod(-7, 3)", "2");
        row("0.1 + 0.2", "0.3");
        row("1.0 / 3", "0.333333");
        row("CAST('123456789012345678901234567890.12345678' AS DECIMAL(38,8)) / 7", "17636684144620811271604938270.01763668");
        row("CAST(300 AS TINYINT)", "!InvalidCast", "44");
        row("CAST(1e20D AS BIGINT)", "!InvalidCast", "9223372036854775807");
        row("CAST(double('NaN') AS INT)", "!InvalidCast", "0");
        row("CAST('1.5' AS INT)", "!InvalidCast", "1");
        row("CAST(' 12 ' AS INT)", "12");
        row("CAST('99999999999' AS INT)", "!InvalidCast", "NULL");
        row("try_cast('x' AS INT)", "NULL");
        row("CAST('yes' AS BOOLEAN)", "true");
        row("CAST('2' AS BOOLEAN)", "!InvalidCast", "NULL");
        row("CAST(123456 AS DECIMAL(5,2))", "!NumberOutOfRange", "NULL");
        row("CAST('abc' AS DECIMAL(5,2))", "!InvalidCast", "NULL");
        row("CAST(1.25 AS DECIMAL(3,1))", "1.3");
        row("CAST('2016-02-30' AS DATE)", "!InvalidCast", "NULL");
        row("CAST(array(1, NULL, 3) AS STRING)", "[1, null, 3]");
        row("CAST(struct(1, 'x') AS STRING)", "{1, x}");
        row("CAST(map('k', 1) AS STRING)", "{k -> 1}");
        row("CAST(1e7D AS STRING)", "1.0E7");
        row("array(1, 2)[5]", "!InvalidArrayIndex", "NULL");
        row("element_at(array(1, 2), -1)", "2");
        row("element_at(array(1, 2), 0)", "!InvalidArrayIndex");
        row("map('a', 1)['z']", "NULL");
        row("map(1, 2, 1, 3)", "!InvalidArgument");
        row("'1.0' = 1.0", "true");
        row("1 IN ('1', 'b')", "true");
        row("'Z' < 'a'", "true");
        row("double('NaN') = double('NaN')", "true");
        row("double('NaN') > 1e300", "true");
        row("NULL <=> NULL", "true");
        row("NULL IN (1, 2)", "NULL");
        row("1 NOT IN (2, NULL)", "NULL");
        row("'100%' LIKE '100\\\\%'", "true");
        row("'abc' LIKE 'a_c'", "true");
        row("'abc' LIKE '%z%'", "false");
        row("round(2.5D)", "3.0");
        row("bround(2.5D)", "2.0");
        row("round(2147483647, -1)", "!ArithmeticOverflow", "-2147483646");
        row("ceil(1e300D)", "!ArithmeticOverflow", "9223372036854775807");
        row("ln(0)", "NULL");
        row("sqrt(-1)", "NaN");
        row("substring('Spark', -3, 2)", "ar");
        row("substring('Spark', 0, 2)", "Sp");
        row("lpad('abc', 6, 'xy')", "xyxabc");
        row("upper('stra\u00dfe')", "STRASSE");
        row("length('\u00e9t\u00e9')", "3");
        row("reverse('\u00e9a')", "a\u00e9");
        row("trim(BOTH 'a' FROM 'aba')", "b");
        row("concat_ws(',', 'a', NULL, 'z')", "a,z");
        row("concat(1, 'a', true)", "1atrue");
        row("DATE '2016-01-31' + INTERVAL 1 MONTH", "2016-02-29");
        row("DATE '2016-07-26' - 5", "2016-07-21");
        row("weekofyear(DATE '2023-01-01')", "52");
        row("date_trunc('WEEK', TIMESTAMP '2023-01-01 06:00:00')", "2022-12-26 00:00:00");
        row("extract(SECOND FROM TIMESTAMP '2016-07-26 02:45:07.123456')", "7.123456");
        row("timestamp_seconds(-1.5)", "1969-12-31 23:59:58.5");
        row("timestamp_seconds(9223372036854775807)", "!ArithmeticOverflow");
        row("current_timestamp()", "2016-07-26 02:45:07.5");
        row("window('2016-07-26 02:45:07', '1 hour').end", "2016-07-26 03:00:00");
        row("typeof(1.5e0)", "double");
        row("assert_true(1 > 2)", "!UserRaised");
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

    void joinsTruthValues() {
        const ExpressionFixture fixture("p BOOLEAN, q BOOLEAN", {{"true", "true"}, {"true", "false"}, {"true", "NULL"}, {"false", "true"}, {"false", "false"},
                                                                {"false", "NULL"}, {"NULL", "true"}, {"NULL", "false"}, {"NULL", "NULL"}});
        QCOMPARE(fixture.answers("p AND q"), std::string("true | false | NULL | false | false | false | NULL | false | NULL"));
        QCOMPARE(fixture.answers("p OR q"), std::string("true | true | true | true | false | NULL | true | NULL | NULL"));
        QCOMPARE(fixture.answers("NOT p"), std::string("false | false | false | true | true | true | NULL | NULL | NULL"));
        QCOMPARE(fixture.answers("p <=> q"), std::string("true | false | false | false | true | false | false | false | true"));
        QCOMPARE(fixture.answers("p IS NOT TRUE"), std::string("false | false | false | true | true | true | true | true | true"));
    }

    void evaluatesOnlyWhatARowNeeds() {
        const ExpressionFixture fixture("a INT, b INT", {{"6", "0"}, {"6", "2"}, {"6", "NULL"}});
        QCOMPARE(fixture.answers("a / b"), std::string("!DivideByZero"));
        QCOMPARE(fixture.answers("CASE WHEN b = 0 THEN -1 WHEN b > 0 THEN a DIV b ELSE 0 END"), std::string("-1 | 3 | 0"));
        QCOMPARE(fixture.answers("if(b <> 0, a / b, NULL)"), std::string("NULL | 3.0 | NULL"));
        QCOMPARE(fixture.answers("b <> 0 AND a / b > 1"), std::string("false | true | NULL"));
        QCOMPARE(fixture.answers("b = 0 OR a / b > 1"), std::string("true | true | NULL"));
        QCOMPARE(fixture.answers("coalesce(if(b = 0, 'zero', NULL), CAST(a DIV b AS STRING), 'none')"), std::string("zero | 3 | none"));
    }

    void failsOnlyForRowsThatAreThere() {
        const ExpressionFixture none("a INT", {});
        QCOMPARE(none.answers("1 / 0"), std::string());
        const ExpressionFixture nulls("a INT, b INT", {{"NULL", "0"}});
        QCOMPARE(nulls.answers("a / b"), std::string("NULL"));
    }

    void readsFields() {
        const ExpressionFixture fixture("st STRUCT<p: INT, r: STRUCT<z: INT>>, ll ARRAY<STRUCT<p: INT>>, m MAP<STRING, INT>",
                                        {{"named_struct('p', 1, 'r', named_struct('z', 5))", "array(named_struct('p', 1), NULL)", "map('k', 7)"},
                                         {"NULL", "NULL", "NULL"}});
        QCOMPARE(fixture.answers("st.r.z"), std::string("5 | NULL"));
        QCOMPARE(fixture.answers("st['p']"), std::string("1 | NULL"));
        QCOMPARE(fixture.answers("ll.p"), std::string("[1, null] | NULL"));
        QCOMPARE(fixture.answers("m.k"), std::string("7 | NULL"));
        QCOMPARE(fixture.answers("size(ll)"), std::string("2 | NULL"));
    }

    void bearsLongExpressions() {
        const ExpressionFixture fixture;
        const std::string nested = std::string(100, '(') + "a" + std::string(100, ')');
        QCOMPARE(fixture.answers(nested), std::string("1"));
        std::string sum = "a";
        for (int term = 1; term < 450; ++term) sum += " + a";
        QCOMPARE(fixture.answers(sum), std::string("450"));
    }

    void knowsZones() {
        ExpressionFixture fixture;
        fixture.conf.zone = TimeZone::find("Europe/Paris").value();
        QCOMPARE(fixture.answers("unix_seconds(TIMESTAMP '2016-07-26 02:45:07')"), std::string("1469493907"));
        QCOMPARE(fixture.answers("TIMESTAMP '2016-03-26 12:00:00' + INTERVAL 24 HOURS"), std::string("2016-03-27 12:00:00"));
        QCOMPARE(fixture.answers("hour(TIMESTAMP '2016-07-26 02:45:07Z')"), std::string("4"));
    }
};

QTEST_APPLESS_MAIN(TestSqlEvaluation)
#include "test_sql_evaluation.moc"
