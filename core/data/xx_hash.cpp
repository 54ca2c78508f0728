// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/xx_hash.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

namespace vitrine {

namespace {

constexpr std::uint64_t kFirstPrime = 0x9E37'79B1'85EB'CA87U;
constexpr std::uint64_t kSecondPrime = 0xC2B2'AE3D'27D4'EB4FU;
constexpr std::uint64_t kThirdPrime = 0x1656'67B1'9E37'79F9U;
constexpr std::uint64_t kFourthPrime = 0x85EB'CA77'C2B2'AE63U;
constexpr std::uint64_t kFifthPrime = 0x27D4'EB2F'1656'67C5U;

template <class T>
T readAt(const char* at) noexcept {
    T word;
    std::memcpy(&word, at, sizeof(T));
    return word;
}

std::uint64_t round(std::uint64_t lane, std::uint64_t word) noexcept {
    return std::rotl(lane + word * kSecondPrime, 31) * kFirstPrime;
}

std::uint64_t hashInt(std::int32_t element, std::uint64_t seed) noexcept {
    return xxHash64({reinterpret_cast<const char*>(&element), sizeof element}, seed);
}

std::uint64_t hashLong(std::int64_t element, std::uint64_t seed) noexcept {
    return xxHash64({reinterpret_cast<const char*>(&element), sizeof element}, seed);
}

/// The shortest big-endian two's complement form, as Java's BigInteger gives it.
std::uint64_t hashWide(Int128 element, std::uint64_t seed) noexcept {
    char bytes[sizeof(Int128)];
    std::size_t first = sizeof(Int128);
    do {
        bytes[--first] = static_cast<char>(element);
        element >>= 8;
    } while (first > 0 && !(element == (static_cast<signed char>(bytes[first]) < 0 ? -1 : 0)));
    return xxHash64({bytes + first, sizeof(Int128) - first}, seed);
}

}  // namespace

std::uint64_t xxHash64(std::string_view bytes, std::uint64_t seed) noexcept {
    const char* at = bytes.data();
    std::size_t left = bytes.size();
    std::uint64_t hash = seed + kFifthPrime;
    if (left >= 32) {
        std::uint64_t lanes[] = {seed + kFirstPrime + kSecondPrime, seed + kSecondPrime, seed, seed - kFirstPrime};
        for (; left >= 32; left -= 32)
            for (std::uint64_t& lane : lanes) {
                lane = round(lane, readAt<std::uint64_t>(at));
                at += 8;
            }
        hash = std::rotl(lanes[0], 1) + std::rotl(lanes[1], 7) + std::rotl(lanes[2], 12) + std::rotl(lanes[3], 18);
        for (const std::uint64_t lane : lanes) hash = (hash ^ round(0, lane)) * kFirstPrime + kFourthPrime;
    }
    hash += bytes.size();
    for (; left >= 8; left -= 8, at += 8)
        hash = std::rotl(hash ^ round(0, readAt<std::uint64_t>(at)), 27) * kFirstPrime + kFourthPrime;
    if (left >= 4) {
        hash = std::rotl(hash ^ (readAt<std::uint32_t>(at) * kFirstPrime), 23) * kSecondPrime + kThirdPrime;
        left -= 4;
        at += 4;
    }
    for (; left > 0; --left, ++at)
        hash = std::rotl(hash ^ (static_cast<unsigned char>(*at) * kFifthPrime), 11) * kFirstPrime;
    hash = (hash ^ (hash >> 33)) * kSecondPrime;
    hash = (hash ^ (hash >> 29)) * kThirdPrime;
    return hash ^ (hash >> 32);
}

std::uint64_t xxHash64(const Column& column, std::size_t row, std::uint64_t seed) {
    if (column.isNull(row)) return seed;
    switch (column.type()->kind()) {
        case TypeKind::Struct:
            for (const ColumnPtr& child : column.children()) seed = xxHash64(*child, row, seed);
            return seed;
        case TypeKind::Array:
        case TypeKind::Map:
            for (std::uint32_t at = column.offsets()[row]; at < column.offsets()[row + 1]; ++at)
                for (const ColumnPtr& child : column.children()) seed = xxHash64(*child, at, seed);
            return seed;
        default: break;
    }
    return visitPhysical(column.type()->kind(), [&](auto tag) -> std::uint64_t {
        using T = typename decltype(tag)::Type;
        const T element = column.values<T>()[row];
        if constexpr (std::is_same_v<T, std::string_view>) {
            return xxHash64(element, seed);
        } else if constexpr (std::is_floating_point_v<T>) {
            const T one = std::isnan(element) ? std::numeric_limits<T>::quiet_NaN() : element == 0 ? T{0} : element;
            if constexpr (sizeof(T) == 4) return hashInt(std::bit_cast<std::int32_t>(one), seed);
            else return hashLong(std::bit_cast<std::int64_t>(one), seed);
        } else if constexpr (std::is_same_v<T, Int128>) {
            return column.type()->precision() <= 18 ? hashLong(static_cast<std::int64_t>(element), seed)
                                                    : hashWide(element, seed);
        } else if constexpr (std::is_same_v<T, CalendarInterval>) {
            return hashInt(element.months, hashInt(element.days, hashLong(element.micros, seed)));
        } else if constexpr (sizeof(T) == 8) {
            return hashLong(element, seed);
        } else {
            return hashInt(element, seed);
        }
    });
}

}  // namespace vitrine
