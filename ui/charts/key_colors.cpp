// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/key_colors.h"

#include <algorithm>
#include <array>

namespace vitrine::ui {

namespace {
constexpr int kSlots = 8;
}

std::optional<int> KeyColors::find(const std::string& column, const std::string& value) const {
    const auto values = map_.find(column);
    if (values == map_.end()) return std::nullopt;
    const auto found = values->second.find(value);
    if (found == values->second.end()) return std::nullopt;
    return std::clamp(found->second, 0, kSlots - 1);
}

int KeyColors::slot(const std::string& column, const std::string& value, const std::set<std::string>& shown) {
    if (const auto known = find(column, value)) return *known;
    std::array<int, kSlots> all{};
    std::array<int, kSlots> visible{};
    for (const auto& [other, slot] : map_[column]) {
        const auto index = static_cast<std::size_t>(std::clamp(slot, 0, kSlots - 1));
        ++all[index];
        if (shown.contains(other)) ++visible[index];
    }
    std::size_t best = 0;
    for (std::size_t index = 1; index < all.size(); ++index) {
        const bool free = all[index] == 0;
        const bool bestFree = all[best] == 0;
        if (free != bestFree ? free
                             : !free && std::pair(visible[index], all[index]) < std::pair(visible[best], all[best]))
            best = index;
    }
    assign(column, value, static_cast<int>(best));
    return static_cast<int>(best);
}

void KeyColors::assign(const std::string& column, const std::string& value, int slot) {
    map_[column][value] = slot;
    ++revision_;
}

}  // namespace vitrine::ui
