// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <vector>

#include <QAbstractTableModel>
#include <QLocale>

#include "ui/charts/chart_data.h"
#include "ui/charts/time_labels.h"

namespace vitrine::ui {

/// A windowed result as one row a window (*By window*), newest first: the keys side by side (at most eight, then *Other*),
/// total, state, what must come for the window to become final, last change. Same numbers as the charts.
class WindowTableModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    explicit WindowTableModel(KeyColorsPtr colours, QObject* parent = nullptr);

    /// Whether a result of this shape can be shown by window.
    static bool canShow(const ResultShape& shape);

    void setSnapshot(const ResultSnapshotPtr& snapshot);
    void setZone(const TimeZone& zone);
    void setLocale(const QLocale& locale);

    int windows() const noexcept { return static_cast<int>(rows_.size()); }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    enum class Part { Window, Key, Total, State, BecomesFinal, LastChange };
    struct Section {
        Part part;
        std::size_t series = 0;
    };
    void rebuild();
    void adopt(ChartData next);
    QVariant cell(const Section& section, std::size_t place, int role) const;
    QString becomesFinal(const ChartPlace& place) const;
    QString lastChange(std::size_t place) const;

    KeyColorsPtr colours_;
    ResultSnapshotPtr snapshot_;
    ChartDataBuilder builder_;
    ChartData data_;
    std::map<std::int64_t, double> totalsBefore_;   ///< by start of the window, after batch batchBefore_
    std::int64_t batchBefore_ = -1;
    std::vector<Section> sections_;
    std::vector<std::size_t> rows_;       ///< row → place, newest first
    TimeZone zone_;
    QLocale locale_;
    double highest_ = 0;
};

}  // namespace vitrine::ui
