// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "core/base/file_listing.h"

namespace vitrine {

/// `DIRECTORY/_spark_metadata`.
std::string sinkLogDirectory(const std::string& directory);

/// Whether a directory is the output of a streaming file sink, whose log says which files count (FS-25).
bool hasSinkLog(FileSystem& files, const std::string& directory);

/// One file of the log: `7` or `9.compact`.
struct SinkLogName {
    std::string name;
    bool isCompact = false;
    WallTime modified{};
};

/// The files of the log by their batch.
Result<std::map<std::int64_t, std::vector<SinkLogName>>> entriesOfSinkLog(FileSystem& files, const std::string& directory);

/// The files that the log names, of batches before `end`, in the order in which they were logged. CheckpointDamaged when it
/// cannot be read.
Result<std::vector<ListedFile>> filesOfSinkLog(FileSystem& files, const std::string& directory,
                                               std::int64_t end = std::numeric_limits<std::int64_t>::max());

}  // namespace vitrine
