// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/control_sheet.h"

#include <cmath>

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QSlider>
#include <QSpinBox>
#include <QSplitter>
#include <QStandardItemModel>
#include <QTabBar>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/style/control_kind.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/widgets/badge_tab_bar.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/legend_chip.h"
#include "ui/widgets/metric_tile.h"
#include "ui/widgets/section.h"
#include "ui/widgets/segment_bar.h"
#include "ui/widgets/sentence_view.h"
#include "ui/widgets/state_mark.h"
#include "ui/widgets/status_sentence.h"
#include "ui/widgets/time_band.h"

namespace vitrine::ui {

namespace {

QString say(const char* text) { return QCoreApplication::translate("vitrine::ui::ControlSheet", text); }

QHBoxLayout* rowIn(QVBoxLayout* column) {
    auto* row = new QHBoxLayout;
    row->setSpacing(scaled(8));
    column->addLayout(row);
    return row;
}

Card* cardIn(QVBoxLayout* column, const QString& title, QVBoxLayout** body) {
    auto* card = new Card;
    *body = new QVBoxLayout(card);
    (*body)->setContentsMargins(scaled(16), scaled(12), scaled(16), scaled(12));
    (*body)->setSpacing(scaled(10));
    (*body)->addWidget(new TextLabel(title, TextLabel::Role::Strong));
    column->addWidget(card);
    return card;
}

void addButtons(QVBoxLayout* body) {
    struct Row {
        ButtonKind kind;
        const char* text;
        Icon glyph;
    };
    for (const Row& kind : {Row{ButtonKind::Default, QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Pause"), Icon::Pause},
                            Row{ButtonKind::Filled, QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Run"), Icon::Play},
                            Row{ButtonKind::Quiet, QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Step"), Icon::StepForward},
                            Row{ButtonKind::Link, QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Why?"), Icon::Lightbulb}}) {
        QHBoxLayout* row = rowIn(body);
        for (const ControlSize size : {ControlSize::Large, ControlSize::Medium, ControlSize::Small}) {
            auto* button = new QPushButton(icon(kind.glyph), say(kind.text));
            setKind(button, kind.kind);
            setControlSize(button, size);
            row->addWidget(button);
        }
        auto* pressed = new QPushButton(say(kind.text));
        setKind(pressed, kind.kind);
        pressed->setDown(true);
        row->addWidget(pressed);
        auto* chosen = new QPushButton(say(kind.text));
        setKind(chosen, kind.kind);
        chosen->setCheckable(true);
        chosen->setChecked(true);
        row->addWidget(chosen);
        auto* disabled = new QPushButton(icon(kind.glyph), say(kind.text));
        setKind(disabled, kind.kind);
        disabled->setEnabled(false);
        row->addWidget(disabled);
        row->addStretch(1);
    }
    QHBoxLayout* tools = rowIn(body);
    for (const Icon glyph : {Icon::Search, Icon::Maximize2, Icon::Ellipsis, Icon::RefreshCw}) {
        auto* button = new QToolButton;
        button->setIcon(icon(glyph));
        button->setAccessibleName(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Icon button")));
        button->setToolTip(button->accessibleName());
        button->setEnabled(glyph != Icon::RefreshCw);
        tools->addWidget(button);
    }
    auto* add = new QToolButton;
    add->setIcon(icon(Icon::Plus));
    add->setText(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Add chart")));
    add->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    tools->addWidget(add);
    auto* exporting = new QToolButton;
    exporting->setIcon(icon(Icon::Download));
    exporting->setText(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Export")));
    exporting->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    exporting->setPopupMode(QToolButton::InstantPopup);
    exporting->addAction(new QAction(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Picture")), exporting));
    tools->addWidget(exporting);
    tools->addStretch(1);
}

void addFields(QVBoxLayout* body) {
    QHBoxLayout* row = rowIn(body);
    auto* field = new QLineEdit(QStringLiteral("events/"));
    field->setAccessibleName(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Folder")));
    field->addAction(icon(Icon::FolderOpen), QLineEdit::LeadingPosition);
    row->addWidget(field);
    auto* empty = new QLineEdit;
    empty->setPlaceholderText(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Search commands")));
    empty->setAccessibleName(empty->placeholderText());
    row->addWidget(empty);
    auto* wrong = new QLineEdit(QStringLiteral("2 hour s"));
    wrong->setAccessibleName(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Watermark")));
    setInvalid(wrong, true);
    row->addWidget(wrong);
    auto* locked = new QLineEdit(QStringLiteral("locked"));
    locked->setAccessibleName(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Locked")));
    locked->setEnabled(false);
    row->addWidget(locked);
    row = rowIn(body);
    for (const bool enabled : {true, false}) {
        auto* combo = new QComboBox;
        combo->addItems({say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "1 hour")), say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "30 minutes"))});
        combo->setAccessibleName(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Window")));
        combo->setEnabled(enabled);
        row->addWidget(combo);
    }
    auto* editable = new QComboBox;
    editable->setEditable(true);
    editable->addItem(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "every 3 seconds")));
    editable->setAccessibleName(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Trigger")));
    row->addWidget(editable);
    auto* spin = new QSpinBox;
    spin->setRange(0, 5000);
    spin->setValue(250);
    spin->setAccessibleName(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Rows")));
    row->addWidget(spin);
    auto* slider = new QSlider(Qt::Horizontal);
    slider->setValue(40);
    slider->setAccessibleName(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Speed")));
    row->addWidget(slider, 1);
    auto* progress = new QProgressBar;
    progress->setValue(60);
    progress->setTextVisible(false);
    progress->setMaximumHeight(scaled(8));
    progress->setAccessibleName(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Export progress")));
    row->addWidget(progress, 1);
    row = rowIn(body);
    for (const Qt::CheckState state : {Qt::Unchecked, Qt::PartiallyChecked, Qt::Checked}) {
        auto* box = new QCheckBox(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Sub-folders")));
        box->setTristate(state == Qt::PartiallyChecked);
        box->setCheckState(state);
        row->addWidget(box);
    }
    for (const bool on : {false, true}) {
        auto* toggle = new QCheckBox(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Faucet")));
        setSwitch(toggle);
        toggle->setChecked(on);
        row->addWidget(toggle);
    }
    for (const bool on : {false, true}) {
        auto* radio = new QRadioButton(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Event time")));
        radio->setAutoExclusive(false);
        radio->setChecked(on);
        row->addWidget(radio);
    }
    auto* off = new QCheckBox(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Not now")));
    off->setEnabled(false);
    row->addWidget(off);
    row->addStretch(1);
    row = rowIn(body);
    for (const ControlSize size : {ControlSize::Large, ControlSize::Medium, ControlSize::Small}) {
        auto* bar = new SegmentBar(size);
        for (const char* mode : {"append", "update", "complete"}) bar->addSegment(QString::fromLatin1(mode), {}, size != ControlSize::Large);
        bar->setCurrentIndex(1);
        bar->setSegmentEnabled(0, size != ControlSize::Medium, say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "append needs a watermark")));
        bar->setAccessibleName(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Output mode")));
        row->addWidget(bar);
    }
    row->addStretch(1);
}

void addChips(QVBoxLayout* body) {
    QHBoxLayout* row = rowIn(body);
    auto* live = new Chip(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "LIVE")), Chip::Kind::Accent);
    live->setDot(true);
    live->setLarge(true);
    live->setDetail(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "batch 47")));
    row->addWidget(live);
    auto* paused = new Chip(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "PAUSED after batch 40")), Chip::Kind::Warn);
    paused->setGlyph(Icon::Pause);
    paused->setLarge(true);
    row->addWidget(paused);
    auto* stale = new Chip(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "stale 24 s")), Chip::Kind::Warn);
    stale->setGlyph(Icon::Clock);
    row->addWidget(stale);
    row->addWidget(new Chip(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "event time")), Chip::Kind::Accent));
    row->addWidget(new Chip(QStringLiteral("JSON")));
    row->addWidget(new Chip(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "open")), Chip::Kind::Dashed));
    auto* final = new Chip(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "final")));
    final->setGlyph(Icon::Check);
    row->addWidget(final);
    row->addWidget(new Chip(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "failed")), Chip::Kind::Error));
    auto* follow = new Chip(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Follow")));
    follow->setGlyph(Icon::ArrowRightToLine);
    follow->setInteractive(true);
    row->addWidget(follow);
    row->addStretch(1);
    auto* holder = new QWidget;
    auto* flow = new FlowLayout(holder, scaled(8), scaled(8));
    const QStringList keys{QStringLiteral("Close"), QStringLiteral("Open"), QStringLiteral("Move"), QStringLiteral("Copy"),
                           QStringLiteral("Read"), QStringLiteral("Write"), QStringLiteral("List"), QStringLiteral("Stat")};
    for (int slot = 0; slot < 8; ++slot) {
        auto* chip = new LegendChip(keys[slot], slot);
        chip->setShown(slot != 3);
        flow->addWidget(chip);
    }
    for (int slot = 0; slot < 8; ++slot) flow->addWidget(new LegendChip(keys[slot], slot, LegendChip::Swatch::Line));
    flow->addWidget(new LegendChip(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Other (4)")), -1));
    body->addWidget(holder);
    row = rowIn(body);
    for (const StateMark state : {StateMark::NotStarted, StateMark::Starting, StateMark::Running, StateMark::Stopping,
                                  StateMark::Paused, StateMark::Stopped, StateMark::Finished, StateMark::Failed}) {
        auto* button = new QToolButton;
        button->setIcon(stateIcon(state));
        button->setText(stateWord(state));
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        row->addWidget(button);
    }
    row->addStretch(1);
    auto* icons = new QWidget;
    auto* grid = new FlowLayout(icons, scaled(10), scaled(8));
    for (std::size_t index = 0; index < kIconGlyphs.size(); ++index) {
        auto* mark = new QLabel;
        mark->setPixmap(icon(static_cast<Icon>(index)).pixmap(QSize(scaled(16), scaled(16)), 2.0));
        grid->addWidget(mark);
    }
    body->addWidget(icons);
}

QWidget* makeSidebar() {
    auto* sidebar = new Card;
    auto* column = new QVBoxLayout(sidebar);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    auto* box = new Card(Card::Kind::Sentence);
    auto* inside = new QVBoxLayout(box);
    inside->setContentsMargins(scaled(12), scaled(8), scaled(12), scaled(8));
    auto* sentence = new SentenceView;
    const std::vector<SentencePart> parts{
        {QStringLiteral("Every"), {}, {}},
        {QStringLiteral("3 seconds"), QStringLiteral("trigger"), say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Trigger"))},
        {QStringLiteral("count"), {}, {}},
        {QStringLiteral("rows"), QStringLiteral("aggregate"), say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Aggregate"))},
        {QStringLiteral("by"), {}, {}},
        {QStringLiteral("action"), QStringLiteral("key"), say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Key"))},
        {QStringLiteral("in windows of"), {}, {}},
        {QStringLiteral("1 hour"), QStringLiteral("window"), say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Window"))},
        {QStringLiteral("on"), {}, {}},
        {QStringLiteral("time"), QStringLiteral("time"), say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Event time"))},
        {QStringLiteral(", waiting"), {}, {}},
        {QStringLiteral("2 hours"), QStringLiteral("delay"), say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Watermark"))},
        {QStringLiteral("for late rows. Write"), {}, {}},
        {QStringLiteral("update"), QStringLiteral("mode"), say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Output mode"))},
        {QStringLiteral("."), {}, {}},
    };
    sentence->setParts(parts);
    inside->addWidget(sentence);
    auto* margin = new QVBoxLayout;
    margin->setContentsMargins(scaled(16), scaled(12), scaled(16), scaled(8));
    margin->addWidget(box);
    column->addLayout(margin);
    auto* source = new Section(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Source")));
    source->addHeadWidget(new Chip(QStringLiteral("JSON")));
    source->body()->addWidget(new TextLabel(QStringLiteral("events/"), TextLabel::Role::Mono));
    source->body()->addWidget(new TextLabel(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "47 files read")), TextLabel::Role::Caption));
    column->addWidget(source);
    auto* timing = new Section(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Windows, timing, output")));
    auto* delay = new QComboBox;
    delay->addItem(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "2 hours")));
    auto* delayRow = new FormRow(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Watermark")), delay);
    delayRow->setCaption(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "3 of 9,405 rows dropped (0.03 %).")));
    timing->body()->addWidget(delayRow);
    auto* trigger = new QLineEdit(QStringLiteral("3 secnds"));
    auto* triggerRow = new FormRow(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Trigger")), trigger);
    triggerRow->setError(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Not an interval: write 3 seconds.")));
    timing->body()->addWidget(triggerRow);
    column->addWidget(timing);
    auto* folded = new Section(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Steps")));
    folded->setFolded(true);
    column->addWidget(folded);
    column->addStretch(1);
    sidebar->setMinimumWidth(scaled(320));
    sidebar->setMaximumWidth(scaled(360));
    return sidebar;
}

QWidget* makeTable() {
    auto* card = new Card;
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    auto* lanes = new BadgeTabBar;
    lanes->setAccessibleName(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Lanes")));
    for (const char* lane : {QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Result"), QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Late rows"),
                             QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Malformed rows"), QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Log")}) {
        lanes->addTab(say(lane));
    }
    lanes->setBadge(1, 3);
    lanes->setBadge(2, 2);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(scaled(8), 0, scaled(8), 0);
    head->addWidget(lanes);
    head->addStretch(1);
    column->addLayout(head);
    column->addWidget(new Separator);
    auto* table = new QTableView;
    auto* model = new QStandardItemModel(12, 4, table);
    model->setHorizontalHeaderLabels({say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "window (UTC)")), QStringLiteral("Close"), QStringLiteral("Open"),
                                      say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "total"))});
    for (int row = 0; row < model->rowCount(); ++row) {
        model->setItem(row, 0, new QStandardItem(QStringLiteral("26 Jul %1:00–%2:00").arg(13 - row, 2, 10, QLatin1Char('0')).arg(14 - row, 2, 10, QLatin1Char('0'))));
        for (int cell = 1; cell < 4; ++cell) {
            auto* item = new QStandardItem(QString::number(1003 - 111 * row + cell));
            item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            model->setItem(row, cell, item);
        }
    }
    for (int cell = 1; cell < 4; ++cell) model->setHeaderData(cell, Qt::Horizontal, static_cast<int>(Qt::AlignRight | Qt::AlignVCenter), Qt::TextAlignmentRole);
    model->setHeaderData(0, Qt::Horizontal, static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter), Qt::TextAlignmentRole);
    table->setModel(model);
    table->setShowGrid(false);
    table->setFrameShape(QFrame::NoFrame);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(scaled(26));
    table->horizontalHeader()->setSortIndicator(0, Qt::DescendingOrder);
    table->horizontalHeader()->setSortIndicatorShown(true);
    table->setColumnWidth(0, scaled(180));
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->selectRow(2);
    table->setFixedHeight(scaled(28 + 26 * 5));
    table->setAccessibleName(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Result")));
    column->addWidget(table);
    return card;
}

QWidget* makeMetrics() {
    auto* card = new Card;
    auto* row = new QHBoxLayout(card);
    row->setContentsMargins(1, 1, 1, 1);
    row->setSpacing(0);
    std::vector<double> rates;
    std::vector<double> levels;
    std::vector<double> drops;
    for (int index = 0; index < 48; ++index) {
        rates.push_back(40.0 + 6.0 * std::sin(index * 1.7) + (index % 7));
        levels.push_back(index < 8 ? 2 : index < 20 ? 4 : 6);
        drops.push_back(index % 17 == 16 ? 1 : 0);
    }
    const auto add = [&](const char* caption, MetricTile::Spark spark, const char* value, const char* unit, const std::vector<double>& history, bool warning) {
        if (row->count()) row->addWidget(new Separator(Qt::Vertical));
        auto* tile = new MetricTile(say(caption), spark);
        tile->setValue(QString::fromLatin1(value), say(unit));
        tile->setHistory(history);
        tile->setWarning(warning);
        row->addWidget(tile, 1);
    };
    add(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Input"), MetricTile::Spark::Line, "44", QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "rows/s"), rates, false);
    add(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Processing"), MetricTile::Spark::Line, "3,300", "rows/s", rates, false);
    add(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "State rows"), MetricTile::Spark::Steps, "6", "", levels, false);
    add(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Late rows dropped"), MetricTile::Spark::Marks, "3", QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "of 9,405"), drops, true);
    add(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "State rows released"), MetricTile::Spark::Marks, "8", "", drops, false);
    return card;
}

BatchTicks sampleTicks(int count, bool failedLast) {
    auto ticks = std::make_shared<std::vector<BatchTick>>();
    for (int index = 0; index < count; ++index) {
        BatchTick tick;
        tick.batchId = index;
        tick.rows = 150 + (index * 37) % 90;
        tick.windowsClosed = index == 16 || index == 25 || index == 36 ? 1 : 0;
        tick.late = index == 21 || index == 33 || index == 36 ? 1 : 0;
        tick.malformed = index == 9 || index == 27 || index == 33 ? 1 : 0;
        tick.detailsReleased = index < 3;
        tick.failed = failedLast && index == count - 1;
        tick.noData = !failedLast && index == count - 1;
        if (tick.noData) tick.rows = 0;
        if (tick.noData) tick.windowsClosed = 1;
        tick.time = 1469541729000 + index * 3000;
        ticks->push_back(tick);
    }
    return ticks;
}

}  // namespace

QWidget* makeControlSheet() {
    auto* sheet = new QWidget;
    sheet->setAutoFillBackground(true);
    sheet->setWindowTitle(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Controls")));
    auto* outer = new QVBoxLayout(sheet);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    auto* tabs = new QTabBar;
    tabs->setTabsClosable(true);
    tabs->setExpanding(false);
    tabs->addTab(stateIcon(StateMark::Running, true), QStringLiteral("actions_live"));
    tabs->addTab(stateIcon(StateMark::Running, true), QStringLiteral("actions_per_hour"));
    tabs->addTab(stateIcon(StateMark::Failed), QStringLiteral("activity_parquet"));
    tabs->setAccessibleName(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Queries")));
    outer->addWidget(tabs);
    auto* column = new QVBoxLayout;
    column->setContentsMargins(scaled(16), scaled(12), scaled(16), scaled(12));
    column->setSpacing(scaled(12));
    outer->addLayout(column);
    auto* status = new StatusSentence;
    status->setStatus(StateMark::Running,
                      say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Waiting for the next file in `events/`. Window 06:00–07:00 becomes final once an event at "
                                                                         "09:00 or later has been seen.")));
    column->addWidget(status);
    auto* banners = new BannerStack;
    auto* failed = new Banner(Banner::Kind::Error, say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Batch 41 failed: events-41.json was removed while it was being read.")),
                              say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "The result of batch 40 is kept and marked stale.")));
    failed->addAction(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Retry")), [] {}, Icon::RefreshCw);
    failed->addAction(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Skip file")), [] {});
    auto* gone = new Banner(Banner::Kind::Warning, say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "The folder events/ is not there any more.")),
                            say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Reading resumes by itself when it is back.")));
    gone->setClosable(true);
    auto* note = new Banner(Banner::Kind::Note, say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Edited: restart to apply.")));
    banners->put(QStringLiteral("gone"), gone);
    banners->put(QStringLiteral("failed"), failed);
    banners->put(QStringLiteral("note"), note);
    column->addWidget(banners);
    auto* middle = new QHBoxLayout;
    middle->setSpacing(scaled(12));
    middle->addWidget(makeSidebar());
    auto* right = new QVBoxLayout;
    right->setSpacing(scaled(12));
    middle->addLayout(right, 1);
    column->addLayout(middle);
    QVBoxLayout* body = nullptr;
    cardIn(right, say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Buttons")), &body);
    addButtons(body);
    cardIn(right, say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Fields and choices")), &body);
    addFields(body);
    cardIn(right, say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Chips, states and icons")), &body);
    addChips(body);
    auto* lower = new QHBoxLayout;
    lower->setSpacing(scaled(12));
    lower->addWidget(makeTable(), 3);
    auto* emptyCard = new Card;
    auto* emptyColumn = new QVBoxLayout(emptyCard);
    auto* empty = new EmptyState(Icon::Hourglass, say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "No window is final yet")),
                                 say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Append writes a window once it is final. 02:00–03:00 becomes final once an event "
                                                                                    "at 05:00 or later has been seen.")));
    empty->addAction(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Switch to update")));
    emptyColumn->addWidget(empty);
    lower->addWidget(emptyCard, 2);
    column->addLayout(lower);
    auto* sentenceCard = new Card(Card::Kind::Sentence);
    auto* sentenceColumn = new QVBoxLayout(sentenceCard);
    sentenceColumn->setContentsMargins(scaled(16), scaled(8), scaled(16), scaled(8));
    auto* large = new SentenceView;
    large->setLarge(true);
    large->setParts({{QStringLiteral("Every"), {}, {}},
                     {QStringLiteral("3 seconds"), QStringLiteral("trigger"), say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Trigger"))},
                     {QStringLiteral("count"), {}, {}},
                     {QStringLiteral("rows"), QStringLiteral("aggregate"), say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Aggregate"))},
                     {QStringLiteral(", waiting"), {}, {}},
                     {QStringLiteral("2 hours"), QStringLiteral("delay"), say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Watermark"))},
                     {QStringLiteral("for late rows."), {}, {}}});
    sentenceColumn->addWidget(large);
    column->addWidget(sentenceCard);
    auto* code = new QPlainTextEdit(QStringLiteral(".withWatermark(\"time\", \"2 hours\")\n.groupBy(\"action\", window(\"time\", \"1 hour\"))"));
    code->setFont(monoFont());
    code->setFixedHeight(scaled(52));
    code->setAccessibleName(say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Document")));
    column->addWidget(code);
    column->addWidget(makeMetrics());
    auto* band = new TimeBand;
    band->setTicks(sampleTicks(48, false), say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "48 batches, 14:02:09–14:04:30")));
    auto* diff = new QPushButton(icon(Icon::GitCompare), say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Diff with…")));
    setControlSize(diff, ControlSize::Small);
    band->addAction(diff);
    outer->addWidget(band);
    auto* history = new TimeBand;
    history->setTicks(sampleTicks(400, true), say(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "400 batches")));
    history->panel()->setSelectedBatch(120);
    outer->addWidget(history);
    return sheet;
}

}  // namespace vitrine::ui
