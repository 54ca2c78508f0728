// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/function_registry.h"

namespace vitrine {

/// Argument `index` must be an array; a bare NULL becomes one.
Result<void> coerceToArray(FunctionBinding& call, std::size_t index);

/// The array at `array` and the value at `element` to one element type, which is returned; texts are not converted.
Result<TypePtr> coerceToElement(FunctionBinding& call, std::size_t array, std::size_t element);

/// array_sort(array) without comparator: ascending, NULLs last.
Result<BoundPtr> bindNaturalArraySort(FunctionBinding& call);

/// concat() and reverse() of arrays; NULL where one argument is.
Result<BoundPtr> bindArrayConcat(FunctionBinding& call);
Result<BoundPtr> bindArrayReverse(FunctionBinding& call);

}  // namespace vitrine
