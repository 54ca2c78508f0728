// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/file_system.h"
#include "core/base/result.h"
#include "core/connect/delta/delta_snapshot.h"

namespace vitrine {

/// Adds what the files of one checkpoint say to `snapshot`, with the sidecars that one of version 2 names. PartMissing without Parquet, ReadFailed, TableDamaged.
Result<void> readDeltaCheckpoint(FileSystem& files, const std::vector<std::string>& paths, DeltaSnapshot& snapshot);

/// What `_last_checkpoint` says of a checkpoint.
struct DeltaCheckpointSize {
    std::uint64_t numActions = 0;
    std::uint64_t bytes = 0;
};

/// Writes `snapshot` as one Parquet file at `path`, durably and whole or not at all; one that stands there stays. Zero bytes:
/// it stood there. PartMissing, DiskFull, WriteFailed.
Result<DeltaCheckpointSize> writeDeltaCheckpoint(FileSystem& files, const std::string& path, const DeltaSnapshot& snapshot);

}  // namespace vitrine
