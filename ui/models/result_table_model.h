// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QAbstractTableModel>
#include <QLocale>

#include "core/data/time_zone.h"
#include "core/report/result_snapshot.h"

namespace vitrine::ui {

/// The rows of a result as they are (*Rows*), over the chunks of the newest snapshot: nothing is copied.
///
/// A new version changes, adds and removes rows; the model is reset only when the columns change, so scroll position,
/// selection and focus stay. Window thread only.
class ResultTableModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    explicit ResultTableModel(QObject* parent = nullptr);

    void setSnapshot(ResultSnapshotPtr snapshot);
    void setZone(const TimeZone& zone);
    void setLocale(const QLocale& locale);

    const ResultSnapshotPtr& snapshot() const noexcept { return snapshot_; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    ResultSnapshot::Position at(int row) const;
    bool isOpen(const ResultSnapshot::Position& position) const;
    void adopt(ResultSnapshotPtr snapshot);

    ResultSnapshotPtr snapshot_;
    std::vector<std::uint64_t> firstRows_;   ///< of each chunk
    int shown_ = 0;                          ///< rows of snapshot_ that the views know of
    int skipped_ = 0;                        ///< rows at the front of snapshot_ that have left while a newer one is adopted
    TimeZone zone_;
    QLocale locale_;
};

/// The end of the window that `position`'s row belongs to, in microseconds; empty when the result has none.
std::optional<std::int64_t> windowEndOf(const ResultShape& shape, const ResultSnapshot::Position& position);

/// A cell as the screen shows it: numbers and times in the language's form, NULL as a dash.
QString displayText(const Column& column, std::size_t row, const TimeZone& zone, const QLocale& locale);

}  // namespace vitrine::ui
