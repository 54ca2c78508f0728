// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/row_pipeline.h"

#include "core/exec/window_assignment.h"

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

Result<void> RowPipeline::addWindows(const WindowStep& step, Batch& batch, const EvaluationContext& context) {
    VITRINE_TRY(const auto times, evaluateAll({&step.window.time, 1}, batch, context));
    const WindowAssignment assignment(step.window.duration, step.window.slide, step.window.start);
    WindowAssignment::Assigned assigned;
    assignment.assign(*times.front(), assigned);
    filtered_ += assigned.withoutTime;
    if (!assigned.rows.empty() || assigned.starts.size() != batch.numRows) batch = gather(batch, assigned.rows);
    std::vector<std::int64_t> ends;
    ends.reserve(assigned.starts.size());
    for (const std::int64_t start : assigned.starts) ends.push_back(assignment.endOf(start));
    const TypePtr& type = (*step.schema)[step.schema->size() - 1].type;
    const std::size_t rows = assigned.starts.size();
    const auto part = [&type, rows](std::size_t field, std::vector<std::int64_t> values) -> ColumnPtr {
        return std::make_shared<const Column>(type->fields()[field].type, rows, Column::Elements(std::move(values)), std::vector<std::uint8_t>{});
    };
    batch.columns.push_back(std::make_shared<const Column>(
        type, rows, Column::Elements{}, std::vector<std::uint8_t>{}, std::vector<std::uint32_t>{},
        std::vector<ColumnPtr>{part(0, std::move(assigned.starts)), part(1, std::move(ends))}));
    batch.schema = step.schema;
    return {};
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
        } else if (const auto* windows = std::get_if<WindowStep>(&step)) {
            VITRINE_CHECK_OK(addWindows(*windows, batch, context));
        }
    }
    return {};
}

}  // namespace vitrine
