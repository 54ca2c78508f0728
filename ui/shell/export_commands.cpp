// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QStackedWidget>

#include "ui/export/provenance.h"
#include "ui/pages/query_session.h"
#include "ui/pages/sql_page.h"
#include "ui/shell/main_window.h"
#include "ui/shell/session_export.h"
#include "ui/widgets/banner.h"
#include "vitrine_version.h"

namespace vitrine::ui {
namespace {

QString suggestedPath(const UserSettings& settings, QuerySession& session, std::string_view extension) {
    const ResultSnapshotPtr snapshot = session.snapshot();
    const Provenance provenance = Provenance::of(*snapshot, session.name(), session.zone().id(), VITRINE_VERSION);
    return QDir(settings.lastFolder()).filePath(QString::fromStdString(suggestedFileName(provenance, extension)));
}

}  // namespace

Result<void> MainWindow::exportChart(const std::string& chartId, const QString& path) {
    QuerySession* session = currentSession();
    if (session == nullptr) return Error(ErrorCode::InvalidArgument, tr("No query is open.").toStdString());
    for (const ChartSpec& chart : chartsOf(*session)) {
        if (!chartId.empty() && chart.id != chartId) continue;
        ChartExportOptions options;
        options.locale = QLocale();
        return exportSessionChart(*session, chart, *colours_, path, options);
    }
    return Error(ErrorCode::InvalidArgument, tr("The query has no chart “%1”.").arg(QString::fromStdString(chartId)).toStdString());
}

Result<void> MainWindow::exportTable(const QString& path) {
    QuerySession* session = currentSession();
    if (session == nullptr) return Error(ErrorCode::InvalidArgument, tr("No query is open.").toStdString());
    return exportSessionTable(*session, path);
}

void MainWindow::exportChartDialog(const std::string& chartId) {
    QuerySession* session = currentSession();
    if (session == nullptr || !session->snapshot()) return;
    const QString path = QFileDialog::getSaveFileName(this, tr("Export the chart"), suggestedPath(settings_, *session, "png"),
                                                      tr("PNG picture (*.png);;SVG drawing (*.svg)"));
    if (path.isEmpty()) return;
    settings_.setLastFolder(QFileInfo(path).absolutePath());
    if (auto written = exportChart(chartId, path); !written) report(QStringLiteral("export"), written.error());
    else banners_->remove(QStringLiteral("export"));
}

/// Asks where a table goes, and how; empty when it goes nowhere.
QString MainWindow::askForTablePath(const QString& suggested, TableFormat& csvDialect) {
    const QString excel = tr("CSV for Excel in French (*.csv)");
    QString chosen;
    const QString path = QFileDialog::getSaveFileName(this, tr("Export the table"), suggested,
                                                      tr("CSV (*.csv)") + QStringLiteral(";;") + excel + QStringLiteral(";;") +
                                                          tr("Tab-separated (*.tsv)") + QStringLiteral(";;") + tr("JSON lines (*.json)"),
                                                      &chosen);
    csvDialect = chosen == excel ? TableFormat::ExcelFrench : TableFormat::Csv;
    if (!path.isEmpty()) settings_.setLastFolder(QFileInfo(path).absolutePath());
    return path;
}

void MainWindow::exportTableDialog() {
    if (pages_->currentWidget() == sql_) return exportSqlDialog();
    QuerySession* session = currentSession();
    if (session == nullptr || !session->snapshot()) return;
    TableFormat dialect = TableFormat::Csv;
    const QString path = askForTablePath(suggestedPath(settings_, *session, "csv"), dialect);
    if (path.isEmpty()) return;
    const auto written = exportSessionTable(*session, path, dialect);
    if (!written) report(QStringLiteral("export"), written.error());
    else banners_->remove(QStringLiteral("export"));
}

}  // namespace vitrine::ui
