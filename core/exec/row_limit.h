// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/exec/stateful_operator.h"

namespace vitrine {

/// The first `rows` rows of a query's whole life, in the order they come in (WM-31).
std::unique_ptr<StatefulOperator> makeRowLimit(std::uint64_t rows);

}  // namespace vitrine
