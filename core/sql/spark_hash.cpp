// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/spark_hash.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace vitrine {
namespace {

constexpr int kLongDigits = 18;  // a DECIMAL of more digits is hashed by its bytes

std::uint32_t mixedBlock(std::uint32_t block) { return std::rotl(block * 0xcc9e2d51U, 15) * 0x1b873593U; }

std::uint32_t mixedInto(std::uint32_t hash, std::uint32_t block) { return std::rotl(hash ^ mixedBlock(block), 13) * 5 + 0xe6546b64U; }

std::int32_t finished(std::uint32_t hash, std::uint32_t length) {
    hash ^= length;
    hash = (hash ^ (hash >> 16)) * 0x85ebca6bU;
    hash = (hash ^ (hash >> 13)) * 0xc2b2ae35U;
    return static_cast<std::int32_t>(hash ^ (hash >> 16));
}

struct Murmur3 {
    using Hash = std::int32_t;
    static Hash ofInt(std::int32_t value, Hash seed) {
        return finished(mixedInto(static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(value)), 4);
    }
    static Hash ofLong(std::int64_t value, Hash seed) {
        const auto bits = static_cast<std::uint64_t>(value);
        const std::uint32_t low = mixedInto(static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(bits));
        return finished(mixedInto(low, static_cast<std::uint32_t>(bits >> 32)), 8);
    }
    static Hash ofBytes(std::string_view bytes, Hash seed) { return murmur3HashOfBytes(bytes, seed); }
};

struct XxHash {
    using Hash = std::int64_t;
    static Hash ofBytes(std::string_view bytes, Hash seed) {
        return static_cast<Hash>(XXH64(bytes.data(), bytes.size(), static_cast<std::uint64_t>(seed)));
    }
    static Hash ofInt(std::int32_t value, Hash seed) { return ofBytes({reinterpret_cast<const char*>(&value), sizeof value}, seed); }
    static Hash ofLong(std::int64_t value, Hash seed) { return ofBytes({reinterpret_cast<const char*>(&value), sizeof value}, seed); }
};

/// The shortest big-endian two's complement, as Java's BigInteger gives it.
std::string_view shortestBytes(Int128 value, char (&bytes)[16]) {
    for (int index = 15; index >= 0; --index, value >>= 8) bytes[index] = static_cast<char>(value & 0xFF);
    int from = 0;
    while (from < 15 && ((bytes[from] == 0 && bytes[from + 1] >= 0) || (bytes[from] == -1 && bytes[from + 1] < 0))) ++from;
    return {bytes + from, static_cast<std::size_t>(16 - from)};
}

template <class Method>
typename Method::Hash hashAt(const Column& column, std::size_t row, typename Method::Hash seed) {
    if (column.isNull(row)) return seed;
    const DataType& type = *column.type();
    switch (type.kind()) {
        case TypeKind::Void: return seed;
        case TypeKind::Boolean: return Method::ofInt(column.values<std::uint8_t>()[row], seed);
        case TypeKind::Byte: return Method::ofInt(column.values<std::int8_t>()[row], seed);
        case TypeKind::Short: return Method::ofInt(column.values<std::int16_t>()[row], seed);
        case TypeKind::Int:
        case TypeKind::Date:
        case TypeKind::YearMonthInterval: return Method::ofInt(column.values<std::int32_t>()[row], seed);
        case TypeKind::Long:
        case TypeKind::Timestamp:
        case TypeKind::TimestampNtz:
        case TypeKind::DayTimeInterval: return Method::ofLong(column.values<std::int64_t>()[row], seed);
        case TypeKind::Float: {
            const float value = column.values<float>()[row];
            if (value == 0) return Method::ofInt(0, seed);
            return Method::ofInt(std::bit_cast<std::int32_t>(std::isnan(value) ? std::numeric_limits<float>::quiet_NaN() : value), seed);
        }
        case TypeKind::Double: {
            const double value = column.values<double>()[row];
            if (value == 0) return Method::ofLong(0, seed);
            return Method::ofLong(std::bit_cast<std::int64_t>(std::isnan(value) ? std::numeric_limits<double>::quiet_NaN() : value), seed);
        }
        case TypeKind::Decimal: {
            const Int128 value = column.values<Int128>()[row];
            if (type.precision() <= kLongDigits) return Method::ofLong(static_cast<std::int64_t>(value), seed);
            char bytes[16];
            return Method::ofBytes(shortestBytes(value, bytes), seed);
        }
        case TypeKind::String:
        case TypeKind::Binary: return Method::ofBytes(column.values<std::string_view>()[row], seed);
        case TypeKind::CalendarInterval: {
            const CalendarInterval& value = column.values<CalendarInterval>()[row];
            return Method::ofInt(value.months, Method::ofInt(value.days, Method::ofLong(value.micros, seed)));
        }
        case TypeKind::Array:
        case TypeKind::Map:
            for (std::uint32_t at = column.offsets()[row]; at < column.offsets()[row + 1]; ++at) {
                for (const ColumnPtr& part : column.children()) seed = hashAt<Method>(*part, at, seed);
            }
            return seed;
        case TypeKind::Struct:
            for (const ColumnPtr& part : column.children()) seed = hashAt<Method>(*part, row, seed);
            return seed;
    }
    return seed;
}

}  // namespace

std::int32_t murmur3HashOfBytes(std::string_view bytes, std::int32_t seed) {
    auto hash = static_cast<std::uint32_t>(seed);
    std::size_t at = 0;
    for (; at + 4 <= bytes.size(); at += 4) {
        std::uint32_t block = 0;
        std::memcpy(&block, bytes.data() + at, sizeof block);
        hash = mixedInto(hash, block);
    }
    for (; at < bytes.size(); ++at) hash = mixedInto(hash, static_cast<std::uint32_t>(static_cast<std::int32_t>(static_cast<signed char>(bytes[at]))));
    return finished(hash, static_cast<std::uint32_t>(bytes.size()));
}

std::int32_t murmur3Hash(const Column& column, std::size_t row, std::int32_t seed) { return hashAt<Murmur3>(column, row, seed); }

std::int64_t xxHash64(const Column& column, std::size_t row, std::int64_t seed) { return hashAt<XxHash>(column, row, seed); }

}  // namespace vitrine
