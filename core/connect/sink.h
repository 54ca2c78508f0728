// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/data/batch.h"

namespace vitrine {

enum class Delivery : std::uint8_t { ExactlyOnce, AtLeastOnce };

struct SinkContext {
    std::string queryId;
    std::string queryName;
    SchemaPtr schema;
    std::string outputMode;
};

/// The rows of one micro-batch, in order.
struct ResultBatch {
    std::vector<Batch> chunks;
    std::uint64_t numRows = 0;
};

struct Receipt {
    std::uint64_t rowsWritten = 0;
};

/// Output of a query. All calls come from the query's thread, one at a time; calls may block on disk or network.
class Sink {
  public:
    virtual ~Sink() = default;
    virtual Result<void> open(const SinkContext& context) = 0;

    /// Writes batch `batchId` whole; repeating an id that was written changes nothing.
    virtual Result<Receipt> write(std::int64_t batchId, const ResultBatch& result, std::stop_token stop) = 0;
    virtual void abort(std::int64_t batchId) = 0;
    virtual Delivery delivery() const = 0;   ///< shown to the user
    virtual std::string description() const = 0;
};

}  // namespace vitrine
