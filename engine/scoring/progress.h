// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>

namespace touchstone {

/// Photos per second over the last stretch of a run, and how long the rest will take. Counts a sliding window of
/// running time, so that the first model load does not spoil the forecast for the rest of the run, and pauses do not
/// count. Time is handed in, so it can be tested without waiting. Not thread-safe.
class RateMeter {
public:
    using Clock = std::chrono::steady_clock;

    explicit RateMeter(Clock::duration window = std::chrono::seconds(20))
        : window_(window) {}

    /// `done` photos, of those that cost work, are finished at the time `now`. Times and counts never go back.
    void record(Clock::time_point now, std::size_t done);
    void pause(Clock::time_point now); ///< nothing happens while it is paused already
    void resume(Clock::time_point now);

    /// Photos per second; empty until 3 photos and 2 seconds of running time have passed: before, it says nothing.
    std::optional<double> rate() const;

    /// Seconds until `total` photos are done; empty while the rate is unknown.
    std::optional<double> seconds_left(std::size_t total) const;

private:
    struct Mark {
        Clock::time_point at; ///< as if there had been no pauses
        std::size_t done = 0;
    };
    Clock::duration window_;
    Clock::duration paused_{};
    std::optional<Clock::time_point> paused_since_;
    std::optional<Mark> first_;
    std::deque<Mark> marks_;
};

} // namespace touchstone
