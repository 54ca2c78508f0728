// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/sql/binder.h"
#include "core/sql/function_catalogue.h"

namespace vitrine {

/// The aggregate a function name (lower case) stands for; synonyms included (`mean`, `std`, `every`).
std::optional<AggregateKind> aggregateKindOf(std::string_view name);

std::span<const FunctionInfo> aggregateFunctions();

/// Casts the arguments of `call` to what the aggregate adds up and sets its type, parameters and nullability. Arguments
/// are bound in the order written. Errors: WrongArgumentCount, TypeMismatch, InvalidArgument.
Result<void> completeAggregate(AggregateCall& call, std::string_view name, const SessionConf& conf);

}  // namespace vitrine
