// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/stream_options.h"

#include <charconv>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "core/formats/csv_record_parser.h"
#include "core/formats/kafka_options.h"
#include "core/formats/option_reader.h"

namespace vitrine {
namespace {

Result<void> readNumber(const OptionReader& reader, std::string_view name, std::int64_t least, std::int64_t& value) {
    const std::string* text = reader.find(name);
    if (text == nullptr) return {};
    const auto number = csvInteger(*text, least, INT64_MAX);
    if (!number) return invalidOption(name, fmt::format("The option `{}` is `{}`; it must be a whole number from {} on.", name, *text, least));
    value = *number;
    return {};
}

/// `5s`, `2m` …; without a unit seconds. Parts of a second are cut off.
Result<void> readSeconds(const OptionReader& reader, std::string_view name, std::int64_t& seconds) {
    const std::string* text = reader.find(name);
    if (text == nullptr) return {};
    std::int64_t number = 0;
    const char* const end = text->data() + text->size();
    const auto [unitAt, problem] = std::from_chars(text->data(), end, number);
    const std::string_view unit(unitAt, static_cast<std::size_t>(end - unitAt));
    constexpr std::pair<std::string_view, std::int64_t> kUnits[] = {{"", 1'000'000}, {"s", 1'000'000}, {"us", 1}, {"ms", 1000}, {"m", 60'000'000}, {"min", 60'000'000}, {"h", 3'600'000'000}, {"d", 86'400'000'000}};
    for (const auto& [known, micros] : kUnits) {
        std::int64_t product = 0;
        if (problem != std::errc() || number < 0 || !equalsIgnoringCase(unit, known) || __builtin_mul_overflow(number, micros, &product)) continue;
        seconds = product / 1'000'000;
        return {};
    }
    return invalidOption(name, fmt::format("The option `{}` is `{}`; it must be a length of time such as 5s, 2m or 1h.", name, *text));
}

/// Spark shares rows out among partitions, which changes their order only.
Result<void> checkPartitions(const OptionReader& reader) {
    std::int64_t partitions = 1;
    return readNumber(reader, "numPartitions", 1, partitions);
}

}  // namespace

Result<RateOptions> RateOptions::parse(const OptionMap& options) {
    RateOptions parsed;
    const OptionReader reader(options);
    VITRINE_CHECK_OK(readNumber(reader, "rowsPerSecond", 1, parsed.rowsPerSecond));
    VITRINE_CHECK_OK(readSeconds(reader, "rampUpTime", parsed.rampUpSeconds));
    VITRINE_CHECK_OK(checkPartitions(reader));
    return parsed;
}

Result<RateMicroBatchOptions> RateMicroBatchOptions::parse(const OptionMap& options) {
    RateMicroBatchOptions parsed;
    const OptionReader reader(options);
    if (reader.find("rowsPerBatch") == nullptr) {
        return invalidOption("rowsPerBatch", "The option `rowsPerBatch` is missing.").withWayOut("Say how many rows each batch has.");
    }
    VITRINE_CHECK_OK(readNumber(reader, "rowsPerBatch", 1, parsed.rowsPerBatch));
    VITRINE_CHECK_OK(readNumber(reader, "startTimestamp", 0, parsed.startTimestamp));
    VITRINE_CHECK_OK(readNumber(reader, "advanceMillisPerBatch", 0, parsed.advanceMillis));
    VITRINE_CHECK_OK(checkPartitions(reader));
    return parsed;
}

Result<SocketOptions> SocketOptions::parse(const OptionMap& options) {
    SocketOptions parsed;
    const OptionReader reader(options);
    for (const auto& [name, target] : {std::pair<std::string_view, std::string*>{"host", &parsed.host}, {"port", &parsed.port}}) {
        const std::string* text = reader.find(name);
        if (text == nullptr || text->empty()) return invalidOption(name, fmt::format("The option `{}` is missing.", name)).withWayOut("Name the host and the port of the server.");
        *target = *text;
    }
    if (!csvInteger(parsed.port, 1, 65535)) return invalidOption("port", fmt::format("The option `port` is `{}`; it must be a number from 1 to 65535.", parsed.port));
    VITRINE_CHECK_OK(reader.read("includeTimestamp", parsed.includeTimestamp));
    VITRINE_CHECK_OK(checkPartitions(reader));
    return parsed;
}

bool isFilelessSource(std::string_view format) noexcept {
    return equalsIgnoringCase(format, "rate") || equalsIgnoringCase(format, "rate-micro-batch") || equalsIgnoringCase(format, "socket") ||
           equalsIgnoringCase(format, "kafka");
}

Result<Schema> filelessSchema(std::string_view format, const OptionMap& options) {
    if (equalsIgnoringCase(format, "kafka")) {
        if (!hasKafka()) return kafkaMissing("/source/format");
        VITRINE_TRY(const KafkaSourceOptions parsed, KafkaSourceOptions::parse(options));
        return kafkaSchema(parsed.includeHeaders);
    }
    if (equalsIgnoringCase(format, "socket")) {
        VITRINE_TRY(const SocketOptions parsed, SocketOptions::parse(options));
        Schema schema({{"value", DataType::string()}});
        if (parsed.includeTimestamp) schema.add({"timestamp", DataType::timestamp()});
        return schema;
    }
    if (equalsIgnoringCase(format, "rate")) {
        VITRINE_TRY(const RateOptions parsed, RateOptions::parse(options));
        static_cast<void>(parsed);
    } else {
        VITRINE_TRY(const RateMicroBatchOptions parsed, RateMicroBatchOptions::parse(options));
        static_cast<void>(parsed);
    }
    return Schema({{"timestamp", DataType::timestamp()}, {"value", DataType::longType()}});
}

std::vector<OptionInfo> filelessOptionTable(std::string_view format) {
    if (equalsIgnoringCase(format, "kafka")) return kafkaSourceOptionTable();
    if (equalsIgnoringCase(format, "rate")) {
        return {{"rowsPerSecond", "1", "Rows a second"},
                {"rampUpTime", "0s", "How long it takes to reach that speed"},
                {"numPartitions", "", "Has no effect here"}};
    }
    if (equalsIgnoringCase(format, "rate-micro-batch")) {
        return {{"rowsPerBatch", "", "Rows of every batch"},
                {"startTimestamp", "0", "Time of the first batch, milliseconds since 1970"},
                {"advanceMillisPerBatch", "1000", "Milliseconds from batch to batch"},
                {"numPartitions", "", "Has no effect here"}};
    }
    return {{"host", "", "Where the server is"},
            {"port", "", "Port of the server"},
            {"includeTimestamp", "false", "Adds the time at which a line arrived"},
            {"numPartitions", "", "Has no effect here"}};
}

Result<ConsoleOptions> ConsoleOptions::parse(const OptionMap& options) {
    const OptionReader reader(options);
    ConsoleOptions parsed;
    bool truncates = true;
    VITRINE_CHECK_OK(reader.read("numRows", parsed.style.numRows));
    VITRINE_CHECK_OK(reader.read("truncate", truncates));
    if (!truncates) parsed.style.truncate = 0;
    return parsed;
}

}  // namespace vitrine
