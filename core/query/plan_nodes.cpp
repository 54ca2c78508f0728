// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/plan_nodes.h"

#include <algorithm>

#include "core/base/check.h"

namespace vitrine {
namespace {

/// An expression over columns that are computed first: `inner` sees the values of `arguments` as its columns.
class ComposedExpression final : public BoundExpression {
  public:
    ComposedExpression(BoundPtr inner, std::vector<BoundPtr> arguments)
        : BoundExpression(inner->type(), inner->nullable()),
          inner_(std::move(inner)),
          arguments_(std::move(arguments)) {
        std::vector<Field> fields;
        for (const BoundPtr& argument : arguments_) fields.push_back({"", argument->type(), argument->nullable(), ""});
        schema_ = std::make_shared<const Schema>(std::move(fields));
    }

    Result<ColumnPtr> evaluate(const Batch& batch, const EvaluationContext& context) const override {
        Batch computed = batch;
        computed.schema = schema_;
        computed.columns.clear();
        for (const BoundPtr& argument : arguments_) {
            VITRINE_TRY(ColumnPtr column, argument->evaluate(batch, context));
            computed.columns.push_back(std::move(column));
        }
        return inner_->evaluate(computed, context);
    }

    const std::vector<BoundPtr>& children() const noexcept override { return arguments_; }
    bool isDeterministic() const noexcept override { return isDeterministicThroughout(*inner_); }

    BoundPtr withArguments(std::vector<BoundPtr> arguments) const {
        return std::make_shared<const ComposedExpression>(inner_, std::move(arguments));
    }

  private:
    BoundPtr inner_;
    std::vector<BoundPtr> arguments_;
    SchemaPtr schema_;
};

}  // namespace

LogicalPtr makeFilter(LogicalPtr input, BoundPtr condition, std::string place) {
    LogicalNode node;
    node.output = input->output;
    node.traits = input->traits;
    node.op = FilterNode{std::move(condition)};
    node.inputs.push_back(std::move(input));
    node.place = std::move(place);
    return std::make_shared<const LogicalNode>(std::move(node));
}

LogicalPtr makeProject(LogicalPtr input, std::vector<BoundPtr> expressions, Schema output,
                       std::vector<ColumnTraits> traits, std::string place) {
    VITRINE_ASSERT(expressions.size() == output.size() && traits.size() == output.size());
    LogicalNode node;
    node.op = ProjectNode{std::move(expressions)};
    node.inputs.push_back(std::move(input));
    node.output = std::make_shared<const Schema>(std::move(output));
    node.traits = std::move(traits);
    node.place = std::move(place);
    return std::make_shared<const LogicalNode>(std::move(node));
}

void Projection::pass(const LogicalNode& input, std::size_t column) {
    expressions.push_back(referenceTo(input, column));
    fields.push_back((*input.output)[column]);
    traits.push_back(input.traits[column]);
}

void Projection::add(const std::string& name, const BoundPtr& expression, ColumnTraits columnTraits) {
    expressions.push_back(expression);
    fields.push_back({name, expression->type(), expression->nullable(), ""});
    traits.push_back(columnTraits);
}

LogicalPtr Projection::over(LogicalPtr input, std::string place) && {
    return makeProject(std::move(input), std::move(expressions), Schema(std::move(fields)), std::move(traits), std::move(place));
}

LogicalPtr withInputs(const LogicalNode& node, std::vector<LogicalPtr> inputs) {
    LogicalNode copy = node;
    copy.inputs = std::move(inputs);
    return std::make_shared<const LogicalNode>(std::move(copy));
}

BoundPtr referenceTo(const LogicalNode& input, std::size_t column) {
    const Field& field = (*input.output)[column];
    return makeColumnReference(column, field.type, field.nullable);
}

std::vector<std::size_t> columnsOf(const BoundExpression& expression) {
    std::vector<std::size_t> columns;
    collectColumns(expression, columns);
    return columns;
}

bool isDeterministicThroughout(const BoundExpression& expression) {
    return expression.isDeterministic() &&
           std::all_of(expression.children().begin(), expression.children().end(),
                       [](const BoundPtr& child) { return !child || isDeterministicThroughout(*child); });
}

BoundPtr substituted(const BoundPtr& expression, const std::vector<BoundPtr>& replacements) {
    const std::vector<std::size_t> columns = columnsOf(*expression);
    if (expression->columnIndex() >= 0) return replacements[columns.front()];
    const bool onlyReferences = std::all_of(
        columns.begin(), columns.end(), [&](std::size_t column) { return replacements[column]->columnIndex() >= 0; });
    std::vector<int> newIndex(replacements.size(), -1);
    if (onlyReferences) {
        for (const std::size_t column : columns) newIndex[column] = replacements[column]->columnIndex();
        return remapped(expression, newIndex);
    }
    std::vector<BoundPtr> arguments;
    for (const std::size_t column : columns) {
        newIndex[column] = static_cast<int>(arguments.size());
        arguments.push_back(replacements[column]);
    }
    return std::make_shared<const ComposedExpression>(remapped(expression, newIndex), std::move(arguments));
}

BoundPtr remapped(const BoundPtr& expression, const std::vector<int>& newIndex) {
    if (!expression) return expression;
    if (const auto* composed = dynamic_cast<const ComposedExpression*>(expression.get())) {
        std::vector<BoundPtr> arguments;
        for (const BoundPtr& argument : composed->children()) arguments.push_back(remapped(argument, newIndex));
        return composed->withArguments(std::move(arguments));
    }
    return remapColumns(expression, newIndex);
}

std::optional<std::vector<std::size_t>> groupKeyColumns(const LogicalNode& root) {
    const LogicalNode* node = &root;
    while (std::holds_alternative<ProjectNode>(node->op) || std::holds_alternative<FilterNode>(node->op) ||
           std::holds_alternative<SortNode>(node->op) || std::holds_alternative<LimitNode>(node->op) || std::holds_alternative<WatermarkNode>(node->op))
        node = node->inputs.front().get();
    const auto* aggregate = std::get_if<AggregateNode>(&node->op);
    if (aggregate == nullptr) return std::vector<std::size_t>();
    std::vector<std::size_t> columns;
    for (std::size_t key = 0; key < aggregate->keys.size(); ++key) {
        const auto isKey = [key](const ColumnTraits& traits) { return traits.key == key; };
        const auto found = std::find_if(root.traits.begin(), root.traits.end(), isKey);
        if (found == root.traits.end()) return std::nullopt;
        columns.push_back(static_cast<std::size_t>(found - root.traits.begin()));
    }
    return columns;
}

}  // namespace vitrine
