// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/streams_card.h"

#include <algorithm>

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QScrollBar>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/style/control_kind.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/theme.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/state_mark.h"

namespace vitrine::ui {
namespace {

// Sizes of the design in pixels, before scaling.
constexpr int kRow = 34;
constexpr int kPadding = 12;
constexpr int kMark = 16;
constexpr int kWidest = 300;
constexpr int kNarrowest = 96;
constexpr int kEmptyHeight = 150;
constexpr int kShownRows = 4;

StateMark markOf(QueryState state) {
    switch (state) {
        case QueryState::NotStarted: return StateMark::NotStarted;
        case QueryState::Starting: return StateMark::Starting;
        case QueryState::Running: return StateMark::Running;
        case QueryState::Paused: return StateMark::Paused;
        case QueryState::Stopping: return StateMark::Stopping;
        case QueryState::Stopped: return StateMark::Stopped;
        case QueryState::Finished: return StateMark::Finished;
        case QueryState::Failed: return StateMark::Failed;
    }
    return StateMark::NotStarted;
}

/// Cells with a line below, the state with its shape, names in strong and ids in mono type, what has ended in a quieter colour.
class StreamsDelegate final : public QStyledItemDelegate {
  public:
    StreamsDelegate(const StreamsModel& model, QObject* parent) : QStyledItemDelegate(parent), model_(model) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const StreamRow* row = model_.rowAt(index.row());
        if (row == nullptr) return;
        const ThemeTokens& tokens = Theme::tokens();
        painter->save();
        painter->fillRect(option.rect, option.state & QStyle::State_Selected ? tokens.sel : tokens.surface);
        painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), tokens.grid);
        QRect cell = option.rect.adjusted(scaled(kPadding), 0, -scaled(kPadding), 0);
        if (index.column() == StreamsModel::State) {
            paintStateMark(*painter, QRectF(cell.left(), cell.center().y() - scaled(kMark) / 2.0, scaled(kMark), scaled(kMark)), markOf(row->query.state), !row->isActive());
            cell.setLeft(cell.left() + scaled(kMark + 6));
        }
        painter->setFont(fontOf(index.column()));
        painter->setPen(colorOf(*row, index.column()));
        const QString text = painter->fontMetrics().elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideMiddle, cell.width());
        painter->drawText(cell, index.data(Qt::TextAlignmentRole).toInt(), text);
        if (option.state & QStyle::State_HasFocus) {
            painter->setPen(QPen(tokens.accent, Theme::current().focusWidth()));
            painter->setBrush(Qt::NoBrush);
            painter->drawRect(option.rect.adjusted(1, 1, -2, -2));
        }
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const override {
        int width = QFontMetrics(fontOf(index.column())).horizontalAdvance(index.data(Qt::DisplayRole).toString()) + scaled(2 * kPadding) + 2;
        if (index.column() == StreamsModel::State) width += scaled(kMark + 6);
        return {width, scaled(kRow)};
    }

  private:
    static QFont fontOf(int column) {
        if (column == StreamsModel::Id) return monoCaptionFont();
        return bodyFont(column == StreamsModel::Name ? QFont::Medium : QFont::Normal);
    }
    static QColor colorOf(const StreamRow& row, int column) {
        const ThemeTokens& tokens = Theme::tokens();
        if (column == StreamsModel::State && row.query.state == QueryState::Failed) return tokens.err;
        if (row.isActive() && row.query.isBehind() && (column == StreamsModel::State || column == StreamsModel::Duration)) return tokens.warn;
        const bool isMain = column == StreamsModel::Name || (row.isActive() && column != StreamsModel::Id && column != StreamsModel::WritesTo &&
                                                             column != StreamsModel::Trigger && column != StreamsModel::LastProgress && column != StreamsModel::Process);
        return isMain ? tokens.text : tokens.text2;
    }

    const StreamsModel& model_;
};

}  // namespace

StreamsCard::StreamsCard(QWidget* parent) : Card(parent) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(scaled(16), scaled(8), scaled(12), scaled(8));
    head->setSpacing(scaled(10));
    title_ = new TextLabel(TextLabel::Role::Strong, this);
    count_ = new Chip(QString(), Chip::Kind::Plain, this);
    caption_ = new TextLabel(TextLabel::Role::Caption, this);
    caption_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    copy_ = new QToolButton(this);
    copy_->setIcon(icon(Icon::Copy));
    copy_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    copy_->setFocusPolicy(Qt::StrongFocus);
    setControlSize(copy_, ControlSize::Medium);
    stopAll_ = new QPushButton(icon(Icon::Square), QString(), this);
    setControlSize(stopAll_, ControlSize::Medium);
    head->addWidget(title_);
    head->addWidget(count_);
    head->addWidget(caption_, 1);
    head->addWidget(copy_);
    head->addWidget(stopAll_);
    column->addLayout(head);
    column->addWidget(new Separator(Qt::Horizontal, this));

    body_ = new QStackedWidget(this);
    table_ = new QTableView(body_);
    table_->setModel(&model_);
    table_->setItemDelegate(new StreamsDelegate(model_, table_));
    table_->setFrameShape(QFrame::NoFrame);
    table_->setShowGrid(false);
    table_->setWordWrap(false);
    table_->setCornerButtonEnabled(false);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table_->setTabKeyNavigation(false);
    table_->horizontalHeader()->setHighlightSections(false);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    empty_ = new EmptyState(Icon::Activity, {}, {}, body_);
    body_->addWidget(table_);
    body_->addWidget(empty_);
    column->addWidget(body_, 1);

    connect(copy_, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(model_.asPySpark()); });
    connect(stopAll_, &QPushButton::clicked, this, &StreamsCard::stopAllRequested);
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& current) {
        if (choosing_) return;
        const StreamRow* row = model_.rowAt(current.row());
        chosenRun_ = row != nullptr ? row->query.runId : std::string();
        Q_EMIT chosenChanged();
    });
    connect(&model_, &QAbstractItemModel::modelReset, this, &StreamsCard::placeActions);
    connect(&Theme::current(), &Theme::changed, this, [this] {
        table_->verticalHeader()->setDefaultSectionSize(scaled(kRow));
        fitColumns(true);
    });
    table_->verticalHeader()->setDefaultSectionSize(scaled(kRow));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    retranslate();
}

void StreamsCard::setStreams(std::vector<StreamRow> rows, const QStringList& unanswered, WallTime now) {
    unanswered_ = unanswered;
    const int before = model_.rowCount();
    model_.setRows(std::move(rows), now);
    fitColumns(before == 0);
    refreshHead();
}

const StreamRow* StreamsCard::chosen() const {
    for (const StreamRow& row : model_.rows())
        if (row.query.runId == chosenRun_) return &row;
    return model_.rowAt(0);
}

void StreamsCard::choose(const std::string& runId) {
    chosenRun_ = runId;
    choosing_ = true;
    for (int row = 0; row < model_.rowCount(); ++row)
        if (model_.rowAt(row)->query.runId == runId) table_->selectRow(row);
    choosing_ = false;
    Q_EMIT chosenChanged();
}

QPushButton* StreamsCard::actionOf(int row) const {
    const QWidget* holder = table_->indexWidget(model_.index(row, StreamsModel::Action));
    return holder != nullptr ? holder->findChild<QPushButton*>() : nullptr;
}

/// The rows are others than before: each gets its button, and the chosen one is chosen again.
void StreamsCard::placeActions() {
    const StreamRow* last = chosen();
    for (int number = 0; number < model_.rowCount(); ++number) {
        const StreamRow& row = *model_.rowAt(number);
        if (!row.isActive() && !row.isRestartable) continue;
        auto* holder = new QWidget(table_->viewport());
        auto* line = new QHBoxLayout(holder);
        line->setContentsMargins(scaled(4), 0, scaled(kPadding), 1);
        auto* button = new QPushButton(icon(row.isActive() ? Icon::Square : Icon::Play), row.isActive() ? tr("Stop") : tr("Start"), holder);
        setControlSize(button, ControlSize::Small);
        const QString name = row.query.name.empty() ? QString::fromStdString(row.query.id) : QString::fromStdString(row.query.name);
        button->setAccessibleName((row.isActive() ? tr("Stop %1") : tr("Start %1")).arg(name));
        line->addWidget(button);
        if (row.isActive()) {
            connect(button, &QPushButton::clicked, this, [this, process = row.process, run = QString::fromStdString(row.query.runId)] { Q_EMIT stopRequested(process, run); });
        } else {
            connect(button, &QPushButton::clicked, this, [this, title = QString::fromStdString(row.query.name)] { Q_EMIT restartRequested(title); });
        }
        table_->setIndexWidget(model_.index(number, StreamsModel::Action), holder);
    }
    if (last != nullptr) {
        chosenRun_ = last->query.runId;   // it stays the chosen one when others come before it
        choosing_ = true;
        table_->selectRow(static_cast<int>(last - model_.rows().data()));
        choosing_ = false;
    }
    Q_EMIT chosenChanged();
}

/// Columns grow with their content and never shrink by themselves; ids and places give way first where there is no room.
void StreamsCard::fitColumns(bool fromScratch) {
    QHeaderView* header = table_->horizontalHeader();
    const QFontMetrics metrics(captionFont(QFont::Medium));
    const QStyleOptionViewItem option;
    if (fromScratch) wanted_.fill(0);
    int sum = 0;
    for (int column = 0; column < StreamsModel::kColumns; ++column) {
        int width = metrics.horizontalAdvance(model_.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString()) + scaled(2 * kPadding);
        for (int row = 0; row < model_.rowCount(); ++row) {
            width = std::max(width, table_->itemDelegate()->sizeHint(option, model_.index(row, column)).width());
            if (column == StreamsModel::Action)
                if (const QWidget* holder = table_->indexWidget(model_.index(row, column))) width = std::max(width, holder->sizeHint().width());
        }
        int& wanted = wanted_[static_cast<std::size_t>(column)];
        wanted = std::max(wanted, std::min(width, scaled(kWidest)));
        sum += wanted;
    }
    std::array<int, StreamsModel::kColumns> widths = wanted_;
    // The table may stand behind the empty state, with a size of long ago; the body never does.
    const int room = body_->width() - (model_.rowCount() > kShownRows ? table_->verticalScrollBar()->sizeHint().width() : 0);
    int missing = sum - room;
    for (const int column : {StreamsModel::Id, StreamsModel::WritesTo, StreamsModel::Name}) {
        int& width = widths[static_cast<std::size_t>(column)];
        const int given = std::clamp(missing, 0, std::max(0, width - scaled(kNarrowest)));
        width -= given;
        missing -= given;
    }
    for (int column = 0; column < StreamsModel::kColumns; ++column) {
        const int width = widths[static_cast<std::size_t>(column)];
        if (header->sectionSize(column) != width) header->resizeSection(column, width);
    }
    const int rows = std::clamp(model_.rowCount(), 2, kShownRows);
    const int height = model_.rowCount() == 0 ? scaled(kEmptyHeight) : header->sizeHint().height() + rows * scaled(kRow) + scaled(4) + (missing > 0 ? table_->horizontalScrollBar()->sizeHint().height() : 0);
    if (body_->height() != height) body_->setFixedHeight(height);
}

void StreamsCard::refreshHead() {
    const int active = model_.activeCount();
    count_->setText(QLocale().toString(active));
    count_->setAccessibleName(tr("%n active stream(s)", nullptr, active));
    QString caption = unanswered_.isEmpty() ? tr("each runs on its own thread; stopping keeps its checkpoint") : unanswered_.join(QLatin1Char(' '));
    caption_->setText(caption);
    caption_->setToolTip(caption);
    caption_->setTokenColor(unanswered_.isEmpty() ? &ThemeTokens::text3 : &ThemeTokens::warn);
    stopAll_->setEnabled(active > 0);
    copy_->setEnabled(active > 0);
    body_->setCurrentWidget(model_.rowCount() > 0 ? static_cast<QWidget*>(table_) : empty_);
}

void StreamsCard::retranslate() {
    title_->setText(tr("Active streams"));
    copy_->setText(tr("Copy as spark.streams.active"));
    copy_->setToolTip(tr("Copy the loop over spark.streams.active with what it prints now"));
    stopAll_->setText(tr("Stop all"));
    stopAll_->setToolTip(tr("Stop every query of this list, also those of other processes"));
    table_->setAccessibleName(tr("Streams, active ones first"));
    empty_->setTexts(tr("No stream has been started"), tr("A query is listed here from its start on, also one that `vitrine-cli run` runs in another process."));
    setAccessibleName(tr("Active streams"));
    model_.retranslate();
    placeActions();
    fitColumns(true);
    refreshHead();
}

void StreamsCard::resizeEvent(QResizeEvent* event) {
    Card::resizeEvent(event);
    layout()->activate();
    fitColumns(false);
}

void StreamsCard::changeEvent(QEvent* event) {
    Card::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

}  // namespace vitrine::ui
