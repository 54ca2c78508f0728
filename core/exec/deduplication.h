// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/base/clock.h"
#include "core/exec/stateful_operator.h"

namespace vitrine {

/// dropDuplicates and dropDuplicatesWithinWatermark, resolved.
struct DeduplicationSpec {
    SchemaPtr input;
    std::vector<std::size_t> columns;          ///< what makes rows equal: NULL equals NULL (AG-2)
    bool withinWatermark = false;
    std::optional<std::size_t> taggedColumn;   ///< decides which rows are late (WM-13); absent: none
    Millis delay{};                            ///< of the tagged column's watermark
    bool seesWatermark = true;                 ///< a withWatermark lies below (WM-20)
};

/// Hands on the first row of each key, in the order they come in. Late rows are dropped and counted, each of them (WM-15).
/// Keys leave the state once the watermark reaches their event time, when that is one of the columns; with
/// `withinWatermark` once it reaches the time of their first row plus the delay; else never.
std::unique_ptr<StatefulOperator> makeDeduplication(DeduplicationSpec spec, std::shared_ptr<const Clock> clock);

}  // namespace vitrine
