// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "core/exec/grouped_aggregation.h"
#include "core/exec/row_pipeline.h"
#include "core/exec/sort_rows.h"
#include "core/query/logical_plan.h"
#include "core/report/result_snapshot.h"

namespace vitrine {

struct OutputSort { std::vector<SortKey> keys; };
/// At most `rows` rows: of each batch in Complete, over the life of the query in Append (WM-31).
struct OutputLimit { std::uint64_t rows = 0; };
/// What happens to a batch's rows once they are all there, on the query's thread.
using OutputStep = std::variant<RowSteps, OutputSort, OutputLimit>;

/// A streaming source of the program, by its place in QueryPlan::sources.
struct ProgramSource {
    std::size_t source = 0;
    ReadSpec read;
};

/// A plan as the engine runs it: a scan, steps that workers apply row-wise, at most one stateful operator, steps on its
/// output. Immutable.
struct QueryProgram {
    QueryPlanPtr plan;
    std::vector<ProgramSource> sources;          ///< at least one; tasks and offsets follow this order
    RowSteps rowSteps;
    std::optional<GroupingSpec> grouping;
    std::optional<Millis> taggedDelay;           ///< delay of the watermark that closes the groups
    std::vector<OutputStep> outputSteps;
    std::string outputPlace;                     ///< of the last step, for messages
    ResultShapePtr shape;
};

/// Lays out `plan` for the engine. UnsupportedOperation at the step that cannot be run yet.
Result<QueryProgram> makeQueryProgram(QueryPlanPtr plan, std::size_t chunkRows);

}  // namespace vitrine
