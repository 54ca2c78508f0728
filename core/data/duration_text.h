// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

#include "core/base/time.h"
#include "core/data/type.h"

namespace vitrine {

/// Reads a length as Spark's configuration writes it: a whole number with one of the suffixes us, ms, s, m, min, h, d;
/// milliseconds without one (`10ms`, `7d`, `500`). Empty when the text is none (FS-60, TR-1).
std::optional<Millis> parseSparkDuration(std::string_view text);

/// The length of an interval in milliseconds, rounded towards zero, with months of 31 days (WM-2). Empty on overflow.
std::optional<Millis> watermarkDelay(const CalendarInterval& interval);

}  // namespace vitrine
