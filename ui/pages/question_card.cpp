// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/question_card.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWidgetAction>

#include "ui/charts/time_labels.h"
#include "ui/pages/checkpoint_field.h"
#include "ui/pages/expression_field.h"
#include "ui/pages/query_words.h"
#include "ui/pages/sample_preview.h"
#include "ui/pages/step_row.h"
#include "ui/style/control_kind.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/theme.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/segment_bar.h"
#include "ui/widgets/sentence_view.h"
#include "ui/widgets/token_button.h"

namespace vitrine::ui {
namespace {

constexpr const char* kModes[] = {"append", "update", "complete"};
constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kMinute = 60 * kSecond;

std::string place(std::size_t step) {
    return "/steps/" + std::to_string(step);
}

QWidget* beside(QWidget* first, QWidget* between, QWidget* second) {
    auto* holder = new QWidget;
    auto* row = new QHBoxLayout(holder);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(first, 2);
    row->addWidget(between);
    row->addWidget(second, 1);
    holder->setFocusProxy(first);
    return holder;
}

/// "sum of price": one aggregate of one column.
QString aggregateWords(const std::string& function, const std::string& column) {
    const QString name = QString::fromStdString(column);
    if (function == "sum") return QuestionCard::tr("sum of %1").arg(name);
    if (function == "avg") return QuestionCard::tr("average of %1").arg(name);
    if (function == "min") return QuestionCard::tr("least %1").arg(name);
    return QuestionCard::tr("greatest %1").arg(name);
}

}  // namespace

QuestionCard::QuestionCard(const BuildState& state, QWidget* parent)
    : Card(parent), state_(state), head_(new CardHead(3, this)), addStep_(new QToolButton(this)), stepMenu_(new QMenu(this)),
      sentence_(new SentenceView) {
    addStep_->setIcon(icon(Icon::Plus));
    addStep_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    addStep_->setPopupMode(QToolButton::InstantPopup);
    addStep_->setMenu(stepMenu_);
    setControlSize(addStep_, ControlSize::Small);
    head_->addWidget(addStep_);
    sentence_->setLarge(true);
    sentence_->setObjectName(QStringLiteral("sentence"));
    auto* box = new Card(Card::Kind::Sentence, this);
    auto* boxColumn = new QVBoxLayout(box);
    boxColumn->setContentsMargins(scaled(16), scaled(14), scaled(16), scaled(14));
    boxColumn->addWidget(sentence_);
    auto* boxHolder = new QVBoxLayout;
    boxHolder->setContentsMargins(scaled(20), 0, scaled(20), scaled(12));
    boxHolder->addWidget(box);

    makeRows();
    steps_ = new QVBoxLayout;
    steps_->setSpacing(0);
    preview_ = new SamplePreview(this);

    readyMark_ = new QLabel(this);
    ready_ = new TextLabel(TextLabel::Role::Label, this);
    ready_->setWordWrap(true);
    ready_->setTextFormat(Qt::PlainText);
    ready_->setObjectName(QStringLiteral("ready"));
    cancel_ = new QPushButton(this);
    ui::setKind(cancel_, ButtonKind::Quiet);
    runOnce_ = new QPushButton(this);
    runOnce_->setIcon(icon(Icon::StepForward));
    run_ = new QPushButton(this);
    ui::setKind(run_, ButtonKind::Filled);
    run_->setIcon(icon(Icon::Play, &ThemeTokens::onAccent));
    run_->setObjectName(QStringLiteral("run"));
    runOnce_->setObjectName(QStringLiteral("runOnce"));
    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(scaled(20), scaled(12), scaled(20), scaled(12));
    foot->setSpacing(scaled(8));
    foot->addWidget(readyMark_);
    foot->addWidget(ready_, 1);
    foot->addWidget(cancel_);
    foot->addWidget(runOnce_);
    foot->addWidget(run_);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    column->addWidget(head_);
    column->addLayout(boxHolder);
    for (ValueRow* row : {countRow_, windowRow_, delayRow_, triggerRow_, modeRow_, checkpointRow_}) {
        column->addWidget(new Separator(Qt::Horizontal, this));
        column->addWidget(row);
    }
    column->addLayout(steps_);
    column->addWidget(new Separator(Qt::Horizontal, this));
    column->addWidget(preview_, 1);
    column->addStretch(0);
    column->addWidget(new Separator(Qt::Horizontal, this));
    column->addLayout(foot);

    connectRows();
    retranslate();
}

QuestionCard::~QuestionCard() = default;

void QuestionCard::makeRows() {
    countText_ = new ExpressionField;
    byText_ = new ExpressionField;
    for (ExpressionField* field : {countText_, byText_}) {
        field->setColumns([this] { return state_.columnsBefore(question_.groupStep.value_or(state_.session ? state_.session->document().steps.size() : 0)); });
    }
    count_ = new ChoiceBox(this, countText_);
    count_->setObjectName(QStringLiteral("count"));
    byLabel_ = new TextLabel(TextLabel::Role::Caption, this);
    by_ = new ChoiceBox(this, byText_);
    by_->setObjectName(QStringLiteral("by"));
    length_ = new ChoiceBox(this);
    length_->setObjectName(QStringLiteral("windowLength"));
    slideLabel_ = new TextLabel(TextLabel::Role::Caption, this);
    slide_ = new ChoiceBox(this);
    slide_->setObjectName(QStringLiteral("slide"));
    delay_ = new ChoiceBox(this);
    delay_->setObjectName(QStringLiteral("delay"));
    trigger_ = new ChoiceBox(this);
    trigger_->setObjectName(QStringLiteral("trigger"));
    mode_ = new SegmentBar(ControlSize::Medium, this);
    mode_->setObjectName(QStringLiteral("mode"));
    for (const char* mode : kModes) mode_->addSegment(QString::fromLatin1(mode), {}, true);
    checkpoint_ = new CheckpointField(this);
    countRow_ = new ValueRow(Icon::Hash, beside(count_, byLabel_, by_), this);
    windowRow_ = new ValueRow(Icon::CalendarClock, beside(length_, slideLabel_, slide_), this);
    delayRow_ = new ValueRow(Icon::Hourglass, delay_, this);
    triggerRow_ = new ValueRow(Icon::Timer, trigger_, this);
    modeRow_ = new ValueRow(Icon::Layers, mode_, this);
    countRow_->setObjectName(QStringLiteral("countRow"));
    windowRow_->setObjectName(QStringLiteral("windowRow"));
    delayRow_->setObjectName(QStringLiteral("delayRow"));
    triggerRow_->setObjectName(QStringLiteral("triggerRow"));
    modeRow_->setObjectName(QStringLiteral("modeRow"));
    checkpointRow_ = new ValueRow(Icon::Anchor, checkpoint_, this);
    checkpointRow_->setObjectName(QStringLiteral("checkpointRow"));
}

void QuestionCard::connectRows() {
    for (ChoiceBox* box : {length_, slide_, delay_}) box->setReader(&QueryWords::intervalText);
    connect(count_, &ChoiceBox::chosen, this, &QuestionCard::setAggregates);
    connect(by_, &ChoiceBox::chosen, this, &QuestionCard::setKeys);
    connect(length_, &ChoiceBox::chosen, this, [this](const std::string& length) { setWindow(length, question_.window ? question_.window->slide : std::string()); });
    connect(slide_, &ChoiceBox::chosen, this, [this](const std::string& slide) { if (question_.window) setWindow(question_.window->length, slide); });
    connect(delay_, &ChoiceBox::chosen, this, &QuestionCard::setDelay);
    connect(trigger_, &ChoiceBox::chosen, this, &QuestionCard::setTrigger);
    connect(mode_, &SegmentBar::chosen, this, [this](int index) { setMode(kModes[index]); });
    connect(sentence_, &SentenceView::tokenActivated, this, &QuestionCard::editWord);
    connect(cancel_, &QPushButton::clicked, this, &QuestionCard::cancelRequested);
    connect(runOnce_, &QPushButton::clicked, this, &QuestionCard::runOneBatchRequested);
    connect(run_, &QPushButton::clicked, this, &QuestionCard::runRequested);
}

void QuestionCard::changeEvent(QEvent* event) {
    Card::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void QuestionCard::retranslate() {
    head_->setTitle(tr("Question"));
    head_->setCaption(tr("click any underlined part"));
    addStep_->setText(tr("Add a step"));
    stepMenu_->clear();
    const std::pair<QString, Step> offered[] = {{tr("Keep some rows (where)"), Step{WhereStep{"true"}}},
                                                {tr("Add a column (withColumn)"), Step{WithColumnStep{"new_column", "1"}}},
                                                {tr("Choose columns (select)"), Step{SelectStep{{"*"}}}},
                                                {tr("Leave columns out (drop)"), Step{DropStep{{"column_name"}}}},
                                                {tr("Drop duplicates (dropDuplicates)"), Step{DropDuplicatesStep{}}},
                                                {tr("Sort the result (orderBy)"), Step{OrderByStep{{"1"}}}}};
    for (const auto& [text, step] : offered) {
        connect(stepMenu_->addAction(text), &QAction::triggered, this, [this, added = step] { addStep(added); });
    }
    countRow_->setLabel(tr("Count"));
    count_->setAccessibleName(tr("What is computed"));
    byLabel_->setText(tr("by"));
    by_->setAccessibleName(tr("Grouped by"));
    windowRow_->setLabel(tr("Window"));
    length_->setAccessibleName(tr("Window length"));
    slideLabel_->setText(tr("slide"));
    slide_->setAccessibleName(tr("Slide of the windows"));
    delayRow_->setLabel(tr("Watermark"));
    delay_->setAccessibleName(tr("Watermark"));
    triggerRow_->setLabel(tr("Trigger"));
    trigger_->setAccessibleName(tr("Trigger"));
    modeRow_->setLabel(tr("Output"));
    mode_->setAccessibleName(tr("Output mode"));
    checkpointRow_->setLabel(tr("Checkpoint"));
    checkpointRow_->setCaption(CheckpointField::help());
    cancel_->setText(tr("Cancel"));
    runOnce_->setText(tr("Run one batch"));
    run_->setText(tr("Run"));
    refresh();
}

void QuestionCard::refresh() {
    setEnabled(state_.session != nullptr);
    if (!state_.session) return;
    const QueryDocument& document = state_.session->document();
    question_ = questionOf(document);
    sentence_->setParts(QueryWords::sentence(document));
    refreshChoices();
    refreshCaptions();
    refreshErrors();
    refreshSteps();
    refreshFoot();
    preview_->show(state_, question_);
}

void QuestionCard::refreshChoices() {
    const QueryDocument& document = state_.session->document();
    const Schema schema = state_.schema();
    std::vector<ChoiceBox::Choice> counts{{tr("rows"), "count(*) AS count"}};
    std::vector<ChoiceBox::Choice> keys{{tr("nothing"), ""}};
    for (const Field& field : schema.fields()) {
        const std::string name = quoteIdentifier(field.name);
        if (field.type->isNumeric()) {
            for (const char* function : {"sum", "avg", "min", "max"}) {
                const std::string sql = std::string(function) + "(" + name + ") AS " + quoteIdentifier(std::string(function) + "_" + field.name);
                counts.push_back({aggregateWords(function, field.name), sql});
            }
        }
        if (field.name != question_.timeColumn()) keys.push_back({QString::fromStdString(field.name), name});
    }
    counts.push_back({tr("nothing: write each row"), ""});
    count_->setChoices(counts);
    count_->setValue(joinExpressions(question_.aggregates));
    by_->setChoices(keys);
    by_->setValue(joinExpressions(question_.keys));
    by_->setEnabled(question_.isGrouped());

    std::vector<ChoiceBox::Choice> lengths{{tr("none"), ""}};
    for (ChoiceBox::Choice& choice : IntervalWords::choices({"10 seconds", "1 minute", "5 minutes", "15 minutes", "1 hour", "6 hours", "1 day", "7 days"})) {
        lengths.push_back(std::move(choice));
    }
    length_->setChoices(lengths);
    const std::string length = question_.window ? question_.window->length : std::string();
    length_->setValue(length, length.empty() ? QString() : QueryWords::interval(length));
    std::vector<ChoiceBox::Choice> slides{{tr("none"), ""}};
    if (const auto micros = IntervalWords::length(length)) {
        for (const char* slide : {"1 second", "5 seconds", "10 seconds", "1 minute", "5 minutes", "10 minutes", "15 minutes", "30 minutes", "1 hour", "6 hours", "12 hours", "1 day"}) {
            const std::int64_t step = *IntervalWords::length(slide);
            if (step < *micros && *micros % step == 0 && *micros / step <= 60) slides.push_back({QueryWords::interval(slide), slide});
        }
    }
    slide_->setChoices(slides);
    const std::string slide = question_.window ? question_.window->slide : std::string();
    slide_->setValue(slide, slide.empty() ? QString() : QueryWords::interval(slide));
    slide_->setEnabled(question_.window.has_value());
    const bool hasTime = !timeColumn().empty();
    length_->setEnabled(question_.isGrouped() && hasTime);

    std::vector<ChoiceBox::Choice> delays{{tr("none"), ""}};
    for (ChoiceBox::Choice& choice : IntervalWords::choices({"10 seconds", "1 minute", "10 minutes", "30 minutes", "1 hour", "2 hours", "6 hours", "1 day", "2 days"})) {
        delays.push_back(std::move(choice));
    }
    delay_->setChoices(delays);
    delay_->setValue(question_.delay, question_.delay.empty() ? QString() : QueryWords::interval(question_.delay));
    delay_->setEnabled(hasTime);

    // Triggers are told apart by their words.
    std::vector<ChoiceBox::Choice> triggers;
    for (const TriggerSpec& trigger : QueryWords::triggers(document.source.format)) {
        const QString words = QueryWords::trigger(trigger);
        triggers.push_back({words, words.toStdString()});
    }
    trigger_->setChoices(triggers);
    trigger_->setValue(QueryWords::trigger(document.trigger).toStdString());
    checkpoint_->show(state_.session);
    for (int index = 0; index < 3; ++index) {
        if (document.outputMode == kModes[index]) mode_->setCurrentIndex(index);
    }
}

void QuestionCard::refreshCaptions() {
    const QueryDocument& document = state_.session->document();
    const RowSample* sample = state_.sample();
    const TimeLabels labels(QLocale(), sessionConfOf(document).conf.zone);
    const std::string time = timeColumn();
    const std::optional<TimeSpan> span = sample ? timeSpanOf(*sample, question_, time) : std::optional<TimeSpan>();
    const std::int64_t spread = span ? span->greatest - span->least : 0;
    const std::int64_t least = span ? span->least : 0;
    const std::int64_t greatest = span ? span->greatest : 0;

    QString computed;
    if (sample && question_.keys.size() == 1) {
        const auto found = sample->schema->find(question_.keys.front(), false);
        if (found.size() == 1) {
            const SampledColumn& column = sample->columns[found[0]];
            computed = column.hasMoreValues ? tr("More than %n value(s) in the sample: the largest get a colour of their own.", nullptr, static_cast<int>(SampledColumn::kMaxValues))
                                            : tr("%n value(s) in the sample.", nullptr, static_cast<int>(column.values.size()));
        }
    } else if (!question_.isGrouped()) {
        computed = tr("Nothing is grouped: each row that is read is a row of the result.");
    }
    countRow_->setCaption(computed);

    QString window;
    const std::int64_t length = question_.window ? IntervalWords::length(question_.window->length).value_or(0) : 0;
    const bool slides = question_.window && !question_.window->slide.empty();
    const std::int64_t slide = slides ? IntervalWords::length(question_.window->slide).value_or(0) : length;
    if (length > 0 && slide > 0 && span) {
        const int windows = static_cast<int>(std::min<std::int64_t>(floorDiv(greatest, slide) - floorDiv(least - length, slide), 1'000'000));
        // Seconds say nothing of hours.
        const QString spreadText = labels.duration(spread >= kMinute ? spread / kMinute * kMinute : spread);
        window = slide == length ? tr("The sample spans %1: %n window(s). Each row is counted once.", nullptr, windows).arg(spreadText)
                                 : tr("The sample spans %1: %2 windows. Each row is counted in %n window(s).", nullptr, static_cast<int>(length / slide))
                                       .arg(spreadText, QLocale().toString(windows));
    } else if (question_.isGrouped() && time.empty()) {
        window = tr("Choose an event time among the columns to count by windows.");
    }
    windowRow_->setCaption(window);

    QString delayed;
    const std::int64_t delay = question_.watermarkStep ? IntervalWords::length(question_.delay).value_or(-1) : -1;
    if (document.outputMode == "complete" && delay >= 0) {
        delayed = tr("No effect in complete: all windows are kept.");
    } else if (delay >= 0 && length > 0 && slide > 0 && span) {
        const std::int64_t open = (delay + length - 1) / length + 2;
        const std::int64_t first = floorDiv(least, slide) * slide;
        delayed = tr("About %n window(s) stay open. %1 becomes final once an event at %2 or later has been seen.", nullptr, static_cast<int>(std::min<std::int64_t>(open, 1'000'000)))
                      .arg(labels.window(first, first + length), labels.time(first + length + delay, length));
    } else if (!question_.watermarkStep && question_.window) {
        delayed = tr("Without one no window is ever final and all stay in memory.");
    }
    delayRow_->setCaption(delayed);

    QString trigger;
    const bool isTimed = document.trigger.kind == TriggerSpec::Kind::ProcessingTime;
    const std::int64_t pause = isTimed ? IntervalWords::length(document.trigger.interval).value_or(-1) : -1;
    const auto option = document.source.options.find(std::string_view("maxFilesPerTrigger"));
    const int most = option == document.source.options.end() ? 0 : std::atoi(option->second.c_str());
    const FolderSample* files = state_.files();
    if (files && files->fileCount > 0 && pause >= 0 && most > 0) {
        const auto batches = static_cast<std::int64_t>((files->fileCount + static_cast<std::uint64_t>(most) - 1) / static_cast<std::uint64_t>(most));
        const QString lasts = labels.duration(std::max<std::int64_t>(pause * batches, kSecond));
        const int count = static_cast<int>(files->fileCount);
        trigger = most == 1 ? tr("One file each time: the %n file(s) are read in %1.", nullptr, count).arg(lasts)
                            : tr("%1 files each time: the %n file(s) are read in %2.", nullptr, count).arg(QLocale().toString(most), lasts);
    } else if (document.trigger.kind == TriggerSpec::Kind::Once || document.trigger.kind == TriggerSpec::Kind::AvailableNow) {
        trigger = tr("Reads what is there, then finishes.");
    } else if (document.trigger.kind == TriggerSpec::Kind::Continuous) {
        trigger = tr("Each row passes at once, without batches; progress is noted at this interval.");
    } else if (files && files->fileCount > 0 && most == 0) {
        trigger = tr("All files that are new each time; the first batch takes %n file(s).", nullptr, static_cast<int>(files->fileCount));
    }
    triggerRow_->setCaption(trigger);

    QString mode;
    if (document.outputMode == "update") mode = tr("Writes the rows that changed. With complete no window is ever closed: the watermark has no effect.");
    else if (document.outputMode == "complete") mode = tr("Writes all groups each time. No window is ever closed: the watermark has no effect.");
    else mode = question_.isGrouped() ? tr("Writes a window once, when it is final.") : tr("Writes each row once.");
    modeRow_->setCaption(mode);
}

QString QuestionCard::errorOf(const std::vector<std::string>& places) const {
    for (const std::string& at : places) {
        if (const QString said = at.empty() ? QString() : state_.refusalAt(at); !said.isEmpty()) return said;
    }
    return {};
}

void QuestionCard::refreshErrors() {
    // While the sample is on its way a new query has no columns yet, which is nothing to be refused for.
    const bool isWaiting = state_.awaitsColumns();
    std::vector<std::string> counted, windowed;
    QString whole;
    if (question_.groupStep && !isWaiting) {
        const std::string group = place(*question_.groupStep);
        counted.push_back(group + "/agg");
        for (const std::size_t key : question_.keyPlaces) counted.push_back(group + "/groupBy/" + std::to_string(key));
        if (question_.window) windowed.push_back(group + "/groupBy/" + std::to_string(question_.windowKey));
        for (const Diagnostic& diagnostic : state_.session->diagnostics()) {
            // Of the grouping as a whole: whether this mode can write it.
            const bool isWhole = diagnostic.error.place() == group || diagnostic.error.place() == group + "/groupBy";
            if (diagnostic.severity == Severity::Error && isWhole && whole.isEmpty()) whole = BuildState::text(diagnostic.error);
        }
    }
    if (question_.epochStep) windowed.push_back(place(*question_.epochStep));
    countRow_->setError(errorOf(counted));
    std::vector<std::string> aggregates, keys;
    if (question_.groupStep && !isWaiting) {
        const std::string group = place(*question_.groupStep);
        for (std::size_t index = 0; index < question_.aggregates.size(); ++index) aggregates.push_back(group + "/agg/" + std::to_string(index));
        for (const std::size_t key : question_.keyPlaces) keys.push_back(group + "/groupBy/" + std::to_string(key));
    }
    countText_->setMark(countText_->isModified() ? -1 : markIn(joinExpressions(question_.aggregates), aggregates));
    byText_->setMark(byText_->isModified() ? -1 : markIn(joinExpressions(question_.keys), keys));
    windowRow_->setError(errorOf(windowed));
    delayRow_->setError(question_.watermarkStep && !isWaiting ? errorOf({place(*question_.watermarkStep)}) : QString());
    triggerRow_->setError(errorOf({"/trigger"}));
    const QString mode = errorOf({"/outputMode"});
    modeRow_->setError(mode.isEmpty() ? whole : mode);
    checkpointRow_->setError(errorOf({"/checkpoint"}));
}

/// Where the first error at one of `places`, which are those of the expressions in `shown`, stands in that text.
int QuestionCard::markIn(const std::string& shown, const std::vector<std::string>& places) const {
    for (const Diagnostic& diagnostic : state_.session->diagnostics()) {
        if (diagnostic.severity != Severity::Error) continue;
        const auto found = std::find(places.begin(), places.end(), diagnostic.error.place());
        if (found == places.end()) continue;
        return ExpressionField::positionOf(splitExpressions(shown), static_cast<std::size_t>(found - places.begin()), diagnostic.error.column());
    }
    return -1;
}

void QuestionCard::refreshSteps() {
    while (stepRows_.size() > question_.otherSteps.size()) {
        stepRows_.back()->deleteLater();
        stepRows_.back()->hide();
        stepRows_.pop_back();
    }
    while (stepRows_.size() < question_.otherSteps.size()) {
        auto* row = new StepRow(state_, this);
        row->setObjectName(QStringLiteral("stepRow"));
        steps_->addWidget(row);
        stepRows_.push_back(row);
        connect(row, &StepRow::changed, this, [this](std::size_t index, const Step& step) {
            QueryDocument next = state_.session->document();
            if (index >= next.steps.size()) return;
            next.steps[index] = step;
            edit(tr("Edit a step"), std::move(next));
        });
        connect(row, &StepRow::jsonEdited, this, [this, row](std::size_t index, const QString& json) {
            ParsedDocument parsed = withValueAt(state_.session->document(), place(index), json.toStdString());
            if (!parsed.document || parsed.hasErrors()) {
                const QString said = parsed.diagnostics.empty() ? tr("This is no step.") : BuildState::text(parsed.diagnostics.front().error);
                row->refuse(said);
                return;
            }
            edit(tr("Edit a step"), *std::move(parsed.document));
        });
        connect(row, &StepRow::removed, this, [this](std::size_t index) {
            QueryDocument next = state_.session->document();
            if (index >= next.steps.size()) return;
            next.steps.erase(next.steps.begin() + static_cast<std::ptrdiff_t>(index));
            edit(tr("Remove a step"), std::move(next));
        });
    }
    for (std::size_t index = 0; index < stepRows_.size(); ++index) stepRows_[index]->show(question_.otherSteps[index]);
}

void QuestionCard::refreshFoot() {
    QString refusal;
    int more = -1;
    for (const Diagnostic& diagnostic : state_.session->diagnostics()) {
        if (diagnostic.severity != Severity::Error) continue;
        if (refusal.isEmpty()) refusal = shownText(diagnostic.error.message());
        ++more;
    }
    const bool isWaiting = state_.isReading && state_.awaitsColumns();
    const bool isReady = state_.session->isRunnable();
    QString text = isReady ? tr("Ready to run") : refusal;
    if (isWaiting) text = tr("Reading the sample…");
    else if (!isReady && more > 0) text = tr("%1 And %n more.", nullptr, more).arg(refusal);
    ready_->setText(text);
    ready_->setTokenColor(isReady || isWaiting ? &ThemeTokens::text2 : &ThemeTokens::err);
    const Icon glyph = isReady ? Icon::CircleCheck : isWaiting ? Icon::Hourglass : Icon::CircleAlert;
    readyMark_->setPixmap(icon(glyph, isReady ? &ThemeTokens::accent : isWaiting ? &ThemeTokens::text3 : &ThemeTokens::err).pixmap(scaled(18), scaled(18)));
    run_->setEnabled(isReady);
    runOnce_->setEnabled(isReady);
}

std::string QuestionCard::timeColumn() const {
    return question_.timeColumn();
}

void QuestionCard::edit(const QString& text, QueryDocument next) {
    if (next == state_.session->document()) return refresh();
    state_.session->edit(text, std::move(next));
}

void QuestionCard::setWindow(const std::string& length, const std::string& slide) {
    std::string fitting = slide;
    const auto longer = IntervalWords::length(length);
    const auto step = IntervalWords::length(slide);
    if (longer && step && *step > *longer) fitting.clear();
    edit(tr("Change the window"), withWindow(state_.session->document(), timeColumn(), length, fitting));
}

void QuestionCard::setDelay(const std::string& delay) {
    const std::string column = timeColumn();
    if (!column.empty()) edit(tr("Change the watermark"), withDelay(state_.session->document(), column, delay));
}

void QuestionCard::setKeys(const std::string& keys) {
    edit(tr("Change the grouping"), withGroupKeys(state_.session->document(), splitExpressions(keys)));
}

void QuestionCard::setAggregates(const std::string& aggregates) {
    edit(tr("Change what is computed"), withAggregates(state_.session->document(), splitExpressions(aggregates)));
}

void QuestionCard::setTrigger(const std::string& words) {
    QueryDocument next = state_.session->document();
    next.trigger = QueryWords::triggerOf(QString::fromStdString(words));
    edit(tr("Change the trigger"), std::move(next));
}

void QuestionCard::setMode(const std::string& mode) {
    edit(tr("Change the output mode"), withOutputMode(state_.session->document(), mode));
}

void QuestionCard::addStep(Step step) {
    if (!state_.session) return;
    QueryDocument next = state_.session->document();
    // A sort stands behind everything, the rest before the grouping.
    auto* order = std::get_if<OrderByStep>(&step.method);
    const bool isLast = order != nullptr;
    if (const Schema columns = state_.columnsBefore(next.steps.size()); order && columns.size() > 0) order->orders = {quoteIdentifier(columns[0].name)};
    const std::size_t at = isLast ? next.steps.size() : question_.watermarkStep.value_or(question_.groupStep.value_or(next.steps.size()));
    next.steps.insert(next.steps.begin() + static_cast<std::ptrdiff_t>(at), std::move(step));
    edit(tr("Add a step"), std::move(next));
}

void QuestionCard::editWord(const QString& id, TokenButton* token) {
    if (id == QLatin1String(QueryWords::kCheckpoint)) {
        checkpoint_->setFocus(Qt::ShortcutFocusReason);
        return;
    }
    struct Editor {
        const char* id;
        ChoiceBox* box;
    };
    const Editor editors[] = {{QueryWords::kTrigger, trigger_}, {QueryWords::kAggregate, count_}, {QueryWords::kKeys, by_}, {QueryWords::kWindow, length_}, {QueryWords::kDelay, delay_}, {QueryWords::kSink, count_}};
    QMenu menu(this);
    menu.setAccessibleName(token->what());
    if (id == QLatin1String(QueryWords::kMode)) {
        for (const char* mode : kModes) {
            QAction* action = menu.addAction(QString::fromLatin1(mode));
            action->setCheckable(true);
            action->setChecked(state_.session->document().outputMode == mode);
            connect(action, &QAction::triggered, this, [this, mode] { setMode(mode); });
        }
    } else if (id == QLatin1String(QueryWords::kTime)) {
        const Schema schema = state_.schema();
        for (const Field& field : schema.fields()) {
            const std::string name = field.name;
            if (!field.type->is(TypeKind::Timestamp) && name != timeColumn()) continue;
            QAction* action = menu.addAction(QString::fromStdString(name));
            action->setCheckable(true);
            action->setChecked(name == timeColumn());
            connect(action, &QAction::triggered, this, [this, name] {
                edit(tr("Choose the event time"), withEventTime(state_.session->document(), state_.schema(), name, TimeReading::Typed));
            });
        }
    }
    for (const Editor& editor : editors) {
        if (id != QLatin1String(editor.id)) continue;
        for (int index = 0; index < editor.box->count(); ++index) {
            QAction* action = menu.addAction(editor.box->itemText(index));
            action->setCheckable(true);
            action->setChecked(index == editor.box->currentIndex());
            connect(action, &QAction::triggered, editor.box, [box = editor.box, index] {
                box->setCurrentIndex(index);
                Q_EMIT box->activated(index);
            });
        }
        menu.addSeparator();
        auto* field = new QLineEdit;
        field->setFont(monoFont());
        field->setText(QString::fromStdString(editor.box->value()));
        field->setAccessibleName(tr("Another value"));
        field->setPlaceholderText(tr("Another value"));
        auto* holder = new QWidget(&menu);
        auto* row = new QHBoxLayout(holder);
        row->setContentsMargins(scaled(12), scaled(4), scaled(12), scaled(4));
        row->addWidget(field);
        auto* action = new QWidgetAction(&menu);
        action->setDefaultWidget(holder);
        menu.addAction(action);
        connect(field, &QLineEdit::returnPressed, &menu, [&menu, field, box = editor.box] {
            const QString value = field->text();
            menu.close();
            box->choose(value);
        });
    }
    menu.exec(token->mapToGlobal(QPoint(0, token->height() + 4)));
}

}  // namespace vitrine::ui
