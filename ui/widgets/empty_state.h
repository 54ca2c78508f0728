// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/style/icon_glyphs.h"

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace vitrine::ui {

/// Stands in the body of a card that has nothing to show: what, why (with real values), and one or two ways on.
class EmptyState : public QWidget {
    Q_OBJECT

  public:
    explicit EmptyState(Icon glyph = Icon::Hourglass, const QString& what = {}, const QString& why = {},
                        QWidget* parent = nullptr);

    void setTexts(const QString& what, const QString& why);
    void setGlyph(Icon glyph);
    /// Adds a button; connect to its clicked(). The widget owns it.
    QPushButton* addAction(const QString& text);
    QPushButton* addAction(const QString& text, Icon glyph);
    void clearActions();

  private:
    void refreshName();

    class EmptyStateMark* mark_;
    QLabel* what_;
    QLabel* why_;
    QHBoxLayout* actions_;
};

}  // namespace vitrine::ui
