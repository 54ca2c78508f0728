// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/stream_checks.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <functional>

#include "core/base/ascii_case.h"
#include "core/base/random_uuid.h"
#include "core/data/interval_text.h"
#include "core/data/nearest_word.h"
#include "core/query/detail/document_json.h"
#include "core/query/sink_planner.h"
#include "core/query/source_planner.h"

namespace vitrine {
namespace {

constexpr std::array<std::string_view, 3> kOutputModes{"append", "update", "complete"};

void planOutputMode(PlanningContext& context) {
    const std::string mode = lowerAscii(context.plan.document.outputMode);
    if (std::find(kOutputModes.begin(), kOutputModes.end(), mode) != kOutputModes.end()) {
        context.plan.outputMode = mode;
        return;
    }
    const std::string_view nearest = nearestWord(mode, kOutputModes);
    context.refuse(Phase::Start, Error(ErrorCode::OutputModeRefused,
                                       fmt::format("There is no output mode `{}`.", context.plan.document.outputMode))
                                     .at("/outputMode")
                                     .withWayOut(nearest.empty() ? std::string("Use append, update or complete.")
                                                                 : fmt::format("Did you mean `{}`?", nearest)));
}

void planTrigger(PlanningContext& context) {
    const TriggerSpec& trigger = context.plan.document.trigger;
    context.plan.trigger = trigger.kind;
    const bool isContinuous = trigger.kind == TriggerSpec::Kind::Continuous;
    if (!isContinuous && trigger.kind != TriggerSpec::Kind::ProcessingTime) return;
    const std::string place = isContinuous ? "/trigger/continuous" : "/trigger/processingTime";
    auto interval = parseInterval(trigger.interval);
    if (!interval) {
        Error error = std::move(interval).error();
        context.refuse(Phase::Start, std::move(error.at(place)));
        return;
    }
    if (interval->months != 0) {
        context.refuse(Phase::Start,
                       Error(ErrorCode::InvalidTrigger, "A trigger's interval cannot have months or years.")
                           .at(place)
                           .withWayOut("Use days or shorter units."));
        return;
    }
    constexpr std::int64_t kMicrosPerDay = 86'400'000'000;
    std::int64_t micros = interval->days;
    if (__builtin_mul_overflow(micros, kMicrosPerDay, &micros) ||
        __builtin_add_overflow(micros, interval->micros, &micros) || micros < 0) {
        context.refuse(Phase::Start,
                       Error(ErrorCode::InvalidTrigger,
                             fmt::format("The trigger's interval `{}` is negative or too long.", trigger.interval))
                           .at(place)
                           .withWayOut("Use `0 seconds` or more, for example `3 seconds`."));
        return;
    }
    context.plan.triggerInterval = Millis(micros / 1000);
}

using Visit = const std::function<void(const LogicalNode&)>&;

/// Calls `visit` for `node` and all of the stream below it, from the top; the table of a join is no stream.
void forEachNode(const LogicalNode& node, Visit visit) {
    visit(node);
    for (const LogicalPtr& input : node.inputs) {
        forEachNode(*input, visit);
        if (std::holds_alternative<JoinNode>(node.op)) break;
    }
}

template <class Op>
std::vector<const LogicalNode*> operatorsOf(const LogicalNode& root) {
    std::vector<const LogicalNode*> found;
    forEachNode(root, [&](const LogicalNode& node) {
        if (std::holds_alternative<Op>(node.op)) found.push_back(&node);
    });
    return found;
}

bool isStatefulOperator(const LogicalNode& node) {
    return std::holds_alternative<AggregateNode>(node.op) || std::holds_alternative<DeduplicateNode>(node.op);
}

class StreamCheck {
  public:
    StreamCheck(PlanningContext& context, const LogicalNode& root)
        : context_(context),
          root_(root),
          mode_(context.plan.outputMode),
          aggregates_(operatorsOf<AggregateNode>(root)) {}

    void run() {
        checkOutputMode();
        checkOperators();
        checkChains();
        checkWatermarks();
        if (context_.plan.trigger == TriggerSpec::Kind::Continuous) checkContinuous();
    }

  private:
    void refuse(Phase phase, ErrorCode code, std::string message, const std::string& place, std::string wayOut) {
        context_.refuse(phase, Error(code, std::move(message)).at(place).withWayOut(std::move(wayOut)));
    }

    void checkOutputMode() {
        if (mode_ == "append" && !aggregates_.empty()) {
            for (const LogicalNode* node : aggregates_) {
                if (std::get<AggregateNode>(node->op).taggedKey) continue;
                refuse(Phase::Start, ErrorCode::OutputModeRefused,
                       "Output mode append needs to know when a group is finished, and no grouping key carries a "
                       "watermark.",
                       node->place,
                       context_.plan.watermarks.empty()
                           ? "Add a `withWatermark` before and group by that column or its `window(…)`, or use output "
                             "mode update."
                           : "Group by the watermark's column as it is, or by its `window(…)`: a computation loses the "
                             "watermark. Or use output mode update.");
                return;
            }
        }
        if (mode_ == "update" && !aggregates_.empty() && std::get<AggregateNode>(aggregates_.front()->op).session) {
            refuse(Phase::Start, ErrorCode::OutputModeRefused, "Output mode update is not supported with sessions.",
                   aggregates_.front()->place, "Use output mode append with a watermark, or complete.");
        }
        if (mode_ == "complete" && aggregates_.empty()) {
            refuse(Phase::Start, ErrorCode::OutputModeRefused, "Output mode complete needs an aggregation.",
                   "/outputMode", "Add a `groupBy`, or use output mode append.");
        }
    }

    void checkOperators() {
        forEachNode(root_, [&](const LogicalNode& node) {
            if (std::holds_alternative<SortNode>(node.op) &&
                (mode_ != "complete" || operatorsOf<AggregateNode>(node).empty())) {
                refuse(Phase::Start, ErrorCode::UnsupportedOperation,
                       "Rows of a stream can only be ordered after an aggregation in output mode complete.", node.place,
                       operatorsOf<AggregateNode>(node).empty() ? "Remove the `orderBy`."
                                                                : "Use output mode complete, or remove the `orderBy`.");
            }
            if (std::holds_alternative<LimitNode>(node.op) && mode_ == "update") {
                refuse(Phase::Start, ErrorCode::UnsupportedOperation, "`limit` is not supported in output mode update.",
                       node.place, "Remove it, or use another output mode.");
            }
            const auto* deduplicate = std::get_if<DeduplicateNode>(&node.op);
            if (deduplicate && deduplicate->withinWatermark && !deduplicate->taggedColumn) {
                refuse(Phase::Start, ErrorCode::UnsupportedOperation,
                       "`dropDuplicatesWithinWatermark` needs a watermark.", node.place,
                       "Add a `withWatermark` before it, or use `dropDuplicates`.");
            }
        });
    }

    /// An aggregation that changes its results later cannot feed another operator with state.
    void checkChains() {
        if (!context_.plan.conf.allowMultipleStateful && aggregates_.size() > 1) {
            refuse(Phase::Start, ErrorCode::UnsupportedOperation,
                   "Several aggregations in one stream are switched off.", aggregates_.front()->place,
                   "Set `spark.sql.streaming.statefulOperator.allowMultiple` to true.");
            return;
        }
        if (mode_ == "append" || !context_.plan.conf.checkCorrectness) return;
        bool isRefused = false;
        forEachNode(root_, [&](const LogicalNode& node) {
            if (isRefused || !isStatefulOperator(node)) return;
            for (const LogicalPtr& input : node.inputs) {
                if (isRefused || operatorsOf<AggregateNode>(*input).empty()) continue;
                isRefused = true;
                refuse(Phase::Start, ErrorCode::UnsupportedOperation,
                       "An aggregation whose results still change cannot feed another operator that keeps state.",
                       node.place, "Use output mode append with a watermark, or make it two queries.");
            }
        });
    }

    /// TR-6: row-wise steps over the sources that deliver as it comes; sinks that take rows one by one.
    void checkContinuous() {
        constexpr std::string_view kWayOut = R"(Leave the trigger out, or use {"processingTime": "1 second"}.)";
        const auto refuseIt = [&](std::string message, const std::string& place) {
            refuse(Phase::Start, ErrorCode::InvalidTrigger, std::move(message), place, std::string(kWayOut));
        };
        for (const PlannedSource& source : context_.plan.sources) {
            const std::string format = lowerAscii(source.spec.format);
            if (format == "rate" || format == "socket" || format == "kafka") continue;
            refuseIt(fmt::format("A continuous trigger cannot read the source `{}`; it can read `rate`, `socket` and `kafka`.", source.spec.format),
                     "/trigger/continuous");
            return;
        }
        forEachNode(root_, [&](const LogicalNode& node) {
            const bool isRowWise = std::holds_alternative<ScanNode>(node.op) || std::holds_alternative<ProjectNode>(node.op) ||
                                   std::holds_alternative<FilterNode>(node.op);
            if (!isRowWise) refuseIt("A continuous trigger can select and filter; it cannot run this step.", node.place);
        });
        for (std::size_t index = 0; index < context_.plan.document.sinks.size(); ++index) {
            const std::string format = lowerAscii(context_.plan.document.sinks[index].format);
            if (format != "console" && format != "memory" && format != "kafka")
                refuseIt(fmt::format("A continuous trigger cannot write to the sink `{}`; it can write to console, memory and kafka.", format),
                         detail::pointerTo("/sinks", index));
        }
    }

    void checkWatermarks() {
        if (!context_.plan.conf.allowMultipleStateful) return;
        for (const LogicalNode* node : operatorsOf<WatermarkNode>(root_)) {
            if (operatorsOf<WatermarkNode>(*node->inputs.front()).empty()) continue;
            refuse(Phase::Run, ErrorCode::WatermarkRedefined, "A watermark is declared twice on one stream.",
                   node->place, "Keep one `withWatermark`.");
        }
    }

    PlanningContext& context_;
    const LogicalNode& root_;
    std::string mode_;
    std::vector<const LogicalNode*> aggregates_;  ///< the topmost first
};

}  // namespace

/// The document's checkpoint, else one for the query's name in the place that the settings give (CP-1); empty for none.
static std::string checkpointOf(const QueryPlan& plan) {
    std::string checkpoint = plan.document.checkpoint;
    const auto place = plan.conf.kept.find("spark.sql.streaming.checkpointLocation");
    if (checkpoint.empty() && place != plan.conf.kept.end() && !place->second.empty())
        checkpoint = place->second + '/' + (plan.document.name.empty() ? randomUuid() : plan.document.name);
    return checkpoint.empty() ? checkpoint : absolutePath(checkpoint, plan.baseDirectory);
}

void planOutput(PlanningContext& context) {
    planOutputMode(context);
    planTrigger(context);
    context.plan.checkpointPath = checkpointOf(context.plan);
    planSinks(context);
}

void checkStream(PlanningContext& context, const LogicalPtr& root) {
    StreamCheck(context, *root).run();
}

bool isStatefulPlan(const LogicalNode& root, const std::string& outputMode) {
    bool isStateful = false;
    forEachNode(root, [&](const LogicalNode& node) {
        const auto* limit = std::get_if<LimitNode>(&node.op);
        const bool isOverLife = limit && limit->rows > 0 && (outputMode == "append" || operatorsOf<AggregateNode>(node).empty());
        isStateful = isStateful || isStatefulOperator(node) || isOverLife;
    });
    return isStateful;
}

}  // namespace vitrine
