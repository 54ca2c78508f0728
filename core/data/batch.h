// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/data/column.h"
#include "core/data/schema.h"

namespace vitrine {

/// Where the rows of a batch come from: a file of the micro-batch's plan and the byte at which each row's line starts.
struct RowOrigins {
    std::uint32_t fileIndex = 0;          ///< index into the plan's files
    std::vector<std::uint64_t> offsets;   ///< one a row; empty when the source has no positions
    std::shared_ptr<const std::string> fileUri;  ///< `file:///in/a%20b.json`; null when the source has no files
};

/// Columns of equal length, read or computed together: typically 1,000 to 8,000 rows. Immutable parts, value semantics.
struct Batch {
    SchemaPtr schema;
    std::vector<ColumnPtr> columns;
    std::size_t numRows = 0;
    std::shared_ptr<const RowOrigins> origins;  ///< may be null

    const Column& column(std::size_t index) const { return *columns[index]; }
};

/// The rows `rows` of `batch`, origins included.
Batch gather(const Batch& batch, std::span<const std::uint32_t> rows);

/// One batch after the other; all of one schema; origins are dropped. `schema` serves when `batches` is empty.
Batch concatenate(const SchemaPtr& schema, std::span<const Batch> batches);

}  // namespace vitrine
