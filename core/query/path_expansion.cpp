// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/path_expansion.h"

#include <algorithm>

#include "core/base/file_listing.h"

namespace vitrine {

std::vector<std::string> filesToInferFrom(FileSystem& files, const std::string& path) {
    ListingRules rules;
    rules.path = path;
    const auto listing = listFiles(files, rules);
    std::vector<std::string> paths;
    if (!listing) return paths;
    for (const ListedFile& file : listing->files) paths.push_back(file.path);
    std::sort(paths.begin(), paths.end());
    return paths;
}

}  // namespace vitrine
