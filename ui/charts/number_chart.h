// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_picture.h"

namespace vitrine::ui {

/// One big number with what it stands for, how it changed, and a small line of the values before it. A number that may
/// still change carries "~" and is compared with nothing: it is not whole yet.
class NumberChart : public ChartPicture {
  public:
    NumberChart() = default;

  protected:
    bool hasAxes() const override { return false; }
    void updateSeries() override {}
    void placeMarks() override;
    void paintMarks(QPainter& painter) const override;

  private:
    struct Point {
        QPointF at;
        bool open = false;
        bool joined = false;  ///< to the point before it: there is no gap
    };
    std::vector<Point> points_;
    QRectF text_;
    QRectF spark_;
};

}  // namespace vitrine::ui
