// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/file_system.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/data/batch.h"
#include "core/data/session_conf.h"

namespace vitrine {

struct DeltaSnapshot;

/// A Parquet file that belongs to a version of a table.
struct DeltaDataFile {
    std::string path;                                                    ///< of the file system, whole
    std::map<std::string, std::optional<std::string>> partitionValues;   ///< by column, as the log has them
    std::uint64_t size = 0;                                              ///< bytes
    WallTime modified{};
    std::optional<std::uint64_t> numRows;                                ///< where the log says so
};

/// One commit of a table, as DESCRIBE HISTORY shows it.
struct DeltaVersion {
    std::int64_t version = 0;
    WallTime timestamp{};
    std::string operation;                             ///< `STREAMING UPDATE`, `WRITE`; empty where the commit does not say
    std::map<std::string, std::string> parameters;     ///< outputMode, queryId, epochId, …
    std::map<std::string, std::string> metrics;        ///< numOutputRows, numAddedFiles, …
    std::string engine;
};

/// Reads the rows of one version of a table, file by file, on one thread.
class DeltaScan {
  public:
    virtual ~DeltaScan() = default;

    /// Fills `batch` with the next rows (schema = the columns asked for). Returns false at the end, with an empty batch.
    /// A column that a file lacks is NULL. Tests `stop`; FileVanished when a clean-up took a file away meanwhile.
    virtual Result<bool> next(Batch& batch, std::stop_token stop = {}) = 0;

    /// The schema of the batches.
    virtual const SchemaPtr& produced() const noexcept = 0;
};

/// A version of a Delta table: its columns and its files. Immutable, cheap to copy, thread-safe; later commits do not
/// change it.
class DeltaTable {
  public:
    /// Reads the log of the table in `directory` up to `version`, or to its newest. `files` must outlive the table and its
    /// scans. TableNotFound when there is no table or no such version; TableDamaged when the log has a hole or cannot be
    /// read; UnsupportedFormat when the table uses what is not understood here (deletion vectors, column mapping).
    static Result<DeltaTable> open(FileSystem& files, const std::string& directory, std::optional<std::int64_t> version = {});

    /// Whether `directory` holds a table with at least one commit. Looks at names only.
    static bool isThere(FileSystem& files, const std::string& directory);

    const std::string& directory() const noexcept { return directory_; }
    std::int64_t version() const noexcept;

    /// All columns, those of partitions included, in the table's order.
    const SchemaPtr& schema() const noexcept { return schema_; }
    const std::vector<std::string>& partitionColumns() const noexcept;
    const std::map<std::string, std::string>& properties() const noexcept;

    /// Its files, ordered by the time they were written, then by path.
    const std::vector<DeltaDataFile>& files() const noexcept { return *files_; }

    /// The number of rows; empty when a file of it has no statistics.
    std::optional<std::uint64_t> numRows() const noexcept;

    /// Begins to read the columns at `columns` (positions in schema(), ascending; may be empty: rows are counted).
    /// PartMissing when the program was built without Parquet.
    Result<std::unique_ptr<DeltaScan>> scan(std::vector<std::size_t> columns, const SessionConf& conf) const;
    Result<std::unique_ptr<DeltaScan>> scan(const SessionConf& conf) const;   ///< all columns

  private:
    DeltaTable() = default;

    FileSystem* fileSystem_ = nullptr;
    std::string directory_;
    std::shared_ptr<const DeltaSnapshot> snapshot_;
    SchemaPtr schema_;
    std::shared_ptr<const std::vector<DeltaDataFile>> files_;
};

/// The commits of a table, newest first, at most `limit`. Only commits whose log entry still stands are in it.
/// TableNotFound, TableDamaged.
Result<std::vector<DeltaVersion>> deltaHistory(FileSystem& files, const std::string& directory, std::size_t limit = 1000);

}  // namespace vitrine
