// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/query/query_document.h"

namespace vitrine::detail {

using Json = nlohmann::ordered_json;

/// JSON nested deeper than this is refused.
inline constexpr int kMaxDepth = 64;

/// Reads JSON text; InvalidJson with line and column, or for nesting deeper than kMaxDepth. Keys that occur twice in one
/// object are appended to `duplicates` as JSON pointers; the last one counts.
Result<Json> readJson(std::string_view text, std::vector<std::string>& duplicates);

/// The document as JSON, canonical key order, defaults omitted.
Json toJsonTree(const QueryDocument& document);

/// Reads a JSON tree as a document.
ParsedDocument fromJsonTree(const Json& tree);

/// `pointer` extended by one reference token, escaped as RFC 6901 asks.
std::string pointerTo(std::string_view pointer, std::string_view token);
std::string pointerTo(std::string_view pointer, std::size_t index);

}  // namespace vitrine::detail
