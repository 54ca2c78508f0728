// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/kafka_offsets.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace vitrine {
namespace {

std::optional<std::int32_t> partitionNumber(std::string_view text) {
    std::int32_t number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc() || end != text.data() + text.size() || number < 0) return std::nullopt;
    return number;
}

}  // namespace

std::string KafkaPartition::text() const {
    return fmt::format("{}-{}", topic, number);
}

std::optional<KafkaPartition> KafkaPartition::of(std::string_view text) {
    const std::size_t dash = text.rfind('-');
    if (dash == std::string_view::npos || dash == 0) return std::nullopt;
    const auto number = partitionNumber(text.substr(dash + 1));
    if (!number) return std::nullopt;
    return KafkaPartition{std::string(text.substr(0, dash)), *number};
}

std::optional<KafkaOffsets> parseKafkaOffsets(std::string_view json) {
    const auto parsed = nlohmann::json::parse(json, nullptr, false);
    if (!parsed.is_object()) return std::nullopt;
    KafkaOffsets offsets;
    for (const auto& [topic, partitions] : parsed.items()) {
        if (!partitions.is_object()) return std::nullopt;
        for (const auto& [name, offset] : partitions.items()) {
            const auto number = partitionNumber(name);
            const bool fits = offset.is_number_integer() && (!offset.is_number_unsigned() || offset.get<std::uint64_t>() <= INT64_MAX);
            if (!number || !fits) return std::nullopt;
            offsets[{topic, *number}] = offset.get<std::int64_t>();
        }
    }
    return offsets;
}

std::string kafkaOffsetsJson(const KafkaOffsets& offsets) {
    auto json = nlohmann::ordered_json::object();
    for (const auto& [partition, offset] : offsets) json[partition.topic][std::to_string(partition.number)] = offset;
    return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::optional<std::vector<KafkaPartition>> parseKafkaPartitions(std::string_view json) {
    const auto parsed = nlohmann::json::parse(json, nullptr, false);
    if (!parsed.is_object()) return std::nullopt;
    std::vector<KafkaPartition> partitions;
    for (const auto& [topic, numbers] : parsed.items()) {
        if (!numbers.is_array()) return std::nullopt;
        for (const auto& number : numbers) {
            if (!number.is_number_integer()) return std::nullopt;
            const auto value = number.get<std::int64_t>();
            if (value < 0 || value > std::numeric_limits<std::int32_t>::max()) return std::nullopt;
            partitions.push_back({topic, static_cast<std::int32_t>(value)});
        }
    }
    std::sort(partitions.begin(), partitions.end());
    partitions.erase(std::unique(partitions.begin(), partitions.end()), partitions.end());
    return partitions;
}

KafkaOffsets limitKafkaOffsets(std::int64_t limit, const KafkaOffsets& from, const KafkaOffsets& until) {
    std::map<KafkaPartition, std::int64_t> sizes;
    double total = 0;
    for (const auto& [partition, end] : until) {
        const auto begin = from.find(partition);
        if (begin == from.end() || end <= begin->second) continue;
        sizes[partition] = end - begin->second;
        total += static_cast<double>(end - begin->second);
    }
    KafkaOffsets result = until;
    for (const auto& [partition, size] : sizes) {
        const double share = static_cast<double>(limit) * (static_cast<double>(size) / total);
        const double whole = share < 1 ? std::ceil(share) : std::floor(share);
        // A share that is no 64-bit number is more than there can be.
        if (whole < static_cast<double>(size)) result[partition] = from.at(partition) + static_cast<std::int64_t>(whole);
    }
    return result;
}

}  // namespace vitrine
