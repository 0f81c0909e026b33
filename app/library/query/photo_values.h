// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "app/library/photo_entry.h"
#include "app/library/query/filter_term.h"
#include "engine/nn/model_card.h"

namespace touchstone::library {

/// What models say of many photos, column by column: the value that is ranked by, percentiles, disagreement, distance.
/// Photos are named by their place in `entries`, which outlives this object. Whoever changes entries says so by the
/// functions below. What is asked for rarely is made when it is asked for, and kept. One thread only.
class PhotoValues final : public PhotoLookup {
public:
    explicit PhotoValues(const std::vector<PhotoEntry>& entries)
        : entries_(entries) {}

    // -- models
    /// The first `in_use` of them can be asked; of the others only earlier scores are known. All by default.
    void setModels(std::vector<ModelCard> cards, std::size_t in_use = SIZE_MAX);
    bool isInUse(const std::string& model) const;
    const std::vector<ModelCard>& models() const { return cards_; }
    /// disagreement_id ranks by how far the first two models disagree.
    void setCurrentModel(std::string id); ///< then call rebuild()
    const std::string& currentModel() const { return model_; }
    const ModelCard* card(const std::string& model) const; ///< empty = the current one; nullptr when unknown
    const ModelCard* disagreementCard() const { return disagreement_card_ ? &*disagreement_card_ : nullptr; }
    bool ranksByDisagreement() const;
    bool higherIsBetter(const std::string& model) const;

    // -- changes
    void clear();
    /// Entries were appended. True when any of them has a value.
    bool append();
    /// Scores of one photo changed. True when the value that is ranked by did, or may have.
    bool update(std::size_t place);
    /// Photos at these places are gone; those behind them move up. Ascending. Call it when the entries have moved.
    /// Returns the values that are gone, or nothing while disagreements are ranked by, which hang on all photos: then
    /// call rebuild().
    std::optional<std::vector<double>> remove(const std::vector<std::size_t>& places);
    /// Everything anew: another model, entries that moved to other places. Disagreements too.
    void rebuild();
    /// Names and folders of photos changed.
    void forgetFolders() { folders_.clear(); }
    /// Content distances to a chosen photo; photos that are not named have none.
    void setDistances(std::unordered_map<PhotoId, double> distances) { distances_ = std::move(distances); }
    /// Values of the current model over the whole library, ascending; empty = not known. Forgotten with the model.
    void setLibraryValues(std::vector<double> sorted);

    // -- by place
    std::optional<double> value(std::size_t place) const;             ///< of the current model
    const PercentileScale& scale() const;                             ///< of the photos at hand, by the current model
    std::optional<double> percentile(std::size_t place) const;        ///< among the photos at hand
    std::optional<double> libraryPercentile(std::size_t place) const; ///< in the library; empty when not known
    std::optional<double> distance(std::size_t place) const;

    // -- PhotoLookup
    std::optional<double> score(std::size_t place, const PhotoEntry& photo, const std::string& model) const override;
    std::optional<double> percentile(std::size_t place, const PhotoEntry& photo,
                                     const std::string& model) const override;
    std::optional<double> disagreement(std::size_t place) const override;
    const QString& folder(const PhotoEntry& photo) const override;

private:
    std::optional<double> readValue(std::size_t place) const;
    const std::vector<double>& disagreements() const;

    const std::vector<PhotoEntry>& entries_;
    std::vector<ModelCard> cards_;
    std::size_t in_use_ = 0;
    std::optional<ModelCard> disagreement_card_;
    std::string model_;
    std::vector<double> values_; ///< by place; NaN = none
    PercentileScale library_;
    std::unordered_map<PhotoId, double> distances_;

    // Caches. Values that wait for the scale are merged in one go when somebody looks: one by one they would cost a
    // pass over all values each.
    mutable PercentileScale scale_;
    mutable std::vector<double> gone_, come_;
    mutable std::optional<std::vector<double>> disagreements_; ///< by place; NaN = none
    mutable std::unordered_map<std::string, PercentileScale> other_scales_;
    mutable std::unordered_map<std::int64_t, QString> folders_;
    mutable QString loose_folder_; ///< of the photo asked for last, when it has no folder's id
};

} // namespace touchstone::library
