// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <mutex>
#include <stop_token>

#include "core/base/clock.h"

namespace vitrine::test {

/// A clock without waiting: while driven, every wait ends at once and moves the time to its deadline; else waits last.
/// So a query with a trigger of one hour is run as fast as one without, and nothing happens between two steps of a case.
class SteppedClock final : public Clock {
  public:
    WallTime now() const override {
        std::scoped_lock lock(mutex_);
        return now_;
    }

    Micros monotonic() const override { return now().time_since_epoch(); }

    bool waitUntil(WallTime deadline, std::stop_token stop) override {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, stop, [&] { return driven_; });
        if (!driven_) return false;
        now_ = std::max(now_, deadline);
        return true;
    }

    void notify() override { changed_.notify_all(); }

    void drive(bool on) {
        {
            std::scoped_lock lock(mutex_);
            driven_ = on;
        }
        changed_.notify_all();
    }

  private:
    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    WallTime now_{std::chrono::milliseconds(1'700'000'100'000)};
    bool driven_ = false;
};

}  // namespace vitrine::test
