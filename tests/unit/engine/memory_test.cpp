// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <malloc.h>

#include <fstream>
#include <sstream>

#include "tests/faults/child_process.h"
#include "tests/unit/engine/document_fixture.h"

using namespace vitrine;
using namespace vitrine::test;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kCountsRealMemory = false;   // a sanitizer's own is far larger
#else
constexpr bool kCountsRealMemory = true;
#endif

constexpr std::int64_t kMiB = std::int64_t{1} << 20;

/// A figure of this process in bytes: `VmRSS`, `VmHWM`.
std::int64_t processBytes(const std::string& name) {
    std::ifstream status("/proc/self/status");
    std::string line;
    while (std::getline(status, line))
        if (line.starts_with(name + ":")) return std::stoll(line.substr(name.size() + 1)) * 1024;
    return 0;
}

/// What is in use now; freed memory that the allocator keeps does not count.
std::int64_t residentBytes() {
    malloc_trim(0);
    return processBytes("VmRSS");
}

std::vector<std::int64_t> numbersIn(const std::string& words) {
    std::istringstream in(words);
    std::vector<std::int64_t> numbers;
    for (std::int64_t number = 0; in >> number;) numbers.push_back(number);
    return numbers;
}

const char* const kGroups = R"json({"source": {"format": "json", "path": "in", "schema": "time TIMESTAMP, action STRING", "options": {"maxFilesPerTrigger": "1"}},
    "steps": [{"withWatermark": ["time", "1 hour"]}, {"groupBy": ["window(time, '1 minute')", "action"], "agg": ["count(*) AS count"]}],
    "outputMode": "append", "trigger": {"availableNow": true}})json";

}  // namespace

/// Ids G1 and G2. Each run is a process of its own, so that it starts from little and its peak is its own.
class TestMemory : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase() {
#ifdef __SANITIZE_THREAD__
        QSKIP("ThreadSanitizer allows no threads in a copied process.");
#endif
    }

    void G1_groupsStayUnderTheCap_data() {
        QTest::addColumn<int>("files");
        QTest::addColumn<int>("rows");
        QTest::newRow("little by little") << 60 << 10'000;
        QTest::newRow("all in one batch") << 1 << 600'000;
    }
    void G1_groupsStayUnderTheCap() {
        QFETCH(int, files);
        QFETCH(int, rows);
        constexpr std::int64_t kLimit = 32 * kMiB;
        // Beside the groups: rows on their way, and of a table that has to grow the old one.
        constexpr std::int64_t kBeside = 32 * kMiB;
        const ChildEnd end = inChild([&]() -> std::string {
            DocumentFixture fixture(kGroups);
            for (int file = 0; file < files; ++file) {
                std::string lines;
                for (int row = 0; row < rows; ++row) lines += fmt::format("{{\"time\":1,\"action\":\"an action {}\"}}\n", file * rows + row);
                fixture.write(fmt::format("in/{:03}.json", file), lines);
            }
            fixture.options.memoryLimit = static_cast<std::uint64_t>(kLimit);
            const std::int64_t before = residentBytes();
            std::ofstream("/proc/self/clear_refs") << 5;   // the peak counts from here
            if (!fixture.start()) return "refused";
            fixture.query->awaitTermination(Millis{0});
            const auto error = fixture.query->status().error;
            if (!error || error->code() != ErrorCode::MemoryLimit || error->wayOut().empty()) return "no word of the limit";
            std::int64_t counted = 0, groups = 0;
            for (const BatchReportPtr& report : fixture.query->recentReports()) {
                if (report->idle) continue;
                const StateOperatorReport& state = report->stateOperators.front();
                if (state.memoryUsedBytes <= kLimit) counted = std::max(counted, state.memoryUsedBytes);
                groups = std::max(groups, state.numRowsTotal);
            }
            return fmt::format("{} {} {} {}", before, processBytes("VmHWM"), counted, groups);
        });
        QVERIFY2(end.signal == 0, end.describe().c_str());
        const auto numbers = numbersIn(end.words);
        QVERIFY2(numbers.size() == 4, end.words.c_str());
        qInfo("%s", qPrintable(QString("%1 MiB before, peak %2 MiB, counted %3 MiB in %4 groups")
                                   .arg(numbers[0] / kMiB).arg(numbers[1] / kMiB).arg(numbers[2] / kMiB).arg(numbers[3])));
        if (files > 1) QVERIFY(numbers[2] > kLimit / 2 && numbers[3] > 100'000);   // it did get far
        if (kCountsRealMemory) QVERIFY(numbers[1] - numbers[0] <= kLimit + kBeside);
    }

    void G2_noGrowthInASoak_data() {
        QTest::addColumn<QString>("document");
        QTest::addColumn<int>("batches");
        const QString source = R"json("source": {"format": "rate", "options": {"rowsPerSecond": "100"}})json";
        QTest::newRow("rows") << "{" + source + R"json(, "steps": [{"where": "value % 3 > 0"}], "outputMode": "append"})json" << 5000;
        QTest::newRow("windows, checkpointed") << "{" + source + R"json(, "checkpoint": "ck", "outputMode": "update",
            "steps": [{"withWatermark": ["timestamp", "10 seconds"]}, {"groupBy": ["window(timestamp, '10 seconds')", "value % 5 AS digit"], "agg": ["count(*) AS count", "avg(value) AS mean"]}]})json" << 2500;
        QTest::newRow("groups that come and go, to files") << "{" + source + R"json(, "checkpoint": "ck", "outputMode": "append", "sinks": [{"format": "json", "path": "out"}],
            "steps": [{"withWatermark": ["timestamp", "5 seconds"]}, {"dropDuplicates": ["timestamp", "value"]}, {"where": "value % 1000 = 0"}]})json" << 1200;
    }
    void G2_noGrowthInASoak() {
        QFETCH(QString, document);
        QFETCH(int, batches);
        const ChildEnd end = inChild([&]() -> std::string {
            DocumentFixture fixture(document.toStdString());
            fixture.options.keepBatchRows = false;
            fixture.options.keptRows = 5'000;
            if (const auto started = fixture.start(); !started) return started.error().detail();
            fixture.process();
            std::int64_t early = 0;
            for (int batch = 0; batch < batches; ++batch) {
                if (batch == batches / 10) early = residentBytes();
                if (batch % 500 == 0) keepAlive();
                fixture.clock->advance(Millis{1000});
                fixture.process();
            }
            const QuerySummary summary = fixture.query->summary();
            if (!summary.error.empty()) return summary.error;
            return fmt::format("{} {} {}", early, residentBytes(), summary.batches);
        });
        QVERIFY2(end.signal == 0, end.describe().c_str());
        const auto numbers = numbersIn(end.words);
        QVERIFY2(numbers.size() == 3, end.words.c_str());
        qInfo("%s", qPrintable(QString("%1 KiB after a tenth, %2 KiB at the end, %3 batches").arg(numbers[0] / 1024).arg(numbers[1] / 1024).arg(numbers[2])));
        QVERIFY(numbers[2] >= batches);
        // Five percent, and what the page cache of the checkpoint may grow to: a kilobyte a batch would be too much.
        constexpr std::int64_t kPageCache = 2 * kMiB;
        if (kCountsRealMemory) QVERIFY(numbers[1] <= numbers[0] + numbers[0] / 20 + kPageCache);
    }
};

QTEST_APPLESS_MAIN(TestMemory)
#include "memory_test.moc"
