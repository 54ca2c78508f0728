// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/connect/delta/delta_snapshot.h"
#include "core/data/schema.h"

namespace vitrine {

/// The rows that a query writes to a table, and how it may change the table for them.
struct DeltaShape {
    Schema schema;
    std::vector<std::string> partitionBy;
    DeltaText properties;                ///< of a table to be made: delta.checkpointInterval, …
    bool replacesAll = false;            ///< complete mode
    bool mergeSchema = false;            ///< columns that the table lacks are added to it
    bool overwriteSchema = false;        ///< with replacesAll: the table takes this shape
};

/// What must be written besides the rows, and under which names.
struct DeltaWritePlan {
    Schema columns;                            ///< of the rows, named as the table has them
    std::vector<std::size_t> partitionBy;      ///< positions in `columns`, in the table's order
    std::vector<std::size_t> required;         ///< positions of columns in which the table allows no NULL
    std::optional<DeltaProtocol> protocol;     ///< to be committed first
    std::optional<DeltaMetadata> metadata;     ///< likewise: the table is new or changes
};

/// Checks columns that go into any Delta table: UnsupportedType for VOID and intervals (SK-50), SinkRefused for names that
/// Parquet files cannot hold, for names used twice and for partitions of unknown columns.
Result<void> checkDeltaShape(const DeltaShape& shape);

/// Compares `wanted` with the table (none before version 0), names without regard to case. SchemaMismatch naming the columns.
Result<DeltaWritePlan> planDeltaWrite(const DeltaSnapshot& table, const DeltaShape& wanted);

}  // namespace vitrine
