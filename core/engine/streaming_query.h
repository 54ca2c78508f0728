// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/file_system.h"
#include "core/connect/sink.h"
#include "core/connect/source.h"
#include "core/query/logical_plan.h"
#include "core/report/running_query.h"

namespace vitrine {

/// How to run, apart from what to run.
struct EngineOptions {
    std::size_t threads = 0;               ///< workers a batch; 0 = one a core
    std::size_t chunkRows = 4096;          ///< rows a chunk aims at
    std::uint64_t bytesPerWorker = std::uint64_t{1} << 20;   ///< input that is worth a further worker
    std::uint64_t memoryLimit = 0;         ///< bytes; 0 = min(1 GiB, a quarter of RAM)
    std::size_t keptRows = 1'000'000;      ///< result rows kept of a query without aggregation
    Millis checkpointPatience{50};         ///< how long startQuery() waits for a checkpoint that is in use
    bool keepBatchRows = false;            ///< tests: hand every batch's output rows to onBatchRows
    std::shared_ptr<Clock> clock;          ///< null: the machine's
    FileSystem* files = nullptr;           ///< null: the machine's
    std::string workspace;                 ///< directory of tables that sinks name; empty: such sinks are refused
    QueryRegistry* registry = nullptr;     ///< null: not registered
};

/// What sources and sinks are opened with. Only for the call.
struct ConnectContext {
    const QueryPlan& plan;
    FileSystem& files;
    std::shared_ptr<Clock> clock;
    const std::string& workspace;          ///< see EngineOptions
};

/// Opens the sources and sinks that a plan names. `app` knows the concrete ones.
class Connectors {
  public:
    virtual ~Connectors() = default;
    virtual Result<std::unique_ptr<Source>> openSource(const PlannedSource& source, ReadSpec spec, const ConnectContext& context) = 0;
    /// Null for a sink that the live result takes the place of.
    virtual Result<std::unique_ptr<Sink>> openSink(const SinkSpec& sink, const ConnectContext& context) = 0;
};

/// Called with the rows that batch `batchId` hands to the sinks, on the query's thread, before the batch is committed.
using BatchRowsCallback = std::function<void(std::int64_t batchId, const ResultBatch& rows)>;

/// Starts `plan` on a thread of its own and returns at once. A plan that another active query of the registry forbids is
/// refused (DuplicateActiveQuery). The returned object joins the thread when it is destroyed.
Result<std::shared_ptr<RunningQuery>> startQuery(QueryPlanPtr plan, Connectors& connectors, const EngineOptions& options,
                                                 QueryListener listener = {}, BatchRowsCallback onBatchRows = {});

}  // namespace vitrine
