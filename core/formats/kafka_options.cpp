// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/kafka_options.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <regex>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/base/ascii_case.h"
#include "core/data/duration_text.h"
#include "core/formats/csv_record_parser.h"
#include "core/formats/option_reader.h"

namespace vitrine {
namespace {

constexpr std::string_view kPrefix = "kafka.";

/// A name of the Java client that the client library has another word for; empty: nothing that would need it.
struct OtherName {
    std::string_view javas, librarys;
};
constexpr std::array kOtherNames{
    OtherName{"fetch.max.wait.ms", "fetch.wait.max.ms"},
    OtherName{"receive.buffer.bytes", "socket.receive.buffer.bytes"},
    OtherName{"send.buffer.bytes", "socket.send.buffer.bytes"},
    OtherName{"max.request.size", "message.max.bytes"},
    OtherName{"max.block.ms", ""},
    OtherName{"buffer.memory", ""},
    OtherName{"max.poll.records", ""},
    OtherName{"default.api.timeout.ms", ""},
    OtherName{"partition.assignment.strategy", ""},
    OtherName{"exclude.internal.topics", ""},
};

/// What is not taken over, and what to do instead.
struct Refused {
    std::string_view name, reason, wayOut;
};
constexpr std::array kRefused{
    Refused{"key.deserializer", "keys are read as bytes", "Cast the column `key`."},
    Refused{"value.deserializer", "values are read as bytes", "Cast the column `value`."},
    Refused{"key.serializer", "keys are written as bytes", "Make the column `key` a STRING or BINARY."},
    Refused{"value.serializer", "values are written as bytes", "Make the column `value` a STRING or BINARY."},
    Refused{"enable.auto.commit", "offsets are kept in the checkpoint", "Remove it."},
    Refused{"interceptor.classes", "it names Java classes", "Remove it."},
    Refused{"partitioner.class", "it names a Java class", "Use the column `partition`, or `kafka.partitioner`."},
    Refused{"sasl.jaas.config", "it is for Java's login modules only",
            "Use `kafka.sasl.mechanism`, `kafka.sasl.username` and `kafka.sasl.password`; ${env:NAME} as value takes the password from the environment."},
    Refused{"sasl.login.callback.handler.class", "it names a Java class", "Remove it."},
    Refused{"sasl.client.callback.handler.class", "it names a Java class", "Remove it."},
    Refused{"sasl.login.class", "it names a Java class", "Remove it."},
    Refused{"metric.reporters", "it names Java classes", "Remove it."},
    Refused{"security.providers", "it names Java classes", "Remove it."},
    Refused{"ssl.truststore.location", "Java's trust stores cannot be read", "Export the certificates as PEM and name them in `kafka.ssl.ca.location`."},
    Refused{"ssl.truststore.password", "Java's trust stores cannot be read", "Export the certificates as PEM and name them in `kafka.ssl.ca.location`."},
    Refused{"ssl.truststore.type", "Java's trust stores cannot be read", "Export the certificates as PEM and name them in `kafka.ssl.ca.location`."},
    Refused{"ssl.truststore.certificates", "Java's trust stores cannot be read", "Write the certificates into `kafka.ssl.ca.pem`."},
    Refused{"plugin.library.paths", "a document may not load libraries", "Remove it."},
    Refused{"ssl.engine.location", "a document may not load libraries", "Remove it."},
    Refused{"sasl.kerberos.kinit.cmd", "a document may not run commands", "Get the ticket with kinit before the query starts."},
};

Error refusal(std::string_view option, std::string_view reason, std::string_view wayOut) {
    return invalidOption(option, fmt::format("The option `{}` is not supported: {}.", option, reason)).withWayOut(std::string(wayOut));
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
    while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
    return text;
}

Result<void> readNumber(const OptionReader& reader, std::string_view name, std::int64_t least, std::optional<std::int64_t>& value) {
    const std::string* text = reader.find(name);
    if (text == nullptr) return {};
    value = csvInteger(trimmed(*text), least, INT64_MAX);
    if (!value) return invalidOption(name, fmt::format("The option `{}` is `{}`; it must be a whole number from {} on.", name, *text, least));
    return {};
}

Result<void> readMillis(const OptionReader& reader, std::string_view name, Millis& value) {
    const std::string* text = reader.find(name);
    if (text == nullptr) return {};
    const auto duration = parseSparkDuration(*text);
    if (!duration || *duration < Millis{0})
        return invalidOption(name, fmt::format("The option `{}` is `{}`; it must be a length of time such as 500ms, 5s or 15m.", name, *text));
    value = *duration;
    return {};
}

/// The `kafka.*` options under the names of the client library, the servers apart.
Result<std::vector<KafkaSetting>> readSettings(const OptionMap& options, std::string& servers) {
    std::vector<KafkaSetting> settings;
    for (const auto& [option, value] : options) {
        if (option.size() <= kPrefix.size() || !equalsIgnoringCase(std::string_view(option).substr(0, kPrefix.size()), kPrefix)) continue;
        std::string name = lowerAscii(option).substr(kPrefix.size());
        for (const Refused& refused : kRefused)
            if (name == refused.name) return refusal(option, refused.reason, refused.wayOut);
        const auto other = std::find_if(kOtherNames.begin(), kOtherNames.end(), [&](const OtherName& known) { return known.javas == name; });
        if (other != kOtherNames.end()) name = other->librarys;
        if (name.empty()) continue;
        std::string text = value;
        if (name == "ssl.endpoint.identification.algorithm" && text.empty()) text = "none";  // Java's way to switch it off
        if (name == "bootstrap.servers") servers = text;
        settings.push_back({option, std::move(name), std::move(text)});
    }
    if (trimmed(servers).empty()) {
        return invalidOption("kafka.bootstrap.servers", "The option `kafka.bootstrap.servers` is missing.")
            .withWayOut("Name the brokers: `host:9092`, several separated by commas.");
    }
    return settings;
}

Result<void> readChoice(const OptionReader& reader, KafkaSourceOptions& parsed) {
    constexpr std::array<std::string_view, 3> kChoices{"assign", "subscribe", "subscribePattern"};
    std::vector<std::string_view> given;
    for (const std::string_view choice : kChoices)
        if (reader.find(choice) != nullptr) given.push_back(choice);
    constexpr std::string_view kWayOut = "Name topics with `subscribe`, match them with `subscribePattern`, or list partitions with `assign`.";
    if (given.empty()) return invalidOption("subscribe", "It is not said which topics are read.").withWayOut(std::string(kWayOut));
    if (given.size() > 1)
        return invalidOption(given.back(), fmt::format("The options {} exclude one another.", fmt::join(given, " and "))).withWayOut("Keep one of them.");
    const std::string_view text = trimmed(*reader.find(given.front()));
    if (given.front() == "assign") {
        parsed.choice = KafkaSourceOptions::Choice::Assign;
        const auto partitions = parseKafkaPartitions(text);
        if (!partitions || partitions->empty())
            return invalidOption("assign", fmt::format("`{}` is no list of partitions.", text)).withWayOut(R"(Write it as {"events":[0,1],"clicks":[0]}.)");
        parsed.assigned = *partitions;
        for (const KafkaPartition& partition : parsed.assigned)
            if (parsed.topics.empty() || parsed.topics.back() != partition.topic) parsed.topics.push_back(partition.topic);
    } else if (given.front() == "subscribe") {
        parsed.choice = KafkaSourceOptions::Choice::Subscribe;
        for (std::size_t begin = 0; begin <= text.size();) {
            const std::size_t comma = std::min(text.find(',', begin), text.size());
            const std::string_view topic = trimmed(text.substr(begin, comma - begin));
            if (!topic.empty()) parsed.topics.emplace_back(topic);
            begin = comma + 1;
        }
        std::sort(parsed.topics.begin(), parsed.topics.end());
        parsed.topics.erase(std::unique(parsed.topics.begin(), parsed.topics.end()), parsed.topics.end());
        if (parsed.topics.empty()) return invalidOption("subscribe", "The option `subscribe` names no topic.").withWayOut("Name topics, separated by commas.");
    } else {
        parsed.choice = KafkaSourceOptions::Choice::Pattern;
        parsed.pattern = text;
        if (text.empty()) return invalidOption("subscribePattern", "The option `subscribePattern` is empty.").withWayOut("Write a regular expression such as `sensor-.*`.");
        try {
            const std::regex compiled(parsed.pattern);
        } catch (const std::regex_error& failure) {
            return invalidOption("subscribePattern", fmt::format("`{}` is no regular expression: {}.", text, failure.what()));
        }
    }
    return {};
}

Result<void> readStart(const OptionReader& reader, KafkaStart& start) {
    for (const std::string_view name : {"endingOffsets", "endingOffsetsByTimestamp", "endingTimestamp"})
        if (reader.find(name) != nullptr)
            return invalidOption(name, fmt::format("The option `{}` is not allowed when Kafka is read as a stream.", name)).withWayOut("Remove it.");
    constexpr std::string_view kStrategy = "startingOffsetsByTimestampStrategy";
    if (const std::string* strategy = reader.find(kStrategy)) {
        start.latestWithoutMatch = equalsIgnoringCase(*strategy, "latest");
        if (!start.latestWithoutMatch && !equalsIgnoringCase(*strategy, "error"))
            return invalidOption(kStrategy, fmt::format("The option `{}` is `{}`; it must be error or latest.", kStrategy, *strategy));
    }
    std::optional<std::int64_t> time;
    VITRINE_CHECK_OK(readNumber(reader, "startingTimestamp", 0, time));
    if (time) {
        start.kind = KafkaStart::Kind::Time;
        start.millis = *time;
        return {};
    }
    const std::string* times = reader.find("startingOffsetsByTimestamp");
    const std::string* offsets = times != nullptr ? times : reader.find("startingOffsets");
    if (offsets == nullptr) return {};
    const std::string_view text = trimmed(*offsets);
    if (times == nullptr && equalsIgnoringCase(text, "latest")) return {};
    if (times == nullptr && equalsIgnoringCase(text, "earliest")) {
        start.kind = KafkaStart::Kind::Earliest;
        return {};
    }
    const std::string_view name = times != nullptr ? "startingOffsetsByTimestamp" : "startingOffsets";
    const auto each = parseKafkaOffsets(text);
    const bool negative = each && std::any_of(each->begin(), each->end(), [&](const auto& entry) { return entry.second < (times != nullptr ? 0 : kKafkaEarliest); });
    if (!each || negative)
        return invalidOption(name, fmt::format("`{}` cannot be read as offsets of partitions.", text))
            .withWayOut(times != nullptr ? R"(Write it as {"events":{"0":1700000000000}}, in milliseconds.)"
                                         : R"(Use latest, earliest, or {"events":{"0":23,"1":-1}} with -1 for latest and -2 for earliest.)");
    start.kind = times != nullptr ? KafkaStart::Kind::Times : KafkaStart::Kind::Offsets;
    start.each = *each;
    return {};
}

bool isText(const Field& field) {
    return field.type->is(TypeKind::String) || field.type->is(TypeKind::Binary);
}

TypePtr headersType() {
    return DataType::array(DataType::structType({{"key", DataType::string()}, {"value", DataType::binary()}}));
}

}  // namespace

bool hasKafka() noexcept {
#ifdef VITRINE_WITH_KAFKA
    return true;
#else
    return false;
#endif
}

Error kafkaMissing(std::string place) {
    return Error(ErrorCode::PartMissing, "This Vitrine was built without Kafka.")
        .at(std::move(place))
        .withWayOut("Install librdkafka (Debian: librdkafka-dev) and build again.");
}

bool isKafkaSecret(std::string_view option) {
    const std::string name = lowerAscii(option);
    return name.find("password") != std::string::npos || name.find("secret") != std::string::npos || name.ends_with("key.pem") ||
           name.ends_with("oauthbearer.config") || name.ends_with("sasl.jaas.config");
}

Result<std::string> withEnvironment(const KafkaSetting& setting) {
    constexpr std::string_view kBegin = "${env:";
    std::string result;
    std::string_view rest = setting.value;
    while (true) {
        const std::size_t begin = rest.find(kBegin);
        const std::size_t end = begin == std::string_view::npos ? begin : rest.find('}', begin);
        if (end == std::string_view::npos) return result += rest;
        const std::string variable(rest.substr(begin + kBegin.size(), end - begin - kBegin.size()));
        const char* const value = std::getenv(variable.c_str());
        if (value == nullptr) {
            return invalidOption(setting.option, fmt::format("The environment variable {} for `{}` is not set.", variable, setting.option))
                .withWayOut("Set it, then start Vitrine again.");
        }
        result += rest.substr(0, begin);
        result += value;
        rest.remove_prefix(end + 1);
    }
}

Result<KafkaSourceOptions> KafkaSourceOptions::parse(const OptionMap& options) {
    KafkaSourceOptions parsed;
    const OptionReader reader(options);
    VITRINE_CHECK_OK(readChoice(reader, parsed));
    VITRINE_CHECK_OK(readStart(reader, parsed.start));
    if (reader.find("kafka.auto.offset.reset") != nullptr)
        return refusal("kafka.auto.offset.reset", "offsets are kept in the checkpoint", "Use `startingOffsets`.");
    VITRINE_TRY(parsed.settings, readSettings(options, parsed.servers));
    VITRINE_CHECK_OK(reader.read("includeHeaders", parsed.includeHeaders));
    VITRINE_CHECK_OK(reader.read("failOnDataLoss", parsed.failOnDataLoss));
    VITRINE_CHECK_OK(readNumber(reader, "maxOffsetsPerTrigger", 1, parsed.maxOffsets));
    VITRINE_CHECK_OK(readNumber(reader, "minOffsetsPerTrigger", 1, parsed.minOffsets));
    if (parsed.minOffsets && parsed.maxOffsets && *parsed.minOffsets > *parsed.maxOffsets)
        return invalidOption("minOffsetsPerTrigger", fmt::format("`minOffsetsPerTrigger` is {}, more than `maxOffsetsPerTrigger`, {}.", *parsed.minOffsets, *parsed.maxOffsets));
    VITRINE_CHECK_OK(readMillis(reader, "maxTriggerDelay", parsed.maxTriggerDelay));
    VITRINE_CHECK_OK(readMillis(reader, "kafkaConsumer.pollTimeoutMs", parsed.pollTimeout));
    VITRINE_CHECK_OK(readMillis(reader, "fetchOffset.retryIntervalMs", parsed.retryInterval));
    std::optional<std::int64_t> retries, partitions;
    VITRINE_CHECK_OK(readNumber(reader, "fetchOffset.numRetries", 0, retries));
    parsed.retries = retries.value_or(parsed.retries);
    VITRINE_CHECK_OK(readNumber(reader, "minPartitions", 1, partitions));
    return parsed;
}

std::string KafkaSourceOptions::chosen() const {
    if (choice == Choice::Pattern) return fmt::format("SubscribePattern[{}]", pattern);
    if (choice == Choice::Subscribe) return fmt::format("Subscribe[{}]", fmt::join(topics, ", "));
    std::vector<std::string> names;
    for (const KafkaPartition& partition : assigned) names.push_back(partition.text());
    return fmt::format("Assign[{}]", fmt::join(names, ", "));
}

Schema kafkaSchema(bool includeHeaders) {
    Schema schema({{"key", DataType::binary()},
                   {"value", DataType::binary()},
                   {"topic", DataType::string()},
                   {"partition", DataType::intType()},
                   {"offset", DataType::longType()},
                   {"timestamp", DataType::timestamp()},
                   {"timestampType", DataType::intType()}});
    if (includeHeaders) schema.add({"headers", headersType()});
    return schema;
}

Result<KafkaSinkOptions> KafkaSinkOptions::parse(const OptionMap& options) {
    KafkaSinkOptions parsed;
    const OptionReader reader(options);
    VITRINE_TRY(parsed.settings, readSettings(options, parsed.servers));
    if (const std::string* topic = reader.find("topic")) {
        parsed.topic = *topic;
        if (topic->empty()) return invalidOption("topic", "The option `topic` is empty.").withWayOut("Name a topic, or leave the option out and make a column `topic`.");
    }
    VITRINE_CHECK_OK(reader.read("vitrine.transactional", parsed.transactional));
    if (const std::string* id = reader.find("transactional.id")) parsed.transactionalId = *id;
    // Java's way to ask for it.
    std::erase_if(parsed.settings, [&](const KafkaSetting& setting) {
        if (setting.name != "transactional.id") return false;
        if (parsed.transactionalId.empty()) parsed.transactionalId = setting.value;
        return true;
    });
    parsed.transactional = parsed.transactional || !parsed.transactionalId.empty();
    if (parsed.transactional) {
        for (const KafkaSetting& setting : parsed.settings)
            if (setting.name == "enable.idempotence" && !equalsIgnoringCase(setting.value, "true"))
                return refusal(setting.option, "transactions need it", "Remove it.");
    }
    return parsed;
}

Result<KafkaColumns> KafkaColumns::of(const Schema& schema, const KafkaSinkOptions& options) {
    const auto find = [&](std::string_view name) -> std::optional<std::size_t> {
        const auto found = schema.find(name, true);
        return found.empty() ? std::nullopt : std::optional(found.front());
    };
    const auto wrongType = [&](std::size_t column, std::string_view wanted) {
        return Error(ErrorCode::SinkRefused, fmt::format("The column `{}` is {}; for Kafka it must be {}.", schema[column].name, schema[column].type->sql(), wanted))
            .withWayOut(fmt::format("Cast it in a `select`, or give it another name."));
    };
    KafkaColumns columns;
    const auto value = find("value");
    if (!value) {
        return Error(ErrorCode::SinkRefused, "The result has no column `value`, which is what a message of Kafka says.")
            .withWayOut(R"(Add a step {"select": ["to_json(struct(*)) AS value"]}.)");
    }
    columns.value = *value;
    columns.key = find("key");
    columns.topic = find("topic");
    columns.partition = find("partition");
    columns.headers = find("headers");
    if (!isText(schema[columns.value])) return wrongType(columns.value, "STRING or BINARY");
    if (columns.key && !isText(schema[*columns.key])) return wrongType(*columns.key, "STRING or BINARY");
    if (columns.partition && !schema[*columns.partition].type->is(TypeKind::Int)) return wrongType(*columns.partition, "INT");
    if (columns.headers && !schema[*columns.headers].type->sameType(*headersType())) return wrongType(*columns.headers, "ARRAY<STRUCT<key: STRING, value: BINARY>>");
    if (!options.topic.empty()) columns.topic.reset();
    else if (columns.topic && !schema[*columns.topic].type->is(TypeKind::String)) return wrongType(*columns.topic, "STRING");
    else if (!columns.topic)
        return Error(ErrorCode::SinkRefused, "It is not said which topic is written.")
            .at("/source/options/topic")
            .withWayOut("Give the sink an option `topic`, or the result a column `topic`.");
    return columns;
}

std::vector<OptionInfo> kafkaSourceOptionTable() {
    return {{"kafka.bootstrap.servers", "", "Brokers: host:9092, several separated by commas"},
            {"subscribe", "", "Topics to read, separated by commas"},
            {"subscribePattern", "", "Regular expression for the names of topics"},
            {"assign", "", R"(Partitions to read: {"events":[0,1]})"},
            {"startingOffsets", "latest", R"(Where a new query begins: latest, earliest or {"events":{"0":23,"1":-1}})"},
            {"startingTimestamp", "", "A new query begins at this time, milliseconds since 1970"},
            {"startingOffsetsByTimestamp", "", R"(The same for each partition: {"events":{"0":1700000000000}})"},
            {"startingOffsetsByTimestampStrategy", "error", "When nothing is that new: error or latest"},
            {"failOnDataLoss", "true", "Fails when messages were deleted before they were read; false skips them"},
            {"maxOffsetsPerTrigger", "", "At most so many messages a batch, shared out among the partitions"},
            {"minOffsetsPerTrigger", "", "Waits until there are so many messages"},
            {"maxTriggerDelay", "15m", "Longest wait for minOffsetsPerTrigger"},
            {"includeHeaders", "false", "Adds the column headers"},
            {"kafka.isolation.level", "read_uncommitted", "read_committed leaves out messages of aborted transactions"},
            {"kafka.security.protocol", "plaintext", "plaintext, ssl, sasl_plaintext or sasl_ssl"},
            {"kafka.sasl.mechanism", "GSSAPI", "PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, GSSAPI or OAUTHBEARER"},
            {"kafka.sasl.username", "", "User name; ${env:NAME} takes it from the environment"},
            {"kafka.sasl.password", "", "Password; write ${env:NAME} to keep it out of the document"},
            {"kafka.ssl.ca.location", "", "File with the certificates to trust, PEM"},
            {"kafkaConsumer.pollTimeoutMs", "120000", "Fails when nothing comes for so long, milliseconds"},
            {"fetchOffset.numRetries", "3", "Further attempts to learn offsets"},
            {"fetchOffset.retryIntervalMs", "1000", "Milliseconds between them"},
            {"minPartitions", "", "Has no effect here"},
            {"maxRecordsPerPartition", "", "Has no effect here"},
            {"groupIdPrefix", "", "Has no effect here"}};
}

std::vector<OptionInfo> kafkaSinkOptionTable() {
    return {{"kafka.bootstrap.servers", "", "Brokers: host:9092, several separated by commas"},
            {"topic", "", "Topic of all rows; without it the column topic says it"},
            {"vitrine.transactional", "false", "One transaction a batch: readers with read_committed see each row once"},
            {"transactional.id", "", "The same with an id of your choice; one that no other query uses"},
            {"kafka.compression.type", "none", "gzip, snappy, lz4 or zstd"},
            {"kafka.security.protocol", "plaintext", "plaintext, ssl, sasl_plaintext or sasl_ssl"},
            {"kafka.sasl.mechanism", "GSSAPI", "PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, GSSAPI or OAUTHBEARER"},
            {"kafka.sasl.username", "", "User name; ${env:NAME} takes it from the environment"},
            {"kafka.sasl.password", "", "Password; write ${env:NAME} to keep it out of the document"},
            {"kafka.ssl.ca.location", "", "File with the certificates to trust, PEM"},
            {"kafka.delivery.timeout.ms", "", "Fails when a message could not be delivered for so long, milliseconds"},
            {"includeHeaders", "false", "Has no effect here"}};
}

}  // namespace vitrine
