// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/binder.h"
#include "core/sql/function_registry.h"

namespace vitrine {

/// `node`, a call of window(), as its parts; errors as bindWindow().
Result<WindowCall> bindWindowCall(const Expression& node, const BindingScope& scope);

/// The one window of a row as STRUCT<start, end>, NULL for a NULL time (TW-4). `window` must be tumbling.
BoundPtr makeTumblingWindow(const WindowCall& window);

/// window_time(): WT-1.
Result<BoundPtr> bindWindowTime(FunctionBinding& call);

}  // namespace vitrine
