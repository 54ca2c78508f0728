// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/chart_sheet.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QLineEdit>
#include <QSpinBox>
#include <QVBoxLayout>

#include "ui/charts/chart_summary.h"
#include "ui/pages/chart_value_rows.h"
#include "ui/style/fonts.h"
#include "ui/widgets/section.h"

namespace vitrine::ui {

namespace {

constexpr int kLabelWidth = 120;
/// Stands for several columns that the document names and one box cannot show.
constexpr const char* kKept = "\x1f";

QString chosenIn(const std::vector<std::string>& names) {
    if (names.size() > 1) return QString::fromLatin1(kKept);
    return names.empty() ? QString() : QString::fromStdString(names.front());
}

/// What `box` says, as columns; several that it stands for stay as they are.
void take(const QComboBox* box, std::vector<std::string>& names) {
    const QString chosen = box->currentData().toString();
    if (chosen == QLatin1String(kKept)) return;
    names.clear();
    if (!chosen.isEmpty()) names.push_back(chosen.toStdString());
}

}  // namespace

ChartSheet::ChartSheet(ChartSpec spec, const ResultShapePtr& shape, QWidget* parent)
    : QDialog(parent), spec_(std::move(spec)), shape_(shape) {
    setWindowTitle(tr("Edit chart"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(scaled(16), scaled(16), scaled(16), scaled(16));
    column->setSpacing(scaled(8));
    const auto add = [&](const QString& label, QWidget* control) {
        control->setSizePolicy(QSizePolicy::Expanding, control->sizePolicy().verticalPolicy());
        auto* row = new FormRow(label, control, this, kLabelWidth);
        column->addWidget(row);
        return row;
    };
    title_ = new QLineEdit(QString::fromStdString(spec_.title), this);
    title_->setPlaceholderText(tr("made from the columns"));
    add(tr("Title"), title_);
    type_ = new QComboBox(this);
    for (const ChartType type : {ChartType::Bar, ChartType::Line, ChartType::Area, ChartType::Scatter, ChartType::Pie,
                                 ChartType::Histogram, ChartType::Number})
        type_->addItem(ChartSummary::typeName(type), static_cast<int>(type));
    add(tr("Kind"), type_);
    keys_ = new QComboBox(this);
    keysRow_ = add(tr("X axis"), keys_);
    values_ = new ChartValueRows(spec_.values, shape, this);
    valuesRow_ = add(tr("Values"), values_);
    group_ = new QComboBox(this);
    groupRow_ = add(tr("Colours"), group_);
    stack_ = new QComboBox(this);
    stackRow_ = add(tr("Stacking"), stack_);
    bins_ = new QSpinBox(this);
    bins_->setRange(0, 200);
    bins_->setSpecialValueText(tr("as many as read well"));
    binsRow_ = add(tr("Bars"), bins_);
    span_ = new QSpinBox(this);
    span_->setRange(1, 500);
    spanRow_ = add(tr("Windows shown"), span_);
    top_ = new QSpinBox(this);
    top_->setRange(1, 50);
    topRow_ = add(tr("Keys shown"), top_);
    nulls_ = new QComboBox(this);
    nulls_->addItem(tr("drawn as 0"), true);
    nulls_->addItem(tr("left as a gap"), false);
    nullsRow_ = add(tr("Empty values"), nulls_);
    axis_ = new QComboBox(this);
    axis_->addItem(tr("calm: grows at once, shrinks late"), static_cast<int>(AxisMode::Sticky));
    axis_->addItem(tr("fits every batch"), static_cast<int>(AxisMode::Auto));
    if (spec_.yMode == AxisMode::Lock) axis_->addItem(tr("fixed by the document"), static_cast<int>(AxisMode::Lock));
    if (spec_.yMode == AxisMode::Same) axis_->addItem(tr("the same for all charts"), static_cast<int>(AxisMode::Same));
    axisRow_ = add(tr("Value axis"), axis_);
    open_ = new QCheckBox(tr("Show open windows"), this);
    logarithmic_ = new QCheckBox(tr("Logarithmic values"), this);
    hole_ = new QCheckBox(tr("Ring with the total in its middle"), this);
    for (QCheckBox* box : {open_, logarithmic_, hole_}) column->addWidget(box);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    column->addStretch();
    column->addWidget(buttons);

    fillColumns(group_, spec_.groups, [this](std::size_t index) {
        const ColumnRole role = index < shape_->roles.size() ? shape_->roles[index] : ColumnRole::Other;
        return role == ColumnRole::Key || (role == ColumnRole::Other && !(*shape_->schema)[index].type->isNested());
    });
    type_->setCurrentIndex(std::max(0, type_->findData(static_cast<int>(spec_.type))));
    bins_->setValue(spec_.bins);
    span_->setValue(spec_.span);
    top_->setValue(spec_.topN);
    nulls_->setCurrentIndex(nulls_->findData(spec_.nullsAsZero));
    axis_->setCurrentIndex(axis_->findData(static_cast<int>(spec_.yMode)));
    open_->setChecked(spec_.showOpenWindows);
    logarithmic_->setChecked(spec_.logScale);
    hole_->setChecked(spec_.hole);
    refresh();

    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    connect(title_, &QLineEdit::editingFinished, this, &ChartSheet::ask);
    for (QComboBox* box : {type_, keys_, group_, stack_, nulls_, axis_})
        connect(box, &QComboBox::activated, this, &ChartSheet::ask);
    for (QSpinBox* box : {bins_, span_, top_}) connect(box, &QSpinBox::editingFinished, this, &ChartSheet::ask);
    for (QCheckBox* box : {open_, logarithmic_, hole_}) connect(box, &QCheckBox::clicked, this, &ChartSheet::ask);
    connect(values_, &ChartValueRows::changed, this, &ChartSheet::ask);
    setMinimumWidth(scaled(420));
}

void ChartSheet::fillColumns(QComboBox* box, const std::vector<std::string>& chosen,
                             const std::function<bool(std::size_t)>& fits) const {
    box->clear();
    box->addItem(tr("none"), QString());
    for (std::size_t index = 0; shape_ && index < shape_->schema->size(); ++index) {
        const QString name = QString::fromStdString((*shape_->schema)[index].name);
        if (fits(index)) box->addItem(name, name);
    }
    const QString wanted = chosenIn(chosen);
    if (wanted == QLatin1String(kKept)) {
        QStringList names;
        for (const std::string& name : chosen) names << QString::fromStdString(name);
        box->addItem(names.join(QStringLiteral(", ")), wanted);
    } else if (box->findData(wanted) < 0) {
        // What the document names stays, also where the result has no such column.
        box->addItem(wanted, wanted);
    }
    box->setCurrentIndex(box->findData(wanted));
}

bool ChartSheet::isOnTime(std::size_t column) const {
    const ColumnRole role = column < shape_->roles.size() ? shape_->roles[column] : ColumnRole::Other;
    const TypePtr& type = (*shape_->schema)[column].type;
    return role == ColumnRole::Window || role == ColumnRole::WindowStart || role == ColumnRole::WindowEnd ||
           type->is(TypeKind::Timestamp) || type->is(TypeKind::TimestampNtz) || type->is(TypeKind::Date);
}

/// Shows what the kind uses.
void ChartSheet::refresh() {
    const ChartType type = spec_.type;
    const bool pie = type == ChartType::Pie;
    const bool histogram = type == ChartType::Histogram;
    const bool number = type == ChartType::Number;
    const bool scatter = type == ChartType::Scatter;
    const bool stacks = type == ChartType::Bar || type == ChartType::Area;
    fillColumns(keys_, spec_.keys, [&](std::size_t index) {
        const Field& field = (*shape_->schema)[index];
        if (isOnTime(index)) return true;
        if (scatter) return field.type->isNumeric();
        return !number && !field.type->isNested();
    });
    if (keys_->findData(QString()) >= 0 && !number && !spec_.keys.empty())
        keys_->removeItem(keys_->findData(QString()));
    stack_->clear();
    stack_->addItem(type == ChartType::Area ? tr("over each other") : tr("side by side"),
                    static_cast<int>(StackMode::Grouped));
    stack_->addItem(tr("stacked"), static_cast<int>(StackMode::Stacked));
    stack_->addItem(tr("shares of 100\u00A0%"), static_cast<int>(StackMode::Percent));
    stack_->setCurrentIndex(stack_->findData(static_cast<int>(spec_.stack)));
    keysRow_->setLabel(number ? tr("Over time") : tr("X axis"));
    groupRow_->setLabel(pie ? tr("Parts") : tr("Colours"));
    valuesRow_->setLabel(pie || number || histogram ? tr("Value") : tr("Values"));
    values_->setLimits(!histogram, pie || number || histogram);
    keysRow_->setVisible(!histogram && !(pie && !spec_.groups.empty()));
    groupRow_->setVisible(!number);
    stackRow_->setVisible(stacks);
    binsRow_->setVisible(histogram);
    spanRow_->setVisible(!pie && !histogram);
    topRow_->setVisible(!number);
    nullsRow_->setVisible(stacks || type == ChartType::Line || number);
    axisRow_->setVisible(!pie && !number);
    logarithmic_->setVisible(!pie && !number);
    hole_->setVisible(pie);
    open_->setVisible(!shape_ || shape_->canBeFinal);
}

void ChartSheet::ask() {
    ChartSpec wanted = spec_;
    wanted.title = title_->text().trimmed().toStdString();
    wanted.type = static_cast<ChartType>(type_->currentData().toInt());
    take(keys_, wanted.keys);
    wanted.values = values_->values();
    take(group_, wanted.groups);
    wanted.stack = static_cast<StackMode>(stack_->currentData().toInt());
    wanted.bins = bins_->value();
    wanted.span = span_->value();
    wanted.topN = top_->value();
    wanted.nullsAsZero = nulls_->currentData().toBool();
    wanted.yMode = static_cast<AxisMode>(axis_->currentData().toInt());
    wanted.showOpenWindows = open_->isChecked();
    wanted.logScale = logarithmic_->isChecked();
    wanted.hole = hole_->isChecked();
    // Limits of the boxes are no edits: what the document has beyond them stays until it is changed.
    if (spec_.span > span_->maximum() && wanted.span == span_->maximum()) wanted.span = spec_.span;
    if (spec_.topN > top_->maximum() && wanted.topN == top_->maximum()) wanted.topN = spec_.topN;
    if (wanted == spec_) return;
    spec_ = wanted;
    refresh();
    Q_EMIT specChanged(spec_);
}

}  // namespace vitrine::ui
