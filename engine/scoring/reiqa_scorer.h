// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>

#include "engine/nn/model_file.h"
#include "engine/scoring/scorer.h"

namespace touchstone {

/// Re-IQA behind the Scorer interface: native limit → half scale, made once → the experts → regressor → Assessment.
/// `file` is a regressor, whose encoders are looked for by hash (ScorerOptions::find_model, then the regressor's own
/// folder), or one encoder, whose scores have no value. Errors as open_scorer().
Result<std::unique_ptr<Scorer>> open_reiqa_scorer(const nn::ModelFile& file, const ScorerOptions& options);

} // namespace touchstone
