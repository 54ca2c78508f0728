// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/formats/row_writer.h"

namespace vitrine {

/// The format `parquet` for writing, over Arrow: all types but INTERVAL (UnsupportedType), structs, arrays and maps included,
/// in the layout of Spark, with the schema as Spark notes it. Options `compression` or `parquet.compression` (snappy;
/// none, uncompressed, gzip, zstd, lz4, lz4_raw, brotli) and `parquet.block.size`, the bytes of a row group before compression.
/// PartMissing in a build without Arrow.
Result<std::unique_ptr<WriteFormat>> makeParquetWriteFormat(const WriteSpec& spec);

}  // namespace vitrine
