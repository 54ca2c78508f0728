// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/clock.h"

#include <algorithm>

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
    std::scoped_lock lock(mutex_);
    return steady_;
}

bool ManualClock::waitUntil(WallTime deadline, std::stop_token stop) {
    std::unique_lock lock(mutex_);
    const Millis due = steady_ + (deadline - now_);
    ++waiting_;
    changed_.wait(lock, stop, [&] { return notified_ || steady_ >= due; });
    --waiting_;
    notified_ = false;
    return steady_ >= due;
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
        steady_ += by;
    }
    changed_.notify_all();
}

void ManualClock::set(WallTime to) {
    {
        std::scoped_lock lock(mutex_);
        steady_ += std::max(Millis{0}, to - now_);
        now_ = to;
    }
    changed_.notify_all();
}

void ManualClock::jump(Millis by) {
    std::scoped_lock lock(mutex_);
    now_ += by;
}

bool ManualClock::isWaitedFor() const {
    std::scoped_lock lock(mutex_);
    return waiting_ > 0;
}

}  // namespace vitrine
