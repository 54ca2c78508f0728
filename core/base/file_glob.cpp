// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file_glob.h"

#include <algorithm>

#include <fnmatch.h>
#include <locale.h>

namespace vitrine {
namespace {

/// Writes `{a,b}c` out as `ac`, `bc`. An unbalanced brace stays a plain character.
std::vector<std::string> expandBraces(std::string_view pattern) {
    std::size_t open = std::string_view::npos;
    for (std::size_t index = 0; index < pattern.size(); ++index) {
        if (pattern[index] == '\\') {
            ++index;
        } else if (pattern[index] == '{') {
            open = index;
            break;
        }
    }
    if (open == std::string_view::npos) return {std::string(pattern)};

    std::vector<std::string> alternatives;
    std::size_t begin = open + 1;
    int depth = 0;
    for (std::size_t index = begin; index < pattern.size(); ++index) {
        const char symbol = pattern[index];
        if (symbol == '\\') {
            ++index;
        } else if (symbol == '{') {
            ++depth;
        } else if ((symbol == ',' && depth == 0) || (symbol == '}' && depth == 0)) {
            alternatives.emplace_back(pattern.substr(begin, index - begin));
            begin = index + 1;
            if (symbol == '}') {
                std::vector<std::string> expanded;
                for (const std::string& alternative : alternatives) {
                    const std::string written =
                        std::string(pattern.substr(0, open)) + alternative + std::string(pattern.substr(index + 1));
                    for (std::string& further : expandBraces(written)) expanded.push_back(std::move(further));
                }
                return expanded;
            }
        } else if (symbol == '}') {
            --depth;
        }
    }
    return {std::string(pattern)};
}

bool matchesOne(const std::string& pattern, const std::string& name) {
    // `?` and `[à-ü]` mean characters, whatever locale the process runs in.
    static const ::locale_t kCharacters = ::newlocale(LC_ALL_MASK, "C.UTF-8", nullptr);
    const ::locale_t before = kCharacters == nullptr ? nullptr : ::uselocale(kCharacters);
    const bool matches = ::fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
    if (before != nullptr) ::uselocale(before);
    return matches;
}

void expandFrom(FileSystem& files, const std::string& directory, std::string_view rest, std::vector<std::string>& found) {
    while (!rest.empty() && rest.front() == '/') rest.remove_prefix(1);
    if (rest.empty()) {
        found.push_back(directory.empty() ? "/" : directory);
        return;
    }
    const std::size_t slash = rest.find('/');
    const std::string component(rest.substr(0, slash));
    const std::string_view remaining = slash == std::string_view::npos ? std::string_view() : rest.substr(slash);
    if (!isGlob(component)) {
        const std::string path = directory + "/" + component;
        if (files.stat(path)) expandFrom(files, path, remaining, found);
        return;
    }
    const auto entries = files.list(directory.empty() ? "/" : directory);
    if (!entries) return;
    for (const DirectoryEntry& entry : *entries) {
        if (globMatches(component, entry.name)) expandFrom(files, directory + "/" + entry.name, remaining, found);
    }
}

}  // namespace

bool isGlob(std::string_view path) noexcept {
    return path.find_first_of("{}[]*?\\") != std::string_view::npos;
}

bool globMatches(std::string_view pattern, std::string_view name) {
    const std::string text(name);
    const std::vector<std::string> alternatives = expandBraces(pattern);
    return std::any_of(alternatives.begin(), alternatives.end(),
                       [&](const std::string& alternative) { return matchesOne(alternative, text); });
}

std::vector<std::string> expandGlob(FileSystem& files, const std::string& pattern) {
    std::vector<std::string> found;
    for (const std::string& alternative : expandBraces(pattern)) expandFrom(files, "", alternative, found);
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

}  // namespace vitrine
