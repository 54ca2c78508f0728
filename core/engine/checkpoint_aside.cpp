// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/checkpoint_aside.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/base/file_lock.h"
#include "core/data/timestamp_text.h"
#include "core/engine/checkpoint_store.h"

namespace vitrine {
namespace {

/// How long a query that has just ended may take to give its checkpoint back.
constexpr Millis kPatience{500};

/// `2026-11-21_23-04-05`.
std::string dateText(WallTime now) {
    std::string text = formatMillisUtc(now.time_since_epoch().count()).substr(0, 19);
    std::replace(text.begin(), text.end(), ':', '-');
    std::replace_if(text.begin(), text.end(), [](char letter) { return letter == 'T' || letter == ' '; }, '_');
    return text;
}

}  // namespace

Result<std::string> setCheckpointAside(FileSystem& files, const std::string& directory, WallTime now) {
    std::string from = directory;
    while (from.size() > 1 && from.ends_with('/')) from.pop_back();
    if (!files.stat(from + '/' + CheckpointStore::kFileName)) return std::string();
    // Held while the directory is renamed: no query can be using it.
    VITRINE_TRY(const FileLock lock, FileLock::take(from + '/' + CheckpointStore::kLockName, "a fresh start", kPatience));
    const std::string dated = from + '.' + dateText(now);
    std::string to = dated;
    for (int more = 2; files.stat(to); ++more) to = fmt::format("{}-{}", dated, more);
    VITRINE_CHECK_OK(files.rename(from, to));
    VITRINE_CHECK_OK(files.syncDirectory(from.substr(0, std::max<std::size_t>(1, from.find_last_of('/')))));
    return to;
}

}  // namespace vitrine
