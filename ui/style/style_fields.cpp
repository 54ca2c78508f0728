// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QComboBox>
#include <QSlider>

#include "ui/style/control_properties.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/paint_tools.h"
#include "ui/style/style_parts.h"
#include "ui/style/theme.h"

namespace vitrine::ui::parts {

void drawFieldBox(const QStyleOption& option, QPainter& painter, const QWidget* widget) {
    const ThemeTokens& t = Theme::tokens();
    const bool enabled = option.state & QStyle::State_Enabled;
    const bool readOnly = option.state & QStyle::State_ReadOnly;
    const bool hovered = enabled && (option.state & QStyle::State_MouseOver) && !readOnly;
    const QColor border = isFlagged(widget, kInvalidProperty) ? t.err : hovered ? t.axis : t.line2;
    drawBox(painter, option.rect, scaled(kControlRadius), enabled && !readOnly ? t.surface : t.raised, border);
}

void drawCombo(const QStyleOptionComboBox& option, QPainter& painter, const QWidget* widget) {
    drawFieldBox(option, painter, widget);
    const ThemeTokens& t = Theme::tokens();
    const int side = scaled(kChevron);
    QRect chevron(option.rect.right() - scaled(kFieldPadding) - side + 1,
                  option.rect.top() + (option.rect.height() - side) / 2, side, side);
    chevron = QStyle::visualRect(option.direction, option.rect, chevron);
    paintIcon(painter, chevron, Icon::ChevronDown, option.state & QStyle::State_Enabled ? t.text2 : disabledText());
}

void drawComboLabel(const QStyleOptionComboBox& option, QPainter& painter, const QWidget* widget) {
    if (option.editable) return;
    const ThemeTokens& t = Theme::tokens();
    QRect field = comboPart(option, nullptr, QStyle::SC_ComboBoxEditField);
    painter.save();
    if (widget) painter.setFont(widget->font());
    if (!option.currentIcon.isNull()) {
        const QSize size = option.iconSize;
        QRect box(field.left(), field.top() + (field.height() - size.height()) / 2, size.width(), size.height());
        box = QStyle::visualRect(option.direction, field, box);
        option.currentIcon.paint(&painter, box, Qt::AlignCenter,
                                 option.state & QStyle::State_Enabled ? QIcon::Normal : QIcon::Disabled);
        const int used = size.width() + scaled(kIconGap);
        if (option.direction == Qt::RightToLeft) field.adjust(0, 0, -used, 0);
        else field.adjust(used, 0, 0, 0);
    }
    QString text = option.currentText;
    QColor color = t.text;
    if (const auto* box = qobject_cast<const QComboBox*>(widget); box && box->currentIndex() < 0) {
        text = box->placeholderText();
        color = t.text3;
    }
    painter.setPen(option.state & QStyle::State_Enabled ? color : disabledText());
    const Qt::Alignment alignment = QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter);
    painter.drawText(field, static_cast<int>(alignment),
                     painter.fontMetrics().elidedText(text, Qt::ElideRight, field.width()));
    painter.restore();
}

QRect comboPart(const QStyleOptionComboBox& option, QStyle* style, int subControl) {
    Q_UNUSED(style);
    const QRect rect = option.rect;
    const int padding = scaled(kFieldPadding);
    const int arrow = scaled(kChevron) + padding + scaled(4);
    QRect part = rect;
    if (subControl == QStyle::SC_ComboBoxEditField) {
        part = rect.adjusted(option.editable ? 3 : padding + 1, 1, -arrow, -1);
    } else if (subControl == QStyle::SC_ComboBoxArrow) {
        part = QRect(rect.right() - arrow + 1, rect.top(), arrow, rect.height());
    }
    return QStyle::visualRect(option.direction, rect, part);
}

void drawSpin(const QStyleOptionSpinBox& option, QPainter& painter, const QWidget* widget) {
    if (option.frame) drawFieldBox(option, painter, widget);
    if (option.buttonSymbols == QAbstractSpinBox::NoButtons) return;
    const ThemeTokens& t = Theme::tokens();
    for (const bool up : {true, false}) {
        const QRect part = spinPart(option, up ? QStyle::SC_SpinBoxUp : QStyle::SC_SpinBoxDown);
        const bool enabled =
            (option.state & QStyle::State_Enabled) &&
            (option.stepEnabled & (up ? QAbstractSpinBox::StepUpEnabled : QAbstractSpinBox::StepDownEnabled));
        const bool active = enabled && option.activeSubControls == (up ? QStyle::SC_SpinBoxUp : QStyle::SC_SpinBoxDown);
        if (active && (option.state & (QStyle::State_MouseOver | QStyle::State_Sunken))) {
            drawBox(painter, part.adjusted(1, 1, -1, -1), 3, option.state & QStyle::State_Sunken ? t.sunken : t.raised,
                    QColor());
        }
        const int side = std::min(scaled(12), part.height());
        const QRect glyph = QStyle::alignedRect(option.direction, Qt::AlignCenter, {side, side}, part);
        paintIcon(painter, glyph, up ? Icon::ChevronUp : Icon::ChevronDown, enabled ? t.text2 : disabledText());
    }
}

QRect spinPart(const QStyleOptionSpinBox& option, int subControl) {
    const QRect rect = option.rect;
    const bool buttons = option.buttonSymbols != QAbstractSpinBox::NoButtons;
    const int width = buttons ? scaled(20) : 0;
    const QRect column(rect.right() - width, rect.top() + 1, width, rect.height() - 2);
    QRect part = rect;
    if (subControl == QStyle::SC_SpinBoxUp) {
        part = QRect(column.left(), column.top(), width, column.height() / 2);
    } else if (subControl == QStyle::SC_SpinBoxDown) {
        part = QRect(column.left(), column.top() + column.height() / 2, width, column.height() - column.height() / 2);
    } else if (subControl == QStyle::SC_SpinBoxEditField) {
        part = rect.adjusted(3, 1, -width - 1, -1);
    }
    return QStyle::visualRect(option.direction, rect, part);
}

QSize fieldSize(const QSize& contents, const QWidget* widget, int extraWidth) {
    const int height = std::max(scaled(controlHeight(widget, ControlSize::Medium)), contents.height() + 2);
    return {contents.width() + extraWidth, height};
}

void drawScrollBar(const QStyleOptionSlider& option, QPainter& painter, const QRect& handle, const QWidget* widget) {
    const ThemeTokens& t = Theme::tokens();
    painter.fillRect(option.rect, widget && widget->parentWidget() ? option.palette.color(QPalette::Base) : t.surface);
    if (option.minimum == option.maximum) return;
    const bool active = option.activeSubControls & QStyle::SC_ScrollBarSlider;
    const bool hovered = option.state & QStyle::State_MouseOver;
    const QColor color = active && (option.state & QStyle::State_Sunken) ? t.text3 : hovered ? t.axis : t.line2;
    const double inset = scaled(3);
    const QRectF thumb = QRectF(handle).adjusted(inset, inset, -inset, -inset);
    drawBox(painter, thumb, std::min(thumb.width(), thumb.height()) / 2.0, color, QColor());
}

void drawSlider(const QStyleOptionSlider& option, QPainter& painter, const QRect& groove, const QRect& handle) {
    const ThemeTokens& t = Theme::tokens();
    const bool enabled = option.state & QStyle::State_Enabled;
    const bool horizontal = option.orientation == Qt::Horizontal;
    const QRectF track = horizontal ? QRectF(groove.left(), option.rect.center().y() - 1, groove.width(), 4)
                                    : QRectF(option.rect.center().x() - 1, groove.top(), 4, groove.height());
    drawBox(painter, track, 2, t.sunken, Theme::current().isHighContrast() ? t.line : t.line2);
    QRectF done = track;
    const bool fromEnd = horizontal ? option.upsideDown : !option.upsideDown;
    if (horizontal && fromEnd) done.setLeft(handle.center().x());
    else if (horizontal) done.setRight(handle.center().x());
    else if (fromEnd) done.setTop(handle.center().y());
    else done.setBottom(handle.center().y());
    drawBox(painter, done, 2, enabled ? t.accent : disabledText(), QColor());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(t.surface);
    painter.setPen(QPen(enabled ? t.accent : disabledText(), 2.0));
    const double side = scaled(14);
    const QPointF centre = horizontal ? QPointF(handle.center().x() + 0.5, option.rect.center().y() + 1.0)
                                      : QPointF(option.rect.center().x() + 1.0, handle.center().y() + 0.5);
    painter.drawEllipse(centre, side / 2.0, side / 2.0);
    painter.restore();
}

void drawProgressGroove(const QStyleOption& option, QPainter& painter) {
    const ThemeTokens& t = Theme::tokens();
    drawBox(painter, option.rect, 4, t.sunken, Theme::current().isHighContrast() ? t.line : QColor());
}

void drawProgressContents(const QStyleOptionProgressBar& option, QPainter& painter) {
    // A busy bar moves without data; the design shows the state in words instead, so it stays empty.
    if (option.maximum <= option.minimum) return;
    const double share = std::clamp(
        static_cast<double>(option.progress - option.minimum) / static_cast<double>(option.maximum - option.minimum),
        0.0, 1.0);
    QRectF done(option.rect);
    done.setWidth(done.width() * share);
    if (option.direction == Qt::RightToLeft) done.moveRight(QRectF(option.rect).right());
    drawBox(painter, done, 4, Theme::tokens().accent, QColor());
}

}  // namespace vitrine::ui::parts
