// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/file_system.h"
#include "core/base/result.h"
#include "core/connect/sink.h"
#include "core/formats/row_reader.h"

namespace vitrine {

/// Where and how a query writes a Delta table.
struct DeltaSinkSpec {
    std::string directory;                   ///< absolute; of the table
    OptionMap options;                       ///< mergeSchema, overwriteSchema, delta.* for a new table, those of Parquet files
    std::vector<std::string> partitionBy;
};

/// A sink that writes each batch as one commit of a Delta table: all of it or nothing, once (SK-50, SK-51). Append adds rows,
/// complete replaces all rows; update is refused (SinkRefused). The table is made by the first batch. InvalidOption at
/// `/options/NAME`. `files` must outlive the sink. Its open() refuses rows that do not fit the table (SchemaMismatch).
Result<std::unique_ptr<Sink>> makeDeltaSink(FileSystem& files, DeltaSinkSpec spec);

}  // namespace vitrine
