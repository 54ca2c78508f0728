// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/checkpoint_card.h"

#include <algorithm>

#include <QDateTime>
#include <QEvent>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QTableWidget>
#include <QVBoxLayout>

#include "ui/pages/form_parts.h"
#include "ui/style/control_kind.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/theme.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/labels.h"

namespace vitrine::ui {
namespace {

constexpr int kRow = 26;

QString number(std::int64_t value) { return QLocale().toString(static_cast<qlonglong>(value)); }

QString bytesText(std::uint64_t bytes) { return QLocale().formattedDataSize(static_cast<qint64>(bytes), 1, QLocale::DataSizeSIFormat); }

QString clockText(WallTime time) {
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count()).time(), QStringLiteral("HH:mm:ss"));
}

QString instantText(WallTime time) {
    const QDateTime moment = QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count(), Qt::UTC);
    return moment.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")) + QStringLiteral(" UTC");
}

}  // namespace

CheckpointCard::CheckpointCard(QWidget* parent) : Card(parent) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(scaled(16), scaled(8), scaled(12), scaled(8));
    head->setSpacing(scaled(10));
    title_ = new TextLabel(TextLabel::Role::Strong, this);
    query_ = new TextLabel(TextLabel::Role::Caption, this);
    query_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    query_->setTextFormat(Qt::PlainText);
    delivery_ = new Chip(QString(), Chip::Kind::Plain, this);
    delivery_->setLarge(true);
    head->addWidget(title_);
    head->addWidget(query_, 1);
    head->addWidget(delivery_);
    column->addLayout(head);
    column->addWidget(new Separator(Qt::Horizontal, this));

    empty_ = new EmptyState(Icon::Anchor, {}, {}, this);
    column->addWidget(empty_, 1);

    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    body_ = scroll;
    auto* content = new QWidget(scroll);
    auto* rows = new QVBoxLayout(content);
    rows->setContentsMargins(0, 0, 0, scaled(12));
    rows->setSpacing(0);
    auto* grid = new QGridLayout;
    grid->setContentsMargins(scaled(16), scaled(12), scaled(16), scaled(12));
    grid->setHorizontalSpacing(scaled(16));
    grid->setVerticalSpacing(scaled(6));
    grid->setColumnStretch(1, 1);
    for (int field = 0; field < kFields; ++field) {
        labels_.push_back(new TextLabel(TextLabel::Role::Label, content));
        const bool isMono = field == Folder || field == QueryId || field == RunId;
        values_.push_back(new TextLabel(isMono ? TextLabel::Role::MonoCaption : TextLabel::Role::Body, content));
        values_.back()->setTextFormat(Qt::PlainText);
        values_.back()->setWordWrap(true);
        values_.back()->setTextInteractionFlags(Qt::TextSelectableByMouse);
        values_.back()->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        grid->addWidget(labels_.back(), field, 0, Qt::AlignTop);
        grid->addWidget(values_.back(), field, 1);
    }
    rows->addLayout(grid);
    rows->addWidget(new Separator(Qt::Horizontal, content));
    batches_ = new QTableWidget(0, 4, content);
    batches_->setFrameShape(QFrame::NoFrame);
    batches_->setShowGrid(false);
    batches_->setItemDelegate(new RowLineDelegate(batches_));
    batches_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    batches_->setSelectionBehavior(QAbstractItemView::SelectRows);
    batches_->setTabKeyNavigation(false);
    batches_->verticalHeader()->hide();
    batches_->verticalHeader()->setMinimumSectionSize(scaled(kRow));
    batches_->verticalHeader()->setDefaultSectionSize(scaled(kRow));
    batches_->horizontalHeader()->setHighlightSections(false);
    batches_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    batches_->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    batches_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    batches_->setMinimumHeight(scaled(kRow * 3 + 30));
    rows->addWidget(batches_, 1);

    auto* box = new Card(Card::Kind::Code, content);
    auto* boxRows = new QVBoxLayout(box);
    boxRows->setContentsMargins(scaled(12), scaled(8), scaled(12), scaled(8));
    boxRows->setSpacing(scaled(6));
    asideLabel_ = new TextLabel(TextLabel::Role::Caption, box);
    next_ = new TextLabel(TextLabel::Role::Caption, box);
    changes_ = new TextLabel(TextLabel::Role::Caption, box);
    for (TextLabel* label : {asideLabel_, next_, changes_}) {
        label->setTokenColor(&ThemeTokens::text2);
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        boxRows->addWidget(label);
    }
    auto* around = new QVBoxLayout;
    around->setContentsMargins(scaled(16), scaled(12), scaled(16), 0);
    around->addWidget(box);
    rows->addLayout(around);
    scroll->setWidget(content);
    scroll->viewport()->setAutoFillBackground(false);   // the card's ground shows
    content->setAutoFillBackground(false);
    column->addWidget(scroll, 1);

    column->addWidget(new Separator(Qt::Horizontal, this));
    auto* foot = new QGridLayout;
    foot->setContentsMargins(scaled(16), scaled(12), scaled(16), scaled(12));
    foot->setSpacing(scaled(8));
    stop_ = new QPushButton(icon(Icon::Square), QString(), this);
    crash_ = new QPushButton(icon(Icon::OctagonX), QString(), this);
    restart_ = new QPushButton(icon(Icon::RotateCcw), QString(), this);
    fresh_ = new QPushButton(icon(Icon::Play), QString(), this);
    foot->addWidget(stop_, 0, 0);
    foot->addWidget(crash_, 0, 1);
    foot->addWidget(restart_, 1, 0);
    foot->addWidget(fresh_, 1, 1);
    foot->setColumnStretch(0, 1);
    foot->setColumnStretch(1, 1);
    column->addLayout(foot);

    connect(stop_, &QPushButton::clicked, this, [this] {
        if (row_) Q_EMIT stopRequested(row_->process, QString::fromStdString(row_->query.runId));
    });
    connect(restart_, &QPushButton::clicked, this, [this] {
        if (row_) Q_EMIT restartRequested(QString::fromStdString(row_->query.name));
    });
    connect(crash_, &QPushButton::clicked, this, [this] {
        if (row_) Q_EMIT crashRequested(QString::fromStdString(row_->query.runId));
    });
    connect(fresh_, &QPushButton::clicked, this, [this] {
        if (row_) Q_EMIT freshRequested(QString::fromStdString(row_->query.name));
    });
    connect(&Theme::current(), &Theme::changed, this, [this] { batches_->verticalHeader()->setDefaultSectionSize(scaled(kRow)); });
    retranslate();
}

void CheckpointCard::setStream(const StreamRow* row) {
    const std::string before = row_ ? row_->query.checkpoint : std::string();
    row_ = row != nullptr ? std::optional(*row) : std::nullopt;
    if (!row_ || row_->query.checkpoint != before) {
        summary_.reset();
        error_.clear();
    }
    refresh();
}

void CheckpointCard::setSummary(const CheckpointSummary& summary, const QString& error) {
    error_ = error;
    // What was found before stays while the directory cannot be read for a moment.
    if (error.isEmpty()) summary_ = summary;
    else summary_.reset();
    refresh();
}

void CheckpointCard::setAside(const QString& name, const QString& path) {
    asideOf_ = name;
    aside_ = path;
    refresh();
}

bool CheckpointCard::isExactlyOnce() const {
    const auto& sinks = row_->query.sinks;
    return !row_->query.checkpoint.empty() && std::all_of(sinks.begin(), sinks.end(), [](const SinkSummary& sink) { return sink.exactlyOnce; });
}

void CheckpointCard::refresh() {
    query_->setText(row_ ? QString::fromStdString(row_->query.name) : QString());
    const bool has = row_ && !row_->query.checkpoint.empty() && summary_;
    body_->setVisible(has);
    empty_->setVisible(!has);
    if (!row_) empty_->setTexts(tr("No query is chosen"), tr("Choose one in the list of streams."));
    else if (row_->query.checkpoint.empty())
        empty_->setTexts(tr("This query keeps no checkpoint"), tr("Stopped or killed, it begins anew: name a checkpoint under Output on the Build page to go on instead."));
    else if (!error_.isEmpty()) empty_->setTexts(tr("The checkpoint cannot be read"), error_);
    else empty_->setTexts(tr("Looking into the checkpoint"), QString::fromStdString(row_->query.checkpoint));
    delivery_->setVisible(row_ && !row_->query.sinks.empty());
    if (row_) {
        const bool once = isExactlyOnce();
        delivery_->setText(once ? tr("exactly once") : tr("at least once"));
        delivery_->setGlyph(once ? Icon::Check : Icon::Info);
        delivery_->setToolTip(once ? tr("Killed at any moment and restarted, each row is written once.")
                                   : tr("Killed at a bad moment and restarted, the rows of one batch may be written twice; none is missing."));
    }
    stop_->setEnabled(row_ && row_->isActive() && row_->query.state != QueryState::Stopping);
    restart_->setEnabled(row_ && row_->isRestartable && !row_->isActive());
    const bool keepsOne = row_ && !row_->query.checkpoint.empty();
    const bool runsHere = keepsOne && row_->process == 0 && row_->isActive() && row_->query.state != QueryState::Stopping;
    crash_->setEnabled(runsHere && !row_->query.crashAsked);
    fresh_->setEnabled(keepsOne && (row_->isRestartable || (runsHere && !row_->query.name.empty())));
    if (!has) return;
    refreshFields();
    refreshBatches();
    const bool saysAside = !aside_.isEmpty() && asideOf_ == QString::fromStdString(row_->query.name);
    asideLabel_->setVisible(saysAside);
    asideLabel_->setText(saysAside ? tr("The checkpoint of before was set aside as %1.").arg(aside_) : QString());
    next_->setText(nextSentence());
    changes_->setText(changesSentence());
}

void CheckpointCard::refreshFields() {
    const CheckpointSummary& summary = *summary_;
    const auto set = [this](Field field, const QString& text) {
        values_[field]->setText(text);
        values_[field]->setVisible(!text.isEmpty());
        labels_[field]->setVisible(!text.isEmpty());
    };
    set(Folder, QString::fromStdString(summary.directory));
    set(QueryId, QString::fromStdString(summary.queryId));
    set(RunId, QString::fromStdString(row_->query.runId));
    if (!summary.committed) set(LastCommit, tr("none yet"));
    else set(LastCommit, tr("batch %1").arg(number(*summary.committed)));
    if (!summary.watermark || summary.delays.empty()) set(Watermark, tr("none"));
    else if (summary.outputMode == "complete") set(Watermark, tr("%1, no effect in complete").arg(instantText(*summary.watermark)));
    else set(Watermark, instantText(*summary.watermark));
    std::int64_t stateRows = 0;
    std::uint64_t stateBytes = 0;
    for (const CheckpointSummary::Operator& stateful : summary.operators) {
        stateRows += stateful.rows.value_or(0);
        stateBytes += stateful.bytes;
    }
    set(State, summary.operators.empty() ? tr("none") : tr("%1, %2").arg(tr("%n row(s)", nullptr, static_cast<int>(std::min<std::int64_t>(stateRows, 2'000'000'000))), bytesText(stateBytes)));
    QStringList read;
    for (const CheckpointSummary::SourcePosition& source : summary.sources) {
        if (source.offset.empty()) read << tr("nothing yet");
        else if (source.items > 0) read << tr("%n file(s)", nullptr, static_cast<int>(std::min<std::uint64_t>(source.items, 2'000'000'000)));
        else read << tr("up to %1").arg(QString::fromStdString(source.offset));
    }
    set(Read, read.join(QStringLiteral(", ")));
    set(Size, bytesText(summary.bytesOnDisk));
    set(Holder, summary.holder.empty() ? tr("nobody") : QString::fromStdString(summary.holder));
}

void CheckpointCard::refreshBatches() {
    const auto& batches = summary_->batches;
    const std::optional<std::int64_t> marked = summary_->hasUnfinishedBatch() && !row_->isActive() ? summary_->planned : row_->query.replayed;
    batches_->setRowCount(static_cast<int>(batches.size()));
    for (int row = 0; row < static_cast<int>(batches.size()); ++row) {
        const CheckpointSummary::Batch& batch = batches[static_cast<std::size_t>(row)];
        QString chosen = tr("no new data");
        if (batch.numItems == 1 && !batch.items.empty()) chosen = QFileInfo(QString::fromStdString(batch.items.front())).fileName();
        else if (batch.numItems > 0) chosen = tr("%n file(s)", nullptr, static_cast<int>(std::min<std::uint64_t>(batch.numItems, 2'000'000'000)));
        QStringList whole;
        for (const std::string& item : batch.items) whole << QString::fromStdString(item);
        const QStringList texts{number(batch.id), chosen, clockText(batch.planned), !batch.committed ? tr("not yet") : row_->query.replayed == batch.id ? tr("✓ run again") : tr("✓ committed")};
        for (int column = 0; column < texts.size(); ++column) {
            QTableWidgetItem* item = batches_->item(row, column);
            if (item == nullptr) batches_->setItem(row, column, item = new QTableWidgetItem);
            if (item->text() != texts[column]) item->setText(texts[column]);
            item->setToolTip(column == 1 ? whole.join(QLatin1Char('\n')) : column == 2 ? tr("planned %1").arg(instantText(batch.planned)) : QString());
            item->setTextAlignment((column == 0 ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
        }
    }
    if (marked != marked_) {
        marked_ = marked;
        batches_->clearSelection();
        for (int row = 0; marked && row < static_cast<int>(batches.size()); ++row)
            if (batches[static_cast<std::size_t>(row)].id == *marked) batches_->selectRow(row);
    }
    if (!batches_->hasFocus()) batches_->scrollToBottom();
}

QString CheckpointCard::nextSentence() const {
    const CheckpointSummary& summary = *summary_;
    if (!row_->isActive()) {
        if (summary.hasUnfinishedBatch())
            return tr("A restart runs batch %1 again with the same rows. Nothing before it is repeated.").arg(number(*summary.planned));
        if (summary.committed)
            return tr("A restart goes on with batch %1. Batches 0 to %2 are not repeated.").arg(number(*summary.committed + 1), number(*summary.committed));
        return tr("A restart would begin with batch 0.");
    }
    if (row_->query.crashAsked)
        return tr("The query crashes when its outputs have the batch in progress, or else the next one, before the commit. A restart runs that batch again.");
    if (row_->query.replayed == summary.committed && summary.committed && !summary.hasUnfinishedBatch()) {
        const QString again = tr("Batch %1 was run again after the restart, with the same rows.").arg(number(*summary.committed)) + QLatin1Char(' ');
        return again + (isExactlyOnce() ? tr("Each row was written once.") : tr("Its rows may have been written twice; none is missing."));
    }
    if (summary.hasUnfinishedBatch())
        return tr("If it were killed now, a restart would run batch %1 again with the same rows. Nothing before it is repeated.").arg(number(*summary.planned));
    if (summary.committed)
        return tr("If it were killed now, a restart would go on with batch %1. Batches 0 to %2 are not repeated.").arg(number(*summary.committed + 1), number(*summary.committed));
    return tr("A restart would begin with batch 0.");
}

QString CheckpointCard::changesSentence() const {
    QString text = tr("A restart may change the trigger, limits such as maxFilesPerTrigger, filters, and outputs.");
    text += QLatin1Char(' ');
    text += summary_->operators.empty() ? tr("It refuses other sources and folders, and steps that keep state.")
                                        : tr("It refuses other sources and folders, and keys or aggregates of other types. Another output mode, window length or delay is accepted, and said.");
    return text;
}

QString CheckpointCard::text() const {
    QStringList lines{title_->text() + QLatin1Char(' ') + query_->text()};
    if (!summary_) return lines.join(QLatin1Char('\n')) + QLatin1Char('\n') + empty_->accessibleName() + QLatin1Char('\n') + empty_->accessibleDescription();
    for (int field = 0; field < kFields; ++field)
        if (!values_[static_cast<std::size_t>(field)]->isHidden()) lines << labels_[static_cast<std::size_t>(field)]->text() + QStringLiteral(": ") + values_[static_cast<std::size_t>(field)]->text();
    if (!asideLabel_->isHidden()) lines << asideLabel_->text();
    lines << next_->text() << changes_->text();
    return lines.join(QLatin1Char('\n'));
}

void CheckpointCard::retranslate() {
    title_->setText(tr("Checkpoint"));
    const QStringList names{tr("Folder"), tr("Query id"), tr("Run id"), tr("Last commit"), tr("Watermark"), tr("State"), tr("Read so far"), tr("Size on disk"), tr("In use by")};
    for (int field = 0; field < kFields; ++field) {
        labels_[static_cast<std::size_t>(field)]->setText(names[field]);
        values_[static_cast<std::size_t>(field)]->setAccessibleName(names[field]);
    }
    batches_->setHorizontalHeaderLabels({tr("batch"), tr("offsets written"), tr("planned"), tr("commit")});
    batches_->setAccessibleName(tr("Batches of the checkpoint"));
    stop_->setText(tr("Stop cleanly"));
    stop_->setToolTip(tr("The batch in progress is abandoned and runs again at the next start"));
    restart_->setText(tr("Restart from it"));
    restart_->setToolTip(tr("Start the query again where its checkpoint stands"));
    crash_->setText(tr("Crash now"));
    crash_->setToolTip(tr("End the query as a kill would: after a batch is written, before it is committed. A restart runs that batch again, and no row is lost"));
    fresh_->setText(tr("Restart fresh"));
    fresh_->setToolTip(tr("Set the checkpoint aside under a dated name, and begin with batch 0"));
    setAccessibleName(tr("Checkpoint of the chosen query"));
    refresh();
}

void CheckpointCard::changeEvent(QEvent* event) {
    Card::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

}  // namespace vitrine::ui
