// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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

    /// Blocks for the whole batch; Cancelled soon after `stop` fires.
    Result<BatchOutcome> run(const BatchTask& task, std::span<const std::unique_ptr<Source>> sources, std::stop_token stop);

    /// The stateful operators, the bottom of the plan first: what the checkpoint saves and loads, by position.
    std::span<const std::unique_ptr<StatefulOperator>> operators() const noexcept { return operators_; }

  private:
    struct Share;
    struct Work;
    MicroBatchRunner(const QueryProgram& program, WorkerPool& pool) : program_(&program), pool_(&pool) {}

    Result<void> openTables();
    Result<void> readTables(Work& work, const EvaluationContext& context, std::stop_token stop) const;
    void cut(Work& work, const BatchTask& task, std::span<const std::unique_ptr<Source>> sources) const;
    Result<void> readShares(Work& work, const EvaluationContext& context, std::span<const std::unique_ptr<Source>> sources,
                            std::stop_token stop) const;
    Result<void> readShare(Share& share, const EvaluationContext& context, Source& source, std::stop_token stop) const;
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
