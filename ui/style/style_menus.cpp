// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QFocusFrame>
#include <QPainterPath>
#include <QVariant>

#include "ui/style/control_properties.h"
#include "ui/style/focus_ring.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/paint_tools.h"
#include "ui/style/style_parts.h"
#include "ui/style/theme.h"

namespace vitrine::ui::parts {

namespace {

constexpr int kMenuPadding = 8;
constexpr int kMenuIconColumn = 24;

}  // namespace

void drawMenuItem(const QStyleOptionMenuItem& option, QPainter& painter, const QWidget* widget) {
    const ThemeTokens& t = Theme::tokens();
    const QRect rect = option.rect;
    if (option.menuItemType == QStyleOptionMenuItem::Separator && option.text.isEmpty()) {
        drawHorizontalLine(painter, rect.left() + scaled(4), rect.right() - scaled(3), rect.center().y(), t.line);
        return;
    }
    const bool enabled = option.state & QStyle::State_Enabled;
    const bool chosen = (option.state & QStyle::State_Selected) && enabled;
    if (chosen) {
        drawBox(painter, rect.adjusted(scaled(4), 0, -scaled(4), 0), 4, t.sel,
                Theme::current().isHighContrast() ? t.accent : QColor());
    }
    painter.save();
    painter.setFont(option.font);
    if (widget && option.menuItemType == QStyleOptionMenuItem::Separator) painter.setFont(captionFont(QFont::DemiBold));
    const QRect inner = rect.adjusted(scaled(4 + kMenuPadding), 0, -scaled(4 + kMenuPadding), 0);
    const int side = scaled(kButtonIcon);
    const auto visual = [&](const QRect& part) { return QStyle::visualRect(option.direction, inner, part); };
    const QRect mark = visual(QRect(inner.left(), rect.top() + (rect.height() - side) / 2, side, side));
    if (option.checkType != QStyleOptionMenuItem::NotCheckable) {
        if (option.checked) {
            paintIcon(painter, mark, Icon::Check, enabled ? t.accentText : disabledText());
        } else if (!option.icon.isNull()) {
            option.icon.paint(&painter, mark, Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
        }
    } else if (!option.icon.isNull()) {
        option.icon.paint(&painter, mark, Qt::AlignCenter,
                          !enabled ? QIcon::Disabled
                          : chosen ? QIcon::Active
                                   : QIcon::Normal);
    }
    const bool heading = option.menuItemType == QStyleOptionMenuItem::Separator;
    const int column = heading ? 0 : scaled(kMenuIconColumn);
    const QRect textRect = visual(inner.adjusted(column, 0, 0, 0));
    const qsizetype tab = option.text.indexOf(QLatin1Char('\t'));
    const QString text = tab < 0 ? option.text : option.text.left(tab);
    const Qt::Alignment left = QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter);
    const Qt::Alignment right = QStyle::visualAlignment(option.direction, Qt::AlignRight | Qt::AlignVCenter);
    painter.setPen(!enabled ? disabledText() : heading ? t.text2 : t.text);
    painter.drawText(textRect, static_cast<int>(left) | Qt::TextShowMnemonic | Qt::TextSingleLine, text);
    if (tab >= 0) {
        painter.setPen(enabled ? t.text3 : disabledText());
        painter.drawText(textRect, static_cast<int>(right) | Qt::TextSingleLine, option.text.mid(tab + 1));
    }
    if (option.menuItemType == QStyleOptionMenuItem::SubMenu) {
        const int chevron = scaled(kChevron);
        const QRect box =
            visual(QRect(inner.right() + 1 - chevron, rect.top() + (rect.height() - chevron) / 2, chevron, chevron));
        paintIcon(painter, box, option.direction == Qt::RightToLeft ? Icon::ChevronLeft : Icon::ChevronRight,
                  enabled ? t.text2 : disabledText());
    }
    painter.restore();
}

QSize menuItemSize(const QStyleOptionMenuItem& option, const QSize& contents) {
    if (option.menuItemType == QStyleOptionMenuItem::Separator && option.text.isEmpty())
        return {contents.width(), scaled(9)};
    const QFontMetrics metrics(option.font);
    const qsizetype tab = option.text.indexOf(QLatin1Char('\t'));
    const QString text = tab < 0 ? option.text : option.text.left(tab);
    int width = metrics.size(Qt::TextShowMnemonic, text).width() + scaled(2 * (4 + kMenuPadding) + kMenuIconColumn);
    // QMenu adds the width of the shortcut column itself.
    width += tab >= 0 ? scaled(24) : scaled(12);
    if (option.menuItemType == QStyleOptionMenuItem::SubMenu) width += scaled(kChevron + kMenuPadding);
    return {width, std::max(scaled(kMenuRow), metrics.height() + 8)};
}

void drawMenuBarItem(const QStyleOptionMenuItem& option, QPainter& painter, const QWidget* widget) {
    const ThemeTokens& t = Theme::tokens();
    painter.fillRect(option.rect, t.bg);
    const bool enabled = option.state & QStyle::State_Enabled;
    if (enabled && (option.state & QStyle::State_Selected)) {
        drawBox(painter, option.rect.adjusted(1, 2, -1, -2), 4, t.sunken,
                Theme::current().isHighContrast() ? t.line : QColor());
    }
    painter.save();
    if (widget) painter.setFont(widget->font());
    painter.setPen(enabled ? t.text : disabledText());
    painter.drawText(option.rect, Qt::AlignCenter | Qt::TextShowMnemonic | Qt::TextSingleLine, option.text);
    painter.restore();
}

void drawMenuPanel(const QStyleOption& option, QPainter& painter) {
    const ThemeTokens& t = Theme::tokens();
    painter.fillRect(option.rect, t.surface);
    drawBox(painter, option.rect, 0, t.surface, t.line2);
}

void drawTip(const QStyleOption& option, QPainter& painter) {
    const ThemeTokens& t = Theme::tokens();
    drawBox(painter, option.rect, 0, t.surface, t.line2);
}

void drawRowPanel(const QStyleOptionViewItem& option, QPainter& painter) {
    const ThemeTokens& t = Theme::tokens();
    if (option.backgroundBrush.style() != Qt::NoBrush) painter.fillRect(option.rect, option.backgroundBrush);
    if (option.state & QStyle::State_Selected) {
        painter.fillRect(option.rect, t.sel);
    } else if ((option.state & QStyle::State_MouseOver) && (option.state & QStyle::State_Enabled)) {
        painter.fillRect(option.rect, t.raised);
    }
}

void drawCellFocus(const QStyleOption& option, QPainter& painter) {
    if (!FocusRing::isKeyboardFocus()) return;
    drawBox(painter, option.rect, 2, QColor(), Theme::tokens().accent, Theme::current().focusWidth());
}

void drawSplitter(const QStyleOption& option, QPainter& painter) {
    const ThemeTokens& t = Theme::tokens();
    const bool hovered = option.state & QStyle::State_MouseOver;
    const QColor color = hovered ? t.accent : t.line;
    // State_Horizontal is set when the widgets lie side by side.
    if (option.state & QStyle::State_Horizontal) {
        drawVerticalLine(painter, option.rect.left() + (option.rect.width() - 1) / 2, option.rect.top(),
                         option.rect.bottom() + 1, color);
    } else {
        drawHorizontalLine(painter, option.rect.left(), option.rect.right() + 1,
                           option.rect.top() + (option.rect.height() - 1) / 2, color);
    }
}

void drawAreaFrame(const QStyleOptionFrame& option, QPainter& painter, const QWidget* widget) {
    const ThemeTokens& t = Theme::tokens();
    if (option.frameShape == QFrame::HLine || option.frameShape == QFrame::VLine) {
        if (option.frameShape == QFrame::HLine) {
            drawHorizontalLine(painter, option.rect.left(), option.rect.right() + 1, option.rect.center().y(), t.line);
        } else {
            drawVerticalLine(painter, option.rect.center().x(), option.rect.top(), option.rect.bottom() + 1, t.line);
        }
        return;
    }
    const QColor border = isFlagged(widget, kInvalidProperty) ? t.err : t.line2;
    const bool isArea = qobject_cast<const QAbstractScrollArea*>(widget);
    drawBox(painter, option.rect, isArea ? 4 : 0, isArea ? option.palette.color(QPalette::Base) : QColor(),
            isArea ? border : t.line);
}

void drawFocusFrame(const QStyleOption& option, QPainter& painter, const QWidget* widget) {
    const ThemeTokens& t = Theme::tokens();
    const double width = Theme::current().focusWidth();
    double radius = kControlRadius + 2.0;
    if (const auto* frame = qobject_cast<const QFocusFrame*>(widget); frame && frame->widget()) {
        const QVariant own = frame->widget()->property(kFocusRadiusProperty);
        if (own.isValid()) radius = own.toDouble() + 2.0;
    }
    // The frame reaches 4 px out: 2 px of air, 2 px of ring.
    const double inset = 4.0 - 2.0 - width;
    drawBox(painter, QRectF(option.rect).adjusted(inset, inset, -inset, -inset), scaled(radius), QColor(), t.accent,
            width);
}

void drawBranch(const QStyleOption& option, QPainter& painter) {
    if (!(option.state & QStyle::State_Children)) return;
    const int side = scaled(kChevron);
    const bool open = option.state & QStyle::State_Open;
    const Icon closed = option.direction == Qt::RightToLeft ? Icon::ChevronLeft : Icon::ChevronRight;
    paintIcon(painter, QStyle::alignedRect(option.direction, Qt::AlignCenter, {side, side}, option.rect),
              open ? Icon::ChevronDown : closed, Theme::tokens().text2);
}

}  // namespace vitrine::ui::parts
