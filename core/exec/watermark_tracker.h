// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/data/session_conf.h"
#include "core/exec/event_time_observer.h"

namespace vitrine {

/// The global watermark of a query (WM-5): one value a withWatermark, the least or greatest of them, never going back.
/// Milliseconds since the epoch; starts at 0. Not thread-safe.
class WatermarkTracker {
  public:
    WatermarkTracker(std::vector<Millis> delays, MultipleWatermarkPolicy policy)
        : delays_(std::move(delays)), marks_(delays_.size()), policy_(policy) {}

    /// Takes in what the batch saw, one observer a withWatermark, after its output has been written.
    void advance(std::span<const EventTimeObserver> seen);

    /// Goes on from a watermark that an earlier run reached; what its single declarations had seen is not known (WM-10).
    void restore(WallTime reached, MultipleWatermarkPolicy policy) {
        global_ = reached.time_since_epoch().count();
        policy_ = policy;
    }

    WallTime current() const noexcept { return WallTime{Millis{global_}}; }
    MultipleWatermarkPolicy policy() const noexcept { return policy_; }
    bool exists() const noexcept { return !delays_.empty(); }

  private:
    std::vector<Millis> delays_;
    std::vector<std::optional<std::int64_t>> marks_;
    MultipleWatermarkPolicy policy_;
    std::int64_t global_ = 0;
};

}  // namespace vitrine
