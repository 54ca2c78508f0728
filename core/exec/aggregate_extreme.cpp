// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <string>

#include "core/data/column_builder.h"
#include "core/data/value.h"
#include "core/exec/aggregate_slots.h"
#include "core/exec/aggregate_state.h"
#include "core/exec/state_value.h"

namespace vitrine {

namespace {

using detail::forEachPresent;
using detail::store;

/// Spark's order: NaN is greater than any number.
template <class T>
bool isLess(T left, T right) {
    if constexpr (std::is_floating_point_v<T>) {
        if (std::isnan(left)) return false;
        if (std::isnan(right)) return true;
    }
    return left < right;
}

/// min and max of fixed-width types: the value, then whether there is one.
template <class T>
class FixedExtremeState final : public AggregateState {
  public:
    FixedExtremeState(TypePtr type, bool greatest) : type_(std::move(type)), greatest_(greatest) {}

    std::size_t slotBytes() const noexcept override { return kPresentAt + (sizeof(T) <= 4 ? 4 : 8); }

    void update(std::span<const ColumnPtr> arguments, const std::uint8_t* selected, SlotSpan states) override {
        const auto values = arguments.front()->values<T>();
        forEachPresent(*arguments.front(), selected, states.size(), [&](std::size_t row) { offer(states[row], values[row]); });
    }

    void merge(const AggregateState&, SlotSpan from, SlotSpan into) override {
        for (std::size_t pair = 0; pair < from.size(); ++pair)
            if (isPresent(from[pair])) offer(into[pair], detail::load<T>(from[pair]));
    }

    ColumnPtr finish(SlotSpan states) const override {
        detail::ResultColumn<T> result(states.size());
        for (std::size_t group = 0; group < states.size(); ++group)
            if (isPresent(states[group])) result.set(group, detail::load<T>(states[group]));
        return result.finish(type_);
    }

  private:
    static constexpr std::size_t kPresentAt = sizeof(T) <= 4 ? 4 : sizeof(T);

    static bool isPresent(const std::byte* slot) { return slot[kPresentAt] != std::byte{0}; }

    void offer(std::byte* slot, T value) const {
        if (isPresent(slot)) {
            const T held = detail::load<T>(slot);
            if (!(greatest_ ? isLess(held, value) : isLess(value, held))) return;
        }
        store(slot, value);
        slot[kPresentAt] = std::byte{1};
    }

    TypePtr type_;
    bool greatest_;
};

/// min and max of strings and nested types: the slot names a value kept beside (its number, counted from 1).
template <class Kept>
class KeptExtremeState final : public AggregateState {
  public:
    KeptExtremeState(TypePtr type, bool greatest) : type_(std::move(type)), greatest_(greatest) {}

    std::size_t slotBytes() const noexcept override { return sizeof(std::uint64_t); }

    void update(std::span<const ColumnPtr> arguments, const std::uint8_t* selected, SlotSpan states) override {
        const Column& column = *arguments.front();
        forEachPresent(column, selected, states.size(), [&](std::size_t row) {
            if constexpr (std::is_same_v<Kept, std::string>)
                offer(states[row], column.values<std::string_view>()[row]);
            else
                offer(states[row], valueAt(column, row));
        });
    }

    void merge(const AggregateState& other, SlotSpan from, SlotSpan into) override {
        const auto& others = static_cast<const KeptExtremeState&>(other);
        for (std::size_t pair = 0; pair < from.size(); ++pair)
            if (const auto number = detail::load<std::uint64_t>(from[pair]); number != 0) offer(into[pair], others.kept_[number - 1]);
    }

    ColumnPtr finish(SlotSpan states) const override {
        ColumnBuilder builder(type_);
        builder.reserve(states.size());
        for (const std::byte* slot : states) {
            const auto number = detail::load<std::uint64_t>(slot);
            if (number == 0)
                builder.appendNull();
            else if constexpr (std::is_same_v<Kept, std::string>)
                builder.append<std::string_view>(kept_[number - 1]);
            else
                builder.appendValue(kept_[number - 1]);
        }
        return builder.finish();
    }

    void save(SlotSpan states, StateWriter& out) const override {
        for (const std::byte* slot : states) {
            const auto number = detail::load<std::uint64_t>(slot);
            out.put<std::uint8_t>(number != 0);
            if (number == 0) continue;
            if constexpr (std::is_same_v<Kept, std::string>)
                out.putText(kept_[number - 1]);
            else
                putValue(kept_[number - 1], out);
        }
    }

    void load(StateReader& in, SlotSpan states) override {
        for (std::byte* slot : states) {
            release(slot);
            store<std::uint64_t>(slot, 0);
            if (in.get<std::uint8_t>() == 0) continue;
            if constexpr (std::is_same_v<Kept, std::string>)
                offer(slot, in.getText());
            else
                offer(slot, getValue(in));
        }
    }

    void release(std::byte* slot) override {
        const auto number = detail::load<std::uint64_t>(slot);
        if (number == 0) return;
        bytes_ -= sizeOf(kept_[number - 1]);
        kept_[number - 1] = {};
        free_.push_back(number);
    }

    std::size_t memoryBytes() const noexcept override { return bytes_ + kept_.capacity() * sizeof(Kept); }

  private:
    template <class Offered>
    void offer(std::byte* slot, const Offered& value) {
        auto number = detail::load<std::uint64_t>(slot);
        if (number == 0) {
            if (free_.empty()) {
                kept_.emplace_back();
                number = kept_.size();
            } else {
                number = free_.back();
                free_.pop_back();
            }
            store(slot, number);
        } else {
            const int order = compare(kept_[number - 1], value);
            if (greatest_ ? order >= 0 : order <= 0) return;
        }
        bytes_ -= sizeOf(kept_[number - 1]);
        kept_[number - 1] = value;
        bytes_ += sizeOf(kept_[number - 1]);
    }

    int compare(const Kept& left, const auto& right) const {
        if constexpr (std::is_same_v<Kept, std::string>)
            return std::string_view(left).compare(right);
        else
            return compareValues(*type_, left, right);
    }

    static std::size_t sizeOf(const Kept& value) {
        if constexpr (std::is_same_v<Kept, std::string>)
            return value.size();
        else
            return 64;  // nested values are rare; an estimate serves the memory limit
    }

    TypePtr type_;
    bool greatest_;
    std::vector<Kept> kept_;
    std::vector<std::uint64_t> free_;
    std::size_t bytes_ = 0;
};

/// min and max of VOID: always NULL.
class NullState final : public AggregateState {
  public:
    explicit NullState(TypePtr type) : type_(std::move(type)) {}
    std::size_t slotBytes() const noexcept override { return 0; }
    void update(std::span<const ColumnPtr>, const std::uint8_t*, SlotSpan) override {}
    void merge(const AggregateState&, SlotSpan, SlotSpan) override {}
    ColumnPtr finish(SlotSpan states) const override { return makeNullColumn(type_, states.size()); }

  private:
    TypePtr type_;
};

}  // namespace

std::unique_ptr<AggregateState> detail::makeExtremeState(const AggregateCall& call) {
    const bool greatest = call.kind == AggregateKind::Max;
    const DataType& input = *call.arguments.front()->type();
    if (input.is(TypeKind::Void)) return std::make_unique<NullState>(call.type);
    if (input.is(TypeKind::CalendarInterval) || input.is(TypeKind::Map)) return nullptr;
    if (input.isNested()) return std::make_unique<KeptExtremeState<Value>>(call.type, greatest);
    return visitPhysical(input.kind(), [&](auto tag) -> std::unique_ptr<AggregateState> {
        using T = typename decltype(tag)::Type;
        if constexpr (std::is_same_v<T, std::string_view>)
            return std::make_unique<KeptExtremeState<std::string>>(call.type, greatest);
        else if constexpr (std::is_same_v<T, CalendarInterval>)
            return nullptr;
        else
            return std::make_unique<FixedExtremeState<T>>(call.type, greatest);
    });
}

}  // namespace vitrine
