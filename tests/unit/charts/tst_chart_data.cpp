// SPDX-License-Identifier: GPL-3.0-or-later
#include <QRegularExpression>
#include <QTest>

#include <cmath>

#include "chart_samples.h"
#include "ui/charts/chart_data.h"
#include "ui/charts/default_charts.h"
#include "ui/charts/value_axis.h"

using namespace vitrine;
using namespace vitrine::ui;
using namespace vitrine::samples;

namespace {

ChartSpec windowSpec() {
    ChartSpec spec;
    spec.keys = {"window"};
    spec.groups = {"action"};
    spec.values = {{"count", ValueAggregate::Sum}};
    return spec;
}

ChartData build(const ResultSnapshotPtr& snapshot, const ChartSpec& spec, const ChartDataBuilder::View& view = {}) {
    KeyColors colors;
    ChartDataBuilder builder;
    return builder.build(*snapshot, spec, view, colors);
}

QStringList keysOf(const ChartData& data) {
    QStringList keys;
    for (const ChartSeries& series : data.series)
        keys << (series.isOther ? QString("Other(%1)").arg(series.otherCount) : QString::fromStdString(series.key));
    return keys;
}

QList<double> valuesOf(const ChartSeries& series) {
    QList<double> values;
    for (const ChartCell& cell : series.cells) values << (cell.present ? cell.value : std::nan(""));
    return values;
}

std::vector<Row> manyKeys(int keys, int windows) {
    std::vector<Row> rows;
    for (int window0 = 0; window0 < windows; ++window0) {
        for (int key = 0; key < keys; ++key)
            rows.push_back({{window(window0), text("k" + std::to_string(100 + key)), longValue(1000 - key)}});
    }
    return rows;
}

}  // namespace

class TestChartData : public QObject {
    Q_OBJECT

  private slots:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void windowsBecomePlaces() {
        const ChartData data = build(actions(), windowSpec());
        QCOMPARE(data.axis, ChartAxis::Windows);
        QCOMPARE(data.places.size(), 7u);
        QCOMPARE(data.places.front().start, kTwo);
        QCOMPARE(data.places.back().end, kTwo + 7 * kHour);
        QCOMPARE(keysOf(data), QStringList({"Close", "Open"}));
        QCOMPARE(valuesOf(data.series[0]), QList<double>({11, 344, 815, 1003, 1011, 989, 23}));
        QCOMPARE(valuesOf(data.series[1]), QList<double>({179, 1001, 999, 1000, 993, 1008, 24}));
        QCOMPARE(data.places[5].total, 1997.0);
        QCOMPARE(data.series[1].cells[5].changedIn, 46);
        QVERIFY(std::abs(*data.share(1, 5) - 0.505) < 0.001);
        QVERIFY(data.whole);
    }

    void openAndFinal() {
        const ChartData data = build(actions(), windowSpec());
        QList<int> states;
        for (const ChartPlace& place : data.places) states << static_cast<int>(place.state);
        const int open = static_cast<int>(PlaceState::Open);
        const int final = static_cast<int>(PlaceState::Final);
        QCOMPARE(states, QList<int>({final, final, final, final, open, open, open}));
        QCOMPARE(data.openPlaces, 3);
        QCOMPARE(*data.finalUntil(), kTwo + 4 * kHour);
        QCOMPARE(*data.watermark, kTwo + 4 * kHour + 84 * kSecond);
        QVERIFY(!data.nextWatermark);
    }

    // A4 of the product reference: open exactly when the window's end lies behind the mark.
    void aWindowEndingAtTheMarkIsFinal() {
        const auto at = snapshot(actionsShape(), actionsRows(), 1, kTwo + 6 * kHour);
        QCOMPARE(build(at, windowSpec()).openPlaces, 3);
        const auto before = snapshot(actionsShape(), actionsRows(), 1, kTwo + 6 * kHour - 1000);
        QCOMPARE(build(before, windowSpec()).openPlaces, 4);
    }

    void completeModeIsNeverFinal() {
        auto shape = actionsShape();
        shape->mode = OutputMode::Complete;
        shape->canBeFinal = false;
        const ChartData data = build(snapshot(shape, actionsRows(), 3, kLatest), windowSpec());
        QCOMPARE(data.openPlaces, 0);
        QVERIFY(!data.finalUntil());
        QCOMPARE(data.places.back().state, PlaceState::Kept);
        QVERIFY(data.watermark);
    }

    void nextWatermarkWhereItDiffers() {
        auto later = actions();
        later->latestEventTime = EventTime(Micros(kLatest + 10 * kSecond));
        const ChartData data = build(later, windowSpec());
        QCOMPARE(*data.nextWatermark - *data.watermark, 10 * kSecond);
    }

    void finalOnlyLeavesOpenWindowsOut() {
        ChartSpec spec = windowSpec();
        spec.showOpenWindows = false;
        const ChartData data = build(actions(), spec);
        QCOMPARE(data.places.size(), 4u);
        QCOMPARE(data.hiddenOpenPlaces, 3);
        QCOMPARE(data.openPlaces, 0);
    }

    void newestSpanWhileFollowing() {
        ChartSpec spec = windowSpec();
        spec.span = 4;
        ChartData data = build(actions(), spec);
        QCOMPARE(data.places.size(), 4u);
        QCOMPARE(data.places.front().start, kTwo + 3 * kHour);
        QCOMPARE(data.oldest, kTwo);
        ChartDataBuilder::View free;
        free.end = kTwo + 5 * kHour;
        data = build(actions(), spec, free);
        QCOMPARE(data.places.size(), 4u);
        QCOMPARE(data.places.back().end, kTwo + 5 * kHour);
    }

    void missingWindowIsZeroForSumsAndGapForAverages() {
        const std::vector<Row> rows{{{window(0), text("a"), longValue(5)}},
                                    {{window(3), text("a"), longValue(7)}},
                                    {{window(1), text("b"), longValue(2)}}};
        ChartSpec spec = windowSpec();
        ChartData data = build(snapshot(actionsShape(), rows), spec);
        QCOMPARE(data.places.size(), 4u);
        QCOMPARE(valuesOf(data.series[0]), QList<double>({5, 0, 0, 7}));
        QVERIFY(!data.series[0].cells[1].seen);
        QVERIFY(!data.places[2].seen);
        QVERIFY(data.places[1].seen);
        spec.values[0].aggregate = ValueAggregate::Avg;
        data = build(snapshot(actionsShape(), rows), spec);
        QVERIFY(!data.series[0].cells[1].present);
        QVERIFY(data.series[0].cells[3].present);
        QVERIFY(!data.additive);
        QVERIFY(!data.share(0, 0));
    }

    void oneWindowOnly() {
        const ChartData data = build(snapshot(actionsShape(), {{{window(2), text("a"), longValue(5)}}}), windowSpec());
        QCOMPARE(data.places.size(), 1u);
        QCOMPARE(data.series.size(), 1u);
        QCOMPARE(data.places[0].start, kTwo + 2 * kHour);
    }

    void noRows() {
        QVERIFY(build(snapshot(actionsShape(), {}), windowSpec()).isEmpty());
        ChartSpec wrong = windowSpec();
        wrong.keys = {"nothing"};
        const ChartData data = build(actions(), wrong);
        QVERIFY(data.isEmpty());
        QVERIFY(data.unresolved);
    }

    void nullKeyIsAKeyOfItsOwn() {
        const ChartData data = build(
            snapshot(actionsShape(), {{{window(0), null(), longValue(5)}}, {{window(0), text("NULL"), longValue(2)}}}),
            windowSpec());
        QCOMPARE(data.series.size(), 2u);
        QCOMPARE(keysOf(data), QStringList({"NULL", "NULL"}));
        QCOMPARE(data.series[0].cells[0].value + data.series[1].cells[0].value, 7.0);
        QVERIFY(data.series[0].slot != data.series[1].slot);
    }

    void nullWindowsAndValuesAreCounted() {
        ChartSpec spec = windowSpec();
        const auto result =
            snapshot(actionsShape(), {{{null(), text("a"), longValue(5)}}, {{window(0), text("a"), null()}}});
        ChartData data = build(result, spec);
        QCOMPARE(data.rowsWithoutPlace, 1u);
        QVERIFY(data.series[0].cells[0].present);
        QCOMPARE(data.series[0].cells[0].value, 0.0);
        spec.nullsAsZero = false;
        data = build(result, spec);
        QVERIFY(!data.series[0].cells[0].present);
    }

    void rowsThatFallTogether() {
        const auto result = snapshot(actionsShape(), {{{window(0), text("a"), longValue(5)}},
                                                      {{window(0), text("b"), longValue(2)}},
                                                      {{window(0), text("c"), longValue(2)}}});
        ChartSpec spec = windowSpec();
        spec.groups.clear();
        const auto with = [&](ValueAggregate aggregate) {
            spec.values[0].aggregate = aggregate;
            return build(result, spec).series[0].cells[0].value;
        };
        QCOMPARE(with(ValueAggregate::Sum), 9.0);
        QCOMPARE(with(ValueAggregate::Count), 3.0);
        QCOMPARE(with(ValueAggregate::Avg), 3.0);
        QCOMPARE(with(ValueAggregate::Min), 2.0);
        QCOMPARE(with(ValueAggregate::Max), 5.0);
        QCOMPARE(with(ValueAggregate::Median), 2.0);
        QCOMPARE(with(ValueAggregate::Distinct), 2.0);
        QVERIFY(std::abs(with(ValueAggregate::Stddev) - std::sqrt(3.0)) < 1e-9);
    }

    void topKeysAndHonestOther() {
        const ChartData data = build(snapshot(actionsShape(), manyKeys(12, 3)), windowSpec());
        QCOMPARE(data.series.size(), 9u);
        QVERIFY(data.series.back().isOther);
        QCOMPARE(data.series.back().otherCount, 4);
        QCOMPARE(data.series.back().slot, -1);
        QCOMPARE(data.keys, 12);
        // 8 to 11 are left: 992 + 991 + 990 + 989
        QCOMPARE(valuesOf(data.series.back()), QList<double>({3962, 3962, 3962}));
        double sum = 0;
        for (std::size_t index = 0; index < data.series.size(); ++index) sum += *data.share(index, 1);
        QVERIFY(std::abs(sum - 1) < 1e-12);
        QCOMPARE(data.places[0].total, 12 * 1000.0 - 66);
    }

    void pinnedKeysStay() {
        ChartSpec spec = windowSpec();
        spec.topN = 2;
        spec.pinned = {"k111"};
        QCOMPARE(keysOf(build(snapshot(actionsShape(), manyKeys(12, 1)), spec)),
                 QStringList({"k100", "k111", "Other(10)"}));
    }

    void aKeyEntersOnlyAfterThreeBatches() {
        ChartSpec spec = windowSpec();
        spec.topN = 1;
        KeyColors colors;
        ChartDataBuilder builder;
        const auto shownIn = [&](std::int64_t batch, std::int64_t a, std::int64_t b) {
            const auto result =
                snapshot(actionsShape(),
                         {{{window(0), text("a"), longValue(a)}}, {{window(0), text("b"), longValue(b)}}}, batch);
            return QString::fromStdString(builder.build(*result, spec, {}, colors).series[0].key);
        };
        QCOMPARE(shownIn(0, 10, 5), QString("a"));
        QCOMPARE(shownIn(1, 10, 12), QString("a"));
        QCOMPARE(shownIn(1, 10, 12), QString("a"));
        QCOMPARE(shownIn(2, 10, 12), QString("a"));
        QCOMPARE(shownIn(3, 10, 12), QString("b"));
        QCOMPARE(shownIn(4, 12, 12), QString("b"));
    }

    // A1 of the product reference
    void colorsNeverChange() {
        KeyColors colors;
        ChartDataBuilder builder;
        std::map<std::string, int> first;
        for (int batch = 0; batch < 200; ++batch) {
            std::vector<Row> rows;
            for (int key = 0; key < 8; ++key) {
                if ((batch * 7 + key * 3) % 5 == 0) continue;
                rows.push_back({{window(batch % 4), text("k" + std::to_string((key * 5 + batch) % 8)),
                                 longValue((key * 37 + batch * 11) % 100 + 1)}});
            }
            const ChartData data = builder.build(*snapshot(actionsShape(), rows, batch), windowSpec(), {}, colors);
            std::set<int> used;
            for (const ChartSeries& series : data.series) {
                const auto known = first.try_emplace(series.key, series.slot).first;
                QCOMPARE(series.slot, known->second);
                QVERIFY(used.insert(series.slot).second);
            }
        }
        QCOMPARE(colors.map().at("action").size(), 8u);
    }

    void theNinthColorIsShared() {
        KeyColors colors;
        for (int key = 0; key < 8; ++key) QCOMPARE(colors.slot("c", "k" + std::to_string(key)), key);
        QCOMPARE(colors.slot("c", "k8", {"k0", "k1", "k2", "k8"}), 3);
        QCOMPARE(colors.slot("c", "k8"), 3);
        QCOMPARE(colors.slot("other column", "k8"), 0);
    }

    void stackedExtremesWithNegativeValues() {
        const ChartData data = build(snapshot(actionsShape(), {{{window(0), text("a"), longValue(5)}},
                                                               {{window(0), text("b"), longValue(-3)}},
                                                               {{window(0), text("c"), longValue(4)}}}),
                                     windowSpec());
        QCOMPARE(data.extremes(true, false).highest, 9.0);
        QCOMPARE(data.extremes(true, false).lowest, -3.0);
        QCOMPARE(data.extremes(false, false).highest, 5.0);
        QCOMPARE(data.extremes(false, false).lowest, -3.0);
        QVERIFY(!data.share(1, 0));
    }

    void hiddenKeysAreNotMeasured() {
        ChartDataBuilder::View view;
        view.hidden = {{"Open", true}};
        const ChartData data = build(actions(), windowSpec(), view);
        QVERIFY(data.series[1].hidden);
        QCOMPARE(data.extremes(true, false).highest, 1011.0);
        QCOMPARE(data.places[5].total, 1997.0);
    }

    void slidingWindowsStandAtTheirEnd() {
        auto shape = actionsShape();
        shape->windowSlide = Micros(kHour / 2);
        const auto result =
            snapshot(shape, {{{Value{Value::List{Value{kTwo}, Value{kTwo + kHour}}}, text("a"), longValue(5)}},
                             {{Value{Value::List{Value{kTwo + kHour / 2}, Value{kTwo + kHour / 2 + kHour}}}, text("a"),
                               longValue(6)}}});
        const ChartData data = build(result, windowSpec());
        QVERIFY(data.overlapping);
        QCOMPARE(data.places.size(), 2u);
        QCOMPARE(data.places[1].end - data.places[0].end, kHour / 2);
        QCOMPARE(data.places[1].end - data.places[1].start, kHour);
        QVERIFY(!data.share(0, 0));
    }

    void windowStartColumnsWork() {
        ChartSpec spec = windowSpec();
        spec.keys = {"window.start"};
        QCOMPARE(build(actions(), spec).places.size(), 7u);
        spec.keys = {"window.end"};
        const ChartData data = build(actions(), spec);
        QCOMPARE(data.places.front().start, kTwo);
    }

    void groupsAloneAreSortedCategories() {
        const auto shape = samples::shape({{"action", DataType::string()}, {"count", DataType::longType()}},
                                          {ColumnRole::Key, ColumnRole::Value});
        const auto result =
            snapshot(shape, {{{text("a"), longValue(5)}}, {{text("b"), longValue(20)}}, {{null(), longValue(7)}}});
        const std::vector<ChartSpec> charts = defaultCharts(*shape, "q");
        QCOMPARE(charts.size(), 1u);
        const ChartData data = build(result, charts[0]);
        QCOMPARE(data.axis, ChartAxis::Categories);
        QVERIFY(data.stackedByCategory);
        QCOMPARE(data.places[0].label, std::string("b"));
        QCOMPARE(data.places[1].label, std::string("NULL"));
        QCOMPARE(data.series[0].cells[0].value, 20.0);
        QVERIFY(!data.series[0].cells[1].present);
        // Colours are given by name, not by rank.
        QCOMPARE(data.series[2].key, std::string("a"));
        QCOMPARE(data.series[2].slot, 1);
    }

    void manyCategoriesKeepAnHonestOther() {
        const auto shape = samples::shape({{"user", DataType::string()}, {"count", DataType::longType()}},
                                          {ColumnRole::Key, ColumnRole::Value});
        std::vector<Row> rows;
        for (int user = 0; user < 50; ++user) rows.push_back({{text("u" + std::to_string(user)), longValue(user)}});
        const ChartData data = build(snapshot(shape, rows), defaultCharts(*shape, "q")[0]);
        QCOMPARE(data.places.size(), 9u);
        QVERIFY(data.places.back().isOther);
        QCOMPARE(data.series.back().otherCount, 42);
        double sum = 0;
        for (const ChartPlace& place : data.places) sum += place.total;
        QCOMPARE(sum, 49.0 * 50 / 2);
        QCOMPARE(data.keys, 50);
    }

    void rowsOverTime() {
        auto shape = samples::shape({{"time", DataType::timestamp()}, {"action", DataType::string()}},
                                    {ColumnRole::Other, ColumnRole::Other});
        shape->aggregated = false;
        std::vector<Row> rows;
        for (int second = 0; second < 90; ++second) rows.push_back({{Value{kTwo + second * kSecond}, text("a")}});
        const std::vector<ChartSpec> charts = defaultCharts(*shape, "q");
        QCOMPARE(charts.size(), 1u);
        const ChartData data = build(snapshot(shape, rows), charts[0]);
        QCOMPARE(data.axis, ChartAxis::Time);
        QCOMPARE(data.length, 5 * kSecond);
        QCOMPARE(data.places.size(), 18u);
        QCOMPARE(data.series[0].cells[0].value, 5.0);
        QCOMPARE(data.places[0].start, kTwo);
    }

    void defaultChartsByShape() {
        const std::vector<ChartSpec> charts = defaultCharts(*actionsShape(), "actions_live");
        QCOMPARE(charts.size(), 2u);
        QCOMPARE(charts[0].type, ChartType::Bar);
        QCOMPARE(charts[1].type, ChartType::Line);
        QCOMPARE(charts[0].query, std::string("actions_live"));
        QCOMPARE(charts[0].keys, std::vector<std::string>{"window"});
        QCOMPARE(charts[0].groups, std::vector<std::string>{"action"});
        QVERIFY(charts[0].id != charts[1].id);
        QCOMPARE(defaultAggregate("avg(x)"), ValueAggregate::Avg);
        QCOMPARE(defaultAggregate("count"), ValueAggregate::Sum);
    }

    void niceSteps_data() {
        QTest::addColumn<double>("lowest");
        QTest::addColumn<double>("highest");
        QTest::addColumn<bool>("whole");
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<double>("step");
        QTest::newRow("picture") << 11.0 << 1011.0 << true << 0.0 << 1200.0 << 300.0;
        QTest::newRow("nothing") << 0.0 << 0.0 << true << 0.0 << 1.0 << 1.0;
        QTest::newRow("one") << 0.0 << 1.0 << true << 0.0 << 1.0 << 1.0;
        QTest::newRow("three") << 0.0 << 3.0 << true << 0.0 << 3.0 << 1.0;
        QTest::newRow("hundred") << 0.0 << 100.0 << true << 0.0 << 100.0 << 25.0;
        QTest::newRow("fraction") << 0.0 << 0.3 << false << 0.0 << 0.3 << 0.05;
        QTest::newRow("negative") << -30.0 << 50.0 << true << -50.0 << 50.0 << 25.0;
    }
    void niceSteps() {
        QFETCH(double, lowest);
        QFETCH(double, highest);
        QFETCH(bool, whole);
        const AxisRange range = niceRange(lowest, highest, true, whole);
        QTEST(range.low, "low");
        QTEST(range.high, "high");
        QTEST(range.step, "step");
    }

    void everyRangeHoldsItsValues() {
        for (int power = -6; power < 12; ++power) {
            for (double mantissa = 1; mantissa < 10; mantissa += 0.37) {
                const double value = mantissa * std::pow(10.0, power);
                const AxisRange range = niceRange(0, value, true, false);
                QVERIFY(range.high >= value * (1 - 1e-9));
                QVERIFY(range.high <= value * 1.7);
                QVERIFY2(range.ticks().size() >= 5 && range.ticks().size() <= 7,
                         qPrintable(QString("%1: %2").arg(value).arg(range.ticks().size())));
            }
        }
    }

    // A2 and R6 of the product reference
    void stickyAxis() {
        ChartSpec spec;
        StickyAxis axis;
        StickyAxis::Values values;
        values.whole = true;
        values.highest = 1011;
        values.batch = 0;
        QCOMPARE(axis.update(values, spec).high, 1200.0);
        values.highest = 1250;
        values.batch = 1;
        const double grown = axis.update(values, spec).high;
        QVERIFY(grown >= 1250);
        // Small values do not shrink it before six batches have passed and a window has left.
        values.highest = 100;
        for (int batch = 2; batch < 12; ++batch) {
            values.batch = batch;
            QCOMPARE(axis.update(values, spec).high, grown);
        }
        values.batch = 12;
        values.firstWindow = 1;
        QCOMPARE(axis.update(values, spec).high, 100.0);
        spec.yMode = AxisMode::Lock;
        spec.yMax = 5000;
        QCOMPARE(axis.update(values, spec).high, 5000.0);
    }

    void logarithms() {
        const AxisRange range = logRange(3, 20000);
        QCOMPARE(range.low, 1.0);
        QCOMPARE(range.high, 100000.0);
        QCOMPARE(range.ticks().size(), 6u);
        QVERIFY(std::abs(range.fraction(1000) - 0.6) < 1e-9);
        QCOMPARE(range.fraction(0), 0.0);
    }
};

QTEST_APPLESS_MAIN(TestChartData)
#include "tst_chart_data.moc"
