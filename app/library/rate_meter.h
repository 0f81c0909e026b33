// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>

namespace touchstone::library {

/// Photos per second and time left. Time is handed in, so it can be tested without waiting. The rate is that of the
/// last minute of running time (pauses do not count), smoothed; the time left is given after 3 photos and 2 s.
class RateMeter {
public:
    using Time = std::chrono::steady_clock::time_point;

    void start(Time now, std::size_t total);
    void pause(Time now);
    void resume(Time now);
    void update(Time now, std::size_t done); ///< `done` counts only photos that cost work

    std::optional<double> perSecond() const;
    std::optional<std::chrono::seconds> left() const;

private:
    struct Mark {
        double seconds = 0; ///< of running time
        std::size_t done = 0;
    };
    double running(Time now) const;

    std::deque<Mark> marks_;
    Time started_{};
    double before_pause_ = 0;
    bool paused_ = false;
    std::size_t total_ = 0, done_ = 0;
    std::optional<double> rate_;
};

} // namespace touchstone::library
