// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/faults/scenario.h"

namespace vitrine::test {

constexpr std::int64_t kWindowSeconds = 300;
constexpr std::int64_t kDelaySeconds = 600;

/// Rows as text, columns joined by `|`.
using Rows = std::vector<std::string>;

/// How a sink holds what the batches gave it.
enum class Keeping : std::uint8_t { EveryRow, LastOfKey, LastBatch };

/// What a sink must hold after all files, worked out from the generated rows alone: nothing of the engine takes part.
Rows expectedRows(const Scenario& scenario, Keeping keeping);

/// Nothing when both hold the same rows equally often; else the first differences in words.
std::optional<std::string> differenceOf(Rows expected, Rows found);
/// The same where rows of `expected` may not be there yet.
std::optional<std::string> surplusOf(Rows expected, Rows found);

}  // namespace vitrine::test
