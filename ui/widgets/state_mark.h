// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QRectF>
#include <QString>

class QPainter;

namespace vitrine::ui {

/// State of a query as the window shows it; each has a shape and a word.
enum class StateMark {
    NotStarted,  ///< ring, dotted
    Starting,    ///< ring, half filled
    Running,     ///< dot
    Stopping,    ///< ring, half filled
    Paused,      ///< two bars
    Stopped,     ///< square
    Finished,    ///< square with check
    Failed,      ///< cross
};

/// Paints the shape centred in `rect`. `quiet` uses text2 for Running, as in tabs that are not chosen.
void paintStateMark(QPainter& painter, const QRectF& rect, StateMark state, bool quiet = false);

/// The shape as an icon that follows the theme (tab icon, list icon).
QIcon stateIcon(StateMark state, bool quiet = false);

/// The translated word: "Running".
QString stateWord(StateMark state);

}  // namespace vitrine::ui
