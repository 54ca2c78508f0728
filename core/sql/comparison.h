// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/column.h"

namespace vitrine {

enum class Comparison : std::uint8_t { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, NullSafeEqual };

/// Compares columns of one type, row by row, as Spark orders: NaN equals NaN and is greatest, -0.0 equals 0.0. A BOOLEAN
/// column; NULL where either side is, but for NullSafeEqual.
ColumnPtr compareColumns(Comparison comparison, const Column& left, const Column& right);

/// Whether values of the type can be put in order (no MAP, no calendar interval), or only compared for equality.
bool isOrderable(const DataType& type) noexcept;

}  // namespace vitrine
