// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/function_registry.h"

namespace vitrine {

/// date_format(time, pattern), also to_char() of a date or time (TS-8). A constant pattern is refused while binding.
Result<BoundPtr> bindDateFormat(FunctionBinding& call);

/// current_timestamp(): the batch's time (TR-8).
BoundPtr makeCurrentTimestamp();

}  // namespace vitrine
