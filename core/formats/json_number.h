// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/data/type.h"

namespace vitrine {

/// A JSON integer token that fits into 64 bits; leading zeros are allowed.
std::optional<std::int64_t> jsonInteger(std::string_view token) noexcept;

/// A JSON number token, or `NaN`, `Infinity`, `-INF` …, as the nearest double or float; beyond the range ±Infinity or 0.
double jsonDouble(std::string_view token) noexcept;
float jsonFloat(std::string_view token) noexcept;

/// A decimal number in BigDecimal's grammar (`+1.5`, `.5`, `1e2`) with `scale` digits after the point, HALF_UP; empty when
/// it is none or has more than `precision` digits then. Exact for any number of digits.
std::optional<Int128> jsonDecimal(std::string_view text, int precision, int scale) noexcept;

}  // namespace vitrine
