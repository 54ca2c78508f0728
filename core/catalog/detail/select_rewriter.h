// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace vitrine::detail {

/// A SELECT in SQLite's spelling, and where each piece of it came from.
struct RewrittenSelect {
    std::string sql;

    struct Piece {
        std::size_t begin, end;              ///< bytes in `sql`
        std::size_t originBegin, originEnd;  ///< bytes in the text as it was written
    };
    std::vector<Piece> pieces;

    std::size_t originOf(std::size_t at) const;

    /// What `part` of `sql` was in `original`, the text as it was written; `part` itself where that cannot be told.
    std::string_view asWritten(std::string_view part, std::string_view original) const;
};

/// Turns Spark's spelling into SQLite's where the words differ, and touches nothing else:
///  - names around a dot are quoted, so that they may be words of SQL (`outputDelta.table`); so are a few such words alone;
///  - a path in `structPaths` (lower case: `window.start`) becomes the name of that one column;
///  - `t@v3`, `t VERSION AS OF 3`, `t TIMESTAMP AS OF '…'` become a table called `t@v3` or `t@…` with the alias `t`;
///  - texts in double quotes are texts;
///  - `/` divides exactly; `<=>` compares with NULL; `TIMESTAMP '…'`, `DATE '…'` and casts to STRING, TIMESTAMP and DATE give
///    the texts that such columns have.
/// SqlFailed with atColumn() for what has no counterpart (`array[0]`).
Result<RewrittenSelect> rewriteSelect(std::string_view sql, const std::set<std::string>& structPaths);

}  // namespace vitrine::detail
