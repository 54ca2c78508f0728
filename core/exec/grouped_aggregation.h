// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/base/clock.h"
#include "core/data/session_conf.h"
#include "core/exec/stateful_operator.h"
#include "core/sql/binder.h"

namespace vitrine {

/// groupBy(keys).agg(aggregates), resolved. Output: keys in order, then aggregates (AG-6).
struct GroupingSpec {
    std::vector<BoundPtr> keys;                 ///< null where the key is the window
    std::optional<std::size_t> windowKey;
    std::optional<WindowCall> window;
    std::vector<BoundPtr> windowFilters;        ///< over the keys' columns: the windows of a row that it goes into
    std::vector<AggregateCall> aggregates;
    std::optional<std::size_t> taggedKey;       ///< decides lateness and release (WM-13); absent: neither (WM-17)
    SchemaPtr output;
    EmitMode mode = EmitMode::Append;
    bool seesWatermark = true;                  ///< a withWatermark lies below: its rise may ask for a batch (WM-20)
};

/// Grouped aggregation over a stream (WM-15 to WM-18, AG-1 to AG-4, AG-7). UnsupportedOperation for aggregates that cannot
/// be computed yet and for more than KeyLayout::kMaxKeys keys.
Result<std::unique_ptr<StatefulOperator>> makeGroupedAggregation(GroupingSpec spec, const SessionConf& conf,
                                                                 std::shared_ptr<const Clock> clock);

}  // namespace vitrine
