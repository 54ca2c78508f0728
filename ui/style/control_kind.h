// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QCheckBox;
class QTabBar;
class QWidget;

namespace vitrine::ui {

/// How a QPushButton or QToolButton looks. A QPushButton is Default, a QToolButton Quiet unless told otherwise.
/// At most one Filled button a window: the next thing to do.
enum class ButtonKind { Default, Filled, Quiet, Link };

/// Height of a button or field: Small 24 and Medium 28 inside cards and forms, Large 32 in the command bar.
/// Buttons are Large and fields Medium unless told otherwise.
enum class ControlSize { Small, Medium, Large };

void setKind(QWidget* button, ButtonKind kind);
void setControlSize(QWidget* control, ControlSize size);

/// Marks a field, spin box or combo box as holding a value that is not accepted: border in the error colour.
void setInvalid(QWidget* field, bool invalid);

/// Draws a check box as a sliding switch.
void setSwitch(QCheckBox* box);

/// Lane tabs: no frame, underline below the chosen tab. Otherwise a tab bar looks like the query tabs.
void setFlatTabs(QTabBar* bar);

/// Shows a count beside the text of a tab, also in the accessible text of its tool tip; -1 shows none.
/// Uses the tab's data.
void setTabBadge(QTabBar* bar, int index, int count);

}  // namespace vitrine::ui
