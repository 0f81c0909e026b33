// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>

#include "engine/musiq/config.h"
#include "engine/nn/model_file.h"

/// Whole model files made of generated weights, so that tests need no trained network.
namespace touchstone::test {

/// A MUSIQ model of any shape; card id "generated", range 0–100 (one output) or 1–n.
nn::ModelFile generated_musiq(const musiq::Config& config, const std::string& seed = {});

/// Small enough to score a photo in a few milliseconds.
musiq::Config tiny_musiq_config();

} // namespace touchstone::test
