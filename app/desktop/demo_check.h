// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

namespace vitrine {

/// Runs the demonstration's query over its first files, unseen, with a Delta table as a sink where the program has Parquet;
/// counts the same rows again from their lines, and compares. Writes its chart and table too. Everything happens in a folder
/// of its own that goes at the end. Window thread; runs an event loop for about a second. Fails with the first thing that was not
/// as it must be.
Result<void> checkDemo();

/// Whether this program reads and writes Parquet.
bool hasParquet();

}  // namespace vitrine
