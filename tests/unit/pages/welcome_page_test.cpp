// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QMimeData>
#include <QDropEvent>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QUrl>

#include "ui/pages/recent_row.h"
#include "ui/pages/welcome_page.h"
#include "ui/style/theme.h"
#include "ui/style/vitrine_style.h"

namespace vitrine::ui {

class WelcomePageTest : public QObject {
    Q_OBJECT

  private slots:
    void init() { Theme::current().setChoice(ThemeChoice::Light); }

    void enterWatchesTheDemo() {
        WelcomePage page;
        page.resize(1440, 860);
        page.show();
        QSignalSpy demo(&page, &WelcomePage::demoRequested);
        auto* button = page.findChild<QPushButton*>(QStringLiteral("demo"));
        page.activateWindow();
        QTRY_VERIFY(button->hasFocus());
        QTest::keyClick(button, Qt::Key_Return);
        QCOMPARE(demo.count(), 1);
        QSignalSpy folder(&page, &WelcomePage::folderChooserRequested);
        QSignalSpy project(&page, &WelcomePage::projectChooserRequested);
        page.findChild<QPushButton*>(QStringLiteral("openFolder"))->click();
        page.findChild<QPushButton*>(QStringLiteral("openProject"))->click();
        QCOMPARE(folder.count(), 1);
        QCOMPARE(project.count(), 1);
    }

    void recentProjectsOpenAndVanishedOnesAreRemoved() {
        QTemporaryDir directory;
        const QString here = directory.filePath(QStringLiteral("here.vitrine"));
        QFile file(here);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        const QString gone = directory.filePath(QStringLiteral("gone.vitrine"));
        WelcomePage page;
        page.setRecentProjects({here, gone});
        const QList<RecentRow*> rows = page.findChildren<RecentRow*>();
        QCOMPARE(rows.size(), 2);
        QVERIFY(rows[0]->isThere());
        QVERIFY(!rows[1]->isThere());
        QSignalSpy opened(&page, &WelcomePage::pathRequested);
        QSignalSpy removed(&page, &WelcomePage::recentRemoved);
        rows[0]->click();
        QCOMPARE(opened.takeFirst().front().toString(), here);
        rows[1]->findChild<QToolButton*>()->click();
        QTRY_COMPARE(removed.count(), 1);
        QCOMPARE(removed.front().front().toString(), gone);
        page.setRecentProjects({here});
        QCOMPARE(page.findChildren<RecentRow*>().size(), 1);
    }

    void whatIsDroppedIsOpened() {
        WelcomePage page;
        page.show();
        QSignalSpy opened(&page, &WelcomePage::pathRequested);
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(QStringLiteral("/tmp/events"))});
        QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&page, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&page, &drop);
        QCOMPARE(opened.count(), 1);
        QCOMPARE(opened.front().front().toString(), QStringLiteral("/tmp/events"));
    }

    void pictures_data() {
        QTest::addColumn<int>("theme");
        QTest::addColumn<QSize>("size");
        QTest::newRow("light") << static_cast<int>(ThemeChoice::Light) << QSize(1440, 844);
        QTest::newRow("dark") << static_cast<int>(ThemeChoice::Dark) << QSize(1440, 844);
        QTest::newRow("narrow") << static_cast<int>(ThemeChoice::Light) << QSize(800, 1200);
    }
    void pictures() {
        QFETCH(int, theme);
        QFETCH(QSize, size);
        Theme::current().setChoice(static_cast<ThemeChoice>(theme));
        QTemporaryDir directory;
        QFile file(directory.filePath(QStringLiteral("tp-streaming.vitrine")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        WelcomePage page;
        page.setRecentProjects({file.fileName(), QStringLiteral("/home/cours/windows-and-watermarks.vitrine")});
        page.resize(size);
        page.show();
        QCoreApplication::processEvents();
        QVERIFY(page.grab().save(QStringLiteral(VITRINE_PICTURE_DIR "/welcome-%1.png").arg(QString::fromLatin1(QTest::currentDataTag()))));
    }
};

}  // namespace vitrine::ui

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    vitrine::ui::applyStyle(application);
    vitrine::ui::WelcomePageTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "welcome_page_test.moc"
