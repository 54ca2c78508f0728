// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/catalog/table_writer.h"
#include "core/report/query_summary.h"

namespace vitrine {

/// The places that the active queries of `processes` write to.
std::vector<TableWriter> tableWritersOf(const std::vector<ProcessStreams>& processes);

}  // namespace vitrine
