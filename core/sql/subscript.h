// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/function_registry.h"

namespace vitrine {

/// array[index] counted from 0, and map[key]: an error outside an array in ANSI mode, NULL for an absent key.
Result<BoundPtr> bindSubscript(FunctionBinding& call);

}  // namespace vitrine
