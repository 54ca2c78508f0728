// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace vitrine::cli {

/// Exit statuses of every command.
inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;        ///< the query failed
inline constexpr int kWrongRequest = 2;  ///< the document, the arguments or a path were wrong
inline constexpr int kInterrupted = 3;   ///< SIGINT or SIGTERM; nothing was lost

struct RunArguments {
    std::string document;
    std::string query;                    ///< of a project with several
    std::string until;                    ///< `idle`, `batches=N`, `90s`; empty: until the query ends
    std::vector<std::string> settings;    ///< POINTER=JSON
    std::string table;                    ///< text, csv, json; empty: text, unless a console sink prints
    std::string outFile;
    std::string reportFile;
    std::string memoryLimit;
    std::string workspace;                ///< directory of the tables that sinks name; empty: as SqlArguments
    std::size_t threads = 0;
    bool quiet = false;
};
int runCommand(const RunArguments& arguments);

struct CheckArguments {
    std::string document;
    std::string query;
};
int checkCommand(const CheckArguments& arguments);

struct SchemaArguments {
    std::string directory;
    std::string format = "json";
};
int schemaCommand(const SchemaArguments& arguments);

struct SqlArguments {
    std::string statements;               ///< separated by `;`; `-`: from standard input
    std::string workspace;                ///< empty: VITRINE_WORKSPACE, or the user's own
    std::string table = "text";           ///< text, csv, json
    std::string zone;                     ///< of TIMESTAMP texts; empty: the machine's
    std::chrono::milliseconds timeLimit{60'000};
    std::size_t rowLimit = 1'000'000;
    bool yes = false;                     ///< DROP TABLE without asking
    bool quiet = false;
};
int sqlCommand(const SqlArguments& arguments);

struct StreamsArguments {
    std::string workspace;                ///< only queries with this workspace; empty: all
    std::string stop;                     ///< name, id or run id
    bool stopAll = false;
    bool json = false;
};
int streamsCommand(const StreamsArguments& arguments);

struct CheckpointArguments {
    std::string directory;
    bool json = false;
};
int checkpointCommand(const CheckpointArguments& arguments);

struct FaucetArguments {
    std::string what;                     ///< `demo`, a file or a folder
    std::string directory;
    std::string rate = "2/s";             ///< files a second, minute or hour
    std::string late;                     ///< `5%`
    std::string malformed;
    std::uint64_t seed = 1;
    std::size_t rowsPerFile = 200;
    std::uint64_t files = 0;              ///< 0: until interrupted, or until a replay is at its end
    bool quiet = false;
};
int faucetCommand(const FaucetArguments& arguments);

struct VacuumArguments {
    std::string directory;
    std::string retain;                   ///< `168h`; empty: what the table says, a week unless it says otherwise
    bool evenShort = false;
    bool dryRun = false;
};
int vacuumCommand(const VacuumArguments& arguments);

}  // namespace vitrine::cli
