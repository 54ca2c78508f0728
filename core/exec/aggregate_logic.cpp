// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/aggregate_slots.h"
#include "core/exec/aggregate_state.h"

namespace vitrine {

namespace {

using detail::forEachPresent;
using detail::store;

class CountIfState final : public AggregateState {
  public:
    explicit CountIfState(TypePtr type) : type_(std::move(type)) {}

    std::size_t slotBytes() const noexcept override { return sizeof(std::int64_t); }

    void update(std::span<const ColumnPtr> arguments, const std::uint8_t* selected, SlotSpan states) override {
        const Column& condition = *arguments.front();
        if (condition.type()->is(TypeKind::Void)) return;
        const auto holds = condition.values<std::uint8_t>();
        forEachPresent(condition, selected, states.size(), [&](std::size_t row) {
            if (holds[row] != 0) store(states[row], detail::load<std::int64_t>(states[row]) + 1);
        });
    }

    void merge(const AggregateState&, SlotSpan from, SlotSpan into) override {
        for (std::size_t pair = 0; pair < from.size(); ++pair)
            store(into[pair], detail::load<std::int64_t>(into[pair]) + detail::load<std::int64_t>(from[pair]));
    }

    ColumnPtr finish(SlotSpan states) const override {
        std::vector<std::int64_t> counts(states.size());
        for (std::size_t group = 0; group < states.size(); ++group)
            counts[group] = detail::load<std::int64_t>(states[group]);
        return std::make_shared<Column>(type_, states.size(), std::move(counts), std::vector<std::uint8_t>{});
    }

  private:
    TypePtr type_;
};

/// bit_and, bit_or, bit_xor, and bool_and, bool_or over the bits 0 and 1: the value, then whether there is one.
template <class T>
class BitState final : public AggregateState {
  public:
    BitState(TypePtr type, AggregateKind kind) : type_(std::move(type)), kind_(kind) {}

    std::size_t slotBytes() const noexcept override { return 2 * sizeof(std::int64_t); }

    void update(std::span<const ColumnPtr> arguments, const std::uint8_t* selected, SlotSpan states) override {
        const Column& column = *arguments.front();
        if (column.type()->is(TypeKind::Void)) return;
        const auto values = column.values<T>();
        forEachPresent(column, selected, states.size(), [&](std::size_t row) { add(states[row], values[row]); });
    }

    void merge(const AggregateState&, SlotSpan from, SlotSpan into) override {
        for (std::size_t pair = 0; pair < from.size(); ++pair)
            if (isPresent(from[pair])) add(into[pair], detail::load<std::int64_t>(from[pair]));
    }

    ColumnPtr finish(SlotSpan states) const override {
        detail::ResultColumn<T> result(states.size());
        for (std::size_t group = 0; group < states.size(); ++group)
            if (isPresent(states[group])) result.set(group, static_cast<T>(detail::load<std::int64_t>(states[group])));
        return result.finish(type_);
    }

  private:
    static bool isPresent(const std::byte* slot) { return slot[sizeof(std::int64_t)] != std::byte{0}; }

    void add(std::byte* slot, std::int64_t value) const {
        if (isPresent(slot)) {
            const auto held = detail::load<std::int64_t>(slot);
            const bool isAnd = kind_ == AggregateKind::BitAnd || kind_ == AggregateKind::BoolAnd;
            value = isAnd ? held & value : kind_ == AggregateKind::BitXor ? held ^ value : held | value;
        }
        store(slot, value);
        slot[sizeof(std::int64_t)] = std::byte{1};
    }

    TypePtr type_;
    AggregateKind kind_;
};

}  // namespace

std::unique_ptr<AggregateState> detail::makeCountIfState(const AggregateCall& call) {
    return std::make_unique<CountIfState>(call.type);
}

std::unique_ptr<AggregateState> detail::makeBitState(const AggregateCall& call) {
    switch (call.type->kind()) {
        case TypeKind::Boolean: return std::make_unique<BitState<std::uint8_t>>(call.type, call.kind);
        case TypeKind::Byte: return std::make_unique<BitState<std::int8_t>>(call.type, call.kind);
        case TypeKind::Short: return std::make_unique<BitState<std::int16_t>>(call.type, call.kind);
        case TypeKind::Int: return std::make_unique<BitState<std::int32_t>>(call.type, call.kind);
        case TypeKind::Long: return std::make_unique<BitState<std::int64_t>>(call.type, call.kind);
        default: return nullptr;
    }
}

}  // namespace vitrine
