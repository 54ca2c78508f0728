// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>

#include <QAbstractTableModel>
#include <QDateTime>

namespace vitrine::ui {

/// What happened to a query, in sentences, newest first; the lane *Log*. At most kKept lines.
class LogModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum class Level { Note, Warning, Error };
    static constexpr std::size_t kKept = 5'000;

    explicit LogModel(QObject* parent = nullptr);

    void add(Level level, const QString& sentence);
    void clear();

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    Level levelAt(int row) const { return lines_[static_cast<std::size_t>(row)].level; }

  private:
    struct Line {
        QDateTime time;
        Level level;
        QString sentence;
    };
    std::deque<Line> lines_;
};

}  // namespace vitrine::ui
