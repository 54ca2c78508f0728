// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include <QPointer>

#include "ui/models/result_table_model.h"
#include "ui/models/window_table_model.h"
#include "ui/pages/query_form.h"
#include "ui/widgets/card.h"

class QPlainTextEdit;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace vitrine::ui {

class BadgeTabBar;
class EmptyState;
class MetricsLane;
class ProgressLane;

/// The tables of a query as lanes: result (raw rows, or one row a window), late rows, malformed rows, log; beside them each
/// batch's progress and the metrics. Each says what its count means.
class ResultCard : public Card {
    Q_OBJECT
  public:
    enum Lane { Result, Late, Malformed, Log, Progress, Metrics };
    static constexpr std::size_t kLanes = 6;

    explicit ResultCard(KeyColorsPtr colours, QWidget* parent = nullptr);

    void setSession(QuerySession* session);
    /// Takes the newest result into the tables.
    void refreshResult();
    /// Badges and the lines below the lanes.
    void refreshCounts();

    void showLane(int lane);
    int lane() const;
    /// The table in front, null in a lane without one; for focus and tests.
    QTableView* table() const;
    BadgeTabBar* tabs() const { return tabs_; }
    const ResultTableModel& rows() const { return rows_; }
    const WindowTableModel& windows() const { return windows_; }
    WindowCounts windowCounts() const;
    bool isByWindow() const;
    void setByWindow(bool byWindow);
    /// The selected rows, or all of them, with a header line; tab-separated.
    QString tabSeparated() const;

  Q_SIGNALS:
    void exportRequested();

  protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    QTableView* makeTable(QAbstractItemModel* model);
    void fitColumns(QTableView* table, bool fromScratch);
    void refreshRun();
    void refreshHead();
    void elideCaption();
    void refreshEmpty();
    void showDetail(Lane lane, const QModelIndex& index);
    void copy();
    void retranslate();

    QPointer<QuerySession> session_;
    ResultTableModel rows_;
    WindowTableModel windows_;
    BadgeTabBar* tabs_;
    TextLabel* caption_;
    SegmentBar* view_;
    QToolButton* copy_;
    QToolButton* export_;
    QStackedWidget* body_;
    std::array<QStackedWidget*, kLanes> lanes_{};     ///< each: its tables, then its empty state
    std::array<EmptyState*, kLanes> empty_{};
    std::array<TextLabel*, kLanes> foot_{};           ///< none for the result: its count stands in the head
    std::array<QPlainTextEdit*, kLanes> detail_{};    ///< the whole text of a late or malformed row
    ProgressLane* progress_;
    MetricsLane* metrics_;
    QTableView* rowTable_;
    QTableView* windowTable_;
    std::array<QTableView*, kLanes> laneTable_{};
    bool wantsWindows_ = true;
    QString captionText_;
};

}  // namespace vitrine::ui
