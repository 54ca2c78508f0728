// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/connect/sink.h"
#include "core/connect/sinks/file_sink_log.h"
#include "core/formats/row_writer.h"

namespace vitrine {

/// What a file sink writes and where.
struct FileSinkSpec {
    std::string format;                        ///< json, csv, parquet
    std::string directory;                     ///< absolute
    OptionMap options;
    std::vector<std::string> partitionBy;
};

/// Appends the rows of each batch as new files to a directory, exactly once: files appear whole, and count once the batch is
/// in `_spark_metadata` (SK-1 to SK-6). A batch that is in that log is passed over, whoever wrote it (SK-3).
class FileSink final : public Sink {
  public:
    FileSink(FileSystem& files, FileSinkSpec spec, std::shared_ptr<const Clock> clock);

    /// WriteFailed; SinkRefused for a partition column that does not exist; errors of the format.
    Result<void> open(const SinkContext& context) override;
    Result<Receipt> write(std::int64_t batchId, const ResultBatch& result, std::stop_token stop) override;
    void abort(std::int64_t) override {}
    Delivery delivery() const override { return Delivery::ExactlyOnce; }
    std::string description() const override;
    SinkPlace place() const override { return {spec_.directory, {}}; }

  private:
    FileSystem& files_;
    FileSinkSpec spec_;
    std::shared_ptr<const Clock> clock_;
    PartFilesSpec parts_;
    std::unique_ptr<WriteFormat> format_;
    std::optional<FileSinkLog> log_;
};

}  // namespace vitrine
