// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "core/report/batch_report.h"

namespace vitrine {

/// Whether the greatest time of a batch stands so far ahead of all others that a wrong clock or a mistyped year is likelier
/// than data of that time (D1): a day ahead of both what was `known` and `now`, or a year ahead of what was known; in the
/// first batch, a year ahead of its mean and far out of its own range. `times` is of a batch with rows.
bool isFarAhead(const EventTimeReport& times, std::optional<WallTime> known, WallTime now);

}  // namespace vitrine
