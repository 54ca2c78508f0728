// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/child_process.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <ctime>

#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace vitrine::test {

namespace {
constexpr unsigned kSecondsToHang = 60;
constexpr std::size_t kMostWords = 32'000;
}  // namespace

bool ChildEnd::wasKilled() const { return signal == SIGKILL; }

std::string ChildEnd::describe() const {
    if (signal == 0) return words;
    return signal == SIGALRM ? fmt::format("it hung for {} s", kSecondsToHang) : fmt::format("it was ended by {}", ::strsignal(signal));
}

ChildProcess::ChildProcess(const std::function<std::string()>& work) {
    int ends[2] = {-1, -1};
    std::fflush(nullptr);
    if (::pipe(ends) != 0 || (id_ = ::fork()) < 0) {
        std::perror("vitrine-faults: cannot start a process");
        std::abort();
    }
    if (id_ != 0) {
        ::close(ends[1]);
        words_ = ends[0];
        return;
    }
    ::close(ends[0]);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::alarm(kSecondsToHang);
    const std::string words = work().substr(0, kMostWords);
    std::fflush(nullptr);
    std::size_t sent = 0;
    while (sent < words.size()) {
        const ssize_t count = ::write(ends[1], words.data() + sent, words.size() - sent);
        if (count <= 0) break;
        sent += static_cast<std::size_t>(count);
    }
    ::_exit(0);
}

ChildProcess::~ChildProcess() {
    if (id_ < 0) return;
    send(SIGKILL);
    wait();
}

void ChildProcess::send(int signal) const { ::kill(id_, signal); }

bool ChildProcess::hasEnded() const {
    ::siginfo_t state{};
    return ::waitid(P_PID, static_cast<::id_t>(id_), &state, WEXITED | WNOHANG | WNOWAIT) == 0 && state.si_pid == id_;
}

ChildEnd ChildProcess::wait() {
    ChildEnd end;
    char buffer[4096];
    for (ssize_t count = 0; (count = ::read(words_, buffer, sizeof buffer)) != 0;) {
        if (count > 0) end.words.append(buffer, static_cast<std::size_t>(count));
        else if (errno != EINTR) break;
    }
    ::close(words_);
    int status = 0;
    while (::waitpid(id_, &status, 0) < 0 && errno == EINTR) {
    }
    id_ = -1;
    if (WIFSIGNALED(status)) {
        end.signal = WTERMSIG(status);
        end.words.clear();
    } else if ((end.status = WEXITSTATUS(status)) != 0) {
        end.words = fmt::format("it left with status {}", end.status);
    }
    return end;
}

ChildEnd inChild(const std::function<std::string()>& work) { return ChildProcess(work).wait(); }

void keepAlive() { ::alarm(kSecondsToHang); }

void pass(std::chrono::microseconds duration) {
    ::timespec left{static_cast<std::time_t>(duration.count() / 1'000'000), static_cast<long>(duration.count() % 1'000'000 * 1000)};
    while (::clock_nanosleep(CLOCK_MONOTONIC, 0, &left, &left) == EINTR) {
    }
}

}  // namespace vitrine::test
