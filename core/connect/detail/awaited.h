// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

#include "core/base/stop.h"

namespace vitrine::detail {

/// What `call`, which may block for long and cannot be ended, gives; Cancelled as soon as `stop` fires. The call is then left
/// to end by itself on its own thread, so it must own all it uses.
template <class T>
Result<T> awaited(const std::stop_token& stop, std::function<Result<T>()> call) {
    struct Shared {
        std::mutex mutex;
        std::condition_variable_any changed;
        std::optional<Result<T>> result;
    };
    auto shared = std::make_shared<Shared>();
    std::thread([shared, call = std::move(call)]() mutable {
        Result<T> result = call();
        call = nullptr;
        const std::scoped_lock lock(shared->mutex);
        shared->result.emplace(std::move(result));
        shared->changed.notify_all();
    }).detach();
    std::unique_lock lock(shared->mutex);
    if (!shared->changed.wait(lock, stop, [&] { return shared->result.has_value(); })) return cancelled();
    return std::move(*shared->result);
}

/// Waits for `duration` or until `stop` fires: Cancelled.
template <class Duration>
Result<void> pauseFor(const std::stop_token& stop, Duration duration) {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, stop, duration, [] { return false; });
    return checkStop(stop);
}

}  // namespace vitrine::detail
