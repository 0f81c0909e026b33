// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/commands/report_scoring.h"

#include <algorithm>

#include "app/commands/scoring_settings.h"
#include "app/library/score_recipe.h"
#include "app/modelstore/model_store.h"
#include "app/reports/explanation_maps.h"
#include "engine/base/files.h"
#include "engine/scoring/pipeline.h"

namespace touchstone::cli {

namespace {

constexpr int map_long_side = 800;

/// The name that the list knows these scores by: the library's, when it has scores made in the same way.
std::string name_in_list(const Scorer& scorer, ListedScores& scores) {
    const std::string key = library::ScoreRecipe::of(scorer, imaging::DecodeMode::Upright).key();
    for (const library::WantedScores& wanted : scores.wanted)
        if (wanted.recipe_key == key)
            return wanted.listed_as;
    std::string name = scorer.card().id;
    const auto taken = [&] {
        return std::any_of(scores.cards.begin(), scores.cards.end(),
                           [&](const ModelCard& card) { return card.id == name; });
    };
    if (taken())
        name += "@" + key.substr(0, 8);
    scores.wanted.push_back({key, name});
    scores.cards.push_back(scorer.card());
    scores.cards.back().id = name;
    if (scores.current.empty())
        scores.current = name;
    return name;
}

} // namespace

Result<std::size_t> score_missing(RankedPhotos& photos, ListedScores& scores, const Device& device, Console& console,
                                  std::stop_token stop) {
    std::vector<std::size_t> places;
    std::vector<std::string> paths;
    for (std::size_t place = 0; place < photos.entries.size(); ++place)
        if (photos.entries[place].scores.empty() && !photos.entries[place].error) {
            places.push_back(place);
            paths.push_back(photos.entries[place].file.path);
        }
    if (paths.empty())
        return std::size_t{0};
    ScorerOptions options;
    options.device = device;
    const auto scorers = open_models({}, options);
    if (!scorers)
        return tl::unexpected(scorers.error());
    std::vector<Scorer*> asked;
    std::vector<std::string> names;
    for (const auto& scorer : *scorers) {
        asked.push_back(scorer.get());
        names.push_back(name_in_list(*scorer, scores));
    }
    std::size_t done = 0, failed = 0;
    const auto take = [&](ScoredPhoto&& scored) {
        library::PhotoEntry& entry = photos.entries[places[scored.index]];
        entry.pixel_size = scored.size;
        entry.error = scored.error;
        for (std::size_t i = 0; i < scored.assessments.size(); ++i) {
            if (!scored.assessments[i]) {
                entry.error = scored.assessments[i].error();
                continue;
            }
            entry.scores.push_back(library::record_of(*scored.assessments[i]));
            entry.scores.back().model = names[i];
        }
        if (entry.error) {
            console.error(*entry.error);
            ++failed;
        }
        console.progress(++done, failed, paths.size());
    };
    Pipeline(asked, {}).run(paths, take, stop);
    console.clear_progress();
    photos.values.setModels(scores.cards);
    photos.values.setCurrentModel(scores.current);
    photos.values.rebuild();
    return failed;
}

std::optional<std::string> installed_model(const std::string& sha256) {
    const ModelStore store;
    if (auto recorded = store.find_by_hash(sha256))
        return recorded;
    for (const InstalledModel& model : store.list())
        if (const auto hash = sha256_of_file(model.path); hash && *hash == sha256)
            return model.path;
    return std::nullopt;
}

Result<std::function<reports::ReportExplanation(const reports::ReportPhoto&)>>
explainer(const reports::ReportModel& model, const Device& device, std::stop_token stop) {
    const auto file = installed_model(model.sha256);
    if (!file)
        return failure(ErrorCode::BadModel, model.id, "is not installed, so there can be no maps",
                       "install it, or leave --maps out");
    ScorerOptions options;
    options.device = device;
    options.precision = model.precision;
    options.native_limit.kind = model.native_limit ? NativeLimit::Kind::Pixels : NativeLimit::Kind::None;
    options.native_limit.pixels = model.native_limit.value_or(0);
    options.find_model = [](const std::string& sha256) { return ModelStore().find_by_hash(sha256); };
    auto opened = open_scorer(*file, options);
    if (!opened)
        return tl::unexpected(opened.error());
    const std::shared_ptr<Scorer> scorer = std::move(*opened);
    imaging::DecodeOptions decode;
    decode.mode = model.decode;
    return [scorer, decode, stop](const reports::ReportPhoto& photo) -> reports::ReportExplanation {
        const auto pixels = imaging::decode_file(photo.file, decode);
        if (!pixels)
            return {}; // the report says that it cannot be read
        const auto assessment = scorer->explain(*pixels, AttentionMethod::Rollout, stop);
        return assessment ? reports::explanation_of(*pixels, *assessment, map_long_side) : reports::ReportExplanation();
    };
}

} // namespace touchstone::cli
