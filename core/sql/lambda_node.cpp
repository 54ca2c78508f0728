// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/lambda_node.h"

#include <algorithm>

namespace vitrine {
namespace {

std::vector<BoundPtr> withCaptures(std::vector<BoundPtr> arguments, const std::vector<BoundLambda>& lambdas) {
    for (const BoundLambda& lambda : lambdas) arguments.insert(arguments.end(), lambda.captures.begin(), lambda.captures.end());
    return arguments;
}

bool anyMayFail(const std::vector<BoundLambda>& lambdas) {
    return std::any_of(lambdas.begin(), lambdas.end(), [](const BoundLambda& lambda) { return mayFail(*lambda.body); });
}

class LambdaNode final : public CopyableNode<LambdaNode> {
  public:
    LambdaNode(TypePtr type, bool nullable, std::vector<BoundPtr> arguments, std::vector<BoundLambda> lambdas, LambdaKernel kernel, bool ownMayFail)
        : CopyableNode(std::move(type), nullable, withCaptures(arguments, lambdas), ownMayFail || anyMayFail(lambdas)),
          arguments_(arguments.size()),
          lambdas_(std::move(lambdas)),
          kernel_(std::move(kernel)) {}

    Result<ColumnPtr> evaluate(const Batch& batch, const EvaluationContext& context) const override {
        std::vector<ColumnPtr> columns;
        columns.reserve(children().size());
        for (const BoundPtr& child : children()) {
            VITRINE_TRY(ColumnPtr column, child->evaluate(batch, context));
            columns.push_back(std::move(column));
        }
        const std::span<const ColumnPtr> all(columns);
        const KernelCall kernel{all.first(arguments_), batch.numRows, type(), context};
        return kernel_(LambdaCall(kernel, lambdas_, all.subspan(arguments_)));
    }

    bool isDeterministic() const noexcept override {
        return BoundNode::isDeterministic() &&
               std::all_of(lambdas_.begin(), lambdas_.end(), [](const BoundLambda& lambda) { return lambda.body->isDeterministic(); });
    }

  private:
    std::size_t arguments_;
    std::vector<BoundLambda> lambdas_;
    LambdaKernel kernel_;
};

}  // namespace

Result<ColumnPtr> LambdaCall::evaluate(std::size_t lambda, std::vector<ColumnPtr> parameters, std::span<const std::uint32_t> rows) const {
    const BoundLambda& called = lambdas_[lambda];
    if (rows.empty()) return makeNullColumn(called.body->type(), 0);
    std::size_t first = 0;
    for (std::size_t index = 0; index < lambda; ++index) first += lambdas_[index].captures.size();
    Batch elements;
    elements.numRows = rows.size();
    parameters.resize(called.parameters);
    elements.columns = std::move(parameters);
    for (const ColumnPtr& column : captured_.subspan(first, called.captures.size())) elements.columns.push_back(gather(column, rows));
    return called.body->evaluate(elements, kernel_.context);
}

BoundPtr makeLambdaCall(TypePtr type, bool nullable, std::vector<BoundPtr> arguments, std::vector<BoundLambda> lambdas, LambdaKernel kernel, bool mayFail) {
    return std::make_shared<LambdaNode>(std::move(type), nullable, std::move(arguments), std::move(lambdas), std::move(kernel), mayFail);
}

}  // namespace vitrine
