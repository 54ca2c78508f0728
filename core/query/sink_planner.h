// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/planning_context.h"

namespace vitrine {

/// What of `sinks` can be judged by the document alone: formats, fields, options, checkpoint (CP-1, SK-1, SK-10, SK-20).
void planSinks(PlanningContext& context);

/// What depends on the result: output modes, partition columns, types and keys (spark-semantics 8). `root` gives the result.
void checkSinks(PlanningContext& context, const LogicalNode& root);

}  // namespace vitrine
