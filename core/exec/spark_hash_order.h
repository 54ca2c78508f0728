// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "core/data/value.h"

namespace vitrine {

/// The positions of `values`, which are different and none NULL, in the order in which Spark walks over a hash map that they
/// were put into one after the other. Where Spark's hash of the type is not known: the order given.
std::vector<std::size_t> sparkHashOrder(const DataType& type, const std::vector<Value>& values);

}  // namespace vitrine
