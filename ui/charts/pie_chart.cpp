// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/pie_chart.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <QFontMetricsF>
#include <QPainter>

#include "ui/charts/chart_summary.h"

namespace vitrine::ui {

namespace {

constexpr double kWidestRing = 0.45;
constexpr double kHole = 0.58;
constexpr double kStepOfArc = 1.0 / 90;  // turns; fine enough to look round, small enough to be convex
constexpr double kMarker = 9;
constexpr double kSmallestPartWithMarker = 0.04;
constexpr double kStepBack = 0.4;

QPointF pointAt(const QPointF& centre, double radius, double turn) {
    const double angle = (turn - 0.25) * 2 * std::numbers::pi;
    return centre + QPointF(std::cos(angle), std::sin(angle)) * radius;
}

}  // namespace

void PieChart::placeMarks() {
    parts_.clear();
    total_ = 0;
    for (const ChartPlace& place : data().places) total_ += place.total;
    if (total_ <= 0) return;
    const double diameter = std::min(plot_.height(), plot_.width() * kWidestRing);
    outer_ = diameter / 2;
    inner_ = frame().spec.hole ? outer_ * kHole : 0;
    centre_ = QPointF(plot_.left() + outer_, plot_.center().y());
    const double gap = look().px(24);
    table_ = QRectF(plot_.left() + diameter + gap, plot_.top(), std::max(0.0, plot_.width() - diameter - gap),
                    plot_.height());
    const QFontMetricsF metrics(look().font);
    const auto lines = static_cast<double>(data().series.size() + 1);
    const double line = std::clamp(table_.height() / lines, metrics.height(), look().px(24));
    double y = std::max(table_.top(), table_.center().y() - line * lines / 2);
    double turn = 0;
    for (std::size_t index = 0; index < data().series.size(); ++index) {
        const ChartCell& cell = data().series[index].cells[index];
        Part part;
        part.from = turn;
        turn += cell.present ? cell.value / total_ : 0;
        part.to = turn;
        part.finalTo = part.to - std::clamp(cell.openValue / total_, 0.0, part.to - part.from);
        if (y + line <= table_.bottom() + 1) part.row = QRectF(table_.left(), y, table_.width(), line);
        y += line;
        parts_.push_back(part);
        ChartMark mark;
        mark.id = {static_cast<int>(index), static_cast<int>(index)};
        mark.anchor = pointAt(centre_, (outer_ + inner_) / 2, (part.from + part.to) / 2);
        const double side = look().px(kMarker);
        mark.rect = QRectF(mark.anchor.x() - side / 2, mark.anchor.y() - side / 2, side, side);
        mark.value = cell.value;
        mark.openShare = cell.value > 0 ? (part.to - part.finalTo) * total_ / cell.value : 0;
        marks_.push_back(mark);
    }
}

std::optional<MarkId> PieChart::markAt(const QPointF& position) const {
    for (std::size_t index = 0; index < parts_.size(); ++index) {
        if (parts_[index].row.contains(position)) return marks_[index].id;
    }
    const QPointF from = position - centre_;
    const double distance = std::hypot(from.x(), from.y());
    if (distance > outer_ || distance < inner_) return std::nullopt;
    double turn = std::atan2(from.y(), from.x()) / (2 * std::numbers::pi) + 0.25;
    if (turn < 0) turn += 1;
    for (std::size_t index = 0; index < parts_.size(); ++index) {
        if (turn >= parts_[index].from && turn < parts_[index].to) return marks_[index].id;
    }
    return std::nullopt;
}

QPolygonF PieChart::wedge(double from, double to) const {
    QPolygonF outline;
    const int steps = std::max(1, static_cast<int>(std::ceil((to - from) / kStepOfArc)));
    for (int step = 0; step <= steps; ++step) outline << pointAt(centre_, outer_, from + (to - from) * step / steps);
    if (inner_ <= 0 && to - from < 1) outline << centre_;
    for (int step = steps; step >= 0 && inner_ > 0; --step)
        outline << pointAt(centre_, inner_, from + (to - from) * step / steps);
    return outline;
}

void PieChart::paintParts(QPainter& painter) const {
    const QColor surface = look().tokens->surface;
    for (std::size_t index = 0; index < parts_.size(); ++index) {
        const Part& part = parts_[index];
        if (part.to <= part.from) continue;
        const int slot = data().series[index].slot;
        const SeriesColor color = look().series(slot);
        painter.setOpacity(highlight_ && highlight_->series != static_cast<int>(index) ? kStepBack : 1.0);
        painter.setPen(Qt::NoPen);
        painter.setBrush(color.fill);
        if (part.finalTo > part.from) painter.drawPolygon(wedge(part.from, part.finalTo));
        if (part.finalTo < part.to) {
            painter.setBrush(surface);
            painter.drawPolygon(wedge(part.finalTo, part.to));
            const int steps = std::max(1, static_cast<int>(std::ceil((part.to - part.finalTo) / kStepOfArc)));
            const double step = (part.to - part.finalTo) / steps;
            for (int at = 0; at < steps; ++at)
                paintHatch(painter, wedge(part.finalTo + at * step, part.finalTo + (at + 1) * step),
                           look().lineColor(slot), QColor(), look().scale);
        }
        // Solid around what is final, dashed around what may still change, as with bars.
        QPen outline(color.outline, std::max(1.0, look().scale));
        outline.setJoinStyle(Qt::MiterJoin);
        painter.setPen(outline);
        painter.setBrush(Qt::NoBrush);
        if (part.finalTo > part.from) painter.drawPolygon(wedge(part.from, part.finalTo));
        outline.setDashPattern({4, 2});
        painter.setPen(outline);
        if (part.finalTo < part.to) painter.drawPolygon(wedge(part.finalTo, part.to));
        if (part.to - part.from >= kSmallestPartWithMarker && outer_ - inner_ > look().px(kMarker + 6))
            paintSeriesMarker(painter, marks_[index].anchor, look().px(kMarker), slot, {surface, color.outline},
                              surface, false);
    }
    painter.setOpacity(1);
    if (highlight_ && highlight_->series >= 0 && static_cast<std::size_t>(highlight_->series) < parts_.size()) {
        const Part& part = parts_[static_cast<std::size_t>(highlight_->series)];
        painter.setPen(QPen(look().tokens->text, look().px(2)));
        painter.setBrush(Qt::NoBrush);
        painter.drawPolygon(wedge(part.from, part.to));
    }
}

void PieChart::paintTable(QPainter& painter) const {
    const ChartSummary words(frame(), look());
    const QFontMetricsF metrics(look().font);
    const QFontMetricsF strong(look().strongFont);
    double valueWidth = strong.horizontalAdvance(look().number(total_));
    for (std::size_t index = 0; index < parts_.size(); ++index)
        valueWidth = std::max(valueWidth, strong.horizontalAdvance(words.valueText(marks_[index].id)));
    const double shareWidth = metrics.horizontalAdvance(look().percent(1)) + look().px(12);
    const double swatch = look().px(18);
    // A narrow card keeps names and shares.
    const bool values = table_.width() > swatch + look().px(60) + valueWidth + shareWidth;
    const auto write = [&](const QRectF& row, const QString& name, const QString& value, const QString& share,
                           bool sum) {
        const double shareLeft = row.right() - shareWidth;
        const double valueLeft = values ? shareLeft - valueWidth - look().px(8) : shareLeft;
        const double nameLeft = row.left() + swatch;
        const double nameWidth = std::max(0.0, valueLeft - nameLeft - look().px(8));
        painter.setFont(sum ? look().strongFont : look().font);
        painter.setPen(look().tokens->text);
        painter.drawText(QRectF(nameLeft, row.top(), nameWidth, row.height()), Qt::AlignVCenter | Qt::AlignLeft,
                         QFontMetricsF(painter.font()).elidedText(name, Qt::ElideMiddle, nameWidth));
        painter.setFont(look().strongFont);
        if (values)
            painter.drawText(QRectF(valueLeft, row.top(), shareLeft - valueLeft, row.height()),
                             Qt::AlignVCenter | Qt::AlignRight | Qt::TextDontClip, value);
        painter.setFont(look().font);
        painter.setPen(look().tokens->text2);
        painter.drawText(QRectF(shareLeft, row.top(), shareWidth, row.height()),
                         Qt::AlignVCenter | Qt::AlignRight | Qt::TextDontClip, share);
    };
    for (std::size_t index = 0; index < parts_.size(); ++index) {
        const Part& part = parts_[index];
        if (part.row.isEmpty()) return;
        const int slot = data().series[index].slot;
        if (highlight_ && highlight_->series == static_cast<int>(index)) painter.fillRect(part.row, look().tokens->sel);
        paintSeriesMarker(painter, {part.row.left() + look().px(8), part.row.center().y()}, look().px(kMarker), slot,
                          look().series(slot), look().tokens->surface, false);
        write(part.row, words.seriesName(static_cast<int>(index)), words.valueText(marks_[index].id),
              look().percent(part.to - part.from), false);
    }
    const double line = parts_.back().row.height();
    const QRectF row(table_.left(), parts_.back().row.bottom(), table_.width(), line);
    if (row.bottom() > table_.bottom() + 1) return;
    painter.setPen(QPen(look().tokens->grid, 1));
    painter.drawLine(QLineF(row.topLeft(), row.topRight()));
    write(row, ChartPicture::tr("total"),
          (data().openPlaces > 0 ? QStringLiteral("~") : QString()) + look().number(total_), look().percent(1), true);
}

void PieChart::paintMarks(QPainter& painter) const {
    if (parts_.empty()) return;
    painter.setRenderHint(QPainter::Antialiasing, true);
    paintParts(painter);
    if (inner_ > 0) {
        QFont big = look().strongFont;
        const QString text = (data().openPlaces > 0 ? QStringLiteral("~") : QString()) + look().number(total_);
        big.setPixelSize(std::max(1, static_cast<int>(look().px(18))));
        const double room = inner_ * 1.7;
        const double width = QFontMetricsF(big).horizontalAdvance(text);
        if (width > room) big.setPixelSize(std::max(8, static_cast<int>(big.pixelSize() * room / width)));
        painter.setFont(big);
        painter.setPen(look().tokens->text);
        painter.drawText(QRectF(centre_.x() - inner_, centre_.y() - inner_, 2 * inner_, 2 * inner_), Qt::AlignCenter,
                         text);
    }
    paintTable(painter);
}

}  // namespace vitrine::ui
