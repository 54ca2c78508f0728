// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/window_assignment.h"

namespace vitrine {

namespace {

std::int64_t wrappingSubtract(std::int64_t left, std::int64_t right) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(left) - static_cast<std::uint64_t>(right));
}

}  // namespace

std::int64_t WindowAssignment::lastStart(std::int64_t time) const noexcept {
    const std::int64_t remainder = wrappingSubtract(time, start_) % slide_;
    return wrappingSubtract(time, remainder < 0 ? remainder + slide_ : remainder);
}

void WindowAssignment::assign(const Column& times, Assigned& into) const {
    into.rows.clear();
    into.starts.clear();
    into.withoutTime = 0;
    const auto micros = times.values<std::int64_t>();
    const std::size_t size = times.size();

    if (isTumbling() && !times.mayHaveNulls()) {
        into.starts.resize(size);
        // Rows of one file mostly fall into the window of the row before: no division then.
        std::int64_t cachedStart = size > 0 ? lastStart(micros[0]) : 0;
        for (std::size_t row = 0; row < size; ++row) {
            const std::uint64_t within = static_cast<std::uint64_t>(micros[row]) - static_cast<std::uint64_t>(cachedStart);
            if (within >= static_cast<std::uint64_t>(slide_)) cachedStart = lastStart(micros[row]);
            into.starts[row] = cachedStart;
        }
        return;
    }

    const std::int64_t windows = duration_ / slide_ + (duration_ % slide_ != 0 ? 1 : 0);
    const bool alwaysAll = duration_ % slide_ == 0;
    into.rows.reserve(size * static_cast<std::size_t>(windows));
    into.starts.reserve(into.rows.capacity());
    for (std::size_t row = 0; row < size; ++row) {
        if (times.isNull(row)) {
            ++into.withoutTime;
            continue;
        }
        const std::int64_t last = lastStart(micros[row]);
        for (std::int64_t index = 0; index < windows; ++index) {
            const std::int64_t windowStart = wrappingSubtract(last, index * slide_);
            if (!alwaysAll && !(windowStart <= micros[row] && micros[row] < endOf(windowStart))) continue;
            into.rows.push_back(static_cast<std::uint32_t>(row));
            into.starts.push_back(windowStart);
        }
    }
}

}  // namespace vitrine
