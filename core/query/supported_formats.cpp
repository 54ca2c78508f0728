// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/supported_formats.h"

#include <algorithm>
#include <array>

#include "core/formats/option_reader.h"

namespace vitrine {
namespace {

constexpr std::array<std::string_view, 8> kSources{"json", "csv", "text", "parquet", "kafka", "rate", "rate-micro-batch", "socket"};
constexpr std::array<std::string_view, 9> kSinks{"json", "csv", "parquet", "delta", "sqlite", "kafka", "console", "memory", "foreachBatch"};
constexpr std::array<std::string_view, 3> kWithoutCheckpoint{"console", "memory", "foreachBatch"};

}  // namespace

std::span<const std::string_view> sourceFormats() {
    return kSources;
}

std::span<const std::string_view> sinkFormats() {
    return kSinks;
}

bool needsCheckpoint(std::string_view sinkFormat) {
    return std::none_of(kWithoutCheckpoint.begin(), kWithoutCheckpoint.end(), [&](std::string_view format) { return equalsIgnoringCase(format, sinkFormat); });
}

}  // namespace vitrine
