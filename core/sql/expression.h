// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/data/type.h"
#include "core/data/value.h"

namespace vitrine {

struct Expression;
using ExpressionPtr = std::shared_ptr<const Expression>;

enum class ExpressionKind : std::uint8_t {
    Literal,    ///< `literal` of `type`; one of TIMESTAMP keeps its text (std::string), for the instant depends on the zone
    Column,     ///< `nameParts`: column, then struct fields: `window.start`
    Star,       ///< `*`
    Call,       ///< function or operator `name` on `children`; operators by their symbol: "+", "AND", "=", "<=>", "IN", "LIKE" …
    Cast,       ///< children[0] to `type`; `isTry` for TRY_CAST
    Case,       ///< children: [operand if hasOperand] (when, then)* [else if hasElse]
    Field,      ///< children[0] . name
    Subscript,  ///< children[0] [ children[1] ]
    Lambda,     ///< parameters nameParts, body children[0]
    Alias,      ///< children[0] AS name
};

/// Expression text as a tree, before names and types are resolved. Immutable; `begin`/`end` are byte offsets into the text.
struct Expression {
    ExpressionKind kind = ExpressionKind::Literal;
    std::string name;                      ///< function in lower case, operator, field or alias
    std::vector<std::string> nameParts;
    std::vector<ExpressionPtr> children;
    TypePtr type;
    Value literal;
    bool isTry = false;
    bool isDistinct = false;               ///< aggregate call with DISTINCT
    bool isNegated = false;                ///< NOT IN, NOT LIKE, NOT BETWEEN, IS NOT …
    bool hasOperand = false;
    bool hasElse = false;
    bool ignoreNulls = false;
    bool isOver = false;                   ///< an analytic call with OVER (…), which streams refuse
    ExpressionPtr filter;                  ///< FILTER (WHERE …)
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::uint32_t height = 1;              ///< levels of the tree below, this one included; at most kMaxExpressionHeight
};

/// Deeper trees are refused, so that no recursion over one exhausts the stack.
inline constexpr std::uint32_t kMaxExpressionHeight = 500;

/// Reads one Spark SQL expression, an alias allowed at the end (`count(*) AS n`). ExpressionSyntax with atColumn(): what
/// was expected there, and the nearest word where one is close.
Result<ExpressionPtr> parseExpression(std::string_view text);

enum class NullsOrder : std::uint8_t { First, Last };

struct SortOrder {
    ExpressionPtr expression;
    bool descending = false;
    NullsOrder nulls = NullsOrder::First;  ///< default: first when ascending, last when descending
};

/// Reads `expr [ASC|DESC] [NULLS FIRST|LAST]`.
Result<SortOrder> parseSortOrder(std::string_view text);

/// The name Spark gives the column of an expression without alias: `count(1)`, `sum(x)`, `(a + 1)`, `window`, `start`.
std::string columnNameOf(const Expression& expression);

/// Text that parses back to an equal tree.
std::string toSql(const Expression& expression);

}  // namespace vitrine
