// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/value.h"
#include "core/exec/state_bytes.h"

namespace vitrine {

/// Writes a value of any type exactly as it is (NaN bits and signed zeros too), with its kind, for the checkpoint.
void putValue(const Value& value, StateWriter& out);

/// Reads what putValue() wrote; NULL once the reader has failed.
Value getValue(StateReader& in);

}  // namespace vitrine
