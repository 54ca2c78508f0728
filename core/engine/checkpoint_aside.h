// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/base/file_system.h"
#include "core/base/result.h"
#include "core/base/time.h"

namespace vitrine {

/// Gives the checkpoint in `directory` a dated name beside it, `NAME.2026-11-21_23-04-05` in UTC, so that a query which names
/// `directory` begins anew and nothing is lost. Returns the new path; empty when there is no checkpoint. CheckpointLocked when a
/// query has it, WriteFailed. Blocks on the disk.
Result<std::string> setCheckpointAside(FileSystem& files, const std::string& directory, WallTime now);

}  // namespace vitrine
