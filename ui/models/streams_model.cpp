// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/streams_model.h"

#include <algorithm>
#include <cmath>

#include <QDateTime>
#include <QLocale>

namespace vitrine::ui {
namespace {

QString fromText(const std::string& text) { return QString::fromStdString(text); }

QString rateText(const std::optional<double>& rate) {
    if (!rate) return QStringLiteral("–");
    const QLocale locale;
    return *rate >= 100 ? locale.toString(std::round(*rate), 'f', 0) : locale.toString(*rate, 'f', *rate == std::round(*rate) ? 0 : 1);
}

QString durationText(Millis duration) {
    const QLocale locale;
    if (duration.count() < 1000) return StreamsModel::tr("%1 ms").arg(locale.toString(static_cast<qlonglong>(duration.count())));
    return StreamsModel::tr("%1 s").arg(locale.toString(static_cast<double>(duration.count()) / 1000.0, 'f', duration.count() % 1000 == 0 ? 0 : 1));
}

QString clockText(WallTime time) {
    const QDateTime moment = QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count());
    return QLocale().toString(moment.time(), QStringLiteral("HH:mm:ss"));
}

QString dateText(WallTime time) {
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count()), QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

QString ageText(WallTime then, WallTime now) {
    const auto seconds = (now - then).count() / 1000;
    if (seconds < 1) return StreamsModel::tr("now");
    if (seconds < 60) return StreamsModel::tr("%1 s ago").arg(seconds);
    if (seconds < 3600) return StreamsModel::tr("%1 min ago").arg(seconds / 60);
    return clockText(then);
}

bool isSameRun(const StreamRow& left, const StreamRow& right) {
    return left.query.runId == right.query.runId && left.process == right.process && left.isActive() == right.isActive() &&
           left.isRestartable == right.isRestartable;
}

}  // namespace

QString streamStateWord(const QuerySummary& query) {
    switch (query.state) {
        case QueryState::NotStarted: return StreamsModel::tr("Not started");
        case QueryState::Starting: return StreamsModel::tr("Starting");
        case QueryState::Running: return query.isBehind() ? StreamsModel::tr("Behind") : query.isTriggerActive ? StreamsModel::tr("Running") : StreamsModel::tr("Waiting");
        case QueryState::Paused: return StreamsModel::tr("Paused");
        case QueryState::Stopping: return StreamsModel::tr("Stopping");
        case QueryState::Stopped: return StreamsModel::tr("Stopped");
        case QueryState::Finished: return StreamsModel::tr("Finished");
        case QueryState::Failed: return StreamsModel::tr("Failed");
    }
    return {};
}

QString triggerWords(const QuerySummary& query) {
    if (query.interval > Millis{0}) return StreamsModel::tr("every %1").arg(durationText(query.interval));
    if (query.trigger.empty()) return StreamsModel::tr("at once");
    if (query.trigger == "once") return StreamsModel::tr("once");
    if (query.trigger == "available now") return StreamsModel::tr("all that is there");
    return StreamsModel::tr("continuous");
}

StreamsModel::StreamsModel(QObject* parent) : QAbstractTableModel(parent) {}

void StreamsModel::setRows(std::vector<StreamRow> rows, WallTime now) {
    now_ = now;
    const bool same = rows.size() == rows_.size() && std::equal(rows.begin(), rows.end(), rows_.begin(), isSameRun);
    if (!same) {
        beginResetModel();
        rows_ = std::move(rows);
        endResetModel();
        return;
    }
    rows_ = std::move(rows);
    if (!rows_.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
}

const StreamRow* StreamsModel::rowAt(int row) const {
    return row >= 0 && row < rowCount() ? &rows_[static_cast<std::size_t>(row)] : nullptr;
}

int StreamsModel::activeCount() const {
    return static_cast<int>(std::count_if(rows_.begin(), rows_.end(), [](const StreamRow& row) { return row.isActive(); }));
}

void StreamsModel::retranslate() {
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, kColumns - 1);
    if (!rows_.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
}

QString StreamsModel::asPySpark() const {
    QString text = QStringLiteral("for stream in spark.streams.active:      # Loop over all active streams\n"
                                  "    print(\" {} ({})\".format(stream.name, stream.id))\n");
    for (const StreamRow& row : rows_) {
        if (!row.isActive()) continue;
        QString name = row.query.name.empty() ? QStringLiteral("None") : fromText(row.query.name);
        name.replace(QLatin1Char('\n'), QLatin1Char(' '));
        text += QStringLiteral("#  %1 (%2)\n").arg(name, fromText(row.query.id));
    }
    return text;
}

int StreamsModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(rows_.size()); }
int StreamsModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumns; }

QString StreamsModel::text(const StreamRow& row, int column) const {
    const QuerySummary& query = row.query;
    switch (column) {
        case State: return streamStateWord(query);
        case Name: return query.name.empty() ? tr("<no name>") : fromText(query.name);
        case Id: return fromText(query.id);
        case Mode: return fromText(query.outputMode);
        case WritesTo: {
            if (query.sinks.empty()) return tr("charts");
            QStringList sinks;
            for (const SinkSummary& sink : query.sinks) {
                // `FileSink[file:/out]` is read as `file:/out`.
                const QString whole = fromText(sink.description);
                const int open = static_cast<int>(whole.indexOf(QLatin1Char('[')));
                const bool isPlace = open > 0 && whole.endsWith(QLatin1Char(']')) && whole.contains(QLatin1Char('/'));
                sinks << (isPlace ? whole.mid(open + 1, whole.size() - open - 2) : open > 0 ? whole.left(open) : whole);
            }
            const bool once = std::all_of(query.sinks.begin(), query.sinks.end(), [](const SinkSummary& sink) { return sink.exactlyOnce; });
            return (once ? tr("%1, exactly once") : tr("%1, at least once")).arg(sinks.join(QStringLiteral(", ")));
        }
        case Trigger: return triggerWords(query);
        case InputRate: return rateText(row.isActive() ? query.inputRate : query.meanInputRate);
        case ProcessedRate: return rateText(row.isActive() ? query.processedRate : query.meanProcessedRate);
        case Duration: return query.lastBatch ? durationText(query.lastDuration) : QStringLiteral("–");
        case Batch: return query.lastBatch ? QLocale().toString(static_cast<qlonglong>(*query.lastBatch)) : QStringLiteral("–");
        case LastProgress:
            if (query.ended) return tr("ended %1").arg(clockText(*query.ended));
            return query.lastProgress ? ageText(*query.lastProgress, now_) : tr("none yet");
        case Process: return row.process == 0 ? tr("this window") : tr("%1 %2").arg(row.program).arg(row.process);
        default: return {};
    }
}

QString StreamsModel::toolTip(const StreamRow& row, int column) const {
    const QuerySummary& query = row.query;
    QStringList lines;
    switch (column) {
        case State:
            lines << fromText(query.message);
            if (!query.error.empty()) lines << fromText(query.error);
            if (query.isBehind()) lines << tr("The last batch took %1, longer than the %2 between two triggers.").arg(durationText(query.lastDuration), durationText(query.interval));
            for (const std::string& note : query.notes) lines << fromText(note);
            break;
        case Name:
        case Id: lines << tr("id %1").arg(fromText(query.id)) << tr("run id %1").arg(fromText(query.runId)) << tr("since %1").arg(dateText(query.started)); break;
        case WritesTo:
            for (const SinkSummary& sink : query.sinks) lines << (sink.exactlyOnce ? tr("%1: exactly once") : tr("%1: at least once")).arg(fromText(sink.description));
            if (!query.checkpoint.empty()) lines << tr("checkpoint %1").arg(fromText(query.checkpoint));
            break;
        case InputRate:
        case ProcessedRate:
            lines << tr("rows a second, on average over the last batches: %1 in, %2 processed").arg(rateText(query.meanInputRate), rateText(query.meanProcessedRate));
            break;
        case LastProgress:
            if (query.lastProgress) lines << dateText(*query.lastProgress);
            break;
        default: break;
    }
    return lines.join(QLatin1Char('\n'));
}

QVariant StreamsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const StreamRow& row = rows_[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole: return text(row, index.column());
        case Qt::ToolTipRole: {
            const QString tip = toolTip(row, index.column());
            return tip.isEmpty() ? QVariant() : QVariant(tip);
        }
        case Qt::TextAlignmentRole: {
            const bool isNumber = index.column() >= InputRate && index.column() <= Batch;
            return QVariant::fromValue(static_cast<int>((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
        }
        default: return {};
    }
}

QVariant StreamsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) {
        return static_cast<int>((section >= InputRate && section <= Batch ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole) return {};
    return QStringList{tr("status"), tr("name"), tr("id"), tr("mode"), tr("writes to"), tr("trigger"), tr("input rows/s"), tr("processed rows/s"),
                       tr("took"), tr("batch"), tr("last progress"), tr("runs in"), QString()}
        .value(section);
}

}  // namespace vitrine::ui
