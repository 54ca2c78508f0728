// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/query/plan_nodes.h"
#include "core/query/planning_context.h"
#include "core/query/sink_planner.h"
#include "core/query/source_planner.h"
#include "core/query/step_planner.h"
#include "core/query/stream_checks.h"

namespace vitrine {

PlanResult planQuery(const QueryDocument& document, const std::string& baseDirectory, FileSystem& files) {
    auto plan = std::make_shared<QueryPlan>();
    plan->document = document;
    plan->baseDirectory = baseDirectory;
    PlanningContext context(files, *plan);

    ConfResult settings = sessionConfOf(document);
    plan->conf = std::move(settings.conf);
    for (Diagnostic& diagnostic : settings.diagnostics) {
        if (diagnostic.severity == Severity::Error) context.refuse(diagnostic.phase, std::move(diagnostic.error));
        else context.warn(std::move(diagnostic.error));
    }

    std::vector<std::string> sourcePlaces;
    StepPlanner steps(context, sourcePlaces);
    const LogicalPtr root = steps.planChain(document.source, document.steps, "", false);
    planOutput(context);
    if (root) {
        if (!plan->outputMode.empty()) checkStream(context, root);
        plan->root = prunedColumns(root);
        plan->isStateful = isStatefulPlan(*plan->root, plan->outputMode);
        checkSinks(context, *root);
        checkFormats(context, sourcePlaces);
    }

    PlanResult result;
    if (!context.hasRefusals()) result.plan = std::move(plan);
    result.diagnostics = std::move(context).diagnostics();
    return result;
}

Schema columnsBefore(const QueryDocument& document, std::size_t step, const std::string& baseDirectory, FileSystem& files) {
    for (std::size_t count = std::min(step, document.steps.size()) + 1; count-- > 0;) {
        QueryPlan plan;
        plan.baseDirectory = baseDirectory;
        plan.conf = sessionConfOf(document).conf;
        PlanningContext context(files, plan);
        std::vector<std::string> sourcePlaces;
        const std::vector<Step> before(document.steps.begin(), document.steps.begin() + static_cast<std::ptrdiff_t>(count));
        if (const LogicalPtr root = StepPlanner(context, sourcePlaces).planChain(document.source, before, "", false)) return *root->output;
        if (plan.sources.empty()) break;
    }
    return {};
}

}  // namespace vitrine
