// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/result_snapshot.h"

#include "core/base/check.h"

namespace vitrine {

ResultSnapshot::Position ResultSnapshot::at(std::uint64_t row) const {
    VITRINE_ASSERT(row < numRows);
    for (const auto& chunk : chunks) {
        if (row < chunk->rows.numRows) return {chunk.get(), static_cast<std::size_t>(row)};
        row -= chunk->rows.numRows;
    }
    VITRINE_ASSERT(!"a snapshot's chunks hold fewer rows than numRows");
    return {nullptr, 0};
}

}  // namespace vitrine
