// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include "tests/unit/formats/memory_files.h"

using namespace vitrine;

namespace {

QString inferred(std::string text, OptionMap options = {}, std::uint64_t maxRows = UINT64_MAX) {
    MemoryFiles files;
    files.content["a.json"] = std::move(text);
    const Result<InferredSchema> schema = inferSchema(files, "json", {"a.json"}, options, {}, maxRows, {});
    if (!schema) return QString("ERROR %1").arg(schema.error().number());
    return QString::fromStdString(toDdl(schema->schema));
}

}  // namespace

class JsonInferenceTest : public QObject {
    Q_OBJECT

  private slots:
    void typesAndOrder_INF2_INF4() {
        QCOMPARE(inferred("{\"z\":1,\"a\":\"x\",\"m\":1.5,\"b\":true,\"l\":[1,2],\"s\":{\"q\":1,\"p\":\"2\"}}\n{\"z\":3000000000,\"n\":null,\"a\":5}\n{oops\n"),
                 QString("_corrupt_record STRING, a STRING, b BOOLEAN, l ARRAY<BIGINT>, m DOUBLE, n STRING, s STRUCT<p: STRING, q: BIGINT>, z BIGINT"));
        QCOMPARE(inferred("{\"a\":9223372036854775808,\"b\":NaN,\"c\":\"\",\"d\":[],\"e\":{},\"\":1}\n"), QString("a DECIMAL(19,0), b DOUBLE, c STRING, d ARRAY<STRING>"));
        QCOMPARE(inferred("{\"a\":" + std::string(39, '9') + "}\n"), QString("a DOUBLE"));
    }

    void options_INF2() {
        const std::string line = "{\"a\":1.50,\"b\":\"2016-07-26T02:45:07Z\",\"c\":\"12.5\",\"d\":1,\"e\":true,\"f\":null}\n";
        QCOMPARE(inferred(line), QString("a DOUBLE, b STRING, c STRING, d BIGINT, e BOOLEAN, f STRING"));
        QCOMPARE(inferred(line, {{"prefersDecimal", "true"}}), QString("a DECIMAL(3,2), b STRING, c DECIMAL(3,1), d BIGINT, e BOOLEAN, f STRING"));
        QCOMPARE(inferred(line, {{"inferTimestamp", "true"}}), QString("a DOUBLE, b TIMESTAMP, c STRING, d BIGINT, e BOOLEAN, f STRING"));
        QCOMPARE(inferred(line, {{"primitivesAsString", "true"}}), QString("a STRING, b STRING, c STRING, d STRING, e STRING, f STRING"));
        QCOMPARE(inferred(line, {{"dropFieldIfAllNull", "true"}}), QString("a DOUBLE, b STRING, c STRING, d BIGINT, e BOOLEAN"));
    }

    void typesMeet_INF3() {
        QCOMPARE(inferred("{\"a\":1,\"b\":null,\"c\":true,\"d\":{\"x\":1},\"e\":[1],\"f\":9223372036854775808}\n"
                          "{\"a\":1.5,\"b\":2,\"c\":1,\"d\":{\"y\":\"\"},\"e\":[\"t\"],\"f\":1}\n"),
                 QString("a DOUBLE, b BIGINT, c STRING, d STRUCT<x: BIGINT, y: STRING>, e ARRAY<STRING>, f DECIMAL(20,0)"));
        QCOMPARE(inferred("{\"d\":{\"x\":1}}\n{\"d\":\"text\"}\n"), QString("d STRING"));
    }

    void malformedLines_INF5() {
        const std::string lines = "{\"a\":1}\n5\n{\n[{\"b\":2},{\"c\":\"x\"}]\n{\"d\":1} junk\n";
        QCOMPARE(inferred(lines), QString("_corrupt_record STRING, a BIGINT, b BIGINT, c STRING, d BIGINT"));
        QCOMPARE(inferred(lines, {{"mode", "DROPMALFORMED"}}), QString("a BIGINT, b BIGINT, c STRING, d BIGINT"));
        QCOMPARE(inferred(lines, {{"mode", "FAILFAST"}}), QString("ERROR 2021"));
    }

    void nothingToRead_INF1() {
        MemoryFiles files;
        QCOMPARE(inferSchema(files, "json", {}, {}, {}, 10, {}).error().code(), ErrorCode::CannotInferSchema);
        QCOMPARE(inferred(""), QString(""));
        QCOMPARE(inferred("{\"a\":1}\n{\"b\":1}\n", {}, 1), QString("a BIGINT"));
    }

    void repeatedKeys_INF6() {
        QCOMPARE(inferred("{\"a\":1,\"a\":\"x\"}\n{\"a\":2,\"A\":1}\n"), QString("A BIGINT, a BIGINT, a STRING"));
    }
};

QTEST_APPLESS_MAIN(JsonInferenceTest)
#include "json_inference_test.moc"
