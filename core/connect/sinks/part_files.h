// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/connect/sink.h"
#include "core/formats/row_writer.h"

namespace vitrine {

/// A file of rows that stands whole and synced under its final name.
struct PartFile {
    std::string path;                                        ///< relative to the directory: `day=1/part-00000-….json`
    std::vector<std::optional<std::string>> partitionValues; ///< as in the directory names, unescaped; NULL: the default partition
    std::uint64_t size = 0;                                  ///< bytes
    WallTime modified{};
    std::uint64_t numRows = 0;
};

/// Where and how part files are written.
struct PartFilesSpec {
    std::string directory;
    std::vector<std::size_t> partitionBy;                    ///< columns that become directories (SK-5), not in the files
    SchemaPtr schema;                                        ///< of the rows, partition columns included
    SessionConf conf;
};

/// Writes the rows of `result` as new files below `spec.directory`, one a partition that occurs, each first under a hidden
/// name, then published whole (SK-1); syncs files and directories. With no rows and no partitions one empty file is
/// written when `evenIfEmpty` (SK-4). `written` is told each file with its rows (without partition columns), before the next
/// begins. Not yet part of any log: leftovers of a failed batch are ignored by readers of the log, and removed here when
/// the call fails. Cancelled when `stop` fires.
Result<std::vector<PartFile>> writePartFiles(FileSystem& files, const PartFilesSpec& spec, const WriteFormat& format,
                                             const ResultBatch& result, bool evenIfEmpty, std::stop_token stop,
                                             const std::function<void(const PartFile&, std::span<const Batch>)>& written = {});

/// The schema of the files: the rows' without the partition columns.
SchemaPtr partFileSchema(const Schema& schema, std::span<const std::size_t> partitionBy);

}  // namespace vitrine
