// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/nearest_word.h"

#include <algorithm>
#include <vector>

namespace vitrine {
namespace {

char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + ('a' - 'A')) : letter;
}

std::size_t editDistance(std::string_view left, std::string_view right) {
    const std::size_t width = right.size() + 1;
    std::vector<std::size_t> table((left.size() + 1) * width);
    for (std::size_t row = 0; row <= left.size(); ++row) table[row * width] = row;
    for (std::size_t column = 0; column < width; ++column) table[column] = column;
    for (std::size_t row = 1; row <= left.size(); ++row) {
        for (std::size_t column = 1; column < width; ++column) {
            const bool same = lower(left[row - 1]) == lower(right[column - 1]);
            std::size_t best = table[(row - 1) * width + column - 1] + (same ? 0 : 1);
            best = std::min(best, table[(row - 1) * width + column] + 1);
            best = std::min(best, table[row * width + column - 1] + 1);
            const bool swapped = row > 1 && column > 1 && lower(left[row - 1]) == lower(right[column - 2]) &&
                                 lower(left[row - 2]) == lower(right[column - 1]);
            if (swapped) best = std::min(best, table[(row - 2) * width + column - 2] + 1);
            table[row * width + column] = best;
        }
    }
    return table.back();
}

}  // namespace

std::string_view nearestWord(std::string_view word, std::span<const std::string_view> candidates) {
    // Longer texts are pasted by mistake, not misspelt.
    if (word.empty() || word.size() > 64) return {};
    std::size_t bestDistance = std::max<std::size_t>(1, (word.size() + 2) / 3) + 1;
    std::string_view best;
    for (const std::string_view candidate : candidates) {
        const std::size_t distance = editDistance(word, candidate);
        if (distance < bestDistance) {
            bestDistance = distance;
            best = candidate;
        }
    }
    return best;
}

}  // namespace vitrine
