// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/query_run.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <utility>

#include <fmt/format.h>

#include "core/base/kill_point.h"
#include "core/base/line_position.h"
#include "core/base/log.h"
#include "core/base/random_uuid.h"
#include "core/base/stop.h"
#include "core/engine/query_facts.h"
#include "core/engine/watermark_jump.h"
#include "core/formats/byte_stream.h"

namespace vitrine {

namespace {

/// While nothing arrives, a report says so this often (PR-1).
constexpr Millis kIdleReportInterval{10'000};
constexpr std::size_t kKeptReports = 99;   // PR-2

std::vector<Millis> delaysOf(const QueryPlan& plan) {
    std::vector<Millis> delays;
    for (const PlannedWatermark& watermark : plan.watermarks) delays.push_back(watermark.delay);
    return delays;
}

constexpr const char* kShufflePartitions = "spark.sql.shuffle.partitions";
constexpr const char* kWatermarkPolicy = "spark.sql.streaming.multipleWatermarkPolicy";

std::string shufflePartitionsOf(const SessionConf& conf) {
    const auto partitions = conf.kept.find(kShufflePartitions);
    return partitions == conf.kept.end() ? "1" : partitions->second;
}

Millis toMillis(Micros duration) { return std::chrono::duration_cast<Millis>(duration); }

std::string triggerText(const QueryPlan& plan) {
    const Millis interval = plan.triggerInterval;
    const std::string length = interval.count() % 1000 == 0 ? fmt::format("{} s", interval.count() / 1000) : fmt::format("{} ms", interval.count());
    switch (plan.trigger) {
        case TriggerSpec::Kind::ProcessingTime: return interval > Millis{0} ? "every " + length : std::string();
        case TriggerSpec::Kind::Once: return "once";
        case TriggerSpec::Kind::AvailableNow: return "available now";
        case TriggerSpec::Kind::Continuous: return "continuous, every " + length;
        case TriggerSpec::Kind::Default: break;
    }
    return {};
}

/// Measures one part of a trigger into `into`.
class Stopwatch {
  public:
    Stopwatch(const Clock& clock, Millis& into) : clock_(clock), into_(into), began_(clock.monotonic()) {}
    ~Stopwatch() { into_ += toMillis(clock_.monotonic() - began_); }
    Stopwatch(const Stopwatch&) = delete;
    Stopwatch& operator=(const Stopwatch&) = delete;

  private:
    const Clock& clock_;
    Millis& into_;
    Micros began_;
};

}  // namespace

QueryRun::QueryRun(Parts parts)
    : parts_(std::move(parts)),
      clock_(parts_.options.clock),
      id_(parts_.checkpoint ? parts_.checkpoint->queryId() : randomUuid()),
      runId_(randomUuid()),
      pool_(parts_.options.threads, parts_.options.bytesPerWorker),
      results_(parts_.program.shape, parts_.options.keptRows),
      watermark_(delaysOf(*parts_.program.plan), parts_.program.plan->conf.watermarkPolicy),
      idleDelay_(parts_.program.plan->conf.pollingDelay),
      committed_(parts_.sources.size()),
      shufflePartitions_(shufflePartitionsOf(parts_.program.plan->conf)) {
    started_ = clock_->now();
    for (const auto& sink : parts_.sinks) {
        SinkPlace place = sink->place();
        sinks_.push_back({sink->description(), sink->delivery() == Delivery::ExactlyOnce, std::move(place.path), std::move(place.table)});
    }
}

std::string QueryRun::sourcesText() const {
    std::string text;
    for (const auto& source : parts_.sources) text += (text.empty() ? "" : ", ") + source->description();
    return text;
}

bool QueryRun::isTimed() const noexcept {
    return parts_.program.plan->trigger == TriggerSpec::Kind::ProcessingTime && parts_.program.plan->triggerInterval > Millis{0};
}

// The loop

void QueryRun::run(std::stop_token stop, const std::function<void()>& ended) {
    Result<void> result;
    try {
        result = loop(stop);
    } catch (const std::exception& failure) {
        result = Error(ErrorCode::Internal, failure.what());
    } catch (...) {
        result = Error(ErrorCode::Internal, "An unknown exception reached the query's thread.");
    }
    const bool failed = !result && (crashed_ || !(result.error().code() == ErrorCode::Cancelled && stop.stop_requested()));
    if (!result && !crashed_)
        for (const auto& sink : parts_.sinks) sink->abort(batchId_);
    // Files, connections and state are let go now; the handle may live on for its status and result.
    runner_.reset();
    parts_.sinks.clear();
    parts_.checkpoint.reset();
    parts_.sources.clear();
    {
        std::scoped_lock lock(mutex_);
        endedAt_ = clock_->now();
    }
    changeStatus([&](QueryStatus& status) {
        status.isTriggerActive = false;
        status.isDataAvailable = false;
        status.activity = QueryActivity::None;
        status.nextTrigger.reset();
        status.error.reset();
        status.message = "Stopped";
        status.state = result ? QueryState::Finished : QueryState::Stopped;
        if (failed) {
            status.state = QueryState::Failed;
            status.error = result.error();
            status.message = "Terminated with exception: " + result.error().message();
        }
    });
    ended();
    // First: who has waited for the end may let go of what the listener uses.
    if (parts_.listener.onTerminated) parts_.listener.onTerminated();
    {
        std::scoped_lock lock(mutex_);
        ended_ = true;
    }
    changed_.notify_all();
}

Result<void> QueryRun::prepare(std::stop_token stop) {
    changeStatus([](QueryStatus& status) {
        status.state = QueryState::Starting;
        status.activity = QueryActivity::Initializing;
        status.message = "Initializing sources";
    });
    VITRINE_TRY(runner_, MicroBatchRunner::make(parts_.program, pool_, clock_));
    for (const auto& source : parts_.sources) VITRINE_CHECK_OK(source->open(stop));
    if (parts_.checkpoint) VITRINE_CHECK_OK(recover());
    const QueryPlan& plan = *parts_.program.plan;
    const SinkContext context{id_, name(), parts_.program.shape->schema, plan.outputMode, groupKeyColumns(*plan.root).value_or(std::vector<std::size_t>()), plan.conf};
    for (const auto& sink : parts_.sinks) VITRINE_CHECK_OK(sink->open(context));
    for (const auto& source : parts_.sources) {
        source->onArrival([announced = arrivalsAnnounced_, clock = clock_] {
            *announced = true;
            clock->notify();
        });
        if (plan.trigger == TriggerSpec::Kind::AvailableNow) VITRINE_CHECK_OK(source->prepareAvailableNow());
    }
    if (recovered_) showRecovered(stop);
    changeStatus([](QueryStatus& status) { status.state = QueryState::Running; });
    return {};
}

void QueryRun::showRecovered(std::stop_token stop) {
    const PlannedBatch last = *std::exchange(recovered_, std::nullopt);
    if (parts_.program.shape->mode == OutputMode::Append) return;
    auto rows = runner_->rowsOfState(last.timestamp, stop);
    if (!rows) {
        // A changed query may fail on groups that no batch of it will ever touch.
        if (!stop.stop_requested()) log::info("The result before the first batch cannot be shown: " + rows.error().message());
        return;
    }
    std::erase_if(*rows, [](const Batch& batch) { return batch.numRows == 0; });
    if (rows->empty()) return;
    auto snapshot = results_.apply(last.id, std::move(*rows));
    snapshot->watermark = watermark_.current();
    publish(std::move(snapshot), nullptr);
}

Result<void> QueryRun::recover() {
    const QueryFacts facts = QueryFacts::of(*parts_.program.plan);
    parts_.checkpoint->remember(facts.toJson());
    VITRINE_TRY(CheckpointStore::Position found, parts_.checkpoint->position());
    if (!found.latest) return {};
    const auto incompatible = [](std::string what) {
        return Error(ErrorCode::CheckpointIncompatible, std::move(what))
            .at("/checkpoint")
            .withWayOut("Undo the change of the query, or name another checkpoint and start over.");
    };
    PlannedBatch& latest = *found.latest;
    if (latest.offsets.size() != parts_.sources.size())
        return incompatible(fmt::format("There are {} sources in the checkpoint and {} in the query.", latest.offsets.size(),
                                        parts_.sources.size()));
    VITRINE_TRY(const std::string remembered, parts_.checkpoint->remembered());
    const QueryFacts before = QueryFacts::fromJson(remembered);
    VITRINE_CHECK_OK(checkRestart(before, facts));
    VITRINE_CHECK_OK(parts_.checkpoint->load(runner_->operators()));
    VITRINE_TRY(const auto logs, parts_.checkpoint->sourceLogs(parts_.sources.size()));
    for (std::size_t at = 0; at < logs.size(); ++at) VITRINE_CHECK_OK(parts_.sources[at]->restore(logs[at]));
    // CP-6: these settings are the checkpoint's.
    MultipleWatermarkPolicy policy = parts_.program.plan->conf.watermarkPolicy;
    if (const auto pinned = latest.conf.find(kWatermarkPolicy); pinned != latest.conf.end())
        policy = pinned->second == "max" ? MultipleWatermarkPolicy::Max : MultipleWatermarkPolicy::Min;
    if (const auto pinned = latest.conf.find(kShufflePartitions); pinned != latest.conf.end()) shufflePartitions_ = pinned->second;

    if (found.committed == latest.id) {
        committed_ = latest.offsets;
        lastEvict_ = latest.watermark;
        watermark_.restore(std::max(latest.watermark, found.nextWatermark), policy);
        batchId_ = latest.id + 1;
        for (std::size_t at = 0; at < parts_.sources.size(); ++at)
            VITRINE_CHECK_OK(parts_.sources[at]->recall(found.before ? found.before->offsets[at] : Offset(), latest.offsets[at]));
        recovered_ = std::move(latest);
    } else {
        if (found.before) {
            committed_ = found.before->offsets;
            lastEvict_ = found.before->watermark;
            if (found.committed == found.before->id) recovered_ = std::move(found.before);
        }
        watermark_.restore(latest.watermark, policy);
        batchId_ = latest.id;
        unfinished_ = std::move(latest);
    }
    if (before.watermarkJump && before.watermarkJump->watermark == watermark_.current()) keepJump(before.watermarkJump);
    std::vector<std::string> notes = notesOfRestart(before, facts, watermark_.current());
    for (const std::string& note : notes) log::info(note);
    changeStatus([&](QueryStatus& status) { status.notes = std::move(notes); });
    return resumeSources();
}

Result<void> QueryRun::resumeSources() {
    for (std::size_t at = 0; at < parts_.sources.size(); ++at) VITRINE_CHECK_OK(parts_.sources[at]->resumeAfter(committed_[at]));
    return {};
}

void QueryRun::takeNotices() {
    std::vector<std::string> told;
    for (const auto& source : parts_.sources) {
        for (std::string& notice : source->takeNotices()) {
            if (noticesTold_ < QueryStatus::kNotices) told.push_back(notice);
            else if (noticesTold_ == QueryStatus::kNotices) told.emplace_back("There is more to say of the input; the reports of the batches have all of it.");
            noticesTold_ = std::min(noticesTold_ + 1, QueryStatus::kNotices + 1);
            if (notices_.size() < BatchReport::kNotices) notices_.push_back(std::move(notice));
            else ++noticesLeftOut_;
        }
    }
    if (told.empty()) return;
    for (const std::string& notice : told) log::info(notice);
    changeStatus([&](QueryStatus& status) { status.notes.insert(status.notes.end(), told.begin(), told.end()); });
}

std::map<std::string, std::string> QueryRun::pinnedConf() const {
    return {{kShufflePartitions, shufflePartitions_}, {kWatermarkPolicy, watermark_.policy() == MultipleWatermarkPolicy::Max ? "max" : "min"}};
}

Result<void> QueryRun::loop(std::stop_token stop) {
    VITRINE_CHECK_OK(prepare(stop));
    const TriggerSpec::Kind kind = parts_.program.plan->trigger;
    while (true) {
        VITRINE_CHECK_OK(checkStop(stop));
        const bool stepping = waitWhilePaused(stop);
        VITRINE_CHECK_OK(checkStop(stop));
        std::uint64_t asked = 0;
        {
            std::scoped_lock lock(mutex_);
            asked = asked_;
        }
        const WallTime start = clock_->now();
        const Micros began = clock_->monotonic();
        VITRINE_TRY(const Triggered came, trigger(stop));
        previousTrigger_ = start;
        if (came != Triggered::Batch) {
            std::scoped_lock lock(mutex_);
            answered_ = std::max(answered_, asked);
            changed_.notify_all();
        }
        if (kind == TriggerSpec::Kind::Once) return {};
        if (kind == TriggerSpec::Kind::AvailableNow && came != Triggered::Batch) return {};
        if (!stepping) waitForNext(start, began, came, stop);
    }
}

/// Returns whether the next trigger was asked for by step().
bool QueryRun::waitWhilePaused(std::stop_token stop) {
    {
        std::scoped_lock lock(mutex_);
        if (!paused_) return false;
        if (steps_ > 0) {
            --steps_;
            return true;
        }
    }
    changeStatus([](QueryStatus& status) {
        status.state = QueryState::Paused;
        status.activity = QueryActivity::None;
        status.isTriggerActive = false;
        status.nextTrigger.reset();
    });
    bool stepping = false;
    {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, stop, [this] { return !paused_ || steps_ > 0; });
        if (paused_ && steps_ > 0) {
            --steps_;
            stepping = true;
        }
    }
    idle_ = false;
    if (!stop.stop_requested()) changeStatus([](QueryStatus& status) { status.state = QueryState::Running; });
    return stepping;
}

void QueryRun::waitForNext(WallTime start, Micros began, Triggered came, std::stop_token stop) {
    const auto mayGoOn = [&] {
        std::scoped_lock lock(mutex_);
        return paused_ || stop.stop_requested();
    };
    if (isTimed()) {
        const Millis interval = parts_.program.plan->triggerInterval;
        const Millis took = toMillis(clock_->monotonic() - began);
        const WallTime now = clock_->now();
        // A clock that was set back meanwhile would put the next tick far ahead: its ticks count from where it stands now (D3).
        const WallTime next = nextTick(now < start ? now : start, interval);
        const Micros due = clock_->monotonic() + std::max(Millis{0}, next - now);
        if (took > interval)
            log::warning(fmt::format("A trigger every {} ms was asked for, but the last one took {} ms.", interval.count(),
                                     took.count()));
        changeStatus([&](QueryStatus& status) {
            if (came != Triggered::SourceMissing) {
                status.activity = QueryActivity::WaitingForTrigger;
                status.message = "Waiting for next trigger";
            }
            status.nextTrigger = next;
        });
        // What is left is counted on the monotonic clock: the other may be set while the query waits.
        while (!mayGoOn()) {
            const Millis left = std::chrono::ceil<Millis>(due - clock_->monotonic());
            if (left <= Millis{0} || clock_->waitUntil(clock_->now() + left, stop)) break;
        }
        changeStatus([](QueryStatus& status) { status.nextTrigger.reset(); });
        return;
    }
    if (came == Triggered::Batch) {
        idleDelay_.startOver();
        return;
    }
    if (came == Triggered::Idle) setActivity(QueryActivity::WaitingForData, "Waiting for data to arrive", false, false);
    {
        std::scoped_lock lock(mutex_);
        if (asked_ != answered_) return;
    }
    const bool continuous = parts_.program.plan->trigger == TriggerSpec::Kind::Continuous;
    const Millis delay = continuous ? parts_.program.plan->conf.pollingDelay : idleDelay_.next(*arrivalsAnnounced_);
    if (!mayGoOn()) clock_->waitUntil(clock_->now() + delay, stop);
}

Result<QueryRun::Triggered> QueryRun::trigger(std::stop_token stop) {
    const QueryPlan& plan = *parts_.program.plan;
    const bool once = plan.trigger == TriggerSpec::Kind::Once;
    const bool endsByItself = once || plan.trigger == TriggerSpec::Kind::AvailableNow;
    const WallTime start = clock_->now();
    const Micros began = clock_->monotonic();
    BatchReport report;
    if (unfinished_) {
        report.triggerStart = start;
        const bool hasData = unfinished_->offsets != committed_;
        VITRINE_CHECK_OK(runBatch(unfinished_->offsets, hasData, stop, report));
        return Triggered::Batch;
    }
    // An idle query looks again and again; saying so each time would only make the window flicker.
    if (!idle_)
        setActivity(QueryActivity::ListingFiles, "Getting offsets from " + sourcesText(), true, false);

    std::vector<Offset> latest;
    for (const auto& source : parts_.sources) {
        const Stopwatch watch(*clock_, report.durations.latestOffset);
        Result<Offset> offset = source->latest(AdmissionLimit{once});
        VITRINE_CHECK_OK(checkStop(stop));
        if (offset) {
            latest.push_back(std::move(*offset));
            continue;
        }
        if (offset.error().code() != ErrorCode::SourceUnavailable || endsByItself) return offset.error();
        changeStatus([&](QueryStatus& status) {
            status.activity = QueryActivity::SourceMissing;
            status.message = offset.error().message();
            status.isTriggerActive = false;
            status.error = offset.error();
        });
        idle_ = true;
        return Triggered::SourceMissing;
    }
    takeNotices();
    const bool hasData = latest != committed_;
    const auto operators = runner_->operators();
    const bool wantsNoData = !hasData && !once && plan.conf.noDataMicroBatches && hasRunBatch_ &&
                             std::any_of(operators.begin(), operators.end(), [&](const auto& stateful) {
                                 return stateful->wantsNoDataBatch(lastEvict_, watermark_.current());
                             });
    if (!hasData && !wantsNoData) {
        reportIdle(start, began, report.durations.latestOffset);
        idle_ = true;
        return Triggered::Idle;
    }
    idle_ = false;
    report.triggerStart = start;
    VITRINE_CHECK_OK(runBatch(std::move(latest), hasData, stop, report));
    return Triggered::Batch;
}

Result<void> QueryRun::runBatch(std::vector<Offset> to, bool hasData, std::stop_token stop, BatchReport& report) {
    const Micros began = clock_->monotonic() - report.durations.latestOffset;
    const QueryPlan& plan = *parts_.program.plan;
    BatchTask task;
    task.batchTime = unfinished_ ? unfinished_->timestamp : clock_->now();
    task.thresholds.evict = watermark_.current();
    // Lateness lags one batch behind release, but for the one-operator dialect (WM-12).
    task.thresholds.late = plan.conf.allowMultipleStateful ? lastEvict_ : task.thresholds.evict;

    const std::uint64_t limit = parts_.options.memoryLimit;
    task.groupBytes = limit - std::min(limit, stateBytes_);

    report.batchId = batchId_;
    report.noData = !hasData;
    report.replayed = unfinished_.has_value();
    report.hasWatermark = watermark_.exists();
    report.lateThreshold = task.thresholds.late;
    report.watermark = task.thresholds.evict;
    // A continuous query delivers first and logs afterwards: at least once (TR-6).
    const bool logsAfterwards = plan.trigger == TriggerSpec::Kind::Continuous;
    reachKillPoint(KillPoint::PlanChosen);
    if (!logsAfterwards) VITRINE_CHECK_OK(logPlan(task, to, hasData, report));
    reachKillPoint(KillPoint::PlanLogged);
    task.plans.resize(parts_.sources.size());
    for (std::size_t at = 0; at < parts_.sources.size(); ++at) {
        Source& source = *parts_.sources[at];
        report.sources.push_back({source.description(), committed_[at], to[at], {}, 0, 0, 0});
        if (batchId_ > 0 && !unfinished_ && !committed_[at].empty()) source.committed(committed_[at]);
        reachKillPoint(KillPoint::SourceCleaned);
        if (to[at] == committed_[at]) continue;
        const Stopwatch watch(*clock_, report.durations.getBatch);
        VITRINE_TRY(task.plans[at], source.plan(committed_[at], to[at]));
        report.filesWaiting += task.plans[at].filesWaiting;
    }
    setActivity(hasData ? QueryActivity::Reading : QueryActivity::Computing,
                hasData ? "Processing new data" : "No new data but cleaning up state", true, hasData);

    std::shared_ptr<ResultSnapshot> snapshot;
    Result<void> memory;
    {
        const Stopwatch watch(*clock_, report.durations.addBatch);
        auto ran = runner_->run(task, parts_.sources, stop);
        takeNotices();
        if (!ran) return ran.error().code() == ErrorCode::MemoryLimit ? outOfMemory(fmt::format("Batch {} was not finished.", batchId_)) : ran.error();
        BatchOutcome outcome = *std::move(ran);
        fill(report, outcome);
        reachKillPoint(KillPoint::RowsComputed);
        VITRINE_CHECK_OK(write(outcome.rows, outcome.numRows, stop, report));
        reachKillPoint(KillPoint::BatchWritten);
        if (crashAsked_) return crash();
        const WallTime before = watermark_.current();
        watermark_.advance(outcome.seen);
        noteJump(outcome, before, task.batchTime);
        if (logsAfterwards) VITRINE_CHECK_OK(logPlan(task, to, hasData, report));
        if (parts_.checkpoint) {
            const Stopwatch committing(*clock_, report.durations.commitOffsets);
            std::vector<std::int64_t> rows(runner_->operators().size());
            for (const OperatorOutcome& stateful : outcome.operators) rows[stateful.position] = stateful.metrics.rowsTotal;
            VITRINE_CHECK_OK(parts_.checkpoint->commit(batchId_, watermark_.current(), runner_->operators(), rows));
        }
        reachKillPoint(KillPoint::BatchCommitted);
        for (StateOperatorReport& state : report.stateOperators) state.commitTime = report.durations.commitOffsets;
        memory = checkMemory(outcome);
        for (const EventTimeObserver& seen : outcome.seen) {
            if (seen.rows() == 0) continue;
            const EventTime time{Micros{seen.maxMillis() * 1000}};
            latestEventTime_ = latestEventTime_ ? std::max(*latestEventTime_, time) : time;
        }
        snapshot = results_.apply(batchId_, std::move(outcome.rows));
    }
    committed_ = std::move(to);
    if (unfinished_) {
        std::scoped_lock lock(mutex_);
        replayed_ = batchId_;
    }
    unfinished_.reset();
    lastEvict_ = task.thresholds.evict;
    hasRunBatch_ = true;
    snapshot->watermark = watermark_.current();
    snapshot->latestEventTime = latestEventTime_;
    report.watermarkAfter = watermark_.current();
    report.watermarkJump = watermarkJump_;
    finishReport(report, report.triggerStart, began);
    lastProgress_ = clock_->monotonic();
    ++batchId_;
    publish(std::move(snapshot), std::make_shared<const BatchReport>(std::move(report)));
    return memory;
}

void QueryRun::noteJump(const BatchOutcome& outcome, WallTime before, WallTime batchTime) {
    if (watermark_.current() == before) return;
    if (watermarkJump_) keepJump(nullptr);
    if (!outcome.furthest) return;
    const QueryPlan& plan = *parts_.program.plan;
    const EventTimeReport& times = outcome.furthest->times;
    std::optional<WallTime> known;
    if (latestEventTime_) known = std::chrono::floor<Millis>(*latestEventTime_);
    else if (before > WallTime{}) known = before + plan.watermarks[outcome.furthest->watermark].delay;   // after a restart
    if (!isFarAhead(times, known, batchTime)) return;
    auto jump = std::make_shared<WatermarkJump>();
    jump->batchId = batchId_;
    jump->file = times.maxFile;
    jump->offset = times.maxOffset;
    jump->eventTime = *times.max;
    jump->watermark = watermark_.current();
    jump->before = before;
    const bool hasLines = std::all_of(plan.sources.begin(), plan.sources.end(), [](const PlannedSource& source) {
        return source.spec.format == "json" || source.spec.format == "csv" || source.spec.format == "text";
    });
    if (hasLines && !isCompressed(jump->file)) {
        FileSystem& files = parts_.options.files != nullptr ? *parts_.options.files : systemFiles();
        if (const auto position = linePositionAt(files, jump->file, jump->offset)) jump->line = position->line;
    }
    log::info(sentenceOf(*jump));
    keepJump(std::move(jump));
}

/// For the reports, and for those of a later run.
void QueryRun::keepJump(WatermarkJumpPtr jump) {
    watermarkJump_ = std::move(jump);
    if (!parts_.checkpoint) return;
    QueryFacts facts = QueryFacts::of(*parts_.program.plan);
    facts.watermarkJump = watermarkJump_;
    parts_.checkpoint->remember(facts.toJson());
}

Result<void> QueryRun::logPlan(const BatchTask& task, const std::vector<Offset>& to, bool hasData, BatchReport& report) {
    if (!parts_.checkpoint || unfinished_) return {};
    setActivity(QueryActivity::Computing, "Writing offsets to log", true, hasData);
    const Stopwatch watch(*clock_, report.durations.walCommit);
    std::vector<std::vector<SourceLogEntry>> chosen;
    for (std::size_t at = 0; at < parts_.sources.size(); ++at) chosen.push_back(parts_.sources[at]->logSince(committed_[at]));
    return parts_.checkpoint->plan({batchId_, task.thresholds.evict, task.batchTime, pinnedConf(), to}, chosen);
}

Result<void> QueryRun::write(std::vector<Batch> rows, std::uint64_t numRows, std::stop_token stop, BatchReport& report) {
    const bool hands = parts_.onBatchRows && parts_.options.keepBatchRows;
    if (!hands && parts_.sinks.empty()) return {};
    const ResultBatch result{std::move(rows), numRows};
    if (!parts_.sinks.empty()) setActivity(QueryActivity::Writing, "Processing new data", true, true);
    for (const auto& sink : parts_.sinks) {
        VITRINE_CHECK_OK(checkStop(stop));
        reachKillPoint(KillPoint::SinkReached);
        SinkReport& sunk = report.sinks.emplace_back(SinkReport{sink->description(), sink->delivery() == Delivery::ExactlyOnce, false, {}});
        const Stopwatch watch(*clock_, sunk.took);
        VITRINE_TRY(const Receipt receipt, sink->write(batchId_, result, stop));
        sunk.wasThere = receipt.wasThere;
        reachKillPoint(KillPoint::SinkServed);
    }
    if (hands) parts_.onBatchRows(batchId_, result);
    return checkStop(stop);
}

Error QueryRun::crash() {
    crashed_ = true;
    return Error(ErrorCode::Cancelled, fmt::format("The query was made to crash: batch {} has reached its outputs and is not committed.", batchId_))
        .withWayOut(parts_.checkpoint ? "Start it again: the same batch runs again with the same rows." : "Start it again: without a checkpoint it begins anew.");
}

Result<void> QueryRun::checkMemory(const BatchOutcome& outcome) {
    stateBytes_ = 0;
    std::int64_t groups = 0;
    for (const OperatorOutcome& stateful : outcome.operators) {
        stateBytes_ += static_cast<std::uint64_t>(stateful.metrics.memoryBytes);
        groups += stateful.metrics.rowsTotal;
    }
    if (stateBytes_ <= parts_.options.memoryLimit) return {};
    return outOfMemory(fmt::format("It holds {} groups in {} MiB and stopped after batch {}, which is complete.", groups, stateBytes_ >> 20, batchId_));
}

Error QueryRun::outOfMemory(std::string_view what) const {
    return Error(ErrorCode::MemoryLimit, fmt::format("The groups of the query need more memory than its limit of {} MiB. {}", parts_.options.memoryLimit >> 20, what))
        .withWayOut("Use a watermark with a shorter delay, group by fewer values, take fewer files in a batch, or raise the memory limit.");
}

// Reports

void QueryRun::fill(BatchReport& report, BatchOutcome& outcome) {
    report.files = std::move(outcome.files);
    for (std::size_t at = 0; at < outcome.numInputRows.size(); ++at) {
        report.numInputRows += outcome.numInputRows[at];
        report.sources[at].numInputRows = outcome.numInputRows[at];
    }
    report.rows = outcome.balance;
    report.malformed = std::move(outcome.malformed);
    report.late = std::move(outcome.late);
    report.eventTime = std::move(outcome.eventTime);
    report.numOutputRows = static_cast<std::int64_t>(outcome.numRows);
    for (const OperatorOutcome& stateful : outcome.operators) {
        const OperatorMetrics& metrics = stateful.metrics;
        StateOperatorReport& state = report.stateOperators.emplace_back();
        state.operatorName = stateful.name;
        // Before a sort over several partitions Spark samples, runs the stateful part twice and counts it twice (PR-10).
        const std::int64_t times = parts_.program.shape->ordered && shufflePartitions_ != "1" ? 2 : 1;
        state.numRowsTotal = metrics.rowsTotal * times;
        state.numRowsUpdated = metrics.rowsUpdated * times;
        state.numRowsRemoved = metrics.rowsRemoved;
        state.numRowsDroppedByWatermark = metrics.droppedByWatermark;
        state.allUpdatesTime = toMillis(metrics.updatesTime);
        state.allRemovalsTime = toMillis(metrics.removalsTime);
        state.memoryUsedBytes = metrics.memoryBytes;
        report.windowsClosed += metrics.windowsClosed;
    }
    lastOperators_ = report.stateOperators;
}

void QueryRun::finishReport(BatchReport& report, WallTime start, Micros began) {
    report.triggerStart = start;
    report.notices = std::exchange(notices_, {});
    if (const std::uint64_t more = std::exchange(noticesLeftOut_, 0); more > 0)
        report.notices.push_back(fmt::format("As much was to be said of {} more files.", more));
    report.duration = clock_->monotonic() - began;
    report.durations.triggerExecution = toMillis(report.duration);
    for (const auto& sink : parts_.sinks)
        report.sinkDescription += (report.sinkDescription.empty() ? "" : ", ") + sink->description();
    if (parts_.sinks.empty()) report.sinkDescription = "MemorySink";
    else if (!parts_.sinks.front()->countsRows()) report.numOutputRows = -1;

    // PR-6: against the start of the trigger before, idle ones included; the first has none.
    const auto rows = static_cast<double>(report.numInputRows);
    const double seconds = static_cast<double>(std::max<std::int64_t>(1, report.durations.triggerExecution.count())) / 1000.0;
    report.processedRowsPerSecond = rows / seconds;
    report.inputRowsPerSecond = 0.0;
    if (previousTrigger_) {
        const std::int64_t since = (start - *previousTrigger_).count();
        report.inputRowsPerSecond.reset();
        if (since > 0) report.inputRowsPerSecond = rows / (static_cast<double>(since) / 1000.0);
    }
    for (std::size_t at = 0; at < report.sources.size(); ++at) {
        SourceReport& source = report.sources[at];
        SourceStanding standing = parts_.sources[at]->standing(source.endOffset);
        source.latestOffset = std::move(standing.latest);
        source.metrics = std::move(standing.metrics);
        const double share = rows > 0 ? static_cast<double>(source.numInputRows) / rows : 1.0;
        source.inputRowsPerSecond = report.inputRowsPerSecond.value_or(0.0) * share;
        source.processedRowsPerSecond = *report.processedRowsPerSecond * share;
    }
}

void QueryRun::reportIdle(WallTime start, Micros began, Millis listing) {
    // Not by the wall clock, which may be set back by years (D3).
    if (lastProgress_ && began - *lastProgress_ < kIdleReportInterval) return;
    const bool isFirst = !lastProgress_;
    lastProgress_ = began;
    BatchReport report;
    report.idle = true;
    report.batchId = batchId_;
    report.durations.latestOffset = listing;
    report.hasWatermark = watermark_.exists();
    report.lateThreshold = lastEvict_;
    report.watermark = watermark_.current();
    report.watermarkAfter = watermark_.current();
    report.watermarkJump = watermarkJump_;
    report.stateOperators = lastOperators_;
    for (StateOperatorReport& state : report.stateOperators) {
        state.numRowsUpdated = 0;
        state.numRowsDroppedByWatermark = 0;
    }
    for (std::size_t at = 0; at < parts_.sources.size(); ++at)
        report.sources.push_back({parts_.sources[at]->description(), committed_[at], committed_[at], {}, 0, 0, 0});
    finishReport(report, start, began);
    auto published = std::make_shared<const BatchReport>(std::move(report));
    publish(nullptr, published);
    if (!isFirst && parts_.listener.onIdle) parts_.listener.onIdle(published);
}

void QueryRun::publish(ResultSnapshotPtr snapshot, BatchReportPtr report) {
    const bool announced = report && !report->idle;
    {
        std::scoped_lock lock(mutex_);
        if (snapshot) snapshot_ = snapshot;
        if (report) reports_.push_back(report);
        if (reports_.size() > kKeptReports) reports_.pop_front();
        if (announced) ++batches_;
    }
    if (snapshot && parts_.listener.onSnapshot) parts_.listener.onSnapshot(snapshot);
    if (announced && parts_.listener.onReport) parts_.listener.onReport(report);
}

template <class Change>
void QueryRun::changeStatus(Change&& change) {
    QueryStatus status;
    {
        std::scoped_lock lock(mutex_);
        const bool stopping = status_.state == QueryState::Stopping;
        change(status_);
        // A stop that was asked for stays visible until the end.
        if (stopping && (status_.state == QueryState::Running || status_.state == QueryState::Starting))
            status_.state = QueryState::Stopping;
        status_.batchId = batchId_;
        status = status_;
    }
    if (parts_.listener.onStatus) parts_.listener.onStatus(status);
}

void QueryRun::setActivity(QueryActivity activity, std::string message, bool triggerActive, bool dataAvailable) {
    {
        std::scoped_lock lock(mutex_);
        if (status_.activity == activity && status_.message == message && status_.isTriggerActive == triggerActive &&
            status_.isDataAvailable == dataAvailable && status_.batchId == batchId_ && !status_.error)
            return;
    }
    changeStatus([&](QueryStatus& status) {
        status.activity = activity;
        status.message = std::move(message);
        status.isTriggerActive = triggerActive;
        status.isDataAvailable = dataAvailable;
        status.error.reset();
    });
}

// For the handle

QueryStatus QueryRun::status() const {
    std::scoped_lock lock(mutex_);
    return status_;
}

QuerySummary QueryRun::summary() const {
    const QueryPlan& plan = *parts_.program.plan;
    QuerySummary summary;
    summary.name = name();
    summary.id = id_;
    summary.runId = runId_;
    summary.started = started_;
    summary.trigger = triggerText(plan);
    if (isTimed()) summary.interval = plan.triggerInterval;
    summary.outputMode = plan.outputMode;
    summary.sinks = sinks_;
    summary.checkpoint = plan.checkpointPath;
    summary.workspace = parts_.options.workspace;
    std::scoped_lock lock(mutex_);
    // Its thread has been asked to begin.
    summary.state = status_.state == QueryState::NotStarted ? QueryState::Starting : status_.state;
    summary.message = status_.message;
    summary.isDataAvailable = status_.isDataAvailable;
    summary.isTriggerActive = status_.isTriggerActive;
    summary.notes = status_.notes;
    if (status_.state == QueryState::Failed && status_.error) summary.error = status_.error->message();
    summary.crashAsked = crashAsked_;
    summary.replayed = replayed_;
    summary.ended = endedAt_;
    summary.batches = batches_;
    const auto finite = [](std::optional<double> rate) { return rate && std::isfinite(*rate) ? *rate : 0.0; };
    double input = 0, processed = 0;
    std::int64_t counted = 0;
    for (const BatchReportPtr& report : reports_) {
        if (report->idle) continue;   // UI-2
        ++counted;
        input += finite(report->inputRowsPerSecond);
        processed += finite(report->processedRowsPerSecond);
        summary.inputRate = finite(report->inputRowsPerSecond);
        summary.processedRate = finite(report->processedRowsPerSecond);
        summary.lastDuration = report->durations.triggerExecution;
        summary.lastBatch = report->batchId;
        summary.lastProgress = report->triggerStart;
    }
    if (counted > 0) {
        summary.meanInputRate = input / static_cast<double>(counted);
        summary.meanProcessedRate = processed / static_cast<double>(counted);
    }
    return summary;
}

ResultSnapshotPtr QueryRun::snapshot() const {
    std::scoped_lock lock(mutex_);
    return snapshot_;
}

std::vector<BatchReportPtr> QueryRun::recentReports() const {
    std::scoped_lock lock(mutex_);
    return {reports_.begin(), reports_.end()};
}

void QueryRun::markStopping() {
    std::scoped_lock lock(mutex_);
    const bool active = status_.state == QueryState::NotStarted || status_.state == QueryState::Starting ||
                        status_.state == QueryState::Running || status_.state == QueryState::Paused;
    if (active) status_.state = QueryState::Stopping;
}

void QueryRun::pause() {
    {
        std::scoped_lock lock(mutex_);
        paused_ = true;
    }
    clock_->notify();
}

void QueryRun::resume() {
    {
        std::scoped_lock lock(mutex_);
        paused_ = false;
        steps_ = 0;
    }
    changed_.notify_all();
}

void QueryRun::step() {
    {
        std::scoped_lock lock(mutex_);
        if (!paused_ || ended_) return;
        ++steps_;
    }
    changed_.notify_all();
}

void QueryRun::requestCrash() { crashAsked_ = true; }

bool QueryRun::awaitTermination(Millis timeout) {
    std::unique_lock lock(mutex_);
    const auto ended = [this] { return ended_; };
    if (timeout > Millis{0}) return changed_.wait_for(lock, timeout, ended);
    changed_.wait(lock, ended);
    return true;
}

Result<void> QueryRun::processAllAvailable() {
    std::unique_lock lock(mutex_);
    const std::uint64_t number = ++asked_;
    lock.unlock();
    clock_->notify();
    lock.lock();
    changed_.wait(lock, [&] { return ended_ || answered_ >= number; });
    if (status_.state == QueryState::Failed && status_.error) return *status_.error;
    return {};
}

}  // namespace vitrine
