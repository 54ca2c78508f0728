// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/hyper_log_log.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace vitrine {

namespace {

constexpr int kMostPrecision = 18;  ///< that biases are known for
constexpr std::size_t kNeighbours = 6;

/// Linear counting is used up to here, by precision from 4 on. As Spark has them: 15500 where the paper says 11500.
constexpr double kThresholds[] = {10, 20, 40, 80, 220, 400, 900, 1800, 3100, 6500, 15500, 20000, 50000, 120000, 350000};

/// Mean bias of the known estimates next to `estimate`.
double biasOf(double estimate, int precision) {
    const auto estimates = detail::rawEstimates(precision);
    const auto cardinalities = detail::estimatedCardinalities(precision);
    // Java's binary search, step by step: the estimates are not quite sorted everywhere.
    std::size_t nearest = 0;
    std::size_t end = estimates.size();
    while (nearest < end) {
        const std::size_t middle = (nearest + end - 1) / 2;
        if (estimates[middle] < estimate) {
            nearest = middle + 1;
        } else if (estimates[middle] > estimate) {
            end = middle;
        } else {
            nearest = middle;
            break;
        }
    }
    const auto distance = [&](std::size_t at) { return (estimate - estimates[at]) * (estimate - estimates[at]); };
    std::size_t low = nearest + 1 > kNeighbours ? nearest + 1 - kNeighbours : 0;
    std::size_t high = std::min(low + kNeighbours, estimates.size());
    for (; high < estimates.size() && distance(high) < distance(low); ++high) ++low;
    double sum = 0;
    for (std::size_t at = low; at < high; ++at) sum += estimates[at] - cardinalities[at];
    return sum / static_cast<double>(high - low);
}

}  // namespace

int HyperLogLog::precisionFor(double relativeDeviation) noexcept {
    return static_cast<int>(std::ceil(2.0 * std::log(1.106 / relativeDeviation) / std::log(2.0)));
}

void HyperLogLog::add(std::uint64_t hash, int precision) {
    if (registers_.empty()) registers_.resize(std::size_t{1} << precision);
    const std::uint64_t rest = (hash << precision) | (std::uint64_t{1} << (precision - 1));
    std::uint8_t& cell = registers_[hash >> (64 - precision)];
    cell = std::max(cell, static_cast<std::uint8_t>(std::countl_zero(rest) + 1));
}

void HyperLogLog::merge(const HyperLogLog& other) {
    if (other.registers_.empty()) return;
    if (registers_.empty()) registers_.resize(other.registers_.size());
    for (std::size_t at = 0; at < registers_.size(); ++at)
        registers_[at] = std::max(registers_[at], other.registers_[at]);
}

std::int64_t HyperLogLog::estimate(int precision) const {
    if (registers_.empty()) return 0;
    const auto count = static_cast<double>(registers_.size());
    double inverse = 0;
    double empty = 0;
    for (const std::uint8_t cell : registers_) {
        inverse += 1.0 / static_cast<double>(std::uint64_t{1} << cell);
        if (cell == 0) ++empty;
    }
    const double alpha = precision == 4   ? 0.673
                         : precision == 5 ? 0.697
                         : precision == 6 ? 0.709
                                          : 0.7213 / (1.0 + 1.079 / count);
    const double raw = alpha * count * count / inverse;
    const bool isKnown = precision <= kMostPrecision;
    if (empty > 0) {
        const double linear = count * std::log(count / empty);
        if ((isKnown && linear <= kThresholds[precision - kLeastPrecision]) || raw <= 2.5 * count)
            return static_cast<std::int64_t>(std::floor(linear + 0.5));
    }
    const double corrected = isKnown && raw < 5.0 * count ? raw - biasOf(raw, precision) : raw;
    return static_cast<std::int64_t>(std::floor(corrected + 0.5));
}

/// Size, then the registers: those that are set with their distance where they are few, all of them otherwise.
void HyperLogLog::save(StateWriter& out) const {
    out.putCount(registers_.size());
    if (registers_.empty()) return;
    const auto unset = static_cast<std::size_t>(std::count(registers_.begin(), registers_.end(), 0));
    const std::size_t set = registers_.size() - unset;
    const bool isSparse = set * 3 < registers_.size();
    out.put<std::uint8_t>(isSparse);
    if (!isSparse) {
        out.putRaw(registers_.data(), registers_.size());
        return;
    }
    out.putCount(set);
    std::size_t last = 0;
    for (std::size_t at = 0; at < registers_.size(); ++at) {
        if (registers_[at] == 0) continue;
        out.putCount(at - last);
        out.put(registers_[at]);
        last = at;
    }
}

void HyperLogLog::load(StateReader& in) {
    const std::uint64_t size = in.getCount();
    registers_.clear();
    if (size == 0) return;
    if (!std::has_single_bit(size) || size > (std::uint64_t{1} << 30)) return in.fail();
    const bool isSparse = in.get<std::uint8_t>() != 0;
    if (!isSparse && in.rest().size() < size) return in.fail();
    registers_.resize(size);
    if (!isSparse) return in.getRaw(registers_.data(), size);
    std::uint64_t at = 0;
    for (std::uint64_t set = in.getSize(2); set > 0; --set) {
        at += in.getCount();
        if (at >= size) return in.fail();
        registers_[at] = in.get<std::uint8_t>();
    }
}

}  // namespace vitrine
