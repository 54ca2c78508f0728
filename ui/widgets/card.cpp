// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/card.h"

#include <QPainter>

#include "ui/style/fonts.h"
#include "ui/style/paint_tools.h"
#include "ui/style/theme.h"

namespace vitrine::ui {

Card::Card(Kind kind, QWidget* parent) : QFrame(parent), kind_(kind) {
    // One pixel for the border, so that children never cover it.
    setContentsMargins(1, 1, 1, 1);
}

void Card::setKind(Kind kind) {
    if (kind_ == kind) return;
    kind_ = kind;
    update();
}

void Card::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event);
    const ThemeTokens& t = Theme::tokens();
    QPainter painter(this);
    switch (kind_) {
        case Kind::Plain: drawBox(painter, rect(), scaled(8), t.surface, t.line); break;
        case Kind::Sentence: drawBox(painter, rect(), scaled(8), t.raised, t.tintLine); break;
        case Kind::Code: drawBox(painter, rect(), scaled(4), t.raised, t.line); break;
        case Kind::Chosen: drawBox(painter, rect(), scaled(8), t.surface, t.accent); break;
        case Kind::DropZone: drawBox(painter, rect(), scaled(8), QColor(), t.line2, 1.0, Qt::DashLine); break;
    }
}

Separator::Separator(Qt::Orientation orientation, QWidget* parent) : QWidget(parent), orientation_(orientation) {
    if (orientation == Qt::Horizontal) {
        setFixedHeight(1);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    } else {
        setFixedWidth(1);
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    }
}

QSize Separator::sizeHint() const {
    return {1, 1};
}

void Separator::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event);
    QPainter painter(this);
    const ThemeTokens& t = Theme::tokens();
    if (orientation_ == Qt::Horizontal) drawHorizontalLine(painter, 0, width(), 0, t.line);
    else drawVerticalLine(painter, 0, 0, height(), t.line);
}

}  // namespace vitrine::ui
