// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/data/schema.h"
#include "core/data/session_conf.h"
#include "core/data/value.h"
#include "core/formats/row_reader.h"

namespace vitrine {

/// A directory `name=value`.
struct PartitionDirectory {
    std::string name;   ///< percent-unescaped
    std::string value;  ///< as the directory writes it
};

/// The directories of a file that are columns, outermost first, and the directory that holds them.
struct PartitionPath {
    std::vector<PartitionDirectory> directories;
    std::string base;
};

/// Looks at the directories between `base` and `file` (FS-20).
PartitionPath partitionsOf(std::string_view file, std::string_view base);

/// Below which directory `name=value` directories of a source are columns; empty where none are (FS-11, FS-20).
std::string partitionBase(const std::string& path, const OptionMap& options);

/// The partition columns of files, in the order of their directories (FS-21). Types come from `schema` where it has the
/// column, else from the values. UnsupportedOperation when directories conflict (FS-24).
Result<std::vector<Field>> discoverPartitions(const std::vector<std::string>& files, const std::string& base, const Schema& schema,
                                              const SessionConf& conf);

/// A directory's value as the column's type; NULL for `__HIVE_DEFAULT_PARTITION__`. InvalidCast.
Result<Value> partitionValue(const PartitionDirectory& directory, const DataType& type, const TimeZone& zone);

/// `name=value` as Spark names the directory of a partition, escaped; no value: `__HIVE_DEFAULT_PARTITION__`.
std::string partitionDirectoryName(std::string_view name, const std::optional<std::string>& value);

/// The columns that `names` name in `schema`, by the rules of SK-5. SinkRefused for one that does not exist, is named twice or
/// is nested, and when nothing is left for the files.
Result<std::vector<std::size_t>> partitionColumns(const Schema& schema, const std::vector<std::string>& names, bool caseSensitive);

}  // namespace vitrine
