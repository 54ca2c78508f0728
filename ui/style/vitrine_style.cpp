// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/vitrine_style.h"

#include <algorithm>

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QSlider>
#include <QSplitterHandle>
#include <QStyleOption>
#include <QTabBar>

#include "ui/style/control_properties.h"
#include "ui/style/focus_ring.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/paint_tools.h"
#include "ui/style/style_parts.h"
#include "ui/style/theme.h"

namespace vitrine::ui {

VitrineStyle::VitrineStyle() : QProxyStyle(QStringLiteral("Fusion")) {
    setObjectName(QStringLiteral("vitrine"));
}

void VitrineStyle::polish(QWidget* widget) {
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractButton*>(widget) || qobject_cast<QComboBox*>(widget) ||
        qobject_cast<QLineEdit*>(widget) || qobject_cast<QAbstractSpinBox*>(widget) ||
        qobject_cast<QScrollBar*>(widget) || qobject_cast<QSlider*>(widget) || qobject_cast<QSplitterHandle*>(widget) ||
        qobject_cast<QTabBar*>(widget) || qobject_cast<QHeaderView*>(widget)) {
        widget->setAttribute(Qt::WA_Hover);
    }
}

void VitrineStyle::polish(QPalette& palette) {
    palette = Theme::current().palette();
}

void VitrineStyle::polish(QApplication* application) {
    QProxyStyle::polish(application);
}

void VitrineStyle::unpolish(QWidget* widget) {
    QProxyStyle::unpolish(widget);
}

void VitrineStyle::unpolish(QApplication* application) {
    QProxyStyle::unpolish(application);
}

void VitrineStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                                 const QWidget* widget) const {
    const ThemeTokens& t = Theme::tokens();
    switch (element) {
        case PE_FrameDefaultButton:
        case PE_FrameStatusBarItem:
        case PE_FrameTabWidget:
        case PE_PanelToolBar: return;
        case PE_PanelLineEdit:
            // A line edit inside a combo or spin box has no frame of its own.
            if (const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
                frame && frame->lineWidth > 0) {
                parts::drawFieldBox(*option, *painter, widget);
            }
            return;
        case PE_FrameLineEdit: parts::drawFieldBox(*option, *painter, widget); return;
        case PE_Frame:
            if (const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option)) {
                parts::drawAreaFrame(*frame, *painter, widget);
            }
            return;
        case PE_IndicatorCheckBox:
        case PE_IndicatorItemViewItemCheck: parts::drawCheckIndicator(*option, *painter, widget); return;
        case PE_IndicatorRadioButton: parts::drawRadioIndicator(*option, *painter); return;
        case PE_FrameTabBarBase: parts::drawTabBarBase(*option, *painter); return;
        case PE_IndicatorTabClose: parts::drawTabClose(*option, *painter); return;
        case PE_PanelMenu:
        case PE_FrameMenu: parts::drawMenuPanel(*option, *painter); return;
        case PE_PanelTipLabel: parts::drawTip(*option, *painter); return;
        case PE_PanelItemViewItem:
        case PE_PanelItemViewRow:
            if (const auto* item = qstyleoption_cast<const QStyleOptionViewItem*>(option)) {
                parts::drawRowPanel(*item, *painter);
            }
            return;
        case PE_FrameFocusRect:
            // Item views mark the current cell; every other control has the ring of FocusRing.
            if (qobject_cast<const QAbstractItemView*>(widget)) parts::drawCellFocus(*option, *painter);
            return;
        case PE_PanelStatusBar:
            painter->fillRect(option->rect, t.bg);
            drawHorizontalLine(*painter, option->rect.left(), option->rect.right() + 1, option->rect.top(), t.line);
            return;
        case PE_PanelMenuBar: return;
        case PE_IndicatorBranch: parts::drawBranch(*option, *painter); return;
        case PE_IndicatorArrowDown:
        case PE_IndicatorArrowUp:
        case PE_IndicatorArrowLeft:
        case PE_IndicatorArrowRight: {
            const Icon glyph = element == PE_IndicatorArrowDown   ? Icon::ChevronDown
                               : element == PE_IndicatorArrowUp   ? Icon::ChevronUp
                               : element == PE_IndicatorArrowLeft ? Icon::ChevronLeft
                                                                  : Icon::ChevronRight;
            const int side = std::min({scaled(parts::kChevron), option->rect.width(), option->rect.height()});
            paintIcon(*painter, alignedRect(option->direction, Qt::AlignCenter, {side, side}, option->rect), glyph,
                      option->state & State_Enabled ? t.text2 : parts::disabledText());
            return;
        }
        default: QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void VitrineStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                               const QWidget* widget) const {
    const ThemeTokens& t = Theme::tokens();
    switch (element) {
        case CE_PushButton:
            if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option)) {
                parts::drawPushButton(*button, *painter, widget);
            }
            return;
        case CE_ComboBoxLabel:
            if (const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option)) {
                parts::drawComboLabel(*combo, *painter, widget);
            }
            return;
        case CE_TabBarTabShape:
            if (const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option)) {
                parts::drawTabShape(*tab, *painter, widget);
            }
            return;
        case CE_TabBarTabLabel:
            if (const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option)) {
                parts::drawTabLabel(*tab, *painter, widget);
            }
            return;
        case CE_Header:
            if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option)) {
                parts::drawHeaderSection(*header, *painter);
                QStyleOptionHeader label = *header;
                label.rect = header->rect.adjusted(scaled(8), 0, -scaled(8), 0);
                parts::drawHeaderLabel(label, *painter);
            }
            return;
        case CE_HeaderSection:
            if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option)) {
                parts::drawHeaderSection(*header, *painter);
            }
            return;
        case CE_HeaderLabel:
            if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option)) {
                parts::drawHeaderLabel(*header, *painter);
            }
            return;
        case CE_HeaderEmptyArea: {
            painter->fillRect(option->rect, t.surface);
            const auto* header = qobject_cast<const QHeaderView*>(widget);
            if (!header || header->orientation() == Qt::Horizontal) {
                drawHorizontalLine(*painter, option->rect.left(), option->rect.right() + 1,
                                   option->rect.bottom() + 1 - alignedWidth(*painter, 1.0), t.line);
            }
            return;
        }
        case CE_MenuItem:
            if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option)) {
                parts::drawMenuItem(*item, *painter, widget);
            }
            return;
        case CE_MenuBarItem:
            if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option)) {
                parts::drawMenuBarItem(*item, *painter, widget);
            }
            return;
        case CE_MenuBarEmptyArea: painter->fillRect(option->rect, t.bg); return;
        case CE_MenuEmptyArea: return;
        case CE_Splitter: parts::drawSplitter(*option, *painter); return;
        case CE_ProgressBarGroove: parts::drawProgressGroove(*option, *painter); return;
        case CE_ProgressBarContents:
            if (const auto* bar = qstyleoption_cast<const QStyleOptionProgressBar*>(option)) {
                parts::drawProgressContents(*bar, *painter);
            }
            return;
        case CE_FocusFrame: parts::drawFocusFrame(*option, *painter, widget); return;
        case CE_ToolBar: painter->fillRect(option->rect, t.surface); return;
        case CE_ShapedFrame:
            if (const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option)) {
                if (frame->frameShape != QFrame::NoFrame) parts::drawAreaFrame(*frame, *painter, widget);
            }
            return;
        default: QProxyStyle::drawControl(element, option, painter, widget);
    }
}

void VitrineStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                                      const QWidget* widget) const {
    switch (control) {
        case CC_ComboBox:
            if (const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option)) {
                parts::drawCombo(*combo, *painter, widget);
            }
            return;
        case CC_SpinBox:
            if (const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option)) {
                parts::drawSpin(*spin, *painter, widget);
            }
            return;
        case CC_ToolButton:
            if (const auto* button = qstyleoption_cast<const QStyleOptionToolButton*>(option)) {
                parts::drawToolButton(*button, *painter, widget);
            }
            return;
        case CC_ScrollBar:
            if (const auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(option)) {
                parts::drawScrollBar(*slider, *painter,
                                     subControlRect(CC_ScrollBar, slider, SC_ScrollBarSlider, widget), widget);
            }
            return;
        case CC_Slider:
            if (const auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(option)) {
                parts::drawSlider(*slider, *painter, subControlRect(CC_Slider, slider, SC_SliderGroove, widget),
                                  subControlRect(CC_Slider, slider, SC_SliderHandle, widget));
            }
            return;
        default: QProxyStyle::drawComplexControl(control, option, painter, widget);
    }
}

QRect VitrineStyle::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const {
    switch (element) {
        case SE_LineEditContents: {
            const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
            if (!frame) break;
            // QLineEdit itself keeps 2 px beside the text.
            return frame->lineWidth > 0 ? option->rect.adjusted(scaled(parts::kFieldPadding) - 1, 1,
                                                                -scaled(parts::kFieldPadding) + 1, -1)
                                        : option->rect.adjusted(scaled(4), 0, 0, 0);
        }
        case SE_TabBarTabText: break;
        case SE_TabBarTabRightButton:
        case SE_TabBarTabLeftButton:
            if (const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option)) {
                const bool right = element == SE_TabBarTabRightButton;
                const QSize size = right ? tab->rightButtonSize : tab->leftButtonSize;
                const int x = right ? tab->rect.right() + 1 - scaled(8) - size.width() : tab->rect.left() + scaled(8);
                const QRect box(x, tab->rect.top() + (tab->rect.height() - size.height()) / 2 + 1, size.width(),
                                size.height());
                return visualRect(tab->direction, tab->rect, box);
            }
            break;
        case SE_HeaderLabel: return option->rect.adjusted(scaled(8), 0, -scaled(8), 0);
        case SE_ProgressBarGroove:
        case SE_ProgressBarContents: return option->rect;
        default: break;
    }
    return QProxyStyle::subElementRect(element, option, widget);
}

QRect VitrineStyle::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl subControl,
                                   const QWidget* widget) const {
    if (control == CC_ComboBox) {
        if (const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option)) {
            if (subControl != SC_ComboBoxListBoxPopup) return parts::comboPart(*combo, nullptr, subControl);
            return option->rect;
        }
    }
    if (control == CC_SpinBox) {
        if (const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option))
            return parts::spinPart(*spin, subControl);
    }
    if (control == CC_ScrollBar) {
        const auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(option);
        if (slider) {
            const bool horizontal = slider->orientation == Qt::Horizontal;
            const QRect rect = slider->rect;
            if (subControl == SC_ScrollBarAddLine || subControl == SC_ScrollBarSubLine) return {};
            const int length = horizontal ? rect.width() : rect.height();
            const int range = slider->maximum - slider->minimum;
            int thumb = length;
            if (range > 0) {
                thumb = static_cast<int>(static_cast<qint64>(slider->pageStep) * length /
                                         (static_cast<qint64>(range) + slider->pageStep));
                thumb = std::clamp(thumb, std::min(length, scaled(28)), length);
            }
            const int start = sliderPositionFromValue(slider->minimum, slider->maximum, slider->sliderPosition,
                                                      length - thumb, slider->upsideDown);
            const auto part = [&](int from, int size) {
                return horizontal ? QRect(rect.left() + from, rect.top(), size, rect.height())
                                  : QRect(rect.left(), rect.top() + from, rect.width(), size);
            };
            QRect result;
            switch (subControl) {
                case SC_ScrollBarGroove: result = rect; break;
                case SC_ScrollBarSlider: result = part(start, thumb); break;
                case SC_ScrollBarSubPage: result = part(0, start); break;
                case SC_ScrollBarAddPage: result = part(start + thumb, length - start - thumb); break;
                default: return {};
            }
            return visualRect(slider->direction, rect, result);
        }
    }
    return QProxyStyle::subControlRect(control, option, subControl, widget);
}

QSize VitrineStyle::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& contents,
                                     const QWidget* widget) const {
    switch (type) {
        case CT_PushButton:
            if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option)) {
                return parts::pushButtonSize(*button, widget);
            }
            break;
        case CT_ToolButton:
            if (const auto* button = qstyleoption_cast<const QStyleOptionToolButton*>(option)) {
                return parts::toolButtonSize(*button, contents, widget);
            }
            break;
        case CT_LineEdit: return parts::fieldSize(contents, widget, 2 * scaled(parts::kFieldPadding));
        case CT_ComboBox:
            return parts::fieldSize(contents, widget, scaled(2 * parts::kFieldPadding + parts::kChevron + 4) + 2);
        case CT_SpinBox:  // The contents are those of the inner line edit, which has the height of a field already.
            return parts::fieldSize({contents.width(), option->fontMetrics.height() + 4}, widget,
                                    scaled(20 + parts::kFieldPadding));
        case CT_TabBarTab:
            if (const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option))
                return parts::tabSize(*tab, contents, widget);
            break;
        case CT_HeaderSection:
            if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option)) {
                return parts::headerSize(*header, contents);
            }
            break;
        case CT_MenuItem:
            if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option)) {
                return parts::menuItemSize(*item, contents);
            }
            break;
        case CT_MenuBarItem: return {contents.width() + scaled(16), std::max(scaled(28), contents.height() + 8)};
        case CT_CheckBox:
        case CT_RadioButton: {
            const QSize size = QProxyStyle::sizeFromContents(type, option, contents, widget);
            return size.expandedTo({0, scaled(20)});
        }
        case CT_ItemViewItem: {
            const QSize size = QProxyStyle::sizeFromContents(type, option, contents, widget);
            return size.expandedTo({0, scaled(26)});
        }
        default: break;
    }
    return QProxyStyle::sizeFromContents(type, option, contents, widget);
}

int VitrineStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
    switch (metric) {
        case PM_ButtonShiftHorizontal:
        case PM_ButtonShiftVertical:
        case PM_MenuBarPanelWidth:
        case PM_MenuBarItemSpacing:
        case PM_ToolBarFrameWidth:
        case PM_TabBarTabShiftHorizontal:
        case PM_TabBarTabShiftVertical:
        case PM_TabBarTabOverlap:
        case PM_TabBarBaseOverlap:
        case PM_DockWidgetFrameWidth: return 0;
        case PM_DefaultFrameWidth:
            // Corners of a text area are round: the square page keeps clear of them.
            return qobject_cast<const QAbstractScrollArea*>(widget) && !qobject_cast<const QAbstractItemView*>(widget)
                       ? 2
                       : 1;
        case PM_IndicatorWidth:
            return scaled(isFlagged(widget, kSwitchProperty) ? parts::kSwitchWidth : parts::kIndicator);
        case PM_IndicatorHeight:
        case PM_ExclusiveIndicatorWidth:
        case PM_ExclusiveIndicatorHeight: return scaled(parts::kIndicator);
        case PM_CheckBoxLabelSpacing:
        case PM_RadioButtonLabelSpacing: return scaled(8);
        case PM_ButtonIconSize:
        case PM_SmallIconSize:
        case PM_TabBarIconSize:
        case PM_ListViewIconSize:
        case PM_ToolBarIconSize: return scaled(parts::kButtonIcon);
        case PM_TabCloseIndicatorWidth:
        case PM_TabCloseIndicatorHeight: return scaled(20);
        case PM_TabBarTabHSpace: return scaled(24);
        case PM_TabBarTabVSpace: return scaled(12);
        case PM_ScrollBarExtent: return scaled(parts::kScrollBar);
        case PM_ScrollView_ScrollBarSpacing: return 0;
        case PM_SliderLength:
        case PM_SliderThickness:
        case PM_SliderControlThickness: return scaled(18);
        case PM_SplitterWidth: return scaled(5);
        case PM_MenuPanelWidth: return 1;
        case PM_MenuHMargin: return 0;
        case PM_MenuVMargin: return scaled(4);
        case PM_MenuButtonIndicator: return scaled(parts::kChevron + 4);
        case PM_ToolTipLabelFrameWidth: return scaled(6);
        case PM_FocusFrameHMargin:
            // Item views use it for the room beside the text of a cell, which is that of the header.
            return qobject_cast<const QAbstractItemView*>(widget) ? scaled(8) - 1 : 4;
        case PM_FocusFrameVMargin: return qobject_cast<const QAbstractItemView*>(widget) ? 1 : 4;
        case PM_HeaderMargin: return scaled(8);
        case PM_HeaderMarkSize: return scaled(12);
        case PM_LayoutLeftMargin:
        case PM_LayoutRightMargin:
        case PM_LayoutTopMargin:
        case PM_LayoutBottomMargin: return scaled(16);
        case PM_LayoutHorizontalSpacing:
        case PM_LayoutVerticalSpacing: return scaled(8);
        case PM_ProgressBarChunkWidth: return 1;
        default: return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int VitrineStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                            QStyleHintReturn* returnData) const {
    switch (hint) {
        case SH_ComboBox_Popup: return 0;
        case SH_ItemView_ShowDecorationSelected: return 1;
        case SH_TabBar_CloseButtonPosition: return QTabBar::RightSide;
        case SH_TabBar_Alignment: return Qt::AlignLeft;
        case SH_UnderlineShortcut: return QProxyStyle::styleHint(hint, option, widget, returnData);
        case SH_EtchDisabledText:
        case SH_DitherDisabledText:
        case SH_Widget_Animate:
        case SH_Widget_Animation_Duration: return 0;
        case SH_FocusFrame_Mask: return 0;
        case SH_FocusFrame_AboveWidget: return 1;
        case SH_ToolTip_WakeUpDelay: return 500;
        case SH_ToolTipLabel_Opacity: return 255;
        case SH_ScrollBar_Transient: return 0;
        case SH_Menu_SupportsSections: return 1;
        default: return QProxyStyle::styleHint(hint, option, widget, returnData);
    }
}

QIcon VitrineStyle::standardIcon(StandardPixmap standardPixmap, const QStyleOption* option,
                                 const QWidget* widget) const {
    switch (standardPixmap) {
        case SP_MessageBoxInformation: return icon(Icon::Info, &ThemeTokens::accentText);
        case SP_MessageBoxWarning: return icon(Icon::TriangleAlert, &ThemeTokens::warn);
        case SP_MessageBoxCritical: return icon(Icon::CircleX, &ThemeTokens::err);
        case SP_MessageBoxQuestion: return icon(Icon::Info);
        case SP_LineEditClearButton:
        case SP_DockWidgetCloseButton:
        case SP_TitleBarCloseButton: return icon(Icon::X);
        case SP_DirIcon:
        case SP_DirClosedIcon: return icon(Icon::Folder);
        case SP_DirOpenIcon: return icon(Icon::FolderOpen);
        case SP_FileIcon: return icon(Icon::File);
        case SP_BrowserReload: return icon(Icon::RefreshCw);
        default: return QProxyStyle::standardIcon(standardPixmap, option, widget);
    }
}

bool applyStyle(QApplication& application) {
    Theme& theme = Theme::current();
    QApplication::setStyle(new VitrineStyle);
    const bool fonts = installFonts(application);
    theme.setChoice(theme.choice());
    application.installEventFilter(&theme);
    if (!application.findChild<FocusRing*>()) new FocusRing(&application);
    application.setWindowIcon(applicationIcon());
    return fonts;
}

}  // namespace vitrine::ui
