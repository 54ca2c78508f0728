// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QImage>
#include <QPainter>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include "chart_samples.h"
#include "ui/charts/chart_card.h"
#include "ui/charts/chart_summary.h"
#include "ui/charts/chart_view.h"
#include "ui/style/fonts.h"
#include "ui/style/theme.h"
#include "ui/style/vitrine_style.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/segment_bar.h"

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

/// Rows of a sensor: no window, no aggregation.
ResultShapePtr sensorShape() {
    auto made =
        shape({{"temperature", DataType::doubleType()}, {"load", DataType::doubleType()}, {"room", DataType::string()}},
              {ColumnRole::Other, ColumnRole::Other, ColumnRole::Other});
    made->aggregated = false;
    return made;
}

std::vector<Row> sensorRows() {
    std::vector<Row> rows;
    for (int index = 0; index < 40; ++index) {
        const double turn = index * 0.7;
        rows.push_back({{Value{18 + 6 * std::sin(turn)}, Value{40 + 30 * std::cos(turn * 1.3)},
                         text(index % 3 == 0 ? "lab" : "hall")},
                        index});
    }
    return rows;
}

ChartSpec sensorSpec(ChartType type) {
    ChartSpec spec;
    spec.id = "c1";
    spec.type = type;
    spec.keys = {"temperature"};
    spec.groups = {"room"};
    spec.values = {{"load", ValueAggregate::None}};
    return spec;
}

ChartFrame frameOf(const ResultSnapshotPtr& snapshot, const ChartSpec& spec) {
    KeyColors colors;
    return makeChartFrame(*snapshot, spec, TimeZone(), colors);
}

/// A picture without a window, with its marks.
struct Drawn {
    explicit Drawn(const ChartFrame& frame, QSizeF size = {600, 240}) : picture(ChartPicture::create(frame.spec)) {
        picture->show(frame, ChartLook::current(QLocale(QLocale::English), TimeZone()), size);
    }
    std::unique_ptr<ChartPicture> picture;
};

QImage imageOf(const ChartFrame& frame, QSize size = {600, 240}) {
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    image.fill(Theme::tokens().surface);
    QPainter painter(&image);
    renderChart(frame, &painter, size, ChartLook::current(QLocale(QLocale::English), TimeZone()));
    return image;
}

int pixelsOf(const QImage& image, const QRect& within, const QColor& color) {
    int found = 0;
    const QRect inside = within.intersected(image.rect());
    for (int y = inside.top(); y <= inside.bottom(); ++y) {
        for (int x = inside.left(); x <= inside.right(); ++x) found += image.pixelColor(x, y) == color ? 1 : 0;
    }
    return found;
}

}  // namespace

class TestChartKinds : public QObject {
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

    void stackedAreasStandOnEachOther() {
        ChartSpec spec = specOf(ChartType::Area);
        spec.stack = StackMode::Stacked;
        const ChartFrame frame = frameOf(actions(), spec);
        QCOMPARE(frame.range.low, 0.0);
        QCOMPARE(frame.range.high, 2400.0);
        const Drawn drawn(frame);
        const ChartMark* close = drawn.picture->mark({0, 3});
        const ChartMark* open = drawn.picture->mark({1, 3});
        QVERIFY(close && open);
        const double pixel = drawn.picture->plotArea().height() / 2400;
        QVERIFY(std::abs(drawn.picture->plotArea().bottom() - close->anchor.y() - 1003 * pixel) < 0.01);
        QVERIFY(std::abs(close->anchor.y() - open->anchor.y() - 1000 * pixel) < 0.01);
        QCOMPARE(open->value, 1000.0);
    }

    void sharesOfAreasEndAtHundredPercent() {
        ChartSpec spec = specOf(ChartType::Area);
        spec.stack = StackMode::Percent;
        const ChartFrame frame = frameOf(actions(), spec);
        const Drawn drawn(frame);
        for (int place = 0; place < 7; ++place)
            QVERIFY(std::abs(drawn.picture->mark({1, place})->anchor.y() - drawn.picture->plotArea().top()) < 0.01);
        QCOMPARE(drawn.picture->yLabels().back().text, QString("100\u00A0%"));
    }

    void areasIntoOpenWindowsAreHatched() {
        ChartSpec spec = specOf(ChartType::Area);
        spec.stack = StackMode::Stacked;
        const ChartFrame frame = frameOf(actions(), spec);
        const Drawn drawn(frame);
        const QImage image = imageOf(frame);
        const QRectF plot = drawn.picture->plotArea();
        const double pitch = drawn.picture->placePitch();
        // Between the middles of 04:00 and 05:00, final; of 06:00 and 07:00, open.
        const QRect final(QPoint(int(plot.left() + 2.6 * pitch), int(plot.bottom()) - 40), QSize(int(pitch * 0.8), 30));
        const QRect open(QPoint(int(plot.left() + 4.6 * pitch), int(plot.bottom()) - 40), QSize(int(pitch * 0.8), 30));
        QCOMPARE(pixelsOf(image, final, Theme::tokens().surface), 0);
        QVERIFY(pixelsOf(image, open, Theme::tokens().surface) > open.width() * open.height() / 4);
    }

    void averagesAreNeverStacked() {
        ChartSpec spec = specOf(ChartType::Area);
        spec.values[0].aggregate = ValueAggregate::Avg;
        for (const StackMode mode : {StackMode::Stacked, StackMode::Percent}) {
            spec.stack = mode;
            const ChartFrame frame = frameOf(actions(), spec);
            QCOMPARE(frame.data.stacking(spec), StackMode::Grouped);
            QVERIFY(frame.range.high < 1500);
            // An area begins at 0 all the same.
            QCOMPARE(frame.range.low, 0.0);
        }
    }

    void valuesBelowZeroHaveNoShares() {
        const auto result =
            snapshot(actionsShape(), {{{window(0), text("a"), longValue(5)}}, {{window(0), text("b"), longValue(-5)}}});
        ChartSpec spec = specOf(ChartType::Bar);
        spec.stack = StackMode::Percent;
        const ChartFrame frame = frameOf(result, spec);
        QCOMPARE(frame.data.stacking(spec), StackMode::Stacked);
        const ChartLook look = ChartLook::current(QLocale(QLocale::English), TimeZone());
        QVERIFY(ChartSummary(frame, look).caption().contains("values below 0 have no shares"));
    }

    void pointsStandAtTheirNumbers() {
        std::vector<Row> rows = sensorRows();
        rows.push_back({{null(), Value{50.0}, text("lab")}});
        rows.push_back({{Value{20.0}, Value{std::nan("")}, text("lab")}});
        const ChartFrame frame = frameOf(snapshot(sensorShape(), rows), sensorSpec(ChartType::Scatter));
        QCOMPARE(frame.data.axis, ChartAxis::Numbers);
        QCOMPARE(frame.data.places.size(), 40u);
        QCOMPARE(frame.data.rowsWithoutPlace, 2u);
        QVERIFY(frame.xRange.low <= 12 && frame.xRange.high >= 24 && frame.xRange.low > 5);
        const Drawn drawn(frame);
        QCOMPARE(drawn.picture->marks().size(), 40u);
        double before = -1;
        for (const ChartPlace& place : frame.data.places) {
            QVERIFY(place.low >= before);
            before = place.low;
        }
        const QRectF plot = drawn.picture->plotArea();
        for (const ChartMark& mark : drawn.picture->marks()) {
            const double x = frame.data.places[static_cast<std::size_t>(mark.id.place)].low;
            QVERIFY(std::abs(mark.anchor.x() - plot.left() - frame.xRange.fraction(x) * plot.width()) < 0.01);
        }
        const ChartLook look = ChartLook::current(QLocale(QLocale::English), TimeZone());
        QCOMPARE(ChartSummary(frame, look).caption(), QString("40 row(s) · 2 row(s) without a number left out"));
        QCOMPARE(ChartSummary::title(frame.spec), QString("load against temperature"));
    }

    void tooManyPointsAreSaid() {
        std::vector<Row> rows;
        for (int index = 0; index < 4100; ++index)
            rows.push_back({{Value{double(index)}, Value{1.0}, text("a")}, index});
        const ChartFrame frame = frameOf(snapshot(sensorShape(), rows), sensorSpec(ChartType::Scatter));
        QCOMPARE(frame.data.places.size(), 4000u);
        QCOMPARE(frame.data.rowsLeftOut, 100u);
        // The rows that changed last are drawn.
        QCOMPARE(frame.data.places.front().low, 100.0);
        const ChartLook look = ChartLook::current(QLocale(QLocale::English), TimeZone());
        QCOMPARE(ChartSummary(frame, look).caption(), QString("the 4,000 rows of 4,100 that changed last"));
    }

    void pointsOverWindowsKeepTheirState() {
        const ChartFrame frame = frameOf(actions(), specOf(ChartType::Scatter));
        QCOMPARE(frame.data.axis, ChartAxis::Windows);
        const Drawn drawn(frame);
        QCOMPARE(drawn.picture->marks().size(), 14u);
        QVERIFY(drawn.picture->mark({0, 4})->open && !drawn.picture->mark({0, 3})->open);
        QVERIFY(drawn.picture->watermarkX());
    }

    void pieOfKeys() {
        const ChartFrame frame = frameOf(actions(), specOf(ChartType::Pie));
        QCOMPARE(frame.data.refusal, ChartRefusal::None);
        QCOMPARE(frame.data.series.size(), 2u);
        // In the order of names, not of values.
        QCOMPARE(frame.data.series[0].key, std::string("Close"));
        QCOMPARE(frame.data.series[0].cells[0].value, 4196.0);
        QCOMPARE(frame.data.series[1].cells[1].value, 5204.0);
        QCOMPARE(frame.data.series[0].cells[0].openValue, 2023.0);
        QCOMPARE(frame.data.openPlaces, 3);
        const ChartLook look = ChartLook::current(QLocale(QLocale::English), TimeZone());
        const ChartSummary words(frame, look);
        QCOMPARE(words.caption(), QString("2 key(s) · 3 open window(s) included"));
        QCOMPARE(words.description(),
                 QString("Pie chart, Close ~4,196 44.6\u00A0%, Open ~5,204 55.4\u00A0%, 3 open window(s) included"));
        const Drawn drawn(frame);
        QCOMPARE(drawn.picture->marks().size(), 2u);
        // The ring: the first part begins at the top and goes clockwise.
        const QRectF plot = drawn.picture->plotArea();
        const double outer = std::min(plot.height(), plot.width() * 0.45) / 2;
        const QPointF centre(plot.left() + outer, plot.center().y());
        QCOMPARE(drawn.picture->markAt(centre + QPointF(outer * 0.8, 0)), (MarkId{0, 0}));
        QCOMPARE(drawn.picture->markAt(centre - QPointF(outer * 0.8, 0)), (MarkId{1, 1}));
        QVERIFY(!drawn.picture->markAt(centre));
        ChartSpec full = frame.spec;
        full.hole = false;
        const Drawn whole(frameOf(actions(), full));
        QVERIFY(whole.picture->markAt(centre + QPointF(outer * 0.3, 0)));
    }

    void finalOnlyPieLeavesOpenWindowsOut() {
        ChartSpec spec = specOf(ChartType::Pie);
        spec.showOpenWindows = false;
        const ChartFrame frame = frameOf(actions(), spec);
        QCOMPARE(frame.data.series[0].cells[0].value, 11.0 + 344 + 815 + 1003);
        QCOMPARE(frame.data.series[0].cells[0].openValue, 0.0);
        QCOMPARE(frame.data.hiddenOpenPlaces, 3);
        const ChartLook look = ChartLook::current(QLocale(QLocale::English), TimeZone());
        QCOMPARE(ChartSummary(frame, look).caption(), QString("2 key(s) · 3 open window(s) hidden"));
    }

    void aPieHasFewParts() {
        std::vector<Row> rows;
        for (int key = 0; key < 20; ++key)
            rows.push_back({{window(0), text("k" + std::to_string(100 + key)), longValue(100 - key)}});
        const ChartFrame frame = frameOf(snapshot(actionsShape(), rows), specOf(ChartType::Pie));
        QCOMPARE(frame.data.series.size(), 7u);
        QVERIFY(frame.data.series.back().isOther);
        QCOMPARE(frame.data.series.back().otherCount, 14);
        double whole = 0;
        for (const ChartPlace& place : frame.data.places) whole += place.total;
        QCOMPARE(whole, 1810.0);
    }

    void pieRefusesWhatIsNoWhole_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("refusal");
        QTest::newRow("averages") << 0 << static_cast<int>(ChartRefusal::NoTotal);
        QTest::newRow("below 0") << 1 << static_cast<int>(ChartRefusal::Negative);
        QTest::newRow("nothing") << 2 << static_cast<int>(ChartRefusal::AllZero);
        QTest::newRow("windows that overlap") << 3 << static_cast<int>(ChartRefusal::Overlap);
        QTest::newRow("no keys") << 4 << static_cast<int>(ChartRefusal::NoKeys);
    }
    void pieRefusesWhatIsNoWhole() {
        QFETCH(int, kind);
        QFETCH(int, refusal);
        ChartSpec spec = specOf(ChartType::Pie);
        auto shape = actionsShape();
        std::vector<Row> rows = actionsRows();
        if (kind == 0) spec.values[0].aggregate = ValueAggregate::Avg;
        if (kind == 1) rows.push_back({{window(1), text("Refund"), longValue(-4)}});
        if (kind == 2) rows = {{{window(0), text("Open"), longValue(0)}}};
        if (kind == 3) shape->windowSlide = Micros(kHour / 2);
        if (kind == 4) spec.groups.clear();
        const ChartFrame frame = frameOf(snapshot(shape, rows, 1, kLatest), spec);
        QCOMPARE(static_cast<int>(frame.data.refusal), refusal);
        QVERIFY(frame.data.isEmpty());
        const ChartLook look = ChartLook::current(QLocale(QLocale::English), TimeZone());
        QVERIFY(!ChartSummary(frame, look).refusal().second.isEmpty());
        // The same options as bars are drawn.
        spec.type = ChartType::Bar;
        QVERIFY(!frameOf(snapshot(shape, rows, 1, kLatest), spec).data.isEmpty());
    }

    void theCardSaysWhyAndOffersBars() {
        ChartCard card;
        card.resize(600, 300);
        ChartSpec spec = specOf(ChartType::Pie);
        spec.values[0].aggregate = ValueAggregate::Avg;
        card.setSpec(spec);
        card.setSnapshot(actions());
        card.show();
        QVERIFY(QTest::qWaitForWindowExposed(&card));
        card.view()->flushPendingUpdate();
        QVERIFY(card.emptyState()->isVisible());
        QSignalSpy changed(&card, &ChartCard::specChanged);
        const auto buttons = card.emptyState()->findChildren<QPushButton*>();
        QCOMPARE(buttons.size(), 2);
        buttons[0]->click();
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed[0][0].value<ChartSpec>().type, ChartType::Bar);
    }

    void histogramCountsEveryRowOnce() {
        std::vector<Row> rows = sensorRows();
        rows.push_back({{Value{std::nan("")}, Value{1.0}, text("lab")}});
        rows.push_back({{null(), Value{1.0}, text("lab")}});
        rows.push_back({{Value{HUGE_VAL}, Value{1.0}, text("lab")}});
        ChartSpec spec = sensorSpec(ChartType::Histogram);
        spec.values = {{"temperature", ValueAggregate::Sum}};
        const ChartFrame frame = frameOf(snapshot(sensorShape(), rows), spec);
        QCOMPARE(frame.data.axis, ChartAxis::Bins);
        QCOMPARE(frame.data.rowsWithoutPlace, 3u);
        double counted = 0;
        for (const ChartPlace& place : frame.data.places) counted += place.total;
        QCOMPARE(counted, 40.0);
        for (std::size_t bin = 1; bin < frame.data.places.size(); ++bin)
            QCOMPARE(frame.data.places[bin].low, frame.data.places[bin - 1].high);
        QCOMPARE(frame.range.low, 0.0);
        QCOMPARE(frame.data.stacking(spec), StackMode::Stacked);
        const Drawn drawn(frame);
        // Bins touch: nothing lies between them.
        const double pitch = drawn.picture->placePitch();
        for (const ChartMark& mark : drawn.picture->marks()) QVERIFY(std::abs(mark.rect.width() - pitch) < 0.01);
    }

    void binsStayWhereTheyAre() {
        BinGrid grid = binsFor(0, 99, 0, true, 0);
        QCOMPARE(grid.width, 5.0);
        QCOMPARE(grid.count, 20);
        // Growing keeps the width until there are clearly too many bins.
        QCOMPARE(binsFor(-3, 140, 0, true, grid.width).width, 5.0);
        QCOMPARE(binsFor(-3, 140, 0, true, grid.width).first, -5.0);
        QCOMPARE(binsFor(0, 1000, 0, true, grid.width).width, 50.0);
        QCOMPARE(binsFor(7, 7, 0, true, 0).count, 1);
        QCOMPARE(binsFor(0, 3, 0, true, 0).width, 1.0);
        QCOMPARE(binsFor(0, 1, 10, false, 0).width, 0.1);
        for (const auto& [low, high] :
             {std::pair(-1e300, 1e300), {1e-300, 2e-300}, {5.0, 5.0}, {-7.0, -7.0}, {0.0, 0.0}}) {
            grid = binsFor(low, high, 0, false, 0);
            QVERIFY(grid.count >= 1 && grid.count <= 200);
            QVERIFY(grid.first <= low && grid.first + grid.width * grid.count > high);
        }
    }

    void histogramOfTextIsRefused() {
        ChartSpec spec = sensorSpec(ChartType::Histogram);
        spec.values = {{"room", ValueAggregate::Count}};
        QCOMPARE(frameOf(snapshot(sensorShape(), sensorRows()), spec).data.refusal, ChartRefusal::NoNumbers);
        spec = sensorSpec(ChartType::Scatter);
        spec.keys = {"room"};
        QCOMPARE(frameOf(snapshot(sensorShape(), sensorRows()), spec).data.refusal, ChartRefusal::NoNumbers);
    }

    void histogramBarsShowWhatIsOpen() {
        ChartSpec spec = specOf(ChartType::Histogram);
        spec.groups.clear();
        const ChartFrame frame = frameOf(actions(), spec);
        double open = 0;
        for (const ChartCell& cell : frame.data.series[0].cells) open += cell.openValue;
        QCOMPARE(open, 6.0);  // three open windows of two actions
        const Drawn drawn(frame);
        QVERIFY(std::any_of(drawn.picture->marks().begin(), drawn.picture->marks().end(),
                            [](const ChartMark& mark) { return mark.openShare > 0 && mark.openShare < 1; }));
    }

    void bigNumberIsTheNewestWindow() {
        const ChartLook look = ChartLook::current(QLocale(QLocale::English), TimeZone());
        ChartSpec spec = specOf(ChartType::Number);
        ChartFrame frame = frameOf(actions(), spec);
        ChartSummary::NumberText text = ChartSummary(frame, look).number();
        QCOMPARE(text.value, QString("~47"));
        QCOMPARE(text.where, QString("08:00–09:00, open, may still change"));
        // What is not whole yet is not compared.
        QCOMPARE(text.change, QString("last final value 2,003 (05:00–06:00)"));
        spec.showOpenWindows = false;
        frame = frameOf(actions(), spec);
        text = ChartSummary(frame, look).number();
        QCOMPARE(text.value, QString("2,003"));
        QCOMPARE(text.change, QString("+189 (+10.4\u00A0%) against 04:00–05:00"));
        QCOMPARE(Drawn(frame).picture->marks().size(), 4u);
        QCOMPARE(ChartSummary(frame, look).description(),
                 QString("Big number, 2,003, 05:00–06:00, final, +189 (+10.4\u00A0%) against 04:00–05:00"));
    }

    void bigNumberWithoutWindowsRemembersBatches() {
        ChartSpec spec = sensorSpec(ChartType::Number);
        spec.keys.clear();
        spec.values = {{"", ValueAggregate::Count}};
        KeyColors colors;
        ChartDataBuilder builder;
        std::vector<Row> rows;
        ChartFrame frame;
        frame.spec = spec;
        for (int batch = 0; batch < 3; ++batch) {
            for (int row = 0; row <= batch; ++row) rows.push_back(sensorRows()[static_cast<std::size_t>(row)]);
            frame.data = builder.build(*snapshot(sensorShape(), rows, batch), spec, {}, colors);
        }
        QCOMPARE(frame.data.history.size(), 3u);
        QCOMPARE(frame.data.history.back().value, 6.0);
        const ChartLook look = ChartLook::current(QLocale(QLocale::English), TimeZone());
        QCOMPARE(ChartSummary(frame, look).number().change, QString("+3 (+100.0\u00A0%) since batch 1"));
        QVERIFY(colors.map().empty());
    }

    void otherKindsKeepTheColours() {
        KeyColors colors;
        std::map<std::string, int> given;
        for (const ChartType type :
             {ChartType::Bar, ChartType::Area, ChartType::Pie, ChartType::Scatter, ChartType::Line}) {
            const ChartFrame frame = makeChartFrame(*actions(), specOf(type), TimeZone(), colors);
            for (const ChartSeries& series : frame.data.series) {
                const auto [known, isNew] = given.emplace(series.key, series.slot);
                QCOMPARE(known->second, series.slot);
            }
        }
        QCOMPARE(given.size(), std::size_t(2));
    }

    void areasAreNamedOverlaid() {
        ChartCard card;
        card.resize(900, 300);
        card.setSpec(specOf(ChartType::Area));
        card.setSnapshot(actions());
        card.show();
        QVERIFY(QTest::qWaitForWindowExposed(&card));
        card.view()->flushPendingUpdate();
        auto* segments = card.findChild<SegmentBar*>();
        QVERIFY(segments->isVisible());
        QCOMPARE(segments->button(0)->text(), QString("Overlaid"));
    }

    void keyboardGoesThroughEveryKind() {
        for (const ChartType type :
             {ChartType::Area, ChartType::Scatter, ChartType::Pie, ChartType::Histogram, ChartType::Number}) {
            ChartView view;
            view.setSpec(specOf(type));
            view.setSnapshot(actions());
            view.resize(500, 240);
            view.show();
            QVERIFY(QTest::qWaitForWindowExposed(&view));
            view.flushPendingUpdate();
            QTest::keyClick(&view, Qt::Key_Home);
            QVERIFY(view.currentMark());
            const MarkId first = *view.currentMark();
            QTest::keyClick(&view, type == ChartType::Pie ? Qt::Key_Down : Qt::Key_Right);
            QVERIFY(view.currentMark() && !(*view.currentMark() == first));
            // New data: the mark stays on its key and place.
            view.setSnapshot(actions(48));
            view.flushPendingUpdate();
            QVERIFY(view.currentMark());
        }
    }

    void pictures_data() {
        QTest::addColumn<int>("theme");
        QTest::addColumn<double>("scale");
        QTest::newRow("light") << static_cast<int>(ThemeChoice::Light) << 1.0;
        QTest::newRow("dark") << static_cast<int>(ThemeChoice::Dark) << 1.0;
        QTest::newRow("high-contrast-2x") << static_cast<int>(ThemeChoice::HighContrast) << 2.0;
    }
    /// All kinds on one sheet, written beside the test for a look.
    void pictures() {
        QFETCH(int, theme);
        QFETCH(double, scale);
        Theme::current().setChoice(static_cast<ThemeChoice>(theme));
        QWidget page;
        page.setLocale(QLocale(QLocale::English));
        page.resize(1200, 920);
        const auto colors = std::make_shared<KeyColors>();
        int at = 0;
        const auto add = [&](ChartSpec spec, const ResultSnapshotPtr& result) {
            auto* card = new ChartCard(&page);
            card->setGeometry((at % 2) * 604, (at / 2) * 232, 596, 224);
            card->setColors(colors);
            card->setSpec(spec);
            card->setSnapshot(result);
            ++at;
        };
        ChartSpec area = specOf(ChartType::Area);
        add(area, actions());
        area.stack = StackMode::Stacked;
        add(area, actions());
        add(sensorSpec(ChartType::Scatter), snapshot(sensorShape(), sensorRows()));
        add(specOf(ChartType::Pie), actions());
        add(specOf(ChartType::Histogram), actions());
        add(specOf(ChartType::Number), actions());
        area.stack = StackMode::Percent;
        add(area, actions());
        ChartSpec categories = specOf(ChartType::Bar);
        categories.keys = {"action"};
        categories.groups.clear();
        add(categories, actions());
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        for (ChartCard* card : page.findChildren<ChartCard*>()) {
            QTRY_VERIFY(!card->isEmpty());
            QTRY_VERIFY(!card->view()->isUpdatePending());
        }
        QCoreApplication::processEvents();
        QImage image((QSizeF(page.size()) * scale).toSize(), QImage::Format_ARGB32_Premultiplied);
        image.setDevicePixelRatio(scale);
        image.fill(Theme::tokens().bg);
        QPainter painter(&image);
        static_cast<QWidget&>(page).render(&painter);
        painter.end();
        QVERIFY(image.save(QStringLiteral("kinds-%1.png").arg(QString::fromLatin1(QTest::currentDataTag()))));
    }
};

QTEST_MAIN(TestChartKinds)
#include "tst_chart_kinds.moc"
