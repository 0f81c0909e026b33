// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>

#include "engine/nn/model_file.h"
#include "engine/reiqa/encoder.h"
#include "engine/reiqa/regressor.h"

/// Re-IQA encoders and regressors made of generated weights, so that tests need no trained network.
namespace touchstone::test {

/// Small enough to run a photo in a few milliseconds: 256 features a scale.
reiqa::TrunkConfig tiny_trunk();

/// An encoder of any shape; card id "generated-content" or "generated-quality".
nn::ModelFile generated_encoder(reiqa::Expert role, const reiqa::TrunkConfig& config, const std::string& seed = {});

/// A regressor of weights, means and deviations from the generator; range 0–100, intercept 50.
reiqa::Regressor generated_regressor(int block_length, const std::string& content_sha256,
                                     const std::string& quality_sha256, bool standardised = true,
                                     const std::string& seed = {});

/// Writes content.safetensors, quality.safetensors and regressor.safetensors (which names the hashes of the others)
/// into a folder; returns the regressor's path. Stops the program when it cannot.
std::string write_generated_reiqa(const std::string& folder, const reiqa::TrunkConfig& config,
                                  const std::string& seed = {});

} // namespace touchstone::test
