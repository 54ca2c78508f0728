// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/base/clock.h"
#include "core/connect/sources/row_range_source.h"
#include "core/formats/stream_options.h"

namespace vitrine {

/// `rate`: numbered rows, so many a second since the query began. Offsets are whole seconds (RA-2).
class RateSource final : public RowRangeSource {
  public:
    RateSource(const ReadSpec& spec, RateOptions options, std::shared_ptr<const Clock> clock);

    Result<void> open(std::stop_token stop) override;
    Result<Offset> latest(const AdmissionLimit& limit) override;
    Result<void> prepareAvailableNow() override;
    std::vector<SourceLogEntry> logSince(const Offset& from) const override;
    Result<void> restore(std::span<const SourceLogEntry> log) override;
    Result<ReadPlan> plan(const Offset& from, const Offset& to) override;
    Result<std::unique_ptr<RowReader>> read(const FileRange& range) override;
    std::string description() const override;

    /// How many rows there are before second `seconds` (RA-3).
    static std::int64_t valueAt(std::int64_t seconds, const RateOptions& options);

  private:
    RateOptions options_;
    std::shared_ptr<const Clock> clock_;
    WallTime created_{};
    WallTime last_{};
    std::optional<std::int64_t> availableNow_;
};

/// `rate-micro-batch`: the same number of rows in every batch, all of one time. Offsets are `{"offset":3,"timestamp":1500}`.
class RateMicroBatchSource final : public RowRangeSource {
  public:
    RateMicroBatchSource(const ReadSpec& spec, RateMicroBatchOptions options);

    Result<Offset> latest(const AdmissionLimit& limit) override;
    Result<void> prepareAvailableNow() override;
    std::vector<SourceLogEntry> logSince(const Offset& from) const override;
    Result<void> restore(std::span<const SourceLogEntry> log) override;
    Result<ReadPlan> plan(const Offset& from, const Offset& to) override;
    Result<std::unique_ptr<RowReader>> read(const FileRange& range) override;
    std::string description() const override;

  private:
    RateMicroBatchOptions options_;
    std::int64_t rows_ = 0;        ///< given out so far
    std::int64_t timestamp_;       ///< of the next batch
    bool onlyOne_ = false;         ///< AvailableNow: one batch
    bool gaveOne_ = false;
};

}  // namespace vitrine
