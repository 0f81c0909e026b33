// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/commands/score_import.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "app/library/cache_files.h"

namespace touchstone::cli {

using nlohmann::json;

namespace {

/// Longer than any line that `score` writes: its longest part is a distribution of ten numbers.
constexpr std::size_t max_line = 1 << 20;

ErrorCode code_of(const std::string& word) {
    for (int code = 0; code < static_cast<int>(ErrorCode::Internal); ++code)
        if (code_name(static_cast<ErrorCode>(code)) == word)
            return static_cast<ErrorCode>(code);
    return ErrorCode::Internal;
}

bool is_digest(const std::string& text) {
    return text.size() == 64 && std::all_of(text.begin(), text.end(),
                                            [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

template <class T>
std::optional<T> maybe(const json& object, const char* key) {
    const auto found = object.find(key);
    return found == object.end() || found->is_null() ? std::nullopt : std::optional(found->get<T>());
}

Result<library::ScoreRecipe> recipe_of(const json& score, const FindPreprocessing& find) {
    library::ScoreRecipe recipe;
    recipe.model = score.at("model").get<std::string>();
    recipe.model_sha256 = score.at("model_sha256").get<std::string>();
    if (recipe.model.empty() || recipe.model.size() > 128 || !is_digest(recipe.model_sha256))
        return failure(ErrorCode::BadInput, {}, "names no model with its hash");
    const auto preprocessing = maybe<std::string>(score, "preprocessing");
    const auto found = preprocessing ? preprocessing : find(recipe.model_sha256);
    if (!found)
        return failure(ErrorCode::BadInput, {},
                       "does not say how photos are prepared for " + recipe.model + ", and that model is not installed",
                       "import the model, or score again");
    recipe.preprocessing = *found;
    recipe.native_limit = maybe<int>(score, "native_limit");
    const auto precision = parse_precision(score.at("precision").get<std::string>());
    if (!precision)
        return tl::unexpected(precision.error());
    recipe.precision = *precision;
    const std::string decode = score.at("decode").get<std::string>();
    if (decode != "upright" && decode != "as-stored")
        return failure(ErrorCode::BadInput, {}, "has an unknown decode \"" + decode + "\"");
    recipe.decode = decode == "upright" ? imaging::DecodeMode::Upright : imaging::DecodeMode::AsStored;
    return recipe;
}

Result<ScoreLine::Given> score_of(const json& score, const FindPreprocessing& find) {
    ScoreLine::Given given;
    Result<library::ScoreRecipe> recipe = recipe_of(score, find);
    if (!recipe)
        return tl::unexpected(recipe.error());
    given.model.recipe = std::move(*recipe);
    given.model.title = given.model.recipe.model;
    if (const auto range = maybe<std::pair<double, double>>(score, "range"))
        given.model.range = *range;
    given.model.higher_is_better = score.at("higher_is_better").get<bool>();
    library::ScoreRecord& record = given.record;
    record.model = given.model.recipe.model;
    record.model_sha256 = given.model.recipe.model_sha256;
    if (const auto value = maybe<double>(score, "value"))
        record.score.value = *value;
    else
        record.score.missing = code_of(score.at("code").get<std::string>());
    record.score.standard_deviation = maybe<double>(score, "std");
    record.score.distribution = maybe<std::vector<double>>(score, "distribution").value_or(std::vector<double>());
    record.native_limit = given.model.recipe.native_limit;
    record.reduced = score.value("reduced", false);
    record.precision = given.model.recipe.precision;
    record.decode = given.model.recipe.decode;
    record.device = score.value("device", std::string());
    record.seconds = maybe<double>(score, "seconds").value_or(0);
    return given;
}

Result<std::optional<ScoreLine>> line_of(const json& object, const FindPreprocessing& find) {
    if (object.value("kind", "photo") != "photo")
        return std::optional<ScoreLine>();
    ScoreLine line;
    const auto exact = maybe<std::string>(object, "path_percent");
    line.path = exact ? library::percent_decode(*exact) : object.at("path").get<std::string>();
    if (line.path.empty())
        return failure(ErrorCode::BadInput, {}, "names no photo");
    line.bytes = maybe<std::int64_t>(object, "bytes");
    line.pixel_size = {object.value("width", 0), object.value("height", 0)};
    const json& error = object.at("error");
    const json& scores = object.at("scores");
    if (!error.is_null())
        line.error =
            Error{code_of(error.at("code").get<std::string>()), line.path, error.at("message").get<std::string>(), {}};
    for (const json& score : scores) {
        // A model that failed on the photo gives a message; one that has no score to give, only a code.
        if (score.at("value").is_null() && (score.contains("message") || !score.contains("code")))
            continue;
        Result<ScoreLine::Given> given = score_of(score, find);
        if (!given)
            return tl::unexpected(given.error());
        line.scores.push_back(std::move(*given));
    }
    return std::optional(std::move(line));
}

} // namespace

Result<std::optional<ScoreLine>> read_score_line(const std::string& text, const FindPreprocessing& find) {
    const Error not_a_line{ErrorCode::BadInput, {}, "is not a line of `score --format jsonl`", {}};
    if (text.size() > max_line)
        return tl::unexpected(not_a_line);
    try {
        const json object = json::parse(text);
        if (!object.is_object())
            return tl::unexpected(not_a_line);
        return line_of(object, find);
    } catch (const json::exception&) { // a key is missing or holds something else
        return tl::unexpected(not_a_line);
    }
}

} // namespace touchstone::cli
