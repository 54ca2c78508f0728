// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interruption.h"

#include <csignal>
#include <pthread.h>

namespace vitrine::cli {
namespace {

::sigset_t interrupting() {
    ::sigset_t signals;
    ::sigemptyset(&signals);
    ::sigaddset(&signals, SIGINT);
    ::sigaddset(&signals, SIGTERM);
    return signals;
}

}  // namespace

Interruption::Interruption(std::function<void()> stop) : stop_(std::move(stop)) {
    const ::sigset_t signals = interrupting();
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    thread_ = std::jthread([this](const std::stop_token& ended) {
        const ::sigset_t awaited = interrupting();
        int signal = 0;
        if (::sigwait(&awaited, &signal) != 0 || ended.stop_requested()) return;
        happened_ = true;
        stop_();
    });
}

Interruption::~Interruption() {
    thread_.request_stop();
    ::pthread_kill(thread_.native_handle(), SIGTERM);   // wakes it, for itself alone
}

}  // namespace vitrine::cli
