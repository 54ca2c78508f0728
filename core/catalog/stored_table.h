// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/catalog/sql_table.h"
#include "core/catalog/workspace.h"

namespace vitrine {

/// A past version of a Delta table: `t@v3`, `t VERSION AS OF 3`, or the last one at a time: `t TIMESTAMP AS OF '…'`.
struct TableVersion {
    std::optional<std::int64_t> number;
    std::optional<WallTime> time;

    bool isNewest() const noexcept { return !number && !time; }
};

/// Opens a table of the catalog; later writes do not change what is read from it. A table of files is read with its registered
/// schema, else with an inferred one. Errors: TableNotFound (also for a version that is not there), TableDamaged,
/// UnsupportedFormat (also a past version of what keeps none), the errors of the format. Blocks on the disk.
Result<SqlTablePtr> openTable(FileSystem& files, const CatalogTable& table, const TableVersion& version, const SessionConf& conf);

/// `delta.`/path``, `json.`/path``: a directory that stands in no catalog. True for the words before the dot.
bool isPathFormat(std::string_view word);

}  // namespace vitrine
