// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

#include "core/data/type.h"

namespace vitrine {

enum class DecimalOperation : std::uint8_t { Add, Subtract, Multiply, Divide, Remainder, IntegralDivide, PositiveRemainder };

/// The exact result of unscaled values of the given scales, rounded HALF_UP to `resultScale`; empty when it has more than
/// `resultPrecision` digits. The divisor must not be 0.
std::optional<Int128> decimalOperation(DecimalOperation operation, Int128 left, int leftScale, Int128 right, int rightScale,
                                       int resultScale, int resultPrecision);

}  // namespace vitrine
