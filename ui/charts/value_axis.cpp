// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/value_axis.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace vitrine::ui {

namespace {

constexpr std::array kMantissas{1.0, 2.0, 2.5, 3.0, 4.0, 5.0};
constexpr int kFewestSteps = 4;
constexpr int kMostSteps = 6;
constexpr double kShrinkBelow = 0.55;
constexpr int kShrinkAfterBatches = 6;
// Guards divisions of values that should be whole multiples of the step.
constexpr double kSlack = 1e-9;

AxisRange rangeFor(double lowest, double highest, double step) {
    AxisRange range;
    range.step = step;
    range.low = std::floor(lowest / step + kSlack) * step;
    range.high = std::ceil(highest / step - kSlack) * step;
    return range;
}

}  // namespace

std::vector<double> AxisRange::ticks() const {
    std::vector<double> values;
    if (logarithmic) {
        for (double value = low; value <= high * (1 + kSlack); value *= 10) values.push_back(value);
        return values;
    }
    const int count = static_cast<int>(std::lround((high - low) / step));
    for (int index = 0; index <= count; ++index) {
        const double value = low + index * step;
        values.push_back(std::abs(value) < step * kSlack ? 0.0 : value);
    }
    return values;
}

double AxisRange::fraction(double value) const {
    if (logarithmic) {
        if (value <= low) return 0;
        return std::log10(value / low) / std::log10(high / low);
    }
    return (value - low) / (high - low);
}

AxisRange niceRange(double lowest, double highest, bool fromZero, bool whole) {
    if (!std::isfinite(lowest) || !std::isfinite(highest)) lowest = highest = 0;
    if (fromZero) {
        lowest = std::min(lowest, 0.0);
        highest = std::max(highest, 0.0);
    }
    if (highest - lowest <= std::abs(highest) * kSlack)
        highest = lowest + (whole || highest == 0 ? 1 : std::abs(highest) * 0.1);
    const double span = highest - lowest;
    const int exponent = static_cast<int>(std::floor(std::log10(span)));
    AxisRange best;
    int bestSteps = 0;
    for (int power = exponent - 2; power <= exponent + 1; ++power) {
        for (const double mantissa : kMantissas) {
            const double step = mantissa * std::pow(10.0, power);
            if (whole && std::abs(step - std::round(step)) > kSlack) continue;
            const AxisRange range = rangeFor(lowest, highest, step);
            const int steps = static_cast<int>(std::lround((range.high - range.low) / step));
            const bool tooFew = steps < kFewestSteps;
            // Whole numbers up to 3 have no finer step than 1.
            if (steps > kMostSteps || (tooFew && !(whole && step == 1.0))) continue;
            const double width = range.high - range.low;
            const double bestWidth = best.high - best.low;
            if (bestSteps == 0 || width < bestWidth * (1 - kSlack) ||
                (width < bestWidth * (1 + kSlack) && steps < bestSteps && !tooFew)) {
                best = range;
                bestSteps = steps;
            }
        }
    }
    if (bestSteps == 0) best = rangeFor(lowest, highest, whole ? std::max(1.0, std::ceil(span / 5)) : span / 5);
    return best;
}

AxisRange logRange(double lowestPositive, double highest) {
    AxisRange range;
    range.logarithmic = true;
    range.step = 0;
    lowestPositive = std::max(lowestPositive, std::numeric_limits<double>::min() * 1e3);
    range.low = std::pow(10.0, std::floor(std::log10(lowestPositive) + kSlack));
    range.high = std::pow(10.0, std::ceil(std::log10(std::max(highest, range.low)) - kSlack));
    if (range.high <= range.low * 1.001) range.high = range.low * 10;
    return range;
}

AxisRange StickyAxis::update(const Values& values, const ChartSpec& spec) {
    fromZero_ = values.fromZero;
    whole_ = values.whole;
    const AxisRange fitting = spec.logScale && values.highest > 0
                                  ? logRange(values.lowestPositive, values.highest)
                                  : niceRange(values.lowest, values.highest, values.fromZero, values.whole);
    if (spec.yMode == AxisMode::Lock && (spec.yMin || spec.yMax)) {
        AxisRange locked = fitting;
        locked.low = spec.yMin.value_or(fitting.low);
        locked.high = spec.yMax.value_or(fitting.high);
        if (locked.high <= locked.low) locked.high = locked.low + 1;
        if (!locked.logarithmic) {
            const AxisRange nice = niceRange(locked.low, locked.high, false, false);
            // Ends given by the user stay exactly; labels fall on equal parts of them.
            locked.step =
                (locked.high - locked.low) / std::max(1.0, std::round((locked.high - locked.low) / nice.step));
        } else if (locked.low <= 0) {
            locked.low = fitting.low;
        }
        return range_ = locked;
    }
    const bool newBatch = values.batch != lastBatch_;
    const bool windowLeft = started_ && values.firstWindow > firstWindow_;
    lastBatch_ = values.batch;
    firstWindow_ = values.firstWindow;
    if (!started_ || spec.yMode == AxisMode::Auto || range_.logarithmic != fitting.logarithmic) {
        started_ = true;
        lowBatches_ = 0;
        return range_ = fitting;
    }
    if (fitting.high > range_.high || fitting.low < range_.low || (values.fromZero && range_.low > 0)) {
        lowBatches_ = 0;
        if (range_.logarithmic) {
            range_ = logRange(std::min(range_.low, fitting.low), std::max(range_.high, fitting.high));
        } else {
            range_ = niceRange(std::min(values.lowest, range_.low), std::max(values.highest, range_.high),
                               values.fromZero, values.whole);
        }
        return range_;
    }
    const double reach = std::max(std::abs(values.highest), std::abs(values.lowest));
    const double extent = std::max(std::abs(range_.high), std::abs(range_.low));
    if (newBatch) lowBatches_ = reach < extent * kShrinkBelow ? lowBatches_ + 1 : 0;
    if (lowBatches_ >= kShrinkAfterBatches && windowLeft) {
        lowBatches_ = 0;
        range_ = fitting;
    }
    return range_;
}

void StickyAxis::include(double low, double high) {
    if (low >= range_.low && high <= range_.high) return;
    range_ = niceRange(std::min(low, range_.low), std::max(high, range_.high), fromZero_, whole_);
}

}  // namespace vitrine::ui
