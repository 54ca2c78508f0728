// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_picture.h"

namespace vitrine::ui {

/// A pie or a ring of a few parts with their table beside it: angles alone are hard to read. The end of a part that comes
/// from open windows is hatched. Parts stand in the order of their names and keep it.
class PieChart : public ChartPicture {
  public:
    PieChart() = default;
    std::optional<MarkId> markAt(const QPointF& position) const override;

  protected:
    bool hasAxes() const override { return false; }
    bool stacks() const override { return true; }
    void updateSeries() override {}
    void placeMarks() override;
    void paintMarks(QPainter& painter) const override;

  private:
    /// A part; angles in turns, clockwise from the top.
    struct Part {
        double from = 0;
        double finalTo = 0;
        double to = 0;
        QRectF row;  ///< its line in the table; empty where there is no room
    };
    QPolygonF wedge(double from, double to) const;
    void paintParts(QPainter& painter) const;
    void paintTable(QPainter& painter) const;

    std::vector<Part> parts_;  ///< one a mark
    QPointF centre_;
    double outer_ = 0;
    double inner_ = 0;
    double total_ = 0;
    QRectF table_;
};

}  // namespace vitrine::ui
