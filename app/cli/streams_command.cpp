// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <thread>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/cli/document_file.h"
#include "app/query_peers.h"
#include "core/data/timestamp_text.h"

namespace vitrine::cli {
namespace {

using Json = nlohmann::ordered_json;

/// How long a query that was asked to stop may take until the command says that it has not.
constexpr Millis kStopPatience{5000};
constexpr Millis kStopStep{20};

/// An active query and the process that runs it.
struct Stream {
    QuerySummary query;
    std::int64_t process = 0;
    std::string program;
};

struct Found {
    std::vector<Stream> streams;
    std::vector<ProcessStreams> silent;
};

bool isSameDirectory(const std::string& left, const std::string& right) {
    std::error_code failure;
    const auto canonical = [&](const std::string& path) { return std::filesystem::weakly_canonical(path, failure); };
    return canonical(left) == canonical(right);
}

Result<Found> find(const RuntimeDirectory& directory, const std::string& workspace) {
    VITRINE_TRY(const std::vector<ProcessStreams> processes, listStreams(directory));
    Found found;
    for (const ProcessStreams& process : processes) {
        if (!process.problem.empty()) found.silent.push_back(process);
        for (const QuerySummary& query : process.active) {
            if (!workspace.empty() && !isSameDirectory(query.workspace, workspace)) continue;
            found.streams.push_back({query, process.process, process.program});
        }
    }
    return found;
}

std::string rateText(const std::optional<double>& rate) { return rate ? fmt::format("{:.1f}", *rate) : "-"; }

std::string sinksText(const QuerySummary& query) {
    if (query.sinks.empty()) return "live result";
    std::vector<std::string> texts;
    for (const SinkSummary& sink : query.sinks)
        texts.push_back(fmt::format("{} ({})", sink.description, sink.exactlyOnce ? "exactly once" : "at least once"));
    return fmt::format("{}", fmt::join(texts, ", "));
}

std::string stateText(const QuerySummary& query) {
    std::string text(wordOf(query.state));
    if (query.isBehind()) text += ", behind";
    return text;
}

/// Lengths in characters, near enough for columns.
std::size_t widthOf(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

/// A text of another process, kept on its line.
std::string oneLine(std::string text) {
    for (char& letter : text)
        if (static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F) letter = '?';
    return text;
}

std::string table(const std::vector<Stream>& streams) {
    std::vector<std::vector<std::string>> lines{{"name", "id", "run id", "state", "since", "batch", "rows/s in", "rows/s", "sinks", "process"}};
    for (const auto& [query, process, program] : streams) {
        lines.push_back({query.name.empty() ? "<no name>" : query.name, query.id, query.runId, stateText(query),
                         formatMillisUtc(query.started.time_since_epoch().count()), query.lastBatch ? fmt::format("{}", *query.lastBatch) : "-",
                         rateText(query.inputRate), rateText(query.processedRate), sinksText(query), fmt::format("{} {}", process, program)});
        for (std::string& cell : lines.back()) cell = oneLine(std::move(cell));
    }
    std::vector<std::size_t> widths(lines.front().size(), 0);
    for (const auto& line : lines)
        for (std::size_t column = 0; column < line.size(); ++column) widths[column] = std::max(widths[column], widthOf(line[column]));
    std::string text;
    for (const auto& line : lines) {
        for (std::size_t column = 0; column < line.size(); ++column) {
            text += line[column];
            text += column + 1 < line.size() ? std::string(widths[column] - widthOf(line[column]) + 2, ' ') : "\n";
        }
    }
    return text;
}

std::string jsonText(const Found& found) {
    Json json;
    json["active"] = Json::array();
    for (const auto& [query, process, program] : found.streams) {
        Json each = Json::parse(toJson(query));
        each["process"] = process;
        each["program"] = program;
        json["active"].push_back(std::move(each));
    }
    json["unanswered"] = Json::array();
    for (const ProcessStreams& process : found.silent) json["unanswered"].push_back({{"process", process.process}, {"reason", process.problem}});
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

int fail(int status, const std::string& sentence) {
    fmt::print(stderr, "vitrine-cli: {}\n", sentence);
    return status;
}

bool isOneOf(const std::vector<Stream>& streams, const Stream& stream) {
    return std::any_of(streams.begin(), streams.end(), [&](const Stream& each) { return each.process == stream.process && each.query.runId == stream.query.runId; });
}

/// Stops `wanted` and waits until they have ended.
int stop(const RuntimeDirectory& directory, const std::vector<Stream>& wanted) {
    for (const Stream& stream : wanted) {
        const auto asked = stopStream(directory, stream.process, stream.query.runId);
        if (!asked) return fail(kFailed, asked.error().detail());
    }
    std::vector<Stream> left = wanted;
    const auto deadline = std::chrono::steady_clock::now() + kStopPatience;
    while (true) {
        const auto found = find(directory, {});
        if (!found) return fail(kFailed, found.error().detail());
        const auto isSilent = [&](const Stream& stream) {
            return std::any_of(found->silent.begin(), found->silent.end(), [&](const ProcessStreams& each) { return each.process == stream.process; });
        };
        std::erase_if(left, [&](const Stream& stream) { return !isSilent(stream) && !isOneOf(found->streams, stream); });
        if (left.empty() || std::chrono::steady_clock::now() >= deadline) break;
        std::this_thread::sleep_for(kStopStep);
    }
    for (const Stream& stream : wanted) {
        if (!isOneOf(left, stream)) fmt::print("stopped: {} {}\n", stream.query.name.empty() ? "<no name>" : oneLine(stream.query.name), stream.query.id);
    }
    for (const Stream& stream : left)
        fmt::print(stderr, "vitrine-cli: {} of process {} has been asked to stop and is still active.\n",
                   stream.query.name.empty() ? stream.query.id : oneLine(stream.query.name), stream.process);
    return left.empty() ? kDone : kFailed;
}

}  // namespace

int streamsCommand(const StreamsArguments& arguments) {
    const auto directory = RuntimeDirectory::open();
    if (!directory) return fail(kFailed, directory.error().detail());
    const std::string workspace = arguments.workspace.empty() ? std::string() : absolutePath(arguments.workspace);
    const auto found = find(*directory, workspace);
    if (!found) return fail(kFailed, found.error().detail());
    for (const ProcessStreams& process : found->silent)
        fmt::print(stderr, "vitrine-cli: process {} could not be asked about its queries: {}.\n", process.process, oneLine(process.problem));

    if (arguments.stopAll) {
        if (found->streams.empty()) {
            fmt::print("no active queries\n");
            return kDone;
        }
        return stop(*directory, found->streams);
    }
    if (!arguments.stop.empty()) {
        std::vector<Stream> wanted;
        for (const Stream& stream : found->streams)
            if (arguments.stop == stream.query.name || arguments.stop == stream.query.id || arguments.stop == stream.query.runId) wanted.push_back(stream);
        if (wanted.empty()) return fail(kWrongRequest, fmt::format("There is no active query '{}'.", arguments.stop));
        if (wanted.size() > 1) {
            std::vector<std::string> ids;
            for (const Stream& stream : wanted) ids.push_back(stream.query.id);
            return fail(kWrongRequest, fmt::format("{} active queries have the name '{}'; give an id: {}.", wanted.size(), arguments.stop, fmt::join(ids, ", ")));
        }
        return stop(*directory, wanted);
    }
    if (arguments.json) fmt::print("{}", jsonText(*found));
    else if (found->streams.empty()) fmt::print("no active queries\n");
    else fmt::print("{}", table(found->streams));
    return kDone;
}

}  // namespace vitrine::cli
