// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/data/column_builder.h"
#include "core/data/value.h"
#include "core/exec/aggregate_slots.h"
#include "core/exec/aggregate_state.h"
#include "core/exec/kept_state.h"
#include "core/exec/numeric_histogram.h"

namespace vitrine {

namespace {

/// histogram_numeric; centres have the type of the argument.
class HistogramState final : public detail::KeptState<NumericHistogram> {
  public:
    explicit HistogramState(const AggregateCall& call)
        : type_(call.type),
          inputType_(call.arguments.front()->type()),
          mostBins_(static_cast<std::size_t>(call.parameters.front())) {}

    void update(std::span<const ColumnPtr> arguments, const std::uint8_t* selected, SlotSpan states) override {
        const Column& column = *arguments.front();
        visitPhysical(inputType_->kind(), [&](auto tag) {
            using T = typename decltype(tag)::Type;
            if constexpr (std::is_arithmetic_v<T> || std::is_same_v<T, Int128>) {
                const auto values = column.values<T>();
                const double scale = std::pow(10.0, inputType_->is(TypeKind::Decimal) ? inputType_->scale() : 0);
                detail::forEachPresent(column, selected, states.size(), [&](std::size_t row) {
                    const double value = static_cast<double>(values[row]) / scale;
                    change(states[row], [&](NumericHistogram& histogram) { histogram.add(value, mostBins_); });
                });
            }
        });
    }

    void merge(const AggregateState& other, SlotSpan from, SlotSpan into) override {
        const auto& others = static_cast<const HistogramState&>(other);
        for (std::size_t pair = 0; pair < from.size(); ++pair)
            if (const NumericHistogram* added = others.find(from[pair]))
                change(into[pair], [&](NumericHistogram& histogram) { histogram.merge(*added, mostBins_); });
    }

    ColumnPtr finish(SlotSpan states) const override {
        ColumnBuilder builder(type_);
        for (const std::byte* slot : states) {
            const NumericHistogram* histogram = find(slot);
            if (histogram == nullptr) {
                builder.appendNull();
                continue;
            }
            for (const NumericHistogram::Bin& bin : histogram->bins())
                builder.child(0).appendValue({Value::List{centreOf(bin.centre), Value{bin.height}}});
            builder.closeNested();
        }
        return builder.finish();
    }

  private:
    Value centreOf(double centre) const {
        return visitPhysical(inputType_->kind(), [&](auto tag) -> Value {
            using T = typename decltype(tag)::Type;
            if constexpr (std::is_same_v<T, Int128>)
                return {static_cast<Int128>(std::round(centre * std::pow(10.0, inputType_->scale())))};
            else if constexpr (std::is_arithmetic_v<T> && !std::is_same_v<T, std::uint8_t>)
                return {static_cast<T>(centre)};
            else return {};
        });
    }

    TypePtr type_;
    TypePtr inputType_;
    std::size_t mostBins_;
};

}  // namespace

std::unique_ptr<AggregateState> detail::makeHistogramState(const AggregateCall& call) {
    return std::make_unique<HistogramState>(call);
}

}  // namespace vitrine
