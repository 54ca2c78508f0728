// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/session_export.h"

#include <QCoreApplication>
#include <QFileInfo>

#include "ui/charts/default_charts.h"
#include "vitrine_version.h"

namespace vitrine::ui {
namespace {

QString translated(const char* text) {
    return QCoreApplication::translate("SessionExport", text);
}

ResultSnapshotPtr newest(QuerySession& session) {
    if (session.viewedBatch() >= 0) return session.snapshot();
    const auto running = session.controller().running();
    return running ? running->snapshot() : session.controller().snapshot();
}

Error nothingYet() {
    return Error(ErrorCode::InvalidArgument, translated(QT_TRANSLATE_NOOP("SessionExport", "There is no result to export yet.")).toStdString())
        .withWayOut(translated(QT_TRANSLATE_NOOP("SessionExport", "Wait for the first batch.")).toStdString());
}

Error unknownSuffix(const QString& path, const char* allowed) {
    return Error(ErrorCode::InvalidArgument,
                 translated(QT_TRANSLATE_NOOP("SessionExport", "“%1” has no ending that says its format.")).arg(path).toStdString())
        .withWayOut(translated(QT_TRANSLATE_NOOP("SessionExport", "Choose one of: %1.")).arg(QLatin1String(allowed)).toStdString());
}

Provenance provenanceOf(QuerySession& session, const ResultSnapshot& snapshot) {
    Provenance provenance = Provenance::of(snapshot, session.name(), session.zone().id(), VITRINE_VERSION);
    provenance.document = toJson(session.controller().plan() ? session.controller().plan()->document : session.document());
    const RowBalance& rows = session.controller().totals();
    provenance.rowsRead = rows.read;
    provenance.rowsLate = rows.late;
    provenance.rowsMalformed = rows.malformed;
    return provenance;
}

}  // namespace

std::vector<ChartSpec> chartsOf(QuerySession& session) {
    std::vector<ChartSpec> charts;
    for (const ChartSpec& chart : session.project().project().charts) {
        if (chart.query == session.name()) charts.push_back(chart);
    }
    if (charts.empty() && session.controller().shape()) charts = defaultCharts(*session.controller().shape(), session.name());
    return charts;
}

Result<void> exportSessionChart(QuerySession& session, const ChartSpec& spec, KeyColors& colours, const QString& path,
                                ChartExportOptions options) {
    const ResultSnapshotPtr snapshot = newest(session);
    if (!snapshot) return nothingYet();
    options.zone = session.zone();
    const ChartFrame frame = makeChartFrame(*snapshot, spec, session.zone(), colours);
    const Provenance provenance = provenanceOf(session, *snapshot);
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (suffix == QLatin1String("png")) return ChartExport::writePng(path, frame, options, provenance);
    if (suffix == QLatin1String("svg")) return ChartExport::writeSvg(path, frame, options, provenance);
    return unknownSuffix(path, "png, svg");
}

Result<TableFormat> tableFormatOf(const QString& path, TableFormat csvDialect) {
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (suffix == QLatin1String("json") || suffix == QLatin1String("jsonl")) return TableFormat::Json;
    if (suffix == QLatin1String("tsv")) return TableFormat::Tsv;
    if (suffix == QLatin1String("csv")) return csvDialect;
    return unknownSuffix(path, "csv, tsv, json");
}

Result<void> exportSessionTable(QuerySession& session, const QString& path, TableFormat csvDialect, bool withProvenance) {
    const ResultSnapshotPtr snapshot = newest(session);
    if (!snapshot) return nothingYet();
    VITRINE_TRY(const TableFormat format, tableFormatOf(path, csvDialect));
    const Provenance provenance = provenanceOf(session, *snapshot);
    return writeTable(path, *snapshot, format, session.zone(), withProvenance ? &provenance : nullptr);
}

}  // namespace vitrine::ui
