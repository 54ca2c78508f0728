// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QApplication;

namespace vitrine {

/// Looks for what the window needs: fonts, icons, translations, image formats, a place for files; prints a line each.
/// Returns 0 when all is there, 1 otherwise.
int runSelfTest(QApplication& application, bool fontsFound);

}  // namespace vitrine
