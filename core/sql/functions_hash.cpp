// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include <openssl/evp.h>
#include <zlib.h>

#include "core/sql/coercion.h"
#include "core/sql/function_registry.h"
#include "core/sql/hex_text.h"
#include "core/sql/kernels.h"
#include "core/sql/spark_hash.h"

namespace vitrine {
namespace {

bool holdsMap(const DataType& type) {
    switch (type.kind()) {
        case TypeKind::Map: return true;
        case TypeKind::Array: return holdsMap(*type.elementType());
        case TypeKind::Struct:
            for (const Field& field : type.fields()) {
                if (holdsMap(*field.type)) return true;
            }
            return false;
        default: return false;
    }
}

/// hash and xxhash64: the hash of one argument is the seed of the next.
template <class T, T (*function)(const Column&, std::size_t, T)>
Result<BoundPtr> bindHash(FunctionBinding& call) {
    for (std::size_t index = 0; index < call.size(); ++index) {
        if (holdsMap(call.type(index))) return call.wrongType(index, "a type without maps, whose entries have no order");
    }
    const TypePtr type = sizeof(T) == 4 ? DataType::intType() : DataType::longType();
    return makeKernelCall(
        type, false, std::move(call.arguments()),
        [](const KernelCall& kernel) -> Result<ColumnPtr> {
            std::vector<T> hashes(kernel.rows, 42);
            for (const ColumnPtr& column : kernel.arguments) {
                for (std::size_t row = 0; row < kernel.rows; ++row) hashes[row] = function(*column, row, hashes[row]);
            }
            return makeColumn(kernel.type, std::move(hashes), {});
        },
        false);
}

Result<BoundPtr> bindCrc(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerceToBytes(0));
    return call.call(DataType::longType(), [](const KernelCall& kernel) -> Result<ColumnPtr> {
        return mapOne<std::string_view, std::int64_t>(kernel, [](std::string_view bytes) {
            return static_cast<std::int64_t>(crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
        });
    });
}

/// The digest in hexadecimal digits.
std::string digestOf(const EVP_MD* method, std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, method, nullptr);
    return hexText({reinterpret_cast<const char*>(digest.data()), size}, false);
}

template <const EVP_MD* (*method)()>
Result<BoundPtr> bindDigest(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerceToBytes(0));
    return call.call(DataType::string(), [](const KernelCall& kernel) -> Result<ColumnPtr> {
        const auto texts = kernel.column(0).values<std::string_view>();
        return mapText(kernel, [&](std::size_t row, StringArena& arena) { return arena.store(digestOf(method(), texts[row])); });
    });
}

/// sha2(bytes, bits): NULL for a number of bits that SHA-2 does not have; 0 means 256.
Result<BoundPtr> bindSha2(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerceToBytes(0));
    VITRINE_CHECK_OK(call.coerce(1, DataType::intType()));
    return call.call(
        DataType::string(),
        [](const KernelCall& kernel) -> Result<ColumnPtr> {
            const auto texts = kernel.column(0).values<std::string_view>();
            const auto bits = kernel.column(1).values<std::int32_t>();
            return mapTextOrNull(
                kernel,
                [&](std::size_t row, StringArena& arena, std::string_view& out) {
                    const EVP_MD* method = nullptr;
                    switch (bits[row]) {
                        case 0:
                        case 256: method = EVP_sha256(); break;
                        case 224: method = EVP_sha224(); break;
                        case 384: method = EVP_sha384(); break;
                        case 512: method = EVP_sha512(); break;
                        default: return false;
                    }
                    out = arena.store(digestOf(method, texts[row]));
                    return true;
                });
        },
        true);
}

constexpr std::string_view kHash = "hash";
constexpr FunctionEntry kFunctions[] = {
    {{"crc32", "crc32(bytes) → BIGINT", "The cyclic redundancy check.", kHash}, 1, 1, bindCrc},
    {{"hash", "hash(a, b, …) → INT", "Spark's hash of the values (Murmur3).", kHash}, 1, -1, bindHash<std::int32_t, murmur3Hash>},
    {{"md5", "md5(bytes) → STRING", "The MD5 digest in hexadecimal digits.", kHash}, 1, 1, bindDigest<EVP_md5>},
    {{"sha", "sha(bytes) → STRING", "The SHA-1 digest in hexadecimal digits.", kHash}, 1, 1, bindDigest<EVP_sha1>},
    {{"sha1", "sha1(bytes) → STRING", "The SHA-1 digest in hexadecimal digits.", kHash}, 1, 1, bindDigest<EVP_sha1>},
    {{"sha2", "sha2(bytes, bits) → STRING", "The SHA-2 digest of 224, 256, 384 or 512 bits in hexadecimal digits.", kHash}, 2, 2, bindSha2},
    {{"xxhash64", "xxhash64(a, b, …) → BIGINT", "Spark's hash of the values with 64 bits.", kHash}, 1, -1, bindHash<std::int64_t, xxHash64>},
};

}  // namespace

std::span<const FunctionEntry> hashFunctions() { return kFunctions; }

}  // namespace vitrine
