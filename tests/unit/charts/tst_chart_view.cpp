// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QChart>
#include <QImage>
#include <QMenu>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>
#include <QValueAxis>
#include <QWheelEvent>

#include "chart_samples.h"
#include "ui/charts/chart_card.h"
#include "ui/charts/chart_summary.h"
#include "ui/charts/chart_view.h"
#include "ui/charts/default_charts.h"
#include "ui/charts/mark_tool_tip.h"
#include "ui/charts/safe_chart_view.h"
#include "ui/charts/time_labels.h"
#include "ui/style/fonts.h"
#include "ui/style/theme.h"
#include "ui/style/vitrine_style.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/legend_chip.h"
#include "ui/widgets/segment_bar.h"

using namespace vitrine;
using namespace vitrine::ui;
using namespace vitrine::samples;

namespace {

ChartSpec barSpec() {
    ChartSpec spec = defaultCharts(*actionsShape(), "actions_live")[0];
    spec.title = "Actions per hour";
    return spec;
}

ChartSpec lineSpec() {
    ChartSpec spec = defaultCharts(*actionsShape(), "actions_live")[1];
    spec.title = "Actions per hour, as lines";
    return spec;
}

std::vector<EventTime> lateRows() {
    return {EventTime(Micros(kTwo + 2832 * kSecond)), EventTime(Micros(kTwo + 4466 * kSecond)),
            EventTime(Micros(kTwo + 6720 * kSecond))};
}

QStringList textsOf(const std::vector<AxisLabel>& labels) {
    QStringList texts;
    for (const AxisLabel& label : labels) texts << label.text;
    return texts;
}

QImage picture(QWidget& widget, double scale) {
    QImage image((QSizeF(widget.size()) * scale).toSize(), QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(scale);
    image.fill(Theme::tokens().bg);
    QPainter painter(&image);
    static_cast<QWidget&>(widget).render(&painter);
    return image;
}

std::unique_ptr<ChartView> shownView(const ChartSpec& spec, const ResultSnapshotPtr& snapshot,
                                     QSize size = {642, 234}) {
    auto view = std::make_unique<ChartView>();
    view->setLocale(QLocale(QLocale::English));
    view->setSpec(spec);
    view->setSnapshot(snapshot);
    view->resize(size);
    view->show();
    if (!QTest::qWaitForWindowExposed(view.get())) return nullptr;
    view->flushPendingUpdate();
    return view;
}

QWidget* viewportOf(const ChartView& view) {
    return view.findChild<SafeChartView*>()->viewport();
}

}  // namespace

class TestChartView : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        QApplication::setStyle(new VitrineStyle);
        QVERIFY(installFonts(*qApp));
    }
    void init() {
        // The offscreen platform says this of every window.
        QTest::failOnWarning(QRegularExpression("^(?!This plugin does not support propagateSizeHints)"));
        Theme::current().setChoice(ThemeChoice::Light);
    }

    void axesOfThePicture() {
        const auto view = shownView(barSpec(), actions());
        const ChartPicture& drawn = view->picture();
        QCOMPARE(drawn.plotArea(), QRectF(48, 32, 642 - 48 - 16, 234 - 64));
        QCOMPARE(drawn.frame().range.high, 1200.0);
        QCOMPARE(textsOf(drawn.yLabels()), QStringList({"0", "300", "600", "900", "1,200"}));
        QCOMPARE(textsOf(drawn.xLabels()),
                 QStringList({"26 Jul 02:00", "03:00", "04:00", "05:00", "06:00", "07:00", "08:00", "09:00", "UTC"}));
        QVERIFY(drawn.xLabels().back().isZone);
        QCOMPARE(drawn.xLabels().back().rect.right(), drawn.plotArea().right());
        QCOMPARE(drawn.watermarkLabel(), QString("watermark 06:01:24"));
        // Labels stand on the borders of windows.
        QVERIFY(std::abs(drawn.xLabels()[1].rect.center().x() - (48 + drawn.placePitch())) < 0.01);
        QVERIFY(std::abs(*drawn.finalEdge() - (48 + 4 * drawn.placePitch())) < 0.01);
        QVERIFY(*drawn.watermarkX() > *drawn.finalEdge());
    }

    void barsStandWhereTheirValuesAre() {
        const auto view = shownView(barSpec(), actions());
        const ChartPicture& drawn = view->picture();
        QCOMPARE(drawn.marks().size(), 14u);
        const QRectF plot = drawn.plotArea();
        const ChartMark* close = drawn.mark({0, 3});
        const ChartMark* open = drawn.mark({1, 3});
        QVERIFY(close && open);
        QVERIFY(std::abs(close->rect.height() - plot.height() * 1003 / 1200) < 0.01);
        QVERIFY(std::abs(close->rect.right() - open->rect.left()) < 0.01);
        QVERIFY(std::abs(close->rect.width() - drawn.placePitch() / 3) < 0.01);
        // Qt's own bars are where ours are: a point inside is filled, one above is not.
        const QImage image = picture(*view, 1);
        const SeriesColor blue = Theme::current().series(0);
        QCOMPARE(image.pixelColor(close->rect.center().toPoint()), blue.fill);
        QCOMPARE(image.pixelColor(open->rect.center().toPoint()), Theme::current().series(1).fill);
        QCOMPARE(image.pixelColor((close->rect.topLeft() + QPointF(6, 4)).toPoint()), blue.fill);
        QCOMPARE(image.pixelColor((close->rect.topLeft() + QPointF(6, -4)).toPoint()), QColor(Theme::tokens().final));
        QVERIFY(drawn.mark({0, 4})->open);
        QVERIFY(!close->open);
    }

    void openBarsAreHatched() {
        const auto view = shownView(barSpec(), actions());
        const QImage image = picture(*view, 1);
        const QRect inside = view->picture().mark({0, 4})->rect.toRect().adjusted(3, 3, -3, -3);
        int ground = 0;
        int stripes = 0;
        for (int y = inside.top(); y <= inside.bottom(); ++y) {
            for (int x = inside.left(); x <= inside.right(); ++x) {
                const QColor color = image.pixelColor(x, y);
                if (color == QColor(Theme::tokens().surface)) ++ground;
                if (color == Theme::current().series(0).fill) ++stripes;
            }
        }
        QVERIFY(ground > inside.width() * inside.height() / 4);
        QVERIFY(stripes > inside.width() * inside.height() / 20);
    }

    void completeModeIsPlain() {
        auto shape = actionsShape();
        shape->mode = OutputMode::Complete;
        shape->canBeFinal = false;
        const auto view = shownView(barSpec(), snapshot(shape, actionsRows(), 3, kLatest));
        QVERIFY(!view->picture().finalEdge());
        QVERIFY(std::none_of(view->picture().marks().begin(), view->picture().marks().end(),
                             [](const ChartMark& mark) { return mark.open; }));
        const QImage image = picture(*view, 1);
        QCOMPARE(image.pixelColor(view->picture().mark({0, 4})->rect.center().toPoint()),
                 Theme::current().series(0).fill);
        QCOMPARE(view->caption(), QString("7 window(s)"));
    }

    void stackedAndPercent() {
        ChartSpec spec = barSpec();
        spec.stack = StackMode::Stacked;
        auto view = shownView(spec, actions());
        QCOMPARE(view->frame().range.high, 2400.0);
        const ChartMark* close = view->picture().mark({0, 3});
        const ChartMark* open = view->picture().mark({1, 3});
        QVERIFY(std::abs(open->rect.bottom() - close->rect.top()) < 0.01);
        QCOMPARE(picture(*view, 1).pixelColor(open->rect.center().toPoint()), Theme::current().series(1).fill);
        spec.stack = StackMode::Percent;
        view->setSpec(spec);
        view->flushPendingUpdate();
        QCOMPARE(textsOf(view->picture().yLabels()).last(), QString("100\u00A0%"));
        double height = 0;
        for (int series = 0; series < 2; ++series) height += view->picture().mark({series, 0})->rect.height();
        QVERIFY(std::abs(height - view->picture().plotArea().height()) < 0.01);
        const QImage image = picture(*view, 1);
        QCOMPARE(image.pixelColor(view->picture().mark({1, 2})->rect.center().toPoint()),
                 Theme::current().series(1).fill);
    }

    void lineRuns() {
        const auto view = shownView(lineSpec(), actions(), {385, 234});
        const QChart* chart = view->picture().chart();
        // Per key: a solid line through the final windows, a dashed one into the open ones, sharing a point.
        QCOMPARE(chart->series().size(), 4);
        QCOMPARE(view->picture().placePitch() * 7, view->picture().plotArea().width());
        QCOMPARE(textsOf(view->picture().xLabels()).first(), QString("26 Jul 02:00"));
        QVERIFY(view->picture().mark({0, 6})->open);
        QVERIFY(std::abs(view->picture().mark({0, 0})->anchor.x() -
                         (view->picture().plotArea().left() + view->picture().placePitch() / 2)) < 0.01);
    }

    void gapsBreakLines() {
        const std::vector<Row> rows{{{window(0), text("a"), longValue(5)}},
                                    {{window(1), text("a"), longValue(5)}},
                                    {{window(3), text("a"), longValue(7)}},
                                    {{window(4), text("a"), longValue(8)}}};
        ChartSpec spec = lineSpec();
        spec.values[0].aggregate = ValueAggregate::Avg;
        auto shape = actionsShape();
        shape->canBeFinal = false;
        const auto view = shownView(spec, snapshot(shape, rows));
        QCOMPARE(view->picture().chart()->series().size(), 2);
        QVERIFY(!view->picture().mark({0, 2}));
    }

    void categoriesLie() {
        const auto shape = samples::shape({{"action", DataType::string()}, {"count", DataType::longType()}},
                                          {ColumnRole::Key, ColumnRole::Value});
        const auto result = snapshot(
            shape, {{{text("Close"), longValue(4196)}}, {{text("Open"), longValue(5204)}}, {{null(), longValue(70)}}});
        const auto view = shownView(defaultCharts(*shape, "q")[0], result);
        QCOMPARE(textsOf(view->picture().xLabels()), QStringList({"Open", "Close", "NULL"}));
        const ChartMark* open = view->picture().mark({0, 0});
        const ChartMark* close = view->picture().mark({1, 1});
        QVERIFY(open && close);
        QVERIFY(open->rect.width() > close->rect.width());
        QVERIFY(open->rect.bottom() < close->rect.top());
        const QImage image = picture(*view, 1);
        QVERIFY(image.save("categories.png"));
        const int slot = view->frame().data.series[0].slot;
        QCOMPARE(image.pixelColor(open->rect.center().toPoint()), Theme::current().series(slot).fill);
        QCOMPARE(image.pixelColor(close->rect.center().toPoint()),
                 Theme::current().series(view->frame().data.series[1].slot).fill);
    }

    void negativeValuesGoDown() {
        const std::vector<Row> rows{{{window(0), text("a"), longValue(50)}}, {{window(1), text("a"), longValue(-30)}}};
        auto shape = actionsShape();
        shape->canBeFinal = shape->hasWatermark = false;
        const auto view = shownView(barSpec(), snapshot(shape, rows));
        const ChartMark* up = view->picture().mark({0, 0});
        const ChartMark* down = view->picture().mark({0, 1});
        QVERIFY(std::abs(up->rect.bottom() - down->rect.top()) < 0.01);
        const QImage image = picture(*view, 1);
        QCOMPARE(image.pixelColor(up->rect.center().toPoint()), Theme::current().series(0).fill);
        QCOMPARE(image.pixelColor(down->rect.center().toPoint()), Theme::current().series(0).fill);
        QCOMPARE(image.pixelColor((down->rect.bottomLeft() + QPointF(10, 4)).toPoint()),
                 QColor(Theme::tokens().surface));
    }

    void drawsOnlyWhenAskedAndVisible() {
        ChartView view;
        view.setScheduled(true);
        QSignalSpy pending(&view, &ChartView::updatePending);
        QSignalSpy updated(&view, &ChartView::updated);
        view.setSpec(barSpec());
        view.setSnapshot(actions(46));
        view.setSnapshot(actions(47));
        QCOMPARE(pending.size(), 1);
        QVERIFY(!view.flushPendingUpdate());
        QVERIFY(view.frame().data.isEmpty());
        view.resize(500, 234);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QVERIFY(view.flushPendingUpdate());
        QVERIFY(!view.flushPendingUpdate());
        QCOMPARE(updated.size(), 1);
        QCOMPARE(view.frame().data.batch, 47);
    }

    void ownTimerDraws() {
        ChartView view;
        view.setSpec(barSpec());
        view.resize(500, 234);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QSignalSpy updated(&view, &ChartView::updated);
        for (int batch = 0; batch < 20; ++batch) view.setSnapshot(actions(batch));
        QTRY_VERIFY(!view.isUpdatePending());
        QVERIFY(updated.size() <= 2);
        QCOMPARE(view.frame().data.batch, 19);
    }

    void toolTipAndKeyboard() {
        const auto view = shownView(barSpec(), actions(46));
        std::vector<Row> rows = actionsRows();
        rows[10].cells[2] = longValue(1051);  // Open, 07:00
        rows[10].changedIn = 47;
        view->setSnapshot(snapshot(actionsShape(), rows, 47, kLatest));
        view->flushPendingUpdate();
        view->setFocus();
        QTest::keyClick(view.get(), Qt::Key_Home);
        QCOMPARE(*view->currentMark(), (MarkId{0, 0}));
        for (int step = 0; step < 5; ++step) QTest::keyClick(view.get(), Qt::Key_Right);
        QTest::keyClick(view.get(), Qt::Key_Down);
        QCOMPARE(*view->currentMark(), (MarkId{1, 5}));
        const MarkToolTip::Content tip = view->toolTipFrame()->content();
        QVERIFY(view->toolTipFrame()->isVisible());
        QCOMPARE(tip.title, QString("Open · 07:00–08:00"));
        QCOMPARE(tip.state, QString("open, may still change"));
        QCOMPARE(tip.lines[0], (QPair<QString, QString>("count", "~1,051")));
        QCOMPARE(tip.lines[1], (QPair<QString, QString>("share", "51.5\u00A0%")));
        QCOMPARE(tip.lines[2], (QPair<QString, QString>("batch 47", "+43")));
        QTest::keyClick(view.get(), Qt::Key_Return);
        QVERIFY(view->isPinned());
        // New data under a pinned tool tip: it stays on its mark.
        view->setSnapshot(actions(48));
        view->flushPendingUpdate();
        QCOMPARE(*view->currentMark(), (MarkId{1, 5}));
        QVERIFY(view->isPinned());
        QCOMPARE(view->toolTipFrame()->content().lines[0].second, QString("~1,008"));
        QTest::keyClick(view.get(), Qt::Key_Escape);
        QVERIFY(!view->isPinned());
        QTest::keyClick(view.get(), Qt::Key_Escape);
        QVERIFY(!view->currentMark());
        QVERIFY(!view->toolTipFrame()->isVisible());
    }

    void mouse() {
        const auto view = shownView(barSpec(), actions());
        QWidget* viewport = viewportOf(*view);
        const QPoint inside = view->picture().mark({1, 3})->rect.center().toPoint();
        QTest::mouseMove(viewport, inside);
        QTRY_COMPARE(view->currentMark().value_or(MarkId{-1, -1}), (MarkId{1, 3}));
        QTest::mouseClick(viewport, Qt::LeftButton, {}, inside);
        QVERIFY(view->isPinned());
        // Where nothing is, and outside of everything.
        for (const QPoint& nowhere : {QPoint(2, 2), QPoint(630, 60), QPoint(-20, -20), QPoint(5000, 5000)}) {
            QTest::mouseClick(viewport, Qt::LeftButton, {}, nowhere);
            QTest::mouseDClick(viewport, Qt::LeftButton, {}, nowhere);
            QTest::mouseClick(viewport, Qt::RightButton, {}, nowhere);
        }
        QVERIFY(!view->isPinned());
        // An empty chart, too.
        view->setSnapshot(nullptr);
        view->flushPendingUpdate();
        QTest::mouseClick(viewport, Qt::LeftButton, {}, QPoint(100, 100));
        QVERIFY(!view->currentMark());
        // And Qt's own handler, without our filter.
        QTest::ignoreMessage(QtWarningMsg, "Mouse event \"MousePress\" not accepted by receiving widget");
        SafeChartView bare;
        bare.resize(100, 100);
        bare.chart()->hide();
        QTest::mouseClick(bare.viewport(), Qt::LeftButton, {}, QPoint(50, 50));
    }

    void freeStaysWhereItIs() {
        ChartSpec spec = barSpec();
        spec.span = 4;
        const auto view = shownView(spec, actions());
        QSignalSpy follow(view.get(), &ChartView::followChanged);
        QTest::keyClick(view.get(), Qt::Key_PageUp);
        view->flushPendingUpdate();
        QVERIFY(!view->isFollowing());
        QCOMPARE(follow.size(), 1);
        const auto first = view->frame().data.places.front().start;
        QCOMPARE(first, kTwo + kHour);
        std::vector<Row> rows = actionsRows();
        rows.push_back({{window(7), text("Open"), longValue(10)}, 48});
        view->setSnapshot(snapshot(actionsShape(), rows, 48, kLatest));
        view->flushPendingUpdate();
        QCOMPARE(view->frame().data.places.front().start, first);
        QCOMPARE(view->missedBatches(), 1);
        QTest::keyClick(view.get(), Qt::Key_L);
        view->flushPendingUpdate();
        QVERIFY(view->isFollowing());
        QCOMPARE(view->frame().data.places.back().end, kTwo + 8 * kHour);
        QCOMPARE(view->missedBatches(), 0);
    }

    void description() {
        const auto view = shownView(barSpec(), actions());
        const QString words = view->summary();
        for (const char* part : {"Bar chart", "7 window(s)", "2 key(s)", "highest 1,011 (Close, 06:00–07:00)",
                                 "lowest 11 (Close, 02:00–03:00)", "3 open window(s)", "watermark 06:01:24"})
            QVERIFY2(words.contains(QString::fromUtf8(part)), qPrintable(words));
        QCOMPARE(view->accessibleDescription(), words);
        QCOMPARE(view->accessibleName(), QString("Chart: Actions per hour"));
    }

    void languageOfNumbersAndDates() {
        const auto view = shownView(barSpec(), actions());
        view->setLocale(QLocale(QLocale::French, QLocale::France));
        view->flushPendingUpdate();
        QCOMPARE(textsOf(view->picture().yLabels()).last(), QString("1\u202F200"));
        QCOMPARE(textsOf(view->picture().xLabels()).first(), QString("26 juil. 02:00"));
        const auto paris = TimeZone::find("Europe/Paris");
        QVERIFY(paris.hasValue());
        view->setZone(*paris);
        view->flushPendingUpdate();
        QCOMPARE(textsOf(view->picture().xLabels()).first(), QString("26 juil. 04:00"));
        QCOMPARE(textsOf(view->picture().xLabels()).last(), QString("Europe/Paris"));
    }

    void themeChangeRecolours() {
        const auto view = shownView(barSpec(), actions());
        Theme::current().setChoice(ThemeChoice::Dark);
        QVERIFY(view->isUpdatePending());
        view->flushPendingUpdate();
        const QImage image = picture(*view, 1);
        QCOMPARE(image.pixelColor(20, 6), QColor(kDarkTokens.surface));
        QCOMPARE(image.pixelColor(view->picture().mark({0, 3})->rect.center().toPoint()), kDarkTokens.series[0].fill);
    }

    void windowLabels() {
        const TimeLabels labels{QLocale(QLocale::English), TimeZone()};
        QCOMPARE(labels.window(kTwo, kTwo + kHour), QString("02:00–03:00"));
        QCOMPARE(labels.window(kTwo - 3 * kHour, kTwo - 2 * kHour), QString("23:00–00:00"));
        QCOMPARE(labels.window(kTwo - 2 * kHour, kTwo + 22 * kHour), QString("26 Jul"));
        QCOMPARE(labels.window(kTwo, kTwo + 10 * kSecond), QString("02:00:00–02:00:10"));
        QCOMPARE(labels.duration(90 * 60 * kSecond), QString("1\u00A0h 30\u00A0min"));
        QCOMPARE(labels.duration(2 * kHour), QString("2\u00A0h"));
    }

    void manyKeysAndWindows_data() {
        QTest::addColumn<int>("type");
        QTest::addColumn<int>("stack");
        QTest::newRow("bars") << static_cast<int>(ChartType::Bar) << static_cast<int>(StackMode::Grouped);
        QTest::newRow("stacked") << static_cast<int>(ChartType::Bar) << static_cast<int>(StackMode::Stacked);
        QTest::newRow("lines") << static_cast<int>(ChartType::Line) << static_cast<int>(StackMode::Grouped);
    }
    void manyKeysAndWindows() {
        QFETCH(int, type);
        QFETCH(int, stack);
        const auto rowsOf = [](int batch) {
            std::vector<Row> rows;
            for (int hour = 0; hour < 60; ++hour) {
                for (int key = 0; key < 8; ++key)
                    rows.push_back({{window(hour), text("key " + std::to_string(key)),
                                     longValue((hour * 31 + key * 17 + batch * 7) % 400 + 50)},
                                    batch});
            }
            return snapshot(actionsShape(), rows, batch, kTwo + 61 * kHour);
        };
        ChartSpec spec = barSpec();
        spec.span = 60;
        spec.type = static_cast<ChartType>(type);
        spec.stack = static_cast<StackMode>(stack);
        const auto view = shownView(spec, rowsOf(0), {900, 300});
        QCOMPARE(view->picture().marks().size(), 480u);
        QCOMPARE(view->frame().data.openPlaces, 1);
        QVERIFY(
            picture(*view, 2).save(QStringLiteral("many-%1.png").arg(QString::fromLatin1(QTest::currentDataTag()))));
        const auto one = rowsOf(1);
        const auto two = rowsOf(2);
        bool odd = false;
        QBENCHMARK {
            view->setSnapshot(odd ? one : two);
            odd = !odd;
            view->flushPendingUpdate();
            viewportOf(*view)->repaint();
        }
    }

    void pictures_data() {
        QTest::addColumn<int>("theme");
        QTest::addColumn<double>("scale");
        QTest::addColumn<bool>("french");
        QTest::newRow("light") << static_cast<int>(ThemeChoice::Light) << 1.0 << false;
        QTest::newRow("light-2x") << static_cast<int>(ThemeChoice::Light) << 2.0 << false;
        QTest::newRow("light-150") << static_cast<int>(ThemeChoice::Light) << 1.5 << false;
        QTest::newRow("dark-2x") << static_cast<int>(ThemeChoice::Dark) << 2.0 << false;
        QTest::newRow("high-contrast-2x") << static_cast<int>(ThemeChoice::HighContrast) << 2.0 << false;
        QTest::newRow("french-2x") << static_cast<int>(ThemeChoice::Light) << 2.0 << true;
    }
    /// Both cards of the design's first screen, written beside the test for comparison with it.
    void pictures() {
        QFETCH(int, theme);
        QFETCH(double, scale);
        QFETCH(bool, french);
        Theme::current().setChoice(static_cast<ThemeChoice>(theme));
        QWidget page;
        page.setLocale(french ? QLocale(QLocale::French, QLocale::France) : QLocale(QLocale::English));
        ChartCard bars(&page);
        ChartCard lines(&page);
        bars.setGeometry(0, 0, 644, 302);
        lines.setGeometry(656, 0, 433, 302);
        page.resize(1089, 302);
        const auto colors = std::make_shared<KeyColors>();
        for (ChartCard* card : {&bars, &lines}) {
            card->setColors(colors);
            card->setSpec(card == &bars ? barSpec() : lineSpec());
            card->setLateRows(lateRows());
            card->setSnapshot(actions());
        }
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        bars.view()->flushPendingUpdate();
        lines.view()->flushPendingUpdate();
        // The card lays itself out once it knows that there is something to show.
        QTRY_VERIFY(bars.view()->picture().plotArea().height() > 100);
        bars.view()->setCurrentMark(MarkId{1, 5});
        QCoreApplication::processEvents();
        QVERIFY(bars.view()->toolTipFrame()->isVisible());
        QCOMPARE(bars.findChildren<LegendChip*>().size(), 2);
        QVERIFY(picture(page, scale)
                    .save(QStringLiteral("cards-%1.png").arg(QString::fromLatin1(QTest::currentDataTag()))));
    }

    void cardAsksAndShows() {
        ChartCard card;
        card.resize(700, 320);
        card.setEmptyTexts("No window is final yet", "02:00–03:00 becomes final once an event at 05:00 has been seen.");
        card.setSpec(barSpec());
        card.show();
        QVERIFY(QTest::qWaitForWindowExposed(&card));
        card.view()->flushPendingUpdate();
        QVERIFY(card.isEmpty());
        QVERIFY(card.emptyState()->isVisible());
        card.setSnapshot(actions());
        // The chart is drawn although the empty text stands before it.
        QTRY_VERIFY(!card.isEmpty());
        QVERIFY(!card.emptyState()->isVisible());
        QVERIFY(card.view()->isVisible());

        QSignalSpy changed(&card, &ChartCard::specChanged);
        auto* segments = card.findChild<SegmentBar*>();
        QTest::mouseClick(segments->button(1), Qt::LeftButton);
        QCOMPARE(changed.size(), 1);
        const auto wanted = changed[0][0].value<ChartSpec>();
        QCOMPARE(wanted.stack, StackMode::Stacked);
        QCOMPARE(card.spec().stack, StackMode::Grouped);
        QCOMPARE(segments->currentIndex(), 0);
        card.setSpec(wanted);
        card.view()->flushPendingUpdate();
        QCOMPARE(segments->currentIndex(), 1);

        const QList<LegendChip*> chips = card.findChildren<LegendChip*>();
        QCOMPARE(chips.size(), 2);
        QTest::mouseClick(chips[0], Qt::LeftButton);
        card.view()->flushPendingUpdate();
        QCOMPARE(card.view()->hiddenKeys(), std::set<std::string>{"Open"});
        QVERIFY(!card.view()->picture().mark({1, 0}));
        card.setStale(24);
        bool stale = false;
        for (const Chip* chip : card.findChildren<Chip*>())
            stale = stale || (chip->isVisible() && chip->text() == QString("stale 24 s"));
        QVERIFY(stale);
        for (const QWidget* child : card.findChildren<QWidget*>()) {
            if (child->focusPolicy() == Qt::NoFocus || !child->isVisibleTo(&card)) continue;
            const bool group = child->inherits("vitrine::ui::SegmentBar") ||
                               child->parentWidget()->inherits("vitrine::ui::SegmentBar");
            const auto* button = qobject_cast<const QAbstractButton*>(child);
            QVERIFY2(group || !child->accessibleName().isEmpty() || (button && !button->text().isEmpty()),
                     child->metaObject()->className());
        }
    }

    void smallestSizes() {
        const auto view = shownView(barSpec(), actions(), {220, 140});
        QVERIFY(view->picture().plotArea().width() > 50);
        // Labels never lie on each other.
        const auto& labels = view->picture().xLabels();
        for (std::size_t index = 1; index < labels.size(); ++index)
            QVERIFY(labels[index].rect.left() > labels[index - 1].rect.right());
    }
};

QTEST_MAIN(TestChartView)
#include "tst_chart_view.moc"
