// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/main_window.h"

#include <algorithm>
#include <utility>

#include <QCloseEvent>
#include <QDir>
#include <QDragEnterEvent>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/pages/build_page.h"
#include "ui/pages/query_session.h"
#include "ui/pages/sql_card.h"
#include "ui/pages/sql_page.h"
#include "ui/pages/watch_page.h"
#include "ui/pages/welcome_page.h"
#include "ui/shell/command_bar.h"
#include "ui/shell/status_line.h"
#include "ui/shell/window_actions.h"
#include "ui/style/control_kind.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/time_band.h"

namespace vitrine::ui {
namespace {

constexpr QSize kSmallest(1024, 640);
constexpr QSize kFirst(1440, 900);
constexpr qint64 kLargestDocument = 8 << 20;  // bytes

QString pathOf(const QMimeData* data) {
    for (const QUrl& url : data->urls()) {
        if (url.isLocalFile()) return url.toLocalFile();
    }
    return {};
}

/// Whether a JSON file describes a query rather than holding data: it says where rows come from. It may still be wrong.
bool isDocument(const QFileInfo& info) {
    if (!info.isFile() || info.size() > kLargestDocument) return false;
    QFile file(info.filePath());
    if (!file.open(QIODevice::ReadOnly)) return false;
    const ParsedProject parsed = parseProject(file.readAll().toStdString());
    return parsed.project && !parsed.project->queries.empty() && !parsed.project->queries.front().source.path.empty();
}

}  // namespace

MainWindow::MainWindow(ShellServices services, QWidget* parent)
    : QMainWindow(parent), services_(std::move(services)), colours_(std::make_shared<KeyColors>()),
      actions_(std::make_unique<Actions>()) {
    setTextScale(settings_.textScale());
    setAcceptDrops(true);
    setMinimumSize(kSmallest);
    setWindowIcon(applicationIcon());
    makeActions();

    auto* centre = new QWidget(this);
    bar_ = new CommandBar({actions_->run, actions_->stop, actions_->step, actions_->addChart, actions_->exportMenu}, centre);
    tabRow_ = new QWidget(centre);
    tabs_ = new QTabBar(tabRow_);
    tabs_->setTabsClosable(true);
    tabs_->setExpanding(false);
    tabs_->setMovable(false);
    tabs_->setDrawBase(false);
    addTab_ = new QToolButton(tabRow_);
    addTab_->setIcon(icon(Icon::Plus));
    activeStreams_ = new TextLabel(TextLabel::Role::Caption, tabRow_);
    stopAll_ = new QToolButton(tabRow_);
    stopAll_->setDefaultAction(actions_->stopAll);
    stopAll_->setToolButtonStyle(Qt::ToolButtonTextOnly);
    setControlSize(stopAll_, ControlSize::Small);
    auto* tabLine = new QHBoxLayout(tabRow_);
    tabLine->setContentsMargins(scaled(12), 0, scaled(12), 0);
    tabLine->setSpacing(scaled(8));
    tabLine->addWidget(tabs_);
    tabLine->addWidget(addTab_);
    tabLine->addStretch();
    tabLine->addWidget(activeStreams_);
    tabLine->addWidget(stopAll_);

    banners_ = new BannerStack(centre);
    pages_ = new QStackedWidget(centre);
    welcome_ = new WelcomePage(pages_);
    build_ = new BuildPage(pages_);
    watch_ = new WatchPage(scheduler_, colours_, pages_);
    pages_->addWidget(build_);
    sql_ = new SqlPage(pages_);
    pages_->addWidget(watch_);
    pages_->addWidget(sql_);
    pages_->addWidget(welcome_);
    time_ = new TimeBand(centre);
    status_ = new StatusLine(centre);

    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(bar_);
    column->addWidget(tabRow_);
    column->addWidget(banners_);
    column->addWidget(pages_, 1);
    column->addWidget(time_);
    column->addWidget(status_);
    setCentralWidget(centre);
    projectName_ = new QLabel(menuBar());
    projectName_->setContentsMargins(0, 0, scaled(16), 0);
    projectName_->setAlignment(Qt::AlignVCenter | Qt::AlignRight);
    projectName_->setMinimumHeight(scaled(28));
    menuBar()->setCornerWidget(projectName_);

    connectParts();
    setTheme(settings_.theme(), false);
    setLanguage(settings_.language().isEmpty() ? Language::systemChoice() : settings_.language(), false);
    resize(kFirst);
    restoreGeometry(settings_.geometry());
    refreshRecent();
    showWelcome();
    connectAutosave();
    offerRecovery();
}

MainWindow::~MainWindow() {
    sessions_.clear();
    endDemo();
}

/// The demonstration's files stop coming; its queries must be gone by then.
void MainWindow::endDemo() {
    if (std::exchange(demoRuns_, false) && services_.stopDemo) services_.stopDemo();
}

void MainWindow::connectParts() {
    connect(bar_, &CommandBar::pageChosen, this, [this](int page) { showPage(static_cast<Page>(page)); });
    connect(tabs_, &QTabBar::currentChanged, this, &MainWindow::showSession);
    connect(tabs_, &QTabBar::tabCloseRequested, this, &MainWindow::closeTab);
    connect(addTab_, &QToolButton::clicked, actions_->openFolder, &QAction::trigger);
    connect(welcome_, &WelcomePage::demoRequested, this, &MainWindow::startDemo);
    connect(welcome_, &WelcomePage::folderChooserRequested, actions_->openFolder, &QAction::trigger);
    connect(welcome_, &WelcomePage::projectChooserRequested, actions_->open, &QAction::trigger);
    connect(welcome_, &WelcomePage::pathRequested, this, &MainWindow::openPath);
    connect(welcome_, &WelcomePage::recentRemoved, this, [this](const QString& path) {
        settings_.removeRecentProject(path);
        refreshRecent();
    });
    connect(time_->panel(), &TimePanel::batchSelected, this, [this](qint64 batch) {
        QuerySession* session = currentSession();
        if (session && !session->viewBatch(batch)) time_->panel()->setSelectedBatch(session->viewedBatch());
    });
    connect(build_, &BuildPage::runRequested, this, &MainWindow::run);
    connect(build_, &BuildPage::runOneBatchRequested, this, &MainWindow::runOneBatch);
    connect(build_, &BuildPage::cancelRequested, this, [this] { closeTab(tabs_->currentIndex()); });
    connect(watch_, &WatchPage::editRequested, this, [this] { showPage(BuildPageIndex); });
    connect(watch_, &WatchPage::retryRequested, this, &MainWindow::run);
    connect(watch_, &WatchPage::exportChartRequested, this, [this](const QString& id) { exportChartDialog(id.toStdString()); });
    connect(watch_, &WatchPage::exportTableRequested, this, &MainWindow::exportTableDialog);
    connectSql();
    connectStreams();
    connect(&project_, &ProjectDocument::modifiedChanged, this, &MainWindow::refreshTabs);
    connect(&project_, &ProjectDocument::pathChanged, this, &MainWindow::refreshTabs);
    connect(&project_, &ProjectDocument::changed, this, &MainWindow::refreshState);
    // Later, when the sessions have followed their queries.
    connect(&project_, &ProjectDocument::changed, this, &MainWindow::followProject, Qt::QueuedConnection);
    connect(status_, &StatusLine::languageClicked, this, [this] { setLanguage(language_.code() == QLatin1String("fr") ? QStringLiteral("en") : QStringLiteral("fr")); });
    connect(status_, &StatusLine::themeClicked, this, [this] {
        setTheme(Theme::current().isDark() ? ThemeChoice::Light : ThemeChoice::Dark);
    });
}

void MainWindow::startDemo() {
    if (!mayDiscard()) return;
    auto project = services_.startDemo();
    if (!project) return report(QStringLiteral("demo"), project.error());
    demoRuns_ = true;
    project_.reset(*std::move(project));
    adoptProject();
    showPage(WatchPageIndex);
    run();
}

void MainWindow::openPath(const QString& path) {
    const QFileInfo info(path);
    if (info.isDir()) return newQueryFromFolder(info.absoluteFilePath());
    if (info.suffix() == QLatin1String("vitrine")) return openProject(path);
    if (!info.exists()) {
        return report(QStringLiteral("open"), Error(ErrorCode::PathNotFound, tr("There is nothing at “%1”.").arg(path).toStdString()));
    }
    if (info.suffix() == QLatin1String("json") && isDocument(info)) return openProject(path);
    newQueryFromFolder(info.absolutePath());
}

void MainWindow::newQueryFromFolder(const QString& folder) {
    settings_.setLastFolder(folder);
    QueryDocument query;
    std::string wish = QDir(folder).dirName().toStdString();
    std::replace_if(wish.begin(), wish.end(), [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
    query.name = project_.freeQueryName(wish.empty() ? "query" : wish);
    query.source.path = folder.toStdString();
    query.trigger = {TriggerSpec::Kind::ProcessingTime, "3 seconds"};
    project_.addQuery(tr("Add a query"), query);
    addSession(query.name);
    tabs_->setCurrentIndex(static_cast<int>(sessions_.size()) - 1);
    showPage(BuildPageIndex);
    build_->focusFolder();
}

void MainWindow::openProject(const QString& path) {
    if (!mayDiscard()) return;
    if (auto opened = project_.open(path); !opened) return report(QStringLiteral("open"), opened.error());
    settings_.addRecentProject(project_.path());
    refreshRecent();
    adoptProject();
    endDemo();
    if (sessions_.empty()) return showWelcome();
    showPage(sessions_.front()->isRunnable() ? WatchPageIndex : BuildPageIndex);
}

/// Makes one session a query of a project that was just put in place.
void MainWindow::adoptProject() {
    build_->setSession(nullptr);
    watch_->setSession(nullptr);
    const QSignalBlocker quiet(tabs_);
    while (tabs_->count() > 0) tabs_->removeTab(0);
    sessions_.clear();
    banners_->clear();
    *colours_ = KeyColors(project_.project().colours);
    for (const QueryDocument& query : project_.project().queries) addSession(query.name);
    if (!sessions_.empty()) {
        tabs_->setCurrentIndex(0);
        showSession(0);
    }
}

/// Undo and redo may take queries away and bring them back: each query has its tab.
void MainWindow::followProject() {
    for (int index = static_cast<int>(sessions_.size()) - 1; index >= 0; --index) {
        if (project_.query(sessions_[static_cast<std::size_t>(index)]->name()) == nullptr) removeSession(index);
    }
    const bool none = sessions_.empty();
    for (const QueryDocument& query : project_.project().queries) {
        const auto has = [&](const std::unique_ptr<QuerySession>& session) { return session->name() == query.name; };
        if (std::none_of(sessions_.begin(), sessions_.end(), has)) addSession(query.name);
    }
    if (sessions_.empty()) {
        if (pages_->currentWidget() != welcome_) showWelcome();
    } else if (none) {
        tabs_->setCurrentIndex(0);
        showSession(0);
        showPage(BuildPageIndex);
    }
}

QuerySession* MainWindow::addSession(const std::string& name) {
    auto session = std::make_unique<QuerySession>(project_, *services_.connectors, name);
    QuerySession* added = session.get();
    added->setRegistry(services_.registry);
    added->setConsent([this](const std::vector<OutsideAction>& actions) { return consentTo(actions); });
    connect(added, &QuerySession::stateChanged, this, &MainWindow::refreshState);
    connect(added, &QuerySession::renamed, this, &MainWindow::refreshTabs);
    connect(added, &QuerySession::reportAdded, this, &MainWindow::refreshTime);
    connect(added, &QuerySession::viewedBatchChanged, this, &MainWindow::refreshTime);
    sessions_.push_back(std::move(session));
    tabs_->addTab(stateIcon(added->mark()), QString::fromStdString(name));
    refreshTabs();
    return added;
}

void MainWindow::closeTab(int index) {
    if (index < 0 || index >= static_cast<int>(sessions_.size())) return;
    const std::string name = sessions_[static_cast<std::size_t>(index)]->name();
    removeSession(index);
    project_.removeQuery(tr("Close %1").arg(QString::fromStdString(name)), name);
    if (!sessions_.empty()) return;
    endDemo();
    showWelcome();
}

/// Stops the query of a tab and takes the tab away.
void MainWindow::removeSession(int index) {
    build_->setSession(nullptr);
    watch_->setSession(nullptr);
    sessions_.erase(sessions_.begin() + index);
    {
        const QSignalBlocker quiet(tabs_);
        tabs_->removeTab(index);
    }
    showSession(tabs_->currentIndex());
}

void MainWindow::showSession(int index) {
    QuerySession* session = index >= 0 && index < static_cast<int>(sessions_.size()) ? sessions_[static_cast<std::size_t>(index)].get() : nullptr;
    build_->setSession(session);
    watch_->setSession(session);
    refreshState();
    refreshTime();
}

QuerySession* MainWindow::currentSession() const {
    const int index = tabs_->currentIndex();
    return index >= 0 && index < static_cast<int>(sessions_.size()) ? sessions_[static_cast<std::size_t>(index)].get() : nullptr;
}

std::vector<QuerySession*> MainWindow::sessions() const {
    std::vector<QuerySession*> all;
    for (const auto& session : sessions_) all.push_back(session.get());
    return all;
}

void MainWindow::showWelcome() {
    pages_->setCurrentWidget(welcome_);
    for (QWidget* part : {static_cast<QWidget*>(bar_), tabRow_, static_cast<QWidget*>(time_)}) part->hide();
    watchStreams();
    refreshState();
}

void MainWindow::showPage(Page page) {
    const bool hasQuery = currentSession() != nullptr;
    if (!hasQuery && page != SqlPageIndex) return showWelcome();  // tables can be asked without any query
    pages_->setCurrentIndex(page);
    bar_->setPage(page);
    bar_->show();
    tabRow_->setVisible(hasQuery);
    time_->setVisible(page == WatchPageIndex);
    watchStreams();
    refreshState();
    refreshTime();
}

void MainWindow::run() {
    QuerySession* session = currentSession();
    if (session == nullptr) return;
    // A start that fails is said on the page where it was asked for; a document that is refused, at its field.
    if (session->run()) showPage(WatchPageIndex);
    else if (!session->startError()) showPage(BuildPageIndex);
}

void MainWindow::runOneBatch() {
    QuerySession* session = currentSession();
    if (session == nullptr) return;
    session->step();
    if (session->controller().isActive()) showPage(WatchPageIndex);
    else if (!session->startError()) showPage(BuildPageIndex);
}

void MainWindow::refreshTabs() {
    for (std::size_t index = 0; index < sessions_.size(); ++index) {
        tabs_->setTabText(static_cast<int>(index), QString::fromStdString(sessions_[index]->name()));
    }
    projectName_->setText(project_.displayName());
    projectName_->setMinimumWidth(projectName_->sizeHint().width());
    menuBar()->setCornerWidget(projectName_);  // the bar asks for the width only then
    setWindowFilePath(project_.path());
    setWindowTitle(tr("%1[*] – Vitrine").arg(project_.displayName()));
    setWindowModified(project_.isModified());
    status_->setSaved(!project_.isModified(), !sessions_.empty());
}

void MainWindow::refreshState() {
    int active = 0;
    for (std::size_t index = 0; index < sessions_.size(); ++index) {
        QuerySession& session = *sessions_[index];
        active += session.controller().isActive() ? 1 : 0;
        tabs_->setTabIcon(static_cast<int>(index), stateIcon(session.mark(), static_cast<int>(index) != tabs_->currentIndex()));
        tabs_->setTabToolTip(static_cast<int>(index), tr("%1: %2").arg(QString::fromStdString(session.name()), stateWord(session.mark())));
    }
    activeStreams_->setText(tr("%n active stream(s)", nullptr, active));
    actions_->stopAll->setEnabled(active > 0);
    stopAll_->setVisible(active > 1);
    QuerySession* session = pages_->currentWidget() == welcome_ ? nullptr : currentSession();
    actions_->follow(session, pages_->currentWidget() == watch_);
    bar_->showState(session);
    status_->showSession(session);
    status_->setSaved(!project_.isModified(), !sessions_.empty());
}

void MainWindow::refreshTime() {
    QuerySession* session = currentSession();
    if (session == nullptr || !time_->isVisible()) return;
    const BatchTicks ticks = session->ticks();
    QString range;
    if (!ticks->empty()) {
        const auto clock = [](std::int64_t millis) {
            return QLocale().toString(QDateTime::fromMSecsSinceEpoch(millis).time(), QStringLiteral("HH:mm:ss"));
        };
        range = tr("%n batch(es), %1–%2", nullptr, static_cast<int>(ticks->size())).arg(clock(ticks->front().time), clock(ticks->back().time));
    }
    time_->setTicks(ticks, range);
    time_->panel()->setSelectedBatch(session->viewedBatch());
}

void MainWindow::refreshRecent() {
    welcome_->setRecentProjects(settings_.recentProjects());
}

bool MainWindow::save() {
    if (project_.path().isEmpty() || !project_.path().endsWith(QLatin1String(".vitrine"))) return saveAs();
    project_.keepColours(colours_->map());
    if (auto saved = project_.save(project_.path()); !saved) {
        report(QStringLiteral("save"), saved.error());
        return false;
    }
    banners_->remove(QStringLiteral("save"));
    settings_.addRecentProject(project_.path());
    refreshRecent();
    return true;
}

bool MainWindow::saveAs() {
    QString path = QFileDialog::getSaveFileName(this, tr("Save the project"), settings_.lastFolder(), tr("Vitrine projects (*.vitrine)"));
    if (path.isEmpty()) return false;
    if (!path.endsWith(QLatin1String(".vitrine"))) path += QLatin1String(".vitrine");
    settings_.setLastFolder(QFileInfo(path).absolutePath());
    project_.keepColours(colours_->map());
    if (auto saved = project_.save(path); !saved) {
        report(QStringLiteral("save"), saved.error());
        return false;
    }
    banners_->remove(QStringLiteral("save"));
    settings_.addRecentProject(project_.path());
    refreshRecent();
    return true;
}

/// Asks about unsaved edits. The demonstration and a project without queries are nobody's work.
bool MainWindow::mayDiscard() {
    if (!project_.isModified() || demoRuns_ || sessions_.empty()) return true;
    const auto answer = QMessageBox::question(this, tr("Unsaved changes"), tr("Save the changes to “%1”?").arg(project_.displayName()),
                                              QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, QMessageBox::Save);
    if (answer == QMessageBox::Save) return save();
    return answer == QMessageBox::Discard;
}

void MainWindow::report(const QString& key, const Error& error) {
    auto* banner = new Banner(Banner::Kind::Error, QString::fromStdString(error.message()), QString::fromStdString(error.wayOut()));
    banner->setClosable(true);
    banners_->put(key, banner);
}

void MainWindow::setLanguage(const QString& code, bool remember) {
    language_.use(code);
    setLocale(QLocale());  // numbers and dates of everything inside follow
    if (remember) settings_.setLanguage(language_.code());
    retranslate();
}

void MainWindow::setTheme(ThemeChoice choice, bool remember) {
    Theme::current().setChoice(choice);
    if (remember) settings_.setTheme(choice);
    retranslate();
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!mayDiscard()) return event->ignore();
    settings_.setGeometry(saveGeometry());
    for (const auto& session : sessions_) session->stop();
    if (autosave_) autosave_->end();
    event->accept();
}

void MainWindow::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        offerRecovery();   // in the other language
    }
    QMainWindow::changeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!pathOf(event->mimeData()).isEmpty()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    const QString path = pathOf(event->mimeData());
    if (path.isEmpty()) return;
    event->acceptProposedAction();
    openPath(path);
}

void MainWindow::focusNextPane() {
    if (pages_->currentWidget() == watch_ && watch_->isAncestorOf(focusWidget()) && watch_->focusNextPane()) return;
    if (pages_->currentWidget() == sql_ && sql_->isAncestorOf(focusWidget()) && sql_->focusNextPane()) return;
    const std::vector<QWidget*> panes{bar_, tabs_, pages_->currentWidget(), time_, status_};
    std::size_t current = 0;
    for (std::size_t index = 0; index < panes.size(); ++index) {
        if (panes[index] == focusWidget() || panes[index]->isAncestorOf(focusWidget())) current = index;
    }
    for (std::size_t step = 1; step <= panes.size(); ++step) {
        QWidget* next = panes[(current + step) % panes.size()];
        if (!next->isVisible()) continue;
        next->setFocus(Qt::ShortcutFocusReason);
        if (focusWidget() != next && !next->isAncestorOf(focusWidget())) next->nextInFocusChain()->setFocus(Qt::ShortcutFocusReason);
        return;
    }
}

}  // namespace vitrine::ui
