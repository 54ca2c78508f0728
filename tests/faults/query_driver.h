// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "core/engine/streaming_query.h"
#include "tests/faults/scenario.h"

namespace vitrine::test {

/// A way to be wrong on purpose, put between the engine and its parts. None of the members is set in a right run.
struct Breakage {
    std::function<std::unique_ptr<Sink>(std::unique_ptr<Sink>)> sink;
    std::function<std::unique_ptr<Source>(std::unique_ptr<Source>)> source;
    bool skipsSync = false;   ///< of crash images: syncing does nothing
};

struct RunOptions {
    FileSystem* files = nullptr;             ///< null: the machine's
    const Breakage* breakage = nullptr;      ///< null: none
    std::size_t threads = 2;
    /// How long to wait for a checkpoint that is in use: a killed process has it until the kernel has done with it.
    Millis patience{2000};
    /// Called once the query runs, on the caller's thread.
    std::function<void(RunningQuery&)> whileRunning;
};

/// Runs the query of `scenario` in this process until all that is there has been read, it fails, or it is stopped. Success means
/// that it ended as it was asked to.
Result<void> runQuery(const Scenario& scenario, const Place& place, const RunOptions& options = {});

}  // namespace vitrine::test
