// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/exec/row_pipeline.h"
#include "core/exec/sort_rows.h"
#include "tests/support/plain_expressions.h"

using namespace vitrine;
using namespace vitrine::test;

namespace {

SchemaPtr schema() {
    static const auto shared = std::make_shared<const Schema>(
        std::vector<Field>{{"time", DataType::timestamp()}, {"name", DataType::string()}});
    return shared;
}

BoundPtr nameIs(const std::string& name) {
    return computed(DataType::boolean(), [name](const Batch& batch, std::size_t row) -> Result<Value> {
        const Value value = valueAt(batch.column(1), row);
        return value.isNull() ? Value{} : Value{value == text(name)};
    });
}

const SessionConf kConf;
const EvaluationContext kContext{&kConf, {}};

}  // namespace

class TestRowSteps : public QObject {
    Q_OBJECT
  private slots:
    void wm6_filterBelowTheWatermark();
    void projectKeepsOrigins();
    void tw4_windowsMultiplyRows();
    void sortIsStableAndPlacesNulls();
    void firstRowsAcrossBatches();
    void errorOfAnExpression();
};

void TestRowSteps::wm6_filterBelowTheWatermark() {
    const std::vector<Row> rows{{seconds(5), text("Open")}, {seconds(100), text("Close")}, {seconds(50), Value{}}};
    const RowSteps below{FilterStep{nameIs("Open")}, ObserveStep{0, 0}};
    RowPipeline pipeline(below, 1);
    Batch batch = makeBatch(schema(), rows, 2, 70);
    QVERIFY(pipeline.apply(batch, kContext));
    QCOMPARE(batch.numRows, 1U);
    QCOMPARE(pipeline.rowsFiltered(), 2U);   // NULL is not true
    QCOMPARE(pipeline.observers()[0].maxMillis(), 5000);
    QVERIFY(pipeline.observers()[0].maxOrigin() == (RowOrigin{2, 70}));
    const RowSteps above{ObserveStep{0, 0}, FilterStep{nameIs("Open")}};
    RowPipeline other(above, 1);
    batch = makeBatch(schema(), rows);
    QVERIFY(other.apply(batch, kContext));
    QCOMPARE(other.observers()[0].maxMillis(), 100'000);
}

void TestRowSteps::projectKeepsOrigins() {
    const auto projected = std::make_shared<const Schema>(std::vector<Field>{{"name", DataType::string()}});
    const RowSteps steps{ProjectStep{{column(1, DataType::string())}, projected}};
    RowPipeline pipeline(steps, 0);
    Batch batch = makeBatch(schema(), std::vector<Row>{{seconds(1), text("a")}}, 1, 9);
    const ColumnPtr name = batch.columns[1];
    QVERIFY(pipeline.apply(batch, kContext));
    QVERIFY(batch.schema == projected);
    QVERIFY(batch.columns.size() == 1 && batch.columns[0] == name);
    QCOMPARE(batch.origins->offsets.front(), 9U);
}

void TestRowSteps::tw4_windowsMultiplyRows() {
    const TypePtr window = DataType::structType({{"start", DataType::timestamp(), true}, {"end", DataType::timestamp(), true}});
    const auto widened = std::make_shared<const Schema>(std::vector<Field>{{"time", DataType::timestamp()}, {"name", DataType::string()}, {"w", window}});
    const auto starts = [&](std::int64_t duration, std::int64_t slide, const std::vector<Row>& rows, std::uint64_t dropped) {
        const RowSteps steps{WindowStep{{column(0, DataType::timestamp()), duration * 1'000'000, slide * 1'000'000, 0}, widened}};
        RowPipeline pipeline(steps, 0);
        Batch batch = makeBatch(schema(), rows, 1, 9);
        std::vector<std::pair<std::string, std::int64_t>> answer;
        if (!pipeline.apply(batch, kContext) || batch.schema != widened || pipeline.rowsFiltered() != dropped) return answer;
        for (std::size_t row = 0; row < batch.numRows; ++row) {
            answer.emplace_back(valueAt(batch.column(1), row).get<std::string>(), batch.column(2).child(0)->values<std::int64_t>()[row] / 1'000'000);
        }
        return answer;
    };
    using Starts = std::vector<std::pair<std::string, std::int64_t>>;
    QVERIFY(starts(10, 5, {{seconds(12), text("a")}, {Value{}, text("b")}, {seconds(20), text("c")}}, 1) == (Starts{{"a", 10}, {"a", 5}, {"c", 20}, {"c", 15}}));
    QVERIFY(starts(10, 10, {{seconds(12), text("a")}, {seconds(-1), text("b")}}, 0) == (Starts{{"a", 10}, {"b", -10}}));
    QVERIFY(starts(10, 10, {{Value{}, text("a")}, {seconds(5), text("b")}}, 1) == (Starts{{"b", 0}}));
}

void TestRowSteps::sortIsStableAndPlacesNulls() {
    const std::vector<Row> rows{{seconds(1), text("b")}, {seconds(2), Value{}}, {seconds(3), text("B")}, {seconds(4), text("b")}};
    const auto timesOf = [](const Result<std::vector<Batch>>& sorted) {
        std::vector<std::int64_t> times;
        for (const Row& row : rowsOf(*sorted)) times.push_back(row[0].get<std::int64_t>() / 1'000'000);
        return times;
    };
    const std::vector<Batch> batches{makeBatch(schema(), std::span(rows).first(3), 0, 1), makeBatch(schema(), std::span(rows).last(1), 0, 4)};
    const BoundPtr name = column(1, DataType::string());
    QVERIFY(timesOf(sortRows(batches, {{name, false, true}}, kContext)) == (std::vector<std::int64_t>{2, 3, 1, 4}));
    QVERIFY(timesOf(sortRows(batches, {{name, true, false}}, kContext)) == (std::vector<std::int64_t>{1, 4, 3, 2}));
    const BoundPtr time = column(0, DataType::timestamp());
    const auto sorted = sortRows(batches, {{name, false, false}, {time, true, true}}, kContext);
    QVERIFY(timesOf(sorted) == (std::vector<std::int64_t>{3, 4, 1, 2}));
    QVERIFY(sorted->front().origins->offsets == (std::vector<std::uint64_t>{3, 4, 1, 2}));
}

void TestRowSteps::firstRowsAcrossBatches() {
    const std::vector<Row> rows(5, Row{seconds(1), text("a")});
    const std::vector<Batch> batches{makeBatch(schema(), rows), makeBatch(schema(), rows)};
    QCOMPARE(rowsOf(firstRows(batches, 7)).size(), 7U);
    QCOMPARE(rowsOf(firstRows(batches, 5)).size(), 5U);
    QVERIFY(firstRows(batches, 0).empty());
    QCOMPARE(rowsOf(firstRows(batches, 70)).size(), 10U);
}

void TestRowSteps::errorOfAnExpression() {
    const BoundPtr fails = computed(DataType::boolean(), [](const Batch&, std::size_t) -> Result<Value> {
        return Error(ErrorCode::DivideByZero, "Division by zero.");
    });
    const RowSteps steps{FilterStep{fails}};
    RowPipeline pipeline(steps, 0);
    Batch batch = makeBatch(schema(), std::vector<Row>{{seconds(1), text("a")}});
    QCOMPARE(pipeline.apply(batch, kContext).error().code(), ErrorCode::DivideByZero);
}

QTEST_APPLESS_MAIN(TestRowSteps)
#include "row_steps_test.moc"
