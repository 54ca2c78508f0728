// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connect/detail/kafka_rows.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/base/log.h"
#include "core/connect/detail/awaited.h"
#include "core/data/column_builder.h"

namespace vitrine::detail {
namespace {

/// How soon a stop is seen.
constexpr Millis kLook{100};
constexpr Millis kAnswerPatience{10'000};

std::string_view bytesOf(const void* data, std::size_t size) {
    return {static_cast<const char*>(data), size};
}

ColumnPtr headersColumn(const TypePtr& type, const std::vector<KafkaMessage>& messages) {
    ColumnBuilder builder(type);
    for (const KafkaMessage& message : messages) {
        rd_kafka_headers_t* headers = nullptr;
        if (rd_kafka_message_headers(message.get(), &headers) != RD_KAFKA_RESP_ERR_NO_ERROR || rd_kafka_header_cnt(headers) == 0) {
            builder.appendNull();
            continue;
        }
        ColumnBuilder& pair = builder.child(0);
        const char* name = nullptr;
        const void* value = nullptr;
        std::size_t size = 0;
        for (std::size_t index = 0; rd_kafka_header_get_all(headers, index, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR; ++index) {
            pair.child(0).append(std::string_view(name));
            if (value == nullptr) pair.child(1).appendNull();
            else pair.child(1).append(bytesOf(value, size));
            pair.closeNested();
        }
        builder.closeNested();
    }
    return builder.finish();
}

/// The column at `place` of KA-1.
ColumnPtr columnOf(std::size_t place, const TypePtr& type, const std::vector<KafkaMessage>& messages, const KafkaPartition& partition) {
    const std::size_t rows = messages.size();
    std::vector<std::uint8_t> validity;
    std::vector<BufferOwner> owners;
    Column::Elements elements;
    switch (place) {
        case 0:
        case 1: {
            auto arena = std::make_shared<StringArena>();
            auto& texts = elements.emplace<std::vector<std::string_view>>(rows);
            for (std::size_t row = 0; row < rows; ++row) {
                const rd_kafka_message_t& message = *messages[row];
                const void* const data = place == 0 ? message.key : message.payload;
                if (data != nullptr) {
                    texts[row] = arena->store(bytesOf(data, place == 0 ? message.key_len : message.len));
                } else {
                    if (validity.empty()) validity.assign(rows, 1);
                    validity[row] = 0;
                }
            }
            owners.push_back(std::move(arena));
            break;
        }
        case 2: {
            auto name = std::make_shared<const std::string>(partition.topic);
            elements.emplace<std::vector<std::string_view>>(rows, *name);
            owners.push_back(std::move(name));
            break;
        }
        case 3: elements.emplace<std::vector<std::int32_t>>(rows, partition.number); break;
        case 4: {
            auto& offsets = elements.emplace<std::vector<std::int64_t>>();
            for (const KafkaMessage& message : messages) offsets.push_back(message->offset);
            break;
        }
        case 5: {
            auto& times = elements.emplace<std::vector<std::int64_t>>();
            for (const KafkaMessage& message : messages) times.push_back(rd_kafka_message_timestamp(message.get(), nullptr) * 1000);
            break;
        }
        case 6: {
            auto& kinds = elements.emplace<std::vector<std::int32_t>>();
            for (const KafkaMessage& message : messages) {
                rd_kafka_timestamp_type_t kind = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
                rd_kafka_message_timestamp(message.get(), &kind);
                kinds.push_back(static_cast<std::int32_t>(kind) - 1);   // Java counts from -1
            }
            break;
        }
        default: return headersColumn(type, messages);
    }
    return std::make_shared<const Column>(type, rows, std::move(elements), std::move(validity), std::vector<std::uint32_t>{}, std::vector<ColumnPtr>{}, std::move(owners));
}

}  // namespace

Result<void> tellDataLoss(const std::string& what, bool fails) {
    if (fails) {
        return Error(ErrorCode::DataLost, what)
            .at("/source/options/failOnDataLoss")
            .withWayOut("Set `failOnDataLoss` to false to go on without the lost messages, or start over with another checkpoint.");
    }
    log::warning(what);
    return {};
}

KafkaRows::KafkaRows(const ReadSpec& spec, const KafkaSourceOptions& options, std::shared_ptr<KafkaFetchPool> pool, const FileRange& range, KafkaPartition partition)
    : columns_(spec.columns),
      chunkRows_(std::max<std::size_t>(spec.chunkRows, 1)),
      failsOnLoss_(options.failOnDataLoss),
      patience_(options.pollTimeout),
      pool_(std::move(pool)),
      partition_(std::move(partition)),
      fileIndex_(range.fileIndex),
      at_(static_cast<std::int64_t>(range.begin)),
      end_(static_cast<std::int64_t>(range.end)) {
    Schema produced;
    for (const std::size_t column : columns_) produced.add((*spec.schema)[column]);
    schema_ = std::make_shared<const Schema>(std::move(produced));
}

KafkaRows::~KafkaRows() {
    if (!fetch_) return;
    if (!isDone_) fetch_->stop();
    pool_->giveBack(std::move(fetch_));
}

Result<bool> KafkaRows::next(Batch& batch, MalformedRows&, std::stop_token stop) {
    messages_.clear();
    if (!isDone_) VITRINE_CHECK_OK(collect(stop));
    const bool any = !messages_.empty();
    finish(batch);
    return any;
}

Result<void> KafkaRows::collect(const std::stop_token& stop) {
    if (!fetch_) {
        VITRINE_TRY(fetch_, pool_->take(partition_, at_));
    }
    auto heard = std::chrono::steady_clock::now();
    while (messages_.size() < chunkRows_) {
        VITRINE_CHECK_OK(checkStop(stop));
        KafkaFetch::Taken taken = fetch_->take(end_, chunkRows_ - messages_.size(), kLook);
        if (!taken.messages.empty()) heard = std::chrono::steady_clock::now();
        for (KafkaMessage& message : taken.messages) {
            if (message->offset > at_ && !gap_) gap_ = at_;
            at_ = message->offset + 1;
            bytes_ += message->len + message->key_len;
            messages_.push_back(std::move(message));
        }
        if (taken.atEnd) {
            if (at_ < end_ && !gap_) gap_ = at_;
            isDone_ = true;
            return checkGap(stop);
        }
        if (taken.problem != RD_KAFKA_RESP_ERR_NO_ERROR) {
            VITRINE_CHECK_OK(recover(taken.problem, taken.reason, stop));
            if (isDone_) return {};
        }
        if (std::chrono::steady_clock::now() - heard >= patience_) {
            rd_kafka_poll(fetch_->client()->handle(), 0);
            return Error(ErrorCode::SourceUnavailable,
                         fmt::format("Kafka delivered nothing of {} for {} ms, at offset {} of {}{}.", partition_.text(), patience_.count(), at_, end_, fetch_->client()->complaint()))
                .at("/source/options/kafka.bootstrap.servers")
                .withWayOut("Look after the brokers, then start again: the batch is read once more.");
        }
    }
    return {};
}

Result<std::int64_t> KafkaRows::firstOffset(const std::stop_token& stop) {
    VITRINE_TRY(const KafkaOffsets first, awaited<KafkaOffsets>(stop, [client = fetch_->client(), partition = partition_] {
                    return client->offsets({{partition, kKafkaEarliest}}, kAnswerPatience);
                }));
    const auto found = first.find(partition_);
    return found == first.end() ? INT64_MAX : found->second;
}

Result<void> KafkaRows::recover(rd_kafka_resp_err_t problem, const std::string& reason, const std::stop_token& stop) {
    switch (problem) {
        case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
        case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
        case RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
            VITRINE_CHECK_OK(tellDataLoss(fmt::format("The partition {} is gone; its messages from offset {} to {} are lost.", partition_.text(), at_, end_), failsOnLoss_));
            isDone_ = true;
            fetch_->stop();
            return {};
        case RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
        case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET: {
            VITRINE_TRY(const std::int64_t first, firstOffset(stop));
            const std::int64_t from = first > at_ ? std::min(first, end_) : end_;
            VITRINE_CHECK_OK(tellDataLoss(fmt::format("Messages of {} from offset {} to {} are no longer there.", partition_.text(), at_, from), failsOnLoss_));
            at_ = from;
            if (at_ < end_) return fetch_->start(at_);
            isDone_ = true;
            fetch_->stop();
            return {};
        }
        case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
            return Error(ErrorCode::ReadFailed, fmt::format("The topic `{}` may not be read: {}.", partition_.topic, reason)).withWayOut("Ask for the right to read the topic.");
        default: log::debug(fmt::format("Kafka, {}: {}", partition_.text(), reason)); return {};
    }
}

Result<void> KafkaRows::checkGap(const std::stop_token& stop) {
    if (!gap_) return {};
    VITRINE_TRY(const std::int64_t first, firstOffset(stop));
    if (first <= *gap_) return {};
    return tellDataLoss(fmt::format("Messages of {} from offset {} on were deleted before they were read.", partition_.text(), *gap_), failsOnLoss_);
}

void KafkaRows::finish(Batch& batch) {
    batch = {};
    batch.schema = schema_;
    batch.numRows = messages_.size();
    auto origins = std::make_shared<RowOrigins>();
    origins->fileIndex = fileIndex_;
    for (const KafkaMessage& message : messages_) origins->offsets.push_back(static_cast<std::uint64_t>(message->offset));
    batch.origins = std::move(origins);
    for (std::size_t place = 0; place < columns_.size(); ++place) batch.columns.push_back(columnOf(columns_[place], (*schema_)[place].type, messages_, partition_));
    messages_.clear();
}

}  // namespace vitrine::detail
