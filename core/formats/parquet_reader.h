// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/formats/row_reader.h"

namespace vitrine {

/// The format `parquet`, over Arrow. A file without a stream around it is read so:
///
///     ReadSpec spec;                                  // schema: the columns wanted, structs, arrays and maps included
///     spec.columns = {0, 1};
///     VITRINE_TRY(auto format, makeFormat("parquet", std::move(spec)));
///     VITRINE_TRY(auto reader, format->open(files, FileRange{0, path}));
///     while (…) reader->next(batch, malformed, stop);
///
/// Columns and fields are found by name, as `conf.caseSensitive` says; one that the file does not have is NULL. Types as Spark's
/// vectorized reader converts them; any other pair of types is ReadFailed, naming file, column and both types. A range has the
/// row groups whose middle lies in [begin, end). The offset of a row is its number in the file. An empty file has no rows; one
/// that is damaged or no Parquet is ReadFailed. PartMissing in a build without Arrow.
Result<std::unique_ptr<Format>> makeParquetFormat(ReadSpec spec);

/// The columns of one file as Spark sees them: those that Spark noted in the file, else what the file's own types mean.
/// FileVanished, ReadFailed; CannotInferSchema for a type that Spark does not have. PartMissing in a build without Arrow.
Result<Schema> parquetSchema(FileSystem& files, const std::string& path);
Result<Schema> parquetSchema(FileSystem& files, const std::string& path, const SessionConf& conf);

/// The number of rows that the file says it has. Errors as parquetSchema().
Result<std::uint64_t> parquetRowCount(FileSystem& files, const std::string& path);

/// The columns of the first of `paths` in order, or of all together with the option `mergeSchema`; every one nullable.
/// CannotInferSchema.
Result<InferredSchema> inferParquetSchema(FileSystem& files, std::vector<std::string> paths, const OptionMap& options,
                                          const SessionConf& conf, std::stop_token stop);

/// What Spark's Parquet source has of options.
std::vector<OptionInfo> parquetOptionTable();

}  // namespace vitrine
