// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/line_chart.h"

namespace vitrine::ui {

/// Lines with what is below them filled: over each other, stacked or as shares of 100 %. What leads into an open window is
/// hatched; a hole breaks the area as it breaks the line.
class AreaChart : public LineChart {
  protected:
    bool stacks() const override;
    double level(std::size_t series, std::size_t place) const override;
    void placeMarks() override;
    void paintUnderMarks(QPainter& painter) const override;

  private:
    /// Value that a cell adds to its stack: itself, or its share.
    double drawn(std::size_t series, std::size_t place) const;

    std::vector<std::vector<double>> floors_;  ///< where the area of a series begins, by series and place
};

}  // namespace vitrine::ui
