// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <cstring>
#include <filesystem>

#include <fmt/format.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include "tests/faults/harness.h"

namespace vitrine::test {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kStep = 32 << 10;
constexpr std::size_t kLargest = 8 << 20;

/// A disk of our own, of `bytes`, at `directory`; `again`: the one that is there gets that size.
bool mountDisk(const std::string& directory, std::size_t bytes, bool again) {
    const std::string size = fmt::format("size={}", bytes);
    return ::mount("vitrine-faults", directory.c_str(), "tmpfs", again ? MS_REMOUNT : 0, size.c_str()) == 0;
}

/// Puts this process where it may mount and nobody else sees it.
bool enterOwnMounts() {
    if (::unshare(CLONE_NEWNS) != 0 && ::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
    return ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
}

constexpr const char* kNoDisk = "no disk of its own could be mounted";

/// One size; words when something was wrong. `wasFull`: whether the disk was too small.
std::string runOn(Harness& harness, const Scenario& scenario, const Place& outside, std::size_t bytes, bool& wasFull) {
    const Place place{outside.root + "/disk"};
    if (!mountDisk(place.root, bytes, false)) return fmt::format("{}: {}", kNoDisk, std::strerror(errno));
    std::string problem;
    fs::create_directory_symlink(outside.in(), place.in());
    const bool isCommand = scenario.sink == SinkKind::Command;   // says in its own words that it had no room
    if (isCommand) fs::create_directories(place.out());
    const auto ran = runQuery(scenario, place, harness.runOptions());
    wasFull = !ran;
    if (!ran && ran.error().code() != ErrorCode::DiskFull && !(isCommand && ran.error().code() == ErrorCode::SinkFailed)) problem = "a full disk is called: " + ran.error().detail();
    // There is room again; also a reader of a database needs some.
    if (problem.empty() && !mountDisk(place.root, 64 << 20, true)) problem = kNoDisk;
    if (problem.empty()) problem = wrongnessOf(scenario, contentsOf(scenario, place)).value_or("");
    if (problem.empty()) {
        deliverClosing(scenario, outside);
        problem = wordsOf(runQuery(scenario, place, harness.runOptions()));
    }
    if (problem.empty()) problem = differenceFromAnswer(scenario, contentsOf(scenario, place)).value_or("");
    ::umount2(place.root.c_str(), MNT_DETACH);
    undeliver(outside);
    deliverAll(scenario, outside);
    if (problem.empty()) return {};
    return fmt::format("disk of {} KiB ({}): {}", bytes >> 10, ran ? "large enough" : ran.error().message(), problem);
}

std::string growDisk(Harness& harness, const Scenario& scenario, const Place& place) {
    if (!enterOwnMounts()) return fmt::format("{}: {}", kNoDisk, std::strerror(errno));
    fs::create_directories(place.root + "/disk");
    std::size_t full = 0;
    for (std::size_t bytes = 2 * kStep; bytes <= kLargest; bytes += kStep) {
        keepAlive();
        bool wasFull = false;
        if (auto problem = runOn(harness, scenario, place, bytes, wasFull); !problem.empty()) return problem;
        if (!wasFull) return fmt::format("={} sizes too small, {} KiB enough", full, bytes >> 10);
        ++full;
    }
    return "no size is enough";
}

}  // namespace

void fillDisk(Harness& harness) {
    for (const Scenario& each : harness.options().scenarios) {
        Scenario scenario = harness.seeded(each);
        scenario.files = 5;
        const Place place = harness.newPlace(false);
        deliverAll(scenario, place);
        const ChildEnd end = inChild([&] { return growDisk(harness, scenario, place); });
        const bool isRight = end.signal == 0 && end.words.starts_with('=');
        if (end.words.starts_with(kNoDisk) && ::geteuid() != 0) {
            harness.endPlace(place, std::nullopt);
            fmt::print("\n**** NOT RUN: A7_full_disk: {}. Run it as root, or allow user namespaces. ****\n\n", end.words);
            return;
        }
        const auto problem = isRight ? std::nullopt : std::optional(end.describe());
        harness.endPlace(place, problem);
        harness.verdict("A7_full_disk_" + scenario.name(), problem, isRight ? end.words.substr(1) : "");
    }
}

}  // namespace vitrine::test
