// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/data/batch.h"

namespace vitrine::test {

using Json = nlohmann::ordered_json;

/// One cell as the cases write it: decimals, timestamps and dates as text, structs as objects, maps as lists of pairs.
Json cellJson(const Column& column, std::size_t row);

/// Row `row` as an array in column order.
Json rowJson(const Batch& batch, std::size_t row);

/// Whether two cells are the same answer: doubles within a relative 1e-9; -0.0 and 0.0 alike where `zeroSignFree`.
bool sameCell(const Json& expected, const Json& got, bool zeroSignFree);

/// The first difference between two lists of rows, compared as lists when `ordered`, else as multisets; empty when equal.
std::optional<std::string> differenceOfRows(const Json& expected, const std::vector<Json>& got, bool ordered, bool zeroSignFree);

}  // namespace vitrine::test
