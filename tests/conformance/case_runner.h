// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/engine/streaming_query.h"
#include "tests/conformance/comparison.h"

namespace vitrine::test {

/// How cases are run: any choice must give the same answers.
struct RunnerOptions {
    std::size_t threads = 1;
    std::size_t chunkRows = 4096;
    std::uint64_t bytesPerWorker = std::uint64_t{1} << 20;   ///< small: many ranges
    bool restartEveryBatch = false;                          ///< stop and start again after every `process`, on a checkpoint
    bool keepScratch = false;
};

/// The first difference between what `testCase` records and what this engine answers; empty when it passes.
/// Runs in a scratch directory that is removed afterwards; stops a case after 60 s.
std::optional<std::string> runCase(const Json& testCase, const RunnerOptions& options);

}  // namespace vitrine::test
