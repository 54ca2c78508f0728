// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/spark_hash_order.h"

#include <bit>
#include <cstring>
#include <limits>
#include <numeric>
#include <optional>

namespace vitrine {

namespace {

constexpr std::size_t kFirstCapacity = 64;
constexpr std::size_t kFree = std::numeric_limits<std::size_t>::max();
constexpr std::uint32_t kStringSeed = 42;

std::uint32_t mixBlock(std::uint32_t hash, std::uint32_t block) {
    block = std::rotl(block * 0xCC9E'2D51U, 15) * 0x1B87'3593U;
    return std::rotl(hash ^ block, 13) * 5 + 0xE654'6B64U;
}

std::uint32_t finishBlocks(std::uint32_t hash, std::size_t length) {
    hash ^= static_cast<std::uint32_t>(length);
    hash = (hash ^ (hash >> 16)) * 0x85EB'CA6BU;
    hash = (hash ^ (hash >> 13)) * 0xC2B2'AE35U;
    return hash ^ (hash >> 16);
}

/// Murmur3 as Spark hashes strings: bytes behind the last whole word are blocks of their own.
std::uint32_t hashOfText(std::string_view text) {
    std::uint32_t hash = kStringSeed;
    std::size_t at = 0;
    for (; at + 4 <= text.size(); at += 4) {
        std::uint32_t block;
        std::memcpy(&block, text.data() + at, sizeof block);
        hash = mixBlock(hash, block);
    }
    for (; at < text.size(); ++at)
        hash = mixBlock(hash, static_cast<std::uint32_t>(static_cast<signed char>(text[at])));
    return finishBlocks(hash, text.size());
}

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
        case TypeKind::String: return hashOfText(value.get<std::string>());
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
        hashes.push_back(finishBlocks(mixBlock(0, *hash), sizeof(std::uint32_t)));
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
