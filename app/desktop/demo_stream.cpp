// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/demo_stream.h"

#include <QDir>
#include <QStandardPaths>

#include "core/base/log.h"

namespace vitrine {
namespace {

constexpr int kFilesAtOnce = 24;
constexpr int kFilePeriodMilliseconds = 2000;

}  // namespace

QueryDocument demoQuery(const std::string& directory) {
    QueryDocument query;
    query.name = "actions_per_hour";
    query.source.path = directory;
    query.source.schema = "time TIMESTAMP, action STRING";
    query.steps.push_back({WithWatermarkStep{"time", "2 hours"}});
    query.steps.push_back({GroupByStep{{"window(time, '1 hour')", "action"}, {"count(*) AS count"}}});
    query.outputMode = "update";
    query.trigger = {TriggerSpec::Kind::ProcessingTime, "3 seconds"};
    query.conf["spark.sql.session.timeZone"] = "UTC";
    return query;
}

DemoStream::DemoStream(QObject* parent) : QObject(parent) {
    timer_.setInterval(kFilePeriodMilliseconds);
    connect(&timer_, &QTimer::timeout, this, [this] {
        if (const auto written = faucet_->writeNext(); !written) {
            log::warning(written.error().detail());
            timer_.stop();
        }
    });
}

Result<ui::Project> DemoStream::start() {
    stop();
    const QString cache = QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) + QStringLiteral("/vitrine");
    QDir().mkpath(cache);
    directory_ = std::make_unique<QTemporaryDir>(cache + QStringLiteral("/demo-XXXXXX"));
    if (!directory_->isValid()) {
        return Error(ErrorCode::FileNotWritable, tr("The demonstration needs a folder of its own below “%1”: %2.").arg(cache, directory_->errorString()).toStdString());
    }
    const std::string events = directory_->filePath(QStringLiteral("events")).toStdString();
    FaucetSpec spec;
    spec.lateShare = 0.001;
    VITRINE_TRY(faucet_, makeDemoFaucet(systemFiles(), events, spec));
    for (int file = 0; file < kFilesAtOnce; ++file) {
        if (auto written = faucet_->writeNext(); !written) return std::move(written).error();
    }
    timer_.start();
    ui::Project project;
    project.title = tr("Demonstration").toStdString();
    project.queries.push_back(demoQuery(events));
    project.colours["action"] = {{"Close", 0}, {"Open", 1}};
    return project;
}

void DemoStream::stop() {
    timer_.stop();
    faucet_.reset();
    directory_.reset();
}

}  // namespace vitrine
