// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/exec/state_bytes.h"

namespace vitrine {

/// Approximate quantiles of a stream (Greenwald and Khanna), step by step as Spark keeps them, so that the same rows in the
/// same batches give the same answer. The relative error is 1 / accuracy.
class QuantileSummary {
  public:
    void insert(double value, double relativeError);

    /// Brings in what was inserted and drops what the error allows. Before merge() and quantile().
    void compress(double relativeError);

    /// Both compressed.
    void merge(const QuantileSummary& other, double relativeError);

    /// 0 ≤ percentage ≤ 1, compressed, not empty.
    double quantile(double percentage, double relativeError) const;

    bool isEmpty() const noexcept { return count_ == 0 && pending_.empty(); }

    void save(StateWriter& out) const;
    void load(StateReader& in);
    std::size_t heapBytes() const noexcept {
        return samples_.capacity() * sizeof(Sample) + pending_.capacity() * sizeof(double);
    }

  private:
    struct Sample {
        double value;
        std::int64_t gap;    ///< least rank minus the least rank of the sample before
        std::int64_t delta;  ///< greatest rank minus least rank
    };

    void insertPending(double relativeError);
    static std::vector<Sample> compressed(std::span<const Sample> samples, double threshold);

    std::vector<Sample> samples_;
    std::int64_t count_ = 0;  ///< values that samples_ stand for
    std::vector<double> pending_;
};

}  // namespace vitrine
