// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/data/batch.h"
#include "core/exec/group_table.h"

namespace vitrine {

/// The rows of a table that a stream is joined with, found by their keys. NULL keys match nothing; NaN matches NaN and
/// -0.0 matches 0.0. Filled once, then read by any number of threads.
class JoinTable {
  public:
    /// `keys` are columns of `rows`, which have `schema`. At most KeyLayout::kMaxKeys keys.
    JoinTable(const SchemaPtr& schema, std::span<const Batch> rows, const std::vector<std::size_t>& keys);

    /// The rows of `batch`, each with the columns of every table row whose keys equal its columns `keys`, in the order of
    /// the stream and then of the table. With `leftOuter` a row without a match comes once, with NULLs; else it is gone.
    Batch join(const Batch& batch, std::span<const std::size_t> keys, bool leftOuter, const SchemaPtr& output) const;

  private:
    static constexpr std::uint32_t kNone = 0;   ///< rows are numbered from 1 in chains

    Batch rows_;
    std::shared_ptr<const KeyLayout> layout_;
    GroupTable table_;                          ///< a group's own bytes: first and last row of its chain
    std::vector<std::uint32_t> next_;           ///< the row behind each in its chain
};

}  // namespace vitrine
