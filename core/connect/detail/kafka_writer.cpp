// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connect/detail/kafka_writer.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "core/base/stop.h"
#include "core/connect/detail/awaited.h"
#include "core/formats/option_reader.h"

namespace vitrine::detail {
namespace {

constexpr int kLookMillis = 100;
/// How long one step of a transaction may be repeated.
constexpr std::chrono::seconds kPatience{120};

struct GroupEnd {
    void operator()(rd_kafka_consumer_group_metadata_t* group) const { rd_kafka_consumer_group_metadata_destroy(group); }
};
struct QueueEnd {
    void operator()(rd_kafka_queue_t* queue) const { rd_kafka_queue_destroy(queue); }
};
struct EventEnd {
    void operator()(rd_kafka_event_t* event) const { rd_kafka_event_destroy(event); }
};
struct QuestionEnd {
    void operator()(rd_kafka_ListConsumerGroupOffsets_t* question) const { rd_kafka_ListConsumerGroupOffsets_destroy(question); }
};
struct AdminOptionsEnd {
    void operator()(rd_kafka_AdminOptions_t* options) const { rd_kafka_AdminOptions_destroy(options); }
};

bool isFencing(rd_kafka_resp_err_t problem) {
    return problem == RD_KAFKA_RESP_ERR__FENCED || problem == RD_KAFKA_RESP_ERR_PRODUCER_FENCED || problem == RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH;
}

}  // namespace

Result<std::unique_ptr<KafkaWriter>> KafkaWriter::make(const KafkaSinkOptions& options, const std::string& transactionalId) {
    std::unique_ptr<KafkaWriter> writer(new KafkaWriter());
    KafkaClientSpec spec;
    spec.type = RD_KAFKA_PRODUCER;
    spec.servers = options.servers;
    spec.settings = options.settings;
    // As Java's producer: fewer acknowledgements than all switch idempotence off.
    const bool isWeak = std::any_of(options.settings.begin(), options.settings.end(), [](const KafkaSetting& setting) {
        return (setting.name == "acks" && setting.value != "all" && setting.value != "-1") || (setting.name == "retries" && setting.value == "0");
    });
    spec.defaults = {{"client.id", "vitrine"},
                     {"enable.idempotence", isWeak && transactionalId.empty() ? "false" : "true"},
                     {"partitioner", "murmur2_random"},   // where Java's producer would put a key
                     {"linger.ms", "5"}};
    if (transactionalId.empty()) {
        spec.defaults.push_back({"delivery.timeout.ms", "120000"});
    } else {
        // Readers wait so long at most for a transaction whose writer was killed and does not come back.
        spec.defaults.push_back({"delivery.timeout.ms", "60000"});
        spec.defaults.push_back({"transaction.timeout.ms", "60000"});
        spec.fixed.push_back({"transactional.id", transactionalId});
    }
    spec.delivered = onDelivered;
    spec.opaque = writer.get();
    VITRINE_TRY(writer->client_, KafkaClient::make(spec));
    writer->servers_ = options.servers;
    return writer;
}

KafkaWriter::~KafkaWriter() {
    if (client_) rd_kafka_purge(client_->handle(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT | RD_KAFKA_PURGE_F_NON_BLOCKING);
}

void KafkaWriter::onDelivered(rd_kafka_t*, const rd_kafka_message_t* message, void* self) {
    auto& writer = *static_cast<KafkaWriter*>(self);
    if (reinterpret_cast<std::uintptr_t>(message->_private) != writer.batch_) return;
    --writer.pending_;
    if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) return;
    if (writer.refused_++ > 0) return;
    writer.refusal_ = message->err;
    writer.refusedTopic_ = message->rkt != nullptr ? rd_kafka_topic_name(message->rkt) : "";
}

Error KafkaWriter::failed(std::string what) const {
    return Error(ErrorCode::SinkFailed, std::move(what)).withWayOut("Look after the brokers and the topic, then start again: the batch is sent once more.");
}

Error KafkaWriter::fenced() const {
    return Error(ErrorCode::SinkFailed, "Another run writes under this query's transactional id and has taken over: this one may not write any more.")
        .withWayOut("Let only one of them run, or give each a `transactional.id` of its own.");
}

void KafkaWriter::startBatch() {
    ++batch_;
    pending_ = 0;
    refused_ = 0;
    refusal_ = RD_KAFKA_RESP_ERR_NO_ERROR;
    refusedTopic_.clear();
}

Result<void> KafkaWriter::send(const KafkaRecord& record, const std::stop_token& stop) {
    rd_kafka_headers_t* headers = record.headers.empty() ? nullptr : rd_kafka_headers_new(record.headers.size());
    for (const KafkaHeader& header : record.headers)
        rd_kafka_header_add(headers, header.name.data(), static_cast<ssize_t>(header.name.size()), header.value ? header.value->data() : nullptr,
                            header.value ? static_cast<ssize_t>(header.value->size()) : 0);
    const std::string topic(record.topic);
    // A message without bytes is not the same as an empty one.
    const auto bytes = [](const std::optional<std::string_view>& text) { return text ? const_cast<char*>(text->data() != nullptr ? text->data() : "") : nullptr; };
    while (true) {
        std::vector<rd_kafka_vu_t> parts(6);
        parts[0].vtype = RD_KAFKA_VTYPE_TOPIC;
        parts[0].u.cstr = topic.c_str();
        parts[1].vtype = RD_KAFKA_VTYPE_PARTITION;
        parts[1].u.i32 = record.partition < 0 ? RD_KAFKA_PARTITION_UA : record.partition;
        parts[2].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
        parts[2].u.i = RD_KAFKA_MSG_F_COPY;
        parts[3].vtype = RD_KAFKA_VTYPE_VALUE;
        parts[3].u.mem = {bytes(record.value), record.value ? record.value->size() : 0};
        parts[4].vtype = RD_KAFKA_VTYPE_KEY;
        parts[4].u.mem = {bytes(record.key), record.key ? record.key->size() : 0};
        parts[5].vtype = RD_KAFKA_VTYPE_OPAQUE;
        parts[5].u.ptr = reinterpret_cast<void*>(batch_);
        if (headers != nullptr) {
            rd_kafka_vu_t& part = parts.emplace_back();
            part.vtype = RD_KAFKA_VTYPE_HEADERS;
            part.u.headers = headers;
        }
        const KafkaError problem(rd_kafka_produceva(client_->handle(), parts.data(), parts.size()));
        if (!problem) {
            ++pending_;
            rd_kafka_poll(client_->handle(), 0);
            if (refused_ == 0) return {};
            return finishBatch(stop);
        }
        const auto code = rd_kafka_error_code(problem.get());
        if (code == RD_KAFKA_RESP_ERR__QUEUE_FULL) {
            rd_kafka_poll(client_->handle(), kLookMillis);
            if (auto going = checkStop(stop); !going) {
                if (headers != nullptr) rd_kafka_headers_destroy(headers);
                return going;
            }
            continue;
        }
        if (headers != nullptr) rd_kafka_headers_destroy(headers);
        if (isFencing(code)) return fenced();
        return failed(fmt::format("Kafka at {} takes no message for the topic `{}`: {}.", servers_, topic, rd_kafka_error_string(problem.get())));
    }
}

Result<void> KafkaWriter::finishBatch(const std::stop_token& stop) {
    while (pending_ > 0 && refused_ == 0) {
        VITRINE_CHECK_OK(checkStop(stop));
        rd_kafka_poll(client_->handle(), kLookMillis);
    }
    if (refused_ == 0) return {};
    if (isFencing(refusal_)) return fenced();
    const std::string complaint = refusal_ == RD_KAFKA_RESP_ERR__MSG_TIMED_OUT ? client_->complaint() : std::string();
    return failed(fmt::format("Kafka at {} did not take a message for the topic `{}`: {}{}.", servers_, refusedTopic_, rd_kafka_err2str(refusal_), complaint));
}

template <class Call>
Result<KafkaError> KafkaWriter::persist(const std::stop_token& stop, Call call) {
    const auto begin = std::chrono::steady_clock::now();
    while (true) {
        VITRINE_CHECK_OK(checkStop(stop));
        KafkaError problem(call(kLookMillis * 2));
        rd_kafka_poll(client_->handle(), 0);
        if (!problem || rd_kafka_error_is_retriable(problem.get()) == 0) return problem;
        if (std::chrono::steady_clock::now() - begin > kPatience) return problem;
        // What is retriable and not a matter of time would come back at once.
        if (rd_kafka_error_code(problem.get()) != RD_KAFKA_RESP_ERR__TIMED_OUT) VITRINE_CHECK_OK(pauseFor(stop, std::chrono::milliseconds(kLookMillis)));
    }
}

Result<void> KafkaWriter::initTransactions(const std::stop_token& stop) {
    VITRINE_TRY(const KafkaError problem, persist(stop, [&](int patience) { return rd_kafka_init_transactions(client_->handle(), patience); }));
    if (!problem) return {};
    if (isFencing(rd_kafka_error_code(problem.get()))) return fenced();
    return failed(fmt::format("Kafka at {} does not begin with transactions: {}{}.", servers_, rd_kafka_error_string(problem.get()), client_->complaint()));
}

Result<void> KafkaWriter::beginTransaction() {
    const KafkaError problem(rd_kafka_begin_transaction(client_->handle()));
    if (!problem) return {};
    if (isFencing(rd_kafka_error_code(problem.get()))) return fenced();
    return failed(fmt::format("Kafka at {} begins no transaction: {}.", servers_, rd_kafka_error_string(problem.get())));
}

Result<void> KafkaWriter::abortTransaction(const std::stop_token& stop) {
    VITRINE_TRY(const KafkaError problem, persist(stop, [&](int patience) { return rd_kafka_abort_transaction(client_->handle(), patience); }));
    if (!problem) return {};
    if (isFencing(rd_kafka_error_code(problem.get()))) return fenced();
    return failed(fmt::format("Kafka at {} does not abort a transaction: {}.", servers_, rd_kafka_error_string(problem.get())));
}

Result<KafkaWriter::Step> KafkaWriter::commitTransaction(const std::string& group, const KafkaPartition& place, std::int64_t next, const std::stop_token& stop) {
    const KafkaList offsets(rd_kafka_topic_partition_list_new(1));
    rd_kafka_topic_partition_list_add(offsets.get(), place.topic.c_str(), place.number)->offset = next;
    const std::unique_ptr<rd_kafka_consumer_group_metadata_t, GroupEnd> metadata(rd_kafka_consumer_group_metadata_new(group.c_str()));
    VITRINE_TRY(KafkaError problem, persist(stop, [&](int patience) { return rd_kafka_send_offsets_to_transaction(client_->handle(), offsets.get(), metadata.get(), patience); }));
    if (!problem) {
        VITRINE_TRY(problem, persist(stop, [&](int patience) { return rd_kafka_commit_transaction(client_->handle(), patience); }));
    }
    if (!problem) return Step::Done;
    if (isFencing(rd_kafka_error_code(problem.get()))) return fenced();
    const std::string reason = rd_kafka_error_string(problem.get());
    if (rd_kafka_error_txn_requires_abort(problem.get()) == 0) return failed(fmt::format("Kafka at {} does not commit a transaction: {}{}.", servers_, reason, client_->complaint()));
    VITRINE_CHECK_OK(abortTransaction(stop));
    return Step::Again;
}

Result<std::optional<std::int64_t>> KafkaWriter::committedOffset(const std::string& group, const std::optional<KafkaPartition>& place, const std::stop_token& stop) {
    KafkaList wanted;
    if (place) {
        wanted.reset(rd_kafka_topic_partition_list_new(1));
        rd_kafka_topic_partition_list_add(wanted.get(), place->topic.c_str(), place->number);
    }
    const std::unique_ptr<rd_kafka_ListConsumerGroupOffsets_t, QuestionEnd> question(rd_kafka_ListConsumerGroupOffsets_new(group.c_str(), wanted.get()));
    const std::unique_ptr<rd_kafka_AdminOptions_t, AdminOptionsEnd> options(rd_kafka_AdminOptions_new(client_->handle(), RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPOFFSETS));
    const KafkaError unsupported(rd_kafka_AdminOptions_set_require_stable_offsets(options.get(), 1));
    const std::unique_ptr<rd_kafka_queue_t, QueueEnd> queue(rd_kafka_queue_new(client_->handle()));
    const auto begin = std::chrono::steady_clock::now();
    while (true) {
        rd_kafka_ListConsumerGroupOffsets_t* questions[] = {question.get()};
        rd_kafka_ListConsumerGroupOffsets(client_->handle(), questions, 1, options.get(), queue.get());
        std::unique_ptr<rd_kafka_event_t, EventEnd> answer;
        while (!answer) {
            VITRINE_CHECK_OK(checkStop(stop));
            answer.reset(rd_kafka_queue_poll(queue.get(), kLookMillis));
        }
        std::string reason = rd_kafka_event_error(answer.get()) != RD_KAFKA_RESP_ERR_NO_ERROR ? rd_kafka_event_error_string(answer.get()) : "";
        if (const auto* result = rd_kafka_event_ListConsumerGroupOffsets_result(answer.get()); reason.empty() && result != nullptr) {
            std::size_t count = 0;
            const rd_kafka_group_result_t** const groups = rd_kafka_ListConsumerGroupOffsets_result_groups(result, &count);
            const rd_kafka_error_t* problem = count > 0 ? rd_kafka_group_result_error(groups[0]) : nullptr;
            if (problem != nullptr) reason = rd_kafka_error_string(problem);
            const rd_kafka_topic_partition_list_t* found = reason.empty() && count > 0 ? rd_kafka_group_result_partitions(groups[0]) : nullptr;
            std::optional<std::int64_t> greatest;
            for (int index = 0; found != nullptr && index < found->cnt; ++index) {
                const rd_kafka_topic_partition_t& element = found->elems[index];
                // A topic that is not there yet has no offsets.
                if (element.err != RD_KAFKA_RESP_ERR_NO_ERROR && element.err != RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART) reason = rd_kafka_err2str(element.err);
                if (element.offset >= 0) greatest = std::max(greatest.value_or(0), element.offset);
            }
            if (reason.empty()) return greatest;
        }
        if (std::chrono::steady_clock::now() - begin > kPatience)
            return failed(fmt::format("Kafka at {} does not tell the offsets of the group `{}`: {}.", servers_, group, reason));
        VITRINE_CHECK_OK(pauseFor(stop, std::chrono::milliseconds(kLookMillis)));
    }
}

}  // namespace vitrine::detail
