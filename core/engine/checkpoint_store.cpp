// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/checkpoint_store.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/base/kill_point.h"
#include "core/base/random_uuid.h"
#include "core/engine/detail/checkpoint_checksum.h"

namespace vitrine {

namespace {

using Json = nlohmann::json;
using detail::checksumOf;

constexpr int kPatienceMilliseconds = 2000;
/// Changes below this are not worth a snapshot.
constexpr std::uint64_t kLeastChangeBytes = std::uint64_t{1} << 18;

constexpr const char* kTables = R"(
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE batches (
    id INTEGER PRIMARY KEY, watermark_ms INTEGER NOT NULL, timestamp_ms INTEGER NOT NULL, conf TEXT NOT NULL, offsets TEXT NOT NULL,
    log_digest INTEGER NOT NULL, crc32c INTEGER NOT NULL);
CREATE TABLE commits (
    batch INTEGER PRIMARY KEY, next_watermark_ms INTEGER NOT NULL, state_digest INTEGER NOT NULL, crc32c INTEGER NOT NULL);
CREATE TABLE source_log (source INTEGER NOT NULL, log_offset INTEGER NOT NULL, item TEXT NOT NULL, modified_ms INTEGER NOT NULL);
CREATE INDEX source_log_order ON source_log (source, log_offset);
CREATE TABLE operators (position INTEGER PRIMARY KEY, name TEXT NOT NULL, keys TEXT NOT NULL, state TEXT NOT NULL);
CREATE TABLE state (
    operator INTEGER NOT NULL, batch INTEGER NOT NULL, piece INTEGER NOT NULL, snapshot INTEGER NOT NULL,
    format INTEGER NOT NULL, crc32c INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (operator, batch, piece));
)";

Error damaged(std::string what) {
    return Error(ErrorCode::CheckpointDamaged, std::move(what))
        .withWayOut("Restore the checkpoint from a copy, or start over with another one.");
}

std::string offsetsText(const std::vector<Offset>& offsets) {
    Json list = Json::array();
    for (const Offset& offset : offsets) list.push_back(offset.empty() ? Json() : Json(offset));
    return list.dump();
}

WallTime wallTime(std::int64_t millis) { return WallTime{Millis{millis}}; }
std::int64_t millisOf(WallTime time) { return time.time_since_epoch().count(); }

}  // namespace

Result<std::unique_ptr<CheckpointStore>> CheckpointStore::open(const std::string& directory, const std::string& holder,
                                                               Millis patience, FileSystem& files) {
    VITRINE_CHECK_OK(files.makeDirectories(directory));
    VITRINE_TRY(FileLock lock, FileLock::take(directory + '/' + kLockName, holder, patience));
    VITRINE_TRY(SqliteDatabase database, SqliteDatabase::open(directory + '/' + kFileName, kPatienceMilliseconds));
    std::unique_ptr<CheckpointStore> store(new CheckpointStore(std::move(lock), std::move(database)));
    reachKillPoint(KillPoint::CheckpointFound);
    std::int64_t version = 0;
    {
        VITRINE_TRY(SqliteStatement ask, store->database_.prepare("PRAGMA user_version"));
        VITRINE_CHECK_OK(ask.step());
        version = ask.integer(0);
    }
    if (version > kFormatVersion)
        return Error(ErrorCode::CheckpointNewer,
                     fmt::format("The checkpoint in {} has format {}; this Vitrine knows formats up to {}.", directory, version, kFormatVersion))
            .withWayOut("Use a newer Vitrine, or name another checkpoint.");
    store->isNew_ = version == 0;
    if (store->isNew_) {
        if (!store->lock_.note().empty()) return damaged(fmt::format("The checkpoint in {} has lost everything that it held.", directory));
        VITRINE_CHECK_OK(store->create());
    }
    VITRINE_TRY(SqliteStatement ask, store->database_.prepare("SELECT value FROM about WHERE name = 'id'"));
    VITRINE_TRY(const bool known, ask.step());
    if (!known) return damaged(fmt::format("The checkpoint in {} does not say which query it belongs to.", directory));
    store->queryId_ = ask.text(0);
    ask.reset();
    VITRINE_CHECK_OK(store->prepareStatements());
    return store;
}

Result<void> CheckpointStore::create() {
    VITRINE_TRY(auto transaction, database_.begin());
    VITRINE_CHECK_OK(database_.execute(kTables));
    VITRINE_TRY(SqliteStatement about, database_.prepare("INSERT INTO about VALUES ('id', ?1)"));
    const std::string id = randomUuid();
    VITRINE_CHECK_OK(about.bind(1, id).run());
    VITRINE_CHECK_OK(database_.execute(fmt::format("PRAGMA user_version = {}", kFormatVersion).c_str()));
    return transaction.commit();
}

Result<void> CheckpointStore::prepareStatements() {
    VITRINE_TRY(insertPlan_, database_.prepare("INSERT INTO batches VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"));
    VITRINE_TRY(insertCommit_, database_.prepare("INSERT INTO commits VALUES (?1, ?2, ?3, ?4)"));
    VITRINE_TRY(insertChoice_, database_.prepare("INSERT INTO source_log VALUES (?1, ?2, ?3, ?4)"));
    VITRINE_TRY(insertState_, database_.prepare("INSERT INTO state VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"));
    VITRINE_TRY(dropState_, database_.prepare("DELETE FROM state WHERE operator = ?1 AND batch < ?2"));
    VITRINE_TRY(dropPlans_, database_.prepare("DELETE FROM batches WHERE id < ?1"));
    VITRINE_TRY(dropCommits_, database_.prepare("DELETE FROM commits WHERE batch < ?1"));
    VITRINE_TRY(putAbout_, database_.prepare("INSERT OR REPLACE INTO about VALUES (?1, ?2)"));
    return {};
}

Result<void> CheckpointStore::putAbout(std::string_view name, const std::string& value) {
    return putAbout_.bind(1, name).bind(2, value).run();
}

Result<std::string> CheckpointStore::remembered() {
    VITRINE_TRY(SqliteStatement ask, database_.prepare("SELECT value FROM about WHERE name = 'query'"));
    VITRINE_TRY(const bool found, ask.step());
    return found ? std::string(ask.text(0)) : std::string();
}

Result<std::optional<PlannedBatch>> CheckpointStore::planned(std::int64_t id) {
    VITRINE_TRY(SqliteStatement ask,
                database_.prepare("SELECT watermark_ms, timestamp_ms, conf, offsets, log_digest, crc32c FROM batches WHERE id = ?1"));
    VITRINE_TRY(const bool found, ask.bind(1, id).step());
    if (!found) return std::optional<PlannedBatch>();
    PlannedBatch batch;
    batch.id = id;
    batch.watermark = wallTime(ask.integer(0));
    batch.timestamp = wallTime(ask.integer(1));
    if (checksumOf(queryId_, "plan", id, ask.integer(0), ask.integer(1), ask.text(2), ask.text(3), ask.integer(4)) != ask.integer(5))
        return damaged(fmt::format("The plan of batch {} does not match its checksum.", id));
    loggedDigest_ = ask.integer(4);
    const Json conf = Json::parse(ask.text(2), nullptr, false);
    const Json offsets = Json::parse(ask.text(3), nullptr, false);
    if (!conf.is_object() || !offsets.is_array()) return damaged(fmt::format("The plan of batch {} cannot be read.", id));
    for (const auto& [name, value] : conf.items())
        if (value.is_string()) batch.conf.emplace(name, value.get<std::string>());
    for (const Json& offset : offsets) batch.offsets.push_back(offset.is_string() ? offset.get<std::string>() : Offset());
    return std::optional(std::move(batch));
}

Result<CheckpointStore::Position> CheckpointStore::position() {
    Position position;
    std::optional<std::int64_t> latest;
    {
        VITRINE_TRY(SqliteStatement ask, database_.prepare("SELECT id FROM batches ORDER BY id DESC LIMIT 1"));
        VITRINE_TRY(const bool found, ask.step());
        if (found) latest = ask.integer(0);
    }
    {
        VITRINE_TRY(SqliteStatement ask, database_.prepare("SELECT batch, next_watermark_ms, state_digest, crc32c FROM commits "
                                                           "ORDER BY batch DESC LIMIT 1"));
        VITRINE_TRY(const bool found, ask.step());
        if (found) {
            if (checksumOf(queryId_, "commit", ask.integer(0), ask.integer(1), ask.integer(2)) != ask.integer(3))
                return damaged(fmt::format("The commit of batch {} does not match its checksum.", ask.integer(0)));
            committedDigest_ = ask.integer(2);
            position.committed = ask.integer(0);
            position.nextWatermark = wallTime(ask.integer(1));
        }
    }
    lastPlan_ = latest.value_or(-1);
    lastCommit_ = position.committed.value_or(-1);
    VITRINE_CHECK_OK(checkAgainstNote());
    if (!latest) {
        if (position.committed) return damaged(fmt::format("Batch {} is committed, but its plan is missing.", *position.committed));
        return position;
    }
    // A commit follows its plan, and the next plan follows the commit.
    const std::int64_t least = *latest - 1;
    if (position.committed.value_or(-1) < least || position.committed.value_or(-1) > *latest)
        return damaged(fmt::format("Batch {} was planned, but the last commit is of batch {}.", *latest, position.committed.value_or(-1)));
    VITRINE_TRY(position.before, planned(least));
    VITRINE_TRY(position.latest, planned(*latest));
    if (*latest > 0 && !position.before) return damaged(fmt::format("Batch {} does not exist.", least));
    return position;
}

Result<void> CheckpointStore::checkAgainstNote() const {
    const Json note = Json::parse(lock_.note(), nullptr, false);
    if (!note.is_object() || note.value("query", Json()) != queryId_) return {};
    const auto noted = [&](const char* what) {
        const Json number = note.value(what, Json());
        return number.is_number_integer() ? number.get<std::int64_t>() : -1;
    };
    if (noted("planned") <= lastPlan_ && noted("committed") <= lastCommit_) return {};
    return damaged(fmt::format("The checkpoint has lost what it held: batch {} was planned and batch {} committed, and it knows only batches up to {} and {}.",
                               noted("planned"), noted("committed"), lastPlan_, lastCommit_));
}

void CheckpointStore::leaveNote() {
    lock_.leaveNote(Json{{"query", queryId_}, {"planned", lastPlan_}, {"committed", lastCommit_}}.dump());
}

Result<std::vector<std::vector<SourceLogEntry>>> CheckpointStore::sourceLogs(std::size_t sources) {
    VITRINE_TRY(SqliteStatement ask, database_.prepare("SELECT source, log_offset, item, modified_ms FROM source_log "
                                                       "ORDER BY source, log_offset, rowid"));
    std::vector<std::vector<SourceLogEntry>> logs(sources);
    logDigest_ = 0;
    while (true) {
        VITRINE_TRY(const bool more, ask.step());
        if (!more) break;
        const std::int64_t source = ask.integer(0);
        logDigest_ += checksumOf(queryId_, source, ask.integer(1), ask.text(2), ask.integer(3));
        if (source >= 0 && source < static_cast<std::int64_t>(sources))
            logs[static_cast<std::size_t>(source)].push_back({ask.integer(1), std::string(ask.text(2)), ask.integer(3)});
    }
    if (logDigest_ != loggedDigest_) return damaged("The list of what has been read does not match its checksum.");
    return logs;
}

std::int64_t CheckpointStore::stateDigest() const {
    std::int64_t digest = operatorsDigest_;
    for (const Saved& saved : saved_) digest += saved.digest;
    return digest;
}

Result<void> CheckpointStore::load(Operators operators) {
    saved_.assign(operators.size(), {});
    operatorsKnown_ = false;
    operatorsDigest_ = 0;
    {
        VITRINE_TRY(SqliteStatement ask, database_.prepare("SELECT name, keys, state FROM operators ORDER BY position"));
        std::size_t position = 0;
        for (;; ++position) {
            VITRINE_TRY(const bool more, ask.step());
            if (!more) break;
            operatorsKnown_ = true;
            operatorsDigest_ += checksumOf(queryId_, static_cast<std::int64_t>(position), ask.text(0), ask.text(1), ask.text(2));
            const auto incompatible = [](std::string what) {
                return Error(ErrorCode::CheckpointIncompatible, std::move(what))
                    .at("/checkpoint")
                    .withWayOut("Undo the change of the query, or name another checkpoint and start over.");
            };
            if (position >= operators.size())
                return incompatible(fmt::format("The checkpoint holds the state of a step ({}) that the query no longer has.", ask.text(0)));
            const StatefulOperator& stateful = *operators[position];
            if (ask.text(0) != stateful.name())
                return incompatible(fmt::format("The checkpoint holds the state of another kind of step: {} instead of {}.", ask.text(0), stateful.name()));
            if (ask.text(1) != stateful.keySchema())
                return incompatible(fmt::format("The checkpoint keeps its state by keys of types ({}), the query has ({}).", ask.text(1), stateful.keySchema()));
            if (ask.text(2) != stateful.stateSchema())
                return incompatible(fmt::format("The checkpoint holds the state of {}, the query computes {}.", ask.text(2), stateful.stateSchema()));
        }
        if (!operatorsKnown_ && !operators.empty()) {
            // Operators are listed with the first commit: one without them was made by a query that kept no state.
            VITRINE_TRY(SqliteStatement committed, database_.prepare("SELECT 1 FROM commits LIMIT 1"));
            VITRINE_TRY(operatorsKnown_, committed.step());
            if (committedDigest_ != stateDigest()) return damaged("The list of the steps that keep state does not match the checksum of the last commit.");
        }
        if (operatorsKnown_ && position < operators.size())
            return Error(ErrorCode::CheckpointIncompatible, fmt::format("The query has a step that keeps state ({}) which the checkpoint does not know.",
                                                                        operators[position]->name()))
                .at("/checkpoint")
                .withWayOut("Undo the change of the query, or name another checkpoint and start over.");
    }
    VITRINE_TRY(SqliteStatement ask, database_.prepare("SELECT batch, snapshot, format, crc32c, data, piece FROM state WHERE operator = ?1 "
                                                       "ORDER BY batch, piece"));
    for (std::size_t position = 0; position < operators.size(); ++position) {
        ask.bind(1, static_cast<std::int64_t>(position));
        while (true) {
            VITRINE_TRY(const bool more, ask.step());
            if (!more) break;
            const std::int64_t batch = ask.integer(0);
            const std::string_view data = ask.blob(4);
            if (ask.integer(2) > kStateFormat)
                return Error(ErrorCode::CheckpointNewer, fmt::format("The state of batch {} was written by a newer Vitrine.", batch))
                    .withWayOut("Use a newer Vitrine, or name another checkpoint.");
            const std::int64_t checksum =
                checksumOf(queryId_, static_cast<std::int64_t>(position), batch, ask.integer(5), ask.integer(1), ask.integer(2), data);
            if (checksum != ask.integer(3))
                return damaged(fmt::format("The state that batch {} saved does not match its checksum.", batch));
            saved_[position].digest += checksum;
            VITRINE_CHECK_OK(operators[position]->load(data));
            (ask.integer(1) != 0 ? saved_[position].snapshotBytes : saved_[position].changeBytes) += data.size();
        }
        operators[position]->finishLoading();
    }
    if (stateDigest() != committedDigest_) return damaged("The state does not match the checksum of the last commit.");
    return {};
}

Result<void> CheckpointStore::plan(const PlannedBatch& batch, std::span<const std::vector<SourceLogEntry>> chosen) {
    VITRINE_TRY(auto transaction, database_.begin());
    std::int64_t digest = logDigest_;
    for (std::size_t source = 0; source < chosen.size(); ++source) {
        for (const SourceLogEntry& entry : chosen[source]) {
            digest += checksumOf(queryId_, static_cast<std::int64_t>(source), entry.logOffset, entry.item, entry.modifiedMillis);
            VITRINE_CHECK_OK(insertChoice_.bind(1, static_cast<std::int64_t>(source))
                                 .bind(2, entry.logOffset)
                                 .bind(3, entry.item)
                                 .bind(4, entry.modifiedMillis)
                                 .run());
        }
    }
    const std::string conf = Json(batch.conf).dump(-1, ' ', false, Json::error_handler_t::replace);
    const std::string offsets = offsetsText(batch.offsets);
    VITRINE_CHECK_OK(insertPlan_.bind(1, batch.id)
                         .bind(2, millisOf(batch.watermark))
                         .bind(3, millisOf(batch.timestamp))
                         .bind(4, conf)
                         .bind(5, offsets)
                         .bind(6, digest)
                         .bind(7, checksumOf(queryId_, "plan", batch.id, millisOf(batch.watermark), millisOf(batch.timestamp), conf, offsets, digest))
                         .run());
    reachKillPoint(KillPoint::PlanWritten);
    VITRINE_CHECK_OK(transaction.commit());
    logDigest_ = digest;
    lastPlan_ = batch.id;
    leaveNote();
    return {};
}

Result<void> CheckpointStore::putState(std::size_t position, std::int64_t batch, std::int64_t piece, bool snapshot, std::string_view data) {
    const std::int64_t checksum =
        checksumOf(queryId_, static_cast<std::int64_t>(position), batch, piece, std::int64_t{snapshot}, kStateFormat, data);
    saved_[position].digest += checksum;
    return insertState_.bind(1, static_cast<std::int64_t>(position))
        .bind(2, batch)
        .bind(3, piece)
        .bind(4, std::int64_t{snapshot})
        .bind(5, kStateFormat)
        .bind(6, checksum)
        .bindBlob(7, data)
        .run();
}

Result<void> CheckpointStore::saveOperator(std::size_t position, std::int64_t batch, const StatefulOperator& stateful) {
    Saved& saved = saved_[position];
    StateWriter changes;
    stateful.saveChanges(changes);
    if (saved.changeBytes + changes.size() <= std::max(saved.snapshotBytes, kLeastChangeBytes)) {
        saved.changeBytes += changes.size();
        return putState(position, batch, 0, false, changes.bytes());
    }
    VITRINE_CHECK_OK(dropState_.bind(1, static_cast<std::int64_t>(position)).bind(2, batch).run());
    saved = {};
    std::int64_t piece = 0;
    return stateful.saveSnapshot([&](std::string_view bytes) {
        saved.snapshotBytes += bytes.size();
        return putState(position, batch, piece++, true, bytes);
    });
}

Result<void> CheckpointStore::commit(std::int64_t id, WallTime nextWatermark, Operators operators, std::span<const std::int64_t> rows) {
    VITRINE_TRY(auto transaction, database_.begin());
    if (saved_.size() != operators.size()) saved_.assign(operators.size(), {});
    if (!operatorsKnown_ && !operators.empty()) {
        VITRINE_TRY(SqliteStatement insert, database_.prepare("INSERT INTO operators VALUES (?1, ?2, ?3, ?4)"));
        for (std::size_t position = 0; position < operators.size(); ++position) {
            const std::string keys = operators[position]->keySchema();
            const std::string state = operators[position]->stateSchema();
            operatorsDigest_ += checksumOf(queryId_, static_cast<std::int64_t>(position), operators[position]->name(), keys, state);
            VITRINE_CHECK_OK(insert.bind(1, static_cast<std::int64_t>(position)).bind(2, operators[position]->name()).bind(3, keys).bind(4, state).run());
        }
    }
    for (std::size_t position = 0; position < operators.size(); ++position)
        VITRINE_CHECK_OK(saveOperator(position, id, *operators[position]));
    reachKillPoint(KillPoint::StateWritten);
    if (!operators.empty()) VITRINE_CHECK_OK(putAbout("rows", Json(std::vector<std::int64_t>(rows.begin(), rows.end())).dump()));
    if (!facts_.empty()) VITRINE_CHECK_OK(putAbout("query", facts_));
    VITRINE_CHECK_OK(insertCommit_.bind(1, id)
                         .bind(2, millisOf(nextWatermark))
                         .bind(3, stateDigest())
                         .bind(4, checksumOf(queryId_, "commit", id, millisOf(nextWatermark), stateDigest()))
                         .run());
    if (id > kBatchesKept) {
        VITRINE_CHECK_OK(dropPlans_.bind(1, id - kBatchesKept).run());
        VITRINE_CHECK_OK(dropCommits_.bind(1, id - kBatchesKept).run());
    }
    reachKillPoint(KillPoint::CommitWritten);
    VITRINE_CHECK_OK(transaction.commit());
    facts_.clear();
    operatorsKnown_ = operatorsKnown_ || !operators.empty();
    lastCommit_ = id;
    leaveNote();
    return {};
}

}  // namespace vitrine
