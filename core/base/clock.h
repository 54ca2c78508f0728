// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <mutex>
#include <stop_token>

#include "core/base/time.h"

namespace vitrine {

/// The only way for core to learn the time or to wait for it. Thread-safe.
class Clock {
  public:
    virtual ~Clock() = default;

    /// The wall clock, in milliseconds since the epoch.
    virtual WallTime now() const = 0;

    /// A clock that never goes backwards, for durations.
    virtual Micros monotonic() const = 0;

    /// Blocks until `deadline`, until notify() is called, or until `stop` fires. Returns true when the deadline has passed.
    virtual bool waitUntil(WallTime deadline, std::stop_token stop) = 0;

    /// Ends one wait in progress, or the next one if none is in progress.
    virtual void notify() = 0;
};

/// The machine's clock.
class SystemClock final : public Clock {
  public:
    WallTime now() const override;
    Micros monotonic() const override;
    bool waitUntil(WallTime deadline, std::stop_token stop) override;
    void notify() override;

  private:
    std::mutex mutex_;
    std::condition_variable_any changed_;
    bool notified_ = false;
};

/// A clock that a test moves by hand.
class ManualClock final : public Clock {
  public:
    explicit ManualClock(WallTime start = WallTime{}) : now_(start), steady_(start.time_since_epoch()) {}

    WallTime now() const override;
    Micros monotonic() const override;
    bool waitUntil(WallTime deadline, std::stop_token stop) override;
    void notify() override;

    /// Time passes.
    void advance(Millis by);
    /// Time passes until `to`; an earlier `to` sets the wall clock back only.
    void set(WallTime to);
    /// Somebody sets the wall clock; no time passes, and waits go on as they would have (D3).
    void jump(Millis by);
    /// Whether somebody waits now.
    bool isWaitedFor() const;

  private:
    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    WallTime now_;
    Millis steady_;                          ///< what monotonic() gives
    bool notified_ = false;
    int waiting_ = 0;
};

}  // namespace vitrine
