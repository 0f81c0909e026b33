// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "app/library/photo_entry.h"

namespace touchstone::library {

/// Positions of models in ModelChoice::files, one bit each.
using ModelSet = std::uint32_t;

/// A photo that some models have not judged yet.
struct ScoringJob {
    PhotoId id = no_photo;
    FoundFile file;
    std::optional<ContentHash> content; ///< as the catalogue knows it; empty = not hashed yet
    ModelSet missing = 1;               ///< models that have to answer; never empty
};

/// The one queue of photos to be scored. What is on screen comes first, then what is selected, then the rest in the
/// order it was added. A photo is in it once. Any thread.
class ScoringQueue {
public:
    /// Adds photos behind the others, or before all of them. A photo that waits already keeps its place and takes over
    /// what is missing; one that is under way is added again only when other models are missing. Returns how many are
    /// new.
    int add(std::vector<ScoringJob> jobs, bool in_front = false);
    void remove(const std::vector<PhotoId>& ids); ///< waiting or under way
    /// These go before everything else, in this order, as far as they wait. Replaces what was said before.
    void prefer(std::vector<PhotoId> first);

    /// The models that the photo next in turn lacks; empty when nothing waits.
    std::optional<ModelSet> nextModels() const;
    /// The next photo that lacks exactly these models. Empty when there is none, and when a preferred photo lacks
    /// others: then it is their turn.
    std::optional<ScoringJob> take(ModelSet models);
    void done(PhotoId id); ///< a taken photo has its answer
    /// Taken photos without an answer wait again, at their old places (a pause).
    void giveBack();
    void clear();

    int waiting() const;
    int underWay() const;

private:
    struct Waiting {
        ScoringJob job;
        std::int64_t place = 0;
    };
    std::optional<PhotoId> firstPreferred() const;
    void insert(Waiting waiting);
    ScoringJob takeOut(PhotoId id);

    mutable std::mutex mutex_; ///< guards what is below
    std::unordered_map<PhotoId, Waiting> waiting_;
    std::unordered_map<PhotoId, Waiting> taken_;
    std::map<ModelSet, std::map<std::int64_t, PhotoId>> places_;
    std::vector<PhotoId> preferred_;
    mutable std::size_t preferred_at_ = 0; ///< before it, none of preferred_ waits
    std::int64_t front_ = 0, back_ = 1;    ///< next place before and behind all others
};

} // namespace touchstone::library
