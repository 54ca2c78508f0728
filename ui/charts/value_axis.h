// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "ui/document/project.h"

namespace vitrine::ui {

/// The values at both ends of the y axis and where its labels stand.
struct AxisRange {
    double low = 0;
    double high = 1;
    double step = 1;  ///< 0 on a logarithmic axis: labels stand at powers of ten
    bool logarithmic = false;

    /// Label positions from low to high: four to six steps (fewer for small whole numbers).
    std::vector<double> ticks() const;
    /// 0 at the low end, 1 at the high end; not limited to that range.
    double fraction(double value) const;
    bool operator==(const AxisRange&) const = default;
};

/// The smallest range of nice steps (1, 2, 2.5, 3, 4, 5 × 10ⁿ) that holds both values. `fromZero` includes 0;
/// `whole` allows only whole steps.
AxisRange niceRange(double lowest, double highest, bool fromZero, bool whole);

/// Powers of ten around the positive values.
AxisRange logRange(double lowestPositive, double highest);

/// The y axis of one chart over time (R6): grows at once, shrinks only when the highest value stayed under 55 % for six
/// batches and a window has just left the view.
class StickyAxis {
  public:
    struct Values {
        double lowest = 0;
        double highest = 0;
        double lowestPositive = 1;
        bool fromZero = true;
        bool whole = false;
        std::int64_t batch = -1;
        std::int64_t firstWindow = 0;  ///< start of the oldest window shown: tells when one has left
    };

    /// The range to draw with; `spec` says Sticky, Lock, Auto, Same and log.
    AxisRange update(const Values& values, const ChartSpec& spec);
    /// Forgets what was shown: another query, another value.
    void reset() { *this = StickyAxis(); }
    /// Sets the range shown to hold at least this one (mode Same).
    void include(double low, double high);
    const AxisRange& range() const { return range_; }

  private:
    AxisRange range_;
    bool started_ = false;
    bool fromZero_ = true;
    bool whole_ = false;
    int lowBatches_ = 0;
    std::int64_t lastBatch_ = -1;
    std::int64_t firstWindow_ = 0;
};

}  // namespace vitrine::ui
