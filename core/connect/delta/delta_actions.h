// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/result.h"

namespace vitrine {

using DeltaText = std::map<std::string, std::string>;
using DeltaPartitionValues = std::map<std::string, std::optional<std::string>>;

/// What a reader and a writer must understand (protocol).
struct DeltaProtocol {
    int minReaderVersion = 1;
    int minWriterVersion = 2;
    std::vector<std::string> readerFeatures{};
    std::vector<std::string> writerFeatures{};
    bool operator==(const DeltaProtocol&) const = default;
};

/// The table itself: schema, partition columns, properties (metaData).
struct DeltaMetadata {
    std::string id;
    std::optional<std::string> name{};
    std::optional<std::string> description{};
    std::string provider = "parquet";
    DeltaText formatOptions{};
    std::string schemaJson{};               ///< the JSON of a Spark StructType
    std::vector<std::string> partitionColumns{};
    DeltaText properties{};
    std::optional<std::int64_t> createdTime{};   ///< ms
    bool operator==(const DeltaMetadata&) const = default;
};

/// The last batch that an application has written (txn).
struct DeltaTransaction {
    std::string appId;
    std::int64_t version = 0;
    std::optional<std::int64_t> lastUpdated{};   ///< ms
};

/// A data file that belongs to the table from this commit on.
struct DeltaAdd {
    std::string path;                       ///< as the log has it: relative and percent-encoded, or a URI
    DeltaPartitionValues partitionValues{};
    std::int64_t size = 0;                  ///< bytes
    std::int64_t modificationTime = 0;      ///< ms
    bool dataChange = true;
    std::optional<std::string> stats{};     ///< a JSON text
    bool hasDeletionVector = false;
};

/// A data file that no longer does.
struct DeltaRemove {
    std::string path;                       ///< as DeltaAdd::path
    std::int64_t deletionTimestamp = 0;     ///< ms; 0 where the log has none
    bool dataChange = true;
    DeltaPartitionValues partitionValues{};
    std::int64_t size = 0;
};

/// What a commit says of itself; never needed to read the table.
struct DeltaCommitInfo {
    std::int64_t timestamp = 0;             ///< ms
    std::string operation;
    DeltaText parameters{};
    std::optional<std::int64_t> readVersion{};   ///< absent on the first commit
    bool isBlindAppend = true;
    DeltaText metrics{};
    std::string engine{};
    std::string id{};                       ///< txnId: unlike that of any other commit
};

using DeltaAction = std::variant<DeltaCommitInfo, DeltaProtocol, DeltaMetadata, DeltaTransaction, DeltaAdd, DeltaRemove>;

/// A commit: one action a line. WriteFailed when a text is not UTF-8, which no reader of the table could take.
Result<std::string> toCommitText(const std::vector<DeltaAction>& actions);

/// Reads a commit; actions that are not known here are left out. TableDamaged with `path` and the line.
Result<std::vector<DeltaAction>> parseCommit(std::string_view text, const std::string& path);

/// The paths of the files that hold the rest of a checkpoint of version 2, whose own actions are `text`; after parseCommit().
std::vector<std::string> parseSidecars(std::string_view text);

/// Only what the commit says of itself; empty when it says nothing. Cheap for commits of many files.
std::optional<DeltaCommitInfo> parseCommitInfo(std::string_view text);

/// The path of DeltaAdd::path for a file at `relative` below the table's directory.
std::string encodedDataPath(std::string_view relative);

/// The way back: relative to the table's directory, or absolute where the log has a URI or an absolute path.
std::string decodedDataPath(std::string_view encoded);

}  // namespace vitrine
