// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QAbstractButton>
#include <QDialogButtonBox>
#include <QPushButton>

#include "ui/style/control_properties.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/paint_tools.h"
#include "ui/style/style_parts.h"
#include "ui/style/theme.h"

namespace vitrine::ui::parts {

namespace {

struct Look {
    QColor fill;
    QColor border;
    QColor text;
    QIcon::Mode iconMode = QIcon::Normal;
};

Look lookOf(ButtonKind kind, QStyle::State state) {
    const ThemeTokens& t = Theme::tokens();
    const bool enabled = state & QStyle::State_Enabled;
    const bool hovered = enabled && (state & QStyle::State_MouseOver);
    const bool pressed = enabled && (state & QStyle::State_Sunken);
    const bool checked = state & QStyle::State_On;
    const bool highContrast = Theme::current().isHighContrast();
    Look look;
    switch (kind) {
        case ButtonKind::Default:
            look.fill = pressed ? t.sunken : hovered ? t.raised : t.surface;
            look.border = hovered && highContrast ? t.accent : t.line2;
            look.text = t.text;
            look.iconMode = QIcon::Active;
            break;
        case ButtonKind::Filled:
            look.fill = pressed || hovered ? t.accentHover : t.accent;
            look.text = t.onAccent;
            break;
        case ButtonKind::Quiet:
            if (pressed || hovered) look.fill = pressed ? t.sunken : t.raised;
            if (highContrast && hovered) look.border = t.line;
            look.text = hovered ? t.text : t.text2;
            look.iconMode = hovered ? QIcon::Active : QIcon::Normal;
            break;
        case ButtonKind::Link:
            if (pressed || hovered) look.fill = t.tint;
            look.text = t.accentText;
            look.iconMode = QIcon::Selected;
            break;
    }
    if (checked && kind != ButtonKind::Filled) {
        look.fill = t.tint;
        look.border = t.tintLine;
        look.text = t.accentText;
        look.iconMode = QIcon::Selected;
    }
    if (!enabled) {
        look.text = disabledText();
        look.iconMode = QIcon::Disabled;
        if (kind == ButtonKind::Filled) {
            look.fill = t.sunken;
            look.border = t.line2;
        }
    }
    return look;
}

void drawTintedIcon(QPainter& painter, const QIcon& icon, const QRect& rect, const Look& look, bool tint) {
    if (!tint || look.iconMode == QIcon::Disabled) {
        icon.paint(&painter, rect, Qt::AlignCenter, look.iconMode);
        return;
    }
    // The transformation knows the real scale also when the widget is painted into a picture.
    const double ratio = std::max(1.0, painter.deviceTransform().m11());
    QPixmap pixmap = icon.pixmap(rect.size(), ratio);
    QPainter colouring(&pixmap);
    colouring.setCompositionMode(QPainter::CompositionMode_SourceIn);
    colouring.fillRect(pixmap.rect(), look.text);
    colouring.end();
    painter.drawPixmap(rect, pixmap);
}

// Icon, text and chevron, centred together.
void drawLabel(QPainter& painter, const QRect& rect, const QIcon& icon, QSize iconSize, const QString& text,
               bool hasMenu, const Look& look, bool tint, Qt::LayoutDirection direction) {
    const QFontMetrics metrics = painter.fontMetrics();
    const int gap = scaled(kIconGap);
    const int chevron = scaled(kChevron);
    const int textWidth = text.isEmpty() ? 0 : metrics.size(Qt::TextShowMnemonic, text).width();
    int width = textWidth;
    if (!icon.isNull()) width += iconSize.width() + (textWidth ? gap : 0);
    if (hasMenu) width += chevron + (width ? gap : 0);
    int x = rect.left() + std::max(0, (rect.width() - width) / 2);
    const auto place = [&](int itemWidth, int itemHeight) {
        const QRect item(x, rect.top() + (rect.height() - itemHeight) / 2, itemWidth, itemHeight);
        x += itemWidth + gap;
        return QStyle::visualRect(direction, rect, item);
    };
    if (!icon.isNull()) drawTintedIcon(painter, icon, place(iconSize.width(), iconSize.height()), look, tint);
    if (textWidth) {
        painter.setPen(look.text);
        painter.drawText(place(textWidth, rect.height()), Qt::AlignCenter | Qt::TextShowMnemonic, text);
    }
    if (hasMenu) paintIcon(painter, place(chevron, chevron), Icon::ChevronDown, look.text);
}

QSize iconSizeOf(const QIcon& icon, const QSize& wanted) {
    if (icon.isNull()) return {0, 0};
    const int side = scaled(kButtonIcon);
    return wanted.isValid() && wanted.height() > 0 ? QSize(std::max(wanted.width(), 1), std::max(wanted.height(), 1))
                                                   : QSize(side, side);
}

ButtonKind pushKind(const QWidget* widget) {
    const auto* button = qobject_cast<const QPushButton*>(widget);
    const bool answers = button && button->isDefault() && qobject_cast<const QDialogButtonBox*>(button->parentWidget());
    return buttonKind(widget, answers ? ButtonKind::Filled : ButtonKind::Default);
}

int buttonHeight(const QWidget* widget, ControlSize fallback, const QFontMetrics& metrics) {
    return std::max(scaled(controlHeight(widget, fallback)), metrics.height() + 6);
}

}  // namespace

QColor disabledText() {
    const ThemeTokens& t = Theme::tokens();
    return mixed(t.surface, t.text3, 0.6);
}

void drawPushButton(const QStyleOptionButton& option, QPainter& painter, const QWidget* widget) {
    const ButtonKind kind = pushKind(widget);
    const Look look = lookOf(kind, option.state);
    drawBox(painter, option.rect, scaled(kControlRadius), look.fill, look.border);
    painter.save();
    if (widget) painter.setFont(widget->font());
    drawLabel(painter, option.rect, option.icon, iconSizeOf(option.icon, option.iconSize), option.text,
              option.features & QStyleOptionButton::HasMenu, look, kind == ButtonKind::Filled, option.direction);
    painter.restore();
}

QSize pushButtonSize(const QStyleOptionButton& option, const QWidget* widget) {
    const QFontMetrics metrics = option.fontMetrics;
    const int height = buttonHeight(widget, ControlSize::Large, metrics);
    const bool hasMenu = option.features & QStyleOptionButton::HasMenu;
    if (option.text.isEmpty() && !hasMenu) return {height, height};
    const int padding = scaled(controlHeight(widget, ControlSize::Large) <= 24 ? 8 : kButtonPadding);
    int width = metrics.size(Qt::TextShowMnemonic, option.text).width() + 2 * padding;
    if (!option.icon.isNull()) width += iconSizeOf(option.icon, option.iconSize).width() + scaled(kIconGap);
    if (hasMenu) width += scaled(kChevron + kIconGap);
    return {width, height};
}

void drawToolButton(const QStyleOptionToolButton& option, QPainter& painter, const QWidget* widget) {
    const ButtonKind kind = buttonKind(widget, ButtonKind::Quiet);
    const Look look = lookOf(kind, option.state);
    drawBox(painter, option.rect, scaled(kControlRadius), look.fill, look.border);
    painter.save();
    if (widget) painter.setFont(widget->font());
    const bool showText = option.toolButtonStyle != Qt::ToolButtonIconOnly || option.icon.isNull();
    const bool showIcon = option.toolButtonStyle != Qt::ToolButtonTextOnly;
    const bool showsMenu = (option.features & QStyleOptionToolButton::HasMenu) && showText;
    const QIcon icon = showIcon ? option.icon : QIcon();
    if (option.icon.isNull() && (option.features & QStyleOptionToolButton::Arrow)) {
        const Icon arrow = option.arrowType == Qt::LeftArrow    ? Icon::ChevronLeft
                           : option.arrowType == Qt::RightArrow ? Icon::ChevronRight
                           : option.arrowType == Qt::UpArrow    ? Icon::ChevronUp
                                                                : Icon::ChevronDown;
        const int side = scaled(kButtonIcon);
        const QRect box = QStyle::alignedRect(option.direction, Qt::AlignCenter, {side, side}, option.rect);
        paintIcon(painter, box, arrow, look.text);
    } else {
        drawLabel(painter, option.rect, icon, iconSizeOf(icon, option.iconSize), showText ? option.text : QString(),
                  showsMenu, look, kind == ButtonKind::Filled, option.direction);
    }
    painter.restore();
}

QSize toolButtonSize(const QStyleOptionToolButton& option, const QSize& contents, const QWidget* widget) {
    const QFontMetrics metrics = option.fontMetrics;
    const int iconHeight = option.icon.isNull() ? 0 : option.iconSize.height() + 6;
    const int height = std::max(buttonHeight(widget, ControlSize::Medium, metrics), iconHeight);
    const bool showText = option.toolButtonStyle != Qt::ToolButtonIconOnly && !option.text.isEmpty();
    if (!showText && !(option.icon.isNull() && !option.text.isEmpty())) return {height, height};
    if (option.toolButtonStyle == Qt::ToolButtonTextUnderIcon) return contents + QSize(scaled(16), scaled(8));
    int width = metrics.size(Qt::TextShowMnemonic, option.text).width() + 2 * scaled(8);
    if (!option.icon.isNull() && option.toolButtonStyle != Qt::ToolButtonTextOnly) {
        width += iconSizeOf(option.icon, option.iconSize).width() + scaled(kIconGap);
    }
    if (option.features & QStyleOptionToolButton::HasMenu) width += scaled(kChevron + kIconGap);
    return {width, height};
}

void drawCheckIndicator(const QStyleOption& option, QPainter& painter, const QWidget* widget) {
    const ThemeTokens& t = Theme::tokens();
    const bool enabled = option.state & QStyle::State_Enabled;
    const bool on = option.state & QStyle::State_On;
    const bool partly = option.state & QStyle::State_NoChange;
    const QColor accent = !enabled ? disabledText() : option.state & QStyle::State_MouseOver ? t.accentHover : t.accent;
    const QColor edge = enabled ? t.axis : t.line2;
    if (isFlagged(widget, kSwitchProperty)) {
        const QRectF track(option.rect);
        drawBox(painter, track, track.height() / 2.0, on ? accent : t.surface, on ? QColor() : edge);
        const double margin = track.height() * 0.2;
        const double side = track.height() - 2.0 * margin;
        const bool right = on != (option.direction == Qt::RightToLeft);
        const double x = right ? track.right() - margin - side : track.left() + margin;
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(on ? t.onAccent : edge);
        painter.drawEllipse(QRectF(x, track.top() + margin, side, side));
        painter.restore();
        return;
    }
    const QRectF box(option.rect);
    drawBox(painter, box, 4.0, on || partly ? accent : t.surface, on || partly ? QColor() : edge);
    if (partly) {
        const double middle = box.height() / 2 - 1;
        painter.fillRect(alignedToPixels(painter, box.adjusted(4, middle, -4, -middle)), t.onAccent);
    } else if (on) {
        paintIcon(painter, box.adjusted(1, 1, -1, -1), Icon::Check, t.onAccent);
    }
}

void drawRadioIndicator(const QStyleOption& option, QPainter& painter) {
    const ThemeTokens& t = Theme::tokens();
    const bool enabled = option.state & QStyle::State_Enabled;
    const bool on = option.state & QStyle::State_On;
    const QColor color = !enabled ? t.line2 : on ? t.accent : t.axis;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(option.rect).adjusted(1, 1, -1, -1);
    painter.setPen(QPen(color, on ? 2.0 : 1.0));
    painter.setBrush(t.surface);
    painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5));
    if (on) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        const double inset = box.width() * 0.28;
        painter.drawEllipse(box.adjusted(inset, inset, -inset, -inset));
    }
    painter.restore();
}

}  // namespace vitrine::ui::parts
