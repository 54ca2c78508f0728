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

/// Context of the translations of the sheet.
struct Sheet {
    Q_DECLARE_TR_FUNCTIONS(vitrine::ui::ControlSheet)
};

QString say(const char* text) {
    return QCoreApplication::translate("vitrine::ui::ControlSheet", text);
}

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
    for (const Row& kind :
         {Row{ButtonKind::Default, QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Pause"), Icon::Pause},
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
        button->setAccessibleName(Sheet::tr("Icon button"));
        button->setToolTip(button->accessibleName());
        button->setEnabled(glyph != Icon::RefreshCw);
        tools->addWidget(button);
    }
    auto* add = new QToolButton;
    add->setIcon(icon(Icon::Plus));
    add->setText(Sheet::tr("Add chart"));
    add->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    tools->addWidget(add);
    auto* exporting = new QToolButton;
    exporting->setIcon(icon(Icon::Download));
    exporting->setText(Sheet::tr("Export"));
    exporting->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    exporting->setPopupMode(QToolButton::InstantPopup);
    exporting->addAction(new QAction(Sheet::tr("Picture"), exporting));
    tools->addWidget(exporting);
    tools->addStretch(1);
}

void addFields(QVBoxLayout* body) {
    QHBoxLayout* row = rowIn(body);
    auto* field = new QLineEdit(QStringLiteral("events/"));
    field->setAccessibleName(Sheet::tr("Folder"));
    field->addAction(icon(Icon::FolderOpen), QLineEdit::LeadingPosition);
    row->addWidget(field);
    auto* empty = new QLineEdit;
    empty->setPlaceholderText(Sheet::tr("Search commands"));
    empty->setAccessibleName(empty->placeholderText());
    row->addWidget(empty);
    auto* wrong = new QLineEdit(QStringLiteral("2 hour s"));
    wrong->setAccessibleName(Sheet::tr("Watermark"));
    setInvalid(wrong, true);
    row->addWidget(wrong);
    auto* locked = new QLineEdit(QStringLiteral("locked"));
    locked->setAccessibleName(Sheet::tr("Locked"));
    locked->setEnabled(false);
    row->addWidget(locked);
    row = rowIn(body);
    for (const bool enabled : {true, false}) {
        auto* combo = new QComboBox;
        combo->addItems({Sheet::tr("1 hour"), Sheet::tr("30 minutes")});
        combo->setAccessibleName(Sheet::tr("Window"));
        combo->setEnabled(enabled);
        row->addWidget(combo);
    }
    auto* editable = new QComboBox;
    editable->setEditable(true);
    editable->addItem(Sheet::tr("every 3 seconds"));
    editable->setAccessibleName(Sheet::tr("Trigger"));
    row->addWidget(editable);
    auto* spin = new QSpinBox;
    spin->setRange(0, 5000);
    spin->setValue(250);
    spin->setAccessibleName(Sheet::tr("Rows"));
    row->addWidget(spin);
    auto* slider = new QSlider(Qt::Horizontal);
    slider->setValue(40);
    slider->setAccessibleName(Sheet::tr("Speed"));
    row->addWidget(slider, 1);
    auto* progress = new QProgressBar;
    progress->setValue(60);
    progress->setTextVisible(false);
    progress->setMaximumHeight(scaled(8));
    progress->setAccessibleName(Sheet::tr("Export progress"));
    row->addWidget(progress, 1);
    row = rowIn(body);
    for (const Qt::CheckState state : {Qt::Unchecked, Qt::PartiallyChecked, Qt::Checked}) {
        auto* box = new QCheckBox(Sheet::tr("Sub-folders"));
        box->setTristate(state == Qt::PartiallyChecked);
        box->setCheckState(state);
        row->addWidget(box);
    }
    for (const bool on : {false, true}) {
        auto* toggle = new QCheckBox(Sheet::tr("Faucet"));
        setSwitch(toggle);
        toggle->setChecked(on);
        row->addWidget(toggle);
    }
    for (const bool on : {false, true}) {
        auto* radio = new QRadioButton(Sheet::tr("Event time"));
        radio->setAutoExclusive(false);
        radio->setChecked(on);
        row->addWidget(radio);
    }
    auto* off = new QCheckBox(Sheet::tr("Not now"));
    off->setEnabled(false);
    row->addWidget(off);
    row->addStretch(1);
    row = rowIn(body);
    for (const ControlSize size : {ControlSize::Large, ControlSize::Medium, ControlSize::Small}) {
        auto* bar = new SegmentBar(size);
        for (const char* mode : {"append", "update", "complete"})
            bar->addSegment(QString::fromLatin1(mode), {}, size != ControlSize::Large);
        bar->setCurrentIndex(1);
        bar->setSegmentEnabled(0, size != ControlSize::Medium, Sheet::tr("append needs a watermark"));
        bar->setAccessibleName(Sheet::tr("Output mode"));
        row->addWidget(bar);
    }
    row->addStretch(1);
}

void addChips(QVBoxLayout* body) {
    QHBoxLayout* row = rowIn(body);
    auto* live = new Chip(Sheet::tr("LIVE"), Chip::Kind::Accent);
    live->setDot(true);
    live->setLarge(true);
    live->setDetail(Sheet::tr("batch 47"));
    row->addWidget(live);
    auto* paused = new Chip(Sheet::tr("PAUSED after batch 40"), Chip::Kind::Warn);
    paused->setGlyph(Icon::Pause);
    paused->setLarge(true);
    row->addWidget(paused);
    auto* stale = new Chip(Sheet::tr("stale 24 s"), Chip::Kind::Warn);
    stale->setGlyph(Icon::Clock);
    row->addWidget(stale);
    row->addWidget(new Chip(Sheet::tr("event time"), Chip::Kind::Accent));
    row->addWidget(new Chip(QStringLiteral("JSON")));
    row->addWidget(new Chip(Sheet::tr("open"), Chip::Kind::Dashed));
    auto* final = new Chip(Sheet::tr("final"));
    final->setGlyph(Icon::Check);
    row->addWidget(final);
    row->addWidget(new Chip(Sheet::tr("failed"), Chip::Kind::Error));
    auto* follow = new Chip(Sheet::tr("Follow"));
    follow->setGlyph(Icon::ArrowRightToLine);
    follow->setInteractive(true);
    row->addWidget(follow);
    row->addStretch(1);
    auto* holder = new QWidget;
    auto* flow = new FlowLayout(holder, scaled(8), scaled(8));
    const QStringList keys{QStringLiteral("Close"), QStringLiteral("Open"), QStringLiteral("Move"),
                           QStringLiteral("Copy"),  QStringLiteral("Read"), QStringLiteral("Write"),
                           QStringLiteral("List"),  QStringLiteral("Stat")};
    for (int slot = 0; slot < 8; ++slot) {
        auto* chip = new LegendChip(keys[slot], slot);
        chip->setShown(slot != 3);
        flow->addWidget(chip);
    }
    for (int slot = 0; slot < 8; ++slot) flow->addWidget(new LegendChip(keys[slot], slot, LegendChip::Swatch::Line));
    flow->addWidget(new LegendChip(Sheet::tr("Other (4)"), -1));
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
        {QStringLiteral("3 seconds"), QStringLiteral("trigger"), Sheet::tr("Trigger")},
        {QStringLiteral("count"), {}, {}},
        {QStringLiteral("rows"), QStringLiteral("aggregate"), Sheet::tr("Aggregate")},
        {QStringLiteral("by"), {}, {}},
        {QStringLiteral("action"), QStringLiteral("key"), Sheet::tr("Key")},
        {QStringLiteral("in windows of"), {}, {}},
        {QStringLiteral("1 hour"), QStringLiteral("window"), Sheet::tr("Window")},
        {QStringLiteral("on"), {}, {}},
        {QStringLiteral("time"), QStringLiteral("time"), Sheet::tr("Event time")},
        {QStringLiteral(", waiting"), {}, {}},
        {QStringLiteral("2 hours"), QStringLiteral("delay"), Sheet::tr("Watermark")},
        {QStringLiteral("for late rows. Write"), {}, {}},
        {QStringLiteral("update"), QStringLiteral("mode"), Sheet::tr("Output mode")},
        {QStringLiteral("."), {}, {}},
    };
    sentence->setParts(parts);
    inside->addWidget(sentence);
    auto* margin = new QVBoxLayout;
    margin->setContentsMargins(scaled(16), scaled(12), scaled(16), scaled(8));
    margin->addWidget(box);
    column->addLayout(margin);
    auto* source = new Section(Sheet::tr("Source"));
    source->addHeadWidget(new Chip(QStringLiteral("JSON")));
    source->body()->addWidget(new TextLabel(QStringLiteral("events/"), TextLabel::Role::Mono));
    source->body()->addWidget(new TextLabel(Sheet::tr("47 files read"), TextLabel::Role::Caption));
    column->addWidget(source);
    auto* timing = new Section(Sheet::tr("Windows, timing, output"));
    auto* delay = new QComboBox;
    delay->addItem(Sheet::tr("2 hours"));
    auto* delayRow = new FormRow(Sheet::tr("Watermark"), delay);
    delayRow->setCaption(Sheet::tr("3 of 9,405 rows dropped (0.03 %)."));
    timing->body()->addWidget(delayRow);
    auto* trigger = new QLineEdit(QStringLiteral("3 secnds"));
    auto* triggerRow = new FormRow(Sheet::tr("Trigger"), trigger);
    triggerRow->setError(Sheet::tr("Not an interval: write 3 seconds."));
    timing->body()->addWidget(triggerRow);
    column->addWidget(timing);
    auto* folded = new Section(Sheet::tr("Steps"));
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
    lanes->setAccessibleName(Sheet::tr("Lanes"));
    for (const char* lane : {QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Result"),
                             QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Late rows"),
                             QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Malformed rows"),
                             QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Log")}) {
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
    model->setHorizontalHeaderLabels(
        {Sheet::tr("window (UTC)"), QStringLiteral("Close"), QStringLiteral("Open"), Sheet::tr("total")});
    for (int row = 0; row < model->rowCount(); ++row) {
        model->setItem(row, 0,
                       new QStandardItem(QStringLiteral("26 Jul %1:00–%2:00")
                                             .arg(13 - row, 2, 10, QLatin1Char('0'))
                                             .arg(14 - row, 2, 10, QLatin1Char('0'))));
        for (int cell = 1; cell < 4; ++cell) {
            auto* item = new QStandardItem(QString::number(1003 - 111 * row + cell));
            item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            model->setItem(row, cell, item);
        }
    }
    for (int cell = 1; cell < 4; ++cell)
        model->setHeaderData(cell, Qt::Horizontal, static_cast<int>(Qt::AlignRight | Qt::AlignVCenter),
                             Qt::TextAlignmentRole);
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
    table->setAccessibleName(Sheet::tr("Result"));
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
    const auto add = [&](const char* caption, MetricTile::Spark spark, const char* value, const char* unit,
                         const std::vector<double>& history, bool warning) {
        if (row->count()) row->addWidget(new Separator(Qt::Vertical));
        auto* tile = new MetricTile(say(caption), spark);
        tile->setValue(QString::fromLatin1(value), say(unit));
        tile->setHistory(history);
        tile->setWarning(warning);
        row->addWidget(tile, 1);
    };
    add(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Input"), MetricTile::Spark::Line, "44",
        QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "rows/s"), rates, false);
    add(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Processing"), MetricTile::Spark::Line, "3,300", "rows/s", rates,
        false);
    add(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "State rows"), MetricTile::Spark::Steps, "6", "", levels, false);
    add(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "Late rows dropped"), MetricTile::Spark::Marks, "3",
        QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "of 9,405"), drops, true);
    add(QT_TRANSLATE_NOOP("vitrine::ui::ControlSheet", "State rows released"), MetricTile::Spark::Marks, "8", "", drops,
        false);
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
    sheet->setWindowTitle(Sheet::tr("Controls"));
    auto* outer = new QVBoxLayout(sheet);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    auto* tabs = new QTabBar;
    tabs->setTabsClosable(true);
    tabs->setExpanding(false);
    tabs->addTab(stateIcon(StateMark::Running, true), QStringLiteral("actions_live"));
    tabs->addTab(stateIcon(StateMark::Running, true), QStringLiteral("actions_per_hour"));
    tabs->addTab(stateIcon(StateMark::Failed), QStringLiteral("activity_parquet"));
    tabs->setAccessibleName(Sheet::tr("Queries"));
    outer->addWidget(tabs);
    auto* column = new QVBoxLayout;
    column->setContentsMargins(scaled(16), scaled(12), scaled(16), scaled(12));
    column->setSpacing(scaled(12));
    outer->addLayout(column);
    auto* status = new StatusSentence;
    status->setStatus(
        StateMark::Running,
        Sheet::tr("Waiting for the next file in `events/`. Window 06:00–07:00 becomes final once an event at "
                  "09:00 or later has been seen."));
    column->addWidget(status);
    auto* banners = new BannerStack;
    auto* failed = new Banner(Banner::Kind::Error,
                              Sheet::tr("Batch 41 failed: events-41.json was removed while it was being read."),
                              Sheet::tr("The result of batch 40 is kept and marked stale."));
    failed->addAction(
        Sheet::tr("Retry"), [] {}, Icon::RefreshCw);
    failed->addAction(Sheet::tr("Skip file"), [] {});
    auto* gone = new Banner(Banner::Kind::Warning, Sheet::tr("The folder events/ is not there any more."),
                            Sheet::tr("Reading resumes by itself when it is back."));
    gone->setClosable(true);
    auto* note = new Banner(Banner::Kind::Note, Sheet::tr("Edited: restart to apply."));
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
    cardIn(right, Sheet::tr("Buttons"), &body);
    addButtons(body);
    cardIn(right, Sheet::tr("Fields and choices"), &body);
    addFields(body);
    cardIn(right, Sheet::tr("Chips, states and icons"), &body);
    addChips(body);
    auto* lower = new QHBoxLayout;
    lower->setSpacing(scaled(12));
    lower->addWidget(makeTable(), 3);
    auto* emptyCard = new Card;
    auto* emptyColumn = new QVBoxLayout(emptyCard);
    auto* empty =
        new EmptyState(Icon::Hourglass, Sheet::tr("No window is final yet"),
                       Sheet::tr("Append writes a window once it is final. 02:00–03:00 becomes final once an event "
                                 "at 05:00 or later has been seen."));
    empty->addAction(Sheet::tr("Switch to update"));
    emptyColumn->addWidget(empty);
    lower->addWidget(emptyCard, 2);
    column->addLayout(lower);
    auto* sentenceCard = new Card(Card::Kind::Sentence);
    auto* sentenceColumn = new QVBoxLayout(sentenceCard);
    sentenceColumn->setContentsMargins(scaled(16), scaled(8), scaled(16), scaled(8));
    auto* large = new SentenceView;
    large->setLarge(true);
    large->setParts({{QStringLiteral("Every"), {}, {}},
                     {QStringLiteral("3 seconds"), QStringLiteral("trigger"), Sheet::tr("Trigger")},
                     {QStringLiteral("count"), {}, {}},
                     {QStringLiteral("rows"), QStringLiteral("aggregate"), Sheet::tr("Aggregate")},
                     {QStringLiteral(", waiting"), {}, {}},
                     {QStringLiteral("2 hours"), QStringLiteral("delay"), Sheet::tr("Watermark")},
                     {QStringLiteral("for late rows."), {}, {}}});
    sentenceColumn->addWidget(large);
    column->addWidget(sentenceCard);
    auto* code = new QPlainTextEdit(
        QStringLiteral(".withWatermark(\"time\", \"2 hours\")\n.groupBy(\"action\", window(\"time\", \"1 hour\"))"));
    code->setFont(monoFont());
    code->setFixedHeight(scaled(52));
    code->setAccessibleName(Sheet::tr("Document"));
    column->addWidget(code);
    column->addWidget(makeMetrics());
    auto* band = new TimeBand;
    band->setTicks(sampleTicks(48, false), Sheet::tr("48 batches, 14:02:09–14:04:30"));
    auto* diff = new QPushButton(icon(Icon::GitCompare), Sheet::tr("Diff with…"));
    setControlSize(diff, ControlSize::Small);
    band->addAction(diff);
    outer->addWidget(band);
    auto* history = new TimeBand;
    history->setTicks(sampleTicks(400, true), Sheet::tr("400 batches"));
    history->panel()->setSelectedBatch(120);
    outer->addWidget(history);
    return sheet;
}

}  // namespace vitrine::ui
