// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <set>

#include <QApplication>
#include <QChart>
#include <QImage>
#include <QPainter>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>
#include <QValueAxis>

#include "chart_samples.h"
#include "ui/charts/chart_card.h"
#include "ui/charts/chart_summary.h"
#include "ui/charts/chart_view.h"
#include "ui/charts/default_charts.h"
#include "ui/style/fonts.h"
#include "ui/style/theme.h"
#include "ui/style/vitrine_style.h"

using namespace vitrine;
using namespace vitrine::ui;
using namespace vitrine::samples;

namespace {

ChartSpec specOf(ChartType type) {
    ChartSpec spec;
    spec.id = "c1";
    spec.type = type;
    spec.keys = {"window"};
    spec.groups = {"action"};
    spec.values = {{"count", ValueAggregate::Sum}};
    return spec;
}

ChartLook english() {
    return ChartLook::current(QLocale(QLocale::English), TimeZone());
}

ChartFrame frameOf(const ResultSnapshotPtr& snapshot, const ChartSpec& spec) {
    KeyColors colors;
    return makeChartFrame(*snapshot, spec, TimeZone(), colors);
}

std::unique_ptr<ChartPicture> drawn(const ChartFrame& frame, QSizeF size = {640, 240},
                                    const ChartLook& look = english()) {
    auto picture = ChartPicture::create(frame.spec);
    picture->show(frame, look, size);
    return picture;
}

QImage imageOf(const ChartFrame& frame, const ChartLook& look = english(), QSize size = {640, 240}) {
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    image.fill(look.tokens->surface);
    QPainter painter(&image);
    renderChart(frame, &painter, size, look);
    return image;
}

std::unique_ptr<ChartView> viewOf(const ChartSpec& spec, const ResultSnapshotPtr& snapshot) {
    auto view = std::make_unique<ChartView>();
    view->setLocale(QLocale(QLocale::English));
    view->setSpec(spec);
    view->setSnapshot(snapshot);
    view->resize(640, 240);
    view->show();
    if (!QTest::qWaitForWindowExposed(view.get())) return nullptr;
    view->flushPendingUpdate();
    return view;
}

/// One key, `windows` windows from two o'clock, value 10 each.
std::vector<Row> oneKey(int windows, std::int64_t value = 10) {
    std::vector<Row> rows;
    for (int index = 0; index < windows; ++index) rows.push_back({{window(index), text("a"), longValue(value)}});
    return rows;
}

}  // namespace

/// The rules of charts for live windows, each under its number.
class TestChartRules : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        QApplication::setStyle(new VitrineStyle);
        QVERIFY(installFonts(*qApp));
    }
    void init() {
        QTest::failOnWarning(QRegularExpression("^(?!This plugin does not support propagateSizeHints)"));
        Theme::current().setChoice(ThemeChoice::Light);
    }

    void R1_eventTimeIsTheAxis() {
        for (const ChartSpec& chart : defaultCharts(*actionsShape(), "q")) {
            QCOMPARE(chart.keys, std::vector<std::string>{"window"});
            QCOMPARE(frameOf(actions(), chart).data.axis, ChartAxis::Windows);
        }
    }

    void R2_oneWindowOfAirAndWholeWindows() {
        const auto view = viewOf(specOf(ChartType::Bar), actions());
        const ChartPicture& picture = view->picture();
        const double pitch = picture.placePitch();
        QVERIFY(std::abs(pitch * 8 - picture.plotArea().width()) < 0.01);
        QCOMPARE(picture.frame().data.places.back().end - kTwo, 7 * kHour);
    }

    void R3_freeIsAStateThatCountsWhatIsMissed() {
        ChartSpec spec = specOf(ChartType::Area);
        spec.span = 4;
        const auto view = viewOf(spec, actions(47));
        QVERIFY(view->isFollowing());
        view->setFollow(false);
        view->setSnapshot(actions(48));
        view->setSnapshot(actions(49));
        QVERIFY(!view->isFollowing());
        QCOMPARE(view->missedBatches(), 2);
        // Another chart is not touched.
        const auto other = viewOf(spec, actions(49));
        QVERIFY(other->isFollowing());
    }

    void R4_theSpanIsANumberOfWindows() {
        QCOMPARE(ChartSpec().span, 12);
        const ChartFrame frame = frameOf(snapshot(actionsShape(), oneKey(40)), specOf(ChartType::Line));
        QCOMPARE(frame.data.places.size(), 12u);
        QCOMPARE(frame.data.places.back().end, kTwo + 40 * kHour);
        QCOMPARE(frame.data.oldest, kTwo);  // older ones can be reached
    }

    void R5_zoneDateAndMidnight() {
        const ChartFrame frame = frameOf(snapshot(actionsShape(), oneKey(24)), [] {
            ChartSpec spec = specOf(ChartType::Bar);
            spec.span = 24;
            return spec;
        }());
        const auto picture = drawn(frame, {1600, 240});
        QVERIFY(picture->xLabels().back().isZone);
        QCOMPARE(picture->xLabels().back().text, QString("UTC"));
        QCOMPARE(picture->xLabels().front().text, QString("26 Jul 02:00"));
        QVERIFY(std::any_of(picture->xLabels().begin(), picture->xLabels().end(),
                            [](const AxisLabel& label) { return label.text == QString("27 Jul"); }));
    }

    // A2: a noisy stream of ±20 % does not make the axis dance.
    void R6_theAxisIsCalm() {
        std::mt19937 random(7);
        std::uniform_int_distribution<int> noise(80, 120);
        StickyAxis axis;
        AxisRange before;
        int changes = 0;
        for (int batch = 0; batch < 200; ++batch) {
            StickyAxis::Values values;
            values.highest = noise(random) * 10;
            values.whole = true;
            values.batch = batch;
            values.firstWindow = batch;
            const AxisRange range = axis.update(values, ChartSpec());
            if (batch > 0 && !(range == before)) ++changes;
            before = range;
        }
        QVERIFY2(changes <= 2, qPrintable(QString::number(changes)));
    }

    void R6_barsAndAreasBeginAtZero() {
        const auto result = snapshot(
            actionsShape(), {{{window(0), text("a"), longValue(1000)}}, {{window(1), text("a"), longValue(1010)}}});
        for (const ChartType type : {ChartType::Bar, ChartType::Area, ChartType::Line}) {
            for (const ValueAggregate aggregate : {ValueAggregate::Sum, ValueAggregate::Avg}) {
                ChartSpec spec = specOf(type);
                spec.values[0].aggregate = aggregate;
                const ChartFrame frame = frameOf(result, spec);
                const bool mayStartHigher = type == ChartType::Line && aggregate == ValueAggregate::Avg;
                QCOMPARE(frame.range.low > 0, mayStartHigher);
            }
        }
    }

    void R7_lookingBackKeepsTheAxis() {
        const auto shape = actionsShape();
        const auto view = viewOf(specOf(ChartType::Bar), snapshot(shape, oneKey(30, 1000), 30));
        const AxisRange range = view->frame().range;
        QCOMPARE(range.high, 1000.0);
        // Ten batches of small values before it, windows leaving and coming back.
        for (int batch = 29; batch >= 10; --batch) {
            view->setSnapshot(snapshot(shape, oneKey(batch % 2 == 0 ? batch : 30, 10), batch));
            view->flushPendingUpdate();
            QCOMPARE(view->frame().range, range);
        }
        // Another run starts over.
        view->setSnapshot(snapshot(actionsShape(), oneKey(5, 10), 0));
        view->flushPendingUpdate();
        view->setSnapshot(snapshot(actionsShape(), oneKey(5, 10), 1));
        view->flushPendingUpdate();
        QCOMPARE(view->frame().data.batch, 1);
    }

    void R7_aBigNumberForgetsWhatCameLater() {
        ChartSpec spec = specOf(ChartType::Number);
        spec.keys.clear();
        KeyColors colors;
        ChartDataBuilder builder;
        for (const int batch : {1, 2, 5})
            builder.build(*snapshot(actionsShape(), oneKey(batch), batch), spec, {}, colors);
        const ChartData data = builder.build(*snapshot(actionsShape(), oneKey(3), 3), spec, {}, colors);
        QCOMPARE(data.history.size(), std::size_t(3));
        QCOMPARE(data.history.back().batch, 3);
        QCOMPARE(data.history.back().value, 30.0);
    }

    void R8_chartsAboveEachOtherShareTheirLeftEdge() {
        for (const ChartType type :
             {ChartType::Bar, ChartType::Line, ChartType::Area, ChartType::Scatter, ChartType::Histogram}) {
            auto picture = ChartPicture::create(specOf(type));
            picture->setMinimumLeft(120);
            picture->show(frameOf(actions(), specOf(type)), english(), {640, 240});
            QCOMPARE(picture->plotArea().left(), 120.0);
        }
    }

    void R9_oneValueAxis() {
        for (const ChartType type : {ChartType::Bar, ChartType::Line, ChartType::Area}) {
            const auto picture = drawn(frameOf(actions(), specOf(type)));
            QVERIFY(picture->chart()->axes(Qt::Vertical).size() <= 1);
        }
    }

    // A1
    void R10_aColourBelongsToItsKey() {
        KeyColors colors;
        std::map<std::string, int> given;
        std::mt19937 random(11);
        const std::vector<ChartType> types{ChartType::Bar, ChartType::Line, ChartType::Area, ChartType::Pie,
                                           ChartType::Scatter};
        for (int batch = 0; batch < 1000; ++batch) {
            std::vector<Row> rows;
            for (int key = 0; key < 8; ++key) {
                if (random() % 3 == 0) continue;
                rows.push_back({{window(static_cast<int>(random() % 4)), text("k" + std::to_string(key)),
                                 longValue(static_cast<std::int64_t>(random() % 100) + 1)}});
            }
            std::shuffle(rows.begin(), rows.end(), random);
            const ChartFrame frame =
                makeChartFrame(*snapshot(actionsShape(), rows, batch),
                               specOf(types[static_cast<std::size_t>(batch) % types.size()]), TimeZone(), colors);
            for (const ChartSeries& series : frame.data.series) {
                if (!series.isOther) QCOMPARE(given.emplace(series.key, series.slot).first->second, series.slot);
            }
        }
        QCOMPARE(given.size(), std::size_t(8));
    }

    void R11_eightColoursInTheirOrder() {
        KeyColors colors;
        for (int key = 0; key < 8; ++key) QCOMPARE(colors.slot("c", "k" + std::to_string(key)), key);
        const std::array<QColor, 7> wanted{QColor(0x00, 0x72, 0xB2), QColor(0xD5, 0x5E, 0x00), QColor(0x00, 0x9E, 0x73),
                                           QColor(0xCC, 0x79, 0xA7), QColor(0xE6, 0x9F, 0x00), QColor(0x56, 0xB4, 0xE9),
                                           QColor(0xF0, 0xE4, 0x42)};
        for (std::size_t slot = 0; slot < wanted.size(); ++slot) QCOMPARE(kLightTokens.series[slot].fill, wanted[slot]);
        // Thin lines keep a contrast of 3 to 1 in both themes.
        for (const ThemeTokens* tokens : {&kLightTokens, &kDarkTokens}) {
            ChartLook look;
            look.tokens = tokens;
            for (int slot = 0; slot < 8; ++slot) QVERIFY(contrastRatio(look.lineColor(slot), tokens->surface) >= 3.0);
        }
    }

    void R12_identityHasASecondChannel() {
        std::vector<Row> rows;
        for (int key = 0; key < 6; ++key)
            rows.push_back({{window(0), text("k" + std::to_string(key)), longValue(100)}});
        auto shape = actionsShape();
        shape->canBeFinal = false;
        const ChartFrame frame = frameOf(snapshot(shape, rows), specOf(ChartType::Bar));
        const auto picture = drawn(frame);
        const QImage image = imageOf(frame);
        // More than four keys: the second bar carries dots in the colour of the surface.
        const QRect inside = picture->mark({1, 0})->rect.toRect().adjusted(3, 3, -3, -3);
        std::set<QRgb> colours;
        for (int y = inside.top(); y <= inside.bottom(); ++y) {
            for (int x = inside.left(); x <= inside.right(); ++x) colours.insert(image.pixel(x, y));
        }
        QVERIFY(colours.size() > 1);
    }

    void R13_reservedColoursAreNoSeries() {
        for (const ThemeTokens* tokens : {&kLightTokens, &kDarkTokens}) {
            for (const SeriesColor& series : tokens->series) {
                QVERIFY(series.fill != tokens->accent);
                QVERIFY(series.fill != tokens->err);
                QVERIFY(series.fill != tokens->final);
            }
        }
    }

    // A8
    void R14_otherIsHonestAndSharesAddUp() {
        std::vector<Row> rows;
        for (int key = 0; key < 40; ++key) {
            for (int at = 0; at < 3; ++at)
                rows.push_back({{window(at), text("k" + std::to_string(100 + key)), longValue(200 - key)}});
        }
        for (const ChartType type : {ChartType::Bar, ChartType::Area}) {
            ChartSpec spec = specOf(type);
            spec.stack = StackMode::Percent;
            const ChartFrame frame = frameOf(snapshot(actionsShape(), rows), spec);
            QCOMPARE(frame.data.series.size(), 9u);
            QVERIFY(frame.data.series.back().isOther);
            QCOMPARE(frame.data.series.back().otherCount, 32);
            QCOMPARE(frame.data.series.back().slot, -1);
            for (std::size_t place = 0; place < 3; ++place) {
                double whole = 0;
                for (std::size_t series = 0; series < 9; ++series) whole += frame.data.share(series, place).value_or(0);
                QVERIFY(std::abs(whole - 1) < 1e-9);
            }
        }
    }

    void R15_theOrderIsStableAndHolesAreHoles() {
        std::vector<Row> rows{{{window(0), text("b"), longValue(1)}},
                              {{window(0), text("a"), longValue(9)}},
                              {{window(1), text("b"), longValue(99)}},
                              {{window(2), text("a"), longValue(1)}}};
        ChartFrame frame = frameOf(snapshot(actionsShape(), rows), specOf(ChartType::Area));
        QCOMPARE(frame.data.series[0].key, std::string("a"));
        QVERIFY(frame.data.series[0].cells[1].present && !frame.data.series[0].cells[1].seen);
        QCOMPARE(frame.data.series[0].cells[1].value, 0.0);
        ChartSpec averages = specOf(ChartType::Area);
        averages.values[0].aggregate = ValueAggregate::Avg;
        frame = frameOf(snapshot(actionsShape(), rows), averages);
        QVERIFY(!frame.data.series[0].cells[1].present);
    }

    // A4
    void R16_openExactlyBehindTheWatermark() {
        std::mt19937 random(3);
        std::uniform_int_distribution<std::int64_t> instant(0, 14 * 3600 * 1000);
        KeyColors colors;
        int checked = 0;
        for (int round = 0; round < 1000; ++round) {
            const std::int64_t latest = kTwo + instant(random) * 1000;
            ChartDataBuilder builder;
            const ChartData data =
                builder.build(*snapshot(actionsShape(), oneKey(10), round, latest), specOf(ChartType::Bar), {}, colors);
            for (const ChartPlace& place : data.places) {
                QCOMPARE(place.state, place.end <= *data.watermark ? PlaceState::Final : PlaceState::Open);
                ++checked;
            }
        }
        QCOMPARE(checked, 10000);
    }

    void R17_captionsSayWhatIsOpenOrHidden() {
        ChartSpec spec = specOf(ChartType::Bar);
        QCOMPARE(ChartSummary(frameOf(actions(), spec), english()).caption(), QString("3 open window(s) shown"));
        QVERIFY(ChartSpec().showOpenWindows);
        for (const ChartType type : {ChartType::Bar, ChartType::Pie, ChartType::Histogram}) {
            spec = specOf(type);
            spec.showOpenWindows = false;
            const ChartFrame frame = frameOf(actions(), spec);
            QVERIFY(ChartSummary(frame, english()).caption().contains("3 open window(s) hidden"));
        }
    }

    void R18_theWatermarkLine() {
        const ChartFrame frame = frameOf(actions(), specOf(ChartType::Area));
        const auto picture = drawn(frame);
        QCOMPARE(picture->watermarkLabel(), QString("watermark 06:01:24"));
        const double hours = (*picture->watermarkX() - picture->plotArea().left()) / picture->placePitch();
        QVERIFY(std::abs(hours - (4 + 84.0 / 3600)) < 0.001);
        // What is tinted as final ends with a window, not at the line.
        QVERIFY(std::abs(*picture->finalEdge() - picture->plotArea().left() - 4 * picture->placePitch()) < 0.01);
        auto later = actions();
        later->latestEventTime = EventTime(Micros(kLatest + 600 * kSecond));
        QCOMPARE(*frameOf(later, frame.spec).data.nextWatermark - *frame.data.watermark, 600 * kSecond);
    }

    void R19_lateRowsHangUnderTheAxis() {
        ChartFrame frame = frameOf(actions(), specOf(ChartType::Bar));
        const QImage without = imageOf(frame);
        frame.late = {kTwo + 2832 * kSecond};
        const QImage with = imageOf(frame);
        const auto picture = drawn(frame);
        const int bottom = static_cast<int>(picture->plotArea().bottom());
        bool above = false;
        bool below = false;
        for (int y = 0; y < with.height(); ++y) {
            for (int x = 0; x < with.width(); ++x) {
                if (with.pixel(x, y) != without.pixel(x, y)) (y < bottom ? above : below) = true;
            }
        }
        QVERIFY(below && !above);
    }

    void R21_overlappingWindowsHaveNoTotals() {
        auto shape = actionsShape();
        shape->windowSlide = Micros(kHour / 2);
        ChartSpec spec = specOf(ChartType::Bar);
        spec.stack = StackMode::Percent;
        const ChartFrame frame = frameOf(snapshot(shape, actionsRows(), 1, kLatest), spec);
        QVERIFY(frame.data.overlapping);
        QVERIFY(!frame.data.share(0, 0));
        QVERIFY(frame.data.stacking(spec) != StackMode::Percent);
        QVERIFY(ChartSummary(frame, english()).caption().contains("windows overlap: bars share rows"));
    }

    void R23_neverSeenDiffersFromZero() {
        const std::vector<Row> rows{{{window(0), text("a"), longValue(5)}},
                                    {{window(1), text("a"), longValue(0)}},
                                    {{window(3), text("a"), longValue(5)}}};
        const ChartFrame frame = frameOf(snapshot(actionsShape(), rows), specOf(ChartType::Bar));
        QVERIFY(frame.data.places[1].seen && !frame.data.places[2].seen);
        const auto picture = drawn(frame);
        QVERIFY(picture->mark({0, 1}));
        QVERIFY(!picture->mark({0, 2}));
    }

    void R25_whatChangedIsKnownForOneBatch() {
        const auto view = viewOf(specOf(ChartType::Bar), actions(46));
        std::vector<Row> rows = actionsRows();
        rows[10].cells[2] = longValue(1051);
        rows[10].changedIn = 47;
        view->setSnapshot(snapshot(actionsShape(), rows, 47, kLatest));
        view->flushPendingUpdate();
        int changed = 0;
        for (const auto& series : view->frame().before) {
            for (const auto& value : series) changed += value ? 1 : 0;
        }
        QCOMPARE(changed, 1);
        QCOMPARE(*view->frame().before[1][5], 1008.0);
    }

    void R26_nothingMovesByItself() {
        for (const ChartType type :
             {ChartType::Bar, ChartType::Line, ChartType::Area, ChartType::Scatter, ChartType::Pie})
            QCOMPARE(drawn(frameOf(actions(), specOf(type)))->chart()->animationOptions(), QChart::NoAnimation);
    }

    void R27_aStalePictureStays() {
        ChartCard card;
        card.resize(700, 320);
        card.setSpec(specOf(ChartType::Area));
        card.setSnapshot(actions());
        card.show();
        QVERIFY(QTest::qWaitForWindowExposed(&card));
        QTRY_VERIFY(!card.isEmpty());
        const auto before = card.view()->picture().marks().size();
        card.setStale(24);
        card.resize(640, 300);
        QCoreApplication::processEvents();
        QCOMPARE(card.view()->picture().marks().size(), before);
        QVERIFY(!card.isEmpty());
    }

    void R28_aHiddenChartDrawsNothing() {
        ChartView view;
        view.setScheduled(true);
        QSignalSpy updated(&view, &ChartView::updated);
        view.setSpec(specOf(ChartType::Pie));
        for (int batch = 0; batch < 50; ++batch) view.setSnapshot(actions(batch));
        QVERIFY(!view.flushPendingUpdate());
        QCOMPARE(updated.size(), 0);
        QVERIFY(view.isUpdatePending());
    }

    // A3
    void R29_zoomBelongsToTheUser() {
        ChartSpec spec = specOf(ChartType::Area);
        spec.span = 4;
        const auto view = viewOf(spec, actions());
        QTest::keyClick(view.get(), Qt::Key_PageUp);
        view->flushPendingUpdate();
        const auto first = view->frame().data.places.front().start;
        const auto last = view->frame().data.places.back().end;
        for (int batch = 48; batch < 148; ++batch) {
            std::vector<Row> rows = actionsRows();
            rows.push_back({{window(batch - 41), text("Open"), longValue(batch)}, batch});
            if (batch == 100) {
                ChartSpec other = spec;
                other.stack = StackMode::Stacked;
                view->setSpec(other);
            }
            view->setSnapshot(snapshot(actionsShape(), rows, batch, kLatest));
            view->flushPendingUpdate();
            QCOMPARE(view->frame().data.places.front().start, first);
            QCOMPARE(view->frame().data.places.back().end, last);
        }
    }

    void R30_linesAndAreasBreakAtGaps() {
        ChartSpec spec = specOf(ChartType::Area);
        spec.values[0].aggregate = ValueAggregate::Avg;
        auto shape = actionsShape();
        shape->canBeFinal = false;
        const std::vector<Row> rows{{{window(0), text("a"), longValue(5)}},
                                    {{window(1), text("a"), longValue(5)}},
                                    {{window(3), text("a"), longValue(5)}},
                                    {{window(4), text("a"), longValue(5)}}};
        const ChartFrame frame = frameOf(snapshot(shape, rows), spec);
        const auto picture = drawn(frame);
        QCOMPARE(picture->chart()->series().size(), 2);
        const QImage image = imageOf(frame);
        const int x = static_cast<int>(picture->plotArea().left() + 2.3 * picture->placePitch());
        const int y = static_cast<int>(picture->plotArea().bottom()) - 20;
        QCOMPARE(image.pixelColor(x, y), QColor(Theme::tokens().surface));
    }

    void R31_thinBarsAreMergedIntoCoarserWindows() {
        ChartSpec spec = specOf(ChartType::Bar);
        spec.span = 500;
        KeyColors colors;
        ChartDataBuilder builder;
        const auto result = snapshot(actionsShape(), oneKey(500), 1, kTwo + 400 * kHour);
        ChartFrame frame;
        frame.spec = spec;
        frame.data = builder.build(*result, spec, {TimeZone(), std::nullopt, {}, 100}, colors);
        QCOMPARE(frame.data.merged, 5);
        QVERIFY(frame.data.places.size() <= 101);
        double whole = 0;
        for (const ChartPlace& place : frame.data.places) {
            QCOMPARE(place.end - place.start, 5 * kHour);
            QCOMPARE(place.state, place.end <= *frame.data.watermark ? PlaceState::Final : PlaceState::Open);
            whole += place.total;
        }
        QCOMPARE(whole, 5000.0);
        QCOMPARE(frame.data.places[10].total, 50.0);
        // Averages cannot be merged from averages.
        spec.values[0].aggregate = ValueAggregate::Avg;
        QCOMPARE(builder.build(*result, spec, {TimeZone(), std::nullopt, {}, 100}, colors).merged, 1);
    }

    void R31_mergedWindowsStayOnTheirGrid() {
        KeyColors colors;
        ChartDataBuilder builder;
        ChartSpec spec = specOf(ChartType::Bar);
        spec.span = 500;
        std::set<std::int64_t> ends;
        for (int windows = 495; windows < 500; ++windows) {
            const ChartData data = builder.build(*snapshot(actionsShape(), oneKey(windows)), spec,
                                                 {TimeZone(), std::nullopt, {}, 100}, colors);
            QCOMPARE(data.merged, 5);
            ends.insert(floorMod(data.places.front().end, 5 * kHour));
        }
        QCOMPARE(ends.size(), std::size_t(1));
    }

    void R32_mergingAndLeavingOutAreSaid() {
        ChartSpec spec = specOf(ChartType::Bar);
        spec.span = 500;
        const auto view = viewOf(spec, snapshot(actionsShape(), oneKey(500)));
        view->setSnapshot(snapshot(actionsShape(), oneKey(500), 1));
        view->flushPendingUpdate();
        QVERIFY(view->frame().data.merged > 1);
        QVERIFY2(view->caption().contains("1 bar = "), qPrintable(view->caption()));
        for (const ChartMark& mark : view->picture().marks()) QVERIFY(mark.rect.width() >= 1.5);
        // Exports carry every window.
        QCOMPARE(frameOf(snapshot(actionsShape(), oneKey(500)), spec).data.places.size(), 500u);
    }

    void R33_aPinnedToolTipStays() {
        const auto view = viewOf(specOf(ChartType::Area), actions());
        view->setCurrentMark(MarkId{1, 2});
        view->setPinned(true);
        view->setSnapshot(actions(48));
        view->flushPendingUpdate();
        QVERIFY(view->isPinned());
        QCOMPARE(view->currentMark().value_or(MarkId{-1, -1}), (MarkId{1, 2}));
    }

    void R34_theOthersStepBack() {
        for (const ChartType type : {ChartType::Bar, ChartType::Area, ChartType::Pie}) {
            const auto view = viewOf(specOf(type), actions());
            const QImage plain = view->grab().toImage();
            view->setCurrentMark(view->picture().marks().back().id);
            QCoreApplication::processEvents();
            QVERIFY(view->grab().toImage() != plain);
            QCOMPARE(view->picture().highlight(), view->currentMark());
        }
    }

    void R35_everyChartHasItsTable() {
        for (const ChartType type : {ChartType::Bar, ChartType::Line, ChartType::Area, ChartType::Scatter,
                                     ChartType::Pie, ChartType::Histogram, ChartType::Number}) {
            const auto view = viewOf(specOf(type), actions());
            QSignalSpy asked(view.get(), &ChartView::tableRequested);
            QTest::keyClick(view.get(), Qt::Key_T);
            QCOMPARE(asked.size(), 1);
            QVERIFY(view->accessibleDescription().size() > 20);
        }
    }

    void R36_printsAreLightWithTextures() {
        Theme::current().setChoice(ThemeChoice::Dark);
        const ChartLook print = ChartLook::print(QLocale(QLocale::English), TimeZone());
        QCOMPARE(print.tokens, &kLightTokens);
        QVERIFY(print.textures);
        for (const ChartType type : {ChartType::Bar, ChartType::Area, ChartType::Pie, ChartType::Number}) {
            const QImage image = imageOf(frameOf(actions(), specOf(type)), print);
            QCOMPARE(image.pixelColor(1, 1), QColor(kLightTokens.surface));
        }
    }
};

QTEST_MAIN(TestChartRules)
#include "tst_chart_rules.moc"
