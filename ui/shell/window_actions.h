// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QAction>
#include <QActionGroup>
#include <QMenu>

#include "ui/shell/main_window.h"

namespace vitrine::ui {

/// The actions of the window, in its menus and on its bar.
struct MainWindow::Actions {
    QMenu *fileMenu, *editMenu, *queryMenu, *viewMenu, *languageMenu, *themeMenu, *laneMenu, *textMenu, *helpMenu, *exportMenu;
    QAction *demo, *open, *openFolder, *save, *saveAs, *closeTab, *quit;
    QAction *undo, *redo;
    QAction *run, *stop, *step, *stopAll, *addChart;
    QAction *exportChart, *exportTable;
    QAction *buildPage, *watchPage, *sqlPage, *sidebar, *fullScreen, *nextPane;
    QAction *backToLive, *palette, *largerText, *smallerText, *normalText;
    std::vector<QAction*> lanes;   ///< of the result card, in their order
    QAction* about;
    QActionGroup *themes, *languages;

    /// Enables what works for `session`, and words *Run* by its state.
    void follow(const QuerySession* session, bool onWatch);
};

}  // namespace vitrine::ui
