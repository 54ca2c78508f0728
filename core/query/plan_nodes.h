// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/query/logical_plan.h"

namespace vitrine {

/// Builders of plan nodes: each fills in output and traits from its input where the operator passes columns on.
LogicalPtr makeFilter(LogicalPtr input, BoundPtr condition, std::string place);
LogicalPtr makeProject(LogicalPtr input, std::vector<BoundPtr> expressions, Schema output,
                       std::vector<ColumnTraits> traits, std::string place);

/// Columns of an operator to be, made one by one from those of its input.
struct Projection {
    std::vector<BoundPtr> expressions;
    std::vector<Field> fields;
    std::vector<ColumnTraits> traits;

    /// Column `column` of `input` as it is.
    void pass(const LogicalNode& input, std::size_t column);
    void add(const std::string& name, const BoundPtr& expression, ColumnTraits columnTraits);
    LogicalPtr over(LogicalPtr input, std::string place) &&;
};

/// The same operator over other inputs; output columns stay as they are.
LogicalPtr withInputs(const LogicalNode& node, std::vector<LogicalPtr> inputs);

/// A reference to output column `column` of `input`.
BoundPtr referenceTo(const LogicalNode& input, std::size_t column);

/// The columns that `expression` reads.
std::vector<std::size_t> columnsOf(const BoundExpression& expression);

/// False when rand(), uuid() or the like is called anywhere within.
bool isDeterministicThroughout(const BoundExpression& expression);

/// `expression` with its column i replaced by `replacements[i]`.
BoundPtr substituted(const BoundPtr& expression, const std::vector<BoundPtr>& replacements);

/// `expression` over other positions; also for what substituted() has made. Column i becomes newIndex[i].
BoundPtr remapped(const BoundPtr& expression, const std::vector<int>& newIndex);

/// `node` with rows filtered by `condition` (over node's columns), the filter placed where Spark's optimiser leaves it:
/// under watermarks whose column it does not depend on, under aggregations when it reads grouping keys only (so that what it
/// refuses is neither kept nor late), and into both sides of a union (WM-6).
LogicalPtr filtered(const LogicalPtr& node, const BoundPtr& condition, const std::string& place);

/// The plan with every operator reduced to the columns that are needed above it (JS-6). The output of `root` stays.
LogicalPtr prunedColumns(const LogicalPtr& root);

}  // namespace vitrine
