// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QTabBar>

#include "ui/style/control_properties.h"
#include "ui/style/focus_ring.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/paint_tools.h"
#include "ui/style/style_parts.h"
#include "ui/style/theme.h"

namespace vitrine::ui::parts {

namespace {

constexpr int kTabHeight = 36;
constexpr int kFlatTabHeight = 40;
constexpr int kTabPadding = 12;

bool isVertical(const QStyleOptionTab& option) {
    return option.shape == QTabBar::RoundedWest || option.shape == QTabBar::RoundedEast ||
           option.shape == QTabBar::TriangularWest || option.shape == QTabBar::TriangularEast;
}

QString badgeText(const QStyleOptionTab& option, const QWidget* widget) {
    const int badge = tabBadge(qobject_cast<const QTabBar*>(widget), option.tabIndex);
    return badge < 0 ? QString() : widget->locale().toString(badge);
}

int badgeWidth(const QString& text) {
    if (text.isEmpty()) return 0;
    return std::max(scaled(18), QFontMetrics(captionFont(QFont::Medium)).horizontalAdvance(text) + scaled(10));
}

}  // namespace

void drawTabShape(const QStyleOptionTab& option, QPainter& painter, const QWidget* widget) {
    const ThemeTokens& t = Theme::tokens();
    const bool selected = option.state & QStyle::State_Selected;
    const bool hovered = (option.state & QStyle::State_MouseOver) && (option.state & QStyle::State_Enabled);
    const QRectF rect(option.rect);
    if (isFlagged(widget, kFlatProperty)) {
        if (selected) {
            const double inset = scaled(4);
            painter.fillRect(alignedToPixels(painter, QRectF(rect.left() + inset, rect.bottom() - 2.0,
                                                             rect.width() - 2 * inset, 2.0)),
                             t.accent);
        } else if (hovered) {
            drawBox(painter, rect.adjusted(2, scaled(6), -2, -scaled(6)), scaled(kControlRadius), t.raised, QColor());
        }
    } else if (selected) {
        painter.fillRect(rect, t.surface);
        drawVerticalLine(painter, rect.left(), rect.top(), rect.bottom(), t.line);
        drawVerticalLine(painter, rect.right() - alignedWidth(painter, 1.0), rect.top(), rect.bottom(), t.line);
        painter.fillRect(alignedToPixels(painter, QRectF(rect.left(), rect.top(), rect.width(), 2.0)), t.accent);
    } else if (hovered) {
        painter.fillRect(rect.adjusted(0, 0, 0, -1), t.sunken);
    }
    if (selected && (option.state & QStyle::State_HasFocus) && FocusRing::isKeyboardFocus()) {
        drawBox(painter, rect.adjusted(3, 4, -3, -4), 4, QColor(), t.accent, Theme::current().focusWidth());
    }
}

void drawTabLabel(const QStyleOptionTab& option, QPainter& painter, const QWidget* widget) {
    const ThemeTokens& t = Theme::tokens();
    const bool enabled = option.state & QStyle::State_Enabled;
    const bool selected = option.state & QStyle::State_Selected;
    const bool flat = isFlagged(widget, kFlatProperty);
    QRect rect = option.rect.adjusted(scaled(kTabPadding), flat ? 0 : 2, -scaled(kTabPadding), 0);
    if (!option.leftButtonSize.isEmpty()) rect.setLeft(rect.left() + option.leftButtonSize.width() + 4);
    if (!option.rightButtonSize.isEmpty()) rect.setRight(rect.right() - option.rightButtonSize.width() - 4);
    painter.save();
    if (widget) painter.setFont(widget->font());
    int x = rect.left();
    if (!option.icon.isNull()) {
        const QSize size = option.iconSize;
        const QRect box(x, rect.top() + (rect.height() - size.height()) / 2, size.width(), size.height());
        option.icon.paint(&painter, QStyle::visualRect(option.direction, rect, box), Qt::AlignCenter,
                          enabled ? QIcon::Normal : QIcon::Disabled, selected ? QIcon::On : QIcon::Off);
        x += size.width() + scaled(kIconGap);
    }
    const QString badge = badgeText(option, widget);
    const int badgeRoom = badge.isEmpty() ? 0 : badgeWidth(badge) + scaled(kIconGap);
    const int textRoom = rect.right() + 1 - x - badgeRoom;
    painter.setPen(!enabled ? disabledText() : selected ? t.text : t.text2);
    const QString text = painter.fontMetrics().elidedText(option.text, Qt::ElideRight, textRoom, Qt::TextShowMnemonic);
    const QRect textRect(x, rect.top(), textRoom, rect.height());
    const Qt::Alignment alignment = QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter);
    painter.drawText(QStyle::visualRect(option.direction, rect, textRect),
                     static_cast<int>(alignment) | Qt::TextShowMnemonic | Qt::TextSingleLine, text);
    if (!badge.isEmpty()) {
        const int left =
            x + std::min(textRoom, painter.fontMetrics().size(Qt::TextShowMnemonic, text).width()) + scaled(kIconGap);
        const int height = scaled(18);
        const QRect box = QStyle::visualRect(
            option.direction, rect, QRect(left, rect.top() + (rect.height() - height) / 2, badgeWidth(badge), height));
        drawBox(painter, box, height / 2.0, t.sunken, Theme::current().isHighContrast() ? t.line : QColor());
        painter.setFont(captionFont(QFont::Medium));
        painter.setPen(t.text2);
        painter.drawText(box, Qt::AlignCenter, badge);
    }
    painter.restore();
}

QSize tabSize(const QStyleOptionTab& option, const QSize& contents, const QWidget* widget) {
    if (isVertical(option)) return contents;
    const QFontMetrics metrics = option.fontMetrics;
    const bool flat = isFlagged(widget, kFlatProperty);
    int width = metrics.size(Qt::TextShowMnemonic, option.text).width() + 2 * scaled(kTabPadding) + 2;
    if (!option.icon.isNull()) width += option.iconSize.width() + scaled(kIconGap);
    if (!option.leftButtonSize.isEmpty()) width += option.leftButtonSize.width() + 4;
    if (!option.rightButtonSize.isEmpty()) width += option.rightButtonSize.width() + 4;
    if (const QString badge = badgeText(option, widget); !badge.isEmpty())
        width += badgeWidth(badge) + scaled(kIconGap);
    return {width, std::max(scaled(flat ? kFlatTabHeight : kTabHeight), metrics.height() + 12)};
}

void drawTabBarBase(const QStyleOption& option, QPainter& painter) {
    const ThemeTokens& t = Theme::tokens();
    const auto* base = qstyleoption_cast<const QStyleOptionTabBarBase*>(&option);
    const double y = option.rect.bottom() + 1 - alignedWidth(painter, 1.0);
    if (!base) {
        drawHorizontalLine(painter, option.rect.left(), option.rect.right() + 1, y, t.line);
        return;
    }
    // The chosen tab opens into the page below it.
    drawHorizontalLine(painter, option.rect.left(), base->selectedTabRect.left(), y, t.line);
    drawHorizontalLine(painter, base->selectedTabRect.right() + 1, option.rect.right() + 1, y, t.line);
}

void drawTabClose(const QStyleOption& option, QPainter& painter) {
    const ThemeTokens& t = Theme::tokens();
    const bool hovered = option.state & QStyle::State_Raised || option.state & QStyle::State_MouseOver;
    if (hovered) drawBox(painter, option.rect, 4, t.sunken, QColor());
    const int side = scaled(kChevron);
    paintIcon(painter, QStyle::alignedRect(option.direction, Qt::AlignCenter, {side, side}, option.rect), Icon::X,
              hovered ? t.text : t.text2);
}

void drawHeaderSection(const QStyleOptionHeader& option, QPainter& painter) {
    const ThemeTokens& t = Theme::tokens();
    const bool hovered = (option.state & QStyle::State_MouseOver) && (option.state & QStyle::State_Enabled);
    painter.fillRect(option.rect, hovered ? t.raised : t.surface);
    if (option.orientation == Qt::Horizontal) {
        drawHorizontalLine(painter, option.rect.left(), option.rect.right() + 1,
                           option.rect.bottom() + 1 - alignedWidth(painter, 1.0), t.line);
    }
}

void drawHeaderLabel(const QStyleOptionHeader& option, QPainter& painter) {
    const ThemeTokens& t = Theme::tokens();
    painter.save();
    painter.setFont(captionFont(QFont::Medium));
    QRect rect = option.rect;
    const int side = scaled(12);
    const bool sorted = option.sortIndicator != QStyleOptionHeader::None;
    const Qt::Alignment alignment = QStyle::visualAlignment(option.direction, option.textAlignment);
    const QFontMetrics metrics = painter.fontMetrics();
    int x = 0;
    const int iconRoom = option.icon.isNull() ? 0 : side + 4;
    const int room = rect.width() - iconRoom - (sorted ? side + 4 : 0);
    const QString text = metrics.elidedText(option.text, Qt::ElideRight, room);
    const int width = metrics.horizontalAdvance(text) + iconRoom + (sorted ? side + 4 : 0);
    if (alignment & Qt::AlignRight) x = rect.right() + 1 - width;
    else if (alignment & Qt::AlignHCenter) x = rect.left() + (rect.width() - width) / 2;
    else x = rect.left();
    if (iconRoom) {
        option.icon.paint(&painter, QRect(x, rect.top() + (rect.height() - side) / 2, side, side));
        x += iconRoom;
    }
    painter.setPen(option.state & QStyle::State_Enabled ? t.text2 : disabledText());
    const int textWidth = metrics.horizontalAdvance(text);
    painter.drawText(QRect(x, rect.top(), textWidth + 1, rect.height()), Qt::AlignLeft | Qt::AlignVCenter, text);
    if (sorted) {
        paintIcon(painter, QRectF(x + textWidth + 4, rect.top() + (rect.height() - side) / 2.0, side, side),
                  option.sortIndicator == QStyleOptionHeader::SortDown ? Icon::ArrowUp : Icon::ArrowDown, t.text2);
    }
    painter.restore();
}

QSize headerSize(const QStyleOptionHeader& option, const QSize& contents) {
    const QFontMetrics metrics(captionFont(QFont::Medium));
    if (option.orientation == Qt::Vertical)
        return {metrics.horizontalAdvance(option.text) + scaled(16), std::max(scaled(26), contents.height())};
    const int sort = option.sortIndicator != QStyleOptionHeader::None ? scaled(16) : 0;
    const int icon = option.icon.isNull() ? 0 : scaled(16);
    return {metrics.horizontalAdvance(option.text) + scaled(16) + sort + icon,
            std::max(scaled(28), metrics.height() + 8)};
}

}  // namespace vitrine::ui::parts
