// SPDX-License-Identifier: GPL-3.0-or-later
// A window that watches a file of 2,000 rows every 200 ms: how long an event-loop turn takes from the arrival of a result
// until every view shows it, how much memory it needs, and how long a stop takes at random moments.
//
// usage: bench_window [SECONDS] [STOPS]
#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <random>
#include <thread>

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTimer>

#include <fmt/format.h>
#include <unistd.h>

#include "app/connectors.h"
#include "ui/charts/chart_card.h"
#include "ui/pages/query_session.h"
#include "ui/pages/watch_page.h"
#include "ui/shell/main_window.h"
#include "ui/style/vitrine_style.h"

namespace {

using namespace vitrine;

constexpr int kRowsPerFile = 2000;
constexpr int kKeys = 8;
constexpr int kFilePeriodMilliseconds = 200;

double percentile(std::vector<double> values, double share) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size())))];
}

/// Measures every outermost event while a result is on its way to the screen.
class MeasuringApplication : public QApplication {
  public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override {
        if (depth_++ > 0) {
            const bool handled = QApplication::notify(receiver, event);
            --depth_;
            return handled;
        }
        QElapsedTimer timer;
        timer.start();
        const bool handled = QApplication::notify(receiver, event);
        if (measuring) turns.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
        --depth_;
        return handled;
    }

    bool measuring = false;
    std::vector<double> turns;   ///< milliseconds

  private:
    int depth_ = 0;
};

double residentMegabytes() {
    std::ifstream in("/proc/self/statm");
    long total = 0, resident = 0;
    in >> total >> resident;
    return static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

void writeFile(const std::string& directory, int number, std::mt19937_64& random) {
    const std::string hidden = directory + "/.writing";
    {
        std::ofstream out(hidden);
        for (int row = 0; row < kRowsPerFile; ++row) {
            // Ten minutes of event time a file, so that a minute of clock time fills sixty windows of an hour.
            const auto second = 1469491200 + number * 600 + static_cast<int>(random() % 600);
            out << fmt::format("{{\"time\":{},\"action\":\"key{}\"}}\n", second, random() % kKeys);
        }
    }
    std::rename(hidden.c_str(), fmt::format("{}/f{:06}.json", directory, number).c_str());
}

QueryDocument queryOn(const std::string& directory) {
    QueryDocument query;
    query.name = "keys_per_hour";
    query.source.path = directory;
    query.source.schema = "time TIMESTAMP, action STRING";
    query.steps.push_back({WithWatermarkStep{"time", "2 hours"}});
    query.steps.push_back({GroupByStep{{"window(time, '1 hour')", "action"}, {"count(*) AS count"}}});
    query.outputMode = "update";
    query.conf["spark.sql.session.timeZone"] = "UTC";
    return query;
}

void watchFor(MeasuringApplication& application, int seconds) {
    QTemporaryDir directory;
    const std::string events = directory.filePath("events").toStdString();
    QDir().mkpath(QString::fromStdString(events));
    ui::ShellServices services;
    services.connectors = &allConnectors();
    services.startDemo = [&]() -> Result<ui::Project> {
        ui::Project project;
        project.queries.push_back(queryOn(events));
        for (int number = 1; number <= 4; ++number) {
            ui::ChartSpec chart;
            chart.id = fmt::format("c{}", number);
            chart.query = "keys_per_hour";
            chart.type = number % 2 == 1 ? ui::ChartType::Bar : ui::ChartType::Line;
            chart.keys = {"window"};
            chart.groups = {"action"};
            chart.values = {{"count", ui::ValueAggregate::Sum}};
            chart.span = 60;
            project.charts.push_back(chart);
        }
        return project;
    };
    ui::MainWindow window(services);
    window.resize(1600, 1200);
    window.show();
    window.startDemo();

    std::atomic<bool> writing = true;
    std::jthread writer([&] {
        std::mt19937_64 random(1);
        for (int number = 0; writing; ++number) {
            writeFile(events, number, random);
            std::this_thread::sleep_for(std::chrono::milliseconds(kFilePeriodMilliseconds));
        }
    });

    std::vector<double> shown;
    QElapsedTimer sinceSnapshot;
    int snapshots = 0;
    ui::QuerySession* session = window.currentSession();
    QObject::connect(session, &ui::QuerySession::snapshotChanged, &window, [&] {
        ++snapshots;
        if (!application.measuring) sinceSnapshot.start();
        application.measuring = true;
    });
    QObject::connect(&window.scheduler(), &ui::FrameScheduler::turnFinished, &window, [&] {
        if (!window.scheduler().isIdle()) return;
        QTimer::singleShot(0, &window, [&] {  // after the paint events of the last view
            if (!application.measuring || !window.scheduler().isIdle()) return;
            application.measuring = false;
            shown.push_back(static_cast<double>(sinceSnapshot.nsecsElapsed()) / 1e6);
        });
    });
    double early = 0;
    QTimer::singleShot(seconds * 1000 / 4, &window, [&] { early = residentMegabytes(); });
    QTimer::singleShot(seconds * 1000, &window, [&] { application.quit(); });
    QApplication::exec();
    writing = false;
    fmt::print("window, {} s, {} rows every {} ms, 4 charts x {} keys x 60 windows, {} results\n", seconds, kRowsPerFile,
               kFilePeriodMilliseconds, kKeys, snapshots);
    fmt::print("  event-loop turn while a result is drawn  p50 {:.1f} ms  p99 {:.1f} ms  max {:.1f} ms  ({} turns)\n",
               percentile(application.turns, 0.5), percentile(application.turns, 0.99), percentile(application.turns, 1), application.turns.size());
    fmt::print("  result arrived until all views show it   p50 {:.1f} ms  p99 {:.1f} ms\n", percentile(shown, 0.5), percentile(shown, 0.99));
    fmt::print("  resident memory  {:.0f} MB after a quarter, {:.0f} MB at the end\n", early, residentMegabytes());
}

void stopAtRandomMoments(int stops) {
    QTemporaryDir directory;
    const std::string events = directory.filePath("events").toStdString();
    QDir().mkpath(QString::fromStdString(events));
    std::mt19937_64 random(2);
    for (int number = 0; number < 200; ++number) writeFile(events, number, random);
    const PlanResult planned = planQuery(queryOn(events), events, systemFiles());
    std::vector<double> times;
    for (int stop = 0; stop < stops; ++stop) {
        auto query = startQuery(planned.plan, allConnectors(), {});
        if (!query) std::abort();
        std::this_thread::sleep_for(std::chrono::microseconds(random() % 120'000));
        QElapsedTimer timer;
        timer.start();
        (*query)->requestStop();
        (*query)->awaitTermination(Millis(0));
        times.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    fmt::print("stop at {} random moments  p50 {:.1f} ms  max {:.1f} ms\n", stops, percentile(times, 0.5), percentile(times, 1));
}

}  // namespace

int main(int argc, char** argv) {
    const int seconds = argc > 1 ? std::atoi(argv[1]) : 60;
    const int stops = argc > 2 ? std::atoi(argv[2]) : 200;
    QTemporaryDir home;
    qputenv("XDG_CONFIG_HOME", home.path().toUtf8());
    MeasuringApplication application(argc, argv);
    ui::applyStyle(application);
    watchFor(application, seconds);
    stopAtRandomMoments(stops);
    return 0;
}
