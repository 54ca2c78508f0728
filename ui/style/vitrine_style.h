// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProxyStyle>

class QApplication;

namespace vitrine::ui {

/// Draws every standard control with the tokens of the theme, over Fusion's behaviour.
///
/// Reads the properties set by control_kind.h. Metrics grow with the application font. No style sheets.
class VitrineStyle : public QProxyStyle {
    Q_OBJECT

  public:
    VitrineStyle();

    void polish(QWidget* widget) override;
    void polish(QPalette& palette) override;
    void polish(QApplication* application) override;
    void unpolish(QWidget* widget) override;
    void unpolish(QApplication* application) override;

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget = nullptr) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget = nullptr) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                            const QWidget* widget = nullptr) const override;
    QRect subElementRect(SubElement element, const QStyleOption* option,
                         const QWidget* widget = nullptr) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl subControl,
                         const QWidget* widget = nullptr) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& contents,
                           const QWidget* widget = nullptr) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption* option = nullptr,
                    const QWidget* widget = nullptr) const override;
    int styleHint(StyleHint hint, const QStyleOption* option = nullptr, const QWidget* widget = nullptr,
                  QStyleHintReturn* returnData = nullptr) const override;
    QIcon standardIcon(StandardPixmap standardPixmap, const QStyleOption* option = nullptr,
                       const QWidget* widget = nullptr) const override;
};

/// Fonts, style, palette, focus ring and window icon; call once, before the first window.
/// Returns false if a compiled-in font is missing.
bool applyStyle(QApplication& application);

}  // namespace vitrine::ui
