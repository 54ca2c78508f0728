// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/bound_node.h"

#include <algorithm>
#include <mutex>

#include "core/base/check.h"

namespace vitrine {
namespace {

class Literal final : public CopyableNode<Literal> {
  public:
    Literal(TypePtr type, Value value) : CopyableNode(std::move(type), value.isNull(), {}, false), value_(std::move(value)) {}

    Result<ColumnPtr> evaluate(const Batch& batch, const EvaluationContext&) const override {
        const std::lock_guard lock(repeated_->mutex);
        ColumnPtr& column = repeated_->column;
        if (!column || column->size() != batch.numRows) column = makeConstantColumn(type(), value_, batch.numRows);
        return column;
    }
    const Value* constant() const noexcept override { return &value_; }

  private:
    /// The column made last: batches are mostly of one size.
    struct Repeated {
        std::mutex mutex;
        ColumnPtr column;
    };

    Value value_;
    std::shared_ptr<Repeated> repeated_ = std::make_shared<Repeated>();
};

class ColumnReference final : public CopyableNode<ColumnReference> {
  public:
    ColumnReference(std::size_t index, TypePtr type, bool nullable)
        : CopyableNode(std::move(type), nullable, {}, false), index_(index) {}

    Result<ColumnPtr> evaluate(const Batch& batch, const EvaluationContext&) const override {
        VITRINE_ASSERT(index_ < batch.columns.size() && batch.columns[index_] != nullptr);
        return batch.columns[index_];
    }
    int columnIndex() const noexcept override { return static_cast<int>(index_); }

  private:
    std::size_t index_;
};

class KernelNode final : public CopyableNode<KernelNode> {
  public:
    KernelNode(TypePtr type, bool nullable, std::vector<BoundPtr> arguments, Kernel kernel, bool mayFail, bool deterministic)
        : CopyableNode(std::move(type), nullable, std::move(arguments), mayFail),
          kernel_(std::move(kernel)),
          deterministic_(deterministic) {}

    Result<ColumnPtr> evaluate(const Batch& batch, const EvaluationContext& context) const override {
        std::vector<ColumnPtr> columns;
        columns.reserve(children().size());
        for (const BoundPtr& child : children()) {
            VITRINE_TRY(ColumnPtr column, child->evaluate(batch, context));
            columns.push_back(std::move(column));
        }
        return kernel_(KernelCall{columns, batch.numRows, type(), context});
    }
    bool isDeterministic() const noexcept override { return deterministic_ && BoundNode::isDeterministic(); }

  private:
    Kernel kernel_;
    bool deterministic_;
};

}  // namespace

BoundNode::BoundNode(TypePtr type, bool nullable, std::vector<BoundPtr> children, bool ownMayFail)
    : BoundExpression(std::move(type), nullable), children_(std::move(children)), mayFail_(ownMayFail) {
    for (const BoundPtr& child : children_) mayFail_ = mayFail_ || vitrine::mayFail(*child);
}

bool mayFail(const BoundExpression& expression) noexcept {
    const auto* node = dynamic_cast<const BoundNode*>(&expression);
    return node == nullptr || node->mayFail();
}

const Value* constantOf(const BoundExpression& expression) noexcept {
    const auto* node = dynamic_cast<const BoundNode*>(&expression);
    return node == nullptr ? nullptr : node->constant();
}

BoundPtr makeLiteral(TypePtr type, Value value) { return std::make_shared<Literal>(std::move(type), std::move(value)); }

BoundPtr makeColumnReference(std::size_t index, TypePtr type, bool nullable) {
    return std::make_shared<ColumnReference>(index, std::move(type), nullable);
}

BoundPtr makeKernelCall(TypePtr type, bool nullable, std::vector<BoundPtr> arguments, Kernel kernel, bool mayFail, bool deterministic) {
    return std::make_shared<KernelNode>(std::move(type), nullable, std::move(arguments), std::move(kernel), mayFail, deterministic);
}

void collectColumns(const BoundExpression& expression, std::vector<std::size_t>& columns) {
    if (expression.columnIndex() >= 0) {
        const auto index = static_cast<std::size_t>(expression.columnIndex());
        const auto at = std::lower_bound(columns.begin(), columns.end(), index);
        if (at == columns.end() || *at != index) columns.insert(at, index);
    }
    for (const BoundPtr& child : expression.children()) collectColumns(*child, columns);
}

BoundPtr remapColumns(const BoundPtr& expression, const std::vector<int>& newIndex) {
    if (expression->columnIndex() >= 0) {
        const int index = newIndex[static_cast<std::size_t>(expression->columnIndex())];
        VITRINE_ASSERT(index >= 0);
        return makeColumnReference(static_cast<std::size_t>(index), expression->type(), expression->nullable());
    }
    if (expression->children().empty()) return expression;
    const auto* node = dynamic_cast<const BoundNode*>(expression.get());
    VITRINE_ASSERT(node != nullptr);
    std::vector<BoundPtr> children;
    children.reserve(expression->children().size());
    for (const BoundPtr& child : expression->children()) children.push_back(remapColumns(child, newIndex));
    return node->withChildren(std::move(children));
}

const SessionConf& confOf(const EvaluationContext& context) noexcept {
    static const SessionConf kDefaults;
    return context.conf != nullptr ? *context.conf : kDefaults;
}

const SessionConf& KernelCall::conf() const noexcept { return confOf(context); }

Batch gatherFor(const BoundExpression& expression, const Batch& batch, std::span<const std::uint32_t> rows) {
    Batch part;
    part.schema = batch.schema;
    part.numRows = rows.size();
    if (batch.origins) part.origins = std::make_shared<RowOrigins>(RowOrigins{batch.origins->fileIndex, {}});
    part.columns.resize(batch.columns.size());
    std::vector<std::size_t> needed;
    collectColumns(expression, needed);
    for (const std::size_t index : needed) part.columns[index] = gather(batch.columns[index], rows);
    return part;
}

Result<ColumnPtr> evaluateRows(const BoundExpression& expression, const Batch& batch, std::span<const std::uint32_t> rows,
                               const EvaluationContext& context) {
    if (rows.size() == batch.numRows) return expression.evaluate(batch, context);
    return expression.evaluate(gatherFor(expression, batch, rows), context);
}

ColumnPtr scatter(const TypePtr& type, std::span<const ColumnPtr> parts, std::span<const std::uint32_t> positions) {
    std::vector<ColumnPtr> kept;
    for (const ColumnPtr& part : parts) {
        if (part->size() > 0) kept.push_back(part);
    }
    if (kept.empty()) return makeNullColumn(type, positions.size());
    return gather(kept.size() == 1 ? kept.front() : concatenate(kept), positions);
}

}  // namespace vitrine
