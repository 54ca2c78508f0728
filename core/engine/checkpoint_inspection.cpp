// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/checkpoint_inspection.h"

#include <charconv>
#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/base/file_lock.h"
#include "core/base/file_system.h"
#include "core/base/sqlite_database.h"
#include "core/data/timestamp_text.h"
#include "core/engine/checkpoint_store.h"
#include "core/engine/detail/checkpoint_checksum.h"
#include "core/engine/query_facts.h"

namespace vitrine {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr int kPatienceMilliseconds = 2000;
constexpr std::uint64_t kMostLogBytes = std::uint64_t{1} << 20;

WallTime wallTime(std::int64_t millis) { return WallTime{Millis{millis}}; }

std::uint64_t sizeOf(const std::string& path) {
    std::error_code failure;
    const auto size = fs::file_size(path, failure);
    return failure ? 0 : size;
}

/// The newest number that names a file of Spark's log in `directory`.
std::optional<std::int64_t> newestIn(const std::string& directory) {
    std::optional<std::int64_t> newest;
    std::error_code failure;
    for (fs::directory_iterator entry(directory, failure), end; !failure && entry != end; entry.increment(failure)) {
        const std::string name = entry->path().filename().string();
        std::int64_t id = 0;
        const auto [rest, problem] = std::from_chars(name.data(), name.data() + name.size(), id);
        if (problem == std::errc() && rest == name.data() + name.size() && id >= newest.value_or(0)) newest = id;
    }
    return newest;
}

/// What stands in a checkpoint of Spark's layout (CP-4), in words; nothing when it is none.
std::optional<std::string> sparkCheckpoint(const std::string& directory) {
    const auto metadata = readFile(systemFiles(), directory + "/metadata", kMostLogBytes);
    const auto planned = newestIn(directory + "/offsets");
    const auto committed = newestIn(directory + "/commits");
    std::string id;
    if (metadata) {
        const Json json = Json::parse(*metadata, nullptr, false);
        if (json.is_object() && json.contains("id") && json["id"].is_string()) id = json["id"].get<std::string>();
    }
    if (id.empty() && !planned) return std::nullopt;
    std::string text = id.empty() ? "" : fmt::format(" of the query {}", id);
    text += planned ? fmt::format("; batch {} is the last that was planned", *planned) : "; no batch was planned";
    text += committed ? fmt::format(", batch {} the last that was committed", *committed) : planned ? ", none was committed" : "";
    if (planned) {
        const auto offsets = readFile(systemFiles(), fmt::format("{}/offsets/{}", directory, *planned), kMostLogBytes);
        if (offsets) {
            const std::size_t begin = offsets->find('\n') + 1;
            const Json json = Json::parse(offsets->substr(begin, offsets->find('\n', begin) - begin), nullptr, false);
            if (json.is_object() && json.contains("batchWatermarkMs") && json["batchWatermarkMs"].is_number_integer())
                text += fmt::format(", with the watermark {}", formatMillisUtc(json["batchWatermarkMs"].get<std::int64_t>()));
        }
    }
    return text;
}

Error damaged(std::string what) {
    return Error(ErrorCode::CheckpointDamaged, std::move(what))
        .withWayOut("Restore the checkpoint from a copy, or start over with another one.");
}

/// Reads one checkpoint within one transaction.
class Inspection {
  public:
    Inspection(SqliteDatabase& database, CheckpointSummary& summary) : database_(database), summary_(summary) {}

    Result<void> read(bool verifyState) {
        VITRINE_CHECK_OK(database_.execute("BEGIN"));
        VITRINE_CHECK_OK(readFormat());
        if (summary_.formatVersion == 0) return {};   // being made at this moment
        VITRINE_CHECK_OK(readAbout());
        VITRINE_CHECK_OK(readBatches());
        VITRINE_CHECK_OK(readSources());
        VITRINE_CHECK_OK(readOperators());
        return verifyState ? verify() : Result<void>();
    }

  private:
    Result<void> readFormat() {
        VITRINE_TRY(SqliteStatement ask, database_.prepare("PRAGMA user_version"));
        VITRINE_CHECK_OK(ask.step());
        summary_.formatVersion = ask.integer(0);
        if (summary_.formatVersion <= CheckpointStore::kFormatVersion) return {};
        return Error(ErrorCode::CheckpointNewer, fmt::format("The checkpoint in {} has format {}; this Vitrine knows formats up to {}.",
                                                             summary_.directory, summary_.formatVersion, CheckpointStore::kFormatVersion))
            .withWayOut("Use a newer Vitrine.");
    }

    Result<void> readAbout() {
        VITRINE_TRY(SqliteStatement ask, database_.prepare("SELECT name, value FROM about"));
        while (true) {
            VITRINE_TRY(const bool more, ask.step());
            if (!more) break;
            if (ask.text(0) == "id") summary_.queryId = ask.text(1);
            if (ask.text(0) == "query") facts_ = QueryFacts::fromJson(ask.text(1));
            if (ask.text(0) == "rows") rows_ = Json::parse(ask.text(1), nullptr, false);
        }
        if (summary_.queryId.empty()) return damaged(fmt::format("The checkpoint in {} does not say which query it belongs to.", summary_.directory));
        summary_.outputMode = facts_.outputMode;
        summary_.zone = facts_.zone;
        summary_.windows = facts_.windows;
        summary_.delays = facts_.delays;
        summary_.sinks = facts_.sinks;
        return {};
    }

    Result<void> readBatches() {
        {
            VITRINE_TRY(SqliteStatement ask, database_.prepare("SELECT batch, next_watermark_ms FROM commits ORDER BY batch DESC LIMIT 1"));
            VITRINE_TRY(const bool found, ask.step());
            if (found) {
                summary_.committed = ask.integer(0);
                summary_.watermark = wallTime(ask.integer(1));
            }
        }
        VITRINE_TRY(SqliteStatement count, database_.prepare("SELECT count(*) FROM batches"));
        VITRINE_CHECK_OK(count.step());
        summary_.numBatches = static_cast<std::uint64_t>(count.integer(0));
        VITRINE_TRY(SqliteStatement ask, database_.prepare("SELECT id, watermark_ms, timestamp_ms, conf, offsets FROM batches ORDER BY id DESC LIMIT ?1"));
        ask.bind(1, static_cast<std::int64_t>(CheckpointSummary::kBatches) + 1);   // and the one before, for what lies between
        std::vector<Json> offsets;
        while (true) {
            VITRINE_TRY(const bool more, ask.step());
            if (!more) break;
            CheckpointSummary::Batch batch;
            batch.id = ask.integer(0);
            batch.watermark = wallTime(ask.integer(1));
            batch.planned = wallTime(ask.integer(2));
            batch.committed = summary_.committed && batch.id <= *summary_.committed;
            Json conf = Json::parse(ask.text(3), nullptr, false);
            offsets.push_back(Json::parse(ask.text(4), nullptr, false));
            if (!conf.is_object() || !offsets.back().is_array()) return damaged(fmt::format("The plan of batch {} cannot be read.", batch.id));
            if (!summary_.planned) {
                summary_.planned = batch.id;
                if (!batch.committed) summary_.watermark = batch.watermark;
                for (const auto& [name, value] : conf.items())
                    if (value.is_string()) summary_.conf.emplace(name, value.get<std::string>());
                for (const Json& offset : offsets.back()) summary_.sources.push_back({{}, {}, offset.is_string() ? offset.get<std::string>() : "", 0});
            }
            summary_.batches.insert(summary_.batches.begin(), std::move(batch));
        }
        if (summary_.committed && (!summary_.planned || *summary_.committed > *summary_.planned))
            return damaged(fmt::format("Batch {} is committed, but its plan is missing.", *summary_.committed));
        return readChoices(offsets);
    }

    /// What the sources chose for each batch: their log entries between two offsets.
    Result<void> readChoices(const std::vector<Json>& newestFirst) {
        VITRINE_TRY(SqliteStatement ask, database_.prepare("SELECT item FROM source_log WHERE source = ?1 AND log_offset > ?2 AND log_offset <= ?3 "
                                                           "ORDER BY log_offset, rowid"));
        const std::size_t known = newestFirst.size();
        for (std::size_t index = 0; index < known; ++index) {
            CheckpointSummary::Batch& batch = summary_.batches[index];
            const Json& to = newestFirst[known - 1 - index];
            const bool isFirst = index == 0 && batch.id > 0;   // what came before it is not known any more
            if (isFirst) continue;
            for (std::size_t source = 0; source < to.size(); ++source) {
                const std::int64_t after = index == 0 ? -1 : logOffsetOf(newestFirst[known - index], source);
                ask.bind(1, static_cast<std::int64_t>(source)).bind(2, after).bind(3, logOffsetOf(to, source));
                while (true) {
                    VITRINE_TRY(const bool more, ask.step());
                    if (!more) break;
                    ++batch.numItems;
                    if (batch.items.size() < CheckpointSummary::Batch::kItems) batch.items.emplace_back(ask.text(0));
                }
            }
        }
        if (summary_.batches.size() > CheckpointSummary::kBatches) summary_.batches.erase(summary_.batches.begin());
        return {};
    }

    static std::int64_t logOffsetOf(const Json& offsets, std::size_t source) {
        if (source >= offsets.size() || !offsets[source].is_string()) return -1;
        const Json offset = Json::parse(offsets[source].get<std::string>(), nullptr, false);
        if (!offset.is_object() || !offset.contains("logOffset") || !offset["logOffset"].is_number_integer()) return -1;
        return offset["logOffset"].get<std::int64_t>();
    }

    Result<void> readSources() {
        VITRINE_TRY(SqliteStatement ask, database_.prepare("SELECT source, count(*) FROM source_log GROUP BY source ORDER BY source"));
        while (true) {
            VITRINE_TRY(const bool more, ask.step());
            if (!more) break;
            const auto source = static_cast<std::size_t>(ask.integer(0));
            if (source < summary_.sources.size()) summary_.sources[source].items = static_cast<std::uint64_t>(ask.integer(1));
        }
        for (std::size_t source = 0; source < std::min(summary_.sources.size(), facts_.sources.size()); ++source) {
            summary_.sources[source].format = facts_.sources[source].format;
            summary_.sources[source].path = facts_.sources[source].path;
        }
        return {};
    }

    Result<void> readOperators() {
        VITRINE_TRY(SqliteStatement ask, database_.prepare("SELECT position, name, keys, state FROM operators ORDER BY position"));
        VITRINE_TRY(SqliteStatement sizes, database_.prepare("SELECT total(length(data)), max(CASE WHEN snapshot <> 0 THEN batch ELSE -1 END) "
                                                             "FROM state WHERE operator = ?1"));
        while (true) {
            VITRINE_TRY(const bool more, ask.step());
            if (!more) return {};
            CheckpointSummary::Operator entry;
            entry.name = ask.text(1);
            entry.keys = ask.text(2);
            entry.state = ask.text(3);
            const auto position = static_cast<std::size_t>(ask.integer(0));
            if (rows_.is_array() && position < rows_.size() && rows_[position].is_number_integer()) entry.rows = rows_[position].get<std::int64_t>();
            VITRINE_TRY(const bool has, sizes.bind(1, ask.integer(0)).step());
            if (has) {
                entry.bytes = static_cast<std::uint64_t>(sizes.integer(0));
                entry.snapshotBatch = sizes.text(1).empty() ? -1 : sizes.integer(1);
            }
            sizes.reset();
            summary_.operators.push_back(std::move(entry));
        }
    }

    Result<void> verify() {
        using detail::checksumOf;
        const std::string& id = summary_.queryId;
        {
            VITRINE_TRY(SqliteStatement ask, database_.prepare("SELECT id, watermark_ms, timestamp_ms, conf, offsets, log_digest, crc32c FROM batches"));
            while (true) {
                VITRINE_TRY(const bool more, ask.step());
                if (!more) break;
                if (checksumOf(id, "plan", ask.integer(0), ask.integer(1), ask.integer(2), ask.text(3), ask.text(4), ask.integer(5)) != ask.integer(6))
                    return damaged(fmt::format("The plan of batch {} does not match its checksum.", ask.integer(0)));
            }
        }
        {
            VITRINE_TRY(SqliteStatement ask, database_.prepare("SELECT batch, next_watermark_ms, state_digest, crc32c FROM commits"));
            while (true) {
                VITRINE_TRY(const bool more, ask.step());
                if (!more) break;
                if (checksumOf(id, "commit", ask.integer(0), ask.integer(1), ask.integer(2)) != ask.integer(3))
                    return damaged(fmt::format("The commit of batch {} does not match its checksum.", ask.integer(0)));
            }
        }
        VITRINE_TRY(SqliteStatement ask, database_.prepare("SELECT operator, batch, piece, snapshot, format, crc32c, data FROM state"));
        while (true) {
            VITRINE_TRY(const bool more, ask.step());
            if (!more) return {};
            if (ask.integer(4) > CheckpointStore::kStateFormat)
                return Error(ErrorCode::CheckpointNewer, fmt::format("The state of batch {} was written by a newer Vitrine.", ask.integer(1)))
                    .withWayOut("Use a newer Vitrine.");
            if (checksumOf(id, ask.integer(0), ask.integer(1), ask.integer(2), ask.integer(3), ask.integer(4), ask.blob(6)) != ask.integer(5))
                return damaged(fmt::format("The state that batch {} saved does not match its checksum.", ask.integer(1)));
        }
    }

    SqliteDatabase& database_;
    CheckpointSummary& summary_;
    QueryFacts facts_;
    Json rows_;
};

}  // namespace

Result<CheckpointSummary> inspectCheckpoint(const std::string& directory, bool verifyState) {
    VITRINE_TRY(const DirectoryEntry place, systemFiles().stat(directory));
    if (!place.isDirectory)
        return Error(ErrorCode::PathNotFound, fmt::format("{} is not a directory.", directory)).withWayOut("Name the directory of a checkpoint.");
    const std::string file = directory + '/' + CheckpointStore::kFileName;
    std::error_code failure;
    if (!fs::exists(file, failure)) {
        if (failure) return ioError(failure.value(), "read", file, false);
        if (const auto spark = sparkCheckpoint(directory))
            return Error(ErrorCode::CheckpointIncompatible, fmt::format("{} holds a checkpoint of Apache Spark{}.", directory, *spark))
                .withWayOut("Only Spark goes on from it; give the query of Vitrine another checkpoint.");
        return Error(ErrorCode::PathNotFound, fmt::format("There is no checkpoint in {}.", directory))
            .withWayOut("Name the directory that the query's document calls `checkpoint`.");
    }
    CheckpointSummary summary;
    summary.directory = fs::absolute(directory, failure).lexically_normal().string();
    if (const auto holder = FileLock::holderOf(directory + '/' + CheckpointStore::kLockName))
        summary.holder = holder->empty() ? "another process" : *holder;
    for (const char* suffix : {"", "-wal", "-shm"}) summary.bytesOnDisk += sizeOf(file + suffix);
    VITRINE_TRY(SqliteDatabase database, SqliteDatabase::openReadOnly(file, kPatienceMilliseconds));
    Result<void> read = Inspection(database, summary).read(verifyState);
    if (!read) {
        Error error = std::move(read).error();
        if (error.code() == ErrorCode::WriteFailed) error = Error(ErrorCode::ReadFailed, error.message());   // nothing was written
        if (error.wayOut().empty()) error.withWayOut("Restore the checkpoint from a copy, or start over with another one.");
        return error;
    }
    return summary;
}

}  // namespace vitrine
