// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/mark_tool_tip.h"

#include <algorithm>

#include <QPainter>

#include "ui/charts/chart_look.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/paint_tools.h"
#include "ui/style/theme.h"

namespace vitrine::ui {

namespace {

constexpr int kNarrowest = 146;
constexpr int kWidest = 220;
constexpr int kPadding = 10;
constexpr int kSwatch = 10;
constexpr int kLine = 17;
constexpr int kGap = 10;

}  // namespace

MarkToolTip::MarkToolTip(QWidget* parent) : QFrame(parent) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    hide();
}

void MarkToolTip::setContent(const Content& content) {
    if (content == content_) return;
    content_ = content;
    setAccessibleName(content.title);
    resize(sizeHint());
    update();
}

QSize MarkToolTip::sizeHint() const {
    const QFontMetrics strong(captionFont(QFont::DemiBold));
    const QFontMetrics normal(captionFont());
    int width = strong.horizontalAdvance(content_.title) + scaled(kSwatch + 6) + (content_.pinned ? scaled(18) : 0);
    width = std::max(width, normal.horizontalAdvance(content_.state));
    for (const auto& [name, value] : content_.lines)
        width = std::max(width, normal.horizontalAdvance(name) + scaled(16) + strong.horizontalAdvance(value));
    const int lines = 1 + (content_.state.isEmpty() ? 0 : 1) + static_cast<int>(content_.lines.size());
    return {std::clamp(width + scaled(2 * kPadding), scaled(kNarrowest), scaled(kWidest)),
            scaled(lines * kLine + 2 * 7)};
}

void MarkToolTip::placeBeside(const QRectF& mark, const QList<QRectF>& others, const QRectF& within) {
    const QSizeF size = this->size();
    const double gap = scaled(6);
    const QList<QPointF> candidates{{mark.right() + gap, mark.top() - gap},
                                    {mark.left() - gap - size.width(), mark.top() - gap},
                                    {mark.center().x() - size.width() / 2, mark.top() - gap - size.height()},
                                    {mark.right() + gap, mark.bottom() - size.height()},
                                    {mark.left() - gap - size.width(), mark.bottom() - size.height()}};
    QRectF best;
    double bestCost = -1;
    for (const QPointF& corner : candidates) {
        QRectF rect(corner, size);
        rect.moveLeft(std::clamp(rect.left(), within.left(), std::max(within.left(), within.right() - size.width())));
        rect.moveTop(std::clamp(rect.top(), within.top(), std::max(within.top(), within.bottom() - size.height())));
        const auto covered = [&rect](const QRectF& other) {
            const QRectF common = rect.intersected(other);
            return common.isEmpty() ? 0.0 : common.width() * common.height();
        };
        double cost = covered(mark) * 1000;
        for (const QRectF& other : others) cost += covered(other);
        if (bestCost < 0 || cost < bestCost) {
            bestCost = cost;
            best = rect;
        }
    }
    move(best.topLeft().toPoint());
}

void MarkToolTip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const ThemeTokens& tokens = Theme::tokens();
    drawBox(painter, QRectF(rect()), scaled(6), tokens.surface, tokens.line2);
    const int left = scaled(kPadding);
    const int right = width() - scaled(kPadding);
    const int line = scaled(kLine);
    int top = scaled(7);
    const ChartLook look = ChartLook::current(locale(), {});
    const SeriesColor color = look.series(content_.slot);
    const int side = scaled(kSwatch);
    drawBox(painter, QRectF(left, top + (line - side) / 2.0, side, side), scaled(2), color.fill, color.outline);
    painter.setFont(captionFont(QFont::DemiBold));
    painter.setPen(tokens.text);
    const int titleLeft = left + side + scaled(6);
    const int titleRight = right - (content_.pinned ? scaled(16) : 0);
    painter.drawText(QRect(titleLeft, top, titleRight - titleLeft, line), Qt::AlignVCenter | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(content_.title, Qt::ElideMiddle, titleRight - titleLeft));
    if (content_.pinned)
        paintIcon(painter, QRectF(right - scaled(12), top + (line - scaled(12)) / 2.0, scaled(12), scaled(12)),
                  Icon::Pin, tokens.text2);
    top += line;
    if (!content_.state.isEmpty()) {
        painter.setFont(captionFont());
        painter.setPen(tokens.text2);
        painter.drawText(QRect(left, top, right - left, line), Qt::AlignVCenter | Qt::AlignLeft,
                         painter.fontMetrics().elidedText(content_.state, Qt::ElideRight, right - left));
        top += line;
    }
    for (const auto& [name, value] : content_.lines) {
        painter.setFont(captionFont(QFont::DemiBold));
        const int valueWidth = painter.fontMetrics().horizontalAdvance(value);
        painter.setPen(tokens.text);
        painter.drawText(QRect(left, top, right - left, line), Qt::AlignVCenter | Qt::AlignRight, value);
        painter.setFont(captionFont());
        painter.setPen(tokens.text2);
        const int room = right - left - valueWidth - scaled(kGap);
        painter.drawText(QRect(left, top, room, line), Qt::AlignVCenter | Qt::AlignLeft,
                         painter.fontMetrics().elidedText(name, Qt::ElideMiddle, room));
        top += line;
    }
}

}  // namespace vitrine::ui
