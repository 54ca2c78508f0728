// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/batch.h"

#include "core/base/check.h"

namespace vitrine {

Batch gather(const Batch& batch, std::span<const std::uint32_t> rows) {
    Batch result;
    result.schema = batch.schema;
    result.numRows = rows.size();
    result.columns.reserve(batch.columns.size());
    for (const ColumnPtr& column : batch.columns) result.columns.push_back(gather(column, rows));
    if (batch.origins && !batch.origins->offsets.empty()) {
        auto origins = std::make_shared<RowOrigins>();
        origins->fileIndex = batch.origins->fileIndex;
        origins->fileUri = batch.origins->fileUri;
        origins->offsets.reserve(rows.size());
        for (const std::uint32_t row : rows) origins->offsets.push_back(row == kNullRow ? 0 : batch.origins->offsets[row]);
        result.origins = std::move(origins);
    } else {
        result.origins = batch.origins;
    }
    return result;
}

Batch concatenate(const SchemaPtr& schema, std::span<const Batch> batches) {
    Batch result;
    result.schema = schema;
    for (const Batch& batch : batches) result.numRows += batch.numRows;
    result.columns.reserve(schema->size());
    for (std::size_t index = 0; index < schema->size(); ++index) {
        if (batches.empty()) {
            result.columns.push_back(makeNullColumn((*schema)[index].type, 0));
            continue;
        }
        std::vector<ColumnPtr> parts;
        parts.reserve(batches.size());
        for (const Batch& batch : batches) {
            VITRINE_ASSERT(batch.columns.size() == schema->size());
            parts.push_back(batch.columns[index]);
        }
        result.columns.push_back(concatenate(parts));
    }
    return result;
}

}  // namespace vitrine
