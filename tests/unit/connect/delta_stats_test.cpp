// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include <cmath>
#include <limits>

#include <nlohmann/json.hpp>

#include "core/connect/delta/delta_stats.h"
#include "core/data/value.h"

using namespace vitrine;

namespace {

/// The statistics of one column with such values.
nlohmann::json statsOf(const char* type, const Value::List& values) {
    const TypePtr column = parseType(type).value();
    const auto schema = std::make_shared<const Schema>(std::vector<Field>{{"c", column}});
    std::vector<Batch> batches;   // a batch a row: bounds are those of all
    for (const Value& value : values) batches.push_back({schema, {makeConstantColumn(column, value, 1)}, 1, nullptr});
    return nlohmann::json::parse(deltaStats(*schema, batches));
}

std::string least(const nlohmann::json& stats) { return stats["minValues"].contains("c") ? stats["minValues"]["c"].dump() : "none"; }
std::string most(const nlohmann::json& stats) { return stats["maxValues"].contains("c") ? stats["maxValues"]["c"].dump() : "none"; }

Value text(const std::string& letters) { return Value{letters}; }

}  // namespace

class DeltaStatsTest : public QObject {
    Q_OBJECT

  private slots:
    void numbers() {
        const auto stats = statsOf("BIGINT", {Value{std::int64_t{5}}, Value{}, Value{std::int64_t{-7}}, Value{std::int64_t{9}}});
        QCOMPARE(stats["numRecords"].get<int>(), 4);
        QCOMPARE(stats["nullCount"]["c"].get<int>(), 1);
        QCOMPARE(least(stats), std::string("-7"));
        QCOMPARE(most(stats), std::string("9"));
    }

    void nothingButNull() {
        const auto stats = statsOf("STRING", {Value{}, Value{}});
        QCOMPARE(least(stats), std::string("none"));
        QCOMPARE(stats["nullCount"]["c"].get<int>(), 2);
        QCOMPARE(statsOf("INT", {})["numRecords"].get<int>(), 0);
    }

    void doublesThatReadersOrderDifferently() {
        const auto nan = statsOf("DOUBLE", {Value{1.0}, Value{std::numeric_limits<double>::quiet_NaN()}});
        QCOMPARE(least(nan), std::string("none"));
        QCOMPARE(most(nan), std::string("none"));
        QCOMPARE(least(statsOf("DOUBLE", {Value{std::numeric_limits<double>::infinity()}})), std::string("none"));
        const auto zero = statsOf("DOUBLE", {Value{0.0}, Value{-0.0}});
        QVERIFY(std::signbit(zero["minValues"]["c"].get<double>()));
        QVERIFY(!std::signbit(zero["maxValues"]["c"].get<double>()));
        QCOMPARE(statsOf("DOUBLE", {Value{1e300}})["maxValues"]["c"].get<double>(), 1e300);
    }

    void decimals() {
        QCOMPARE(most(statsOf("DECIMAL(10,2)", {Value{Int128{12345}}})), std::string("123.45"));
        QCOMPARE(most(statsOf("DECIMAL(20,2)", {Value{Int128{12345}}})), std::string("none"));
    }

    void timesBoundEveryMicrosecond() {
        const auto stats = statsOf("TIMESTAMP", {Value{std::int64_t{1'469'501'100'000'001}}});
        QCOMPARE(least(stats), std::string("\"2016-07-26T02:45:00.000Z\""));
        QCOMPARE(most(stats), std::string("\"2016-07-26T02:45:00.001Z\""));
        QCOMPARE(most(statsOf("TIMESTAMP", {Value{std::int64_t{-1}}})), std::string("\"1970-01-01T00:00:00.000Z\""));
        QCOMPARE(least(statsOf("TIMESTAMP", {Value{std::int64_t{-1}}})), std::string("\"1969-12-31T23:59:59.999Z\""));
        QCOMPARE(most(statsOf("TIMESTAMP_NTZ", {Value{std::int64_t{0}}})), std::string("\"1970-01-01T00:00:00.000\""));
        QCOMPARE(most(statsOf("TIMESTAMP", {Value{std::numeric_limits<std::int64_t>::max()}})), std::string("none"));
        QCOMPARE(most(statsOf("DATE", {Value{std::int32_t{17}}})), std::string("\"1970-01-18\""));
        QCOMPARE(most(statsOf("DATE", {Value{std::int32_t{9'000'000}}})), std::string("none"));
    }

    void longTextsAreCut() {
        const std::string letters = "ééééééééééééééééééééééééééééééééé";   // 33 of two bytes
        const auto stats = statsOf("STRING", {text(letters)});
        QCOMPARE(stats["minValues"]["c"].get<std::string>(), letters.substr(0, 64));
        const auto greatest = stats["maxValues"]["c"].get<std::string>();
        QCOMPARE(greatest, letters.substr(0, 64) + "\U0010FFFF");
        QVERIFY(greatest > letters);
        QCOMPARE(most(statsOf("STRING", {text(letters.substr(0, 64))})), nlohmann::json(letters.substr(0, 64)).dump());
        QCOMPARE(most(statsOf("STRING", {text(letters.substr(0, 64) + "\U0010FFFF\U0010FFFF")})), std::string("none"));
        QCOMPARE(most(statsOf("STRING", {text("a\xFF")})), std::string("none"));
        QCOMPARE(most(statsOf("STRING", {text("\"\\\n")})), std::string("\"\\\"\\\\\\n\""));
        QCOMPARE(least(statsOf("STRING", {text("")})), std::string("\"\""));
    }

    void typesWithoutBounds() {
        QCOMPARE(most(statsOf("BOOLEAN", {Value{true}})), std::string("none"));
        QCOMPARE(most(statsOf("BINARY", {text("x")})), std::string("none"));
        const auto list = statsOf("ARRAY<INT>", {Value{Value::List{}}, Value{}});
        QCOMPARE(most(list), std::string("none"));
        QCOMPARE(list["nullCount"]["c"].get<int>(), 1);
    }

    void structsAreEntered() {
        const Value whole{Value::List{Value{std::int32_t{1}}, text("x")}};
        const Value half{Value::List{Value{std::int32_t{4}}, Value{}}};
        const auto stats = statsOf("STRUCT<a: INT, b: STRING>", {whole, half, Value{}});
        QCOMPARE(least(stats), std::string(R"({"a":1,"b":"x"})"));
        QCOMPARE(most(stats), std::string(R"({"a":4,"b":"x"})"));
        QCOMPARE(stats["nullCount"]["c"].dump(), std::string(R"({"a":1,"b":2})"));
    }

    void thirtyTwoColumnsAreIndexed() {
        std::vector<Field> fields;
        for (int index = 0; index < 40; ++index) fields.push_back({"c" + std::to_string(index), DataType::intType()});
        Batch batch{std::make_shared<const Schema>(fields), {}, 1, nullptr};
        for (const Field& field : fields) batch.columns.push_back(makeConstantColumn(field.type, Value{std::int32_t{1}}, 1));
        const auto stats = nlohmann::json::parse(deltaStats(*batch.schema, std::vector<Batch>{batch}));
        QCOMPARE(stats["minValues"].size(), std::size_t(32));
        QCOMPARE(stats["nullCount"].size(), std::size_t(32));
    }
};

QTEST_GUILESS_MAIN(DeltaStatsTest)
#include "delta_stats_test.moc"
