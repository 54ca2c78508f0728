// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/sort_rows.h"

#include <algorithm>
#include <numeric>

#include "core/data/value.h"
#include "core/exec/row_pipeline.h"

namespace vitrine {

Result<std::vector<Batch>> sortRows(std::vector<Batch> batches, const std::vector<SortKey>& keys,
                                    const EvaluationContext& context) {
    if (batches.empty()) return batches;
    const SchemaPtr schema = batches.front().schema;
    auto identities = std::make_shared<RowOrigins>();
    for (const Batch& batch : batches)
        if (batch.origins) identities->offsets.insert(identities->offsets.end(), batch.origins->offsets.begin(), batch.origins->offsets.end());
    Batch all = concatenate(schema, batches);
    if (identities->offsets.size() == all.numRows) all.origins = std::move(identities);

    std::vector<BoundPtr> expressions;
    for (const SortKey& key : keys) expressions.push_back(key.expression);
    VITRINE_TRY(const auto columns, evaluateAll(expressions, all, context));
    std::vector<std::uint32_t> order(all.numRows);
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t left, std::uint32_t right) {
        for (std::size_t key = 0; key < keys.size(); ++key) {
            const Column& column = *columns[key];
            const bool leftNull = column.isNull(left);
            const bool rightNull = column.isNull(right);
            if (leftNull && rightNull) continue;
            if (leftNull || rightNull) return leftNull == keys[key].nullsFirst;
            const int compared = compareRows(column, left, column, right);
            if (compared != 0) return keys[key].descending ? compared > 0 : compared < 0;
        }
        return false;
    });

    constexpr std::size_t kRows = 4096;
    std::vector<Batch> sorted;
    for (std::size_t begin = 0; begin < order.size(); begin += kRows)
        sorted.push_back(gather(all, std::span(order).subspan(begin, std::min(kRows, order.size() - begin))));
    return sorted;
}

std::vector<Batch> firstRows(std::vector<Batch> batches, std::uint64_t rows) {
    std::vector<Batch> kept;
    for (Batch& batch : batches) {
        if (rows == 0) break;
        if (batch.numRows > rows) {
            std::vector<std::uint32_t> first(rows);
            std::iota(first.begin(), first.end(), 0U);
            batch = gather(batch, first);
        }
        rows -= batch.numRows;
        kept.push_back(std::move(batch));
    }
    return kept;
}

}  // namespace vitrine
