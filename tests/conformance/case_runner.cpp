// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/conformance/case_runner.h"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <regex>
#include <thread>

#include <absl/strings/escaping.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/connectors.h"
#include "core/base/file_uri.h"
#include "core/data/timestamp_text.h"
#include "tests/conformance/stepped_clock.h"

namespace vitrine::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr auto kGuard = 60s;

struct Failure {
    int run = 0;
    std::string phase;
    std::string text;
};

struct BatchAnswer {
    int run = 0;
    std::int64_t batchId = 0;
    std::int64_t inputRows = 0;
    Json watermark, dropped, stateRows;
    std::vector<Json> rows;
};

Json oneOrList(const std::vector<StateOperatorReport>& operators, std::int64_t StateOperatorReport::*member) {
    if (operators.empty()) return nullptr;
    if (operators.size() == 1) return operators.front().*member;
    Json list = Json::array();
    for (const StateOperatorReport& one : operators) list.push_back(one.*member);
    return list;
}

class Run {
  public:
    Run(const Json& testCase, const RunnerOptions& options, fs::path scratch)
        : case_(testCase), options_(options), scratch_(std::move(scratch)), query_(testCase.at("query")) {
        if (options_.restartEveryBatch) query_.emplace("checkpoint", "checkpoint-of-the-runner");
    }

    std::optional<std::string> play() {
        bool started = false;
        const Json& steps = case_.at("steps");
        for (std::size_t at = 0; at < steps.size(); ++at) {
            const Json& step = steps[at];
            // What is written just before another run is that run's: a run that wakes up at once must not take it.
            if (active_ && step.contains("write") && at + 1 < steps.size() && (steps[at + 1].contains("start") || steps[at + 1].contains("restart"))) active_->pause();
            if (step.contains("write")) write(step);
            else if (step.contains("append")) append(step);
            else if (step.contains("delete")) fs::remove_all(path(step["delete"]));
            else if (step.contains("mkdir")) fs::create_directories(path(step["mkdir"]));
            else if (step.contains("touch")) touch(path(step["touch"]), step["mtime"].get<std::int64_t>());
            else if (step.contains("list")) list(step["list"]);
            else if (step.contains("process") || step.contains("await")) {
                if (!std::exchange(started, true)) start();
                advance(step.contains("await"));
                if (options_.restartEveryBatch && step.contains("process") && active_) {
                    stop();
                    resume();
                }
            } else if (step.contains("restart") || step.contains("start")) {
                started = true;
                stop();
                if (step.contains("with")) query_.merge_patch(step["with"]);
                start();
            } else if (step.contains("stop")) {
                stop();
            } else {
                return "unknown step " + step.dump();
            }
        }
        if (!started) start();
        stop();
        return compare();
    }

  private:
    fs::path path(const Json& relative) const { return (scratch_ / relative.get<std::string>()).lexically_normal(); }

    static std::string bytesOf(const Json& step) {
        if (step.contains("base64")) {
            std::string bytes;
            absl::Base64Unescape(step["base64"].get<std::string>(), &bytes);
            return bytes;
        }
        std::string text;
        for (const Json& line : step["lines"]) text += line.get<std::string>() + "\n";
        return text;
    }

    static void touch(const fs::path& file, std::int64_t seconds) {
        const ::timespec times[2] = {{seconds, 0}, {seconds, 0}};
        ::utimensat(AT_FDCWD, file.c_str(), times, 0);
    }

    void write(const Json& step) {
        const fs::path target = path(step["write"]);
        fs::create_directories(target.parent_path());
        fs::create_directories(scratch_ / ".tmp");
        const fs::path temporary = scratch_ / ".tmp" / "writing";
        std::ofstream(temporary, std::ios::binary) << bytesOf(step);
        if (step.contains("mtime")) touch(temporary, step["mtime"].get<std::int64_t>());
        fs::rename(temporary, target);
    }

    void append(const Json& step) {
        const fs::path target = path(step["append"]);
        std::ofstream(target, std::ios::binary | std::ios::app) << bytesOf(step);
        if (step.contains("mtime")) touch(target, step["mtime"].get<std::int64_t>());
    }

    void list(const Json& directory) {
        static const std::regex uuid("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
        std::vector<std::string> files;
        const fs::path base = path(directory);
        if (fs::exists(base)) {
            for (const auto& entry : fs::recursive_directory_iterator(base)) {
                if (!entry.is_regular_file() || entry.path().extension() == ".crc") continue;
                files.push_back(std::regex_replace(fs::relative(entry.path(), base).string(), uuid, "<uuid>"));
            }
        }
        std::sort(files.begin(), files.end());
        lists_.push_back(Json{{"run", run_}, {"dir", directory}, {"files", files}});
    }

    std::string queryText() const {
        Json query = query_;
        query["conf"].emplace("spark.sql.session.timeZone", "UTC");
        std::string text = query.dump(-1, ' ', false, Json::error_handler_t::replace);
        static const std::regex place("<scratch>");
        return std::regex_replace(text, place, scratch_.string());
    }

    void fail(std::string phase, std::string text) { failures_.push_back({run_, std::move(phase), std::move(text)}); }

    bool refused(const std::vector<Diagnostic>& diagnostics) {
        for (const Diagnostic& diagnostic : diagnostics) {
            if (diagnostic.severity != Severity::Error) continue;
            fail(diagnostic.phase == Phase::Run ? "run" : diagnostic.phase == Phase::Start ? "start" : "define",
                 diagnostic.error.detail());
            return true;
        }
        return false;
    }

    void start() {
        ++run_;
        resume();
    }

    /// Starts the query without counting it as a run of the case.
    void resume() {
        const ParsedDocument parsed = parseQueryDocument(queryText());
        if (refused(parsed.diagnostics)) return;
        const PlanResult planned = planQuery(*parsed.document, scratch_.string(), systemFiles());
        if (planned.plan) {   // recorded are those of the last start
            columns_ = Json::array();
            for (const Field& field : planned.plan->root->output->fields()) {
                columns_.push_back(Json::array({field.name, field.type->simpleString()}));
            }
        }
        if (refused(planned.diagnostics)) return;
        plan_ = planned.plan;
        clock_ = std::make_shared<SteppedClock>();
        EngineOptions engine;
        engine.threads = options_.threads;
        engine.chunkRows = options_.chunkRows;
        engine.bytesPerWorker = options_.bytesPerWorker;
        engine.clock = clock_;
        engine.keepBatchRows = true;
        QueryListener listener;
        listener.onReport = [this, run = run_](const BatchReportPtr& report) { onReport(run, *report); };
        auto query = startQuery(planned.plan, allConnectors(), engine, std::move(listener),
                                [this, run = run_](std::int64_t batchId, const ResultBatch& rows) { onRows(run, batchId, rows); });
        if (!query) {
            fail("start", query.error().detail());
            return;
        }
        active_ = *query;
    }

    /// What a reader finds in the files that the sink's log names for a batch.
    std::optional<std::vector<Json>> writtenRows(std::int64_t batchId) const {
        if (plan_->document.sinks.size() != 1 || plan_->document.sinks.front().path.empty()) return std::nullopt;
        const SinkSpec& sink = plan_->document.sinks.front();
        const fs::path log = path(sink.path) / "_spark_metadata";
        std::ifstream entry(log / std::to_string(batchId));
        if (!entry) return std::nullopt;   // a compact entry does not say which of its files are new
        std::vector<Json> rows;
        std::string line;
        std::getline(entry, line);
        while (std::getline(entry, line)) {
            ReadSpec spec;
            spec.schema = plan_->root->output;
            for (std::size_t index = 0; index < spec.schema->size(); ++index) spec.columns.push_back(index);
            spec.options = sink.options;
            spec.conf = plan_->conf;
            const auto format = makeFormat(sink.format, std::move(spec));
            FileRange range;
            range.path = pathOfUri(Json::parse(line)["path"].get<std::string>());
            range.fileSize = fs::file_size(range.path);
            range.end = range.fileSize;
            const auto reader = format ? (*format)->open(systemFiles(), range) : Result<std::unique_ptr<RowReader>>(format.error());
            if (!reader) return std::vector<Json>{reader.error().detail()};
            MalformedRows malformed;
            Batch batch;
            for (auto more = (*reader)->next(batch, malformed, {}); more && *more; more = (*reader)->next(batch, malformed, {}))
                for (std::size_t row = 0; row < batch.numRows; ++row) rows.push_back(rowJson(batch, row));
        }
        return rows;
    }

    void onRows(int run, std::int64_t batchId, const ResultBatch& result) {
        std::vector<Json> rows;
        for (const Batch& chunk : result.chunks) {
            for (std::size_t row = 0; row < chunk.numRows; ++row) rows.push_back(rowJson(chunk, row));
        }
        std::scoped_lock lock(mutex_);
        rows_[{run, batchId}] = std::move(rows);
    }

    void onReport(int run, const BatchReport& report) {
        if (report.idle) return;
        std::scoped_lock lock(mutex_);
        BatchAnswer answer;
        answer.run = run;
        answer.batchId = report.batchId;
        answer.inputRows = report.numInputRows;
        if (report.hasWatermark) answer.watermark = formatMillisUtc(report.watermark.time_since_epoch().count());
        answer.dropped = oneOrList(report.stateOperators, &StateOperatorReport::numRowsDroppedByWatermark);
        answer.stateRows = oneOrList(report.stateOperators, &StateOperatorReport::numRowsTotal);
        const auto written = writtenRows(report.batchId);
        answer.rows = written ? *written : rows_[{run, report.batchId}];
        answers_.push_back(std::move(answer));
    }

    void advance(bool untilEnd) {
        if (!active_) return;
        std::atomic<bool> expired = false;
        {
            std::mutex mutex;
            std::condition_variable_any done;
            std::jthread guard([&](const std::stop_token& stop) {
                std::unique_lock lock(mutex);
                done.wait_for(lock, stop, kGuard, [] { return false; });
                if (!stop.stop_requested()) {
                    expired = true;
                    active_->requestStop();
                }
            });
            clock_->drive(true);
            if (untilEnd) active_->awaitTermination(Millis(0));
            else (void)active_->processAllAvailable();
            clock_->drive(false);
        }
        if (expired) fail("guard", "the case did not end within 60 s");
        noteFailure();
    }

    void noteFailure() {
        if (!active_ || active_->status().state != QueryState::Failed) return;
        const auto error = active_->status().error;
        fail("run", error ? error->detail() : "failed without an error");
        active_.reset();
    }

    void stop() {
        if (!active_) return;
        clock_->drive(true);
        active_->requestStop();
        active_->awaitTermination(Millis(0));
        noteFailure();
        active_.reset();
    }

    std::optional<std::string> compare() const {
        const Json& recorded = case_.at("recorded");
        const bool ordered = recorded.value("ordered", false);
        const Json& expectedError = recorded.at("error");
        bool aggregated = false;
        for (const Json& step : case_.at("query").value("steps", Json::array())) aggregated |= step.contains("groupBy");
        const Json& batches = recorded.at("batches");

        const bool expectsError = !expectedError.is_null();
        const Failure* failure = failures_.empty() ? nullptr : &failures_.front();
        if (!expectsError && failure) return fmt::format("error: expected none, got {} in run {}: {}", failure->phase, failure->run, failure->text);

        for (std::size_t index = 0; index < std::max<std::size_t>(batches.size(), answers_.size()); ++index) {
            if (index >= answers_.size()) return fmt::format("batch: expected {} in all, got {}", batches.size(), answers_.size());
            const BatchAnswer& got = answers_[index];
            if (index >= batches.size()) {
                return fmt::format("batch: expected {} in all, got {}; first extra run {} batch {}", batches.size(), answers_.size(), got.run, got.batchId);
            }
            const Json& want = batches[index];
            const std::string where = fmt::format("run {} batch {}: ", want["run"].get<int>(), want["batch"].get<std::int64_t>());
            if (want["run"] != got.run || want["batch"] != got.batchId) return where + fmt::format("got run {} batch {}", got.run, got.batchId);
            if (want["watermark"] != got.watermark) return where + fmt::format("watermark: expected {} got {}", want["watermark"].dump(), got.watermark.dump());
            if (want["dropped"] != got.dropped) return where + fmt::format("dropped: expected {} got {}", want["dropped"].dump(), got.dropped.dump());
            if (want["stateRows"] != got.stateRows) return where + fmt::format("stateRows: expected {} got {}", want["stateRows"].dump(), got.stateRows.dump());
            if (case_.value("exactInput", false) && want["inputRows"] != got.inputRows) {
                return where + fmt::format("inputRows: expected {} got {}", want["inputRows"].dump(), got.inputRows);
            }
            const Json rows = want["rows"].is_null() ? Json::array() : want["rows"];
            if (auto difference = differenceOfRows(rows, got.rows, ordered, aggregated)) return where + *difference;
        }
        if (expectsError) {
            const std::string phase = expectedError.value("phase", "");
            if (!failure) return fmt::format("error: expected {} ({}), got none", phase, expectedError.value("class", ""));
            const bool before = failure->phase == "define" || failure->phase == "start";
            const bool expectedBefore = phase == "define" || phase == "start";
            const bool sameRun = expectedError["run"] == failure->run;
            if (!sameRun || !(phase == failure->phase || (before && (expectedBefore || batches.empty())))) {
                return fmt::format("error: expected {} in run {}, got {} in run {}: {}", phase, expectedError["run"].dump(),
                                   failure->phase, failure->run, failure->text);
            }
        } else if (recorded.contains("columns") && recorded["columns"] != columns_) {
            return fmt::format("columns: expected {} got {}", recorded["columns"].dump(), columns_.dump());
        }
        if (recorded.contains("lists") && recorded["lists"] != lists_) {
            return fmt::format("lists: expected {} got {}", recorded["lists"].dump(), lists_.dump());
        }
        return std::nullopt;
    }

    const Json& case_;
    RunnerOptions options_;
    fs::path scratch_;
    Json query_;
    int run_ = -1;
    std::shared_ptr<SteppedClock> clock_;
    QueryPlanPtr plan_;
    std::shared_ptr<RunningQuery> active_;
    std::vector<Failure> failures_;
    Json lists_ = Json::array();
    Json columns_;

    std::mutex mutex_;
    std::map<std::pair<int, std::int64_t>, std::vector<Json>> rows_;
    std::vector<BatchAnswer> answers_;
};

}  // namespace

std::optional<std::string> runCase(const Json& testCase, const RunnerOptions& options) {
    std::error_code failure;
    const fs::path memory = "/dev/shm";
    const fs::path base = ::access(memory.c_str(), W_OK) == 0 ? memory : fs::temp_directory_path();
    std::string pattern = (base / "vitrine-case-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) return "cannot make a scratch directory";
    std::optional<std::string> difference;
    try {
        Run run(testCase, options, pattern);
        difference = run.play();
    } catch (const std::exception& problem) {
        difference = std::string("the case itself cannot be read: ") + problem.what();
    }
    if (!options.keepScratch) fs::remove_all(pattern, failure);
    return difference;
}

}  // namespace vitrine::test
