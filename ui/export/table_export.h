// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <QString>

#include "core/base/result.h"
#include "core/data/time_zone.h"
#include "core/report/result_snapshot.h"
#include "ui/export/provenance.h"

namespace vitrine::ui {

/// How a table leaves the window. Times are written as Spark's JSON writer prints them, NULL is empty (CSV) or null.
enum class TableFormat : std::uint8_t {
    Csv,          ///< RFC 4180 with line feeds, exact
    ExcelFrench,  ///< `;`, decimal `,`, byte order mark, formulas neutralised
    Tsv,          ///< tabs, formulas neutralised
    Json,         ///< one object a line
};

/// The usual ending of a file: `csv`, `tsv`, `json`.
const char* extensionOf(TableFormat format);

/// The rows as text, for the clipboard. `rows` are result rows in the order wanted; all when empty.
std::string tableText(const ResultSnapshot& snapshot, TableFormat format, const TimeZone& zone,
                      const std::vector<std::uint64_t>& rows = {});

/// Writes the rows to `path` and, with a provenance, where they come from to `path.vitrine.json`. Blocks; any thread, the
/// snapshot is immutable. Errors: DiskFull, FileNotWritable, WriteFailed.
Result<void> writeTable(const QString& path, const ResultSnapshot& snapshot, TableFormat format, const TimeZone& zone,
                        const Provenance* provenance = nullptr, const std::vector<std::uint64_t>& rows = {});

}  // namespace vitrine::ui
