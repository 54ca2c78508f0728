// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "core/sql/bound_node.h"

namespace vitrine {

/// A bound lambda `(x, y) -> body`: column i of the body is parameter i, the columns after them are what the body takes from
/// outside, in the order of `captures` (references to columns of where the lambda stands).
struct BoundLambda {
    BoundPtr body;
    std::size_t parameters = 0;
    std::vector<BoundPtr> captures;
};

/// What the kernel of a function with lambdas gets. A lambda is evaluated for many elements at once.
class LambdaCall {
  public:
    LambdaCall(const KernelCall& kernel, std::span<const BoundLambda> lambdas, std::span<const ColumnPtr> captured)
        : kernel_(kernel), lambdas_(lambdas), captured_(captured) {}

    /// The call's arguments that are no lambdas, of `rows` rows each, and the type of its result.
    const KernelCall& kernel() const noexcept { return kernel_; }
    std::size_t rows() const noexcept { return kernel_.rows; }
    const ColumnPtr& argument(std::size_t index) const noexcept { return kernel_.arguments[index]; }

    bool has(std::size_t lambda) const noexcept { return lambda < lambdas_.size(); }
    /// Parameters that lambda `lambda` names; those given to evaluate() beyond them are passed over.
    std::size_t parameters(std::size_t lambda) const noexcept { return lambdas_[lambda].parameters; }

    /// The lambda's values for `parameters`, columns of one length; element i stands in row rows[i] of the call.
    Result<ColumnPtr> evaluate(std::size_t lambda, std::vector<ColumnPtr> parameters, std::span<const std::uint32_t> rows) const;

  private:
    const KernelCall& kernel_;
    std::span<const BoundLambda> lambdas_;
    std::span<const ColumnPtr> captured_;
};

using LambdaKernel = std::function<Result<ColumnPtr>(const LambdaCall& call)>;

/// A function with lambdas. Its children are the arguments and then what the lambdas capture, so that pruning and remapping
/// of columns see all that is read.
BoundPtr makeLambdaCall(TypePtr type, bool nullable, std::vector<BoundPtr> arguments, std::vector<BoundLambda> lambdas, LambdaKernel kernel, bool mayFail);

}  // namespace vitrine
