// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/paint_tools.h"

#include <algorithm>
#include <cmath>

namespace vitrine::ui {

namespace {

double deviceScale(const QPainter& painter) {
    const QTransform transform = painter.deviceTransform();
    return std::max(0.01, std::hypot(transform.m11(), transform.m12()));
}

}  // namespace

QRectF alignedToPixels(const QPainter& painter, const QRectF& rect) {
    const QTransform transform = painter.deviceTransform();
    if (transform.type() > QTransform::TxScale) return rect;
    const QRectF device = transform.mapRect(rect);
    const QRectF snapped(QPointF(std::round(device.left()), std::round(device.top())),
                         QPointF(std::round(device.right()), std::round(device.bottom())));
    return transform.inverted().mapRect(snapped);
}

double alignedWidth(const QPainter& painter, double width) {
    const double scale = deviceScale(painter);
    return std::max(1.0, std::round(width * scale)) / scale;
}

void drawBox(QPainter& painter, const QRectF& rect, double radius, const QColor& fill, const QColor& border,
             double borderWidth, Qt::PenStyle borderStyle) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, radius > 0.0);
    QRectF box = alignedToPixels(painter, rect);
    if (border.isValid()) {
        const double width = alignedWidth(painter, borderWidth);
        const double half = width / 2.0;
        box.adjust(half, half, -half, -half);
        QPen pen(border, width, borderStyle, Qt::FlatCap, Qt::MiterJoin);
        if (borderStyle == Qt::DashLine) pen.setDashPattern({3.0, 2.0});
        painter.setPen(pen);
        radius -= half;
        painter.setRenderHint(QPainter::Antialiasing);
    } else {
        painter.setPen(Qt::NoPen);
    }
    painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    const double limit = std::min(box.width(), box.height()) / 2.0;
    if (radius > 0.0) {
        painter.drawRoundedRect(box, std::min(radius, limit), std::min(radius, limit));
    } else {
        painter.drawRect(box);
    }
    painter.restore();
}

void drawHorizontalLine(QPainter& painter, double left, double right, double y, const QColor& color, double width) {
    QRectF line = alignedToPixels(painter, QRectF(left, y, right - left, width));
    line.setHeight(alignedWidth(painter, width));
    painter.fillRect(line, color);
}

void drawVerticalLine(QPainter& painter, double x, double top, double bottom, const QColor& color, double width) {
    QRectF line = alignedToPixels(painter, QRectF(x, top, width, bottom - top));
    line.setWidth(alignedWidth(painter, width));
    painter.fillRect(line, color);
}

void drawTriangleDown(QPainter& painter, const QPointF& centre, double side, const QColor& color, bool filled) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const double half = side / 2.0;
    const QPolygonF triangle(
        {centre + QPointF(-half, -half * 0.8), centre + QPointF(half, -half * 0.8), centre + QPointF(0.0, half * 0.8)});
    if (filled) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
    } else {
        painter.setPen(QPen(color, 1.5, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
        painter.setBrush(Qt::NoBrush);
    }
    painter.drawPolygon(triangle);
    painter.restore();
}

void drawCross(QPainter& painter, const QPointF& centre, double side, const QColor& color, double width) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, width, Qt::SolidLine, Qt::FlatCap));
    const double half = side / 2.0;
    painter.drawLine(centre + QPointF(-half, -half), centre + QPointF(half, half));
    painter.drawLine(centre + QPointF(-half, half), centre + QPointF(half, -half));
    painter.restore();
}

}  // namespace vitrine::ui
