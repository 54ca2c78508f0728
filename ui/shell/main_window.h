// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <QMainWindow>

#include "ui/bridge/frame_scheduler.h"
#include "ui/bridge/query_controller.h"
#include "ui/bridge/streams_monitor.h"
#include "ui/charts/key_colors.h"
#include "ui/document/autosave.h"
#include "ui/document/project_document.h"
#include "ui/export/table_export.h"
#include "ui/pages/outside_action.h"
#include "ui/pages/sql_runner.h"
#include "ui/shell/language.h"
#include "ui/shell/user_settings.h"

class QLabel;
class QMenu;
class QStackedWidget;
class QTabBar;
class QToolButton;

namespace vitrine::ui {

class BannerStack;
class BuildPage;
class CheckpointCard;
class CommandBar;
class CommandPalette;
class QuerySession;
class SqlPage;
class StatusLine;
class StreamsCard;
class TextLabel;
class TimeBand;
class WatchPage;
class WelcomePage;

/// What the window cannot make itself, because only the program knows concrete sources.
struct ShellServices {
    Connectors* connectors = nullptr;
    /// Starts the demonstration stream and returns the project that watches it. Called on the window thread.
    std::function<Result<Project>()> startDemo;
    /// The demonstration is not watched any more.
    std::function<void()> stopDemo;
    /// Where the window's queries are listed; null: nowhere. Must outlive the window.
    QueryRegistry* registry = nullptr;
    /// Where edits are kept until they are saved; empty: nowhere.
    QString autosaveDirectory;
    /// The queries of other processes; empty functions: none are shown.
    OtherStreams otherStreams;
};

/// The window: menus, command bar, one tab a query, the pages, the time band and the status line. Window thread only.
///
/// Closing it stops all queries without asking, and asks only about a project with unsaved changes.
class MainWindow : public QMainWindow {
    Q_OBJECT
  public:
    explicit MainWindow(ShellServices services, QWidget* parent = nullptr);
    ~MainWindow() override;

    enum Page { BuildPageIndex, WatchPageIndex, SqlPageIndex };

    void startDemo();
    /// A project, a query document, a directory, or a file whose directory is meant.
    void openPath(const QString& path);
    void newQueryFromFolder(const QString& folder);
    void showWelcome();
    void showPage(Page page);

    ProjectDocument& project() noexcept { return project_; }
    QuerySession* currentSession() const;
    std::vector<QuerySession*> sessions() const;
    WatchPage* watchPage() const noexcept { return watch_; }
    BuildPage* buildPage() const noexcept { return build_; }
    SqlPage* sqlPage() const noexcept { return sql_; }
    FrameScheduler& scheduler() noexcept { return scheduler_; }
    const KeyColorsPtr& colours() const noexcept { return colours_; }

    /// Writes a chart or the result table of the current session; the format follows the suffix.
    Result<void> exportChart(const std::string& chartId, const QString& path);
    Result<void> exportTable(const QString& path);
    /// Writes the rows of the SQL page.
    Result<void> exportSql(const QString& path, TableFormat csvDialect = TableFormat::Csv);

    /// `remember`: for the next windows, too.
    void setLanguage(const QString& code, bool remember = true);
    void setTheme(ThemeChoice choice, bool remember = true);

  protected:
    void closeEvent(QCloseEvent* event) override;
    void changeEvent(QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    struct Actions;
    void makeActions();
    void retranslate();
    void nameUndo();
    void connectParts();
    void adoptProject();
    void followProject();
    void endDemo();
    void removeSession(int index);
    QuerySession* addSession(const std::string& name);
    void closeTab(int index);
    void showSession(int index);
    void refreshTabs();
    void refreshState();
    void refreshRecent();
    void refreshTime();
    void run();
    void runOneBatch();
    bool save();
    bool saveAs();
    bool mayDiscard();
    /// Asks once a document whether it may do what it does outside (F4).
    bool consentTo(const std::vector<OutsideAction>& actions);
    void connectStreams();
    /// Looks at the streams while their page is shown.
    void watchStreams();
    void restart(const QString& name);
    /// Asks, then begins the query anew and sets its checkpoint aside.
    void restartFresh(const QString& name);
    /// Offers what a window that ended unexpectedly had not saved (H1).
    void offerRecovery();
    void recover(const RecoverableProject& project);
    void connectAutosave();
    void openProject(const QString& path);
    void report(const QString& key, const Error& error);
    void exportChartDialog(const std::string& chartId);
    void exportTableDialog();
    void exportSqlDialog();
    QString askForTablePath(const QString& suggested, TableFormat& csvDialect);
    void connectSql();
    SqlSurroundings sqlSurroundings() const;
    void focusNextPane();
    void openPalette();
    void showLane(int lane);
    void changeTextScale(int steps);

    ShellServices services_;
    UserSettings settings_;
    Language language_;
    ProjectDocument project_;
    std::unique_ptr<Autosave> autosave_;
    QStringList postponed_;   ///< recoveries that the user wants to see at the next start
    KeyColorsPtr colours_;
    FrameScheduler scheduler_;
    std::unique_ptr<Actions> actions_;
    bool demoRuns_ = false;

    CommandBar* bar_;
    CommandPalette* palette_ = nullptr;   ///< made when it is first wanted
    QWidget* tabRow_;
    QTabBar* tabs_;
    QToolButton* addTab_;
    TextLabel* activeStreams_;
    QToolButton* stopAll_;
    BannerStack* banners_;
    QStackedWidget* pages_;
    WelcomePage* welcome_;
    BuildPage* build_;
    WatchPage* watch_;
    SqlPage* sql_;
    StreamsMonitor* monitor_;
    StreamsCard* streams_;
    CheckpointCard* checkpoint_;
    TimeBand* time_;
    StatusLine* status_;
    QLabel* projectName_;
    std::vector<std::unique_ptr<QuerySession>> sessions_;  // last: their queries are joined first
};

}  // namespace vitrine::ui
