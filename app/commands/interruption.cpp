// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/commands/interruption.h"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <thread>

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "app/commands/command_line.h"

namespace touchstone::cli {

namespace {

/// Written by the signal handler, read by the watching thread. Only the address of an int may be touched in a handler.
volatile std::sig_atomic_t signal_pipe = -1;

void on_signal(int) {
    const int saved = errno;
    const char byte = 1;
    if (signal_pipe >= 0 && ::write(signal_pipe, &byte, 1) < 0) {
        // A full pipe holds enough requests already.
    }
    errno = saved;
}

/// A handler and not a blocked signal with a waiting thread: libraries start threads before main() that would not
/// inherit the mask, and a signal that reaches one of them would end the process.
void install_handlers() {
    struct sigaction action {};
    action.sa_handler = on_signal;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
    // nohup ignores SIGHUP on purpose; that wish is respected.
    struct sigaction hang_up {};
    if (sigaction(SIGHUP, nullptr, &hang_up) == 0 && hang_up.sa_handler != SIG_IGN)
        sigaction(SIGHUP, &action, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
}

} // namespace

Interruption::Interruption() {
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0) {
        signals_ = ends[0];
        signal_pipe = ends[1];
    }
    quit_ = eventfd(0, EFD_CLOEXEC);
    install_handlers();
    thread_ = std::jthread([this] { watch(); });
}

Interruption::~Interruption() {
    const std::uint64_t one = 1;
    while (write(quit_, &one, sizeof one) < 0 && errno == EINTR) {
    }
    thread_.join();
    const int writing_end = signal_pipe;
    signal_pipe = -1;
    close(writing_end);
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
        char byte = 0;
        if (read(signals_, &byte, 1) != 1)
            continue;
        by_signal_ = true;
        source_.request_stop();
        timeout = static_cast<int>(grace_.load().count());
    }
}

void Interruption::end_process() {
    // The last words go to a pipe that may be full and never read again; they have this long.
    std::thread([] {
        std::this_thread::sleep_for(std::chrono::milliseconds(400));
        _exit(exit_interrupted);
    }).detach();
    const std::lock_guard lock(mutex_);
    if (last_words_)
        last_words_();
    _exit(exit_interrupted);
}

} // namespace touchstone::cli
