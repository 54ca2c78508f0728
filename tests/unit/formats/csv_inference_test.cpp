// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include "tests/unit/formats/memory_files.h"

using namespace vitrine;

namespace {

QString inferred(std::vector<std::string> texts, OptionMap options = {{"header", "true"}, {"inferSchema", "true"}}) {
    MemoryFiles files;
    std::vector<std::string> paths;
    for (std::size_t index = 0; index < texts.size(); ++index) {
        paths.push_back("f" + std::to_string(index));
        files.content[paths.back()] = texts[index];
    }
    const auto schema = inferSchema(files, "csv", paths, options, SessionConf{}, UINT64_MAX, {});
    return schema ? QString::fromStdString(toDdl(schema->schema)) : QString::number(schema.error().number());
}

QString typeOf(const std::string& lines) {
    return inferred({"c\n" + lines});
}

}  // namespace

class CsvInferenceTest : public QObject {
    Q_OBJECT

  private slots:
    void typesOfSingleTexts() {
        QCOMPARE(typeOf("1\n"), QString("c INT"));
        QCOMPARE(typeOf("2147483648\n"), QString("c BIGINT"));
        QCOMPARE(typeOf("9223372036854775808\n"), QString("c DECIMAL(19,0)"));
        QCOMPARE(typeOf("1.5\n"), QString("c DOUBLE"));
        QCOMPARE(typeOf("NaN\n"), QString("c DOUBLE"));
        QCOMPARE(typeOf("2016-07-26\n"), QString("c DATE"));
        QCOMPARE(typeOf("2016-07-26 02:00:00\n"), QString("c TIMESTAMP"));
        QCOMPARE(typeOf("TRUE\n"), QString("c BOOLEAN"));
        QCOMPARE(typeOf("x\n"), QString("c STRING"));
        QCOMPARE(typeOf("\"\"\n"), QString("c STRING"));
    }

    void typesOfSeveralTexts() {
        QCOMPARE(typeOf("1\n2147483648\n"), QString("c BIGINT"));
        QCOMPARE(typeOf("1\n1.5\n"), QString("c DOUBLE"));
        QCOMPARE(typeOf("1.5\n1\n"), QString("c DOUBLE"));
        QCOMPARE(typeOf("1\ntrue\n"), QString("c STRING"));
        QCOMPARE(typeOf("2016-07-26\n2016-07-26 02:00:00\n"), QString("c TIMESTAMP"));
        QCOMPARE(typeOf("2016-07-26 02:00:00\n2016-07-26\n"), QString("c TIMESTAMP"));
        QCOMPARE(typeOf("5\n\"\"\n6\n"), QString("c INT"));
    }

    void names() {
        QCOMPARE(inferred({"a,b\n1,x\n", "a,b\n2,y\n"}), QString("a INT, b STRING"));
        QCOMPARE(inferred({"1,x\n"}, {{"inferSchema", "true"}}), QString("_c0 INT, _c1 STRING"));
        QCOMPARE(inferred({"a,,A\n1,2,3\n"}), QString("a0 INT, _c1 INT, A2 INT"));
        QCOMPARE(inferred({"a,b\n1,2\n"}, {{"header", "true"}}), QString("a STRING, b STRING"));
        QCOMPARE(inferred({}), QString("2021"));
    }
};

QTEST_APPLESS_MAIN(CsvInferenceTest)
#include "csv_inference_test.moc"
