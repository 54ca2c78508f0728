// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QLineEdit>
#include <QTest>

#include "ui/style/vitrine_style.h"
#include "ui/widgets/command_palette.h"

namespace vitrine::ui {
namespace {

QStringList texts(const std::vector<Command>& commands) {
    QStringList all;
    for (const Command& command : commands) all << command.text;
    return all;
}

}  // namespace

class CommandPaletteTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() { QVERIFY(applyStyle(*qApp)); }

    void findsByPartsOfTextAndPlace_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QStringList>("found");
        QTest::newRow("nothing") << "" << QStringList{"Restart", "Stop", "Écrire", "Start"};
        QTest::newRow("beginning first") << "st" << QStringList{"Stop", "Start", "Restart"};
        QTest::newRow("two words") << "query st" << QStringList{"Restart", "Stop"};
        QTest::newRow("case") << "STOP" << QStringList{"Stop"};
        QTest::newRow("accents") << "ecr" << QStringList{"Écrire"};
        QTest::newRow("accents typed") << "écr" << QStringList{"Écrire"};
        QTest::newRow("none") << "zzz" << QStringList();
    }

    void findsByPartsOfTextAndPlace() {
        QFETCH(QString, typed);
        QFETCH(QStringList, found);
        const std::vector<Command> commands{{"Restart", "Query", {}, {}}, {"Stop", "Query", {}, {}}, {QStringLiteral("Écrire"), "File", {}, {}}, {"Start", "View", {}, {}}};
        QCOMPARE(texts(matching(commands, typed)), found);
    }

    void keysChooseRunAndLeave() {
        QWidget window;
        window.resize(800, 600);
        QLineEdit other(&window);
        CommandPalette palette(&window);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        other.setFocus();
        QStringList ran;
        const auto command = [&](const QString& text) { return Command{text, "Menu", {}, [&ran, text] { ran << text; }}; };
        palette.open({command("One"), command("Two"), command("Three")});
        auto* search = palette.findChild<QLineEdit*>();
        QVERIFY(search->hasFocus());
        QTest::keyClick(search, Qt::Key_Down);
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(ran, QStringList{"Two"});
        QVERIFY(palette.isHidden());
        QVERIFY(other.hasFocus());

        palette.open({command("One"), command("Two"), command("Three")});
        QTest::keyClicks(search, "th");
        QCOMPARE(texts(palette.shown()), QStringList{"Three"});
        QTest::keyClick(search, Qt::Key_Escape);
        QCOMPARE(ran.size(), 1);
        QVERIFY(palette.isHidden());

        // Nothing fits: Enter does nothing, and nothing is kept from the last time.
        palette.open({command("One")});
        QCOMPARE(palette.shown().size(), std::size_t(1));
        QTest::keyClicks(search, "zzz");
        QTest::keyClick(search, Qt::Key_Return);
        QVERIFY(palette.isVisible());
        QCOMPARE(ran.size(), 1);
    }
};

}  // namespace vitrine::ui

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    vitrine::ui::CommandPaletteTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "command_palette_test.moc"
