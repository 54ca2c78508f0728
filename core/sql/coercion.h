// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "core/data/type.h"
#include "core/sql/bound_expression.h"

namespace vitrine {

// Spark 4.3's implicit conversions (TypeCoercion and AnsiTypeCoercion). A null TypePtr means: no common type.

/// The decimal that holds every value of an integral or floating type: INT is DECIMAL(10,0).
TypePtr decimalFor(const DataType& type);

/// The decimal that holds an integral constant exactly: 100 is DECIMAL(3,0).
TypePtr decimalForValue(Int128 value);

/// DECIMAL(precision, scale) cut to 38 digits, the scale first but not below min(scale, 6).
TypePtr adjustedDecimal(int precision, int scale);

/// DECIMAL(precision, scale), each cut to 38 on its own.
TypePtr boundedDecimal(int precision, int scale);

/// The type both sides of a binary operator are cast to before decimal rules: no strings involved.
TypePtr tightestCommonType(const TypePtr& left, const TypePtr& right, bool ansi);

/// The common type of branches: CASE, IF, coalesce, IN, arrays.
TypePtr widerType(const TypePtr& left, const TypePtr& right, bool ansi);
TypePtr widerType(std::span<const BoundPtr> values, bool ansi);

/// The same without turning values into strings: greatest, least.
TypePtr widerTypeWithoutStrings(std::span<const BoundPtr> values, bool ansi);

/// ANSI: what a string beside `other` becomes in an operator; null when both stay.
TypePtr stringPromotion(const TypePtr& left, const TypePtr& right);

/// Whether CAST from one type to the other exists (E: at run time it may still fail).
bool canCast(const DataType& from, const DataType& to, bool ansi, bool isTry);

/// Whether a value of `from` is accepted where a function asks for `to`, without an explicit CAST. `isConstant`: a literal.
bool canCastImplicitly(const DataType& from, const DataType& to, bool ansi, bool isConstant);

}  // namespace vitrine
