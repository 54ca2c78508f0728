// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "core/base/file_system.h"
#include "tests/faults/expected_rows.h"
#include "tests/faults/scenario.h"

namespace vitrine::test {

/// What a sink holds, read without its code, as any other reader would.
struct SinkContents {
    Rows rows;
    Keeping keeping = Keeping::EveryRow;
    std::optional<std::string> damage;        ///< something that no reader may meet: half a file, a log with a gap
};

/// Reads the sink of `scenario` through `files`; nothing is there before the first batch.
SinkContents contentsOf(const Scenario& scenario, const Place& place, FileSystem& files = systemFiles());

/// Whether it holds exactly the right answer; nothing when it does, else the difference.
std::optional<std::string> differenceFromAnswer(const Scenario& scenario, const SinkContents& contents);

/// The same for a sink that may not have got everything yet: nothing wrong and nothing twice.
std::optional<std::string> wrongnessOf(const Scenario& scenario, const SinkContents& contents);

}  // namespace vitrine::test
