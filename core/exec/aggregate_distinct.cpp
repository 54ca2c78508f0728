// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/aggregate_slots.h"
#include "core/exec/aggregate_state.h"
#include "core/exec/hyper_log_log.h"
#include "core/exec/kept_state.h"
#include "core/sql/spark_hash.h"

namespace vitrine {

namespace {

constexpr double kDeviation = 0.05;
constexpr std::int64_t kSeed = 42;

/// approx_count_distinct.
class ApproximateCountState final : public detail::KeptState<HyperLogLog> {
  public:
    ApproximateCountState(TypePtr type, int precision) : type_(std::move(type)), precision_(precision) {}

    void update(std::span<const ColumnPtr> arguments, const std::uint8_t* selected, SlotSpan states) override {
        const Column& column = *arguments.front();
        detail::forEachPresent(column, selected, states.size(), [&](std::size_t row) {
            change(states[row], [&](HyperLogLog& counter) { counter.add(static_cast<std::uint64_t>(xxHash64(column, row, kSeed)), precision_); });
        });
    }

    void merge(const AggregateState& other, SlotSpan from, SlotSpan into) override {
        const auto& others = static_cast<const ApproximateCountState&>(other);
        for (std::size_t pair = 0; pair < from.size(); ++pair)
            if (const HyperLogLog* added = others.find(from[pair]))
                change(into[pair], [&](HyperLogLog& counter) { counter.merge(*added); });
    }

    ColumnPtr finish(SlotSpan states) const override {
        std::vector<std::int64_t> counts;
        for (const std::byte* slot : states) {
            const HyperLogLog* counter = find(slot);
            counts.push_back(counter == nullptr ? 0 : counter->estimate(precision_));
        }
        return std::make_shared<Column>(type_, states.size(), std::move(counts), std::vector<std::uint8_t>{});
    }

  private:
    TypePtr type_;
    int precision_;
};

}  // namespace

std::unique_ptr<AggregateState> detail::makeApproximateCountState(const AggregateCall& call) {
    const int precision = HyperLogLog::precisionFor(call.parameters.empty() ? kDeviation : call.parameters.front());
    return std::make_unique<ApproximateCountState>(call.type, precision);
}

}  // namespace vitrine
