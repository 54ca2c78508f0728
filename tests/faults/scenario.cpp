// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/scenario.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>

#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>

#include "core/query/supported_formats.h"
#include "tests/faults/expected_rows.h"

namespace vitrine::test {

namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t kFirstSecond = 1'704'067'200;   // 2024-01-01
constexpr std::int64_t kSecondsPerFile = kWindowSeconds;
constexpr std::int64_t kDay = 86'400;
constexpr std::int64_t kFirstModified = 1'700'000'000;

std::string timeText(std::int64_t seconds) {
    const std::time_t time = seconds;
    std::tm parts{};
    ::gmtime_r(&time, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

void writeFile(const Scenario& scenario, const Place& place, const std::vector<std::vector<InputRow>>& input, std::size_t index) {
    const fs::path target = fs::path(place.in()) / fmt::format("events-{:03}.json", index);
    // A query that cleans its source may have taken it away; it comes once all the same.
    const fs::path delivered = fs::path(place.root) / "delivered" / target.filename();
    if (fs::exists(delivered)) return;
    fs::create_directories(place.in());
    fs::create_directories(delivered.parent_path());
    if (scenario.sink == SinkKind::Command) fs::create_directories(place.out());
    const fs::path hidden = fs::path(place.in()) / ".writing";
    {
        std::ofstream file(hidden, std::ios::binary);
        for (const InputRow& row : input[index])
            file << fmt::format(R"({{"id":{},"time":"{}","device":"{}","value":{}}})", row.id, timeText(row.seconds), row.device, row.value) << '\n';
    }
    const std::int64_t modified = kFirstModified + static_cast<std::int64_t>(index);
    const ::timespec times[2] = {{modified, 0}, {modified, 0}};
    ::utimensat(AT_FDCWD, hidden.c_str(), times, 0);
    fs::rename(hidden, target);
    std::ofstream{delivered};
}

void writeFiles(const Scenario& scenario, const Place& place, std::size_t from, std::size_t to) {
    const auto input = scenario.input();
    for (std::size_t index = from; index < to; ++index) writeFile(scenario, place, input, index);
}

}  // namespace

const char* nameOf(SinkKind kind) {
    switch (kind) {
        case SinkKind::BatchFiles: return "batchfiles";
        case SinkKind::Json: return "json";
        case SinkKind::Csv: return "csv";
        case SinkKind::Parquet: return "parquet";
        case SinkKind::Sqlite: return "sqlite";
        case SinkKind::Delta: return "delta";
        case SinkKind::Command: return "command";
    }
    return "";
}

const char* nameOf(Shape shape) {
    switch (shape) {
        case Shape::Stateless: return "stateless";
        case Shape::Deduplicated: return "deduplicated";
        case Shape::Windowed: return "windowed";
    }
    return "";
}

bool isAvailable(SinkKind kind) {
    if (kind == SinkKind::BatchFiles) return true;
    const std::string_view format = kind == SinkKind::Command ? "foreachBatch" : nameOf(kind);
    const auto known = sinkFormats();
    return std::find(known.begin(), known.end(), format) != known.end();
}

std::vector<Scenario> scenariosOf(SinkKind kind) {
    const auto make = [kind](const char* mode, Shape shape) {
        Scenario scenario;
        scenario.sink = kind;
        scenario.outputMode = mode;
        scenario.shape = shape;
        return scenario;
    };
    std::vector<Scenario> list{make("append", Shape::Stateless), make("append", Shape::Windowed), make("append", Shape::Deduplicated)};
    const bool isFile = kind == SinkKind::Json || kind == SinkKind::Csv || kind == SinkKind::Parquet;
    if (!isFile) list.push_back(make("complete", Shape::Windowed));
    if (!isFile && kind != SinkKind::Delta) list.push_back(make("update", Shape::Windowed));
    return list;
}

std::string Scenario::name() const { return fmt::format("{}_{}_{}", nameOf(sink), outputMode, nameOf(shape)); }

std::vector<std::string> Scenario::columns() const {
    switch (shape) {
        case Shape::Stateless: return {"id", "device", "twice"};
        case Shape::Deduplicated: return {"id", "device", "value"};
        case Shape::Windowed: return {"start", "device", "n", "total"};
    }
    return {};
}

std::vector<std::vector<InputRow>> Scenario::input() const {
    std::mt19937_64 random(seed);
    const auto below = [&](std::int64_t limit) { return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(limit)); };
    std::vector<std::vector<InputRow>> all;
    std::int64_t next = 0;
    for (std::size_t index = 0; index < files; ++index) {
        std::vector<InputRow>& rows = all.emplace_back();
        for (std::size_t count = 0; count < rowsPerFile; ++count) {
            InputRow& row = rows.emplace_back();
            // Some ids come again.
            row.id = next > 5 && below(8) == 0 ? below(next) : next++;
            row.seconds = kFirstSecond + static_cast<std::int64_t>(index) * kSecondsPerFile + below(kSecondsPerFile + kDelaySeconds / 6);
            row.device = fmt::format("d{}", below(4));
            row.value = below(1000) - 300;
            if (index >= 3 && below(10) == 0) {
                row.late = true;
                row.seconds = kFirstSecond - kDay + below(kDay / 2);
            }
        }
    }
    all.push_back({{next, kFirstSecond + 10 * kDay, "closing", 1, false}});
    return all;
}

std::pair<std::size_t, std::size_t> Scenario::filesOf(std::size_t instalment) const {
    return {files * instalment / instalments, files * (instalment + 1) / instalments};
}

std::string documentOf(const Scenario& scenario, const Place& place) {
    Json steps = Json::array();
    switch (scenario.shape) {
        case Shape::Stateless:
            steps.push_back({{"where", "value % 3 <> 0"}});
            steps.push_back({{"select", {"id", "device", "value * 2 AS twice"}}});
            break;
        case Shape::Deduplicated:
            steps.push_back({{"dropDuplicates", {"id"}}});
            steps.push_back({{"select", {"id", "device", "value"}}});
            break;
        case Shape::Windowed:
            steps.push_back({{"withWatermark", {"time", fmt::format("{} seconds", kDelaySeconds)}}});
            steps.push_back({{"groupBy", {fmt::format("window(time, '{} seconds')", kWindowSeconds), "device"}},
                             {"agg", {"count(*) AS n", "sum(value) AS total"}}});
            // A table keeps the group's columns as they are, to know it again.
            if (scenario.sink == SinkKind::Sqlite) steps.push_back({{"select", {"window", "device", "n", "total"}}});
            else steps.push_back({{"select", {"CAST(window.start AS BIGINT) AS start", "device", "n", "total"}}});
            break;
    }
    Json sink;
    switch (scenario.sink) {
        case SinkKind::BatchFiles: sink = {{"format", "console"}}; break;   // the connectors of the tests put theirs in its place
        case SinkKind::Sqlite: sink = {{"format", "sqlite"}, {"path", place.out() + "/result.db"}, {"table", "result"}}; break;
        case SinkKind::Command:
            sink = {{"format", "foreachBatch"}, {"command", fmt::format("cd {} && cat > .$$ && mv .$$ $VITRINE_BATCH_ID.$$", place.out())}};
            break;
        default: sink = {{"format", nameOf(scenario.sink)}, {"path", place.out()}};
    }
    Json options{{"maxFilesPerTrigger", "1"}};
    if (scenario.cleansSource) options["cleanSource"] = "delete";
    const Json document{
        {"name", "faults"},
        {"source",
         {{"format", "json"},
          {"path", place.in()},
          {"schema", "id BIGINT, time TIMESTAMP, device STRING, value BIGINT"},
          {"options", options}}},
        {"steps", steps},
        {"outputMode", scenario.outputMode},
        {"trigger", {{"availableNow", true}}},
        {"sinks", Json::array({sink})},
        {"checkpoint", place.checkpoint()},
        {"conf", {{"spark.sql.session.timeZone", "UTC"}}},
    };
    return document.dump();
}

void deliver(const Scenario& scenario, const Place& place, std::size_t instalment) {
    const auto [from, to] = scenario.filesOf(instalment);
    writeFiles(scenario, place, from, to);
}

void undeliver(const Place& place) {
    fs::remove_all(place.in());
    fs::remove_all(fs::path(place.root) / "delivered");
}

void deliverAll(const Scenario& scenario, const Place& place) { writeFiles(scenario, place, 0, scenario.files); }
void deliverClosing(const Scenario& scenario, const Place& place) { writeFiles(scenario, place, scenario.files, scenario.files + 1); }

}  // namespace vitrine::test
