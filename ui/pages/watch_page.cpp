// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/watch_page.h"

#include <algorithm>
#include <cmath>

#include <QClipboard>
#include <QDateTime>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QPointer>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/bridge/frame_scheduler.h"
#include "ui/charts/chart_card.h"
#include "ui/charts/chart_look.h"
#include "ui/charts/default_charts.h"
#include "ui/charts/time_labels.h"
#include "ui/pages/chart_sheet.h"
#include "ui/pages/metrics_strip.h"
#include "ui/pages/query_panel.h"
#include "ui/pages/query_session.h"
#include "ui/pages/question.h"
#include "ui/pages/result_card.h"
#include "ui/style/control_kind.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/paint_tools.h"
#include "ui/style/theme.h"
#include "ui/widgets/badge_tab_bar.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/status_sentence.h"

namespace vitrine::ui {
namespace {

// Sizes of the design in pixels, before scaling.
constexpr int kSide = 16;
constexpr int kGap = 12;
constexpr int kRail = 48;
constexpr int kFoldWidth = 1200;      ///< of the window: the sidebar becomes a rail
constexpr int kStackWidth = 1000;     ///< of the content: charts above each other
constexpr int kMetricsHeight = 760;   ///< of the window: the metrics strip needs so much
constexpr int kChartHeight = 250;
constexpr int kChartShare = 22;       ///< of the height that is free, beside five rows of the table
constexpr int kResultShare = 15;
constexpr std::size_t kLateMarks = 1000;

/// Charts were given to this session once; whoever removes them does not get them back.
constexpr const char* kChartsGiven = "vitrineChartsGiven";

/// The narrow band that stands for the folded sidebar.
class Rail : public QWidget {
  public:
    explicit Rail(QWidget* parent) : QWidget(parent), button(new QToolButton(this)) {
        setFixedWidth(scaled(kRail));
        auto* column = new QVBoxLayout(this);
        column->setContentsMargins(scaled(8), scaled(8), scaled(8), scaled(8));
        button->setIcon(icon(Icon::SlidersHorizontal));
        button->setCheckable(true);
        button->setFocusPolicy(Qt::StrongFocus);
        column->addWidget(button, 0, Qt::AlignHCenter);
        column->addStretch();
    }
    QToolButton* button;

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.fillRect(rect(), Theme::tokens().surface);
        drawVerticalLine(painter, width() - 1, 0, height(), Theme::tokens().line);
    }
};

/// Scrolls only when its parts have not even their least height; text that wraps counts with the lines it needs.
class ContentColumn : public QVBoxLayout {
  public:
    using QVBoxLayout::QVBoxLayout;
    int heightForWidth(int width) const override {
        if (measuring_) return QVBoxLayout::heightForWidth(width);  // asked by the line below
        measuring_ = true;
        const int least = QVBoxLayout::minimumHeightForWidth(width);
        measuring_ = false;
        return least;
    }

  private:
    mutable bool measuring_ = false;
};

}  // namespace

class WatchPage::Parts : public QObject {
  public:
    Parts(WatchPage& watchPage, FrameScheduler& frameScheduler, KeyColorsPtr keyColours);

    void setSession(QuerySession* next);
    void adoptCharts();
    void syncCards();
    ChartCard* makeCard(const ChartSpec& spec);
    void arrange();
    void arrangeCharts();
    void enlarge(ChartCard* card);
    void editChart(ChartCard* card);
    void catchUp();
    void takeSnapshot();
    void takeReports();
    void refreshState();
    QString viewedWord() const;
    QString viewedSentence() const;
    void refreshBanners();
    void refreshStale();
    void explainState();
    void copyImage(ChartCard* card);
    void retranslate();
    std::vector<QWidget*> panes() const;

    WatchPage& page;
    FrameScheduler& scheduler;
    KeyColorsPtr colours;
    QPointer<QuerySession> session;
    Rail* rail;
    QueryPanel* panel;
    QScrollArea* scroll;
    QWidget* content;
    QVBoxLayout* column;
    StatusSentence* status;
    BannerStack* banners;
    QWidget* chartArea;
    QGridLayout* chartGrid;
    std::vector<ChartCard*> cards;
    ResultCard* result;
    MetricsStrip* metrics;
    QPointer<ChartCard> enlarged;
    QShortcut* leaveEnlarged;
    QTimer staleTimer;
    QString bannersShown;
    bool sidebarWanted = true;
    bool following = true;
    bool stale = false;
    bool behind = false;       ///< something came while the page was hidden
    bool completeNoteClosed = false;
};

WatchPage::Parts::Parts(WatchPage& watchPage, FrameScheduler& frameScheduler, KeyColorsPtr keyColours)
    : QObject(&watchPage), page(watchPage), scheduler(frameScheduler), colours(std::move(keyColours)) {
    auto* row = new QHBoxLayout(&page);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    rail = new Rail(&page);
    panel = new QueryPanel(&page);
    scroll = new QScrollArea(&page);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    content = new QWidget(scroll);
    scroll->setWidget(content);
    row->addWidget(rail);
    row->addWidget(panel);
    row->addWidget(scroll, 1);

    column = new ContentColumn(content);
    column->setContentsMargins(scaled(kSide), scaled(kGap), scaled(kSide), scaled(kGap));
    column->setSpacing(scaled(kGap));
    status = new StatusSentence(content);
    banners = new BannerStack(content);
    chartArea = new QWidget(content);
    chartGrid = new QGridLayout(chartArea);
    chartGrid->setContentsMargins(0, 0, 0, 0);
    chartGrid->setSpacing(scaled(kGap));
    result = new ResultCard(colours, content);
    metrics = new MetricsStrip(content);
    column->addWidget(banners);
    column->addWidget(status);
    column->addWidget(chartArea, kChartShare);
    column->addWidget(result, kResultShare);
    column->addWidget(metrics);
    banners->hide();

    leaveEnlarged = new QShortcut(QKeySequence(Qt::Key_Escape), &page);
    leaveEnlarged->setContext(Qt::WidgetWithChildrenShortcut);
    leaveEnlarged->setEnabled(false);
    connect(leaveEnlarged, &QShortcut::activated, this, [this] { enlarge(nullptr); });
    staleTimer.setInterval(1000);
    connect(&staleTimer, &QTimer::timeout, this, &Parts::refreshStale);

    connect(rail->button, &QToolButton::toggled, this, [this] { arrange(); });
    connect(status, &StatusSentence::whyRequested, this, &Parts::explainState);
    connect(banners, &BannerStack::dismissed, this, [this](const QString& key) {
        if (key == QLatin1String("complete")) completeNoteClosed = true;
        banners->setVisible(banners->count() > 0);
    });
    connect(panel->form(), &QueryForm::malformedRequested, this, [this] { result->showLane(ResultCard::Malformed); });
    connect(panel->form(), &QueryForm::lateRequested, this, [this] { result->showLane(ResultCard::Late); });
    connect(panel->form(), &QueryForm::buildRequested, &page, &WatchPage::editRequested);
    connect(metrics, &MetricsStrip::lateRequested, this, [this] { result->showLane(ResultCard::Late); });
    connect(result, &ResultCard::exportRequested, &page, &WatchPage::exportTableRequested);
    connect(&Theme::current(), &Theme::changed, this, [this] { rail->setFixedWidth(scaled(kRail)); });
    retranslate();
}

void WatchPage::Parts::setSession(QuerySession* next) {
    if (session == next && next != nullptr) return;
    if (session) {
        session->disconnect(this);
        session->project().disconnect(this);
    }
    session = next;
    enlarge(nullptr);
    for (ChartCard* card : cards) delete card;
    cards.clear();
    bannersShown.clear();
    banners->clear();
    completeNoteClosed = false;
    panel->setSession(next);
    result->setSession(next);
    if (!next) {
        metrics->refresh(nullptr);
        arrange();
        return;
    }
    connect(next, &QuerySession::stateChanged, this, [this] {
        if (!page.isVisible()) {
            behind = true;
            return;
        }
        scheduler.schedule(status, [this] { refreshState(); });
    });
    connect(next, &QuerySession::snapshotChanged, this, [this] {
        if (page.isVisible()) takeSnapshot();
        else behind = true;
    });
    connect(next, &QuerySession::reportAdded, this, [this] {
        if (page.isVisible()) takeReports();
        else behind = true;
    });
    connect(next, &QuerySession::documentChanged, this, [this] { refreshState(); });
    connect(&next->project(), &ProjectDocument::changed, this, &Parts::syncCards);
    adoptCharts();
    syncCards();
    catchUp();
}

/// The first result gives the query its first charts, in one undo step.
void WatchPage::Parts::adoptCharts() {
    const ResultSnapshotPtr snapshot = session->controller().snapshot();
    if (!snapshot || session->property(kChartsGiven).toBool()) return;
    session->setProperty(kChartsGiven, true);
    ProjectDocument& project = session->project();
    const auto& charts = project.project().charts;
    if (std::any_of(charts.begin(), charts.end(), [&](const ChartSpec& chart) { return chart.query == session->name(); })) return;
    Project with = project.project();
    for (ChartSpec chart : defaultCharts(*snapshot->shape, session->name())) {
        const auto taken = [&](const std::string& id) {
            return std::any_of(with.charts.begin(), with.charts.end(), [&](const ChartSpec& other) { return other.id == id; });
        };
        for (int number = 1; taken(chart.id); ++number) chart.id = "c" + std::to_string(number);
        with.charts.push_back(std::move(chart));
    }
    project.edit(WatchPage::tr("First charts"), std::move(with));
}

void WatchPage::Parts::syncCards() {
    if (!session) return;
    std::vector<ChartCard*> next;
    for (const ChartSpec& spec : session->project().project().charts) {
        if (spec.query != session->name()) continue;
        const auto known = std::find_if(cards.begin(), cards.end(), [&](ChartCard* card) { return card->spec().id == spec.id; });
        if (known != cards.end()) {
            if (!((*known)->spec() == spec)) (*known)->setSpec(spec);
            next.push_back(*known);
        } else {
            next.push_back(makeCard(spec));
        }
    }
    if (next == cards) return;
    for (ChartCard* card : cards) {
        if (std::find(next.begin(), next.end(), card) != next.end()) continue;
        if (enlarged == card) enlarge(nullptr);
        card->hide();
        card->deleteLater();
    }
    cards = std::move(next);
    for (std::size_t index = 0; index < cards.size(); ++index) cards[index]->setNeighbours(index > 0, index + 1 < cards.size());
    arrangeCharts();
    if (page.isVisible()) takeReports();
}

ChartCard* WatchPage::Parts::makeCard(const ChartSpec& spec) {
    auto* card = new ChartCard(chartArea);
    ChartView* view = card->view();
    view->setScheduled(true);
    card->setColors(colours);
    card->setZone(session->zone());
    card->setSpec(spec);
    card->setMinimumHeight(scaled(kChartHeight));
    view->setFollow(following);
    connect(view, &ChartView::updatePending, this, [this, view] {
        scheduler.schedule(view, [view] { view->flushPendingUpdate(); });
    });
    connect(view, &ChartView::updated, this, [this] {
        if (!session) return;
        session->project().keepColours(colours->map());
        // Charts above each other share their left edge (R8).
        const bool stacked = content->width() < scaled(kStackWidth);
        double left = 0;
        for (const ChartCard* other : cards) left = std::max(left, other->view()->preferredPlotLeft());
        for (const ChartCard* other : cards) other->view()->setMinimumPlotLeft(stacked ? left : 0);
    });
    connect(card, &ChartCard::specChanged, this, [this](const ChartSpec& wanted) {
        if (!session) return;
        const ChartSpec* before = session->project().chart(wanted.id);
        const bool zoomed = before && before->span != wanted.span;
        session->project().setChart(WatchPage::tr("Change a chart"), wanted,
                                    zoomed ? QStringLiteral("span-") + QString::fromStdString(wanted.id) : QString());
    });
    connect(card, &ChartCard::enlargeRequested, this, [this, card] { enlarge(enlarged == card ? nullptr : card); });
    connect(card, &ChartCard::exportRequested, this, [this, card] { Q_EMIT page.exportChartRequested(QString::fromStdString(card->spec().id)); });
    connect(card, &ChartCard::copyImageRequested, this, [this, card] { copyImage(card); });
    connect(card, &ChartCard::duplicateRequested, this, [this, card] {
        ChartSpec copy = card->spec();
        copy.id.clear();
        session->project().addChart(WatchPage::tr("Duplicate a chart"), std::move(copy));
    });
    connect(card, &ChartCard::removeRequested, this, [this, card] {
        session->project().removeChart(WatchPage::tr("Remove a chart"), std::string(card->spec().id));
    }, Qt::QueuedConnection);
    connect(card, &ChartCard::tableRequested, this, [this, card] {
        if (enlarged == card) enlarge(nullptr);
        result->showLane(ResultCard::Result);
        result->table()->setFocus(Qt::ShortcutFocusReason);
    });
    connect(card, &ChartCard::editRequested, this, [this, card] { editChart(card); });
    connect(card, &ChartCard::moveRequested, this, [this, card](int places) {
        session->project().moveChart(WatchPage::tr("Move a chart"), std::string(card->spec().id), places);
    });
    if (session->snapshot()) card->setSnapshot(session->snapshot());
    card->show();
    return card;
}

void WatchPage::Parts::arrangeCharts() {
    while (QLayoutItem* item = chartGrid->takeAt(0)) delete item;
    for (int place = 0; place < 12; ++place) chartGrid->setColumnStretch(place, 0);
    const int sidebar = (panel->isVisibleTo(&page) ? panel->width() : 0) + (rail->isVisibleTo(&page) ? rail->width() : 0);
    const bool stacked = page.width() - sidebar < scaled(kStackWidth);
    chartArea->setVisible(!cards.empty());
    int row = 0;
    // Ten columns of equal width: bars take six and lines four when they stand side by side.
    for (int place = 0; place < 10; ++place) chartGrid->setColumnStretch(place, 1);
    for (std::size_t index = 0; index < cards.size(); ++row) {
        ChartCard* card = cards[index];
        card->setVisible(!enlarged || enlarged == card);
        const bool alone = stacked || enlarged || index + 1 == cards.size();
        if (alone) {
            if (!enlarged || enlarged == card) chartGrid->addWidget(card, row, 0, 1, 10);
            ++index;
            continue;
        }
        ChartCard* second = cards[index + 1];
        // Areas have a switch in their head and get the room of bars.
        const auto isLine = [](const ChartCard* other) { return other->spec().type == ChartType::Line || other->spec().type == ChartType::Number; };
        const int width = isLine(card) == isLine(second) ? 5 : isLine(card) ? 4 : 6;
        chartGrid->addWidget(card, row, 0, 1, width);
        chartGrid->addWidget(second, row, width, 1, 10 - width);
        second->setVisible(true);
        index += 2;
    }
}

void WatchPage::Parts::arrange() {
    const bool narrow = page.window()->width() < scaled(kFoldWidth);
    rail->setVisible(sidebarWanted && narrow && session);
    panel->setVisible(sidebarWanted && session && (!narrow || rail->button->isChecked()));
    metrics->setVisible(!enlarged && page.window()->height() >= scaled(kMetricsHeight));
    result->setVisible(!enlarged);
    content->setVisible(session != nullptr);
    arrangeCharts();
}

/// The card fills the content until Esc.
void WatchPage::Parts::enlarge(ChartCard* card) {
    if (enlarged == card) return;
    enlarged = card;
    leaveEnlarged->setEnabled(card != nullptr);
    arrange();
    if (card) card->view()->setFocus(Qt::ShortcutFocusReason);
}

void WatchPage::Parts::editChart(ChartCard* card) {
    auto* sheet = new ChartSheet(card->spec(), session->controller().shape(), &page);
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    connect(sheet, &ChartSheet::specChanged, card, &ChartCard::specChanged);
    sheet->open();
    // A chart that was just added has its place only after the layout has run.
    QMetaObject::invokeMethod(card, [this, card] { scroll->ensureWidgetVisible(card); }, Qt::QueuedConnection);
}

void WatchPage::Parts::catchUp() {
    behind = false;
    if (!session) return;
    takeSnapshot();
    takeReports();
    refreshState();
}

void WatchPage::Parts::takeSnapshot() {
    adoptCharts();
    const ResultSnapshotPtr snapshot = session->snapshot();
    for (ChartCard* card : cards) {
        card->setZone(session->zone());
        if (snapshot) card->setSnapshot(snapshot);
    }
    scheduler.schedule(result, [this] {
        result->refreshResult();
        if (session) panel->refreshNumbers(result->windowCounts());
    });
}

void WatchPage::Parts::takeReports() {
    const ListedRowsModel& late = session->lateRows();
    std::vector<EventTime> times;
    for (int row = 0; row < late.rowCount() && times.size() < kLateMarks; ++row) {
        if (const auto time = late.rowAt(row)->eventTime) times.push_back(*time);
    }
    for (ChartCard* card : cards) card->setLateRows(times);
    scheduler.schedule(metrics, [this] { metrics->refresh(session ? &session->controller() : nullptr); });
    scheduler.schedule(panel, [this] {
        if (!session) return;
        result->refreshCounts();
        panel->refreshNumbers(result->windowCounts());
    });
}

void WatchPage::Parts::refreshState() {
    if (!session) return;
    const bool looksBack = session->viewedBatch() >= 0;
    status->setStatus(session->mark(), looksBack ? viewedSentence() : session->sentence(), looksBack ? viewedWord() : QString());
    const QueryState state = session->controller().status().state;
    status->whyButton()->setVisible(!looksBack && state != QueryState::Failed && !session->whyNoOutput().isEmpty());
    const QString why = session->whyNoOutput();
    QString plain = why.isEmpty() ? session->sentence() : why;
    plain.remove(QLatin1Char('`'));
    const ResultSnapshotPtr snapshot = session->controller().snapshot();
    const bool append = snapshot && snapshot->shape->mode == OutputMode::Append && snapshot->shape->canBeFinal;
    for (ChartCard* card : cards) card->setEmptyTexts(append ? WatchPage::tr("No window is final yet") : QString(), plain);
    refreshBanners();
    refreshStale();
    panel->refreshNumbers(result->windowCounts());
}

QString WatchPage::Parts::viewedWord() const {
    const auto& reports = session->controller().reports();
    const QLocale locale;
    const std::int64_t newest = reports.empty() ? session->viewedBatch() : reports.back()->batchId;
    return WatchPage::tr("Viewing batch %1 of %2.")
        .arg(locale.toString(static_cast<qlonglong>(session->viewedBatch())), locale.toString(static_cast<qlonglong>(newest)));
}

QString WatchPage::Parts::viewedSentence() const {
    return session->controller().isActive() ? WatchPage::tr("Charts and table stand as they were after it; the query goes on. Esc or L in the time band leads back to live.")
                                            : WatchPage::tr("Charts and table stand as they were after it. Esc or L in the time band leads back to the last batch.");
}

void WatchPage::Parts::refreshBanners() {
    const QueryStatus& now = session->controller().status();
    const auto show = [this](const QString& key, Banner::Kind kind, const QString& what, const QString& meaning,
                             const std::function<void(Banner*)>& addActions, bool closable) {
        // An unchanged banner stays: it would be announced again.
        const QString mark = key + QLatin1Char('\n') + what + meaning + QLatin1Char('\t');
        if (banners->contains(key) && bannersShown.contains(mark)) return;
        auto* banner = new Banner(kind, what, meaning);
        if (addActions) addActions(banner);
        banner->setClosable(closable);
        banners->put(key, banner);
        bannersShown += mark;
    };
    if (const auto& refusal = session->startError()) {
        const QString meaning = QString::fromStdString(refusal->wayOut());
        banners->remove(QStringLiteral("failed"));
        show(QStringLiteral("refused"), Banner::Kind::Error, WatchPage::tr("The query did not start: %1").arg(QString::fromStdString(refusal->message()).remove(QLatin1Char('`'))), QString(meaning).remove(QLatin1Char('`')),
             [this, isCheckpoint = refusal->place().starts_with("/checkpoint")](Banner* banner) {
                 banner->addAction(WatchPage::tr("Retry"), [this] { Q_EMIT page.retryRequested(); }, Icon::RefreshCw);
                 if (isCheckpoint) {
                     banner->addAction(WatchPage::tr("Another checkpoint"), [this] {
                         if (panel->isVisible()) panel->focusCheckpoint();
                         else Q_EMIT page.editRequested();
                     }, Icon::FolderOpen);
                 }
             }, false);
    } else {
        banners->remove(QStringLiteral("refused"));
    }
    if (now.state == QueryState::Failed && !session->startError()) {
        const QString reason = QString::fromStdString(now.error ? now.error->message() : now.message);
        const QString wayOut = now.error ? QString::fromStdString(now.error->wayOut()) : QString();
        QString meaning = session->controller().snapshot()
            ? WatchPage::tr("The result of batch %1 is kept and marked stale.").arg(QLocale().toString(static_cast<qlonglong>(session->controller().snapshot()->batchId)))
            : WatchPage::tr("There is no result yet.");
        if (!wayOut.isEmpty()) meaning = wayOut + QLatin1Char(' ') + meaning;
        show(QStringLiteral("failed"), Banner::Kind::Error, WatchPage::tr("Batch %1 failed: %2").arg(QLocale().toString(static_cast<qlonglong>(now.batchId)), reason),
             meaning.remove(QLatin1Char('`')),
             [this](Banner* banner) {
                 banner->addAction(WatchPage::tr("Retry"), [this] { Q_EMIT page.retryRequested(); }, Icon::RefreshCw);
                 banner->addAction(WatchPage::tr("Details"), [this] { result->showLane(ResultCard::Log); });
             }, false);
    } else {
        banners->remove(QStringLiteral("failed"));
    }
    if (now.activity == QueryActivity::SourceMissing && session->controller().isActive()) {
        show(QStringLiteral("missing"), Banner::Kind::Warning,
             WatchPage::tr("The folder %1 is not there any more.").arg(QString::fromStdString(session->document().source.path)),
             WatchPage::tr("Reading resumes by itself when it is back."),
             [this](Banner* banner) { banner->addAction(WatchPage::tr("Choose folder…"), [this] { Q_EMIT page.editRequested(); }, Icon::FolderOpen); }, true);
    } else {
        banners->remove(QStringLiteral("missing"));
    }
    if (session->document().outputMode == "complete" && questionOf(session->document()).watermarkStep && !completeNoteClosed) {
        show(QStringLiteral("complete"), Banner::Kind::Note, WatchPage::tr("The watermark has no effect in complete."),
             WatchPage::tr("Every window is kept and may still change; none is ever final."),
             [this](Banner* banner) {
                 banner->addAction(WatchPage::tr("Show with update"), [this] {
                     session->edit(WatchPage::tr("Change the output mode"), withOutputMode(session->document(), "update"));
                 });
             }, true);
    } else {
        banners->remove(QStringLiteral("complete"));
    }
    banners->setVisible(banners->count() > 0);
}

/// A failed query keeps its picture and says how old it is.
void WatchPage::Parts::refreshStale() {
    if (!session) return;
    const QueryController& controller = session->controller();
    const bool failed = controller.status().state == QueryState::Failed;
    std::optional<int> seconds;
    if (failed && !controller.reports().empty()) {
        const std::int64_t then = controller.reports().back()->triggerStart.time_since_epoch().count();
        seconds = static_cast<int>(std::max<qint64>(0, (QDateTime::currentMSecsSinceEpoch() - then) / 1000));
    }
    for (ChartCard* card : cards) card->setStale(seconds);
    if (failed != staleTimer.isActive()) {
        if (failed) staleTimer.start();
        else staleTimer.stop();
    }
}

/// Why?: the watermark with its numbers, and what must come.
void WatchPage::Parts::explainState() {
    const QString key = QStringLiteral("why");
    if (banners->contains(key)) {
        banners->remove(key);
        banners->setVisible(banners->count() > 0);
        return;
    }
    const ResultSnapshotPtr snapshot = session->controller().snapshot();
    QString why = session->whyNoOutput();
    why.remove(QLatin1Char('`'));
    QString meaning;
    if (snapshot && snapshot->latestEventTime && snapshot->shape->hasWatermark) {
        const TimeLabels labels(QLocale(), session->zone());
        constexpr std::int64_t kSecond = 1'000'000;
        meaning = WatchPage::tr("The newest event time seen is %1. Less %2, that makes the watermark %3. A window is final once the watermark has reached its end.")
                      .arg(labels.time(snapshot->latestEventTime->time_since_epoch().count(), kSecond),
                           labels.duration(snapshot->shape->watermarkDelay.count() * 1000),
                           labels.time(snapshot->watermark.time_since_epoch().count() * 1000, kSecond));
    }
    auto* banner = new Banner(Banner::Kind::Note, why, meaning);
    banner->setClosable(true);
    banners->put(key, banner);
    banners->setVisible(true);
}

void WatchPage::Parts::copyImage(ChartCard* card) {
    const QSize size = card->view()->size();
    QImage image(size * 2, QImage::Format_ARGB32_Premultiplied);
    image.fill(Theme::tokens().surface);
    QPainter painter(&image);
    painter.scale(2, 2);
    painter.setRenderHint(QPainter::Antialiasing);
    card->view()->render(&painter, QSizeF(size), ChartLook::current(QLocale(), session->zone()));
    painter.end();
    QGuiApplication::clipboard()->setImage(image);
}

void WatchPage::Parts::retranslate() {
    rail->button->setToolTip(WatchPage::tr("Show the query panel"));
    rail->button->setAccessibleName(WatchPage::tr("Show the query panel"));
    page.setAccessibleName(WatchPage::tr("Watch"));
    bannersShown.clear();
    banners->clear();
    if (session) refreshState();
}

std::vector<QWidget*> WatchPage::Parts::panes() const {
    std::vector<QWidget*> all;
    if (panel->isVisibleTo(&page)) all.push_back(panel);
    if (!cards.empty()) all.push_back(chartArea);
    if (result->isVisibleTo(&page)) all.push_back(result);
    return all;
}

WatchPage::WatchPage(FrameScheduler& scheduler, KeyColorsPtr colours, QWidget* parent) : QWidget(parent) {
    parts_ = std::make_unique<Parts>(*this, scheduler, std::move(colours));
    parts_->arrange();
}

WatchPage::~WatchPage() = default;

void WatchPage::setSession(QuerySession* session) {
    parts_->setSession(session);
    parts_->arrange();
}

QuerySession* WatchPage::session() const {
    return parts_->session;
}

std::vector<ChartCard*> WatchPage::chartCards() const {
    return parts_->cards;
}

void WatchPage::editChart(const QString& chartId) {
    for (ChartCard* card : parts_->cards) {
        if (QString::fromStdString(card->spec().id) == chartId) return parts_->editChart(card);
    }
}

void WatchPage::setFollow(bool follow) {
    parts_->following = follow;
    for (ChartCard* card : parts_->cards) card->view()->setFollow(follow);
}

void WatchPage::setSidebarVisible(bool visible) {
    parts_->sidebarWanted = visible;
    parts_->arrange();
}

void WatchPage::showLane(int lane) {
    parts_->enlarge(nullptr);
    parts_->result->showLane(lane);
}

bool WatchPage::focusNextPane() {
    const std::vector<QWidget*> panes = parts_->panes();
    std::size_t next = 0;
    const QWidget* focused = window()->focusWidget();
    for (std::size_t index = 0; index < panes.size(); ++index) {
        if (focused && panes[index]->isAncestorOf(focused)) next = index + 1;
    }
    if (next >= panes.size()) return false;
    QWidget* target = nullptr;
    if (panes[next] == parts_->chartArea) target = parts_->cards.front()->view();
    else if (panes[next] == parts_->result) target = parts_->result->table() && parts_->result->table()->isVisible() ? static_cast<QWidget*>(parts_->result->table()) : static_cast<QWidget*>(parts_->result->tabs());
    else {
        for (QWidget* widget = parts_->panel->nextInFocusChain(); widget && widget != parts_->panel; widget = widget->nextInFocusChain()) {
            if (!parts_->panel->isAncestorOf(widget) || !widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus)) continue;
            target = widget;
            break;
        }
    }
    if (!target) return false;
    target->setFocus(Qt::ShortcutFocusReason);
    return true;
}

void WatchPage::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange && parts_) parts_->retranslate();
}

void WatchPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    parts_->arrange();
    if (parts_->behind) parts_->catchUp();
}

void WatchPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    parts_->arrange();
}

}  // namespace vitrine::ui
