// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/area_chart.h"

#include <QPainter>

namespace vitrine::ui {

namespace {

constexpr float kStackedOpacity = 0.55F;
constexpr float kOverlaidOpacity = 0.2F;

}  // namespace

bool AreaChart::stacks() const {
    return data().stacking(frame().spec) != StackMode::Grouped && !frame().range.logarithmic;
}

double AreaChart::drawn(std::size_t series, std::size_t place) const {
    const ChartCell& cell = data().series[series].cells[place];
    if (!cell.present) return 0;
    if (stacks() && data().stacking(frame().spec) == StackMode::Percent) return data().share(series, place).value_or(0);
    return cell.value;
}

double AreaChart::level(std::size_t series, std::size_t place) const {
    return stacks() ? floors_[series][place] + drawn(series, place) : LineChart::level(series, place);
}

void AreaChart::placeMarks() {
    const auto& series = data().series;
    floors_.assign(series.size(), std::vector<double>(data().places.size(), 0));
    if (stacks()) {
        std::vector<double> reached(data().places.size(), 0);
        for (std::size_t index = 0; index < series.size(); ++index) {
            if (series[index].hidden) continue;
            floors_[index] = reached;
            for (std::size_t place = 0; place < reached.size(); ++place) reached[place] += drawn(index, place);
        }
    }
    LineChart::placeMarks();
}

void AreaChart::paintUnderMarks(QPainter& painter) const {
    const bool stacked = stacks();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.setPen(Qt::NoPen);
    for (std::size_t index = 0; index < data().series.size(); ++index) {
        const ChartSeries& one = data().series[index];
        if (one.hidden) continue;
        const bool back = highlight_ && highlight_->series != static_cast<int>(index);
        painter.setOpacity(back ? kStepBack : 1.0);
        QColor fill = look().series(one.slot).fill;
        fill.setAlphaF(stacked ? kStackedOpacity : kOverlaidOpacity);
        const auto floorAt = [&](std::size_t place) {
            return stacked ? valuePixel(floors_[index][place]) : baseline();
        };
        const auto paint = [&](const QPolygonF& piece, bool open) {
            if (open) {
                // Areas that lie over each other keep what is behind them in view.
                const double shift = static_cast<double>(index) / static_cast<double>(data().series.size());
                paintHatch(painter, piece, look().lineColor(one.slot), stacked ? look().tokens->surface : QColor(),
                           look().scale, stacked ? 0 : shift);
                return;
            }
            painter.setBrush(fill);
            painter.drawConvexPolygon(piece);
        };
        for (std::size_t place = 0; place + 1 < one.cells.size(); ++place) {
            const bool drawable = one.cells[place].present && one.cells[place + 1].present;
            const bool logarithmic = frame().range.logarithmic;
            if (!drawable || (logarithmic && (one.cells[place].value <= 0 || one.cells[place + 1].value <= 0)))
                continue;
            const bool open =
                data().places[place].state == PlaceState::Open || data().places[place + 1].state == PlaceState::Open;
            const QPointF left(placePixel(place), valuePixel(level(index, place)));
            const QPointF right(placePixel(place + 1), valuePixel(level(index, place + 1)));
            const QPointF leftFloor(left.x(), floorAt(place));
            const QPointF rightFloor(right.x(), floorAt(place + 1));
            const double before = left.y() - leftFloor.y();
            const double after = right.y() - rightFloor.y();
            if (before * after < 0) {
                const QPointF crossing = left + (right - left) * (before / (before - after));
                paint(QPolygonF({left, crossing, leftFloor}), open);
                paint(QPolygonF({crossing, right, rightFloor}), open);
            } else {
                paint(QPolygonF({left, right, rightFloor, leftFloor}), open);
            }
        }
    }
    painter.restore();
}

}  // namespace vitrine::ui
