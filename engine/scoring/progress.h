// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>

namespace touchstone {

/// Photos per second over the last stretch of a run, and how long the rest will take. Counts a sliding window, so that
/// the first model load or a pause does not spoil the forecast for the rest of the run. Not thread-safe.
class RateMeter {
public:
    using Clock = std::chrono::steady_clock;

    explicit RateMeter(Clock::duration window = std::chrono::seconds(20))
        : window_(window) {}

    /// `done` photos are finished at the time `now`. Times and counts never go back.
    void record(Clock::time_point now, std::size_t done);

    /// Forgets the speed but not the count: call when a pause ends.
    void restart(Clock::time_point now);

    /// Photos per second; empty until there are two moments to compare.
    std::optional<double> rate() const;

    /// Seconds until `total` photos are done; empty while the rate is unknown.
    std::optional<double> seconds_left(std::size_t total) const;

private:
    struct Mark {
        Clock::time_point at;
        std::size_t done = 0;
    };
    Clock::duration window_;
    std::deque<Mark> marks_;
};

} // namespace touchstone
