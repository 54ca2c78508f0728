// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/aggregate_state.h"

#include <fmt/format.h>

#include "core/exec/aggregate_slots.h"

namespace vitrine {

namespace {

/// count(*) and count(a, b …): rows in which no argument is NULL.
class CountState final : public AggregateState {
  public:
    explicit CountState(TypePtr type) : type_(std::move(type)) {}

    std::size_t slotBytes() const noexcept override { return sizeof(std::int64_t); }

    void update(std::span<const ColumnPtr> arguments, const std::uint8_t* selected, SlotSpan states) override {
        const bool plain = selected == nullptr && std::none_of(arguments.begin(), arguments.end(), [](const ColumnPtr& column) {
                               return column->mayHaveNulls();
                           });
        for (std::size_t row = 0; row < states.size(); ++row) {
            if (!plain) {
                if (selected != nullptr && selected[row] == 0) continue;
                const auto isNull = [row](const ColumnPtr& column) { return column->isNull(row); };
                if (std::any_of(arguments.begin(), arguments.end(), isNull)) continue;
            }
            detail::store(states[row], detail::load<std::int64_t>(states[row]) + 1);
        }
    }

    void merge(const AggregateState&, SlotSpan from, SlotSpan into) override {
        for (std::size_t pair = 0; pair < from.size(); ++pair)
            detail::store(into[pair], detail::load<std::int64_t>(into[pair]) + detail::load<std::int64_t>(from[pair]));
    }

    ColumnPtr finish(SlotSpan states) const override {
        std::vector<std::int64_t> counts(states.size());
        for (std::size_t group = 0; group < states.size(); ++group) counts[group] = detail::load<std::int64_t>(states[group]);
        return std::make_shared<Column>(type_, states.size(), std::move(counts), std::vector<std::uint8_t>{});
    }

  private:
    TypePtr type_;
};

}  // namespace

std::unique_ptr<AggregateState> detail::makeCountState(const AggregateCall& call) {
    return std::make_unique<CountState>(call.type);
}

namespace {

/// Functions of one name keep the same things.
const char* stateKind(AggregateKind kind) {
    switch (kind) {
        case AggregateKind::Count: return "count";
        case AggregateKind::Sum:
        case AggregateKind::TrySum: return "sum";
        case AggregateKind::Avg:
        case AggregateKind::TryAvg: return "avg";
        case AggregateKind::Min: return "min";
        case AggregateKind::Max: return "max";
        case AggregateKind::StddevSamp:
        case AggregateKind::StddevPop:
        case AggregateKind::VarSamp:
        case AggregateKind::VarPop: return "variance";
        case AggregateKind::Skewness: return "skewness";
        case AggregateKind::Kurtosis: return "kurtosis";
        case AggregateKind::CovarPop:
        case AggregateKind::CovarSamp: return "covariance";
        case AggregateKind::Corr: return "corr";
        case AggregateKind::First:
        case AggregateKind::AnyValue: return "first";
        case AggregateKind::Last: return "last";
        case AggregateKind::CollectList: return "collect_list";
        case AggregateKind::CollectSet: return "collect_set";
        case AggregateKind::ApproxCountDistinct: return "approx_count_distinct";
        case AggregateKind::PercentileApprox: return "percentile_approx";
        case AggregateKind::Percentile:
        case AggregateKind::Median: return "percentile";
        case AggregateKind::Mode: return "mode";
        case AggregateKind::MaxBy: return "max_by";
        case AggregateKind::MinBy: return "min_by";
        case AggregateKind::CountIf: return "count_if";
        case AggregateKind::BoolAnd: return "bool_and";
        case AggregateKind::BoolOr: return "bool_or";
        case AggregateKind::BitAnd: return "bit_and";
        case AggregateKind::BitOr: return "bit_or";
        case AggregateKind::BitXor: return "bit_xor";
        case AggregateKind::ListAgg: return "listagg";
        case AggregateKind::HistogramNumeric: return "histogram_numeric";
        case AggregateKind::RegrAvgX: return "regr_avgx";
        case AggregateKind::RegrAvgY: return "regr_avgy";
        case AggregateKind::RegrIntercept: return "regr_intercept";
        case AggregateKind::RegrR2: return "regr_r2";
        case AggregateKind::RegrSlope: return "regr_slope";
        case AggregateKind::RegrSxx: return "regr_sxx";
        case AggregateKind::RegrSxy: return "regr_sxy";
        case AggregateKind::RegrSyy: return "regr_syy";
    }
    return "";
}

}  // namespace

std::string stateSchemaOf(const AggregateCall& call) {
    std::string text = stateKind(call.kind);
    text += '(';
    for (std::size_t at = 0; at < call.arguments.size(); ++at)
        text += (at == 0 ? "" : ", ") + call.arguments[at]->type()->simpleString();
    if (call.kind == AggregateKind::ApproxCountDistinct || call.kind == AggregateKind::PercentileApprox)
        for (const double parameter : call.parameters) text += fmt::format("; {}", parameter);
    return text + ')';
}

namespace {

std::unique_ptr<AggregateState> makeState(const AggregateCall& call, const SessionConf& conf) {
    using Kind = AggregateKind;
    switch (call.kind) {
        case Kind::Count: return detail::makeCountState(call);
        case Kind::CountIf: return detail::makeCountIfState(call);
        case Kind::Sum:
        case Kind::TrySum: return detail::makeSumState(call, conf);
        case Kind::Avg:
        case Kind::TryAvg: return detail::makeAverageState(call, conf);
        case Kind::Min:
        case Kind::Max: return detail::makeExtremeState(call);
        case Kind::StddevSamp:
        case Kind::StddevPop:
        case Kind::VarSamp:
        case Kind::VarPop:
        case Kind::Skewness:
        case Kind::Kurtosis: return detail::makeMomentsState(call);
        case Kind::CovarPop:
        case Kind::CovarSamp:
        case Kind::Corr:
        case Kind::RegrAvgX:
        case Kind::RegrAvgY:
        case Kind::RegrIntercept:
        case Kind::RegrR2:
        case Kind::RegrSlope:
        case Kind::RegrSxx:
        case Kind::RegrSxy:
        case Kind::RegrSyy: return detail::makePairState(call, conf);
        case Kind::BoolAnd:
        case Kind::BoolOr:
        case Kind::BitAnd:
        case Kind::BitOr:
        case Kind::BitXor: return detail::makeBitState(call);
        case Kind::First:
        case Kind::Last:
        case Kind::AnyValue: return detail::makeChoiceState(call);
        case Kind::MaxBy:
        case Kind::MinBy: return detail::makeChoiceByState(call);
        case Kind::CollectList: return detail::makeListState(call);
        case Kind::CollectSet: return detail::makeSetState(call);
        case Kind::ListAgg: return detail::makeJoinState(call);
        case Kind::Mode: return detail::makeModeState(call);
        case Kind::Percentile:
        case Kind::Median: return detail::makePercentileState(call);
        case Kind::PercentileApprox: return detail::makeQuantileState(call);
        case Kind::ApproxCountDistinct: return detail::makeApproximateCountState(call);
        case Kind::HistogramNumeric: return detail::makeHistogramState(call);
    }
    return nullptr;
}

}  // namespace

Result<std::unique_ptr<AggregateState>> makeAggregateState(const AggregateCall& call, const SessionConf& conf) {
    std::unique_ptr<AggregateState> state = makeState(call, conf);
    if (!state)
        return Error(ErrorCode::UnsupportedOperation, fmt::format("`{}` does not take arguments of this type.", call.text))
            .withWayOut("Cast the argument to a number or a string.");
    return state;
}

}  // namespace vitrine
