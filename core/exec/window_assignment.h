// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/data/column.h"

namespace vitrine {

/// Which windows a time belongs to (TW-4). Lengths in microseconds: 0 < slide <= duration, |start| < slide. Windows start
/// inclusive and end exclusive, aligned to the epoch plus `start`; arithmetic wraps as Spark's does. Immutable.
class WindowAssignment {
  public:
    WindowAssignment(std::int64_t duration, std::int64_t slide, std::int64_t start)
        : duration_(duration), slide_(slide), start_(start) {}

    std::int64_t duration() const noexcept { return duration_; }
    bool isTumbling() const noexcept { return duration_ == slide_; }

    /// The start of the last window that begins at or before `time`.
    std::int64_t lastStart(std::int64_t time) const noexcept;

    std::int64_t endOf(std::int64_t windowStart) const noexcept {
        return static_cast<std::int64_t>(static_cast<std::uint64_t>(windowStart) + static_cast<std::uint64_t>(duration_));
    }

    /// One entry a (row, window), rows in order; the windows of a row from the latest to the earliest. Rows whose time is
    /// NULL have none (TW-5).
    struct Assigned {
        std::vector<std::uint32_t> rows;       ///< empty when every row has exactly one window: row i is entry i
        std::vector<std::int64_t> starts;
        std::uint64_t withoutTime = 0;         ///< rows dropped for a NULL time
    };
    void assign(const Column& times, Assigned& into) const;

  private:
    std::int64_t duration_;
    std::int64_t slide_;
    std::int64_t start_;
};

}  // namespace vitrine
