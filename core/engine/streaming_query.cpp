// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/streaming_query.h"

#include <algorithm>
#include <thread>

#include <fmt/format.h>
#include <unistd.h>

#include "core/engine/query_run.h"
#include "core/formats/option_reader.h"

namespace vitrine {

namespace {

constexpr std::uint64_t kMostMemory = std::uint64_t{1} << 30;

/// The handle of a run. The run itself is held by its thread too, so the last owner of the handle may be that thread.
class StreamingQuery final : public RunningQuery {
  public:
    explicit StreamingQuery(std::shared_ptr<QueryRun> run) : run_(std::move(run)) {}

    ~StreamingQuery() override {
        requestStop();
        if (!thread_.joinable()) return;
        if (thread_.get_id() == std::this_thread::get_id())
            thread_.detach();
        else
            thread_.join();
    }

    void start(QueryRegistry* registry) {
        thread_ = std::thread([run = run_, stop = stop_.get_token(), registry, handle = this] {
            run->run(stop, [&] {
                if (registry != nullptr) registry->remove(handle);
            });
        });
    }

    const std::string& name() const noexcept override { return run_->name(); }
    const std::string& id() const noexcept override { return run_->id(); }
    const std::string& runId() const noexcept override { return run_->runId(); }
    QueryStatus status() const override { return run_->status(); }
    QuerySummary summary() const override { return run_->summary(); }
    ResultShapePtr shape() const override { return run_->shape(); }
    ResultSnapshotPtr snapshot() const override { return run_->snapshot(); }
    std::vector<BatchReportPtr> recentReports() const override { return run_->recentReports(); }

    void requestStop() override {
        run_->markStopping();
        stop_.request_stop();
    }
    void pause() override { run_->pause(); }
    void resume() override { run_->resume(); }
    void step() override { run_->step(); }
    void requestCrash() override { run_->requestCrash(); }
    bool awaitTermination(Millis timeout) override { return run_->awaitTermination(timeout); }
    Result<void> processAllAvailable() override { return run_->processAllAvailable(); }

  private:
    std::shared_ptr<QueryRun> run_;
    std::stop_source stop_;
    std::thread thread_;
};

EngineOptions resolved(EngineOptions options) {
    if (!options.clock) options.clock = std::make_shared<SystemClock>();
    if (options.threads == 0) options.threads = std::max(1U, std::thread::hardware_concurrency());
    if (options.chunkRows == 0) options.chunkRows = 1;
    if (options.memoryLimit == 0) {
        const auto pages = static_cast<std::uint64_t>(std::max(0L, sysconf(_SC_PHYS_PAGES)));
        const auto pageBytes = static_cast<std::uint64_t>(std::max(0L, sysconf(_SC_PAGESIZE)));
        options.memoryLimit = pages == 0 ? kMostMemory : std::min(kMostMemory, pages * pageBytes / 4);
    }
    return options;
}

/// CP-2: the table of a memory sink is gone with the run that wrote it, and only complete mode writes all of it again.
Result<void> checkMemoryTable(const QueryPlan& plan, const CheckpointStore& checkpoint) {
    if (checkpoint.isNew() || plan.outputMode == "complete") return {};
    const auto& sinks = plan.document.sinks;
    for (std::size_t at = 0; at < sinks.size(); ++at) {
        if (!equalsIgnoringCase(sinks[at].format, "memory")) continue;
        return Error(ErrorCode::CheckpointIncompatible,
                     fmt::format("A memory table in {} mode cannot be recovered from the checkpoint {}: the rows of earlier runs are not in it.",
                                 plan.outputMode, plan.checkpointPath))
            .at(fmt::format("/sinks/{}/format", at))
            .withWayOut("Delete the checkpoint to start over, name another one, or use complete mode.");
    }
    return {};
}

}  // namespace

Result<std::shared_ptr<RunningQuery>> startQuery(QueryPlanPtr plan, Connectors& connectors, const EngineOptions& options,
                                                 QueryListener listener, BatchRowsCallback onBatchRows) {
    if (options.registry != nullptr) VITRINE_CHECK_OK(options.registry->admit(plan->document.name));
    QueryRun::Parts parts;
    parts.options = resolved(options);
    VITRINE_TRY(parts.program, makeQueryProgram(plan, parts.options.chunkRows));
    FileSystem& files = parts.options.files != nullptr ? *parts.options.files : systemFiles();
    const ConnectContext context{*plan, files, parts.options.clock, parts.options.workspace};
    for (const ProgramSource& entry : parts.program.sources) {
        VITRINE_TRY(auto source, connectors.openSource(plan->sources[entry.source], entry.read, context));
        parts.sources.push_back(std::move(source));
    }
    for (ProgramTable& table : parts.program.tables) {
        VITRINE_TRY(table.opened, connectors.openSource(plan->sources[table.source], table.read, context));
    }
    for (std::size_t at = 0; at < plan->document.sinks.size(); ++at) {
        auto opened = connectors.openSink(plan->document.sinks[at], context);
        if (!opened) {
            Error error = std::move(opened).error();
            return std::move(error.at(fmt::format("/sinks/{}", at)));
        }
        if (*opened) parts.sinks.push_back(*std::move(opened));
    }
    if (!plan->checkpointPath.empty()) {
        const std::string& name = plan->document.name;
        auto checkpoint = CheckpointStore::open(plan->checkpointPath, "the query " + (name.empty() ? "without a name" : name), parts.options.checkpointPatience, files);
        if (!checkpoint) {
            Error error = std::move(checkpoint).error();
            if (error.wayOut().empty()) error.withWayOut("Name another directory, or restore the checkpoint from a copy.");
            return std::move(error.at("/checkpoint"));
        }
        parts.checkpoint = std::move(*checkpoint);
        VITRINE_CHECK_OK(checkMemoryTable(*plan, *parts.checkpoint));
    }
    parts.listener = std::move(listener);
    parts.onBatchRows = std::move(onBatchRows);
    auto query = std::make_shared<StreamingQuery>(std::make_shared<QueryRun>(std::move(parts)));
    if (options.registry != nullptr) VITRINE_CHECK_OK(options.registry->add(query));
    query->start(options.registry);
    return std::shared_ptr<RunningQuery>(std::move(query));
}

}  // namespace vitrine
