// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.h"
#include "core/data/batch.h"

namespace vitrine {

enum class OutputMode : std::uint8_t { Append, Update, Complete };

/// What a result column is, so that charts and tables need not guess from names.
enum class ColumnRole : std::uint8_t {
    Other,
    Window,       ///< STRUCT<start, end> of window()
    WindowStart,  ///< TIMESTAMP that is a window's start
    WindowEnd,
    Key,          ///< a grouping key
    Value,        ///< computed from aggregates
};

/// The shape of a query's result; fixed while it runs.
struct ResultShape {
    SchemaPtr schema;
    std::vector<ColumnRole> roles;               ///< one a column
    OutputMode mode = OutputMode::Append;
    bool aggregated = false;
    bool ordered = false;                        ///< rows come in orderBy's order
    Micros windowDuration{};                     ///< 0 when there is no window
    Micros windowSlide{};
    bool hasWatermark = false;
    /// Windows become final: append or update with the watermark on a grouping column. Otherwise nothing is ever final.
    bool canBeFinal = false;
    Millis watermarkDelay{};
};

using ResultShapePtr = std::shared_ptr<const ResultShape>;

/// About 4,096 rows of a result, never changed once published, shared between versions.
struct ResultChunk {
    Batch rows;
    std::shared_ptr<const std::vector<std::uint64_t>> ids;   ///< stable row ids, one a row, unique in the query's run
    std::vector<std::int64_t> changedIn;         ///< the batch that last changed each row
};

/// One version of a query's result: chunks shared with the version before, and what changed. Immutable, thread-safe.
struct ResultSnapshot {
    ResultShapePtr shape;
    std::uint64_t version = 0;
    std::int64_t batchId = -1;
    WallTime watermark{};                        ///< wm(N+1): windows ending at or before it are final
    std::optional<EventTime> latestEventTime;    ///< the largest seen so far
    std::vector<std::shared_ptr<const ResultChunk>> chunks;
    std::uint64_t numRows = 0;
    std::uint64_t rowsNotKept = 0;               ///< without aggregation: older rows beyond the newest 1,000,000
    std::vector<std::uint64_t> added, changed, removed;  ///< row ids, against the version before
    bool replaced = false;                       ///< all rows are new (complete mode): added/changed/removed are empty

    /// The chunk and the row in it of result row `row` < numRows.
    struct Position {
        const ResultChunk* chunk;
        std::size_t row;
    };
    Position at(std::uint64_t row) const;
};

using ResultSnapshotPtr = std::shared_ptr<const ResultSnapshot>;

}  // namespace vitrine
