// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "core/base/result.h"
#include "core/sql/bound_expression.h"
#include "core/sql/comparison.h"

namespace vitrine {

// Operators over bound sides: implicit conversions, the result's type, the kernel. Errors: TypeMismatch.

/// `+ - * / % DIV` and the function pmod, dates and intervals included. With `isTry` overflow and division by zero give
/// NULL.
Result<BoundPtr> bindArithmetic(std::string_view symbol, BoundPtr left, BoundPtr right, const SessionConf& conf, bool isTry = false);

/// `& | ^`
Result<BoundPtr> bindBitwise(std::string_view symbol, BoundPtr left, BoundPtr right, const SessionConf& conf);

/// `<< >> >>>`
Result<BoundPtr> bindShift(std::string_view symbol, BoundPtr value, BoundPtr distance, const SessionConf& conf);

/// `= <> < <= > >= <=>`
Result<BoundPtr> bindComparison(Comparison comparison, BoundPtr left, BoundPtr right, const SessionConf& conf);

/// `- + ~` before a value
Result<BoundPtr> bindUnary(std::string_view symbol, BoundPtr value, const SessionConf& conf);

/// abs(): shares the rules of unary minus.
Result<BoundPtr> bindAbsolute(BoundPtr value, const SessionConf& conf);

BoundPtr makeNot(BoundPtr value);
BoundPtr makeIsNull(BoundPtr value, bool isNegated);

/// date_add in all its forms; null when the pair is no date or time arithmetic.
Result<BoundPtr> bindTemporalArithmetic(std::string_view symbol, const BoundPtr& left, const BoundPtr& right, const SessionConf& conf);

/// `value` as `target` where a function or operator expects it, or TypeMismatch naming `what`.
Result<BoundPtr> coerceTo(BoundPtr value, const TypePtr& target, const SessionConf& conf, std::string_view what);

}  // namespace vitrine
