// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/result_table_model.h"

#include <algorithm>

#include "core/data/table_text.h"
#include "ui/models/cell_roles.h"

namespace vitrine::ui {
namespace {

/// Row counts beyond this cannot be numbered by Qt's views; the page says how many are shown.
constexpr std::uint64_t kMostRows = 2'000'000'000;

bool isRightAligned(const DataType& type) {
    return type.isNumeric();
}

}  // namespace

std::optional<std::int64_t> windowEndOf(const ResultShape& shape, const ResultSnapshot::Position& position) {
    for (std::size_t index = 0; index < shape.roles.size(); ++index) {
        const Column& column = position.chunk->rows.column(index);
        switch (shape.roles[index]) {
            case ColumnRole::Window:
                if (column.isNull(position.row) || column.children().size() < 2) return std::nullopt;
                return column.child(1)->values<std::int64_t>()[position.row];
            case ColumnRole::WindowStart:
                if (column.isNull(position.row)) return std::nullopt;
                return column.values<std::int64_t>()[position.row] + shape.windowDuration.count();
            case ColumnRole::WindowEnd:
                if (column.isNull(position.row)) return std::nullopt;
                return column.values<std::int64_t>()[position.row];
            case ColumnRole::Other:
            case ColumnRole::Key:
            case ColumnRole::Value: break;
        }
    }
    return std::nullopt;
}

QString displayText(const Column& column, std::size_t row, const TimeZone& zone, const QLocale& locale) {
    if (column.isNull(row)) return QStringLiteral("–");
    switch (column.type()->kind()) {
        case TypeKind::Byte: return locale.toString(static_cast<int>(column.values<std::int8_t>()[row]));
        case TypeKind::Short: return locale.toString(column.values<std::int16_t>()[row]);
        case TypeKind::Int: return locale.toString(column.values<std::int32_t>()[row]);
        case TypeKind::Long: return locale.toString(static_cast<qlonglong>(column.values<std::int64_t>()[row]));
        case TypeKind::Float: return locale.toString(static_cast<double>(column.values<float>()[row]), 'g', 9);
        case TypeKind::Double: return locale.toString(column.values<double>()[row], 'g', 12);
        default: return QString::fromStdString(cellText(column, row, zone));
    }
}

ResultTableModel::ResultTableModel(QObject* parent) : QAbstractTableModel(parent) {}

void ResultTableModel::adopt(ResultSnapshotPtr snapshot) {
    snapshot_ = std::move(snapshot);
    skipped_ = 0;
    firstRows_.clear();
    std::uint64_t first = 0;
    if (!snapshot_) return;
    for (const auto& chunk : snapshot_->chunks) {
        firstRows_.push_back(first);
        first += chunk->rows.numRows;
    }
}

void ResultTableModel::setSnapshot(ResultSnapshotPtr snapshot) {
    const bool sameColumns = snapshot && snapshot_ && *snapshot->shape->schema == *snapshot_->shape->schema;
    if (!sameColumns) {
        beginResetModel();
        adopt(std::move(snapshot));
        shown_ = snapshot_ ? static_cast<int>(std::min(snapshot_->numRows, kMostRows)) : 0;
        endResetModel();
        return;
    }
    // Rows leave at the front (older ones no longer kept) and arrive at the end; between, they keep their places.
    const int before = rowCount();
    const auto gone = static_cast<int>(std::min<std::uint64_t>(snapshot->rowsNotKept - std::min(snapshot->rowsNotKept, snapshot_->rowsNotKept),
                                                               static_cast<std::uint64_t>(before)));
    const int after = static_cast<int>(std::min(snapshot->numRows, kMostRows));
    const int kept = before - gone;
    // The old version serves the rows that stay until the others have left; the new one before the others come in.
    if (gone > 0) {
        beginRemoveRows({}, 0, gone - 1);
        skipped_ = gone;
        shown_ = kept;
        endRemoveRows();
    }
    if (after < kept) {
        beginRemoveRows({}, after, kept - 1);
        shown_ = after;
        endRemoveRows();
    }
    adopt(std::move(snapshot));
    if (after > kept) {
        beginInsertRows({}, kept, after - 1);
        shown_ = after;
        endInsertRows();
    }
    const int common = std::min(kept, after);
    if (common > 0) {
        Q_EMIT dataChanged(index(0, 0), index(common - 1, columnCount() - 1),
                           {Qt::DisplayRole, RawRole, OpenRole, ChangedRole});
    }
}

void ResultTableModel::setZone(const TimeZone& zone) {
    zone_ = zone;
    if (rowCount() > 0) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1), {Qt::DisplayRole});
}

void ResultTableModel::setLocale(const QLocale& locale) {
    locale_ = locale;
    if (rowCount() > 0) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1), {Qt::DisplayRole});
}

int ResultTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : shown_;
}

int ResultTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() || !snapshot_ ? 0 : static_cast<int>(snapshot_->shape->schema->size());
}

ResultSnapshot::Position ResultTableModel::at(int row) const {
    const auto wanted = static_cast<std::uint64_t>(row + skipped_);
    const auto next = std::upper_bound(firstRows_.begin(), firstRows_.end(), wanted);
    const auto chunk = static_cast<std::size_t>(next - firstRows_.begin()) - 1;
    return {snapshot_->chunks[chunk].get(), static_cast<std::size_t>(wanted - firstRows_[chunk])};
}

bool ResultTableModel::isOpen(const ResultSnapshot::Position& position) const {
    if (!snapshot_->shape->canBeFinal) return false;
    const auto end = windowEndOf(*snapshot_->shape, position);
    return end && *end > snapshot_->watermark.time_since_epoch().count() * 1000;
}

QVariant ResultTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || !snapshot_) return {};
    const ResultSnapshot::Position position = at(index.row());
    const Column& column = position.chunk->rows.column(static_cast<std::size_t>(index.column()));
    switch (role) {
        case Qt::DisplayRole: return displayText(column, position.row, zone_, locale_);
        case Qt::TextAlignmentRole:
            return QVariant::fromValue<int>(Qt::AlignVCenter | (isRightAligned(*column.type()) ? Qt::AlignRight : Qt::AlignLeft));
        case RawRole: return QString::fromStdString(cellText(column, position.row, zone_));
        case OpenRole: return isOpen(position);
        case ChangedRole: return position.chunk->changedIn.size() > position.row && position.chunk->changedIn[position.row] == snapshot_->batchId;
        default: return {};
    }
}

QVariant ResultTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (!snapshot_ || orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
    const Field& field = (*snapshot_->shape->schema)[static_cast<std::size_t>(section)];
    switch (role) {
        case Qt::DisplayRole: return QString::fromStdString(field.name);
        case Qt::ToolTipRole: return QString::fromStdString(field.type->sql());
        case Qt::TextAlignmentRole:
            return QVariant::fromValue<int>(Qt::AlignVCenter | (isRightAligned(*field.type) ? Qt::AlignRight : Qt::AlignLeft));
        default: return {};
    }
}

}  // namespace vitrine::ui
