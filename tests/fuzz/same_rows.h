// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/value.h"
#include "core/formats/read_bytes.h"
#include "tests/fuzz/fuzz_input.h"

namespace vitrine::test {

/// Reads `bytes` with the fast path and without: both fail, or both give the same rows and count the same malformed ones.
inline void requireSameRows(std::string_view format, ReadSpec spec, std::string_view bytes) {
    for (std::size_t column = 0; column < spec.schema->size(); ++column) spec.columns.push_back(column);
    spec.chunkRows = 7;
    spec.now = EventTime{Micros{1'795'223'319'089'000}};
    spec.fastPath = true;
    const auto fast = readBytes(format, spec, bytes);
    spec.fastPath = false;
    const auto exact = readBytes(format, spec, bytes);
    FUZZ_REQUIRE(fast.hasValue() == exact.hasValue());
    if (!fast) return;
    FUZZ_REQUIRE(fast->malformed.total == exact->malformed.total);
    const auto rowsOf = [&spec](const BytesRead& read) {
        std::vector<std::vector<Value>> rows;
        for (const Batch& batch : read.batches)
            for (std::size_t row = 0; row < batch.numRows; ++row) {
                auto& values = rows.emplace_back();
                for (std::size_t column = 0; column < spec.schema->size(); ++column) values.push_back(valueAt(batch.column(column), row));
            }
        return rows;
    };
    const auto fastRows = rowsOf(*fast);
    const auto exactRows = rowsOf(*exact);
    FUZZ_REQUIRE(fastRows.size() == exactRows.size());
    for (std::size_t row = 0; row < fastRows.size(); ++row)
        for (std::size_t column = 0; column < fastRows[row].size(); ++column)
            FUZZ_REQUIRE(compareValues(*(*spec.schema)[column].type, fastRows[row][column], exactRows[row][column]) == 0);
}

}  // namespace vitrine::test
