// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/worker_pool.h"

#include <algorithm>

namespace vitrine {

WorkerPool::WorkerPool(std::size_t threads, std::uint64_t bytesPerWorker)
    : threads_(std::max<std::size_t>(1, threads)), bytesPerWorker_(std::max<std::uint64_t>(1, bytesPerWorker)) {}

WorkerPool::~WorkerPool() {
    {
        std::scoped_lock lock(mutex_);
        ending_ = true;
    }
    changed_.notify_all();
    for (std::thread& worker : workers_) worker.join();
}

void WorkerPool::run(std::size_t tasks, const std::function<void(std::size_t)>& task) {
    if (tasks == 0) return;
    std::unique_lock lock(mutex_);
    while (workers_.size() + 1 < std::min(threads_, tasks)) workers_.emplace_back([this] { work(); });
    task_ = &task;
    next_ = 0;
    tasks_ = tasks;
    if (tasks > 1) changed_.notify_all();
    takeTasks(lock);
    finished_.wait(lock, [this] { return running_ == 0; });
    tasks_ = 0;
    task_ = nullptr;
}

void WorkerPool::takeTasks(std::unique_lock<std::mutex>& lock) {
    while (next_ < tasks_) {
        const std::size_t index = next_++;
        ++running_;
        lock.unlock();
        (*task_)(index);
        lock.lock();
        if (--running_ == 0 && next_ >= tasks_) finished_.notify_all();
    }
}

void WorkerPool::work() {
    std::unique_lock lock(mutex_);
    while (!ending_) {
        takeTasks(lock);
        if (!ending_) changed_.wait(lock, [this] { return ending_ || next_ < tasks_; });
    }
}

}  // namespace vitrine
