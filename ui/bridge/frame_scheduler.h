// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QTimer>

namespace vitrine::ui {

/// Draws the visible views of a new snapshot one after the other, one an event-loop turn, so that no turn is long and
/// input is handled in between. Window thread only.
class FrameScheduler : public QObject {
    Q_OBJECT
  public:
    explicit FrameScheduler(QObject* parent = nullptr);

    /// Runs `draw` in a later turn, while `owner` lives; a draw of the same owner that still waits is replaced.
    void schedule(QObject* owner, std::function<void()> draw);

    /// Runs all that waits now. For exports and tests.
    void flush();

    bool isIdle() const noexcept { return waiting_.empty(); }

  Q_SIGNALS:
    /// After each turn: how long it took, in microseconds.
    void turnFinished(qint64 microseconds);

  private:
    struct Waiting {
        QPointer<QObject> owner;
        std::function<void()> draw;
    };
    void runOne();

    std::vector<Waiting> waiting_;
    QTimer turn_;
};

}  // namespace vitrine::ui
