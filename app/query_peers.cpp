// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/query_peers.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <poll.h>
#include <unistd.h>

#include "app/local_socket.h"
#include "core/base/file_system.h"

namespace vitrine {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostAnswerBytes = std::size_t{8} << 20;

/// One process that is asked something.
struct Conversation {
    std::int64_t process = 0;
    Descriptor socket;
    std::string out, in;
    std::string problem;   ///< why there is no answer
    bool ended = false;

    void end(std::string why = {}) {
        problem = std::move(why);
        ended = true;
        socket = Descriptor();
    }

    void goOn() {
        if (!out.empty()) {
            const Progress writing = writeOut(socket, out);
            if (writing == Progress::Failed) return end("it closed the connection");
            if (writing == Progress::Waiting) return;
        }
        const Progress reading = readLine(socket, in, kMostAnswerBytes);
        if (reading == Progress::Failed) return end("it closed the connection");
        if (reading == Progress::Done) end();
    }
};

/// The process number of `PID.sock`, or 0.
std::int64_t processOf(std::string_view name) {
    std::int64_t process = 0;
    const auto [end, problem] = std::from_chars(name.data(), name.data() + name.size(), process);
    return problem == std::errc() && std::string_view(end, static_cast<std::size_t>(name.data() + name.size() - end)) == ".sock" ? process : 0;
}

std::string nameOf(std::int64_t process) { return fmt::format("{}.sock", process); }

/// Calls `process`. False when nobody lives behind its socket any more.
bool call(const RuntimeDirectory& directory, Conversation& conversation) {
    conversation.socket = makeLocalSocket();
    const int failure = connectTo(conversation.socket, directory.shortPathOf(nameOf(conversation.process)));
    if (failure == ECONNREFUSED || failure == ENOENT) return false;
    if (failure != 0) conversation.end(failure == EAGAIN ? "it is busy" : std::system_category().message(failure));
    else if (!isOwnUser(conversation.socket)) conversation.end("it belongs to another user");
    return true;
}

void converse(std::vector<Conversation>& all, Millis patience) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    std::vector<::pollfd> awaited;
    while (true) {
        awaited.clear();
        for (Conversation& each : all)
            if (!each.ended) awaited.push_back({each.socket.number(), static_cast<short>(each.out.empty() ? POLLIN : POLLOUT), 0});
        const auto left = std::chrono::duration_cast<Millis>(deadline - std::chrono::steady_clock::now());
        if (awaited.empty()) return;
        if (left <= Millis{0}) break;
        if (::poll(awaited.data(), awaited.size(), static_cast<int>(left.count())) < 0 && errno != EINTR) break;
        for (Conversation& each : all)
            if (!each.ended) each.goOn();
    }
    for (Conversation& each : all)
        if (!each.ended) each.end(fmt::format("it did not answer within {} ms", patience.count()));
}

/// The object that `conversation` brought; its problem otherwise.
Json answerOf(Conversation& conversation) {
    if (!conversation.problem.empty()) return {};
    Json answer = Json::parse(conversation.in, nullptr, false);
    if (!answer.is_object()) conversation.problem = "its answer cannot be read";
    else if (answer.contains("error") && answer["error"].is_string()) conversation.problem = "it says: " + answer["error"].get<std::string>();
    return answer;
}

bool readSummaries(const Json& answer, const char* key, std::vector<QuerySummary>& into) {
    if (!answer.contains(key) || !answer[key].is_array()) return false;
    for (const Json& each : answer[key]) {
        auto summary = querySummaryFrom(each.dump());
        if (!summary) return false;
        into.push_back(*std::move(summary));
    }
    return true;
}

}  // namespace

Result<std::vector<ProcessStreams>> listStreams(const RuntimeDirectory& directory, std::int64_t excepted, Millis patience) {
    namespace fs = std::filesystem;
    std::vector<Conversation> asked;
    std::error_code failure;
    for (fs::directory_iterator entry(directory.path(), failure), end; !failure && entry != end; entry.increment(failure)) {
        const std::int64_t process = processOf(entry->path().filename().string());
        if (process <= 0 || process == excepted) continue;
        Conversation conversation;
        conversation.process = process;
        conversation.out = "{\"vitrine\":1,\"ask\":\"streams\"}\n";
        if (call(directory, conversation)) asked.push_back(std::move(conversation));
        else ::unlinkat(directory.descriptor(), nameOf(process).c_str(), 0);
    }
    if (failure) return ioError(failure.value(), "list", directory.path(), false);
    std::sort(asked.begin(), asked.end(), [](const auto& left, const auto& right) { return left.process < right.process; });
    converse(asked, patience);
    std::vector<ProcessStreams> found;
    for (Conversation& conversation : asked) {
        const Json answer = answerOf(conversation);
        ProcessStreams& streams = found.emplace_back();
        streams.process = conversation.process;
        if (conversation.problem.empty()) {
            if (answer.contains("program") && answer["program"].is_string()) streams.program = answer["program"].get<std::string>();
            if (!readSummaries(answer, "active", streams.active) || !readSummaries(answer, "completed", streams.completed))
                conversation.problem = "its answer cannot be read";
        }
        streams.problem = std::move(conversation.problem);
    }
    return found;
}

Result<bool> stopStream(const RuntimeDirectory& directory, std::int64_t process, const std::string& nameOrId, Millis patience) {
    Json request = {{"vitrine", 1}, {"ask", nameOrId.empty() ? "stopAll" : "stop"}};
    if (!nameOrId.empty()) request["query"] = nameOrId;
    std::vector<Conversation> asked(1);
    Conversation& conversation = asked.front();
    conversation.process = process;
    conversation.out = request.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
    if (!call(directory, conversation)) return false;
    converse(asked, patience);
    const Json answer = answerOf(conversation);
    if (!conversation.problem.empty())
        return Error(ErrorCode::SourceUnavailable, fmt::format("Process {} could not be asked to stop: {}.", process, conversation.problem));
    return answer.contains("stopping") && answer["stopping"].is_array() && !answer["stopping"].empty();
}

}  // namespace vitrine
