// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "core/engine/streaming_query.h"
#include "tests/support/controlled_source.h"

namespace vitrine::test {

/// {time TIMESTAMP, action STRING} → window × action → count, on a controlled source and a manual clock.
class QueryFixture final : public Connectors {
  public:
    struct Shape {
        std::string mode = "append";
        std::optional<double> delay = 10;          ///< seconds; absent: no watermark
        double duration = 5;                       ///< seconds; 0: no window, grouped by the time itself
        double slide = 0;                          ///< 0: as long as the window
        bool aggregated = true;
        std::size_t threads = 1;
        TriggerSpec::Kind trigger = TriggerSpec::Kind::Default;
        Millis interval{};
        std::size_t keptRows = 1'000'000;
        std::string checkpoint;                    ///< directory; empty: none
        SessionConf conf;
    };

    explicit QueryFixture(Shape asked) : shape(std::move(asked)), control(std::make_shared<SourceControl>(inputSchema())) {}

    ~QueryFixture() override { query.reset(); }

    static SchemaPtr inputSchema() {
        static const auto schema = std::make_shared<const Schema>(
            std::vector<Field>{{"time", DataType::timestamp()}, {"action", DataType::string()}});
        return schema;
    }

    static TypePtr windowType() {
        return DataType::structType({{"start", DataType::timestamp()}, {"end", DataType::timestamp()}});
    }

    QueryPlanPtr makePlan() const {
        auto plan = std::make_shared<QueryPlan>();
        plan->conf = shape.conf;
        plan->outputMode = shape.mode;
        plan->trigger = shape.trigger;
        plan->triggerInterval = shape.interval;
        plan->document.name = name;
        plan->checkpointPath = shape.checkpoint;
        PlannedSource source;
        source.schema = inputSchema();
        plan->sources.push_back(source);

        LogicalPtr node = makeNode(ScanNode{0, {0, 1}}, {}, inputSchema(), "/source");
        if (shape.delay) {
            const Millis delay{static_cast<std::int64_t>(*shape.delay * 1000)};
            plan->watermarks.push_back({"time", delay, "/steps/0"});
            node = makeNode(WatermarkNode{0, 0, delay}, {node}, inputSchema(), "/steps/0");
        }
        if (shape.aggregated) {
            AggregateNode aggregate;
            const BoundPtr time = column(0, DataType::timestamp());
            TypePtr first = DataType::timestamp();
            if (shape.duration > 0) {
                const auto micros = [](double length) { return static_cast<std::int64_t>(length * 1e6); };
                aggregate.windowKey = 0;
                aggregate.window = WindowCall{time, micros(shape.duration), micros(shape.slide > 0 ? shape.slide : shape.duration), 0};
                first = windowType();
            }
            aggregate.keys = {shape.duration > 0 ? nullptr : time, column(1, DataType::string())};
            AggregateCall count;
            count.type = DataType::longType();
            count.text = "count(1)";
            aggregate.aggregates.push_back(count);
            if (shape.delay) aggregate.taggedKey = 0;
            const auto schema = std::make_shared<const Schema>(
                std::vector<Field>{{"window", first}, {"action", DataType::string()}, {"count", DataType::longType()}});
            auto grouped = makeNode(std::move(aggregate), {node}, schema, "/steps/1");
            if (shape.delay) const_cast<LogicalNode&>(*grouped).traits[0].watermark = 0;
            node = grouped;
        }
        plan->root = node;
        return plan;
    }

    template <class Op>
    static LogicalPtr makeNode(Op op, std::vector<LogicalPtr> inputs, SchemaPtr output, std::string place) {
        auto node = std::make_shared<LogicalNode>();
        node->op = std::move(op);
        node->inputs = std::move(inputs);
        node->output = std::move(output);
        node->traits.resize(node->output->size());
        node->place = std::move(place);
        return node;
    }

    Result<void> start(QueryListener listener = {}) {
        EngineOptions options;
        options.threads = shape.threads;
        options.clock = clock;
        options.keepBatchRows = true;
        options.keptRows = shape.keptRows;
        options.registry = registry;
        VITRINE_TRY(query, startQuery(makePlan(), *this, options, std::move(listener),
                                      [this](std::int64_t batchId, const ResultBatch& rows) { keep(batchId, rows); }));
        return {};
    }

    /// A file with rows "10" (key k), "10a" (key a), "NULLb".
    void add(const std::string& rowsText) {
        std::vector<Row> rows;
        std::size_t at = 0;
        while (at < rowsText.size()) {
            std::size_t end = rowsText.find(' ', at);
            if (end == std::string::npos) end = rowsText.size();
            rows.push_back(rowOf(rowsText.substr(at, end - at)));
            at = end + 1;
        }
        control->addFile(std::move(rows));
    }

    static Row rowOf(const std::string& word) {
        if (word.rfind("NULL", 0) == 0) return {Value{}, text(word.size() > 4 ? word.substr(4) : "k")};
        std::size_t used = 0;
        const double time = std::stod(word, &used);
        return {seconds(time), text(used < word.size() ? word.substr(used) : "k")};
    }

    /// Adds a file and waits until everything of it has been processed.
    void feed(const std::string& rowsText) {
        add(rowsText);
        static_cast<void>(query->processAllAvailable());
    }

    /// The rows of batch `batch`, sorted: "[10,15)k:5 [15,20)k:1"; "-" when there are none, "none" without that batch.
    std::string batch(std::int64_t number) const {
        std::scoped_lock lock(mutex_);
        const auto found = batches_.find(number);
        if (found == batches_.end()) return "none";
        return found->second.empty() ? "-" : found->second;
    }

    BatchReportPtr report(std::int64_t number) const {
        for (const BatchReportPtr& each : query->recentReports())
            if (!each->idle && each->batchId == number) return each;
        return nullptr;
    }

    std::int64_t dropped(std::int64_t number) const { return report(number)->stateOperators.front().numRowsDroppedByWatermark; }
    std::int64_t total(std::int64_t number) const { return report(number)->stateOperators.front().numRowsTotal; }
    double watermark(std::int64_t number) const {
        return static_cast<double>(report(number)->watermark.time_since_epoch().count()) / 1000.0;
    }

    static std::string show(const Row& row) {
        std::string shown;
        for (const Value& value : row) {
            if (const auto* list = std::get_if<Value::List>(&value.data))
                shown += fmt::format("[{:g},{:g})", static_cast<double>((*list)[0].get<std::int64_t>()) / 1e6,
                                     static_cast<double>((*list)[1].get<std::int64_t>()) / 1e6);
            else if (const auto* key = std::get_if<std::string>(&value.data))
                shown += *key;
            else if (const auto* count = std::get_if<std::int64_t>(&value.data))
                shown += fmt::format(":{}", *count);
            else
                shown += "NULL";
        }
        return shown;
    }

    static std::string show(std::span<const Batch> batches) {
        std::vector<std::string> shown;
        for (const Row& row : rowsOf(batches)) shown.push_back(show(row));
        std::sort(shown.begin(), shown.end());
        return fmt::format("{}", fmt::join(shown, " "));
    }

    Result<std::unique_ptr<Source>> openSource(const PlannedSource&, ReadSpec, const ConnectContext&) override {
        return std::unique_ptr<Source>(std::make_unique<ControlledSource>(control));
    }
    Result<std::unique_ptr<Sink>> openSink(const SinkSpec& sink, const ConnectContext&) override {
        return Error(ErrorCode::UnsupportedFormat, sink.format);
    }

    Shape shape;
    std::string name = "fixture";
    std::shared_ptr<SourceControl> control;
    std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>(WallTime{Millis{1'000'000}});
    QueryRegistry* registry = nullptr;
    std::shared_ptr<RunningQuery> query;

  private:
    void keep(std::int64_t batchId, const ResultBatch& rows) {
        std::scoped_lock lock(mutex_);
        batches_[batchId] = show(rows.chunks);
    }

    mutable std::mutex mutex_;
    std::map<std::int64_t, std::string> batches_;
};

}  // namespace vitrine::test
