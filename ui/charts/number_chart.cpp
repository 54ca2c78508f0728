// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/number_chart.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <QFontMetricsF>
#include <QPainter>

#include "ui/charts/chart_summary.h"

namespace vitrine::ui {

namespace {

constexpr double kSparkShare = 0.38;
constexpr double kBiggest = 56;
constexpr double kSmallest = 20;
constexpr double kMarker = 7;

}  // namespace

void NumberChart::placeMarks() {
    points_.clear();
    const bool total = data().axis == ChartAxis::Categories;
    struct Value {
        double x;
        double value;
        bool open;
        int place;
    };
    std::vector<Value> values;
    if (total) {
        for (const ChartData::Moment& moment : data().history)
            values.push_back({static_cast<double>(moment.batch), moment.value, false, -1});
    } else {
        const ChartSeries& one = data().series.front();
        for (std::size_t place = 0; place < one.cells.size(); ++place) {
            if (!one.cells[place].present) continue;
            values.push_back({static_cast<double>(place), one.cells[place].value,
                              data().places[place].state == PlaceState::Open, static_cast<int>(place)});
        }
    }
    const bool drawn = values.size() > 1;
    const double sparkHeight = drawn ? plot_.height() * kSparkShare : 0;
    text_ = QRectF(plot_.left(), plot_.top(), plot_.width(), plot_.height() - sparkHeight);
    spark_ = QRectF(plot_.left(), plot_.bottom() - sparkHeight, plot_.width(), sparkHeight)
                 .adjusted(look().px(6), look().px(8), -look().px(6), -look().px(4));
    const auto newest = ChartSummary::newestPlace(data());
    if (!drawn) {
        if (newest) {
            ChartMark mark;
            mark.id = {0, *newest};
            mark.rect = text_;
            mark.anchor = text_.center();
            mark.value = data().series.front().cells[static_cast<std::size_t>(*newest)].value;
            marks_.push_back(mark);
        }
        return;
    }
    double lowest = data().additive ? 0 : std::numeric_limits<double>::infinity();
    double highest = data().additive ? 0 : -std::numeric_limits<double>::infinity();
    for (const Value& value : values) {
        lowest = std::min(lowest, value.value);
        highest = std::max(highest, value.value);
    }
    if (highest <= lowest) highest = lowest + 1;
    const double from = values.front().x;
    const double width = std::max(1.0, values.back().x - from);
    for (std::size_t index = 0; index < values.size(); ++index) {
        const Value& value = values[index];
        Point point;
        point.at = QPointF(spark_.left() + (value.x - from) / width * spark_.width(),
                           spark_.bottom() - (value.value - lowest) / (highest - lowest) * spark_.height());
        point.open = value.open;
        point.joined = index > 0 && (total || value.x - values[index - 1].x <= 1);
        points_.push_back(point);
        if (value.place < 0) continue;
        ChartMark mark;
        mark.id = {0, value.place};
        mark.anchor = point.at;
        const double side = look().px(kMarker);
        mark.rect = QRectF(point.at.x() - side / 2, point.at.y() - side / 2, side, side);
        mark.value = value.value;
        mark.open = value.open;
        marks_.push_back(mark);
    }
}

void NumberChart::paintMarks(QPainter& painter) const {
    const ChartSummary::NumberText text = ChartSummary(frame(), look()).number();
    const QFontMetricsF small(look().font);
    const double lines = (text.where.isEmpty() ? 0 : 1) + (text.change.isEmpty() ? 0 : 1);
    QFont big = look().strongFont;
    const double room = text_.height() - lines * small.height() - look().px(8);
    big.setPixelSize(static_cast<int>(std::clamp(room * 0.7, look().px(kSmallest), look().px(kBiggest))));
    const double width = QFontMetricsF(big).horizontalAdvance(text.value);
    if (width > text_.width()) big.setPixelSize(std::max(8, static_cast<int>(big.pixelSize() * text_.width() / width)));
    const double height = QFontMetricsF(big).height();
    double y = text_.top() + std::max(0.0, (text_.height() - height - lines * small.height()) / 2);
    painter.setFont(big);
    painter.setPen(look().tokens->text);
    painter.drawText(QRectF(text_.left(), y, text_.width(), height),
                     Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, text.value);
    y += height;
    painter.setFont(look().font);
    painter.setPen(look().tokens->text2);
    for (const QString& line : {text.where, text.change}) {
        if (line.isEmpty()) continue;
        painter.drawText(QRectF(text_.left(), y, text_.width(), small.height()), Qt::AlignLeft | Qt::AlignVCenter,
                         small.elidedText(line, Qt::ElideRight, text_.width()));
        y += small.height();
    }
    if (points_.size() < 2) return;
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.setPen(QPen(look().tokens->grid, 1));
    painter.drawLine(QLineF(spark_.left(), spark_.bottom(), spark_.right(), spark_.bottom()));
    const int slot = data().series.front().slot;
    QPen line(look().lineColor(slot), look().px(2));
    line.setCapStyle(Qt::FlatCap);
    for (std::size_t index = 1; index < points_.size(); ++index) {
        if (!points_[index].joined) continue;
        // Dashed into what may still change, as in a line chart.
        if (points_[index].open) line.setDashPattern({2.5, 2});
        else line.setStyle(Qt::SolidLine);
        painter.setPen(line);
        painter.drawLine(QLineF(points_[index - 1].at, points_[index].at));
    }
    SeriesColor color = look().series(slot);
    if (points_.back().open) color.fill = look().lineColor(slot);
    paintSeriesMarker(painter, points_.back().at, look().px(kMarker), slot, color, look().tokens->surface,
                      points_.back().open);
    if (const ChartMark* mark = highlight_ ? ChartPicture::mark(*highlight_) : nullptr) {
        painter.setPen(QPen(look().tokens->text, look().px(2)));
        painter.setBrush(Qt::NoBrush);
        if (mark->rect == text_) painter.drawRoundedRect(mark->rect, look().px(4), look().px(4));
        else painter.drawEllipse(mark->anchor, look().px(kMarker) * 0.9, look().px(kMarker) * 0.9);
    }
}

}  // namespace vitrine::ui
