// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRect>
#include <QSize>
#include <QStyleOption>

class QPainter;
class QStyle;
class QWidget;

// The painting of VitrineStyle, one concept a file: style_buttons.cpp, style_fields.cpp, style_tabs.cpp, style_menus.cpp.
namespace vitrine::ui::parts {

// Sizes of the design in pixels, before scaling.
inline constexpr int kButtonPadding = 12;
inline constexpr int kButtonIcon = 16;
inline constexpr int kIconGap = 6;
inline constexpr int kIndicator = 16;
inline constexpr int kSwitchWidth = 28;
inline constexpr int kChevron = 14;
inline constexpr int kFieldPadding = 8;
inline constexpr int kControlRadius = 6;
inline constexpr int kMenuRow = 28;
inline constexpr int kScrollBar = 12;

// Buttons
void drawPushButton(const QStyleOptionButton& option, QPainter& painter, const QWidget* widget);
QSize pushButtonSize(const QStyleOptionButton& option, const QWidget* widget);
void drawToolButton(const QStyleOptionToolButton& option, QPainter& painter, const QWidget* widget);
QSize toolButtonSize(const QStyleOptionToolButton& option, const QSize& contents, const QWidget* widget);
void drawCheckIndicator(const QStyleOption& option, QPainter& painter, const QWidget* widget);
void drawRadioIndicator(const QStyleOption& option, QPainter& painter);

// Fields
void drawFieldBox(const QStyleOption& option, QPainter& painter, const QWidget* widget);
void drawCombo(const QStyleOptionComboBox& option, QPainter& painter, const QWidget* widget);
void drawComboLabel(const QStyleOptionComboBox& option, QPainter& painter, const QWidget* widget);
QRect comboPart(const QStyleOptionComboBox& option, QStyle* style, int subControl);
void drawSpin(const QStyleOptionSpinBox& option, QPainter& painter, const QWidget* widget);
QRect spinPart(const QStyleOptionSpinBox& option, int subControl);
QSize fieldSize(const QSize& contents, const QWidget* widget, int extraWidth);
void drawScrollBar(const QStyleOptionSlider& option, QPainter& painter, const QRect& handle, const QWidget* widget);
void drawSlider(const QStyleOptionSlider& option, QPainter& painter, const QRect& groove, const QRect& handle);
void drawProgressGroove(const QStyleOption& option, QPainter& painter);
void drawProgressContents(const QStyleOptionProgressBar& option, QPainter& painter);

// Tabs and headers
void drawTabShape(const QStyleOptionTab& option, QPainter& painter, const QWidget* widget);
void drawTabLabel(const QStyleOptionTab& option, QPainter& painter, const QWidget* widget);
QSize tabSize(const QStyleOptionTab& option, const QSize& contents, const QWidget* widget);
void drawTabBarBase(const QStyleOption& option, QPainter& painter);
void drawTabClose(const QStyleOption& option, QPainter& painter);
void drawHeaderSection(const QStyleOptionHeader& option, QPainter& painter);
void drawHeaderLabel(const QStyleOptionHeader& option, QPainter& painter);
QSize headerSize(const QStyleOptionHeader& option, const QSize& contents);

// Menus, rows, frames and tips
void drawMenuItem(const QStyleOptionMenuItem& option, QPainter& painter, const QWidget* widget);
QSize menuItemSize(const QStyleOptionMenuItem& option, const QSize& contents);
void drawMenuBarItem(const QStyleOptionMenuItem& option, QPainter& painter, const QWidget* widget);
void drawMenuPanel(const QStyleOption& option, QPainter& painter);
void drawTip(const QStyleOption& option, QPainter& painter);
void drawRowPanel(const QStyleOptionViewItem& option, QPainter& painter);
void drawCellFocus(const QStyleOption& option, QPainter& painter);
void drawSplitter(const QStyleOption& option, QPainter& painter);
void drawAreaFrame(const QStyleOptionFrame& option, QPainter& painter, const QWidget* widget);
void drawFocusFrame(const QStyleOption& option, QPainter& painter, const QWidget* widget);
void drawBranch(const QStyleOption& option, QPainter& painter);

// Colour of text that cannot be used now.
QColor disabledText();

}  // namespace vitrine::ui::parts
