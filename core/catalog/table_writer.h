// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/catalog/workspace.h"

namespace vitrine {

/// A query that is active, and one place that it writes to.
struct TableWriter {
    std::string query;                  ///< its name, or its id when it has none
    std::int64_t process = 0;           ///< 0: this one
    std::string path;                   ///< absolute: the directory, or the SQLite file
    std::string table{};                ///< within the SQLite file
};

/// Says which queries write somewhere now, in all processes of the user that answer. Any thread; may block for about half a second.
using TableWriters = std::function<std::vector<TableWriter>()>;

/// SqlRefused, naming the query, when one of `writers` writes `table`.
Result<void> checkUnwritten(const CatalogTable& table, const std::vector<TableWriter>& writers);

}  // namespace vitrine
