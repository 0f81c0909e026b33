// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/error.h"
#include "engine/nn/model_file.h"
#include "engine/reiqa/features.h"

namespace touchstone::reiqa {

/// score = intercept + Σ weights·(f − mean)/deviation. Double, so that the parts of a score sum to the score.
struct LinearModel {
    std::vector<double> weights;   ///< one per feature
    std::vector<double> mean;      ///< of the training photos; always there, it centres the breakdown
    std::vector<double> deviation; ///< of the training photos; empty = features were not standardised, and the score is
                                   ///< intercept + Σ weights·f
    double intercept = 0;

    double score(std::span<const float> features) const;
    /// Weight per unit of the raw feature (w/σ), and the intercept that goes with them.
    std::vector<double> raw_weights() const;
    double raw_intercept() const;
    /// Prediction for the mean photograph: what a breakdown starts from.
    double score_of_mean() const;
};

/// A fitted regressor: both experts together, and each alone fitted in the same splits (reiqa.md 8.3, point 3).
/// One `.safetensors` file of the architecture "reiqa-regressor". Its card's `config` names
/// `block_length`, `block_order`, `content_encoder` and `quality_encoder` (SHA-256 of the model files), `kind`
/// ("ridge", "elastic-net"), `alpha`, `l1_ratio`, `standardised`, `splits`, `dataset`; its `metrics` hold for "both",
/// "content" and "quality" the median and quartiles of SRCC, PLCC, KRCC and RMSE over the splits' test parts. Tensors:
/// {both,content,quality}.{weights,mean,deviation,intercept}, stored as pairs of float32 (`…` and `….low`, whose sum it
/// is) in a format that holds no float64: 48 of its 53 bits, so that a file written again is the same file. A model on
/// features that were not standardised has no `deviation`.
struct Regressor {
    ModelCard card;
    LinearModel both;    ///< 4·block_length features in block order
    LinearModel content; ///< [content full, content half]
    LinearModel quality; ///< [quality full, quality half]

    int block_length() const { return static_cast<int>(both.weights.size() / 4); }
};

/// BadModel when a tensor is missing, superfluous or misshaped, a number is not finite, a deviation is not positive, or
/// the card is of another architecture or names no encoders.
Result<Regressor> regressor_from(const nn::ModelFile& file);
nn::ModelFile to_model_file(const Regressor& regressor);

/// BadModel naming both hashes when the regressor was fitted on other encoders than these.
Result<void> check_encoders(const Regressor& regressor, const ModelCard& content, const ModelCard& quality);

} // namespace touchstone::reiqa
