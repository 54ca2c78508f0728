// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <bit>
#include <cmath>
#include <optional>
#include <string>

#include <absl/container/flat_hash_map.h>
#include <fmt/format.h>

#include "core/data/column_builder.h"
#include "core/data/value.h"
#include "core/exec/aggregate_slots.h"
#include "core/exec/aggregate_state.h"
#include "core/exec/canonical_bytes.h"
#include "core/exec/kept_state.h"
#include "core/exec/spark_hash_order.h"

namespace vitrine {

namespace {

/// The different values of a group, in their canonical bytes, and how often each came.
struct ValueCounts {
    struct Entry {
        std::uint64_t count = 0;
        std::uint64_t position = 0;  ///< among the different values, by first coming
    };
    absl::flat_hash_map<std::string, Entry> entries;
    std::size_t textBytes = 0;
    bool sawNegative = false;  ///< a frequency below 0 ends the batch, so this is never saved

    void add(const std::string& key, std::uint64_t count) {
        const auto [entry, isNew] = entries.try_emplace(key);
        if (isNew) {
            entry->second.position = entries.size();
            textBytes += detail::heapBytesOf(entry->first);
        }
        entry->second.count += count;
    }

    std::vector<const std::pair<const std::string, Entry>*> inOrder() const {
        std::vector<const std::pair<const std::string, Entry>*> ordered;
        ordered.reserve(entries.size());
        for (const auto& entry : entries) ordered.push_back(&entry);
        std::sort(ordered.begin(), ordered.end(),
                  [](const auto* left, const auto* right) { return left->second.position < right->second.position; });
        return ordered;
    }

    void save(StateWriter& out) const {
        out.putCount(entries.size());
        for (const auto* entry : inOrder()) {
            out.putText(entry->first);
            out.putCount(entry->second.count);
        }
    }
    void load(StateReader& in) {
        for (std::uint64_t left = in.getSize(2); left > 0; --left) {
            const std::string key(in.getText());
            add(key, in.getCount());
        }
    }
    std::size_t heapBytes() const {
        return entries.capacity() * (sizeof(std::pair<std::string, Entry>) + 1) + textBytes;
    }
};

class CountsState : public detail::KeptState<ValueCounts> {
  public:
    explicit CountsState(const AggregateCall& call) : type_(call.type), inputType_(call.arguments.front()->type()) {}

    void update(std::span<const ColumnPtr> arguments, const std::uint8_t* selected, SlotSpan states) override {
        const Column& column = *arguments.front();
        std::string key;
        detail::forEachPresent(column, selected, states.size(), [&](std::size_t row) {
            const std::optional<std::int64_t> frequency = frequencyOf(arguments, row);
            if (!frequency || *frequency == 0) return;
            key.clear();
            appendCanonical(column, row, key);
            change(states[row], [&](ValueCounts& counts) {
                if (*frequency < 0) counts.sawNegative = true;
                else counts.add(key, static_cast<std::uint64_t>(*frequency));
            });
        });
    }

    void merge(const AggregateState& other, SlotSpan from, SlotSpan into) final {
        const auto& others = static_cast<const CountsState&>(other);
        for (std::size_t pair = 0; pair < from.size(); ++pair) {
            const ValueCounts* added = others.find(from[pair]);
            if (added == nullptr) continue;
            change(into[pair], [&](ValueCounts& counts) {
                counts.sawNegative = counts.sawNegative || added->sawNegative;
                for (const auto* entry : added->inOrder()) counts.add(entry->first, entry->second.count);
            });
        }
    }

  protected:
    /// How often row `row` counts; empty for NULL.
    virtual std::optional<std::int64_t> frequencyOf(std::span<const ColumnPtr>, std::size_t) const { return 1; }

    Value valueOf(std::string_view key) const { return readCanonical(*inputType_, key); }

    TypePtr type_;
    TypePtr inputType_;
};

/// collect_set: different values in the order of their first coming.
class SetState final : public CountsState {
  public:
    using CountsState::CountsState;

    ColumnPtr finish(SlotSpan states) const override {
        ColumnBuilder builder(type_);
        for (const std::byte* slot : states) {
            if (const ValueCounts* counts = find(slot))
                for (const auto* entry : counts->inOrder()) builder.child(0).appendValue(valueOf(entry->first));
            builder.closeNested();
        }
        return builder.finish();
    }
};

/// mode: the most frequent value; of equally frequent ones the least when asked for, else the one that Spark meets first.
class ModeState final : public CountsState {
  public:
    explicit ModeState(const AggregateCall& call)
        : CountsState(call), takesLeast_(!call.parameters.empty() && call.parameters.front() != 0) {}

    ColumnPtr finish(SlotSpan states) const override {
        ColumnBuilder builder(type_);
        for (const std::byte* slot : states) {
            const ValueCounts* counts = find(slot);
            builder.appendValue(counts == nullptr ? Value{} : modeOf(*counts));
        }
        return builder.finish();
    }

  private:
    Value modeOf(const ValueCounts& counts) const {
        std::vector<Value> values;
        std::vector<std::uint64_t> numbers;
        for (const auto* entry : counts.inOrder()) {
            values.push_back(valueOf(entry->first));
            numbers.push_back(entry->second.count);
        }
        const std::uint64_t most = *std::max_element(numbers.begin(), numbers.end());
        if (std::count(numbers.begin(), numbers.end(), most) == 1)
            return values[static_cast<std::size_t>(std::find(numbers.begin(), numbers.end(), most) - numbers.begin())];
        if (!takesLeast_) {
            for (const std::size_t at : sparkHashOrder(*inputType_, values))
                if (numbers[at] == most) return values[at];
        }
        Value least;
        for (std::size_t at = 0; at < values.size(); ++at)
            if (numbers[at] == most && (least.isNull() || compareValues(*inputType_, values[at], least) < 0))
                least = values[at];
        return least;
    }

    bool takesLeast_;
};

double toDouble(const Value& value) {
    return std::visit(
        [](const auto& element) -> double {
            if constexpr (std::is_arithmetic_v<std::decay_t<decltype(element)>>) return static_cast<double>(element);
            else return 0;
        },
        value.data);
}

/// percentile and median: exact, with interpolation between the two nearest values.
class PercentileState final : public CountsState {
  public:
    explicit PercentileState(const AggregateCall& call)
        : CountsState(call),
          percentages_(call.kind == AggregateKind::Median ? std::vector{0.5} : call.parameters),
          text_(call.text) {}

    Result<void> settle(SlotSpan states) const override {
        for (const std::byte* slot : states)
            if (const ValueCounts* counts = find(slot); counts != nullptr && counts->sawNegative)
                return Error(ErrorCode::InvalidArgument, fmt::format("A frequency of `{}` is negative.", text_))
                    .withWayOut("Give frequencies of 0 and above.");
        return {};
    }

    ColumnPtr finish(SlotSpan states) const override {
        ColumnBuilder builder(type_);
        for (const std::byte* slot : states) {
            const ValueCounts* counts = find(slot);
            if (counts == nullptr || counts->entries.empty()) {
                builder.appendNull();
                continue;
            }
            const std::vector<Cumulated> values = cumulate(*counts);
            ColumnBuilder& into = type_->is(TypeKind::Array) ? builder.child(0) : builder;
            for (const double percentage : percentages_) into.append<double>(valueAt(values, percentage));
            if (type_->is(TypeKind::Array)) builder.closeNested();
        }
        return builder.finish();
    }

  protected:
    std::optional<std::int64_t> frequencyOf(std::span<const ColumnPtr> arguments, std::size_t row) const override {
        if (arguments.size() < 2) return 1;
        if (arguments[1]->isNull(row)) return std::nullopt;
        return arguments[1]->values<std::int64_t>()[row];
    }

  private:
    struct Cumulated {
        double value;
        std::uint64_t until;  ///< number of values up to and with these
    };

    std::vector<Cumulated> cumulate(const ValueCounts& counts) const {
        std::vector<Cumulated> values;
        for (const auto& [key, entry] : counts.entries) values.push_back({toDouble(valueOf(key)), entry.count});
        std::sort(values.begin(), values.end(), [](const Cumulated& left, const Cumulated& right) {
            if (std::isnan(left.value)) return false;
            return std::isnan(right.value) || left.value < right.value;
        });
        std::uint64_t until = 0;
        for (Cumulated& value : values) value.until = until += value.until;
        return values;
    }

    static double valueAt(const std::vector<Cumulated>& values, double percentage) {
        const double position = static_cast<double>(values.back().until - 1) * percentage;
        const double lower = std::floor(position);
        const double upper = std::ceil(position);
        const double low = valueAtRank(values, lower + 1);
        const double high = valueAtRank(values, upper + 1);
        if (lower == upper || low == high || (std::isnan(low) && std::isnan(high))) return low;
        return (upper - position) * low + (position - lower) * high;
    }

    static double valueAtRank(const std::vector<Cumulated>& values, double rank) {
        const auto found =
            std::lower_bound(values.begin(), values.end(), static_cast<std::uint64_t>(rank),
                             [](const Cumulated& value, std::uint64_t wanted) { return value.until < wanted; });
        return found->value;
    }

    std::vector<double> percentages_;
    std::string text_;
};

}  // namespace

std::unique_ptr<AggregateState> detail::makeSetState(const AggregateCall& call) {
    return std::make_unique<SetState>(call);
}

std::unique_ptr<AggregateState> detail::makeModeState(const AggregateCall& call) {
    return std::make_unique<ModeState>(call);
}

std::unique_ptr<AggregateState> detail::makePercentileState(const AggregateCall& call) {
    return std::make_unique<PercentileState>(call);
}

}  // namespace vitrine
