// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QObject>
#include <QPalette>

#include "ui/style/theme_tokens.h"

namespace vitrine::ui {

/// What the user chose in View > Theme.
enum class ThemeChoice { System, Light, Dark, HighContrast, HighContrastDark };

/// The colours in use. One for the application; GUI thread only.
///
/// Widgets read `Theme::tokens()` inside paintEvent; a change of theme sets the application palette,
/// which repaints every widget, and emits changed() for what is not a widget (chart scenes, pictures).
class Theme : public QObject {
    Q_OBJECT

  public:
    /// The theme of the application; exists as long as the program.
    static Theme& current();

    /// The colour table in use, short for `Theme::current().table()`.
    static const ThemeTokens& tokens() { return *current().tokens_; }

    const ThemeTokens& table() const { return *tokens_; }
    ThemeChoice choice() const { return choice_; }
    /// Light text on dark ground.
    bool isDark() const;
    bool isHighContrast() const;

    /// Width of the focus ring in logical pixels: 2, in high contrast 3.
    int focusWidth() const { return isHighContrast() ? 3 : 2; }

    /// Fill and outline of a series slot; counts from 0 and starts again after the eighth.
    SeriesColor series(int slot) const;

    /// Colour of a 2 px line of this slot: the outline for orange, sky blue and yellow on light ground.
    QColor lineColor(int slot) const;

    /// All roles of all groups, filled from the table.
    QPalette palette() const;

    /// Changes the theme and the application palette. System follows the lightness of the platform palette.
    void setChoice(ThemeChoice choice);

    bool eventFilter(QObject* watched, QEvent* event) override;

  signals:
    /// Colours, or the text scale, are others than before.
    void changed();

  private:
    Theme();
    void apply();

    ThemeChoice choice_ = ThemeChoice::Light;
    const ThemeTokens* tokens_ = &kLightTokens;
    bool applying_ = false;
    bool recheckPending_ = false;
};

/// Contrast ratio of two opaque colours after WCAG 2, from 1 to 21.
double contrastRatio(const QColor& one, const QColor& other);

/// `over` laid on `under` with the given share of `over`, 0 to 1.
QColor mixed(const QColor& under, const QColor& over, double share);

}  // namespace vitrine::ui
