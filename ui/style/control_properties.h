// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/style/control_kind.h"

namespace vitrine::ui {

// Names of the dynamic properties that control_kind.h sets and VitrineStyle reads.
inline constexpr const char* kKindProperty = "vitrineKind";
inline constexpr const char* kSizeProperty = "vitrineSize";
inline constexpr const char* kInvalidProperty = "vitrineInvalid";
inline constexpr const char* kSwitchProperty = "vitrineSwitch";
inline constexpr const char* kFlatProperty = "vitrineFlat";
/// Set on a widget that paints its own focus; the focus ring stays away.
inline constexpr const char* kOwnFocusProperty = "vitrineOwnFocus";
/// Corner radius in pixels of the ring around a focused widget, where it is not 6.
inline constexpr const char* kFocusRadiusProperty = "vitrineFocusRadius";

ButtonKind buttonKind(const QWidget* widget, ButtonKind fallback);
/// In pixels of the design, before scaling.
int controlHeight(const QWidget* widget, ControlSize fallback);
bool isFlagged(const QWidget* widget, const char* property);
/// -1 without a badge.
int tabBadge(const QTabBar* bar, int index);

}  // namespace vitrine::ui
