// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connect/sources/seen_files.h"

#include <algorithm>
#include <array>
#include <limits>

#include <fmt/format.h>

#include "core/base/printable_path.h"

namespace vitrine {
namespace {

constexpr std::size_t kNamed = 3;   ///< of several lost files
constexpr std::array<std::string_view, 6> kUnfinishedEndings{".tmp", "~", ".swp", ".part", ".crdownload", ".filepart"};

std::string quoted(const std::string& path) { return '\'' + printablePath(path) + '\''; }

}  // namespace

void SeenFiles::notice(std::string sentence) {
    if (notices_.size() < kNotices) notices_.push_back(std::move(sentence));
    else ++noticesDropped_;
}

void SeenFiles::leftOut(std::span<const LeftOutEntry> entries) {
    for (const LeftOutEntry& entry : entries) {
        if (leftOut_.size() >= kNotices) return;
        if (leftOut_.insert(entry.path).second) notice(fmt::format("{} {}: it is left out.", quoted(entry.path), entry.reason));
    }
}

std::vector<std::string> SeenFiles::takeNotices() {
    if (noticesDropped_ > 0) notices_.push_back(fmt::format("As much was to be said of {} more files.", noticesDropped_));
    noticesDropped_ = 0;
    return std::exchange(notices_, {});
}

std::string SeenFiles::changeOf(const Seen& seen, std::uint64_t size, WallTime modified, std::uint64_t identity) {
    if (seen.identity != 0 && identity != 0 && seen.identity != identity) return "was replaced by another file";
    if (seen.size != kUnknownSize && size > seen.size) return fmt::format("grew from {} to {} bytes", seen.size, size);
    if (seen.size != kUnknownSize && size < seen.size) return fmt::format("shrank from {} to {} bytes", seen.size, size);
    return modified != seen.asRead ? "was changed" : "";
}

void SeenFiles::beginListing() {
    ++listing_;
    met_ = 0;
}

void SeenFiles::meet(Seen& seen) {
    if (seen.listing == listing_) return;
    seen.listing = listing_;
    if (!seen.isThere) ++there_;
    seen.isThere = true;
    ++met_;
}

void SeenFiles::lose(Entry& entry) {
    if (!std::exchange(entry.second.isThere, false)) return;
    --there_;
    lost_[entry.second.asRead.time_since_epoch().count()] = &entry;
}

void SeenFiles::unlist(const Entry& entry) {
    const auto lost = lost_.find(entry.second.asRead.time_since_epoch().count());
    if (lost != lost_.end() && lost->second == &entry) lost_.erase(lost);
}

bool SeenFiles::isNew(const std::string& key, const ListedFile& file) {
    const auto found = seen_.find(key);
    if (found == seen_.end()) return file.modified >= purgeFloor_;   // FS-31
    Seen& seen = found->second;
    const std::size_t path = std::hash<std::string>()(file.path);
    if (seen.path != path && !seen.isForgotten) {
        if (!std::exchange(seen.isSaid, true))
            notice(fmt::format("{} is not read: a file of the same name was, and fileNameOnly is on.", quoted(file.path)));
        return false;
    }
    meet(seen);
    if (seen.isForgotten) return file.modified >= purgeFloor_;
    if (seen.isSaid) return false;
    const bool isRestored = seen.size == kUnknownSize;
    if (const std::string change = changeOf(seen, file.size, file.modified, file.identity); !change.empty()) {
        seen.isSaid = true;
        notice(fmt::format("{} {} after it was read: a file is read once, so what it holds now is not counted.", quoted(file.path), change));
    } else if (isRestored) {
        seen.size = file.size;
        seen.identity = file.identity;
    }
    return false;
}

void SeenFiles::endListing() {
    if (met_ == there_) return;
    std::vector<std::string> named;
    std::size_t gone = 0;
    for (auto entry = seen_.begin(); entry != seen_.end();) {
        Seen& seen = entry->second;
        const bool isLost = seen.isThere && seen.listing != listing_;
        if (isLost && !seen.isForgotten) {
            ++gone;
            if (named.size() < kNamed) named.push_back(quoted(entry->first));
        }
        if (isLost) lose(*entry);
        if (isLost && seen.isForgotten) {
            unlist(*entry);
            entry = seen_.erase(entry);
        } else {
            ++entry;
        }
    }
    if (gone == 0) return;
    std::sort(named.begin(), named.end());
    std::string text = named.front();
    for (std::size_t at = 1; at < named.size(); ++at) text += ", " + named[at];
    if (gone > named.size()) text += fmt::format(" and {} more", gone - named.size());
    notice(fmt::format("{} {} not there any more: what was read of {} stays counted.", text, gone == 1 ? "is" : "are", gone == 1 ? "it" : "them"));
}

bool SeenFiles::isUnknown(const std::string& key, WallTime modified) const {
    if (modified < purgeFloor_) return false;
    const auto found = seen_.find(key);
    return found == seen_.end() || found->second.isForgotten;
}

void SeenFiles::take(const std::string& key, const ListedFile& file) {
    const auto [entry, isNew] = seen_.try_emplace(key);
    Seen& seen = entry->second;
    unlist(*entry);
    if (seen.isForgotten) {
        notice(fmt::format("{} is read again: it was read before, but is remembered for no longer than maxFileAge. Its rows count twice where they are the same.",
                           quoted(file.path)));
    } else if (const auto lost = isNew ? lost_.find(file.modified.time_since_epoch().count()) : lost_.end(); lost != lost_.end()) {
        const Seen& other = lost->second->second;
        const bool isKnown = other.identity != 0;
        if (!other.isThere && (!isKnown || (other.identity == file.identity && other.size == file.size)))
            notice(fmt::format("{} {} {}, which was read and is gone: under its new name it is read again, and its rows count twice.", quoted(file.path),
                               isKnown ? "was" : "may be", quoted(lost->second->first)));
    }
    for (const std::string_view ending : kUnfinishedEndings)
        if (file.path.ends_with(ending))
            notice(fmt::format("{} is read as it is, though its name is that of an unfinished file.", quoted(file.path)));
    const bool wasThere = seen.isThere;
    seen = {file.modified, file.modified, file.size, file.identity, std::hash<std::string>()(file.path), listing_, true, false, false};
    if (!wasThere) ++there_;
    newest_ = std::max(newest_, file.modified);
}

void SeenFiles::restore(const std::string& key, const std::string& path, WallTime modified) {
    const auto entry = seen_.try_emplace(key).first;
    unlist(*entry);
    entry->second = {};
    entry->second.modified = entry->second.asRead = modified;
    entry->second.path = std::hash<std::string>()(path);
    if (!cleans_) lost_[modified.time_since_epoch().count()] = &*entry;
    newest_ = std::max(newest_, modified);
}

void SeenFiles::forgetOld() {
    if (maxAge_.count() == std::numeric_limits<std::int64_t>::max()) return;
    const WallTime floor = newest_ - maxAge_;
    if (floor <= purgeFloor_) return;
    purgeFloor_ = floor;
    for (auto entry = seen_.begin(); entry != seen_.end();) {
        Seen& seen = entry->second;
        if (seen.modified >= purgeFloor_) {
            ++entry;
            continue;
        }
        unlist(*entry);
        seen.isForgotten = true;
        if (seen.isThere) ++entry;
        else entry = seen_.erase(entry);
    }
}

void SeenFiles::planned(const std::string& key, const std::string& path, const Result<DirectoryEntry>& now) {
    const auto entry = seen_.find(key);
    if (!now) {
        notice(fmt::format("{} was gone before it could be read: none of its rows is counted.", quoted(path)));
        if (entry != seen_.end()) lose(*entry);
        return;
    }
    if (entry == seen_.end()) return;
    Seen& seen = entry->second;
    unlist(*entry);
    if (!std::exchange(seen.isThere, true)) ++there_;
    seen.asRead = now->modified;
    seen.size = now->size;
    seen.identity = now->identity;
}

void SeenFiles::cleaned(const std::string& key, const std::string& path, const DirectoryEntry& now, const Result<void>& done) {
    if (!done) {
        notice(fmt::format("{} stays where it is, though cleanSource would have it away: {}", quoted(path), done.error().message()));
        return;
    }
    const auto entry = seen_.find(key);
    if (entry == seen_.end()) return;
    Seen& seen = entry->second;
    if (const std::string change = changeOf(seen, now.size, now.modified, now.identity); !change.empty() && !seen.isSaid)
        notice(fmt::format("{} {} after it was read: what it held then is not counted, and cleanSource has taken it away.", quoted(path), change));
    if (std::exchange(seen.isThere, false)) --there_;
}

}  // namespace vitrine
