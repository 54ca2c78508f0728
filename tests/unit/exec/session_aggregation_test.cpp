// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <fmt/ranges.h>

#include "core/exec/session_aggregation.h"
#include "tests/unit/exec/operator_run.h"

using namespace vitrine;
using namespace vitrine::test;

namespace {

SchemaPtr input() {
    static const auto shared = std::make_shared<const Schema>(std::vector<Field>{
        {"time", DataType::timestamp()}, {"user", DataType::string()}, {"gap", DataType::string()}, {"value", DataType::longType()}});
    return shared;
}

/// session_window(time, gap) × user → count, min(user)
SessionSpec spec(EmitMode mode, std::optional<std::size_t> taggedKey = 0) {
    SessionSpec made;
    const auto session = DataType::structType({{"start", DataType::timestamp()}, {"end", DataType::timestamp()}});
    made.keys = {nullptr, column(1, DataType::string())};
    made.session = {column(0, DataType::timestamp()), column(2, DataType::string())};
    AggregateCall count;
    count.type = DataType::longType();
    AggregateCall least;
    least.kind = AggregateKind::Min;
    least.arguments = {column(1, DataType::string())};
    least.type = DataType::string();
    made.aggregates = {count, least};
    made.taggedKey = taggedKey;
    made.output = std::make_shared<const Schema>(std::vector<Field>{
        {"session_window", session}, {"user", DataType::string()}, {"count", DataType::longType()}, {"least", DataType::string()}});
    made.mode = mode;
    return made;
}

std::unique_ptr<StatefulOperator> make(EmitMode mode, std::optional<std::size_t> taggedKey = 0, const SessionConf& conf = {}) {
    return std::move(*makeSessionAggregation(spec(mode, taggedKey), conf, std::make_shared<ManualClock>()));
}

Row row(double time, std::string_view user, std::string_view gap = "10 seconds") {
    return {seconds(time), text(user), text(gap), number(1)};
}

std::string run(StatefulOperator& op, const std::vector<Row>& rows, double late, double evict) {
    const auto output = runBatch(op, input(), rows, thresholds(late, evict));
    if (!output) return output.error().detail();
    return sortedText(output->rows) + " | " + figures(output->metrics);
}

std::vector<Row> someRows(int seed) {
    std::vector<Row> rows;
    std::uint32_t state = static_cast<std::uint32_t>(seed) * 7919U + 1U;
    const auto next = [&](std::uint32_t bound) {
        state = state * 1664525U + 1013904223U;
        return (state >> 16) % bound;
    };
    const char* gaps[] = {"2 seconds", "3 seconds", "1500 milliseconds", "0 seconds", "nonsense"};
    for (int made = 0; made < 300; ++made) {
        Row each = row(static_cast<double>(next(400)) / 2.0 - 10.0, "user whose name is long " + std::to_string(next(6)), gaps[next(5)]);
        if (next(20) == 0) each[0] = {};
        if (next(20) == 0) each[1] = {};
        rows.push_back(std::move(each));
    }
    return rows;
}

}  // namespace

class TestSessionAggregation : public QObject {
    Q_OBJECT
  private slots:
    void sw1_touchingMerges();
    void sw2_storedSessionsFuse();
    void sw3_badGapsDropTheRow();
    void sw3_monthsFollowTheCalendar();
    void sw6_lateBeforeMerging();
    void sw6_lateInCompleteToo();
    void wm13_anotherKeyMayDecide();
    void sameForAnyWorkersAndChunks();
    void sw7_longLivedSessionsEndOnce();
    void comesBackFromChangesAndSnapshots();
    void damageIsNoticed();
};

void TestSessionAggregation::sw1_touchingMerges() {
    auto op = make(EmitMode::Append);
    const std::vector<Row> rows{row(5, "u", "5 seconds"), row(0, "u", "5 seconds"), row(10.000001, "u", "5 seconds")};
    QCOMPARE(run(*op, rows, 0, 0), std::string(" | 2/2/0/0"));
    QCOMPARE(run(*op, {}, 0, 10), std::string("[0,10) u 2 u | 1/0/1/0"));
}

void TestSessionAggregation::sw2_storedSessionsFuse() {
    auto op = make(EmitMode::Complete, std::nullopt);
    run(*op, {row(40, "spark"), row(41, "stream"), row(40, "stream")}, 0, 0);
    QCOMPARE(run(*op, {row(25, "spark"), row(25, "stream")}, 0, 0),
             std::string("[25,35) spark 1 spark; [25,35) stream 1 stream; [40,50) spark 1 spark; [40,51) stream 2 stream | 4/4/0/0"));
    QCOMPARE(run(*op, {row(30, "spark"), row(30, "stream")}, 0, 0), std::string("[25,50) spark 3 spark; [25,51) stream 4 stream | 2/2/2/0"));
    // A session may also grow to the front, past a stored one.
    QCOMPARE(run(*op, {row(16, "spark", "50 seconds")}, 0, 0), std::string("[16,66) spark 4 spark; [25,51) stream 4 stream | 2/1/1/0"));
}

void TestSessionAggregation::sw3_badGapsDropTheRow() {
    auto op = make(EmitMode::Complete, std::nullopt);
    std::vector<Row> rows{row(0, "a", "0 seconds"), row(0, "b", "-1 second"), row(0, "c", "blah"), row(0, "d"), row(0, "e", "1 second"), row(0, "f")};
    rows[3][2] = {};
    rows[5][0] = {};
    const auto output = runBatch(*op, input(), rows, thresholds(0, 0));
    QCOMPARE(sortedText(output->rows), std::string("[0,1) e 1 e"));
    QCOMPARE(output->input.withoutTime, std::uint64_t{5});
}

void TestSessionAggregation::sw3_monthsFollowTheCalendar() {
    SessionConf conf;
    conf.zone = *TimeZone::find("Europe/Paris");
    auto op = make(EmitMode::Complete, std::nullopt, conf);
    // 2024-03-30T12:00 in Paris; a calendar day later the clocks have been put forward.
    const std::vector<Row> rows{row(1711796400, "day", "1 day"), row(1711796400, "month", "1 month")};
    const auto output = runBatch(*op, input(), rows, thresholds(0, 0), conf);
    const auto values = rowsOf(output->rows);
    QCOMPARE(values.size(), std::size_t{2});
    for (const Row& each : values) {
        const auto end = each[0].get<Value::List>()[1].get<std::int64_t>() / 1'000'000;
        QCOMPARE(end - 1711796400, each[1].get<std::string>() == "day" ? 23LL * 3600 : 31LL * 86400 - 3600);
    }
}

void TestSessionAggregation::sw6_lateBeforeMerging() {
    auto op = make(EmitMode::Append);
    run(*op, {row(30, "u"), row(21, "v")}, 0, 0);
    // 21u ends at 31 and is kept; 20u would touch [21,31) but is late; the same row twice is one.
    QCOMPARE(run(*op, {row(21, "u"), row(20, "u"), row(20, "u")}, 30, 30), std::string(" | 2/1/1/1"));
    QCOMPARE(run(*op, {}, 30, 60), std::string("[21,31) v 1 v; [21,40) u 2 u | 0/0/2/0"));
}

void TestSessionAggregation::sw6_lateInCompleteToo() {
    auto op = make(EmitMode::Complete);
    run(*op, {row(60, "u")}, 0, 0);
    QCOMPARE(run(*op, {row(5, "u"), row(5, "w")}, 60, 60), std::string("[60,70) u 1 u | 1/0/0/2"));
}

void TestSessionAggregation::wm13_anotherKeyMayDecide() {
    SessionSpec made = spec(EmitMode::Append, 1);
    made.keys[1] = column(0, DataType::timestamp());
    made.output = std::make_shared<const Schema>(std::vector<Field>{
        (*made.output)[0], {"time", DataType::timestamp()}, (*made.output)[2], (*made.output)[3]});
    auto op = std::move(*makeSessionAggregation(made, {}, std::make_shared<ManualClock>()));
    QCOMPARE(run(*op, {row(10, "u"), row(12, "u")}, 10, 10), std::string(" | 1/1/0/1"));
    QCOMPARE(run(*op, {row(12, "u", "20 seconds")}, 10, 11), std::string(" | 1/1/0/0"));   // grows, its time stays
    QCOMPARE(run(*op, {}, 10, 12), std::string("[12,32) 12 2 u | 0/0/1/0"));
    QCOMPARE(run(*op, {}, 10, 40), std::string(" | 0/0/0/0"));
}

void TestSessionAggregation::sw7_longLivedSessionsEndOnce() {
    auto op = make(EmitMode::Append);
    // Each batch makes every session longer; what was known of their ends before must neither end them nor pile up.
    std::vector<Row> rows;
    for (int user = 0; user < 40; ++user) rows.push_back(row(0, "user" + std::to_string(user)));
    std::int64_t bytes = 0;
    for (int batch = 0; batch < 400; ++batch) {
        for (Row& each : rows) each[0] = seconds(batch);
        const auto output = runBatch(*op, input(), rows, thresholds(0, batch));
        QVERIFY(output->rows.empty());
        QCOMPARE(output->metrics.rowsTotal, std::int64_t{40});
        if (batch == 200) bytes = output->metrics.memoryBytes;
        if (batch > 200) QCOMPARE(output->metrics.memoryBytes, bytes);
    }
    const auto output = runBatch(*op, input(), std::vector<Row>{}, thresholds(0, 409));
    QCOMPARE(output->metrics.rowsRemoved, std::int64_t{40});
    QCOMPARE(output->metrics.windowsClosed, std::int64_t{1});
}

void TestSessionAggregation::sameForAnyWorkersAndChunks() {
    for (const EmitMode mode : {EmitMode::Append, EmitMode::Complete}) {
        std::optional<std::vector<std::string>> expected;
        for (const std::size_t workers : {1U, 2U, 5U}) {
            for (const std::size_t chunk : {1U, 7U, 4096U}) {
                auto op = make(mode);
                std::vector<std::string> all;
                for (int batch = 0; batch < 4; ++batch) {
                    const auto output = runBatch(*op, input(), someRows(batch), thresholds(std::max(0, batch * 20 - 20), batch * 20), {},
                                                 {workers, chunk});
                    QVERIFY(output.hasValue());
                    all.push_back(sortedText(output->rows) + " | " + figures(output->metrics));
                    all.push_back(std::to_string(output->input.late) + " " + std::to_string(output->input.withoutTime));
                }
                if (!expected) expected = all;
                QCOMPARE(all, *expected);
            }
        }
    }
}

void TestSessionAggregation::comesBackFromChangesAndSnapshots() {
    for (const EmitMode mode : {EmitMode::Append, EmitMode::Complete}) {
        auto original = make(mode);
        std::vector<std::string> changes;
        for (int batch = 0; batch < 6; ++batch) {
            const BatchThresholds limits = thresholds(std::max(0, batch * 15 - 15), batch * 15);
            const auto rows = someRows(batch);
            auto fromChanges = make(mode);
            QVERIFY(recover(*fromChanges, changes));
            auto fromSnapshot = make(mode);
            QVERIFY(recover(*fromSnapshot, snapshotOf(*original)));
            const auto want = runBatch(*original, input(), rows, limits);
            changes.push_back(changesOf(*original));
            for (auto* recovered : {fromChanges.get(), fromSnapshot.get()}) {
                const auto got = runBatch(*recovered, input(), rows, limits);
                QCOMPARE(sortedText(got->rows), sortedText(want->rows));
                QCOMPARE(figures(got->metrics), figures(want->metrics));
            }
        }
    }
}

void TestSessionAggregation::damageIsNoticed() {
    auto op = make(EmitMode::Append);
    run(*op, someRows(1), 0, 0);
    const std::string saved = changesOf(*op);
    for (const std::size_t size : {std::size_t{0}, std::size_t{9}, saved.size() / 2, saved.size() - 1}) {
        auto fresh = make(EmitMode::Append);
        const auto loaded = fresh->load(std::string_view(saved).substr(0, size));
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().code(), ErrorCode::CheckpointDamaged);
    }
}

QTEST_APPLESS_MAIN(TestSessionAggregation)
#include "session_aggregation_test.moc"
