// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include "core/connect/detail/kafka_client.h"

namespace vitrine::detail {

/// A partition that is being fetched, in order. Messages behind the end of a range wait for the next one. Not thread-safe.
class KafkaFetch {
  public:
    KafkaFetch(std::shared_ptr<KafkaClient> client, KafkaPartition partition);
    ~KafkaFetch();
    KafkaFetch(const KafkaFetch&) = delete;
    KafkaFetch& operator=(const KafkaFetch&) = delete;

    const KafkaPartition& partition() const noexcept { return partition_; }
    const std::shared_ptr<KafkaClient>& client() const noexcept { return client_; }

    /// Whether what comes next is the message at `offset` or the first one behind it.
    bool standsAt(std::int64_t offset) const noexcept { return isStarted_ && asked_ == offset; }
    /// Goes to `offset`. ReadFailed.
    Result<void> start(std::int64_t offset);
    /// Forgets where it stands.
    void stop();

    /// Up to `most` messages below `end`; waits up to `patience` when there are none. None and no problem: ask again.
    struct Taken {
        std::vector<KafkaMessage> messages;
        bool atEnd = false;                                            ///< there are no more below `end`
        rd_kafka_resp_err_t problem = RD_KAFKA_RESP_ERR_NO_ERROR;
        std::string reason;
    };
    Taken take(std::int64_t end, std::size_t most, Millis patience);

  private:
    void receive(std::size_t most, Millis patience);

    std::shared_ptr<KafkaClient> client_;
    KafkaPartition partition_;
    rd_kafka_topic_t* topic_;
    rd_kafka_queue_t* queue_ = nullptr;
    std::deque<KafkaMessage> ahead_;
    std::int64_t asked_ = 0;     ///< the end of the last range, or where it started
    std::int64_t next_ = 0;      ///< there is nothing to be had below
    bool isStarted_ = false;
};

/// Keeps partitions fetched from batch to batch, so that a batch costs no connection and no second fetch. Thread-safe.
class KafkaFetchPool {
  public:
    explicit KafkaFetchPool(KafkaClientSpec spec) : spec_(std::move(spec)) {}

    /// A fetch of `partition` that stands at `offset`. InvalidOption, ReadFailed.
    Result<std::unique_ptr<KafkaFetch>> take(const KafkaPartition& partition, std::int64_t offset);
    void giveBack(std::unique_ptr<KafkaFetch> fetch);
    /// Begins to fetch what take() will be asked for. InvalidOption, ReadFailed.
    Result<void> start(const KafkaPartition& partition, std::int64_t offset);

    /// The client that is asked about topics and offsets.
    Result<std::shared_ptr<KafkaClient>> client();

  private:
    /// A client fetches a partition once; who needs it twice gets another client.
    struct Client {
        std::shared_ptr<KafkaClient> client;
        std::set<KafkaPartition> fetched;
    };
    Result<Client*> clientWithout(const KafkaPartition& partition);

    KafkaClientSpec spec_;
    std::mutex mutex_;
    std::deque<Client> clients_;
    std::vector<std::unique_ptr<KafkaFetch>> idle_;
};

}  // namespace vitrine::detail
