// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace vitrine {

/// Tells early that something may have changed in directories (inotify). A hint only: polling is the truth, and a system
/// without inotify, a full watch table or a network file system simply gives no hints.
///
/// Owns one thread, joined on destruction. watch() may be called from any thread.
class DirectoryWatch {
  public:
    /// `changed` is called from the watch's thread; it must not block.
    explicit DirectoryWatch(std::function<void()> changed);
    ~DirectoryWatch();
    DirectoryWatch(const DirectoryWatch&) = delete;
    DirectoryWatch& operator=(const DirectoryWatch&) = delete;

    /// Watches exactly `directories` (at most 1,000 of them) from now on.
    void watch(const std::vector<std::string>& directories);

    /// False when the system gives no hints at all.
    bool isWorking() const noexcept { return notify_ >= 0; }

  private:
    void run(const std::stop_token& stop);

    std::function<void()> changed_;
    int notify_ = -1;
    int wake_ = -1;
    std::mutex mutex_;
    std::map<std::string, int> watched_;
    std::jthread thread_;
};

}  // namespace vitrine
