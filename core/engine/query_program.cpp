// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/query_program.h"

#include <fmt/format.h>

#include "core/exec/aggregate_state.h"

namespace vitrine {

namespace {

Error notYet(const LogicalNode& node, std::string_view what) {
    return Error(ErrorCode::UnsupportedOperation, fmt::format("This version cannot run {} yet.", what)).at(node.place);
}

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

/// Walks the chain of operators from the scan up and files each where it runs.
class ProgramMaker {
  public:
    explicit ProgramMaker(QueryPlanPtr plan) {
        program_.plan = std::move(plan);
        shape_.mode = outputModeOf(program_.plan->outputMode);
    }

    Result<QueryProgram> make(std::size_t chunkRows) {
        const QueryPlan& plan = *program_.plan;
        std::vector<const LogicalNode*> chain;
        for (const LogicalNode* node = plan.root.get(); node != nullptr;
             node = node->inputs.empty() ? nullptr : node->inputs.front().get())
            chain.push_back(node);
        for (auto node = chain.rbegin(); node != chain.rend(); ++node) {
            node_ = *node;
            VITRINE_CHECK_OK(std::visit([this](const auto& op) { return add(op); }, node_->op));
            program_.outputPlace = node_->place;
        }
        for (ProgramSource& entry : program_.sources) {
            const PlannedSource& source = plan.sources[entry.source];
            entry.read.schema = source.schema;
            entry.read.options = source.spec.options;
            entry.read.conf = plan.conf;
            entry.read.chunkRows = chunkRows;
        }

        shape_.schema = plan.root->output;
        for (const ColumnTraits& traits : plan.root->traits) shape_.roles.push_back(roleOf(traits.role));
        shape_.roles.resize(shape_.schema->size(), ColumnRole::Other);
        shape_.hasWatermark = !plan.watermarks.empty();
        shape_.canBeFinal = program_.taggedDelay.has_value() && shape_.mode != OutputMode::Complete;
        if (program_.taggedDelay)
            shape_.watermarkDelay = *program_.taggedDelay;
        else if (shape_.hasWatermark)
            shape_.watermarkDelay = plan.watermarks.front().delay;
        program_.shape = std::make_shared<const ResultShape>(std::move(shape_));
        return std::move(program_);
    }

  private:
    Result<void> add(const ScanNode& scan) {
        ProgramSource& entry = program_.sources.emplace_back();
        entry.source = scan.source;
        entry.read.columns = scan.columns;
        return {};
    }

    Result<void> add(const FilterNode& filter) {
        steps().push_back(FilterStep{filter.condition});
        return {};
    }

    Result<void> add(const ProjectNode& project) {
        steps().push_back(ProjectStep{project.expressions, node_->output});
        return {};
    }

    Result<void> add(const WatermarkNode& watermark) {
        if (isOutput()) return notYet(*node_, "a watermark on computed groups");
        steps().push_back(ObserveStep{watermark.column, watermark.watermark});
        return {};
    }

    Result<void> add(const AggregateNode& aggregate) {
        if (isOutput()) return notYet(*node_, "an aggregation of what another operator gave");
        if (aggregate.session) return notYet(*node_, "session windows");
        for (const AggregateCall& call : aggregate.aggregates) {
            if (auto state = makeAggregateState(call, program_.plan->conf); !state) return std::move(state.error()).at(node_->place);
        }
        GroupingSpec grouping;
        grouping.keys = aggregate.keys;
        grouping.windowKey = aggregate.windowKey;
        grouping.window = aggregate.window;
        grouping.aggregates = aggregate.aggregates;
        grouping.taggedKey = aggregate.taggedKey;
        grouping.output = node_->output;
        grouping.mode = emitModeOf(shape_.mode);
        if (aggregate.taggedKey) {
            const auto watermark = node_->traits[*aggregate.taggedKey].watermark;
            program_.taggedDelay = watermark ? program_.plan->watermarks[*watermark].delay : Millis{};
        }
        shape_.aggregated = true;
        if (aggregate.window) {
            shape_.windowDuration = Micros{aggregate.window->duration};
            shape_.windowSlide = Micros{aggregate.window->slide};
        }
        program_.grouping = std::move(grouping);
        return {};
    }

    Result<void> add(const SortNode& sort) {
        OutputSort step;
        for (const SortNode::Key& key : sort.keys)
            step.keys.push_back({key.expression, key.descending, key.nulls == NullsOrder::First});
        program_.outputSteps.push_back(std::move(step));
        shape_.ordered = true;
        return {};
    }

    Result<void> add(const LimitNode& limit) {
        program_.outputSteps.push_back(OutputLimit{static_cast<std::uint64_t>(std::max<std::int64_t>(0, limit.rows))});
        return {};
    }

    Result<void> add(const DeduplicateNode&) { return notYet(*node_, "dropDuplicates"); }
    Result<void> add(const UnionNode&) { return notYet(*node_, "union"); }
    Result<void> add(const JoinNode&) { return notYet(*node_, "join"); }

    /// Whether steps from here on see whole results instead of a worker's rows.
    bool isOutput() const { return program_.grouping.has_value() || !program_.outputSteps.empty(); }

    RowSteps& steps() {
        if (!isOutput()) return program_.rowSteps;
        auto& steps = program_.outputSteps;
        if (steps.empty() || !std::holds_alternative<RowSteps>(steps.back())) steps.emplace_back(RowSteps{});
        return std::get<RowSteps>(steps.back());
    }

    QueryProgram program_;
    ResultShape shape_;
    const LogicalNode* node_ = nullptr;
};

}  // namespace

Result<QueryProgram> makeQueryProgram(QueryPlanPtr plan, std::size_t chunkRows) {
    return ProgramMaker(std::move(plan)).make(chunkRows);
}

}  // namespace vitrine
