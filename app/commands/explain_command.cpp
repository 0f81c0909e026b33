// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <filesystem>
#include <system_error>

#include "app/commands/command_table.h"
#include "app/commands/console.h"
#include "app/commands/explain_images.h"
#include "app/commands/explain_json.h"
#include "app/commands/interruption.h"
#include "app/commands/scoring_settings.h"
#include "app/inspection/fault_learning.h"
#include "app/library/cache_files.h"
#include "engine/base/files.h"

namespace touchstone::cli {

namespace {

Result<void> make_folder(const std::string& folder) {
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    if (problem)
        return failure(ErrorCode::WriteFailed, folder, "the folder cannot be made: " + problem.message(),
                       "choose another place with --output");
    return {};
}

/// A model that cannot say what its score is made of.
Result<void> check_explained(const ModelCard& card, const Assessment& assessment) {
    if (assessment.score.missing)
        return failure(ErrorCode::NoRegressor, card.file, "is an encoder alone, which has no score to explain",
                       "fit a regressor with: touchstone-cli fit");
    if (card.architecture == "torchscript")
        return failure(ErrorCode::BadModel, card.file, "is a TorchScript network, which does not say where it looked",
                       "explain with a MUSIQ or Re-IQA model");
    if (!assessment.attention && !assessment.breakdown)
        return failure(ErrorCode::BadModel, card.file,
                       "has encoders that divide their features by their length, so its score is no sum of parts",
                       "use encoders that keep them as they are");
    return {};
}

/// What the faults resemble, when that was learned for the expert of this model.
nlohmann::ordered_json resemblance_of(const ModelCard& card, const Assessment& assessment) {
    const std::string expert = reiqa::quality_expert_of(card);
    if (expert.empty() || !assessment.features)
        return {};
    const auto learned = inspection::read_faults(library::default_cache_folder(), expert);
    if (!learned) // not learned: a file that is damaged is, too
        return {};
    const auto found = learned->resembles(assessment.features->quality);
    return found ? resemblance_json(*learned, *found) : nlohmann::ordered_json();
}

Result<void> write_explanation(const Arguments& arguments, const Photo& photo, const ModelCard& card,
                               const Assessment& assessment) {
    const std::string folder = arguments.value("output");
    const std::string format = arguments.value("format", "all");
    if (format != "png") {
        nlohmann::ordered_json json = explanation_json(arguments.operands.front(), photo.image.size, assessment);
        if (nlohmann::ordered_json resembles = resemblance_of(card, assessment); !resembles.is_null())
            json["resembles"] = std::move(resembles);
        if (const Result<void> written = write_file_atomically(folder + "/explain.json", json.dump() + "\n"); !written)
            return written;
    }
    if (format == "json")
        return {};
    return assessment.attention ? write_map_images(folder, photo, *assessment.attention)
                                : write_part_images(folder, photo, assessment);
}

} // namespace

int run_explain(const Arguments& arguments, Interruption& interruption) {
    Console console("explain");
    const auto refuse = [&](const Error& error, int code) {
        console.error(error);
        return interruption.requested() ? int{exit_interrupted} : code;
    };
    const Result<ScoringSettings> settings = read_settings(arguments);
    if (!settings)
        return refuse(settings.error(), exit_code_for(settings.error()));
    if (const Result<void> made = make_folder(arguments.value("output")); !made)
        return refuse(made.error(), exit_usage);
    ScorerOptions options = settings->scorer;
    options.keep_features = true; // for what the faults resemble
    const Result<std::vector<std::unique_ptr<Scorer>>> scorers = open_models(arguments, options, Models::First);
    if (!scorers)
        return refuse(scorers.error(), exit_model);

    const std::string& path = arguments.operands.front();
    const Result<Photo> photo = imaging::decode_file(path, settings->decode);
    if (!photo)
        return refuse(photo.error(), exit_some_failed);
    const AttentionMethod method =
        arguments.value("method") == "last-layer" ? AttentionMethod::LastLayer : AttentionMethod::Rollout;
    Result<Assessment> assessment = scorers->front()->explain(*photo, method, interruption.token());
    if (!assessment) {
        if (assessment.error().file.empty())
            assessment.error().file = path;
        return refuse(assessment.error(), exit_some_failed);
    }
    if (const Result<void> explained = check_explained(scorers->front()->card(), *assessment); !explained)
        return refuse(explained.error(), exit_model);
    if (const Result<void> written = write_explanation(arguments, *photo, scorers->front()->card(), *assessment);
        !written)
        return refuse(written.error(), exit_some_failed);
    return interruption.requested() ? exit_interrupted : exit_done;
}

} // namespace touchstone::cli
