// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>

class QApplication;

namespace vitrine::ui {

/// Makes the compiled-in fonts and icons readable under `:/`. Safe to call again.
void initResources();

/// Registers the compiled-in fonts and gives the application its body font.
/// Returns false, and leaves system fonts in use, if one of the files is missing.
bool installFonts(QApplication& application);

/// Scales every text and metric; 1 is normal, 1.6 the projector. Emits Theme::changed(). Margins of pages that were
/// laid out before keep their size until they are made again. GUI thread.
void setTextScale(double scale);
double textScale();

/// A length of the design in logical pixels, grown with the application font.
int scaled(double pixels);

/// Fonts of the design, as ratios of the application font: caption 0.85, body 1, title 1.4, mono 12 / 13.
/// Sizes are 11, 13, 18 and 12 px at scale 1. Weights: 400, 500 or 600.
QFont captionFont(QFont::Weight weight = QFont::Normal);
QFont bodyFont(QFont::Weight weight = QFont::Normal);
QFont titleFont(QFont::Weight weight = QFont::DemiBold);
QFont monoFont(QFont::Weight weight = QFont::Normal);
/// Mono at caption size, for type names and paths in hints.
QFont monoCaptionFont(QFont::Weight weight = QFont::Normal);

}  // namespace vitrine::ui
