// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/step_row.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/pages/expression_field.h"
#include "ui/pages/form_parts.h"
#include "ui/style/control_kind.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/labels.h"

namespace vitrine::ui {
namespace {

QString placeOf(std::size_t index) {
    return QStringLiteral("/steps/%1").arg(index);
}

QString joined(const std::vector<std::string>& expressions) {
    return QString::fromStdString(joinExpressions(expressions));
}

}  // namespace

QString stepJson(const QueryDocument& document, std::size_t index) {
    QueryDocument only;
    only.steps = {document.steps[index]};
    const std::string json = toJson(only);
    const QJsonObject tree = QJsonDocument::fromJson(QByteArray(json.data(), static_cast<qsizetype>(json.size()))).object();
    return QString::fromUtf8(QJsonDocument(tree[QLatin1String("steps")].toArray().first().toObject()).toJson(QJsonDocument::Compact));
}

StepRow::StepRow(const BuildState& state, QWidget* parent)
    : QWidget(parent), state_(state), label_(new TextLabel(TextLabel::Role::Mono, this)), row_(new QHBoxLayout),
      remove_(new QToolButton(this)), error_(new ErrorLine(this)) {
    label_->setTokenColor(&ThemeTokens::accentText);
    label_->setMinimumWidth(scaled(80));
    remove_->setIcon(icon(Icon::Trash2));
    setControlSize(remove_, ControlSize::Medium);
    row_->setContentsMargins(scaled(20), scaled(7), scaled(16), scaled(7));
    row_->setSpacing(scaled(8));
    row_->addWidget(label_);
    row_->addWidget(remove_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(new Separator(Qt::Horizontal, this));
    column->addLayout(row_);
    column->addWidget(error_);
    connect(remove_, &QToolButton::clicked, this, [this] { Q_EMIT removed(index_); });
}

StepRow::Part& StepRow::addPart(std::string member, bool isList, QLineEdit* field) {
    field->setFont(monoFont());
    if (auto* expression = qobject_cast<ExpressionField*>(field)) {
        expression->setColumns([this] { return state_.columnsBefore(index_); });
    }
    connect(field, &QLineEdit::editingFinished, this, &StepRow::commit);
    return parts_.emplace_back(Part{std::move(member), isList, field, {}});
}

void StepRow::makeParts(const Step& step) {
    if (fields_) {
        // Its own signal may have led here.
        fields_->hide();
        fields_->deleteLater();
    }
    parts_.clear();
    method_ = step.method.index();
    fields_ = new QWidget(this);
    auto* line = new QHBoxLayout(fields_);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(scaled(8));
    const auto expressions = [&](const char* member, bool isList, int stretch = 1) {
        auto* field = new ExpressionField(fields_);
        line->addWidget(field, stretch);
        addPart(member, isList, field);
    };
    const auto word = [&](const QString& text) { line->addWidget(new TextLabel(text, TextLabel::Role::MonoCaption, fields_)); };
    if (std::holds_alternative<WhereStep>(step.method)) {
        expressions("/where", false);
    } else if (std::holds_alternative<SelectStep>(step.method)) {
        expressions("/select", true);
    } else if (std::holds_alternative<OrderByStep>(step.method)) {
        expressions("/orderBy", true);
    } else if (std::holds_alternative<WithColumnStep>(step.method)) {
        auto* name = new QLineEdit(fields_);
        line->addWidget(name, 1);
        addPart("/withColumn/0", false, name);
        word(QStringLiteral("="));
        expressions("/withColumn/1", false, 3);
    } else if (std::holds_alternative<GroupByStep>(step.method)) {
        expressions("/groupBy", true);
        word(QStringLiteral("agg"));
        expressions("/agg", true);
    } else {
        auto* json = new QLineEdit(fields_);
        line->addWidget(json, 1);
        addPart({}, false, json);
    }
    row_->insertWidget(1, fields_, 1);
    setFocusProxy(parts_.front().field);
    retranslate();
}

std::vector<QString> StepRow::textsOf(const Step& step) const {
    if (const auto* where = std::get_if<WhereStep>(&step.method)) return {QString::fromStdString(where->condition)};
    if (const auto* select = std::get_if<SelectStep>(&step.method)) return {joined(select->expressions)};
    if (const auto* order = std::get_if<OrderByStep>(&step.method)) return {joined(order->orders)};
    if (const auto* column = std::get_if<WithColumnStep>(&step.method)) return {QString::fromStdString(column->name), QString::fromStdString(column->expression)};
    if (const auto* group = std::get_if<GroupByStep>(&step.method)) return {joined(group->keys), joined(group->aggregates)};
    return {stepJson(state_.session->document(), index_)};
}

void StepRow::show(std::size_t index) {
    const Step& step = state_.session->document().steps[index];
    const bool isMoved = index != index_;
    index_ = index;
    if (method_ != step.method.index()) makeParts(step);
    else if (isMoved) retranslate();
    const std::vector<QString> texts = textsOf(step);
    for (std::size_t at = 0; at < parts_.size(); ++at) {
        Part& part = parts_[at];
        if (part.shown == texts[at] && !isMoved && part.field->isModified()) continue;  // still being typed
        part.shown = texts[at];
        if (part.field->text() == texts[at]) continue;
        part.field->setText(texts[at]);
        part.field->setCursorPosition(0);
    }
    refreshError();
}

void StepRow::refuse(const QString& text) {
    setInvalid(parts_.front().field, true);
    error_->setText(text);
}

void StepRow::refreshError() {
    const std::string place = placeOf(index_).toStdString();
    const Error* refusal = nullptr;
    for (const Diagnostic& diagnostic : state_.session->diagnostics()) {
        if (diagnostic.severity != Severity::Error || !BuildState::isWithin(diagnostic.error.place(), place)) continue;
        refusal = &diagnostic.error;
        break;
    }
    QString said = refusal ? BuildState::text(*refusal) : QString();
    const bool isOfWhole = refusal && refusal->place() == place;
    for (const Part& part : parts_) {
        const bool isHere = refusal && (isOfWhole || BuildState::isWithin(refusal->place(), place + part.member));
        int mark = -1;
        if (isHere && !isOfWhole && !part.member.empty()) {
            const std::string rest = refusal->place().substr(place.size() + part.member.size());
            const std::string text = part.shown.toStdString();
            if (!part.isList) mark = ExpressionField::positionOf(text, refusal->column());
            else if (rest.size() > 1) mark = ExpressionField::positionOf(splitExpressions(text), std::stoul(rest.substr(1)), refusal->column());
        }
        setInvalid(part.field, isHere);
        if (auto* field = qobject_cast<ExpressionField*>(part.field)) {
            field->setMark(part.field->text() == part.shown ? mark : -1);
            if (mark >= 0) said = tr("Character %1: %2").arg(QString::number(mark + 1), said);
        }
        part.field->setAccessibleDescription(isHere ? said : QString());
    }
    error_->setText(said);
}

void StepRow::commit() {
    bool isChanged = false;
    for (const Part& part : parts_) {
        part.field->setModified(false);
        isChanged = isChanged || part.field->text() != part.shown;
    }
    if (!isChanged) return;
    if (parts_.front().member.empty()) {
        Q_EMIT jsonEdited(index_, parts_.front().field->text());
        return;
    }
    Step step = state_.session->document().steps[index_];
    const auto text = [this](std::size_t part) { return parts_[part].field->text().trimmed().toStdString(); };
    const auto list = [&](std::size_t part) { return splitExpressions(text(part)); };
    if (auto* where = std::get_if<WhereStep>(&step.method)) where->condition = text(0);
    else if (auto* select = std::get_if<SelectStep>(&step.method)) select->expressions = list(0);
    else if (auto* order = std::get_if<OrderByStep>(&step.method)) order->orders = list(0);
    else if (auto* column = std::get_if<WithColumnStep>(&step.method)) *column = {text(0), text(1)};
    else if (auto* group = std::get_if<GroupByStep>(&step.method)) *group = {list(0), list(1)};
    Q_EMIT changed(index_, step);
}

void StepRow::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void StepRow::retranslate() {
    if (!state_.session || index_ >= state_.session->document().steps.size()) return;
    const std::string_view method = state_.session->document().steps[index_].name();
    const QString name = QString::fromUtf8(method.data(), static_cast<qsizetype>(method.size()));
    const QString title = tr("Step %1, %2", "number and method").arg(QString::number(index_ + 1), name);
    label_->setText(name);
    label_->setToolTip(title);
    for (const Part& part : parts_) {
        const bool isSecond = &part != &parts_.front();
        const bool isColumn = part.member == "/withColumn/0";
        part.field->setAccessibleName(isColumn ? tr("%1: name of the column").arg(title) : isSecond && part.isList ? title + QStringLiteral(", agg") : title);
    }
    remove_->setToolTip(tr("Remove this step"));
    remove_->setAccessibleName(tr("Remove %1").arg(title));
}

}  // namespace vitrine::ui
