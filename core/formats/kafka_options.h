// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/data/schema.h"
#include "core/formats/kafka_offsets.h"
#include "core/formats/row_reader.h"

namespace vitrine {

/// Whether this program was built with Kafka.
bool hasKafka() noexcept;

/// PartMissing at `place`: what a query on Kafka is told where hasKafka() is false.
Error kafkaMissing(std::string place);

/// A `kafka.*` option, to be handed to the client library under its own name.
struct KafkaSetting {
    std::string option;    ///< as in the document: `kafka.fetch.max.wait.ms`
    std::string name;      ///< the library's: `fetch.wait.max.ms`
    std::string value;     ///< `${env:NAME}` not yet replaced
};

/// Whether the value of a `kafka.*` option must not be shown.
bool isKafkaSecret(std::string_view option);

/// `value` with each `${env:NAME}` replaced. InvalidOption names the variable that is not set.
Result<std::string> withEnvironment(const KafkaSetting& setting);

/// Where a new query begins (KA-3).
struct KafkaStart {
    enum class Kind : std::uint8_t { Latest, Earliest, Offsets, Times, Time };
    Kind kind = Kind::Latest;
    KafkaOffsets each;               ///< offsets or times in milliseconds
    std::int64_t millis = 0;
    bool latestWithoutMatch = false; ///< a time after the last message: begin at the end instead of failing
};

/// The options of the source (KA-2, KA-3, KA-5, KA-6).
struct KafkaSourceOptions {
    enum class Choice : std::uint8_t { Assign, Subscribe, Pattern };
    Choice choice = Choice::Subscribe;
    std::vector<KafkaPartition> assigned;
    std::vector<std::string> topics;
    std::string pattern;                ///< matches whole names of topics
    KafkaStart start;
    bool includeHeaders = false;
    bool failOnDataLoss = true;
    std::optional<std::int64_t> maxOffsets;
    std::optional<std::int64_t> minOffsets;
    Millis maxTriggerDelay{900'000};
    Millis pollTimeout{120'000};
    std::int64_t retries = 3;
    Millis retryInterval{1000};
    std::string servers;                ///< kafka.bootstrap.servers
    std::vector<KafkaSetting> settings;

    /// Errors: InvalidOption at `/source/options/NAME`.
    static Result<KafkaSourceOptions> parse(const OptionMap& options);

    /// `Subscribe[events]`, as Spark describes it.
    std::string chosen() const;
};

/// The columns of a Kafka source (KA-1).
Schema kafkaSchema(bool includeHeaders);

/// The options of the sink (SK-40).
struct KafkaSinkOptions {
    std::string topic;            ///< empty: rows name theirs
    bool transactional = false;   ///< one transaction a batch
    std::string transactionalId;  ///< empty: made of the query's id
    std::string servers;
    std::vector<KafkaSetting> settings;

    /// Errors: InvalidOption at `/source/options/NAME`.
    static Result<KafkaSinkOptions> parse(const OptionMap& options);
};

/// Which columns of a result make up a message; found by exact name (SK-40).
struct KafkaColumns {
    std::size_t value = 0;
    std::optional<std::size_t> key, topic, partition, headers;

    /// SinkRefused, without a place but for the topic's.
    static Result<KafkaColumns> of(const Schema& schema, const KafkaSinkOptions& options);
};

std::vector<OptionInfo> kafkaSourceOptionTable();
std::vector<OptionInfo> kafkaSinkOptionTable();

}  // namespace vitrine
