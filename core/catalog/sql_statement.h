// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace vitrine {

/// What a statement of the SQL panel asks for, read from its words alone.
struct SqlStatement {
    enum class Kind : std::uint8_t {
        Select,          ///< also WITH and VALUES
        CreateDatabase,
        ShowDatabases,
        UseDatabase,
        ShowTables,
        DescribeTable,
        DescribeHistory,
        DropTable,
    };

    Kind kind = Kind::Select;
    std::string text;                 ///< without a final semicolon
    std::vector<std::string> target;  ///< the parts of the name: of a database or a table; may be empty for SHOW TABLES
    std::string pattern;              ///< of SHOW … LIKE: `*` and `|` as in Spark
    bool tolerant = false;            ///< IF EXISTS, IF NOT EXISTS
};

/// Reads one statement. SqlRefused for what changes data or settings and for a second statement, SqlFailed for what is no
/// statement; atColumn() in characters.
Result<SqlStatement> readStatement(std::string_view sql);

/// The number of characters before byte `offset`.
int charactersBefore(std::string_view text, std::size_t offset);

}  // namespace vitrine
