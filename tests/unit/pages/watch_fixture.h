// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include <QApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "app/connectors.h"
#include "ui/bridge/frame_scheduler.h"
#include "ui/pages/query_panel.h"
#include "ui/pages/query_session.h"
#include "ui/pages/result_card.h"
#include "ui/pages/watch_page.h"

namespace vitrine::ui {

inline constexpr int kPatience = 60'000;

/// A directory of JSON files, read oldest first, and a query that counts its rows an hour and an action.
class WatchFixture {
  public:
    explicit WatchFixture(const std::string& mode = "update") : colours(std::make_shared<KeyColors>()) {
        Project with;
        QueryDocument query;
        query.name = "actions_live";
        query.source.path = directory.path().toStdString() + "/events";
        query.source.schema = "time TIMESTAMP, action STRING";
        query.source.options = {{"maxFilesPerTrigger", "1"}};
        query.steps = {Step{WithWatermarkStep{"time", "2 hours"}},
                       Step{GroupByStep{{"action", "window(time, '1 hour')"}, {"count(*) AS count"}}}};
        query.outputMode = mode;
        query.trigger = {TriggerSpec::Kind::AvailableNow, {}};
        query.conf = {{"spark.sql.session.timeZone", "UTC"}};
        with.queries.push_back(query);
        project.reset(with);
        QDir(directory.path()).mkdir(QStringLiteral("events"));
        session = std::make_unique<QuerySession>(project, allConnectors(), query.name);
        page = std::make_unique<WatchPage>(scheduler, colours);
        page->resize(1440, 900);
    }
    ~WatchFixture() { page->setSession(nullptr); }

    static QString row(const char* time, const char* action) {
        return QStringLiteral("{\"time\":\"2016-07-26T%1.000Z\",\"action\":\"%2\"}").arg(QLatin1String(time), QLatin1String(action));
    }
    void addFile(const QStringList& lines) {
        QFile file(directory.filePath(QStringLiteral("events/events-%1.json").arg(files_, 2, 10, QLatin1Char('0'))));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(lines.join(QLatin1Char('\n')).toUtf8() + '\n');
        file.flush();
        file.setFileTime(QDateTime::fromSecsSinceEpoch(1'700'000'000 + files_), QFileDevice::FileModificationTime);
        ++files_;
    }
    /// Four batches: the last one has a row that is late for its window and a line that is no JSON object. A batch drops by
    /// the watermark that the batch before it used, so the jump to 05:10 needs one batch more to take effect.
    void addFiles() {
        addFile({row("02:10:00", "Open"), row("02:20:00", "Open"), row("02:30:00", "Close"), row("03:10:00", "Open")});
        addFile({row("05:10:00", "Open"), row("06:20:00", "Close")});
        addFile({row("06:25:00", "Close")});
        addFile({row("02:59:00", "Open"), QStringLiteral("{\"time\":\"2016-07-26T06:30:00.000Z\",\"action\":"), row("06:40:00", "Open")});
    }
    void run() {
        QVERIFY(session->run());
        QTRY_COMPARE_WITH_TIMEOUT(session->controller().status().state, QueryState::Finished, kPatience);
        settle();
    }
    void settle() { QTRY_VERIFY_WITH_TIMEOUT((QApplication::processEvents(), scheduler.isIdle()), kPatience); }

    ResultCard* result() const { return page->findChild<ResultCard*>(); }
    QueryPanel* panel() const { return page->findChild<QueryPanel*>(); }
    PresetBox* box(const QString& name) const {
        for (PresetBox* box : page->findChildren<PresetBox*>()) {
            if (box->accessibleName() == name) return box;
        }
        return nullptr;
    }

    QTemporaryDir directory;
    ProjectDocument project;
    FrameScheduler scheduler;
    KeyColorsPtr colours;
    std::unique_ptr<QuerySession> session;
    std::unique_ptr<WatchPage> page;

  private:
    int files_ = 0;
};

}  // namespace vitrine::ui
