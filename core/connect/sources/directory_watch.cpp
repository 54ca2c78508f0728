// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connect/sources/directory_watch.h"

#include <array>
#include <cstdint>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

namespace vitrine {
namespace {

constexpr std::size_t kMostWatches = 1000;
constexpr std::uint32_t kEvents = IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_DELETE_SELF | IN_MOVE_SELF;

}  // namespace

DirectoryWatch::DirectoryWatch(std::function<void()> changed) : changed_(std::move(changed)) {
    notify_ = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    wake_ = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (notify_ >= 0 && wake_ >= 0) {
        thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
    }
}

DirectoryWatch::~DirectoryWatch() {
    thread_.request_stop();
    const std::uint64_t one = 1;
    if (wake_ >= 0 && ::write(wake_, &one, sizeof one) != sizeof one) { /* the counter is full: awake already */ }
    if (thread_.joinable()) thread_.join();
    if (notify_ >= 0) ::close(notify_);
    if (wake_ >= 0) ::close(wake_);
}

void DirectoryWatch::watch(const std::vector<std::string>& directories) {
    if (notify_ < 0) return;
    std::scoped_lock lock(mutex_);
    std::map<std::string, int> next;
    for (const std::string& directory : directories) {
        if (next.size() == kMostWatches) break;
        // Adding again gives the same number while the directory is the same, a new one when it was made anew.
        const int number = ::inotify_add_watch(notify_, directory.c_str(), kEvents | IN_ONLYDIR);
        if (number >= 0) next.emplace(directory, number);
    }
    for (const auto& [directory, number] : watched_) {
        if (!next.contains(directory)) ::inotify_rm_watch(notify_, number);
    }
    watched_ = std::move(next);
}

void DirectoryWatch::run(const std::stop_token& stop) {
    std::array<char, 16384> events{};
    while (!stop.stop_requested()) {
        std::array<::pollfd, 2> waiting{{{notify_, POLLIN, 0}, {wake_, POLLIN, 0}}};
        if (::poll(waiting.data(), waiting.size(), -1) <= 0) continue;
        if (stop.stop_requested()) return;
        bool any = false;
        while (::read(notify_, events.data(), events.size()) > 0) any = true;
        if (any) changed_();
    }
}

}  // namespace vitrine
