// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include <QObject>
#include <QTimer>

#include "core/engine/streaming_query.h"
#include "ui/bridge/snapshot_history.h"

namespace vitrine::ui {

/// One query of the project as the window sees it: starts it, hands its snapshots, reports and states to the window thread.
///
/// Lives on the window thread; the engine's callbacks arrive there as queued calls. Snapshots are newest-wins and come at
/// most once per 33 ms; reports and states come all, in order. Destruction stops the query and joins it (≤ 500 ms).
class QueryController : public QObject {
    Q_OBJECT
  public:
    /// Every report of the run is kept up to this many; older ones are forgotten first.
    static constexpr std::size_t kKeptReports = 1000;

    explicit QueryController(QObject* parent = nullptr);
    ~QueryController() override;

    /// Starts `plan` anew; a query of this controller that still runs is stopped first. Errors of startQuery(). The last
    /// result stays until the first batch of the new run.
    Result<void> start(QueryPlanPtr plan, Connectors& connectors, const EngineOptions& options);

    /// Puts the checkpoint in `directory` under a dated name beside it; returns that, or nothing when there was none. Errors of
    /// setCheckpointAside().
    static Result<std::string> setCheckpointAside(const std::string& directory);

    void stop();      ///< returns at once; terminated() follows
    void pause();
    void resume();
    void step();      ///< one trigger; pauses a running query first

    bool isActive() const;
    const QueryStatus& status() const noexcept { return status_; }
    ResultSnapshotPtr snapshot() const noexcept { return snapshot_; }
    ResultShapePtr shape() const noexcept { return shape_; }
    QueryPlanPtr plan() const noexcept { return plan_; }
    const std::deque<BatchReportPtr>& reports() const noexcept { return reports_; }   ///< batches only, oldest first

    /// The results after earlier batches of the run.
    const SnapshotHistory& history() const noexcept { return history_; }

    /// Sums over the run.
    const RowBalance& totals() const noexcept { return totals_; }
    std::int64_t batches() const noexcept { return batches_; }
    std::int64_t groupsDropped() const noexcept { return groupsDropped_; }
    std::int64_t stateRowsReleased() const noexcept { return stateRowsReleased_; }

    /// True while the result shown belongs to an earlier run.
    bool isStale() const noexcept { return stale_; }

    /// A query that runs on after the window thread asked for its stop is given so long before the next start.
    std::shared_ptr<RunningQuery> running() const noexcept { return query_; }

  Q_SIGNALS:
    void statusChanged();
    void snapshotChanged();
    void reportAdded(const vitrine::BatchReportPtr& report);
    void runStarted();
    void terminated();

  protected:
    void customEvent(QEvent* event) override;

  private:
    /// Runs `call` on the window thread, after the ones posted before it. Any thread.
    void post(std::function<void()> call);
    void scheduleFrame();
    void deliverFrame();
    void addReport(const BatchReportPtr& report);
    void setStatus(const QueryStatus& status);

    QTimer frame_;
    QueryPlanPtr plan_;
    QueryStatus status_;
    ResultSnapshotPtr snapshot_;
    ResultShapePtr shape_;
    std::deque<BatchReportPtr> reports_;
    SnapshotHistory history_;
    RowBalance totals_;
    std::int64_t batches_ = 0;
    std::int64_t groupsDropped_ = 0;
    std::int64_t stateRowsReleased_ = 0;
    std::uint64_t run_ = 0;
    bool stale_ = false;
    std::mutex postedMutex_;
    std::vector<std::function<void()>> posted_;
    std::shared_ptr<RunningQuery> query_;  // last: joined while the rest is still whole
};

}  // namespace vitrine::ui
