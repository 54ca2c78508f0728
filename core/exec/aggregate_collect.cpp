// SPDX-License-Identifier: GPL-3.0-or-later
#include <string>

#include "core/data/column_builder.h"
#include "core/data/value.h"
#include "core/exec/aggregate_slots.h"
#include "core/exec/aggregate_state.h"
#include "core/exec/kept_state.h"
#include "core/exec/state_value.h"
#include "core/sql/bound_node.h"

namespace vitrine {

namespace {

/// Values one after the other, in the form of putValue().
struct KeptList {
    std::uint64_t count = 0;
    std::string bytes;

    void save(StateWriter& out) const {
        out.putCount(count);
        out.putText(bytes);
    }
    void load(StateReader& in) {
        count = in.getCount();
        bytes = in.getText();
        if (count > bytes.size()) in.fail();  // a value takes at least one byte
    }
    std::size_t heapBytes() const { return detail::heapBytesOf(bytes); }
};

/// collect_list: every value but NULL, state first, then the new rows in order.
class ListState final : public detail::KeptState<KeptList> {
  public:
    explicit ListState(TypePtr type) : type_(std::move(type)) {}

    void update(std::span<const ColumnPtr> arguments, const std::uint8_t* selected, SlotSpan states) override {
        const Column& column = *arguments.front();
        StateWriter written;
        detail::forEachPresent(column, selected, states.size(), [&](std::size_t row) {
            written.clear();
            putValue(valueAt(column, row), written);
            change(states[row], [&](KeptList& kept) {
                kept.bytes += written.bytes();
                ++kept.count;
            });
        });
    }

    void merge(const AggregateState& other, SlotSpan from, SlotSpan into) override {
        const auto& others = static_cast<const ListState&>(other);
        for (std::size_t pair = 0; pair < from.size(); ++pair) {
            const KeptList* added = others.find(from[pair]);
            if (added == nullptr) continue;
            change(into[pair], [&](KeptList& kept) {
                kept.bytes += added->bytes;
                kept.count += added->count;
            });
        }
    }

    ColumnPtr finish(SlotSpan states) const override {
        ColumnBuilder builder(type_);
        for (const std::byte* slot : states) {
            if (const KeptList* kept = find(slot)) {
                StateReader in(kept->bytes);
                for (std::uint64_t left = kept->count; left > 0; --left) builder.child(0).appendValue(getValue(in));
            }
            builder.closeNested();
        }
        return builder.finish();
    }

  private:
    TypePtr type_;
};

/// listagg: the texts joined by the delimiter; NULL where there is none.
class JoinState final : public detail::KeptState<detail::KeptText> {
  public:
    JoinState(TypePtr type, std::string delimiter) : type_(std::move(type)), delimiter_(std::move(delimiter)) {}

    void update(std::span<const ColumnPtr> arguments, const std::uint8_t* selected, SlotSpan states) override {
        const Column& column = *arguments.front();
        if (column.type()->is(TypeKind::Void)) return;
        const auto texts = column.values<std::string_view>();
        detail::forEachPresent(column, selected, states.size(),
                               [&](std::size_t row) { append(states[row], texts[row]); });
    }

    void merge(const AggregateState& other, SlotSpan from, SlotSpan into) override {
        const auto& others = static_cast<const JoinState&>(other);
        for (std::size_t pair = 0; pair < from.size(); ++pair)
            if (const detail::KeptText* added = others.find(from[pair])) append(into[pair], added->value);
    }

    ColumnPtr finish(SlotSpan states) const override {
        if (type_->is(TypeKind::Void)) return makeNullColumn(type_, states.size());
        ColumnBuilder builder(type_);
        for (const std::byte* slot : states) {
            const detail::KeptText* kept = find(slot);
            if (kept == nullptr) builder.appendNull();
            else builder.append<std::string_view>(kept->value);
        }
        return builder.finish();
    }

  private:
    void append(std::byte* slot, std::string_view text) {
        const bool isFirst = find(slot) == nullptr;
        change(slot, [&](detail::KeptText& kept) {
            if (!isFirst) kept.value += delimiter_;
            kept.value += text;
        });
    }

    TypePtr type_;
    std::string delimiter_;
};

}  // namespace

std::unique_ptr<AggregateState> detail::makeListState(const AggregateCall& call) {
    return std::make_unique<ListState>(call.type);
}

std::unique_ptr<AggregateState> detail::makeJoinState(const AggregateCall& call) {
    std::string delimiter;
    if (call.arguments.size() > 1) {
        const Value* constant = constantOf(*call.arguments[1]);
        if (constant != nullptr && !constant->isNull()) delimiter = constant->get<std::string>();
    }
    return std::make_unique<JoinState>(call.type, std::move(delimiter));
}

}  // namespace vitrine
