// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDateTime>
#include <QToolButton>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QVBoxLayout>

#include "core/base/file_lock.h"
#include "core/engine/checkpoint_store.h"
#include "tests/unit/pages/watch_fixture.h"
#include "ui/bridge/frame_scheduler.h"
#include "ui/charts/chart_card.h"
#include "ui/pages/chart_sheet.h"
#include "ui/models/cell_roles.h"
#include "ui/pages/checkpoint_field.h"
#include "ui/pages/document_editor.h"
#include "ui/pages/metrics_strip.h"
#include "ui/pages/query_panel.h"
#include "ui/pages/query_session.h"
#include "ui/pages/query_words.h"
#include "ui/pages/question.h"
#include "ui/pages/result_card.h"
#include "ui/pages/result_delegate.h"
#include "ui/pages/watch_page.h"
#include "ui/style/theme.h"
#include "ui/style/vitrine_style.h"
#include "ui/widgets/badge_tab_bar.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/sentence_view.h"

namespace vitrine::ui {
namespace {

void type(PresetBox* box, const QString& text) {
    box->lineEdit()->selectAll();
    QTest::keyClicks(box->lineEdit(), text);
    QTest::keyClick(box->lineEdit(), Qt::Key_Return);
}

}  // namespace

class WatchPageTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void questionFindsTheParts();
    void editsReplaceOnePart();
    void wordsGoBothWays();
    void sentenceIsCutAtItsWords();
    void pointersBecomeLines();
    void runFillsChartsTablesAndLanes();
    void chartsAreGivenOnce();
    void chartsAreAddedMovedAndRemoved();
    void tableAndChartsAgree();
    void copyGivesData();
    void editIsOneUndoStep();
    void refusalStandsAtItsField();
    void checkpointInUseIsSaidAboveTheResult();
    void panelIsAsWideAsDesigned();
    void documentWithAnErrorKeepsTheForm();
    void editedRunAsksForRestart();
    void hiddenPageCatchesUp();
    void completeSaysThatTheWatermarkHasNoEffect();
    void failedBatchIsSaid();
    void enlargedCardFillsTheContent();
    void everythingHasAName();
    void picture_data();
    void picture();
};

void WatchPageTest::initTestCase() {
    QVERIFY(applyStyle(*qApp));
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
}

void WatchPageTest::questionFindsTheParts() {
    WatchFixture fixture;
    const Question question = questionOf(fixture.session->document());
    QCOMPARE(question.shape, Question::Shape::Windowed);
    QCOMPARE(question.timeColumn(), std::string("time"));
    QCOMPARE(question.window->length, std::string("1 hour"));
    QVERIFY(question.window->slide.empty());
    QCOMPARE(question.delay, std::string("2 hours"));
    QCOMPARE(question.keys, std::vector<std::string>{"action"});
    QVERIFY(question.countsRows);

    QueryDocument rows = fixture.session->document();
    rows.steps.clear();
    QCOMPARE(questionOf(rows).shape, Question::Shape::Rows);
    rows.steps = {Step{GroupByStep{{"action"}, {"sum(amount) AS total"}}}};
    QCOMPARE(questionOf(rows).shape, Question::Shape::Grouped);
    QVERIFY(!questionOf(rows).countsRows);
    rows.steps = {Step{GroupByStep{{"session_window(time, '5 minutes')"}, {"count(*)"}}}};
    QCOMPARE(questionOf(rows).shape, Question::Shape::Other);
}

void WatchPageTest::editsReplaceOnePart() {
    WatchFixture fixture;
    const QueryDocument document = fixture.session->document();
    const QueryDocument sliding = withWindow(document, "time", "30 minutes", "10 minutes");
    QCOMPARE(std::get<GroupByStep>(sliding.steps[1].method).keys[1], std::string("window(time, '30 minutes', '10 minutes')"));
    QCOMPARE(questionOf(sliding).window->slide, std::string("10 minutes"));
    QCOMPARE(withWindow(sliding, "time", "1 hour", ""), document);
    QCOMPARE(questionOf(withWindow(document, "time", "", "")).shape, Question::Shape::Grouped);
    QCOMPARE(withDelay(withDelay(document, "time", ""), "time", "2 hours"), document);
    QCOMPARE(questionOf(withGroupKeys(document, {})).keys.size(), std::size_t(0));
    QCOMPARE(withGroupKeys(withGroupKeys(document, {}), {"action"}).steps.size(), document.steps.size());
    QueryDocument ordered = withOutputMode(document, "complete");
    ordered.steps.push_back(Step{OrderByStep{{"action"}}});
    QCOMPARE(withOutputMode(ordered, "update"), document);
}

void WatchPageTest::wordsGoBothWays() {
    for (const char* text : {"1 second", "3 seconds", "10 minutes", "1 hour", "2 days"}) {
        QCOMPARE(QueryWords::intervalText(QueryWords::interval(text)), std::string(text));
    }
    QCOMPARE(QueryWords::interval("1 hour 30 minutes"), QStringLiteral("1 hour 30 minutes"));
    QCOMPARE(QueryWords::intervalText(QStringLiteral("banana")), std::string("banana"));
    for (const TriggerSpec& trigger : {TriggerSpec{}, TriggerSpec{TriggerSpec::Kind::Continuous, "1 second"}, TriggerSpec{TriggerSpec::Kind::Once, {}}, TriggerSpec{TriggerSpec::Kind::AvailableNow, {}},
                                       TriggerSpec{TriggerSpec::Kind::ProcessingTime, "3 seconds"}}) {
        QCOMPARE(QueryWords::triggerOf(QueryWords::trigger(trigger)), trigger);
    }
    QCOMPARE(QueryWords::triggerOf(QStringLiteral("5 seconds")), (TriggerSpec{TriggerSpec::Kind::ProcessingTime, "5 seconds"}));
}

void WatchPageTest::sentenceIsCutAtItsWords() {
    WatchFixture fixture;
    QueryDocument document = fixture.session->document();
    document.trigger = {TriggerSpec::Kind::ProcessingTime, "3 seconds"};
    QString said;
    QStringList ids;
    for (const SentencePart& part : QueryWords::sentence(document)) {
        said += (said.isEmpty() || part.text.startsWith(QLatin1Char('.')) || part.text.startsWith(QLatin1Char(',')) ? QString() : QStringLiteral(" ")) + part.text;
        if (!part.id.isEmpty()) ids << part.id;
    }
    QCOMPARE(said, QStringLiteral("Every %1 count rows by action in windows of %2 on time, waiting %3 for late rows. Write update.")
                       .arg(QueryWords::interval("3 seconds"), QueryWords::interval("1 hour"), QueryWords::interval("2 hours")));
    QCOMPARE(ids, (QStringList{"trigger", "aggregate", "keys", "window", "time", "delay", "mode"}));
    document.steps.clear();
    QCOMPARE(QueryWords::sentence(document).at(2).text, QStringLiteral("write each row to"));
}

void WatchPageTest::pointersBecomeLines() {
    const std::string json = "{\n  \"a\": [1, {\"b~c\": \"x, \\\"y\\\"\"}],\n  \"d\": {\"e\": true}\n}\n";
    QCOMPARE(positionOf(json, "/a/1/b~0c"), (std::optional<TextPosition>{TextPosition{2, 20}}));
    QCOMPARE(positionOf(json, "/d/e"), (std::optional<TextPosition>{TextPosition{3, 14}}));
    QCOMPARE(positionOf(json, ""), (std::optional<TextPosition>{TextPosition{1, 1}}));
    QVERIFY(!positionOf(json, "/a/2"));
    QVERIFY(!positionOf(json, "/nothing"));
}

void WatchPageTest::runFillsChartsTablesAndLanes() {
    WatchFixture fixture;
    fixture.addFiles();
    fixture.page->setSession(fixture.session.get());
    fixture.page->show();
    QVERIFY(QTest::qWaitForWindowExposed(fixture.page.get()));
    fixture.run();

    QCOMPARE(fixture.page->chartCards().size(), std::size_t(2));
    for (const ChartCard* card : fixture.page->chartCards()) QVERIFY(!card->isEmpty());
    QCOMPARE(fixture.page->chartCards()[0]->view()->frame().late.size(), std::size_t(1));
    const BadgeTabBar* tabs = fixture.result()->tabs();
    QCOMPARE(tabs->badge(ResultCard::Late), 1);
    QCOMPARE(tabs->badge(ResultCard::Malformed), 1);
    QCOMPARE(fixture.result()->windowCounts().all, 4);
    // The newest event is 06:40, so the watermark is 04:40: 02–03 and 03–04 are final, 05–06 and 06–07 open.
    QCOMPARE(fixture.result()->windowCounts().open, 2);
    QVERIFY(fixture.result()->isByWindow());
    QCOMPARE(fixture.result()->rows().rowCount(), 6);
    fixture.page->showLane(ResultCard::Late);
    QVERIFY(fixture.result()->table()->isVisible());
    QCOMPARE(fixture.result()->table()->model()->rowCount(), 1);
}

void WatchPageTest::chartsAreGivenOnce() {
    WatchFixture fixture;
    fixture.addFiles();
    fixture.page->setSession(fixture.session.get());
    fixture.page->show();
    fixture.run();
    QCOMPARE(fixture.project.undoStack().count(), 1);
    fixture.project.removeChart(QString(), fixture.page->chartCards()[0]->spec().id);
    fixture.run();
    QCOMPARE(fixture.page->chartCards().size(), std::size_t(1));
    fixture.project.undoStack().undo();
    QCOMPARE(fixture.page->chartCards().size(), std::size_t(2));
}

void WatchPageTest::chartsAreAddedMovedAndRemoved() {
    WatchFixture fixture;
    fixture.addFiles();
    fixture.page->setSession(fixture.session.get());
    fixture.page->show();
    QVERIFY(QTest::qWaitForWindowExposed(fixture.page.get()));
    fixture.run();
    const auto order = [&fixture] {
        QStringList ids;
        for (const ChartCard* card : fixture.page->chartCards()) ids << QString::fromStdString(card->spec().id);
        return ids.join(QLatin1Char(' '));
    };
    QCOMPARE(order(), QStringLiteral("c1 c2"));
    ChartSpec pie = fixture.page->chartCards()[0]->spec();
    pie.id.clear();
    pie.type = ChartType::Pie;
    fixture.project.addChart(QString(), pie);
    fixture.settle();
    QCOMPARE(order(), QStringLiteral("c1 c2 c3"));
    ChartCard* added = fixture.page->chartCards()[2];
    QTRY_VERIFY(!added->isEmpty());
    // By the keyboard, with the focus in the chart.
    QTest::keyClick(added->view(), Qt::Key_Left, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(order(), QStringLiteral("c1 c3 c2"));
    QCOMPARE(fixture.page->chartCards()[1], added);
    QTest::keyClick(added->view(), Qt::Key_Left, Qt::ControlModifier | Qt::ShiftModifier);
    QTest::keyClick(added->view(), Qt::Key_Left, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(order(), QStringLiteral("c3 c1 c2"));
    QTest::keyClick(added->view(), Qt::Key_Home);  // lets go of the modifiers for the tests that follow
    fixture.settle();
    QTRY_VERIFY(added->y() == 0 && added->x() == 0);
    QVERIFY(fixture.page->grab().save(QStringLiteral(VITRINE_PICTURE_DIR "/watch-three-charts.png")));
    Q_EMIT added->duplicateRequested();
    QCOMPARE(order(), QStringLiteral("c3 c1 c2 c4"));
    Q_EMIT added->removeRequested();
    QTRY_COMPARE(order(), QStringLiteral("c1 c2 c4"));
    fixture.project.undoStack().undo();
    QCOMPARE(order(), QStringLiteral("c3 c1 c2 c4"));
    fixture.page->chartCards()[0]->view()->setFocus();
    fixture.page->editChart(QStringLiteral("c3"));
    auto* sheet = fixture.page->findChild<ChartSheet*>();
    QVERIFY(sheet);
    QCOMPARE(sheet->spec().type, ChartType::Pie);
    QVERIFY(sheet->grab().save(QStringLiteral(VITRINE_PICTURE_DIR "/chart-sheet-pie.png")));
    auto* kind = sheet->findChildren<QComboBox*>().front();
    kind->setCurrentIndex(kind->findData(static_cast<int>(ChartType::Area)));
    Q_EMIT kind->activated(kind->currentIndex());
    QCOMPARE(fixture.project.chart("c3")->type, ChartType::Area);
    QCOMPARE(fixture.project.chart("c3")->groups, pie.groups);
    QCOMPARE(fixture.project.chart("c3")->keys, pie.keys);
    QVERIFY(sheet->grab().save(QStringLiteral(VITRINE_PICTURE_DIR "/chart-sheet-area.png")));
    for (QPushButton* button : sheet->findChildren<QPushButton*>()) {
        if (button->text() == QLatin1String("Add a value")) button->click();
    }
    QCOMPARE(fixture.project.chart("c3")->values.size(), std::size_t(2));
    for (QToolButton* button : sheet->findChildren<QToolButton*>()) {
        if (button->accessibleName() == QLatin1String("Remove this value") && button->isVisibleTo(sheet)) {
            button->click();
            break;
        }
    }
    QCOMPARE(fixture.project.chart("c3")->values.size(), std::size_t(1));
    sheet->close();
}

void WatchPageTest::tableAndChartsAgree() {
    WatchFixture fixture;
    fixture.addFiles();
    fixture.page->setSession(fixture.session.get());
    fixture.page->show();
    fixture.run();
    const ChartData& drawn = fixture.page->chartCards()[0]->view()->frame().data;
    const WindowTableModel& table = fixture.result()->windows();
    int compared = 0;
    for (int row = 0; row < table.rowCount(); ++row) {
        const auto start = table.index(row, 0).data(RawRole).toLongLong();
        for (int column = 1; column < table.columnCount(); ++column) {
            const QString key = table.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
            for (const ChartSeries& series : drawn.series) {
                if (QString::fromStdString(series.key) != key) continue;
                for (std::size_t place = 0; place < drawn.places.size(); ++place) {
                    if (drawn.places[place].start != start) continue;
                    QCOMPARE(table.index(row, column).data(RawRole).toDouble(), series.cells[place].value);
                    QCOMPARE(table.index(row, column).data(OpenRole).toBool(), drawn.places[place].state == PlaceState::Open);
                    QCOMPARE(table.index(row, column).data(BarSlotRole).toInt(), series.slot);
                    ++compared;
                }
            }
        }
    }
    QCOMPARE(compared, 8);
    // An open value is written with a tilde, a final one without.
    ResultDelegate delegate;
    QVERIFY(delegate.displayText(table.index(0, 1)).startsWith(QLatin1Char('~')));
    QCOMPARE(delegate.displayText(table.index(1, 1)), QStringLiteral("–"));
    QVERIFY(!delegate.displayText(table.index(table.rowCount() - 1, 1)).startsWith(QLatin1Char('~')));
}

void WatchPageTest::copyGivesData() {
    WatchFixture fixture;
    fixture.addFiles();
    fixture.page->setSession(fixture.session.get());
    fixture.page->show();
    fixture.run();
    fixture.result()->setByWindow(false);
    QStringList lines = fixture.result()->tabSeparated().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 7);
    QCOMPARE(lines.front(), QStringLiteral("action\twindow\tcount"));
    fixture.result()->table()->selectRow(2);
    lines = fixture.result()->tabSeparated().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 2);
    QCOMPARE(lines.back().count(QLatin1Char('\t')), 2);
}

void WatchPageTest::editIsOneUndoStep() {
    WatchFixture fixture;
    fixture.page->setSession(fixture.session.get());
    fixture.page->show();
    const QueryDocument before = fixture.session->document();
    PresetBox* length = fixture.box(QStringLiteral("Window length"));
    QVERIFY(length);
    const QString shown = length->currentText();
    type(length, QStringLiteral("30 minutes"));
    QCOMPARE(questionOf(fixture.session->document()).window->length, std::string("30 minutes"));
    QCOMPARE(fixture.project.undoStack().count(), 1);
    fixture.project.undoStack().undo();
    QCOMPARE(fixture.session->document(), before);
    QCOMPARE(length->currentText(), shown);
}

void WatchPageTest::refusalStandsAtItsField() {
    WatchFixture fixture;
    fixture.page->setSession(fixture.session.get());
    fixture.page->show();
    PresetBox* delay = fixture.box(QStringLiteral("Watermark delay"));
    QVERIFY(delay);
    type(delay, QStringLiteral("banana"));
    QTRY_VERIFY(!fixture.session->isRunnable());
    QTRY_VERIFY2(delay->accessibleDescription().contains(QStringLiteral("banana")), qPrintable(delay->accessibleDescription()));
    fixture.project.undoStack().undo();
    QTRY_VERIFY(fixture.session->isRunnable());
    QTRY_VERIFY(!delay->accessibleDescription().contains(QStringLiteral("banana")));
    // append without a watermark is refused, and said at the output.
    QueryDocument append = withOutputMode(withDelay(fixture.session->document(), "time", {}), "append");
    fixture.session->edit(QString(), append);
    QTRY_VERIFY(!fixture.session->isRunnable());
    bool said = false;
    for (const QWidget* widget : fixture.page->findChildren<QWidget*>()) {
        said = said || (widget->accessibleName() == QStringLiteral("Output mode") && widget->accessibleDescription().contains(QStringLiteral("append needs")));
    }
    QVERIFY(said);
}

void WatchPageTest::checkpointInUseIsSaidAboveTheResult() {
    WatchFixture fixture;
    fixture.addFiles();
    fixture.page->setSession(fixture.session.get());
    fixture.page->show();
    const std::string folder = fixture.directory.path().toStdString() + "/progress";
    auto* field = fixture.panel()->findChild<QLineEdit*>(QStringLiteral("checkpoint"));
    field->setText(QString::fromStdString(folder));
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(fixture.session->document().checkpoint, folder);
    QVERIFY(systemFiles().makeDirectories(folder));
    {
        auto lock = FileLock::take(folder + '/' + CheckpointStore::kLockName, "the query other", Millis{0});
        QVERIFY(lock);
        QVERIFY(!fixture.session->run());
        fixture.settle();
        auto* banner = fixture.page->findChild<Banner*>();
        QVERIFY(banner);
        QVERIFY(banner->text().contains(QLatin1String("the query other")));
        QVERIFY(banner->detail().contains(QLatin1String("name another checkpoint")));
        QVERIFY(field->accessibleDescription().isEmpty());
        QVERIFY(fixture.panel()->form()->findChild<CheckpointField*>()->accessibleDescription().contains(QLatin1String("the query other")));
        for (QPushButton* button : banner->findChildren<QPushButton*>()) {
            if (button->text() == QLatin1String("Another checkpoint")) button->click();
        }
        QCOMPARE(fixture.page->focusWidget(), field);
    }
    fixture.run();
    QVERIFY(!fixture.page->findChild<Banner*>());
}

void WatchPageTest::panelIsAsWideAsDesigned() {
    WatchFixture fixture;
    fixture.addFiles();
    fixture.page->setSession(fixture.session.get());
    fixture.page->show();
    QCOMPARE(fixture.panel()->width(), 320);
    fixture.run();
    QCOMPARE(fixture.panel()->width(), 320);
}

void WatchPageTest::documentWithAnErrorKeepsTheForm() {
    WatchFixture fixture;
    fixture.page->setSession(fixture.session.get());
    fixture.page->show();
    DocumentEditor* editor = fixture.panel()->editor();
    fixture.panel()->showFace(1);
    const QueryDocument before = fixture.session->document();
    const QString text = editor->text()->toPlainText();
    QCOMPARE(text, QString::fromStdString(toJson(before)));

    editor->text()->setPlainText(QString(text).replace(QStringLiteral("\"steps\": ["), QStringLiteral("\"steps\": [,")));
    QTRY_VERIFY(editor->problem().contains(QStringLiteral("line")));
    QCOMPARE(fixture.session->document(), before);
    QCOMPARE(fixture.box(QStringLiteral("Window length"))->currentText(), QueryWords::interval("1 hour"));

    editor->text()->setPlainText(QString(text).replace(QStringLiteral("'1 hour'"), QStringLiteral("'1 banana'")));
    QTRY_VERIFY2(editor->problem().startsWith(QStringLiteral("Line ")), qPrintable(editor->problem()));
    QCOMPARE(fixture.session->document(), before);

    editor->text()->setPlainText(QString(text).replace(QStringLiteral("1 hour"), QStringLiteral("30 minutes")));
    QTRY_COMPARE(questionOf(fixture.session->document()).window->length, std::string("30 minutes"));
    QVERIFY(editor->problem().isEmpty());
    QCOMPARE(fixture.project.undoStack().count(), 1);
    fixture.project.undoStack().undo();
    QCOMPARE(fixture.session->document(), before);
    QCOMPARE(editor->text()->toPlainText(), text);
}

void WatchPageTest::editedRunAsksForRestart() {
    WatchFixture fixture;
    fixture.addFiles();
    fixture.page->setSession(fixture.session.get());
    fixture.page->show();
    QueryDocument waiting = fixture.session->document();
    waiting.trigger = {};
    fixture.session->edit(QString(), waiting);
    QVERIFY(fixture.session->run());
    QTRY_COMPARE_WITH_TIMEOUT(fixture.session->controller().totals().read, std::uint64_t(10), kPatience);
    const auto restart = [&]() -> QPushButton* {
        for (QPushButton* button : fixture.panel()->findChildren<QPushButton*>()) {
            if (button->text() == QStringLiteral("Restart")) return button;
        }
        return nullptr;
    };
    QVERIFY(restart() && !restart()->isVisible());
    fixture.session->edit(QString(), withWindow(waiting, "time", "30 minutes", {}));
    QTRY_VERIFY(restart()->isVisible());
    QTRY_VERIFY(restart()->isEnabled());
    QTest::mouseClick(restart(), Qt::LeftButton);
    QTRY_VERIFY(!fixture.session->isEdited());
    QTRY_VERIFY(!restart()->isVisible());
    fixture.session->stop();
    QTRY_VERIFY_WITH_TIMEOUT(!fixture.session->controller().isActive(), kPatience);
}

void WatchPageTest::hiddenPageCatchesUp() {
    WatchFixture fixture;
    fixture.addFiles();
    fixture.page->setSession(fixture.session.get());
    fixture.run();
    QCOMPARE(fixture.result()->rows().rowCount(), 0);
    fixture.page->show();
    QVERIFY(QTest::qWaitForWindowExposed(fixture.page.get()));
    fixture.settle();
    QCOMPARE(fixture.result()->rows().rowCount(), 6);
    QCOMPARE(fixture.page->chartCards().size(), std::size_t(2));
    QTRY_VERIFY(!fixture.page->chartCards()[0]->isEmpty());
}

void WatchPageTest::completeSaysThatTheWatermarkHasNoEffect() {
    WatchFixture fixture("complete");
    fixture.page->setSession(fixture.session.get());
    fixture.page->show();
    fixture.settle();
    const auto* stack = fixture.page->findChild<BannerStack*>();
    QVERIFY(stack->contains(QStringLiteral("complete")));
    QPushButton* show = nullptr;
    for (QPushButton* button : stack->findChildren<QPushButton*>()) {
        if (button->text() == QStringLiteral("Show with update")) show = button;
    }
    QVERIFY(show);
    QTest::mouseClick(show, Qt::LeftButton);
    QCOMPARE(fixture.session->document().outputMode, std::string("update"));
    QVERIFY(!stack->contains(QStringLiteral("complete")));
}

void WatchPageTest::failedBatchIsSaid() {
    WatchFixture fixture;
    fixture.addFiles();
    QueryDocument strict = fixture.session->document();
    strict.source.options["mode"] = "FAILFAST";
    fixture.session->edit(QString(), strict);
    fixture.page->setSession(fixture.session.get());
    fixture.page->show();
    QVERIFY(QTest::qWaitForWindowExposed(fixture.page.get()));
    QVERIFY(fixture.session->run());
    QTRY_COMPARE_WITH_TIMEOUT(fixture.session->controller().status().state, QueryState::Failed, kPatience);
    fixture.settle();
    const auto* stack = fixture.page->findChild<BannerStack*>();
    QTRY_VERIFY(stack->contains(QStringLiteral("failed")));
    // The result of the batches before stays, and says that it is old.
    QCOMPARE(fixture.page->chartCards().size(), std::size_t(2));
    for (const ChartCard* card : fixture.page->chartCards()) {
        QVERIFY(!card->isEmpty());
        QVERIFY(card->view()->staleSeconds().has_value());
    }
    QPushButton* retry = nullptr;
    for (QPushButton* button : stack->findChildren<QPushButton*>()) {
        if (button->text() == QStringLiteral("Retry")) retry = button;
    }
    QVERIFY(retry);
    QSignalSpy asked(fixture.page.get(), &WatchPage::retryRequested);
    QTest::mouseClick(retry, Qt::LeftButton);
    QCOMPARE(asked.count(), 1);
    QVERIFY(fixture.page->grab().save(QStringLiteral(VITRINE_PICTURE_DIR "/watch-failed.png")));
}

void WatchPageTest::enlargedCardFillsTheContent() {
    WatchFixture fixture;
    fixture.addFiles();
    fixture.page->setSession(fixture.session.get());
    fixture.page->show();
    QVERIFY(QTest::qWaitForWindowExposed(fixture.page.get()));
    fixture.run();
    ChartCard* card = fixture.page->chartCards()[1];
    Q_EMIT card->enlargeRequested();
    QVERIFY(card->isVisible());
    QVERIFY(!fixture.page->chartCards()[0]->isVisible());
    QVERIFY(!fixture.result()->isVisible());
    fixture.page->activateWindow();
    QTRY_VERIFY(card->view()->hasFocus());
    QTest::keyClick(card->view(), Qt::Key_Escape);
    QTRY_VERIFY(fixture.result()->isVisible());
    QVERIFY(fixture.page->chartCards()[0]->isVisible());
}

void WatchPageTest::everythingHasAName() {
    WatchFixture fixture;
    fixture.addFiles();
    fixture.page->setSession(fixture.session.get());
    fixture.page->show();
    fixture.run();
    QStringList nameless;
    for (const QWidget* widget : fixture.page->findChildren<QWidget*>()) {
        if (!(widget->focusPolicy() & Qt::TabFocus) || !widget->isVisible() || widget->objectName().startsWith(QLatin1String("qt_"))) continue;
        if (qobject_cast<const QLabel*>(widget) || widget->parentWidget()->inherits("QComboBox") || widget->inherits("QScrollBar") ||
            widget->inherits("QHeaderView")) {
            continue;
        }
        const auto* button = qobject_cast<const QAbstractButton*>(widget);
        if (widget->accessibleName().isEmpty() && (!button || button->text().isEmpty())) nameless << QLatin1String(widget->metaObject()->className()) + QLatin1Char(' ') + widget->parentWidget()->metaObject()->className();
    }
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QStringLiteral(", "))));
    // F6 goes through panel, charts and table, then hands over.
    if (fixture.page->focusWidget()) fixture.page->focusWidget()->clearFocus();
    QVERIFY(fixture.page->focusNextPane());
    QVERIFY(fixture.panel()->isAncestorOf(fixture.page->focusWidget()));
    QVERIFY(fixture.page->focusNextPane());
    QVERIFY(fixture.page->focusNextPane());
    QVERIFY(fixture.result()->isAncestorOf(fixture.page->focusWidget()));
    QVERIFY(!fixture.page->focusNextPane());
}

void WatchPageTest::picture_data() {
    QTest::addColumn<int>("theme");
    QTest::addColumn<QSize>("size");
    QTest::newRow("light") << static_cast<int>(ThemeChoice::Light) << QSize(1440, 900);
    QTest::newRow("dark") << static_cast<int>(ThemeChoice::Dark) << QSize(1440, 900);
    QTest::newRow("narrow") << static_cast<int>(ThemeChoice::Light) << QSize(1024, 740);
}

/// The page as drawn in the design: the same windows and counts, in 47 files.
void WatchPageTest::picture() {
    QFETCH(int, theme);
    QFETCH(QSize, size);
    Theme::current().setChoice(static_cast<ThemeChoice>(theme));
    WatchFixture fixture;
    constexpr int kFirstHour = 2;
    constexpr int closes[] = {11, 344, 815, 1003, 1011, 989, 23};
    constexpr int opens[] = {179, 1001, 999, 1000, 993, 1008, 24};
    QStringList lines;
    for (int hour = 0; hour < 7; ++hour) {
        const int all = closes[hour] + opens[hour];
        const int span = hour == 6 ? 84 : 3600;
        for (int row = 0, closed = 0; row < all; ++row) {
            const int second = row * span / all;
            const bool close = (row + 1) * closes[hour] / all > closed;
            closed += close ? 1 : 0;
            const QByteArray time = QStringLiteral("%1:%2:%3").arg(kFirstHour + hour, 2, 10, QLatin1Char('0')).arg(second / 60, 2, 10, QLatin1Char('0')).arg(second % 60, 2, 10, QLatin1Char('0')).toLatin1();
            lines << WatchFixture::row(time.constData(), close ? "Close" : "Open");
        }
    }
    const auto perFile = (lines.size() + 46) / 47;
    for (int file = 0; file < 47; ++file) {
        QStringList part = lines.mid(file * perFile, perFile);
        if (file == 21) part << WatchFixture::row("02:47:12", "Open");
        if (file == 33 || file == 36) part << WatchFixture::row(file == 33 ? "03:52:00" : "03:14:26", "Open");
        if (file == 9 || file == 27) part << QStringLiteral("[\"time\",1469506768");
        fixture.addFile(part);
    }
    QueryDocument waiting = fixture.session->document();
    waiting.trigger = {};
    Project whole = fixture.project.project();
    whole.queries = {waiting};
    fixture.project.reset(whole);
    QWidget window;
    auto* column = new QVBoxLayout(&window);
    column->setContentsMargins(0, 112, 0, 120);
    column->addWidget(fixture.page.get());
    window.resize(size);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    fixture.page->setSession(fixture.session.get());
    QVERIFY(fixture.session->run());
    QTRY_COMPARE_WITH_TIMEOUT(fixture.session->controller().totals().late, std::uint64_t(3), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.session->controller().batches() >= 47, kPatience);
    fixture.settle();
    QTRY_COMPARE_WITH_TIMEOUT(fixture.result()->windowCounts().all, 7, kPatience);
    QApplication::processEvents();
    const QString path = QStringLiteral(VITRINE_PICTURE_DIR "/watch-%1.png").arg(QLatin1String(QTest::currentDataTag()));
    QVERIFY(window.grab().save(path));
    for (int lane : {ResultCard::Late, ResultCard::Malformed, ResultCard::Log, ResultCard::Progress, ResultCard::Metrics}) {
        fixture.page->showLane(lane);
        QApplication::processEvents();
        QVERIFY(fixture.result()->grab().save(QStringLiteral(VITRINE_PICTURE_DIR "/watch-%1-lane-%2.png").arg(QLatin1String(QTest::currentDataTag())).arg(lane)));
    }
    fixture.page->showLane(ResultCard::Result);
    fixture.result()->setByWindow(false);
    QApplication::processEvents();
    QVERIFY(fixture.result()->grab().save(QStringLiteral(VITRINE_PICTURE_DIR "/watch-%1-rows.png").arg(QLatin1String(QTest::currentDataTag()))));
    fixture.session->stop();
    fixture.page->setSession(nullptr);
    fixture.page->setParent(nullptr);
    Theme::current().setChoice(ThemeChoice::Light);
}

}  // namespace vitrine::ui

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    vitrine::ui::WatchPageTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "watch_page_test.moc"
