// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/line_chart.h"

namespace vitrine::ui {

/// Points: rows at two of their numbers, or values at their windows. Never joined; hollow ones may still change.
class ScatterChart : public LineChart {
  protected:
    bool connects() const override { return false; }
    double placePixel(std::size_t place) const override;
};

}  // namespace vitrine::ui
