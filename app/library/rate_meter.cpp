// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/rate_meter.h"

#include <algorithm>
#include <cmath>

namespace touchstone::library {

namespace {
constexpr double window_seconds = 60;
constexpr double warm_up_seconds = 2;
constexpr std::size_t warm_up_photos = 3;
/// Time in which an old rate loses 63 % of its say: the number stays readable, and follows a change in half a minute.
constexpr double smoothing_seconds = 10;
} // namespace

void RateMeter::start(Time now, std::size_t total) {
    *this = RateMeter();
    started_ = now;
    total_ = total;
    marks_.push_back({0, 0});
}

double RateMeter::running(Time now) const {
    return before_pause_ + (paused_ ? 0.0 : std::chrono::duration<double>(now - started_).count());
}

void RateMeter::pause(Time now) {
    before_pause_ = running(now);
    paused_ = true;
}

void RateMeter::resume(Time now) {
    if (!paused_)
        return;
    paused_ = false;
    started_ = now;
}

void RateMeter::update(Time now, std::size_t done) {
    if (marks_.empty())
        return;
    const double seconds = running(now);
    const double since_last = seconds - marks_.back().seconds;
    done_ = done;
    marks_.push_back({seconds, done});
    while (marks_.size() > 2 && marks_[1].seconds <= seconds - window_seconds)
        marks_.pop_front();
    const Mark& oldest = marks_.front();
    const double span = seconds - oldest.seconds;
    if (span <= 0 || done <= oldest.done)
        return;
    const double rate = static_cast<double>(done - oldest.done) / span;
    const double weight = rate_ ? 1 - std::exp(-since_last / smoothing_seconds) : 1.0;
    // Until the window is full the plain mean is steadier than its smoothed past.
    rate_ = seconds < window_seconds ? rate : *rate_ + weight * (rate - *rate_);
}

std::optional<double> RateMeter::perSecond() const {
    if (done_ < warm_up_photos || marks_.empty() || marks_.back().seconds < warm_up_seconds)
        return std::nullopt;
    return rate_;
}

std::optional<std::chrono::seconds> RateMeter::left() const {
    const auto rate = perSecond();
    if (!rate || *rate <= 0)
        return std::nullopt;
    const double rest = static_cast<double>(total_ - std::min(total_, done_));
    return std::chrono::seconds(std::llround(rest / *rate));
}

} // namespace touchstone::library
