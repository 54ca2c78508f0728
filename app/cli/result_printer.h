// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/data/time_zone.h"
#include "core/report/result_snapshot.h"

namespace vitrine::cli {

/// A result as a table of characters, CSV (RFC 4180) or JSON lines. Rows are sorted by their columns unless the query
/// orders them or has no aggregation.
Result<std::string> formatResult(const ResultSnapshot& snapshot, const std::string& format, const TimeZone& zone);

}  // namespace vitrine::cli
