// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// One partition of a topic.
struct KafkaPartition {
    std::string topic;
    std::int32_t number = 0;
    auto operator<=>(const KafkaPartition&) const = default;

    /// As Kafka writes it: `events-0`.
    std::string text() const;
    /// The other way round; empty when `text` is none.
    static std::optional<KafkaPartition> of(std::string_view text);
};

/// A number a partition: the next offset to read (KA-4), a time in milliseconds, or one of the two below.
using KafkaOffsets = std::map<KafkaPartition, std::int64_t>;

inline constexpr std::int64_t kKafkaLatest = -1;
inline constexpr std::int64_t kKafkaEarliest = -2;

/// Reads `{"events":{"0":23,"1":-1}}`. Empty when it is none.
std::optional<KafkaOffsets> parseKafkaOffsets(std::string_view json);

/// Writes it, topics and partitions in order.
std::string kafkaOffsetsJson(const KafkaOffsets& offsets);

/// Reads `{"events":[0,1]}`, in order. Empty when it is none.
std::optional<std::vector<KafkaPartition>> parseKafkaPartitions(std::string_view json);

/// The end of a batch of about `limit` offsets between `from` and `until`, shared out in proportion to what waits in each
/// partition, at least one a partition (KA-5).
KafkaOffsets limitKafkaOffsets(std::int64_t limit, const KafkaOffsets& from, const KafkaOffsets& until);

}  // namespace vitrine
