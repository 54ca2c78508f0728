// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/detail/parquet_file.h"

#include <exception>

#include <fmt/format.h>
#include <parquet/properties.h>

namespace vitrine {

Result<ParquetFile> openParquetFile(FileSystem& files, const std::string& path, std::size_t batchRows) {
    VITRINE_TRY(std::unique_ptr<InputFile> opened, files.openForReading(path));
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
