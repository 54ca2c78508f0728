// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QApplication;

namespace vitrine {

/// Looks for what the window needs: fonts, icons, translations, image formats, a place for files; runs the demonstration unseen
/// and checks its answer. Prints a line each: `ok`, `MISSING`, or `absent` for what Vitrine runs without. Returns 0 when
/// nothing is missing, 1 otherwise.
int runSelfTest(QApplication& application, bool fontsFound);

}  // namespace vitrine
