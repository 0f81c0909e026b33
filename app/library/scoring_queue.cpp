// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/scoring_queue.h"

#include <algorithm>
#include <utility>

namespace touchstone::library {

void ScoringQueue::insert(Waiting waiting) {
    places_[waiting.job.missing].emplace(waiting.place, waiting.job.id);
    const PhotoId id = waiting.job.id;
    waiting_.insert_or_assign(id, std::move(waiting));
}

int ScoringQueue::add(std::vector<ScoringJob> jobs, bool in_front) {
    const std::lock_guard lock(mutex_);
    int fresh = 0;
    const std::int64_t count = static_cast<std::int64_t>(jobs.size());
    std::int64_t place = in_front ? front_ - count + 1 : back_;
    (in_front ? front_ : back_) += in_front ? -count : count;
    for (ScoringJob& job : jobs) {
        const std::int64_t at = place++;
        if (const auto known = waiting_.find(job.id); known != waiting_.end()) {
            const std::int64_t kept = in_front ? at : known->second.place;
            takeOut(job.id);
            insert({std::move(job), kept});
            continue;
        }
        if (const auto running = taken_.find(job.id);
            running != taken_.end() && (job.missing & ~running->second.job.missing) == 0)
            continue;
        insert({std::move(job), at});
        ++fresh;
    }
    preferred_at_ = 0;
    return fresh;
}

ScoringJob ScoringQueue::takeOut(PhotoId id) {
    const auto known = waiting_.find(id);
    Waiting waiting = std::move(known->second);
    waiting_.erase(known);
    const auto group = places_.find(waiting.job.missing);
    group->second.erase(waiting.place);
    if (group->second.empty())
        places_.erase(group);
    return std::move(waiting.job);
}

void ScoringQueue::remove(const std::vector<PhotoId>& ids) {
    const std::lock_guard lock(mutex_);
    for (const PhotoId id : ids) {
        if (waiting_.contains(id))
            takeOut(id);
        taken_.erase(id); // a pause does not bring it back
    }
}

void ScoringQueue::prefer(std::vector<PhotoId> first) {
    const std::lock_guard lock(mutex_);
    preferred_ = std::move(first);
    preferred_at_ = 0;
}

std::optional<PhotoId> ScoringQueue::firstPreferred() const {
    while (preferred_at_ < preferred_.size() && !waiting_.contains(preferred_[preferred_at_]))
        ++preferred_at_;
    return preferred_at_ < preferred_.size() ? std::optional(preferred_[preferred_at_]) : std::nullopt;
}

std::optional<ModelSet> ScoringQueue::nextModels() const {
    const std::lock_guard lock(mutex_);
    if (const auto id = firstPreferred())
        return waiting_.at(*id).job.missing;
    const auto first = std::min_element(places_.begin(), places_.end(), [](const auto& a, const auto& b) {
        return a.second.begin()->first < b.second.begin()->first;
    });
    return first == places_.end() ? std::nullopt : std::optional(first->first);
}

std::optional<ScoringJob> ScoringQueue::take(ModelSet models) {
    const std::lock_guard lock(mutex_);
    std::optional<PhotoId> id = firstPreferred();
    if (id && waiting_.at(*id).job.missing != models)
        return std::nullopt;
    if (!id) {
        const auto group = places_.find(models);
        if (group == places_.end())
            return std::nullopt;
        id = group->second.begin()->second;
    }
    const std::int64_t place = waiting_.at(*id).place;
    ScoringJob job = takeOut(*id);
    taken_.insert_or_assign(*id, Waiting{job, place});
    return job;
}

void ScoringQueue::done(PhotoId id) {
    const std::lock_guard lock(mutex_);
    taken_.erase(id);
}

void ScoringQueue::giveBack() {
    const std::lock_guard lock(mutex_);
    for (auto& [id, taken] : taken_)
        if (!waiting_.contains(id))
            insert(std::move(taken));
    taken_.clear();
    preferred_at_ = 0;
}

void ScoringQueue::clear() {
    const std::lock_guard lock(mutex_);
    waiting_.clear();
    taken_.clear();
    places_.clear();
    preferred_.clear();
    preferred_at_ = 0;
}

int ScoringQueue::waiting() const {
    const std::lock_guard lock(mutex_);
    return static_cast<int>(waiting_.size());
}

int ScoringQueue::underWay() const {
    const std::lock_guard lock(mutex_);
    return static_cast<int>(taken_.size());
}

} // namespace touchstone::library
