// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_picture.h"

class QAbstractBarSeries;
class QBarCategoryAxis;
class QBarSet;
class QValueAxis;

namespace vitrine::ui {

/// Bars: grouped, stacked or as shares of 100 %; upright over time and over bins, lying for categories.
///
/// Final bars are QBarSets; open windows are 0 there and painted over them, because a bar set has one brush for all.
class BarChart : public ChartPicture {
  public:
    BarChart() = default;

  protected:
    bool isHorizontal() const override;
    int airPlaces() const override;
    bool stacks() const override;
    bool writesFinal() const override { return true; }
    bool hangsLateMarks() const override { return true; }
    void updateSeries() override;
    void placeMarks() override;
    void paintMarks(QPainter& painter) const override;

  private:
    struct Signature {
        std::size_t series = 0;
        bool horizontal = false;
        bool stacked = false;
        bool operator==(const Signature&) const = default;
    };
    /// Drawn value of a cell: itself, or its share.
    double drawn(std::size_t series, std::size_t place) const;
    /// Width of a stack in its place, 1 for all of it.
    double stackWidth() const;
    void rebuild(const Signature& wanted);

    std::optional<Signature> built_;
    QAbstractBarSeries* bars_ = nullptr;
    std::vector<QBarSet*> sets_;
    QBarCategoryAxis* places_ = nullptr;
    QValueAxis* values_ = nullptr;
    int categories_ = 0;
};

}  // namespace vitrine::ui
