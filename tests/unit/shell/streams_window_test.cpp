// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QMessageBox>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include "app/connectors.h"
#include "ui/pages/checkpoint_card.h"
#include "ui/pages/query_session.h"
#include "ui/pages/streams_card.h"
#include "ui/shell/main_window.h"
#include "ui/style/vitrine_style.h"

namespace vitrine::ui {
namespace {

constexpr int kPatience = 30'000;

/// A window over one query of a directory, which another process is said to have queries too.
struct Fixture {
    explicit Fixture(const std::string& command = {}) {
        QDir(directory.path()).mkdir(QStringLiteral("events"));
        QFile file(directory.filePath(QStringLiteral("events/1.json")));
        if (file.open(QIODevice::WriteOnly)) file.write("{\"action\":\"Open\"}\n");
        file.close();
        QueryDocument query;
        query.name = "counts";
        query.source.path = "events";
        query.source.schema = "action STRING";
        query.steps = {Step{GroupByStep{{"action"}, {"count(*) AS count"}}}};
        query.outputMode = "complete";
        query.checkpoint = "ck";
        if (!command.empty()) query.sinks = {SinkSpec{"foreachBatch", {}, {}, command, {}, {}}};
        Project project;
        project.queries = {query};
        QFile saved(path());
        if (saved.open(QIODevice::WriteOnly)) saved.write(QByteArray::fromStdString(toJson(project)));
        saved.close();
        ShellServices services;
        services.connectors = &allConnectors();
        services.registry = &registry;
        services.otherStreams.list = [] {
            ProcessStreams other;
            other.process = 4711;
            other.program = "vitrine-cli";
            other.problem = "it did not answer within 500 ms";
            return std::vector<ProcessStreams>{other};
        };
        window = std::make_unique<MainWindow>(services);
        window->setLanguage(QStringLiteral("en"));
        window->show();
        window->openPath(path());
    }
    QString path() const { return directory.filePath(QStringLiteral("p.vitrine")); }
    StreamsCard* streams() const { return window->findChild<StreamsCard*>(); }
    CheckpointCard* checkpoint() const { return window->findChild<CheckpointCard*>(); }

    QTemporaryDir directory;
    QueryRegistry registry;
    std::unique_ptr<MainWindow> window;
};

/// Presses the button with this text in the dialog that the next event loop opens; counts the dialogs.
void answerNext(const QString& text, int& dialogs) {
    QTimer::singleShot(0, qApp, [text, &dialogs] {
        auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
        if (box == nullptr) return;
        ++dialogs;
        for (QAbstractButton* button : box->buttons())
            if (button->text() == text) return button->click();
        box->reject();
    });
}

}  // namespace

class StreamsWindowTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void queriesOfTheWindowAreListedStoppedAndStartedAgain() {
        Fixture fixture;
        QVERIFY(fixture.window->currentSession()->run());
        QCOMPARE(fixture.registry.active().size(), std::size_t{1});
        fixture.window->showPage(MainWindow::SqlPageIndex);
        QTRY_VERIFY_WITH_TIMEOUT(fixture.checkpoint()->text().contains(QStringLiteral("Last commit: batch 0")), kPatience);
        QVERIFY(fixture.streams()->isVisible() && fixture.checkpoint()->isVisible());
        QCOMPARE(fixture.streams()->model().activeCount(), 1);
        const std::string id = fixture.streams()->chosen()->query.id;
        fixture.streams()->actionOf(0)->click();
        QTRY_VERIFY_WITH_TIMEOUT(fixture.streams()->actionOf(0) != nullptr && !fixture.streams()->chosen()->isActive() && fixture.streams()->chosen()->isRestartable, kPatience);
        QVERIFY(fixture.registry.active().empty());
        fixture.streams()->actionOf(0)->click();
        QTRY_COMPARE_WITH_TIMEOUT(fixture.streams()->model().activeCount(), 1, kPatience);
        QCOMPARE(fixture.registry.active().front()->id(), id);   // from its checkpoint
        fixture.window->showPage(MainWindow::WatchPageIndex);
    }

    void freshStartAsksAndKeepsTheCheckpoint() {
        Fixture fixture;
        QVERIFY(fixture.window->currentSession()->run());
        fixture.window->showPage(MainWindow::SqlPageIndex);
        QTRY_VERIFY_WITH_TIMEOUT(fixture.checkpoint()->text().contains(QStringLiteral("Last commit: batch 0")), kPatience);
        const std::string id = fixture.registry.active().front()->id();
        const auto asides = [&] { return QDir(fixture.directory.path()).entryList({QStringLiteral("ck.*")}, QDir::Dirs); };
        int dialogs = 0;
        answerNext(QStringLiteral("Keep going"), dialogs);
        fixture.checkpoint()->freshButton()->click();
        QCOMPARE(dialogs, 1);
        QCOMPARE(fixture.registry.active().front()->id(), id);
        QVERIFY(asides().isEmpty());
        answerNext(QStringLiteral("Start over"), dialogs);
        fixture.checkpoint()->freshButton()->click();
        QCOMPARE(dialogs, 2);
        QTRY_COMPARE_WITH_TIMEOUT(asides().size(), 1, kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(fixture.checkpoint()->text().contains(QStringLiteral("was set aside as")) && fixture.checkpoint()->text().contains(asides().front()), kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(fixture.registry.active().size() == 1 && fixture.registry.active().front()->id() != id, kPatience);
        QCOMPARE(dialogs, 2);
    }

    void everyControlHasAName() {
        Fixture fixture;
        QVERIFY(fixture.window->currentSession()->run());
        fixture.window->showPage(MainWindow::SqlPageIndex);
        QTRY_VERIFY_WITH_TIMEOUT(fixture.streams()->model().activeCount() == 1, kPatience);
        for (const QString& language : {QStringLiteral("en"), QStringLiteral("fr")}) {
            fixture.window->setLanguage(language);
            for (const QWidget* card : {static_cast<QWidget*>(fixture.streams()), static_cast<QWidget*>(fixture.checkpoint())}) {
                QVERIFY(!card->accessibleName().isEmpty());
                for (const auto* button : card->findChildren<QAbstractButton*>())
                    QVERIFY2(!button->isVisible() || !button->text().isEmpty() || !button->accessibleName().isEmpty(), button->metaObject()->className());
            }
        }
    }

    /// The yes is for this document and this command; a No leaves the query unstarted, with a sentence at the field.
    void commandsAreAskedForOnce_F4() {
        Fixture fixture("cat > /dev/null");
        QuerySession* session = fixture.window->currentSession();
        int dialogs = 0;
        answerNext(QStringLiteral("Do not run"), dialogs);
        QVERIFY(!session->run());
        QCOMPARE(dialogs, 1);
        QCOMPARE(session->startError()->place(), std::string("/sinks/0/command"));
        QVERIFY(fixture.registry.active().empty());
        answerNext(QStringLiteral("Allow and run"), dialogs);
        QVERIFY(session->run());
        QCOMPARE(dialogs, 2);
        QVERIFY(session->run());   // not asked again
        QueryDocument other = session->document();
        other.sinks[0].command = "cat >> /dev/null";
        session->edit(QStringLiteral("change"), other);
        answerNext(QStringLiteral("Do not run"), dialogs);
        QVERIFY(!session->run());
        QCOMPARE(dialogs, 3);
    }
};

}  // namespace vitrine::ui

int main(int argc, char** argv) {
    // What the window remembers goes to a place of the test's own.
    QTemporaryDir home;
    for (const char* name : {"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"}) qputenv(name, QFile::encodeName(home.path()));
    QApplication application(argc, argv);
    vitrine::ui::applyStyle(application);
    vitrine::ui::StreamsWindowTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "streams_window_test.moc"
