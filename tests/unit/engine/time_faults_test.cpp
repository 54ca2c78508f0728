// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <random>

#include "core/engine/watermark_jump.h"
#include "tests/unit/engine/document_fixture.h"
#include "tests/unit/engine/query_fixture.h"

using namespace vitrine;
using namespace vitrine::test;

namespace {

constexpr Millis kHour = std::chrono::hours(1);
constexpr Millis kYear = std::chrono::hours(24 * 365);

std::string timeRow(const std::string& time) { return fmt::format("{{\"time\":\"{}\",\"action\":\"k\"}}\n", time); }

std::string windowsOf(const std::string& length, const std::string& zone) {
    return fmt::format(R"json({{"source": {{"format": "json", "path": "in", "schema": "time TIMESTAMP, action STRING"}},
        "steps": [{{"withWatermark": ["time", "10 seconds"]}}, {{"groupBy": ["window(time, '{}')"], "agg": ["count(*) AS count"]}}],
        "outputMode": "update", "conf": {{"spark.sql.session.timeZone": "{}"}}}})json", length, zone);
}

WallTime at(double seconds) { return WallTime{Millis{static_cast<std::int64_t>(seconds * 1000)}}; }

/// What a batch must report, by WM-5, WM-12 and WM-15, of a tumbling window of five seconds.
class Expected {
  public:
    explicit Expected(std::int64_t delayMillis) : delay_(delayMillis) {}

    struct Batch {
        std::int64_t watermark = 0, lateThreshold = 0, after = 0;
        std::uint64_t late = 0;
    };

    Batch next(const std::vector<std::int64_t>& seconds) {
        Batch batch{watermark_, before_, watermark_, 0};
        for (const std::int64_t second : seconds) {
            const std::int64_t end = (floorDiv(second, 5) + 1) * 5;
            if (end * 1000 <= before_) ++batch.late;
            batch.after = std::max(batch.after, second * 1000 - delay_);
        }
        before_ = watermark_;
        watermark_ = batch.after;
        return batch;
    }
    bool wantsNoData() const { return watermark_ > before_; }

  private:
    std::int64_t delay_;
    std::int64_t watermark_ = 0;
    std::int64_t before_ = 0;   ///< of the batch before
};

}  // namespace

/// Times that are wrong, clocks that jump, zones that change: ids D1 to D4.
class TestTimeFaults : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    // D1: Spark's answer is kept, and the row that moved the watermark is named.

    void D1_rowDated9999IsNamed_data() {
        QTest::addColumn<int>("position");
        QTest::addColumn<bool>("isFirstBatch");
        for (const bool isFirstBatch : {false, true})
            for (const int position : {0, 1, 57, 98, 99})
                QTest::addRow("row %d of the %s batch", position, isFirstBatch ? "first" : "second") << position << isFirstBatch;
    }
    void D1_rowDated9999IsNamed() {
        QFETCH(int, position);
        QFETCH(bool, isFirstBatch);
        DocumentFixture fixture(windowsOf("5 seconds", "UTC"));
        fixture.makeDirectory("in");
        QVERIFY(fixture.start());
        if (!isFirstBatch) {
            fixture.feed("in/a.json", timeRow("1970-01-01T00:00:20Z"));
            QVERIFY(!fixture.report(0)->watermarkJump);
        }
        const std::int64_t batch = fixture.query->summary().lastBatch.value_or(-1) + 1;
        std::string rows;
        for (int row = 0; row < 100; ++row) rows += timeRow(row == position ? "9999-12-31T00:00:10Z" : fmt::format("1970-01-01T00:00:{}Z", 20 + row % 5));
        fixture.feed("in/b.json", rows);
        const WatermarkJumpPtr jump = fixture.report(batch)->watermarkJump;
        QVERIFY(jump);
        QCOMPARE(jump->file, fixture.path("in/b.json").string());
        QCOMPARE(jump->line, static_cast<std::uint64_t>(position) + 1);
        QCOMPARE(jump->batchId, batch);
        QCOMPARE(jump->eventTime.time_since_epoch().count(), 253'402'214'410'000);
        QCOMPARE(jump->watermark.time_since_epoch().count(), 253'402'214'400'000);
        QCOMPARE(jump->watermark, fixture.report(batch)->watermarkAfter);
        const std::string words = sentenceOf(*jump);
        for (const std::string& part : {"b.json line " + std::to_string(position + 1), std::string("9999-12-31T00:00:10.000Z"), std::string("9999-12-31T00:00:00.000Z")})
            QVERIFY2(words.find(part) != std::string::npos, words.c_str());
        QVERIFY(toProgressJson(*fixture.report(batch), "i", "r", "n").find("\"watermarkJump\":{") != std::string::npos);

        // The other rows of its batch count; what comes later is late, as in Spark, and the row is still named beside it.
        QCOMPARE(fixture.report(batch)->rows.late, std::uint64_t{0});
        fixture.feed("in/c.json", timeRow("1970-01-01T00:00:30Z") + timeRow("1970-01-01T00:00:31Z"));
        const std::int64_t last = fixture.query->summary().lastBatch.value();
        QCOMPARE(fixture.report(last)->rows.late, std::uint64_t{2});
        QCOMPARE(fixture.report(last)->watermarkJump, jump);
    }

    void D1_rowIsStillNamedAfterARestart() {
        std::string document = windowsOf("5 seconds", "UTC");
        document.insert(1, R"("checkpoint": "ck", )");
        DocumentFixture fixture(document);
        fixture.makeDirectory("in");
        QVERIFY(fixture.start());
        fixture.feed("in/a.json", timeRow("1970-01-01T00:00:20Z") + timeRow("9999-12-31T00:00:10Z"));
        fixture.stop();
        for (int run = 0; run < 2; ++run) {
            QVERIFY(fixture.start());
            fixture.feed(fmt::format("in/late{}.json", run), timeRow("1970-01-01T00:00:30Z"));
            const BatchReportPtr report = fixture.report(fixture.query->summary().lastBatch.value());
            QCOMPARE(report->rows.late, std::uint64_t{1});
            QVERIFY(report->watermarkJump);
            QCOMPARE(report->watermarkJump->file, fixture.path("in/a.json").string());
            QCOMPARE(report->watermarkJump->line, std::uint64_t{2});
            fixture.stop();
        }
    }

    void D1_jumpIsForgottenOnceTheDataIsThere() {
        QueryFixture fixture({.mode = "update"});
        QVERIFY(fixture.start());
        fixture.feed("20");
        fixture.feed("1000000000");
        const std::int64_t jumped = fixture.query->summary().lastBatch.value();
        QVERIFY(fixture.report(jumped)->watermarkJump);
        QCOMPARE(fixture.report(jumped)->watermarkJump->line, std::uint64_t{0});   // not a file that can be read again
        fixture.feed("1000000100");
        QVERIFY(!fixture.report(fixture.query->summary().lastBatch.value())->watermarkJump);
    }

    void D1_whatIsFarAhead_data() {
        QTest::addColumn<double>("known");   // days; below 0: nothing yet
        QTest::addColumn<double>("min");
        QTest::addColumn<double>("mean");
        QTest::addColumn<double>("max");
        QTest::addColumn<bool>("isFar");
        constexpr double kNow = 20'000;
        QTest::newRow("an hour on") << 17'000.0 << 17'000.0 << 17'000.0 << 17'000.1 << false;
        QTest::newRow("a month of files") << 17'000.0 << 17'001.0 << 17'015.0 << 17'030.0 << false;
        QTest::newRow("two years on") << 17'000.0 << 17'000.0 << 17'000.1 << 17'730.0 << true;
        QTest::newRow("tomorrow") << kNow << kNow << kNow << kNow + 0.9 << false;
        QTest::newRow("the day after tomorrow") << kNow << kNow << kNow << kNow + 2 << true;
        QTest::newRow("a forecast that goes on") << kNow + 10 << kNow << kNow + 5 << kNow + 11 << false;
        QTest::newRow("first: years of history") << -1.0 << 14'000.0 << 16'000.0 << 18'000.0 << false;
        QTest::newRow("first: one among many") << -1.0 << 17'000.0 << 17'001.0 << 18'000.0 << true;
        QTest::newRow("first: in the future") << -1.0 << kNow + 3 << kNow + 3 << kNow + 3 << true;
        QTest::newRow("first: of today") << -1.0 << kNow << kNow << kNow << false;
        QTest::newRow("after rows without times") << 0.0 << 17'000.0 << 17'000.0 << 17'000.0 << false;
        QTest::newRow("the end of time") << 17'000.0 << -106'000'000.0 << 17'000.0 << 106'000'000.0 << true;
    }
    void D1_whatIsFarAhead() {
        QFETCH(double, known);
        QFETCH(double, min);
        QFETCH(double, mean);
        QFETCH(double, max);
        QFETCH(bool, isFar);
        constexpr double kDay = 86'400;
        EventTimeReport times;
        times.min = at(min * kDay);
        times.avg = at(mean * kDay);
        times.max = at(max * kDay);
        QCOMPARE(isFarAhead(times, known < 0 ? std::nullopt : std::optional(at(known * kDay)), at(20'000 * kDay)), isFar);
    }

    // D2

    void D2_watermarkOfRandomStreamsWithRestarts_data() {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 1; seed <= 24; ++seed) QTest::addRow("seed %u", seed) << seed;
    }
    void D2_watermarkOfRandomStreamsWithRestarts() {
        QFETCH(unsigned, seed);
        std::mt19937 random(seed);
        const auto below = [&random](unsigned most) { return static_cast<std::int64_t>(random() % most); };
        const std::int64_t delay = below(4) * 7;
        QTemporaryDir directory;
        QueryFixture fixture({.mode = seed % 2 == 0 ? "update" : "append", .delay = static_cast<double>(delay),
                              .checkpoint = directory.path().toStdString()});
        Expected expected(delay * 1000);
        QVERIFY(fixture.start());
        std::int64_t number = 0, clock = 0, highest = 0;
        std::uint64_t late = 0, expectedLate = 0;
        for (int file = 0; file < 40; ++file) {
            if (below(4) == 0) {
                fixture.query->requestStop();
                fixture.query->awaitTermination(Millis{0});
                fixture.query.reset();
                QVERIFY(fixture.start());
            }
            clock += below(30);
            std::vector<std::int64_t> seconds;
            std::string rows;
            for (std::int64_t count = below(6) + 1; count > 0; --count) {
                seconds.push_back(std::max<std::int64_t>(0, clock - below(60)));
                rows += fmt::format("{}{}k", rows.empty() ? "" : " ", seconds.back());
            }
            fixture.feed(rows);
            // The batch of the file, and the one without data that the risen watermark asks for.
            for (bool hasData = true; hasData || expected.wantsNoData(); hasData = false) {
                const Expected::Batch batch = expected.next(hasData ? seconds : std::vector<std::int64_t>());
                const BatchReportPtr report = fixture.report(number);
                QVERIFY2(report, fmt::format("no batch {}", number).c_str());
                QCOMPARE(report->noData, !hasData);
                QCOMPARE(report->watermark.time_since_epoch().count(), batch.watermark);
                QCOMPARE(report->lateThreshold.time_since_epoch().count(), batch.lateThreshold);
                QCOMPARE(report->watermarkAfter.time_since_epoch().count(), batch.after);
                QCOMPARE(report->rows.late, batch.late);
                QCOMPARE(report->late.size(), static_cast<std::size_t>(batch.late));
                QVERIFY(batch.after >= highest);
                highest = batch.after;
                late += report->rows.late;
                expectedLate += batch.late;
                ++number;
            }
            QVERIFY(!fixture.report(number));
        }
        QCOMPARE(late, expectedLate);
    }

    // D3

    void D3_clockJumpsWhileTheQueryWaits_data() { jumps(); }
    void D3_clockJumpsWhileTheQueryWaits() {
        QFETCH(qint64, by);
        QueryFixture fixture({.trigger = TriggerSpec::Kind::ProcessingTime, .interval = Millis{1000}});
        QVERIFY(fixture.start());
        std::optional<WallTime> next;
        QTRY_VERIFY((next = fixture.query->status().nextTrigger).has_value());
        for (const std::int64_t batch : {0, 1, 2}) {
            fixture.clock->jump(Millis{batch == 1 ? by : 0});
            fixture.add("10k");
            fixture.clock->advance(Millis{1000});   // one interval at most until the next trigger
            QTRY_COMPARE(QString::fromStdString(fixture.batch(batch)), QStringLiteral("-"));
            QTRY_VERIFY((next = fixture.query->status().nextTrigger).has_value());
            QVERIFY(*next - fixture.clock->now() <= Millis{1000});
        }
        compareReports(fixture);
        QVERIFY(!fixture.report(3));
    }

    void D3_clockJumpsWhileABatchRuns_data() { jumps(); }
    void D3_clockJumpsWhileABatchRuns() {
        QFETCH(qint64, by);
        QueryFixture fixture({.trigger = TriggerSpec::Kind::ProcessingTime, .interval = Millis{1000}});
        fixture.control->setBlocking(true);
        fixture.add("10k");
        QVERIFY(fixture.start());
        fixture.control->awaitBlockedReader();
        fixture.clock->jump(Millis{by});
        fixture.control->setBlocking(false);
        std::optional<WallTime> next;
        QTRY_VERIFY((next = fixture.query->status().nextTrigger).has_value());
        QVERIFY(*next - fixture.clock->now() <= Millis{1000});
        QCOMPARE(fixture.batch(0), std::string("-"));
        fixture.add("10k");
        fixture.clock->advance(Millis{1000});
        QTRY_COMPARE(QString::fromStdString(fixture.batch(1)), QStringLiteral("-"));
        compareReports(fixture);
    }

    void D3_idleReportsGoOnAfterAJump_data() { jumps(); }
    void D3_idleReportsGoOnAfterAJump() {
        QFETCH(qint64, by);
        QueryFixture fixture({});
        std::atomic<int> idle = 0;
        QueryListener listener;
        listener.onIdle = [&idle](const BatchReportPtr&) { ++idle; };
        QVERIFY(fixture.start(std::move(listener)));
        fixture.feed("10k");
        fixture.clock->jump(Millis{by});
        QVERIFY(fixture.query->processAllAvailable());
        QCOMPARE(idle.load(), 0);   // ten seconds have not passed, whatever the clock says
        fixture.clock->advance(Millis{10'000});
        QVERIFY(fixture.query->processAllAvailable());
        QCOMPARE(idle.load(), 1);
        compareReports(fixture);
    }

    // D4: windows are made of instants; the zone decides how text is read and shown.

    void D4_windowsAcrossDaylightSaving_data() {
        QTest::addColumn<QString>("zone");
        for (const char* zone : {"UTC", "Europe/Paris", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia", "America/St_Johns",
                                 "Pacific/Chatham", "Africa/Casablanca", "Antarctica/Troll", "+05:45", "-18:00"})
            QTest::newRow(zone) << zone;
    }
    void D4_windowsAcrossDaylightSaving() {
        QFETCH(QString, zone);
        // Instants around changes of Paris, New York, Lord Howe, Casablanca and Troll, and the day that Apia has not.
        const std::int64_t changes[] = {1'711'846'800, 1'729'990'800, 1'710'054'000, 1'730'613'600, 1'712'415'600, 1'728'142'200, 1'710'039'600, 1'325'239'200};
        std::map<std::string, std::int64_t> hours, days;
        std::string rows;
        for (const std::int64_t change : changes)
            for (std::int64_t second = change - 90'000; second <= change + 90'000; second += 1'800) {
                rows += fmt::format("{{\"time\":{}}}\n", second);
                ++hours[fmt::format("{}-{}", floorDiv(second, 3600) * 3600, floorDiv(second, 3600) * 3600 + 3600)];
                ++days[fmt::format("{}-{}", floorDiv(second, 86'400) * 86'400, floorDiv(second, 86'400) * 86'400 + 86'400)];
            }
        for (const auto& [length, expected] : {std::pair{"1 hour", hours}, std::pair{"1 day", days}}) {
            DocumentFixture fixture(windowsOf(length, zone.toStdString()));
            fixture.makeDirectory("in");
            QVERIFY(fixture.start());
            fixture.feed("in/a.json", rows);
            std::vector<std::string> shown;
            for (const auto& [window, count] : expected) shown.push_back(fmt::format("{},{}", window, count));
            std::sort(shown.begin(), shown.end());
            QCOMPARE(fixture.batch(0), fmt::format("{}", fmt::join(shown, "; ")));
        }
    }

    /// Local texts: in a gap the time moves on, of a repeated hour the first is meant, and an offset says which.
    void D4_localTimesAtTheEdge_data() {
        QTest::addColumn<QString>("zone");
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("window");
        const auto row = [](const char* zone, const char* text, qint64 instant) { QTest::addRow("%s %s", zone, text) << zone << text << instant; };
        row("Europe/Paris", "2024-03-31T02:30:00", 1'711'848'600);         // gap: 03:30 summer time
        row("Europe/Paris", "2024-10-27T02:30:00", 1'729'989'000);         // twice: the first
        row("Europe/Paris", "2024-10-27T02:30:00+01:00", 1'729'992'600);   // the second
        row("America/New_York", "2024-03-10T02:30:00", 1'710'055'800);
        row("America/New_York", "2024-11-03T01:30:00", 1'730'611'800);
        row("America/New_York", "2024-11-03T01:30:00-05:00", 1'730'615'400);
        row("Asia/Kathmandu", "2024-01-01T00:00:00", 1'704'046'500);       // +05:45
        row("Australia/Lord_Howe", "2024-10-06T02:15:00", 1'728'143'100);  // a gap of 30 minutes
        row("Australia/Lord_Howe", "2024-04-07T01:45:00", 1'712'414'700);  // half an hour twice
        row("Pacific/Apia", "2011-12-29T23:59:00", 1'325'239'140);
        row("Pacific/Apia", "2011-12-31T00:00:00", 1'325'239'200);         // the next minute
        row("Pacific/Apia", "2011-12-30T12:00:00", 1'325'282'400);         // a day that was not
    }
    void D4_localTimesAtTheEdge() {
        QFETCH(QString, zone);
        QFETCH(QString, text);
        QFETCH(qint64, window);
        DocumentFixture fixture(windowsOf("1 minute", zone.toStdString()));
        fixture.makeDirectory("in");
        QVERIFY(fixture.start());
        fixture.feed("in/a.json", timeRow(text.toStdString()));
        QCOMPARE(fixture.batch(0), fmt::format("{}-{},1", window, window + 60));
    }

  private:
    static void jumps() {
        QTest::addColumn<qint64>("by");
        for (const Millis by : {Millis{1}, Millis{1000}, kHour, 8 * kHour, 10 * kYear}) {
            QTest::addRow("on %lld ms", static_cast<long long>(by.count())) << static_cast<qint64>(by.count());
            QTest::addRow("back %lld ms", static_cast<long long>(by.count())) << static_cast<qint64>(-by.count());
        }
    }

    /// No negative duration or rate, and no window closed: the watermark is a matter of the rows alone.
    static void compareReports(const QueryFixture& fixture) {
        for (const BatchReportPtr& report : fixture.query->recentReports()) {
            QVERIFY(report->duration >= Micros{0});
            const BatchDurations& durations = report->durations;
            for (const Millis each : {durations.triggerExecution, durations.latestOffset, durations.walCommit, durations.getBatch,
                                      durations.queryPlanning, durations.addBatch, durations.commitOffsets})
                QVERIFY(each >= Millis{0});
            QVERIFY(report->inputRowsPerSecond.value_or(0) >= 0);
            QVERIFY(report->processedRowsPerSecond.value_or(0) >= 0);
            QCOMPARE(report->windowsClosed, std::int64_t{0});
            QCOMPARE(report->watermarkAfter.time_since_epoch().count(), std::int64_t{0});
        }
    }
};

QTEST_APPLESS_MAIN(TestTimeFaults)
#include "time_faults_test.moc"
