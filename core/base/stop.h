// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>

#include "core/base/result.h"

namespace vitrine {

/// The error that every path returns once its stop token fired.
Error cancelled();

/// Success until `stop` fires, then cancelled().
Result<void> checkStop(const std::stop_token& stop);

}  // namespace vitrine
