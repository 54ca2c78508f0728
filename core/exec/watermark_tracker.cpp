// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/watermark_tracker.h"

#include <algorithm>

namespace vitrine {

void WatermarkTracker::advance(std::span<const EventTimeObserver> seen) {
    if (marks_.empty()) return;
    VITRINE_ASSERT(seen.size() == marks_.size());
    for (std::size_t node = 0; node < marks_.size(); ++node) {
        auto& mark = marks_[node];
        if (seen[node].rows() > 0) {
            const std::int64_t candidate = seen[node].maxMillis() - delays_[node].count();
            if (!mark || candidate > *mark) mark = candidate;
        } else if (!mark) {
            mark = 0;
        }
    }
    std::int64_t chosen = *marks_.front();
    for (const auto& mark : marks_)
        chosen = policy_ == MultipleWatermarkPolicy::Min ? std::min(chosen, *mark) : std::max(chosen, *mark);
    global_ = std::max(global_, chosen);
}

}  // namespace vitrine
