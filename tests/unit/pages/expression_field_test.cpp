// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QHelpEvent>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>
#include <QVBoxLayout>

#include "ui/pages/expression_field.h"
#include "ui/pages/form_parts.h"
#include "ui/style/theme.h"
#include "ui/style/vitrine_style.h"

namespace vitrine::ui {
namespace {

/// A field over `time TIMESTAMP, action STRING, count place INT, window STRUCT<start, end>`.
class FieldFixture {
  public:
    FieldFixture() {
        auto* column = new QVBoxLayout(&window);
        field = new ExpressionField(&window);
        field->setColumns([] {
            return *parseDdl("time TIMESTAMP, action STRING, `count place` INT, amount INT, window STRUCT<start: TIMESTAMP, end: TIMESTAMP>");
        });
        next = new QPushButton(&window);
        column->addWidget(field);
        column->addWidget(next);
        window.resize(700, 200);
        window.show();
        field->setFocus();
    }
    void type(const QString& text) { QTest::keyClicks(field, text); }
    void press(int key) { QTest::keyClick(field->isCompleting() ? static_cast<QWidget*>(field->completions()) : field, static_cast<Qt::Key>(key)); }
    void ask() { QTest::keyClick(field, Qt::Key_Space, Qt::ControlModifier); }
    QStringList offered() const {
        QStringList names;
        if (!field->isCompleting()) return names;
        const auto* model = field->completions()->model();
        for (int row = 0; row < model->rowCount(); ++row) names << model->index(row, 0).data().toString();
        return names;
    }

    QWidget window;
    ExpressionField* field;
    QPushButton* next;
};

}  // namespace

class ExpressionFieldTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void columnsStandBeforeFunctions();
    void functionIsInsertedAsACall();
    void columnIsQuotedWhereItMust();
    void fieldsOfAStructFollowItsName();
    void nothingIsOfferedWhereNothingFits();
    void keysLeadThroughTheList();
    void helpIsShown();
    void markStandsAtTheError();
    void boxTakesWhatIsCompleted();
};

void ExpressionFieldTest::columnsStandBeforeFunctions() {
    FieldFixture f;
    f.ask();
    QVERIFY(f.field->isCompleting());
    QCOMPARE(f.offered().mid(0, 5), (QStringList{"time", "action", "count place", "amount", "window"}));
    QVERIFY(f.offered().contains(QStringLiteral("count")));
    QVERIFY(f.offered().contains(QStringLiteral("date_format")));
    f.press(Qt::Key_Escape);
    QVERIFY(!f.field->isCompleting());
    QVERIFY(f.field->text().isEmpty());
    f.type(QStringLiteral("a"));
    const QStringList offered = f.offered();
    QCOMPARE(offered.mid(0, 2), (QStringList{"action", "amount"}));
    QVERIFY(offered.contains(QStringLiteral("abs")));
    for (const QString& name : offered) QVERIFY2(name.startsWith(QLatin1Char('a'), Qt::CaseInsensitive), qPrintable(name));
    const QModelIndex function = f.field->completions()->model()->index(static_cast<int>(offered.indexOf(QLatin1String("abs"))), 0);
    QVERIFY(function.data(Qt::AccessibleTextRole).toString().startsWith(QLatin1String("abs")));
    QVERIFY(!function.data(Qt::AccessibleDescriptionRole).toString().isEmpty());
}

void ExpressionFieldTest::functionIsInsertedAsACall() {
    FieldFixture f;
    f.type(QStringLiteral("date_form"));
    f.press(Qt::Key_Return);
    QCOMPARE(f.field->text(), QStringLiteral("date_format()"));
    QCOMPARE(f.field->cursorPosition(), 12);
    f.type(QStringLiteral("tim"));
    f.press(Qt::Key_Tab);
    QCOMPARE(f.field->text(), QStringLiteral("date_format(time)"));
    QCOMPARE(f.window.focusWidget(), f.field);
    // The brackets that stand there already are kept.
    f.field->setText(QStringLiteral("x + upp(action)"));
    f.field->setCursorPosition(7);
    f.ask();
    f.press(Qt::Key_Return);
    QCOMPARE(f.field->text(), QStringLiteral("x + upper(action)"));
    QCOMPARE(f.field->cursorPosition(), 10);
}

void ExpressionFieldTest::columnIsQuotedWhereItMust() {
    FieldFixture f;
    f.type(QStringLiteral("cou"));
    QCOMPARE(f.offered().front(), QStringLiteral("count place"));
    f.press(Qt::Key_Return);
    QCOMPARE(f.field->text(), QStringLiteral("`count place`"));
    f.field->clear();
    f.type(QStringLiteral("`count p"));
    QCOMPARE(f.offered(), QStringList{"count place"});
    f.press(Qt::Key_Return);
    QCOMPARE(f.field->text(), QStringLiteral("`count place`"));
}

void ExpressionFieldTest::fieldsOfAStructFollowItsName() {
    FieldFixture f;
    f.type(QStringLiteral("window."));
    QCOMPARE(f.offered(), (QStringList{"start", "end"}));
    f.type(QStringLiteral("e"));
    f.press(Qt::Key_Return);
    QCOMPARE(f.field->text(), QStringLiteral("window.end"));
    f.field->clear();
    f.type(QStringLiteral("action."));
    QVERIFY(!f.field->isCompleting());
}

void ExpressionFieldTest::nothingIsOfferedWhereNothingFits() {
    for (const char* text : {"action = 'ab", "amount > 10", "action AS am", "amount IS NULL", "nonsense", "action", "count(*) AND"}) {
        FieldFixture f;
        f.type(QLatin1String(text));
        QVERIFY2(!f.field->isCompleting(), text);
    }
}

void ExpressionFieldTest::keysLeadThroughTheList() {
    FieldFixture f;
    QSignalSpy finished(f.field, &QLineEdit::editingFinished);
    f.type(QStringLiteral("a"));
    f.press(Qt::Key_Down);
    f.press(Qt::Key_Return);
    QCOMPARE(f.field->text(), QStringLiteral("amount"));
    QCOMPARE(finished.count(), 0);
    f.press(Qt::Key_Return);
    QCOMPARE(finished.count(), 1);
    f.press(Qt::Key_Tab);
    QCOMPARE(f.window.focusWidget(), f.next);
}

void ExpressionFieldTest::helpIsShown() {
    QVERIFY(ExpressionField::helpOf(QStringLiteral("UPPER")).startsWith(QLatin1String("upper(")));
    QVERIFY(ExpressionField::helpOf(QStringLiteral("action")).isEmpty());
    FieldFixture f;
    f.field->setText(QStringLiteral("upper(concat(action, 'a'))"));
    f.field->setCursorPosition(2);
    f.press(Qt::Key_F1);
    QTRY_COMPARE(QToolTip::text(), ExpressionField::helpOf(QStringLiteral("upper")));
    // Among the arguments, the function they are given to is meant.
    f.field->setCursorPosition(20);
    f.press(Qt::Key_F1);
    QTRY_COMPARE(QToolTip::text(), ExpressionField::helpOf(QStringLiteral("concat")));
    QCOMPARE(f.field->accessibleDescription(), QToolTip::text());
    f.field->setCursorPosition(0);
    const QPoint place = f.field->inputMethodQuery(Qt::ImCursorRectangle).toRect().center() + QPoint(6, 0);
    QHelpEvent hover(QEvent::ToolTip, place, f.field->mapToGlobal(place));
    QApplication::sendEvent(f.field, &hover);
    QTRY_COMPARE(QToolTip::text(), ExpressionField::helpOf(QStringLiteral("upper")));
}

void ExpressionFieldTest::markStandsAtTheError() {
    QCOMPARE(ExpressionField::positionOf(std::string("'é' + nothing"), 7), 6);
    QCOMPARE(ExpressionField::positionOf(std::string("a"), -1), -1);
    QCOMPARE(ExpressionField::positionOf(std::vector<std::string>{"count(*)", "sum(nothing)"}, 1, 4), 14);
    FieldFixture f;
    f.field->setText(QStringLiteral("upper(nothing)"));
    const QImage plain = f.field->grab().toImage();
    f.field->setMark(6);
    QVERIFY(f.field->grab().toImage() != plain);
    f.field->setCursorPosition(0);
    f.type(QStringLiteral("1"));
    QCOMPARE(f.field->mark(), -1);
}

void ExpressionFieldTest::boxTakesWhatIsCompleted() {
    auto* field = new ExpressionField;
    field->setColumns([] { return *parseDdl("amount INT"); });
    ChoiceBox box(nullptr, field);
    box.setChoices({{QStringLiteral("rows"), "count(*) AS count"}});
    box.setValue("count(*) AS count");
    box.show();
    QCOMPARE(field->text(), QStringLiteral("rows"));
    QSignalSpy chosen(&box, &ChoiceBox::chosen);
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, QStringLiteral("sum"));
    QVERIFY(field->isCompleting());
    QTest::keyClick(field->completions(), Qt::Key_Return);
    QTest::keyClicks(field, QStringLiteral("am"));
    QTest::keyClick(field->completions(), Qt::Key_Return);
    QCOMPARE(field->text(), QStringLiteral("sum(amount)"));
    QCOMPARE(chosen.count(), 0);
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(box.value(), std::string("sum(amount)"));
}

}  // namespace vitrine::ui

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    vitrine::ui::applyStyle(application);
    vitrine::ui::ExpressionFieldTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "expression_field_test.moc"
