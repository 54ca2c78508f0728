// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file_listing.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include <fmt/format.h>

#include "core/base/file_glob.h"

namespace vitrine {
namespace {

bool isPartitionName(std::string_view name) noexcept {
    const std::size_t equals = name.find('=');
    return equals != std::string_view::npos && equals > 0;
}

constexpr int kMostVisits = 8;   ///< of one directory, by different names
constexpr const char* kNotRegular = "is neither a file nor a directory that can be read";

std::string fileNameOf(const std::string& path) {
    return path.substr(path.find_last_of('/') + 1);
}

class Walk {
  public:
    Walk(FileSystem& files, const ListingRules& rules, Listing& listing) : files_(files), rules_(rules), listing_(listing) {}

    /// Lists below one root: direct files always, deeper ones kept apart until it is known whether they belong.
    Result<void> root(const std::string& path, bool deep) {
        deeper_.clear();
        deeperLeftOut_.clear();
        partitioned_ = false;
        VITRINE_CHECK_OK(directory(path, true, deep, false));
        if (rules_.recursive || partitioned_) {
            listing_.files.insert(listing_.files.end(), deeper_.begin(), deeper_.end());
            listing_.leftOut.insert(listing_.leftOut.end(), deeperLeftOut_.begin(), deeperLeftOut_.end());
        }
        return {};
    }

    bool isExcluded(const std::string& path) const {
        return std::find(rules_.excluded.begin(), rules_.excluded.end(), path) != rules_.excluded.end();
    }

  private:
    Result<void> directory(const std::string& path, bool isRoot, bool deep, bool inPartition) {
        std::string canonical;
        if (deep) {
            std::error_code failure;
            canonical = std::filesystem::weakly_canonical(path, failure).string();
            if (failure) canonical = path;
            // A link to a parent would be listed for ever, links that fork again and again for almost as long.
            if (std::find(above_.begin(), above_.end(), canonical) != above_.end() || ++visits_[canonical] > kMostVisits) {
                deeperLeftOut_.push_back({path, "leads back to a directory that is listed already"});
                return {};
            }
        }
        auto entries = files_.list(path);
        if (!entries) {
            if (isRoot) return std::move(entries).error();
            // Vanished or unreadable below the root: Spark lists what is there.
            if (entries.error().code() != ErrorCode::PathNotFound) deeperLeftOut_.push_back({path, "cannot be listed"});
            return {};
        }
        above_.push_back(std::move(canonical));
        const Result<void> walked = entriesOf(path, *entries, isRoot, deep, inPartition);
        above_.pop_back();
        return walked;
    }

    Result<void> entriesOf(const std::string& path, std::vector<DirectoryEntry>& entries, bool isRoot, bool deep, bool inPartition) {
        listing_.directories.push_back(path);
        for (const DirectoryEntry& entry : entries) {
            if (isHiddenName(entry.name)) continue;
            const std::string child = path + "/" + entry.name;
            if (entry.isDirectory) {
                if (!deep || isExcluded(child)) continue;
                VITRINE_CHECK_OK(directory(child, false, deep, inPartition || isPartitionName(entry.name)));
            } else if (!rules_.nameGlob.empty() && !globMatches(rules_.nameGlob, entry.name)) {
                continue;
            } else if (!entry.isRegular) {
                (isRoot ? listing_.leftOut : deeperLeftOut_).push_back({child, kNotRegular});
            } else {
                // Only a directory that holds data is a leaf of the tree, whose names count (FS-11).
                if (inPartition && isDataName(entry.name)) partitioned_ = true;
                (isRoot ? listing_.files : deeper_).push_back({child, entry.size, entry.modified, entry.identity});
            }
        }
        return {};
    }

    FileSystem& files_;
    const ListingRules& rules_;
    Listing& listing_;
    std::vector<ListedFile> deeper_;
    std::vector<LeftOutEntry> deeperLeftOut_;
    std::vector<std::string> above_;                ///< the directory being listed and those that it is in
    std::map<std::string, int> visits_;
    bool partitioned_ = false;
};

Error unavailable(const std::string& path, std::string_view why) {
    return Error(ErrorCode::SourceUnavailable, fmt::format("The directory '{}' {}.", path, why))
        .at("/source/path")
        .withWayOut("The query goes on as soon as it is back.");
}

}  // namespace

bool isHiddenName(std::string_view name) noexcept {
    if (name.empty() || name.front() == '.') return true;
    if (name.front() == '_' && name.find('=') == std::string_view::npos) {
        return !(name.starts_with("_metadata") || name.starts_with("_common_metadata"));
    }
    return name.ends_with("._COPYING_");
}

bool isDataName(std::string_view name) noexcept {
    return !name.starts_with('.') && (!name.starts_with('_') || name.find('=') != std::string_view::npos);
}

Result<Listing> listFiles(FileSystem& files, const ListingRules& rules) {
    Listing listing;
    Walk walk(files, rules, listing);
    if (!isGlob(rules.path)) {
        const auto root = files.stat(rules.path);
        if (!root) return unavailable(rules.path, "is not there");
        if (root->isRegular) {
            listing.files.push_back({rules.path, root->size, root->modified, root->identity});
            return listing;
        }
        if (!root->isDirectory) return unavailable(rules.path, "is not a directory");
        if (auto walked = walk.root(rules.path, true); !walked) {
            return walked.error().code() == ErrorCode::PathNotFound ? unavailable(rules.path, "is not there")
                                                                    : std::move(walked).error();
        }
        return listing;
    }
    for (const std::string& match : expandGlob(files, rules.path)) {
        const auto root = files.stat(match);
        if (root && root->isDirectory) {
            if (!walk.isExcluded(match)) VITRINE_CHECK_OK(walk.root(match, rules.recursive));
            continue;
        }
        if (isHiddenName(fileNameOf(match)) || (!rules.nameGlob.empty() && !globMatches(rules.nameGlob, fileNameOf(match)))) continue;
        if (root && root->isRegular) listing.files.push_back({match, root->size, root->modified, root->identity});
        else if (root || root.error().code() != ErrorCode::PathNotFound) listing.leftOut.push_back({match, kNotRegular});
    }
    return listing;
}

}  // namespace vitrine
