// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/columns_card.h"

#include <QHBoxLayout>
#include <QJsonDocument>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTextBlock>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/data/timestamp_text.h"
#include "ui/pages/columns_table.h"
#include "ui/pages/form_parts.h"
#include "ui/style/control_kind.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/theme.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/segment_bar.h"

namespace vitrine::ui {
namespace {

constexpr int kTypingPause = 300;
constexpr const char* kZoneKey = "spark.sql.session.timeZone";

const char* wordOf(TimeReading reading) {
    switch (reading) {
        case TimeReading::Typed: return "typed";
        case TimeReading::Seconds: return "seconds";
        case TimeReading::Milliseconds: return "millis";
        case TimeReading::Microseconds: return "micros";
        case TimeReading::Nanoseconds: return "nanos";
    }
    return "typed";
}

/// StructType text as people lay it out: a field a line. Keeps Spark's order of keys, which QJsonDocument would not.
QString laidOut(const std::string& json) {
    QString text = QString::fromStdString(json);
    text.replace(QLatin1String("\"fields\":[{"), QLatin1String("\"fields\":[\n  {"));
    text.replace(QLatin1String("}},{\"name\""), QLatin1String("}},\n  {\"name\""));
    text.replace(QLatin1String("},{\"name\""), QLatin1String("},\n  {\"name\""));
    return text;
}

QString laidOutDdl(const Schema& schema) {
    QStringList columns;
    for (const Field& field : schema.fields()) columns << QString::fromStdString(toDdl(Schema({field})));
    return columns.join(QStringLiteral(",\n"));
}

}  // namespace

ColumnsCard::ColumnsCard(const BuildState& state, QWidget* parent)
    : Card(parent), state_(state), head_(new CardHead(2, this)), faces_(new SegmentBar(ControlSize::Small, this)),
      again_(new QToolButton(this)), stack_(new QStackedWidget(this)), table_(new ColumnsTable(state, this)),
      ddl_(new QPlainTextEdit(this)), structType_(new QPlainTextEdit(this)), error_(new ErrorLine(this)),
      infer_(new QPushButton(this)), time_(new QWidget(this)), timeTitle_(new TextLabel(TextLabel::Role::CaptionStrong, time_)),
      timeChip_(new Chip({}, Chip::Kind::Accent, time_)), reading_(new ChoiceBox(time_)),
      zoneLabel_(new TextLabel(TextLabel::Role::Label, time_)), zone_(new ChoiceBox(time_)),
      samples_(new TextLabel(TextLabel::Role::Mono, time_)), zoneError_(new ErrorLine(this)),
      malformedLabel_(new TextLabel(TextLabel::Role::Label, this)), mode_(new ChoiceBox(this)),
      malformed_(new TextLabel(TextLabel::Role::CaptionStrong, this)), malformedPlace_(new TextLabel(TextLabel::Role::Caption, this)) {
    again_->setIcon(icon(Icon::RefreshCw));
    setControlSize(again_, ControlSize::Small);
    setControlSize(infer_, ControlSize::Medium);
    head_->addWidget(again_);
    head_->addWidget(faces_);
    faces_->addSegment({});
    faces_->addSegment(QStringLiteral("DDL"));
    faces_->addSegment(QStringLiteral("StructType"));
    faces_->setObjectName(QStringLiteral("schemaFaces"));
    for (QPlainTextEdit* box : {ddl_, structType_}) {
        box->setFont(monoFont());
        box->setFrameShape(QFrame::NoFrame);
        box->setTabChangesFocus(true);
        box->document()->setDocumentMargin(scaled(16));
        connect(box, &QPlainTextEdit::textChanged, this, [this] {
            textChanged_ = true;
            typing_.start();
        });
    }
    ddl_->setObjectName(QStringLiteral("ddl"));
    structType_->setObjectName(QStringLiteral("structType"));
    structType_->setLineWrapMode(QPlainTextEdit::NoWrap);
    stack_->addWidget(table_);
    stack_->addWidget(ddl_);
    stack_->addWidget(structType_);
    typing_.setSingleShot(true);
    typing_.setInterval(kTypingPause);
    connect(&typing_, &QTimer::timeout, this, &ColumnsCard::applyText);

    reading_->setObjectName(QStringLiteral("reading"));
    zone_->setObjectName(QStringLiteral("zone"));
    zone_->setMinimumWidth(scaled(120));
    mode_->setObjectName(QStringLiteral("mode"));
    mode_->setMinimumWidth(scaled(216));
    reading_->setMinimumWidth(scaled(170));
    setControlSize(reading_, ControlSize::Small);
    setControlSize(zone_, ControlSize::Small);
    samples_->setTextFormat(Qt::PlainText);
    malformed_->setTokenColor(&ThemeTokens::err);
    malformedPlace_->setTextFormat(Qt::PlainText);

    auto* timeHead = new QHBoxLayout;
    timeHead->setSpacing(scaled(8));
    timeHead->addWidget(timeTitle_);
    timeHead->addWidget(timeChip_);
    timeHead->addWidget(reading_);
    timeHead->addStretch();
    timeHead->addWidget(zoneLabel_);
    timeHead->addWidget(zone_);
    auto* timeColumn = new QVBoxLayout(time_);
    timeColumn->setContentsMargins(scaled(16), scaled(10), scaled(16), scaled(10));
    timeColumn->setSpacing(scaled(8));
    timeColumn->addLayout(timeHead);
    timeColumn->addWidget(samples_);

    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(scaled(16), scaled(10), scaled(16), scaled(10));
    foot->setSpacing(scaled(8));
    foot->addWidget(malformedLabel_);
    foot->addWidget(mode_);
    foot->addWidget(malformed_);
    foot->addWidget(malformedPlace_, 1);

    auto* inferRow = new QHBoxLayout;
    inferRow->setContentsMargins(scaled(16), 0, scaled(16), 0);
    inferRow->addWidget(infer_);
    inferRow->addStretch();

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    column->addWidget(head_);
    column->addWidget(new Separator(Qt::Horizontal, this));
    column->addWidget(stack_);
    column->addWidget(error_);
    column->addLayout(inferRow);
    column->addWidget(new Separator(Qt::Horizontal, this));
    column->addWidget(time_);
    column->addWidget(zoneError_);
    column->addWidget(new Separator(Qt::Horizontal, this));
    column->addLayout(foot);

    connect(faces_, &SegmentBar::chosen, this, [this](int face) { setFace(static_cast<Face>(face)); });
    connect(again_, &QToolButton::clicked, this, &ColumnsCard::inferRequested);
    connect(infer_, &QPushButton::clicked, this, &ColumnsCard::inferRequested);
    connect(table_, &ColumnsTable::schemaEdited, this, [this](const QString& text, const Schema& schema) {
        if (state_.session) state_.session->edit(text, withSchema(state_.session->document(), schema));
    });
    connect(table_, &ColumnsTable::eventTimeChosen, this, &ColumnsCard::setEventTime);
    connect(reading_, &ChoiceBox::chosen, this, [this](const std::string& word) {
        if (!state_.session) return;
        const std::string name = questionOf(state_.session->document()).timeColumn();
        for (const TimeReading reading : {TimeReading::Seconds, TimeReading::Milliseconds, TimeReading::Microseconds, TimeReading::Nanoseconds}) {
            if (word == wordOf(reading)) return setEventTime(name, reading);
        }
        refreshTime();
    });
    connect(zone_, &ChoiceBox::chosen, this, [this](const std::string& zone) {
        if (!state_.session) return;
        QueryDocument next = state_.session->document();
        if (zone.empty()) next.conf.erase(kZoneKey);
        else next.conf.insert_or_assign(kZoneKey, zone);
        state_.session->edit(tr("Change the zone"), std::move(next));
    });
    connect(mode_, &ChoiceBox::chosen, this, [this](const std::string& mode) {
        if (!state_.session) return;
        QueryDocument next = state_.session->document();
        if (const auto found = next.source.options.find(std::string_view("mode")); found != next.source.options.end()) next.source.options.erase(found);
        if (mode != "PERMISSIVE") next.source.options.emplace("mode", mode);
        state_.session->edit(tr("Change what happens to rows that cannot be read"), std::move(next));
    });
    retranslate();
}

void ColumnsCard::changeEvent(QEvent* event) {
    Card::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void ColumnsCard::retranslate() {
    head_->setTitle(tr("Columns"));
    faces_->setAccessibleName(tr("How the columns are shown"));
    faces_->setText(Table, tr("Table"));
    again_->setToolTip(tr("Read the columns from the files again"));
    again_->setAccessibleName(tr("Read the columns from the files again"));
    infer_->setText(tr("Use these columns"));
    ddl_->setAccessibleName(tr("Columns as DDL"));
    ddl_->setPlaceholderText(QStringLiteral("time TIMESTAMP, action STRING"));
    structType_->setAccessibleName(tr("Columns as a StructType"));
    zoneLabel_->setText(tr("Show in"));
    zone_->setAccessibleName(tr("Time zone of the query"));
    reading_->setAccessibleName(tr("What the numbers count"));
    reading_->setChoices({{tr("epoch seconds"), wordOf(TimeReading::Seconds)}, {tr("epoch milliseconds"), wordOf(TimeReading::Milliseconds)},
                          {tr("epoch microseconds"), wordOf(TimeReading::Microseconds)}, {tr("epoch nanoseconds"), wordOf(TimeReading::Nanoseconds)}});
    const QString local = QString::fromStdString(TimeZone::local().id());
    std::vector<ChoiceBox::Choice> zones{{tr("this machine (%1)").arg(local), ""}};
    for (const char* zone : {"UTC", "Europe/Paris", "Europe/London", "America/New_York", "America/Los_Angeles", "Asia/Tokyo"}) {
        zones.push_back({QString::fromLatin1(zone), zone});
    }
    zone_->setChoices(zones);
    malformedLabel_->setText(tr("Rows that cannot be read"));
    mode_->setAccessibleName(tr("Rows that cannot be read"));
    mode_->setChoices({{tr("keep, with empty values"), "PERMISSIVE"}, {tr("leave out"), "DROPMALFORMED"}, {tr("stop the query"), "FAILFAST"}});
    table_->retranslate();
    refresh();
}

QPlainTextEdit* ColumnsCard::textOf(Face face) const {
    return face == Ddl ? ddl_ : face == StructType ? structType_ : nullptr;
}

void ColumnsCard::setFace(Face face) {
    if (typing_.isActive()) applyText();
    face_ = face;
    faces_->setCurrentIndex(face);
    textChanged_ = false;
    error_->setText({});
    stack_->setCurrentIndex(face);
    refresh();
}

void ColumnsCard::refresh() {
    setEnabled(state_.session != nullptr);
    if (!state_.session) return;
    table_->refresh();
    refreshCaption();
    refreshTexts();
    refreshTime();
    refreshMalformed();
}

void ColumnsCard::refreshCaption() {
    const RowSample* sample = state_.sample();
    const bool hasSchema = !state_.session->document().source.schema.empty();
    if (sample) {
        head_->setCaption(sample->isWhole ? tr("read from %n row(s)", nullptr, static_cast<int>(sample->rows))
                                          : tr("read from the first %n row(s)", nullptr, static_cast<int>(sample->rows)));
    } else {
        head_->setCaption(state_.isReading ? tr("Reading the sample…") : QString());
    }
    infer_->setVisible(!hasSchema && sample && sample->isInferred);
    again_->setVisible(hasSchema && state_.files() && state_.files()->fileCount > 0);
    if (textChanged_) return;
    QString refusal = state_.refusalAt("/source/schema");
    if (!hasSchema && state_.isReading) refusal.clear();
    if (!hasSchema && !state_.isReading && state_.rows && !*state_.rows && state_.rows->error().code() != ErrorCode::Cancelled) {
        refusal = BuildState::text(state_.rows->error());
    }
    error_->setText(refusal);
}

void ColumnsCard::refreshTexts() {
    QPlainTextEdit* box = textOf(face_);
    stack_->setFixedHeight(face_ == Table ? std::max(table_->minimumHeight(), scaled(62)) : scaled(152));
    stack_->setVisible(face_ != Table || table_->rowCount() > 0);
    if (!box || textChanged_) return;
    const std::string& text = state_.session->document().source.schema;
    const bool isJson = !text.empty() && text.front() == '{';
    const Schema schema = state_.schema();
    QString shown;
    if (schema.size() > 0) shown = face_ == Ddl ? laidOutDdl(schema) : laidOut(toStructTypeJson(schema));
    else if (isJson == (face_ == StructType)) shown = QString::fromStdString(text);
    if (box->toPlainText() == shown) return;
    const QSignalBlocker quiet(box);
    const int position = box->textCursor().position();
    box->setPlainText(shown);
    QTextCursor cursor = box->textCursor();
    cursor.setPosition(std::min(position, static_cast<int>(shown.size())));
    box->setTextCursor(cursor);
}

void ColumnsCard::applyText() {
    typing_.stop();
    QPlainTextEdit* box = textOf(face_);
    if (!box || !state_.session || !textChanged_) return;
    const std::string text = box->toPlainText().toStdString();
    const auto parsed = face_ == Ddl ? parseDdl(text) : parseStructTypeJson(text);
    if (!parsed) {
        const int column = parsed.error().column();
        const QString said = BuildState::text(parsed.error());
        // The text may have several lines; people count within one.
        if (column >= 0) {
            const QTextBlock block = box->document()->findBlock(std::min(column, static_cast<int>(box->toPlainText().size())));
            error_->setText(tr("Line %1, character %2: %3").arg(QString::number(block.blockNumber() + 1), QString::number(column - block.position() + 1), said));
        } else {
            error_->setText(said);
        }
        markError(column);
        return;
    }
    markError(-1);
    error_->setText({});
    QueryDocument next = state_.session->document();
    next.source.schema = face_ == Ddl ? toDdl(*parsed) : toStructTypeJson(*parsed);
    textChanged_ = false;
    if (next == state_.session->document()) return;
    state_.session->edit(tr("Edit the columns"), std::move(next));
}

void ColumnsCard::markError(int column) {
    QPlainTextEdit* box = textOf(face_);
    QList<QTextEdit::ExtraSelection> marks;
    if (column >= 0) {
        QTextEdit::ExtraSelection mark;
        mark.cursor = box->textCursor();
        mark.cursor.setPosition(std::min(column, static_cast<int>(box->toPlainText().size())));
        mark.cursor.movePosition(QTextCursor::EndOfWord, QTextCursor::KeepAnchor);
        if (!mark.cursor.hasSelection()) mark.cursor.movePosition(QTextCursor::NextCharacter, QTextCursor::KeepAnchor);
        if (!mark.cursor.hasSelection()) mark.cursor.movePosition(QTextCursor::PreviousCharacter, QTextCursor::KeepAnchor);
        mark.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        mark.format.setUnderlineColor(Theme::tokens().err);
        mark.format.setBackground(Theme::tokens().errBg);
        marks << mark;
    }
    box->setExtraSelections(marks);
}

void ColumnsCard::setEventTime(const std::string& column, TimeReading reading) {
    if (!state_.session || column.empty()) return;
    const QueryDocument& document = state_.session->document();
    const bool had = !questionOf(document).timeColumn().empty();
    QueryDocument next = withEventTime(document, state_.schema(), column, reading);
    // A time that nothing uses would be forgotten at once: the first one chosen gets a watermark.
    if (!had) next = withDelay(std::move(next), column, "10 minutes");
    state_.session->edit(tr("Choose the event time"), std::move(next));
}

void ColumnsCard::refreshTime() {
    const QueryDocument& document = state_.session->document();
    const Question question = questionOf(document);
    const std::string& name = question.timeColumn();
    const RowSample* sample = state_.sample();
    time_->setVisible(!name.empty());
    const auto zone = document.conf.find(kZoneKey);
    zone_->setValue(zone == document.conf.end() ? std::string() : zone->second);
    const QString zoneRefusal = state_.refusalAt(std::string("/conf/") + kZoneKey);
    setInvalid(zone_, !zoneRefusal.isEmpty());
    zoneError_->setText(zoneRefusal);
    if (name.empty()) return;
    timeTitle_->setText(tr("How %1 reads").arg(QString::fromStdString(name)));
    const auto found = sample ? sample->schema->find(name, false) : std::vector<std::size_t>();
    const SampledColumn* column = found.size() == 1 ? &sample->columns[found[0]] : nullptr;
    const bool isNumber = column && column->isWholeNumber;
    reading_->setVisible(isNumber);
    timeChip_->setVisible(column && !isNumber);
    timeChip_->setText(tr("text with date and time"));
    const bool isEpoch = question.epochStep && question.epochColumn == name;
    const EpochUnit unit = isEpoch ? question.epochUnit : EpochUnit::Seconds;
    reading_->setValue(wordOf(static_cast<TimeReading>(static_cast<int>(unit) + 1)));
    QStringList lines;
    if (column) {
        const TimeZone shownIn = sessionConfOf(document).conf.zone;
        qsizetype widest = 0;
        for (const std::string& example : column->examples) widest = std::max(widest, shownText(example).size());
        for (const std::string& example : column->examples) {
            const QString raw = shownText(example);
            std::optional<std::int64_t> instant;
            if (isNumber) instant = instantOf(raw.toLongLong(), unit);
            else instant = parseTimestamp(example, shownIn);
            const QString parsed = instant ? QString::fromStdString(formatTimestamp(*instant, shownIn)) + QLatin1Char(' ') + QString::fromStdString(shownIn.id())
                                           : tr("no time");
            lines << raw.leftJustified(widest) + QStringLiteral("  →  ") + parsed;
        }
    }
    samples_->setText(lines.join(QLatin1Char('\n')));
    samples_->setVisible(!lines.isEmpty());
}

void ColumnsCard::refreshMalformed() {
    const OptionMap& options = state_.session->document().source.options;
    const auto mode = options.find(std::string_view("mode"));
    std::string word = mode == options.end() ? "PERMISSIVE" : mode->second;
    for (char& c : word) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    mode_->setValue(word);
    setInvalid(mode_, !state_.refusalAt("/source/options/mode").isEmpty());
    const RowSample* sample = state_.sample();
    const bool any = sample && sample->malformed > 0;
    const bool readsTexts = readsFiles(state_.session->document().source.format);
    malformedLabel_->setVisible(readsTexts);
    mode_->setVisible(readsTexts);
    malformed_->setVisible(sample != nullptr);
    malformedPlace_->setVisible(any && !sample->malformedRows.empty());
    if (!sample) return;
    const QLocale locale;
    malformed_->setTokenColor(any ? &ThemeTokens::err : &ThemeTokens::text2);
    malformed_->setText(any ? tr("%1 of %2").arg(locale.toString(static_cast<qulonglong>(sample->malformed)), locale.toString(static_cast<qulonglong>(sample->rows)))
                            : tr("none in the sample"));
    if (sample->malformedRows.empty()) return;
    const SampledMalformedRow& row = sample->malformedRows.front();
    malformedPlace_->setText(row.line > 0 ? QStringLiteral("%1:%2").arg(shownText(row.file), QString::number(row.line)) : shownText(row.file));
    malformedPlace_->setToolTip(tr("%1: %2").arg(shownText(row.reason), shownText(row.text).left(300)));
}

}  // namespace vitrine::ui
