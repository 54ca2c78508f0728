// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/window_actions.h"

#include <QApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenuBar>
#include <QMessageBox>

#include "ui/charts/chart_card.h"
#include "ui/charts/default_charts.h"
#include "ui/export/chart_export.h"
#include "ui/export/table_export.h"
#include "ui/pages/query_session.h"
#include "ui/pages/result_card.h"
#include "ui/pages/watch_page.h"
#include "ui/shell/command_bar.h"
#include "ui/shell/status_line.h"
#include "ui/style/icons.h"
#include "ui/style/theme.h"
#include "ui/widgets/state_mark.h"
#include "vitrine_version.h"

namespace vitrine::ui {
namespace {

QAction* menuAction(QMenu* menu, QObject* owner, const QKeySequence& keys, Icon glyph) {
    auto* action = new QAction(owner);
    action->setShortcut(keys);
    action->setIcon(icon(glyph));
    menu->addAction(action);
    return action;
}

QAction* plainAction(QMenu* menu, QObject* owner, const QKeySequence& keys = {}) {
    auto* action = new QAction(owner);
    action->setShortcut(keys);
    menu->addAction(action);
    return action;
}

}  // namespace

void MainWindow::Actions::follow(const QuerySession* session, bool onWatch) {
    const StateMark mark = session ? session->mark() : StateMark::NotStarted;
    const bool active = mark == StateMark::Running || mark == StateMark::Starting || mark == StateMark::Paused;
    if (mark == StateMark::Running || mark == StateMark::Starting) {
        run->setIconText(QCoreApplication::translate("MainWindow", "Pause"));
        run->setIcon(icon(Icon::Pause));
    } else if (mark == StateMark::Paused) {
        run->setIconText(QCoreApplication::translate("MainWindow", "Resume"));
        run->setIcon(icon(Icon::Play));
    } else {
        run->setIconText(QCoreApplication::translate("MainWindow", "Run"));
        run->setIcon(icon(Icon::Play));
    }
    run->setEnabled(session && (active || session->isRunnable()));
    stop->setEnabled(active);
    step->setEnabled(session && (active || session->isRunnable()));
    closeTab->setEnabled(session != nullptr);
    save->setEnabled(session != nullptr);
    saveAs->setEnabled(session != nullptr);
    buildPage->setEnabled(session != nullptr);
    watchPage->setEnabled(session != nullptr);
    for (QAction* lane : lanes) lane->setEnabled(session != nullptr);
    backToLive->setEnabled(session && session->viewedBatch() >= 0);
    addChart->setVisible(onWatch && session && const_cast<QuerySession*>(session)->controller().snapshot());
    const bool hasResult = session && const_cast<QuerySession*>(session)->controller().snapshot() != nullptr;
    exportChart->setEnabled(hasResult && onWatch);
    exportTable->setEnabled(hasResult);
}

void MainWindow::makeActions() {
    Actions& a = *actions_;
    a.fileMenu = menuBar()->addMenu(QString());
    a.editMenu = menuBar()->addMenu(QString());
    a.queryMenu = menuBar()->addMenu(QString());
    a.viewMenu = menuBar()->addMenu(QString());
    a.helpMenu = menuBar()->addMenu(QString());
    a.exportMenu = new QMenu(this);

    a.demo = menuAction(a.fileMenu, this, {}, Icon::Play);
    a.open = menuAction(a.fileMenu, this, QKeySequence::Open, Icon::FolderOpen);
    a.openFolder = menuAction(a.fileMenu, this, QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O), Icon::Folder);
    a.fileMenu->addSeparator();
    a.save = plainAction(a.fileMenu, this, QKeySequence::Save);
    a.saveAs = plainAction(a.fileMenu, this, QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S));
    a.fileMenu->addMenu(a.exportMenu);
    a.exportChart = menuAction(a.exportMenu, this, QKeySequence(Qt::CTRL | Qt::Key_E), Icon::Image);
    a.exportTable = menuAction(a.exportMenu, this, QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E), Icon::Download);
    a.fileMenu->addSeparator();
    a.closeTab = plainAction(a.fileMenu, this, QKeySequence(Qt::CTRL | Qt::Key_W));
    a.quit = plainAction(a.fileMenu, this, QKeySequence(Qt::CTRL | Qt::Key_Q));

    // Not the stack's own actions: their words are those of the language in which they were made.
    QUndoStack& steps = project_.undoStack();
    a.undo = plainAction(a.editMenu, this, QKeySequence::Undo);
    a.redo = plainAction(a.editMenu, this, QKeySequence::Redo);
    a.undo->setEnabled(false);
    a.redo->setEnabled(false);
    connect(a.undo, &QAction::triggered, &steps, &QUndoStack::undo);
    connect(a.redo, &QAction::triggered, &steps, &QUndoStack::redo);
    connect(&steps, &QUndoStack::canUndoChanged, a.undo, &QAction::setEnabled);
    connect(&steps, &QUndoStack::canRedoChanged, a.redo, &QAction::setEnabled);
    connect(&steps, &QUndoStack::undoTextChanged, this, &MainWindow::nameUndo);
    connect(&steps, &QUndoStack::redoTextChanged, this, &MainWindow::nameUndo);

    a.run = menuAction(a.queryMenu, this, QKeySequence(Qt::Key_F5), Icon::Play);
    a.stop = menuAction(a.queryMenu, this, QKeySequence(Qt::SHIFT | Qt::Key_F5), Icon::Square);
    a.step = menuAction(a.queryMenu, this, QKeySequence(Qt::Key_F10), Icon::SkipForward);
    a.queryMenu->addSeparator();
    a.stopAll = plainAction(a.queryMenu, this);
    a.queryMenu->addSeparator();
    a.addChart = menuAction(a.queryMenu, this, {}, Icon::ChartColumn);

    a.buildPage = plainAction(a.viewMenu, this, QKeySequence(Qt::ALT | Qt::Key_1));
    a.watchPage = plainAction(a.viewMenu, this, QKeySequence(Qt::ALT | Qt::Key_2));
    a.sqlPage = plainAction(a.viewMenu, this, QKeySequence(Qt::ALT | Qt::Key_5));
    a.viewMenu->addSeparator();
    a.sidebar = plainAction(a.viewMenu, this, QKeySequence(Qt::CTRL | Qt::Key_B));
    a.sidebar->setCheckable(true);
    a.sidebar->setChecked(settings_.isSidebarVisible());
    a.fullScreen = plainAction(a.viewMenu, this, QKeySequence(Qt::Key_F11));
    a.nextPane = plainAction(a.viewMenu, this, QKeySequence(Qt::Key_F6));
    a.palette = plainAction(a.viewMenu, this, QKeySequence(Qt::CTRL | Qt::Key_K));
    a.viewMenu->addSeparator();
    a.laneMenu = a.viewMenu->addMenu(QString());
    for (std::size_t lane = 0; lane < ResultCard::kLanes; ++lane) {
        QAction* action = plainAction(a.laneMenu, this);
        connect(action, &QAction::triggered, this, [this, lane] { showLane(static_cast<int>(lane)); });
        a.lanes.push_back(action);
    }
    a.backToLive = plainAction(a.viewMenu, this);
    connect(a.backToLive, &QAction::triggered, this, [this] { if (QuerySession* session = currentSession()) session->viewBatch(-1); });
    a.textMenu = a.viewMenu->addMenu(QString());
    a.largerText = plainAction(a.textMenu, this, QKeySequence::ZoomIn);
    a.smallerText = plainAction(a.textMenu, this, QKeySequence::ZoomOut);
    a.normalText = plainAction(a.textMenu, this, QKeySequence(Qt::CTRL | Qt::Key_0));
    connect(a.largerText, &QAction::triggered, this, [this] { changeTextScale(1); });
    connect(a.smallerText, &QAction::triggered, this, [this] { changeTextScale(-1); });
    connect(a.normalText, &QAction::triggered, this, [this] { changeTextScale(0); });
    connect(a.palette, &QAction::triggered, this, &MainWindow::openPalette);
    a.viewMenu->addSeparator();
    a.themeMenu = a.viewMenu->addMenu(QString());
    a.languageMenu = a.viewMenu->addMenu(QString());
    a.themes = new QActionGroup(this);
    for (const ThemeChoice choice : {ThemeChoice::System, ThemeChoice::Light, ThemeChoice::Dark, ThemeChoice::HighContrast,
                                     ThemeChoice::HighContrastDark}) {
        QAction* action = plainAction(a.themeMenu, this);
        action->setCheckable(true);
        action->setData(static_cast<int>(choice));
        a.themes->addAction(action);
    }
    a.languages = new QActionGroup(this);
    for (const QString& code : Language::available()) {
        QAction* action = plainAction(a.languageMenu, this);
        action->setCheckable(true);
        action->setData(code);
        action->setText(Language::nameOf(code));
        a.languages->addAction(action);
    }
    a.about = plainAction(a.helpMenu, this);

    connect(a.demo, &QAction::triggered, this, &MainWindow::startDemo);
    connect(a.open, &QAction::triggered, this, [this] {
        const QString path = QFileDialog::getOpenFileName(this, tr("Open a project or a query"), settings_.lastFolder(),
                                                          tr("Projects and queries (*.vitrine *.json);;All files (*)"));
        if (path.isEmpty()) return;
        settings_.setLastFolder(QFileInfo(path).absolutePath());
        openPath(path);
    });
    connect(a.openFolder, &QAction::triggered, this, [this] {
        const QString folder = QFileDialog::getExistingDirectory(this, tr("Open a folder of files"), settings_.lastFolder());
        if (!folder.isEmpty()) newQueryFromFolder(folder);
    });
    connect(a.save, &QAction::triggered, this, &MainWindow::save);
    connect(a.saveAs, &QAction::triggered, this, &MainWindow::saveAs);
    connect(a.closeTab, &QAction::triggered, this, [this] {
        if (QuerySession* session = currentSession()) {
            const auto all = sessions();
            closeTab(static_cast<int>(std::find(all.begin(), all.end(), session) - all.begin()));
        }
    });
    connect(a.quit, &QAction::triggered, this, &QWidget::close);
    connect(a.run, &QAction::triggered, this, [this] {
        QuerySession* session = currentSession();
        if (session == nullptr) return;
        if (session->controller().isActive()) session->runOrPause();
        else run();
    });
    connect(a.stop, &QAction::triggered, this, [this] { if (QuerySession* session = currentSession()) session->stop(); });
    connect(a.step, &QAction::triggered, this, &MainWindow::runOneBatch);
    connect(a.stopAll, &QAction::triggered, this, [this] { for (QuerySession* session : sessions()) session->stop(); });
    connect(a.addChart, &QAction::triggered, this, [this] {
        QuerySession* session = currentSession();
        if (session == nullptr || !session->controller().shape()) return;
        ChartSpec chart = newChart(*session->controller().shape(), session->name());
        chart.id = project_.freeChartId();
        project_.addChart(tr("Add a chart"), chart);
        watch_->editChart(QString::fromStdString(chart.id));
    });
    connect(a.exportChart, &QAction::triggered, this, [this] {
        const auto cards = watch_->chartCards();
        if (!cards.empty()) exportChartDialog(cards.front()->spec().id);
    });
    connect(a.exportTable, &QAction::triggered, this, &MainWindow::exportTableDialog);
    connect(a.buildPage, &QAction::triggered, this, [this] { showPage(BuildPageIndex); });
    connect(a.watchPage, &QAction::triggered, this, [this] { showPage(WatchPageIndex); });
    connect(a.sqlPage, &QAction::triggered, this, [this] { showPage(SqlPageIndex); });
    connect(a.sidebar, &QAction::toggled, this, [this](bool visible) {
        settings_.setSidebarVisible(visible);
        watch_->setSidebarVisible(visible);
    });
    connect(a.fullScreen, &QAction::triggered, this, [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
    connect(a.nextPane, &QAction::triggered, this, &MainWindow::focusNextPane);
    connect(a.themes, &QActionGroup::triggered, this, [this](QAction* action) { setTheme(static_cast<ThemeChoice>(action->data().toInt())); });
    connect(a.languages, &QActionGroup::triggered, this, [this](QAction* action) { setLanguage(action->data().toString()); });
    connect(a.about, &QAction::triggered, this, [this] {
        QMessageBox::about(this, tr("About Vitrine"),
                           tr("<b>Vitrine %1</b><p>Shows what a streaming query does, live.</p>"
                              "<p>Free software under the GNU General Public License, version 3 or later. "
                              "Fonts Inter and JetBrains Mono (OFL 1.1), icons Lucide (ISC).</p>")
                               .arg(QStringLiteral(VITRINE_VERSION)));
    });
}

/// Undo and redo say which step they mean.
void MainWindow::nameUndo() {
    const auto named = [](const QString& word, const QString& step) { return step.isEmpty() ? word : word + QLatin1Char(' ') + step; };
    actions_->undo->setText(named(tr("&Undo"), project_.undoStack().undoText()));
    actions_->redo->setText(named(tr("&Redo"), project_.undoStack().redoText()));
}

void MainWindow::retranslate() {
    Actions& a = *actions_;
    a.fileMenu->setTitle(tr("&File"));
    a.editMenu->setTitle(tr("&Edit"));
    a.queryMenu->setTitle(tr("&Query"));
    a.viewMenu->setTitle(tr("&View"));
    a.helpMenu->setTitle(tr("&Help"));
    a.exportMenu->setTitle(tr("E&xport"));
    a.themeMenu->setTitle(tr("&Theme"));
    a.languageMenu->setTitle(tr("&Language"));
    a.demo->setText(tr("Watch a &demo"));
    a.open->setText(tr("&Open…"));
    a.openFolder->setText(tr("Open a &folder…"));
    a.save->setText(tr("&Save"));
    a.saveAs->setText(tr("Save &as…"));
    a.closeTab->setText(tr("&Close the query"));
    a.quit->setText(tr("&Quit"));
    nameUndo();
    a.run->setText(tr("&Run or pause"));
    a.run->setToolTip(tr("Run, pause or resume the query (F5)"));
    a.stop->setText(tr("&Stop"));
    a.stop->setIconText(tr("Stop"));
    a.stop->setToolTip(tr("Stop the query; nothing is lost (Shift+F5)"));
    a.step->setText(tr("&Next batch"));
    a.step->setIconText(tr("Next batch"));
    a.step->setToolTip(tr("Run one batch, then pause (F10)"));
    a.stopAll->setText(tr("Stop &all"));
    a.addChart->setText(tr("Add a &chart"));
    a.addChart->setIconText(tr("Add chart"));
    a.exportChart->setText(tr("&Chart as picture…"));
    a.exportTable->setText(tr("&Table as file…"));
    a.buildPage->setText(tr("&Build"));
    a.watchPage->setText(tr("&Watch"));
    a.sqlPage->setText(tr("S&QL"));
    a.sidebar->setText(tr("Query &panel"));
    a.fullScreen->setText(tr("&Full screen"));
    a.nextPane->setText(tr("Next &pane"));
    a.palette->setText(tr("&Commands…"));
    a.laneMenu->setTitle(tr("L&anes"));
    const QStringList lanes{tr("Result"), tr("Late rows"), tr("Malformed rows"), tr("Log"), tr("Progress"), tr("Metrics")};
    for (std::size_t lane = 0; lane < a.lanes.size(); ++lane) a.lanes[lane]->setText(lanes.value(static_cast<qsizetype>(lane)));
    a.backToLive->setText(tr("Back to li&ve"));
    a.textMenu->setTitle(tr("Te&xt size"));
    a.largerText->setText(tr("&Larger"));
    a.smallerText->setText(tr("&Smaller"));
    a.normalText->setText(tr("&Normal"));
    a.about->setText(tr("&About Vitrine"));
    const QStringList themes{tr("System"), tr("Light"), tr("Dark"), tr("High contrast"), tr("High contrast, dark")};
    QString themeName;
    for (QAction* action : a.themes->actions()) {
        const int choice = action->data().toInt();
        action->setText(themes.value(choice));
        action->setChecked(choice == static_cast<int>(Theme::current().choice()));
        if (action->isChecked()) themeName = action->text();
    }
    for (QAction* action : a.languages->actions()) action->setChecked(action->data().toString() == language_.code());
    bar_->setPages({tr("Build"), tr("Watch"), tr("SQL")});
    addTab_->setToolTip(tr("Add a query"));
    addTab_->setAccessibleName(tr("Add a query"));
    tabs_->setAccessibleName(tr("Queries"));
    status_->setLanguageName(Language::nameOf(language_.code()));
    status_->setThemeName(themeName);
    refreshTabs();
    refreshState();
    refreshTime();
}

}  // namespace vitrine::ui
