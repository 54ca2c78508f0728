// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/planning_context.h"

namespace vitrine {

/// Output mode, trigger, checkpoint and sinks of the document, and what depends on nothing else (TR-3, TR-6, CP-1).
void planOutput(PlanningContext& context);

/// What Spark refuses when a stream is started (§4.5) and what fails in its first batch whatever the data (WM-4).
/// `root` is the plan before the optimiser.
void checkStream(PlanningContext& context, const LogicalPtr& root);

/// Whether an operator of the plan keeps state from batch to batch.
bool isStatefulPlan(const LogicalNode& root, const std::string& outputMode);

}  // namespace vitrine
