// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace vitrine::ui {

/// The small picture at the top of a card of the first page; says nothing a screen reader would need.
class WelcomeArt : public QWidget {
    Q_OBJECT
  public:
    enum class Subject { Demo, Folder, Project };
    explicit WelcomeArt(Subject subject, QWidget* parent = nullptr);

    QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    Subject subject_;
};

}  // namespace vitrine::ui
