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

/// groupBy(session_window(time, gap), keys …).agg(aggregates), resolved. Output: keys in order, then aggregates (AG-6).
struct SessionSpec {
    std::vector<BoundPtr> keys;              ///< null where the key is the session
    std::size_t sessionKey = 0;
    SessionCall session;
    std::vector<AggregateCall> aggregates;
    std::optional<std::size_t> taggedKey;    ///< decides lateness and release (WM-13); absent: neither (WM-17)
    SchemaPtr output;
    EmitMode mode = EmitMode::Append;        ///< Append or Complete (SW-5)
    bool seesWatermark = true;               ///< a withWatermark lies below (WM-20)
};

/// Sessions over a stream (SW-1 to SW-7). A row without a time or without a positive gap opens none. Late rows are dropped
/// before they could join anything, in Complete too (SW-6). Aggregates of a session take its rows in the order of their
/// times. UnsupportedOperation for aggregates that cannot be computed yet and for too many keys.
Result<std::unique_ptr<StatefulOperator>> makeSessionAggregation(SessionSpec spec, const SessionConf& conf,
                                                                 std::shared_ptr<const Clock> clock);

}  // namespace vitrine
