// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/reiqa/features.h"
#include "engine/scoring/pipeline.h"

namespace touchstone::cli {

/// The Re-IQA experts of a run, each in its place whatever the order in which they were named.
class FeatureModels {
public:
    /// Takes encoders, or a regressor, which brings both along; by id or file. BadInput for two of one kind, BadModel
    /// for a model that has no features.
    static Result<FeatureModels> open(const std::vector<std::string>& wanted, ScorerOptions options);

    bool has(reiqa::Expert expert) const { return of(expert).scorer >= 0; }
    /// The card of the encoder, or of the regressor that brought it along.
    const ModelCard& card(reiqa::Expert expert) const;
    std::size_t block_length(reiqa::Expert expert) const { return of(expert).block_length; }
    std::size_t width() const; ///< features of a photo: two blocks for each expert that is there

    /// "content_full_0", …: one name for each feature.
    std::vector<std::string> column_names() const;

    std::vector<Scorer*> scorers() const;
    /// The photo's features, [content full, content half, quality full, quality half] as far as there are experts.
    Result<std::vector<float>> row(const ScoredPhoto& photo, const std::string& path) const;

private:
    struct Place {
        int scorer = -1; ///< in scorers_
        std::size_t block_length = 0;
    };
    const Place& of(reiqa::Expert expert) const { return places_[static_cast<std::size_t>(expert)]; }
    Result<void> take(std::unique_ptr<Scorer> scorer, const std::string& file);
    Result<void> claim(reiqa::Expert expert, std::size_t block_length, const std::string& file);

    std::vector<std::unique_ptr<Scorer>> scorers_;
    Place places_[2];
};

/// Decodes photos and runs the experts on them; `deliver` gets each photo's number and its features, in order of
/// completion and in the calling thread. Ends early on `stop`.
void run_features(const FeatureModels& models, const PipelineOptions& options, std::span<const std::string> paths,
                  const std::function<void(std::size_t, Result<std::vector<float>>&&)>& deliver, std::stop_token stop);

} // namespace touchstone::cli
