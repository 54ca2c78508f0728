// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <arrow/type_fwd.h>
#include <parquet/arrow/schema.h>

#include "core/base/result.h"
#include "core/data/column.h"
#include "core/data/type.h"

namespace vitrine {

/// Where a column of ours, or a part of a nested one, comes from in a Parquet file.
struct ParquetPart {
    TypePtr type;
    int place = -1;                  ///< among what is read beside it; -1: not in the file, so NULL in every row
    std::size_t width = 0;           ///< bytes of a value in the file, where all have the same
    std::vector<ParquetPart> parts;  ///< the element; key and value; the fields
};

/// What is read of a file.
struct ParquetSelection {
    std::vector<ParquetPart> columns;  ///< as they were asked for
    std::vector<int> leaves;           ///< of the file, ascending
};

/// Finds `wanted` in a file by name, at every depth, and checks that each can be read as its type as Spark's vectorized
/// reader would. ReadFailed, naming `path`, the column and both types.
Result<ParquetSelection> selectColumns(const parquet::arrow::SchemaManifest& file, const std::vector<Field>& wanted,
                                       bool caseSensitive, const std::string& path);

/// What Arrow read as a column of ours. Texts stay where they are. ReadFailed for a value that the type cannot hold.
Result<ColumnPtr> columnOf(const ParquetPart& part, const std::shared_ptr<arrow::Array>& array, const std::string& path);

}  // namespace vitrine
