// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/data/column.h"
#include "core/data/time_zone.h"

namespace vitrine {

/// What CAST(… AS STRING) makes of a value: `1.0E10`, `2016-07-26 02:45:07.5`, `[1, null]`, `{k -> 1}`, `{1, x}`. The row
/// must not be NULL.
std::string castToText(const Column& column, std::size_t row, const TimeZone& zone);

}  // namespace vitrine
