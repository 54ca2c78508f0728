// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/error.h"

namespace vitrine {

enum class Severity : std::uint8_t { Warning, Error };

/// When Spark would say so: while the DataFrame is built, at start(), or in the first batch.
enum class Phase : std::uint8_t { Define, Start, Run };

/// One finding about a query document: number, sentence, JSON pointer, way out.
struct Diagnostic {
    Error error;
    Severity severity = Severity::Error;
    Phase phase = Phase::Define;
};

}  // namespace vitrine
