// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/report/result_snapshot.h"
#include "ui/document/project.h"

namespace vitrine::ui {

/// The first charts of a query, by the shape of its result: windows give bars and lines, groups alone horizontal bars, rows
/// with a time the number of rows over time. Empty when nothing can be drawn. Ids are `c1`, `c2`.
std::vector<ChartSpec> defaultCharts(const ResultShape& shape, const std::string& queryName);

/// The chart that is added by hand: the first of defaultCharts(), or the number of rows where nothing else can be drawn.
ChartSpec newChart(const ResultShape& shape, const std::string& queryName);

/// How rows that fall on one mark are put together, guessed from the name of the result column.
ValueAggregate defaultAggregate(const std::string& column);

}  // namespace vitrine::ui
