// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/token_button.h"

#include <QEvent>
#include <QKeyEvent>
#include <QPainter>

#include "ui/style/control_properties.h"
#include "ui/style/fonts.h"
#include "ui/style/paint_tools.h"
#include "ui/style/theme.h"

namespace vitrine::ui {

TokenButton::TokenButton(const QString& what, const QString& text, QWidget* parent) : QToolButton(parent), what_(what) {
    setText(text);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setProperty(kFocusRadiusProperty, 2.0);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    refresh();
}

void TokenButton::setWhat(const QString& what) {
    what_ = what;
    refresh();
}

void TokenButton::setValue(const QString& text) {
    setText(text);
    refresh();
}

void TokenButton::setLarge(bool large) {
    large_ = large;
    refresh();
}

void TokenButton::refresh() {
    setAccessibleName(what_.isEmpty() ? text()
                                      : tr("%1: %2", "name of a part of the query, its value").arg(what_, text()));
    setToolTip(what_);
    updateGeometry();
    update();
}

QSize TokenButton::sizeHint() const {
    const QFontMetrics metrics(large_ ? titleFont() : bodyFont(QFont::DemiBold));
    return {metrics.horizontalAdvance(text()) + 1, std::max(scaled(large_ ? 32 : 22), metrics.height() + 4)};
}

void TokenButton::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event);
    const ThemeTokens& t = Theme::tokens();
    QPainter painter(this);
    if (isEnabled() && (underMouse() || isDown() || (menu() && isDown()))) {
        drawBox(painter, rect(), 3, t.tint, Theme::current().isHighContrast() ? t.accent : QColor());
    }
    painter.setFont(large_ ? titleFont() : bodyFont(QFont::DemiBold));
    const QColor color = isEnabled() ? t.accentText : t.text3;
    painter.setPen(color);
    painter.drawText(rect(), Qt::AlignCenter | Qt::TextDontClip, text());
    if (!isEnabled()) return;
    const QFontMetrics metrics = painter.fontMetrics();
    const double thickness = alignedWidth(painter, 1.0);
    const double baseline = (height() - metrics.height()) / 2.0 + metrics.ascent();
    const double y = alignedToPixels(painter, QRectF(0, baseline + (large_ ? 5 : 4), 1, 1)).top() + thickness / 2.0;
    QPen pen(color, thickness, Qt::CustomDashLine, Qt::FlatCap);
    pen.setDashPattern({3.0, 2.0});
    painter.setPen(pen);
    painter.drawLine(QPointF(0, y), QPointF(width(), y));
}

void TokenButton::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_F2) {
        click();
        return;
    }
    QToolButton::keyPressEvent(event);
}

void TokenButton::changeEvent(QEvent* event) {
    QToolButton::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::LanguageChange) refresh();
}

}  // namespace vitrine::ui
