// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connect/sources/sink_log.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/base/file_uri.h"

namespace vitrine {
namespace {

constexpr std::string_view kCompact = ".compact";

std::optional<std::int64_t> batchOf(std::string_view name) {
    if (name.ends_with(kCompact)) name.remove_suffix(kCompact.size());
    std::int64_t batch = 0;
    const auto [end, problem] = std::from_chars(name.data(), name.data() + name.size(), batch);
    if (problem != std::errc() || end != name.data() + name.size()) return std::nullopt;
    return batch;
}

Error damaged(const std::string& path) {
    return Error(ErrorCode::CheckpointDamaged, fmt::format("{} is no log of a file sink.", path))
        .withWayOut("Repair it, or set spark.sql.streaming.fileStreamSink.ignoreMetadata to true to read all files.");
}

}  // namespace

std::string sinkLogDirectory(const std::string& directory) { return directory + "/_spark_metadata"; }

bool hasSinkLog(FileSystem& files, const std::string& directory) {
    const auto entry = files.stat(sinkLogDirectory(directory));
    return entry && entry->isDirectory;
}

Result<std::map<std::int64_t, std::vector<SinkLogName>>> entriesOfSinkLog(FileSystem& files, const std::string& directory) {
    VITRINE_TRY(const std::vector<DirectoryEntry> listed, files.list(sinkLogDirectory(directory)));
    std::map<std::int64_t, std::vector<SinkLogName>> entries;
    for (const DirectoryEntry& entry : listed)
        if (const auto batch = batchOf(entry.name)) entries[*batch].push_back({entry.name, entry.name.ends_with(kCompact), entry.modified});
    return entries;
}

Result<std::vector<ListedFile>> filesOfSinkLog(FileSystem& files, const std::string& directory, std::int64_t last) {
    VITRINE_TRY(const auto entries, entriesOfSinkLog(files, directory));
    std::map<std::int64_t, std::string> batches;  // a compact log takes the place of its plain one
    std::int64_t first = 0;
    for (const auto& [batch, names] : entries) {
        if (batch >= last) break;
        for (const SinkLogName& name : names) {
            if (batches[batch].empty() || name.isCompact) batches[batch] = name.name;
            if (name.isCompact) first = std::max(first, batch);
        }
    }
    std::vector<ListedFile> found;
    std::map<std::string, std::size_t> places;
    std::set<std::string> deleted;
    for (auto batch = batches.lower_bound(first); batch != batches.end(); ++batch) {
        const std::string path = sinkLogDirectory(directory) + '/' + batch->second;
        VITRINE_TRY(const std::string text, readFile(files, path));
        std::size_t at = text.find('\n');
        if (text.substr(0, at) != "v1") return damaged(path);
        while (at != std::string::npos) {
            const std::size_t end = text.find('\n', at + 1);
            const std::string line = text.substr(at + 1, end == std::string::npos ? end : end - at - 1);
            at = end;
            if (line.empty()) continue;
            const auto json = nlohmann::json::parse(line, nullptr, false);
            if (!json.is_object() || !json.contains("path") || !json["path"].is_string()) return damaged(path);
            ListedFile file;
            file.path = pathOfUri(json["path"].get<std::string>());
            if (const auto size = json.find("size"); size != json.end() && size->is_number_unsigned()) file.size = size->get<std::uint64_t>();
            if (const auto time = json.find("modificationTime"); time != json.end() && time->is_number_integer()) file.modified = WallTime{Millis{time->get<std::int64_t>()}};
            const auto action = json.find("action");
            if (action != json.end() && *action == "delete") deleted.insert(file.path);
            const auto [place, isNew] = places.try_emplace(file.path, found.size());
            if (isNew) found.push_back(std::move(file));
            else found[place->second] = std::move(file);
        }
    }
    std::erase_if(found, [&](const ListedFile& file) { return deleted.contains(file.path); });
    return found;
}

}  // namespace vitrine
