// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <filesystem>
#include <system_error>

#include "app/commands/command_table.h"
#include "app/commands/console.h"
#include "app/commands/explain_images.h"
#include "app/commands/interruption.h"
#include "app/commands/score_format.h"
#include "app/commands/scoring_settings.h"
#include "engine/base/files.h"

namespace touchstone::cli {

namespace {

using nlohmann::ordered_json;

ordered_json map_json(const AttentionMap& map) {
    ordered_json rows = ordered_json::array();
    for (int row = 0; row < map.rows; ++row) {
        const auto first = map.weights.begin() + static_cast<std::ptrdiff_t>(row) * map.cols;
        rows.push_back(std::vector<float>(first, first + map.cols));
    }
    return {{"name", map.scale},      {"width", map.scaled.width}, {"height", map.scaled.height},
            {"rows", map.rows},       {"cols", map.cols},          {"pad_left", map.pad_left},
            {"pad_top", map.pad_top}, {"share", map.share},        {"weights", std::move(rows)}};
}

ordered_json explanation_json(const std::string& path, Size size, const Assessment& assessment) {
    ordered_json json;
    add_path(json, path);
    json["width"] = size.width;
    json["height"] = size.height;
    json["model"] = assessment.model;
    json["method"] = attention_method_name(assessment.attention->method);
    json["score"] = assessment.score.value;
    json["scales"] = ordered_json::array();
    for (const AttentionMap& map : assessment.attention->scales)
        json["scales"].push_back(map_json(map));
    json["cls_share"] = assessment.attention->cls_share;
    json["model_sha256"] = assessment.model_sha256;
    json["precision"] = precision_name(assessment.precision);
    json["device"] = assessment.device.name();
    json["native_limit"] = assessment.native_limit ? ordered_json(*assessment.native_limit) : ordered_json(nullptr);
    json["reduced"] = assessment.reduced;
    json["decode"] = assessment.decode == imaging::DecodeMode::AsStored ? "as-stored" : "upright";
    return json;
}

Result<void> make_folder(const std::string& folder) {
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    if (problem)
        return failure(ErrorCode::WriteFailed, folder, "the folder cannot be made: " + problem.message(),
                       "choose another place with --output");
    return {};
}

Result<void> write_explanation(const Arguments& arguments, const Photo& photo, const Assessment& assessment) {
    const std::string folder = arguments.value("output");
    const std::string format = arguments.value("format", "all");
    if (format != "png") {
        const ordered_json json = explanation_json(arguments.operands.front(), photo.image.size, assessment);
        if (const Result<void> written = write_file_atomically(folder + "/explain.json", json.dump() + "\n"); !written)
            return written;
    }
    return format == "json" ? Result<void>{} : write_map_images(folder, photo, *assessment.attention);
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
    const Result<std::vector<std::unique_ptr<Scorer>>> scorers =
        open_models(arguments, settings->scorer, Models::First);
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
    if (const Result<void> written = write_explanation(arguments, *photo, *assessment); !written)
        return refuse(written.error(), exit_some_failed);
    return interruption.requested() ? exit_interrupted : exit_done;
}

} // namespace touchstone::cli
