// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include <sys/types.h>

namespace vitrine::test {

/// How a child process ended.
struct ChildEnd {
    int signal = 0;        ///< 0: it left by itself
    int status = 0;        ///< not 0: a program it became, or a sanitizer, left so
    std::string words;     ///< what its work returned; empty after a signal

    bool wasKilled() const;
    /// Ended by itself, or by the SIGKILL it was meant to get: no crash, no hang.
    bool isSound() const { return signal == 0 || wasKilled(); }
    std::string describe() const;
};

/// A copy of this process that does one piece of work. The parent must have no other threads while it starts one.
class ChildProcess {
  public:
    /// `work` runs in the child, which is ended after a minute; it returns up to 32 kB of words for the parent.
    explicit ChildProcess(const std::function<std::string()>& work);
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;
    ~ChildProcess();

    pid_t id() const noexcept { return id_; }
    void send(int signal) const;

    /// Whether it has ended, without blocking.
    bool hasEnded() const;

    /// Blocks until it has ended.
    ChildEnd wait();

  private:
    pid_t id_ = -1;
    int words_ = -1;
};

/// Runs `work` in a child and waits for it.
ChildEnd inChild(const std::function<std::string()>& work);

/// In a child: grants it another minute.
void keepAlive();

/// Blocks for `duration`, whatever signals come.
void pass(std::chrono::microseconds duration);

}  // namespace vitrine::test
