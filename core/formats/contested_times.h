// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/error.h"
#include "core/data/lenient_date_text.h"

namespace vitrine {

/// Under the time parser policy EXCEPTION: remembers that a text was met which is no date or time, but which the lenient
/// reader of earlier versions would have taken (TS-7). Then the query must end. Thread-safe.
class ContestedTimes {
  public:
    ContestedTimes(std::string timestampPattern, std::string datePattern)
        : timestampPattern_(std::move(timestampPattern)), datePattern_(std::move(datePattern)) {}

    void noteTimestamp(std::string_view text) noexcept { note(text, timestampPattern_); }
    void noteDate(std::string_view text) noexcept { note(text, datePattern_); }
    bool isFound() const noexcept { return isFound_.load(std::memory_order_relaxed); }

    static Error error() {
        return Error(ErrorCode::InvalidValue, "A text is no date or time now, but was one to the lenient reader of earlier versions.")
            .at("/conf/spark.sql.legacy.timeParserPolicy")
            .withWayOut("Set spark.sql.legacy.timeParserPolicy to CORRECTED: such texts are NULL then.");
    }

  private:
    void note(std::string_view text, const std::string& pattern) noexcept {
        if (!isFound() && fitsLeniently(text, pattern)) isFound_.store(true, std::memory_order_relaxed);
    }

    std::string timestampPattern_;
    std::string datePattern_;
    std::atomic<bool> isFound_{false};
};

}  // namespace vitrine
