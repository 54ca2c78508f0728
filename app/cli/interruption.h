// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <functional>
#include <thread>

namespace vitrine::cli {

/// Turns the first SIGINT or SIGTERM into a call. Make one before any other thread starts: all threads then leave these
/// signals to it.
class Interruption {
  public:
    /// `stop` runs on a thread of its own.
    explicit Interruption(std::function<void()> stop);
    ~Interruption();
    Interruption(const Interruption&) = delete;
    Interruption& operator=(const Interruption&) = delete;

    bool happened() const noexcept { return happened_; }

  private:
    std::function<void()> stop_;
    std::atomic<bool> happened_ = false;
    std::jthread thread_;
};

}  // namespace vitrine::cli
