// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/query/planning_context.h"

namespace vitrine {

/// An expression text of the document, read, with the name its column gets.
struct NamedExpression {
    ExpressionPtr expression;  ///< without the alias
    std::string name;
    std::string place;  ///< JSON pointer of its text
};

/// Folds the steps of a document into operators, one DataFrame at a time. Refusals go to the context.
class StepPlanner {
  public:
    StepPlanner(PlanningContext& context, std::vector<std::string>& sourcePlaces)
        : context_(context), sourcePlaces_(sourcePlaces) {}

    /// The plan of one chain: its source, then its steps. `place` is the JSON pointer of the object that holds `source` and
    /// `steps`. Null when it was refused.
    LogicalPtr planChain(const SourceSpec& source, const std::vector<Step>& steps, const std::string& place,
                         bool isStatic);

  private:
    /// Each takes the plan so far in `node_` and puts a larger one there; false when the step was refused.
    bool plan(const SelectStep& step);
    bool plan(const WhereStep& step);
    bool plan(const WithColumnStep& step);
    bool plan(const WithColumnRenamedStep& step);
    bool plan(const DropStep& step);
    bool plan(const WithWatermarkStep& step);
    bool plan(const GroupByStep& step);
    bool plan(const OrderByStep& step);
    bool plan(const LimitStep& step);
    bool plan(const DropDuplicatesStep& step);
    bool plan(const JoinStep& step);
    bool plan(const UnionStep& step);

    /// The join of `left` with the table `right` over the columns `on`, each compared as its type in `types`.
    LogicalPtr joined(const LogicalPtr& left, const LogicalPtr& right, const std::vector<std::pair<std::size_t, std::size_t>>& on,
                      const std::vector<TypePtr>& types, bool leftOuter) const;
    /// `side` with its columns cast to `types` where they are of others.
    LogicalPtr withTypes(const LogicalPtr& side, const std::vector<TypePtr>& types) const;

    bool planAggregation(const std::vector<NamedExpression>& keys, const std::vector<NamedExpression>& aggregates);

    /// Leaves out the columns that are only there when they are asked for.
    void hideMetadata();
    BindingScope scope() const;
    bool refuse(Phase phase, Error error);
    bool refuseAt(const std::string& place, Error error);
    bool refuseOnTable(std::string_view method);
    std::string placeOf(std::string_view member) const;
    std::string placeOf(std::string_view member, std::size_t index) const;

    std::optional<NamedExpression> read(const std::string& text, const std::string& place);
    /// What no stream may call, whatever the types are (§4.5).
    bool checkCalls(const Expression& expression, const std::string& place);
    BoundPtr bind(const NamedExpression& named);
    /// Traits of a column that is computed by `expression` from the current node (WM-3, WT-1).
    ColumnTraits traitsOf(const Expression& expression, const BoundExpression& bound) const;
    std::optional<std::size_t> watermarkOf(const Expression& expression) const;
    std::optional<std::size_t> findColumn(const Expression& expression) const;
    Error unresolved(const std::string& name) const;
    bool filter(const ExpressionPtr& condition, const std::string& place);
    /// Puts the one window() that `expressions` call below them, as a column behind all others that `windowCall_` finds; false
    /// when it was refused (TW-8).
    bool computeWindow(const std::vector<NamedExpression>& expressions);
    /// When the current node is a select: the same with the columns it had left out still there, so that a later sort or
    /// filter may use them.
    LogicalPtr withHiddenColumns() const;

    PlanningContext& context_;
    std::vector<std::string>& sourcePlaces_;
    LogicalPtr node_;
    std::string place_;
    bool isStatic_ = false;
    ExpressionPtr windowCall_;      ///< stands for the current node's last column while a step's expressions are bound
};

/// `expression` without an alias around it.
const ExpressionPtr& withoutAlias(const ExpressionPtr& expression);

}  // namespace vitrine
