// SPDX-License-Identifier: GPL-3.0-or-later
// What a build without Arrow has in place of parquet_reader.cpp, parquet_schema.cpp and parquet_writer.cpp.
#include "core/formats/parquet_reader.h"
#include "core/formats/parquet_writer.h"

namespace vitrine {
namespace {

Error partMissing() {
    return Error(ErrorCode::PartMissing, "This build of Vitrine can neither read nor write Parquet files, as Arrow was missing when it was made.")
        .withWayOut("Start ./packaging/run.sh once with a network: it fetches Arrow and builds Vitrine anew.");
}

}  // namespace

Result<std::unique_ptr<Format>> makeParquetFormat(ReadSpec) {
    return partMissing().at("/source/format");
}

Result<Schema> parquetSchema(FileSystem&, const std::string&) {
    return partMissing();
}

Result<Schema> parquetSchema(FileSystem&, const std::string&, const SessionConf&) {
    return partMissing();
}

Result<std::uint64_t> parquetRowCount(FileSystem&, const std::string&) {
    return partMissing();
}

Result<InferredSchema> inferParquetSchema(FileSystem&, std::vector<std::string>, const OptionMap&, const SessionConf&, std::stop_token) {
    return partMissing();
}

Result<std::unique_ptr<WriteFormat>> makeParquetWriteFormat(const WriteSpec&) {
    return partMissing();
}

}  // namespace vitrine
