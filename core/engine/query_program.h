// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include "core/connect/source.h"
#include "core/exec/deduplication.h"
#include "core/exec/grouped_aggregation.h"
#include "core/exec/row_pipeline.h"
#include "core/exec/session_aggregation.h"
#include "core/exec/sort_rows.h"
#include "core/query/logical_plan.h"
#include "core/report/result_snapshot.h"

namespace vitrine {

/// A streaming source of the program, by its place in QueryPlan::sources.
struct ProgramSource {
    std::size_t source = 0;
    ReadSpec read;
};

/// A table that a stream is joined with: read again for every batch, by its place in QueryPlan::sources.
struct ProgramTable {
    std::size_t source = 0;
    ReadSpec read;
    RowSteps steps;
    SchemaPtr schema;                  ///< after the steps
    std::vector<std::size_t> keys;
    std::shared_ptr<Source> opened;    ///< set by whoever starts the query
};

/// Rows on their way into a stage: of a source, or of a stage before, taken through row-wise steps.
struct ProgramFeed {
    bool fromStage = false;
    std::size_t from = 0;              ///< index into QueryProgram::sources or ::stages
    RowSteps steps;
};

struct OutputSort { std::vector<SortKey> keys; };
/// At most `rows` rows of each batch.
struct OutputLimit { std::uint64_t rows = 0; };
/// At most `rows` rows over the life of the query (WM-31).
struct LifeLimit { std::uint64_t rows = 0; };

/// What a stage does with the rows of a batch; monostate: hands them on.
using StageOperator =
    std::variant<std::monostate, GroupingSpec, SessionSpec, DeduplicationSpec, LifeLimit, OutputSort, OutputLimit>;

/// Where the rows of a batch come together: feeds in the order of their rows, then one operator.
struct ProgramStage {
    std::vector<ProgramFeed> feeds;
    StageOperator op;
    std::string place;
    bool seesWatermark = false;          ///< a withWatermark lies below; without one its thresholds stay 0 (WM-19)
    bool hasSourceRows = true;           ///< what comes in are rows of files, not of an aggregation
    std::optional<Millis> taggedDelay;   ///< delay of the watermark that decides over its rows

    /// Whether the operator keeps state from batch to batch.
    bool isStateful() const noexcept;
};

/// A plan as the engine runs it: stages, each after those that feed it; the last gives the result. Immutable.
struct QueryProgram {
    QueryPlanPtr plan;
    std::vector<ProgramSource> sources;          ///< at least one; tasks and offsets follow this order
    std::vector<ProgramTable> tables;
    std::vector<ProgramStage> stages;
    std::vector<std::size_t> reportedStages;     ///< the stateful ones, the top of the plan first
    std::vector<std::size_t> watermarkOrder;     ///< the watermarks, the top of the plan first
    ResultShapePtr shape;
};

/// Lays out `plan` for the engine. UnsupportedOperation at the step that cannot be run yet.
Result<QueryProgram> makeQueryProgram(QueryPlanPtr plan, std::size_t chunkRows);

}  // namespace vitrine
