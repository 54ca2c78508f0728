// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "tests/unit/sql/expression_fixture.h"

using namespace vitrine;

class TestSqlNumberFormat : public QObject {
    Q_OBJECT

  private slots:
    void answersAsSparkDoes_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("answer");
        const auto row = [](const char* text, const char* answer) { QTest::newRow(text) << text << answer; };
        row("to_char(454, '999')", "454");
        row("to_char(3, '999')", "  3");
        row("to_char(454.00, '000D00')", "454.00");
        row("to_char(12454, '99,999')", "12,454");
        row("to_char(454, '99,999')", "   454");
        row("to_char(78.12, '$99.99')", "$78.12");
        row("to_char(-12454.8, '99,999.9S')", "12,454.8-");
        row("to_char(12454.8, '99,999.9S')", "12,454.8+");
        row("to_char(-454, 'S9999')", " -454");
        row("to_char(-454, 'MI999')", "-454");
        row("to_char(454, '999MI')", "454 ");
        row("to_char(-454, '999PR')", "<454>");
        row("to_char(454, '999PR')", "454  ");
        row("to_char(-1, 'S00000')", "-00001");
        row("to_char(0.5, '9.9')", "0.5");
        row("to_char(5, '9.')", "5 ");
        row("to_char(12345, '999')", "###");
        row("to_char(1.234, '9.99')", "#.##");
        row("to_char(0, '999')", "   ");
        row("to_char(NULL, '999')", "NULL");
        row("to_char(1, 'abc')", "!InvalidArgument");
        row("to_char(1, '')", "!InvalidArgument");
        row("to_char(1, '9,,9')", "!InvalidArgument");
        row("to_char(1, ',9')", "!InvalidArgument");
        row("to_char(1, '9.9.9')", "!InvalidArgument");
        row("to_char(1, '9.9,9')", "!InvalidArgument");
        row("to_char(1, '9$9')", "!InvalidArgument");
        row("to_char(1, 'S9S')", "!InvalidArgument");
        row("to_char(DATE '2016-07-26', 'dd.MM.')", "26.07.");
        row("to_number('454', '999')", "454");
        row("to_number('454.00', '000.00')", "454.00");
        row("to_number('12,454', '99,999')", "12454");
        row("to_number('12454', '99,999')", "!InvalidArgument");
        row("to_number('454', '99,999')", "454");
        row("to_number('$78.12', '$99.99')", "78.12");
        row("to_number('12,454.8-', '99,999.9S')", "-12454.8");
        row("to_number('-5', 'MI9')", "-5");
        row("to_number('<5>', '9PR')", "-5");
        row("to_number('5', '9PR')", "5");
        row("to_number('<5', '9PR')", "!InvalidArgument");
        row("to_number('1.5', '9.99')", "1.50");
        row("to_number('.5', '9.9')", "0.5");
        row("to_number('x', '999')", "!InvalidArgument");
        row("to_number('1234', '999')", "!InvalidArgument");
        row("to_number('1', '000')", "!InvalidArgument");
        row("try_to_number('x', '999')", "NULL");
        row("try_to_number('12', if(a = 1, '99', '9'))", "!TypeMismatch");
        row("format_number(12332.123456, 4)", "12,332.1235");
        row("format_number(12332.123456D, '##################.###')", "12332.123");
        row("format_number(1234567, 0)", "1,234,567");
        row("format_number(0.5D, 0)", "0");
        row("format_number(1.5D, 0)", "2");
        row("format_number(2.675D, 2)", "2.67");
        row("format_number(0.125D, 2)", "0.12");
        row("format_number(9.995, 2)", "10.00");
        row("format_number(-0.001D, 2)", "-0.00");
        row("format_number(1e22D, 2)", "10,000,000,000,000,000,000,000.00");
        row("format_number(0.1D, 20)", "0.10000000000000000000");
        row("format_number(double('NaN'), 2)", "NaN");
        row("format_number(double('-Infinity'), 2)", "-\u221e");
        row("format_number(5, -1)", "NULL");
        row("format_number(1234.5, '')", "1,234");
        row("format_number(1234.5, '$#,##0.00')", "$1,234.50");
        row("format_number(0.256, '0.0%')", "25.6%");
    }

    void answersAsSparkDoes() {
        QFETCH(QString, text);
        QFETCH(QString, answer);
        QCOMPARE(QString::fromStdString(ExpressionFixture().answers(text.toStdString())), answer);
    }

    void tellsTypes() {
        const ExpressionFixture fixture;
        QCOMPARE(fixture.typeOf("to_number('12,345', '99,999')"), std::string("decimal(5,0)"));
        QCOMPARE(fixture.typeOf("to_number('1', 'S0.00')"), std::string("decimal(3,2)"));
    }
};

QTEST_APPLESS_MAIN(TestSqlNumberFormat)
#include "test_sql_number_format.moc"
