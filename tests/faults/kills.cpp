// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <csignal>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "tests/faults/harness.h"

namespace vitrine::test {

namespace {

using Hits = std::vector<std::uint32_t>;
using SteadyClock = std::chrono::steady_clock;

/// Runs what is there in a child that dies at hit `hit` of `point`; 0: nowhere.
ChildEnd runUntil(Harness& harness, const Scenario& scenario, const Place& place, KillPoint point, std::uint32_t hit) {
    clearKillPointCounts();
    return inChild([&] {
        armKillPoint(point, hit);
        return wordsOf(runQuery(scenario, place, harness.runOptions()));
    });
}

Hits countsNow() {
    Hits hits;
    for (const auto& count : killPointCounts().hits) hits.push_back(count);
    return hits;
}

/// How often an undisturbed run reaches each point.
Hits hitsOf(Harness& harness, const Scenario& scenario, std::optional<std::string>& problem) {
    const Place place = harness.newPlace();
    deliverAll(scenario, place);
    const ChildEnd end = runUntil(harness, scenario, place, {}, 0);
    if (end.signal != 0 || !end.words.empty()) problem = end.describe();
    harness.endPlace(place, problem);
    return countsNow();
}

/// Which of the hits 1 to `hits` to try: all, or `most` of them from the first to the last.
std::vector<std::uint32_t> chosenHits(std::uint32_t hits, std::size_t most) {
    std::vector<std::uint32_t> chosen;
    if (most == 0 || hits <= most) {
        for (std::uint32_t hit = 1; hit <= hits; ++hit) chosen.push_back(hit);
    } else if (most == 1) {
        chosen.push_back(hits);
    } else {
        for (std::size_t index = 0; index < most; ++index)
            chosen.push_back(1 + static_cast<std::uint32_t>(index * (hits - 1) / (most - 1)));
    }
    return chosen;
}

std::optional<std::string> killAt(Harness& harness, const Scenario& scenario, KillPoint point, std::uint32_t hit) {
    const Place place = harness.newPlace();
    deliverAll(scenario, place);
    const ChildEnd end = runUntil(harness, scenario, place, point, hit);
    std::optional<std::string> problem;
    if (!end.wasKilled()) problem = "was not killed: " + end.describe();
    if (!problem) problem = harness.wrongness(scenario, place);
    if (!problem) problem = harness.settle(scenario, place);
    harness.endPlace(place, problem);
    if (problem) return fmt::format("after a kill at hit {} of {}: {}", hit, nameOf(point), *problem);
    return std::nullopt;
}

std::optional<std::string> killTwice(Harness& harness, const Scenario& scenario, std::pair<KillPoint, std::uint32_t> first,
                                     KillPoint second, std::size_t& reached) {
    const Place place = harness.newPlace();
    deliverAll(scenario, place);
    ChildEnd end = runUntil(harness, scenario, place, first.first, first.second);
    std::optional<std::string> problem;
    if (!end.wasKilled()) problem = "was not killed: " + end.describe();
    if (!problem) {
        // What is left to do may not come by the second point any more.
        end = runUntil(harness, scenario, place, second, 1);
        if (end.wasKilled()) ++reached;
        else if (end.signal != 0 || !end.words.empty()) problem = end.describe();
    }
    if (!problem) problem = harness.wrongness(scenario, place);
    if (!problem) problem = harness.settle(scenario, place);
    harness.endPlace(place, problem);
    if (problem)
        return fmt::format("after a kill at hit {} of {} and one at {} of the next run: {}", first.second, nameOf(first.first), nameOf(second),
                           *problem);
    return std::nullopt;
}

}  // namespace

void attackAtKillPoints(Harness& harness) {
    Hits all(kKillPoints);
    for (const Scenario& each : harness.options().scenarios) {
        Scenario scenario = harness.seeded(each);
        scenario.files = 5;
        scenario.cleansSource = scenario.shape == Shape::Deduplicated;
        std::optional<std::string> problem;
        const Hits hits = hitsOf(harness, scenario, problem);
        std::size_t kills = 0;
        for (std::size_t point = 0; point < kKillPoints && !problem; ++point) {
            all[point] += hits[point];
            for (const std::uint32_t hit : chosenHits(hits[point], harness.options().hits)) {
                problem = killAt(harness, scenario, static_cast<KillPoint>(point), hit);
                if (problem) break;
                ++kills;
                harness.addKills(1);
            }
        }
        harness.verdict("A2_kill_points_" + scenario.name(), problem, fmt::format("{} kills", kills));
    }
    if (!harness.options().coversAll) return;
    std::optional<std::string> missed;
    for (std::size_t point = 0; point < kKillPoints; ++point)
        if (all[point] == 0) missed = missed.value_or("never reached:") + ' ' + nameOf(static_cast<KillPoint>(point));
    harness.verdict("A2_every_kill_point_is_reached", missed, fmt::format("{} points", kKillPoints));
}

void attackAtKillPointPairs(Harness& harness, std::size_t pairs) {
    const auto& scenarios = harness.options().scenarios;
    for (const Scenario& each : scenarios) {
        Scenario scenario = harness.seeded(each);
        scenario.files = 4;
        std::optional<std::string> problem;
        const Hits hits = hitsOf(harness, scenario, problem);
        std::vector<std::pair<std::size_t, std::size_t>> all;
        for (std::size_t first = 0; first < kKillPoints; ++first)
            for (std::size_t second = 0; second < kKillPoints; ++second)
                if (hits[first] > 0 && hits[second] > 0) all.emplace_back(first, second);
        std::shuffle(all.begin(), all.end(), harness.random());
        const std::size_t share = pairs == 0 ? all.size() : (pairs + scenarios.size() - 1) / scenarios.size();
        all.resize(std::min(all.size(), share));
        std::size_t reached = 0;
        for (const auto& [first, second] : all) {
            if (problem) break;
            const auto hit = static_cast<std::uint32_t>(1 + harness.below(hits[first]));
            problem = killTwice(harness, scenario, {static_cast<KillPoint>(first), hit}, static_cast<KillPoint>(second), reached);
        }
        harness.verdict("A4_kill_in_recovery_" + scenario.name(), problem, fmt::format("{} pairs, {} killed twice", all.size(), reached));
    }
}

namespace {

/// How long an undisturbed run takes, so that kills can be spread over all of it.
struct Pace {
    std::int64_t start = 0;    ///< microseconds to its first batch
    std::int64_t batch = 0;    ///< microseconds a file
};

Pace paceOf(Harness& harness, const Scenario& scenario, bool onDisk, std::optional<std::string>& problem) {
    const Place place = harness.newPlace(onDisk);
    deliverAll(scenario, place);
    clearKillPointCounts();
    const auto began = SteadyClock::now();
    const ChildEnd end = inChild([&] {
        armKillPoint({}, 0);
        return wordsOf(runQuery(scenario, place, harness.runOptions()));
    });
    const std::int64_t took = std::chrono::duration_cast<Micros>(SteadyClock::now() - began).count();
    if (end.signal != 0 || !end.words.empty()) problem = end.describe();
    harness.endPlace(place, problem);
    const std::int64_t start = killPointCounts().firstBatchAt - killPointCounts().armedAt;
    return {start, (took - start) / static_cast<std::int64_t>(scenario.files)};
}

/// A life of one query: instalments of input, kills at any time, then the comparison.
class RandomLife {
  public:
    /// `reached` counts kills by the batches that the run had committed.
    RandomLife(Harness& harness, const Scenario& scenario, const Place& place, Pace pace, std::map<std::uint32_t, std::size_t>& reached)
        : harness_(harness), scenario_(scenario), place_(place), pace_(pace), reached_(reached) {}

    /// Returns the kills that hit.
    std::size_t live(std::size_t killsPerInstalment, std::optional<std::string>& problem) {
        std::size_t kills = 0;
        for (std::size_t instalment = 0; instalment < scenario_.instalments && !problem; ++instalment) {
            deliver(scenario_, place_, instalment);
            const auto [from, to] = scenario_.filesOf(instalment);
            std::size_t left = to - from;
            for (std::size_t count = 0; count < killsPerInstalment && !problem; ++count) {
                const ChildEnd end = killSomewhere(left);
                if (!end.wasKilled()) {
                    if (end.signal != 0 || !end.words.empty()) problem = end.describe();
                    break;
                }
                ++kills;
                harness_.addKills(1);
                const std::uint32_t batches = killPointCounts().hits[static_cast<std::size_t>(KillPoint::BatchCommitted)];
                ++reached_[batches];
                left -= std::min<std::size_t>(left, batches);
                problem = harness_.wrongness(scenario_, place_);
            }
        }
        if (!problem) problem = harness_.settle(scenario_, place_);
        return kills;
    }

  private:
    /// Now and then before the first batch, else anywhere in what `files` files take, and a little more.
    ChildEnd killSomewhere(std::size_t files) {
        const bool early = harness_.below(8) == 0;
        const std::int64_t within = early ? pace_.start : pace_.batch * static_cast<std::int64_t>(files + 1);
        const Micros delay(harness_.below(static_cast<std::uint64_t>(std::max<std::int64_t>(within, 1))));
        clearKillPointCounts();
        ChildProcess child([&] {
            armKillPoint({}, 0);
            return wordsOf(runQuery(scenario_, place_, harness_.runOptions()));
        });
        // The machine may be slow to start it.
        while (!early && killPointCounts().firstBatchAt == 0 && !child.hasEnded()) pass(Micros{20});
        pass(delay);
        child.send(SIGKILL);
        return child.wait();
    }

    Harness& harness_;
    const Scenario& scenario_;
    const Place& place_;
    Pace pace_;
    std::map<std::uint32_t, std::size_t>& reached_;
};

}  // namespace

void attackAtRandom(Harness& harness, std::size_t kills) {
    constexpr std::size_t kFiles = 12;
    const auto& scenarios = harness.options().scenarios;
    const std::size_t share = (kills + scenarios.size() - 1) / scenarios.size();
    for (const Scenario& each : scenarios) {
        std::optional<std::string> problem;
        std::size_t done = 0, lives = 0;
        std::map<std::uint32_t, std::size_t> reached;
        Scenario first = harness.seeded(each);
        first.files = kFiles;
        const Pace paces[] = {paceOf(harness, first, false, problem), paceOf(harness, first, true, problem)};
        while (done < share && !problem) {
            Scenario scenario = harness.seeded(each);
            scenario.files = kFiles;
            scenario.instalments = 1 + harness.below(3);
            scenario.cleansSource = harness.below(4) == 0;
            const bool onDisk = harness.isNextOnDisk();
            const Place place = harness.newPlace(onDisk);
            RandomLife life(harness, scenario, place, paces[onDisk], reached);
            done += life.live(std::min<std::size_t>(share - done, 1 + harness.below(3)), problem);
            harness.endPlace(place, problem);
            ++lives;
        }
        harness.verdict("A1_random_kills_" + each.name(), problem,
                        fmt::format("{} kills in {} lives, by batches committed in the run: {}", done, lives, reached));
    }
}

}  // namespace vitrine::test
