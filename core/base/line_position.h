// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "core/base/file_system.h"

namespace vitrine {

/// Where a byte of a text file stands, for people.
struct LinePosition {
    std::uint64_t line = 0;   ///< counted from 1
    std::string text;         ///< the line from that byte on, cut at 1,000 bytes
};

/// Counts the lines before byte `offset` of `path` and reads the line there. Reads the file up to that byte: call it for
/// what is shown, never for every row. InvalidArgument beyond `limit` bytes; ReadFailed, FileVanished.
Result<LinePosition> linePositionAt(FileSystem& files, const std::string& path, std::uint64_t offset,
                                    std::uint64_t limit = std::uint64_t{64} << 20);

}  // namespace vitrine
