// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/streams_board.h"

#include <algorithm>
#include <set>

#include <QDateTime>

#include "ui/bridge/streams_monitor.h"
#include "ui/pages/checkpoint_card.h"
#include "ui/pages/streams_card.h"

namespace vitrine::ui {

StreamsBoard::StreamsBoard(StreamsMonitor& monitor, StreamsCard& streams, CheckpointCard& checkpoint, std::function<bool(const std::string&)> isOpen,
                           QObject* parent)
    : QObject(parent), monitor_(monitor), streams_(streams), checkpoint_(checkpoint), isOpen_(std::move(isOpen)) {
    connect(&monitor_, &StreamsMonitor::streamsChanged, this, &StreamsBoard::refresh);
    connect(&monitor_, &StreamsMonitor::checkpointRead, &checkpoint_, &CheckpointCard::setSummary);
    connect(&streams_, &StreamsCard::chosenChanged, this, &StreamsBoard::follow);
    const auto stop = [this](qint64 process, const QString& runId) { monitor_.stop(process, runId.toStdString()); };
    connect(&streams_, &StreamsCard::stopRequested, this, stop);
    connect(&checkpoint_, &CheckpointCard::stopRequested, this, stop);
    connect(&streams_, &StreamsCard::stopAllRequested, this, &StreamsBoard::stopAll);
    connect(&streams_, &StreamsCard::restartRequested, this, &StreamsBoard::restartRequested);
    connect(&checkpoint_, &CheckpointCard::restartRequested, this, &StreamsBoard::restartRequested);
    connect(&checkpoint_, &CheckpointCard::freshRequested, this, &StreamsBoard::freshRequested);
    connect(&checkpoint_, &CheckpointCard::crashRequested, this, [this](const QString& runId) { monitor_.crash(runId.toStdString()); });
    refresh();
}

std::vector<StreamRow> StreamsBoard::rowsOf(const std::vector<ProcessStreams>& streams, const std::function<bool(const std::string&)>& isOpen) {
    std::vector<StreamRow> rows;
    std::set<std::string> named;   // queries of this process that are listed already
    for (const ProcessStreams& process : streams) {
        for (const QuerySummary& query : process.active) {
            rows.push_back({query, process.process, QString::fromStdString(process.program), false});
            if (process.process == 0) named.insert(query.name);
        }
    }
    for (const ProcessStreams& process : streams) {
        if (process.process != 0) continue;
        for (const QuerySummary& query : process.completed)
            rows.push_back({query, 0, QString(), !query.name.empty() && isOpen(query.name) && named.insert(query.name).second});
    }
    return rows;
}

void StreamsBoard::refresh() {
    QStringList unanswered;
    for (const ProcessStreams& process : monitor_.streams())
        if (!process.problem.empty()) unanswered << tr("Process %1 did not say what it runs: %2.").arg(process.process).arg(QString::fromStdString(process.problem));
    streams_.setStreams(rowsOf(monitor_.streams(), isOpen_), unanswered, WallTime{Millis{QDateTime::currentMSecsSinceEpoch()}});
    follow();
}

void StreamsBoard::follow() {
    const StreamRow* chosen = streams_.chosen();
    checkpoint_.setStream(chosen);
    monitor_.setCheckpoint(chosen != nullptr ? chosen->query.checkpoint : std::string());
}

void StreamsBoard::stopAll() {
    monitor_.refresh();   // also what was started a moment ago
    const std::vector<StreamRow> rows = streams_.model().rows();   // stopping changes what is listed
    for (const StreamRow& row : rows)
        if (row.isActive()) monitor_.stop(row.process, row.query.runId);
}

}  // namespace vitrine::ui
