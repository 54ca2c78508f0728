// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_picture.h"

class QLineSeries;
class QValueAxis;

namespace vitrine::ui {

/// Lines through the middles of windows. A key has a solid line through its final windows and a dashed one into the open
/// ones; both share a point. Gaps break the line.
class LineChart : public ChartPicture {
  public:
    LineChart() = default;

  protected:
    void updateSeries() override;
    void placeMarks() override;
    void paintMarks(QPainter& painter) const override;
    void emphasise() override;
    double rightRoom(const QSizeF& size) const override;

  private:
    /// A run of points without a gap, solid or dashed.
    struct Run {
        std::size_t series = 0;
        bool open = false;
        QList<QPointF> points;
    };
    std::vector<Run> runs() const;
    bool labelsEnds() const;

    std::vector<QLineSeries*> lines_;
    std::vector<std::size_t> lineSeries_;
    QValueAxis* x_ = nullptr;
    QValueAxis* y_ = nullptr;
};

}  // namespace vitrine::ui
