// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/query_session.h"

#include <algorithm>
#include <utility>

#include <QDateTime>
#include <QDir>
#include <QFileInfo>

#include "core/catalog/workspace.h"
#include "ui/charts/time_labels.h"
#include "ui/models/result_table_model.h"
#include "ui/pages/source_kind.h"

namespace vitrine::ui {
namespace {

constexpr int kCheckDelayMilliseconds = 150;
constexpr std::int64_t kSecond = 1'000'000;

/// A path as sentences name it: relative ones whole, of absolute ones the last part. The Build page shows all of it.
QString shownPath(const std::string& path) {
    const QString whole = QString::fromStdString(path);
    if (!whole.startsWith(QLatin1Char('/'))) return whole;
    const QString last = QFileInfo(QDir::cleanPath(whole)).fileName();
    return QFileInfo(whole).isDir() ? last + QLatin1Char('/') : last;
}

/// The end of the open window that closes first, from one pass over the result.
std::optional<std::int64_t> nextToClose(const ResultSnapshot& snapshot) {
    if (!snapshot.shape->canBeFinal || snapshot.shape->windowDuration.count() == 0) return std::nullopt;
    const std::int64_t watermark = snapshot.watermark.time_since_epoch().count() * 1000;
    std::optional<std::int64_t> earliest;
    for (const auto& chunk : snapshot.chunks) {
        for (std::size_t row = 0; row < chunk->rows.numRows; ++row) {
            const auto end = windowEndOf(*snapshot.shape, {chunk.get(), row});
            if (end && *end > watermark && (!earliest || *end < *earliest)) earliest = end;
        }
    }
    return earliest;
}

}  // namespace

QuerySession::QuerySession(ProjectDocument& project, Connectors& connectors, std::string queryName, QObject* parent)
    : QObject(parent), project_(project), connectors_(connectors), name_(std::move(queryName)),
      ticks_(std::make_shared<const std::vector<BatchTick>>()) {
    if (const QueryDocument* query = project_.query(name_)) last_ = *query;
    rememberPlace();
    checkTimer_.setSingleShot(true);
    checkTimer_.setInterval(kCheckDelayMilliseconds);
    connect(&checkTimer_, &QTimer::timeout, this, &QuerySession::check);
    connect(&project_, &ProjectDocument::changed, this, &QuerySession::followDocument);
    connect(&project_, &ProjectDocument::pathChanged, &checkTimer_, qOverload<>(&QTimer::start));
    connect(&controller_, &QueryController::reportAdded, this, &QuerySession::onReport);
    connect(&controller_, &QueryController::statusChanged, this, &QuerySession::onStatus);
    connect(&controller_, &QueryController::snapshotChanged, this, [this] {
        nextToClose_ = nextToClose(*controller_.snapshot());
        Q_EMIT snapshotChanged();
        Q_EMIT stateChanged();
    });
    connect(&controller_, &QueryController::terminated, this, [this] {
        if (std::exchange(freshNext_, false)) beginFresh();
    });
    check();
}

QuerySession::~QuerySession() = default;

const QueryDocument& QuerySession::document() const {
    return last_;
}

TimeZone QuerySession::zone() const {
    return controller_.plan() ? controller_.plan()->conf.zone : sessionConfOf(last_).conf.zone;
}

void QuerySession::edit(const QString& text, QueryDocument next, const QString& mergeKey) {
    // The names that the project would not take are made fit here, so that the query is found by its new one.
    if (next.name.empty()) next.name = name_;
    else if (next.name != name_) next.name = project_.freeQueryName(next.name);
    const std::string before = std::exchange(name_, next.name);
    project_.setQuery(text, before, std::move(next), mergeKey);
    if (before != name_) Q_EMIT renamed(QString::fromStdString(name_));
}

void QuerySession::followDocument() {
    const QueryDocument* query = project_.query(name_);
    if (query == nullptr) {
        // Undo or redo of a rename: as many queries as before, and at this one's place stands another name.
        const auto& queries = project_.project().queries;
        if (queries.size() == queries_ && place_ < queries.size()) {
            query = &queries[place_];
            name_ = query->name;
            Q_EMIT renamed(QString::fromStdString(name_));
        }
    }
    rememberPlace();
    if (query == nullptr || *query == last_) return;
    last_ = *query;
    startError_.reset();
    checkTimer_.start();
    Q_EMIT documentChanged();
    Q_EMIT stateChanged();
}

void QuerySession::rememberPlace() {
    const auto& queries = project_.project().queries;
    queries_ = queries.size();
    const auto found = std::find_if(queries.begin(), queries.end(), [this](const QueryDocument& query) { return query.name == name_; });
    place_ = static_cast<std::size_t>(found - queries.begin());
}

void QuerySession::check() {
    checkTimer_.stop();
    PlanResult planned = planQuery(last_, project_.baseDirectory(), systemFiles());
    diagnostics_ = std::move(planned.diagnostics);
    plan_ = std::move(planned.plan);
    Q_EMIT diagnosticsChanged();
    Q_EMIT stateChanged();
}

bool QuerySession::isRunnable() const {
    return plan_ != nullptr;
}

bool QuerySession::run() {
    startError_.reset();
    check();
    if (!plan_ || !mayRun()) return false;
    viewBatch(-1);
    EngineOptions options;
    options.registry = registry_;
    options.workspace = workspaceDirectory({}, project_.path().toStdString());
    late_.clear();
    malformed_.clear();
    ticks_ = std::make_shared<const std::vector<BatchTick>>();
    late_.setZone(plan_->conf.zone);
    malformed_.setZone(plan_->conf.zone);
    sourceMissing_ = false;
    notesLogged_ = 0;
    earliestEvent_.reset();
    watermarkJump_.reset();
    if (auto started = controller_.start(plan_, connectors_, options); !started) {
        refuseStart(started.error());
        return false;
    }
    log_.add(LogModel::Level::Note, tr("Started."));
    for (const Diagnostic& diagnostic : diagnostics_) {
        log_.add(LogModel::Level::Warning, QString::fromStdString(diagnostic.error.detail()));
    }
    Q_EMIT stateChanged();
    return true;
}

/// F4: a document from a stranger runs no command and calls no server before the user said yes.
bool QuerySession::mayRun() {
    const std::vector<OutsideAction> actions = outsideActionsOf(last_);
    if (actions.empty() || !consent_ || consent_(actions)) return true;
    const OutsideAction& first = actions.front();
    const QString sentence = first.kind == OutsideAction::Kind::Command ? tr("The command was not allowed to run, so the query was not started.")
                                                                        : tr("The connection to Kafka was not allowed, so the query was not started.");
    refuseStart(Error(ErrorCode::SinkRefused, sentence.toStdString()).at(first.place).withWayOut(tr("Run again and allow it, or change the query.").toStdString()));
    return false;
}

/// Said at the field it is about and above the result.
void QuerySession::refuseStart(const Error& error) {
    startError_ = error;
    diagnostics_.push_back({error, Severity::Error, Phase::Start});
    log_.add(LogModel::Level::Error, QString::fromStdString(error.detail()));
    Q_EMIT diagnosticsChanged();
    Q_EMIT stateChanged();
}

void QuerySession::restartFresh() {
    if (!controller_.isActive()) return beginFresh();
    freshNext_ = true;
    controller_.stop();
}

void QuerySession::beginFresh() {
    check();
    QString aside;
    if (plan_ && !plan_->checkpointPath.empty()) {
        auto moved = QueryController::setCheckpointAside(plan_->checkpointPath);
        if (!moved) {
            refuseStart(std::move(moved).error().at("/checkpoint"));
            Q_EMIT restartedFresh({});
            return;
        }
        aside = QString::fromStdString(*moved);
    }
    run();
    if (!aside.isEmpty()) log_.add(LogModel::Level::Note, tr("The checkpoint of before was set aside as %1.").arg(aside));
    Q_EMIT restartedFresh(aside);
}

void QuerySession::runOrPause() {
    switch (controller_.status().state) {
        case QueryState::Running:
        case QueryState::Starting: controller_.pause(); break;
        case QueryState::Paused: controller_.resume(); break;
        case QueryState::Stopping: break;
        case QueryState::NotStarted:
        case QueryState::Stopped:
        case QueryState::Finished:
        case QueryState::Failed: run(); break;
    }
}

void QuerySession::stop() {
    controller_.stop();
}

void QuerySession::step() {
    if (!controller_.isActive()) {
        if (!run()) return;
        controller_.pause();
    }
    controller_.step();
}

bool QuerySession::isEdited() const {
    return controller_.plan() && controller_.isActive() && !(controller_.plan()->document == last_);
}

StateMark QuerySession::mark() const {
    switch (controller_.status().state) {
        case QueryState::NotStarted: return StateMark::NotStarted;
        case QueryState::Starting: return StateMark::Starting;
        case QueryState::Running: return StateMark::Running;
        case QueryState::Paused: return StateMark::Paused;
        case QueryState::Stopping: return StateMark::Stopping;
        case QueryState::Stopped: return StateMark::Stopped;
        case QueryState::Finished: return StateMark::Finished;
        case QueryState::Failed: return StateMark::Failed;
    }
    return StateMark::NotStarted;
}

QString QuerySession::whyNoOutput() const {
    const ResultSnapshotPtr snapshot = controller_.snapshot();
    if (!snapshot || !snapshot->shape->canBeFinal) return {};
    const TimeLabels labels(QLocale(), zone());
    const ResultShape& shape = *snapshot->shape;
    const std::int64_t delay = shape.watermarkDelay.count() * 1000;
    const std::int64_t length = shape.windowDuration.count();
    if (nextToClose_) {
        return tr("Window %1 becomes final once an event at %2 or later has been seen.")
            .arg(labels.window(*nextToClose_ - length, *nextToClose_), labels.time(*nextToClose_ + delay, length));
    }
    if (shape.mode == OutputMode::Append && snapshot->numRows == 0 && earliestEvent_ && length > 0) {
        // No window is final yet, so the first to become final is the first that the earliest event stands in.
        const std::int64_t slide = shape.windowSlide.count() > 0 ? shape.windowSlide.count() : length;
        const std::int64_t end = (floorDiv(*earliestEvent_ - length, slide) + 1) * slide + length;
        return tr("`append` writes a window once it is final: the first one after an event at %1 or later has been seen.")
            .arg(labels.time(end + delay, length));
    }
    return {};
}

QString QuerySession::jumpSentence() const {
    if (!watermarkJump_) return {};
    const WatermarkJump& jump = *watermarkJump_;
    const TimeLabels labels(QLocale(), zone());
    const auto textOf = [&labels](WallTime time) {
        const std::int64_t micros = time.time_since_epoch().count() * 1000;
        return labels.date(micros, true) + QLatin1Char(' ') + labels.time(micros, 1'000'000);   // the year is what is odd
    };
    const QString watermark = textOf(jump.watermark);
    const QString dated = textOf(jump.eventTime);
    if (jump.file.empty()) return tr("The watermark stands at %1 because of one row dated %2. Rows before it are late.").arg(watermark, dated);
    const QString file = QFileInfo(QString::fromStdString(jump.file)).fileName();
    const QString place = jump.line > 0 ? QStringLiteral("%1:%2").arg(file).arg(jump.line) : tr("%1, byte %2").arg(file, QLocale().toString(static_cast<qulonglong>(jump.offset)));
    return tr("The watermark stands at %1 because of one row, `%2`, dated %3. Rows before it are late.").arg(watermark, place, dated);
}

QString QuerySession::waitingSentence() const {
    const QString path = shownPath(last_.source.path);
    QStringList sentences;
    const QueryStatus& status = controller_.status();
    if (!readsFiles(last_.source.format)) {
        sentences << (status.activity == QueryActivity::SourceMissing ? QString::fromStdString(status.message) : tr("Waiting for the next row."));
    } else if (status.activity == QueryActivity::SourceMissing) {
        sentences << tr("The folder `%1` is not there any more. The query waits for it and goes on as soon as it is back.").arg(path);
    } else {
        sentences << tr("Waiting for the next file in `%1`.").arg(path);
    }
    if (const QString jump = jumpSentence(); !jump.isEmpty()) sentences << jump;
    else if (const QString why = whyNoOutput(); !why.isEmpty()) sentences << why;
    return sentences.join(QLatin1Char(' '));
}

QString QuerySession::sentence() const {
    const QueryStatus& status = controller_.status();
    const auto batches = static_cast<int>(controller_.batches());
    switch (status.state) {
        case QueryState::NotStarted: return isRunnable() ? tr("Press Run to start.") : tr("The query is not complete yet.");
        case QueryState::Starting: return tr("The first batch is on its way.");
        case QueryState::Running: return waitingSentence();
        case QueryState::Paused: return tr("No new batch starts until you resume; files queue up. %n batch(es) done.", nullptr, batches);
        case QueryState::Stopping: return tr("The batch in progress is abandoned; nothing was lost.");
        case QueryState::Stopped: return tr("%n batch(es) done. Run starts again.", nullptr, batches);
        case QueryState::Finished: return tr("All that was there has been read, in %n batch(es).", nullptr, batches);
        case QueryState::Failed: {
            const QString reason = status.error ? QString::fromStdString(status.error->message()) : QString::fromStdString(status.message);
            if (startError_) return reason;
            if (status.error && status.error->code() == ErrorCode::Cancelled)
                return tr("Crashed as you asked: batch %1 is written and not committed. Run starts with the same batch.").arg(QLocale().toString(static_cast<qlonglong>(status.batchId)));
            return tr("Batch %1 failed: %2").arg(QLocale().toString(static_cast<qlonglong>(status.batchId)), reason);
        }
    }
    return {};
}

void QuerySession::onReport(const BatchReportPtr& report) {
    if (std::exchange(watermarkJump_, report->watermarkJump) != report->watermarkJump && watermarkJump_) {
        QString said = jumpSentence();
        log_.add(LogModel::Level::Warning, said.remove(QLatin1Char('`')));
    }
    if (!report->idle) {
        if (const auto& earliest = report->eventTime.min) {
            const std::int64_t micros = earliest->time_since_epoch().count() * 1000;
            earliestEvent_ = std::min(earliestEvent_.value_or(micros), micros);
        }
        if (report->replayed) {
            QString said = tr("Batch %1 was run again with the same rows: the run before had not committed it.").arg(QLocale().toString(static_cast<qlonglong>(report->batchId)));
            if (std::any_of(report->sinks.begin(), report->sinks.end(), [](const SinkReport& sink) { return sink.wasThere; }))
                said += QLatin1Char(' ') + tr("Outputs that had it already wrote nothing.");
            log_.add(LogModel::Level::Note, said);
        }
        late_.add(*report);
        malformed_.add(*report);
        BatchTick tick;
        tick.batchId = report->batchId;
        tick.rows = static_cast<std::int64_t>(report->rows.read);
        tick.noData = report->noData;
        tick.windowsClosed = static_cast<int>(report->windowsClosed);
        tick.late = static_cast<std::int64_t>(report->rows.late);
        tick.malformed = static_cast<std::int64_t>(report->rows.malformed);
        tick.time = report->triggerStart.time_since_epoch().count();
        addTick(tick);
    }
    Q_EMIT reportAdded();
    Q_EMIT stateChanged();
}

void QuerySession::addTick(BatchTick tick) {
    std::vector<BatchTick> ticks = *ticks_;
    if (ticks.size() >= QueryController::kKeptReports) ticks.erase(ticks.begin());
    ticks.push_back(tick);
    const std::int64_t oldest = controller_.history().oldestBatch();
    for (BatchTick& known : ticks) known.detailsReleased = !known.failed && known.batchId < oldest;
    ticks_ = std::make_shared<const std::vector<BatchTick>>(std::move(ticks));
}

bool QuerySession::viewBatch(std::int64_t batchId) {
    ResultSnapshotPtr version = batchId < 0 ? nullptr : controller_.history().at(batchId);
    if (batchId >= 0 && !version) return false;
    if (batchId == viewedBatch_ || (batchId < 0 && viewedBatch_ < 0)) return true;
    viewedBatch_ = batchId < 0 ? -1 : batchId;
    viewed_ = std::move(version);
    Q_EMIT viewedBatchChanged();
    Q_EMIT snapshotChanged();
    Q_EMIT stateChanged();
    return true;
}

void QuerySession::onStatus() {
    const QueryStatus& status = controller_.status();
    const bool missing = status.activity == QueryActivity::SourceMissing;
    if (missing != sourceMissing_) {
        sourceMissing_ = missing;
        const QString path = shownPath(last_.source.path);
        log_.add(missing ? LogModel::Level::Warning : LogModel::Level::Note,
                 missing ? tr("The folder %1 is not there; waiting for it.").arg(path) : tr("The folder %1 is back.").arg(path));
    }
    for (; notesLogged_ < status.notes.size(); ++notesLogged_) log_.add(LogModel::Level::Warning, QString::fromStdString(status.notes[notesLogged_]));
    if (status.state != loggedState_) {
        loggedState_ = status.state;
        switch (status.state) {
            case QueryState::Paused: log_.add(LogModel::Level::Note, tr("Paused.")); break;
            case QueryState::Stopped: log_.add(LogModel::Level::Note, tr("Stopped.")); break;
            case QueryState::Finished: log_.add(LogModel::Level::Note, tr("Finished.")); break;
            case QueryState::Failed:
                // What a checkpoint holds is read by the query's own thread.
                if (status.error && status.error->place().starts_with("/checkpoint")) {
                    refuseStart(*status.error);
                    break;
                }
                addTick({.batchId = status.batchId, .failed = true, .time = QDateTime::currentMSecsSinceEpoch()});
                Q_EMIT reportAdded();
                log_.add(LogModel::Level::Error, status.error ? QString::fromStdString(status.error->detail()) : QString::fromStdString(status.message));
                break;
            default: break;
        }
    }
    Q_EMIT stateChanged();
}

}  // namespace vitrine::ui
