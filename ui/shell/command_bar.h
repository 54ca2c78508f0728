// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QWidget>

class QPushButton;
class QToolButton;
class QMenu;

namespace vitrine::ui {

class Chip;
class QuerySession;
class SegmentBar;

/// The bar under the menus: run, stop and step at the left, the pages in the centre (always at the same place), what is
/// live and export at the right.
class CommandBar : public QWidget {
    Q_OBJECT
  public:
    /// The actions are the window's; the bar's buttons follow them.
    struct Actions {
        QAction* run;
        QAction* stop;
        QAction* step;
        QAction* addChart;
        QMenu* exportMenu;
    };
    explicit CommandBar(const Actions& actions, QWidget* parent = nullptr);

    void setPages(const QStringList& names);
    void setPage(int page);
    /// Shows the state of a session; null: none.
    void showState(const QuerySession* session);

  Q_SIGNALS:
    void pageChosen(int page);

  protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    void retranslate();

    Actions actions_;
    QPushButton* run_;
    QPushButton* stop_;
    QPushButton* step_;
    SegmentBar* pages_;
    Chip* live_;
    QToolButton* addChart_;
    QToolButton* export_;
};

}  // namespace vitrine::ui
