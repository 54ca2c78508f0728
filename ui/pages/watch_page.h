// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include <QWidget>

#include "ui/charts/key_colors.h"

namespace vitrine::ui {

class ChartCard;
class FrameScheduler;
class QuerySession;

/// Watch: the query panel at the left; status sentence, charts, result card with its lanes, and metrics at the right.
///
/// Shows one session at a time. Views are drawn by the scheduler, one an event-loop turn; a page that is hidden draws
/// nothing and catches up when it is shown.
class WatchPage : public QWidget {
    Q_OBJECT
  public:
    WatchPage(FrameScheduler& scheduler, KeyColorsPtr colours, QWidget* parent = nullptr);
    ~WatchPage() override;

    /// Shows a session; null shows nothing. A session without charts in the project gets the default ones of its shape
    /// with its first result.
    void setSession(QuerySession* session);
    QuerySession* session() const;

    /// The chart cards of the session, in order.
    std::vector<ChartCard*> chartCards() const;

    /// Opens the settings of a chart of the session.
    void editChart(const QString& chartId);

    /// A batch chosen in the time band, or -1 for live: the page says which batch is looked at.
    void setFollow(bool follow);
    void setSidebarVisible(bool visible);

    /// Opens a lane: 0 Result, 1 Late rows, 2 Malformed rows, 3 Log, 4 Progress, 5 Metrics.
    void showLane(int lane);
    /// Keyboard focus: query panel, charts, table in turn (F6). Returns false when it was on the last part.
    bool focusNextPane();

  Q_SIGNALS:
    void editRequested();                                    ///< the user wants the Build page
    void exportChartRequested(const QString& chartId);
    void exportTableRequested();
    void retryRequested();

  protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    class Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace vitrine::ui
