// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <string>

#include "engine/nn/script_archive.h"
#include "engine/scoring/scorer.h"

/// Any network without a room of its own, as one more column: a TorchScript file with a few words about how photos go
/// in and numbers come out.
namespace touchstone {

/// What a person says of a network when it is imported; kept in the card's `config`.
struct ScriptColumn {
    std::string input; ///< "rgb01": 0…1; "imagenet": those, minus ImageNet's means and divided by its deviations
    int side =
        0; ///< the photo is resized to a square of this side, in pixels, by Pillow's bilinear filter; 0 = as it is
    std::string output; ///< "scalar": one number is the score; "distribution": one for each grade from low to high
    std::optional<std::pair<double, double>> range; ///< ends of the scale; a distribution's grades lie evenly between
    bool higher_is_better = true;
    // Found out by a trial:
    int values = 1;             ///< numbers that the network gives
    bool probabilities = false; ///< they are not negative and sum to 1; else they are logits

    static Result<ScriptColumn> from_card(const ModelCard& card);
};

/// Checks the network, runs it once on a grey picture and makes the model. Errors: those of ScriptNetwork; BadInput for
/// a word that makes no sense; BadModel when the answer has not the form that `column` announces.
Result<nn::ModelFile> make_script_model(const nn::ScriptArchive& archive, const std::string& file, ScriptColumn column);

/// Errors as open_scorer().
Result<std::unique_ptr<Scorer>> open_script_scorer(const nn::ModelFile& file, const ScorerOptions& options);

} // namespace touchstone
