// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/exec/watermark_tracker.h"
#include "core/exec/window_assignment.h"
#include "tests/support/plain_expressions.h"

using namespace vitrine;
using namespace vitrine::test;

namespace {

constexpr std::int64_t kSecond = 1'000'000;

ColumnPtr times(const std::vector<Value>& values) {
    ColumnBuilder builder(DataType::timestamp());
    for (const Value& value : values) builder.appendValue(value);
    return builder.finish();
}

/// Window starts in seconds of the rows, as pairs (row, start).
std::vector<std::pair<std::uint32_t, double>> assigned(const WindowAssignment& windows, const ColumnPtr& column) {
    WindowAssignment::Assigned result;
    windows.assign(*column, result);
    std::vector<std::pair<std::uint32_t, double>> pairs;
    for (std::size_t entry = 0; entry < result.starts.size(); ++entry)
        pairs.emplace_back(result.rows.empty() ? static_cast<std::uint32_t>(entry) : result.rows[entry],
                           static_cast<double>(result.starts[entry]) / 1e6);
    return pairs;
}

using Pairs = std::vector<std::pair<std::uint32_t, double>>;

EventTimeObserver seen(const std::vector<double>& at) {
    std::vector<Value> values;
    for (double time : at) values.push_back(seconds(time));
    EventTimeObserver observer;
    observer.observe(*times(values), nullptr);
    return observer;
}

}  // namespace

class TestWindowWatermark : public QObject {
    Q_OBJECT
  private slots:
    void tw4_tumbling();
    void tw4_negativeTimesAndStart();
    void tw4_slideNotDividing();
    void tw4_overlapping();
    void tw4_farTimesWrap();
    void tw5_nullHasNoWindow();
    void wm5_minAndMaxPolicy();
    void wm8_observerCountsNullAsZero();
    void wm5_observersMergeInOrder();
    void wm1_structWithEnd();
};

void TestWindowWatermark::tw4_tumbling() {
    const WindowAssignment windows(5 * kSecond, 5 * kSecond, 0);
    QVERIFY(assigned(windows, times({seconds(0), seconds(4.999999), seconds(5), seconds(12), seconds(1)})) ==
            (Pairs{{0, 0}, {1, 0}, {2, 5}, {3, 10}, {4, 0}}));
}

void TestWindowWatermark::tw4_negativeTimesAndStart() {   // T15
    QVERIFY(assigned(WindowAssignment(10 * kSecond, 10 * kSecond, 5 * kSecond), times({seconds(-7)})) == (Pairs{{0, -15}}));
    QVERIFY(assigned(WindowAssignment(10 * kSecond, 10 * kSecond, -2 * kSecond), times({seconds(0)})) == (Pairs{{0, -2}}));
    QVERIFY(assigned(WindowAssignment(10 * kSecond, 10 * kSecond, 0), times({seconds(-10), seconds(-0.000001)})) ==
            (Pairs{{0, -10}, {1, -10}}));
}

void TestWindowWatermark::tw4_slideNotDividing() {   // T16
    const WindowAssignment windows(7 * kSecond, 3 * kSecond, 0);
    QVERIFY(assigned(windows, times({seconds(7), seconds(-1), seconds(6)})) ==
            (Pairs{{0, 6}, {0, 3}, {1, -3}, {1, -6}, {2, 6}, {2, 3}, {2, 0}}));
    const WindowAssignment minutes(720 * kSecond, 300 * kSecond, 120 * kSecond);
    QVERIFY(assigned(minutes, times({seconds(12 * 3600 + 300)})) == (Pairs{{0, 12 * 3600 + 120}, {0, 12 * 3600 - 180}}));
}

void TestWindowWatermark::tw4_overlapping() {
    QVERIFY(assigned(WindowAssignment(10 * kSecond, 5 * kSecond, 0), times({seconds(17), Value{}, seconds(5)})) ==
            (Pairs{{0, 15}, {0, 10}, {2, 5}, {2, 0}}));
}

void TestWindowWatermark::tw4_farTimesWrap() {
    const std::int64_t least = std::numeric_limits<std::int64_t>::min();
    const WindowAssignment windows(10 * kSecond, 10 * kSecond, 0);
    // 2^63 µs are 9223372036854.775808 s: the start lies before the least time and wraps, as in 64-bit arithmetic.
    const std::int64_t remainder = least % (10 * kSecond) + 10 * kSecond;
    QCOMPARE(windows.lastStart(least), static_cast<std::int64_t>(static_cast<std::uint64_t>(least) - static_cast<std::uint64_t>(remainder)));
}

void TestWindowWatermark::tw5_nullHasNoWindow() {
    WindowAssignment::Assigned result;
    WindowAssignment(10 * kSecond, 10 * kSecond, 0).assign(*times({Value{}, seconds(3), Value{}}), result);
    QCOMPARE(result.withoutTime, 2U);
    QVERIFY(result.rows == std::vector<std::uint32_t>{1});
    QVERIFY(result.starts == std::vector<std::int64_t>{0});
}

void TestWindowWatermark::wm5_minAndMaxPolicy() {   // T20
    WatermarkTracker least({Millis{10'000}, Millis{5'000}}, MultipleWatermarkPolicy::Min);
    const auto advance = [&](const std::vector<double>& left, const std::vector<double>& right) {
        const EventTimeObserver both[] = {seen(left), seen(right)};
        least.advance(both);
        return static_cast<double>(least.current().time_since_epoch().count()) / 1000.0;
    };
    QCOMPARE(advance({11}, {}), 0.0);
    QCOMPARE(advance({}, {6}), 1.0);
    QCOMPARE(advance({}, {8}), 1.0);
    QCOMPARE(advance({21}, {}), 3.0);
    QCOMPARE(advance({}, {17, 28, 39}), 11.0);
    QCOMPARE(advance({31}, {}), 21.0);
    WatermarkTracker greatest({Millis{10'000}, Millis{15'000}}, MultipleWatermarkPolicy::Max);
    const EventTimeObserver first[] = {seen({20}), seen({30})};
    greatest.advance(first);
    QCOMPARE(greatest.current().time_since_epoch().count(), 15'000);
    const EventTimeObserver second[] = {seen({150}), seen({})};
    greatest.advance(second);
    QCOMPARE(greatest.current().time_since_epoch().count(), 140'000);
}

void TestWindowWatermark::wm8_observerCountsNullAsZero() {
    EventTimeObserver observer;
    observer.observe(*times({Value{}, seconds(30), seconds(30)}), nullptr);
    QCOMPARE(observer.rows(), 3U);
    QCOMPARE(observer.minMillis(), 0);
    QCOMPARE(observer.maxMillis(), 30'000);
    QCOMPARE(observer.meanMillis(), 20'000);
    EventTimeObserver early;
    early.observe(*times({seconds(-1.0005)}), nullptr);
    QCOMPARE(early.maxMillis(), -1001);
}

void TestWindowWatermark::wm5_observersMergeInOrder() {
    RowOrigins origins{3, {100, 200, 300}};
    EventTimeObserver first;
    first.observe(*times({seconds(1), seconds(9), seconds(9)}), &origins);
    origins.fileIndex = 4;
    EventTimeObserver second;
    second.observe(*times({seconds(2), seconds(9), seconds(-3)}), &origins);
    first.merge(second);
    first.merge(EventTimeObserver());
    QCOMPARE(first.rows(), 6U);
    QCOMPARE(first.minMillis(), -3000);
    QVERIFY(first.maxOrigin() == (RowOrigin{3, 200}));
}

void TestWindowWatermark::wm1_structWithEnd() {
    ColumnBuilder builder(DataType::structType({{"start", DataType::timestamp()}, {"end", DataType::timestamp()}}));
    builder.appendValue({Value::List{seconds(0), seconds(10)}});
    builder.appendNull();
    EventTimeObserver observer;
    observer.observe(*builder.finish(), nullptr);
    QCOMPARE(observer.maxMillis(), 10'000);
    QCOMPARE(observer.minMillis(), 0);
}

QTEST_APPLESS_MAIN(TestWindowWatermark)
#include "window_watermark_test.moc"
