// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/sql_result.h"

namespace vitrine::ui {

ResultSnapshotPtr snapshotOf(const SqlAnswer& answer) {
    auto shape = std::make_shared<ResultShape>();
    shape->schema = answer.rows.schema;
    shape->roles.assign(answer.columns.size(), ColumnRole::Other);
    shape->mode = OutputMode::Complete;
    shape->ordered = true;
    auto chunk = std::make_shared<ResultChunk>();
    chunk->rows = answer.rows;
    auto snapshot = std::make_shared<ResultSnapshot>();
    snapshot->shape = std::move(shape);
    snapshot->chunks.push_back(std::move(chunk));
    snapshot->numRows = answer.rows.numRows;
    snapshot->replaced = true;
    return snapshot;
}

void SqlResultModel::setAnswer(const SqlAnswerPtr& answer, const TimeZone& zone) {
    answer_ = answer;
    setSnapshot(nullptr);  // other columns, other rows: nothing of the last answer stays
    setZone(zone);
    if (answer && !answer->columns.empty()) setSnapshot(snapshotOf(*answer));
}

QVariant SqlResultModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Vertical) return role == Qt::DisplayRole ? QVariant(section + 1) : QVariant();
    if (!answer_ || section < 0 || section >= static_cast<int>(answer_->columns.size())) return {};
    const SqlColumn& column = answer_->columns[static_cast<std::size_t>(section)];
    const QString name = QString::fromStdString(column.name);
    const QString type = QString::fromStdString(column.type);
    if (role == Qt::DisplayRole) return QString(name + QStringLiteral("  ") + type.section(QLatin1Char('<'), 0, 0));
    if (role == Qt::ToolTipRole) return QString(name + QLatin1Char(' ') + type);
    return ResultTableModel::headerData(section, orientation, role);
}

}  // namespace vitrine::ui
