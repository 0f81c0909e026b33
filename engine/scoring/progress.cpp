// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/scoring/progress.h"

namespace touchstone {

namespace {

/// Marks closer than this are merged, so that the deque stays short however fast the photos are.
constexpr auto mark_distance = std::chrono::milliseconds(100);
constexpr std::size_t warm_up_photos = 3;
constexpr auto warm_up_time = std::chrono::seconds(2);

} // namespace

void RateMeter::record(Clock::time_point now, std::size_t done) {
    const Mark mark{paused_since_.value_or(now) - paused_, done};
    if (!first_)
        first_ = mark;
    if (marks_.size() >= 2 && mark.at - marks_[marks_.size() - 2].at < mark_distance)
        marks_.back() = mark;
    else
        marks_.push_back(mark);
    while (marks_.size() > 2 && mark.at - marks_[1].at >= window_)
        marks_.pop_front();
}

void RateMeter::pause(Clock::time_point now) {
    if (!paused_since_)
        paused_since_ = now;
}

void RateMeter::resume(Clock::time_point now) {
    if (!paused_since_)
        return;
    paused_ += now - *paused_since_;
    paused_since_.reset();
}

std::optional<double> RateMeter::rate() const {
    if (marks_.size() < 2 || marks_.back().done - first_->done < warm_up_photos ||
        marks_.back().at - first_->at < warm_up_time)
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
