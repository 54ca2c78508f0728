// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <charconv>
#include <condition_variable>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <limits>
#include <mutex>
#include <optional>

#include <fmt/format.h>
#include <unistd.h>

#include "app/cli/commands.h"
#include "app/cli/document_file.h"
#include "app/cli/interruption.h"
#include "app/cli/result_printer.h"
#include "app/connectors.h"
#include "app/query_service.h"
#include "core/base/log.h"
#include "core/catalog/workspace.h"
#include "core/data/timestamp_text.h"
#include "core/formats/option_reader.h"

namespace vitrine::cli {
namespace {

/// When an unattended run is over.
struct Until {
    enum class Kind { End, Idle, Batches, Time } kind = Kind::End;
    std::int64_t batches = 0;
    Millis time{};
};

Error badArgument(std::string_view option, std::string_view value, std::string_view allowed) {
    return Error(ErrorCode::InvalidCommandLine, fmt::format("{} cannot be '{}'.", option, value)).withWayOut(fmt::format("Give {}.", allowed));
}

std::optional<std::int64_t> positiveNumber(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc() || end != text.data() + text.size() || number <= 0) return std::nullopt;
    return number;
}

Result<Until> parseUntil(const std::string& text) {
    constexpr std::string_view kAllowed = "idle, batches=N, or a time such as 90s or 5min";
    if (text.empty()) return Until{};
    if (text == "idle") return Until{Until::Kind::Idle};
    if (text.starts_with("batches=")) {
        if (const auto number = positiveNumber(std::string_view(text).substr(8))) return Until{Until::Kind::Batches, *number};
        return badArgument("--until", text, kAllowed);
    }
    const std::size_t unit = text.find_first_not_of("0123456789");
    const auto number = positiveNumber(std::string_view(text).substr(0, unit));
    const std::string_view word = unit == std::string::npos ? "" : std::string_view(text).substr(unit);
    constexpr std::int64_t kLongest = 366LL * 24 * 3600 * 1000;  // clocks count nanoseconds: far more would overflow
    const std::pair<std::string_view, std::int64_t> units[] = {{"ms", 1}, {"s", 1000}, {"min", 60'000}};
    for (const auto& [name, millis] : units) {
        if (number && word == name && *number <= kLongest / millis) return Until{Until::Kind::Time, 0, Millis(*number * millis)};
    }
    return badArgument("--until", text, kAllowed);
}

Result<std::uint64_t> parseBytes(const std::string& text) {
    if (text.empty()) return std::uint64_t{0};
    const std::size_t unit = text.find_first_not_of("0123456789");
    const auto number = positiveNumber(std::string_view(text).substr(0, unit));
    const std::string_view word = unit == std::string::npos ? "" : std::string_view(text).substr(unit);
    const std::string_view units[] = {"", "K", "M", "G"};
    for (std::size_t power = 0; power < std::size(units); ++power) {
        if (number && word == units[power] && *number <= std::numeric_limits<std::int64_t>::max() >> (10 * power)) {
            return static_cast<std::uint64_t>(*number) << (10 * power);
        }
    }
    return badArgument("--memory-limit", text, "bytes with K, M or G, such as 512M");
}

/// What the run has seen so far, shared with the query's thread.
class Watcher {
  public:
    /// `enough` is called from the query's thread after the last of `batches` batches (0: all of them).
    Watcher(const RunArguments& arguments, bool showProgress, std::int64_t batches, std::function<void()> enough)
        : arguments_(arguments), showProgress_(showProgress), mostBatches_(batches), enough_(std::move(enough)) {}

    Result<void> openReport() {
        if (arguments_.reportFile.empty()) return {};
        report_.open(arguments_.reportFile, std::ios::binary | std::ios::trunc);
        if (!report_) {
            return Error(ErrorCode::FileNotWritable, fmt::format("The report file '{}' cannot be written.", arguments_.reportFile))
                .withWayOut("Choose another place with --report.");
        }
        return {};
    }

    /// The names under which progress is written; before the query's first batch.
    void setIdentity(std::string id, std::string runId, std::string name) {
        std::scoped_lock lock(mutex_);
        id_ = std::move(id);
        runId_ = std::move(runId);
        name_ = std::move(name);
        for (const BatchReportPtr& report : std::exchange(early_, {})) writeReport(*report);
    }

    void onReport(const BatchReportPtr& report) {
        std::scoped_lock lock(mutex_);
        if (report_.is_open()) {
            if (id_.empty()) early_.push_back(report);
            else writeReport(*report);
        }
        if (report->idle) return;
        ++batches_;
        for (const SinkReport& sink : report->sinks)
            if (sink.wasThere && !arguments_.quiet) fmt::print(stderr, "vitrine-cli: {} has batch {} already; nothing was written.\n", sink.description, report->batchId);
        if (std::exchange(jump_, report->watermarkJump) != report->watermarkJump && jump_ && !arguments_.quiet)
            fmt::print(stderr, "{}vitrine-cli: {}\n", showProgress_ ? "\r\x1b[K" : "", sentenceOf(*jump_));
        rows_ += report->rows.read;
        if (showProgress_) {
            fmt::print(stderr, "\rbatch {}  {} rows read  {} late  {} malformed  {}\x1b[K", report->batchId, rows_,
                       lateRows_ += report->rows.late, malformedRows_ += report->rows.malformed,
                       report->hasWatermark ? "watermark " + formatMillisUtc(report->watermarkAfter.time_since_epoch().count()) : "");
            std::fflush(stderr);
        }
        // Here and not in wait(): the query would begin another batch before that thread woke up.
        if (batches_ == mostBatches_) enough_();
    }

    /// Says once what a restart found changed, that the query waits for its directory, and that it goes on.
    void onStatus(const QueryStatus& status) {
        std::scoped_lock lock(mutex_);
        if (arguments_.quiet || status.state != QueryState::Running) return;
        for (; notesSaid_ < status.notes.size(); ++notesSaid_) fmt::print(stderr, "vitrine-cli: {}\n", status.notes[notesSaid_]);
        const bool isMissing = status.activity == QueryActivity::SourceMissing;
        if (isMissing && !isWaiting_ && status.error) fmt::print(stderr, "vitrine-cli: {}\n", status.error->detail());
        if (!isMissing && isWaiting_ && status.activity != QueryActivity::ListingFiles) {
            fmt::print(stderr, "vitrine-cli: The source is back; the query goes on.\n");
        }
        if (status.activity != QueryActivity::ListingFiles) isWaiting_ = isMissing;
    }

    void onTerminated() {
        std::scoped_lock lock(mutex_);
        ended_ = true;
        changed_.notify_all();
    }

    /// Waits for the query's end, or for `time` (0: no limit).
    void wait(Millis time) {
        std::unique_lock lock(mutex_);
        const auto over = [&] { return ended_; };
        if (time.count() > 0) changed_.wait_for(lock, time, over);
        else changed_.wait(lock, over);
    }

    void finishLine() const {
        if (showProgress_ && batches_ > 0) fmt::print(stderr, "\n");
    }

    bool reportIsWhole() {
        if (!report_.is_open()) return true;
        report_.flush();
        return report_.good();
    }

  private:
    void writeReport(const BatchReport& report) { report_ << toProgressJson(report, id_, runId_, name_) << '\n' << std::flush; }

    const RunArguments& arguments_;
    bool showProgress_;
    WatermarkJumpPtr jump_;   ///< of the last report
    std::int64_t mostBatches_;
    std::function<void()> enough_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::ofstream report_;
    std::string id_, runId_, name_;
    std::vector<BatchReportPtr> early_;
    std::int64_t batches_ = 0;
    std::uint64_t rows_ = 0, lateRows_ = 0, malformedRows_ = 0;
    std::size_t notesSaid_ = 0;
    bool isWaiting_ = false;
    bool ended_ = false;
};

int wrong(const Error& error) {
    fmt::print(stderr, "vitrine-cli: {}\n", error.detail());
    return kWrongRequest;
}

Result<QueryDocument> applySettings(QueryDocument document, const std::vector<std::string>& settings) {
    for (const std::string& setting : settings) {
        const std::size_t equals = setting.find('=');
        if (equals == std::string::npos || setting.front() != '/') {
            return badArgument("--set", setting, "a JSON pointer, =, and a JSON value, such as /outputMode='\"append\"'");
        }
        ParsedDocument changed = withValueAt(document, setting.substr(0, equals), setting.substr(equals + 1));
        for (const Diagnostic& diagnostic : changed.diagnostics) {
            if (diagnostic.severity == Severity::Error) return diagnostic.error;
        }
        document = *std::move(changed.document);
    }
    return document;
}

/// Lets `streams` of other processes see the queries of this one. It runs all the same when that is not possible.
std::unique_ptr<QueryService> serve(QueryRegistry& registry) {
    auto directory = RuntimeDirectory::open();
    auto service = directory ? QueryService::start(registry, "vitrine-cli", *std::move(directory)) : Result<std::unique_ptr<QueryService>>(directory.error());
    if (service) return *std::move(service);
    log::warning(fmt::format("The query is not listed by `vitrine-cli streams`: {}", service.error().detail()));
    return nullptr;
}

}  // namespace

int runCommand(const RunArguments& arguments) {
    const auto until = parseUntil(arguments.until);
    if (!until) return wrong(until.error());
    const auto memoryLimit = parseBytes(arguments.memoryLimit);
    if (!memoryLimit) return wrong(memoryLimit.error());

    LoadedDocument loaded = loadDocument(arguments.document, arguments.query);
    if (printDiagnostics(loaded.parsed.diagnostics, arguments.document)) return kWrongRequest;
    const auto document = applySettings(*std::move(loaded.parsed.document), arguments.settings);
    if (!document) return wrong(document.error());
    const PlanResult planned = planQuery(*document, loaded.directory, systemFiles());
    if (printDiagnostics(planned.diagnostics, arguments.document)) return kWrongRequest;

    // The query goes first at the end: its thread may still be telling the watcher that it has terminated.
    std::mutex mutex;
    std::shared_ptr<RunningQuery>* running = nullptr;
    bool stopAsked = false;
    const auto stopNow = [&] {
        std::scoped_lock lock(mutex);
        stopAsked = true;
        if (running != nullptr) (*running)->requestStop();
    };
    Watcher watcher(arguments, !arguments.quiet && ::isatty(STDERR_FILENO) == 1, until->batches, stopNow);
    QueryRegistry registry;
    std::shared_ptr<RunningQuery> query;
    const Interruption interruption(stopNow);
    const std::unique_ptr<QueryService> service = serve(registry);
    if (auto opened = watcher.openReport(); !opened) return wrong(opened.error());

    EngineOptions options;
    options.threads = arguments.threads;
    options.workspace = workspaceDirectory(arguments.workspace, arguments.document.ends_with(".vitrine") ? arguments.document : std::string());
    options.checkpointPatience = Millis{2000};   // the run before may have been killed a moment ago
    options.memoryLimit = *memoryLimit;
    options.registry = &registry;
    QueryListener listener;
    listener.onReport = [&](const BatchReportPtr& report) { watcher.onReport(report); };
    listener.onStatus = [&](const QueryStatus& status) { watcher.onStatus(status); };
    listener.onTerminated = [&] { watcher.onTerminated(); };
    {
        // Whoever wants to stop the query waits until there is one to stop.
        std::scoped_lock lock(mutex);
        auto started = startQuery(planned.plan, allConnectors(), options, std::move(listener));
        if (!started) return wrong(started.error());
        query = *std::move(started);
        running = &query;
        if (stopAsked) query->requestStop();
    }
    watcher.setIdentity(query->id(), query->runId(), query->name());

    switch (until->kind) {
        case Until::Kind::End:
        case Until::Kind::Batches: watcher.wait(Millis(0)); break;
        case Until::Kind::Idle: (void)query->processAllAvailable(); break;
        case Until::Kind::Time: watcher.wait(until->time); break;
    }
    query->requestStop();
    query->awaitTermination(Millis(0));
    watcher.finishLine();

    const QueryStatus status = query->status();
    // A console sink has printed the result as it came.
    const auto& sinks = planned.plan->document.sinks;
    const bool isPrinted = arguments.outFile.empty() && arguments.table.empty() &&
                           std::any_of(sinks.begin(), sinks.end(), [](const SinkSpec& sink) { return equalsIgnoringCase(sink.format, "console"); });
    const ResultSnapshotPtr snapshot = query->snapshot();
    if (snapshot && !isPrinted) {
        const auto text = formatResult(*snapshot, arguments.table.empty() ? "text" : arguments.table, planned.plan->conf.zone);
        if (!text) return wrong(text.error());
        if (arguments.outFile.empty()) {
            std::cout << *text << std::flush;
        } else if (auto written = systemFiles().writeDurably(absolutePath(arguments.outFile), *text); !written) {
            fmt::print(stderr, "vitrine-cli: {}\n", written.error().detail());
            return kFailed;
        }
        if (snapshot->rowsNotKept > 0 && !arguments.quiet) {
            fmt::print(stderr, "vitrine-cli: {} older rows are not shown; the newest {} are.\n", snapshot->rowsNotKept, snapshot->numRows);
        }
    }
    if (!watcher.reportIsWhole()) {
        fmt::print(stderr, "vitrine-cli: the report file '{}' could not be written to its end.\n", arguments.reportFile);
        return kFailed;
    }
    if (status.state == QueryState::Failed) {
        fmt::print(stderr, "vitrine-cli: the query failed: {}\n", status.error ? status.error->detail() : status.message);
        return kFailed;
    }
    return interruption.happened() ? kInterrupted : kDone;
}

}  // namespace vitrine::cli
