// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/supported_formats.h"

#include <algorithm>
#include <array>

namespace vitrine {
namespace {

constexpr std::array<std::string_view, 6> kSources{"json", "csv", "text", "rate", "rate-micro-batch", "socket"};
constexpr std::array<std::string_view, 2> kSinks{"console", "memory"};
constexpr std::array<std::string_view, 3> kWithoutCheckpoint{"console", "memory", "foreachBatch"};

}  // namespace

std::span<const std::string_view> sourceFormats() {
    return kSources;
}

std::span<const std::string_view> sinkFormats() {
    return kSinks;
}

bool needsCheckpoint(std::string_view sinkFormat) {
    return std::find(kWithoutCheckpoint.begin(), kWithoutCheckpoint.end(), sinkFormat) == kWithoutCheckpoint.end();
}

}  // namespace vitrine
