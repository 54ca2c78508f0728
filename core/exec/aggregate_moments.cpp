// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "core/exec/aggregate_slots.h"
#include "core/exec/aggregate_state.h"

namespace vitrine {

namespace {

using detail::store;

/// Number of values, mean and sums of powers of the deviations from it; updated and merged pairwise as Spark does.
struct Moments {
    double count = 0;
    double mean = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;

    void add(double value) {
        count += 1;
        const double delta = value - mean;
        const double share = delta / count;
        mean += share;
        second += delta * (delta - share);
        third += -3 * share * second + delta * (delta * delta - share * share);
        fourth +=
            -4 * share * third - 6 * share * share * second + delta * (delta * delta * delta - share * share * share);
    }

    void merge(const Moments& other) {
        if (other.count == 0) return;
        if (count == 0) {
            *this = other;
            return;
        }
        const double total = count + other.count;
        const double delta = other.mean - mean;
        const double share = delta / total;
        const double a = count;
        const double b = other.count;
        fourth += other.fourth + share * share * share * delta * a * b * (a * a - a * b + b * b) +
                  6 * share * share * (a * a * other.second + b * b * second) +
                  4 * share * (a * other.third - b * third);
        third += other.third + share * share * delta * a * b * (a - b) + 3 * share * (a * other.second - b * second);
        second += other.second + delta * share * a * b;
        mean += share * b;
        count = total;
    }
};

/// Sums over pairs of which neither value is NULL.
struct PairMoments {
    double count = 0;
    double firstMean = 0;
    double secondMean = 0;
    double product = 0;       ///< sum of products of the deviations
    double firstSquares = 0;  ///< sum of squared deviations
    double secondSquares = 0;

    void add(double first, double second) {
        count += 1;
        const double firstDelta = first - firstMean;
        const double secondDelta = second - secondMean;
        firstMean += firstDelta / count;
        secondMean += secondDelta / count;
        product += firstDelta * (second - secondMean);
        firstSquares += firstDelta * (first - firstMean);
        secondSquares += secondDelta * (second - secondMean);
    }

    void merge(const PairMoments& other) {
        if (other.count == 0) return;
        if (count == 0) {
            *this = other;
            return;
        }
        const double total = count + other.count;
        const double firstDelta = other.firstMean - firstMean;
        const double secondDelta = other.secondMean - secondMean;
        const double weight = count * other.count;
        product += other.product + firstDelta * (secondDelta / total) * weight;
        firstSquares += other.firstSquares + firstDelta * (firstDelta / total) * weight;
        secondSquares += other.secondSquares + secondDelta * (secondDelta / total) * weight;
        firstMean += firstDelta / total * other.count;
        secondMean += secondDelta / total * other.count;
        count = total;
    }
};

template <class Sums>
class SumsState : public AggregateState {
  public:
    explicit SumsState(const AggregateCall& call) : type_(call.type), kind_(call.kind), text_(call.text) {}

    std::size_t slotBytes() const noexcept final { return sizeof(Sums); }

    void merge(const AggregateState&, SlotSpan from, SlotSpan into) final {
        for (std::size_t pair = 0; pair < from.size(); ++pair) {
            auto sums = detail::load<Sums>(into[pair]);
            sums.merge(detail::load<Sums>(from[pair]));
            store(into[pair], sums);
        }
    }

    ColumnPtr finish(SlotSpan states) const final {
        detail::ResultColumn<double> result(states.size());
        for (std::size_t group = 0; group < states.size(); ++group)
            if (const auto value = resultOf(detail::load<Sums>(states[group]))) result.set(group, *value);
        return result.finish(type_);
    }

  protected:
    virtual std::optional<double> resultOf(const Sums& sums) const = 0;

    TypePtr type_;
    AggregateKind kind_;
    std::string text_;
};

class MomentsState final : public SumsState<Moments> {
  public:
    using SumsState::SumsState;

    void update(std::span<const ColumnPtr> arguments, const std::uint8_t* selected, SlotSpan states) override {
        const Column& column = *arguments.front();
        if (column.type()->is(TypeKind::Void)) return;
        const auto values = column.values<double>();
        detail::forEachPresent(column, selected, states.size(), [&](std::size_t row) {
            auto moments = detail::load<Moments>(states[row]);
            moments.add(values[row]);
            store(states[row], moments);
        });
    }

  protected:
    std::optional<double> resultOf(const Moments& moments) const override {
        const auto [count, mean, second, third, fourth] = moments;
        const bool isSample = kind_ == AggregateKind::StddevSamp || kind_ == AggregateKind::VarSamp;
        if (count == 0 || (isSample && count == 1)) return std::nullopt;
        const double variance = second / (isSample ? count - 1 : count);
        switch (kind_) {
            case AggregateKind::VarSamp:
            case AggregateKind::VarPop: return variance;
            case AggregateKind::StddevSamp:
            case AggregateKind::StddevPop: return std::sqrt(variance);
            default: break;
        }
        if (second == 0) return std::nullopt;
        if (kind_ == AggregateKind::Skewness) return std::sqrt(count) * third / std::sqrt(second * second * second);
        return count * fourth / (second * second) - 3.0;
    }
};

/// covariance, correlation and linear regression; for the regressions the first argument is the dependent one.
class PairState final : public SumsState<PairMoments> {
  public:
    PairState(const AggregateCall& call, bool ansi) : SumsState(call), ansi_(ansi) {}

    void update(std::span<const ColumnPtr> arguments, const std::uint8_t* selected, SlotSpan states) override {
        const Column& first = *arguments[0];
        const Column& second = *arguments[1];
        if (first.type()->is(TypeKind::Void) || second.type()->is(TypeKind::Void)) return;
        const auto firstValues = first.values<double>();
        const auto secondValues = second.values<double>();
        detail::forEachPresent(first, selected, states.size(), [&](std::size_t row) {
            if (second.isNull(row)) return;
            auto sums = detail::load<PairMoments>(states[row]);
            sums.add(firstValues[row], secondValues[row]);
            store(states[row], sums);
        });
    }

    Result<void> checkResults(SlotSpan states) const override {
        if (kind_ != AggregateKind::Corr || !ansi_) return {};
        for (const std::byte* slot : states) {
            const auto sums = detail::load<PairMoments>(slot);
            if (sums.count > 1 && sums.firstSquares * sums.secondSquares == 0)
                return Error(ErrorCode::DivideByZero,
                             fmt::format("`{}` is not defined: all values of one side are equal.", text_))
                    .withWayOut("Keep such groups out, or set spark.sql.ansi.enabled to false for NULL.");
        }
        return {};
    }

  protected:
    std::optional<double> resultOf(const PairMoments& sums) const override {
        if (sums.count == 0) return std::nullopt;
        const bool isOne = sums.count == 1;
        switch (kind_) {
            case AggregateKind::CovarPop: return sums.product / sums.count;
            case AggregateKind::CovarSamp: return isOne ? std::nullopt : std::optional(sums.product / (sums.count - 1));
            case AggregateKind::RegrAvgX: return sums.secondMean;
            case AggregateKind::RegrAvgY: return sums.firstMean;
            case AggregateKind::RegrSxx: return sums.secondSquares;
            case AggregateKind::RegrSyy: return sums.firstSquares;
            case AggregateKind::RegrSxy: return sums.product;
            case AggregateKind::RegrR2:
                if (isOne || sums.secondSquares == 0) return std::nullopt;
                if (sums.firstSquares == 0) return 1.0;
                return std::pow(sums.product / std::sqrt(sums.firstSquares * sums.secondSquares), 2);
            case AggregateKind::RegrSlope:
                return sums.secondSquares == 0 ? std::nullopt : std::optional(sums.product / sums.secondSquares);
            case AggregateKind::RegrIntercept:
                if (sums.secondSquares == 0) return std::nullopt;
                return sums.firstMean - sums.product / sums.secondSquares * sums.secondMean;
            default: break;
        }
        const double scale = std::sqrt(sums.firstSquares * sums.secondSquares);
        if (isOne || scale == 0) return std::nullopt;
        return sums.product / scale;
    }

  private:
    bool ansi_;
};

}  // namespace

std::unique_ptr<AggregateState> detail::makeMomentsState(const AggregateCall& call) {
    return std::make_unique<MomentsState>(call);
}

std::unique_ptr<AggregateState> detail::makePairState(const AggregateCall& call, const SessionConf& conf) {
    return std::make_unique<PairState>(call, conf.ansi);
}

}  // namespace vitrine
