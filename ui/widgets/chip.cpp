// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/chip.h"

#include <algorithm>

#include <QEvent>
#include <QKeyEvent>
#include <QPainter>

#include "ui/style/control_properties.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/paint_tools.h"
#include "ui/style/theme.h"

namespace vitrine::ui {

namespace {

constexpr int kPadding = 8;
constexpr int kGap = 5;
constexpr int kGlyph = 12;
constexpr int kDot = 8;

}  // namespace

Chip::Chip(const QString& text, Kind kind, QWidget* parent) : QAbstractButton(parent), kind_(kind) {
    setText(text);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setFocusPolicy(Qt::NoFocus);
    setAttribute(Qt::WA_Hover);
    setProperty(kFocusRadiusProperty, 10.0);
    refresh();
}

void Chip::setKind(Kind kind) {
    kind_ = kind;
    update();
}

void Chip::setGlyph(std::optional<Icon> glyph) {
    glyph_ = glyph;
    refresh();
}

void Chip::setDot(bool dot) {
    dot_ = dot;
    refresh();
}

void Chip::setDetail(const QString& detail) {
    detail_ = detail;
    refresh();
}

void Chip::setLarge(bool large) {
    large_ = large;
    setProperty(kFocusRadiusProperty, large ? 12.0 : 10.0);
    refresh();
}

void Chip::setInteractive(bool interactive) {
    interactive_ = interactive;
    setFocusPolicy(interactive ? Qt::StrongFocus : Qt::NoFocus);
    setAttribute(Qt::WA_TransparentForMouseEvents, false);
    update();
}

void Chip::refresh() {
    setAccessibleName(detail_.isEmpty() ? text() : text() + QLatin1Char(' ') + detail_);
    updateGeometry();
    update();
}

QSize Chip::sizeHint() const {
    const QFontMetrics head(captionFont(detail_.isEmpty() ? QFont::Medium : QFont::DemiBold));
    const QFontMetrics tail(captionFont(QFont::Medium));
    int width = 2 * scaled(large_ ? kPadding + 2 : kPadding) + head.horizontalAdvance(text());
    if (!detail_.isEmpty()) width += scaled(kGap) + tail.horizontalAdvance(detail_);
    if (glyph_) width += scaled(kGlyph) + (text().isEmpty() ? 0 : scaled(kGap));
    if (dot_) width += scaled(kDot) + scaled(kGap);
    return {width, std::max(scaled(large_ ? 24 : 20), head.height() + 4)};
}

QSize Chip::minimumSizeHint() const {
    return sizeHint();
}

bool Chip::event(QEvent* event) {
    if (!interactive_) {
        // A chip that only shows lets the widget below handle the mouse.
        switch (event->type()) {
            case QEvent::MouseButtonPress:
            case QEvent::MouseButtonRelease:
            case QEvent::MouseButtonDblClick: event->ignore(); return false;
            default: break;
        }
    }
    if (event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange ||
        event->type() == QEvent::LanguageChange) {
        refresh();
    }
    return QAbstractButton::event(event);
}

void Chip::keyPressEvent(QKeyEvent* event) {
    if (interactive_ && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        click();
        return;
    }
    QAbstractButton::keyPressEvent(event);
}

void Chip::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event);
    const ThemeTokens& t = Theme::tokens();
    const bool hovered = interactive_ && isEnabled() && underMouse();
    QColor fill = t.raised;
    QColor border = t.line;
    QColor color = t.text2;
    const Kind kind = isChecked() && kind_ == Kind::Plain ? Kind::Accent : kind_;
    switch (kind) {
        case Kind::Plain:
            if (interactive_) fill = hovered ? t.raised : t.surface;
            if (hovered) border = t.line2;
            break;
        case Kind::Accent: fill = t.tint, border = t.tintLine, color = t.accentText; break;
        case Kind::Warn: fill = t.warnBg, border = t.warnLine, color = t.warn; break;
        case Kind::Error: fill = t.errBg, border = t.errLine, color = t.err; break;
        case Kind::Dashed: fill = QColor(), border = t.text3; break;
    }
    if (hovered && kind != Kind::Plain) border = color;
    if (isDown()) fill = t.sunken;
    if (!isEnabled()) color = mixed(t.surface, t.text3, 0.6);
    QPainter painter(this);
    drawBox(painter, rect(), height() / 2.0, fill, border, 1.0, kind == Kind::Dashed ? Qt::DashLine : Qt::SolidLine);
    int x = scaled(large_ ? kPadding + 2 : kPadding);
    const auto place = [&](int itemWidth, int itemHeight) {
        const QRect item(x, (height() - itemHeight) / 2, itemWidth, itemHeight);
        x += itemWidth + scaled(kGap);
        return QStyle::visualRect(layoutDirection(), rect(), item);
    };
    if (dot_) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(kind == Kind::Accent ? t.accent : color);
        painter.drawEllipse(QRectF(place(scaled(kDot), scaled(kDot))));
    }
    if (glyph_) paintIcon(painter, place(scaled(kGlyph), scaled(kGlyph)), *glyph_, color);
    painter.setPen(color);
    painter.setFont(captionFont(detail_.isEmpty() ? QFont::Medium : QFont::DemiBold));
    painter.drawText(place(painter.fontMetrics().horizontalAdvance(text()), height()),
                     Qt::AlignCenter | Qt::TextDontClip, text());
    if (!detail_.isEmpty()) {
        painter.setFont(captionFont(QFont::Medium));
        painter.drawText(place(painter.fontMetrics().horizontalAdvance(detail_), height()),
                         Qt::AlignCenter | Qt::TextDontClip, detail_);
    }
}

}  // namespace vitrine::ui
