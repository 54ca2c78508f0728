// SPDX-License-Identifier: GPL-3.0-or-later
// Runs recorded cases of Apache Spark against this engine and prints every difference.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fnmatch.h>

#include "tests/conformance/case_runner.h"

namespace {

namespace fs = std::filesystem;
using vitrine::test::Json;

std::vector<fs::path> collect(const std::vector<std::string>& arguments) {
    std::vector<fs::path> files;
    for (const std::string& argument : arguments) {
        if (fs::is_directory(argument)) {
            for (const auto& entry : fs::recursive_directory_iterator(argument)) {
                if (entry.path().extension() == ".json" && entry.path().parent_path().filename() != "samples") files.push_back(entry.path());
            }
        } else {
            files.emplace_back(argument);
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

bool hasAny(const Json& testCase, const std::vector<std::string>& tags) {
    return std::any_of(tags.begin(), tags.end(), [&](const std::string& tag) {
        const Json& own = testCase["tags"];
        return std::find(own.begin(), own.end(), tag) != own.end();
    });
}

/// The names of a list file, one a line (`fixed/T02`), `#` starts a comment.
std::set<std::string> readList(const std::string& path) {
    std::set<std::string> names;
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) {
        line = line.substr(0, line.find('#'));
        line.erase(line.find_last_not_of(" \t\r") + 1);
        if (!line.empty()) names.insert(line);
    }
    return names;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Runs conformance cases: query documents, the files fed to them, and what Apache Spark answered.");
    std::vector<std::string> paths, tags, notTags;
    std::string only, list, failing, printPassing;
    vitrine::test::RunnerOptions options;
    bool quiet = false;
    app.add_option("paths", paths, "Case files or folders of them")->required();
    app.add_option("--tag", tags, "Only cases with one of these tags")->allow_extra_args(false);
    app.add_option("--not-tag", notTags, "No case with one of these tags")->allow_extra_args(false);
    app.add_option("--only", only, "Only ids that match this glob");
    app.add_option("--list", list, "Only the cases that this file names, one a line, as FOLDER/ID; a missing one fails");
    app.add_option("--failing", failing, "A file that names the cases known to fail, one a line, as FOLDER/ID; one that passes fails");
    app.add_option("--print-passing", printPassing, "Write the names of the passing cases to this file");
    app.add_option("--threads", options.threads, "Workers a batch")->default_val(options.threads);
    app.add_option("--chunk-rows", options.chunkRows, "Rows a chunk")->default_val(options.chunkRows);
    app.add_option("--bytes-per-worker", options.bytesPerWorker, "Bytes that are worth a worker; small: many ranges a file")
        ->default_val(options.bytesPerWorker);
    app.add_flag("--restart-every-batch", options.restartEveryBatch, "Stop and start again after every `process`, on a checkpoint");
    app.add_flag("--keep", options.keepScratch, "Leave the scratch directories");
    app.add_flag("--quiet", quiet, "Only the last line");
    CLI11_PARSE(app, argc, argv);

    std::set<std::string> wanted = list.empty() ? std::set<std::string>() : readList(list);
    std::set<std::string> known = failing.empty() ? std::set<std::string>() : readList(failing);
    std::size_t stillFailing = 0;
    std::vector<std::string> passing;
    std::size_t failed = 0;
    for (const fs::path& file : collect(paths)) {
        const std::string name = file.parent_path().filename().string() + "/" + file.stem().string();
        if (!list.empty() && wanted.erase(name) == 0) continue;
        std::ifstream in(file);
        const Json testCase = Json::parse(in, nullptr, false);
        std::optional<std::string> difference;
        if (testCase.is_discarded() || !testCase.contains("recorded")) {
            difference = "not a case";
        } else {
            if (!tags.empty() && !hasAny(testCase, tags)) continue;
            if (hasAny(testCase, notTags)) continue;
            if (!only.empty() && ::fnmatch(only.c_str(), testCase.value("id", "").c_str(), 0) != 0) continue;
            // A restart forgets what each of several watermarks had seen: there it may change the answer.
            const Json rules = testCase.value("rules", Json::array());
            if (options.restartEveryBatch && std::find(rules.begin(), rules.end(), "WM-10") != rules.end()) continue;
            difference = vitrine::test::runCase(testCase, options);
        }
        const bool isKnown = known.erase(name) > 0;
        if (difference && isKnown) {
            ++stillFailing;
            continue;
        }
        if (!difference && isKnown) difference = "passes: take it out of " + failing;
        if (!difference) {
            passing.push_back(name);
            continue;
        }
        ++failed;
        if (!quiet) {
            std::cout << fmt::format("FAIL {} {} {}\n     {}\n", name, testCase.value("title", ""),
                                     testCase.contains("rules") ? testCase["rules"].dump() : "", *difference);
        }
    }
    for (const std::string& missing : wanted) {
        ++failed;
        std::cout << "FAIL " << missing << " named by the list, but there is no such case\n";
    }
    if (only.empty() && tags.empty() && notTags.empty() && list.empty())
        for (const std::string& missing : known) {
            ++failed;
            std::cout << "FAIL " << missing << " named as failing, but there is no such case\n";
        }
    if (stillFailing > 0) std::cout << fmt::format("{} fail as {} says\n", stillFailing, failing);
    if (!printPassing.empty()) {
        std::ofstream out(printPassing);
        for (const std::string& name : passing) out << name << "\n";
    }
    if (passing.empty() && failed == 0) {
        std::cout << "no case was found\n";
        return 2;
    }
    std::cout << fmt::format("{} passed, {} failed\n", passing.size(), failed);
    return failed == 0 ? 0 : 1;
}
