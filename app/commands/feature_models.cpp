// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/commands/feature_models.h"

#include "app/commands/scoring_settings.h"
#include "app/modelstore/model_store.h"
#include "engine/reiqa/encoder.h"

namespace touchstone::cli {

using reiqa::Expert;

namespace {

constexpr Expert both_experts[] = {Expert::Content, Expert::Quality};

Result<std::size_t> block_length_of(const ModelCard& card) {
    if (card.architecture == "reiqa-regressor") {
        const auto length = card.config.find("block_length");
        if (length != card.config.end() && length->is_number_unsigned())
            return length->get<std::size_t>();
        return failure(ErrorCode::BadModel, card.file, "its card has no \"block_length\"", "fit it again");
    }
    const Result<reiqa::TrunkConfig> config = reiqa::TrunkConfig::from_card(card);
    if (!config)
        return tl::unexpected(config.error());
    return static_cast<std::size_t>(config->features());
}

} // namespace

Result<FeatureModels> FeatureModels::open(const std::vector<std::string>& wanted, ScorerOptions options) {
    const ModelStore store;
    options.keep_features = true;
    options.find_model = [&store](const std::string& sha256) { return store.find_by_hash(sha256); };
    FeatureModels models;
    for (const std::string& word : wanted) {
        const Result<std::string> file = store.resolve(word);
        if (!file)
            return tl::unexpected(file.error());
        Result<std::unique_ptr<Scorer>> scorer = open_scorer(*file, options);
        if (!scorer)
            return tl::unexpected(scorer.error());
        if (Result<void> taken = models.take(std::move(*scorer), *file); !taken)
            return tl::unexpected(taken.error());
    }
    return models;
}

Result<void> FeatureModels::take(std::unique_ptr<Scorer> scorer, const std::string& file) {
    const std::string architecture = scorer->card().architecture;
    const bool content = architecture == "reiqa-content", quality = architecture == "reiqa-quality";
    if (!content && !quality && architecture != "reiqa-regressor")
        return failure(ErrorCode::BadModel, file, "is a \"" + architecture + "\" model, which has no features to give",
                       "name Re-IQA encoders, or a Re-IQA regressor");
    const Result<std::size_t> length = block_length_of(scorer->card());
    if (!length)
        return tl::unexpected(length.error());
    scorers_.push_back(std::move(scorer));
    for (const Expert expert : both_experts)
        if ((expert == Expert::Content && !quality) || (expert == Expert::Quality && !content))
            if (Result<void> claimed = claim(expert, *length, file); !claimed)
                return claimed;
    return {};
}

Result<void> FeatureModels::claim(Expert expert, std::size_t block_length, const std::string& file) {
    if (has(expert))
        return failure(ErrorCode::BadInput, file,
                       "is the second " + std::string(reiqa::expert_name(expert)) + " encoder of this call",
                       "name one of each kind");
    places_[static_cast<std::size_t>(expert)] = {static_cast<int>(scorers_.size()) - 1, block_length};
    return {};
}

const ModelCard& FeatureModels::card(Expert expert) const {
    return scorers_[static_cast<std::size_t>(of(expert).scorer)]->card();
}

std::size_t FeatureModels::width() const {
    return 2 * (of(Expert::Content).block_length + of(Expert::Quality).block_length);
}

std::vector<std::string> FeatureModels::column_names() const {
    std::vector<std::string> names;
    for (const reiqa::Block block : reiqa::all_blocks)
        for (std::size_t i = 0; i < of(reiqa::expert_of(block)).block_length; ++i)
            names.push_back(std::string(reiqa::block_name(block)) + "_" + std::to_string(i));
    return names;
}

std::vector<Scorer*> FeatureModels::scorers() const {
    std::vector<Scorer*> scorers;
    for (const std::unique_ptr<Scorer>& scorer : scorers_)
        scorers.push_back(scorer.get());
    return scorers;
}

Result<std::vector<float>> FeatureModels::row(const ScoredPhoto& photo, const std::string& path) const {
    if (photo.error)
        return tl::unexpected(vanished_if_missing(*photo.error));
    std::vector<float> row;
    for (const Expert expert : both_experts) {
        if (!has(expert))
            continue;
        const Result<Assessment>& assessment = photo.assessments[static_cast<std::size_t>(of(expert).scorer)];
        if (!assessment)
            return tl::unexpected(assessment.error());
        if (!assessment->features)
            return failure(ErrorCode::Internal, path, "the model gave no features");
        const reiqa::ExpertFeatures& features =
            expert == Expert::Content ? assessment->features->content : assessment->features->quality;
        row.insert(row.end(), features.full.begin(), features.full.end());
        row.insert(row.end(), features.half.begin(), features.half.end());
    }
    if (row.size() != width())
        return failure(ErrorCode::Internal, path,
                       "the model gave " + std::to_string(row.size()) + " features, not " + std::to_string(width()));
    return row;
}

void run_features(const FeatureModels& models, const PipelineOptions& options, std::span<const std::string> paths,
                  const std::function<void(std::size_t, Result<std::vector<float>>&&)>& deliver, std::stop_token stop) {
    Pipeline pipeline(models.scorers(), options);
    pipeline.run(
        paths, [&](ScoredPhoto&& photo) { deliver(photo.index, models.row(photo, paths[photo.index])); },
        std::move(stop));
}

} // namespace touchstone::cli
