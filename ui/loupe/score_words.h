// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <optional>

#include <QString>

#include "engine/nn/model_card.h"

/// Scores of any model in words, numbers in the locale.
namespace touchstone::ui {

/// With as many digits as the model's scale deserves: 71.3 of 0–100, 3.52 of 1–5.
QString scoreWords(const ModelCard& card, double score);
/// The same with a sign, for a difference: "−7.3", "+0.4", "0.0".
QString changeWords(const ModelCard& card, double change);
/// "71.3 → 64.0 (−7.3)"; words where a model gives no score.
QString beforeAfterWords(const ModelCard& card, std::optional<double> before, std::optional<double> after);
/// "about 20 s left", "about 3 min left"; empty when it is not known (negative).
QString timeLeftWords(double seconds);

} // namespace touchstone::ui
