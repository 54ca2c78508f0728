// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ascii_case.h"

namespace vitrine {

enum class SqlTokenKind : std::uint8_t {
    Word,        ///< a name or a keyword
    QuotedName,  ///< `in back-quotes`
    Text,        ///< 'in single' or "in double quotes"
    Number,
    Symbol,      ///< one character
    Comment,
    Unfinished,  ///< a quote that is never closed; reaches to the end
};

/// A piece of a statement, by bytes: [begin, end).
struct SqlToken {
    SqlTokenKind kind = SqlTokenKind::Symbol;
    std::size_t begin = 0;
    std::size_t end = 0;

    std::string_view in(std::string_view sql) const { return sql.substr(begin, end - begin); }
};

/// Cuts text into tokens; blanks are left out. Any bytes are accepted. Spark's spelling: back-quotes around names, single and
/// double quotes around texts, `-- …` and `/* … */` comments. For highlighting, completion and splitting as well.
std::vector<SqlToken> sqlTokens(std::string_view sql);

/// The name or text without its quotes; other tokens as they stand.
std::string unquoted(std::string_view sql, const SqlToken& token);

/// The statements between semicolons, in order, without those that are blank or only a comment. A semicolon in a quote or a
/// comment separates nothing.
std::vector<std::string_view> splitStatements(std::string_view sql);

/// Words that the SQL panel highlights as keywords, upper case, sorted.
const std::vector<std::string_view>& sqlKeywords();

}  // namespace vitrine
