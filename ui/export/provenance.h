// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/report/result_snapshot.h"

namespace vitrine::ui {

/// Where an exported picture or table comes from, enough to make it again. Holds no user and no host name; the document's
/// paths are relative.
struct Provenance {
    std::string document;  ///< JSON text of the query; empty when unknown
    std::string query;     ///< its name
    std::string statement{};  ///< SQL that gave the rows; empty for a query's own result
    std::int64_t batch = -1;
    std::optional<WallTime> watermark;
    std::uint64_t rows = 0;                 ///< of the result
    std::optional<std::uint64_t> rowsRead;  ///< of the query so far
    std::optional<std::uint64_t> rowsLate;
    std::optional<std::uint64_t> rowsMalformed;
    bool hasOpenWindows = false;
    std::string zone = "UTC";
    std::string version;  ///< of Vitrine

    /// What a snapshot knows; the caller adds document and row counts.
    static Provenance of(const ResultSnapshot& snapshot, std::string query, std::string zone, std::string version);
};

/// JSON, one line, keys in a fixed order: {"vitrine":1,"version":…,"query":…,"batch":…}.
std::string toJson(const Provenance& provenance);

/// `name_batch57_20160728T100500Z.svg`, from query, batch and watermark.
std::string suggestedFileName(const Provenance& provenance, std::string_view extension);

}  // namespace vitrine::ui
