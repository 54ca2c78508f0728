// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>

namespace vitrine {

/// The steps between durable actions at which tests end the process (kill_points.def).
enum class KillPoint : std::uint8_t {
#define VITRINE_KILL_POINT(name, file, standing) name,
#include "core/base/kill_points.def"
#undef VITRINE_KILL_POINT
};

using KillPointHook = void (*)(KillPoint);

/// What happens at every kill point, on the thread that reaches it; null, as in production: nothing.
inline std::atomic<KillPointHook> killPointHook{nullptr};

/// Costs one relaxed load.
inline void reachKillPoint(KillPoint point) {
    if (const KillPointHook hook = killPointHook.load(std::memory_order_relaxed)) hook(point);
}

}  // namespace vitrine
