// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/group_states.h"

#include "core/exec/row_pipeline.h"

namespace vitrine {

namespace {

/// 1 for the rows that FILTER (WHERE condition) lets through.
void select(const Column& condition, std::size_t rows, std::vector<std::uint8_t>& selected) {
    selected.assign(rows, 0);
    if (condition.type()->is(TypeKind::Void)) return;
    const auto values = condition.values<std::uint8_t>();
    for (std::size_t row = 0; row < rows; ++row)
        selected[row] = static_cast<std::uint8_t>(values[row] != 0 && !condition.isNull(row));
}

}  // namespace

Result<GroupStates> GroupStates::make(std::shared_ptr<const KeyLayout> layout, std::span<const AggregateCall> calls,
                                      const SessionConf& conf, std::size_t ownBytes) {
    GroupStates states;
    states.calls_ = calls;
    std::size_t bytes = ownBytes;
    for (const AggregateCall& call : calls) {
        VITRINE_TRY(auto state, makeAggregateState(call, conf));
        states.offsets_.push_back(bytes);
        bytes += state->slotBytes();
        states.aggregates_.push_back(std::move(state));
    }
    states.table_ = std::make_unique<GroupTable>(std::move(layout), bytes);
    for (std::size_t& offset : states.offsets_) offset += states.table_->slotsAt();
    return states;
}

void GroupStates::slotsOf(std::size_t aggregate, Groups groups, std::vector<std::byte*>& states) const {
    states.resize(groups.size());
    for (std::size_t at = 0; at < groups.size(); ++at)
        states[at] = reinterpret_cast<std::byte*>(groups[at]) + offsets_[aggregate];
}

Result<void> GroupStates::update(const Batch& batch, const EvaluationContext& context, Groups groups) {
    for (std::size_t index = 0; index < aggregates_.size(); ++index) {
        const AggregateCall& call = calls_[index];
        const std::uint8_t* selected = nullptr;
        if (call.filter) {
            VITRINE_TRY(const auto filter, evaluateAll({&call.filter, 1}, batch, context));
            select(*filter.front(), batch.numRows, selected_);
            selected = selected_.data();
        }
        VITRINE_TRY(const auto arguments, evaluateAll(call.arguments, batch, context));
        slotsOf(index, groups, slots_);
        aggregates_[index]->update(arguments, selected, slots_);
    }
    return {};
}

void GroupStates::merge(const GroupStates& other, Groups from, Groups into) {
    for (std::size_t index = 0; index < aggregates_.size(); ++index) {
        other.slotsOf(index, from, otherSlots_);
        slotsOf(index, into, slots_);
        aggregates_[index]->merge(*other.aggregates_[index], otherSlots_, slots_);
    }
}

Result<void> GroupStates::settle(Groups groups) {
    for (std::size_t index = 0; index < aggregates_.size(); ++index) {
        slotsOf(index, groups, slots_);
        VITRINE_CHECK_OK(aggregates_[index]->settle(slots_));
    }
    return {};
}

Result<void> GroupStates::finish(Groups groups, std::vector<ColumnPtr>& columns) const {
    std::vector<std::byte*> slots;
    for (std::size_t index = 0; index < aggregates_.size(); ++index) {
        slotsOf(index, groups, slots);
        VITRINE_CHECK_OK(aggregates_[index]->checkResults(slots));
        columns.push_back(aggregates_[index]->finish(slots));
    }
    return {};
}

void GroupStates::save(Groups groups, StateWriter& out) const {
    std::vector<std::byte*> slots;
    for (std::size_t index = 0; index < aggregates_.size(); ++index) {
        slotsOf(index, groups, slots);
        aggregates_[index]->save(slots, out);
    }
}

void GroupStates::load(StateReader& in, Groups groups) {
    for (std::size_t index = 0; index < aggregates_.size(); ++index) {
        slotsOf(index, groups, slots_);
        aggregates_[index]->load(in, slots_);
    }
}

void GroupStates::remove(GroupHeader* group) {
    for (std::size_t index = 0; index < aggregates_.size(); ++index)
        aggregates_[index]->release(reinterpret_cast<std::byte*>(group) + offsets_[index]);
    table_->remove(group);
}

std::size_t GroupStates::memoryBytes() const {
    std::size_t bytes = table_->memoryBytes();
    for (const auto& aggregate : aggregates_) bytes += aggregate->memoryBytes();
    return bytes;
}

}  // namespace vitrine
