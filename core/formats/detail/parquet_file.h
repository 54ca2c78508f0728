// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include <parquet/arrow/reader.h>

#include "core/base/file_system.h"
#include "core/formats/detail/arrow_files.h"

namespace vitrine {

/// A Parquet file that is open, its footer read.
struct ParquetFile {
    std::shared_ptr<ArrowInput> input;
    std::unique_ptr<parquet::arrow::FileReader> reader;  ///< null: the file is empty
};

/// Reads the footer. ReadFailed when the file is damaged or no Parquet.
Result<ParquetFile> openParquetFile(std::unique_ptr<InputFile> opened, const std::string& path, std::size_t batchRows);

/// The same, FileVanished and ReadFailed of openForReading() included.
Result<ParquetFile> openParquetFile(FileSystem& files, const std::string& path, std::size_t batchRows);

/// What went wrong while `file` was read: the disk's own failure, else Arrow's words.
Error readFailure(const ParquetFile& file, const arrow::Status& status, const std::string& path);

}  // namespace vitrine
