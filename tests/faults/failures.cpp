// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>

#include <fmt/format.h>

#include "core/base/file_lock.h"
#include "core/engine/checkpoint_store.h"
#include "tests/faults/failing_database.h"
#include "tests/faults/failing_files.h"
#include "tests/faults/harness.h"

namespace vitrine::test {

namespace {

/// Whether nobody holds the checkpoint any more.
std::optional<std::string> heldLock(const Place& place) {
    if (!std::filesystem::exists(place.checkpoint())) return std::nullopt;
    const auto lock = FileLock::take(place.checkpoint() + '/' + CheckpointStore::kLockName, "the driver", Millis{0});
    if (!lock) return "the checkpoint stays locked: " + lock.error().message();
    return std::nullopt;
}

/// A failure must say what happened in a sentence.
std::optional<std::string> unclear(const Error& error) {
    const std::string& message = error.message();
    if (message.size() < 10 || error.code() == ErrorCode::Internal) return "the error says nothing: " + error.detail();
    return std::nullopt;
}

/// What must hold after a run in which something failed, whatever became of it.
std::optional<std::string> problemAfter(const Scenario& scenario, const Place& place, const Result<void>& ran) {
    if (!ran) {
        if (auto problem = unclear(ran.error())) return problem;
    }
    if (auto problem = heldLock(place)) return problem;
    if (auto problem = wrongnessOf(scenario, contentsOf(scenario, place))) return problem;
    return std::nullopt;
}

/// Runs without faults to the end, in this process, and compares.
std::optional<std::string> problemOfRest(const Scenario& scenario, const Place& place, const RunOptions& run) {
    if (const auto rest = runQuery(scenario, place, run); !rest) return "the next run failed: " + rest.error().detail();
    deliverClosing(scenario, place);
    if (const auto rest = runQuery(scenario, place, run); !rest) return "the last run failed: " + rest.error().detail();
    return differenceFromAnswer(scenario, contentsOf(scenario, place));
}

/// One run with a fault in its way, and those after it. `fired` tells whether the fault came.
using Attempt = std::function<Result<void>(const Scenario&, const Place&, std::uint64_t at, bool& fired)>;

/// Moves the fault from call to call until a run comes by without meeting it. Words when something was wrong.
std::string sweep(Harness& harness, const Scenario& scenario, const Attempt& attempt, std::uint64_t& calls) {
    for (std::uint64_t at = 1;; ++at) {
        keepAlive();
        const Place place = harness.newPlace(false);
        deliverAll(scenario, place);
        bool fired = false;
        const Result<void> ran = attempt(scenario, place, at, fired);
        auto problem = problemAfter(scenario, place, ran);
        if (!problem && !fired && !ran) problem = "failed without a fault: " + ran.error().detail();
        if (!problem) problem = problemOfRest(scenario, place, harness.runOptions());
        harness.endPlace(place, problem);
        if (problem) return fmt::format("fault at call {} ({}): {}", at, ran ? "not noticed" : ran.error().message(), *problem);
        if (!fired) return {};
        calls = at;
    }
}

void sweepInChild(Harness& harness, const std::string& name, const Scenario& scenario, const Attempt& attempt) {
    const ChildEnd end = inChild([&] {
        std::uint64_t calls = 0;
        std::string words = sweep(harness, scenario, attempt, calls);
        return words.empty() ? fmt::format("={} calls", calls) : words;
    });
    const bool isRight = end.signal == 0 && end.words.starts_with('=');
    harness.verdict(name, isRight ? std::nullopt : std::optional(end.describe()), isRight ? end.words.substr(1) : "");
}

}  // namespace

void failEveryCall(Harness& harness) {
    struct Way {
        std::optional<FileFault> fault;   ///< none: SQLite's own files
        bool stuck;
    };
    constexpr Way kWays[] = {{FileFault::InputOutput, false}, {{}, false}, {FileFault::ShortWrite, true},  {{}, true},
                             {FileFault::NoSpace, false},     {FileFault::InputOutput, true}, {FileFault::ShortWrite, false}, {FileFault::NoSpace, true}};
    std::size_t turn = 0;
    for (const Scenario& each : harness.options().scenarios) {
        Scenario scenario = harness.seeded(each);
        scenario.files = 3;
        scenario.rowsPerFile = 8;
        // Without --every-fault: the first two, and one more in turn.
        std::vector<Way> ways(std::begin(kWays), std::end(kWays));
        if (!harness.options().everyFault) ways = {kWays[0], kWays[1], kWays[2 + turn++ % 6]};
        for (const Way& way : ways) {
            const std::string name = fmt::format("A6_fail_at_{}_{}_{}", way.fault ? nameOf(*way.fault) : "database", way.stuck ? "stuck" : "once", scenario.name());
            sweepInChild(harness, name, scenario, [&](const Scenario& running, const Place& place, std::uint64_t at, bool& fired) {
                RunOptions run = harness.runOptions();
                if (way.fault) {
                    FailingFiles files(*way.fault, at, way.stuck);
                    run.files = &files;
                    auto ran = runQuery(running, place, run);
                    fired = files.hasFired();
                    return ran;
                }
                FailingDatabase::arm(at, way.stuck);
                auto ran = runQuery(running, place, run);
                fired = FailingDatabase::hasFired();
                FailingDatabase::arm(0, false);
                return ran;
            });
        }
    }
}

}  // namespace vitrine::test
