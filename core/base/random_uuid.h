// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace vitrine {

/// A random UUID (RFC 9562, version 4), lower case.
std::string randomUuid();

}  // namespace vitrine
