// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace touchstone::cli {

/// Ctrl-C and `kill` as a stop request. One thread waits for SIGINT, SIGTERM and SIGHUP; it belongs to this object and
/// ends with it. When the program has not ended shortly after the request, or a second signal comes, the last words are
/// spoken from that thread and the process ends with 130, whatever a library is still doing.
class Interruption {
public:
    /// One object at a time. SIGPIPE becomes an error of write().
    Interruption();
    ~Interruption();
    Interruption(const Interruption&) = delete;
    Interruption& operator=(const Interruption&) = delete;

    std::stop_token token() const { return source_.get_token(); }
    bool requested() const { return by_signal_; }

    /// Stops the work for a reason other than a signal (nobody reads the output any more).
    void stop_quietly() { source_.request_stop(); }

    /// `speak` writes what is finished; it must be safe to call from another thread while the work goes on. An empty
    /// function takes it back, and waits for one that is being spoken.
    void set_last_words(std::function<void()> speak);

    /// How long the work may take to end by itself after a signal; for work that has a checkpoint to write.
    void set_grace(std::chrono::milliseconds grace) { grace_ = grace; }

private:
    void watch();
    [[noreturn]] void end_process();

    std::stop_source source_;
    std::atomic<bool> by_signal_ = false;
    /// The contract gives two seconds altogether.
    std::atomic<std::chrono::milliseconds> grace_ = std::chrono::milliseconds(1400);
    std::mutex mutex_;
    std::function<void()> last_words_;
    int signals_ = -1; ///< reading end of the pipe that the signal handler writes to
    int quit_ = -1;    ///< eventfd that ends the thread
    std::jthread thread_;
};

} // namespace touchstone::cli
