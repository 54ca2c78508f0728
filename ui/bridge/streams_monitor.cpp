// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/streams_monitor.h"

#include <utility>

#include "core/engine/checkpoint_inspection.h"
#include "core/engine/table_writers.h"

namespace vitrine::ui {

StreamsMonitor::StreamsMonitor(QueryRegistry* registry, OtherStreams others, QObject* parent)
    : QObject(parent), registry_(registry), others_(std::move(others)) {
    ownTimer_.setInterval(kOwnMilliseconds);
    othersTimer_.setInterval(kOthersMilliseconds);
    connect(&ownTimer_, &QTimer::timeout, this, &StreamsMonitor::lookAtOwn);
    connect(&othersTimer_, &QTimer::timeout, this, [this] { askThread(true, true); });
    thread_ = std::thread([this] { work(); });
}

StreamsMonitor::~StreamsMonitor() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    asked_.notify_all();
    thread_.join();
}

void StreamsMonitor::setActive(bool active) {
    if (active == isActive()) return;
    if (!active) {
        ownTimer_.stop();
        othersTimer_.stop();
        return;
    }
    ownTimer_.start();
    othersTimer_.start();
    refresh();
}

void StreamsMonitor::refresh() {
    lookAtOwn();
    askThread(true, true);
}

void StreamsMonitor::setCheckpoint(const std::string& directory) {
    if (directory == directory_) return;
    directory_ = directory;
    askThread(false, true);
}

void StreamsMonitor::stop(std::int64_t process, const std::string& runId) {
    if (process == 0) {
        if (registry_ != nullptr)
            if (const auto query = registry_->find(runId)) query->requestStop();
        return lookAtOwn();
    }
    {
        const std::lock_guard lock(mutex_);
        toStop_.emplace_back(process, runId);
        wantsOthers_ = true;
    }
    asked_.notify_all();
}

void StreamsMonitor::crash(const std::string& runId) {
    if (registry_ != nullptr)
        if (const auto query = registry_->find(runId)) query->requestCrash();
    lookAtOwn();
}

TableWriters StreamsMonitor::tableWriters() const {
    return [registry = registry_, list = others_.list] {
        std::vector<ProcessStreams> processes = list ? list() : std::vector<ProcessStreams>();
        ProcessStreams own;
        if (registry != nullptr)
            for (const auto& query : registry->active()) own.active.push_back(query->summary());
        processes.insert(processes.begin(), std::move(own));
        return tableWritersOf(processes);
    };
}

void StreamsMonitor::lookAtOwn() {
    ProcessStreams own;
    if (registry_ != nullptr) {
        for (const auto& query : registry_->active()) own.active.push_back(query->summary());
        own.completed = registry_->completed();
    }
    streams_.clear();
    streams_.push_back(std::move(own));
    streams_.insert(streams_.end(), foreign_.begin(), foreign_.end());
    Q_EMIT streamsChanged();
}

void StreamsMonitor::take(std::vector<ProcessStreams> others) {
    foreign_ = std::move(others);
    lookAtOwn();
}

void StreamsMonitor::askThread(bool others, bool checkpoint) {
    {
        const std::lock_guard lock(mutex_);
        wantsOthers_ = wantsOthers_ || (others && others_.list);
        if (checkpoint && !directory_.empty()) wantedCheckpoint_ = directory_;
    }
    asked_.notify_all();
}

void StreamsMonitor::work() {
    while (true) {
        std::vector<std::pair<std::int64_t, std::string>> toStop;
        std::optional<std::string> checkpoint;
        bool others = false;
        {
            std::unique_lock lock(mutex_);
            asked_.wait(lock, [this] { return ending_ || wantsOthers_ || wantedCheckpoint_; });
            if (ending_) return;
            toStop = std::exchange(toStop_, {});
            checkpoint = std::exchange(wantedCheckpoint_, {});
            others = std::exchange(wantsOthers_, false);
        }
        if (checkpoint) {
            auto summary = inspectCheckpoint(*checkpoint, false);
            const QString error = summary ? QString() : QString::fromStdString(summary.error().message());
            QMetaObject::invokeMethod(
                this,
                [this, path = *checkpoint, error, found = summary ? *std::move(summary) : CheckpointSummary()] {
                    if (path == directory_) Q_EMIT checkpointRead(found, error);
                },
                Qt::QueuedConnection);
        }
        for (const auto& [process, runId] : toStop)
            if (others_.stop) others_.stop(process, runId);
        if (others && others_.list) {
            QMetaObject::invokeMethod(
                this, [this, found = others_.list()]() mutable { take(std::move(found)); }, Qt::QueuedConnection);
        }
    }
}

}  // namespace vitrine::ui
