// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace vitrine {

/// A few threads that stay, so that splitting a small batch costs microseconds. Used by one caller at a time; the caller
/// works too. Threads start with the first run() that needs them.
class WorkerPool {
  public:
    /// `threads` counts the caller; at least 1. `bytesPerWorker`: input below that is not worth another thread.
    explicit WorkerPool(std::size_t threads, std::uint64_t bytesPerWorker = std::uint64_t{1} << 20);
    ~WorkerPool();

    std::size_t threads() const noexcept { return threads_; }
    std::uint64_t bytesPerWorker() const noexcept { return bytesPerWorker_; }

    /// Calls `task(0)` … `task(tasks - 1)`, each once, on any thread; blocks until all have returned. Tasks must not throw.
    void run(std::size_t tasks, const std::function<void(std::size_t)>& task);

  private:
    void work();
    void takeTasks(std::unique_lock<std::mutex>& lock);

    std::size_t threads_;
    std::uint64_t bytesPerWorker_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::condition_variable finished_;
    const std::function<void(std::size_t)>* task_ = nullptr;
    std::size_t next_ = 0;
    std::size_t tasks_ = 0;
    std::size_t running_ = 0;
    bool ending_ = false;
    std::vector<std::thread> workers_;
};

}  // namespace vitrine
