// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connect/delta/delta_log.h"

#include <algorithm>
#include <cctype>
#include <charconv>

#include <fmt/format.h>

#include "core/base/log.h"
#include "core/connect/delta/delta_checkpoint.h"

namespace vitrine {
namespace {

constexpr std::size_t kVersionDigits = 20;

/// All of `text` as a number.
std::optional<std::int64_t> numberOf(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || problem != std::errc() || end != text.data() + text.size() || number < 0) return std::nullopt;
    return number;
}

/// What the names of multi-part checkpoints have in common, and which parts are there.
struct Parts {
    std::int64_t version = 0;
    std::int64_t of = 0;
    auto operator<=>(const Parts&) const = default;
};

/// What follows the version in the names of entries: commits, compacted commits, checkpoints, check sums of versions.
bool isOfTheLog(std::string_view rest) {
    return rest == ".json" || rest == ".crc" || rest.starts_with(".checkpoint.") || (rest.starts_with('.') && rest.ends_with(".compacted.json"));
}

/// `UUID.parquet` or `UUID.json`: a checkpoint of version 2.
bool isUuidNamed(std::string_view rest) {
    constexpr std::size_t kUuid = 36;
    if (rest.size() <= kUuid || (rest.substr(kUuid) != ".parquet" && rest.substr(kUuid) != ".json")) return false;
    for (std::size_t at = 0; at < kUuid; ++at) {
        const bool isDash = at == 8 || at == 13 || at == 18 || at == 23;
        if (isDash ? rest[at] != '-' : std::isxdigit(static_cast<unsigned char>(rest[at])) == 0) return false;
    }
    return true;
}

Error missingCommit(const std::string& path) {
    return Error(ErrorCode::TableDamaged, fmt::format("The log of the Delta table has a hole: '{}' is missing.", path))
        .at(path)
        .withWayOut("Restore the file from a copy of the table.");
}

bool isMissing(const Error& error) { return error.code() == ErrorCode::FileVanished || error.code() == ErrorCode::PathNotFound; }

}  // namespace

std::int64_t DeltaLogListing::newest() const {
    const std::int64_t commit = commits.empty() ? -1 : *commits.rbegin();
    return checkpoints.empty() ? commit : std::max(commit, checkpoints.rbegin()->first);
}

std::string DeltaLog::commitPath(std::int64_t version) const { return fmt::format("{}/{:020}.json", logDirectory(), version); }

Result<DeltaLogListing> DeltaLog::list() const {
    DeltaLogListing listing;
    Result<std::vector<DirectoryEntry>> entries = files_.list(logDirectory());
    if (!entries) {
        if (isMissing(entries.error())) return listing;
        return std::move(entries).error();
    }
    std::map<Parts, std::vector<std::string>> parts;
    std::map<std::int64_t, std::string> named;
    for (const DirectoryEntry& entry : *entries) {
        std::string_view name = entry.name;
        // Hadoop keeps a check sum `.NAME.crc` beside a file.
        const bool isCheckSum = name.starts_with('.') && name.ends_with(".crc");
        if (isCheckSum) name.remove_prefix(1);
        if (!entry.isRegular || name.size() <= kVersionDigits) continue;
        const auto version = numberOf(name.substr(0, kVersionDigits));
        if (!version) continue;
        std::string_view rest = name.substr(kVersionDigits);
        if (isCheckSum || isOfTheLog(rest)) listing.entries.emplace(*version, logDirectory() + "/" + entry.name);
        if (isCheckSum) continue;
        if (rest == ".json") {
            listing.commits.insert(*version);
            listing.written[*version] = entry.modified;
            continue;
        }
        if (!rest.starts_with(".checkpoint.")) continue;
        rest.remove_prefix(12);
        std::string path = logDirectory() + "/" + entry.name;
        if (rest == "parquet") {
            listing.checkpoints[*version] = {std::move(path)};
        } else if (rest.size() == 29 && rest.ends_with(".parquet") && rest[10] == '.') {   // PART.OF.parquet, ten digits each
            const auto of = numberOf(rest.substr(11, 10));
            if (of && numberOf(rest.substr(0, 10))) parts[{*version, *of}].push_back(std::move(path));
        } else if (isUuidNamed(rest)) {
            named.emplace(*version, std::move(path));
        } else {
            listing.unreadableCheckpoint = std::max(listing.unreadableCheckpoint.value_or(-1), *version);
        }
    }
    for (auto& [key, paths] : parts) {
        if (static_cast<std::int64_t>(paths.size()) != key.of) continue;
        std::sort(paths.begin(), paths.end());
        listing.checkpoints.emplace(key.version, std::move(paths));
    }
    for (auto& [version, path] : named) listing.checkpoints.emplace(version, std::vector<std::string>{std::move(path)});
    return listing;
}

Result<DeltaSnapshot> DeltaLog::read(std::optional<std::int64_t> version) const {
    VITRINE_TRY(const DeltaLogListing listing, list());
    const std::int64_t newest = listing.newest();
    if (newest < 0) {
        return Error(ErrorCode::TableNotFound, fmt::format("There is no Delta table in '{}'.", directory_))
            .at(directory_)
            .withWayOut("Check the path, or let a query write the table first.");
    }
    const std::int64_t last = version.value_or(newest);
    if (last < 0 || last > newest) {
        return Error(ErrorCode::TableNotFound,
                     fmt::format("The Delta table in '{}' has no version {}; its newest is {}.", directory_, last, newest))
            .at(directory_)
            .withWayOut("Choose one of its versions.");
    }

    DeltaSnapshot snapshot;
    std::optional<Error> failure;
    for (auto checkpoint = listing.checkpoints.upper_bound(last); checkpoint != listing.checkpoints.begin();) {
        --checkpoint;
        snapshot = {};
        if (auto read = readDeltaCheckpoint(files_, checkpoint->second, snapshot); read) {
            snapshot.version = checkpoint->first;
            break;
        } else {
            if (read.error().code() != ErrorCode::PartMissing) log::warning(read.error().detail());
            if (!failure) failure = read.error();
            snapshot = {};
        }
    }

    if (snapshot.version < 0 && !listing.commits.contains(0)) {
        if (failure) return *std::move(failure);
        if (listing.unreadableCheckpoint) {
            return Error(ErrorCode::UnsupportedFormat,
                         fmt::format("The Delta table in '{}' keeps its log in checkpoints of a kind that is not read here.", directory_))
                .at(directory_)
                .withWayOut("Set the table property delta.checkpointPolicy to classic in Spark, then write a checkpoint.");
        }
        if (!listing.checkpoints.empty() && last < listing.checkpoints.begin()->first) {
            return Error(ErrorCode::TableNotFound, fmt::format("The Delta table in '{}' does not keep version {} any more; its oldest is {}.", directory_, last,
                                                               listing.checkpoints.begin()->first))
                .at(directory_)
                .withWayOut("Choose one of its versions; delta.logRetentionDuration says how long they are kept.");
        }
    }
    VITRINE_CHECK_OK(applyCommits(snapshot, last));
    if (!version) VITRINE_CHECK_OK(advance(snapshot));
    VITRINE_CHECK_OK(checkReadable(snapshot, directory_));
    return snapshot;
}

Result<void> DeltaLog::applyCommits(DeltaSnapshot& snapshot, std::int64_t last) const {
    while (snapshot.version < last) {
        const std::int64_t next = snapshot.version + 1;
        Result<std::string> text = commitText(next);
        if (!text) return isMissing(text.error()) ? missingCommit(commitPath(next)) : std::move(text).error();
        VITRINE_TRY(std::vector<DeltaAction> actions, parseCommit(*text, commitPath(next)));
        for (DeltaAction& action : actions) snapshot.apply(std::move(action));
        snapshot.version = next;
    }
    return {};
}

Result<void> DeltaLog::advance(DeltaSnapshot& snapshot) const {
    for (;;) {
        const auto next = files_.stat(commitPath(snapshot.version + 1));
        if (!next) return isMissing(next.error()) ? Result<void>() : next.error();
        VITRINE_CHECK_OK(applyCommits(snapshot, snapshot.version + 1));
    }
}

Result<std::string> DeltaLog::commitText(std::int64_t version) const { return readFile(files_, commitPath(version)); }

Result<void> DeltaLog::putCommit(std::int64_t version, const std::string& text) const {
    return files_.createDurably(commitPath(version), text);
}

Result<void> DeltaLog::expire(const DeltaSnapshot& table, WallTime now) const {
    if (table.property("delta.enableExpiredLogCleanup", "true") != "true") return {};
    constexpr Millis kDay{24LL * 3600 * 1000};
    const Millis since = (now - table.logRetention()).time_since_epoch();
    const WallTime cutOff{kDay * floorDiv(since.count(), kDay.count())};
    VITRINE_TRY(const DeltaLogListing listing, list());
    // Time does not run backwards in a log: a commit that looks older than the one before it counts as being as young.
    std::int64_t last = -1;
    for (const auto& [version, written] : listing.written) {
        if (written > cutOff) break;
        last = version;
    }
    auto kept = listing.checkpoints.upper_bound(last);
    if (kept == listing.checkpoints.begin()) return {};
    --kept;
    // A checkpoint without its commit is one that lost the log before it already.
    if (!listing.commits.contains(kept->first)) return {};
    for (auto entry = listing.entries.begin(); entry != listing.entries.end() && entry->first < kept->first; ++entry) VITRINE_CHECK_OK(files_.remove(entry->second));
    return {};
}

Result<void> DeltaLog::putCheckpoint(const DeltaSnapshot& snapshot) const {
    const std::string path = fmt::format("{}/{:020}.checkpoint.parquet", logDirectory(), snapshot.version);
    VITRINE_TRY(const DeltaCheckpointSize size, writeDeltaCheckpoint(files_, path, snapshot));
    if (size.bytes == 0) return {};
    // Hadoop keeps a check sum beside a file that Spark wrote; it would not fit the new content.
    const std::string pointer = logDirectory() + "/_last_checkpoint";
    VITRINE_CHECK_OK(files_.remove(logDirectory() + "/._last_checkpoint.crc"));
    return files_.writeDurably(pointer, fmt::format(R"({{"version":{},"size":{},"sizeInBytes":{},"numOfAddFiles":{}}})", snapshot.version,
                                                    size.numActions, size.bytes, snapshot.files.size()));
}

}  // namespace vitrine
