// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "core/data/value.h"

namespace vitrine {

/// Appends row `row` of `column` in a form in which equal grouping keys are equal bytes (AG-2): NaNs and zeros made one, the
/// entries of maps sorted. Any type.
void appendCanonical(const Column& column, std::size_t row, std::string& bytes);

/// Reads back what appendCanonical() wrote for a value of `type`, and drops it from the front of `bytes`.
Value readCanonical(const DataType& type, std::string_view& bytes);

}  // namespace vitrine
