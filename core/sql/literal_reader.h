// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/sql/expression.h"
#include "core/sql/token.h"

namespace vitrine {

/// Type and value of a literal.
struct LiteralValue {
    TypePtr type;
    Value value;
};

/// A number token, negated when a minus stands before it: `1` INT, `3000000000` BIGINT, `0.1` DECIMAL(1,1), `1e2` DOUBLE.
Result<LiteralValue> readNumber(const Token& token, bool negative);

/// `DATE '…'`, `TIMESTAMP_NTZ '…'`, `TIMESTAMP '…'` (which keeps its text), by the upper-case type word.
Result<LiteralValue> readTypedLiteral(std::string_view typeWord, const Token& text);

/// X'1F'.
LiteralValue readHex(std::string_view digits);

/// `INTERVAL '1-2' YEAR TO MONTH`: `text` between the units `first` and `last` (upper case, singular or plural).
Result<LiteralValue> readUnitToUnit(std::string_view text, std::string_view first, std::string_view last);

/// `INTERVAL 1 DAY 2 HOURS` and `INTERVAL '1 day 2 hours'`: `words` is "1 DAY 2 HOURS". Year-month and day-time units do
/// not mix.
Result<LiteralValue> readMultiUnit(std::string_view words);

/// Whether `word` is a unit of intervals, singular or plural.
bool isIntervalUnit(std::string_view word);

}  // namespace vitrine
