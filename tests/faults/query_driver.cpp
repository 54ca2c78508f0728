// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/query_driver.h"

#include "app/connectors.h"
#include "core/query/logical_plan.h"
#include "tests/faults/batch_file_sink.h"

namespace vitrine::test {

namespace {

class FaultConnectors final : public Connectors {
  public:
    FaultConnectors(const Scenario& scenario, const Place& place, const Breakage* breakage)
        : scenario_(scenario), place_(place), breakage_(breakage) {}

    Result<std::unique_ptr<Source>> openSource(const PlannedSource& source, ReadSpec spec, const ConnectContext& context) override {
        VITRINE_TRY(auto opened, allConnectors().openSource(source, std::move(spec), context));
        if (breakage_ != nullptr && breakage_->source) opened = breakage_->source(std::move(opened));
        return opened;
    }

    Result<std::unique_ptr<Sink>> openSink(const SinkSpec& sink, const ConnectContext& context) override {
        std::unique_ptr<Sink> made;
        if (scenario_.sink == SinkKind::BatchFiles) {
            made = makeBatchFileSink(context.files, place_.out());
        } else {
            VITRINE_TRY(made, allConnectors().openSink(sink, context));
        }
        if (breakage_ != nullptr && breakage_->sink) made = breakage_->sink(std::move(made));
        return made;
    }

  private:
    const Scenario& scenario_;
    const Place& place_;
    const Breakage* breakage_;
};

std::optional<Error> firstError(const std::vector<Diagnostic>& diagnostics) {
    for (const Diagnostic& diagnostic : diagnostics)
        if (diagnostic.severity == Severity::Error) return diagnostic.error;
    return std::nullopt;
}

}  // namespace

Result<void> runQuery(const Scenario& scenario, const Place& place, const RunOptions& options) {
    FileSystem& files = options.files != nullptr ? *options.files : systemFiles();
    const ParsedDocument parsed = parseQueryDocument(documentOf(scenario, place));
    if (const auto error = firstError(parsed.diagnostics)) return *error;
    const PlanResult planned = planQuery(*parsed.document, place.root, files);
    if (const auto error = firstError(planned.diagnostics)) return *error;
    FaultConnectors connectors(scenario, place, options.breakage);
    EngineOptions engine;
    engine.threads = options.threads;
    engine.bytesPerWorker = 1;
    engine.files = options.files;
    engine.checkpointPatience = options.patience;
    VITRINE_TRY(const auto query, startQuery(planned.plan, connectors, engine));
    if (options.whileRunning) options.whileRunning(*query);
    query->awaitTermination(Millis{0});
    const QueryStatus status = query->status();
    if (status.state == QueryState::Failed)
        return status.error ? *status.error : Error(ErrorCode::Internal, "The query failed without an error.");
    return {};
}

}  // namespace vitrine::test
