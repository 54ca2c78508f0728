// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>

#include <fmt/format.h>
#include <boost/multiprecision/cpp_int.hpp>

#include "core/exec/aggregate_slots.h"
#include "core/exec/aggregate_state.h"

namespace vitrine {

namespace {

using detail::forEachPresent;
using detail::store;

/// What a sum out of range gives: an error (ANSI), NULL (try_sum, and decimals without ANSI), or the low 64 bits.
enum class Overflow : std::uint8_t { Fail, Null, Wrap };

Overflow overflowOf(const AggregateCall& call, const SessionConf& conf, Overflow lenient) {
    if (call.kind == AggregateKind::TrySum || call.kind == AggregateKind::TryAvg) return Overflow::Null;
    return conf.ansi ? Overflow::Fail : lenient;
}

Error overflowIn(const std::string& text) {
    return Error(ErrorCode::ArithmeticOverflow, fmt::format("`{}` went out of the range of its type.", text))
        .withWayOut("Sum a wider type, use try_sum, or set spark.sql.ansi.enabled to false.");
}

Int128 powerOfTen(int exponent) {
    Int128 power = 1;
    for (; exponent > 0; --exponent) power *= 10;
    return power;
}

/// sum of whole numbers and of intervals. The slot holds 2·sum + 1 in 128 bits, 0 when there was no value: no rows of a
/// lifetime overflow it, so the range is judged only when a batch is complete.
template <class T>
class WholeSumState final : public AggregateState {
  public:
    WholeSumState(TypePtr type, std::string text, Overflow overflow)
        : type_(std::move(type)), text_(std::move(text)), overflow_(overflow) {}

    std::size_t slotBytes() const noexcept override { return sizeof(Int128); }

    void update(std::span<const ColumnPtr> arguments, const std::uint8_t* selected, SlotSpan states) override {
        const Column& column = *arguments.front();
        if (column.type()->is(TypeKind::Void)) return;
        const auto values = column.values<T>();
        forEachPresent(column, selected, states.size(),
                       [&](std::size_t row) { add(states[row], 2 * static_cast<Int128>(values[row])); });
    }

    void merge(const AggregateState&, SlotSpan from, SlotSpan into) override {
        for (std::size_t pair = 0; pair < from.size(); ++pair) {
            const auto added = detail::load<Int128>(from[pair]);
            if (added == kLost) store(into[pair], kLost);
            else if (added != 0) add(into[pair], added - 1);
        }
    }

    Result<void> settle(SlotSpan states) const override {
        if (overflow_ == Overflow::Wrap) return {};
        for (std::byte* slot : states) {
            if (fits(detail::load<Int128>(slot) >> 1)) continue;
            if (overflow_ == Overflow::Fail) return overflowIn(text_);
            store(slot, kLost);
        }
        return {};
    }

    ColumnPtr finish(SlotSpan states) const override {
        if (type_->is(TypeKind::YearMonthInterval)) return finishAs<std::int32_t>(states);
        return finishAs<std::int64_t>(states);
    }

  private:
    /// Out of range in a batch before: NULL, whatever is added later. An even number, so never a sum.
    static constexpr Int128 kLost = 2;

    void add(std::byte* slot, Int128 twice) const {
        const auto held = detail::load<Int128>(slot);
        if (overflow_ == Overflow::Null && held == kLost) return;
        store(slot, (held | 1) + twice);
    }

    bool fits(Int128 sum) const {
        if (type_->is(TypeKind::YearMonthInterval)) return sum == static_cast<std::int32_t>(sum);
        return sum == static_cast<std::int64_t>(sum);
    }

    template <class Element>
    ColumnPtr finishAs(SlotSpan states) const {
        detail::ResultColumn<Element> result(states.size());
        for (std::size_t group = 0; group < states.size(); ++group) {
            const auto encoded = detail::load<Int128>(states[group]);
            if (encoded == 0 || encoded == kLost || (overflow_ == Overflow::Null && !fits(encoded >> 1))) continue;
            result.set(group, static_cast<Element>(encoded >> 1));
        }
        return result.finish(type_);
    }

    TypePtr type_;
    std::string text_;
    Overflow overflow_;
};

/// avg of intervals: the sum in 128 bits, then the number of values. The sum must fit the interval; the mean is rounded
/// HALF_UP.
template <class T>
class IntervalAverageState final : public AggregateState {
  public:
    IntervalAverageState(TypePtr type, std::string text, Overflow overflow)
        : type_(std::move(type)), text_(std::move(text)), overflow_(overflow) {}

    std::size_t slotBytes() const noexcept override { return sizeof(Int128) + sizeof(std::int64_t); }

    void update(std::span<const ColumnPtr> arguments, const std::uint8_t* selected, SlotSpan states) override {
        const auto values = arguments.front()->values<T>();
        forEachPresent(*arguments.front(), selected, states.size(),
                       [&](std::size_t row) { add(states[row], values[row], 1); });
    }

    void merge(const AggregateState&, SlotSpan from, SlotSpan into) override {
        for (std::size_t pair = 0; pair < from.size(); ++pair) add(into[pair], sumOf(from[pair]), countOf(from[pair]));
    }

    Result<void> settle(SlotSpan states) const override {
        for (std::byte* slot : states) {
            if (fits(sumOf(slot))) continue;
            if (overflow_ == Overflow::Fail) return overflowIn(text_);
            store<std::int64_t>(slot + sizeof(Int128), kLost);
        }
        return {};
    }

    ColumnPtr finish(SlotSpan states) const override {
        detail::ResultColumn<T> result(states.size());
        for (std::size_t group = 0; group < states.size(); ++group) {
            const Int128 sum = sumOf(states[group]);
            const Int128 count = countOf(states[group]);
            if (count <= 0 || !fits(sum)) continue;
            const Int128 mean = ((sum < 0 ? -sum : sum) * 2 + count) / (count * 2);
            result.set(group, static_cast<T>(sum < 0 ? -mean : mean));
        }
        return result.finish(type_);
    }

  private:
    static constexpr std::int64_t kLost = -1;  ///< out of range in a batch before

    static bool fits(Int128 sum) { return sum == static_cast<T>(sum); }
    static Int128 sumOf(const std::byte* slot) { return detail::load<Int128>(slot); }
    static std::int64_t countOf(const std::byte* slot) { return detail::load<std::int64_t>(slot + sizeof(Int128)); }

    static void add(std::byte* slot, Int128 value, std::int64_t count) {
        const bool isLost = count == kLost || countOf(slot) == kLost;
        store(slot, sumOf(slot) + value);
        store(slot + sizeof(Int128), isLost ? kLost : countOf(slot) + count);
    }

    TypePtr type_;
    std::string text_;
    Overflow overflow_;
};

/// sum and avg that are kept in floating point: sum, then the number of values.
template <class T>
class FloatingSumState final : public AggregateState {
  public:
    FloatingSumState(TypePtr type, bool average) : type_(std::move(type)), average_(average) {}

    std::size_t slotBytes() const noexcept override { return sizeof(double) + sizeof(std::int64_t); }

    void update(std::span<const ColumnPtr> arguments, const std::uint8_t* selected, SlotSpan states) override {
        const Column& column = *arguments.front();
        if (column.type()->is(TypeKind::Void)) return;
        const auto values = column.values<T>();
        forEachPresent(column, selected, states.size(),
                       [&](std::size_t row) { add(states[row], static_cast<double>(values[row]), 1); });
    }

    void merge(const AggregateState&, SlotSpan from, SlotSpan into) override {
        for (std::size_t pair = 0; pair < from.size(); ++pair)
            add(into[pair], detail::load<double>(from[pair]), detail::load<std::int64_t>(from[pair] + sizeof(double)));
    }

    ColumnPtr finish(SlotSpan states) const override {
        detail::ResultColumn<double> result(states.size());
        for (std::size_t group = 0; group < states.size(); ++group) {
            const auto count = detail::load<std::int64_t>(states[group] + sizeof(double));
            if (count == 0) continue;
            const double sum = detail::load<double>(states[group]);
            result.set(group, average_ ? sum / static_cast<double>(count) : sum);
        }
        return result.finish(type_);
    }

  private:
    static void add(std::byte* slot, double value, std::int64_t count) {
        store(slot, detail::load<double>(slot) + value);
        store(slot + sizeof(double), detail::load<std::int64_t>(slot + sizeof(double)) + count);
    }

    TypePtr type_;
    bool average_;
};

/// sum and avg of decimals: unscaled sum, then the number of values, or -1 once 128 bits did not hold the sum.
class DecimalSumState final : public AggregateState {
  public:
    DecimalSumState(TypePtr type, int inputPrecision, int inputScale, bool average, std::string text, Overflow overflow)
        : type_(std::move(type)),
          inputScale_(inputScale),
          sumLimit_(powerOfTen(std::min(DataType::kMaxDecimalPrecision, inputPrecision + 10))),
          average_(average),
          text_(std::move(text)),
          overflow_(overflow) {}

    std::size_t slotBytes() const noexcept override { return sizeof(Int128) + sizeof(std::int64_t); }

    void update(std::span<const ColumnPtr> arguments, const std::uint8_t* selected, SlotSpan states) override {
        const Column& column = *arguments.front();
        if (column.type()->is(TypeKind::Void)) return;
        const auto values = column.values<Int128>();
        forEachPresent(column, selected, states.size(), [&](std::size_t row) { add(states[row], values[row], 1); });
    }

    void merge(const AggregateState&, SlotSpan from, SlotSpan into) override {
        for (std::size_t pair = 0; pair < from.size(); ++pair) add(into[pair], sumOf(from[pair]), countOf(from[pair]));
    }

    Result<void> settle(SlotSpan states) const override {
        for (std::byte* slot : states) {
            if (countOf(slot) >= 0 && std::max(sumOf(slot), -sumOf(slot)) < sumLimit_) continue;
            if (overflow_ == Overflow::Fail) return overflowIn(text_);
            // Out of range stays NULL, whatever is added later.
            store<std::int64_t>(slot + sizeof(Int128), kLost);
        }
        return {};
    }

    ColumnPtr finish(SlotSpan states) const override {
        detail::ResultColumn<Int128> result(states.size());
        for (std::size_t group = 0; group < states.size(); ++group) {
            const std::int64_t count = countOf(states[group]);
            if (count <= 0) continue;
            if (!average_) result.set(group, sumOf(states[group]));
            else if (const auto mean = meanOf(sumOf(states[group]), count)) result.set(group, *mean);
        }
        return result.finish(type_);
    }

  private:
    static constexpr std::int64_t kLost = -1;

    static Int128 sumOf(const std::byte* slot) { return detail::load<Int128>(slot); }
    static std::int64_t countOf(const std::byte* slot) { return detail::load<std::int64_t>(slot + sizeof(Int128)); }

    static void add(std::byte* slot, Int128 value, std::int64_t count) {
        const std::int64_t before = countOf(slot);
        if (before == kLost) return;
        Int128 sum = 0;
        const bool lost = count == kLost || __builtin_add_overflow(sumOf(slot), value, &sum);
        store(slot, sum);
        store(slot + sizeof(Int128), lost ? kLost : before + count);
    }

    /// sum / count at the scale of the result, HALF_UP; empty when it has too many digits.
    std::optional<Int128> meanOf(Int128 sum, std::int64_t count) const {
        using Wide = boost::multiprecision::int256_t;
        const Wide divisor = count;
        Wide scaled = Wide(sum < 0 ? -sum : sum) * Wide(powerOfTen(type_->scale() - inputScale_));
        scaled = (scaled * 2 + divisor) / (divisor * 2);
        if (scaled >= Wide(powerOfTen(type_->precision()))) return std::nullopt;
        const auto mean = static_cast<Int128>(scaled);
        return sum < 0 ? -mean : mean;
    }

    TypePtr type_;
    int inputScale_;
    Int128 sumLimit_;
    bool average_;
    std::string text_;
    Overflow overflow_;
};

std::unique_ptr<AggregateState> makeDecimalState(const AggregateCall& call, const SessionConf& conf, bool average) {
    const DataType& input = *call.arguments.front()->type();
    return std::make_unique<DecimalSumState>(call.type, input.precision(), input.scale(), average, call.text,
                                             overflowOf(call, conf, Overflow::Null));
}

}  // namespace

std::unique_ptr<AggregateState> detail::makeSumState(const AggregateCall& call, const SessionConf& conf) {
    const bool isInterval = call.type->is(TypeKind::YearMonthInterval) || call.type->is(TypeKind::DayTimeInterval);
    const Overflow overflow = overflowOf(call, conf, isInterval ? Overflow::Fail : Overflow::Wrap);
    const auto whole = [&](auto tag) -> std::unique_ptr<AggregateState> {
        return std::make_unique<WholeSumState<typename decltype(tag)::Type>>(call.type, call.text, overflow);
    };
    switch (call.arguments.front()->type()->kind()) {
        case TypeKind::Byte: return whole(TypeTag<std::int8_t>{});
        case TypeKind::Short: return whole(TypeTag<std::int16_t>{});
        case TypeKind::Int:
        case TypeKind::YearMonthInterval: return whole(TypeTag<std::int32_t>{});
        case TypeKind::Long:
        case TypeKind::DayTimeInterval: return whole(TypeTag<std::int64_t>{});
        case TypeKind::Float: return std::make_unique<FloatingSumState<float>>(call.type, false);
        case TypeKind::Void:
        case TypeKind::Double: return std::make_unique<FloatingSumState<double>>(call.type, false);
        case TypeKind::Decimal: return makeDecimalState(call, conf, false);
        default: return nullptr;
    }
}

std::unique_ptr<AggregateState> detail::makeAverageState(const AggregateCall& call, const SessionConf& conf) {
    switch (call.arguments.front()->type()->kind()) {
        case TypeKind::Byte: return std::make_unique<FloatingSumState<std::int8_t>>(call.type, true);
        case TypeKind::Short: return std::make_unique<FloatingSumState<std::int16_t>>(call.type, true);
        case TypeKind::Int: return std::make_unique<FloatingSumState<std::int32_t>>(call.type, true);
        case TypeKind::Long: return std::make_unique<FloatingSumState<std::int64_t>>(call.type, true);
        case TypeKind::Float: return std::make_unique<FloatingSumState<float>>(call.type, true);
        case TypeKind::Void:
        case TypeKind::Double: return std::make_unique<FloatingSumState<double>>(call.type, true);
        case TypeKind::Decimal: return makeDecimalState(call, conf, true);
        case TypeKind::YearMonthInterval:
            return std::make_unique<IntervalAverageState<std::int32_t>>(call.type, call.text,
                                                                        overflowOf(call, conf, Overflow::Fail));
        case TypeKind::DayTimeInterval:
            return std::make_unique<IntervalAverageState<std::int64_t>>(call.type, call.text,
                                                                        overflowOf(call, conf, Overflow::Fail));
        default: return nullptr;
    }
}

}  // namespace vitrine
