// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/harness.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

namespace vitrine::test {

namespace fs = std::filesystem;

Harness::Harness(HarnessOptions options) : options_(std::move(options)), random_(options_.seed) {
    if (::access(options_.memory.c_str(), W_OK) != 0) options_.memory = fs::temp_directory_path().string();
    if (options_.disk.empty()) options_.disk = fs::temp_directory_path().string();
}

Place Harness::newPlace() { return newPlace(isNextOnDisk()); }

Place Harness::newPlace(bool onDisk) {
    ++places_;
    const std::string& base = onDisk ? options_.disk : options_.memory;
    std::string pattern = base + "/vitrine-faults-XXXXXX";
    if (::mkdtemp(pattern.data()) == nullptr) {
        std::perror(("vitrine-faults: " + pattern).c_str());
        std::abort();
    }
    fs::create_directories(pattern + "/in");
    return {pattern};
}

void Harness::endPlace(const Place& place, const std::optional<std::string>& problem) {
    if (problem && !options_.isQuiet) {
        fmt::print("  kept {}\n", place.root);
        return;
    }
    std::error_code failure;
    fs::remove_all(place.root, failure);
}

void Harness::verdict(const std::string& name, const std::optional<std::string>& problem, const std::string& remark) {
    problem ? ++failed_ : ++passed_;
    if (problem && firstFailure_.empty()) firstFailure_ = name + ": " + *problem;
    if (options_.isQuiet) return;
    if (problem) fmt::print("FAILED {}: {} (seed {})\n", name, *problem, options_.seed);
    else fmt::print("passed {}{}{}\n", name, remark.empty() ? "" : ": ", remark);
    std::fflush(stdout);
}

int Harness::finish() const {
    if (kills_ > 0) fmt::print("{} kills\n", kills_);
    fmt::print("{} passed, {} failed\n", passed_, failed_);
    return failed_ == 0 && passed_ > 0 ? 0 : 1;
}

std::string wordsOf(const Result<void>& result) { return result ? "" : "the run failed: " + result.error().detail(); }

std::optional<std::string> Harness::settle(const Scenario& scenario, const Place& place) {
    const ChildEnd end = inChild([&] {
        deliverAll(scenario, place);
        if (auto words = wordsOf(runQuery(scenario, place, runOptions())); !words.empty()) return words;
        deliverClosing(scenario, place);
        if (auto words = wordsOf(runQuery(scenario, place, runOptions())); !words.empty()) return words;
        return differenceFromAnswer(scenario, contentsOf(scenario, place)).value_or("");
    });
    if (end.signal != 0 || !end.words.empty()) return end.describe();
    return std::nullopt;
}

std::optional<std::string> Harness::wrongness(const Scenario& scenario, const Place& place) {
    const ChildEnd end = inChild([&] { return wrongnessOf(scenario, contentsOf(scenario, place)).value_or(""); });
    if (end.signal != 0 || !end.words.empty()) return end.describe();
    return std::nullopt;
}

const char* nameOf(KillPoint point) {
    static constexpr const char* kNames[] = {
#define VITRINE_KILL_POINT(name, file, standing) #name,
#include "core/base/kill_points.def"
#undef VITRINE_KILL_POINT
    };
    return kNames[static_cast<std::size_t>(point)];
}

KillPointCounts& killPointCounts() {
    static auto* counts = static_cast<KillPointCounts*>(
        ::mmap(nullptr, sizeof(KillPointCounts), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    return *counts;
}

void clearKillPointCounts() {
    for (auto& count : killPointCounts().hits) count = 0;
    killPointCounts().firstBatchAt = 0;
}

namespace {
KillPoint armedPoint{};
std::uint32_t armedHit = 0;

std::int64_t microsNow() {
    return std::chrono::duration_cast<Micros>(std::chrono::steady_clock::now().time_since_epoch()).count();
}
}  // namespace

void armKillPoint(KillPoint point, std::uint32_t hit) {
    armedPoint = point;
    armedHit = hit;
    killPointCounts().armedAt = microsNow();
    killPointHook = [](KillPoint reached) {
        if (reached == KillPoint::PlanChosen && killPointCounts().firstBatchAt == 0) killPointCounts().firstBatchAt = microsNow();
        const std::uint32_t count = ++killPointCounts().hits[static_cast<std::size_t>(reached)];
        if (armedHit != 0 && reached == armedPoint && count == armedHit) ::raise(SIGKILL);
    };
}

}  // namespace vitrine::test
