// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_look.h"

#include <array>
#include <cmath>

#include "ui/style/fonts.h"
#include "ui/style/theme.h"

namespace vitrine::ui {

namespace {

constexpr double kHatchPitch = 8.5;
constexpr double kHatchWidth = 2.0;

/// The part of a convex polygon where (x + y) is on the wanted side of `sum`.
QPolygonF cutDiagonally(const QPolygonF& polygon, double sum, bool keepAbove) {
    QPolygonF kept;
    for (qsizetype index = 0; index < polygon.size(); ++index) {
        const QPointF here = polygon[index];
        const QPointF next = polygon[(index + 1) % polygon.size()];
        const double hereSide = (here.x() + here.y() - sum) * (keepAbove ? 1 : -1);
        const double nextSide = (next.x() + next.y() - sum) * (keepAbove ? 1 : -1);
        if (hereSide >= 0) kept << here;
        if ((hereSide > 0 && nextSide < 0) || (hereSide < 0 && nextSide > 0)) {
            kept << here + (next - here) * (hereSide / (hereSide - nextSide));
        }
    }
    return kept;
}

bool isContrastTable(const ThemeTokens* tokens) {
    return tokens == &kHighContrastTokens || tokens == &kHighContrastDarkTokens;
}

}  // namespace

ChartLook ChartLook::current(const QLocale& locale, const TimeZone& zone) {
    ChartLook look;
    look.tokens = &Theme::tokens();
    look.textures = isContrastTable(look.tokens);
    look.locale = locale;
    look.zone = zone;
    look.font = captionFont();
    look.strongFont = captionFont(QFont::DemiBold);
    look.scale = scaled(100) / 100.0;
    return look;
}

ChartLook ChartLook::print(const QLocale& locale, const TimeZone& zone) {
    ChartLook look = current(locale, zone);
    look.tokens = &kLightTokens;
    look.textures = true;
    look.scale = 1;
    look.font.setPixelSize(11);
    look.strongFont.setPixelSize(11);
    return look;
}

SeriesColor ChartLook::series(int slot) const {
    if (slot < 0) return {tokens->axis, tokens->text2};
    return tokens->series[static_cast<std::size_t>(slot % kSeriesSlots)];
}

QColor ChartLook::lineColor(int slot) const {
    const SeriesColor color = series(slot);
    return contrastRatio(color.fill, tokens->surface) < 3.0 ? color.outline : color.fill;
}

QString ChartLook::number(double value) const {
    if (value == std::floor(value) && std::abs(value) < 1e15) return locale.toString(static_cast<qlonglong>(value));
    if (std::abs(value) >= 1e15 || std::abs(value) < 1e-4) return locale.toString(value, 'g', 4);
    const int integralDigits = std::max(0, static_cast<int>(std::floor(std::log10(std::abs(value)))));
    QString text = locale.toString(value, 'f', std::clamp(4 - integralDigits, 1, 6));
    const QString point = locale.decimalPoint();
    if (text.contains(point)) {
        while (text.endsWith(locale.zeroDigit())) text.chop(1);
        if (text.endsWith(point)) text.chop(point.size());
    }
    return text;
}

QString ChartLook::percent(double share) const {
    // "%" stands after a no-break space, narrow in French, as the locales want it.
    const QChar space = locale.language() == QLocale::French ? QChar(0x202F) : QChar(0x00A0);
    return locale.toString(share * 100, 'f', 1) + space + QLatin1Char('%');
}

void paintHatch(QPainter& painter, const QPolygonF& convex, const QColor& stripe, const QColor& ground, double scale,
                double shift) {
    painter.save();
    painter.setPen(Qt::NoPen);
    if (ground.isValid()) {
        painter.setBrush(ground);
        painter.drawConvexPolygon(convex);
    }
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.setBrush(stripe);
    const double pitch = kHatchPitch * scale;
    const double width = kHatchWidth * std::sqrt(2.0) * scale;
    const QRectF bounds = convex.boundingRect();
    const double from = bounds.left() + bounds.top();
    const double to = bounds.right() + bounds.bottom();
    for (double sum = (std::floor(from / pitch) - 1 + shift) * pitch; sum < to; sum += pitch) {
        const QPolygonF stripeArea = cutDiagonally(cutDiagonally(convex, sum, true), sum + width, false);
        if (stripeArea.size() > 2) painter.drawConvexPolygon(stripeArea);
    }
    painter.restore();
}

void paintHatch(QPainter& painter, const QRectF& rect, const QColor& stripe, const QColor& ground, double scale) {
    painter.fillRect(rect, ground);
    if (rect.width() <= 0 || rect.height() <= 0) return;
    paintHatch(painter, QPolygonF({rect.topLeft(), rect.topRight(), rect.bottomRight(), rect.bottomLeft()}), stripe,
               QColor(), scale);
}

void paintOpenOutline(QPainter& painter, const QRectF& rect, const QColor& color, double scale) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    QPen pen(color, std::max(1.0, scale));
    pen.setJoinStyle(Qt::MiterJoin);
    pen.setCapStyle(Qt::FlatCap);
    pen.setDashPattern({4, 2});
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rect);
    painter.restore();
}

void paintTexture(QPainter& painter, const QRectF& rect, int slot, const QColor& ink, double scale) {
    if (slot == 0 || rect.width() < 3 || rect.height() < 3) return;
    const int kind = slot < 0 ? 0 : (slot - 1) % 7;
    const bool dots = kind == 0 || kind == 2 || kind == 4 || kind == 5;
    const bool verticals = kind == 1 || kind == 3 || kind == 4 || kind == 6;
    const double pitch = (kind == 2 || kind == 3 ? 9.0 : kind >= 5 ? 3.5 : 5.5) * scale;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, true);
    QPen pen(ink, (verticals && !dots ? 1.2 : 1.8) * scale);
    pen.setCapStyle(dots ? Qt::RoundCap : Qt::FlatCap);
    painter.setPen(pen);
    if (verticals) {
        QList<QLineF> lines;
        for (double x = rect.left() + pitch / 2 + 1; x < rect.right() - 1; x += pitch)
            lines << QLineF(x, rect.top() + 1, x, rect.bottom() - 0.5);
        painter.drawLines(lines);
    }
    if (dots) {
        QPolygonF points;
        const double shift = verticals ? pitch : pitch / 2;
        for (double y = rect.bottom() - pitch / 2; y > rect.top() + scale * 1.5; y -= pitch) {
            for (double x = rect.left() + shift + 0.5; x < rect.right() - scale; x += pitch) points << QPointF(x, y);
        }
        painter.drawPoints(points);
    }
    painter.restore();
}

void paintSeriesMarker(QPainter& painter, const QPointF& centre, double side, int slot, const SeriesColor& color,
                       const QColor& ground, bool hollow) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, true);
    QPen pen(hollow ? color.fill : color.outline, hollow ? side * 0.19 : side / 8);
    pen.setJoinStyle(Qt::MiterJoin);
    painter.setPen(pen);
    painter.setBrush(hollow ? ground : color.fill);
    const double half = side / 2;
    const QPointF c = centre;
    switch (slot < 0 ? 2 : slot % 8) {
        case 0: painter.drawEllipse(c, half, half); break;
        case 1: {
            const double reach = half * 1.3;
            painter.drawConvexPolygon(QPolygonF(
                {{c.x(), c.y() - reach}, {c.x() + reach, c.y()}, {c.x(), c.y() + reach}, {c.x() - reach, c.y()}}));
            break;
        }
        case 2: painter.drawRect(QRectF(c.x() - half, c.y() - half, side, side)); break;
        case 3:
            painter.drawConvexPolygon(QPolygonF({{c.x(), c.y() - half * 1.2},
                                                 {c.x() + half * 1.15, c.y() + half},
                                                 {c.x() - half * 1.15, c.y() + half}}));
            break;
        case 6:
            painter.drawConvexPolygon(QPolygonF({{c.x(), c.y() + half * 1.2},
                                                 {c.x() + half * 1.15, c.y() - half},
                                                 {c.x() - half * 1.15, c.y() - half}}));
            break;
        case 4:
        case 5: {
            // A plus; turned by 45° a cross.
            const double arm = half * 1.1;
            const double thick = side / 5;
            const std::array<QPointF, 12> plus{{{-thick, -arm},
                                                {thick, -arm},
                                                {thick, -thick},
                                                {arm, -thick},
                                                {arm, thick},
                                                {thick, thick},
                                                {thick, arm},
                                                {-thick, arm},
                                                {-thick, thick},
                                                {-arm, thick},
                                                {-arm, -thick},
                                                {-thick, -thick}}};
            QPolygonF outline;
            outline.reserve(12);
            for (const QPointF& point : plus) {
                const double turn = std::sqrt(0.5);
                outline << c + (slot % 8 == 4 ? QPointF((point.x() - point.y()) * turn, (point.x() + point.y()) * turn)
                                              : point);
            }
            painter.drawPolygon(outline);
            break;
        }
        default:
            painter.drawEllipse(c, half, half);
            painter.setBrush(hollow ? color.fill : ground);
            painter.drawEllipse(c, half * 0.35, half * 0.35);
            break;
    }
    painter.restore();
}

void paintLateMark(QPainter& painter, const QPointF& topCentre, double side, const QColor& color, const QColor& ground,
                   double width) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, true);
    QPen pen(color, width);
    pen.setJoinStyle(Qt::MiterJoin);
    painter.setPen(pen);
    painter.setBrush(ground);
    const double half = side / 2;
    const double top = topCentre.y() + width / 2;
    painter.drawConvexPolygon(
        QPolygonF({{topCentre.x() - half, top}, {topCentre.x() + half, top}, {topCentre.x(), top + side * 0.87}}));
    painter.restore();
}

}  // namespace vitrine::ui
