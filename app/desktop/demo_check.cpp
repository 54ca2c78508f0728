// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/demo_check.h"

#include <map>

#include <QDir>
#include <QEventLoop>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTimer>

#include <fmt/format.h>

#include "app/connectors.h"
#include "app/desktop/demo_stream.h"
#include "core/connect/faucet.h"
#include "core/formats/row_reader.h"
#include "ui/pages/query_session.h"
#include "ui/shell/session_export.h"

namespace vitrine {
namespace {

constexpr int kFiles = 12;
constexpr int kLongestMilliseconds = 20'000;
constexpr qint64 kHourMillis = 3'600'000;

/// Rows by start of the hour in milliseconds and action.
using Counts = std::map<std::pair<qint64, QString>, qint64>;

Error unexpected(const QString& sentence) { return Error(ErrorCode::Internal, sentence.toStdString()); }

template <typename Use>
Result<void> eachObject(const QString& path, Use use) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return unexpected(path + QStringLiteral(": ") + file.errorString());
    while (!file.atEnd()) use(QJsonDocument::fromJson(file.readLine()).object());
    return {};
}

/// What the files hold, counted without the engine.
Result<Counts> countLines(const QDir& events) {
    Counts counts;
    for (const QString& name : events.entryList(QDir::Files)) {
        VITRINE_CHECK_OK(eachObject(events.filePath(name), [&](const QJsonObject& row) {
            const QJsonValue time = row.value(QStringLiteral("time"));
            if (!time.isDouble()) return;
            const auto millis = static_cast<qint64>(time.toDouble() * 1000);
            ++counts[{millis - millis % kHourMillis, row.value(QStringLiteral("action")).toString()}];
        }));
    }
    return counts;
}

Result<Counts> readTable(const QString& path) {
    Counts counts;
    VITRINE_CHECK_OK(eachObject(path, [&](const QJsonObject& row) {
        const QString start = row.value(QStringLiteral("window")).toObject().value(QStringLiteral("start")).toString();
        counts[{QDateTime::fromString(start, Qt::ISODateWithMs).toMSecsSinceEpoch(), row.value(QStringLiteral("action")).toString()}] +=
            row.value(QStringLiteral("count")).toInteger();
    }));
    return counts;
}

Result<void> runToTheEnd(ui::QuerySession& session) {
    QEventLoop loop;
    QTimer timeout;
    timeout.setSingleShot(true);
    QObject::connect(&timeout, &QTimer::timeout, &loop, [&loop] { loop.exit(1); });
    QObject::connect(&session.controller(), &ui::QueryController::terminated, &loop, [&loop] { loop.exit(0); });
    if (!session.run()) {
        return session.diagnostics().empty() ? unexpected(QStringLiteral("The query could not be started.")) : session.diagnostics().front().error;
    }
    timeout.start(kLongestMilliseconds);
    if (loop.exec() != 0) return unexpected(QStringLiteral("The query did not end within %1 s.").arg(kLongestMilliseconds / 1000));
    const QueryStatus& status = session.controller().status();
    if (status.state == QueryState::Failed) return status.error ? *status.error : unexpected(QString::fromStdString(status.message));
    return {};
}

}  // namespace

bool hasParquet() {
    ReadSpec spec;
    spec.schema = std::make_shared<Schema>();
    const auto format = makeFormat("parquet", std::move(spec));
    return format || format.error().code() != ErrorCode::PartMissing;
}

Result<void> checkDemo() {
    const QString cache = QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) + QStringLiteral("/vitrine");
    QDir().mkpath(cache);
    const QTemporaryDir directory(cache + QStringLiteral("/self-test-XXXXXX"));
    if (!directory.isValid()) return unexpected(directory.errorString());

    const QString events = directory.filePath(QStringLiteral("events"));
    VITRINE_TRY(const std::unique_ptr<Faucet> faucet, makeDemoFaucet(systemFiles(), events.toStdString(), FaucetSpec()));
    for (int file = 0; file < kFiles; ++file) {
        if (auto written = faucet->writeNext(); !written) return std::move(written).error();
    }
    QueryDocument query = demoQuery(events.toStdString());
    query.outputMode = "complete";
    query.trigger = {TriggerSpec::Kind::AvailableNow, {}};
    const QString table = directory.filePath(QStringLiteral("table"));
    if (hasParquet()) {
        SinkSpec sink;
        sink.format = "delta";
        sink.path = table.toStdString();
        query.sinks.push_back(std::move(sink));
        query.checkpoint = directory.filePath(QStringLiteral("checkpoint")).toStdString();
    }
    ui::ProjectDocument project;
    ui::Project content;
    const std::string name = query.name;
    content.queries.push_back(std::move(query));
    project.reset(std::move(content));
    ui::QuerySession session(project, allConnectors(), name);
    VITRINE_CHECK_OK(runToTheEnd(session));

    const QString rows = directory.filePath(QStringLiteral("rows.json"));
    VITRINE_CHECK_OK(ui::exportSessionTable(session, rows, ui::TableFormat::Json, false));
    VITRINE_TRY(const Counts expected, countLines(QDir(events)));
    VITRINE_TRY(const Counts found, readTable(rows));
    if (expected.empty() || found != expected) {
        return unexpected(QStringLiteral("The result has %1 rows and is not what its %2 files hold.").arg(found.size()).arg(kFiles));
    }
    if (hasParquet() && QDir(table).entryList({QStringLiteral("*.parquet")}).isEmpty()) return unexpected(QStringLiteral("The Delta table has no file."));

    const auto charts = ui::chartsOf(session);
    if (charts.empty()) return unexpected(QStringLiteral("The result has no chart."));
    ui::KeyColors colours{project.project().colours};
    for (const char* ending : {"png", "svg"}) {
        const QString picture = directory.filePath(QStringLiteral("chart.%1").arg(QLatin1String(ending)));
        VITRINE_CHECK_OK(ui::exportSessionChart(session, charts.front(), colours, picture, {}));
        if (QFileInfo(picture).size() < 1000) return unexpected(QStringLiteral("The chart is empty as %1.").arg(QLatin1String(ending)));
    }
    return {};
}

}  // namespace vitrine
