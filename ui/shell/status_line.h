// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QToolButton;

namespace vitrine::ui {

class QuerySession;
class TextLabel;

/// The line at the foot of the window: state, where every row went, windows and state size; at the right saved, zone,
/// language and theme.
class StatusLine : public QWidget {
    Q_OBJECT
  public:
    explicit StatusLine(QWidget* parent = nullptr);

    void showSession(QuerySession* session);
    void setSaved(bool saved, bool hasProject);
    void setLanguageName(const QString& name);
    void setThemeName(const QString& name);

  Q_SIGNALS:
    void languageClicked();
    void themeClicked();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void retranslate();

    QWidget* mark_;
    TextLabel* state_;
    TextLabel* rows_;
    TextLabel* windows_;
    TextLabel* stateSize_;
    TextLabel* saved_;
    TextLabel* zone_;
    QToolButton* language_;
    QToolButton* theme_;
};

}  // namespace vitrine::ui
