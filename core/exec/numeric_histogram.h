// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/exec/state_bytes.h"

namespace vitrine {

/// A histogram of at most so many bins of unequal width, after Ben-Haim and Tom-Tov, step by step as Spark keeps it.
class NumericHistogram {
  public:
    struct Bin {
        double centre;
        double height;
    };

    void add(double value, std::size_t mostBins);
    void merge(const NumericHistogram& other, std::size_t mostBins);
    std::span<const Bin> bins() const noexcept { return bins_; }

    void save(StateWriter& out) const;
    void load(StateReader& in);
    std::size_t heapBytes() const noexcept { return bins_.capacity() * sizeof(Bin); }

  private:
    void trim(std::size_t mostBins);

    std::vector<Bin> bins_;                ///< by centre
    std::uint64_t random_ = kFirstRandom;  ///< of java.util.Random(31183), which chooses among equal gaps
    static constexpr std::uint64_t kFirstRandom = (31183ULL ^ 0x5'DEEC'E66DULL) & ((1ULL << 48) - 1);
};

}  // namespace vitrine
