// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/engine/checkpoint_store.h"
#include "core/engine/micro_batch.h"
#include "core/engine/result_store.h"
#include "core/engine/streaming_query.h"
#include "core/engine/trigger.h"
#include "core/exec/watermark_tracker.h"

namespace vitrine {

/// One run of a query: its loop (spark-semantics 0.4) and everything its handle shows. run() is the query's thread; the
/// members below "for the handle" are thread-safe.
class QueryRun {
  public:
    struct Parts {
        QueryProgram program;
        std::vector<std::unique_ptr<Source>> sources;   ///< one a source of the program
        std::vector<std::unique_ptr<Sink>> sinks;
        std::unique_ptr<CheckpointStore> checkpoint;    ///< null: nothing outlives the run
        EngineOptions options;               ///< clock set, threads and memoryLimit resolved
        QueryListener listener;
        BatchRowsCallback onBatchRows;
    };
    explicit QueryRun(Parts parts);

    /// Runs the query to its end. Never throws. Calls `ended` once the final state is visible and before those who wait
    /// for the end wake up.
    void run(std::stop_token stop, const std::function<void()>& ended);

    // For the handle
    const std::string& name() const noexcept { return parts_.program.plan->document.name; }
    const std::string& id() const noexcept { return id_; }
    const std::string& runId() const noexcept { return runId_; }
    QueryStatus status() const;
    QuerySummary summary() const;
    ResultShapePtr shape() const { return parts_.program.shape; }
    ResultSnapshotPtr snapshot() const;
    std::vector<BatchReportPtr> recentReports() const;
    void markStopping();
    void pause();
    void resume();
    void step();
    void requestCrash();
    bool awaitTermination(Millis timeout);
    Result<void> processAllAvailable();

  private:
    /// What one trigger came to.
    enum class Triggered { Batch, Idle, SourceMissing };

    Result<void> loop(std::stop_token stop);
    Result<void> prepare(std::stop_token stop);
    /// Takes up where the checkpoint stands (CP-10).
    Result<void> recover();
    /// Shows what the checkpoint's state stands for, before the first batch of this run.
    void showRecovered(std::stop_token stop);
    /// Notes which row put the watermark far ahead of everything before (D1).
    void noteJump(const BatchOutcome& outcome, WallTime before, WallTime batchTime);
    void keepJump(WatermarkJumpPtr jump);
    /// Tells the sources how far they were read.
    Result<void> resumeSources();
    /// Takes what the sources have to say into the next report, and into the status at once.
    void takeNotices();
    std::map<std::string, std::string> pinnedConf() const;
    Result<Triggered> trigger(std::stop_token stop);
    Result<void> runBatch(std::vector<Offset> to, bool hasData, std::stop_token stop, BatchReport& report);
    Result<void> logPlan(const BatchTask& task, const std::vector<Offset>& to, bool hasData, BatchReport& report);
    Result<void> write(std::vector<Batch> rows, std::uint64_t numRows, std::stop_token stop, BatchReport& report);
    /// What a batch ends with when requestCrash() was called.
    Error crash();
    Result<void> checkMemory(const BatchOutcome& outcome);
    Error outOfMemory(std::string_view what) const;
    void fill(BatchReport& report, BatchOutcome& outcome);
    void finishReport(BatchReport& report, WallTime start, Micros began);
    void publish(ResultSnapshotPtr snapshot, BatchReportPtr report);   ///< either may be null
    void reportIdle(WallTime start, Micros began, Millis listing);
    /// `start` and `began`: when the trigger began, on the wall clock and the monotonic one.
    void waitForNext(WallTime start, Micros began, Triggered came, std::stop_token stop);
    bool waitWhilePaused(std::stop_token stop);
    void setActivity(QueryActivity activity, std::string message, bool triggerActive, bool dataAvailable);
    template <class Change>
    void changeStatus(Change&& change);
    bool isTimed() const noexcept;
    /// `FileStreamSource[…]`, several joined by commas.
    std::string sourcesText() const;

    Parts parts_;
    std::shared_ptr<Clock> clock_;
    std::string id_;
    std::string runId_;
    WallTime started_{};
    std::vector<SinkSummary> sinks_;

    // The query's thread only
    WorkerPool pool_;
    std::unique_ptr<MicroBatchRunner> runner_;
    ResultStore results_;
    WatermarkTracker watermark_;
    IdleDelay idleDelay_;
    std::vector<Offset> committed_;                  ///< one a source; empty before its first data
    std::optional<PlannedBatch> unfinished_;         ///< planned by an earlier run, never committed: run first (CP-14)
    std::optional<PlannedBatch> recovered_;          ///< the last committed batch of an earlier run
    WatermarkJumpPtr watermarkJump_;                 ///< while the watermark stands where that row put it
    std::string shufflePartitions_;                  ///< pinned by the checkpoint; matters to PR-10 only
    std::int64_t batchId_ = 0;
    std::uint64_t stateBytes_ = 0;                   ///< of the groups in the state after the last batch of this run
    bool hasRunBatch_ = false;                       ///< in this run (WM-22)
    WallTime lastEvict_{};
    std::optional<EventTime> latestEventTime_;
    std::optional<WallTime> previousTrigger_;
    std::optional<Micros> lastProgress_;             ///< of a batch or an idle report (PR-1), on the monotonic clock
    std::vector<StateOperatorReport> lastOperators_;
    std::vector<std::string> notices_;               ///< for the next report
    std::uint64_t noticesLeftOut_ = 0;               ///< of it
    std::size_t noticesTold_ = 0;                    ///< in the status
    bool idle_ = false;
    bool crashed_ = false;                           ///< the run ends as if its process had been killed

    // Shared
    std::shared_ptr<std::atomic<bool>> arrivalsAnnounced_ = std::make_shared<std::atomic<bool>>(false);
    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    QueryStatus status_;
    ResultSnapshotPtr snapshot_;
    std::deque<BatchReportPtr> reports_;
    bool paused_ = false;
    std::atomic<bool> crashAsked_{false};
    std::optional<std::int64_t> replayed_;           ///< QuerySummary::replayed
    bool stepping_ = false;                          ///< the trigger in progress was asked for by step()
    std::uint64_t steps_ = 0;
    std::uint64_t asked_ = 0;                        ///< calls of processAllAvailable()
    std::uint64_t answered_ = 0;                     ///< of them, how many saw an idle trigger begin and end
    std::int64_t batches_ = 0;
    std::optional<WallTime> endedAt_;
    bool ended_ = false;
};

}  // namespace vitrine
