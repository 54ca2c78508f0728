// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/data/batch.h"
#include "core/data/session_conf.h"

namespace vitrine {

/// What a sink promises after crashes: every row once, or none missing and some twice (CP-13).
enum class Delivery : std::uint8_t { ExactlyOnce, AtLeastOnce };

/// The query a sink writes for; the same for as long as it runs.
struct SinkContext {
    std::string queryId;                ///< the same over restarts with one checkpoint (CP-15)
    std::string queryName;              ///< may be empty
    SchemaPtr schema;                   ///< of the rows
    std::string outputMode;             ///< append, update, complete
    std::vector<std::size_t> keys;      ///< columns that tell the groups of an aggregation apart; empty without one
    SessionConf conf;
};

/// The rows of one micro-batch, in order.
struct ResultBatch {
    std::vector<Batch> chunks;
    std::uint64_t numRows = 0;
};

/// What came of a write.
struct Receipt {
    std::uint64_t rowsWritten = 0;
    bool wasThere = false;              ///< the batch had been written before: nothing was changed (SK-3, SK-50)
};

/// Where a sink keeps its rows on this computer.
struct SinkPlace {
    std::string path{};                 ///< absolute: the directory, or the SQLite file; empty when it is none of both
    std::string table{};                ///< within the SQLite file
};

/// Output of a query. All calls come from the query's thread, one at a time; calls may block on disk or network.
class Sink {
  public:
    virtual ~Sink() = default;

    /// Acquires what the sink needs and checks that it can write such rows. Called once, before any other member.
    virtual Result<void> open(const SinkContext& context) = 0;

    /// Writes batch `batchId` whole and durably; repeating an id that was written changes nothing. Called for every batch, also
    /// one without rows.
    virtual Result<Receipt> write(std::int64_t batchId, const ResultBatch& result, std::stop_token stop) = 0;

    /// Batch `batchId` will not be committed in this run: removes what it left unfinished. Never fails.
    virtual void abort(std::int64_t batchId) = 0;
    virtual Delivery delivery() const = 0;   ///< shown to the user

    /// As in Spark's progress: `FileSink[file:/out]`, `DeltaSink[file:/t]`.
    virtual std::string description() const = 0;

    virtual SinkPlace place() const { return {}; }

    /// The rows of a batch as progress counts them (numOutputRows); false: the sink does not count, -1.
    virtual bool countsRows() const { return false; }
};

}  // namespace vitrine
