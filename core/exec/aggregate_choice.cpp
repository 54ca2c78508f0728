// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/column_builder.h"
#include "core/data/value.h"
#include "core/exec/aggregate_slots.h"
#include "core/exec/aggregate_state.h"
#include "core/exec/kept_state.h"
#include "core/exec/state_value.h"

namespace vitrine {

namespace {

using detail::store;

/// Which row of a group gives the value.
struct Choice {
    bool last = false;
    bool ignoreNulls = false;
};

/// first, last and any_value of fixed-width types: the value, then what is known.
template <class T>
class FixedChoiceState final : public AggregateState {
  public:
    FixedChoiceState(TypePtr type, Choice choice) : type_(std::move(type)), choice_(choice) {}

    std::size_t slotBytes() const noexcept override { return kKnownAt + (sizeof(T) <= 4 ? 4 : 8); }

    void update(std::span<const ColumnPtr> arguments, const std::uint8_t* selected, SlotSpan states) override {
        const Column& column = *arguments.front();
        const auto values = column.values<T>();
        for (std::size_t row = 0; row < states.size(); ++row) {
            if (selected != nullptr && selected[row] == 0) continue;
            offer(states[row], values[row], column.isNull(row) ? Known::Null : Known::Value);
        }
    }

    void merge(const AggregateState&, SlotSpan from, SlotSpan into) override {
        for (std::size_t pair = 0; pair < from.size(); ++pair)
            if (known(from[pair]) != Known::Nothing) offer(into[pair], detail::load<T>(from[pair]), known(from[pair]));
    }

    ColumnPtr finish(SlotSpan states) const override {
        detail::ResultColumn<T> result(states.size());
        for (std::size_t group = 0; group < states.size(); ++group)
            if (known(states[group]) == Known::Value) result.set(group, detail::load<T>(states[group]));
        return result.finish(type_);
    }

  private:
    static constexpr std::size_t kKnownAt = sizeof(T) <= 4 ? 4 : sizeof(T);
    enum class Known : std::uint8_t { Nothing, Null, Value };

    static Known known(const std::byte* slot) { return static_cast<Known>(slot[kKnownAt]); }

    void offer(std::byte* slot, const T& value, Known what) const {
        if (choice_.ignoreNulls && what == Known::Null) return;
        if (!choice_.last && known(slot) != Known::Nothing) return;
        store(slot, value);
        slot[kKnownAt] = static_cast<std::byte>(what);
    }

    TypePtr type_;
    Choice choice_;
};

/// The same for all other types; no object is nothing known.
class KeptChoiceState final : public detail::KeptState<detail::KeptValue> {
  public:
    KeptChoiceState(TypePtr type, Choice choice) : type_(std::move(type)), choice_(choice) {}

    void update(std::span<const ColumnPtr> arguments, const std::uint8_t* selected, SlotSpan states) override {
        const Column& column = *arguments.front();
        for (std::size_t row = 0; row < states.size(); ++row) {
            if (selected != nullptr && selected[row] == 0) continue;
            if (wants(states[row], column.isNull(row)))
                change(states[row], [&](detail::KeptValue& kept) { kept.value = valueAt(column, row); });
        }
    }

    void merge(const AggregateState& other, SlotSpan from, SlotSpan into) override {
        const auto& others = static_cast<const KeptChoiceState&>(other);
        for (std::size_t pair = 0; pair < from.size(); ++pair) {
            const detail::KeptValue* offered = others.find(from[pair]);
            if (offered != nullptr && wants(into[pair], offered->value.isNull()))
                change(into[pair], [&](detail::KeptValue& kept) { kept = *offered; });
        }
    }

    ColumnPtr finish(SlotSpan states) const override {
        ColumnBuilder builder(type_);
        for (const std::byte* slot : states) {
            const detail::KeptValue* kept = find(slot);
            builder.appendValue(kept == nullptr ? Value{} : kept->value);
        }
        return builder.finish();
    }

  private:
    bool wants(const std::byte* slot, bool isNull) const {
        if (choice_.ignoreNulls && isNull) return false;
        return choice_.last || find(slot) == nullptr;
    }

    TypePtr type_;
    Choice choice_;
};

struct KeptPair {
    Value value;
    Value order;

    void save(StateWriter& out) const {
        putValue(value, out);
        putValue(order, out);
    }
    void load(StateReader& in) {
        value = getValue(in);
        order = getValue(in);
    }
    std::size_t heapBytes() const { return detail::heapBytesOf(value) + detail::heapBytesOf(order); }
};

/// max_by and min_by: rows without an order count for nothing; of equal ones the latest wins, as in Spark.
class ChoiceByState final : public detail::KeptState<KeptPair> {
  public:
    ChoiceByState(const AggregateCall& call, bool greatest)
        : type_(call.type), orderType_(call.arguments[1]->type()), greatest_(greatest) {}

    void update(std::span<const ColumnPtr> arguments, const std::uint8_t* selected, SlotSpan states) override {
        const Column& value = *arguments[0];
        const Column& order = *arguments[1];
        detail::forEachPresent(order, selected, states.size(), [&](std::size_t row) {
            Value offered = valueAt(order, row);
            if (!wants(states[row], offered)) return;
            change(states[row], [&](KeptPair& kept) {
                kept.value = valueAt(value, row);
                kept.order = std::move(offered);
            });
        });
    }

    void merge(const AggregateState& other, SlotSpan from, SlotSpan into) override {
        const auto& others = static_cast<const ChoiceByState&>(other);
        for (std::size_t pair = 0; pair < from.size(); ++pair) {
            const KeptPair* offered = others.find(from[pair]);
            if (offered != nullptr && wants(into[pair], offered->order))
                change(into[pair], [&](KeptPair& kept) { kept = *offered; });
        }
    }

    ColumnPtr finish(SlotSpan states) const override {
        ColumnBuilder builder(type_);
        for (const std::byte* slot : states) {
            const KeptPair* kept = find(slot);
            builder.appendValue(kept == nullptr ? Value{} : kept->value);
        }
        return builder.finish();
    }

  private:
    bool wants(const std::byte* slot, const Value& order) const {
        const KeptPair* kept = find(slot);
        if (kept == nullptr) return true;
        const int compared = compareValues(*orderType_, kept->order, order);
        return greatest_ ? compared <= 0 : compared >= 0;
    }

    TypePtr type_;
    TypePtr orderType_;
    bool greatest_;
};

}  // namespace

std::unique_ptr<AggregateState> detail::makeChoiceState(const AggregateCall& call) {
    const Choice choice{call.kind == AggregateKind::Last, call.ignoreNulls};
    const DataType& type = *call.type;
    if (type.isNested() || type.is(TypeKind::Void) || type.is(TypeKind::String) || type.is(TypeKind::Binary))
        return std::make_unique<KeptChoiceState>(call.type, choice);
    return visitPhysical(type.kind(), [&](auto tag) -> std::unique_ptr<AggregateState> {
        using T = typename decltype(tag)::Type;
        if constexpr (std::is_same_v<T, std::string_view>) return nullptr;
        else return std::make_unique<FixedChoiceState<T>>(call.type, choice);
    });
}

std::unique_ptr<AggregateState> detail::makeChoiceByState(const AggregateCall& call) {
    return std::make_unique<ChoiceByState>(call, call.kind == AggregateKind::MaxBy);
}

}  // namespace vitrine
