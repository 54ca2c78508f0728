// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/data/batch.h"
#include "core/sql/bound_expression.h"

namespace vitrine {

/// One key of orderBy.
struct SortKey {
    BoundPtr expression;
    bool descending = false;
    bool nullsFirst = true;
};

/// The rows of `batches` in the order of `keys`; rows that compare equal keep theirs. Origins (row identities) are kept.
/// Errors are those of the expressions.
Result<std::vector<Batch>> sortRows(std::vector<Batch> batches, const std::vector<SortKey>& keys,
                                    const EvaluationContext& context);

/// The first `rows` rows.
std::vector<Batch> firstRows(std::vector<Batch> batches, std::uint64_t rows);

}  // namespace vitrine
