// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/clock.h"

#include <utility>

namespace vitrine {

WallTime SystemClock::now() const {
    return std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now());
}

Micros SystemClock::monotonic() const {
    return std::chrono::duration_cast<Micros>(std::chrono::steady_clock::now().time_since_epoch());
}

bool SystemClock::waitUntil(WallTime deadline, std::stop_token stop) {
    std::unique_lock lock(mutex_);
    // Waiting on the steady clock: a wall clock that is set back must not prolong the wait (D3).
    const auto steadyDeadline = std::chrono::steady_clock::now() + (deadline - now());
    changed_.wait_until(lock, stop, steadyDeadline, [this] { return notified_; });
    notified_ = false;
    return std::chrono::steady_clock::now() >= steadyDeadline;
}

void SystemClock::notify() {
    {
        std::scoped_lock lock(mutex_);
        notified_ = true;
    }
    changed_.notify_all();
}

WallTime ManualClock::now() const {
    std::scoped_lock lock(mutex_);
    return now_;
}

Micros ManualClock::monotonic() const {
    return now().time_since_epoch();
}

bool ManualClock::waitUntil(WallTime deadline, std::stop_token stop) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, stop, [&] { return notified_ || now_ >= deadline; });
    notified_ = false;
    return now_ >= deadline;
}

void ManualClock::notify() {
    {
        std::scoped_lock lock(mutex_);
        notified_ = true;
    }
    changed_.notify_all();
}

void ManualClock::advance(Millis by) {
    {
        std::scoped_lock lock(mutex_);
        now_ += by;
    }
    changed_.notify_all();
}

void ManualClock::set(WallTime to) {
    {
        std::scoped_lock lock(mutex_);
        now_ = to;
    }
    changed_.notify_all();
}

}  // namespace vitrine
