// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connect/sinks/kafka_sink.h"

#include <fmt/format.h>

#include "core/connect/detail/kafka_writer.h"

namespace vitrine {
namespace {

using namespace detail;

/// How often a batch whose transaction was aborted is sent.
constexpr int kAttempts = 3;

std::optional<std::string_view> textAt(const ColumnPtr& column, std::size_t row) {
    if (column->isNull(row)) return std::nullopt;
    return column->values<std::string_view>()[row];
}

void appendHeaders(const Column& column, std::size_t row, std::vector<KafkaHeader>& headers) {
    if (column.isNull(row)) return;
    const Column& pairs = *column.child(0);
    for (std::uint32_t index = column.offsets()[row]; index < column.offsets()[row + 1]; ++index) {
        if (pairs.isNull(index)) continue;
        headers.push_back({textAt(pairs.child(0), index).value_or(std::string_view()), textAt(pairs.child(1), index)});
    }
}

class KafkaSink final : public Sink {
  public:
    explicit KafkaSink(KafkaSinkOptions options) : options_(std::move(options)) {}

    Result<void> open(const SinkContext& context) override {
        queryId_ = context.queryId;
        VITRINE_TRY(columns_, KafkaColumns::of(*context.schema, options_));
        if (options_.transactional) {
            // Batches are counted by query; two sinks of one query write apart.
            group_ = fmt::format("vitrine-{}{}{}", queryId_, options_.topic.empty() ? "" : "-", options_.topic);
        }
        VITRINE_TRY(writer_, KafkaWriter::make(options_, options_.transactionalId.empty() ? group_ : options_.transactionalId));
        return {};
    }

    Result<Receipt> write(std::int64_t batchId, const ResultBatch& result, std::stop_token stop) override {
        if (!options_.transactional) {
            writer_->startBatch();
            VITRINE_CHECK_OK(send(batchId, result, stop));
            VITRINE_CHECK_OK(writer_->finishBatch(stop));
            return Receipt{result.numRows, false};
        }
        VITRINE_CHECK_OK(takeOver(stop));
        if (next_ && batchId < *next_) return Receipt{0, true};
        if (result.numRows == 0) return Receipt{0, false};
        for (int attempt = 1;; ++attempt) {
            writer_->startBatch();
            VITRINE_CHECK_OK(writer_->beginTransaction());
            auto sent = send(batchId, result, stop);
            if (sent) sent = writer_->finishBatch(stop);
            if (!sent) {
                if (sent.error().code() == ErrorCode::Cancelled) return std::move(sent).error();
                VITRINE_CHECK_OK(writer_->abortTransaction(stop));
                return std::move(sent).error();
            }
            VITRINE_TRY(const KafkaWriter::Step step, writer_->commitTransaction(group_, partitionFor(result), batchId + 1, stop));
            if (step == KafkaWriter::Step::Done) break;
            if (attempt == kAttempts)
                return Error(ErrorCode::SinkFailed, fmt::format("Kafka aborted the transaction of batch {} {} times.", batchId, attempt))
                    .withWayOut("Look after the brokers, then start again: the batch is sent once more.");
        }
        next_ = batchId + 1;
        return Receipt{result.numRows, false};
    }

    void abort(std::int64_t) override {}   // what was not committed is aborted by the next run, or by the brokers in time
    Delivery delivery() const override { return options_.transactional ? Delivery::ExactlyOnce : Delivery::AtLeastOnce; }
    std::string description() const override { return options_.topic.empty() ? std::string("KafkaSink") : fmt::format("KafkaSink[{}]", options_.topic); }
    bool countsRows() const override { return true; }

  private:
    /// Before the first batch: an earlier run is shut out, what it left open is aborted, what it committed is found.
    Result<void> takeOver(const std::stop_token& stop) {
        if (tookOver_) return {};
        VITRINE_CHECK_OK(writer_->initTransactions(stop));
        const auto place = options_.topic.empty() ? std::nullopt : std::optional(KafkaPartition{options_.topic, 0});
        VITRINE_TRY(next_, writer_->committedOffset(group_, place, stop));
        tookOver_ = true;
        return {};
    }

    /// The partition under whose name the batch is noted: it must be one that exists.
    KafkaPartition partitionFor(const ResultBatch& result) const {
        if (!options_.topic.empty()) return {options_.topic, 0};
        for (const Batch& chunk : result.chunks)
            if (chunk.numRows > 0) return {std::string(textAt(chunk.columns[*columns_.topic], 0).value_or("")), 0};
        return {};
    }

    Result<void> send(std::int64_t batchId, const ResultBatch& result, const std::stop_token& stop) {
        const std::string batch = std::to_string(batchId);
        std::uint64_t number = 0;
        for (const Batch& chunk : result.chunks) {
            for (std::size_t row = 0; row < chunk.numRows; ++row) {
                KafkaRecord record;
                record.topic = options_.topic;
                if (columns_.topic) {
                    const auto topic = textAt(chunk.columns[*columns_.topic], row);
                    if (!topic || topic->empty())
                        return Error(ErrorCode::SinkFailed, fmt::format("Row {} of batch {} has no topic.", number, batchId))
                            .withWayOut("Fill the column `topic`, or give the sink an option `topic`.");
                    record.topic = *topic;
                }
                record.value = textAt(chunk.columns[columns_.value], row);
                if (columns_.key) record.key = textAt(chunk.columns[*columns_.key], row);
                if (columns_.partition && !chunk.columns[*columns_.partition]->isNull(row)) {
                    record.partition = chunk.columns[*columns_.partition]->values<std::int32_t>()[row];
                    if (record.partition < 0)
                        return Error(ErrorCode::SinkFailed, fmt::format("Row {} of batch {} is for the partition {}; partitions are counted from 0.", number, batchId, record.partition))
                            .withWayOut("Correct the column `partition`, or make it NULL where the key decides.");
                }
                if (columns_.headers) appendHeaders(*chunk.columns[*columns_.headers], row, record.headers);
                const std::string place = std::to_string(number++);
                if (!options_.transactional) {
                    record.headers.push_back({"vitrine-query", queryId_});
                    record.headers.push_back({"vitrine-batch", batch});
                    record.headers.push_back({"vitrine-row", place});
                }
                VITRINE_CHECK_OK(writer_->send(record, stop));
            }
        }
        return {};
    }

    KafkaSinkOptions options_;
    KafkaColumns columns_;
    std::string queryId_;
    std::string group_;                    ///< under which batches are noted; empty without transactions
    std::unique_ptr<KafkaWriter> writer_;
    bool tookOver_ = false;
    std::optional<std::int64_t> next_;     ///< the batch after the last one committed
};

}  // namespace

Result<std::unique_ptr<Sink>> makeKafkaSink(const OptionMap& options) {
    VITRINE_TRY(KafkaSinkOptions parsed, KafkaSinkOptions::parse(options));
    return std::unique_ptr<Sink>(std::make_unique<KafkaSink>(std::move(parsed)));
}

}  // namespace vitrine
