// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/base/file_system.h"
#include "core/base/result.h"
#include "core/connect/delta/delta_snapshot.h"

namespace vitrine {

/// The files of `_delta_log` by what their names say.
struct DeltaLogListing {
    std::set<std::int64_t> commits;
    std::map<std::int64_t, std::vector<std::string>> checkpoints;   ///< whole ones: one file, or all parts of one
    std::map<std::int64_t, WallTime> written;                       ///< when the file of each commit was
    std::multimap<std::int64_t, std::string> entries;               ///< every file by the version it begins with
    std::optional<std::int64_t> unreadableCheckpoint;               ///< the newest of a kind that is not read here

    /// -1 when there is nothing.
    std::int64_t newest() const;
};

/// The log of the Delta table in a directory: versions, each the sum of the commits up to it. Keeps no state, so several
/// may serve one table, also in other processes. Not to be confused with the query's own checkpoint: checkpoints in here
/// are sums of the log that spare reading it whole.
class DeltaLog {
  public:
    DeltaLog(FileSystem& files, std::string directory) : files_(files), directory_(std::move(directory)) {}

    const std::string& directory() const noexcept { return directory_; }
    std::string logDirectory() const { return directory_ + "/_delta_log"; }
    std::string commitPath(std::int64_t version) const;

    /// Empty where there is no log.
    Result<DeltaLogListing> list() const;

    /// The table at `version`, or at its newest. A checkpoint that is missing or damaged is passed over for an older one and
    /// for the commits. TableNotFound; TableDamaged naming the missing or damaged file; UnsupportedFormat.
    Result<DeltaSnapshot> read(std::optional<std::int64_t> version = {}) const;

    /// Brings `snapshot` up to date by the commits after it; cheap when there are none.
    Result<void> advance(DeltaSnapshot& snapshot) const;

    /// The text of a commit; PathNotFound, FileVanished when there is none.
    Result<std::string> commitText(std::int64_t version) const;

    /// Makes `text` the commit `version`, durably: FileExists when another writer was first. After any other error the
    /// commit may stand or not.
    Result<void> putCommit(std::int64_t version, const std::string& text) const;

    /// Writes the checkpoint of `snapshot`, then points `_last_checkpoint` to it. PartMissing without Parquet.
    Result<void> putCheckpoint(const DeltaSnapshot& snapshot) const;

    /// Removes what only versions older than `table`'s retention need, as the protocol's clean-up of the log does: entries before
    /// the newest checkpoint that is not newer than the last commit of the day `now` less the retention began with. That
    /// checkpoint and all after it stay. Does nothing where delta.enableExpiredLogCleanup is false. ReadFailed, WriteFailed;
    /// what could not be removed is tried again the next time.
    Result<void> expire(const DeltaSnapshot& table, WallTime now) const;

  private:
    Result<void> applyCommits(DeltaSnapshot& snapshot, std::int64_t last) const;

    FileSystem& files_;
    std::string directory_;
};

}  // namespace vitrine
