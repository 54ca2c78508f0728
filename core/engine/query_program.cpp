// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/query_program.h"

#include <algorithm>
#include <iterator>

#include "core/exec/aggregate_state.h"

namespace vitrine {

namespace {

ColumnRole roleOf(PlanRole role) {
    switch (role) {
        case PlanRole::Window: return ColumnRole::Window;
        case PlanRole::WindowStart: return ColumnRole::WindowStart;
        case PlanRole::WindowEnd: return ColumnRole::WindowEnd;
        case PlanRole::Key: return ColumnRole::Key;
        case PlanRole::Value: return ColumnRole::Value;
        case PlanRole::Other: break;
    }
    return ColumnRole::Other;
}

OutputMode outputModeOf(const std::string& word) {
    if (word == "complete") return OutputMode::Complete;
    return word == "update" ? OutputMode::Update : OutputMode::Append;
}

EmitMode emitModeOf(OutputMode mode) {
    switch (mode) {
        case OutputMode::Complete: return EmitMode::Complete;
        case OutputMode::Update: return EmitMode::Update;
        case OutputMode::Append: break;
    }
    return EmitMode::Append;
}

template <class Op>
bool contains(const LogicalNode& node) {
    return std::holds_alternative<Op>(node.op) ||
           std::any_of(node.inputs.begin(), node.inputs.end(), [](const LogicalPtr& input) { return contains<Op>(*input); });
}

using Feeds = std::vector<ProgramFeed>;

void addStep(Feeds& feeds, const RowStep& step) {
    for (ProgramFeed& feed : feeds) feed.steps.push_back(step);
}

/// Walks the plan from its scans up. Row-wise operators become steps of the feeds they change; others end the feeds in a
/// stage of their own.
class ProgramMaker {
  public:
    ProgramMaker(QueryPlanPtr plan, std::size_t chunkRows) : chunkRows_(chunkRows) {
        program_.plan = std::move(plan);
        shape_.mode = outputModeOf(program_.plan->outputMode);
    }

    Result<QueryProgram> make() {
        const QueryPlan& plan = *program_.plan;
        VITRINE_TRY(Feeds feeds, feedsOf(*plan.root));
        if (feeds.size() != 1 || !feeds.front().fromStage || !feeds.front().steps.empty()) {
            ProgramStage result;
            result.feeds = std::move(feeds);
            result.place = plan.root->place;
            result.hasSourceRows = !contains<AggregateNode>(*plan.root);
            program_.stages.push_back(std::move(result));
        }
        collectReported(*plan.root);

        shape_.schema = plan.root->output;
        for (const ColumnTraits& traits : plan.root->traits) shape_.roles.push_back(roleOf(traits.role));
        shape_.roles.resize(shape_.schema->size(), ColumnRole::Other);
        shape_.hasWatermark = !plan.watermarks.empty();
        shape_.canBeFinal = topDelay_.has_value() && shape_.mode != OutputMode::Complete;
        if (topDelay_)
            shape_.watermarkDelay = *topDelay_;
        else if (shape_.hasWatermark)
            shape_.watermarkDelay = plan.watermarks.front().delay;
        program_.shape = std::make_shared<const ResultShape>(std::move(shape_));
        return std::move(program_);
    }

  private:
    Result<Feeds> feedsOf(const LogicalNode& node) {
        return std::visit([&](const auto& op) { return feedsOf(node, op); }, node.op);
    }

    ReadSpec readOf(const ScanNode& scan) const {
        const PlannedSource& source = program_.plan->sources[scan.source];
        ReadSpec read;
        read.columns = scan.columns;
        read.schema = source.schema;
        read.options = source.spec.options;
        read.conf = program_.plan->conf;
        read.fileColumns = source.fileColumns;
        read.chunkRows = chunkRows_;
        return read;
    }

    Result<Feeds> feedsOf(const LogicalNode&, const ScanNode& scan) {
        program_.sources.push_back({scan.source, readOf(scan)});
        return Feeds{{false, program_.sources.size() - 1, {}}};
    }

    Result<Feeds> feedsOf(const LogicalNode& node, const FilterNode& filter) {
        VITRINE_TRY(Feeds feeds, feedsOf(*node.inputs.front()));
        addStep(feeds, FilterStep{filter.condition});
        return feeds;
    }

    Result<Feeds> feedsOf(const LogicalNode& node, const ProjectNode& project) {
        VITRINE_TRY(Feeds feeds, feedsOf(*node.inputs.front()));
        addStep(feeds, ProjectStep{project.expressions, node.output});
        return feeds;
    }

    Result<Feeds> feedsOf(const LogicalNode& node, const WatermarkNode& watermark) {
        VITRINE_TRY(Feeds feeds, feedsOf(*node.inputs.front()));
        addStep(feeds, ObserveStep{watermark.column, watermark.watermark});
        return feeds;
    }

    Result<Feeds> feedsOf(const LogicalNode& node, const UnionNode&) {
        Feeds all;
        for (std::size_t side = 0; side < node.inputs.size(); ++side) {
            const LogicalNode& input = *node.inputs[side];
            VITRINE_TRY(Feeds feeds, feedsOf(input));
            if (side > 0) {
                std::vector<BoundPtr> columns;
                for (std::size_t column = 0; column < input.output->size(); ++column)
                    columns.push_back(makeColumnReference(column, (*input.output)[column].type, (*input.output)[column].nullable));
                addStep(feeds, ProjectStep{std::move(columns), node.output});
            }
            std::move(feeds.begin(), feeds.end(), std::back_inserter(all));
        }
        return all;
    }

    Result<Feeds> feedsOf(const LogicalNode& node, const JoinNode& join) {
        VITRINE_TRY(Feeds feeds, feedsOf(*node.inputs[0]));
        LookupStep step;
        step.table = program_.tables.size();
        step.leftOuter = join.leftOuter;
        step.schema = node.output;
        ProgramTable table;
        table.schema = node.inputs[1]->output;
        for (const auto& [left, right] : join.on) {
            step.keys.push_back(left);
            table.keys.push_back(right);
        }
        VITRINE_CHECK_OK(layOutTable(*node.inputs[1], table));
        program_.tables.push_back(std::move(table));
        addStep(feeds, step);
        return feeds;
    }

    Result<void> layOutTable(const LogicalNode& node, ProgramTable& table) const {
        if (!node.inputs.empty()) VITRINE_CHECK_OK(layOutTable(*node.inputs.front(), table));
        if (const auto* scan = std::get_if<ScanNode>(&node.op)) {
            table.source = scan->source;
            table.read = readOf(*scan);
        } else if (const auto* filter = std::get_if<FilterNode>(&node.op)) {
            table.steps.push_back(FilterStep{filter->condition});
        } else if (const auto* project = std::get_if<ProjectNode>(&node.op)) {
            table.steps.push_back(ProjectStep{project->expressions, node.output});
        } else if (const auto* windows = std::get_if<WindowNode>(&node.op)) {
            table.steps.push_back(WindowStep{windows->window, node.output});
        } else if (!std::holds_alternative<SortNode>(node.op)) {   // a join does not keep the order of its table
            return Error(ErrorCode::UnsupportedOperation, "This step is not supported on the table of a join.").at(node.place);
        }
        return {};
    }

    Result<Feeds> feedsOf(const LogicalNode& node, const WindowNode& op) {
        VITRINE_TRY(Feeds feeds, feedsOf(*node.inputs.front()));
        addStep(feeds, WindowStep{op.window, node.output});
        return feeds;
    }

    Result<Feeds> feedsOf(const LogicalNode& node, const AggregateNode& aggregate) {
        for (const AggregateCall& call : aggregate.aggregates) {
            if (auto state = makeAggregateState(call, program_.plan->conf); !state) return std::move(state.error()).at(node.place);
        }
        std::optional<Millis> delay;
        if (aggregate.taggedKey) {
            const auto watermark = node.traits[*aggregate.taggedKey].watermark;
            delay = watermark ? program_.plan->watermarks[*watermark].delay : Millis{};
        }
        VITRINE_TRY(Feeds feeds, feedsOf(*node.inputs.front()));
        topDelay_ = delay;
        shape_.aggregated = true;
        shape_.windowDuration = {};
        shape_.windowSlide = {};
        if (aggregate.session) {
            SessionSpec session;
            session.keys = aggregate.keys;
            session.sessionKey = *aggregate.windowKey;
            session.session = *aggregate.session;
            session.aggregates = aggregate.aggregates;
            session.taggedKey = aggregate.taggedKey;
            session.output = node.output;
            session.mode = emitModeOf(shape_.mode);
            session.seesWatermark = contains<WatermarkNode>(node);
            return endIn(node, std::move(feeds), std::move(session), delay);
        }
        GroupingSpec grouping;
        grouping.keys = aggregate.keys;
        grouping.windowKey = aggregate.windowKey;
        grouping.window = aggregate.window;
        grouping.windowFilters = aggregate.windowFilters;
        grouping.aggregates = aggregate.aggregates;
        grouping.taggedKey = aggregate.taggedKey;
        grouping.output = node.output;
        grouping.mode = emitModeOf(shape_.mode);
        grouping.seesWatermark = contains<WatermarkNode>(node);
        if (aggregate.window) {
            shape_.windowDuration = Micros{aggregate.window->duration};
            shape_.windowSlide = Micros{aggregate.window->slide};
        }
        return endIn(node, std::move(feeds), std::move(grouping), delay);
    }

    Result<Feeds> feedsOf(const LogicalNode& node, const DeduplicateNode& deduplicate) {
        VITRINE_TRY(Feeds feeds, feedsOf(*node.inputs.front()));
        DeduplicationSpec spec;
        spec.input = node.inputs.front()->output;
        spec.columns = deduplicate.columns;
        spec.withinWatermark = deduplicate.withinWatermark;
        spec.taggedColumn = deduplicate.taggedColumn;
        spec.delay = deduplicate.delay;
        spec.seesWatermark = contains<WatermarkNode>(node);
        std::optional<Millis> delay;
        if (deduplicate.taggedColumn) delay = deduplicate.delay;
        return endIn(node, std::move(feeds), std::move(spec), delay);
    }

    Result<Feeds> feedsOf(const LogicalNode& node, const LimitNode& limit) {
        VITRINE_TRY(Feeds feeds, feedsOf(*node.inputs.front()));
        const auto rows = static_cast<std::uint64_t>(std::max<std::int64_t>(0, limit.rows));
        const bool isOfBatch = rows == 0 || (shape_.mode != OutputMode::Append && contains<AggregateNode>(node));
        if (isOfBatch) return endIn(node, std::move(feeds), OutputLimit{rows}, std::nullopt);
        return endIn(node, std::move(feeds), LifeLimit{rows}, std::nullopt);
    }

    Result<Feeds> feedsOf(const LogicalNode& node, const SortNode& sort) {
        VITRINE_TRY(Feeds feeds, feedsOf(*node.inputs.front()));
        OutputSort step;
        for (const SortNode::Key& key : sort.keys)
            step.keys.push_back({key.expression, key.descending, key.nulls == NullsOrder::First});
        shape_.ordered = true;
        return endIn(node, std::move(feeds), std::move(step), std::nullopt);
    }

    /// Ends `feeds` in a stage, and starts a new one from there.
    Result<Feeds> endIn(const LogicalNode& node, Feeds feeds, StageOperator op, std::optional<Millis> delay) {
        ProgramStage stage;
        stage.feeds = std::move(feeds);
        stage.op = std::move(op);
        stage.place = node.place;
        stage.seesWatermark = contains<WatermarkNode>(node);
        stage.hasSourceRows = !contains<AggregateNode>(*node.inputs.front());
        stage.taggedDelay = delay;
        stageOf_.emplace_back(&node, program_.stages.size());
        program_.stages.push_back(std::move(stage));
        return Feeds{{true, program_.stages.size() - 1, {}}};
    }

    /// Lists stateful stages and watermarks from the top of the plan down, left before right.
    void collectReported(const LogicalNode& node) {
        for (const auto& [owner, stage] : stageOf_)
            if (owner == &node && program_.stages[stage].isStateful()) program_.reportedStages.push_back(stage);
        if (const auto* watermark = std::get_if<WatermarkNode>(&node.op)) program_.watermarkOrder.push_back(watermark->watermark);
        for (const LogicalPtr& input : node.inputs) collectReported(*input);
    }

    std::size_t chunkRows_;
    QueryProgram program_;
    ResultShape shape_;
    std::optional<Millis> topDelay_;   ///< of the topmost aggregation
    std::vector<std::pair<const LogicalNode*, std::size_t>> stageOf_;
};

}  // namespace

bool ProgramStage::isStateful() const noexcept {
    return !std::holds_alternative<std::monostate>(op) && !std::holds_alternative<OutputSort>(op) &&
           !std::holds_alternative<OutputLimit>(op);
}

Result<QueryProgram> makeQueryProgram(QueryPlanPtr plan, std::size_t chunkRows) {
    return ProgramMaker(std::move(plan), chunkRows).make();
}

}  // namespace vitrine
