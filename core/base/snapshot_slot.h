// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace vitrine {

/// Single-value mailbox between two threads: the writer overwrites, the reader takes the newest.
///
/// publish() says whether the slot was empty, so that the writer wakes the reader once per pending value instead of once
/// per batch. Thread-safe; never blocks for longer than a pointer swap.
template <class T>
class SnapshotSlot {
  public:
    using Ptr = std::shared_ptr<const T>;

    /// Stores `next`; returns true if the reader has to be woken.
    [[nodiscard]] bool publish(Ptr next) {
        std::scoped_lock lock(mutex_);
        const bool wasEmpty = !slot_;
        slot_.swap(next);
        return wasEmpty;
    }

    /// Takes the newest value, or null if nothing new arrived.
    Ptr take() {
        std::scoped_lock lock(mutex_);
        return std::exchange(slot_, nullptr);
    }

  private:
    std::mutex mutex_;
    Ptr slot_;
};

}  // namespace vitrine
