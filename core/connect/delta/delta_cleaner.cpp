// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connect/delta/delta_cleaner.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>

#include "core/base/stop.h"
#include "core/connect/delta/delta_log.h"

namespace vitrine {
namespace {

constexpr std::int64_t kMillisPerHour = 3'600'000;

struct Search {
    FileSystem& files;
    const DeltaSnapshot& table;
    const std::string& directory;
    WallTime since;                        ///< what is younger stays
    std::stop_token stop;
    std::vector<DeltaLeftover> found;

    static bool isOurTemporary(std::string_view name) { return name.starts_with(".part-") && name.ends_with(".tmp"); }

    bool isNeeded(const std::string& path, const DirectoryEntry& entry) const {
        if (table.files.contains(path)) return true;
        if (const auto removed = table.tombstones.find(path); removed != table.tombstones.end()) {
            return WallTime(Millis(removed->second.deletionTimestamp)) > since;
        }
        return entry.modified > since;
    }

    Result<void> below(const std::string& relative) {
        VITRINE_CHECK_OK(checkStop(stop));
        VITRINE_TRY(const std::vector<DirectoryEntry> entries, files.list(directory + "/" + relative));
        for (const DirectoryEntry& entry : entries) {
            const std::string path = relative + entry.name;
            const bool isHidden = entry.name.starts_with('_') || entry.name.starts_with('.');
            if (entry.isDirectory) {
                // What a link leads to is not the table's.
                std::error_code problem;
                if (std::filesystem::is_symlink(directory + "/" + path, problem)) continue;
                if (isHidden && entry.name.find('=') == std::string::npos) continue;
                VITRINE_CHECK_OK(below(path + "/"));
            } else if (entry.isRegular && (!isHidden || isOurTemporary(entry.name)) && !isNeeded(path, entry)) {
                found.push_back({path, entry.size});
            }
        }
        return {};
    }
};

}  // namespace

Result<std::vector<DeltaLeftover>> cleanDeltaTable(FileSystem& files, const std::string& directory, const DeltaCleanup& cleanup,
                                                   WallTime now, std::stop_token stop) {
    VITRINE_TRY(const DeltaSnapshot table, DeltaLog(files, directory).read());
    VITRINE_CHECK_OK(checkWritable(table, directory));
    const Millis own = table.tombstoneRetention();
    const Millis retention = cleanup.retention.value_or(own);
    if (retention < own && !cleanup.evenShort) {
        return Error(ErrorCode::InvalidValue,
                     fmt::format("The Delta table in '{}' keeps files for {} hours; {} hours are too short.", directory,
                                 own.count() / kMillisPerHour, retention.count() / kMillisPerHour))
            .withWayOut("Keep them longer, or ask for the short time explicitly when nothing reads or writes the table.");
    }
    Search search{files, table, directory, now - retention, stop, {}};
    VITRINE_CHECK_OK(search.below(""));
    std::sort(search.found.begin(), search.found.end(), [](const DeltaLeftover& one, const DeltaLeftover& two) { return one.path < two.path; });
    if (cleanup.dryRun) return std::move(search.found);
    for (const DeltaLeftover& leftover : search.found) {
        VITRINE_CHECK_OK(checkStop(stop));
        VITRINE_CHECK_OK(files.remove(directory + "/" + leftover.path));
    }
    return std::move(search.found);
}

}  // namespace vitrine
