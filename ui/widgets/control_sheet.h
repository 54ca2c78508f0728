// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace vitrine::ui {

/// A page with every control in every state, to look at and to test. The caller owns it.
QWidget* makeControlSheet();

}  // namespace vitrine::ui
