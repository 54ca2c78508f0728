// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "core/data/column_builder.h"
#include "core/data/value.h"
#include "core/sql/bound_expression.h"

namespace vitrine::test {

/// A reference to a column, without the binder.
class ColumnExpression final : public BoundExpression {
  public:
    ColumnExpression(std::size_t index, TypePtr type) : BoundExpression(std::move(type), true), index_(index) {}
    Result<ColumnPtr> evaluate(const Batch& batch, const EvaluationContext&) const override { return batch.columns[index_]; }
    const std::vector<BoundPtr>& children() const noexcept override { return children_; }
    int columnIndex() const noexcept override { return static_cast<int>(index_); }

  private:
    std::size_t index_;
    std::vector<BoundPtr> children_;
};

/// Any function of a row.
class RowExpression final : public BoundExpression {
  public:
    using Function = std::function<Result<Value>(const Batch&, std::size_t)>;
    RowExpression(TypePtr type, Function function) : BoundExpression(std::move(type), true), function_(std::move(function)) {}
    Result<ColumnPtr> evaluate(const Batch& batch, const EvaluationContext&) const override {
        ColumnBuilder builder(type());
        for (std::size_t row = 0; row < batch.numRows; ++row) {
            VITRINE_TRY(const Value value, function_(batch, row));
            builder.appendValue(value);
        }
        return builder.finish();
    }
    const std::vector<BoundPtr>& children() const noexcept override { return children_; }

  private:
    Function function_;
    std::vector<BoundPtr> children_;
};

inline BoundPtr column(std::size_t index, const TypePtr& type) { return std::make_shared<ColumnExpression>(index, type); }

inline BoundPtr computed(const TypePtr& type, RowExpression::Function function) {
    return std::make_shared<RowExpression>(type, std::move(function));
}

using Row = std::vector<Value>;

inline Value text(std::string_view value) { return {std::string(value)}; }
inline Value seconds(double value) { return {static_cast<std::int64_t>(value * 1e6)}; }
inline Value number(std::int64_t value) { return {value}; }

/// A batch of the given rows; row i starts at byte `firstOffset + i`.
inline Batch makeBatch(const SchemaPtr& schema, std::span<const Row> rows, std::uint32_t fileIndex = 0,
                       std::uint64_t firstOffset = 0) {
    Batch batch;
    batch.schema = schema;
    batch.numRows = rows.size();
    auto origins = std::make_shared<RowOrigins>();
    origins->fileIndex = fileIndex;
    for (std::size_t at = 0; at < schema->size(); ++at) {
        ColumnBuilder builder((*schema)[at].type);
        for (const Row& row : rows) builder.appendValue(row[at]);
        batch.columns.push_back(builder.finish());
    }
    for (std::size_t row = 0; row < rows.size(); ++row) origins->offsets.push_back(firstOffset + row);
    batch.origins = std::move(origins);
    return batch;
}

/// Rows of batches as values.
inline std::vector<Row> rowsOf(std::span<const Batch> batches) {
    std::vector<Row> rows;
    for (const Batch& batch : batches)
        for (std::size_t row = 0; row < batch.numRows; ++row) {
            Row& values = rows.emplace_back();
            for (const ColumnPtr& column : batch.columns) values.push_back(valueAt(*column, row));
        }
    return rows;
}

}  // namespace vitrine::test
