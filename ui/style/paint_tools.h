// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPainter>
#include <QRectF>

namespace vitrine::ui {

/// `rect` moved so that its edges lie on device pixels, at any scale factor.
QRectF alignedToPixels(const QPainter& painter, const QRectF& rect);

/// A thickness of whole device pixels, at least one, in logical pixels.
double alignedWidth(const QPainter& painter, double width);

/// Fills and borders a rounded rectangle; the border lies inside `rect` and is sharp. A colour that is not valid
/// (`QColor()`) leaves that part out.
void drawBox(QPainter& painter, const QRectF& rect, double radius, const QColor& fill, const QColor& border,
             double borderWidth = 1.0, Qt::PenStyle borderStyle = Qt::SolidLine);

/// Sharp horizontal or vertical line: fills the rectangle of `width` below or right of the start.
void drawHorizontalLine(QPainter& painter, double left, double right, double y, const QColor& color,
                        double width = 1.0);
void drawVerticalLine(QPainter& painter, double x, double top, double bottom, const QColor& color, double width = 1.0);

/// Triangle pointing down, its centre at `centre`: filled for "window closed", hollow for "late row dropped".
void drawTriangleDown(QPainter& painter, const QPointF& centre, double side, const QColor& color, bool filled);

/// Diagonal cross, for a malformed row or a failed state.
void drawCross(QPainter& painter, const QPointF& centre, double side, const QColor& color, double width = 1.5);

}  // namespace vitrine::ui
