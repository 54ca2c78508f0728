// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "core/exec/aggregate_state.h"
#include "core/exec/group_table.h"

namespace vitrine {

/// A group table with the states of its aggregates, and `ownBytes` zeroed bytes a group for the owner before them.
/// Not thread-safe.
class GroupStates {
  public:
    using Groups = std::span<GroupHeader* const>;

    /// `calls` must outlive the states. UnsupportedOperation as makeAggregateState().
    static Result<GroupStates> make(std::shared_ptr<const KeyLayout> layout, std::span<const AggregateCall> calls,
                                    const SessionConf& conf, std::size_t ownBytes = 0);

    GroupTable& table() noexcept { return *table_; }
    const GroupTable& table() const noexcept { return *table_; }

    /// The owner's bytes of a group.
    std::byte* ownOf(GroupHeader* group) const noexcept { return reinterpret_cast<std::byte*>(group) + table_->slotsAt(); }

    /// Takes in row i of `batch` for groups[i].
    Result<void> update(const Batch& batch, const EvaluationContext& context, Groups groups);

    /// Adds the states `from` of `other`, another object of the same calls, to `into`, pair by pair.
    void merge(const GroupStates& other, Groups from, Groups into);

    /// For groups that changed, once everything of a batch is merged: AggregateState::settle().
    Result<void> settle(Groups groups);

    /// Appends one column an aggregate to `columns`. Errors: AggregateState::checkResults().
    Result<void> finish(Groups groups, std::vector<ColumnPtr>& columns) const;

    void save(Groups groups, StateWriter& out) const;
    void load(StateReader& in, Groups groups);

    /// Removes a group with all it keeps.
    void remove(GroupHeader* group);

    std::size_t memoryBytes() const;

  private:
    void slotsOf(std::size_t aggregate, Groups groups, std::vector<std::byte*>& states) const;

    std::span<const AggregateCall> calls_;
    std::vector<std::unique_ptr<AggregateState>> aggregates_;
    std::vector<std::size_t> offsets_;   ///< of each aggregate's slot within a group's row
    std::unique_ptr<GroupTable> table_;
    // Kept between calls for their memory.
    std::vector<std::byte*> slots_;
    std::vector<std::byte*> otherSlots_;
    std::vector<std::uint8_t> selected_;
};

}  // namespace vitrine
