// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QStackedWidget>

#include "core/catalog/workspace.h"
#include "ui/export/provenance.h"
#include "ui/pages/query_session.h"
#include "ui/pages/sql_card.h"
#include "ui/pages/sql_page.h"
#include "ui/shell/main_window.h"
#include "ui/shell/session_export.h"
#include "ui/widgets/banner.h"
#include "vitrine_version.h"

namespace vitrine::ui {

void MainWindow::exportSqlDialog() {
    if (!sql_->sql()->answer() || sql_->sql()->answer()->columns.empty()) return;
    TableFormat dialect = TableFormat::Csv;
    const QString path = askForTablePath(QDir(settings_.lastFolder()).filePath(QStringLiteral("sql.csv")), dialect);
    if (path.isEmpty()) return;
    if (auto written = exportSql(path, dialect); !written) report(QStringLiteral("export"), written.error());
    else banners_->remove(QStringLiteral("export"));
}

Result<void> MainWindow::exportSql(const QString& path, TableFormat csvDialect) {
    const SqlCard& card = *sql_->sql();
    const SqlAnswerPtr answer = card.answer();
    if (!answer || answer->columns.empty()) return Error(ErrorCode::InvalidArgument, tr("There are no rows.").toStdString());
    VITRINE_TRY(const TableFormat format, tableFormatOf(path, csvDialect));
    const ResultSnapshotPtr snapshot = snapshotOf(*answer);
    Provenance provenance = Provenance::of(*snapshot, {}, card.zone().id(), VITRINE_VERSION);
    provenance.statement = card.statementShown().toStdString();
    return writeTable(path, *snapshot, format, card.zone(), &provenance);
}

/// What statements may read: the results of this window's queries, and the workspace of its project.
SqlSurroundings MainWindow::sqlSurroundings() const {
    SqlSurroundings around;
    around.workspace = workspaceDirectory({}, project_.path().toStdString());
    around.writers = monitor_->tableWriters();
    around.conf.zone = currentSession() ? currentSession()->zone() : TimeZone::local();
    for (const auto& session : sessions_) around.live.push_back({session->name(), session->controller().shape(), session->controller().snapshot()});
    return around;
}

void MainWindow::connectSql() {
    SqlCard* card = sql_->sql();
    card->setSurroundings([this] { return sqlSurroundings(); });
    card->setHistory(settings_.sqlHistory());
    connect(card, &SqlCard::historyChanged, this, [this, card] { settings_.setSqlHistory(card->history()); });
    connect(card, &SqlCard::exportRequested, this, &MainWindow::exportSqlDialog);
    connect(&project_, &ProjectDocument::pathChanged, card, [card] {
        card->resetDatabase();
        card->refreshCatalog();
    });
}

}  // namespace vitrine::ui
