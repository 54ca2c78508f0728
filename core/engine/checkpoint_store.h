// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/file_lock.h"
#include "core/base/file_system.h"
#include "core/base/sqlite_database.h"
#include "core/connect/source.h"
#include "core/exec/stateful_operator.h"

namespace vitrine {

/// What a batch set out to do: Spark's offsets/N (CP-4).
struct PlannedBatch {
    std::int64_t id = 0;
    WallTime watermark{};                          ///< wm(N), used by the batch
    WallTime timestamp{};                          ///< ts(N), what current_timestamp() gives
    std::map<std::string, std::string> conf;       ///< pinned settings (CP-6)
    std::vector<Offset> offsets;                   ///< end of the batch, one a source
};

/// The durable memory of one query: an SQLite file `_vitrine.db` in the checkpoint directory that holds what batches set
/// out to do, what they committed, which files were chosen, and the state of the operators as a change log: one blob a
/// batch and operator with what changed, and a snapshot in pieces once the changes since the last outgrow it. Every member
/// that writes is one transaction, durable when it returns. Every plan and commit carries a checksum of itself, of the query's id and of
/// all that it builds on, and the lock's file notes the last one, so that what was lost or changed is noticed. Called by the query's
/// thread; blocks on the disk.
class CheckpointStore {
  public:
    static constexpr const char* kFileName = "_vitrine.db";
    static constexpr const char* kLockName = "_vitrine.lock";
    static constexpr std::int64_t kFormatVersion = 1;
    static constexpr std::int64_t kBatchesKept = 100;   ///< CP-7
    /// Of the bytes in `state`; changed whenever StatefulOperator::saveChanges() writes otherwise.
    static constexpr std::int64_t kStateFormat = 1;

    using Operators = std::span<const std::unique_ptr<StatefulOperator>>;

    /// Opens the checkpoint in `directory`, made with a new query id when there is none, for the query `holder` alone:
    /// CheckpointLocked says who still has it after `patience`. CheckpointNewer leaves the file as it is; CheckpointDamaged, WriteFailed.
    static Result<std::unique_ptr<CheckpointStore>> open(const std::string& directory, const std::string& holder, Millis patience,
                                                         FileSystem& files);

    /// Stable over restarts (CP-15).
    const std::string& queryId() const noexcept { return queryId_; }

    /// Whether open() made it.
    bool isNew() const noexcept { return isNew_; }

    /// What remember() was given by the run that committed last; empty when nothing is known.
    Result<std::string> remembered();

    /// Keeps `facts` with the next commit, for the next run.
    void remember(std::string facts) { facts_ = std::move(facts); }

    /// Where the query stands (CP-10).
    struct Position {
        std::optional<PlannedBatch> latest;              ///< the last batch that was planned
        std::optional<PlannedBatch> before;              ///< the one before it
        std::optional<std::int64_t> committed;           ///< the last batch that was committed
        WallTime nextWatermark{};                        ///< what it made of the watermark
    };
    Result<Position> position();

    /// Every choice that is still remembered, one list a source, oldest first; after position(). CheckpointDamaged.
    Result<std::vector<std::vector<SourceLogEntry>>> sourceLogs(std::size_t sources);

    /// After position(): loads the state after the last committed batch. CheckpointIncompatible when the operators are of other kinds or have
    /// other keys or aggregates than the ones that saved it (AG-8), or when there are some and it was saved without.
    Result<void> load(Operators operators);

    /// Logs what batch `batch.id` will do, before anything of it is read; `chosen` is what each source logged for it.
    Result<void> plan(const PlannedBatch& batch, std::span<const std::vector<SourceLogEntry>> chosen);

    /// Commits batch `id` after its sinks: the watermark it gave, and what it changed in the operators, of which each now has
    /// so many `rows`.
    Result<void> commit(std::int64_t id, WallTime nextWatermark, Operators operators, std::span<const std::int64_t> rows);

  private:
    /// Sizes that decide when an operator's snapshot is due.
    struct Saved {
        std::uint64_t snapshotBytes = 0;
        std::uint64_t changeBytes = 0;
        std::int64_t digest = 0;   ///< of the rows in `state`
    };
    CheckpointStore(FileLock lock, SqliteDatabase database) : lock_(std::move(lock)), database_(std::move(database)) {}

    Result<void> create();
    Result<void> prepareStatements();
    Result<void> putAbout(std::string_view name, const std::string& value);
    Result<std::optional<PlannedBatch>> planned(std::int64_t id);
    /// The last plan and commit that this checkpoint is known to have held.
    Result<void> checkAgainstNote() const;
    void leaveNote();
    std::int64_t stateDigest() const;
    Result<void> putState(std::size_t position, std::int64_t batch, std::int64_t piece, bool snapshot, std::string_view data);
    Result<void> saveOperator(std::size_t position, std::int64_t batch, const StatefulOperator& stateful);

    FileLock lock_;   // first: given back after the database is closed
    SqliteDatabase database_;
    std::string queryId_;
    std::string facts_;
    std::vector<Saved> saved_;
    bool operatorsKnown_ = false;
    std::int64_t operatorsDigest_ = 0;
    std::int64_t logDigest_ = 0;                     ///< of all rows in `source_log`
    std::int64_t loggedDigest_ = 0;                  ///< what it must be, by the last plan
    std::int64_t committedDigest_ = 0;               ///< what stateDigest() must be, by the last commit
    std::int64_t lastPlan_ = -1, lastCommit_ = -1;
    bool isNew_ = false;
    SqliteStatement insertPlan_, insertCommit_, insertChoice_, insertState_, dropState_, dropPlans_, dropCommits_, putAbout_;
};

}  // namespace vitrine
