// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/report/batch_report.h"
#include "core/report/query_status.h"
#include "core/report/query_summary.h"
#include "core/report/result_snapshot.h"

namespace vitrine {

/// Called from the query's own thread. Must not block and must not throw; typically posts one queued wake-up.
struct QueryListener {
    std::function<void(const ResultSnapshotPtr&)> onSnapshot;  ///< every version, in order; snapshot() gives it or a newer one
    std::function<void(const BatchReportPtr&)> onReport;   ///< after every batch, in order
    std::function<void(const BatchReportPtr&)> onIdle;     ///< while nothing arrives, every 10 s; not the first (PR-1)
    std::function<void(const QueryStatus&)> onStatus;
    std::function<void()> onTerminated;                    ///< exactly once, last; status() tells how
};

/// A query that was started, whoever runs it. All members are thread-safe; only the ones that say so block.
class RunningQuery {
  public:
    virtual ~RunningQuery() = default;

    virtual const std::string& name() const noexcept = 0;    ///< may be empty
    virtual const std::string& id() const noexcept = 0;      ///< stable across restarts of one checkpoint (QY-1)
    virtual const std::string& runId() const noexcept = 0;

    virtual QueryStatus status() const = 0;
    virtual QuerySummary summary() const = 0;                ///< the whole run in one line; also after its end
    virtual ResultShapePtr shape() const = 0;
    virtual ResultSnapshotPtr snapshot() const = 0;          ///< the newest, or null before the first batch
    virtual std::vector<BatchReportPtr> recentReports() const = 0;  ///< at most 99 (PR-2), oldest first

    virtual void requestStop() = 0;                          ///< returns at once; the batch in progress is abandoned
    virtual void pause() = 0;                                ///< after the current batch; keeps the query active
    virtual void resume() = 0;
    virtual void step() = 0;                                 ///< while paused: exactly one trigger

    /// Ends the query as a kill of its process would: the batch in progress, or else the next one, reaches its outputs and is not
    /// committed, and nothing is tidied up. It then is Failed with Cancelled, which nothing else makes a failure; a restart with its checkpoint runs that batch
    /// again. Returns at once.
    virtual void requestCrash() = 0;

    /// Blocks until the query has ended and its listener has been called for the last time, or `timeout` passed (false). Zero
    /// waits without limit. Not from the listener.
    virtual bool awaitTermination(Millis timeout) = 0;

    /// Blocks until a trigger finds neither new data nor a no-data batch to run (QY-7), or the query ends.
    virtual Result<void> processAllAvailable() = 0;
};

/// The active queries of this process and the last that ended (QY-2, QY-3, UI-2). Thread-safe.
class QueryRegistry {
  public:
    static constexpr std::size_t kCompletedKept = 100;

    /// Refuses a second active query of the same non-empty name: DuplicateActiveQuery. For before anything is opened; add()
    /// checks again.
    Result<void> admit(const std::string& name) const;

    /// Refuses a second active query of the same non-empty name or of the same id: DuplicateActiveQuery.
    Result<void> add(const std::shared_ptr<RunningQuery>& query);

    /// Of a query that has ended: it becomes the newest completed one.
    void remove(const RunningQuery* query);

    std::vector<std::shared_ptr<RunningQuery>> active() const;
    std::vector<QuerySummary> completed() const;             ///< newest first, at most kCompletedKept
    std::shared_ptr<RunningQuery> find(const std::string& nameOrId) const;   ///< by name, id or run id
    void requestStopAll();

  private:
    Result<void> admitLocked(const std::string& name) const;

    mutable std::mutex mutex_;
    std::vector<std::shared_ptr<RunningQuery>> queries_;
    std::deque<QuerySummary> completed_;
};

}  // namespace vitrine
