// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/file_system.h"
#include "core/base/result.h"
#include "core/base/time.h"

namespace vitrine {

/// What a clean-up takes away, and how.
struct DeltaCleanup {
    std::optional<Millis> retention;       ///< none: the table's own, a week unless it says otherwise
    bool evenShort = false;                ///< allows a retention below the table's: readers and writers may be using such files
    bool dryRun = false;                   ///< only says what would go
};

struct DeltaLeftover {
    std::string path;                      ///< relative to the table
    std::uint64_t size = 0;                ///< bytes
};

/// Removes the files below `directory` that no version younger than the retention needs (VACUUM): those the newest version
/// does not have, whose removal, or whose writing when the log does not know them, is older than that. Names that begin with
/// `_` or `.` are left alone, but for partitions and for the temporary files of writers that ended. Returns what was (or
/// would be) removed, by path. TableNotFound, TableDamaged; InvalidValue for a retention below the table's without
/// `evenShort`.
Result<std::vector<DeltaLeftover>> cleanDeltaTable(FileSystem& files, const std::string& directory, const DeltaCleanup& cleanup,
                                                   WallTime now, std::stop_token stop = {});

}  // namespace vitrine
