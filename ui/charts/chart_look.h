// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QLocale>
#include <QPainter>
#include <QPolygonF>

#include "core/data/time_zone.h"
#include "ui/style/theme_tokens.h"

namespace vitrine::ui {

/// How a chart is drawn: colours, fonts, language, zone. A value, so that an export can differ from the screen.
struct ChartLook {
    const ThemeTokens* tokens = &kLightTokens;
    bool textures = false;  ///< dots and verticals on filled bars, also with few keys
    QLocale locale;
    TimeZone zone;
    QFont font;        ///< caption, 400
    QFont strongFont;  ///< caption, 600
    double scale = 1;  ///< of lengths given in the design's pixels

    /// The theme, fonts and text scale in use.
    static ChartLook current(const QLocale& locale, const TimeZone& zone);
    /// For paper and documents: the light table, textures on, text scale 1 (R36).
    static ChartLook print(const QLocale& locale, const TimeZone& zone);

    double px(double designPixels) const { return designPixels * scale; }
    /// Colours of a slot; -1 is the grey of Other.
    SeriesColor series(int slot) const;
    QColor lineColor(int slot) const;
    QString number(double value) const;
    QString percent(double share) const;
};

/// 45° stripes, reserved for open windows: filled polygons, so that no clipping is needed in vector files.
void paintHatch(QPainter& painter, const QRectF& rect, const QColor& stripe, const QColor& ground, double scale);

/// The same inside a convex polygon; without a ground where `ground` is not valid. `shift` (0 to 1, of the distance between
/// stripes) keeps stripes apart that lie over each other.
void paintHatch(QPainter& painter, const QPolygonF& convex, const QColor& stripe, const QColor& ground, double scale,
                double shift = 0);

/// The dashed one pixel outline of an open window.
void paintOpenOutline(QPainter& painter, const QRectF& rect, const QColor& color, double scale);

/// Identity texture of a slot: dots or verticals in `ink`; slot 0 has none. Other (-1) has dots.
void paintTexture(QPainter& painter, const QRectF& rect, int slot, const QColor& ink, double scale);

/// Marker of a line chart by slot: circle, diamond, square, triangle …; hollow ones stand in open windows.
void paintSeriesMarker(QPainter& painter, const QPointF& centre, double side, int slot, const SeriesColor& color,
                       const QColor& ground, bool hollow);

/// Hollow triangle pointing down, the mark of a dropped late row.
void paintLateMark(QPainter& painter, const QPointF& topCentre, double side, const QColor& color, const QColor& ground,
                   double width);

}  // namespace vitrine::ui
