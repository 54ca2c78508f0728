// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "core/data/value.h"
#include "core/sql/bound_expression.h"

namespace vitrine {

/// The base of all bound expressions of this room: children, and what can be told from them.
class BoundNode : public BoundExpression {
  public:
    const std::vector<BoundPtr>& children() const noexcept final { return children_; }

    bool isDeterministic() const noexcept override {
        for (const BoundPtr& child : children_) {
            if (!child->isDeterministic()) return false;
        }
        return true;
    }

    /// The same expression over other children of the same types.
    virtual BoundPtr withChildren(std::vector<BoundPtr> children) const = 0;

    /// Whether evaluation may end in an error for some row; such parts are evaluated only for the rows that need them.
    bool mayFail() const noexcept { return mayFail_; }

    /// The value when it is the same for every row and known while binding.
    virtual const Value* constant() const noexcept { return nullptr; }

  protected:
    BoundNode(TypePtr type, bool nullable, std::vector<BoundPtr> children, bool ownMayFail);

    std::vector<BoundPtr> children_;
    bool mayFail_;
};

/// Gives `Derived` its withChildren().
template <class Derived>
class CopyableNode : public BoundNode {
  public:
    BoundPtr withChildren(std::vector<BoundPtr> children) const override {
        auto copy = std::make_shared<Derived>(static_cast<const Derived&>(*this));
        static_cast<CopyableNode&>(*copy).children_ = std::move(children);
        return copy;
    }

  protected:
    using BoundNode::BoundNode;
};

bool mayFail(const BoundExpression& expression) noexcept;

/// The constant value of `expression`, or null.
const Value* constantOf(const BoundExpression& expression) noexcept;

/// A constant of `type`.
BoundPtr makeLiteral(TypePtr type, Value value);

/// What a kernel gets: its argument columns, of equal length `rows`.
struct KernelCall {
    std::span<const ColumnPtr> arguments;
    std::size_t rows = 0;
    const TypePtr& type;
    const EvaluationContext& context;

    const SessionConf& conf() const noexcept;
    bool ansi() const noexcept { return conf().ansi; }
    const Column& column(std::size_t index) const noexcept { return *arguments[index]; }
};

/// Computes a column of `call.type` with `call.rows` rows.
using Kernel = std::function<Result<ColumnPtr>(const KernelCall& call)>;

/// An expression that evaluates all its arguments for all rows, then runs a kernel.
BoundPtr makeKernelCall(TypePtr type, bool nullable, std::vector<BoundPtr> arguments, Kernel kernel, bool mayFail,
                        bool deterministic = true);

/// Settings in force: those of the context, or Spark's defaults.
const SessionConf& confOf(const EvaluationContext& context) noexcept;

/// `rows` of `batch`, only with the columns that `expression` reads (others are null pointers).
Batch gatherFor(const BoundExpression& expression, const Batch& batch, std::span<const std::uint32_t> rows);

/// Evaluates `expression` for `rows` only (ascending positions in `batch`); the result has rows.size() rows.
Result<ColumnPtr> evaluateRows(const BoundExpression& expression, const Batch& batch, std::span<const std::uint32_t> rows,
                               const EvaluationContext& context);

/// Puts parts together: row r of the result is row positions[r] of the parts laid end to end, kNullRow gives NULL.
ColumnPtr scatter(const TypePtr& type, std::span<const ColumnPtr> parts, std::span<const std::uint32_t> positions);

// Nodes with evaluation rules of their own.

/// Three-valued AND and OR; the right side is evaluated only where the left does not decide.
BoundPtr makeAnd(BoundPtr left, BoundPtr right);
BoundPtr makeOr(BoundPtr left, BoundPtr right);

/// CASE WHEN c1 THEN v1 … [ELSE e]: conditions and values in turn, then the else value when their number is odd. All values
/// are of `type`.
BoundPtr makeCase(TypePtr type, std::vector<BoundPtr> parts);

/// The first argument that is not NULL; all are of `type`.
BoundPtr makeCoalesce(TypePtr type, std::vector<BoundPtr> arguments);

/// children[0] IN (others), all of one type; later elements are evaluated only where earlier ones did not match.
BoundPtr makeIn(std::vector<BoundPtr> children);

/// Field `index` of a struct, and of every struct of an array.
BoundPtr makeFieldAccess(BoundPtr base, std::size_t index);

}  // namespace vitrine
