// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>

namespace vitrine {

/// Event time: signed 64-bit microseconds since 1970-01-01T00:00:00Z (spark-semantics 0.3).
using Micros = std::chrono::duration<std::int64_t, std::micro>;
using EventTime = std::chrono::time_point<std::chrono::system_clock, Micros>;

/// Watermarks, delays, file modification times and triggers: signed 64-bit milliseconds since the epoch.
using Millis = std::chrono::duration<std::int64_t, std::milli>;
using WallTime = std::chrono::time_point<std::chrono::system_clock, Millis>;

/// Division that rounds towards minus infinity; `divisor` > 0.
constexpr std::int64_t floorDiv(std::int64_t value, std::int64_t divisor) noexcept {
    const std::int64_t quotient = value / divisor;
    return (value % divisor != 0 && value < 0) ? quotient - 1 : quotient;
}

constexpr std::int64_t floorMod(std::int64_t value, std::int64_t divisor) noexcept {
    const std::int64_t remainder = value % divisor;
    return remainder < 0 ? remainder + divisor : remainder;
}

}  // namespace vitrine
