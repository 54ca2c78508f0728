// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connect/detail/kafka_fetch_pool.h"

#include <algorithm>

#include <fmt/format.h>

namespace vitrine::detail {

KafkaFetch::KafkaFetch(std::shared_ptr<KafkaClient> client, KafkaPartition partition)
    : client_(std::move(client)), partition_(std::move(partition)), topic_(client_->topic(partition_.topic)) {}

KafkaFetch::~KafkaFetch() {
    stop();
}

Result<void> KafkaFetch::start(std::int64_t offset) {
    stop();
    queue_ = rd_kafka_queue_new(client_->handle());
    if (rd_kafka_consume_start_queue(topic_, partition_.number, offset, queue_) != 0) {
        const auto problem = rd_kafka_last_error();
        rd_kafka_queue_destroy(queue_);
        queue_ = nullptr;
        return Error(ErrorCode::ReadFailed, fmt::format("The partition {} cannot be read: {}.", partition_.text(), rd_kafka_err2str(problem)));
    }
    isStarted_ = true;
    asked_ = next_ = offset;
    return {};
}

void KafkaFetch::stop() {
    if (isStarted_) rd_kafka_consume_stop(topic_, partition_.number);
    isStarted_ = false;
    ahead_.clear();
    if (queue_ != nullptr) rd_kafka_queue_destroy(queue_);
    queue_ = nullptr;
}

void KafkaFetch::receive(std::size_t most, Millis patience) {
    std::vector<rd_kafka_message_t*> received(most);
    // With a patience it would wait until all are there.
    const auto count = rd_kafka_consume_batch_queue(queue_, 0, received.data(), received.size());
    for (ssize_t index = 0; index < count; ++index) ahead_.emplace_back(received[static_cast<std::size_t>(index)]);
    if (count > 0 || patience == Millis{0}) return;
    if (rd_kafka_message_t* const message = rd_kafka_consume_queue(queue_, static_cast<int>(patience.count()))) ahead_.emplace_back(message);
}

KafkaFetch::Taken KafkaFetch::take(std::int64_t end, std::size_t most, Millis patience) {
    Taken taken;
    asked_ = end;
    if (ahead_.empty() && next_ < end) receive(most, patience);
    while (!ahead_.empty() && taken.messages.size() < most) {
        const rd_kafka_message_t& front = *ahead_.front();
        if (front.err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
            next_ = std::max(next_, front.offset);
        } else if (front.err != RD_KAFKA_RESP_ERR_NO_ERROR) {
            taken.problem = front.err;
            taken.reason = rd_kafka_message_errstr(&front);
            ahead_.pop_front();
            return taken;
        } else if (front.offset >= end) {
            next_ = front.offset;
            break;
        } else if (front.offset >= next_) {
            next_ = front.offset + 1;
            taken.messages.push_back(std::move(ahead_.front()));
        }
        ahead_.pop_front();
    }
    taken.atEnd = next_ >= end;
    return taken;
}

Result<KafkaFetchPool::Client*> KafkaFetchPool::clientWithout(const KafkaPartition& partition) {
    for (Client& known : clients_)
        if (!known.fetched.contains(partition)) return &known;
    VITRINE_TRY(auto made, KafkaClient::make(spec_));
    return &clients_.emplace_back(Client{std::move(made), {}});
}

Result<std::shared_ptr<KafkaClient>> KafkaFetchPool::client() {
    const std::scoped_lock lock(mutex_);
    if (!clients_.empty()) return clients_.front().client;
    VITRINE_TRY(Client* const made, clientWithout({}));
    return made->client;
}

Result<std::unique_ptr<KafkaFetch>> KafkaFetchPool::take(const KafkaPartition& partition, std::int64_t offset) {
    std::unique_ptr<KafkaFetch> fetch;
    {
        const std::scoped_lock lock(mutex_);
        const auto isOf = [&](const auto& idle) { return idle->partition() == partition; };
        auto found = std::find_if(idle_.begin(), idle_.end(), [&](const auto& idle) { return isOf(idle) && idle->standsAt(offset); });
        if (found == idle_.end()) found = std::find_if(idle_.begin(), idle_.end(), isOf);
        if (found != idle_.end()) {
            fetch = std::move(*found);
            idle_.erase(found);
        } else {
            VITRINE_TRY(Client* const free, clientWithout(partition));
            free->fetched.insert(partition);
            fetch = std::make_unique<KafkaFetch>(free->client, partition);
        }
    }
    if (!fetch->standsAt(offset)) {
        if (auto started = fetch->start(offset); !started) {
            giveBack(std::move(fetch));
            return std::move(started).error();
        }
    }
    return fetch;
}

Result<void> KafkaFetchPool::start(const KafkaPartition& partition, std::int64_t offset) {
    VITRINE_TRY(auto fetch, take(partition, offset));
    giveBack(std::move(fetch));
    return {};
}

void KafkaFetchPool::giveBack(std::unique_ptr<KafkaFetch> fetch) {
    const std::scoped_lock lock(mutex_);
    idle_.push_back(std::move(fetch));
}

}  // namespace vitrine::detail
