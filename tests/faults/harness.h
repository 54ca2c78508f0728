// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "core/base/kill_point.h"
#include "tests/faults/child_process.h"
#include "tests/faults/query_driver.h"
#include "tests/faults/scenario.h"
#include "tests/faults/sink_contents.h"

namespace vitrine::test {

/// What the command line asked for.
struct HarnessOptions {
    std::uint64_t seed = 1;
    std::vector<Scenario> scenarios;
    std::string memory = "/dev/shm";     ///< where nine of ten runs live
    std::string disk;                    ///< where the tenth does
    std::string commandLine;             ///< vitrine-cli
    std::string sources;                 ///< root of the source tree
    Millis stopLimit{500};
    bool coversAll = true;               ///< no sink, mode or shape is left out
    bool everyFault = false;             ///< failing calls: all ways for each scenario, else a share of them
    std::size_t hits = 0;                ///< kill points: at most so many hits of one point; 0: all
    const Breakage* breakage = nullptr;
    bool isQuiet = false;                ///< says nothing and keeps nothing
};

/// Runs attacks, counts verdicts and owns the directories. One thread.
class Harness {
  public:
    explicit Harness(HarnessOptions options);

    const HarnessOptions& options() const noexcept { return options_; }
    std::mt19937_64& random() noexcept { return random_; }
    std::uint64_t below(std::uint64_t limit) { return random_() % limit; }
    Scenario seeded(Scenario scenario) {
        scenario.seed = random_();
        return scenario;
    }

    /// A new directory; one of ten on the disk.
    Place newPlace();
    Place newPlace(bool onDisk);
    bool isNextOnDisk() const noexcept { return places_ % 10 == 9; }
    /// Removes it when `problem` is none; else says where it is kept.
    void endPlace(const Place& place, const std::optional<std::string>& problem);

    /// One verdict with a name that carries the id of the promise.
    void verdict(const std::string& name, const std::optional<std::string>& problem, const std::string& remark = {});
    /// Prints the last line; the exit status.
    int finish() const;
    std::size_t failures() const noexcept { return failed_; }
    const std::string& firstFailure() const noexcept { return firstFailure_; }
    void addKills(std::size_t kills) noexcept { kills_ += kills; }

    RunOptions runOptions() const {
        RunOptions run;
        run.breakage = options_.breakage;
        return run;
    }

    /// The whole rest of a life, in a child: what is left of the input, then the closing file, without faults. Nothing when the sink
    /// then holds the right answer.
    /// What a sink that may not have everything holds too much, or damaged; read in a child.
    std::optional<std::string> wrongness(const Scenario& scenario, const Place& place);

    std::optional<std::string> settle(const Scenario& scenario, const Place& place);

  private:
    HarnessOptions options_;
    std::mt19937_64 random_;
    std::size_t passed_ = 0;
    std::size_t failed_ = 0;
    std::size_t kills_ = 0;
    std::size_t places_ = 0;
    std::string firstFailure_;
};

/// Words for a child that should have run the query to its end.
std::string wordsOf(const Result<void>& result);

constexpr std::size_t kKillPoints = 0
#define VITRINE_KILL_POINT(name, file, standing) +1
#include "core/base/kill_points.def"
#undef VITRINE_KILL_POINT
    ;
const char* nameOf(KillPoint point);

/// Hits of each kill point, in memory that children share.
struct KillPointCounts {
    std::atomic<std::uint32_t> hits[kKillPoints];
    std::atomic<std::int64_t> armedAt;       ///< microseconds of a steady clock
    std::atomic<std::int64_t> firstBatchAt;  ///< when the first batch was chosen; 0: not yet
};
KillPointCounts& killPointCounts();
void clearKillPointCounts();

/// In a child: counts hits, and ends the process at hit `hit` (from 1) of `point`; 0: only counts.
void armKillPoint(KillPoint point, std::uint32_t hit);

// The attacks, each with verdicts of its own
void attackAtKillPoints(Harness& harness);
void attackAtKillPointPairs(Harness& harness, std::size_t pairs);
void attackAtRandom(Harness& harness, std::size_t kills);
void stopAtRandom(Harness& harness, std::size_t stops);
void terminateCommandLine(Harness& harness, std::size_t times);
void failEveryCall(Harness& harness);
void fillDisk(Harness& harness);
void restartOnCrashImages(Harness& harness, std::size_t images);
void runTwoProcesses(Harness& harness, std::size_t times);
void damageCheckpoints(Harness& harness, std::size_t damages);
void checkKillPointPlaces(Harness& harness);
void writeDeltaTogether(Harness& harness);
void catchBrokenVariants(Harness& harness);

}  // namespace vitrine::test
