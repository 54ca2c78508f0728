// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/theme.h"

#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QEvent>

namespace vitrine::ui {

namespace {

double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& color) {
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

// Qt 6.4 has no colour-scheme hint: the platform's own palette tells. It shows once ours is taken away.
bool platformIsDark() {
    if (!qApp) return false;
    QApplication::setPalette(QPalette());
    const QPalette platform = QApplication::palette();
    return platform.color(QPalette::Window).lightness() < platform.color(QPalette::WindowText).lightness();
}

const ThemeTokens* tableFor(ThemeChoice choice) {
    switch (choice) {
        case ThemeChoice::Light: return &kLightTokens;
        case ThemeChoice::Dark: return &kDarkTokens;
        case ThemeChoice::HighContrast: return &kHighContrastTokens;
        case ThemeChoice::HighContrastDark: return &kHighContrastDarkTokens;
        case ThemeChoice::System: break;
    }
    return platformIsDark() ? &kDarkTokens : &kLightTokens;
}

}  // namespace

double contrastRatio(const QColor& one, const QColor& other) {
    const auto [low, high] = std::minmax({luminance(one), luminance(other)});
    return (high + 0.05) / (low + 0.05);
}

QColor mixed(const QColor& under, const QColor& over, double share) {
    const auto channel = [share](int from, int to) {
        return static_cast<int>(std::lround(from + (to - from) * share));
    };
    return QColor(channel(under.red(), over.red()), channel(under.green(), over.green()),
                  channel(under.blue(), over.blue()));
}

Theme& Theme::current() {
    static Theme theme;
    return theme;
}

Theme::Theme() = default;

bool Theme::isDark() const {
    return tokens_ == &kDarkTokens || tokens_ == &kHighContrastDarkTokens;
}

bool Theme::isHighContrast() const {
    return tokens_ == &kHighContrastTokens || tokens_ == &kHighContrastDarkTokens;
}

SeriesColor Theme::series(int slot) const {
    const int index = ((slot % kSeriesSlots) + kSeriesSlots) % kSeriesSlots;
    return tokens_->series[static_cast<std::size_t>(index)];
}

QColor Theme::lineColor(int slot) const {
    const SeriesColor color = series(slot);
    return contrastRatio(color.fill, tokens_->surface) < 3.0 ? color.outline : color.fill;
}

QPalette Theme::palette() const {
    const ThemeTokens& t = *tokens_;
    const QColor disabled = mixed(t.surface, t.text3, 0.6);
    QPalette palette;
    const auto fill = [&palette](QPalette::ColorRole role, const QColor& color) {
        palette.setColor(QPalette::All, role, color);
    };
    fill(QPalette::Window, t.bg);
    fill(QPalette::WindowText, t.text);
    fill(QPalette::Base, t.surface);
    fill(QPalette::AlternateBase, t.surface);
    fill(QPalette::Text, t.text);
    fill(QPalette::Button, t.surface);
    fill(QPalette::ButtonText, t.text);
    fill(QPalette::BrightText, t.onAccent);
    fill(QPalette::PlaceholderText, t.text3);
    fill(QPalette::Highlight, t.sel);
    fill(QPalette::HighlightedText, t.text);
    fill(QPalette::Link, t.accentText);
    fill(QPalette::LinkVisited, t.accentText);
    fill(QPalette::ToolTipBase, t.surface);
    fill(QPalette::ToolTipText, t.text);
    fill(QPalette::Light, t.surface);
    fill(QPalette::Midlight, t.line);
    fill(QPalette::Mid, t.line2);
    fill(QPalette::Dark, t.axis);
    fill(QPalette::Shadow, t.text2);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText,
                            QPalette::PlaceholderText, QPalette::Link}) {
        palette.setColor(QPalette::Disabled, role, disabled);
    }
    palette.setColor(QPalette::Disabled, QPalette::Base, t.raised);
    return palette;
}

void Theme::setChoice(ThemeChoice choice) {
    choice_ = choice;
    apply();
}

void Theme::apply() {
    const ThemeTokens* before = tokens_;
    applying_ = true;
    tokens_ = tableFor(choice_);
    if (qApp) QApplication::setPalette(palette());
    applying_ = false;
    if (tokens_ != before) emit changed();
}

bool Theme::eventFilter(QObject* watched, QEvent* event) {
    // The platform tells every window of another colour scheme by this event; one answer is enough.
    if (event->type() == QEvent::ThemeChange && !applying_ && !recheckPending_) {
        recheckPending_ = true;
        QMetaObject::invokeMethod(
            this,
            [this] {
                recheckPending_ = false;
                apply();
            },
            Qt::QueuedConnection);
    }
    return QObject::eventFilter(watched, event);
}

}  // namespace vitrine::ui
