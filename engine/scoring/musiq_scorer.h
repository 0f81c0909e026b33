// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>

#include "engine/nn/model_file.h"
#include "engine/scoring/scorer.h"

namespace touchstone {

/// The MUSIQ network behind the Scorer interface: native limit → tokens → network → Assessment. Errors as
/// open_scorer().
Result<std::unique_ptr<Scorer>> open_musiq_scorer(const nn::ModelFile& file, const ScorerOptions& options);

} // namespace touchstone
