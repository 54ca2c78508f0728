// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QImage>
#include <QLabel>
#include <QMenuBar>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTabBar>
#include <QTemporaryDir>
#include <QSettings>
#include <QPushButton>
#include <QFileInfo>
#include <QTest>

#include "app/connectors.h"
#include "ui/pages/build_page.h"
#include "ui/pages/query_session.h"
#include "ui/pages/sql_card.h"
#include "ui/pages/sql_editor.h"
#include "ui/pages/sql_page.h"
#include "ui/pages/watch_page.h"
#include "ui/pages/welcome_page.h"
#include "ui/shell/main_window.h"
#include "ui/style/vitrine_style.h"
#include "ui/widgets/banner.h"

namespace vitrine::ui {
namespace {

constexpr int kPatience = 30'000;

QueryDocument hoursQuery(const std::string& path) {
    QueryDocument query;
    query.name = "hours";
    query.source.path = path;
    query.source.schema = "time TIMESTAMP, action STRING";
    query.steps = {Step{WithWatermarkStep{"time", "2 hours"}},
                   Step{GroupByStep{{"window(time, '1 hour')", "action"}, {"count(*) AS count"}}}};
    query.outputMode = "update";
    query.conf = {{"spark.sql.session.timeZone", "UTC"}};
    return query;
}

/// A window over a directory of events; the demonstration watches the same files.
struct Fixture {
    Fixture() {
        QDir(directory.path()).mkdir(QStringLiteral("events"));
        write(QStringLiteral("events/1.json"), "{\"time\":\"2016-07-26T02:10:00Z\",\"action\":\"Open\"}\n{\"time\":\"2016-07-26T02:20:00Z\",\"action\":\"Open\"}\n"
                                               "{\"time\":\"2016-07-26T03:10:00Z\",\"action\":\"Close\"}\n");
        ShellServices services;
        services.connectors = &allConnectors();
        services.startDemo = [this]() -> Result<Project> {
            ++demosStarted;
            Project project;
            project.title = "Demonstration";
            project.queries = {hoursQuery(directory.filePath(QStringLiteral("events")).toStdString())};
            return project;
        };
        services.stopDemo = [this] { ++demosStopped; };
        services.autosaveDirectory = directory.filePath(QStringLiteral("state"));
        window = std::make_unique<MainWindow>(services);
        window->setLanguage(QStringLiteral("en"));
        window->show();
    }

    void write(const QString& name, const QByteArray& content) const {
        QFile file(directory.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
    QString project(const QString& name = QStringLiteral("p.vitrine")) const {
        Project whole;
        whole.queries = {hoursQuery("events"), hoursQuery("events")};
        whole.queries[1].name = "again";
        write(name, QByteArray::fromStdString(toJson(whole)));
        return directory.filePath(name);
    }
    QTabBar* tabs() const {
        for (QTabBar* bar : window->findChildren<QTabBar*>()) {
            if (bar->accessibleName() == QStringLiteral("Queries")) return bar;
        }
        return nullptr;
    }
    BannerStack* banners() const { return window->centralWidget()->findChild<BannerStack*>(QString(), Qt::FindDirectChildrenOnly); }
    bool isWelcome() const { return window->findChild<WelcomePage*>()->isVisible(); }
    void waitForResult() const {
        QTRY_VERIFY_WITH_TIMEOUT(window->currentSession()->controller().totals().read == 3, kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(window->currentSession()->controller().snapshot() != nullptr && window->scheduler().isIdle(), kPatience);
    }

    QTemporaryDir directory;
    int demosStarted = 0, demosStopped = 0;
    std::unique_ptr<MainWindow> window;
};

/// Each text of the window that a person reads, by where it stands.
QStringList textsOf(const QWidget& window) {
    QCoreApplication::processEvents();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QStringList texts;
    for (const QAction* action : window.findChildren<QAction*>()) texts << action->text();
    for (const QLabel* label : window.findChildren<QLabel*>()) {
        if (label->isVisible()) texts << label->text();
    }
    for (const QAbstractButton* button : window.findChildren<QAbstractButton*>()) {
        if (button->isVisible()) texts << button->text() << button->toolTip();
    }
    texts.removeAll(QString());
    return texts;
}

}  // namespace

class MainWindowTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void init();
    void H1_unsavedEditsAreOfferedAndRecovered();
    void H4_nothingOpensByItself();
    void H5_brokenSettingsAreDefaults();
    void demoRuns();
    void demoEndsWithItsLastTab();
    void demoEndsWhenAProjectOpens();
    void projectOpensATabAQuery();
    void closingATabStopsItsQuery();
    void undoBringsTabsBack();
    void directoryBecomesAQuery();
    void dataFileMeansItsDirectory();
    void queryDocumentOpens();
    void wrongDocumentIsSaid();
    void missingPathIsABanner();
    void languageSwitchesBothWays();
    void themeSwitches();
    void exportsHoldTheNumbers();
    void exportWithoutResultIsRefused();
    void sqlReadsTheResultsOfTheWindow();
    void sqlNeedsNoQuery();
    void everythingHasAName();
    void destructionWhileRunning();
};

void MainWindowTest::initTestCase() {
    QVERIFY(applyStyle(*qApp));
}

void MainWindowTest::init() {
    QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support propagateSizeHints)")));
}

void MainWindowTest::demoRuns() {
    Fixture fixture;
    QVERIFY(fixture.isWelcome());
    fixture.window->startDemo();
    QCOMPARE(fixture.demosStarted, 1);
    QVERIFY(fixture.window->watchPage()->isVisible());
    QCOMPARE(fixture.tabs()->count(), 1);
    QCOMPARE(fixture.tabs()->tabText(0), QStringLiteral("hours"));
    fixture.waitForResult();
    QVERIFY(fixture.window->currentSession()->controller().isActive());
    QVERIFY(fixture.window->windowTitle().contains(QStringLiteral("Demonstration")));
}

void MainWindowTest::demoEndsWithItsLastTab() {
    Fixture fixture;
    fixture.window->startDemo();
    QCOMPARE(fixture.demosStopped, 0);
    Q_EMIT fixture.tabs()->tabCloseRequested(0);
    QCOMPARE(fixture.demosStopped, 1);
    QVERIFY(fixture.isWelcome());
    fixture.window.reset();
    QCOMPARE(fixture.demosStopped, 1);
}

void MainWindowTest::demoEndsWhenAProjectOpens() {
    Fixture fixture;
    fixture.window->startDemo();
    fixture.window->openPath(fixture.project());
    QCOMPARE(fixture.demosStopped, 1);
    QCOMPARE(fixture.tabs()->count(), 2);
}

void MainWindowTest::projectOpensATabAQuery() {
    Fixture fixture;
    const QString path = fixture.project();
    fixture.window->openPath(path);
    QCOMPARE(fixture.window->sessions().size(), std::size_t(2));
    QCOMPARE(fixture.tabs()->tabText(1), QStringLiteral("again"));
    QVERIFY(fixture.window->watchPage()->isVisible());
    QVERIFY(!fixture.window->currentSession()->controller().isActive());
    QCOMPARE(fixture.window->project().path(), path);
    QVERIFY(!fixture.window->isWindowModified());
    QVERIFY(UserSettings().recentProjects().contains(path));
    fixture.tabs()->setCurrentIndex(1);
    QCOMPARE(fixture.window->currentSession()->name(), std::string("again"));
}

void MainWindowTest::closingATabStopsItsQuery() {
    Fixture fixture;
    fixture.window->openPath(fixture.project());
    for (QuerySession* session : fixture.window->sessions()) QVERIFY(session->run());
    const std::weak_ptr<RunningQuery> first = fixture.window->sessions()[0]->controller().running();
    const std::weak_ptr<RunningQuery> second = fixture.window->sessions()[1]->controller().running();
    Q_EMIT fixture.tabs()->tabCloseRequested(0);
    QVERIFY(first.expired());
    QVERIFY(!second.expired());
    QCOMPARE(fixture.tabs()->count(), 1);
    QCOMPARE(fixture.window->currentSession()->name(), std::string("again"));
    QVERIFY(fixture.window->project().query("hours") == nullptr);
}

void MainWindowTest::undoBringsTabsBack() {
    Fixture fixture;
    fixture.window->openPath(fixture.project());
    Q_EMIT fixture.tabs()->tabCloseRequested(0);
    fixture.window->project().undoStack().undo();
    QTRY_COMPARE(fixture.tabs()->count(), 2);
    QCOMPARE(fixture.window->sessions().size(), std::size_t(2));
    fixture.window->openPath(fixture.directory.filePath(QStringLiteral("events")));
    QCOMPARE(fixture.tabs()->count(), 3);
    fixture.window->project().undoStack().undo();
    QTRY_COMPARE(fixture.tabs()->count(), 2);
    QVERIFY(fixture.window->currentSession() != nullptr);
    // Down to none, and back.
    Q_EMIT fixture.tabs()->tabCloseRequested(1);
    Q_EMIT fixture.tabs()->tabCloseRequested(0);
    QVERIFY(fixture.isWelcome());
    fixture.window->project().undoStack().undo();
    QTRY_COMPARE(fixture.tabs()->count(), 1);
    QVERIFY(!fixture.isWelcome());
    // A rename keeps its tab.
    QuerySession* session = fixture.window->currentSession();
    QueryDocument next = session->document();
    next.name = "renamed";
    session->edit(QStringLiteral("Rename"), next);
    fixture.window->project().undoStack().undo();
    QCoreApplication::processEvents();
    QCOMPARE(fixture.window->currentSession(), session);
    QCOMPARE(fixture.tabs()->tabText(0), QString::fromStdString(session->name()));
}

void MainWindowTest::directoryBecomesAQuery() {
    Fixture fixture;
    fixture.window->openPath(fixture.directory.filePath(QStringLiteral("events/")));
    QVERIFY(fixture.window->buildPage()->isVisible());
    QCOMPARE(fixture.window->currentSession()->name(), std::string("events"));
    fixture.window->openPath(fixture.directory.filePath(QStringLiteral("events")));
    QCOMPARE(fixture.window->currentSession()->name(), std::string("events_2"));
    QCOMPARE(fixture.window->currentSession()->document().source.path, fixture.directory.filePath(QStringLiteral("events")).toStdString());
}

void MainWindowTest::dataFileMeansItsDirectory() {
    Fixture fixture;
    fixture.window->openPath(fixture.directory.filePath(QStringLiteral("events/1.json")));
    QCOMPARE(fixture.tabs()->count(), 1);
    QCOMPARE(fixture.window->currentSession()->document().source.path, fixture.directory.filePath(QStringLiteral("events")).toStdString());
    QVERIFY(!fixture.banners()->contains(QStringLiteral("open")));
}

void MainWindowTest::queryDocumentOpens() {
    Fixture fixture;
    fixture.write(QStringLiteral("q.json"), QByteArray::fromStdString(toJson(hoursQuery("events"))));
    fixture.window->openPath(fixture.directory.filePath(QStringLiteral("q.json")));
    QCOMPARE(fixture.window->currentSession()->name(), std::string("hours"));
    QVERIFY(fixture.window->currentSession()->isRunnable());
}

void MainWindowTest::wrongDocumentIsSaid() {
    Fixture fixture;
    fixture.write(QStringLiteral("q.json"), "{\"source\": {\"path\": \"events\"}, \"stps\": []}");
    fixture.write(QStringLiteral("new.vitrine"), "{\"vitrine\": 2}");
    for (const char* name : {"q.json", "new.vitrine"}) {
        fixture.window->openPath(fixture.directory.filePath(QLatin1String(name)));
        QVERIFY(fixture.banners()->contains(QStringLiteral("open")));
        QCOMPARE(fixture.window->sessions().size(), std::size_t(0));
        QVERIFY(fixture.isWelcome());
    }
}

void MainWindowTest::missingPathIsABanner() {
    Fixture fixture;
    for (const char* name : {"missing", "missing.vitrine", "missing.json"}) {
        fixture.window->openPath(fixture.directory.filePath(QLatin1String(name)));
        QVERIFY2(fixture.banners()->contains(QStringLiteral("open")), name);
        QVERIFY(QApplication::activeModalWidget() == nullptr);
        QVERIFY(fixture.isWelcome());
        fixture.banners()->clear();
    }
}

void MainWindowTest::languageSwitchesBothWays() {
    Fixture fixture;
    for (const bool watching : {false, true}) {
        if (watching) {
            fixture.window->startDemo();
            fixture.waitForResult();
            fixture.window->currentSession()->stop();
            QTRY_VERIFY_WITH_TIMEOUT(!fixture.window->currentSession()->controller().isActive(), kPatience);
        }
        QCoreApplication::processEvents();
        const QStringList english = textsOf(*fixture.window);
        QVERIFY(english.contains(QStringLiteral("&File")) || english.contains(QStringLiteral("&Save")));
        fixture.window->setLanguage(QStringLiteral("fr"));
        QCoreApplication::processEvents();
        const QStringList french = textsOf(*fixture.window);
        QVERIFY(!french.contains(QStringLiteral("&Save")));
        // What stays the same is a name, a number or a word of both languages; sentences never.
        QStringList untranslated;
        for (const QString& text : english) {
            if (text.startsWith(QLatin1String("<span"))) continue;  // steps, written as code
            if (text.count(QLatin1Char(' ')) >= 2 && french.contains(text) && !text.contains(QLatin1String("spark."))) untranslated << text;
        }
        QVERIFY2(untranslated.isEmpty(), qPrintable(untranslated.join(QLatin1Char('\n'))));
        fixture.window->setLanguage(QStringLiteral("en"));
        QCoreApplication::processEvents();
        QStringList missing = english;
        for (const QString& text : textsOf(*fixture.window)) missing.removeOne(text);
        QVERIFY2(missing.isEmpty(), qPrintable(missing.join(QLatin1Char('\n'))));
    }
    QCOMPARE(UserSettings().language(), QStringLiteral("en"));
}

void MainWindowTest::themeSwitches() {
    Fixture fixture;
    fixture.window->startDemo();
    fixture.waitForResult();
    for (const ThemeChoice choice : {ThemeChoice::Dark, ThemeChoice::HighContrast, ThemeChoice::HighContrastDark, ThemeChoice::Light}) {
        fixture.window->setTheme(choice);
        QCoreApplication::processEvents();
        const QImage picture = fixture.window->grab().toImage();
        const bool dark = choice == ThemeChoice::Dark || choice == ThemeChoice::HighContrastDark;
        QCOMPARE(picture.pixelColor(picture.width() / 2, 4).lightness() < 128, dark);
        QCOMPARE(UserSettings().theme(), choice);
    }
}

void MainWindowTest::exportsHoldTheNumbers() {
    Fixture fixture;
    fixture.window->startDemo();
    fixture.waitForResult();
    const QString chart = fixture.directory.filePath(QStringLiteral("c.png"));
    const QString table = fixture.directory.filePath(QStringLiteral("t.csv"));
    const auto drawn = fixture.window->exportChart({}, chart);
    QVERIFY2(drawn.hasValue(), drawn.hasValue() ? "" : drawn.error().detail().c_str());
    QVERIFY(!QImage(chart).isNull());
    QVERIFY(fixture.window->exportTable(table).hasValue());
    QFile file(table);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY2(text.contains("Open,2") && text.contains("Close,1"), text.constData());
    QVERIFY(!fixture.window->exportChart("no such chart", chart).hasValue());
    QVERIFY(!fixture.window->exportTable(fixture.directory.filePath(QStringLiteral("t.xlsx"))).hasValue());
    QVERIFY(!fixture.window->exportTable(fixture.directory.filePath(QStringLiteral("missing/t.csv"))).hasValue());
}

/// SQL sees what the queries of the window have computed; its rows can be exported with the statement that gave them.
void MainWindowTest::sqlReadsTheResultsOfTheWindow() {
    Fixture fixture;
    qputenv("VITRINE_WORKSPACE", fixture.directory.filePath(QStringLiteral("ws")).toUtf8());
    fixture.window->startDemo();
    fixture.waitForResult();
    fixture.window->showPage(MainWindow::SqlPageIndex);
    SqlCard* card = fixture.window->sqlPage()->sql();
    QVERIFY(card->isVisible());
    QVERIFY(!fixture.window->exportSql(fixture.directory.filePath(QStringLiteral("s.csv"))).hasValue());
    card->editor()->replaceText(QStringLiteral("SELECT action, sum(count) AS n FROM hours GROUP BY action ORDER BY action"));
    QSignalSpy ended(card, &SqlCard::finished);
    card->run();
    QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 1, kPatience);
    QVERIFY2(card->problem().isEmpty(), qPrintable(card->problem()));
    const QString path = fixture.directory.filePath(QStringLiteral("s.csv"));
    QVERIFY(fixture.window->exportSql(path).hasValue());
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("action,n\nClose,1\nOpen,2\n"));
    QFile sidecar(path + QStringLiteral(".vitrine.json"));
    QVERIFY(sidecar.open(QIODevice::ReadOnly));
    QVERIFY(sidecar.readAll().contains("\"statement\":\"SELECT action"));
    QVERIFY(!fixture.window->exportSql(fixture.directory.filePath(QStringLiteral("s.xlsx"))).hasValue());
    // The statement is offered again in the next window.
    Fixture next;
    QCOMPARE(next.window->sqlPage()->sql()->history().value(0), QStringLiteral("SELECT action, sum(count) AS n FROM hours GROUP BY action ORDER BY action"));
    qunsetenv("VITRINE_WORKSPACE");
}

void MainWindowTest::sqlNeedsNoQuery() {
    Fixture fixture;
    QVERIFY(fixture.isWelcome());
    fixture.window->showPage(MainWindow::SqlPageIndex);
    QVERIFY(fixture.window->sqlPage()->isVisible());
    // Without a query there is nothing to build or to watch: back to the beginning.
    fixture.window->showPage(MainWindow::WatchPageIndex);
    QVERIFY(fixture.isWelcome());
}

void MainWindowTest::exportWithoutResultIsRefused() {
    Fixture fixture;
    QVERIFY(!fixture.window->exportTable(fixture.directory.filePath(QStringLiteral("t.csv"))).hasValue());
    fixture.window->openPath(fixture.project());
    QVERIFY(!fixture.window->exportTable(fixture.directory.filePath(QStringLiteral("t.csv"))).hasValue());
    QVERIFY(!fixture.window->exportChart({}, fixture.directory.filePath(QStringLiteral("c.png"))).hasValue());
}

void MainWindowTest::everythingHasAName() {
    Fixture fixture;
    const auto nameless = [&] {
        QStringList found;
        for (const QWidget* widget : fixture.window->findChildren<QWidget*>()) {
            if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible()) continue;
            if (qobject_cast<const QScrollBar*>(widget) || widget->inherits("QHeaderView") || qobject_cast<const QMenuBar*>(widget) ||
                widget->inherits("QTableCornerButton") || widget->inherits("QAbstractScrollAreaScrollBarContainer") ||
                widget->objectName().startsWith(QLatin1String("qt_")) || widget->parentWidget()->inherits("QComboBox") ||
                qobject_cast<const QLabel*>(widget)) {
                continue;
            }
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            if (widget->accessibleName().isEmpty() && widget->toolTip().isEmpty() && (!button || button->text().isEmpty())) {
                found << QLatin1String(widget->metaObject()->className()) + QStringLiteral(" in ") + QLatin1String(widget->parentWidget()->metaObject()->className());
            }
        }
        return found.join(QStringLiteral(", "));
    };
    QCOMPARE(nameless(), QString());
    fixture.window->startDemo();
    fixture.waitForResult();
    QCOMPARE(nameless(), QString());
    fixture.window->showPage(MainWindow::BuildPageIndex);
    QCoreApplication::processEvents();
    QCOMPARE(nameless(), QString());
}

void MainWindowTest::destructionWhileRunning() {
    for (int round = 0; round < 3; ++round) {
        Fixture fixture;
        fixture.window->openPath(fixture.project());
        for (QuerySession* session : fixture.window->sessions()) QVERIFY(session->run());
        if (round == 1) QTRY_VERIFY_WITH_TIMEOUT(fixture.window->currentSession()->controller().batches() > 0, kPatience);
        fixture.window.reset();
    }
}

void MainWindowTest::H1_unsavedEditsAreOfferedAndRecovered() {
    Fixture fixture;
    const QString path = fixture.project();
    {
        ProjectDocument lost;
        Autosave autosave(lost, fixture.directory.filePath(QStringLiteral("state")));
        QVERIFY(lost.open(path));
        lost.removeQuery(QStringLiteral("remove"), "again");
        autosave.flush();
    }  // as a crash leaves it
    ShellServices services;
    services.connectors = &allConnectors();
    services.autosaveDirectory = fixture.directory.filePath(QStringLiteral("state"));
    MainWindow next(services);
    next.setLanguage(QStringLiteral("en"));
    next.show();
    auto* stack = next.centralWidget()->findChild<BannerStack*>(QString(), Qt::FindDirectChildrenOnly);
    QCOMPARE(stack->count(), 1);
    const auto press = [&](const QString& text) {
        for (QPushButton* button : stack->findChildren<QPushButton*>()) {
            if (button->text() == text && button->isVisibleTo(stack)) return button->click();
        }
        QFAIL(qPrintable(text));
    };
    press(QStringLiteral("Discard"));
    QCOMPARE(stack->count(), 1);
    press(QStringLiteral("Undo"));
    press(QStringLiteral("Recover"));
    QCOMPARE(next.sessions().size(), std::size_t(1));
    QCOMPARE(next.project().path(), path);
    QVERIFY(next.project().isModified());
    // The recovered edits are kept by this window now, and by no other file.
    QVERIFY(Autosave::recoverable(services.autosaveDirectory).empty());
    QCOMPARE(QDir(services.autosaveDirectory).entryList({QStringLiteral("*.json")}).size(), 1);
    QVERIFY(next.project().save(path));
    QVERIFY(QDir(services.autosaveDirectory).entryList({QStringLiteral("*.json")}).isEmpty());
}

void MainWindowTest::H4_nothingOpensByItself() {
    Fixture fixture;
    {
        ProjectDocument lost;
        Autosave autosave(lost, fixture.directory.filePath(QStringLiteral("state")));
        QVERIFY(lost.open(fixture.project()));
        lost.removeQuery(QStringLiteral("remove"), "again");
        autosave.flush();
    }
    ShellServices services;
    services.connectors = &allConnectors();
    services.autosaveDirectory = fixture.directory.filePath(QStringLiteral("state"));
    MainWindow next(services);
    next.show();
    QVERIFY(next.findChild<WelcomePage*>()->isVisible());
    QVERIFY(next.sessions().empty());
}

void MainWindowTest::H5_brokenSettingsAreDefaults() {
    const QSettings place(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("vitrine"), QStringLiteral("vitrine"));
    QVERIFY(QDir().mkpath(QFileInfo(place.fileName()).path()));
    const auto put = [&](const QByteArray& text) {
        QFile file(place.fileName());
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
    };
    for (const QByteArray& text : {QByteArray("\0\1\2[[[=%%%\xff", 12), QByteArray("[General\ntheme=nonsense\ntextScale=banana\ngeometry=1\n"), QByteArray(100'000, 'x')}) {
        QVERIFY(put(text));
        Fixture fixture;
        QVERIFY(fixture.isWelcome());
        QVERIFY(fixture.window->width() >= fixture.window->minimumWidth());
    }
    QVERIFY(QFile::remove(place.fileName()));
}

}  // namespace vitrine::ui

int main(int argc, char** argv) {
    // What the window remembers goes to a place of the test's own.
    QTemporaryDir home;
    for (const char* name : {"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"}) qputenv(name, QFile::encodeName(home.path()));
    QApplication application(argc, argv);
    vitrine::ui::MainWindowTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "main_window_test.moc"
