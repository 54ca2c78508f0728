// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

#include "core/data/batch.h"

namespace vitrine {

/// The byte at which a row's record starts, in a file of the micro-batch's plan.
struct RowOrigin {
    std::uint32_t fileIndex = 0;
    std::uint64_t offset = 0;
    bool operator==(const RowOrigin&) const = default;
};

/// What one withWatermark saw of a batch: rows and the greatest, least and mean event time (WM-5, WM-8). Times are read in
/// microseconds and kept in milliseconds, rounded down; NULL counts as 0. Not thread-safe: one a worker, merged in order.
class EventTimeObserver {
  public:
    /// Takes in the event times of `column`: a TIMESTAMP, or a STRUCT whose `end` is one (WM-1).
    void observe(const Column& column, const RowOrigins* origins);

    /// Adds what a later worker saw.
    void merge(const EventTimeObserver& later);

    std::uint64_t rows() const noexcept { return rows_; }

    // Of a batch with rows() > 0, milliseconds since the epoch:
    std::int64_t maxMillis() const noexcept;
    std::int64_t minMillis() const noexcept;
    std::int64_t meanMillis() const noexcept;  ///< truncated towards zero (PR-4)

    /// The first row that carries the greatest time; empty when the source has no positions.
    const std::optional<RowOrigin>& maxOrigin() const noexcept { return maxOrigin_; }

  private:
    std::uint64_t rows_ = 0;
    std::int64_t maxMicros_ = 0;
    std::int64_t minMicros_ = 0;
    Int128 sumMillis_ = 0;
    std::optional<RowOrigin> maxOrigin_;
};

/// The column of event times within `column`: itself, or the `end` of a window struct (WM-13).
const Column& eventTimesOf(const Column& column);

}  // namespace vitrine
