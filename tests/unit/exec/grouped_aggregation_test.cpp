// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <algorithm>

#include <fmt/format.h>

#include "core/exec/grouped_aggregation.h"
#include "tests/support/plain_expressions.h"

using namespace vitrine;
using namespace vitrine::test;

namespace {

SchemaPtr input() {
    static const auto shared = std::make_shared<const Schema>(
        std::vector<Field>{{"time", DataType::timestamp()}, {"user", DataType::string()}, {"value", DataType::longType()}});
    return shared;
}

AggregateCall countAll() {
    AggregateCall count;
    count.type = DataType::longType();
    return count;
}

AggregateCall sumOfValue(BoundPtr filter = nullptr) {
    AggregateCall sum;
    sum.kind = AggregateKind::Sum;
    sum.arguments = {column(2, DataType::longType())};
    sum.type = DataType::longType();
    sum.filter = std::move(filter);
    return sum;
}

/// window(10 s, 4 s) × user → count, sum(value), sum(value) FILTER (value > 50)
GroupingSpec windowed(EmitMode mode) {
    GroupingSpec spec;
    const auto window = DataType::structType({{"start", DataType::timestamp()}, {"end", DataType::timestamp()}});
    spec.keys = {nullptr, column(1, DataType::string())};
    spec.windowKey = 0;
    spec.window = WindowCall{column(0, DataType::timestamp()), 10'000'000, 4'000'000, 0};
    const BoundPtr large = computed(DataType::boolean(), [](const Batch& batch, std::size_t row) -> Result<Value> {
        const Value value = valueAt(batch.column(2), row);
        return value.isNull() ? Value{} : Value{value.get<std::int64_t>() > 50};
    });
    spec.aggregates = {countAll(), sumOfValue(), sumOfValue(large)};
    spec.taggedKey = 0;
    spec.output = std::make_shared<const Schema>(std::vector<Field>{{"window", window},
                                                                    {"user", DataType::string()},
                                                                    {"count", DataType::longType()},
                                                                    {"sum", DataType::longType()},
                                                                    {"large", DataType::longType()}});
    spec.mode = mode;
    return spec;
}

GroupingSpec global(EmitMode mode) {
    GroupingSpec spec;
    spec.aggregates = {countAll(), sumOfValue()};
    spec.output = std::make_shared<const Schema>(std::vector<Field>{{"count", DataType::longType()}, {"sum", DataType::longType()}});
    spec.mode = mode;
    return spec;
}

std::unique_ptr<StatefulOperator> make(GroupingSpec spec) {
    return std::move(*makeGroupedAggregation(std::move(spec), {}, std::make_shared<ManualClock>()));
}

BatchThresholds thresholds(std::int64_t lateSeconds, std::int64_t evictSeconds) {
    return {WallTime{Millis{lateSeconds * 1000}}, WallTime{Millis{evictSeconds * 1000}}};
}

/// Runs one batch of `rows`, spread over `workers` and cut into batches of `chunk` rows.
Result<OperatorOutput> run(StatefulOperator& op, std::span<const Row> rows, std::size_t workers, std::size_t chunk,
                           const BatchThresholds& limits) {
    static const SessionConf conf;
    const EvaluationContext context{&conf, {}};
    std::vector<std::unique_ptr<OperatorPartial>> partials;
    const std::size_t each = std::max<std::size_t>(1, (rows.size() + workers - 1) / workers);
    for (std::size_t begin = 0; begin < rows.size(); begin += each) {
        auto partial = op.makePartial(limits);
        const std::size_t end = std::min(rows.size(), begin + each);
        for (std::size_t at = begin; at < end; at += chunk) {
            const auto part = rows.subspan(at, std::min(chunk, end - at));
            VITRINE_CHECK_OK(partial->consume(makeBatch(input(), part, 0, at), context));
        }
        partials.push_back(std::move(partial));
    }
    return op.finishBatch(std::move(partials), limits);
}

std::vector<Row> someRows(int seed) {
    std::vector<Row> rows;
    std::uint32_t state = static_cast<std::uint32_t>(seed) * 7919U + 1U;
    const auto next = [&](std::uint32_t bound) {
        state = state * 1664525U + 1013904223U;
        return (state >> 16) % bound;
    };
    for (int row = 0; row < 500; ++row) {
        Row made(3);
        if (next(20) != 0) made[0] = seconds(static_cast<double>(next(100)) - 10.0);
        if (next(10) != 0) made[1] = text("user whose name is long " + std::to_string(next(7)));
        if (next(10) != 0) made[2] = number(next(100));
        rows.push_back(std::move(made));
    }
    return rows;
}

}  // namespace

class TestGroupedAggregation : public QObject {
    Q_OBJECT
  private slots:
    void c8_sameForAnyWorkersAndChunks();
    void ag3_globalRowFromTheFirstBatchOn();
    void wm16_appendGivesFinishedGroupsOnce();
    void wm13_structKeyWithEnd();
    void wm17_withoutTagNothingIsLate();
    void lateRowsAreListed();
    void rowsCarryTheIdOfTheirGroup();
    void ansiOverflowFailsTheBatch();
};

void TestGroupedAggregation::c8_sameForAnyWorkersAndChunks() {
    for (const EmitMode mode : {EmitMode::Append, EmitMode::Update, EmitMode::Complete}) {
        std::optional<std::vector<Row>> expected;
        for (const std::size_t workers : {1U, 2U, 3U, 4U}) {
            for (const std::size_t chunk : {1U, 7U, 4096U}) {
                auto op = make(windowed(mode));
                std::vector<Row> all;
                for (int batch = 0; batch < 4; ++batch) {
                    const auto rows = someRows(batch);
                    const auto output = run(*op, rows, workers, chunk, thresholds(std::max(0, batch * 20 - 20), batch * 20));
                    QVERIFY(output.hasValue());
                    for (Row& row : rowsOf(output->rows)) all.push_back(std::move(row));
                    const OperatorMetrics& metrics = output->metrics;
                    all.push_back({number(metrics.rowsTotal), number(metrics.rowsUpdated), number(metrics.rowsRemoved),
                                   number(metrics.droppedByWatermark), number(static_cast<std::int64_t>(output->input.late)),
                                   number(static_cast<std::int64_t>(output->input.partlyLate)),
                                   number(static_cast<std::int64_t>(output->input.withoutTime))});
                }
                if (!expected) expected = all;
                QVERIFY(all.size() > 20);
                QVERIFY(all == *expected);
            }
        }
    }
}

void TestGroupedAggregation::ag3_globalRowFromTheFirstBatchOn() {
    for (const EmitMode mode : {EmitMode::Update, EmitMode::Complete}) {
        auto op = make(global(mode));
        QVERIFY(rowsOf(run(*op, {}, 1, 1, {})->rows) == (std::vector<Row>{{number(0), Value{}}}));
        const std::vector<Row> rows{{Value{}, Value{}, number(3)}, {Value{}, Value{}, number(4)}};
        QVERIFY(rowsOf(run(*op, rows, 2, 1, {})->rows) == (std::vector<Row>{{number(2), number(7)}}));
        const auto last = run(*op, {}, 1, 1, {});
        QVERIFY(rowsOf(last->rows) == (std::vector<Row>{{number(2), number(7)}}));
        QCOMPARE(last->metrics.rowsTotal, 1);
    }
}

void TestGroupedAggregation::wm16_appendGivesFinishedGroupsOnce() {
    auto op = make(windowed(EmitMode::Append));
    const std::vector<Row> rows{{seconds(1), text("a"), number(60)}, {seconds(21), text("a"), number(1)}};
    QVERIFY(run(*op, rows, 1, 10, thresholds(0, 0))->rows.empty());
    const auto output = run(*op, {}, 1, 10, thresholds(0, 14));
    // 1 s lies in [-8,2), [-4,6) and [0,10); the first two end by 14 s like the third.
    QCOMPARE(output->metrics.rowsRemoved, 3);
    QCOMPARE(output->metrics.windowsClosed, 3);
    QCOMPARE(output->metrics.rowsTotal, 3);
    QCOMPARE(rowsOf(output->rows).size(), 3U);
    QVERIFY(rowsOf(output->rows).back() ==
            (Row{{Value::List{seconds(0), seconds(10)}}, text("a"), number(1), number(60), number(60)}));
    QVERIFY(run(*op, {}, 1, 10, thresholds(14, 14))->rows.empty());
}

void TestGroupedAggregation::wm13_structKeyWithEnd() {
    const auto window = DataType::structType({{"start", DataType::timestamp()}, {"end", DataType::timestamp()}});
    GroupingSpec spec;
    spec.keys = {computed(window, [](const Batch& batch, std::size_t row) -> Result<Value> {
        const Value time = valueAt(batch.column(0), row);
        if (time.isNull()) return Value{};
        return Value{Value::List{time, {time.get<std::int64_t>() + 5'000'000}}};
    })};
    spec.aggregates = {countAll()};
    spec.taggedKey = 0;
    spec.output = std::make_shared<const Schema>(std::vector<Field>{{"w", window}, {"count", DataType::longType()}});
    auto op = make(std::move(spec));
    const std::vector<Row> rows{{seconds(1), text("a"), Value{}}, {seconds(9), text("a"), Value{}}, {Value{}, text("a"), Value{}}};
    const auto output = run(*op, rows, 1, 10, thresholds(6, 6));
    QCOMPARE(output->metrics.droppedByWatermark, 1);
    QCOMPARE(output->metrics.rowsTotal, 2);   // [9,14) and NULL, which is never late and never finished
    const auto later = run(*op, {}, 1, 10, thresholds(6, 100));
    QCOMPARE(rowsOf(later->rows).size(), 1U);
    QCOMPARE(later->metrics.rowsTotal, 1);
}

void TestGroupedAggregation::wm17_withoutTagNothingIsLate() {
    GroupingSpec spec = windowed(EmitMode::Update);
    spec.taggedKey.reset();
    auto op = make(std::move(spec));
    const std::vector<Row> rows{{seconds(1), text("a"), number(1)}};
    const auto output = run(*op, rows, 1, 10, thresholds(1000, 1000));
    QCOMPARE(output->metrics.droppedByWatermark, 0);
    QCOMPARE(output->metrics.rowsRemoved, 0);
    QCOMPARE(output->input.late, 0U);
    QCOMPARE(rowsOf(output->rows).size(), 3U);
}

void TestGroupedAggregation::lateRowsAreListed() {
    auto op = make(windowed(EmitMode::Update));
    std::vector<Row> rows(2500, Row{seconds(1), text("a"), number(1)});
    rows[0][0] = seconds(9);   // [0,10) is closed at 10 s, [4,14) and [8,18) are open
    const auto output = run(*op, rows, 3, 100, thresholds(10, 10));
    QCOMPARE(output->input.late, 2499U);
    QCOMPARE(output->input.partlyLate, 1U);
    QCOMPARE(output->input.lateRows.size(), OperatorRows::kKeptLate);
    const LateRow& first = output->input.lateRows[0];
    QVERIFY(first.countedElsewhere);
    QCOMPARE(*first.windowStart, 0);
    QCOMPARE(first.value, 10'000'000);
    const LateRow& second = output->input.lateRows[1];
    QVERIFY(!second.countedElsewhere);
    QCOMPARE(second.origin->offset, 1U);
    QCOMPARE(*second.windowStart, 0);   // the latest of its windows
    QCOMPARE(output->metrics.droppedByWatermark, 3);
}

void TestGroupedAggregation::rowsCarryTheIdOfTheirGroup() {
    auto op = make(windowed(EmitMode::Update));
    const std::vector<Row> rows{{seconds(1), text("a"), number(1)}};
    const auto first = run(*op, rows, 1, 10, {});
    const auto second = run(*op, rows, 1, 10, {});
    QVERIFY(first->rows.at(0).origins->offsets == second->rows.at(0).origins->offsets);
    const std::vector<Row> others{{seconds(1), text("b"), number(1)}};
    QVERIFY(run(*op, others, 1, 10, {})->rows.at(0).origins->offsets.front() > first->rows.at(0).origins->offsets.back());
}

void TestGroupedAggregation::ansiOverflowFailsTheBatch() {
    auto op = make(global(EmitMode::Update));
    const std::vector<Row> rows{{Value{}, Value{}, number(std::numeric_limits<std::int64_t>::max())}};
    QVERIFY(run(*op, rows, 1, 10, {}).hasValue());
    QCOMPARE(run(*op, rows, 1, 10, {}).error().code(), ErrorCode::ArithmeticOverflow);
}

QTEST_APPLESS_MAIN(TestGroupedAggregation)
#include "grouped_aggregation_test.moc"
