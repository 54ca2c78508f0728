// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>

#include <fmt/format.h>

#include "tests/faults/harness.h"

namespace vitrine::test {

void checkKillPointPlaces(Harness& harness) {
    namespace fs = std::filesystem;
    std::map<std::string, std::vector<std::string>> found;
    static const std::regex call(R"(reachKillPoint\(KillPoint::(\w+)\))");
    for (const char* folder : {"core", "app", "ui"}) {
        const fs::path root = fs::path(harness.options().sources) / folder;
        for (const auto& entry : fs::recursive_directory_iterator(root)) {
            const auto extension = entry.path().extension();
            if (!entry.is_regular_file() || (extension != ".cpp" && extension != ".h")) continue;
            std::ifstream file(entry.path());
            const std::string text{std::istreambuf_iterator<char>(file), {}};
            for (std::sregex_iterator match(text.begin(), text.end(), call), end; match != end; ++match)
                found[(*match)[1]].push_back(fs::relative(entry.path(), harness.options().sources).string());
        }
    }
    std::map<std::string, std::vector<std::string>> expected;
#define VITRINE_KILL_POINT(name, file, standing) expected[#name].push_back(file);
#include "core/base/kill_points.def"
#undef VITRINE_KILL_POINT
    std::optional<std::string> problem;
    for (const auto& [name, files] : expected)
        if (found[name] != files) problem = fmt::format("{} should be reached once in {} and is in {} places", name, files.front(), found[name].size());
    for (const auto& [name, files] : found)
        if (!expected.contains(name)) problem = fmt::format("{} of {} is not in the list", name, files.front());
    harness.verdict("A2_kill_points_are_where_the_list_says", problem, fmt::format("{} points", expected.size()));
}

}  // namespace vitrine::test
