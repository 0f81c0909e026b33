// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "engine/nn/model_card.h"

namespace touchstone::library {

/// Stands for a model's id where "how far do two models disagree" is ranked by. No model file may be called so.
inline constexpr const char* disagreement_id = "models disagree";

/// The card of that column: 0–100 percentage points, most disagreement first.
ModelCard disagreement_card(const ModelCard& first, const ModelCard& second);

/// One photo's scores by two models, when both have answered.
using ScorePair = std::optional<std::pair<double, double>>;

/// How far two models' rankings differ, per photo: |percentile by the first − percentile by the second| among the
/// photos that both scored, 0…100 percentage points; ties count half. Empty where a score is missing, and everywhere
/// when fewer than two photos have both. Ranks, because two models' units need not mean the same. O(n log n).
std::vector<std::optional<double>> rank_difference(const std::vector<ScorePair>& scores, bool first_higher_is_better,
                                                   bool second_higher_is_better);

} // namespace touchstone::library
