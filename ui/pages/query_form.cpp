// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/query_form.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>
#include <QWheelEvent>

#include "core/data/duration_text.h"
#include "ui/pages/checkpoint_field.h"
#include "ui/pages/query_session.h"
#include "ui/pages/query_words.h"
#include "ui/pages/question.h"
#include "ui/pages/source_kind.h"
#include "ui/style/control_kind.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/section.h"
#include "ui/widgets/segment_bar.h"
#include "ui/widgets/sentence_view.h"
#include "ui/widgets/token_button.h"

namespace vitrine::ui {
namespace {

constexpr int kMostColumns = 40;
constexpr int kLabelWidth = 76;
constexpr int kArrowWidth = 40;   ///< of a box beside its text
constexpr int kMostWidth = 130;
constexpr const char* kModes[] = {"append", "update", "complete"};

/// Glyph of a type and a column name, painted by labels of the form.
Icon typeIcon(const DataType& type) {
    switch (type.kind()) {
        case TypeKind::Timestamp:
        case TypeKind::TimestampNtz: return Icon::Clock;
        case TypeKind::Date: return Icon::Calendar;
        case TypeKind::Boolean: return Icon::ToggleLeft;
        case TypeKind::Binary: return Icon::Binary;
        case TypeKind::Array: return Icon::List;
        case TypeKind::Map:
        case TypeKind::Struct: return Icon::Braces;
        default: return type.isNumeric() ? Icon::Hash : Icon::Type;
    }
}

/// An icon of the font that follows the theme.
class GlyphView : public QWidget {
  public:
    GlyphView(Icon glyph, QColor ThemeTokens::*color, QWidget* parent = nullptr) : QWidget(parent), glyph_(glyph), color_(color) {
        setFixedSize(scaled(16), scaled(16));
    }

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        paintIcon(painter, rect(), glyph_, Theme::tokens().*color_);
    }

  private:
    Icon glyph_;
    QColor ThemeTokens::*color_;
};

void clear(QLayout* layout) {
    while (QLayoutItem* item = layout->takeAt(0)) {
        if (item->widget()) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
}

QString sentenceOf(const Error& error) {
    QString text = QString::fromStdString(error.message());
    if (!error.wayOut().empty()) text += QLatin1Char(' ') + QString::fromStdString(error.wayOut());
    text.remove(QLatin1Char('`'));
    return text;
}

std::string optionOf(const OptionMap& options, const char* name) {
    for (const auto& [key, value] : options) {
        if (QString::fromStdString(key).compare(QLatin1String(name), Qt::CaseInsensitive) == 0) return value;
    }
    return {};
}

/// What is read of Kafka, as the document says it.
QString topicsOf(const OptionMap& options) {
    std::string topics;
    for (const char* choice : {"subscribe", "subscribePattern", "assign"}) topics += optionOf(options, choice);
    return QString::fromStdString(topics);
}

/// The column that windows and watermark go by, else the first that could be one.
std::string timeColumnOf(const QueryDocument& document) {
    const std::string chosen = questionOf(document).timeColumn();
    if (!chosen.empty()) return chosen;
    const Schema schema = declaredSchema(document);
    for (const Field& field : schema.fields()) {
        if (field.type->is(TypeKind::Timestamp)) return field.name;
    }
    return {};
}

QString milliseconds(double value) {
    const QLocale locale;
    if (value < 1) return QueryForm::tr("less than 1 ms");
    if (value < 10'000) return QueryForm::tr("%1 ms").arg(locale.toString(value, 'f', 0));
    return QueryForm::tr("%1 s").arg(locale.toString(value / 1000, 'f', 1));
}

}  // namespace

PresetBox::PresetBox(QWidget* parent) : QComboBox(parent) {
    setEditable(true);
    setInsertPolicy(QComboBox::NoInsert);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumContentsLength(4);
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(this, &QComboBox::textActivated, this, &PresetBox::committed);
    connect(lineEdit(), &QLineEdit::editingFinished, this, [this] {
        if (!lineEdit()->isModified()) return;
        lineEdit()->setModified(false);
        Q_EMIT committed(currentText());
    });
}

void PresetBox::setPresets(const QStringList& presets) {
    const QSignalBlocker quiet(this);
    const QString text = currentText();
    clear();
    addItems(presets);
    setCurrentIndex(static_cast<int>(presets.indexOf(text)));
    setEditText(text);
}

void PresetBox::setValue(const QString& value) {
    if (lineEdit()->isModified() && lineEdit()->hasFocus()) return;
    const QSignalBlocker quiet(this);
    setCurrentIndex(findText(value));
    setEditText(value);
    lineEdit()->setCursorPosition(0);
    lineEdit()->setModified(false);
    setToolTip(value);
    updateGeometry();
}

QSize PresetBox::minimumSizeHint() const {
    return {std::min(fontMetrics().horizontalAdvance(currentText()) + scaled(kArrowWidth), scaled(kMostWidth)), QComboBox::minimumSizeHint().height()};
}

void PresetBox::wheelEvent(QWheelEvent* event) {
    event->ignore();
}

QueryForm::QueryForm(QWidget* parent) : QWidget(parent) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);

    auto* top = new QWidget(this);
    auto* topColumn = new QVBoxLayout(top);
    topColumn->setContentsMargins(scaled(16), 0, scaled(16), scaled(10));
    topColumn->setSpacing(scaled(6));
    sentenceCard_ = new Card(Card::Kind::Sentence, top);
    auto* inside = new QVBoxLayout(sentenceCard_);
    inside->setContentsMargins(scaled(12), scaled(8), scaled(12), scaled(8));
    sentence_ = new SentenceView(sentenceCard_);
    inside->addWidget(sentence_);
    topColumn->addWidget(sentenceCard_);
    refusal_ = new TextLabel(TextLabel::Role::Caption, top);
    refusal_->setTokenColor(&ThemeTokens::err);
    refusal_->setWordWrap(true);
    refusal_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    refusal_->hide();
    topColumn->addWidget(refusal_);
    column->addWidget(top);
    column->addWidget(new Separator(Qt::Horizontal, this));

    source_ = new Section({}, this);
    format_ = new Chip({}, Chip::Kind::Plain, source_);
    source_->addHeadWidget(format_);
    auto* place = new QHBoxLayout;
    place->setSpacing(scaled(6));
    place->addWidget(new GlyphView(Icon::FolderOpen, &ThemeTokens::text2, source_));
    folder_ = new TextLabel(TextLabel::Role::Mono, source_);
    folder_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    folder_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    place->addWidget(folder_, 1);
    filesPerTrigger_ = new TextLabel(TextLabel::Role::Caption, source_);
    filesPerTrigger_->setTokenColor(&ThemeTokens::text2);
    place->addWidget(filesPerTrigger_);
    source_->body()->addLayout(place);
    auto* read = new QHBoxLayout;
    read->setContentsMargins(scaled(22), 0, 0, 0);
    read->setSpacing(scaled(8));
    filesRead_ = new TextLabel(TextLabel::Role::Caption, source_);
    filesRead_->setTokenColor(&ThemeTokens::text2);
    read->addWidget(filesRead_);
    malformed_ = new QPushButton(source_);
    malformed_->setFlat(true);
    malformed_->setAutoDefault(false);
    malformed_->setFont(captionFont());
    malformed_->setIcon(icon(Icon::CircleAlert, &ThemeTokens::err));
    vitrine::ui::setKind(malformed_, ButtonKind::Link);
    setControlSize(malformed_, ControlSize::Small);
    read->addWidget(malformed_);
    read->addStretch();
    source_->body()->addLayout(read);
    sourceError_ = new TextLabel(TextLabel::Role::Caption, source_);
    sourceError_->setTokenColor(&ThemeTokens::err);
    sourceError_->setWordWrap(true);
    source_->body()->addWidget(sourceError_);
    column->addWidget(source_);

    schema_ = new Section({}, this);
    columns_ = new QVBoxLayout;
    columns_->setSpacing(scaled(4));
    schema_->body()->addLayout(columns_);
    schemaError_ = new TextLabel(TextLabel::Role::Caption, schema_);
    schemaError_->setTokenColor(&ThemeTokens::err);
    schemaError_->setWordWrap(true);
    schema_->body()->addWidget(schemaError_);
    column->addWidget(schema_);

    steps_ = new Section({}, this);
    stepRows_ = new QVBoxLayout;
    stepRows_->setSpacing(scaled(5));
    steps_->body()->addLayout(stepRows_);
    column->addWidget(steps_);

    timing_ = new Section({}, this);
    auto* window = new QWidget(timing_);
    auto* windowLine = new QHBoxLayout(window);
    windowLine->setContentsMargins(0, 0, 0, 0);
    windowLine->setSpacing(scaled(8));
    length_ = new PresetBox(window);
    slideLabel_ = new TextLabel(TextLabel::Role::Caption, window);
    slideLabel_->setTokenColor(&ThemeTokens::text2);
    slide_ = new PresetBox(window);
    windowLine->addWidget(length_, 1);
    windowLine->addWidget(slideLabel_);
    windowLine->addWidget(slide_, 1);
    window->setFocusProxy(length_);
    delay_ = new PresetBox(timing_);
    trigger_ = new PresetBox(timing_);
    mode_ = new SegmentBar(ControlSize::Small, timing_);
    for (const char* name : kModes) mode_->addSegment(QLatin1String(name), {}, true);
    windowRow_ = new FormRow({}, window, timing_, kLabelWidth);
    delayRow_ = new FormRow({}, delay_, timing_, kLabelWidth);
    triggerRow_ = new FormRow({}, trigger_, timing_, kLabelWidth);
    modeRow_ = new FormRow({}, mode_, timing_, kLabelWidth);
    checkpoint_ = new CheckpointField(timing_);
    checkpointRow_ = new FormRow({}, checkpoint_, timing_, kLabelWidth);
    for (FormRow* row : {windowRow_, delayRow_, triggerRow_, modeRow_, checkpointRow_}) timing_->body()->addWidget(row);
    column->addWidget(timing_);
    column->addStretch(1);

    connect(sentence_, &SentenceView::tokenActivated, this, &QueryForm::editToken);
    connect(malformed_, &QPushButton::clicked, this, &QueryForm::malformedRequested);
    connect(length_, &PresetBox::committed, this, &QueryForm::commitWindow);
    connect(slide_, &PresetBox::committed, this, &QueryForm::commitWindow);
    connect(delay_, &PresetBox::committed, this, [this](const QString& text) {
        if (!session_) return;
        const bool none = text.compare(tr("none"), Qt::CaseInsensitive) == 0 || text.trimmed().isEmpty();
        apply(tr("Change the watermark"), withDelay(session_->document(), timeColumnOf(session_->document()), none ? std::string() : QueryWords::intervalText(text)));
    });
    connect(trigger_, &PresetBox::committed, this, [this](const QString& text) {
        if (!session_) return;
        QueryDocument next = session_->document();
        next.trigger = QueryWords::triggerOf(text);
        apply(tr("Change the trigger"), next);
    });
    connect(mode_, &SegmentBar::chosen, this, [this](int index) {
        if (session_) apply(tr("Change the output mode"), withOutputMode(session_->document(), kModes[index]));
    });
    connect(&Theme::current(), &Theme::changed, this, &QueryForm::refreshSteps);
    retranslate();
}

void QueryForm::setSession(QuerySession* session) {
    session_ = session;
    windows_ = {};
    refreshDocument();
    refreshErrors();
}

void QueryForm::apply(const QString& text, const QueryDocument& next) {
    if (!session_ || next == session_->document()) {
        refreshDocument();  // what was typed may mean what stood there
        return;
    }
    session_->edit(text, next);
    refreshDocument();
}

void QueryForm::focusCheckpoint() {
    timing_->setFolded(false);
    checkpoint_->setFocus(Qt::ShortcutFocusReason);
}

void QueryForm::commitWindow() {
    if (!session_) return;
    const auto isNone = [](const QString& text) { return text.trimmed().isEmpty() || text.compare(tr("none"), Qt::CaseInsensitive) == 0; };
    const std::string length = isNone(length_->currentText()) ? std::string() : QueryWords::intervalText(length_->currentText());
    const std::string slide = isNone(slide_->currentText()) ? std::string() : QueryWords::intervalText(slide_->currentText());
    apply(tr("Change the window"), withWindow(session_->document(), timeColumnOf(session_->document()), length, slide));
}

QStringList QueryForm::lengthPresets(const std::vector<const char*>& texts) const {
    QStringList presets;
    for (const char* text : texts) presets << QueryWords::interval(text);
    return presets;
}

std::vector<std::string> QueryForm::aggregateChoices() const {
    std::vector<std::string> choices{"count(*) AS count"};
    const Schema schema = declaredSchema(session_->document());
    for (const Field& field : schema.fields()) {
        if (!field.type->isNumeric()) continue;
        const std::string name = quoteIdentifier(field.name);
        for (const char* function : {"sum", "avg", "min", "max"}) choices.push_back(std::string(function) + "(" + name + ")");
    }
    return choices;
}

/// A menu below the word: the usual values, and where another one can be typed.
void QueryForm::editToken(const QString& id, TokenButton* token) {
    if (!session_) return;
    auto* menu = new QMenu(token);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QueryDocument document = session_->document();
    const Question question = questionOf(document);
    const auto offer = [&](const QString& text, bool chosen, const QString& step, QueryDocument next) {
        QAction* action = menu->addAction(text);
        action->setCheckable(true);
        action->setChecked(chosen);
        connect(action, &QAction::triggered, this, [this, step, next = std::move(next)] { apply(step, next); });
    };
    const auto other = [&](PresetBox* box) {
        menu->addSeparator();
        connect(menu->addAction(tr("Another value…")), &QAction::triggered, this, [this, box] {
            timing_->setFolded(false);
            box->setFocus(Qt::ShortcutFocusReason);
            box->lineEdit()->selectAll();
        });
    };
    if (id == QLatin1String(QueryWords::kCheckpoint)) {
        delete menu;
        return focusCheckpoint();
    }
    if (id == QLatin1String(QueryWords::kTrigger)) {
        for (const TriggerSpec& trigger : QueryWords::triggers(document.source.format)) {
            QueryDocument next = document;
            next.trigger = trigger;
            offer(QueryWords::trigger(trigger), trigger == document.trigger, tr("Change the trigger"), std::move(next));
        }
        other(trigger_);
    } else if (id == QLatin1String(QueryWords::kWindow)) {
        for (const char* text : {"10 seconds", "1 minute", "10 minutes", "30 minutes", "1 hour", "1 day"}) {
            offer(QueryWords::interval(text), question.window && question.window->length == text, tr("Change the window"), withWindow(document, timeColumnOf(document), text, {}));
        }
        other(length_);
    } else if (id == QLatin1String(QueryWords::kDelay)) {
        offer(tr("without end"), !question.watermarkStep, tr("Remove the watermark"), withDelay(document, question.watermarkColumn, {}));
        for (const char* text : {"10 seconds", "1 minute", "10 minutes", "1 hour", "2 hours", "1 day"}) {
            offer(QueryWords::interval(text), question.delay == text, tr("Change the watermark"), withDelay(document, timeColumnOf(document), text));
        }
        other(delay_);
    } else if (id == QLatin1String(QueryWords::kMode)) {
        for (const char* mode : kModes) {
            offer(QLatin1String(mode), document.outputMode == mode, tr("Change the output mode"), withOutputMode(document, mode));
        }
    } else if (id == QLatin1String(QueryWords::kTime)) {
        const Schema schema = declaredSchema(document);
        for (const Field& field : schema.fields()) {
            if (!field.type->is(TypeKind::Timestamp)) continue;
            offer(QString::fromStdString(field.name), field.name == question.timeColumn(), tr("Change the event time"), withEventTime(document, schema, field.name, TimeReading::Typed));
        }
    } else if (id == QLatin1String(QueryWords::kKeys)) {
        const Schema schema = declaredSchema(document);
        for (const Field& field : schema.fields()) {
            if (field.type->isNested() || field.type->is(TypeKind::Timestamp)) continue;
            const std::string name = quoteIdentifier(field.name);
            const bool chosen = std::find(question.keys.begin(), question.keys.end(), name) != question.keys.end();
            std::vector<std::string> keys = question.keys;
            if (chosen) std::erase(keys, name);
            else keys.push_back(name);
            offer(QString::fromStdString(field.name), chosen, tr("Change the groups"), withGroupKeys(document, keys));
        }
    } else if (id == QLatin1String(QueryWords::kAggregate)) {
        for (const std::string& choice : aggregateChoices()) {
            const bool rows = choice == "count(*) AS count";
            const bool chosen = rows ? question.countsRows : question.aggregates == std::vector<std::string>{choice};
            offer(rows ? tr("rows") : QString::fromStdString(choice), chosen, tr("Change what is computed"), withAggregates(document, {choice}));
        }
    }
    if (menu->isEmpty() || id == QLatin1String(QueryWords::kSink)) {
        connect(menu->addAction(tr("Set up on the Build page")), &QAction::triggered, this, &QueryForm::buildRequested);
    }
    menu->popup(token->mapToGlobal(QPoint(0, token->height())));
}

void QueryForm::refreshDocument() {
    if (!session_) return;
    const QueryDocument& document = session_->document();
    const Question question = questionOf(document);
    sentence_->setParts(QueryWords::sentence(document));
    refreshSource();
    refreshSchema();
    refreshSteps();

    const Schema schema = declaredSchema(document);
    const bool hasTime = std::any_of(schema.fields().begin(), schema.fields().end(),
                                     [](const Field& field) { return field.type->is(TypeKind::Timestamp); });
    const bool aggregated = question.groupStep.has_value() && question.shape != Question::Shape::Other;
    windowRow_->setVisible(aggregated && (question.window || hasTime));
    delayRow_->setVisible(aggregated && !question.timeColumn().empty());
    const bool slides = question.window && !question.window->slide.empty();
    length_->setValue(question.window ? QueryWords::interval(question.window->length) : tr("none"));
    slide_->setValue(slides ? QueryWords::interval(question.window->slide) : tr("none"));
    slide_->setEnabled(question.window.has_value());
    delay_->setValue(question.watermarkStep ? QueryWords::interval(question.delay) : tr("none"));
    QStringList triggers;
    for (const TriggerSpec& trigger : QueryWords::triggers(document.source.format)) triggers << QueryWords::trigger(trigger);
    trigger_->setPresets(triggers);
    trigger_->setValue(QueryWords::trigger(document.trigger));
    checkpoint_->show(session_);
    for (int index = 0; index < 3; ++index) {
        if (document.outputMode == kModes[index]) mode_->setCurrentIndex(index);
    }
    refreshNumbers(windows_);
}

void QueryForm::refreshSource() {
    const QueryDocument& document = session_->document();
    format_->setText(QString::fromStdString(document.source.format).toUpper());
    format_->setAccessibleName(tr("Format %1").arg(format_->text()));
    QString path = QString::fromStdString(document.source.path);
    folder_->setToolTip(path);
    if (path.size() > 24) path = QStringLiteral("…/") + path.section(QLatin1Char('/'), -1, -1, QString::SectionSkipEmpty);
    const std::string port = optionOf(document.source.options, "port");
    if (document.source.format == "socket") path = QString::fromStdString(optionOf(document.source.options, "host") + ':' + port);
    else if (document.source.format == "kafka") path = topicsOf(document.source.options);
    else if (!readsFiles(document.source.format)) path = tr("rows made by a clock");
    folder_->setText(path);
    filesPerTrigger_->setVisible(readsFiles(document.source.format));
    const std::string most = optionOf(document.source.options, "maxFilesPerTrigger");
    bool isNumber = false;
    const int files = QString::fromStdString(most).toInt(&isNumber);
    filesPerTrigger_->setText(isNumber ? tr("%n file(s) per trigger", nullptr, files) : tr("all new files per trigger"));
}

void QueryForm::refreshSchema() {
    clear(columns_);
    const Question question = questionOf(session_->document());
    Schema schema = declaredSchema(session_->document());
    if (schema.size() == 0 && session_->plan() && !session_->plan()->sources.empty()) schema = *session_->plan()->sources.front().schema;
    const std::string& eventTime = question.timeColumn();
    int shown = 0;
    for (const Field& field : schema.fields()) {
        if (++shown > kMostColumns) {
            columns_->addWidget(new TextLabel(tr("and %n more column(s)", nullptr, static_cast<int>(schema.size()) - kMostColumns), TextLabel::Role::Caption, schema_));
            break;
        }
        const bool isTime = !eventTime.empty() && field.name == eventTime;
        auto* row = new QWidget(schema_);
        auto* line = new QHBoxLayout(row);
        line->setContentsMargins(0, 0, 0, 0);
        line->setSpacing(scaled(6));
        line->addWidget(new GlyphView(typeIcon(*field.type), isTime ? &ThemeTokens::accentText : &ThemeTokens::text2, row));
        line->addWidget(new TextLabel(QString::fromStdString(field.name), TextLabel::Role::Mono, row));
        auto* type = new TextLabel(QString::fromStdString(field.type->sql()), TextLabel::Role::MonoCaption, row);
        type->setToolTip(type->text());
        type->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        type->setContentsMargins(scaled(6), 0, 0, 0);
        line->addWidget(type, 1);
        if (isTime) line->addWidget(new Chip(tr("event time"), Chip::Kind::Accent, row));
        row->setMinimumHeight(scaled(21));
        columns_->addWidget(row);
    }
    if (schema.size() == 0) columns_->addWidget(new TextLabel(tr("No columns are declared yet."), TextLabel::Role::Caption, schema_));
}

QString QueryForm::stepHtml(int number, const StepText& step) const {
    const ThemeTokens& tokens = Theme::tokens();
    return QStringLiteral("<span style='color:%1'>%2&nbsp;</span> <span style='color:%3'>%4</span> <span style='color:%5'>%6</span>")
        .arg(tokens.text3.name(), QString::number(number), tokens.accentText.name(), QString::fromStdString(step.method).toHtmlEscaped(),
             tokens.text2.name(), QString::fromStdString(step.arguments).toHtmlEscaped());
}

void QueryForm::refreshSteps() {
    clear(stepRows_);
    if (!session_) return;
    int number = 0;
    for (const StepText& step : stepTexts(session_->document().steps)) {
        auto* label = new TextLabel(TextLabel::Role::Mono, steps_);
        label->setTextFormat(Qt::RichText);
        label->setWordWrap(true);
        label->setText(stepHtml(++number, step));
        label->setAccessibleName(QString::fromStdString(step.method + ' ' + step.arguments));
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        stepRows_->addWidget(label);
    }
    steps_->setVisible(number > 0);
}

void QueryForm::refreshNumbers(const WindowCounts& windows) {
    windows_ = windows;
    if (!session_) return;
    const QLocale locale;
    QueryController& controller = session_->controller();
    const Question question = questionOf(session_->document());
    const RowBalance& totals = controller.totals();
    const bool ran = controller.batches() > 0;
    const bool complete = session_->document().outputMode == "complete";

    qulonglong files = 0;
    for (const BatchReportPtr& report : controller.reports()) files += report->files.size();
    filesRead_->setVisible(ran && readsFiles(session_->document().source.format));
    const bool allKept = controller.batches() == static_cast<std::int64_t>(controller.reports().size());
    filesRead_->setText(allKept ? tr("%n file(s) read", nullptr, static_cast<int>(files))
                                : tr("%n file(s) read in the newest %1 batches", nullptr, static_cast<int>(files))
                                      .arg(locale.toString(static_cast<qulonglong>(controller.reports().size()))));
    malformed_->setVisible(totals.malformed > 0);
    malformed_->setText(tr("%n malformed row(s)", nullptr, static_cast<int>(totals.malformed)));

    QString window;
    if (question.window) {
        const QString kind = question.window->slide.empty() ? tr("Tumbling: each row is in one window.") : tr("Sliding: a row is in several windows.");
        if (windows.all == 0) window = kind;
        else if (controller.shape() && !controller.shape()->canBeFinal) window = tr("%n window(s) so far, none is ever final.", nullptr, windows.all);
        else if (question.window->slide.empty()) window = tr("Tumbling. %n window(s) so far, %1 open.", nullptr, windows.all).arg(locale.toString(windows.open));
        else window = tr("Sliding. %n window(s) so far, %1 open.", nullptr, windows.all).arg(locale.toString(windows.open));
    } else {
        window = tr("All time together.");
    }
    windowRow_->setCaption(window);

    if (!question.watermarkStep) {
        delayRow_->setCaption(tr("No row is ever too late, and the state grows for ever."));
    } else if (complete) {
        delayRow_->setCaption(tr("No effect in complete."));
    } else if (!ran) {
        delayRow_->setCaption(tr("Rows older than the newest one by more than this may be dropped."));
    } else {
        const double share = totals.read == 0 ? 0 : 100.0 * static_cast<double>(totals.late) / static_cast<double>(totals.read);
        delayRow_->setCaption(tr("%1 of %2 rows dropped (%3\u00A0%).")
                                  .arg(locale.toString(static_cast<qulonglong>(totals.late)), locale.toString(static_cast<qulonglong>(totals.read)),
                                       locale.toString(share, 'f', share > 0 && share < 1 ? 2 : 0)));
    }

    // A batch that only moves the watermark says nothing of the work.
    BatchReportPtr last;
    for (auto report = controller.reports().rbegin(); report != controller.reports().rend() && (!last || last->noData); ++report) last = *report;
    const TriggerSpec& trigger = session_->document().trigger;
    if (trigger.kind == TriggerSpec::Kind::ProcessingTime) {
        if (last == nullptr) {
            triggerRow_->setCaption(tr("Files that arrive meanwhile wait for the next one."));
        } else {
            const double busy = static_cast<double>(last->duration.count()) / 1000;
            const double interval = controller.plan() ? static_cast<double>(controller.plan()->triggerInterval.count()) : 0;
            triggerRow_->setCaption(interval > 0 && busy > interval
                                        ? tr("Behind: a batch takes %1, longer than the interval.").arg(milliseconds(busy))
                                        : tr("Busy %1 of %2.").arg(milliseconds(busy), QueryWords::interval(trigger.interval)));
        }
    } else if (trigger.kind == TriggerSpec::Kind::Default) {
        triggerRow_->setCaption(last ? tr("The newest batch took %1.").arg(milliseconds(static_cast<double>(last->duration.count()) / 1000))
                                     : tr("A batch starts when the one before has ended."));
    } else if (trigger.kind == TriggerSpec::Kind::Continuous) {
        triggerRow_->setCaption(tr("Each row passes at once, without batches."));
    } else {
        triggerRow_->setCaption(tr("The query ends by itself."));
    }

    const std::string& mode = session_->document().outputMode;
    if (mode == "append") modeRow_->setCaption(question.groupStep ? tr("Writes a window once, when it is final.") : tr("Writes each row once."));
    else if (mode == "update") modeRow_->setCaption(question.groupStep ? tr("Writes the rows that changed.") : tr("Writes each row once."));
    else modeRow_->setCaption(tr("Writes the whole result each time."));
    checkpointRow_->setCaption(CheckpointField::help());
    refreshErrors();
}

void QueryForm::refreshErrors() {
    for (PresetBox* box : {length_, slide_, delay_, trigger_}) setInvalid(box, false);
    QString source, schema, rest;
    if (session_) {
        const Question question = questionOf(session_->document());
        const std::string group = question.groupStep ? "/steps/" + std::to_string(*question.groupStep) : std::string("/none");
        const std::string watermark = question.watermarkStep ? "/steps/" + std::to_string(*question.watermarkStep) + "/" : std::string("/none");
        const std::string window = question.window ? group + "/groupBy/" + std::to_string(question.windowKey) : std::string("/none");
        for (const Diagnostic& diagnostic : session_->diagnostics()) {
            if (diagnostic.severity != Severity::Error) continue;
            const Error& error = diagnostic.error;
            const std::string& place = error.place();
            const QString text = sentenceOf(error);
            if (place.starts_with("/trigger")) {
                triggerRow_->setError(text);
            } else if (place.starts_with("/checkpoint")) {
                checkpointRow_->setError(text);
            } else if (place == "/outputMode" || error.code() == ErrorCode::OutputModeRefused) {
                modeRow_->setError(text);
            } else if (place == window && windowRow_->isVisibleTo(timing_)) {
                windowRow_->setError(text);
                setInvalid(error.message().find("slide") != std::string::npos ? slide_ : length_, true);
            } else if (place.starts_with(watermark) && delayRow_->isVisibleTo(timing_)) {
                delayRow_->setError(text);
            } else if (place.starts_with("/source/schema")) {
                schema += (schema.isEmpty() ? QString() : QStringLiteral("\n")) + text;
            } else if (place.starts_with("/source")) {
                source += (source.isEmpty() ? QString() : QStringLiteral("\n")) + text;
            } else {
                rest += (rest.isEmpty() ? QString() : QStringLiteral("\n")) + text;
            }
        }
    }
    const auto show = [](TextLabel* label, const QString& text) {
        label->setText(text);
        label->setVisible(!text.isEmpty());
    };
    show(sourceError_, source);
    show(schemaError_, schema);
    show(refusal_, rest);
}

void QueryForm::retranslate() {
    source_->setTitle(tr("Source"));
    schema_->setTitle(tr("Schema"));
    steps_->setTitle(tr("Steps"));
    timing_->setTitle(tr("Windows, timing, output"));
    windowRow_->setLabel(tr("Window"));
    delayRow_->setLabel(tr("Watermark"));
    triggerRow_->setLabel(tr("Trigger"));
    modeRow_->setLabel(tr("Output"));
    checkpointRow_->setLabel(tr("Checkpoint"));
    slideLabel_->setText(tr("Slide"));
    length_->setAccessibleName(tr("Window length"));
    slide_->setAccessibleName(tr("Window slide"));
    delay_->setAccessibleName(tr("Watermark delay"));
    trigger_->setAccessibleName(tr("Trigger"));
    mode_->setAccessibleName(tr("Output mode"));
    malformed_->setToolTip(tr("Show the malformed rows"));
    length_->setPresets(QStringList(tr("none")) + lengthPresets({"10 seconds", "1 minute", "10 minutes", "30 minutes", "1 hour", "1 day"}));
    slide_->setPresets(QStringList(tr("none")) + lengthPresets({"5 seconds", "30 seconds", "5 minutes", "10 minutes", "30 minutes"}));
    delay_->setPresets(QStringList(tr("none")) + lengthPresets({"10 seconds", "1 minute", "10 minutes", "1 hour", "2 hours", "1 day"}));
    refreshDocument();
}

}  // namespace vitrine::ui
