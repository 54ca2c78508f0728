// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/log_model.h"

#include <QLocale>

namespace vitrine::ui {

LogModel::LogModel(QObject* parent) : QAbstractTableModel(parent) {}

void LogModel::add(Level level, const QString& sentence) {
    beginInsertRows({}, 0, 0);
    lines_.push_front({QDateTime::currentDateTime(), level, sentence});
    endInsertRows();
    if (lines_.size() <= kKept) return;
    beginRemoveRows({}, static_cast<int>(kKept), static_cast<int>(lines_.size()) - 1);
    lines_.resize(kKept);
    endRemoveRows();
}

void LogModel::clear() {
    beginResetModel();
    lines_.clear();
    endResetModel();
}

int LogModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(lines_.size());
}

int LogModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : 3;
}

QVariant LogModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || role != Qt::DisplayRole) return {};
    const Line& line = lines_[static_cast<std::size_t>(index.row())];
    switch (index.column()) {
        case 0: return QLocale().toString(line.time.time(), QStringLiteral("HH:mm:ss"));
        case 1: return line.level == Level::Error ? tr("error") : line.level == Level::Warning ? tr("warning") : tr("note");
        default: return line.sentence;
    }
}

QVariant LogModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    return QStringList{tr("time"), tr("kind"), tr("what happened")}.value(section);
}

}  // namespace vitrine::ui
