// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.h"
#include "core/data/batch.h"
#include "core/exec/event_time_observer.h"
#include "core/exec/state_bytes.h"
#include "core/sql/bound_expression.h"

namespace vitrine {

/// What a stateful operator hands on after a batch (WM-16).
enum class EmitMode : std::uint8_t { Append, Update, Complete };

/// The two watermarks a batch works with, fixed before it starts (WM-12, WM-13).
struct BatchThresholds {
    WallTime late{};    ///< late(N) = wm(N−1)
    WallTime evict{};   ///< evict(N) = wm(N)
};

/// A row that came after a window of its closed.
struct LateRow {
    std::optional<RowOrigin> origin;
    std::int64_t eventTime = 0;                ///< microseconds
    std::optional<std::int64_t> windowStart;   ///< of the latest window missed; absent when keys hold the time itself
    std::int64_t value = 0;                    ///< what was compared with the watermark: window end, or the time (WM-13)
    bool countedElsewhere = false;             ///< other windows of the row took it
};

/// Where the rows went that an operator took in.
struct OperatorRows {
    static constexpr std::size_t kKeptLate = 1000;
    std::uint64_t in = 0;
    std::uint64_t withoutTime = 0;   ///< NULL event time: no window (TW-5)
    std::uint64_t late = 0;          ///< late in every window
    std::uint64_t partlyLate = 0;    ///< late in some windows only
    std::uint64_t withheld = 0;      ///< repeated an earlier row, or came after a limit was reached
    std::vector<LateRow> lateRows;   ///< the first kKeptLate

    /// Adds the rows of a later worker.
    void merge(OperatorRows later);
};

/// Spark's figures of one operator and batch (PR-3, PR-10).
struct OperatorMetrics {
    std::int64_t rowsTotal = 0;
    std::int64_t rowsUpdated = 0;
    std::int64_t rowsRemoved = 0;
    std::int64_t droppedByWatermark = 0;   ///< groups, not rows (WM-15)
    std::int64_t windowsClosed = 0;
    std::int64_t memoryBytes = 0;
    Micros updatesTime{};
    Micros removalsTime{};
};

/// One worker's share of a batch: rows go in, groups stay within. Not thread-safe.
class OperatorPartial {
  public:
    virtual ~OperatorPartial() = default;
    virtual Result<void> consume(const Batch& batch, const EvaluationContext& context) = 0;
    /// Held by its groups.
    virtual std::size_t memoryBytes() const noexcept { return 0; }
};

/// The rows an operator hands on. Each carries in `origins->offsets` the stable id of the group it shows.
struct OperatorOutput {
    std::vector<Batch> rows;
    OperatorMetrics metrics;
    OperatorRows input;
};

/// An operator with state that lives from batch to batch. Called by the query's thread; partials are filled by workers
/// side by side in between. After an error, or when a batch is abandoned, the operator must not be used any more.
class StatefulOperator {
  public:
    virtual ~StatefulOperator() = default;

    /// `stateStoreSave` and the like (PR-10).
    virtual const char* name() const noexcept = 0;

    virtual std::unique_ptr<OperatorPartial> makePartial(const BatchThresholds& thresholds) const = 0;

    /// Merges the partials, in the order of their rows, into the state, and says what the batch gives. Blocks for the work.
    virtual Result<OperatorOutput> finishBatch(std::vector<std::unique_ptr<OperatorPartial>> partials,
                                               const BatchThresholds& thresholds) = 0;

    /// Types of the keys and of what is kept for each, by which a restart tells whether saved state is its own (AG-8).
    virtual std::string keySchema() const = 0;
    virtual std::string stateSchema() const = 0;

    /// Appends what the last finishBatch() changed and removed. One blob a batch goes into the checkpoint.
    virtual void saveChanges(StateWriter& out) const = 0;

    /// Hands out the whole state in pieces of about a megabyte, each in the form of saveChanges(); ends at the first error.
    virtual Result<void> saveSnapshot(const std::function<Result<void>(std::string_view piece)>& write) const = 0;

    /// Takes in what saveChanges() and saveSnapshot() of an operator with the same keys and aggregates wrote, oldest first,
    /// into an operator that has seen no batch. CheckpointDamaged when the bytes do not fit.
    virtual Result<void> load(std::string_view saved) = 0;

    /// The rows that a batch would give which had changed every group in the state; none from operators that keep no groups.
    virtual Result<std::vector<Batch>> showAll() { return std::vector<Batch>(); }

    /// After the last load(): what only recovery needs is let go.
    virtual void finishLoading() {}

    /// Whether a batch without data is wanted, for the watermark rose since the last one (WM-20).
    virtual bool wantsNoDataBatch(WallTime lastEvict, WallTime watermark) const noexcept = 0;
};

}  // namespace vitrine
