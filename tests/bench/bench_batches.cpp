// SPDX-License-Identifier: GPL-3.0-or-later
// Small batches: how soon a renamed file is in the result, what a file of 2,000 rows costs, and what a million groups cost.
//
// usage: bench_batches arrival|files|groups DIRECTORY [--checkpoint] [--sink FORMAT] [COUNT]
//
//   arrival  COUNT files (200) of 2,000 rows are renamed into DIRECTORY one by one; from each rename to the new result, with
//            a checkpoint until all is committed; beside it what the syncs that this takes cost by themselves
//   files    COUNT files (2000) of 2,000 rows that are there already, one a batch, default trigger
//   groups   a million groups in update mode, then COUNT batches (50) of 2,000 new rows; with a checkpoint a restart, too
//
// DIRECTORY must be empty or missing; checkpoint and output are made beside it. Prints milliseconds.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fcntl.h>
#include <unistd.h>

#include "app/connectors.h"
#include "tests/support/passing_files.h"

namespace {

using namespace vitrine;
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr int kRowsPerFile = 2000;
constexpr int kGroups = 1'000'000;

double milliseconds(Clock::duration duration) { return std::chrono::duration<double, std::milli>(duration).count(); }

double residentMegabytes() {
    std::ifstream in("/proc/self/statm");
    long total = 0, resident = 0;
    in >> total >> resident;
    return static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

void printFigures(const char* what, std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const auto at = [&](double share) {
        return values[std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size())))];
    };
    fmt::print("{:34} p50 {:8.2f}  p99 {:8.2f}  max {:8.2f}  of {}\n", what, at(0.5), at(0.99), values.back(), values.size());
}

/// Counts what is synced.
class CountingFiles final : public test::PassingFiles {
  public:
    std::atomic<int> files{0}, directories{0};
    Result<std::unique_ptr<OutputFile>> create(const std::string& path) override {
        ++files;
        return PassingFiles::create(path);
    }
    Result<void> syncDirectory(const std::string& path) override {
        ++directories;
        return PassingFiles::syncDirectory(path);
    }
};

/// Milliseconds for `files` new files, `directories` and `appends` to one file, each synced.
double syncs(const std::string& directory, int files, int directories, int appends) {
    const std::string bytes(4096, 'x');
    const int grown = ::open((directory + "/grown").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0666);
    const auto began = Clock::now();
    for (int file = 0; file < files; ++file) {
        auto made = systemFiles().create(fmt::format("{}/{}", directory, file));
        if (made && (*made)->write(bytes)) static_cast<void>((*made)->finish());
    }
    for (int count = 0; count < directories; ++count) static_cast<void>(systemFiles().syncDirectory(directory));
    for (int count = 0; count < appends; ++count)
        if (::write(grown, bytes.data(), bytes.size()) > 0) ::fdatasync(grown);
    const double took = milliseconds(Clock::now() - began);
    ::close(grown);
    for (int file = 0; file < files; ++file) static_cast<void>(systemFiles().remove(fmt::format("{}/{}", directory, file)));
    return took;
}

/// One query and the moment each of its data batches became visible.
class Bench {
  public:
    Bench(std::string directory, bool checkpoint) : directory_(std::move(directory)) {
        fs::create_directories(directory_);
        query_.source.path = directory_;
        query_.outputMode = "update";
        query_.conf["spark.sql.session.timeZone"] = "UTC";
        if (checkpoint) query_.checkpoint = directory_ + ".checkpoint";
    }

    QueryDocument& query() { return query_; }
    const CountingFiles& counted() const { return counting_; }
    void stop() { running_.reset(); }

    bool start() {
        const PlanResult planned = planQuery(query_, "/", systemFiles());
        for (const Diagnostic& diagnostic : planned.diagnostics) fmt::print(stderr, "{}\n", diagnostic.error.detail());
        if (!planned.plan) return false;
        EngineOptions options;
        options.threads = 2;
        options.memoryLimit = std::uint64_t{4} << 30;
        options.files = &counting_;
        QueryListener listener;
        listener.onReport = [this](const BatchReportPtr& report) {
            std::scoped_lock lock(mutex_);
            if (report->numInputRows > 0) {
                seen_ = Clock::now();
                durations_.push_back(static_cast<double>(report->duration.count()) / 1000.0);
                report_ = report;
                ++batches_;
            }
            changed_.notify_all();
        };
        auto started = startQuery(planned.plan, allConnectors(), options, std::move(listener));
        if (!started) {
            fmt::print(stderr, "{}\n", started.error().detail());
            return false;
        }
        running_ = *started;
        return true;
    }

    /// Renames a file of `rows` into place and waits for the batch that read it; milliseconds in between.
    template <class WriteRow>
    double feed(int number, int rows, WriteRow&& writeRow) {
        write(number, rows, writeRow, directory_ + "/.writing");
        int before = 0;
        {
            std::scoped_lock lock(mutex_);
            before = batches_;
        }
        const auto began = Clock::now();
        fs::rename(directory_ + "/.writing", place(number));
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return batches_ > before || running_->status().state == QueryState::Failed; });
        return milliseconds(seen_ - began);
    }

    template <class WriteRow>
    void write(int number, int rows, WriteRow&& writeRow, const std::string& path) {
        std::string text;
        for (int row = 0; row < rows; ++row) writeRow(number, row, text);
        std::ofstream(path, std::ios::binary) << text;
    }
    std::string place(int number) const { return fmt::format("{}/f{:06}.json", directory_, number); }

    RunningQuery& running() { return *running_; }
    std::vector<double> durations() {
        std::scoped_lock lock(mutex_);
        return durations_;
    }
    BatchReportPtr report() {
        std::scoped_lock lock(mutex_);
        return report_;
    }

  private:
    std::string directory_;
    CountingFiles counting_;
    QueryDocument query_;
    std::mutex mutex_;
    std::condition_variable changed_;
    int batches_ = 0;
    Clock::time_point seen_;
    std::vector<double> durations_;
    BatchReportPtr report_;
    std::shared_ptr<RunningQuery> running_;
};

void eventRow(int number, int row, std::string& text) {
    const long second = 1469491200L + (static_cast<long>(number) * kRowsPerFile + row) * 2;
    text += fmt::format("{{\"time\":{},\"action\":\"{}\"}}\n", second, row % 2 == 0 ? "Open" : "Close");
}

void countActions(Bench& bench) {
    bench.query().source.schema = "time TIMESTAMP, action STRING";
    bench.query().steps.push_back({GroupByStep{{"window(time, '1 hour')", "action"}, {"count(*) AS count"}}});
    bench.query().outputMode = "complete";
}

int arrival(const std::string& directory, bool checkpoint, const std::string& sink, int count) {
    Bench bench(directory, checkpoint || !sink.empty());
    countActions(bench);
    if (!sink.empty()) {
        SinkSpec& spec = bench.query().sinks.emplace_back();
        spec.format = sink;
        spec.path = directory + ".out";
        if (sink == "sqlite") spec.table = "counts";
        if (sink == "json" || sink == "csv" || sink == "parquet") {
            bench.query().outputMode = "append";
            bench.query().steps.pop_back();
        }
    }
    if (!bench.start()) return 1;
    bench.feed(count, kRowsPerFile, eventRow);   // makes what only the first batch has to
    const int files = bench.counted().files, directories = bench.counted().directories;
    std::vector<double> waits, floors;
    fs::create_directories(directory + ".scratch");
    for (int number = 0; number < count; ++number) {
        const int filesBefore = bench.counted().files, directoriesBefore = bench.counted().directories;
        waits.push_back(bench.feed(number, kRowsPerFile, eventRow));
        // Two transactions of the checkpoint and one of an SQLite sink are an append each.
        if (checkpoint || !sink.empty())
            floors.push_back(syncs(directory + ".scratch", bench.counted().files - filesBefore, bench.counted().directories - directoriesBefore, sink == "sqlite" ? 3 : 2));
    }
    printFigures(floors.empty() ? "rename to result, ms" : "rename to all committed, ms", waits);
    printFigures("  of them the batch itself, ms", bench.durations());
    if (floors.empty()) return 0;
    printFigures("  the syncs of a batch alone, ms", floors);
    fmt::print("  {:.1f} files, {:.1f} directories and {} transactions synced a batch\n", (bench.counted().files - files) / static_cast<double>(count),
               (bench.counted().directories - directories) / static_cast<double>(count), sink == "sqlite" ? 3 : 2);
    return 0;
}

int files(const std::string& directory, bool checkpoint, int count) {
    Bench bench(directory, checkpoint);
    countActions(bench);
    bench.query().source.options["maxFilesPerTrigger"] = "1";
    for (int number = 0; number < count; ++number) bench.write(number, kRowsPerFile, eventRow, bench.place(number));
    const auto began = Clock::now();
    if (!bench.start()) return 1;
    if (!bench.running().processAllAvailable()) return 1;
    const double all = milliseconds(Clock::now() - began);
    fmt::print("{} files of {} rows, one a batch: {:.0f} ms in all, {:.3f} ms a file, {:.0f} rows/s\n", count, kRowsPerFile, all, all / count,
               count * kRowsPerFile / all * 1000);
    printFigures("  a batch, ms", bench.durations());
    return 0;
}

int groups(const std::string& directory, bool checkpoint, int count) {
    Bench bench(directory, checkpoint);
    bench.query().source.schema = "user STRING, value BIGINT";
    bench.query().steps.push_back({GroupByStep{{"user"}, {"count(*) AS n", "sum(value) AS s"}}});
    if (!bench.start()) return 1;
    std::mt19937_64 random(1);
    const double before = residentMegabytes();
    const int perFile = kGroups / 10;
    for (int number = 0; number < 10; ++number) {
        bench.feed(number, perFile, [&](int, int row, std::string& text) {
            text += fmt::format("{{\"user\":\"user{:08}\",\"value\":{}}}\n", number * perFile + row, row);
        });
    }
    const BatchReportPtr filled = bench.report();
    const auto& state = filled->stateOperators.front();
    fmt::print("{} groups: {:.0f} bytes a group of state, {:.0f} MB more resident\n", state.numRowsTotal,
               static_cast<double>(state.memoryUsedBytes) / static_cast<double>(state.numRowsTotal), residentMegabytes() - before);
    const std::size_t first = bench.durations().size();
    std::vector<double> waits;
    for (int number = 0; number < count; ++number) {
        waits.push_back(bench.feed(10 + number, kRowsPerFile, [&](int, int, std::string& text) {
            text += fmt::format("{{\"user\":\"user{:08}\",\"value\":1}}\n", random() % kGroups);
        }));
    }
    std::vector<double> durations = bench.durations();
    durations.erase(durations.begin(), durations.begin() + static_cast<std::ptrdiff_t>(first));
    printFigures(checkpoint ? "batch of 2,000 rows, checkpoint, ms" : "batch of 2,000 rows, ms", durations);
    printFigures("  rename to result, ms", waits);
    if (!checkpoint) return 0;
    bench.stop();
    const auto began = Clock::now();
    if (!bench.start() || !bench.running().processAllAvailable()) return 1;
    fmt::print("restart until all {} groups are there: {:.0f} ms\n", kGroups, milliseconds(Clock::now() - began));
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<std::string> words(argv + 1, argv + argc);
    const auto flag = std::find(words.begin(), words.end(), "--checkpoint");
    const bool checkpoint = flag != words.end();
    if (checkpoint) words.erase(flag);
    std::string sink;
    if (const auto named = std::find(words.begin(), words.end(), "--sink"); named != words.end() && named + 1 != words.end()) {
        sink = named[1];
        words.erase(named, named + 2);
    }
    if (words.size() < 2) {
        fmt::print(stderr, "usage: bench_batches arrival|files|groups DIRECTORY [--checkpoint] [--sink FORMAT] [COUNT]\n");
        return 2;
    }
    const auto count = [&](int preset) { return words.size() > 2 ? std::atoi(words[2].c_str()) : preset; };
    const std::string directory = fs::absolute(words[1]).string();
    if (words[0] == "arrival") return arrival(directory, checkpoint, sink, count(200));
    if (words[0] == "files") return files(directory, checkpoint, count(2000));
    if (words[0] == "groups") return groups(directory, checkpoint, count(50));
    fmt::print(stderr, "There is no measurement {}.\n", words[0]);
    return 2;
}
