// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connect/detail/kafka_client.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "core/base/log.h"
#include "core/formats/option_reader.h"

namespace vitrine::detail {
namespace {

struct ConfEnd {
    void operator()(rd_kafka_conf_t* conf) const { rd_kafka_conf_destroy(conf); }
};

using Reason = std::array<char, 512>;

bool isGone(rd_kafka_resp_err_t problem) {
    return problem == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART || problem == RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC ||
           problem == RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION;
}

Result<void> applySetting(rd_kafka_conf_t* conf, const KafkaSetting& setting, std::string_view value) {
    Reason reason{};
    switch (rd_kafka_conf_set(conf, setting.name.c_str(), std::string(value).c_str(), reason.data(), reason.size())) {
        case RD_KAFKA_CONF_OK: return {};
        case RD_KAFKA_CONF_UNKNOWN:
            log::warning(fmt::format("The option `{}` is not known to the Kafka client and has no effect.", setting.option));
            return {};
        default: break;
    }
    if (isKafkaSecret(setting.option)) return invalidOption(setting.option, fmt::format("The value of the option `{}` is not allowed.", setting.option));
    return invalidOption(setting.option, fmt::format("The value of the option `{}` is not allowed: {}.", setting.option, reason.data()));
}

}  // namespace

struct KafkaClient::Callbacks {
    std::mutex mutex;
    std::string complaint;
    void (*delivered)(rd_kafka_t*, const rd_kafka_message_t*, void*) = nullptr;
    void* opaque = nullptr;

    static void onError(rd_kafka_t*, int, const char* reason, void* self) {
        auto& callbacks = *static_cast<Callbacks*>(self);
        const std::scoped_lock lock(callbacks.mutex);
        // That all are down says less than why one is.
        if (callbacks.complaint.empty() || std::string_view(reason).find("brokers are down") == std::string_view::npos) callbacks.complaint = reason;
    }
    static void onDelivered(rd_kafka_t* client, const rd_kafka_message_t* message, void* self) {
        auto& callbacks = *static_cast<Callbacks*>(self);
        if (callbacks.delivered != nullptr) callbacks.delivered(client, message, callbacks.opaque);
    }
    static void onLog(const rd_kafka_t*, int, const char* facility, const char* text) {
        log::debug(fmt::format("Kafka {}: {}", facility, text));
    }
};

Result<std::shared_ptr<KafkaClient>> KafkaClient::make(const KafkaClientSpec& spec) {
    std::unique_ptr<rd_kafka_conf_t, ConfEnd> conf(rd_kafka_conf_new());
    std::shared_ptr<KafkaClient> client(new KafkaClient());
    client->callbacks_ = std::make_unique<Callbacks>();
    client->callbacks_->delivered = spec.delivered;
    client->callbacks_->opaque = spec.opaque;
    client->servers_ = spec.servers;
    Reason reason{};
    const auto applyOurs = [&](const std::vector<KafkaProperty>& properties) -> Result<void> {
        for (const KafkaProperty& property : properties)
            if (rd_kafka_conf_set(conf.get(), property.name, property.value.c_str(), reason.data(), reason.size()) != RD_KAFKA_CONF_OK)
                return Error(ErrorCode::Internal, reason.data());
        return {};
    };
    VITRINE_CHECK_OK(applyOurs(spec.defaults));
    for (const KafkaSetting& setting : spec.settings) {
        VITRINE_TRY(const std::string value, withEnvironment(setting));
        VITRINE_CHECK_OK(applySetting(conf.get(), setting, value));
    }
    VITRINE_CHECK_OK(applyOurs(spec.fixed));
    rd_kafka_conf_set_opaque(conf.get(), client->callbacks_.get());
    rd_kafka_conf_set_error_cb(conf.get(), Callbacks::onError);
    rd_kafka_conf_set_log_cb(conf.get(), Callbacks::onLog);
    if (spec.delivered != nullptr) rd_kafka_conf_set_dr_msg_cb(conf.get(), Callbacks::onDelivered);
    client->handle_ = rd_kafka_new(spec.type, conf.get(), reason.data(), reason.size());
    if (client->handle_ == nullptr) {
        const bool mayHoldSecrets = std::any_of(spec.settings.begin(), spec.settings.end(), [](const KafkaSetting& setting) { return isKafkaSecret(setting.option); });
        return invalidOption("kafka.bootstrap.servers", mayHoldSecrets && std::string_view(reason.data()).find("password") != std::string_view::npos
                                                            ? std::string("The options of Kafka do not fit together.")
                                                            : fmt::format("The options of Kafka do not fit together: {}.", reason.data()));
    }
    static_cast<void>(conf.release());  // the client's now
    return client;
}

KafkaClient::~KafkaClient() {
    for (const auto& [name, topic] : topics_) rd_kafka_topic_destroy(topic);
    if (handle_ != nullptr) rd_kafka_destroy(handle_);
}

rd_kafka_topic_t* KafkaClient::topic(const std::string& name) {
    const std::scoped_lock lock(mutex_);
    rd_kafka_topic_t*& topic = topics_[name];
    if (topic == nullptr) topic = rd_kafka_topic_new(handle_, name.c_str(), nullptr);
    return topic;
}

std::string KafkaClient::complaint() const {
    const std::scoped_lock lock(callbacks_->mutex);
    return callbacks_->complaint.empty() ? std::string() : ": " + callbacks_->complaint;
}

Error KafkaClient::unreachable() const {
    return Error(ErrorCode::SourceUnavailable, fmt::format("Kafka at {} does not answer{}.", servers_, complaint()))
        .at("/source/options/kafka.bootstrap.servers")
        .withWayOut("Start the brokers, or correct the option; the query goes on as soon as they answer.");
}

Result<std::map<std::string, std::int32_t>> KafkaClient::partitions(std::span<const std::string> topics, Millis patience) {
    for (const std::string& name : topics) topic(name);
    const rd_kafka_metadata_t* found = nullptr;
    const auto problem = rd_kafka_metadata(handle_, topics.empty() ? 1 : 0, nullptr, &found, static_cast<int>(patience.count()));
    if (problem != RD_KAFKA_RESP_ERR_NO_ERROR) {
        rd_kafka_poll(handle_, 0);
        return unreachable();
    }
    std::map<std::string, std::int32_t> partitions;
    for (int index = 0; index < found->topic_cnt; ++index) {
        const rd_kafka_metadata_topic& known = found->topics[index];
        if (known.err == RD_KAFKA_RESP_ERR_NO_ERROR && known.partition_cnt > 0) partitions[known.topic] = known.partition_cnt;
    }
    rd_kafka_metadata_destroy(found);
    return partitions;
}

Result<KafkaOffsets> KafkaClient::offsets(const KafkaOffsets& wanted, Millis patience) {
    KafkaOffsets result;
    if (wanted.empty()) return result;
    const KafkaList list(rd_kafka_topic_partition_list_new(static_cast<int>(wanted.size())));
    for (const auto& [partition, time] : wanted) {
        topic(partition.topic);
        rd_kafka_topic_partition_list_add(list.get(), partition.topic.c_str(), partition.number)->offset = time;
    }
    const auto problem = rd_kafka_offsets_for_times(handle_, list.get(), static_cast<int>(patience.count()));
    if (problem != RD_KAFKA_RESP_ERR_NO_ERROR && !isGone(problem)) {
        rd_kafka_poll(handle_, 0);
        return unreachable();
    }
    for (int index = 0; index < list->cnt; ++index) {
        const rd_kafka_topic_partition_t& element = list->elems[index];
        if (isGone(problem) || isGone(element.err)) continue;
        if (element.err != RD_KAFKA_RESP_ERR_NO_ERROR)
            return Error(ErrorCode::SourceUnavailable, fmt::format("Kafka at {} does not tell the offsets of {}: {}.", servers_, element.topic, rd_kafka_err2str(element.err)))
                .at("/source/options/kafka.bootstrap.servers");
        result[{element.topic, element.partition}] = element.offset;
    }
    return result;
}

}  // namespace vitrine::detail
