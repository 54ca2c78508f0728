// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

namespace vitrine {

/// The candidate most like `word` (edit distance, ASCII case ignored, a swap of neighbours counts once), for "Did you
/// mean …?". Empty when none is near enough to be meant: more than a third of the letters would have to change.
std::string_view nearestWord(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace vitrine
