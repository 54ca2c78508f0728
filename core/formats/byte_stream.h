// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "core/base/file_system.h"
#include "core/base/result.h"

namespace vitrine {

/// The content of a file in order, decompressed where its name asks for it (FS-54). Not thread-safe.
class ByteStream {
  public:
    virtual ~ByteStream() = default;

    /// Fills the front of `into`; returns the number of bytes, 0 at the end. An error comes after all bytes before it.
    /// ReadFailed, FileVanished, CorruptCompression.
    virtual Result<std::size_t> read(std::span<char> into) = 0;

    /// Bytes of the file itself that were read.
    virtual std::uint64_t fileBytes() const noexcept = 0;
};

/// True for the suffixes .gz .deflate .bz2 .zst .snappy .lz4: such a file has no ranges.
bool isCompressed(std::string_view path) noexcept;

/// Opens `path`; reading starts at byte `begin`, which is 0 for a compressed file. UnsupportedFormat for a compression
/// whose library was not there when the program was built.
Result<std::unique_ptr<ByteStream>> openByteStream(FileSystem& files, const std::string& path, std::uint64_t begin);

}  // namespace vitrine
