// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "core/report/result_snapshot.h"

namespace vitrine {

/// Builds a query's result from what its batches give: complete = replaced; update = upsert by group, closed windows stay
/// as history; append = rows added; without aggregation only the newest rows are kept. Chunks that a batch does not touch
/// are shared with the version before, and so are the columns of touched ones whose values stay. Not thread-safe.
class ResultStore {
  public:
    ResultStore(ResultShapePtr shape, std::size_t keptRows)
        : shape_(std::move(shape)), keptRows_(keptRows), chunkRows_(isUpserted() ? kUpsertChunkRows : kChunkRows) {}

    /// Takes in the rows of one batch (with an aggregation each has its group's id as origin) and gives the next version;
    /// batch id, watermark and latest event time are the caller's to set.
    std::shared_ptr<ResultSnapshot> apply(std::int64_t batchId, std::vector<Batch> rows);

  private:
    struct Change {
        std::uint32_t position = 0;   ///< chunk · chunkRows_ + row
        std::uint32_t batch = 0;
        std::uint32_t row = 0;
    };
    static constexpr std::size_t kChunkRows = 4096;
    /// A batch copies the chunks it changes a row of; where it changes a few in many, small ones cost less.
    static constexpr std::size_t kUpsertChunkRows = 512;
    static constexpr std::uint32_t kNowhere = 0xFFFF'FFFF;

    bool isUpserted() const { return shape_->mode == OutputMode::Update && shape_->aggregated; }
    void replace(std::int64_t batchId, std::vector<Batch> rows);
    void upsert(std::int64_t batchId, const std::vector<Batch>& rows, ResultSnapshot& next);
    void patchChunk(std::int64_t batchId, std::size_t chunk, std::span<const Change> changes, const std::vector<Batch>& rows);
    void append(std::int64_t batchId, const Batch& rows, std::span<const std::uint64_t> ids, ResultSnapshot& next);
    void dropOldest(ResultSnapshot& next);

    ResultShapePtr shape_;
    std::size_t keptRows_;
    std::size_t chunkRows_;
    std::vector<std::shared_ptr<const ResultChunk>> chunks_;
    std::vector<std::uint32_t> positions_;   ///< update: of the row of each group id
    std::uint64_t numRows_ = 0;
    std::uint64_t notKept_ = 0;
    std::uint64_t lastId_ = 0;
    std::uint64_t version_ = 0;
};

}  // namespace vitrine
