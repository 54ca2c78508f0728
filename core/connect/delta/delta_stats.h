// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>

#include "core/data/batch.h"

namespace vitrine {

/// The statistics of a data file with the rows `batches`, as a JSON text: numRecords, minValues, maxValues and nullCount of
/// the first 32 single-valued columns, those inside of structs included. Bounds hold for every row: where a value cannot be
/// written so (NaN, text that is not UTF-8), the column has none.
std::string deltaStats(const Schema& schema, std::span<const Batch> batches);

}  // namespace vitrine
