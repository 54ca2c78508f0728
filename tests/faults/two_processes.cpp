// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>
#include <filesystem>

#include <fmt/format.h>
#include <unistd.h>

#include "tests/faults/harness.h"

namespace vitrine::test {

namespace fs = std::filesystem;

namespace {

/// What a second process hears while `owner` has the checkpoint.
std::string refusal(Harness& harness, const Scenario& scenario, const Place& place, pid_t owner) {
    RunOptions run = harness.runOptions();
    run.patience = Millis{0};
    const auto ran = runQuery(scenario, place, run);
    if (ran) return "a second process ran on the same checkpoint";
    if (ran.error().code() != ErrorCode::CheckpointLocked) return "the second process failed otherwise: " + ran.error().detail();
    const std::string holder = fmt::format("process {}", owner);
    if (ran.error().message().find(holder) == std::string::npos || ran.error().message().find("faults") == std::string::npos)
        return fmt::format("the second process does not say that {} has it: {}", holder, ran.error().message());
    return {};
}

/// One process sits in the middle of a batch; others come, by the same path and by a link; then the first is killed.
std::optional<std::string> knockTwice(Harness& harness, const Scenario& scenario, const Place& place) {
    const Place linked{place.root + "-link"};
    fs::create_directory_symlink(place.root, linked.root);
    clearKillPointCounts();
    ChildProcess owner([&] {
        killPointHook = [](KillPoint reached) {
            if (reached != KillPoint::BatchWritten) return;
            killPointCounts().firstBatchAt = 1;
            for (;;) ::pause();
        };
        return wordsOf(runQuery(scenario, place, harness.runOptions()));
    });
    while (killPointCounts().firstBatchAt == 0 && !owner.hasEnded()) pass(Micros{200});
    std::optional<std::string> problem;
    for (const Place& door : {place, linked}) {
        if (problem) break;
        const ChildEnd end = inChild([&] { return refusal(harness, scenario, door, owner.id()); });
        if (end.signal != 0 || !end.words.empty()) problem = end.describe();
    }
    owner.send(SIGKILL);
    const ChildEnd killed = owner.wait();
    if (!problem && !killed.wasKilled()) problem = "the owner left: " + killed.describe();
    if (!problem) problem = harness.settle(scenario, place);
    fs::remove(linked.root);
    return problem;
}

/// Two start at once; whoever comes second is refused, or runs after the first.
std::optional<std::string> race(Harness& harness, const Scenario& scenario, const Place& place) {
    const auto work = [&](Micros delay) {
        return [&harness, &scenario, &place, delay]() -> std::string {
            pass(delay);
            RunOptions run = harness.runOptions();
            run.patience = Millis{0};
            const auto ran = runQuery(scenario, place, run);
            return ran || ran.error().code() == ErrorCode::CheckpointLocked ? "" : wordsOf(ran);
        };
    };
    const Micros first(harness.below(3000));
    const Micros second(harness.below(3000));
    ChildProcess one(work(first));
    ChildProcess other(work(second));
    for (const ChildEnd& end : {one.wait(), other.wait()})
        if (end.signal != 0 || !end.words.empty()) return end.describe();
    return harness.settle(scenario, place);
}

}  // namespace

void runTwoProcesses(Harness& harness, std::size_t times) {
    const auto& scenarios = harness.options().scenarios;
    const std::size_t share = (times + scenarios.size() - 1) / scenarios.size();
    for (const Scenario& each : scenarios) {
        std::optional<std::string> problem;
        for (std::size_t count = 0; count < share && !problem; ++count) {
            for (auto* attempt : {&knockTwice, &race}) {
                if (problem) break;
                const Scenario scenario = harness.seeded(each);
                const Place place = harness.newPlace();
                deliverAll(scenario, place);
                problem = attempt(harness, scenario, place);
                harness.endPlace(place, problem);
            }
        }
        harness.verdict("A10_two_processes_" + each.name(), problem, fmt::format("{} times", 2 * share));
    }
}

}  // namespace vitrine::test
