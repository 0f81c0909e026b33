// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/score_recipe.h"

#include <span>

#include <nlohmann/json.hpp>

#include "app/library/cache_files.h"
#include "engine/base/files.h"

namespace touchstone::library {

using nlohmann::json;

ScoreRecipe ScoreRecipe::of(const ModelCard& card, const ScorerOptions& options, imaging::DecodeMode decode) {
    ScoreRecipe recipe;
    recipe.model = card.id;
    recipe.model_sha256 = card.sha256;
    recipe.preprocessing = card.preprocessing;
    recipe.native_limit = resolve_native_limit(options.native_limit, card);
    recipe.decode = decode;
    recipe.precision = options.precision;
    return recipe;
}

ScoreRecipe ScoreRecipe::of(const Scorer& scorer, imaging::DecodeMode decode) {
    return of(scorer.card(), scorer.options(), decode);
}

std::string ScoreRecipe::key() const {
    const json all = {model,
                      model_sha256,
                      preprocessing,
                      native_limit ? json(*native_limit) : json(),
                      static_cast<int>(decode),
                      static_cast<int>(precision),
                      decoder_generation};
    const std::string text = all.dump();
    return sha256_hex(std::as_bytes(std::span(text.data(), text.size()))).substr(0, 32);
}

} // namespace touchstone::library
