// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include <optional>
#include <string>
#include <vector>

namespace vitrine {

/// A cluster of one broker inside the process. It knows no aborted transactions, no fencing and no offsets of groups.
class KafkaCluster {
  public:
    KafkaCluster() {
        char reason[256];
        rd_kafka_conf_t* silent = rd_kafka_conf_new();
        rd_kafka_conf_set(silent, "log_level", "0", reason, sizeof reason);
        owner_ = rd_kafka_new(RD_KAFKA_PRODUCER, silent, reason, sizeof reason);
        cluster_ = rd_kafka_mock_cluster_new(owner_, 1);
        servers_ = rd_kafka_mock_cluster_bootstraps(cluster_);
        rd_kafka_conf_t* conf = rd_kafka_conf_new();
        rd_kafka_conf_set(conf, "bootstrap.servers", servers_.c_str(), reason, sizeof reason);
        rd_kafka_conf_set(conf, "log_level", "0", reason, sizeof reason);
        rd_kafka_conf_set(conf, "linger.ms", "0", reason, sizeof reason);
        producer_ = rd_kafka_new(RD_KAFKA_PRODUCER, conf, reason, sizeof reason);
    }
    ~KafkaCluster() {
        rd_kafka_destroy(producer_);
        rd_kafka_mock_cluster_destroy(cluster_);
        rd_kafka_destroy(owner_);
    }
    KafkaCluster(const KafkaCluster&) = delete;
    KafkaCluster& operator=(const KafkaCluster&) = delete;

    const std::string& servers() const { return servers_; }
    rd_kafka_mock_cluster_t* mock() { return cluster_; }

    void createTopic(const std::string& name, int partitions = 1) { rd_kafka_mock_topic_create(cluster_, name.c_str(), partitions, 1); }
    void setDown() { rd_kafka_mock_broker_set_down(cluster_, 1); }
    void setUp() { rd_kafka_mock_broker_set_up(cluster_, 1); }

    struct Header {
        std::string name, value;
    };
    /// Sends one message and waits for it.
    bool send(const std::string& topic, int partition, const std::optional<std::string>& key, const std::optional<std::string>& value,
              const std::vector<Header>& headers = {}, std::int64_t time = 0) {
        rd_kafka_headers_t* list = headers.empty() ? nullptr : rd_kafka_headers_new(headers.size());
        for (const Header& header : headers) rd_kafka_header_add(list, header.name.data(), -1, header.value.data(), static_cast<ssize_t>(header.value.size()));
        rd_kafka_vu_t parts[7] = {};
        parts[0].vtype = RD_KAFKA_VTYPE_TOPIC;
        parts[0].u.cstr = topic.c_str();
        parts[1].vtype = RD_KAFKA_VTYPE_PARTITION;
        parts[1].u.i32 = partition;
        parts[2].vtype = RD_KAFKA_VTYPE_VALUE;
        parts[2].u.mem = {value ? const_cast<char*>(value->data()) : nullptr, value ? value->size() : 0};
        parts[3].vtype = RD_KAFKA_VTYPE_KEY;
        parts[3].u.mem = {key ? const_cast<char*>(key->data()) : nullptr, key ? key->size() : 0};
        parts[4].vtype = RD_KAFKA_VTYPE_TIMESTAMP;
        parts[4].u.i64 = time;
        parts[5].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
        parts[5].u.i = RD_KAFKA_MSG_F_COPY;
        parts[6].vtype = RD_KAFKA_VTYPE_HEADERS;
        parts[6].u.headers = list;
        rd_kafka_error_t* problem = rd_kafka_produceva(producer_, parts, list == nullptr ? 6 : 7);
        if (problem != nullptr) rd_kafka_error_destroy(problem);
        return problem == nullptr && rd_kafka_flush(producer_, 20'000) == RD_KAFKA_RESP_ERR_NO_ERROR;
    }

  private:
    rd_kafka_t* owner_ = nullptr;
    rd_kafka_mock_cluster_t* cluster_ = nullptr;
    rd_kafka_t* producer_ = nullptr;
    std::string servers_;
};

}  // namespace vitrine
