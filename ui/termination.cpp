// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/termination.h"

#include <cerrno>
#include <csignal>

#include <QCoreApplication>
#include <QSocketNotifier>

#include <fcntl.h>
#include <unistd.h>

namespace touchstone::ui {

namespace {

constexpr int ending_signals[] = {SIGTERM, SIGINT, SIGHUP};

/// Written by the signal handler, read by the notifier. Only the address of such a number may be touched in a handler.
volatile std::sig_atomic_t write_end = -1;

void pass_on(int number) {
    const int saved = errno;
    const char byte = static_cast<char>(number);
    if (write_end >= 0 && ::write(write_end, &byte, 1) < 0) {
        // A full pipe holds enough signals already.
    }
    errno = saved;
}

/// What the person started it with: nohup ignores SIGHUP on purpose.
bool is_ignored(int number) {
    struct sigaction action {};
    return ::sigaction(number, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

} // namespace

Termination::Termination() {
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
        return; // signals do what they always do
    read_end_ = ends[0];
    write_end = ends[1];
    notifier_ = new QSocketNotifier(read_end_, QSocketNotifier::Read, this);
    connect(notifier_, &QSocketNotifier::activated, this, &Termination::onSignal);
    struct sigaction action {};
    action.sa_handler = pass_on;
    action.sa_flags = SA_RESTART | static_cast<int>(SA_RESETHAND); // the second one ends the program
    sigemptyset(&action.sa_mask);
    for (const int number : ending_signals)
        if (!is_ignored(number))
            ::sigaction(number, &action, nullptr);
}

Termination::~Termination() {
    const int writing = write_end;
    write_end = -1;
    if (read_end_ >= 0) {
        ::close(writing);
        ::close(read_end_);
    }
}

void Termination::onSignal() {
    char number = 0;
    if (::read(read_end_, &number, 1) == 1)
        QCoreApplication::exit(128 + number);
}

} // namespace touchstone::ui
