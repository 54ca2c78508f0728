// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/base/file_system.h"
#include "core/data/batch.h"
#include "core/data/session_conf.h"
#include "core/formats/row_reader.h"

namespace vitrine {

/// How rows are written to files.
struct WriteSpec {
    SchemaPtr schema;       ///< of the rows
    OptionMap options;      ///< as Spark's writer has them
    SessionConf conf;
};

/// Writes rows into one file, on one thread. After an error it must be given up.
class RowWriter {
  public:
    virtual ~RowWriter() = default;

    /// Appends rows of the schema. DiskFull, WriteFailed.
    virtual Result<void> write(const Batch& rows) = 0;

    /// Writes what must stand at the end of the file; the file itself is then finished by its owner.
    virtual Result<void> finish() = 0;
};

/// A format that can be written, with its options read and checked. Immutable, thread-safe.
class WriteFormat {
  public:
    virtual ~WriteFormat() = default;

    /// `.json`, `.csv.gz`, `.snappy.parquet`: what the names of its files end with.
    virtual std::string suffix() const = 0;

    /// `file` must outlive the writer.
    virtual Result<std::unique_ptr<RowWriter>> open(OutputFile& file) const = 0;
};

/// Makes the format `name` (json, csv, parquet) for writing. UnsupportedFormat, PartMissing; InvalidOption at
/// `/options/NAME`; UnsupportedType for a column that the format cannot hold (SK-6).
Result<std::unique_ptr<WriteFormat>> makeWriteFormat(std::string_view name, const WriteSpec& spec);

}  // namespace vitrine
