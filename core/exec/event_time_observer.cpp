// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/event_time_observer.h"

#include <algorithm>

#include "core/base/time.h"

namespace vitrine {

const Column& eventTimesOf(const Column& column) {
    if (!column.type()->is(TypeKind::Struct)) return column;
    const int end = column.type()->fieldIndex("end");
    VITRINE_ASSERT(end >= 0);
    return *column.child(static_cast<std::size_t>(end));
}

void EventTimeObserver::observe(const Column& column, const RowOrigins* origins) {
    const std::size_t size = column.size();
    if (size == 0) return;
    const Column& times = eventTimesOf(column);
    const auto micros = times.values<std::int64_t>();
    const bool mayBeNull = times.mayHaveNulls() || column.mayHaveNulls();

    std::int64_t greatest = 0;
    std::int64_t least = 0;
    std::size_t greatestRow = 0;
    for (std::size_t row = 0; row < size; ++row) {
        const std::int64_t value = mayBeNull && (times.isNull(row) || column.isNull(row)) ? 0 : micros[row];
        if (row == 0 || value > greatest) {
            greatest = value;
            greatestRow = row;
        }
        if (row == 0 || value < least) least = value;
        sumMillis_ += floorDiv(value, 1000);
    }
    if (rows_ == 0 || greatest > maxMicros_) {
        maxMicros_ = greatest;
        maxOrigin_.reset();
        if (origins != nullptr && greatestRow < origins->offsets.size())
            maxOrigin_ = RowOrigin{origins->fileIndex, origins->offsets[greatestRow]};
    }
    minMicros_ = rows_ == 0 ? least : std::min(minMicros_, least);
    rows_ += size;
}

void EventTimeObserver::merge(const EventTimeObserver& later) {
    if (later.rows_ == 0) return;
    if (rows_ == 0) {
        *this = later;
        return;
    }
    if (later.maxMicros_ > maxMicros_) {
        maxMicros_ = later.maxMicros_;
        maxOrigin_ = later.maxOrigin_;
    }
    minMicros_ = std::min(minMicros_, later.minMicros_);
    sumMillis_ += later.sumMillis_;
    rows_ += later.rows_;
}

std::int64_t EventTimeObserver::maxMillis() const noexcept { return floorDiv(maxMicros_, 1000); }

std::int64_t EventTimeObserver::minMillis() const noexcept { return floorDiv(minMicros_, 1000); }

std::int64_t EventTimeObserver::meanMillis() const noexcept {
    return rows_ == 0 ? 0 : static_cast<std::int64_t>(static_cast<double>(sumMillis_) / static_cast<double>(rows_));
}

}  // namespace vitrine
