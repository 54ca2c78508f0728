// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_picture.h"

class QLineSeries;
class QValueAxis;

namespace vitrine::ui {

/// Lines through the middles of windows; also what areas and points have in common with them. A key has a solid line through its final windows and a dashed one into the open
/// ones; both share a point. Gaps break the line.
class LineChart : public ChartPicture {
  public:
    LineChart() = default;

  protected:
    /// Where a mark of a present cell stands on the value axis.
    virtual double level(std::size_t series, std::size_t place) const {
        return data().series[series].cells[place].value;
    }
    virtual double placePixel(std::size_t place) const { return borderPixel(static_cast<double>(place) + 0.5); }
    /// Whether lines join the marks.
    virtual bool connects() const { return true; }
    static constexpr double kStepBack = 0.4;  ///< opacity of what is not looked at

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
