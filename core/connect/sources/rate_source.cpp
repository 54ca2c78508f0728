// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connect/sources/rate_source.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace vitrine {
namespace {

/// Rows `[begin, end)` with times that a formula gives.
class NumberedRows final : public RowReader {
  public:
    NumberedRows(const ReadSpec& spec, const FileRange& range, std::function<std::int64_t(std::int64_t)> microsOf)
        : columns_(spec.columns),
          chunkRows_(std::max<std::size_t>(spec.chunkRows, 1)),
          fileIndex_(range.fileIndex),
          at_(static_cast<std::int64_t>(range.begin)),
          end_(static_cast<std::int64_t>(range.end)),
          microsOf_(std::move(microsOf)) {
        Schema produced;
        for (const std::size_t column : columns_) produced.add((*spec.schema)[column]);
        schema_ = std::make_shared<const Schema>(std::move(produced));
    }

    Result<bool> next(Batch& batch, MalformedRows&, std::stop_token) override {
        batch = {};
        batch.schema = schema_;
        batch.numRows = static_cast<std::size_t>(std::min<std::int64_t>(end_ - at_, static_cast<std::int64_t>(chunkRows_)));
        auto origins = std::make_shared<RowOrigins>();
        origins->fileIndex = fileIndex_;
        for (std::size_t row = 0; row < batch.numRows; ++row) origins->offsets.push_back(static_cast<std::uint64_t>(at_) + row);
        for (std::size_t place = 0; place < columns_.size(); ++place) {
            std::vector<std::int64_t> elements(batch.numRows);
            for (std::size_t row = 0; row < batch.numRows; ++row) {
                const std::int64_t value = at_ + static_cast<std::int64_t>(row);
                elements[row] = columns_[place] == 0 ? microsOf_(value) : value;
            }
            batch.columns.push_back(std::make_shared<const Column>((*schema_)[place].type, batch.numRows, Column::Elements(std::move(elements)),
                                                                   std::vector<std::uint8_t>{}, std::vector<std::uint32_t>{},
                                                                   std::vector<ColumnPtr>{}, std::vector<BufferOwner>{}));
        }
        batch.origins = std::move(origins);
        at_ += static_cast<std::int64_t>(batch.numRows);
        return batch.numRows > 0;
    }

    std::uint64_t bytesRead() const noexcept override { return 0; }

  private:
    std::vector<std::size_t> columns_;
    std::size_t chunkRows_;
    std::uint32_t fileIndex_;
    std::int64_t at_;
    std::int64_t end_;
    std::function<std::int64_t(std::int64_t)> microsOf_;
    SchemaPtr schema_;
};

}  // namespace

RateSource::RateSource(const ReadSpec& spec, RateOptions options, std::shared_ptr<const Clock> clock)
    : RowRangeSource(spec), options_(options), clock_(std::move(clock)) {}

Result<void> RateSource::open(std::stop_token) {
    created_ = last_ = clock_->now();
    return {};
}

std::int64_t RateSource::valueAt(std::int64_t seconds, const RateOptions& options) {
    const std::int64_t ramp = options.rampUpSeconds;
    const std::int64_t step = std::max<std::int64_t>(1, options.rowsPerSecond / (ramp + 1));
    if (seconds > ramp) return valueAt(ramp, options) + (seconds - ramp) * options.rowsPerSecond;
    return seconds % 2 == 1 ? (seconds + 1) / 2 * step * seconds : seconds / 2 * step * (seconds + 1);
}

Result<Offset> RateSource::latest(const AdmissionLimit&) {
    if (availableNow_) return fmt::format("{}", *availableNow_);
    last_ = std::max(last_, clock_->now());  // a clock set back gives nothing new
    return fmt::format("{}", (last_ - created_).count() / 1000);
}

Result<void> RateSource::prepareAvailableNow() {
    availableNow_.reset();
    VITRINE_TRY(const Offset now, latest({}));
    VITRINE_TRY(availableNow_, numberIn(now));
    return {};
}

std::vector<SourceLogEntry> RateSource::logSince(const Offset&) const {
    return {{(last_ - created_).count() / 1000, "created", created_.time_since_epoch().count()}};
}

Result<void> RateSource::restore(std::span<const SourceLogEntry> log) {
    for (const SourceLogEntry& entry : log) {
        created_ = WallTime{Millis{entry.modifiedMillis}};
        last_ = std::max(last_, created_ + Millis{entry.logOffset * 1000});
    }
    return {};
}

Result<ReadPlan> RateSource::plan(const Offset& from, const Offset& to) {
    std::int64_t start = 0;
    if (!from.empty()) {
        VITRINE_TRY(start, numberIn(from));
    }
    VITRINE_TRY(const std::int64_t end, numberIn(to));
    return planOf(fmt::format("seconds {} to {}", start, end), static_cast<std::uint64_t>(valueAt(start, options_)),
                  static_cast<std::uint64_t>(valueAt(end, options_)));
}

Result<std::unique_ptr<RowReader>> RateSource::read(const FileRange& range) {
    VITRINE_TRY(const std::int64_t start, numberIn(range.path, "seconds "));
    VITRINE_TRY(const std::int64_t end, numberIn(range.path, " to "));
    const std::int64_t first = valueAt(start, options_);
    const double perValue = static_cast<double>((end - start) * 1000) / static_cast<double>(valueAt(end, options_) - first);
    const std::int64_t startMillis = created_.time_since_epoch().count() + start * 1000;
    return std::unique_ptr<RowReader>(std::make_unique<NumberedRows>(spec_, range, [=](std::int64_t value) {
        // Java's Math.round: halves go up.
        return (startMillis + static_cast<std::int64_t>(std::floor(static_cast<double>(value - first) * perValue + 0.5))) * 1000;
    }));
}

std::string RateSource::description() const {
    return fmt::format("RateStreamV2[rowsPerSecond={}, rampUpTimeSeconds={}]", options_.rowsPerSecond, options_.rampUpSeconds);
}

RateMicroBatchSource::RateMicroBatchSource(const ReadSpec& spec, RateMicroBatchOptions options)
    : RowRangeSource(spec), options_(options), timestamp_(options.startTimestamp) {}

Result<Offset> RateMicroBatchSource::latest(const AdmissionLimit&) {
    if (!onlyOne_ || !gaveOne_) {
        rows_ += options_.rowsPerBatch;
        timestamp_ += options_.advanceMillis;
        gaveOne_ = true;
    }
    return fmt::format(R"({{"offset":{},"timestamp":{}}})", rows_, timestamp_);
}

Result<void> RateMicroBatchSource::prepareAvailableNow() {
    onlyOne_ = true;
    gaveOne_ = false;
    return {};
}

std::vector<SourceLogEntry> RateMicroBatchSource::logSince(const Offset&) const {
    return {{rows_, "rows", timestamp_}};
}

Result<void> RateMicroBatchSource::restore(std::span<const SourceLogEntry> log) {
    for (const SourceLogEntry& entry : log) {
        if (entry.logOffset < rows_) continue;
        rows_ = entry.logOffset;
        timestamp_ = entry.modifiedMillis;
    }
    return {};
}

Result<ReadPlan> RateMicroBatchSource::plan(const Offset& from, const Offset& to) {
    std::int64_t start = 0;
    std::int64_t timestamp = options_.startTimestamp;
    if (!from.empty()) {
        VITRINE_TRY(start, numberIn(from, "\"offset\":"));
        VITRINE_TRY(timestamp, numberIn(from, "\"timestamp\":"));
    }
    VITRINE_TRY(const std::int64_t end, numberIn(to, "\"offset\":"));
    return planOf(fmt::format("time {}", timestamp), static_cast<std::uint64_t>(start), static_cast<std::uint64_t>(end));
}

Result<std::unique_ptr<RowReader>> RateMicroBatchSource::read(const FileRange& range) {
    VITRINE_TRY(const std::int64_t timestamp, numberIn(range.path));
    return std::unique_ptr<RowReader>(std::make_unique<NumberedRows>(spec_, range, [timestamp](std::int64_t) { return timestamp * 1000; }));
}

std::string RateMicroBatchSource::description() const {
    return fmt::format("RatePerMicroBatchStream[rowsPerBatch={}, startTimestamp={}, advanceMsPerBatch={}]", options_.rowsPerBatch,
                       options_.startTimestamp, options_.advanceMillis);
}

}  // namespace vitrine
