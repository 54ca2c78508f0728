// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <variant>
#include <vector>

#include "core/exec/event_time_observer.h"
#include "core/exec/join_table.h"
#include "core/sql/binder.h"

namespace vitrine {

/// Keeps the rows for which the condition is true.
struct FilterStep { BoundPtr condition; };
/// Replaces the columns by one an expression.
struct ProjectStep {
    std::vector<BoundPtr> expressions;
    SchemaPtr schema;
};
/// Shows the event times of a column to observer `watermark`.
struct ObserveStep {
    std::size_t column = 0;
    std::size_t watermark = 0;
};
/// Puts the columns of the matching rows of table `table` behind those of each row.
struct LookupStep {
    std::size_t table = 0;
    std::vector<std::size_t> keys;   ///< the stream's columns, in the order of the table's keys
    bool leftOuter = false;
    SchemaPtr schema;
};
/// Adds the window a row lies in as last column: a row stands once for each window, not at all when its time is NULL.
struct WindowStep {
    WindowCall window;
    SchemaPtr schema;
};
using RowStep = std::variant<FilterStep, ProjectStep, ObserveStep, LookupStep, WindowStep>;
using RowSteps = std::vector<RowStep>;

/// Takes batches through stateless steps, in order. One a worker; not thread-safe. Origins of rows are kept.
class RowPipeline {
  public:
    /// `steps` and `tables`, which LookupStep names, must outlive the pipeline.
    RowPipeline(const RowSteps& steps, std::size_t watermarks, std::span<const JoinTable> tables = {})
        : steps_(&steps), observers_(watermarks), tables_(tables) {}

    /// Changes `batch` in place. Errors are those of the expressions.
    Result<void> apply(Batch& batch, const EvaluationContext& context);

    /// Rows that a filter or an inner join let go.
    std::uint64_t rowsFiltered() const noexcept { return filtered_; }
    std::span<const EventTimeObserver> observers() const noexcept { return observers_; }

  private:
    Result<void> addWindows(const WindowStep& step, Batch& batch, const EvaluationContext& context);

    const RowSteps* steps_;
    std::vector<EventTimeObserver> observers_;
    std::span<const JoinTable> tables_;
    std::uint64_t filtered_ = 0;
    std::vector<std::uint32_t> kept_;
};

/// The values of `expressions` over `batch`; a plain column is shared, not copied.
Result<std::vector<ColumnPtr>> evaluateAll(std::span<const BoundPtr> expressions, const Batch& batch,
                                           const EvaluationContext& context);

}  // namespace vitrine
