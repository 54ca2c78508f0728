// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/micro_batch.h"

#include <algorithm>
#include <deque>
#include <exception>
#include <map>
#include <utility>

#include "core/base/log.h"
#include "core/base/stop.h"
#include "core/exec/row_limit.h"

namespace vitrine {

/// One worker's part of a batch: consecutive ranges of a source, and what came of them.
struct MicroBatchRunner::Share {
    struct RangeRead {
        std::uint32_t fileIndex = 0;
        std::uint64_t bytes = 0;
        std::uint64_t rows = 0;
    };
    Share(const ProgramFeed& feed, std::size_t watermarks, std::span<const JoinTable> tables)
        : source(feed.from), pipeline(feed.steps, watermarks, tables) {}

    std::size_t source;
    std::vector<FileRange> ranges;
    RowPipeline pipeline;
    std::unique_ptr<OperatorPartial> partial;
    std::vector<Batch> rows;                    ///< without an operator
    MalformedRows malformed;
    std::vector<RangeRead> reads;
    Result<void> result;
};

/// A batch under way.
struct MicroBatchRunner::Work {
    std::vector<JoinTable> tables;
    std::deque<Share> shares;
    std::map<const ProgramFeed*, std::vector<Share*>> sharesOf;
    std::vector<std::vector<Batch>> rowsOf;          ///< one a stage: what it gave
    std::vector<OperatorRows> taken;                 ///< one a stage
    std::vector<OperatorMetrics> metrics;            ///< one a stage
    std::vector<EventTimeObserver> seen;
    std::uint64_t filtered = 0;                      ///< rows of files, by steps
    std::vector<std::pair<std::uint32_t, std::string>> files;   ///< index in the batch, path
};

namespace {

Result<std::unique_ptr<StatefulOperator>> makeOperator(const StageOperator& op, const SessionConf& conf,
                                                       const std::shared_ptr<const Clock>& clock) {
    if (const auto* grouping = std::get_if<GroupingSpec>(&op)) return makeGroupedAggregation(*grouping, conf, clock);
    if (const auto* session = std::get_if<SessionSpec>(&op)) return makeSessionAggregation(*session, conf, clock);
    if (const auto* deduplication = std::get_if<DeduplicationSpec>(&op)) return makeDeduplication(*deduplication, clock);
    return makeRowLimit(std::get<LifeLimit>(op).rows);
}

bool makesRows(const StageOperator& op) {
    return std::holds_alternative<GroupingSpec>(op) || std::holds_alternative<SessionSpec>(op);
}

}  // namespace

Result<std::unique_ptr<MicroBatchRunner>> MicroBatchRunner::make(const QueryProgram& program, WorkerPool& pool,
                                                                 std::shared_ptr<const Clock> clock) {
    std::unique_ptr<MicroBatchRunner> runner(new MicroBatchRunner(program, pool));
    for (const ProgramStage& stage : program.stages) {
        StatefulOperator* made = nullptr;
        if (stage.isStateful()) {
            auto stateful = makeOperator(stage.op, program.plan->conf, clock);
            if (!stateful) return std::move(stateful.error()).at(stage.place);
            made = stateful->get();
            runner->operators_.push_back(std::move(*stateful));
        }
        runner->operatorOf_.push_back(made);
    }
    VITRINE_CHECK_OK(runner->openTables());
    return runner;
}

/// A table's files are listed once; what they hold is read for every batch.
Result<void> MicroBatchRunner::openTables() {
    for (const ProgramTable& table : program_->tables) {
        VITRINE_CHECK_OK(table.opened->open({}));
        VITRINE_TRY(const Offset all, table.opened->latest(AdmissionLimit{true}));
        VITRINE_TRY(ReadPlan plan, table.opened->plan({}, all));
        for (const std::string& notice : table.opened->takeNotices()) log::warning(notice);
        tablePlans_.push_back(std::move(plan));
    }
    return {};
}

Result<void> MicroBatchRunner::readTables(Work& work, const EvaluationContext& context, std::stop_token stop) const {
    for (std::size_t index = 0; index < program_->tables.size(); ++index) {
        const ProgramTable& table = program_->tables[index];
        RowPipeline pipeline(table.steps, 0);
        std::vector<Batch> rows;
        MalformedRows malformed;
        for (const FileRange& range : tablePlans_[index].ranges) {
            VITRINE_TRY(const auto reader, table.opened->read(range));
            while (true) {
                VITRINE_CHECK_OK(checkStop(stop));
                Batch batch;
                VITRINE_TRY(const bool more, reader->next(batch, malformed, stop));
                if (!more) break;
                VITRINE_CHECK_OK(pipeline.apply(batch, context));
                if (batch.numRows > 0) rows.push_back(std::move(batch));
            }
        }
        for (const std::string& notice : table.opened->takeNotices()) log::warning(notice);
        work.tables.emplace_back(table.schema, rows, table.keys);
    }
    return {};
}

BatchThresholds MicroBatchRunner::thresholdsOf(const ProgramStage& stage, const BatchTask& task) const {
    return stage.seesWatermark ? task.thresholds : BatchThresholds{};
}

void MicroBatchRunner::cut(Work& work, const BatchTask& task, std::span<const std::unique_ptr<Source>> sources) const {
    // Files are numbered through all sources.
    std::vector<std::uint32_t> firstFile;
    std::uint32_t files = 0;
    for (const ReadPlan& plan : task.plans) {
        firstFile.push_back(files);
        for (const FileRange& range : plan.ranges) {
            files = std::max(files, firstFile.back() + range.fileIndex + 1);
            work.files.emplace_back(firstFile.back() + range.fileIndex, range.path);
        }
    }
    for (std::size_t stage = 0; stage < program_->stages.size(); ++stage) {
        for (const ProgramFeed& feed : program_->stages[stage].feeds) {
            if (feed.fromStage) continue;
            const ReadPlan& plan = task.plans[feed.from];
            std::vector<std::vector<FileRange>> parts;
            if (plan.bytes > pool_->bytesPerWorker() && pool_->threads() > 1)
                parts = sources[feed.from]->split(plan, pool_->threads(), pool_->bytesPerWorker());
            else if (!plan.ranges.empty())
                parts.push_back(plan.ranges);
            for (auto& ranges : parts) {
                Share& share = work.shares.emplace_back(feed, program_->plan->watermarks.size(), work.tables);
                share.ranges = std::move(ranges);
                if (operatorOf_[stage] != nullptr)
                    share.partial = operatorOf_[stage]->makePartial(thresholdsOf(program_->stages[stage], task));
                work.sharesOf[&feed].push_back(&share);
            }
        }
    }
    for (Share& share : work.shares)
        for (FileRange& range : share.ranges) range.fileIndex += firstFile[share.source];
}

Result<void> MicroBatchRunner::readShare(Share& share, const EvaluationContext& context, Source& source, std::atomic<std::int64_t>& room,
                                         std::stop_token stop) const {
    std::int64_t taken = 0;
    for (const FileRange& range : share.ranges) {
        VITRINE_CHECK_OK(checkStop(stop));
        VITRINE_TRY(const auto reader, source.read(range));
        Share::RangeRead read{range.fileIndex, 0, 0};
        while (true) {
            Batch batch;
            VITRINE_TRY(const bool more, reader->next(batch, share.malformed, stop));
            if (!more) break;
            VITRINE_CHECK_OK(checkStop(stop));
            read.rows += batch.numRows;
            VITRINE_CHECK_OK(share.pipeline.apply(batch, context));
            if (share.partial) {
                VITRINE_CHECK_OK(share.partial->consume(batch, context));
                const std::int64_t before = std::exchange(taken, static_cast<std::int64_t>(share.partial->memoryBytes()));
                if (room.fetch_sub(taken - before, std::memory_order_relaxed) < taken - before)
                    return Error(ErrorCode::MemoryLimit, "The groups of the batch take more memory than the query may have.");
            } else if (batch.numRows > 0) {
                share.rows.push_back(std::move(batch));
            }
        }
        read.bytes = reader->bytesRead();
        share.reads.push_back(read);
    }
    return {};
}

Result<void> MicroBatchRunner::readShares(Work& work, const BatchTask& task, const EvaluationContext& context,
                                          std::span<const std::unique_ptr<Source>> sources, std::stop_token stop) const {
    std::atomic<std::int64_t> room{static_cast<std::int64_t>(std::min<std::uint64_t>(task.groupBytes, INT64_MAX / 2))};
    // The first failure ends the other workers, too.
    std::stop_source ending;
    const std::stop_callback forward(stop, [&ending] { ending.request_stop(); });
    pool_->run(work.shares.size(), [&](std::size_t index) {
        Share& share = work.shares[index];
        try {
            share.result = readShare(share, context, *sources[share.source], room, ending.get_token());
        } catch (const std::exception& failure) {
            share.result = Error(ErrorCode::Internal, failure.what());
        }
        if (!share.result) ending.request_stop();
    });
    VITRINE_CHECK_OK(checkStop(stop));
    for (const Share& share : work.shares)
        if (!share.result && share.result.error().code() != ErrorCode::Cancelled) return share.result.error();
    for (const Share& share : work.shares) VITRINE_CHECK_OK(share.result);
    return {};
}

Result<void> MicroBatchRunner::runStage(std::size_t index, Work& work, const BatchTask& task, const EvaluationContext& context) {
    const ProgramStage& stage = program_->stages[index];
    StatefulOperator* stateful = operatorOf_[index];
    const BatchThresholds thresholds = thresholdsOf(stage, task);
    const auto observe = [&work](const RowPipeline& pipeline) {
        for (std::size_t node = 0; node < work.seen.size(); ++node) work.seen[node].merge(pipeline.observers()[node]);
    };
    std::vector<std::unique_ptr<OperatorPartial>> partials;
    std::vector<Batch> rows;
    for (const ProgramFeed& feed : stage.feeds) {
        if (!feed.fromStage) {
            for (Share* share : work.sharesOf[&feed]) {
                observe(share->pipeline);
                work.filtered += share->pipeline.rowsFiltered();
                if (share->partial) partials.push_back(std::move(share->partial));
                std::move(share->rows.begin(), share->rows.end(), std::back_inserter(rows));
            }
            continue;
        }
        RowPipeline pipeline(feed.steps, work.seen.size(), work.tables);
        std::unique_ptr<OperatorPartial> partial;
        if (stateful != nullptr) partial = stateful->makePartial(thresholds);
        const bool areGroups = makesRows(program_->stages[feed.from].op);
        for (Batch& batch : work.rowsOf[feed.from]) {
            VITRINE_CHECK_OK(pipeline.apply(batch, context));
            if (partial) {
                if (areGroups) batch.origins.reset();   // ids of groups are no places in files
                VITRINE_CHECK_OK(partial->consume(batch, context));
            } else if (batch.numRows > 0) {
                rows.push_back(std::move(batch));
            }
        }
        work.rowsOf[feed.from].clear();
        observe(pipeline);
        if (stage.hasSourceRows) work.filtered += pipeline.rowsFiltered();
        if (partial) partials.push_back(std::move(partial));
    }
    if (stateful != nullptr) {
        VITRINE_TRY(OperatorOutput output, stateful->finishBatch(std::move(partials), thresholds));
        rows = std::move(output.rows);
        work.metrics[index] = output.metrics;
        work.taken[index] = std::move(output.input);
    } else {
        VITRINE_TRY(rows, arranged(stage, std::move(rows), context));
    }
    work.rowsOf[index] = std::move(rows);
    return {};
}

Result<std::vector<Batch>> MicroBatchRunner::arranged(const ProgramStage& stage, std::vector<Batch> rows, const EvaluationContext& context) {
    if (const auto* sort = std::get_if<OutputSort>(&stage.op)) return sortRows(std::move(rows), sort->keys, context);
    if (const auto* limit = std::get_if<OutputLimit>(&stage.op)) return firstRows(std::move(rows), limit->rows);
    return rows;
}

Result<std::vector<Batch>> MicroBatchRunner::rowsOfState(WallTime batchTime, std::stop_token stop) const {
    const auto& stages = program_->stages;
    std::size_t last = stages.size();
    while (last > 0 && !stages[last - 1].isStateful()) --last;
    if (last == 0 || !makesRows(stages[last - 1].op)) return std::vector<Batch>();
    for (std::size_t next = last; next < stages.size(); ++next) {
        const auto& feeds = stages[next].feeds;
        if (feeds.size() != 1 || !feeds.front().fromStage || feeds.front().from + 1 != next) return std::vector<Batch>();
    }
    const EvaluationContext context{&program_->plan->conf, batchTime};
    Work work;
    VITRINE_CHECK_OK(readTables(work, context, stop));
    VITRINE_TRY(std::vector<Batch> rows, operatorOf_[last - 1]->showAll());
    for (; last < stages.size(); ++last) {
        RowPipeline pipeline(stages[last].feeds.front().steps, program_->plan->watermarks.size(), work.tables);
        for (Batch& batch : rows) {
            VITRINE_CHECK_OK(checkStop(stop));
            VITRINE_CHECK_OK(pipeline.apply(batch, context));
        }
        std::erase_if(rows, [](const Batch& batch) { return batch.numRows == 0; });
        VITRINE_TRY(rows, arranged(stages[last], std::move(rows), context));
    }
    return rows;
}

Result<BatchOutcome> MicroBatchRunner::run(const BatchTask& task, std::span<const std::unique_ptr<Source>> sources,
                                           std::stop_token stop) {
    const EvaluationContext context{&program_->plan->conf, task.batchTime};
    Work work;
    work.seen.resize(program_->plan->watermarks.size());
    work.rowsOf.resize(program_->stages.size());
    work.taken.resize(program_->stages.size());
    work.metrics.resize(program_->stages.size());
    VITRINE_CHECK_OK(readTables(work, context, stop));
    cut(work, task, sources);
    // Behind an operator rows come from no file.
    std::vector<std::string> files;
    for (const auto& [fileIndex, path] : work.files) {
        files.resize(std::max<std::size_t>(files.size(), fileIndex + std::size_t{1}));
        files[fileIndex] = path;
    }
    EvaluationContext reading = context;
    reading.files = &files;
    VITRINE_CHECK_OK(readShares(work, task, reading, sources, stop));
    for (std::size_t stage = 0; stage < program_->stages.size(); ++stage) {
        VITRINE_CHECK_OK(checkStop(stop));
        VITRINE_CHECK_OK(runStage(stage, work, task, context));
    }

    BatchOutcome outcome;
    outcome.rows = std::move(work.rowsOf.back());
    for (const Batch& batch : outcome.rows) outcome.numRows += batch.numRows;
    for (const std::size_t stage : program_->reportedStages) {
        const auto* stateful = operatorOf_[stage];
        const auto place = std::find_if(operators_.begin(), operators_.end(), [&](const auto& each) { return each.get() == stateful; });
        outcome.operators.push_back({stateful->name(), work.metrics[stage], static_cast<std::size_t>(place - operators_.begin())});
    }
    reportRows(task, work, outcome);
    outcome.seen = std::move(work.seen);
    return outcome;
}

void MicroBatchRunner::reportRows(const BatchTask& task, Work& work, BatchOutcome& outcome) const {
    std::map<std::uint32_t, std::string> paths;
    std::map<std::uint32_t, std::size_t> positions;
    for (const auto& [fileIndex, path] : work.files) {
        paths.emplace(fileIndex, path);
        if (positions.emplace(fileIndex, outcome.files.size()).second) outcome.files.push_back({path, 0, 0});
    }
    RowBalance& balance = outcome.balance;
    outcome.numInputRows.assign(program_->sources.size(), 0);
    for (const Share& share : work.shares) {
        for (const Share::RangeRead& read : share.reads) {
            FileRead& file = outcome.files[positions.at(read.fileIndex)];
            file.bytes += read.bytes;
            file.rows += read.rows;
            balance.read += read.rows;
            outcome.numInputRows[share.source] += static_cast<std::int64_t>(read.rows);
        }
        balance.malformed += share.malformed.total;
        balance.malformedDropped += share.malformed.dropped;
        for (const MalformedRow& row : share.malformed.rows) {
            if (outcome.malformed.size() == ListedRow::kKept) break;
            ListedRow& listed = outcome.malformed.emplace_back();
            listed.file = paths[row.fileIndex];
            listed.offset = row.offset;
            listed.text = row.text;
            listed.reason = row.reason;
            listed.column = row.column;
            listed.counted = row.counted;
        }
    }
    balance.filtered = work.filtered;
    for (std::size_t index = 0; index < program_->stages.size(); ++index) {
        const ProgramStage& stage = program_->stages[index];
        if (!stage.hasSourceRows) continue;
        const OperatorRows& taken = work.taken[index];
        balance.filtered += taken.withheld;
        balance.withoutTime += taken.withoutTime;
        balance.late += taken.late;
        balance.partlyLate += taken.partlyLate;
        const std::int64_t late = task.thresholds.late.time_since_epoch().count();
        for (const LateRow& row : taken.lateRows) {
            if (outcome.late.size() == ListedRow::kKept) break;
            ListedRow& listed = outcome.late.emplace_back();
            if (row.origin) {
                listed.file = paths[row.origin->fileIndex];
                listed.offset = row.origin->offset;
            }
            listed.counted = row.countedElsewhere;
            listed.eventTime = EventTime{Micros{row.eventTime}};
            if (row.windowStart) {
                listed.windowStart = EventTime{Micros{*row.windowStart}};
                listed.windowEnd = EventTime{Micros{row.value}};
            }
            listed.threshold = task.thresholds.late;
            // Kept as long as late(N) < value: the watermark must have stood this much lower.
            listed.delayNeeded = stage.taggedDelay.value_or(Millis{}) + Millis{late - floorDiv(row.value - 1, 1000)};
        }
    }
    // A join may make several rows of one; then rows go missing more often than they were read.
    const std::uint64_t gone = balance.filtered + balance.withoutTime + balance.late;
    balance.counted = balance.read > gone ? balance.read - gone : 0;
    balance.read += balance.malformedDropped;

    bool isFirst = true;
    for (const std::size_t watermark : program_->watermarkOrder) {
        const EventTimeObserver& seen = work.seen[watermark];
        if (seen.rows() == 0) continue;
        EventTimeReport times;
        times.max = WallTime{Millis{seen.maxMillis()}};
        times.min = WallTime{Millis{seen.minMillis()}};
        times.avg = WallTime{Millis{seen.meanMillis()}};
        if (seen.maxOrigin()) {
            times.maxFile = paths[seen.maxOrigin()->fileIndex];
            times.maxOffset = seen.maxOrigin()->offset;
        }
        if (std::exchange(isFirst, false)) outcome.eventTime = times;
        if (!outcome.furthest || *times.max > *outcome.furthest->times.max) outcome.furthest = {watermark, std::move(times)};
    }
}

}  // namespace vitrine
