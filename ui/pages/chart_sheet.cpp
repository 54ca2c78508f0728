// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/chart_sheet.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QLineEdit>
#include <QSpinBox>
#include <QVBoxLayout>

#include "ui/style/fonts.h"
#include "ui/widgets/section.h"

namespace vitrine::ui {

ChartSheet::ChartSheet(ChartSpec spec, const ResultShapePtr& shape, QWidget* parent) : QDialog(parent), spec_(std::move(spec)) {
    setWindowTitle(tr("Edit chart"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(scaled(16), scaled(16), scaled(16), scaled(16));
    column->setSpacing(scaled(8));
    const auto add = [&](const QString& label, QWidget* control) { column->addWidget(new FormRow(label, control, this, 120)); };

    title_ = new QLineEdit(QString::fromStdString(spec_.title), this);
    title_->setPlaceholderText(tr("made from the columns"));
    add(tr("Title"), title_);
    type_ = new QComboBox(this);
    type_->addItem(tr("Bars"), static_cast<int>(ChartType::Bar));
    type_->addItem(tr("Lines"), static_cast<int>(ChartType::Line));
    add(tr("Kind"), type_);
    value_ = new QComboBox(this);
    aggregate_ = new QComboBox(this);
    group_ = new QComboBox(this);
    group_->addItem(tr("none"), QString());
    if (spec_.values.empty() || spec_.values.front().column.empty()) value_->addItem(tr("number of rows"), QString());
    for (std::size_t index = 0; shape && index < shape->schema->size(); ++index) {
        const Field& field = (*shape->schema)[index];
        const QString name = QString::fromStdString(field.name);
        if (field.type->isNumeric()) value_->addItem(name, name);
        const ColumnRole role = shape->roles[index];
        if (role == ColumnRole::Key || (role == ColumnRole::Other && !field.type->isNested())) group_->addItem(name, name);
    }
    add(tr("Value"), value_);
    for (const auto& [text, aggregate] : {std::pair{tr("sum"), ValueAggregate::Sum}, {tr("count"), ValueAggregate::Count}, {tr("average"), ValueAggregate::Avg},
                                          {tr("lowest"), ValueAggregate::Min}, {tr("highest"), ValueAggregate::Max}}) {
        aggregate_->addItem(text, static_cast<int>(aggregate));
    }
    add(tr("Rows on one mark"), aggregate_);
    add(tr("Colours"), group_);
    span_ = new QSpinBox(this);
    span_->setRange(1, 500);
    add(tr("Windows shown"), span_);
    keys_ = new QSpinBox(this);
    keys_->setRange(1, 50);
    add(tr("Keys shown"), keys_);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    column->addWidget(buttons);

    type_->setCurrentIndex(type_->findData(static_cast<int>(spec_.type)));
    if (!spec_.values.empty()) {
        value_->setCurrentIndex(value_->findData(QString::fromStdString(spec_.values.front().column)));
        aggregate_->setCurrentIndex(aggregate_->findData(static_cast<int>(spec_.values.front().aggregate)));
    }
    group_->setCurrentIndex(std::max(0, group_->findData(spec_.groups.empty() ? QString() : QString::fromStdString(spec_.groups.front()))));
    span_->setValue(spec_.span);
    keys_->setValue(spec_.topN);

    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    connect(title_, &QLineEdit::editingFinished, this, &ChartSheet::ask);
    for (QComboBox* box : {type_, value_, aggregate_, group_}) connect(box, &QComboBox::activated, this, &ChartSheet::ask);
    for (QSpinBox* box : {span_, keys_}) connect(box, &QSpinBox::editingFinished, this, &ChartSheet::ask);
    setMinimumWidth(scaled(380));
}

void ChartSheet::ask() {
    ChartSpec wanted = spec_;
    wanted.title = title_->text().trimmed().toStdString();
    if (type_->currentIndex() >= 0) wanted.type = static_cast<ChartType>(type_->currentData().toInt());
    if (value_->currentIndex() >= 0 && !wanted.values.empty()) wanted.values.front().column = value_->currentData().toString().toStdString();
    if (aggregate_->currentIndex() >= 0 && !wanted.values.empty()) wanted.values.front().aggregate = static_cast<ValueAggregate>(aggregate_->currentData().toInt());
    const std::string group = group_->currentData().toString().toStdString();
    if (wanted.groups.empty() ? !group.empty() : wanted.groups.front() != group) {
        wanted.groups.clear();
        if (!group.empty()) wanted.groups.push_back(group);
    }
    wanted.span = span_->value();
    wanted.topN = keys_->value();
    if (wanted == spec_) return;
    spec_ = wanted;
    Q_EMIT specChanged(spec_);
}

}  // namespace vitrine::ui
