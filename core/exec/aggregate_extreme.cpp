// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/data/column_builder.h"
#include "core/data/value.h"
#include "core/exec/aggregate_slots.h"
#include "core/exec/aggregate_state.h"
#include "core/exec/kept_state.h"

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

/// min and max of strings and nested types.
template <class Kept>
class KeptExtremeState final : public detail::KeptState<Kept> {
  public:
    KeptExtremeState(TypePtr type, bool greatest) : type_(std::move(type)), greatest_(greatest) {}

    void update(std::span<const ColumnPtr> arguments, const std::uint8_t* selected, SlotSpan states) override {
        const Column& column = *arguments.front();
        forEachPresent(column, selected, states.size(), [&](std::size_t row) {
            if constexpr (std::is_same_v<Kept, detail::KeptText>)
                offer(states[row], column.values<std::string_view>()[row]);
            else
                offer(states[row], valueAt(column, row));
        });
    }

    void merge(const AggregateState& other, SlotSpan from, SlotSpan into) override {
        const auto& others = static_cast<const KeptExtremeState&>(other);
        for (std::size_t pair = 0; pair < from.size(); ++pair)
            if (const Kept* kept = others.find(from[pair])) offer(into[pair], kept->value);
    }

    ColumnPtr finish(SlotSpan states) const override {
        ColumnBuilder builder(type_);
        builder.reserve(states.size());
        for (const std::byte* slot : states) {
            const Kept* kept = this->find(slot);
            if (kept == nullptr)
                builder.appendNull();
            else if constexpr (std::is_same_v<Kept, detail::KeptText>)
                builder.append<std::string_view>(kept->value);
            else
                builder.appendValue(kept->value);
        }
        return builder.finish();
    }

  private:
    template <class Offered>
    void offer(std::byte* slot, const Offered& value) {
        if (const Kept* kept = this->find(slot)) {
            const int order = compare(kept->value, value);
            if (greatest_ ? order >= 0 : order <= 0) return;
        }
        this->change(slot, [&](Kept& kept) { kept.value = value; });
    }

    int compare(const auto& left, const auto& right) const {
        if constexpr (std::is_same_v<Kept, detail::KeptText>)
            return std::string_view(left).compare(right);
        else
            return compareValues(*type_, left, right);
    }

    TypePtr type_;
    bool greatest_;
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
    if (input.isNested()) return std::make_unique<KeptExtremeState<KeptValue>>(call.type, greatest);
    return visitPhysical(input.kind(), [&](auto tag) -> std::unique_ptr<AggregateState> {
        using T = typename decltype(tag)::Type;
        if constexpr (std::is_same_v<T, std::string_view>)
            return std::make_unique<KeptExtremeState<KeptText>>(call.type, greatest);
        else if constexpr (std::is_same_v<T, CalendarInterval>)
            return nullptr;
        else
            return std::make_unique<FixedExtremeState<T>>(call.type, greatest);
    });
}

}  // namespace vitrine
