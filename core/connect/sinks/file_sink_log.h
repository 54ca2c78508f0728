// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "core/base/file_system.h"
#include "core/connect/sinks/part_files.h"

namespace vitrine {

/// Spark's log of a file sink, `_spark_metadata` (SK-2): batch by batch the files that count, every tenth entry with all so
/// far. Readers of Spark and of Vitrine go by it. Called by one thread.
class FileSinkLog {
  public:
    static constexpr std::int64_t kCompactInterval = 10;

    /// `retention`: entries of older files are left out when the log is compacted; none: never.
    FileSinkLog(FileSystem& files, std::string directory, std::optional<Millis> retention)
        : files_(files), directory_(std::move(directory)), retention_(retention) {}

    /// Makes the log's directory where it is missing and looks which batch is the last. WriteFailed.
    Result<void> open();

    /// The last batch that the log holds.
    std::optional<std::int64_t> latest() const noexcept { return latest_; }

    /// Logs the files of `batch`, durably. SinkFailed when another query has logged that batch (CP-5); CheckpointDamaged when
    /// the log cannot be read.
    Result<void> add(std::int64_t batch, std::span<const PartFile> parts, WallTime now);

  private:
    Result<std::string> linesBefore(std::int64_t batch, WallTime now) const;
    void removeOldEntries(std::int64_t compacted, WallTime now);

    FileSystem& files_;
    std::string directory_;
    std::optional<Millis> retention_;
    std::optional<std::int64_t> latest_;
};

}  // namespace vitrine
