// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/query_service.h"

#include <cerrno>
#include <chrono>

#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/base/file_system.h"

namespace vitrine {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kVersion = 1;

Micros now() { return std::chrono::duration_cast<Micros>(std::chrono::steady_clock::now().time_since_epoch()); }

std::string socketName() { return fmt::format("{}.sock", ::getpid()); }

Json summariesJson(const std::vector<QuerySummary>& summaries) {
    Json list = Json::array();
    for (const QuerySummary& summary : summaries) list.push_back(Json::parse(toJson(summary)));
    return list;
}

std::string line(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n'; }

std::string refusal(std::string_view sentence) { return line({{"vitrine", kVersion}, {"error", sentence}}); }

}  // namespace

Result<std::unique_ptr<QueryService>> QueryService::start(QueryRegistry& registry, std::string program, RuntimeDirectory directory) {
    std::unique_ptr<QueryService> service(new QueryService(registry, std::move(program), std::move(directory)));
    VITRINE_CHECK_OK(service->listen());
    service->thread_ = std::thread([serving = service.get()] { serving->serve(); });
    return service;
}

Result<void> QueryService::listen() {
    ending_ = Descriptor(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    listening_ = makeLocalSocket();
    if (!ending_.isOpen() || !listening_.isOpen()) return ioError(errno, "open a socket in", directory_.path(), true);
    // Listening before it has its name: whoever is refused there knows that nobody lives behind it any more.
    const std::string making = fmt::format(".{}", socketName());
    ::unlinkat(directory_.descriptor(), making.c_str(), 0);
    if (const int failure = bindTo(listening_, directory_.shortPathOf(making)); failure != 0)
        return ioError(failure, "make a socket in", directory_.path(), true);
    if (::listen(listening_.number(), static_cast<int>(kMostClients)) != 0 ||
        ::renameat(directory_.descriptor(), making.c_str(), directory_.descriptor(), socketName().c_str()) != 0) {
        const int failure = errno;
        ::unlinkat(directory_.descriptor(), making.c_str(), 0);
        return ioError(failure, "make a socket in", directory_.path(), true);
    }
    return {};
}

QueryService::~QueryService() {
    if (!thread_.joinable()) return;
    ::unlinkat(directory_.descriptor(), socketName().c_str(), 0);
    const std::uint64_t one = 1;
    static_cast<void>(!::write(ending_.number(), &one, sizeof(one)));
    thread_.join();
}

void QueryService::serve() {
    std::list<Client> clients;
    std::vector<::pollfd> awaited;
    while (true) {
        awaited.assign({{ending_.number(), POLLIN, 0}, {listening_.number(), POLLIN, 0}});
        Micros patience{-1};
        for (const Client& client : clients) {
            awaited.push_back({client.socket.number(), static_cast<short>(client.answered ? POLLOUT : POLLIN), 0});
            const Micros left = std::max(Micros{0}, client.deadline - now());
            patience = patience < Micros{0} ? left : std::min(patience, left);
        }
        const int wait = patience < Micros{0} ? -1 : static_cast<int>(patience.count() / 1000) + 1;
        if (::poll(awaited.data(), awaited.size(), wait) < 0 && errno != EINTR) return;
        if (awaited[0].revents != 0) return;
        const bool isCalled = awaited[1].revents != 0;
        std::erase_if(clients, [this](Client& client) { return !goOn(client); });
        if (isCalled) welcome(clients);
    }
}

void QueryService::welcome(std::list<Client>& clients) const {
    while (true) {
        Client client;
        client.socket = Descriptor(::accept4(listening_.number(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
        if (!client.socket.isOpen()) return;
        if (clients.size() >= kMostClients || !isOwnUser(client.socket)) continue;
        client.deadline = now() + kClientPatience;
        clients.push_back(std::move(client));
    }
}

bool QueryService::goOn(Client& client) const {
    if (now() >= client.deadline) return false;
    if (!client.answered) {
        const Progress reading = readLine(client.socket, client.in, kMostRequestBytes);
        if (reading == Progress::Waiting) return true;
        if (reading == Progress::Failed && client.in.size() <= kMostRequestBytes) return false;
        client.out = reading == Progress::Done ? answerTo(client.in) : refusal("The request is too long.");
        client.answered = true;
    }
    return writeOut(client.socket, client.out) == Progress::Waiting;
}

std::string QueryService::answerTo(std::string_view request) const {
    const Json json = Json::parse(request, nullptr, false);
    if (!json.is_object() || !json.contains("vitrine")) return refusal("The request is not one of Vitrine.");
    if (json["vitrine"] != kVersion) return refusal(fmt::format("This Vitrine speaks version {} of the protocol.", kVersion));
    const std::string ask = json.contains("ask") && json["ask"].is_string() ? json["ask"].get<std::string>() : std::string();
    Json answer = {{"vitrine", kVersion}};
    if (ask == "streams") {
        answer["process"] = ::getpid();
        answer["program"] = program_;
        std::vector<QuerySummary> active;
        for (const auto& query : registry_.active()) active.push_back(query->summary());
        answer["active"] = summariesJson(active);
        answer["completed"] = summariesJson(registry_.completed());
        return line(answer);
    }
    Json& stopping = answer["stopping"] = Json::array();
    if (ask == "stopAll") {
        for (const auto& query : registry_.active()) {
            query->requestStop();
            stopping.push_back(query->id());
        }
        return line(answer);
    }
    if (ask == "stop" && json.contains("query") && json["query"].is_string()) {
        if (const auto query = registry_.find(json["query"].get<std::string>())) {
            query->requestStop();
            stopping.push_back(query->id());
        }
        return line(answer);
    }
    return refusal("The request asks for nothing that is known.");
}

}  // namespace vitrine
