// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <librdkafka/rdkafka.h>

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "core/base/time.h"
#include "core/formats/kafka_options.h"

namespace vitrine::detail {

struct KafkaMessageEnd {
    void operator()(rd_kafka_message_t* message) const { rd_kafka_message_destroy(message); }
};
using KafkaMessage = std::unique_ptr<rd_kafka_message_t, KafkaMessageEnd>;

struct KafkaListEnd {
    void operator()(rd_kafka_topic_partition_list_t* list) const { rd_kafka_topic_partition_list_destroy(list); }
};
using KafkaList = std::unique_ptr<rd_kafka_topic_partition_list_t, KafkaListEnd>;

struct KafkaErrorEnd {
    void operator()(rd_kafka_error_t* error) const { rd_kafka_error_destroy(error); }
};
using KafkaError = std::unique_ptr<rd_kafka_error_t, KafkaErrorEnd>;

/// A property of the client library.
struct KafkaProperty {
    const char* name;
    std::string value;
};

/// How a client is made.
struct KafkaClientSpec {
    rd_kafka_type_t type = RD_KAFKA_CONSUMER;
    std::string servers;                                 ///< for messages
    std::vector<KafkaSetting> settings;                  ///< of the document
    std::vector<KafkaProperty> defaults;                 ///< where the document says nothing
    std::vector<KafkaProperty> fixed;                    ///< whatever the document says
    void (*delivered)(rd_kafka_t*, const rd_kafka_message_t*, void* opaque) = nullptr;
    void* opaque = nullptr;                              ///< of `delivered`
};

/// One connection of the client library to a cluster. Thread-safe; blocks only where said.
class KafkaClient {
  public:
    /// Connects in the background. InvalidOption at `/source/options/NAME`. Secrets are in no message.
    static Result<std::shared_ptr<KafkaClient>> make(const KafkaClientSpec& spec);
    ~KafkaClient();
    KafkaClient(const KafkaClient&) = delete;
    KafkaClient& operator=(const KafkaClient&) = delete;

    rd_kafka_t* handle() const noexcept { return handle_; }
    /// Lives as long as the client.
    rd_kafka_topic_t* topic(const std::string& name);

    /// What the client last complained about, as `: reason`; empty when it did not.
    std::string complaint() const;
    /// SourceUnavailable with the servers and the complaint.
    Error unreachable() const;

    /// How many partitions each topic has: of `topics`, or of all when it is empty. Topics that are not there are left out.
    /// Blocks for `patience` at most. SourceUnavailable.
    Result<std::map<std::string, std::int32_t>> partitions(std::span<const std::string> topics, Millis patience);

    /// The offsets at the times of `wanted`, at kKafkaLatest or at kKafkaEarliest; kKafkaLatest for a time after the last
    /// message. Partitions that are not there are left out. Blocks for `patience` at most. SourceUnavailable.
    Result<KafkaOffsets> offsets(const KafkaOffsets& wanted, Millis patience);

  private:
    KafkaClient() = default;
    /// What callbacks share with the client.
    struct Callbacks;

    rd_kafka_t* handle_ = nullptr;
    std::unique_ptr<Callbacks> callbacks_;
    std::string servers_;
    std::mutex mutex_;
    std::map<std::string, rd_kafka_topic_t*> topics_;
};

}  // namespace vitrine::detail
