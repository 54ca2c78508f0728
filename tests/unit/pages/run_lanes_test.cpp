// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>

#include <QClipboard>
#include <QKeyEvent>
#include <QListWidget>
#include <nlohmann/json.hpp>

#include "tests/unit/pages/watch_fixture.h"
#include "ui/pages/metric_graph.h"
#include "ui/pages/metrics_lane.h"
#include "ui/pages/progress_lane.h"
#include "ui/style/vitrine_style.h"
#include "ui/widgets/badge_tab_bar.h"

namespace vitrine::ui {
namespace {

std::deque<BatchReportPtr> reportsOf(int count, bool withState) {
    std::deque<BatchReportPtr> reports;
    for (int batch = 0; batch < count; ++batch) {
        auto report = std::make_shared<BatchReport>();
        report->batchId = batch;
        report->triggerStart = WallTime(Millis(1'000'000 + batch * 3000));
        report->numInputRows = batch * 10;
        report->duration = Micros(1500 * (batch + 1));
        report->noData = batch == 1;
        report->inputRowsPerSecond = batch * 4.0;
        report->durations.addBatch = Millis(3);
        report->durations.walCommit = Millis(2);
        if (withState) {
            report->stateOperators.push_back({"stateStoreSave", 7, 2, 1, 4, {}, {}, {}, 1000});
            report->stateOperators.push_back({"dedupe", 5, 1, 0, 0, {}, {}, {}, 500});
            report->hasWatermark = true;
            report->watermark = batch == 0 ? WallTime() : WallTime(Millis(700'000));
        }
        reports.push_back(report);
    }
    return reports;
}

const MetricSeries* find(const MetricHistory& history, const char* name) {
    for (const MetricSeries& series : history.series) {
        if (series.name == QLatin1String(name)) return &series;
    }
    return nullptr;
}

}  // namespace

class RunLanesTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() {
        QVERIFY(applyStyle(*qApp));
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    }

    void metricsAreSparksGraphs() {
        const MetricHistory history = MetricNames::historyOf(reportsOf(3, true));
        QStringList names;
        for (const MetricSeries& series : history.series) names << series.name;
        QCOMPARE(names, (QStringList{"Input Rate", "Process Rate", "Input Rows", "Batch Duration", "Operation Duration", "Global Watermark Gap",
                                     "Aggregated Number Of Total State Rows", "Aggregated Number Of Updated State Rows",
                                     "Aggregated Number Of Removed State Rows", "Aggregated State Memory Used In Bytes",
                                     "Aggregated Number Of Rows Dropped By Watermark"}));
        QVERIFY(std::isnan(find(history, "Input Rate")->values[1]));  // a batch for the watermark alone has no rate
        QCOMPARE(find(history, "Input Rate")->values[2], 8.0);
        QCOMPARE(find(history, "Batch Duration")->values[2], 4.5);
        QCOMPARE(find(history, "Operation Duration")->values[0], 5.0);
        QCOMPARE(find(history, "Operation Duration")->parts.size(), std::size_t(6));
        QVERIFY(std::isnan(find(history, "Global Watermark Gap")->values[0]));  // no watermark yet
        QCOMPARE(find(history, "Global Watermark Gap")->values[1], 303.0);
        QCOMPARE(find(history, "Aggregated Number Of Total State Rows")->values[0], 12.0);  // over both operators
        QCOMPARE(find(history, "Aggregated State Memory Used In Bytes")->values[0], 1500.0);
        QVERIFY(find(history, "Aggregated Number Of Rows Dropped By Watermark")->isLoss);
        QVERIFY(!find(history, "Aggregated Number Of Removed State Rows")->isLoss);
    }

    void metricsWithoutStateHaveNoGraphOfIt() {
        const MetricHistory history = MetricNames::historyOf(reportsOf(2, false));
        QCOMPARE(history.series.size(), std::size_t(5));
        QVERIFY(!find(history, "Global Watermark Gap"));
    }

    void metricsKeepTheNewestHundred() {
        const MetricHistory history = MetricNames::historyOf(reportsOf(130, true));
        QCOMPARE(history.batches.size(), MetricHistory::kBatches);
        QCOMPARE(history.batches.front(), std::int64_t(30));
        for (const MetricSeries& series : history.series) QCOMPARE(series.values.size(), MetricHistory::kBatches);
    }

    void histogramCountsEveryValueOnce() {
        MetricSeries series;
        series.values = {0, 1, 5, 9.99, 10, std::numeric_limits<double>::quiet_NaN()};
        QCOMPARE(series.histogram(2), (std::vector<int>{2, 3}));
        QCOMPARE(series.highest(), 10.0);
        series.values = {0, 0};
        QCOMPARE(series.histogram(3), (std::vector<int>{2, 0, 0}));
    }

    void valuesAreWrittenWithTheirUnit_data() {
        QTest::addColumn<double>("value");
        QTest::addColumn<int>("unit");
        QTest::addColumn<QString>("text");
        QTest::newRow("rate") << 3300.4 << int(MetricUnit::RowsPerSecond) << "3,300 rows/s";
        QTest::newRow("small") << 1.2 << int(MetricUnit::Milliseconds) << "1.2 ms";
        QTest::newRow("bytes") << 1500.0 << int(MetricUnit::Bytes) << "1.5 kB";
        QTest::newRow("seconds") << 90.0 << int(MetricUnit::Seconds) << "90 s";
        QTest::newRow("hours") << 10800.0 << int(MetricUnit::Seconds) << "3 h";
        QTest::newRow("days") << 86400.0 * 3742 << int(MetricUnit::Seconds) << "3,742 days";
        QTest::newRow("none") << std::numeric_limits<double>::quiet_NaN() << int(MetricUnit::Rows) << QStringLiteral("–");
    }

    void valuesAreWrittenWithTheirUnit() {
        QFETCH(double, value);
        QFETCH(int, unit);
        QFETCH(QString, text);
        QCOMPARE(metricText(value, static_cast<MetricUnit>(unit), QLocale()), text);
    }

    void aChosenBatchIsReadOutInEveryGraph() {
        WatchFixture fixture;
        fixture.addFiles();
        fixture.page->show();
        fixture.page->setSession(fixture.session.get());
        fixture.run();
        fixture.page->showLane(ResultCard::Metrics);
        fixture.settle();
        auto* lane = fixture.page->findChild<MetricsLane*>();
        QVERIFY(!lane->isEmpty());
        const auto graphs = lane->graphs();
        QCOMPARE(graphs.size(), std::size_t(11));
        for (const MetricGraph* graph : graphs) {
            QVERIFY(graph->isVisible());
            QVERIFY(!graph->accessibleName().isEmpty());
            QVERIFY(!graph->toolTip().isEmpty());
        }
        QTest::keyClick(graphs[0], Qt::Key_Home);
        for (const MetricGraph* graph : graphs) QCOMPARE(graph->chosen(), 0);
        QVERIFY2(graphs[2]->readOut().startsWith(QStringLiteral("4 row(s) in batch 0, at ")), qPrintable(graphs[2]->readOut()));
        QTest::keyClick(graphs[0], Qt::Key_Escape);
        for (const MetricGraph* graph : graphs) QCOMPARE(graph->chosen(), -1);
    }

    void lanesAreOfOneHeight() {
        WatchFixture fixture;
        fixture.addFiles();
        fixture.page->resize(1120, 668);
        fixture.page->show();
        fixture.page->setSession(fixture.session.get());
        fixture.run();
        const int height = fixture.result()->height();
        for (int lane = 0; lane < static_cast<int>(ResultCard::kLanes); ++lane) {
            fixture.page->showLane(lane);
            fixture.settle();
            QApplication::processEvents();
            QCOMPARE(fixture.result()->height(), height);
        }
    }

    void progressIsSparksJson() {
        WatchFixture fixture;
        fixture.addFiles();
        fixture.page->show();
        fixture.page->setSession(fixture.session.get());
        fixture.run();
        fixture.page->showLane(ResultCard::Progress);
        fixture.settle();
        auto* lane = fixture.page->findChild<ProgressLane*>();
        auto* batches = lane->findChild<QListWidget*>();
        QCOMPARE(batches->count(), static_cast<int>(fixture.session->controller().reports().size()));
        const auto newest = nlohmann::ordered_json::parse(lane->text().toStdString());
        QCOMPARE(newest.at("batchId").get<std::int64_t>(), fixture.session->controller().reports().back()->batchId);
        QCOMPARE(newest.begin().key(), std::string("id"));
        QCOMPARE(newest.at("name").get<std::string>(), std::string("actions_live"));
        batches->setCurrentRow(batches->count() - 1);
        const auto oldest = nlohmann::ordered_json::parse(lane->text().toStdString());
        QCOMPARE(oldest.at("batchId").get<std::int64_t>(), std::int64_t(0));
        QCOMPARE(oldest.at("numInputRows").get<std::int64_t>(), std::int64_t(4));
        QMetaObject::invokeMethod(fixture.result(), [&] { lane->copy(); });
        QCOMPARE(QGuiApplication::clipboard()->text(), lane->text());
        // A new run starts the list anew and follows the newest batch again.
        QVERIFY(fixture.session->run());
        QTRY_COMPARE_WITH_TIMEOUT(fixture.session->controller().status().state, QueryState::Finished, kPatience);
        fixture.settle();
        lane->refresh();
        QCOMPARE(batches->count(), static_cast<int>(fixture.session->controller().reports().size()));
    }
};

}  // namespace vitrine::ui

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    vitrine::ui::RunLanesTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "run_lanes_test.moc"
