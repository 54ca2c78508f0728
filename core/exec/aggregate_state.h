// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/data/column.h"
#include "core/data/session_conf.h"
#include "core/exec/state_bytes.h"
#include "core/sql/binder.h"

namespace vitrine {

/// The slots that an aggregate works on: one address a row (update) or a group (merge, finish). Slots are 8-byte aligned.
using SlotSpan = std::span<std::byte* const>;

/// One aggregate function of one group table (AG-1, AG-3). Every group has a slot of slotBytes() zeroed bytes, which is the
/// state of no rows; what does not fit a fixed width is kept beside, by the object, and named in the slot. Virtual calls are
/// made once a batch, never once a row. Not thread-safe.
class AggregateState {
  public:
    virtual ~AggregateState() = default;

    /// A multiple of 8.
    virtual std::size_t slotBytes() const noexcept = 0;

    /// Takes in one row an entry of `states`: `arguments` are the columns of the call, `selected` (null: all) is 0 for rows
    /// that FILTER leaves out.
    virtual void update(std::span<const ColumnPtr> arguments, const std::uint8_t* selected, SlotSpan states) = 0;

    /// Adds the states `from`, which belong to `other` (made by the same call), to `into`, pair by pair.
    virtual void merge(const AggregateState& other, SlotSpan from, SlotSpan into) = 0;

    /// Called for groups that changed, once everything of a batch is merged. ArithmeticOverflow in ANSI mode: judged here
    /// and not at each addition, so that the answer does not depend on how the rows were split.
    virtual Result<void> settle(SlotSpan states) const {
        static_cast<void>(states);
        return {};
    }

    /// Called for groups that are about to be shown: what only the result itself can be blamed for, not a state on the way to
    /// it, such as a division by zero in ANSI mode.
    virtual Result<void> checkResults(SlotSpan states) const {
        static_cast<void>(states);
        return {};
    }

    /// The results, in order.
    virtual ColumnPtr finish(SlotSpan states) const = 0;

    /// Writes the states for the checkpoint, one after the other. As it stands: the bytes of the slots, which is right where
    /// nothing is kept beside them.
    virtual void save(SlotSpan states, StateWriter& out) const {
        for (const std::byte* slot : states) out.putRaw(slot, slotBytes());
    }

    /// Reads what save() of an object of the same call wrote; replaces what `states` held.
    virtual void load(StateReader& in, SlotSpan states) {
        for (std::byte* slot : states) in.getRaw(slot, slotBytes());
    }

    /// Gives back what a removed group kept beside its slot.
    virtual void release(std::byte* slot) { static_cast<void>(slot); }

    /// Bytes kept beside the slots.
    virtual std::size_t memoryBytes() const noexcept { return 0; }
};

/// Names the kind of state that `call` keeps: its function and the types of its arguments, not its name.
std::string stateSchemaOf(const AggregateCall& call);

/// Makes the state of one call. UnsupportedOperation for argument types that the function does not take.
Result<std::unique_ptr<AggregateState>> makeAggregateState(const AggregateCall& call, const SessionConf& conf);

namespace detail {

/// Null, here and below, when the function does not take the argument's type.
std::unique_ptr<AggregateState> makeCountState(const AggregateCall& call);
std::unique_ptr<AggregateState> makeCountIfState(const AggregateCall& call);
std::unique_ptr<AggregateState> makeSumState(const AggregateCall& call, const SessionConf& conf);
std::unique_ptr<AggregateState> makeAverageState(const AggregateCall& call, const SessionConf& conf);
std::unique_ptr<AggregateState> makeExtremeState(const AggregateCall& call);
std::unique_ptr<AggregateState> makeMomentsState(const AggregateCall& call);
std::unique_ptr<AggregateState> makePairState(const AggregateCall& call, const SessionConf& conf);
std::unique_ptr<AggregateState> makeBitState(const AggregateCall& call);
std::unique_ptr<AggregateState> makeChoiceState(const AggregateCall& call);
std::unique_ptr<AggregateState> makeChoiceByState(const AggregateCall& call);
std::unique_ptr<AggregateState> makeListState(const AggregateCall& call);
std::unique_ptr<AggregateState> makeJoinState(const AggregateCall& call);
std::unique_ptr<AggregateState> makeSetState(const AggregateCall& call);
std::unique_ptr<AggregateState> makeModeState(const AggregateCall& call);
std::unique_ptr<AggregateState> makePercentileState(const AggregateCall& call);
std::unique_ptr<AggregateState> makeQuantileState(const AggregateCall& call);
std::unique_ptr<AggregateState> makeApproximateCountState(const AggregateCall& call);
std::unique_ptr<AggregateState> makeHistogramState(const AggregateCall& call);

}  // namespace detail

}  // namespace vitrine
