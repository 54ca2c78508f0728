// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <QMenuBar>
#include <QTabBar>

#include "ui/pages/query_session.h"
#include "ui/pages/watch_page.h"
#include "ui/shell/window_actions.h"
#include "ui/style/fonts.h"
#include "ui/widgets/command_palette.h"

namespace vitrine::ui {
namespace {

constexpr double kScaleStep = 1.1;

/// "Open…" of "&Open…"; the marks of the keyboard go.
QString spoken(QString text) {
    text.remove(QLatin1Char('&'));
    return text;
}

void collect(const QList<QAction*>& actions, const QString& place, std::vector<Command>& commands) {
    for (QAction* action : actions) {
        if (action->isSeparator() || !action->isVisible()) continue;
        if (action->menu()) {
            const QString name = spoken(action->menu()->title());
            collect(action->menu()->actions(), place.isEmpty() ? name : MainWindow::tr("%1 ▸ %2").arg(place, name), commands);
        } else if (action->isEnabled() && !action->text().isEmpty()) {
            commands.push_back({spoken(action->text()), place, action->shortcut().toString(QKeySequence::NativeText), [action] { action->trigger(); }});
        }
    }
}

}  // namespace

/// What can be done now: the menus' actions and the open queries.
void MainWindow::openPalette() {
    std::vector<Command> commands;
    collect(menuBar()->actions(), {}, commands);
    std::erase_if(commands, [this](const Command& command) { return command.text == spoken(actions_->palette->text()); });
    for (int index = 0; index < tabs_->count(); ++index) {
        commands.push_back({tr("Go to %1").arg(tabs_->tabText(index)), tr("Queries"), {}, [this, index] { tabs_->setCurrentIndex(index); }});
    }
    if (!palette_) palette_ = new CommandPalette(this);
    palette_->open(std::move(commands));
}

void MainWindow::showLane(int lane) {
    showPage(WatchPageIndex);
    watch_->showLane(lane);
}

/// For a projector, and back. Kept for the next windows.
void MainWindow::changeTextScale(int steps) {
    const double scale = steps == 0 ? 1.0 : std::round(std::clamp(textScale() * std::pow(kScaleStep, steps), 0.8, 2.0) * 100) / 100;
    setTextScale(scale);
    settings_.setTextScale(scale);
}

}  // namespace vitrine::ui
