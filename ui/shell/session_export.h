// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "core/base/result.h"
#include "ui/charts/key_colors.h"
#include "ui/export/chart_export.h"
#include "ui/export/table_export.h"
#include "ui/pages/query_session.h"

namespace vitrine::ui {

/// Writes chart `spec` of the session's newest result; PNG or SVG by the suffix of `path`. InvalidArgument for another
/// suffix and while there is no result. Window thread; blocks on the disk.
Result<void> exportSessionChart(QuerySession& session, const ChartSpec& spec, KeyColors& colours, const QString& path,
                                ChartExportOptions options);

/// The format that a table's file is written in; InvalidArgument for an unknown suffix.
Result<TableFormat> tableFormatOf(const QString& path, TableFormat csvDialect);

/// Writes the session's newest result. `csvDialect` is used for the suffix csv; tsv and json follow the suffix.
Result<void> exportSessionTable(QuerySession& session, const QString& path, TableFormat csvDialect = TableFormat::Csv,
                                bool withProvenance = true);

/// The charts of the project for this query, or those its result would get first.
std::vector<ChartSpec> chartsOf(QuerySession& session);

}  // namespace vitrine::ui
