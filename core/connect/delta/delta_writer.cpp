// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connect/delta/delta_writer.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "core/base/clock.h"
#include "core/base/kill_point.h"
#include "core/base/log.h"
#include "core/base/random_uuid.h"
#include "vitrine_version.h"

namespace vitrine {
namespace {

/// A table without the property gets a checkpoint after so many commits, a large one after more: a checkpoint costs as much
/// as the table has files.
constexpr std::int64_t kCheckpointInterval = 10;
constexpr std::int64_t kFilesPerCommit = 500;

WallTime now() { return SystemClock().now(); }

std::int64_t millisNow() { return now().time_since_epoch().count(); }

Error changedByOther(const std::string& directory) {
    return Error(ErrorCode::TableChanged, fmt::format("Another writer changed the columns or properties of the Delta table in '{}'.", directory))
        .at(directory)
        .withWayOut("Start the query again; it then writes to the table as it is now.");
}

Error replacedByOther(const std::string& directory) {
    return Error(ErrorCode::TableChanged, fmt::format("The Delta table in '{}' was removed or replaced while the query ran.", directory))
        .at(directory)
        .withWayOut("Start the query again; it then writes to the table as it is now.");
}

bool isHidden(std::string_view name) { return name.starts_with('.') || name.starts_with('_'); }

}  // namespace

Result<void> DeltaWriter::open() {
    VITRINE_CHECK_OK(checkDeltaShape(wanted_));
    VITRINE_TRY(const DeltaLogListing listing, log_.list());
    if (listing.newest() >= 0) {
        VITRINE_TRY(snapshot_, log_.read());
        // Whoever wrote the newest may have died before its name was durable; a batch that is taken to be there must stay there.
        VITRINE_CHECK_OK(files_.syncDirectory(log_.logDirectory()));
    } else if (!files_.stat(log_.logDirectory())) {
        Result<std::vector<DirectoryEntry>> entries = files_.list(log_.directory());
        const bool holdsOthers = entries && std::any_of(entries->begin(), entries->end(),
                                                        [](const DirectoryEntry& entry) { return !isHidden(entry.name); });
        if (holdsOthers) {
            return Error(ErrorCode::SinkRefused, fmt::format("'{}' holds other files and is no Delta table.", log_.directory()))
                .at(log_.directory())
                .withWayOut("Choose an empty or a new directory.");
        }
        if (!entries && entries.error().code() != ErrorCode::PathNotFound) return std::move(entries).error();
    }
    if (!listing.checkpoints.empty()) lastCheckpoint_ = listing.checkpoints.rbegin()->first;
    return planAgain();
}

Result<void> DeltaWriter::planAgain() {
    if (snapshot_.version >= 0) {
        VITRINE_CHECK_OK(checkWritable(snapshot_, log_.directory()));
        if (wanted_.replacesAll && snapshot_.property("delta.appendOnly", "false") == "true") {
            return Error(ErrorCode::SinkRefused, fmt::format("The Delta table in '{}' only takes more rows (delta.appendOnly).", log_.directory()))
                .at(log_.directory())
                .withWayOut("Use the output mode append, or unset the property.");
        }
    }
    VITRINE_TRY(plan_, planDeltaWrite(snapshot_, wanted_));
    return {};
}

bool DeltaWriter::holds(const std::string& appId, std::int64_t batchId) const {
    const auto found = snapshot_.transactions.find(appId);
    return found != snapshot_.transactions.end() && found->second.version >= batchId;
}

Result<void> DeltaWriter::prepare() {
    if (isStale_) VITRINE_CHECK_OK(rebase());
    return snapshot_.version < 0 ? files_.makeDirectories(log_.logDirectory()) : Result<void>();
}

/// Brings the snapshot up to date with other writers, and refuses what they may have changed.
Result<void> DeltaWriter::rebase() {
    const std::int64_t version = snapshot_.version;
    const std::optional<DeltaMetadata> metadata = snapshot_.metadata;
    const std::optional<DeltaProtocol> protocol = snapshot_.protocol;
    isStale_ = true;
    VITRINE_CHECK_OK(log_.advance(snapshot_));
    isStale_ = false;
    if (version >= 0 && snapshot_.metadata != metadata) return changedByOther(log_.directory());
    if (version < 0 || snapshot_.protocol != protocol) {
        const Schema columns = plan_.columns;
        VITRINE_CHECK_OK(planAgain());
        if (!(plan_.columns == columns)) return changedByOther(log_.directory());
    }
    return {};
}

/// A commit on top of a log that someone began anew would leave a hole in it.
Result<void> DeltaWriter::checkUnreplaced() const {
    if (snapshot_.version < 0 || files_.stat(log_.commitPath(snapshot_.version))) return {};
    VITRINE_TRY(const DeltaLogListing listing, log_.list());
    return listing.newest() >= snapshot_.version ? Result<void>() : replacedByOther(log_.directory());
}

std::vector<DeltaAction> DeltaWriter::actionsFor(const DeltaChange& change, const std::string& commitId) const {
    const std::int64_t timestamp = millisNow();
    DeltaCommitInfo info;
    info.timestamp = timestamp;
    info.operation = "STREAMING UPDATE";
    info.parameters = {{"outputMode", change.replacesAll ? "Complete" : "Append"},
                       {"queryId", change.appId},
                       {"epochId", fmt::format("{}", change.batchId)}};
    if (snapshot_.version >= 0) info.readVersion = snapshot_.version;
    info.isBlindAppend = !change.replacesAll;
    std::int64_t bytes = 0;
    for (const DeltaAdd& add : change.added) bytes += add.size;
    info.metrics = {{"numOutputRows", fmt::format("{}", change.numRows)},
                    {"numAddedFiles", fmt::format("{}", change.added.size())},
                    {"numRemovedFiles", fmt::format("{}", change.replacesAll ? snapshot_.files.size() : 0)},
                    {"numOutputBytes", fmt::format("{}", bytes)}};
    info.engine = "Vitrine/" VITRINE_VERSION;
    info.id = commitId;

    std::vector<DeltaAction> actions{std::move(info)};
    if (plan_.protocol) actions.emplace_back(*plan_.protocol);
    if (plan_.metadata) {
        DeltaMetadata metadata = *plan_.metadata;
        if (!metadata.createdTime) metadata.createdTime = timestamp;
        actions.emplace_back(std::move(metadata));
    }
    actions.emplace_back(DeltaTransaction{change.appId, change.batchId, timestamp});
    for (const DeltaAdd& add : change.added) actions.emplace_back(add);
    if (change.replacesAll) {
        for (const auto& [path, add] : snapshot_.files) {
            actions.emplace_back(DeltaRemove{add.path, timestamp, true, add.partitionValues, add.size});
        }
    }
    return actions;
}

Result<DeltaOutcome> DeltaWriter::commit(const DeltaChange& change) {
    mayStand_ = false;
    const std::string commitId = randomUuid();
    for (;;) {
        if (holds(change.appId, change.batchId)) return DeltaOutcome::WasThere;
        VITRINE_CHECK_OK(checkUnreplaced());
        std::vector<DeltaAction> actions = actionsFor(change, commitId);
        VITRINE_TRY(const std::string text, toCommitText(actions));
        const std::int64_t version = snapshot_.version + 1;
        if (auto put = log_.putCommit(version, text); put) {
            for (DeltaAction& action : actions) snapshot_.apply(std::move(action));
            snapshot_.version = version;
            plan_.protocol.reset();
            plan_.metadata.reset();
            reachKillPoint(KillPoint::DeltaCommitted);
            checkpointWhenDue();
            return DeltaOutcome::Committed;
        } else if (put.error().code() != ErrorCode::FileExists) {
            const auto standing = files_.stat(log_.commitPath(version));
            mayStand_ = standing.hasValue() || standing.error().code() != ErrorCode::PathNotFound;
            isStale_ = true;
            return std::move(put).error();
        }
        VITRINE_CHECK_OK(rebase());
        if (snapshot_.version < version) {
            return Error(ErrorCode::TableDamaged, fmt::format("'{}' is in the way of the next commit and cannot be read.", log_.commitPath(version)))
                .at(log_.commitPath(version))
                .withWayOut("Remove it when no other program writes the table.");
        }
    }
}

void DeltaWriter::checkpointWhenDue() {
    const std::string property = snapshot_.property("delta.checkpointInterval", "");
    std::int64_t interval = 0;
    std::from_chars(property.data(), property.data() + property.size(), interval);
    if (interval <= 0) {
        const auto rows = static_cast<std::int64_t>(snapshot_.files.size() + snapshot_.tombstones.size());
        interval = std::max(kCheckpointInterval, rows / kFilesPerCommit);
    }
    if (snapshot_.version == 0 || snapshot_.version - std::max<std::int64_t>(lastCheckpoint_, 0) < interval) return;
    snapshot_.forgetTombstones(now());
    // The batch is in the table; without this checkpoint readers read more commits.
    if (auto put = log_.putCheckpoint(snapshot_); !put) {
        if (put.error().code() != ErrorCode::PartMissing) log::warning(put.error().detail());
    } else if (auto expired = log_.expire(snapshot_, now()); !expired) {
        log::warning(expired.error().detail());
    }
    lastCheckpoint_ = snapshot_.version;
}

}  // namespace vitrine
