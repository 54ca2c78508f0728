// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/chart_value_rows.h"

#include <algorithm>
#include <array>
#include <utility>

#include <QComboBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/charts/default_charts.h"
#include "ui/style/control_kind.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"

namespace vitrine::ui {

ChartValueRows::ChartValueRows(const std::vector<ChartValue>& values, const ResultShapePtr& shape, QWidget* parent)
    : QWidget(parent), shape_(shape), column_(new QVBoxLayout(this)), add_(new QPushButton(tr("Add a value"), this)) {
    column_->setContentsMargins(0, 0, 0, 0);
    column_->setSpacing(scaled(4));
    setKind(add_, ButtonKind::Link);
    setControlSize(add_, ControlSize::Small);
    add_->setIcon(icon(Icon::Plus));
    column_->addWidget(add_, 0, Qt::AlignLeft);
    connect(add_, &QPushButton::clicked, this, [this] {
        // The first number that is not drawn yet.
        ChartValue next{std::string(), ValueAggregate::Count};
        const std::vector<ChartValue> now = this->values();
        for (std::size_t index = 0; shape_ && index < shape_->schema->size(); ++index) {
            const Field& field = (*shape_->schema)[index];
            const bool used = std::any_of(now.begin(), now.end(),
                                          [&](const ChartValue& value) { return value.column == field.name; });
            if (!field.type->isNumeric() || used) continue;
            next = {field.name, defaultAggregate(field.name)};
            break;
        }
        addLine(next);
        refresh();
        lines_.back().column->setFocus(Qt::OtherFocusReason);
        Q_EMIT changed();
    });
    for (const ChartValue& value : values) addLine(value);
    if (values.empty()) addLine({std::string(), ValueAggregate::Count});
    refresh();
}

void ChartValueRows::addLine(const ChartValue& value) {
    Line line{new QWidget(this), new QComboBox, new QComboBox, new QToolButton};
    auto* row = new QHBoxLayout(line.box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(scaled(6));
    row->addWidget(line.column, 3);
    row->addWidget(line.aggregate, 2);
    row->addWidget(line.remove);
    line.column->setAccessibleName(tr("Column of the value"));
    line.column->addItem(tr("number of rows"), QString());
    for (std::size_t index = 0; shape_ && index < shape_->schema->size(); ++index) {
        const Field& field = (*shape_->schema)[index];
        const QString name = QString::fromStdString(field.name);
        if (field.type->isNumeric() || field.name == value.column) line.column->addItem(name, name);
    }
    const QString chosen = QString::fromStdString(value.column);
    // A column that the result has not got (any more) stays what the document says.
    if (line.column->findData(chosen) < 0) line.column->addItem(chosen, chosen);
    line.column->setCurrentIndex(line.column->findData(chosen));
    line.aggregate->setAccessibleName(tr("What is done to rows on one mark"));
    const std::array<std::pair<QString, ValueAggregate>, 9> words{
        {{tr("sum"), ValueAggregate::Sum},
         {tr("count"), ValueAggregate::Count},
         {tr("count of different ones"), ValueAggregate::Distinct},
         {tr("average"), ValueAggregate::Avg},
         {tr("median"), ValueAggregate::Median},
         {tr("lowest"), ValueAggregate::Min},
         {tr("highest"), ValueAggregate::Max},
         {tr("standard deviation"), ValueAggregate::Stddev},
         {tr("as it is"), ValueAggregate::None}}};
    for (const auto& [text, aggregate] : words) line.aggregate->addItem(text, static_cast<int>(aggregate));
    line.aggregate->setCurrentIndex(line.aggregate->findData(static_cast<int>(value.aggregate)));
    line.remove->setIcon(icon(Icon::Trash2));
    line.remove->setFocusPolicy(Qt::StrongFocus);
    line.remove->setToolTip(tr("Remove this value"));
    line.remove->setAccessibleName(tr("Remove this value"));
    for (QComboBox* box : {line.column, line.aggregate})
        connect(box, &QComboBox::activated, this, [this] {
            refresh();
            Q_EMIT changed();
        });
    connect(line.remove, &QToolButton::clicked, this, [this, box = line.box] {
        const auto found =
            std::find_if(lines_.begin(), lines_.end(), [box](const Line& one) { return one.box == box; });
        if (found == lines_.end()) return;
        lines_.erase(found);
        box->hide();
        box->deleteLater();
        refresh();
        lines_.front().column->setFocus(Qt::OtherFocusReason);
        Q_EMIT changed();
    });
    column_->insertWidget(static_cast<int>(lines_.size()), line.box);
    lines_.push_back(line);
}

std::vector<ChartValue> ChartValueRows::values() const {
    std::vector<ChartValue> all;
    for (const Line& line : lines_) {
        all.push_back({line.column->currentData().toString().toStdString(),
                       static_cast<ValueAggregate>(line.aggregate->currentData().toInt())});
    }
    return all;
}

void ChartValueRows::setLimits(bool withAggregate, bool oneOnly) {
    withAggregate_ = withAggregate;
    oneOnly_ = oneOnly;
    refresh();
}

void ChartValueRows::refresh() {
    for (std::size_t index = 0; index < lines_.size(); ++index) {
        const Line& line = lines_[index];
        // Rows are counted, there is nothing else to do to them.
        line.aggregate->setVisible(withAggregate_ && !line.column->currentData().toString().isEmpty());
        line.remove->setVisible(lines_.size() > 1 && !oneOnly_);
        line.box->setVisible(index == 0 || !oneOnly_);
    }
    add_->setVisible(!oneOnly_);
}

}  // namespace vitrine::ui
