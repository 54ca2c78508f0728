// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/welcome_art.h"

#include <array>

#include <QPainter>
#include <QPainterPath>

#include "ui/style/fonts.h"
#include "ui/style/paint_tools.h"
#include "ui/style/theme.h"

namespace vitrine::ui {
namespace {

void paintBar(QPainter& painter, const QRectF& bar, int slot, bool isOpen) {
    const SeriesColor color = Theme::current().series(slot);
    if (!isOpen) return drawBox(painter, bar, 0, color.fill, color.outline);
    painter.fillRect(bar, QBrush(color.fill, Qt::BDiagPattern));
    drawBox(painter, bar, 0, QColor(), color.outline, 1.0, Qt::DashLine);
}

/// Hours with two bars each, the last two still open, and the watermark between.
void paintDemo(QPainter& painter, const QRectF& room) {
    constexpr std::array<std::array<double, 2>, 6> kHeights{{{0.03, 0.18}, {0.34, 1.0}, {0.82, 1.0}, {1.0, 1.0}, {1.0, 0.99}, {0.98, 1.0}}};
    constexpr std::size_t kOpenFrom = 4;
    const ThemeTokens& t = Theme::tokens();
    const double base = room.bottom() - scaled(20);
    const double top = room.top() + scaled(28);
    const double wide = scaled(17);
    const double pitch = scaled(46);
    const double left = room.center().x() - pitch * 3 + scaled(4);
    for (std::size_t hour = 0; hour < kHeights.size(); ++hour) {
        for (std::size_t series = 0; series < 2; ++series) {
            const double height = (base - top) * kHeights[hour][series];
            const QRectF bar(left + static_cast<double>(hour) * pitch + static_cast<double>(series) * wide, base - height, wide, height);
            paintBar(painter, bar, static_cast<int>(series), hour >= kOpenFrom);
        }
    }
    drawHorizontalLine(painter, left - scaled(12), left + pitch * 6 + scaled(8), base, t.axis);
    const double watermark = left + pitch * kOpenFrom - scaled(6);
    drawVerticalLine(painter, watermark, top - scaled(6), base, t.wm, 2);
    drawTriangleDown(painter, QPointF(watermark + 1, top - scaled(8)), scaled(9), t.wm, true);
}

/// Files on a pile, one more on its way.
void paintFolder(QPainter& painter, const QRectF& room) {
    const ThemeTokens& t = Theme::tokens();
    const QSizeF sheet(scaled(150), scaled(54));
    const QPointF first(room.center().x() - scaled(122), room.top() + scaled(26));
    for (int index = 0; index < 3; ++index) {
        drawBox(painter, QRectF(first + QPointF(scaled(26) * index, scaled(10) * index), sheet), scaled(4), t.surface, t.line2);
    }
    const QRectF front(first + QPointF(scaled(52), scaled(20)), sheet);
    painter.setFont(monoCaptionFont());
    painter.setPen(t.text2);
    painter.drawText(front.adjusted(scaled(12), 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft,
                     QStringLiteral("{\"time\":1469501107,\n\"action\":\"Open\"}"));
    const QRectF more(front.right() + scaled(18), front.top() + scaled(2), scaled(36), scaled(20));
    drawBox(painter, more, more.height() / 2, t.tint, t.tintLine);
    painter.setFont(captionFont(QFont::DemiBold));
    painter.setPen(t.accentText);
    painter.drawText(more, Qt::AlignCenter, QStringLiteral("+1"));
}

/// A page of charts and a table.
void paintProject(QPainter& painter, const QRectF& room) {
    const ThemeTokens& t = Theme::tokens();
    const QRectF page(room.center().x() - scaled(120), room.top() + scaled(18), scaled(240), room.height() - scaled(36));
    drawBox(painter, page, scaled(4), t.surface, t.line2);
    const double inner = scaled(10);
    const QRectF bars(page.left() + inner, page.top() + inner, scaled(128), page.height() - inner * 2);
    drawBox(painter, bars, scaled(3), t.raised, t.line);
    constexpr std::array<double, 5> kHeights{0.25, 0.5, 0.85, 0.7, 0.4};
    for (std::size_t index = 0; index < kHeights.size(); ++index) {
        const double height = (bars.height() - scaled(16)) * kHeights[index];
        paintBar(painter, QRectF(bars.left() + scaled(12) + static_cast<double>(index) * scaled(22), bars.bottom() - scaled(6) - height, scaled(15), height), 0, index == 4);
    }
    const double left = bars.right() + inner;
    const double right = page.right() - inner;
    for (int row = 0; row < 5; ++row) {
        const double y = bars.top() + scaled(6) + row * (bars.height() - scaled(12)) / 4;
        const double end = row == 0 ? right - scaled(30) : right - scaled(8) * (row % 3);
        drawBox(painter, QRectF(left, y - scaled(2), end - left, scaled(row == 0 ? 5 : 3)), 1, row == 0 ? t.axis : t.line2, QColor());
    }
}

}  // namespace

WelcomeArt::WelcomeArt(Subject subject, QWidget* parent) : QWidget(parent), subject_(subject) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize WelcomeArt::sizeHint() const {
    return {scaled(280), scaled(121)};
}

void WelcomeArt::paintEvent(QPaintEvent*) {
    const ThemeTokens& t = Theme::tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath ground;
    const double radius = scaled(7);
    ground.addRoundedRect(QRectF(rect()).adjusted(0, 0, 0, radius), radius, radius);
    painter.setClipRect(rect());
    painter.fillPath(ground, t.raised);
    drawHorizontalLine(painter, 0, width(), height() - 1, t.line);
    switch (subject_) {
        case Subject::Demo: paintDemo(painter, rect()); break;
        case Subject::Folder: paintFolder(painter, rect()); break;
        case Subject::Project: paintProject(painter, rect()); break;
    }
}

}  // namespace vitrine::ui
