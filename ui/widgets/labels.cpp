// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/labels.h"

#include <QEvent>

#include "ui/style/fonts.h"
#include "ui/style/theme.h"

namespace vitrine::ui {

namespace {

QFont fontOf(TextLabel::Role role) {
    switch (role) {
        case TextLabel::Role::Body:
        case TextLabel::Role::Label: return bodyFont();
        case TextLabel::Role::Strong: return bodyFont(QFont::DemiBold);
        case TextLabel::Role::Title: return titleFont();
        case TextLabel::Role::Caption: return captionFont();
        case TextLabel::Role::CaptionStrong:
        case TextLabel::Role::SectionHead: return captionFont(QFont::DemiBold);
        case TextLabel::Role::Mono: return monoFont();
        case TextLabel::Role::MonoCaption: return monoCaptionFont();
        case TextLabel::Role::Sentence: return titleFont(QFont::Normal);
    }
    return bodyFont();
}

QColor colorOf(TextLabel::Role role) {
    const ThemeTokens& t = Theme::tokens();
    switch (role) {
        case TextLabel::Role::Label:
        case TextLabel::Role::SectionHead:
        case TextLabel::Role::MonoCaption:
        case TextLabel::Role::Sentence: return t.text2;
        case TextLabel::Role::Caption: return t.text3;
        default: return t.text;
    }
}

}  // namespace

TextLabel::TextLabel(const QString& text, Role role, QWidget* parent) : QLabel(text, parent), role_(role) {
    connect(&Theme::current(), &Theme::changed, this, &TextLabel::refresh);
    refresh();
}

void TextLabel::setRole(Role role) {
    role_ = role;
    refresh();
}

void TextLabel::setTokenColor(QColor ThemeTokens::*color) {
    color_ = color;
    refresh();
}

bool TextLabel::event(QEvent* event) {
    const bool handled = QLabel::event(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange ||
        event->type() == QEvent::ApplicationFontChange) {
        refresh();
    }
    return handled;
}

void TextLabel::refresh() {
    if (refreshing_) return;
    refreshing_ = true;
    setFont(fontOf(role_));
    QPalette own = palette();
    own.setColor(QPalette::Active, QPalette::WindowText, color_ ? Theme::tokens().*color_ : colorOf(role_));
    own.setColor(QPalette::Inactive, QPalette::WindowText, color_ ? Theme::tokens().*color_ : colorOf(role_));
    setPalette(own);
    refreshing_ = false;
}

}  // namespace vitrine::ui
