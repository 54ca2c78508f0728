// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file_listing.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include <fmt/format.h>

#include "core/base/file_glob.h"

namespace vitrine {
namespace {

bool isPartitionName(std::string_view name) noexcept {
    const std::size_t equals = name.find('=');
    return equals != std::string_view::npos && equals > 0;
}

std::string fileNameOf(const std::string& path) {
    return path.substr(path.find_last_of('/') + 1);
}

class Walk {
  public:
    Walk(FileSystem& files, const ListingRules& rules, Listing& listing) : files_(files), rules_(rules), listing_(listing) {}

    /// Lists below one root: direct files always, deeper ones kept apart until it is known whether they belong.
    Result<void> root(const std::string& path, bool deep) {
        deeper_.clear();
        partitioned_ = false;
        VITRINE_CHECK_OK(directory(path, true, deep, false));
        if (rules_.recursive || partitioned_) {
            listing_.files.insert(listing_.files.end(), deeper_.begin(), deeper_.end());
        }
        return {};
    }

    bool isExcluded(const std::string& path) const {
        return std::find(rules_.excluded.begin(), rules_.excluded.end(), path) != rules_.excluded.end();
    }

  private:
    Result<void> directory(const std::string& path, bool isRoot, bool deep, bool inPartition) {
        if (deep) {
            // A directory reached twice (a link to a parent) would be listed for ever.
            std::error_code failure;
            const std::string canonical = std::filesystem::weakly_canonical(path, failure).string();
            if (!visited_.insert(failure ? path : canonical).second) return {};
        }
        auto entries = files_.list(path);
        if (!entries) {
            if (isRoot) return std::move(entries).error();
            return {};  // vanished or unreadable below the root: Spark lists what is there
        }
        listing_.directories.push_back(path);
        for (DirectoryEntry& entry : *entries) {
            if (isHiddenName(entry.name)) continue;
            const std::string child = path + "/" + entry.name;
            if (entry.isDirectory) {
                if (!deep || isExcluded(child)) continue;
                VITRINE_CHECK_OK(directory(child, false, deep, inPartition || isPartitionName(entry.name)));
            } else if (entry.isRegular && (rules_.nameGlob.empty() || globMatches(rules_.nameGlob, entry.name))) {
                // Only a directory that holds data is a leaf of the tree, whose names count (FS-11).
                if (inPartition && isDataName(entry.name)) partitioned_ = true;
                (isRoot ? listing_.files : deeper_).push_back({child, entry.size, entry.modified});
            }
        }
        return {};
    }

    FileSystem& files_;
    const ListingRules& rules_;
    Listing& listing_;
    std::vector<ListedFile> deeper_;
    std::set<std::string> visited_;
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
            listing.files.push_back({rules.path, root->size, root->modified});
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
        if (!root) continue;
        if (root->isDirectory) {
            if (!walk.isExcluded(match)) VITRINE_CHECK_OK(walk.root(match, rules.recursive));
        } else if (root->isRegular && !isHiddenName(fileNameOf(match)) &&
                   (rules.nameGlob.empty() || globMatches(rules.nameGlob, fileNameOf(match)))) {
            listing.files.push_back({match, root->size, root->modified});
        }
    }
    return listing;
}

}  // namespace vitrine
