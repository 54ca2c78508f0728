// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <list>
#include <memory>
#include <string>
#include <thread>

#include "app/local_socket.h"
#include "app/runtime_directory.h"
#include "core/base/time.h"
#include "core/report/running_query.h"

namespace vitrine {

/// Tells other processes of the same user about the queries of this one, and stops them on request, over the socket `PID.sock`
/// in the runtime directory. A request and its answer are one line of JSON each:
///
///     {"vitrine":1,"ask":"streams"}               → {"vitrine":1,"process":…,"program":…,"active":[…],"completed":[…]}
///     {"vitrine":1,"ask":"stop","query":NAME|ID}  → {"vitrine":1,"stopping":[ID…]}
///     {"vitrine":1,"ask":"stopAll"}               → {"vitrine":1,"stopping":[ID…]}
///
/// and {"vitrine":1,"error":SENTENCE} to anything else. The state of a query (QuerySummary) travels as toJson() has it.
class QueryService {
  public:
    static constexpr std::size_t kMostRequestBytes = 4096;
    static constexpr std::size_t kMostClients = 16;
    static constexpr Millis kClientPatience{2000};   ///< within which a client must have asked and read

    /// Serves `registry`, which must outlive it, on a thread of its own. `program` is what this one is called.
    static Result<std::unique_ptr<QueryService>> start(QueryRegistry& registry, std::string program, RuntimeDirectory directory);

    /// Removes the socket and joins the thread.
    ~QueryService();
    QueryService(const QueryService&) = delete;
    QueryService& operator=(const QueryService&) = delete;

    /// The line that answers `request`.
    std::string answerTo(std::string_view request) const;

  private:
    struct Client {
        Descriptor socket;
        std::string in, out;
        Micros deadline{};
        bool answered = false;
    };
    QueryService(QueryRegistry& registry, std::string program, RuntimeDirectory directory)
        : registry_(registry), program_(std::move(program)), directory_(std::move(directory)) {}

    Result<void> listen();
    void serve();
    void welcome(std::list<Client>& clients) const;
    /// False once the client is served or given up.
    bool goOn(Client& client) const;

    QueryRegistry& registry_;
    std::string program_;
    RuntimeDirectory directory_;
    Descriptor listening_, ending_;
    std::thread thread_;
};

}  // namespace vitrine
