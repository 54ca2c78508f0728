// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "core/base/log.h"
#include "tests/faults/broken_variants.h"
#include "tests/faults/harness.h"

namespace {

using namespace vitrine;
using namespace vitrine::test;

bool isNamed(const std::vector<std::string>& names, const char* name) {
    return names.empty() || std::find(names.begin(), names.end(), name) != names.end();
}

struct Attacks {
    bool killPoints = false, failAt = false, fullDisk = false, brokenVariants = false, places = false, deltaWriters = false;
    std::size_t pairs = 0, kills = 0, stops = 0, signals = 0, images = 0, processes = 0, damages = 0;
};

void run(Harness& harness, const Attacks& attacks) {
    if (attacks.places) checkKillPointPlaces(harness);
    if (attacks.killPoints) attackAtKillPoints(harness);
    if (attacks.pairs > 0) attackAtKillPointPairs(harness, attacks.pairs);
    if (attacks.kills > 0) attackAtRandom(harness, attacks.kills);
    if (attacks.stops > 0) stopAtRandom(harness, attacks.stops);
    if (attacks.failAt) failEveryCall(harness);
    if (attacks.fullDisk) fillDisk(harness);
    if (attacks.processes > 0) runTwoProcesses(harness, attacks.processes);
    if (attacks.damages > 0) damageCheckpoints(harness, attacks.damages);
    if (attacks.images > 0) restartOnCrashImages(harness, attacks.images);
    if (attacks.deltaWriters && isAvailable(SinkKind::Delta)) writeDeltaTogether(harness);
    if (attacks.brokenVariants) catchBrokenVariants(harness);
    if (attacks.signals > 0) terminateCommandLine(harness, attacks.signals);
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Shows what Vitrine promises when it is killed, stopped, or the disk fails.", "vitrine-faults");
    HarnessOptions options;
    Attacks attacks;
    std::vector<std::string> sinks, modes, shapes;
    std::string broken;
    std::int64_t stopLimit = options.stopLimit.count();
    app.add_option("--sinks", sinks, "Only these: batchfiles, json, csv, parquet, sqlite, delta, command")->delimiter(',');
    app.add_option("--modes", modes, "Only these output modes")->delimiter(',');
    app.add_option("--shapes", shapes, "Only these: stateless, deduplicated, windowed")->delimiter(',');
    app.add_option("--seed", options.seed, "The same seed attacks the same way")->default_val(options.seed);
    app.add_option("--memory", options.memory, "Where most runs live")->default_val(options.memory);
    app.add_option("--disk", options.disk, "Where one of ten lives");
    app.add_option("--cli", options.commandLine, "Path of vitrine-cli");
    app.add_option("--sources", options.sources, "Root of the source tree");
    app.add_option("--stop-limit", stopLimit, "Milliseconds that a stop may take")->default_val(stopLimit);
    app.add_option("--hits", options.hits, "Of each kill point, at most so many hits; 0: all")->default_val(0);
    app.add_flag("--kill-points", attacks.killPoints, "Kill at each hit of each kill point");
    app.add_option("--pairs", attacks.pairs, "So many pairs of a kill and one in the recovery from it");
    app.add_option("--random-kills", attacks.kills, "So many kills at any time");
    app.add_option("--stop", attacks.stops, "So many stops at any time");
    app.add_option("--sigterm", attacks.signals, "So many SIGTERM to vitrine-cli");
    app.add_flag("--fail-at", attacks.failAt, "Let each call of the file system fail");
    app.add_flag("--every-fault", options.everyFault, "With --fail-at: every way to fail for every scenario");
    app.add_flag("--delta-writers", attacks.deltaWriters, "Four processes write one Delta table");
    app.add_flag("--full-disk", attacks.fullDisk, "Run on disks that are too small");
    app.add_option("--crash-images", attacks.images, "Restart on so many images of each moment");
    app.add_option("--two-processes", attacks.processes, "So many times two processes on one checkpoint");
    app.add_option("--damage", attacks.damages, "So many damaged checkpoints");
    app.add_flag("--kill-point-places", attacks.places, "Check the list of kill points against the code");
    app.add_option("--broken", broken, "Be wrong on purpose")->check(CLI::IsMember(brokenVariantNames()));
    app.add_flag("--broken-variants", attacks.brokenVariants, "Check that each wrong variant is caught");
    CLI11_PARSE(app, argc, argv);

    log::setLevel("off");
    options.stopLimit = Millis{stopLimit};
    options.coversAll = sinks.empty() && modes.empty() && shapes.empty();
    if (!broken.empty()) options.breakage = &brokenVariant(broken);
    for (const SinkKind kind : kSinkKinds) {
        if (!isAvailable(kind) || !isNamed(sinks, nameOf(kind))) continue;
        for (const Scenario& scenario : scenariosOf(kind))
            if (isNamed(modes, scenario.outputMode.c_str()) && isNamed(shapes, nameOf(scenario.shape))) options.scenarios.push_back(scenario);
    }
    if (options.scenarios.empty()) {
        fmt::print(stderr, "vitrine-faults: no such scenario\n0 passed, 0 failed\n");
        return 2;
    }
    fmt::print("seed {}\n", options.seed);
    Harness harness(std::move(options));
    run(harness, attacks);
    return harness.finish();
}
