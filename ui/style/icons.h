// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>
#include <QRectF>

#include "ui/style/icon_glyphs.h"

class QPainter;

namespace vitrine::ui {

struct ThemeTokens;

/// Icon of the compiled-in icon font: sharp at every scale factor, coloured from the theme when painted
/// (normal text2, active text, selected accentText, disabled 60 % text3), so it follows a change of theme.
QIcon icon(Icon glyph);

/// As icon(), with one of the theme's colours in all modes but disabled: `&ThemeTokens::err`.
QIcon icon(Icon glyph, QColor ThemeTokens::*color);

/// Paints the glyph centred in `rect`, at the size of its shorter side.
void paintIcon(QPainter& painter, const QRectF& rect, Icon glyph, const QColor& color);

/// The logo: violet rounded square with bars, for the window and the first page.
QIcon applicationIcon();

}  // namespace vitrine::ui
