// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

#include "core/data/column.h"

namespace vitrine {

/// Spark's hash(): Murmur3 with 32 bits of the value in `row`, nested ones part by part. NULL gives `seed` back; -0.0 and 0.0
/// are one value, all NaNs too. Several values are chained: the hash of one is the seed of the next. hash() starts with 42.
std::int32_t murmur3Hash(const Column& column, std::size_t row, std::int32_t seed);

/// Murmur3 of bytes as Spark mixes them: the last one to three bytes one by one.
std::int32_t murmur3HashOfBytes(std::string_view bytes, std::int32_t seed);

/// Spark's xxhash64(): XXH64 under the same rules.
std::int64_t xxHash64(const Column& column, std::size_t row, std::int64_t seed);

}  // namespace vitrine
