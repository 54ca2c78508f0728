// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connect/sinks/file_sink_log.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/base/file_uri.h"
#include "core/base/kill_point.h"
#include "core/connect/sources/sink_log.h"

namespace vitrine {
namespace {

/// Entries that a compact one has taken over stay this long, for readers that began before it (Spark's cleanupDelay).
constexpr Millis kCleanupDelay{600'000};
/// What Spark writes for local files.
constexpr std::int64_t kBlockSize = 33'554'432;

std::int64_t millisOf(WallTime time) { return time.time_since_epoch().count(); }

std::string lineOf(const std::string& path, std::uint64_t size, WallTime modified) {
    nlohmann::ordered_json entry;
    entry["path"] = fileUri(path);
    entry["size"] = size;
    entry["isDir"] = false;
    entry["modificationTime"] = millisOf(modified);
    entry["blockReplication"] = 1;
    entry["blockSize"] = kBlockSize;
    entry["action"] = "add";
    return '\n' + entry.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

bool isCompaction(std::int64_t batch) { return (batch + 1) % FileSinkLog::kCompactInterval == 0; }

}  // namespace

Result<void> FileSinkLog::open() {
    VITRINE_CHECK_OK(files_.makeDirectories(sinkLogDirectory(directory_)));
    VITRINE_TRY(const auto entries, entriesOfSinkLog(files_, directory_));
    if (entries.empty()) return {};
    latest_ = entries.rbegin()->first;
    // Whoever wrote it may have died before its name was durable; what is there must stay there.
    return files_.syncDirectory(sinkLogDirectory(directory_));
}

Result<std::string> FileSinkLog::linesBefore(std::int64_t batch, WallTime now) const {
    VITRINE_TRY(const std::vector<ListedFile> listed, filesOfSinkLog(files_, directory_, batch));
    std::string lines;
    for (const ListedFile& file : listed)
        if (!retention_ || now - file.modified <= *retention_) lines += lineOf(file.path, file.size, file.modified);
    return lines;
}

Result<void> FileSinkLog::add(std::int64_t batch, std::span<const PartFile> parts, WallTime now) {
    std::string text = "v1";
    if (isCompaction(batch)) {
        VITRINE_TRY(const std::string before, linesBefore(batch, now));
        text += before;
    }
    for (const PartFile& part : parts) text += lineOf(directory_ + '/' + part.path, part.size, part.modified);
    const std::string name = fmt::format("{}/{}{}", sinkLogDirectory(directory_), batch, isCompaction(batch) ? ".compact" : "");
    if (auto created = files_.createDurably(name, text); !created) {
        if (created.error().code() != ErrorCode::FileExists) return created;
        return Error(ErrorCode::SinkFailed, fmt::format("Another query has written batch {} to {}.", batch, directory_))
            .at(directory_)
            .withWayOut("Stop it, or give each query a directory of its own.");
    }
    reachKillPoint(KillPoint::SinkLogged);
    latest_ = batch;
    if (isCompaction(batch)) removeOldEntries(batch, now);
    return {};
}

void FileSinkLog::removeOldEntries(std::int64_t compacted, WallTime now) {
    // Only tidying: what cannot be removed is tried again at the next compaction.
    const auto entries = entriesOfSinkLog(files_, directory_);
    if (!entries) return;
    for (const auto& [batch, names] : *entries)
        for (const SinkLogName& name : names)
            if (batch < compacted && now - name.modified > kCleanupDelay) static_cast<void>(files_.remove(sinkLogDirectory(directory_) + '/' + name.name));
}

}  // namespace vitrine
