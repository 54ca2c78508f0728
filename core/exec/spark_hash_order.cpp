// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/spark_hash_order.h"

#include <bit>
#include <limits>
#include <numeric>
#include <optional>
#include <string_view>

#include "core/sql/spark_hash.h"

namespace vitrine {

namespace {

constexpr std::size_t kFirstCapacity = 64;
constexpr std::size_t kFree = std::numeric_limits<std::size_t>::max();
constexpr std::int32_t kStringSeed = 42;

std::uint32_t fold(std::uint64_t bits) {
    return static_cast<std::uint32_t>(bits ^ (bits >> 32));
}

/// What hashCode() gives in Java.
std::optional<std::uint32_t> javaHash(const DataType& type, const Value& value) {
    switch (type.kind()) {
        case TypeKind::Boolean: return value.get<bool>() ? 1231 : 1237;
        case TypeKind::Byte: return static_cast<std::uint32_t>(std::int32_t{value.get<std::int8_t>()});
        case TypeKind::Short: return static_cast<std::uint32_t>(std::int32_t{value.get<std::int16_t>()});
        case TypeKind::Int:
        case TypeKind::Date:
        case TypeKind::YearMonthInterval: return static_cast<std::uint32_t>(value.get<std::int32_t>());
        case TypeKind::Long:
        case TypeKind::Timestamp:
        case TypeKind::TimestampNtz:
        case TypeKind::DayTimeInterval: return fold(static_cast<std::uint64_t>(value.get<std::int64_t>()));
        case TypeKind::Float: return std::bit_cast<std::uint32_t>(value.get<float>());
        case TypeKind::Double: return fold(std::bit_cast<std::uint64_t>(value.get<double>()));
        case TypeKind::String: return static_cast<std::uint32_t>(murmur3HashOfBytes(value.get<std::string>(), kStringSeed));
        default: return std::nullopt;
    }
}

void place(std::vector<std::size_t>& table, std::size_t entry, std::uint32_t hash) {
    const std::size_t mask = table.size() - 1;
    std::size_t at = hash & mask;
    for (std::size_t step = 1; table[at] != kFree; ++step) at = (at + step) & mask;
    table[at] = entry;
}

}  // namespace

std::vector<std::size_t> sparkHashOrder(const DataType& type, const std::vector<Value>& values) {
    std::vector<std::uint32_t> hashes;
    for (const Value& value : values) {
        const auto hash = javaHash(type, value);
        if (!hash) {
            std::vector<std::size_t> given(values.size());
            std::iota(given.begin(), given.end(), std::size_t{0});
            return given;
        }
        const std::string_view bytes(reinterpret_cast<const char*>(&*hash), sizeof *hash);
        hashes.push_back(static_cast<std::uint32_t>(murmur3HashOfBytes(bytes, 0)));
    }
    std::vector<std::size_t> table(kFirstCapacity, kFree);
    for (std::size_t entry = 0; entry < values.size(); ++entry) {
        place(table, entry, hashes[entry]);
        if ((entry + 1) * 10 <= table.size() * 7) continue;
        std::vector<std::size_t> grown(table.size() * 2, kFree);
        for (const std::size_t moved : table)
            if (moved != kFree) place(grown, moved, hashes[moved]);
        table.swap(grown);
    }
    std::vector<std::size_t> order;
    for (const std::size_t entry : table)
        if (entry != kFree) order.push_back(entry);
    return order;
}

}  // namespace vitrine
