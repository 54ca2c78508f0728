// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractButton>
#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QImage>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "ui/style/fonts.h"
#include "ui/style/theme.h"
#include "ui/style/vitrine_style.h"
#include "ui/widgets/badge_tab_bar.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/control_sheet.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/legend_chip.h"
#include "ui/widgets/metric_tile.h"
#include "ui/widgets/section.h"
#include "ui/widgets/segment_bar.h"
#include "ui/widgets/sentence_view.h"
#include "ui/widgets/state_mark.h"
#include "ui/widgets/status_sentence.h"
#include "ui/widgets/time_band.h"
#include "ui/widgets/token_button.h"

using namespace vitrine::ui;

namespace {

QImage render(QWidget& widget, double scale) {
    QImage image(widget.size() * scale, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(scale);
    image.fill(Theme::tokens().bg);
    QPainter painter(&image);
    widget.render(&painter, QPoint(), QRegion(), QWidget::DrawWindowBackground | QWidget::DrawChildren);
    return image;
}

BatchTicks makeTicks(int count, std::int64_t firstId = 0) {
    auto ticks = std::make_shared<std::vector<BatchTick>>();
    for (int index = 0; index < count; ++index) {
        BatchTick tick;
        tick.batchId = firstId + index;
        tick.rows = 100 + index;
        ticks->push_back(tick);
    }
    return ticks;
}

}  // namespace

class WidgetsTest : public QObject {
    Q_OBJECT

  private slots:
    void init() { Theme::current().setChoice(ThemeChoice::Light); }

    void sheetPaintsInEveryTheme_data() {
        QTest::addColumn<int>("choice");
        QTest::addColumn<double>("scale");
        const std::pair<const char*, ThemeChoice> themes[] = {{"light", ThemeChoice::Light},
                                                              {"dark", ThemeChoice::Dark},
                                                              {"high-contrast", ThemeChoice::HighContrast},
                                                              {"high-contrast-dark", ThemeChoice::HighContrastDark}};
        for (const auto& [name, choice] : themes) {
            for (const double scale : {1.0, 1.5, 2.0})
                QTest::addRow("%s@%g", name, scale) << static_cast<int>(choice) << scale;
        }
    }

    void sheetPaintsInEveryTheme() {
        QFETCH(int, choice);
        QFETCH(double, scale);
        Theme::current().setChoice(static_cast<ThemeChoice>(choice));
        const std::unique_ptr<QWidget> sheet(makeControlSheet());
        sheet->setAttribute(Qt::WA_DontShowOnScreen);
        sheet->resize(1360, sheet->minimumSizeHint().height());
        sheet->show();
        sheet->resize(1360, std::max(sheet->sizeHint().height(), sheet->layout()->heightForWidth(1360)));
        QCoreApplication::processEvents();
        const QImage image = render(*sheet, scale);
        QVERIFY(image.save(
            QStringLiteral(VITRINE_SHEET_DIR "/sheet-%1.png").arg(QString::fromLatin1(QTest::currentDataTag()))));
        QCOMPARE(image.pixelColor(2, image.height() - 2), Theme::tokens().surface);
    }

    void everyControlHasAName() {
        const std::unique_ptr<QWidget> sheet(makeControlSheet());
        for (const QWidget* widget : sheet->findChildren<QWidget*>()) {
            if (widget->focusPolicy() == Qt::NoFocus || widget->objectName().startsWith(QLatin1String("qt_"))) continue;
            // The list of a combo box is named after the box when it opens.
            if (widget->inherits("QComboBoxListView")) continue;
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            if (button && !button->text().isEmpty()) continue;
            if (widget->parentWidget() && !widget->parentWidget()->accessibleName().isEmpty()) continue;
            QVERIFY2(!widget->accessibleName().isEmpty() || !widget->toolTip().isEmpty(),
                     widget->metaObject()->className());
        }
    }

    void segmentsMoveByArrowKeysAndSkipRefusedOnes() {
        SegmentBar bar;
        for (const char* mode : {"append", "update", "complete"}) bar.addSegment(QString::fromLatin1(mode));
        QCOMPARE(bar.currentIndex(), 0);
        bar.setSegmentEnabled(1, false, QStringLiteral("refused"));
        QSignalSpy chosen(&bar, &SegmentBar::chosen);
        QTest::keyClick(&bar, Qt::Key_Right);
        QCOMPARE(bar.currentIndex(), 2);
        QTest::keyClick(&bar, Qt::Key_Right);
        QTest::keyClick(&bar, Qt::Key_Home);
        QCOMPARE(bar.currentIndex(), 0);
        QCOMPARE(chosen.count(), 2);
        bar.setCurrentIndex(2);
        QCOMPARE(chosen.count(), 2);
        QCOMPARE(bar.button(1)->toolTip(), QStringLiteral("refused"));
    }

    void flowWrapsWords() {
        QWidget holder;
        auto* flow = new FlowLayout(&holder, 4, 2);
        for (int index = 0; index < 6; ++index) {
            auto* word = new QWidget;
            word->setFixedSize(50, 20);
            flow->addWidget(word);
        }
        QCOMPARE(flow->heightForWidth(1000), 20);
        QCOMPARE(flow->heightForWidth(158), 42);
        QCOMPARE(flow->heightForWidth(10), 6 * 20 + 5 * 2);
        holder.resize(158, 42);
        flow->setGeometry(holder.rect());
        QCOMPARE(flow->itemAt(3)->geometry().topLeft(), QPoint(0, 22));
    }

    void tokensKeepTheirFocusWhenTheSentenceChanges() {
        SentenceView view;
        const std::vector<SentencePart> before{
            {QStringLiteral("Every"), {}, {}},
            {QStringLiteral("3 seconds"), QStringLiteral("trigger"), QStringLiteral("Trigger")},
            {QStringLiteral(", count"), {}, {}},
            {QStringLiteral("rows"), QStringLiteral("aggregate"), QStringLiteral("Aggregate")}};
        view.setParts(before);
        view.show();
        QVERIFY(QTest::qWaitForWindowActive(&view));
        TokenButton* trigger = view.token(QStringLiteral("trigger"));
        QVERIFY(trigger);
        QCOMPARE(trigger->accessibleName(), QStringLiteral("Trigger: 3 seconds"));
        QCOMPARE(view.accessibleName(), QStringLiteral("Every 3 seconds, count rows"));
        trigger->setFocus();
        auto after = before;
        after[1].text = QStringLiteral("5 seconds");
        view.setParts(after);
        QCOMPARE(view.token(QStringLiteral("trigger")), trigger);
        QVERIFY(trigger->hasFocus());
        after.push_back({QStringLiteral("by"), {}, {}});
        after.push_back({QStringLiteral("action"), QStringLiteral("key"), QStringLiteral("Key")});
        view.setParts(after);
        QCOMPARE(view.token(QStringLiteral("trigger")), trigger);
        QVERIFY(trigger->hasFocus());
        QSignalSpy activated(&view, &SentenceView::tokenActivated);
        QTest::keyClick(trigger, Qt::Key_F2);
        QTest::keyClick(trigger, Qt::Key_Return);
        QCOMPARE(activated.count(), 2);
        QCOMPARE(activated.first().first().toString(), QStringLiteral("trigger"));
        QTest::keyClick(trigger, Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), view.token(QStringLiteral("aggregate")));
    }

    void bannersShowErrorsFirstAndFoldTheRest() {
        BannerStack stack;
        stack.put(QStringLiteral("note"), new Banner(Banner::Kind::Note, QStringLiteral("note")));
        stack.put(QStringLiteral("warn"), new Banner(Banner::Kind::Warning, QStringLiteral("warn")));
        auto* failed = new Banner(Banner::Kind::Error, QStringLiteral("failed"));
        failed->setClosable(true);
        stack.put(QStringLiteral("error"), failed);
        stack.show();
        QCOMPARE(stack.count(), 3);
        QVERIFY(failed->isVisible());
        QCOMPARE(stack.layout()->itemAt(0)->widget(), failed);
        auto* last = qobject_cast<Banner*>(stack.layout()->itemAt(2)->widget());
        QVERIFY(last && last->kind() == Banner::Kind::Note);
        QVERIFY(!last->isVisible());
        QSignalSpy dismissed(&stack, &BannerStack::dismissed);
        QTest::mouseClick(failed->findChild<QToolButton*>(), Qt::LeftButton);
        QCOMPARE(dismissed.count(), 1);
        QCOMPARE(stack.count(), 2);
        QVERIFY(last->isVisible());
        stack.clear();
        QVERIFY(!stack.isVisible());
    }

    void statusSaysStateAndRest() {
        StatusSentence status;
        status.setStatus(StateMark::Running, QStringLiteral("Waiting for `events/`."));
        QCOMPARE(status.plainText(), QStringLiteral("Running. Waiting for events/."));
        QSignalSpy why(&status, &StatusSentence::whyRequested);
        QTest::mouseClick(status.whyButton(), Qt::LeftButton);
        QCOMPARE(why.count(), 1);
    }

    void statesDifferInShapeWithoutColour() {
        QList<QImage> seen;
        for (int state = 0; state <= static_cast<int>(StateMark::Failed); ++state) {
            const QImage mask = stateIcon(static_cast<StateMark>(state))
                                    .pixmap(QSize(16, 16), 2.0)
                                    .toImage()
                                    .convertToFormat(QImage::Format_Alpha8);
            QVERIFY(!seen.contains(mask));
            seen << mask;
        }
    }

    void timePanelFollowsLiveUntilABatchIsChosen() {
        TimePanel panel;
        panel.resize(600, panel.minimumSizeHint().height());
        panel.setTicks(makeTicks(20));
        QSignalSpy selected(&panel, &TimePanel::batchSelected);
        QVERIFY(panel.isLive());
        QTest::keyClick(&panel, Qt::Key_Left);
        QCOMPARE(panel.selectedBatch(), 18);
        QTest::keyClick(&panel, Qt::Key_PageUp);
        QCOMPARE(panel.selectedBatch(), 8);
        panel.setTicks(makeTicks(25));
        QCOMPARE(panel.selectedBatch(), 8);
        QTest::mouseClick(&panel, Qt::LeftButton, {}, panel.tickRect(3).center());
        QCOMPARE(panel.selectedBatch(), 3);
        QTest::keyClick(&panel, Qt::Key_Home);
        QCOMPARE(panel.selectedBatch(), 0);
        QTest::keyClick(&panel, Qt::Key_L);
        QVERIFY(panel.isLive());
        QCOMPARE(selected.last().first().toLongLong(), -1);
        panel.setSelectedBatch(24);
        QTest::keyClick(&panel, Qt::Key_Right);
        QVERIFY(panel.isLive());
        panel.setSelectedBatch(5);
        panel.setTicks(makeTicks(10, 100));
        QVERIFY(panel.isLive());
    }

    void timePanelMergesNeighboursBelowFourPixels() {
        TimePanel panel;
        panel.resize(400, panel.minimumSizeHint().height());
        panel.setTicks(makeTicks(1000));
        QVERIFY(panel.tickRect(0).width() >= 4);
        QCOMPARE(panel.tickRect(0), panel.tickRect(1));
        QVERIFY(panel.tickRect(999).right() <= panel.width());
        QVERIFY(panel.tickRect(5000).isEmpty());
        panel.setTicks(nullptr);
        panel.repaint();
        QTest::keyClick(&panel, Qt::Key_Left);
        QVERIFY(panel.isLive());
    }

    void timePanelSpeaks() {
        TimePanel panel;
        auto ticks = std::make_shared<std::vector<BatchTick>>();
        ticks->push_back({.batchId = 36, .rows = 211, .windowsClosed = 1, .late = 2});
        panel.setTicks(ticks);
        QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(&panel);
        QVERIFY(accessible && accessible->valueInterface());
        QCOMPARE(accessible->valueInterface()->currentValue().toInt(), 36);
        QVERIFY(accessible->text(QAccessible::Value).contains(QStringLiteral("211")));
        QVERIFY(accessible->text(QAccessible::Value).contains(QStringLiteral("36")));
    }

    void bandGoesBackToLive() {
        TimeBand band;
        band.show();
        // Nothing is live before the first batch.
        QVERIFY(!band.findChild<Chip*>()->isVisible());
        band.setTicks(makeTicks(20), QStringLiteral("20 batches"));
        QVERIFY(band.findChild<Chip*>()->isVisible());
        band.panel()->setFocus();
        QTest::keyClick(band.panel(), Qt::Key_Left);
        auto* chip = band.findChild<Chip*>();
        QVERIFY(chip && chip->kind() == Chip::Kind::Warn);
        chip->click();
        QVERIFY(band.panel()->isLive());
        QCOMPARE(chip->kind(), Chip::Kind::Accent);
    }

    void legendChipsIsolateAndToggle() {
        LegendChip chip(QStringLiteral("Open"), 1);
        QSignalSpy isolated(&chip, &LegendChip::isolateRequested);
        QSignalSpy toggled(&chip, &LegendChip::toggleRequested);
        chip.resize(chip.sizeHint());
        QTest::mouseClick(&chip, Qt::LeftButton);
        QTest::mouseClick(&chip, Qt::LeftButton, Qt::ControlModifier);
        QTest::keyClick(&chip, Qt::Key_Return);
        QTest::keyClick(&chip, Qt::Key_Space, Qt::ControlModifier);
        QCOMPARE(isolated.count(), 2);
        QCOMPARE(toggled.count(), 2);
        QVERIFY(chip.isShown());
    }

    void sectionsFoldByKeyboard() {
        Section section(QStringLiteral("Source"));
        auto* head = section.findChild<QToolButton*>();
        QSignalSpy folded(&section, &Section::foldedChanged);
        QTest::keyClick(head, Qt::Key_Left);
        QVERIFY(section.isFolded());
        QTest::keyClick(head, Qt::Key_Right);
        QTest::keyClick(head, Qt::Key_Return);
        QVERIFY(section.isFolded());
        QCOMPARE(folded.count(), 3);
    }

    void formRowSaysErrorAtTheField() {
        auto* field = new QLineEdit;
        FormRow row(QStringLiteral("Trigger"), field);
        row.setError(QStringLiteral("Not an interval."));
        QCOMPARE(field->accessibleName(), QStringLiteral("Trigger"));
        QCOMPARE(field->accessibleDescription(), QStringLiteral("Not an interval."));
    }

    void chipsGrowWithTheirText() {
        Chip chip(QStringLiteral("open"));
        const int narrow = chip.sizeHint().width();
        chip.setText(QStringLiteral("heure de l’événement"));
        QVERIFY(chip.sizeHint().width() > narrow);
        QCOMPARE(chip.sizeHint().height(), 20);
        QCOMPARE(chip.focusPolicy(), Qt::NoFocus);
        chip.setInteractive(true);
        QSignalSpy clicked(&chip, &Chip::clicked);
        QTest::keyClick(&chip, Qt::Key_Return);
        QCOMPARE(clicked.count(), 1);
    }

    void metricTileNeverCutsItsNumber() {
        MetricTile tile(QStringLiteral("Input"));
        tile.setValue(QStringLiteral("44"), QStringLiteral("rows/s"));
        const int before = tile.minimumSizeHint().width();
        tile.setValue(QStringLiteral("44,000,000"), QStringLiteral("rows/s"));
        QVERIFY(tile.minimumSizeHint().width() > before);
        QCOMPARE(tile.accessibleDescription(), QStringLiteral("44,000,000 rows/s"));
    }

    void labelsFollowThemeAndTextScale() {
        QWidget window;
        TextLabel label(QStringLiteral("hint"), TextLabel::Role::Caption, &window);
        QCOMPARE(label.palette().color(QPalette::WindowText), kLightTokens.text3);
        Theme::current().setChoice(ThemeChoice::Dark);
        QCOMPARE(label.palette().color(QPalette::WindowText), kDarkTokens.text3);
        setTextScale(1.6);
        QCOMPARE(label.font().pixelSize(), 18);
        setTextScale(1.0);
        QCOMPARE(label.font().pixelSize(), 11);
    }

    void badgesAreSpoken() {
        BadgeTabBar bar;
        bar.addTab(QStringLiteral("Late rows"));
        bar.setBadge(0, 3);
        QCOMPARE(bar.badge(0), 3);
        QCOMPARE(bar.accessibleTabName(0), QStringLiteral("Late rows, 3"));
        bar.setBadge(0, -1);
        QCOMPARE(bar.badge(0), -1);
    }
};

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    qRegisterMetaType<TokenButton*>();
    applyStyle(application);
    WidgetsTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "widgets_test.moc"
