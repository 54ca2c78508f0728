// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/query_controller.h"

#include "core/report/query_summary.h"

#include <utility>

#include <QCoreApplication>
#include <QEvent>

#include "core/base/clock.h"
#include "core/engine/checkpoint_aside.h"

namespace vitrine::ui {
namespace {

constexpr int kFrameMilliseconds = 33;

}  // namespace

QueryController::QueryController(QObject* parent) : QObject(parent) {
    frame_.setSingleShot(true);
    frame_.setInterval(kFrameMilliseconds);
    connect(&frame_, &QTimer::timeout, this, &QueryController::deliverFrame);
}

// Joins the engine's thread while this is still a whole QObject; what it posted meanwhile is never run.
QueryController::~QueryController() {
    if (query_) {
        query_->requestStop();
        query_->awaitTermination(Millis{0});   // whoever lists queries may hold it for a moment longer
    }
    query_.reset();
}

Result<void> QueryController::start(QueryPlanPtr plan, Connectors& connectors, const EngineOptions& options) {
    if (query_) {
        query_->requestStop();
        query_->awaitTermination(Millis{0});   // whoever lists queries may hold it for a moment longer
        query_.reset();
    }
    const std::uint64_t run = ++run_;  // late calls of an earlier run are told apart by it
    QueryListener listener;
    listener.onSnapshot = [this, run](const ResultSnapshotPtr& version) {
        post([this, run, version] {
            if (run != run_) return;
            history_.add(version);
            scheduleFrame();
        });
    };
    listener.onReport = [this, run](const BatchReportPtr& report) {
        post([this, run, report] { if (run == run_) addReport(report); });
    };
    listener.onStatus = [this, run](const QueryStatus& status) {
        post([this, run, status] { if (run == run_) setStatus(status); });
    };
    listener.onTerminated = [this, run] {
        post([this, run] {
            if (run != run_) return;
            deliverFrame();  // the last snapshot is never lost to coalescing
            if (query_) setStatus(query_->status());
            Q_EMIT terminated();
        });
    };
    auto started = startQuery(plan, connectors, options, std::move(listener));
    if (!started) {
        // The run before, if there was one, has been stopped for this.
        if (isActive()) {
            QueryStatus stopped = status_;
            stopped.state = QueryState::Stopped;
            stopped.activity = QueryActivity::None;
            setStatus(stopped);
        }
        return std::move(started).error();
    }
    query_ = *std::move(started);
    plan_ = std::move(plan);
    shape_ = query_->shape();
    stale_ = snapshot_ != nullptr;
    reports_.clear();
    history_.clear();
    totals_ = {};
    batches_ = groupsDropped_ = stateRowsReleased_ = 0;
    // Not query_->status(): that may be ahead of the states which are queued already.
    QueryStatus starting;
    starting.state = QueryState::Starting;
    starting.activity = QueryActivity::Initializing;
    setStatus(starting);
    Q_EMIT runStarted();
    return {};
}

// The calls cross under a mutex and only the wake-up by Qt: one event for a burst of calls, and an order that ThreadSanitizer
// can see although Qt itself is not built for it.
void QueryController::post(std::function<void()> call) {
    const std::lock_guard lock(postedMutex_);
    posted_.push_back(std::move(call));
    if (posted_.size() == 1) QCoreApplication::postEvent(this, new QEvent(QEvent::User));
}

void QueryController::customEvent(QEvent*) {
    std::vector<std::function<void()>> calls;
    {
        const std::lock_guard lock(postedMutex_);
        calls.swap(posted_);
    }
    for (const std::function<void()>& call : calls) call();
}

Result<std::string> QueryController::setCheckpointAside(const std::string& directory) {
    return vitrine::setCheckpointAside(systemFiles(), directory, SystemClock().now());
}

void QueryController::stop() {
    if (query_) query_->requestStop();
}

void QueryController::pause() {
    if (query_) query_->pause();
}

void QueryController::resume() {
    if (query_) query_->resume();
}

void QueryController::step() {
    if (!query_) return;
    if (status_.state != QueryState::Paused) query_->pause();
    query_->step();
}

bool QueryController::isActive() const { return vitrine::isActive(status_.state); }

void QueryController::scheduleFrame() {
    if (!frame_.isActive()) frame_.start();
}

void QueryController::deliverFrame() {
    frame_.stop();
    if (!query_) return;
    ResultSnapshotPtr newest = query_->snapshot();
    if (!newest || newest == snapshot_) return;
    snapshot_ = std::move(newest);
    stale_ = false;
    Q_EMIT snapshotChanged();
}

void QueryController::addReport(const BatchReportPtr& report) {
    if (!report->idle) {
        reports_.push_back(report);
        if (reports_.size() > kKeptReports) reports_.pop_front();
        ++batches_;
        const RowBalance& rows = report->rows;
        totals_.read += rows.read;
        totals_.counted += rows.counted;
        totals_.filtered += rows.filtered;
        totals_.withoutTime += rows.withoutTime;
        totals_.late += rows.late;
        totals_.partlyLate += rows.partlyLate;
        totals_.malformed += rows.malformed;
        totals_.malformedDropped += rows.malformedDropped;
        for (const StateOperatorReport& state : report->stateOperators) {
            groupsDropped_ += state.numRowsDroppedByWatermark;
            stateRowsReleased_ += state.numRowsRemoved;
        }
    }
    Q_EMIT reportAdded(report);
}

void QueryController::setStatus(const QueryStatus& status) {
    status_ = status;
    Q_EMIT statusChanged();
}

}  // namespace vitrine::ui
