// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

#include "core/connect/detail/kafka_fetch_pool.h"
#include "core/formats/row_reader.h"

namespace vitrine::detail {

/// Of data loss: fails or warns (KA-6).
Result<void> tellDataLoss(const std::string& what, bool fails);

/// The messages of one range of offsets as rows (KA-1).
class KafkaRows final : public RowReader {
  public:
    KafkaRows(const ReadSpec& spec, const KafkaSourceOptions& options, std::shared_ptr<KafkaFetchPool> pool, const FileRange& range, KafkaPartition partition);
    ~KafkaRows() override;

    /// DataLost; SourceUnavailable when nothing comes for the time that the options allow; ReadFailed; Cancelled.
    Result<bool> next(Batch& batch, MalformedRows& malformed, std::stop_token stop) override;
    std::uint64_t bytesRead() const noexcept override { return bytes_; }

  private:
    Result<void> collect(const std::stop_token& stop);
    /// Looks after what broke the fetch.
    Result<void> recover(rd_kafka_resp_err_t problem, const std::string& reason, const std::stop_token& stop);
    /// Whether offsets that never came had been deleted, and were not only markers of transactions or compacted.
    Result<void> checkGap(const std::stop_token& stop);
    Result<std::int64_t> firstOffset(const std::stop_token& stop);
    void finish(Batch& batch);

    std::vector<std::size_t> columns_;
    SchemaPtr schema_;
    std::size_t chunkRows_;
    bool failsOnLoss_;
    Millis patience_;
    std::shared_ptr<KafkaFetchPool> pool_;
    std::unique_ptr<KafkaFetch> fetch_;
    KafkaPartition partition_;
    std::uint32_t fileIndex_;
    std::int64_t at_;
    std::int64_t end_;
    std::optional<std::int64_t> gap_;                ///< first offset that did not come
    bool isDone_ = false;
    std::vector<KafkaMessage> messages_;
    std::uint64_t bytes_ = 0;
};

}  // namespace vitrine::detail
