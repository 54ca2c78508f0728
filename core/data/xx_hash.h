// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/data/column.h"

namespace vitrine {

/// xxHash64 of some bytes.
std::uint64_t xxHash64(std::string_view bytes, std::uint64_t seed) noexcept;

/// Spark's xxhash64() of row `row`: the hash of one value is the seed of the next, NULL leaves the seed as it is, -0.0 is 0.0
/// and all NaNs are one. Any type.
std::uint64_t xxHash64(const Column& column, std::size_t row, std::uint64_t seed);

}  // namespace vitrine
