// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/micro_batch.h"

#include <exception>
#include <map>

#include "core/base/stop.h"

namespace vitrine {

/// One worker's part of a batch: consecutive ranges, and what came of them.
struct MicroBatchRunner::Share {
    struct RangeRead {
        std::uint32_t fileIndex = 0;
        std::uint64_t bytes = 0;
        std::uint64_t rows = 0;
    };
    explicit Share(const QueryProgram& program) : pipeline(program.rowSteps, program.plan->watermarks.size()) {}

    std::vector<FileRange> ranges;
    RowPipeline pipeline;
    std::unique_ptr<OperatorPartial> partial;
    std::vector<Batch> rows;                    ///< without an operator
    MalformedRows malformed;
    std::vector<RangeRead> reads;
    Result<void> result;
};

MicroBatchRunner::MicroBatchRunner(const QueryProgram& program, WorkerPool& pool) : program_(&program), pool_(&pool) {
    for (const OutputStep& step : program.outputSteps)
        limitsLeft_.push_back(std::holds_alternative<OutputLimit>(step) ? std::get<OutputLimit>(step).rows : 0);
}

Result<std::unique_ptr<MicroBatchRunner>> MicroBatchRunner::make(const QueryProgram& program, WorkerPool& pool,
                                                                 std::shared_ptr<const Clock> clock) {
    std::unique_ptr<MicroBatchRunner> runner(new MicroBatchRunner(program, pool));
    if (program.grouping) {
        VITRINE_TRY(auto grouping, makeGroupedAggregation(*program.grouping, program.plan->conf, std::move(clock)));
        runner->operators_.push_back(std::move(grouping));
    }
    return runner;
}

std::vector<MicroBatchRunner::Share> MicroBatchRunner::cut(const BatchTask& task, const Source& source) const {
    std::vector<std::vector<FileRange>> parts;
    const ReadPlan& plan = task.plans.front();
    if (plan.bytes > pool_->bytesPerWorker() && pool_->threads() > 1)
        parts = source.split(plan, pool_->threads(), pool_->bytesPerWorker());
    else if (!plan.ranges.empty())
        parts.push_back(plan.ranges);
    std::vector<Share> shares;
    for (auto& ranges : parts) {
        Share& share = shares.emplace_back(*program_);
        share.ranges = std::move(ranges);
        if (!operators_.empty()) share.partial = operators_.front()->makePartial(task.thresholds);
    }
    return shares;
}

Result<void> MicroBatchRunner::readShare(Share& share, const EvaluationContext& context, Source& source,
                                         std::stop_token stop) const {
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
            } else if (batch.numRows > 0) {
                share.rows.push_back(std::move(batch));
            }
        }
        read.bytes = reader->bytesRead();
        share.reads.push_back(read);
    }
    return {};
}

Result<BatchOutcome> MicroBatchRunner::run(const BatchTask& task, std::span<const std::unique_ptr<Source>> sources,
                                           std::stop_token stop) {
    Source& source = *sources.front();
    const EvaluationContext context{&program_->plan->conf, task.batchTime};
    std::vector<Share> shares = cut(task, source);

    // The first failure ends the other workers, too.
    std::stop_source ending;
    const std::stop_callback forward(stop, [&ending] { ending.request_stop(); });
    pool_->run(shares.size(), [&](std::size_t index) {
        Share& share = shares[index];
        try {
            share.result = readShare(share, context, source, ending.get_token());
        } catch (const std::exception& failure) {
            share.result = Error(ErrorCode::Internal, failure.what());
        }
        if (!share.result) ending.request_stop();
    });
    VITRINE_CHECK_OK(checkStop(stop));
    for (const Share& share : shares)
        if (!share.result && share.result.error().code() != ErrorCode::Cancelled) return share.result.error();
    for (const Share& share : shares) VITRINE_CHECK_OK(share.result);

    BatchOutcome outcome;
    outcome.seen.resize(program_->plan->watermarks.size());
    for (const Share& share : shares)
        for (std::size_t node = 0; node < outcome.seen.size(); ++node)
            outcome.seen[node].merge(share.pipeline.observers()[node]);

    OperatorRows taken;
    if (!operators_.empty()) {
        StatefulOperator& stateful = *operators_.front();
        std::vector<std::unique_ptr<OperatorPartial>> partials;
        for (Share& share : shares) partials.push_back(std::move(share.partial));
        VITRINE_TRY(OperatorOutput output, stateful.finishBatch(std::move(partials), task.thresholds));
        outcome.rows = std::move(output.rows);
        outcome.operators.push_back({stateful.name(), output.metrics});
        taken = std::move(output.input);
    } else {
        for (Share& share : shares) {
            for (Batch& batch : share.rows) {
                taken.in += batch.numRows;
                outcome.rows.push_back(std::move(batch));
            }
        }
    }
    VITRINE_CHECK_OK(applyOutputSteps(outcome.rows, context));
    for (const Batch& batch : outcome.rows) outcome.numRows += batch.numRows;
    reportRows(task, shares, std::move(taken), outcome);
    return outcome;
}

Result<void> MicroBatchRunner::applyOutputSteps(std::vector<Batch>& rows, const EvaluationContext& context) {
    for (std::size_t index = 0; index < program_->outputSteps.size(); ++index) {
        const OutputStep& step = program_->outputSteps[index];
        if (const auto* rowSteps = std::get_if<RowSteps>(&step)) {
            RowPipeline pipeline(*rowSteps, 0);
            for (Batch& batch : rows) VITRINE_CHECK_OK(pipeline.apply(batch, context));
            std::erase_if(rows, [](const Batch& batch) { return batch.numRows == 0; });
        } else if (const auto* sort = std::get_if<OutputSort>(&step)) {
            VITRINE_TRY(rows, sortRows(std::move(rows), sort->keys, context));
        } else if (const auto* limit = std::get_if<OutputLimit>(&step)) {
            const bool overLife = program_->shape->mode != OutputMode::Complete;
            rows = firstRows(std::move(rows), overLife ? limitsLeft_[index] : limit->rows);
            if (overLife)
                for (const Batch& batch : rows) limitsLeft_[index] -= batch.numRows;
        }
    }
    return {};
}

void MicroBatchRunner::reportRows(const BatchTask& task, std::vector<Share>& shares, OperatorRows taken,
                                  BatchOutcome& outcome) const {
    std::map<std::uint32_t, std::string> paths;
    std::map<std::uint32_t, std::size_t> positions;
    for (const FileRange& range : task.plans.front().ranges) {
        paths.emplace(range.fileIndex, range.path);
        if (positions.emplace(range.fileIndex, outcome.files.size()).second) outcome.files.push_back({range.path, 0, 0});
    }
    RowBalance& balance = outcome.balance;
    outcome.numInputRows.assign(program_->sources.size(), 0);
    for (const Share& share : shares) {
        for (const Share::RangeRead& read : share.reads) {
            FileRead& file = outcome.files[positions.at(read.fileIndex)];
            file.bytes += read.bytes;
            file.rows += read.rows;
            outcome.numInputRows.front() += static_cast<std::int64_t>(read.rows);
        }
        balance.filtered += share.pipeline.rowsFiltered();
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
    balance.read = static_cast<std::uint64_t>(outcome.numInputRows.front()) + balance.malformedDropped;
    balance.withoutTime = taken.withoutTime;
    balance.late = taken.late;
    balance.partlyLate = taken.partlyLate;
    balance.counted = taken.in - taken.withoutTime - taken.late;

    const std::int64_t late = task.thresholds.late.time_since_epoch().count();
    for (const LateRow& row : taken.lateRows) {
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
        listed.delayNeeded = program_->taggedDelay.value_or(Millis{}) + Millis{late - floorDiv(row.value - 1, 1000)};
    }

    if (!outcome.seen.empty() && outcome.seen.front().rows() > 0) {
        const EventTimeObserver& seen = outcome.seen.front();
        outcome.eventTime.max = WallTime{Millis{seen.maxMillis()}};
        outcome.eventTime.min = WallTime{Millis{seen.minMillis()}};
        outcome.eventTime.avg = WallTime{Millis{seen.meanMillis()}};
        if (seen.maxOrigin()) {
            outcome.eventTime.maxFile = paths[seen.maxOrigin()->fileIndex];
            outcome.eventTime.maxOffset = seen.maxOrigin()->offset;
        }
    }
}

}  // namespace vitrine
