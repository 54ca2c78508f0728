// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include <arrow/result.h>
#include <arrow/type_fwd.h>

#include "core/base/result.h"
#include "core/data/column.h"

namespace vitrine {

/// The type in which Arrow holds ours, so that its Parquet is that of Spark. UnsupportedType for the INTERVAL of months, days and
/// microseconds together.
Result<std::shared_ptr<arrow::DataType>> arrowTypeOf(const DataType& type, const std::string& column);

/// A column as an Arrow array of its arrowTypeOf(). It shares the column's elements.
arrow::Result<std::shared_ptr<arrow::Array>> arrowArrayOf(const ColumnPtr& column);

}  // namespace vitrine
