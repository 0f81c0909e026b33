// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/scoring/reiqa_scorer.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <new>
#include <system_error>
#include <utility>

#include "engine/reiqa/breakdown.h"
#include "engine/reiqa/encoder.h"
#include "engine/reiqa/regressor.h"
#include "engine/reiqa/tiles.h"
#include "engine/scoring/limited_photo.h"

namespace touchstone {

namespace {

using reiqa::Expert;

/// Of each sign and block, in an explanation.
constexpr int shown_channels = 8;

class ReiqaScorer final : public Scorer {
public:
    /// With a regressor both experts are there; without, one.
    struct Parts {
        std::optional<reiqa::Encoder> content, quality;
        std::optional<reiqa::Regressor> regressor;
    };

    ReiqaScorer(ModelCard card, ScorerOptions options, Parts parts)
        : card_(std::move(card))
        , options_(std::move(options))
        , native_limit_(resolve_native_limit(options_.native_limit, card_))
        , parts_(std::move(parts)) {}

    const ModelCard& card() const override { return card_; }
    const ScorerOptions& options() const override { return options_; }
    std::int64_t token_count(Size photo) const override;
    std::vector<Result<Assessment>> score(std::span<const Photo* const> photos, std::stop_token stop) override;
    Result<Assessment> explain(const Photo& photo, AttentionMethod method, std::stop_token stop) override;
    Result<reiqa::ExpertFeatures> quality_features(const Photo& photo, std::stop_token stop) override;

private:
    reiqa::EncoderOptions run_options(bool maps, const std::stop_token& stop) const;
    Result<reiqa::PhotoFeatures> features_of(const RgbImage& image, bool maps, const std::stop_token& stop) const;
    Result<Assessment> assess(const Photo& photo, bool explained, const std::stop_token& stop) const;
    Result<void> add_score(Assessment& assessment, const reiqa::PhotoFeatures& features, int top_channels) const;
    bool has_breakdown() const {
        return parts_.regressor && !parts_.content->l2_normalised() && !parts_.quality->l2_normalised();
    }

    ModelCard card_;
    ScorerOptions options_;
    std::optional<int> native_limit_;
    Parts parts_;
};

/// Cells of both scales: what the arithmetic grows with.
std::int64_t ReiqaScorer::token_count(Size photo) const {
    const Size size = limited_size(photo, native_limit_);
    const auto cells = [](int width, int height) {
        return std::int64_t{reiqa::cells_of(std::max(1, width))} * reiqa::cells_of(std::max(1, height));
    };
    return cells(size.width, size.height) + cells(size.width / 2, size.height / 2);
}

reiqa::EncoderOptions ReiqaScorer::run_options(bool maps, const std::stop_token& stop) const {
    reiqa::EncoderOptions run;
    run.maps = maps;
    run.threads = options_.threads;
    run.memory_budget = options_.memory_budget;
    run.stop = stop;
    return run;
}

Result<reiqa::PhotoFeatures> ReiqaScorer::features_of(const RgbImage& image, bool maps,
                                                      const std::stop_token& stop) const {
    try {
        const reiqa::EncoderOptions run = run_options(maps, stop);
        const RgbImage half = reiqa::half_scale(image);
        reiqa::PhotoFeatures features;
        const std::pair<const std::optional<reiqa::Encoder>*, reiqa::ExpertFeatures*> experts[] = {
            {&parts_.content, &features.content}, {&parts_.quality, &features.quality}};
        for (const auto& [encoder, target] : experts) {
            if (!*encoder)
                continue;
            Result<reiqa::ExpertFeatures> made = (*encoder)->run(image, half, run);
            if (!made)
                return tl::unexpected(made.error());
            *target = std::move(*made);
        }
        return features;
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, {}, "is too large for the memory of this machine", "use --native-limit");
    }
}

Result<void> ReiqaScorer::add_score(Assessment& assessment, const reiqa::PhotoFeatures& features,
                                    int top_channels) const {
    const std::vector<float> joined = features.joined();
    const bool finite = std::all_of(joined.begin(), joined.end(), [](float f) { return std::isfinite(f); });
    if (!parts_.regressor)
        assessment.score.missing = ErrorCode::NoRegressor;
    else if (has_breakdown()) {
        assessment.breakdown = reiqa::break_down(features, *parts_.regressor, top_channels);
        assessment.score.value = assessment.breakdown->score;
    } else {
        assessment.score.value = parts_.regressor->both.score(joined);
    }
    if (!finite || !std::isfinite(assessment.score.value))
        return failure(ErrorCode::Internal, {}, "the model " + card_.id + " gave a score that is not a number",
                       "verify the model, or use --precision reference");
    return {};
}

Result<Assessment> ReiqaScorer::assess(const Photo& photo, bool explained, const std::stop_token& stop) const {
    if (stop.stop_requested())
        return tl::unexpected(stopped_before_scoring());
    const Result<LimitedPhoto> limited = LimitedPhoto::make(photo, native_limit_);
    if (!limited)
        return tl::unexpected(limited.error());
    const Clock::time_point start = Clock::now();
    Result<reiqa::PhotoFeatures> features = features_of(limited->image(), explained, stop);
    if (!features)
        return tl::unexpected(features.error());
    Assessment assessment;
    assessment.model = card_.id;
    assessment.model_sha256 = card_.sha256;
    assessment.scored_size = limited->image().size;
    assessment.native_limit = native_limit_;
    assessment.reduced = limited->reduced();
    assessment.precision = options_.precision;
    assessment.device = options_.device;
    assessment.decode = limited->upright() ? imaging::DecodeMode::Upright : imaging::DecodeMode::AsStored;
    if (const Result<void> scored = add_score(assessment, *features, explained ? shown_channels : 0); !scored)
        return tl::unexpected(scored.error());
    if (options_.keep_features)
        assessment.features = std::make_shared<const reiqa::PhotoFeatures>(std::move(*features));
    assessment.seconds = seconds_since(start);
    return assessment;
}

/// One photo after the other: a single one keeps all cores busy, and memory stays that of one.
std::vector<Result<Assessment>> ReiqaScorer::score(std::span<const Photo* const> photos, std::stop_token stop) {
    std::vector<Result<Assessment>> results;
    for (const Photo* photo : photos)
        results.push_back(assess(*photo, false, stop));
    return results;
}

Result<Assessment> ReiqaScorer::explain(const Photo& photo, AttentionMethod, std::stop_token stop) {
    return assess(photo, true, stop);
}

Result<reiqa::ExpertFeatures> ReiqaScorer::quality_features(const Photo& photo, std::stop_token stop) {
    if (!parts_.quality)
        return Scorer::quality_features(photo, stop);
    if (stop.stop_requested())
        return tl::unexpected(stopped_before_scoring());
    const Result<LimitedPhoto> limited = LimitedPhoto::make(photo, native_limit_);
    if (!limited)
        return tl::unexpected(limited.error());
    try {
        return parts_.quality->run(limited->image(), reiqa::half_scale(limited->image()), run_options(false, stop));
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, {}, "is too large for the memory of this machine", "use --native-limit");
    }
}

/// The encoder with this hash out of the installed models, or out of the regressor's folder.
class EncoderFinder {
public:
    EncoderFinder(const ModelCard& regressor, const ScorerOptions& options)
        : regressor_(regressor)
        , options_(options) {}

    Result<reiqa::Encoder> find(Expert role) const {
        const std::string name(reiqa::expert_name(role));
        const std::string hash = regressor_.config.at(name + "_encoder").get<std::string>();
        if (options_.find_model)
            if (const std::optional<std::string> path = options_.find_model(hash))
                if (const Result<nn::ModelFile> file = nn::read_model_file(*path); file && file->card.sha256 == hash)
                    return reiqa::Encoder::load(*file, role, options_.device, options_.precision);
        for (const std::string& path : neighbours("reiqa-" + name))
            if (const Result<nn::ModelFile> file = nn::read_model_file(path); file && file->card.sha256 == hash)
                return reiqa::Encoder::load(*file, role, options_.device, options_.precision);
        return failure(ErrorCode::BadModel, regressor_.file,
                       "needs the " + name + " encoder with the SHA-256 " + hash + ", which is not here",
                       "import that encoder with touchstone-cli models import, or put it beside the regressor");
    }

private:
    /// Model files of that architecture in the regressor's folder. Only these are worth hashing.
    std::vector<std::string> neighbours(const std::string& architecture) const {
        namespace fs = std::filesystem;
        const fs::path folder = fs::path(regressor_.file).parent_path();
        std::vector<std::string> files;
        std::error_code problem;
        for (fs::directory_iterator entry(folder.empty() ? "." : folder, problem), end; !problem && entry != end;
             entry.increment(problem)) {
            const std::string path = entry->path().string();
            if (!path.ends_with(".safetensors"))
                continue;
            if (const Result<ModelCard> card = nn::read_model_card(path, false);
                card && card->architecture == architecture)
                files.push_back(path);
        }
        std::sort(files.begin(), files.end());
        return files;
    }

    const ModelCard& regressor_;
    const ScorerOptions& options_;
};

Result<ReiqaScorer::Parts> with_encoders(reiqa::Regressor regressor, const ScorerOptions& options) {
    ReiqaScorer::Parts parts;
    const EncoderFinder finder(regressor.card, options);
    for (const auto& [role, target] :
         {std::pair(Expert::Content, &parts.content), std::pair(Expert::Quality, &parts.quality)}) {
        Result<reiqa::Encoder> encoder = finder.find(role);
        if (!encoder)
            return tl::unexpected(encoder.error());
        if (encoder->config().features() != regressor.block_length())
            return failure(ErrorCode::BadModel, regressor.card.file,
                           "was fitted on " + std::to_string(regressor.block_length()) + " features a scale, but " +
                               encoder->card().id + " gives " + std::to_string(encoder->config().features()),
                           "fit it again with: touchstone-cli fit");
        *target = std::move(*encoder);
    }
    if (const Result<void> fits = check_encoders(regressor, parts.content->card(), parts.quality->card()); !fits)
        return tl::unexpected(fits.error());
    parts.regressor = std::move(regressor);
    return parts;
}

} // namespace

Result<std::unique_ptr<Scorer>> open_reiqa_scorer(const nn::ModelFile& file, const ScorerOptions& options) {
    ReiqaScorer::Parts parts;
    if (file.card.architecture == "reiqa-regressor") {
        Result<reiqa::Regressor> regressor = reiqa::regressor_from(file);
        if (!regressor)
            return tl::unexpected(regressor.error());
        Result<ReiqaScorer::Parts> whole = with_encoders(std::move(*regressor), options);
        if (!whole)
            return tl::unexpected(whole.error());
        parts = std::move(*whole);
    } else {
        const Expert role = file.card.architecture == "reiqa-content" ? Expert::Content : Expert::Quality;
        Result<reiqa::Encoder> encoder = reiqa::Encoder::load(file, role, options.device, options.precision);
        if (!encoder)
            return tl::unexpected(encoder.error());
        (role == Expert::Content ? parts.content : parts.quality) = std::move(*encoder);
    }
    return std::make_unique<ReiqaScorer>(file.card, options, std::move(parts));
}

} // namespace touchstone
