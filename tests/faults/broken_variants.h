// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "tests/faults/query_driver.h"

namespace vitrine::test {

/// Engines that are wrong in one way each, made through the seams; the attacks must find every one of them.
std::vector<std::string> brokenVariantNames();
const Breakage& brokenVariant(const std::string& name);

}  // namespace vitrine::test
