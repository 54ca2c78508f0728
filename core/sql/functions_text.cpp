// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/function_registry.h"
namespace vitrine {
std::span<const FunctionEntry> textFunctions() { return {}; }
}
