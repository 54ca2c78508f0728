// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/columns_table.h"

#include <algorithm>

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QRadioButton>
#include <QSignalBlocker>

#include "core/data/timestamp_text.h"
#include "ui/pages/form_parts.h"
#include "ui/style/control_kind.h"
#include "ui/style/fonts.h"
#include "ui/style/theme.h"

namespace vitrine::ui {
namespace {

enum Part { EventTime, Name, Type, Empty, Seen };
constexpr int kRowHeight = 34;
constexpr int kMostRows = 6;

}  // namespace

std::optional<TimeReading> timeReadingOf(const RowSample& sample, const std::string& column) {
    const auto found = sample.schema->find(column, false);
    if (found.size() != 1) return std::nullopt;
    const SampledColumn& seen = sample.columns[found[0]];
    if (seen.isWholeNumber) {
        if (const auto unit = epochUnitOf(seen.least, seen.greatest)) return static_cast<TimeReading>(static_cast<int>(*unit) + 1);
        return std::nullopt;
    }
    const TypePtr& type = (*sample.schema)[found[0]].type;
    if (seen.isTimeText || type->is(TypeKind::Timestamp)) return TimeReading::Typed;
    return std::nullopt;
}

ColumnsTable::ColumnsTable(const BuildState& state, QWidget* parent) : QTableWidget(0, 5, parent), state_(state) {
    setSelectionMode(QAbstractItemView::NoSelection);
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    setTabKeyNavigation(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed | QAbstractItemView::AnyKeyPressed);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(scaled(kRowHeight));
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    setItemDelegate(new RowLineDelegate(this));
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setFixedHeight(scaled(28));
    horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    horizontalHeader()->setSectionResizeMode(EventTime, QHeaderView::Fixed);
    horizontalHeader()->setSectionResizeMode(Type, QHeaderView::Fixed);
    horizontalHeader()->resizeSection(Type, scaled(160));
    horizontalHeader()->setSectionResizeMode(Seen, QHeaderView::Stretch);
    times_ = new QButtonGroup(this);
    connect(this, &QTableWidget::cellChanged, this, [this](int row, int column) {
        if (filling_ || column != Name) return;
        QMetaObject::invokeMethod(this, [this, row, name = item(row, Name)->text().trimmed()] { renameColumn(row, name); }, Qt::QueuedConnection);
    });
    retranslate();
}

void ColumnsTable::retranslate() {
    setAccessibleName(tr("Columns"));
    setHorizontalHeaderLabels({tr("event time"), tr("name"), tr("type"), tr("empty"), tr("seen")});
    for (int part = 0; part < columnCount(); ++part) {
        horizontalHeaderItem(part)->setTextAlignment((part == Empty ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    horizontalHeader()->resizeSection(EventTime, QFontMetrics(captionFont(QFont::Medium)).horizontalAdvance(tr("event time")) + scaled(36));
    schema_ = Schema();
}

void ColumnsTable::refresh() {
    const Schema schema = state_.schema();
    filling_ = true;
    if (!(schema == schema_) || rowCount() != static_cast<int>(schema.size())) build(schema);
    const RowSample* sample = state_.sample();
    const Question question = state_.session ? questionOf(state_.session->document()) : Question();
    const std::string& timeColumn = question.timeColumn();
    const QLocale locale;
    times_->setExclusive(false);
    for (int row = 0; row < rowCount(); ++row) {
        const Field& field = schema[static_cast<std::size_t>(row)];
        const bool isTime = field.name == timeColumn;
        auto* radio = static_cast<QRadioButton*>(times_->button(row));
        const auto reading = sample ? timeReadingOf(*sample, field.name) : std::nullopt;
        radio->setChecked(isTime);
        radio->setEnabled(isTime || reading || field.type->is(TypeKind::Timestamp));
        radio->setToolTip(radio->isEnabled() ? QString() : tr("The values of %1 are no times.").arg(QString::fromStdString(field.name)));
        QString empty, values;
        const auto found = sample ? sample->schema->find(field.name, true) : std::vector<std::size_t>();
        if (found.size() == 1) {
            const SampledColumn& column = sample->columns[found[0]];
            const double share = sample->rows ? static_cast<double>(column.empty) / static_cast<double>(sample->rows) : 0;
            empty = share > 0 && share < 0.01 ? tr("< 1 %") : tr("%1 %").arg(locale.toString(share * 100, 'f', 0));
            values = seen(found[0], schema);
        }
        item(row, Empty)->setText(empty);
        item(row, Seen)->setText(values);
        item(row, Seen)->setToolTip(values);
        for (int part = 0; part < columnCount(); ++part) {
            if (QTableWidgetItem* cell = item(row, part)) cell->setBackground(isTime ? QBrush(Theme::tokens().sel) : QBrush());
            if (QTableWidgetItem* cell = item(row, part); cell && part >= Empty) cell->setForeground(Theme::tokens().text2);
        }
    }
    times_->setExclusive(true);
    filling_ = false;
    setFixedHeight(scaled(28) + std::min(rowCount(), kMostRows) * scaled(kRowHeight));
}

void ColumnsTable::build(const Schema& schema) {
    schema_ = schema;
    clearContents();
    delete times_;
    times_ = new QButtonGroup(this);
    setRowCount(static_cast<int>(schema.size()));
    const bool isFixed = state_.session && hasOwnColumns(state_.session->document().source.format);
    std::vector<ChoiceBox::Choice> types;
    for (const char* type : {"STRING", "BIGINT", "INT", "DOUBLE", "BOOLEAN", "TIMESTAMP", "TIMESTAMP_NTZ", "DATE", "DECIMAL(10,2)"}) {
        types.push_back({QString::fromLatin1(type), type});
    }
    for (int row = 0; row < rowCount(); ++row) {
        const Field& field = schema[static_cast<std::size_t>(row)];
        const QString name = QString::fromStdString(field.name);
        for (const int part : {EventTime, Name, Type, Empty, Seen}) {
            auto* cell = new QTableWidgetItem;
            cell->setFlags(part == Name && !isFixed ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsEditable : Qt::ItemIsEnabled);
            if (part == Name) {
                cell->setText(name);
                cell->setFont(monoFont());
            }
            cell->setTextAlignment((part == Empty ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
            setItem(row, part, cell);
        }
        auto* holder = new QWidget;
        auto* line = new QHBoxLayout(holder);
        line->setContentsMargins(scaled(16), 0, 0, 0);
        auto* radio = new QRadioButton(holder);
        radio->setAccessibleName(tr("%1 is the event time").arg(name));
        radio->setObjectName(QStringLiteral("eventTime:") + name);
        line->addWidget(radio);
        line->addStretch();
        times_->addButton(radio, row);
        setCellWidget(row, EventTime, holder);
        // Queued: an edit may make the table anew while the control it came from is still at work.
        connect(radio, &QRadioButton::clicked, this, [this, column = field.name] {
            const RowSample* sample = state_.sample();
            Q_EMIT eventTimeChosen(column, sample ? timeReadingOf(*sample, column).value_or(TimeReading::Typed) : TimeReading::Typed);
        }, Qt::QueuedConnection);
        auto* box = new ChoiceBox;
        setControlSize(box, ControlSize::Small);
        box->setFont(monoFont());
        box->setChoices(types);
        box->setValue(field.type->sql());
        box->setAccessibleName(tr("Type of %1").arg(name));
        box->setEnabled(!isFixed);
        box->setObjectName(QStringLiteral("type:") + name);
        auto* boxHolder = new QWidget;
        auto* boxLine = new QHBoxLayout(boxHolder);
        boxLine->setContentsMargins(scaled(4), 0, scaled(12), 0);
        boxLine->addWidget(box);
        setCellWidget(row, Type, boxHolder);
        connect(box, &ChoiceBox::chosen, this, [this, row](const std::string& type) {
            QMetaObject::invokeMethod(this, [this, row, type] { setType(row, type); }, Qt::QueuedConnection);
        });
    }
}

void ColumnsTable::renameColumn(int row, const QString& name) {
    if (row >= static_cast<int>(schema_.size())) return;
    std::vector<Field> fields = schema_.fields();
    Field& field = fields[static_cast<std::size_t>(row)];
    if (name.isEmpty() || name.toStdString() == field.name) {
        schema_ = Schema();
        return refresh();
    }
    field.name = name.toStdString();
    Q_EMIT schemaEdited(tr("Rename a column"), Schema(std::move(fields)));
}

void ColumnsTable::setType(int row, const std::string& type) {
    if (row >= static_cast<int>(schema_.size())) return;
    auto parsed = parseType(type);
    if (!parsed) {
        if (auto* box = cellWidget(row, Type)->findChild<ChoiceBox*>()) {
            setInvalid(box, true);
            box->setToolTip(BuildState::text(parsed.error()));
        }
        return;
    }
    std::vector<Field> fields = schema_.fields();
    fields[static_cast<std::size_t>(row)].type = std::move(parsed).value();
    Q_EMIT schemaEdited(tr("Change a type"), Schema(std::move(fields)));
}

QString ColumnsTable::seen(std::size_t index, const Schema&) const {
    const RowSample& sample = *state_.sample();
    const SampledColumn& column = sample.columns[index];
    const Column& values = sample.values.column(index);
    if (values.type()->is(TypeKind::Timestamp) && sample.rows > 0) {
        std::optional<std::int64_t> least, greatest;
        const auto instants = values.values<std::int64_t>();
        for (std::size_t row = 0; row < sample.rows; ++row) {
            if (values.isNull(row)) continue;
            least = std::min(least.value_or(instants[row]), instants[row]);
            greatest = std::max(greatest.value_or(instants[row]), instants[row]);
        }
        if (!least) return {};
        const TimeZone zone = state_.session ? sessionConfOf(state_.session->document()).conf.zone : TimeZone();
        const QString from = QString::fromStdString(formatTimestamp(*least, zone)).left(19);
        const QString to = QString::fromStdString(formatTimestamp(*greatest, zone)).left(19);
        return from.left(10) == to.left(10) ? tr("%1 – %2").arg(from.mid(11), to.mid(11)) : tr("%1 – %2").arg(from, to);
    }
    if (column.isWholeNumber && (column.hasMoreValues || column.values.size() > 4)) {
        return tr("%1 – %2").arg(QString::number(column.least), QString::number(column.greatest));
    }
    QStringList texts;
    const bool all = !column.hasMoreValues && column.values.size() <= 6;
    for (const std::string& value : all ? column.values : column.examples) texts << shownText(value).left(40);
    return all ? texts.join(QStringLiteral(", ")) : tr("%1 …").arg(texts.join(QStringLiteral(", ")));
}

}  // namespace vitrine::ui
