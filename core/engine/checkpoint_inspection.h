// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/report/checkpoint_summary.h"

namespace vitrine {

/// Looks into the checkpoint at `directory` without changing it, also while a query runs on it; what it shows is one commit's.
/// `verifyState` reads all of the state and compares its checksums, as a restart would. Blocks on the disk for that long.
/// PathNotFound where there is none, CheckpointIncompatible for one of Apache Spark, with what is in it;
/// CheckpointDamaged, CheckpointNewer, ReadFailed.
Result<CheckpointSummary> inspectCheckpoint(const std::string& directory, bool verifyState);

}  // namespace vitrine
