// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/data/column_builder.h"
#include "core/exec/aggregate_slots.h"
#include "core/exec/aggregate_state.h"
#include "core/exec/kept_state.h"
#include "core/exec/quantile_summary.h"
#include "core/sql/bound_node.h"

namespace vitrine {

namespace {

/// More values of one batch are summed up before the batch is complete.
constexpr std::size_t kHeldBack = std::size_t{1} << 20;

/// What the batches before gave, and the values of this batch in the order of their rows: summed up once the batch is
/// complete, so that the answer does not depend on how its rows were split.
struct BatchedSummary {
    QuantileSummary past;
    std::vector<double> batch;

    void complete(double relativeError) {
        if (batch.empty()) return;
        QuantileSummary now;
        for (const double value : batch) now.insert(value, relativeError);
        now.compress(relativeError);
        past.merge(now, relativeError);
        batch = std::vector<double>();
    }

    void add(std::span<const double> values, double relativeError) {
        batch.insert(batch.end(), values.begin(), values.end());
        if (batch.size() >= kHeldBack) complete(relativeError);
    }

    void save(StateWriter& out) const {
        past.save(out);
        out.putCount(batch.size());
        for (const double value : batch) out.put(value);
    }
    void load(StateReader& in) {
        past.load(in);
        batch.resize(in.getSize(sizeof(double)));
        for (double& value : batch) value = in.get<double>();
    }
    std::size_t heapBytes() const { return past.heapBytes() + batch.capacity() * sizeof(double); }
};

template <class T>
double toDouble(T element, const DataType& type) {
    if constexpr (std::is_same_v<T, Int128>) {
        return static_cast<double>(static_cast<long double>(element) / std::pow(10.0L, type.scale()));
    } else {
        return static_cast<double>(element);
    }
}

/// percentile_approx: values of the group, found by a summary of bounded size.
class QuantileState final : public detail::KeptState<BatchedSummary> {
  public:
    explicit QuantileState(const AggregateCall& call)
        : type_(call.type),
          inputType_(call.arguments.front()->type()),
          relativeError_(1.0 / std::floor(call.parameters.back())),
          percentages_(call.parameters.begin(), call.parameters.end() - 1) {}

    void update(std::span<const ColumnPtr> arguments, const std::uint8_t* selected, SlotSpan states) override {
        const Column& column = *arguments.front();
        if (column.type()->is(TypeKind::Void)) return;
        visitPhysical(column.type()->kind(), [&](auto tag) {
            using T = typename decltype(tag)::Type;
            if constexpr (!std::is_same_v<T, std::string_view> && !std::is_same_v<T, CalendarInterval>) {
                const auto values = column.values<T>();
                detail::forEachPresent(column, selected, states.size(), [&](std::size_t row) {
                    const double value = toDouble(values[row], *column.type());
                    change(states[row], [&](BatchedSummary& summary) { summary.add({&value, 1}, relativeError_); });
                });
            }
        });
    }

    void merge(const AggregateState& other, SlotSpan from, SlotSpan into) override {
        const auto& others = static_cast<const QuantileState&>(other);
        for (std::size_t pair = 0; pair < from.size(); ++pair) {
            const BatchedSummary* added = others.find(from[pair]);
            if (added == nullptr) continue;
            change(into[pair], [&](BatchedSummary& summary) {
                if (!added->past.isEmpty()) {
                    summary.complete(relativeError_);
                    summary.past.merge(added->past, relativeError_);
                }
                summary.add(added->batch, relativeError_);
            });
        }
    }

    Result<void> settle(SlotSpan states) const override {
        // Nothing that can be seen changes: the values of the batch go where finish() would put them.
        auto& self = const_cast<QuantileState&>(*this);
        for (std::byte* slot : states)
            if (find(slot) != nullptr)
                self.change(slot, [&](BatchedSummary& summary) { summary.complete(relativeError_); });
        return {};
    }

    ColumnPtr finish(SlotSpan states) const override {
        ColumnBuilder quantiles(DataType::doubleType());
        std::vector<std::uint32_t> offsets{0};
        std::vector<std::uint8_t> validity;
        const bool isArray = type_->is(TypeKind::Array);
        for (const std::byte* slot : states) {
            const BatchedSummary* kept = find(slot);
            validity.push_back(kept != nullptr && !percentages_.empty());
            if (validity.back() != 0) appendQuantiles(*kept, quantiles);
            else if (!isArray) quantiles.appendNull();
            offsets.push_back(static_cast<std::uint32_t>(quantiles.size()));
        }
        ColumnPtr values = fromDouble(quantiles.finish());
        if (!isArray) return values;
        return std::make_shared<Column>(type_, states.size(), std::monostate{}, std::move(validity), std::move(offsets),
                                        std::vector<ColumnPtr>{std::move(values)});
    }

  private:
    void appendQuantiles(const BatchedSummary& kept, ColumnBuilder& into) const {
        const auto append = [&](const QuantileSummary& summary) {
            for (const double percentage : percentages_)
                into.append<double>(summary.quantile(percentage, relativeError_));
        };
        if (kept.batch.empty()) return append(kept.past);
        BatchedSummary completed = kept;
        completed.complete(relativeError_);
        append(completed.past);
    }

    /// The doubles as the type they came from.
    ColumnPtr fromDouble(const ColumnPtr& doubles) const {
        if (inputType_->is(TypeKind::Double)) return doubles;
        if (inputType_->is(TypeKind::Decimal)) {
            SessionConf lenient;
            lenient.ansi = false;
            EvaluationContext context;
            context.conf = &lenient;
            Batch batch;
            batch.numRows = doubles->size();
            batch.columns.push_back(doubles);
            const auto cast = makeCast(makeColumnReference(0, DataType::doubleType(), true), inputType_, true)
                                  ->evaluate(batch, context);
            return cast ? *cast : makeNullColumn(inputType_, doubles->size());
        }
        return visitPhysical(inputType_->kind(), [&](auto tag) -> ColumnPtr {
            using T = typename decltype(tag)::Type;
            if constexpr (std::is_arithmetic_v<T>) {
                detail::ResultColumn<T> result(doubles->size());
                const auto values = doubles->values<double>();
                for (std::size_t row = 0; row < doubles->size(); ++row)
                    if (!doubles->isNull(row)) result.set(row, narrow<T>(values[row]));
                return result.finish(inputType_);
            } else {
                return makeNullColumn(inputType_, doubles->size());
            }
        });
    }

    /// As Java converts: values beyond the range become its bounds.
    template <class T>
    static T narrow(double value) {
        if constexpr (std::is_integral_v<T>) {
            if (value >= -static_cast<double>(std::numeric_limits<T>::min())) return std::numeric_limits<T>::max();
            if (value <= static_cast<double>(std::numeric_limits<T>::min())) return std::numeric_limits<T>::min();
        }
        return static_cast<T>(value);
    }

    TypePtr type_;
    TypePtr inputType_;
    double relativeError_;
    std::vector<double> percentages_;
};

}  // namespace

std::unique_ptr<AggregateState> detail::makeQuantileState(const AggregateCall& call) {
    return std::make_unique<QuantileState>(call);
}

}  // namespace vitrine
