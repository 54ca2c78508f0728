// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"

namespace vitrine {

/// The tick after a trigger that started at `start`: ticks are multiples of `interval` > 0 since the epoch, not since the
/// start of the query, and missed ones are not made up (TR-2).
constexpr WallTime nextTick(WallTime start, Millis interval) noexcept {
    return WallTime{Millis{floorDiv(start.time_since_epoch().count(), interval.count()) * interval.count() + interval.count()}};
}

/// How long an idle query waits before it looks again: Spark's polling delay at first (TR-1), then twice as long each time
/// up to a bound, for arrivals are announced where the system can. Any data starts it over.
class IdleDelay {
  public:
    static constexpr Millis kLongest{200};
    static constexpr Millis kLongestAnnounced{1000};   ///< once an announcement has come

    explicit IdleDelay(Millis pollingDelay) : first_(pollingDelay), next_(pollingDelay) {}

    void startOver() noexcept { next_ = first_; }
    Millis next(bool announced) noexcept {
        const Millis bound = announced ? kLongestAnnounced : kLongest;
        const Millis delay = next_ < bound ? next_ : bound;
        next_ = delay * 2;
        return delay;
    }

  private:
    Millis first_;
    Millis next_;
};

}  // namespace vitrine
