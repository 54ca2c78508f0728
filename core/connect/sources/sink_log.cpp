// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connect/sources/sink_log.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/base/file_uri.h"

namespace vitrine {
namespace {

std::string logOf(const std::string& directory) {
    return directory + "/_spark_metadata";
}

struct LogName {
    std::int64_t batch = 0;
    bool isCompact = false;
};

/// `7` and `9.compact`.
std::optional<LogName> parseName(std::string_view name) {
    LogName parsed;
    parsed.isCompact = name.ends_with(".compact");
    if (parsed.isCompact) name.remove_suffix(8);
    const auto [end, problem] = std::from_chars(name.data(), name.data() + name.size(), parsed.batch);
    if (problem != std::errc() || end != name.data() + name.size()) return std::nullopt;
    return parsed;
}

Error damaged(const std::string& path) {
    return Error(ErrorCode::CheckpointDamaged, fmt::format("{} is no log of a file sink.", path))
        .withWayOut("Repair it, or set spark.sql.streaming.fileStreamSink.ignoreMetadata to true to read all files.");
}

}  // namespace

bool hasSinkLog(FileSystem& files, const std::string& directory) {
    const auto entry = files.stat(logOf(directory));
    return entry && entry->isDirectory;
}

Result<std::vector<ListedFile>> filesOfSinkLog(FileSystem& files, const std::string& directory) {
    VITRINE_TRY(const std::vector<DirectoryEntry> entries, files.list(logOf(directory)));
    std::map<std::int64_t, std::string> batches;  // a compact log takes the place of its plain one
    std::int64_t first = 0;
    for (const DirectoryEntry& entry : entries) {
        const auto name = parseName(entry.name);
        if (!name) continue;
        auto& chosen = batches[name->batch];
        if (chosen.empty() || name->isCompact) chosen = entry.name;
        if (name->isCompact) first = std::max(first, name->batch);
    }
    std::map<std::string, ListedFile> found;
    for (auto batch = batches.lower_bound(first); batch != batches.end(); ++batch) {
        const std::string path = logOf(directory) + '/' + batch->second;
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
            if (action != json.end() && *action == "delete") found.erase(file.path);
            else found[file.path] = std::move(file);
        }
    }
    std::vector<ListedFile> listed;
    for (auto& [path, file] : found) listed.push_back(std::move(file));
    return listed;
}

}  // namespace vitrine
