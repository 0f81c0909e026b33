// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <optional>
#include <string>

#include "engine/imaging/decode.h"
#include "engine/nn/device.h"
#include "engine/scoring/scorer.h"

namespace touchstone::library {

/// How a score was made, as far as it changes the number.
struct ScoreRecipe {
    std::string model;
    std::string model_sha256;
    std::string preprocessing;
    std::optional<int> native_limit;
    imaging::DecodeMode decode = imaging::DecodeMode::Upright;
    Precision precision = Precision::Reference;

    static ScoreRecipe of(const Scorer& scorer, imaging::DecodeMode decode);
    /// The same before the model is open: its card with the SHA-256, and what it will be opened with.
    static ScoreRecipe of(const ModelCard& card, const ScorerOptions& options, imaging::DecodeMode decode);
    std::string key() const; ///< hexadecimal digest of all of it and of the decoder's version
};

} // namespace touchstone::library
