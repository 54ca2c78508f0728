// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connect/sinks/command_sink.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/descriptor.h"
#include "core/base/kill_point.h"
#include "core/base/stop.h"
#include "core/data/table_text.h"

extern char** environ;

namespace vitrine {
namespace {

constexpr int kPatienceMilliseconds = 300;

Error failed(std::string_view doing) {
    return Error(ErrorCode::SinkFailed, fmt::format("The command could not be {}: {}.", doing, std::strerror(errno)));
}

Result<void> writeRows(int file, const ResultBatch& result, const TimeZone& zone, std::stop_token stop) {
    std::string text;
    const auto flush = [&]() -> Result<void> {
        for (std::string_view rest = text; !rest.empty();) {
            const ssize_t count = ::write(file, rest.data(), rest.size());
            if (count < 0 && errno == EINTR) continue;
            if (count < 0) return failed("given its rows");
            rest.remove_prefix(static_cast<std::size_t>(count));
        }
        text.clear();
        return {};
    };
    for (const Batch& chunk : result.chunks) {
        VITRINE_CHECK_OK(checkStop(stop));
        for (std::size_t row = 0; row < chunk.numRows; ++row) {
            appendJsonRow(text, chunk, row, zone);
            text += '\n';
        }
        VITRINE_CHECK_OK(flush());
    }
    return {};
}

/// The last thing that was printed, for a message.
std::string lastWords(int file) {
    const off_t size = ::lseek(file, 0, SEEK_END);
    std::array<char, 500> bytes;
    const off_t from = std::max<off_t>(0, size - static_cast<off_t>(bytes.size()));
    const ssize_t count = ::pread(file, bytes.data(), bytes.size(), from);
    std::string text(bytes.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0) text.pop_back();
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

/// Waits until the process ends. When `stop` fires its group is told to end, then made to.
Result<int> waitFor(pid_t process, std::stop_token stop) {
    const Descriptor ended(static_cast<int>(::syscall(SYS_pidfd_open, process, 0)));
    const Descriptor stopped(::eventfd(0, EFD_CLOEXEC));
    const std::stop_callback wake(stop, [&] { ::eventfd_write(stopped.number(), 1); });
    std::array<::pollfd, 2> watched{{{ended.number(), POLLIN, 0}, {stopped.number(), POLLIN, 0}}};
    while (::poll(watched.data(), watched.size(), -1) < 0 && errno == EINTR) {
    }
    if ((watched[0].revents & POLLIN) == 0) {
        ::kill(-process, SIGTERM);
        while (::poll(watched.data(), 1, kPatienceMilliseconds) < 0 && errno == EINTR) {
        }
    }
    // What it left running would write on behind the query's back.
    ::kill(-process, SIGKILL);
    int status = 0;
    while (::waitpid(process, &status, 0) < 0) {
        if (errno != EINTR) return failed("waited for");
    }
    VITRINE_CHECK_OK(checkStop(stop));
    return status;
}

}  // namespace

Result<void> CommandSink::open(const SinkContext& context) {
    context_ = context;
    return {};
}

Result<Receipt> CommandSink::write(std::int64_t batchId, const ResultBatch& result, std::stop_token stop) {
    // Files in memory: the command may read its rows in any order and as late as it likes, and print without being read.
    const Descriptor input(::memfd_create("rows", MFD_CLOEXEC));
    const Descriptor output(::memfd_create("words", MFD_CLOEXEC));
    if (input.number() < 0 || output.number() < 0) return failed("prepared");
    VITRINE_CHECK_OK(writeRows(input.number(), result, context_.conf.zone, stop));
    ::lseek(input.number(), 0, SEEK_SET);

    std::vector<std::string> variables{fmt::format("VITRINE_BATCH_ID={}", batchId), "VITRINE_QUERY_ID=" + context_.queryId,
                                       "VITRINE_QUERY_NAME=" + context_.queryName, "VITRINE_OUTPUT_MODE=" + context_.outputMode};
    std::vector<char*> environment;
    for (char** entry = environ; *entry != nullptr; ++entry)
        if (std::strncmp(*entry, "VITRINE_BATCH_ID=", 17) != 0 && std::strncmp(*entry, "VITRINE_QUERY_", 14) != 0 && std::strncmp(*entry, "VITRINE_OUTPUT_MODE=", 20) != 0)
            environment.push_back(*entry);
    for (std::string& variable : variables) environment.push_back(variable.data());
    environment.push_back(nullptr);

    ::posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, input.number(), STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, output.number(), STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, output.number(), STDERR_FILENO);
    if (!spec_.directory.empty()) ::posix_spawn_file_actions_addchdir_np(&actions, spec_.directory.c_str());
    ::posix_spawnattr_t attributes;
    ::posix_spawnattr_init(&attributes);
    ::sigset_t none, all;
    ::sigemptyset(&none);
    ::sigfillset(&all);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setsigdefault(&attributes, &all);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    char shell[] = "/bin/sh", option[] = "-c";
    std::array<char*, 4> arguments{shell, option, spec_.command.data(), nullptr};
    pid_t process = 0;
    const int problem = ::posix_spawn(&process, shell, &actions, &attributes, arguments.data(), environment.data());
    ::posix_spawn_file_actions_destroy(&actions);
    ::posix_spawnattr_destroy(&attributes);
    if (problem != 0) {
        errno = problem;
        return failed("started");
    }
    reachKillPoint(KillPoint::CommandStarted);
    VITRINE_TRY(const int status, waitFor(process, stop));
    reachKillPoint(KillPoint::CommandEnded);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return Receipt{result.numRows, false};
    const std::string words = lastWords(output.number());
    const std::string how = WIFEXITED(status) ? fmt::format("left with status {}", WEXITSTATUS(status)) : fmt::format("was ended by signal {}", WTERMSIG(status));
    return Error(ErrorCode::SinkFailed, fmt::format("The command for batch {} {}{}", batchId, how, words.empty() ? "." : ": " + words))
        .withWayOut("Repair the command, then start again: the batch comes once more.");
}

}  // namespace vitrine
