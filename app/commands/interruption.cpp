// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/commands/interruption.h"

#include <cerrno>
#include <csignal>
#include <cstdint>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "app/commands/command_line.h"

namespace touchstone::cli {

namespace {

sigset_t watched_signals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    // nohup ignores SIGHUP on purpose; that wish is respected.
    struct sigaction hang_up {};
    if (sigaction(SIGHUP, nullptr, &hang_up) == 0 && hang_up.sa_handler != SIG_IGN)
        sigaddset(&set, SIGHUP);
    return set;
}

} // namespace

void Interruption::block_signals() {
    const sigset_t set = watched_signals();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
}

Interruption::Interruption() {
    const sigset_t set = watched_signals();
    signals_ = signalfd(-1, &set, SFD_CLOEXEC);
    quit_ = eventfd(0, EFD_CLOEXEC);
    thread_ = std::jthread([this] { watch(); });
}

Interruption::~Interruption() {
    const std::uint64_t one = 1;
    while (write(quit_, &one, sizeof one) < 0 && errno == EINTR) {
    }
    thread_.join();
    close(signals_);
    close(quit_);
}

void Interruption::set_last_words(std::function<void()> speak) {
    const std::lock_guard lock(mutex_);
    last_words_ = std::move(speak);
}

void Interruption::watch() {
    pollfd wait[2] = {{signals_, POLLIN, 0}, {quit_, POLLIN, 0}};
    int timeout = -1;
    for (;;) {
        const int ready = poll(wait, 2, timeout);
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready < 0 || (wait[1].revents & POLLIN) != 0)
            return;
        if (ready == 0 || by_signal_)
            end_process();
        signalfd_siginfo info{};
        if (read(signals_, &info, sizeof info) != sizeof info)
            continue;
        by_signal_ = true;
        source_.request_stop();
        timeout = static_cast<int>(grace_.load().count());
    }
}

void Interruption::end_process() {
    const std::lock_guard lock(mutex_);
    if (last_words_)
        last_words_();
    _exit(exit_interrupted);
}

} // namespace touchstone::cli
