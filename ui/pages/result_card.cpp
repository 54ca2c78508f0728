// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/result_card.h"

#include <algorithm>
#include <limits>

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QPlainTextEdit>
#include <QShortcut>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/models/cell_roles.h"
#include "ui/pages/metrics_lane.h"
#include "ui/pages/progress_lane.h"
#include "ui/pages/query_session.h"
#include "ui/pages/result_delegate.h"
#include "ui/style/control_kind.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/theme.h"
#include "ui/widgets/badge_tab_bar.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/segment_bar.h"

namespace vitrine::ui {
namespace {

constexpr int kRow = 26;
constexpr int kMeasuredRows = 40;
constexpr int kWidest = 420;

int clamped(std::uint64_t count) {
    return static_cast<int>(std::min<std::uint64_t>(count, std::numeric_limits<int>::max()));
}

/// Wrapped text below one lane must not make the whole card taller than in another lane: nothing jumps.
class LaneStack : public QStackedWidget {
  public:
    using QStackedWidget::QStackedWidget;
    bool hasHeightForWidth() const override { return false; }
};

QString grouped(std::uint64_t count) {
    return QLocale().toString(static_cast<qulonglong>(count));
}

}  // namespace

ResultCard::ResultCard(KeyColorsPtr colours, QWidget* parent) : Card(parent), windows_(std::move(colours)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(scaled(8), 0, scaled(12), 0);
    head->setSpacing(scaled(8));
    tabs_ = new BadgeTabBar(this);
    for (std::size_t lane = 0; lane < kLanes; ++lane) tabs_->addTab({});
    head->addWidget(tabs_);
    caption_ = new TextLabel(TextLabel::Role::Caption, this);
    caption_->setTokenColor(&ThemeTokens::text2);
    caption_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    caption_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    head->addWidget(caption_, 1);
    view_ = new SegmentBar(ControlSize::Small, this);
    view_->addSegment({});
    view_->addSegment({});
    head->addWidget(view_);
    copy_ = new QToolButton(this);
    copy_->setIcon(icon(Icon::Copy));
    export_ = new QToolButton(this);
    export_->setIcon(icon(Icon::Download));
    for (QToolButton* button : {copy_, export_}) {
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setFocusPolicy(Qt::StrongFocus);
        setControlSize(button, ControlSize::Small);
        head->addWidget(button);
    }
    column->addLayout(head);
    column->addWidget(new Separator(Qt::Horizontal, this));

    body_ = new LaneStack(this);
    windowTable_ = makeTable(&windows_);
    rowTable_ = makeTable(&rows_);
    auto* windowHeader = windowTable_->horizontalHeader();
    windowHeader->setSortIndicatorShown(true);
    windowHeader->setSortIndicator(0, Qt::DescendingOrder);
    progress_ = new ProgressLane(body_);
    metrics_ = new MetricsLane(body_);
    for (const Lane lane : {Result, Late, Malformed, Log, Progress, Metrics}) {
        const auto index = static_cast<std::size_t>(lane);
        auto* page = new QWidget(body_);
        auto* rows = new QVBoxLayout(page);
        rows->setContentsMargins(0, 0, 0, 0);
        rows->setSpacing(0);
        lanes_[index] = new QStackedWidget(page);
        if (lane == Result) {
            lanes_[index]->addWidget(windowTable_);
            lanes_[index]->addWidget(rowTable_);
        } else if (lane == Progress) {
            lanes_[index]->addWidget(progress_);
        } else if (lane == Metrics) {
            lanes_[index]->addWidget(metrics_);
        } else {
            laneTable_[index] = makeTable(nullptr);
            lanes_[index]->addWidget(laneTable_[index]);
        }
        empty_[index] = new EmptyState(lane == Result || lane == Progress || lane == Metrics ? Icon::Hourglass : Icon::CircleCheck, {}, {}, page);
        lanes_[index]->addWidget(empty_[index]);
        rows->addWidget(lanes_[index], 1);
        if (lane == Late || lane == Malformed) {
            detail_[index] = new QPlainTextEdit(page);
            detail_[index]->setReadOnly(true);
            detail_[index]->setFont(monoFont());
            detail_[index]->setFrameShape(QFrame::NoFrame);
            detail_[index]->setFixedHeight(scaled(56));
            detail_[index]->hide();
            rows->addWidget(detail_[index]);
            connect(laneTable_[index], &QTableView::activated, this, [this, lane](const QModelIndex& at) { showDetail(lane, at); });
        }
        if (lane != Result) {
            rows->addWidget(new Separator(Qt::Horizontal, page));
            foot_[index] = new TextLabel(TextLabel::Role::Caption, page);
            foot_[index]->setTokenColor(&ThemeTokens::text2);
            foot_[index]->setWordWrap(true);
            foot_[index]->setTextInteractionFlags(Qt::TextSelectableByMouse);
            foot_[index]->setContentsMargins(scaled(16), scaled(6), scaled(16), scaled(6));
            rows->addWidget(foot_[index]);
        }
        body_->addWidget(page);
    }
    column->addWidget(body_, 1);
    setMinimumHeight(scaled(160));

    connect(tabs_, &QTabBar::currentChanged, this, [this](int lane) {
        body_->setCurrentIndex(lane);
        refreshRun();
        refreshHead();
    });
    connect(view_, &SegmentBar::chosen, this, [this](int index) { setByWindow(index == 1); });
    connect(copy_, &QToolButton::clicked, this, &ResultCard::copy);
    connect(export_, &QToolButton::clicked, this, &ResultCard::exportRequested);
    auto* copyKey = new QShortcut(QKeySequence::Copy, body_);
    copyKey->setContext(Qt::WidgetWithChildrenShortcut);
    connect(copyKey, &QShortcut::activated, this, &ResultCard::copy);
    connect(&Theme::current(), &Theme::changed, this, [this] {
        for (QTableView* table : {windowTable_, rowTable_, laneTable_[Late], laneTable_[Malformed], laneTable_[Log]}) {
            table->verticalHeader()->setDefaultSectionSize(scaled(kRow));
            table->viewport()->update();
        }
    });
    retranslate();
    refreshHead();
}

QTableView* ResultCard::makeTable(QAbstractItemModel* model) {
    auto* table = new QTableView(this);
    table->setHorizontalHeader(new SwatchHeader(table));
    table->setItemDelegate(new ResultDelegate(table));
    table->setFrameShape(QFrame::NoFrame);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setCornerButtonEnabled(false);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->setTabKeyNavigation(false);
    table->verticalHeader()->hide();
    table->verticalHeader()->setMinimumSectionSize(scaled(kRow));
    table->verticalHeader()->setDefaultSectionSize(scaled(kRow));
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    if (model) {
        table->setModel(model);
        connect(model, &QAbstractItemModel::modelReset, table, [this, table] { fitColumns(table, true); });
    }
    return table;
}

/// Columns grow with their content and never shrink by themselves, so that nothing moves without need.
void ResultCard::fitColumns(QTableView* table, bool fromScratch) {
    const QAbstractItemModel* model = table->model();
    if (!model || model->columnCount() == 0) return;
    const QFontMetrics metrics(captionFont(QFont::Medium));
    QHeaderView* header = table->horizontalHeader();
    const int rows = std::min(model->rowCount(), kMeasuredRows);
    const int columns = model->columnCount();
    const bool isWindows = table == windowTable_;
    QStyleOptionViewItem option;
    for (int column = 0; column < columns; ++column) {
        int width = metrics.horizontalAdvance(model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString()) + scaled(24 + 20);
        for (int row = 0; row < rows; ++row) width = std::max(width, table->itemDelegate()->sizeHint(option, model->index(row, column)).width());
        width = std::min(width + scaled(isWindows ? 14 : 8), scaled(kWidest));
        if (fromScratch || width > header->sectionSize(column)) header->resizeSection(column, width);
    }
    header->setStretchLastSection(isWindows || table == laneTable_[Late] || table == laneTable_[Malformed] || table == laneTable_[Log]);
}

void ResultCard::setSession(QuerySession* session) {
    if (session_) {
        session_->lateRows().disconnect(this);
        session_->malformedRows().disconnect(this);
        session_->log().disconnect(this);
    }
    session_ = session;
    const std::array<QAbstractItemModel*, kLanes> models{nullptr, session ? &session->lateRows() : nullptr,
                                                    session ? &session->malformedRows() : nullptr, session ? &session->log() : nullptr};
    for (const Lane lane : {Late, Malformed, Log}) {
        laneTable_[lane]->setModel(models[lane]);
        if (detail_[lane]) detail_[lane]->hide();
        fitColumns(laneTable_[lane], true);
        if (!models[lane]) continue;
        connect(models[lane], &QAbstractItemModel::rowsInserted, this, [this, lane] {
            fitColumns(laneTable_[lane], false);
            refreshCounts();
        });
        connect(models[lane], &QAbstractItemModel::modelReset, this, &ResultCard::refreshCounts);
    }
    if (session) {
        session->lateRows().setLocale(QLocale());
        session->malformedRows().setLocale(QLocale());
    }
    progress_->setSession(session);
    refreshResult();
    refreshCounts();
}

/// Progress and metrics are taken only while they are in front.
void ResultCard::refreshRun() {
    if (lane() == Progress) progress_->refresh();
    if (lane() == Metrics) metrics_->refresh(session_ ? &session_->controller() : nullptr, session_ ? session_->zone() : TimeZone());
}

void ResultCard::refreshResult() {
    const ResultSnapshotPtr snapshot = session_ ? session_->snapshot() : nullptr;
    const TimeZone zone = session_ ? session_->zone() : TimeZone();
    const bool byWindow = snapshot && WindowTableModel::canShow(*snapshot->shape);
    if (rows_.snapshot() != snapshot) {
        rows_.setZone(zone);
        rows_.setSnapshot(snapshot);
        windows_.setZone(zone);
        windows_.setSnapshot(byWindow ? snapshot : nullptr);
        if (!isByWindow()) fitColumns(rowTable_, false);
        else fitColumns(windowTable_, false);
    }
    refreshHead();
}

WindowCounts ResultCard::windowCounts() const {
    WindowCounts counts{windows_.windows(), 0};
    for (int column = 0; column < windows_.columnCount(); ++column) {
        if (counts.all == 0 || !windows_.index(0, column).data(StateRole).isValid()) continue;
        for (int row = 0; row < counts.all; ++row) {
            counts.open += windows_.index(row, column).data(StateRole).toInt() == static_cast<int>(PlaceState::Open) ? 1 : 0;
        }
        break;
    }
    return counts;
}

bool ResultCard::isByWindow() const {
    return wantsWindows_ && windows_.rowCount() > 0;
}

void ResultCard::setByWindow(bool byWindow) {
    wantsWindows_ = byWindow;
    fitColumns(byWindow ? windowTable_ : rowTable_, false);
    refreshHead();
}

void ResultCard::refreshHead() {
    const int lane = tabs_->currentIndex();
    const ResultSnapshotPtr& snapshot = rows_.snapshot();
    const bool windowed = windows_.rowCount() > 0;
    view_->setVisible(lane == Result && windowed);
    view_->setCurrentIndex(isByWindow() ? 1 : 0);
    export_->setVisible(lane == Result);
    QString caption;
    if (lane == Result && snapshot) {
        const QString shown = grouped(static_cast<std::uint64_t>(rows_.rowCount()));
        const QString all = grouped(snapshot->numRows + snapshot->rowsNotKept);
        caption = isByWindow() ? tr("%n window(s), newest first, from %1 of %2 rows", nullptr, windows_.windows()).arg(grouped(snapshot->numRows), all)
                               : tr("%1 of %2 rows").arg(shown, all);
    }
    captionText_ = caption;
    elideCaption();
    caption_->setToolTip(snapshot && snapshot->rowsNotKept > 0
                             ? tr("The newest %1 rows are kept here; the sinks have written all of them.").arg(grouped(snapshot->numRows))
                             : caption);
    refreshEmpty();
    const bool filled = lanes_[static_cast<std::size_t>(lane)]->currentWidget() != empty_[static_cast<std::size_t>(lane)];
    copy_->setVisible(lane != Metrics);
    copy_->setEnabled(filled);
    export_->setEnabled(filled);
}

void ResultCard::elideCaption() {
    caption_->setText(caption_->fontMetrics().elidedText(captionText_, Qt::ElideRight, std::max(0, caption_->width() - 2)));
}

void ResultCard::resizeEvent(QResizeEvent* event) {
    Card::resizeEvent(event);
    layout()->activate();
    elideCaption();
}

void ResultCard::refreshEmpty() {
    const ResultSnapshotPtr& snapshot = rows_.snapshot();
    if (isByWindow()) lanes_[Result]->setCurrentWidget(windowTable_);
    else if (snapshot && rows_.rowCount() > 0) lanes_[Result]->setCurrentWidget(rowTable_);
    else lanes_[Result]->setCurrentWidget(empty_[Result]);
    const QString why = session_ ? session_->whyNoOutput() : QString();
    QString plain = why.isEmpty() && session_ ? session_->sentence() : why;
    plain.remove(QLatin1Char('`'));
    const bool append = snapshot && snapshot->shape->mode == OutputMode::Append && snapshot->shape->canBeFinal;
    empty_[Result]->setTexts(append ? tr("No window is final yet") : tr("No rows yet"), plain);
    const bool watermark = session_ && session_->controller().shape() && session_->controller().shape()->hasWatermark;
    empty_[Late]->setTexts(tr("No late rows"), watermark ? tr("No row has come after its window had closed.")
                                                         : tr("Without a watermark no row is ever too late."));
    empty_[Malformed]->setTexts(tr("No malformed rows"), tr("Every row could be read."));
    empty_[Log]->setTexts(tr("Nothing happened yet"), {});
    for (const Lane lane : {Late, Malformed, Log}) {
        const QAbstractItemModel* model = laneTable_[lane]->model();
        if (model && model->rowCount() > 0) lanes_[lane]->setCurrentWidget(laneTable_[lane]);
        else lanes_[lane]->setCurrentWidget(empty_[lane]);
    }
    empty_[Progress]->setTexts(tr("No batch yet"), plain);
    empty_[Metrics]->setTexts(tr("No batch yet"), plain);
    if (progress_->isEmpty()) lanes_[Progress]->setCurrentWidget(empty_[Progress]);
    else lanes_[Progress]->setCurrentWidget(progress_);
    if (metrics_->isEmpty()) lanes_[Metrics]->setCurrentWidget(empty_[Metrics]);
    else lanes_[Metrics]->setCurrentWidget(metrics_);
}

void ResultCard::refreshCounts() {
    const std::uint64_t late = session_ ? session_->lateRows().total() : 0;
    const std::uint64_t malformed = session_ ? session_->malformedRows().total() : 0;
    tabs_->setBadge(Late, late > 0 ? clamped(late) : -1);
    tabs_->setBadge(Malformed, malformed > 0 ? clamped(malformed) : -1);
    if (session_) {
        const QueryController& controller = session_->controller();
        const RowBalance& totals = controller.totals();
        QStringList said{tr("%1 of %2 rows dropped: they came after all their windows had closed.").arg(grouped(totals.late), grouped(totals.read))};
        if (totals.partlyLate > 0) said << tr("%1 more were late in some of their windows only and are counted in the others.").arg(grouped(totals.partlyLate));
        // Spark's counter is of groups, after the first aggregation of a batch.
        said << tr("Spark's own counter numRowsDroppedByWatermark says %1. State released is another count: %2.")
                    .arg(QLocale().toString(static_cast<qlonglong>(controller.groupsDropped())), QLocale().toString(static_cast<qlonglong>(controller.stateRowsReleased())));
        if (late > static_cast<std::uint64_t>(session_->lateRows().rowCount())) said << tr("%1 are listed.").arg(grouped(static_cast<std::uint64_t>(session_->lateRows().rowCount())));
        foot_[Late]->setText(said.join(QLatin1Char(' ')));

        const std::uint64_t dropped = totals.malformedDropped;
        QStringList bad{tr("%1 of %2 rows could not be read as the schema says: %3 went on with NULL, %4 gave no row.")
                            .arg(grouped(totals.malformed), grouped(totals.read), grouped(totals.malformed - std::min(totals.malformed, dropped)), grouped(dropped))};
        if (malformed > static_cast<std::uint64_t>(session_->malformedRows().rowCount())) bad << tr("%1 are listed.").arg(grouped(static_cast<std::uint64_t>(session_->malformedRows().rowCount())));
        foot_[Malformed]->setText(bad.join(QLatin1Char(' ')));
        foot_[Log]->setText(tr("%n event(s), newest first, in the time of this computer.", nullptr, session_->log().rowCount()));
        foot_[Progress]->setText(tr("StreamingQueryProgress of the newest %Ln batch(es), as Spark reports it; times in UTC.", nullptr, ProgressLane::kListed));
        foot_[Metrics]->setText(tr("The newest %Ln batch(es), under the names of Spark's streaming tab. Point at a batch, or use the arrow keys, to read it in every graph.", nullptr,
                                   static_cast<int>(MetricHistory::kBatches)));
    }
    refreshRun();
    refreshHead();
}

void ResultCard::showDetail(Lane lane, const QModelIndex& index) {
    if (!session_ || !index.isValid()) return;
    const ListedRow* row = (lane == Late ? session_->lateRows() : session_->malformedRows()).rowAt(index.row());
    if (!row) return;
    const QString place = tr("%1, byte %2").arg(QString::fromStdString(row->file), grouped(row->offset));
    detail_[lane]->setPlainText(row->text.empty() ? place : QString::fromStdString(row->text) + QLatin1Char('\n') + place);
    detail_[lane]->show();
}

void ResultCard::showLane(int lane) {
    if (lane < 0 || lane >= tabs_->count()) return;
    tabs_->setCurrentIndex(lane);
}

int ResultCard::lane() const {
    return tabs_->currentIndex();
}

QTableView* ResultCard::table() const {
    const auto lane = static_cast<std::size_t>(tabs_->currentIndex());
    return lane == Result ? (isByWindow() ? windowTable_ : rowTable_) : laneTable_[lane];  // none for progress and metrics
}

QString ResultCard::tabSeparated() const {
    const QTableView* front = table();
    if (!front) return {};
    const QAbstractItemModel* model = front->model();
    if (!model) return {};
    QModelIndexList chosen = front->selectionModel() ? front->selectionModel()->selectedRows() : QModelIndexList();
    std::sort(chosen.begin(), chosen.end(), [](const QModelIndex& left, const QModelIndex& right) { return left.row() < right.row(); });
    const int columns = model->columnCount();
    QString text;
    const auto clean = [](QString cell) {
        for (const char16_t separator : {u'\t', u'\n', u'\r'}) cell.replace(QChar(separator), QLatin1Char(' '));
        return cell;
    };
    for (int column = 0; column < columns; ++column) {
        if (column > 0) text += QLatin1Char('\t');
        text += clean(model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
    }
    text += QLatin1Char('\n');
    const auto addRow = [&](int row) {
        for (int column = 0; column < columns; ++column) {
            if (column > 0) text += QLatin1Char('\t');
            const QModelIndex cell = model->index(row, column);
            // Numbers leave as data, never in the language's form; a window leaves as it is read.
            const QVariant raw = cell.data(RawRole);
            const bool isNumber = raw.typeId() == QMetaType::Double;
            text += isNumber ? QString::number(raw.toDouble(), 'g', 17)
                             : clean((raw.typeId() == QMetaType::QString ? raw : cell.data(Qt::DisplayRole)).toString());
        }
        text += QLatin1Char('\n');
    };
    if (chosen.size() > 0) {
        for (const QModelIndex& index : chosen) addRow(index.row());
    } else {
        for (int row = 0; row < model->rowCount(); ++row) addRow(row);
    }
    return text;
}

void ResultCard::copy() {
    if (lane() == Progress) return progress_->copy();
    QGuiApplication::clipboard()->setText(tabSeparated());
}

void ResultCard::retranslate() {
    tabs_->setTabText(Result, tr("Result"));
    tabs_->setTabText(Late, tr("Late rows"));
    tabs_->setTabText(Malformed, tr("Malformed rows"));
    tabs_->setTabText(Log, tr("Log"));
    tabs_->setTabText(Progress, tr("Progress"));
    tabs_->setTabText(Metrics, tr("Metrics"));
    tabs_->setAccessibleName(tr("Lanes"));
    view_->setText(0, tr("Rows"));
    view_->setText(1, tr("By window"));
    view_->setAccessibleName(tr("Result as"));
    copy_->setText(tr("Copy"));
    copy_->setToolTip(tr("Copy the selected rows, or all of them, with tabs between the values"));
    export_->setText(tr("Export"));
    export_->setToolTip(tr("Write the table to a file"));
    rowTable_->setAccessibleName(tr("Result, rows"));
    windowTable_->setAccessibleName(tr("Result, by window"));
    laneTable_[Late]->setAccessibleName(tr("Late rows"));
    laneTable_[Malformed]->setAccessibleName(tr("Malformed rows"));
    laneTable_[Log]->setAccessibleName(tr("Log"));
    for (const Lane lane : {Late, Malformed}) detail_[lane]->setAccessibleName(tr("The whole row"));
    setAccessibleName(tr("Result and lanes"));
    rows_.setLocale(QLocale());
    windows_.setLocale(QLocale());
    if (session_) {
        session_->lateRows().setLocale(QLocale());
        session_->malformedRows().setLocale(QLocale());
    }
    for (QTableView* table : {windowTable_, rowTable_}) fitColumns(table, true);
    refreshCounts();
}

void ResultCard::changeEvent(QEvent* event) {
    Card::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

}  // namespace vitrine::ui
