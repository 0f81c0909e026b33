// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/commands/photo_distances.h"

#include <cmath>
#include <numeric>

#include "app/library/cache_files.h"
#include "app/library/feature_store.h"

namespace touchstone::cli {

using library::PhotoId;

namespace {

/// Both scales of one expert, of length 1; empty when they have no direction.
std::vector<double> direction(const reiqa::PhotoFeatures& features, FeatureSpace space) {
    const reiqa::ExpertFeatures& expert = space == FeatureSpace::Content ? features.content : features.quality;
    std::vector<double> both(expert.full.begin(), expert.full.end());
    both.insert(both.end(), expert.half.begin(), expert.half.end());
    const double length = std::sqrt(std::inner_product(both.begin(), both.end(), both.begin(), 0.0));
    if (!(length > 0))
        return {};
    for (double& value : both)
        value /= length;
    return both;
}

Result<library::PhotoEntry> known_photo(const LikedPhoto& photo, library::CatalogueReader& reader) {
    std::optional<library::PhotoEntry> known;
    if (photo.id != library::no_photo) {
        library::Scope scope;
        scope.kind = library::Scope::Kind::Ids;
        scope.with_missing = true;
        scope.ids = {photo.id};
        const auto read = reader.photos(scope, {}, [&](library::PhotoEntry&& entry) {
            known = std::move(entry);
            return true;
        });
        if (!read)
            return tl::unexpected(read.error());
    }
    if (known)
        return std::move(*known);
    return failure(ErrorCode::NotFound, photo.path, "is not in the library", "open its folder in the window first");
}

} // namespace

Result<std::unordered_map<PhotoId, double>> distances_from(const LikedPhoto& photo, FeatureSpace space,
                                                           const std::vector<library::PhotoEntry>& others,
                                                           const std::vector<library::WantedScores>& scores,
                                                           library::CatalogueReader& reader, std::stop_token stop) {
    const auto entry = known_photo(photo, reader);
    if (!entry)
        return tl::unexpected(entry.error());
    library::FeatureStore store(library::default_cache_folder() + "/features");
    for (const library::WantedScores& score : scores) {
        const auto kept = entry->content ? store.find(score.recipe_key, *entry->content) : nullptr;
        const std::vector<double> here = kept ? direction(*kept, space) : std::vector<double>();
        if (here.empty())
            continue;
        std::unordered_map<PhotoId, double> distances;
        for (const library::PhotoEntry& other : others) {
            const auto features = other.content ? store.find(score.recipe_key, *other.content) : nullptr;
            const std::vector<double> there = features ? direction(*features, space) : std::vector<double>();
            if (there.size() == here.size())
                distances[other.id] = 1 - std::inner_product(here.begin(), here.end(), there.begin(), 0.0);
            if (stop.stop_requested())
                break;
        }
        distances[entry->id] = -1;
        return distances;
    }
    return failure(ErrorCode::BadInput, photo.path, "has no Re-IQA features in this library",
                   "score its folder in the window with a Re-IQA model, then try again");
}

} // namespace touchstone::cli
