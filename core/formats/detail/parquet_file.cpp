// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/detail/parquet_file.h"

#include <exception>

#include <arrow/util/key_value_metadata.h>
#include <fmt/format.h>
#include <parquet/metadata.h>
#include <parquet/properties.h>

namespace vitrine {
namespace {

/// Arrow notes its own types beside those of Parquet; they would change what is read, and fail for lists of fixed size with NULL.
void forgetArrowSchema(const parquet::FileMetaData& metadata) {
    if (!metadata.key_value_metadata()) return;
    // Arrow hands out what it parsed for reading only, and has no other way to be told.
    const auto notes = std::const_pointer_cast<arrow::KeyValueMetadata>(metadata.key_value_metadata());
    if (!notes->Contains("ARROW:schema")) return;
    const arrow::Status status = notes->Delete("ARROW:schema");
    static_cast<void>(status);
}

}  // namespace

Result<ParquetFile> openParquetFile(FileSystem& files, const std::string& path, std::size_t batchRows) {
    VITRINE_TRY(std::unique_ptr<InputFile> opened, files.openForReading(path));
    return openParquetFile(std::move(opened), path, batchRows);
}

Result<ParquetFile> openParquetFile(std::unique_ptr<InputFile> opened, const std::string& path, std::size_t batchRows) {
    VITRINE_TRY(const std::uint64_t size, opened->size());
    ParquetFile file;
    file.input = std::make_shared<ArrowInput>(std::move(opened), size);
    if (size == 0) return file;
    parquet::ReaderProperties properties;
    properties.enable_buffered_stream();
    properties.set_buffer_size(64 * 1024);
    // One thread a reader, and no more of a file in memory than it needs.
    parquet::ArrowReaderProperties arrowProperties(false);
    arrowProperties.set_pre_buffer(false);
    arrowProperties.set_batch_size(static_cast<std::int64_t>(batchRows));
    arrowProperties.set_coerce_int96_timestamp_unit(arrow::TimeUnit::MICRO);
    arrow::Status status;
    try {
        parquet::arrow::FileReaderBuilder builder;
        status = builder.Open(file.input, properties);
        if (status.ok()) {
            forgetArrowSchema(*builder.raw_reader()->metadata());
            builder.properties(arrowProperties);
            auto reader = builder.Build();
            status = reader.status();
            if (reader.ok()) file.reader = std::move(reader).ValueUnsafe();
        }
    } catch (const std::exception& exception) {
        status = arrow::Status::Invalid(exception.what());
    }
    if (!status.ok()) return readFailure(file, status, path);
    return file;
}

Error readFailure(const ParquetFile& file, const arrow::Status& status, const std::string& path) {
    if (file.input->failure()) return *file.input->failure();
    return Error(ErrorCode::ReadFailed, fmt::format("{} cannot be read as Parquet: {}.", path, reasonOf(status)))
        .withWayOut("Replace the file, or set ignoreCorruptFiles to leave it out.");
}

}  // namespace vitrine
