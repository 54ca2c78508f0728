// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "core/connect/source.h"
#include "core/engine/query_program.h"
#include "core/engine/worker_pool.h"
#include "core/exec/stateful_operator.h"
#include "core/report/batch_report.h"

namespace vitrine {

/// What a batch has to do, fixed before it starts.
struct BatchTask {
    std::vector<ReadPlan> plans;   ///< one a source of the program; all empty for a batch without data
    BatchThresholds thresholds;
    WallTime batchTime{};          ///< ts(N), what current_timestamp() gives (TR-8)
    std::uint64_t groupBytes = UINT64_MAX;   ///< what the groups of the batch may take, beside those in the state
};

/// What a stateful operator reports of a batch.
struct OperatorOutcome {
    const char* name = "";
    OperatorMetrics metrics;
    std::size_t position = 0;   ///< among MicroBatchRunner::operators()
};

/// What came of it. `rows` are what the sinks get; with an aggregation they carry the id of their group as origin.
struct BatchOutcome {
    std::vector<Batch> rows;
    std::uint64_t numRows = 0;
    std::vector<EventTimeObserver> seen;        ///< one a withWatermark (WM-5)
    std::vector<OperatorOutcome> operators;     ///< the top of the plan first
    std::vector<FileRead> files;
    std::vector<std::int64_t> numInputRows;     ///< one a source of the program
    RowBalance balance;
    std::vector<ListedRow> malformed;
    std::vector<ListedRow> late;
    EventTimeReport eventTime;
    /// Of the withWatermark that saw the greatest time of all.
    struct Furthest {
        std::size_t watermark = 0;   ///< index into QueryPlan::watermarks
        EventTimeReport times;
    };
    std::optional<Furthest> furthest;
};

/// Runs the batches of one query: reads its sources side by side, then takes the rows through the stages of the program.
/// Keeps the operators' state between batches.
/// Called by the query's thread; large batches are spread over `pool`. After an error it must not be used any more.
class MicroBatchRunner {
  public:
    /// `program` and `pool` must outlive the runner. Lists the files of tables. UnsupportedOperation as
    /// makeGroupedAggregation(); errors of the tables' sources.
    static Result<std::unique_ptr<MicroBatchRunner>> make(const QueryProgram& program, WorkerPool& pool,
                                                          std::shared_ptr<const Clock> clock);

    /// Blocks for the whole batch; Cancelled soon after `stop` fires. MemoryLimit as soon as BatchTask::groupBytes are taken.
    Result<BatchOutcome> run(const BatchTask& task, std::span<const std::unique_ptr<Source>> sources, std::stop_token stop);

    /// The rows that the loaded state stands for, as run() gives them: what complete mode writes again with the next batch and
    /// update mode has written of the groups still in the state. None where the last stateful stage keeps no groups.
    Result<std::vector<Batch>> rowsOfState(WallTime batchTime, std::stop_token stop) const;

    /// The stateful operators, the bottom of the plan first: what the checkpoint saves and loads, by position.
    std::span<const std::unique_ptr<StatefulOperator>> operators() const noexcept { return operators_; }

  private:
    struct Share;
    struct Work;
    MicroBatchRunner(const QueryProgram& program, WorkerPool& pool) : program_(&program), pool_(&pool) {}

    Result<void> openTables();
    Result<void> readTables(Work& work, const EvaluationContext& context, std::stop_token stop) const;
    void cut(Work& work, const BatchTask& task, std::span<const std::unique_ptr<Source>> sources) const;
    Result<void> readShares(Work& work, const BatchTask& task, const EvaluationContext& context,
                            std::span<const std::unique_ptr<Source>> sources, std::stop_token stop) const;
    /// `room` is shared by the workers: what groups may still take.
    Result<void> readShare(Share& share, const EvaluationContext& context, Source& source, std::atomic<std::int64_t>& room,
                           std::stop_token stop) const;
    /// Sorts `rows` or cuts them, where that is what the stage does.
    static Result<std::vector<Batch>> arranged(const ProgramStage& stage, std::vector<Batch> rows, const EvaluationContext& context);
    Result<void> runStage(std::size_t stage, Work& work, const BatchTask& task, const EvaluationContext& context);
    BatchThresholds thresholdsOf(const ProgramStage& stage, const BatchTask& task) const;
    void reportRows(const BatchTask& task, Work& work, BatchOutcome& outcome) const;

    const QueryProgram* program_;
    WorkerPool* pool_;
    std::vector<std::unique_ptr<StatefulOperator>> operators_;
    std::vector<StatefulOperator*> operatorOf_;                  ///< one a stage; null where it keeps no state
    std::vector<ReadPlan> tablePlans_;                           ///< one a table
};

}  // namespace vitrine
