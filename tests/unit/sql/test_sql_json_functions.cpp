// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "tests/unit/sql/expression_fixture.h"

using namespace vitrine;

class TestSqlJsonFunctions : public QObject {
    Q_OBJECT

  private slots:
    void answersAsSparkDoes_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("answer");
        const auto row = [](const char* text, const char* answer) { QTest::newRow(text) << text << answer; };
        row("get_json_object('{\"a\":\"b\"}', '$.a')", "b");
        row("get_json_object('{\"a\":{\"b\":[1,2.50,{\"c\":null}]}}', '$.a')", "{\"b\":[1,2.5,{\"c\":null}]}");
        row("get_json_object('{\"a\":null}', '$.a')", "NULL");
        row("get_json_object('{\"a\":1}', '$')", "{\"a\":1}");
        row("get_json_object('{\"a b\":1}', '$[\\'a b\\']')", "1");
        row("get_json_object('[{\"a\":1},{\"a\":2}]', '$[*].a')", "[1,2]");
        row("get_json_object('[{\"a\":1},{\"b\":2}]', '$[*].a')", "1");
        row("get_json_object('[{\"a\":\"x\"}]', '$[*].a')", "\"x\"");
        row("get_json_object('[[1,2],[3]]', '$[*][*]')", "[1,2,3]");
        row("get_json_object('[[1,2],[3]]', '$[0]')", "[1,2]");
        row("get_json_object('[1,2]', '$[5]')", "NULL");
        row("get_json_object('{\"a\":1', '$.a')", "NULL");
        row("get_json_object('{\"a\":1} x', '$.a')", "1");
        row("get_json_object('{\"a\":1}', 'a')", "NULL");
        row("get_json_object('{\"a\":\"\\\\u00e9\\\\n\"}', '$')", "{\"a\":\"é\\n\"}");
        row("get_json_object('{\\'a\\':1}', '$.a')", "1");
        row("get_json_object('', '$.a')", "NULL");
        row("get_json_object(NULL, '$.a')", "NULL");
        row("json_array_length('[1,[2,3],{}]')", "3");
        row("json_array_length('{}')", "NULL");
        row("json_array_length('[1')", "NULL");
        row("json_object_keys('{\"a\":1,\"b\":{\"c\":2}}')", "[a, b]");
        row("json_object_keys('[]')", "NULL");

        row("to_json(named_struct('a', 1, 'b', 'x\"'))", "{\"a\":1,\"b\":\"x\\\"\"}");
        row("to_json(named_struct('a', NULL, 'b', array(NULL, 1.50)))", "{\"b\":[null,1.50]}");
        row("to_json(named_struct('a', CAST(NULL AS INT)), map('ignoreNullFields', 'false'))", "{\"a\":null}");
        row("to_json(map('a', CAST(NULL AS INT)))", "{\"a\":null}");
        row("to_json(named_struct('t', TIMESTAMP'2016-07-26 02:45:07.5', 'd', DATE'2016-07-26'))", "{\"t\":\"2016-07-26T02:45:07.500Z\",\"d\":\"2016-07-26\"}");
        row("to_json(named_struct('t', TIMESTAMP'2016-07-26 02:45:07'), map('timestampFormat', 'dd/MM/yyyy'))", "{\"t\":\"26/07/2016\"}");
        row("to_json(named_struct('n', TIMESTAMP_NTZ'2016-07-26 02:45:07'))", "{\"n\":\"2016-07-26T02:45:07.000\"}");
        row("to_json(array(1.0D, double('NaN')))", "[1.0,\"NaN\"]");
        row("to_json(named_struct('b', CAST('ab' AS BINARY), 't', true))", "{\"b\":\"YWI=\",\"t\":true}");
        row("to_json(array(CAST(0.0000001 AS DECIMAL(10,7))))", "[1E-7]");
        row("to_json('x')", "!TypeMismatch");

        row("from_json('{\"a\":1,\"b\":0.8}', 'a INT, b DOUBLE')", "{1, 0.8}");
        row("from_json('{\"a\":1}', 'a INT, b STRING')", "{1, null}");
        row("from_json('{', 'a INT')", "{null}");
        row("from_json('{\"a\":\"x\",\"b\":1}', 'a INT, b INT')", "{null, 1}");
        row("from_json('', 'a INT')", "NULL");
        row("from_json(NULL, 'a INT')", "NULL");
        row("from_json('[{\"a\":1}]', 'a INT')", "{null}");
        row("from_json('[1,2]', 'array<int>')", "[1, 2]");
        row("from_json('[1,\"x\"]', 'array<int>')", "NULL");
        row("from_json('{\"a\":1}', 'array<struct<a:int>>')", "[{1}]");
        row("from_json('x', 'array<int>')", "NULL");
        row("from_json('{\"a\":1,\"b\":2}', 'map<string,int>')", "{a -> 1, b -> 2}");
        row("from_json('{\"t\":\"26/08/2015\"}', 't TIMESTAMP', map('timestampFormat', 'dd/MM/yyyy'))", "{2015-08-26 00:00:00}");
        row("from_json('{', 'a INT', map('mode', 'FAILFAST'))", "!MalformedRecord");
        row("from_json('{}', 'a INT', map('mode', 'DROPMALFORMED'))", "!InvalidOption");
        row("from_json('x', 'a INT, _corrupt_record STRING')", "{null, x}");
        row("from_json('{\"a\":{\"b\": 1}}', 'a STRING')", "{{\"b\":1}}");
        row("from_json('1', 'INT')", "!TypeMismatch");
        row("from_json('{}', a)", "!TypeMismatch");
        row("from_json('{\"a\":5}', schema_of_json('{\"a\":1}')).a", "5");
        row("schema_of_json('[{\"col\":0}]')", "ARRAY<STRUCT<col: BIGINT>>");
        row("schema_of_json('{\"b\":1.5,\"a\":[\"x\",null]}')", "STRUCT<a: ARRAY<STRING>, b: DOUBLE>");
        row("schema_of_json('{')", "!CannotInferSchema");
    }

    void answersAsSparkDoes() {
        QFETCH(const QString, text);
        QFETCH(const QString, answer);
        QCOMPARE(QString::fromStdString(ExpressionFixture().answers(text.toStdString())), answer);
    }

    void writesTimesInItsZone() {
        ExpressionFixture fixture;
        fixture.conf.zone = TimeZone::find("Europe/Paris").value();
        QCOMPARE(QString::fromStdString(fixture.answers("to_json(named_struct('t', TIMESTAMP'2016-07-26 02:00:00'))")),
                 QString("{\"t\":\"2016-07-26T02:00:00.000+02:00\"}"));
        QCOMPARE(QString::fromStdString(fixture.answers("to_json(named_struct('t', TIMESTAMP'2016-07-26 02:00:00'), map('timeZone', 'UTC'))")),
                 QString("{\"t\":\"2016-07-26T00:00:00.000Z\"}"));
    }
};

QTEST_APPLESS_MAIN(TestSqlJsonFunctions)
#include "test_sql_json_functions.moc"
