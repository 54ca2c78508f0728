// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <csignal>
#include <fstream>

#include <fmt/format.h>
#include <unistd.h>

#include "tests/faults/harness.h"

namespace vitrine::test {

namespace {

using SteadyClock = std::chrono::steady_clock;

Millis millisSince(SteadyClock::time_point began) { return std::chrono::duration_cast<Millis>(SteadyClock::now() - began); }

/// Stops a run after `delay`, counted from its first batch when `afterStart`; the words tell what was wrong with it.
std::string stopAfter(Harness& harness, const Scenario& scenario, const Place& place, bool afterStart, std::chrono::microseconds delay) {
    clearKillPointCounts();
    armKillPoint({}, 0);
    RunOptions run = harness.runOptions();
    Millis took{};
    run.whileRunning = [&](RunningQuery& query) {
        while (afterStart && killPointCounts().firstBatchAt == 0 && !query.awaitTermination(Millis{1})) {
        }
        pass(delay);
        const auto began = SteadyClock::now();
        query.requestStop();
        query.awaitTermination(Millis{0});
        took = millisSince(began);
    };
    if (auto words = wordsOf(runQuery(scenario, place, run)); !words.empty()) return words;
    if (took > harness.options().stopLimit) return fmt::format("took {} ms to stop", took.count());
    return {};
}

}  // namespace

void stopAtRandom(Harness& harness, std::size_t stops) {
    const auto& scenarios = harness.options().scenarios;
    const std::size_t share = (stops + scenarios.size() - 1) / scenarios.size();
    for (const Scenario& each : scenarios) {
        std::optional<std::string> problem;
        for (std::size_t count = 0; count < share && !problem;) {
            Scenario scenario = harness.seeded(each);
            scenario.files = 12;
            const Place place = harness.newPlace();
            deliverAll(scenario, place);
            for (std::size_t again = 0; again < 4 && count < share && !problem; ++again, ++count) {
                const std::chrono::microseconds delay(harness.below(12'000));
                const bool afterStart = harness.below(5) != 0;
                const ChildEnd end = inChild([&] { return stopAfter(harness, scenario, place, afterStart, delay); });
                if (end.signal != 0 || !end.words.empty()) problem = end.describe();
            }
            if (!problem) problem = harness.settle(scenario, place);
            harness.endPlace(place, problem);
        }
        harness.verdict("A5_G6_stop_at_any_time_" + each.name(), problem, fmt::format("{} stops", share));
    }
}

void terminateCommandLine(Harness& harness, std::size_t times) {
    constexpr int kInterrupted = 3;
    const auto& scenarios = harness.options().scenarios;
    const std::size_t share = (times + scenarios.size() - 1) / scenarios.size();
    for (const Scenario& each : scenarios) {
        if (each.sink == SinkKind::BatchFiles) continue;   // only the driver has it
        std::optional<std::string> problem;
        std::size_t interrupted = 0;
        for (std::size_t count = 0; count < share && !problem; ++count) {
            const Scenario scenario = harness.seeded(each);
            const Place place = harness.newPlace();
            deliverAll(scenario, place);
            const std::string document = place.root + "/query.json";
            std::ofstream(document) << documentOf(scenario, place);
            const std::string words = place.root + "/words.txt";
            // The shell is replaced by the program, so its end is the program's.
            const std::string command = fmt::format("exec '{}' run --quiet --threads 2 '{}' >'{}' 2>&1", harness.options().commandLine, document, words);
            ChildProcess child([&]() -> std::string {
                ::execl("/bin/sh", "sh", "-c", command.c_str(), static_cast<char*>(nullptr));
                return "cannot run the shell";
            });
            pass(std::chrono::microseconds(harness.below(40'000)));
            const auto began = SteadyClock::now();
            child.send(SIGTERM);
            const ChildEnd end = child.wait();
            const Millis took = millisSince(began);
            // Before the program has its handler, the signal ends it as any other.
            if (end.signal != SIGTERM) {
                if (end.signal != 0) problem = end.describe();
                else if (end.status == kInterrupted) ++interrupted;
                else if (end.status != 0) problem = fmt::format("left with status {}", end.status);
                if (!problem && took > harness.options().stopLimit) problem = fmt::format("took {} ms to stop", took.count());
            }
            if (!problem) problem = harness.settle(scenario, place);
            harness.endPlace(place, problem);
        }
        harness.verdict("A5_terminate_" + each.name(), problem, fmt::format("{} signals, {} while it ran", share, interrupted));
    }
}

}  // namespace vitrine::test
