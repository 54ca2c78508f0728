// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

#include "core/data/batch.h"
#include "core/formats/row_reader.h"

namespace vitrine {

/// What the bytes of one file give.
struct BytesRead {
    std::vector<Batch> batches;
    MalformedRows malformed;
};

/// Reads `bytes` as a file of the format, without touching the disk: for tests, fuzzing and text from elsewhere. `name`
/// decides about compression (FS-54). The errors of makeFormat() and RowReader::next().
Result<BytesRead> readBytes(std::string_view format, ReadSpec spec, std::string_view bytes, std::string_view name = "bytes");

}  // namespace vitrine
