// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/listed_rows_model.h"

#include <QFileInfo>

#include "core/base/line_position.h"
#include "ui/charts/time_labels.h"
#include "ui/models/cell_roles.h"

namespace vitrine::ui {
namespace {

constexpr std::int64_t kSecond = 1'000'000;

}  // namespace

ListedRowsModel::ListedRowsModel(Kind kind, QObject* parent) : QAbstractTableModel(parent), kind_(kind) {}

void ListedRowsModel::setZone(const TimeZone& zone) {
    zone_ = zone;
    refreshTexts();
}

void ListedRowsModel::setLocale(const QLocale& locale) {
    locale_ = locale;
    refreshTexts();
}

void ListedRowsModel::refreshTexts() {
    if (rowCount() > 0) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

void ListedRowsModel::clear() {
    beginResetModel();
    entries_.clear();
    total_ = 0;
    endResetModel();
    Q_EMIT totalChanged(0);
}

void ListedRowsModel::add(const BatchReport& report) {
    const std::vector<ListedRow>& rows = kind_ == Kind::Late ? report.late : report.malformed;
    const std::uint64_t counted = kind_ == Kind::Late ? report.rows.late + report.rows.partlyLate : report.rows.malformed;
    if (!rows.empty()) {
        beginInsertRows({}, 0, static_cast<int>(rows.size()) - 1);
        for (const ListedRow& row : rows) entries_.push_front({report.batchId, row, {}, {}});
        endInsertRows();
    }
    if (entries_.size() > kKept) {
        beginRemoveRows({}, static_cast<int>(kKept), static_cast<int>(entries_.size()) - 1);
        entries_.resize(kKept);
        endRemoveRows();
    }
    if (counted > 0) {
        total_ += counted;
        Q_EMIT totalChanged(total_);
    }
}

const ListedRow* ListedRowsModel::rowAt(int row) const {
    return row >= 0 && row < rowCount() ? &entries_[static_cast<std::size_t>(row)].row : nullptr;
}

int ListedRowsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(entries_.size());
}

int ListedRowsModel::columnCount(const QModelIndex& parent) const {
    if (parent.isValid()) return 0;
    return kind_ == Kind::Late ? 6 : 5;
}

QString ListedRowsModel::lateText(const Entry& entry, int column) const {
    const TimeLabels labels(locale_, zone_);
    const ListedRow& row = entry.row;
    switch (column) {
        case 0: return row.eventTime ? labels.dateAndTime(row.eventTime->time_since_epoch().count(), kSecond) : QString();
        case 1:
            return row.windowStart && row.windowEnd
                       ? labels.window(row.windowStart->time_since_epoch().count(), row.windowEnd->time_since_epoch().count())
                       : QString();
        case 2: return row.threshold ? labels.dateAndTime(row.threshold->time_since_epoch().count() * 1000, kSecond) : QString();
        case 3: return labels.duration(row.delayNeeded.count() * 1000);
        case 4: return locale_.toString(static_cast<qlonglong>(entry.batchId));
        default: locate(entry); return entry.where;
    }
}

/// Counts lines only for rows that are shown. A row of a compressed or very large file is told by its byte.
void ListedRowsModel::locate(const Entry& entry) const {
    if (!entry.where.isEmpty()) return;
    const ListedRow& row = entry.row;
    const QFileInfo file(QString::fromStdString(row.file));
    static const QStringList compressed{QStringLiteral("gz"), QStringLiteral("bz2"), QStringLiteral("deflate")};
    if (!compressed.contains(file.suffix())) {
        if (const auto position = linePositionAt(systemFiles(), row.file, row.offset)) {
            entry.where = QStringLiteral("%1:%2").arg(file.fileName()).arg(position->line);
            entry.line = QString::fromStdString(position->text);
            return;
        }
    }
    entry.where = tr("%1, byte %2").arg(file.fileName(), locale_.toString(static_cast<qulonglong>(row.offset)));
}

QString ListedRowsModel::malformedText(const Entry& entry, int column) const {
    const ListedRow& row = entry.row;
    switch (column) {
        case 0: return QString::fromStdString(row.reason);
        case 1: return QString::fromStdString(row.text);
        case 2: return row.counted ? tr("counted, with NULL") : tr("not counted");
        case 3: return locale_.toString(static_cast<qlonglong>(entry.batchId));
        default: locate(entry); return entry.where;
    }
}

QVariant ListedRowsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Entry& entry = entries_[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
        case RawRole: return kind_ == Kind::Late ? lateText(entry, index.column()) : malformedText(entry, index.column());
        case Qt::ToolTipRole:
            locate(entry);
            return entry.line.isEmpty() ? QString::fromStdString(entry.row.file) : QString::fromStdString(entry.row.file) + QLatin1Char('\n') + entry.line;
        case Qt::TextAlignmentRole: return QVariant::fromValue<int>(Qt::AlignVCenter | Qt::AlignLeft);
        default: return {};
    }
}

QVariant ListedRowsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue<int>(Qt::AlignVCenter | Qt::AlignLeft);
    if (role != Qt::DisplayRole) return {};
    const QStringList late{tr("event time"), tr("window missed"), tr("watermark then"), tr("delay that keeps it"), tr("batch"), tr("where")};
    const QStringList malformed{tr("why"), tr("line"), tr("result"), tr("batch"), tr("where")};
    return (kind_ == Kind::Late ? late : malformed).value(section);
}

}  // namespace vitrine::ui
