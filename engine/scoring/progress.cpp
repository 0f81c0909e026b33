// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/scoring/progress.h"

namespace touchstone {

namespace {

/// Marks closer than this are merged, so that the deque stays short however fast the photos are.
constexpr auto mark_distance = std::chrono::milliseconds(100);

} // namespace

void RateMeter::record(Clock::time_point now, std::size_t done) {
    if (marks_.size() >= 2 && now - marks_[marks_.size() - 2].at < mark_distance)
        marks_.back() = {now, done};
    else
        marks_.push_back({now, done});
    while (marks_.size() > 2 && now - marks_[1].at > window_)
        marks_.pop_front();
}

void RateMeter::restart(Clock::time_point now) {
    const std::size_t done = marks_.empty() ? 0 : marks_.back().done;
    marks_.assign(1, {now, done});
}

std::optional<double> RateMeter::rate() const {
    if (marks_.size() < 2)
        return std::nullopt;
    const double seconds = std::chrono::duration<double>(marks_.back().at - marks_.front().at).count();
    const std::size_t photos = marks_.back().done - marks_.front().done;
    if (seconds <= 0 || photos == 0)
        return std::nullopt;
    return static_cast<double>(photos) / seconds;
}

std::optional<double> RateMeter::seconds_left(std::size_t total) const {
    const std::optional<double> speed = rate();
    if (!speed)
        return std::nullopt;
    const std::size_t done = marks_.back().done;
    return done >= total ? 0.0 : static_cast<double>(total - done) / *speed;
}

} // namespace touchstone
