// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/file_system.h"
#include "core/base/result.h"
#include "core/connect/delta/delta_log.h"
#include "core/connect/delta/delta_schema.h"

namespace vitrine {

/// What one batch does to a table.
struct DeltaChange {
    std::string appId;                     ///< the query
    std::int64_t batchId = 0;
    bool replacesAll = false;              ///< complete mode: what the table held goes
    std::vector<DeltaAdd> added;
    std::uint64_t numRows = 0;
};

enum class DeltaOutcome : std::uint8_t { Committed, WasThere };

/// Commits batches to one table, on one thread, beside writers in other processes. Keeps the table's newest version in
/// memory, so that a commit costs neither a listing nor a reading of the log.
class DeltaWriter {
  public:
    /// `wanted` is the shape of the rows to come; the table is made by the first commit when it is not there.
    DeltaWriter(FileSystem& files, std::string directory, DeltaShape wanted)
        : files_(files), log_(files, std::move(directory)), wanted_(std::move(wanted)) {}

    /// Reads the table, when there is one, and checks that such rows may be written to it: SchemaMismatch, UnsupportedFormat,
    /// TableDamaged, SinkRefused for a directory that holds other things.
    Result<void> open();

    /// How the rows go into the table. After open().
    const DeltaWritePlan& plan() const noexcept { return plan_; }

    /// Whether batch `batchId` of `appId`, or a later one, is in the table (SK-50), as far as is known here.
    bool holds(const std::string& appId, std::int64_t batchId) const;

    /// Makes the directories of the table.
    Result<void> prepare();

    /// Commits `change`, whose data files are durable. WasThere: another process had written the batch. On failure
    /// commitMayStand() says whether the data files may have become part of the table all the same. TableChanged when another
    /// writer gave the table another schema.
    Result<DeltaOutcome> commit(const DeltaChange& change);

    /// Whether the last commit that failed may stand; its files must then be left alone.
    bool commitMayStand() const noexcept { return mayStand_; }

    const DeltaSnapshot& snapshot() const noexcept { return snapshot_; }

  private:
    std::vector<DeltaAction> actionsFor(const DeltaChange& change, const std::string& commitId) const;
    Result<void> rebase();
    Result<void> planAgain();
    Result<void> checkUnreplaced() const;
    void checkpointWhenDue();

    FileSystem& files_;
    DeltaLog log_;
    DeltaShape wanted_;
    DeltaWritePlan plan_;
    DeltaSnapshot snapshot_;
    std::int64_t lastCheckpoint_ = -1;
    bool mayStand_ = false;
    bool isStale_ = false;
};

}  // namespace vitrine
