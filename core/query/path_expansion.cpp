// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/path_expansion.h"

#include <fnmatch.h>

#include <algorithm>

namespace vitrine {
namespace {

/// `a{b,c}d` → `abd`, `acd`.
void expandBraces(const std::string& pattern, std::vector<std::string>& expanded) {
    const std::size_t open = pattern.find('{');
    const std::size_t close = open == std::string::npos ? open : pattern.find('}', open);
    if (close == std::string::npos) {
        expanded.push_back(pattern);
        return;
    }
    std::size_t begin = open + 1;
    while (begin <= close) {
        const std::size_t end = std::min(pattern.find(',', begin), close);
        expandBraces(pattern.substr(0, open) + pattern.substr(begin, end - begin) + pattern.substr(close + 1), expanded);
        begin = end + 1;
    }
}

void matchFrom(FileSystem& files, const std::string& directory, std::string_view rest, std::vector<std::string>& found) {
    const std::size_t slash = rest.find('/');
    const std::string component(rest.substr(0, slash));
    const std::string_view remaining = slash == std::string_view::npos ? std::string_view() : rest.substr(slash + 1);
    std::vector<std::string> names;
    if (isGlob(component)) {
        if (auto entries = files.list(directory.empty() ? "/" : directory)) {
            for (const DirectoryEntry& entry : *entries) {
                if (fnmatch(component.c_str(), entry.name.c_str(), FNM_PERIOD) == 0) names.push_back(entry.name);
            }
        }
    } else {
        names.push_back(component);
    }
    for (const std::string& name : names) {
        const std::string path = directory + "/" + name;
        if (!remaining.empty()) matchFrom(files, path, remaining, found);
        else if (files.stat(path)) found.push_back(path);
    }
}

}  // namespace

bool isGlob(std::string_view path) noexcept { return path.find_first_of("{}[]*?\\") != std::string_view::npos; }

std::vector<std::string> filesToInferFrom(FileSystem& files, const std::string& path) {
    std::vector<std::string> roots;
    if (isGlob(path)) {
        std::vector<std::string> patterns;
        expandBraces(path, patterns);
        for (const std::string& pattern : patterns) matchFrom(files, "", std::string_view(pattern).substr(1), roots);
    } else {
        roots.push_back(path);
    }
    std::vector<std::string> result;
    for (const std::string& root : roots) {
        auto entry = files.stat(root);
        if (!entry) continue;
        if (entry->isRegular) {
            result.push_back(root);
            continue;
        }
        auto entries = files.list(root);
        if (!entries) continue;
        for (const DirectoryEntry& inside : *entries) {
            if (inside.isRegular && !inside.name.starts_with('_') && !inside.name.starts_with('.')) {
                result.push_back(root + "/" + inside.name);
            }
        }
    }
    std::sort(result.begin(), result.end());
    result.erase(std::unique(result.begin(), result.end()), result.end());
    return result;
}

}  // namespace vitrine
