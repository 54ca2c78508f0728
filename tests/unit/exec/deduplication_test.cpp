// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <fmt/ranges.h>

#include "core/exec/deduplication.h"
#include "core/exec/row_limit.h"
#include "tests/unit/exec/operator_run.h"

using namespace vitrine;
using namespace vitrine::test;

namespace {

SchemaPtr input() {
    static const auto shared = std::make_shared<const Schema>(
        std::vector<Field>{{"time", DataType::timestamp()}, {"key", DataType::string()}, {"value", DataType::longType()}});
    return shared;
}

DeduplicationSpec spec(std::vector<std::size_t> columns, bool within, std::optional<std::size_t> tagged = 0) {
    DeduplicationSpec made;
    made.input = input();
    made.columns = std::move(columns);
    made.withinWatermark = within;
    made.taggedColumn = tagged;
    made.delay = Millis{5000};
    return made;
}

std::unique_ptr<StatefulOperator> make(DeduplicationSpec made) { return makeDeduplication(std::move(made), std::make_shared<ManualClock>()); }

Row row(double time, std::string_view key, std::int64_t value = 0) { return {seconds(time), text(key), number(value)}; }

/// In the order the rows come out.
std::string run(StatefulOperator& op, const std::vector<Row>& rows, double late, double evict, Spread spread = {}) {
    const auto output = runBatch(op, input(), rows, thresholds(late, evict), {}, spread);
    return fmt::format("{}", fmt::join(textsOf(output->rows), "; ")) + " | " + figures(output->metrics);
}

std::vector<Row> someRows(int seed) {
    std::vector<Row> rows;
    std::uint32_t state = static_cast<std::uint32_t>(seed) * 7919U + 1U;
    const auto next = [&](std::uint32_t bound) {
        state = state * 1664525U + 1013904223U;
        return (state >> 16) % bound;
    };
    for (int made = 0; made < 300; ++made) {
        Row each = row(static_cast<double>(next(100)) - 10.0, "a key too long to stand inline " + std::to_string(next(9)), made);
        if (next(20) == 0) each[0] = {};
        if (next(20) == 0) each[1] = {};
        rows.push_back(std::move(each));
    }
    return rows;
}

}  // namespace

class TestDeduplication : public QObject {
    Q_OBJECT
  private slots:
    void firstRowOfAKeyWins();
    void wm15_lateRowsAreCountedOneByOne();
    void keysLeaveByTheirTime();
    void keysWithoutTimeStay();
    void withinWatermarkForgetsAfterTheDelay();
    void manyColumnsMakeOneKey();
    void sameForAnyWorkersAndChunks();
    void comesBackFromChangesAndSnapshots();
    void wm20_asksForABatchWhenTheWatermarkRises();
    void wm31_limitCountsOverTheWholeLife();
};

void TestDeduplication::firstRowOfAKeyWins() {
    auto op = make(spec({1}, false, std::nullopt));
    std::vector<Row> rows{row(1, "a", 1), row(2, "b", 2), row(3, "a", 3), row(4, "", 4), row(5, "", 5)};
    rows[3][1] = {};
    rows[4][1] = {};
    QCOMPARE(run(*op, rows, 0, 0), std::string("1 a 1; 2 b 2; 4 NULL 4 | 3/3/0/0"));
    QCOMPARE(run(*op, {row(9, "c", 6), row(9, "b", 7)}, 0, 0), std::string("9 c 6 | 4/1/0/0"));
}

void TestDeduplication::wm15_lateRowsAreCountedOneByOne() {
    auto op = make(spec({1}, false));
    const auto output = runBatch(*op, input(), std::vector<Row>{row(15, "z"), row(15, "z"), row(20, "a"), row(21, "a")}, thresholds(15, 15));
    QCOMPARE(sortedText(output->rows), std::string("20 a 0"));
    QCOMPARE(output->metrics.droppedByWatermark, std::int64_t{2});
    QCOMPARE(output->input.lateRows.size(), std::size_t{2});
    QCOMPARE(output->input.lateRows[1].origin->offset, std::uint64_t{1});
    QCOMPARE(output->input.withheld, std::uint64_t{1});
}

void TestDeduplication::keysLeaveByTheirTime() {
    auto op = make(spec({0, 1}, false));
    QCOMPARE(run(*op, {row(10, "a"), row(10, "a"), row(10, "b"), row(16, "a")}, 0, 0), std::string("10 a 0; 10 b 0; 16 a 0 | 3/3/0/0"));
    QCOMPARE(run(*op, {row(12, "c")}, 5, 15), std::string("12 c 0 | 1/1/3/0"));   // comes and leaves in one batch
    QCOMPARE(run(*op, {row(16, "a")}, 15, 15), std::string(" | 1/0/0/0"));
}

void TestDeduplication::keysWithoutTimeStay() {
    auto op = make(spec({0, 1}, false));
    Row timeless = row(0, "a");
    timeless[0] = {};
    run(*op, {timeless}, 0, 0);
    QCOMPARE(run(*op, {timeless}, 50, 50), std::string(" | 1/0/0/0"));
    auto byKeyOnly = make(spec({1}, false));
    run(*byKeyOnly, {row(1, "a")}, 0, 0);
    QCOMPARE(run(*byKeyOnly, {}, 50, 50), std::string(" | 1/0/0/0"));
}

void TestDeduplication::withinWatermarkForgetsAfterTheDelay() {
    auto op = make(spec({1}, true));
    QCOMPARE(QByteArray(op->name()), QByteArray("dedupeWithinWatermark"));
    QCOMPARE(run(*op, {row(10, "a"), row(12, "a")}, 0, 0), std::string("10 a 0 | 1/1/0/0"));
    QCOMPARE(run(*op, {row(20, "a")}, 7, 7), std::string(" | 1/0/0/0"));
    QCOMPARE(run(*op, {}, 7, 15), std::string(" | 0/0/1/0"));   // 10 s + 5 s
    QCOMPARE(run(*op, {row(30, "a")}, 15, 15), std::string("30 a 0 | 1/1/0/0"));
}

void TestDeduplication::manyColumnsMakeOneKey() {
    std::vector<Field> fields{{"time", DataType::timestamp()}};
    Row first{seconds(1)};
    for (int column = 0; column < 40; ++column) {
        fields.push_back({"c" + std::to_string(column), DataType::longType()});
        first.push_back(number(column));
    }
    Row other = first;
    other.back() = {};
    DeduplicationSpec made;
    made.input = std::make_shared<const Schema>(fields);
    for (std::size_t column = 0; column < fields.size(); ++column) made.columns.push_back(column);
    made.taggedColumn = 0;
    auto op = make(made);
    const auto output = runBatch(*op, made.input, std::vector<Row>{first, other, first, other}, thresholds(0, 0));
    QCOMPARE(output->metrics.rowsTotal, std::int64_t{2});
    QCOMPARE(runBatch(*op, made.input, std::vector<Row>{}, thresholds(0, 1))->metrics.rowsRemoved, std::int64_t{2});
}

void TestDeduplication::sameForAnyWorkersAndChunks() {
    for (const bool within : {false, true}) {
        std::optional<std::vector<std::string>> expected;
        for (const std::size_t workers : {1U, 2U, 5U}) {
            for (const std::size_t chunk : {1U, 7U, 4096U}) {
                auto op = make(spec(within ? std::vector<std::size_t>{1} : std::vector<std::size_t>{0, 1}, within));
                std::vector<std::string> all;
                for (int batch = 0; batch < 4; ++batch)
                    all.push_back(run(*op, someRows(batch), std::max(0, batch * 20 - 20), batch * 20, {workers, chunk}));
                if (!expected) expected = all;
                QCOMPARE(all, *expected);
            }
        }
    }
}

void TestDeduplication::comesBackFromChangesAndSnapshots() {
    for (const bool within : {false, true}) {
        const auto fresh = [&] { return make(spec(within ? std::vector<std::size_t>{1} : std::vector<std::size_t>{0, 1}, within)); };
        auto original = fresh();
        std::vector<std::string> changes;
        for (int batch = 0; batch < 6; ++batch) {
            const double late = std::max(0, batch * 15 - 15);
            auto fromChanges = fresh();
            QVERIFY(recover(*fromChanges, changes));
            auto fromSnapshot = fresh();
            QVERIFY(recover(*fromSnapshot, snapshotOf(*original)));
            const std::string want = run(*original, someRows(batch), late, batch * 15);
            changes.push_back(changesOf(*original));
            QCOMPARE(run(*fromChanges, someRows(batch), late, batch * 15), want);
            QCOMPARE(run(*fromSnapshot, someRows(batch), late, batch * 15), want);
        }
        const std::string saved = changes.front();
        auto damaged = fresh();
        QCOMPARE(damaged->load(std::string_view(saved).substr(0, saved.size() - 3)).error().code(), ErrorCode::CheckpointDamaged);
    }
}

void TestDeduplication::wm20_asksForABatchWhenTheWatermarkRises() {
    const WallTime low{Millis{1000}};
    const WallTime high{Millis{2000}};
    auto op = make(spec({1}, false));
    QVERIFY(op->wantsNoDataBatch(low, high));
    QVERIFY(!op->wantsNoDataBatch(high, high));
    auto apart = spec({1}, false, std::nullopt);
    apart.seesWatermark = false;   // the watermark of another branch is none of its business
    QVERIFY(!make(apart)->wantsNoDataBatch(low, high));
}

void TestDeduplication::wm31_limitCountsOverTheWholeLife() {
    for (const Spread spread : {Spread{1, 4096}, Spread{3, 1}}) {
        auto op = makeRowLimit(4);
        QCOMPARE(run(*op, {}, 0, 0, spread), std::string(" | 0/0/0/0"));
        QCOMPARE(run(*op, {row(1, "a", 1), row(2, "b", 2), row(3, "c", 3)}, 0, 0, spread), std::string("1 a 1; 2 b 2; 3 c 3 | 1/1/0/0"));
        auto recovered = makeRowLimit(4);
        QVERIFY(recover(*recovered, std::vector<std::string>{changesOf(*op)}));
        for (StatefulOperator* each : {op.get(), recovered.get()}) {
            QCOMPARE(run(*each, {row(4, "d", 4), row(5, "e", 5), row(6, "f", 6)}, 0, 0, spread), std::string("4 d 4 | 1/1/0/0"));
            QCOMPARE(run(*each, {row(7, "g", 7)}, 0, 0, spread), std::string(" | 1/0/0/0"));
        }
        QVERIFY(!recovered->load("abc"));
    }
}

QTEST_APPLESS_MAIN(TestDeduplication)
#include "deduplication_test.moc"
