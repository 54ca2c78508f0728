// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/connect/detail/kafka_client.h"

namespace vitrine::detail {

struct KafkaHeader {
    std::string_view name;
    std::optional<std::string_view> value;
};

/// A message to be sent. Its bytes are copied.
struct KafkaRecord {
    std::string_view topic;
    std::optional<std::string_view> key, value;
    std::int32_t partition = -1;             ///< -1: as the key says
    std::vector<KafkaHeader> headers;
};

/// A producer that knows what became of each message. One thread; every wait ends when a stop fires.
class KafkaWriter {
  public:
    /// `transactionalId` empty: without transactions. InvalidOption.
    static Result<std::unique_ptr<KafkaWriter>> make(const KafkaSinkOptions& options, const std::string& transactionalId);
    ~KafkaWriter();

    /// Begins a batch; what an earlier one left is forgotten.
    void startBatch();
    /// Waits while the queue is full. SinkFailed, Cancelled.
    Result<void> send(const KafkaRecord& record, const std::stop_token& stop);
    /// Waits until all messages of the batch were acknowledged. SinkFailed, Cancelled.
    Result<void> finishBatch(const std::stop_token& stop);

    // Transactions

    /// What can become of a step of a transaction.
    enum class Step { Done, Again };   ///< Again: it was aborted, and the batch can be sent once more

    /// Takes over from an earlier run of the same id and waits for what that left. SinkFailed, Cancelled.
    Result<void> initTransactions(const std::stop_token& stop);
    Result<void> beginTransaction();
    /// Commits all messages since beginTransaction() together with the offset `next` of group `group`.
    Result<Step> commitTransaction(const std::string& group, const KafkaPartition& place, std::int64_t next, const std::stop_token& stop);
    /// Sends nothing of what was begun. Blocks briefly.
    Result<void> abortTransaction(const std::stop_token& stop);
    /// The greatest offset that `group` has committed; empty when there is none. `place` narrows the question.
    Result<std::optional<std::int64_t>> committedOffset(const std::string& group, const std::optional<KafkaPartition>& place, const std::stop_token& stop);

  private:
    KafkaWriter() = default;
    static void onDelivered(rd_kafka_t*, const rd_kafka_message_t* message, void* self);
    Error failed(std::string what) const;
    Error fenced() const;
    /// Repeats `call`, which may time out and go on where it was. Gives the error that is not a matter of time.
    template <class Call>
    Result<KafkaError> persist(const std::stop_token& stop, Call call);

    std::shared_ptr<KafkaClient> client_;
    std::string servers_;
    std::uintptr_t batch_ = 0;                 ///< tells delivery reports of this batch from those of an earlier one
    std::uint64_t pending_ = 0;
    std::uint64_t refused_ = 0;
    rd_kafka_resp_err_t refusal_ = RD_KAFKA_RESP_ERR_NO_ERROR;
    std::string refusedTopic_;
};

}  // namespace vitrine::detail
