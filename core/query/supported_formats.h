// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

namespace vitrine {

/// Formats that a stream, or the static side of a join, can be read from.
std::span<const std::string_view> sourceFormats();

/// Formats that results can be written to.
std::span<const std::string_view> sinkFormats();

/// Whether a sink of this format needs a checkpoint that outlives the run (CP-1).
bool needsCheckpoint(std::string_view sinkFormat);

}  // namespace vitrine
