// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/row_pipeline.h"

namespace vitrine {

namespace {

/// The rows where `condition` is true; NULL is not.
void collectTrue(const Column& condition, std::vector<std::uint32_t>& rows) {
    rows.clear();
    if (condition.type()->is(TypeKind::Void)) return;
    const auto values = condition.values<std::uint8_t>();
    for (std::size_t row = 0; row < values.size(); ++row)
        if (values[row] != 0 && !condition.isNull(row)) rows.push_back(static_cast<std::uint32_t>(row));
}

}  // namespace

Result<std::vector<ColumnPtr>> evaluateAll(std::span<const BoundPtr> expressions, const Batch& batch,
                                           const EvaluationContext& context) {
    std::vector<ColumnPtr> columns;
    columns.reserve(expressions.size());
    for (const BoundPtr& expression : expressions) {
        if (const int index = expression->columnIndex(); index >= 0) {
            columns.push_back(batch.columns[static_cast<std::size_t>(index)]);
            continue;
        }
        VITRINE_TRY(ColumnPtr column, expression->evaluate(batch, context));
        columns.push_back(std::move(column));
    }
    return columns;
}

Result<void> RowPipeline::apply(Batch& batch, const EvaluationContext& context) {
    for (const RowStep& step : *steps_) {
        if (const auto* filter = std::get_if<FilterStep>(&step)) {
            VITRINE_TRY(const auto columns, evaluateAll({&filter->condition, 1}, batch, context));
            collectTrue(*columns.front(), kept_);
            if (kept_.size() == batch.numRows) continue;
            filtered_ += batch.numRows - kept_.size();
            batch = gather(batch, kept_);
        } else if (const auto* project = std::get_if<ProjectStep>(&step)) {
            VITRINE_TRY(batch.columns, evaluateAll(project->expressions, batch, context));
            batch.schema = project->schema;
        } else if (const auto* observe = std::get_if<ObserveStep>(&step)) {
            observers_[observe->watermark].observe(batch.column(observe->column), batch.origins.get());
        } else if (const auto* join = std::get_if<LookupStep>(&step)) {
            Batch joined = tables_[join->table].join(batch, join->keys, join->leftOuter, join->schema);
            if (joined.numRows < batch.numRows) filtered_ += batch.numRows - joined.numRows;
            batch = std::move(joined);
        }
    }
    return {};
}

}  // namespace vitrine
