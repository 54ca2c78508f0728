// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/frame_scheduler.h"

namespace vitrine::ui {

FrameScheduler::FrameScheduler(QObject* parent) : QObject(parent) {
    turn_.setSingleShot(true);
    turn_.setInterval(0);
    connect(&turn_, &QTimer::timeout, this, &FrameScheduler::runOne);
}

void FrameScheduler::schedule(QObject* owner, std::function<void()> draw) {
    for (Waiting& waiting : waiting_) {
        if (waiting.owner == owner) {
            waiting.draw = std::move(draw);
            return;
        }
    }
    waiting_.push_back({owner, std::move(draw)});
    if (!turn_.isActive()) turn_.start();
}

void FrameScheduler::flush() {
    // What these draws ask for in turn comes in a later turn.
    for (std::size_t left = waiting_.size(); left > 0; --left) runOne();
}

void FrameScheduler::runOne() {
    if (waiting_.empty()) return;
    const Waiting next = std::move(waiting_.front());
    waiting_.erase(waiting_.begin());
    QElapsedTimer timer;
    timer.start();
    if (next.owner) next.draw();
    if (!waiting_.empty() && !turn_.isActive()) turn_.start();
    Q_EMIT turnFinished(timer.nsecsElapsed() / 1000);
}

}  // namespace vitrine::ui
