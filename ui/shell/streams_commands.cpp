// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QMessageBox>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>

#include "ui/pages/checkpoint_card.h"
#include "ui/pages/form_parts.h"
#include "ui/pages/query_session.h"
#include "ui/pages/sql_page.h"
#include "ui/pages/streams_board.h"
#include "ui/pages/streams_card.h"
#include "ui/shell/main_window.h"

namespace vitrine::ui {
namespace {

constexpr int kCheckpointWidth = 420;   // of the design, before scaling

/// What becomes of the rows that a query has written, when it starts over. Empty without outputs.
QStringList outputsAfterFreshStart(const QueryDocument& query) {
    bool folders = false, others = false;
    for (const SinkSpec& sink : query.sinks) {
        const QString format = QString::fromStdString(sink.format).toLower();
        if (format == QLatin1String("json") || format == QLatin1String("csv") || format == QLatin1String("parquet")) folders = true;
        else if (format != QLatin1String("memory") && format != QLatin1String("console")) others = true;
    }
    QStringList sentences;
    if (others && query.outputMode != "complete") sentences << MainWindow::tr("What its outputs hold stays there: they receive the rows a second time.");
    if (folders) sentences << MainWindow::tr("A folder of files keeps what it has, and takes no batch whose number it has already: name another folder to have all of it.");
    return sentences;
}

}  // namespace

void MainWindow::connectStreams() {
    monitor_ = new StreamsMonitor(services_.registry, services_.otherStreams, this);
    streams_ = new StreamsCard(sql_);
    checkpoint_ = new CheckpointCard(sql_);
    sql_->addTopCard(streams_);
    sql_->addSideCard(checkpoint_, kCheckpointWidth);
    const auto isOpen = [this](const std::string& name) {
        return std::any_of(sessions_.begin(), sessions_.end(), [&](const auto& session) { return session->name() == name; });
    };
    auto* board = new StreamsBoard(*monitor_, *streams_, *checkpoint_, isOpen, this);
    connect(board, &StreamsBoard::restartRequested, this, &MainWindow::restart);
    connect(board, &StreamsBoard::freshRequested, this, &MainWindow::restartFresh);
}

void MainWindow::watchStreams() {
    monitor_->setActive(pages_->currentWidget() == sql_);
}

/// Starts a query again from the list of streams, and stays there.
void MainWindow::restart(const QString& name) {
    const auto found = std::find_if(sessions_.begin(), sessions_.end(), [&](const auto& session) { return session->name() == name.toStdString(); });
    if (found == sessions_.end()) return;
    QuerySession& session = **found;
    tabs_->setCurrentIndex(static_cast<int>(found - sessions_.begin()));
    if (session.controller().isActive() || session.run()) {
        if (const auto query = session.controller().running()) streams_->choose(query->runId());
        return monitor_->refresh();
    }
    // Why not is said on the page that has the field.
    showPage(session.startError() ? WatchPageIndex : BuildPageIndex);
}

void MainWindow::restartFresh(const QString& name) {
    const auto found = std::find_if(sessions_.begin(), sessions_.end(), [&](const auto& session) { return session->name() == name.toStdString(); });
    if (found == sessions_.end()) return;
    QuerySession* session = found->get();
    QMessageBox box(QMessageBox::Question, tr("Restart fresh"), tr("Start %1 over?").arg(shownText(session->name())), QMessageBox::NoButton, this);
    box.setTextFormat(Qt::PlainText);
    QStringList details;
    if (session->controller().isActive()) details << tr("It is stopped; the batch in progress is abandoned.");
    details << tr("Its checkpoint is kept under a dated name beside it. The query begins with batch 0 and reads again what is in its source.");
    details << outputsAfterFreshStart(session->document());
    box.setInformativeText(details.join(QStringLiteral("\n\n")));
    QPushButton* yes = box.addButton(tr("Start over"), QMessageBox::AcceptRole);
    QPushButton* no = box.addButton(tr("Keep going"), QMessageBox::RejectRole);
    box.setDefaultButton(no);
    box.setEscapeButton(no);
    box.exec();
    if (box.clickedButton() != yes) return;
    const auto show = [this, session](const QString& aside) {
        checkpoint_->setAside(QString::fromStdString(session->name()), aside);
        if (const auto query = session->controller().running(); query && session->controller().isActive()) streams_->choose(query->runId());
        monitor_->refresh();
        if (!session->controller().isActive()) showPage(session->startError() ? WatchPageIndex : BuildPageIndex);
    };
    connect(session, &QuerySession::restartedFresh, this, show, Qt::SingleShotConnection);
    session->restartFresh();
}

bool MainWindow::consentTo(const std::vector<OutsideAction>& actions) {
    // Not yet saved, a project is known by the folder its paths start at.
    const QString document = project_.path().isEmpty() ? QString::fromStdString(project_.baseDirectory()) : project_.path();
    const QString key = consentKey(document, actions);
    if (settings_.isAllowed(key)) return true;
    QStringList details;
    bool runsCommand = false;
    for (const OutsideAction& action : actions) {
        const QString what = shownText(action.what);
        switch (action.kind) {
            case OutsideAction::Kind::Command:
                runsCommand = true;
                details << tr("Each batch runs the command:\n%1").arg(what);
                break;
            case OutsideAction::Kind::KafkaSource: details << tr("It reads from Kafka:\n%1").arg(what); break;
            case OutsideAction::Kind::KafkaSink: details << tr("It writes to Kafka:\n%1").arg(what); break;
        }
    }
    QMessageBox box(QMessageBox::Question, tr("Before the first run"),
                    runsCommand ? tr("May this query run a command on your computer?") : tr("May this query connect to Kafka?"), QMessageBox::NoButton, this);
    box.setTextFormat(Qt::PlainText);
    box.setInformativeText(details.join(QStringLiteral("\n\n")) + QStringLiteral("\n\n") + tr("You are asked once for this document, and again when this part of it changes."));
    QPushButton* yes = box.addButton(tr("Allow and run"), QMessageBox::AcceptRole);
    QPushButton* no = box.addButton(tr("Do not run"), QMessageBox::RejectRole);
    box.setDefaultButton(no);
    box.setEscapeButton(no);
    box.exec();
    if (box.clickedButton() != yes) return false;
    settings_.allow(key);
    return true;
}

}  // namespace vitrine::ui
