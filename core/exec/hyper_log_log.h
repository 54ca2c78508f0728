// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/exec/state_bytes.h"

namespace vitrine {

/// Spark's HyperLogLog++ (AG-3): estimates how many different hashes were added, the same number for the same hashes.
class HyperLogLog {
  public:
    /// Index bits for a relative standard deviation; below kLeastPrecision it is not defined.
    static int precisionFor(double relativeDeviation) noexcept;
    static constexpr int kLeastPrecision = 4;

    void add(std::uint64_t hash, int precision);
    void merge(const HyperLogLog& other);
    std::int64_t estimate(int precision) const;

    void save(StateWriter& out) const;
    void load(StateReader& in);
    std::size_t heapBytes() const noexcept { return registers_.capacity(); }

  private:
    std::vector<std::uint8_t> registers_;  ///< 2^precision, or none when nothing was added
};

namespace detail {

/// Mean raw estimates of HyperLogLog at the cardinalities of estimatedCardinalities(); nearly sorted. 4 ≤ precision ≤ 18.
std::span<const double> rawEstimates(int precision);
std::span<const std::int32_t> estimatedCardinalities(int precision);

}  // namespace detail

}  // namespace vitrine
